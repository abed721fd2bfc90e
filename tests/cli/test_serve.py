from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from geo_app.cli import serve


@pytest.fixture
def started(monkeypatch):
    """What would be started, and how it would end."""
    calls = []

    def start(command, **options):
        calls.append((command, options))
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(subprocess, "run", start)
    return calls


def test_the_server_starts_on_the_pack_of_the_settings(run, started, pack_folder):
    code, out, _ = run("serve", "--port", "8600", "--address", "127.0.0.1")
    assert code == 0
    assert "http://127.0.0.1:8600" in out
    ((command, options),) = started
    assert command[:4] == [sys.executable, "-m", "streamlit", "run"]
    assert Path(command[4]).is_file()
    assert command[5:] == ["--server.port=8600", "--server.address=127.0.0.1"]
    assert options["env"]["GEO_APP_LAYERS"] == str(pack_folder.resolve())
    assert (options["cwd"] / ".streamlit" / "config.toml").is_file()


def test_ctrl_c_is_a_good_end(run, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(serve.subprocess, "run", stop)
    assert run("serve")[0] == 0
