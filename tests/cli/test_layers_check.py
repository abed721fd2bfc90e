from __future__ import annotations

import pytest

from tests.packs import write_pack


def test_a_sound_pack(run):
    code, out, err = run("layers", "check")
    assert (code, err) == (0, "")
    assert "errors: 0" in out


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_broken_pack_is_told_on_the_error_channel(run, tmp_path, monkeypatch, language):
    folder = write_pack(tmp_path / "pack")
    (folder / "rail.geojson").write_text("{}")
    monkeypatch.setenv("GEO_APP_LANGUAGE", language)
    code, _, err = run("layers", "check", "--layers", str(folder))
    assert code == 2
    assert "rail.geojson" in err
