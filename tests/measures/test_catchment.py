from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_app.core.geodesy import GEOD
from geo_app.measures.catchment import catchment

METRIC = "EPSG:32642"


def cells(step=0.1, people=100.0):
    shapes = [
        shapely.box(67 + i * step, 42 + j * step, 67 + (i + 1) * step, 42 + (j + 1) * step)
        for i in range(20)
        for j in range(20)
    ]
    return gpd.GeoDataFrame({"people": np.full(len(shapes), people)}, geometry=shapes, crs="EPSG:4326")


def within(frame, radius_m, site=(68.0, 43.0)):
    return float(catchment(np.array([site]), frame, "people", radius_m)[0])


def test_everything_is_the_exact_total():
    assert within(cells(), 500_000.0) == pytest.approx(40_000, rel=1e-12)


def test_even_density_gives_density_times_circle():
    # Ground area of the whole block on the ellipsoid gives the people per square metre.
    block = shapely.segmentize(shapely.box(67, 42, 69, 44), 0.05)
    density = 40_000 / abs(GEOD.geometry_area_perimeter(block)[0])
    assert within(cells(), 25_000.0) == pytest.approx(density * np.pi * 25_000**2, rel=0.01)


def test_points_count_wholly():
    near, far = GEOD.fwd(68.0, 43.0, 45, 24_990)[:2], GEOD.fwd(68.0, 43.0, 45, 25_010)[:2]
    frame = gpd.GeoDataFrame(
        {"people": [3.0, 5.0]}, geometry=[shapely.Point(near), shapely.Point(far)], crs="EPSG:4326"
    )
    assert within(frame, 25_000.0) == pytest.approx(3.0, abs=1e-9)


def test_unknown_amounts_count_as_nothing():
    frame = cells()
    frame.loc[:, "people"] = np.nan
    assert within(frame, 50_000.0) == 0


def test_no_features_and_no_radius_are_zero():
    assert within(cells().iloc[:0], 25_000.0) == 0
    assert within(cells(), 0.0) == 0


def test_radius_may_differ_by_site():
    sites = np.array([(68.0, 43.0), (68.0, 43.0)])
    found = catchment(sites, cells(), "people", np.array([10_000.0, 20_000.0]))
    assert found[1] == pytest.approx(4 * found[0], rel=0.02)


def test_wrong_crs_names_both():
    with pytest.raises(ValueError, match=r"EPSG:32642.*EPSG:4326"):
        within(cells().to_crs(METRIC), 1_000.0)


@settings(max_examples=25, deadline=None)
@given(st.floats(1_000, 60_000), st.floats(1.01, 2), st.floats(67.2, 68.8), st.floats(42.2, 43.8))
def test_a_wider_circle_never_holds_less(radius_m, factor, lon, lat):
    assert within(cells(), radius_m * factor, (lon, lat)) >= within(cells(), radius_m, (lon, lat)) - 1e-9
