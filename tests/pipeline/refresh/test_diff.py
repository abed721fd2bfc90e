from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo_app.core.geodesy import GEOD
from geo_app.pipeline.refresh.diff import SAME_PLACE_M, Change, apart_m, compare


def layer(shapes, crs="EPSG:4326", **columns):
    frame = gpd.GeoDataFrame({"id": list(shapes), **columns}, geometry=list(shapes.values()), crs=crs)
    return frame.set_index("id")


def at(lon, lat):
    return shapely.Point(lon, lat)


TWO = {"a": at(9.0, 50.0), "b": at(10.0, 50.0)}


def test_alike():
    found = compare(layer(TWO, name=["A", None]), layer(TWO, name=["A", None]))
    assert found.empty
    assert found.unchanged == 2


def test_order_is_no_difference():
    other = {"b": TWO["b"], "a": TWO["a"]}
    assert compare(layer(TWO, n=[1, 2]), layer(other, n=[2, 1])).empty


def test_added_and_removed():
    found = compare(layer(TWO), layer({"b": TWO["b"], "d": at(1, 1), "c": at(2, 2)}))
    assert (found.added, found.removed, found.unchanged) == (("d", "c"), ("a",), 1)


def test_moved_by_how_far():
    found = compare(layer(TWO), layer({"a": at(9.0, 50.01), "b": at(10.0, 50.1)}))
    assert [move.id for move in found.moved] == ["b", "a"]
    assert found.moved[1].distance_m == pytest.approx(GEOD.inv(9, 50, 9, 50.01)[2], abs=1e-6)
    assert found.unchanged == 0


def test_the_last_decimal_is_no_move():
    assert compare(layer(TWO), layer({**TWO, "a": at(9.000001, 50.000001)})).empty
    assert SAME_PLACE_M < compare(layer(TWO), layer({**TWO, "a": at(9.000003, 50.0)})).moved[0].distance_m < 0.3


def test_changed_attributes():
    old = layer(TWO, people=[10.0, np.nan], name=["A", None])
    found = compare(old, layer(TWO, people=[10, 7], name=["Å", None]))
    assert found.changed == (Change("b", "people", None, 7), Change("a", "name", "A", "Å"))
    assert found.unchanged == 0


def test_what_is_ignored():
    old, new = layer(TWO, as_of=["2024", "2024"]), layer(TWO, as_of=["2026", "2026"])
    assert compare(old, new, ignore=("as_of", "absent")).empty
    assert len(compare(old, new).changed) == 2


def test_columns_that_come_and_go():
    found = compare(layer(TWO, a=[1, 2]), layer(TWO, b=[1, 2]))
    assert (found.new_columns, found.lost_columns) == (("b",), ("a",))
    assert not found.empty


def test_a_line_that_runs_backwards_has_not_moved():
    line = shapely.LineString([(9, 50), (10, 50), (10, 51)])
    assert compare(layer({"l": line}), layer({"l": line.reverse()})).empty


def test_a_line_with_one_bend_more():
    straight = shapely.LineString([(9, 50), (9, 51)])
    bent = shapely.LineString([(9, 50), (9.01, 50.5), (9, 51)])
    expected = GEOD.inv(9.01, 50.5, 9, 50.5)[2]
    assert compare(layer({"l": straight}), layer({"l": bent})).moved[0].distance_m == pytest.approx(expected, rel=1e-3)


def test_a_polygon_that_shrinks():
    found = compare(layer({"p": shapely.box(9, 50, 10, 51)}), layer({"p": shapely.box(9, 50, 10, 50.9)}))
    assert found.moved[0].distance_m == pytest.approx(GEOD.inv(9, 51, 9, 50.9)[2], rel=1e-3)


def test_a_hole_counts():
    outer = shapely.box(9, 50, 10, 51)
    assert apart_m(outer, outer.difference(shapely.box(9.4, 50.4, 9.6, 50.6))) > 25_000


def test_nothing_and_something():
    empty = shapely.Point()
    assert apart_m(empty, empty) == 0
    assert apart_m(empty, at(0, 0)) == float("inf")


def test_empty_layers():
    none = layer({})
    assert compare(none, none).empty
    assert compare(none, layer(TWO)).added == ("a", "b")


def test_repeated_ids_are_refused():
    twice = layer(TWO).rename(index={"b": "a"})
    with pytest.raises(ValueError, match="unique"):
        compare(twice, layer(TWO))


def test_another_crs_is_refused():
    with pytest.raises(ValueError, match="32642"):
        compare(layer(TWO), layer(TWO, crs="EPSG:32642"))


places = st.tuples(st.floats(-179, 179), st.floats(-85, 85))


@given(places, places)
def test_points_are_apart_by_the_geodesic(one, other):
    measured = apart_m(at(*one), at(*other))
    assert measured == pytest.approx(GEOD.inv(*one, *other)[2], abs=1e-3)
    assert measured == apart_m(at(*other), at(*one))
