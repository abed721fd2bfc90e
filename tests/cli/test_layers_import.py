from __future__ import annotations

import json

import pytest

from tests.packs import write_pack

OWN = {"type": "Point", "coordinates": [9.5, 50.5]}
IMPORT = ["--id", "own", "--title", "Own", "--source", "me", "--as-of", "2026"]


@pytest.fixture
def own_pack(tmp_path):
    (tmp_path / "own.geojson").write_text(json.dumps(OWN))
    return str(write_pack(tmp_path / "pack")), str(tmp_path / "own.geojson")


def test_an_imported_layer_is_listed_sound_and_ranks(run, own_pack):
    pack, file = own_pack
    code, out, err = run("layers", "import", file, *IMPORT, "--criterion", "nearest", "--layers", pack)
    assert code == 0
    assert "own with 1 features" in out
    assert "none from 5 km" in out
    assert "points: 1" in err
    assert run("layers", "check", "--layers", pack)[0] == 0
    assert "own" in run("layers", "list", "--layers", pack)[1]
    answer = json.loads(run("rank", "default", "--layers", pack, "--weight", "own=50", "--format", "json")[1])
    assert answer["sites"][0]["criteria"]["own"]["unit"] == "km"


def test_importing_again_needs_replace_and_a_preview_changes_nothing(run, own_pack):
    pack, file = own_pack
    assert run("layers", "import", file, *IMPORT, "--layers", pack, "--preview")[0] == 0
    assert run("layers", "import", file, *IMPORT, "--layers", pack)[0] == 0
    code, _, err = run("layers", "import", file, *IMPORT, "--layers", pack)
    assert code == 2
    assert "--replace" in err
    assert run("layers", "import", file, *IMPORT, "--layers", pack, "--replace")[0] == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (["--id", "Own"], "'Own'"),
        (["--criterion", "inside"], "needs areas"),
        (["--criterion", "luck"], "luck"),
        (["--as-of", ""], "date"),
        (["--source", ""], "source"),
        (["--id", "rail"], "rail"),
        (["--geometry", "line"], "line"),
        (["--color-by", "luck"], "luck"),
    ],
)
def test_an_import_that_cannot_be_is_told(run, own_pack, changes, message):
    pack, file = own_pack
    code, _, err = run("layers", "import", file, *IMPORT, *changes, "--layers", pack)
    assert code == 2
    assert message in err
    assert run("layers", "check", "--layers", pack)[0] == 0
