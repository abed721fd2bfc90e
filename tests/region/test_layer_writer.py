from __future__ import annotations

import json
from typing import Any

import pytest
import shapely

from geo_app.core.errors import BuildError
from geo_app.region.layer_writer import LayerFeature, document, geojson


def feature(**changes: Any) -> LayerFeature:
    defaults: dict[str, Any] = {
        "id": "a",
        "geometry": shapely.Point(1.23456789, -0.0),
        "names": {"en": "Alpha"},
        "source": "s",
        "as_of": "2026",
        "accuracy_m": 10,
    }
    return LayerFeature(**{**defaults, **changes})


def properties(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(geojson([feature(**changes)]))["features"][0]["properties"]
    return found


def test_coordinates_have_six_decimals_and_no_negative_zero() -> None:
    assert b"[1.234568,0.000000]" in geojson([feature()])


def test_features_are_sorted_and_one_a_line() -> None:
    lines = geojson([feature(id="b"), feature(id="a")]).decode().splitlines()
    assert [json.loads(line.rstrip(","))["properties"]["id"] for line in lines[1:-1]] == ["a", "b"]


def test_same_features_in_another_order_give_the_same_bytes() -> None:
    features = [feature(id=name) for name in "abc"]
    assert geojson(features) == geojson(reversed(features))


def test_unknown_names_are_null() -> None:
    assert properties()["name_kk"] is None
    assert properties()["name_en"] == "Alpha"


def test_keys_stand_in_one_order() -> None:
    keys = list(properties(attributes={"area_ha": 3}))
    facts = ["source", "as_of", "accuracy_m", "status"]
    assert keys == ["id", "name_kk", "name_ru", "name_en", "name_zh", *facts, "area_ha"]


def test_dates_and_notes_are_columns_of_every_feature_once_one_has_them() -> None:
    dated = feature(id="a", dates={"closed_from": "2025-02-05"}, notes={"en": "Closed."})
    lines = json.loads(geojson([dated, feature(id="b")]))["features"]
    assert lines[1]["properties"]["closed_from"] is None
    assert lines[1]["properties"]["notes_en"] is None
    assert lines[0]["properties"]["closed_from"] == "2025-02-05"


def test_shells_run_counter_clockwise() -> None:
    clockwise = shapely.Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])
    ring = json.loads(geojson([feature(geometry=clockwise)]))["features"][0]["geometry"]["coordinates"][0]
    assert shapely.is_ccw(shapely.LinearRing(ring))


def test_a_repeated_id_is_refused() -> None:
    with pytest.raises(BuildError, match="have the id 'a'"):
        geojson([feature(), feature()])


def test_a_geometry_that_vanishes_at_six_decimals_is_refused() -> None:
    sliver = shapely.box(0, 0, 1e-8, 1e-8)
    with pytest.raises(BuildError, match="'a' has no valid geometry"):
        geojson([feature(geometry=sliver)])


def test_a_document_keeps_its_order_and_letters() -> None:
    assert document({"b": "Түркістан", "a": 1}).decode() == '{\n "b": "Түркістан",\n "a": 1\n}\n'


def test_a_document_refuses_what_is_not_a_number() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        document({"a": float("nan")})
