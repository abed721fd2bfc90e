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


def test_the_same_file_under_another_id_adds_nothing_twice(run, own_pack):
    pack, file = own_pack
    nearest = ["--criterion", "nearest", "--layers", pack]
    assert run("layers", "import", file, *IMPORT, *nearest)[0] == 0
    again = ["--id", "again", "--title", "Again", "--source", "you", "--as-of", "2025"]
    code, _, err = run("layers", "import", file, *again, *nearest)
    assert code == 2
    assert "The layer 'Own' has the same features and the same criterion" in err
    assert "again" not in run("layers", "list", "--layers", pack)[1]
    assert run("layers", "import", file, *again, "--criterion", "within:20", "--layers", pack)[0] == 0


def test_an_area_without_a_figure_is_unknown_and_not_worthless(run, own_pack, tmp_path, csv):
    pack, _ = own_pack
    west, middle, east = (9.0, 9.6), (9.6, 10.3), (10.3, 11.0)
    areas = [
        {
            "type": "Feature",
            "properties": {"name": name, "salary": salary},
            "geometry": {"type": "Polygon", "coordinates": [[[a, 50], [b, 50], [b, 51], [a, 51], [a, 50]]]},
        }
        for name, salary, (a, b) in (("w", 100, west), ("m", None, middle), ("e", 300, east))
    ]
    file = tmp_path / "salary.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": areas}))
    wages = ["--id", "salary", "--source", "me", "--as-of", "2026", "--criterion", "value:salary", "--layers", pack]
    assert run("layers", "import", str(file), *wages)[0] == 0
    sites = csv("name,lon,lat\nWest,9.30001,50.50001\nMid,9.90001,50.50001\nEast,10.60001,50.50001\n")
    out = run("rank", sites, "--weight", "salary=30", "--layers", pack, "--format", "json")[1]
    found = {site["name"]: site["criteria"]["salary"] for site in json.loads(out)["sites"]}
    assert (found["West"]["value"], found["East"]["value"]) == (0.0, 1.0)
    assert found["Mid"]["raw"] is None
    assert found["Mid"]["value"] == 0.5
