from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo_app.measures.overlay import count_within, inside, member, value_at

METRIC = "EPSG:32642"
WEST, EAST = shapely.box(68, 43, 69, 44), shapely.box(69, 43, 70, 44)


def areas(accuracy=0.0, **columns):
    return gpd.GeoDataFrame({"accuracy_m": [accuracy, accuracy], **columns}, geometry=[WEST, EAST], crs="EPSG:4326")


def at(*sites):
    return np.array(sites, dtype=float)


def bounds(found):
    return [tuple(row) for row in np.column_stack([found.low, found.raw, found.high]).tolist()]


def test_inside_or_not_for_exact_sites():
    found = inside(at((68.5, 43.5), (67.5, 43.5)), np.zeros(2), areas(), METRIC)
    assert bounds(found) == [(1, 1, 1), (0, 0, 0)]


def test_inside_is_open_within_the_accuracy():
    # 0.1 degrees west of the area at 43.5 N is 8.1 km.
    sites = at((67.9, 43.5), (68.1, 43.5))
    assert bounds(inside(sites, np.array([9000.0, 9000.0]), areas(), METRIC)) == [(0, 0, 1), (0, 1, 1)]
    assert bounds(inside(sites, np.array([7000.0, 7000.0]), areas(), METRIC)) == [(0, 0, 0), (1, 1, 1)]


def test_count_of_features_in_reach():
    points = gpd.GeoDataFrame(
        {"accuracy_m": [0.0, 0.0]}, geometry=[shapely.Point(68.0, 43.1), shapely.Point(68.0, 43.3)], crs="EPSG:4326"
    )
    # 0.1 and 0.3 degrees of latitude are 11.1 and 33.3 km.
    found = count_within(at((68.0, 43.0)), np.array([15_000.0]), points, 20_000.0, METRIC)
    assert bounds(found) == [(0, 1, 2)]
    assert bounds(count_within(at((68.0, 43.0)), np.zeros(1), points, 34_000.0, METRIC)) == [(2, 2, 2)]


def test_value_of_the_area_at_the_site():
    found = value_at(
        at((68.5, 43.5), (69.5, 43.5), (60.0, 43.5)), np.zeros(3), areas(wage=[250.0, 300.0]), "wage", METRIC
    )
    np.testing.assert_array_equal(found.raw, [250, 300, np.nan])
    np.testing.assert_array_equal(found.low, found.raw)


def test_value_spans_the_areas_that_the_site_may_lie_in():
    found = value_at(
        at((68.95, 43.5), (67.95, 43.5)), np.array([9000.0, 9000.0]), areas(wage=[250.0, 300.0]), "wage", METRIC
    )
    assert bounds(found)[0] == (250, 250, 300)
    assert np.isnan(found.raw[1])
    assert (found.low[1], found.high[1]) == (250, 250)


def test_value_spans_what_the_outlines_leave_open():
    frame = areas(wage=[250.0, 300.0])
    frame["accuracy_m"] = [4000.0, 8000.0]
    # 0.05 degrees of longitude at 43.5 N are 4.0 km, 0.1 are 8.1 km.
    sites = at((68.96, 43.5), (68.88, 43.5), (69.04, 43.5), (69.06, 43.5))
    found = bounds(value_at(sites, np.zeros(4), frame, "wage", METRIC))
    assert found == [(250, 250, 300), (250, 250, 250), (250, 300, 300), (300, 300, 300)]
    # A site that is off by 2 km itself reaches that much farther.
    assert bounds(value_at(sites, np.full(4, 2000.0), frame, "wage", METRIC))[1] == (250, 250, 300)


def test_unknown_values_stay_unknown():
    found = value_at(at((68.5, 43.5)), np.array([200_000.0]), areas(wage=[np.nan, np.nan]), "wage", METRIC)
    assert np.isnan(found.raw[0])
    assert np.isnan(found.low[0])


def test_the_first_of_overlapping_areas_holds():
    both = gpd.GeoDataFrame({"accuracy_m": [0.0, 0.0], "wage": [1.0, 2.0]}, geometry=[WEST, WEST], crs="EPSG:4326")
    assert value_at(at((68.5, 43.5)), np.zeros(1), both, "wage", METRIC).raw[0] == 1


@pytest.mark.parametrize("measure", [count_within, value_at])
def test_wrong_crs_names_both(measure):
    with pytest.raises(ValueError, match=r"EPSG:32642.*EPSG:4326"):
        measure(
            at((68.5, 43.5)),
            np.zeros(1),
            areas(wage=[1.0, 2.0]).to_crs(METRIC),
            *(["wage"] if measure is value_at else [1000.0]),
            METRIC,
        )


ZONES = gpd.GeoDataFrame(
    # 314 ha are a circle of 1 km.
    {"accuracy_m": [2000.0, 2000.0], "area_ha": [100 * np.pi, np.nan]},
    geometry=[shapely.Point(68.0, 43.0), shapely.Point(69.0, 43.0)],
    crs="EPSG:4326",
)


def is_member(site, accuracy_m=0.0, own=-1):
    found = member(at(site), np.array([accuracy_m]), np.array([own]), ZONES, "area_ha", METRIC)
    return tuple(float(part[0]) for part in (found.low, found.raw, found.high))


def test_a_place_of_the_layer_is_known_whatever_its_accuracy():
    assert is_member((68.0, 43.0), 15_000.0, own=1) == (1, 1, 1)
    assert is_member((68.0, 43.0), 15_000.0, own=0) == (0, 0, 0)


def test_of_a_place_that_may_count_nothing_is_known():
    low, raw, high = is_member((68.0, 43.0), own=2)
    assert (low, high) == (0, 1)
    assert np.isnan(raw)


# A degree of latitude is 111 km here: 2.9 and 3.1 km from the point, with 1 km of area and 2 km of accuracy.
@pytest.mark.parametrize(
    ("lon", "north_km", "accuracy_m", "known"),
    [(68.0, 2.9, 0, False), (68.0, 3.1, 0, True), (68.0, 4.9, 2000, False), (68.0, 5.1, 2000, True),
     # An area that is not known is taken to be the largest.
     (69.0, 2.9, 0, False), (69.0, 3.1, 0, True)],
)  # fmt: skip
def test_another_site_is_outside_where_it_is_farther_off_than_all_that_is_not_known(lon, north_km, accuracy_m, known):
    low, raw, high = is_member((lon, 43.0 + north_km / 111.09), accuracy_m)
    assert (low, high) == ((0, 0) if known else (0, 1))
    assert raw == 0 if known else np.isnan(raw)
