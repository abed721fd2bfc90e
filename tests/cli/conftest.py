"""Commands run in this process, on the invented pack."""

from __future__ import annotations

import pytest

from geo_app.cli.main import main


@pytest.fixture
def run(pack_folder, monkeypatch, capsysbinary):
    """Run a command on the invented pack; return exit code, output and messages."""
    monkeypatch.setenv("GEO_APP_LAYERS", str(pack_folder))

    def call(*arguments):
        code = main(list(arguments))
        out, err = capsysbinary.readouterr()
        return code, out.decode(), err.decode()

    return call


@pytest.fixture
def csv(tmp_path):
    def write(text, name="sites.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write
