from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo_app.measures.proximity import nearest

METRIC = "EPSG:32642"
GEOD = Geod(ellps="WGS84")


def frame(shapes, accuracy=0.0, crs="EPSG:4326"):
    return gpd.GeoDataFrame({"accuracy_m": np.broadcast_to(accuracy, len(shapes)).copy()}, geometry=shapes, crs=crs)


def at(*lonlat):
    return np.array(lonlat, dtype=float)


def brute_force_m(site, line, steps=20_000):
    """Sample a line in lon/lat densely and take the smallest geodesic distance."""
    points = shapely.get_coordinates(shapely.line_interpolate_point(line, np.linspace(0, 1, steps), normalized=True))
    return GEOD.inv(np.full(steps, site[0]), np.full(steps, site[1]), points[:, 0], points[:, 1])[2].min()


def test_distance_to_a_point_is_the_geodesic():
    found = nearest(at((68.25, 43.29)), frame([shapely.Point(69.6, 42.31)]), METRIC)
    assert found.distance_m[0] == pytest.approx(GEOD.inv(68.25, 43.29, 69.6, 42.31)[2], abs=0.01)
    assert found.feature[0] == 0
    np.testing.assert_allclose(found.foot[0], [69.6, 42.31], atol=1e-7)


@pytest.mark.parametrize("site", [(66.0, 40.6), (70.9, 46.0), (68.5, 43.0), (67.2, 41.1)])
def test_distance_to_a_line_is_geodesic_within_a_tenth_of_a_per_mille(site):
    line = shapely.LineString([(67.6, 43.64), (68.26, 43.295), (69.6, 42.4), (70.62, 42.56)])
    found = nearest(at(site), frame([line]), METRIC)
    assert found.distance_m[0] == pytest.approx(brute_force_m(site, line), rel=1e-4)


@pytest.mark.parametrize(("lon", "lat"), [(80.385, 44.223), (108.929, 34.258), (119.216, 34.598), (37.6, 55.75)])
def test_far_gateways_are_measured_on_the_ellipsoid(lon, lat):
    found = nearest(at((68.26, 43.29)), frame([shapely.Point(lon, lat)]), METRIC)
    assert found.distance_m[0] == pytest.approx(GEOD.inv(68.26, 43.29, lon, lat)[2], rel=1e-6)


def test_far_winner_is_the_geodesic_one():
    rng = np.random.default_rng(1)
    shapes = [
        shapely.Point(lon, lat) for lon, lat in zip(rng.uniform(95, 120, 60), rng.uniform(25, 50, 60), strict=True)
    ]
    site = (68.0, 43.0)
    found = nearest(at(site), frame(shapes), METRIC)
    truth = [GEOD.inv(*site, p.x, p.y)[2] for p in shapes]
    assert found.feature[0] == int(np.argmin(truth))


def test_inside_a_polygon_is_zero_and_names_it():
    shapes = [shapely.box(60, 40, 61, 41), shapely.box(68, 43, 69, 44)]
    found = nearest(at((68.5, 43.5), (67.9, 43.5)), frame(shapes), METRIC)
    assert found.distance_m[0] == 0
    assert found.feature.tolist() == [1, 1]
    assert 8_000 < found.distance_m[1] < 8_200


def test_hole_of_a_polygon_is_outside():
    ring = shapely.box(68, 43, 69, 44).difference(shapely.box(68.4, 43.4, 68.6, 43.6))
    assert nearest(at((68.5, 43.5)), frame([ring]), METRIC).distance_m[0] > 5_000


def test_a_line_crossed_by_the_site_is_zero():
    line = shapely.LineString([(68, 43), (68, 44)])
    assert nearest(at((68, 43.5)), frame([line]), METRIC).distance_m[0] < 1


def test_multipart_geometry_belongs_to_one_feature():
    shapes = [shapely.MultiPoint([(60, 41), (68.1, 43)]), shapely.Point(68.5, 43)]
    assert nearest(at((68.0, 43.0)), frame(shapes), METRIC).feature[0] == 0


def test_no_feature_is_nan_not_zero():
    found = nearest(at((68, 43)), frame([]), METRIC)
    assert np.isnan(found.distance_m[0])
    assert found.feature[0] == -1


def test_interval_comes_from_each_features_own_accuracy():
    # 10 km away but only known to 50 km, and 20 km away and exact: the nearest may be anywhere from 0 to 20 km.
    east = [GEOD.fwd(68.0, 43.0, 90, d)[:2] for d in (10_000, 20_000)]
    found = nearest(at((68.0, 43.0)), frame([shapely.Point(p) for p in east], accuracy=[50_000.0, 0.0]), METRIC)
    assert found.distance_m[0] == pytest.approx(10_000, abs=1)
    assert found.low_m[0] == 0
    assert found.high_m[0] == pytest.approx(20_000, abs=1)


def test_wrong_crs_names_both():
    with pytest.raises(ValueError, match=r"EPSG:3857.*EPSG:4326"):
        nearest(at((68, 43)), frame([shapely.Point(0, 0)], crs="EPSG:3857"), METRIC)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(66, 71), st.floats(40.5, 46)), min_size=1, max_size=12),
    st.tuples(st.floats(66, 71), st.floats(40.5, 46)),
)
def test_nearest_point_agrees_with_every_pair_measured(points, site):
    found = nearest(at(site), frame([shapely.Point(p) for p in points]), METRIC)
    truth = min(GEOD.inv(*site, *p)[2] for p in points)
    assert found.distance_m[0] == pytest.approx(truth, abs=0.01)
