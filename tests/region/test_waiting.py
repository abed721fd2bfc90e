"""A criterion that needs a layer waits for it, and counts once it is there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from geo_app.core.errors import PackError, ScenarioError
from geo_app.intake.layers import make_layer, preview
from geo_app.intake.user_layers import add_layer
from geo_app.ranking.scenario import make_scenario
from geo_app.region.loader import load_pack
from geo_app.region.model import RegionPack, Source
from tests.packs import CRITERIA, texts, write_pack

GRID: dict[str, Any] = {
    "id": "grid",
    "measure": "nearest",
    "layer": "power_grid",
    "titles": texts("Power line"),
    "unit": "km",
    "needs_layer": True,
    "value_function": {"kind": "linear", "points": [[0, 1], [10, 0]]},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The invented pack with a criterion that needs a layer, weighed 25 beside 100 in the first profile."""
    folder = write_pack(tmp_path / "pack", criteria=[*CRITERIA, GRID])
    path = folder / "profiles.json"
    profiles = json.loads(path.read_text(encoding="utf-8"))
    weight = {"criterion": "grid", "weight": 25, "reasons": texts("Power")}
    profiles["profiles"][0]["weights"].insert(1, weight)
    path.write_text(json.dumps(profiles), encoding="utf-8")
    return folder


def lines(folder: Path) -> Path:
    path = folder / "lines.geojson"
    frame = gpd.GeoDataFrame({"name": ["a"]}, geometry=[shapely.LineString([(9, 50.5), (11, 50.5)])], crs="EPSG:4326")
    path.write_text(frame.to_json(), encoding="utf-8")
    return path


def with_grid(pack: RegionPack, path: Path, identity: str = "power_grid") -> RegionPack:
    found = preview(path, path.name)
    source = Source("s", "l", "a")
    return add_layer(pack, make_layer(found, id=identity, title="Grid", source=source, as_of="2026", accuracy_m=10))


def test_it_weighs_nothing_and_is_told_while_the_layer_is_not_there(folder: Path) -> None:
    pack = load_pack(folder)
    profile = pack.profiles["freight"]
    assert list(pack.waiting) == ["grid"]
    assert "grid" not in pack.criteria
    assert [item.criterion for item in profile.waiting] == ["grid"]
    assert make_scenario(pack, profile="freight").weights == {"rail": 0.5, "border": 0.3, "people": 0.2}


def test_it_counts_once_the_layer_is_added(folder: Path) -> None:
    pack = with_grid(load_pack(folder), lines(folder))
    assert pack.waiting == {}
    assert pack.profiles["freight"].waiting == ()
    assert make_scenario(pack, profile="freight").weights == {"rail": 0.4, "border": 0.24, "people": 0.16, "grid": 0.2}


def test_a_layer_of_another_id_is_not_the_one(folder: Path) -> None:
    pack = with_grid(load_pack(folder), lines(folder), "something_else")
    assert list(pack.waiting) == ["grid"]


def test_a_weight_of_a_waiting_criterion_is_refused(folder: Path) -> None:
    with pytest.raises(ScenarioError, match="grid"):
        make_scenario(load_pack(folder), weights={"grid": 1.0})


def test_a_criterion_that_does_not_say_so_may_not_lack_its_layer(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack", criteria=[*CRITERIA, GRID | {"needs_layer": False}])
    with pytest.raises(PackError, match="power_grid"):
        load_pack(folder)
