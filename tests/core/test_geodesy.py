from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Geod

from geo_app.core import geodesy
from geo_app.core.errors import LayerError
from geo_app.core.geodesy import geodesic_m, projected_radius, require_geographic, to_lonlat, to_metric

METRIC = "EPSG:32632"
LON, LAT = st.floats(8.0, 10.0), st.floats(49.0, 52.0)


@given(LON, LAT)
def test_projecting_there_and_back_ends_where_it_began(lon, lat):
    lonlat = np.array([[lon, lat]])
    assert geodesic_m(to_lonlat(to_metric(lonlat, METRIC), METRIC), lonlat)[0] < 1e-3


def test_a_degree_of_longitude_at_the_equator():
    # Half the equator is 20 037 508.34 m; one degree is 1/180 of that.
    found = geodesic_m(np.array([[0.0, 0.0]]), np.array([[1.0, 0.0]]))
    assert found == pytest.approx([20_037_508.342789244 / 180], abs=1e-6)


def test_distances_are_pair_by_pair():
    one = np.array([[9.0, 50.0], [9.0, 50.0]])
    other = np.array([[9.0, 50.0], [9.0, 51.0]])
    found = geodesic_m(one, other)
    assert found[0] == 0.0
    assert found[1] == pytest.approx(111_240, rel=1e-3)


@given(LON, LAT, st.floats(100, 50_000))
def test_a_projected_radius_reaches_as_far_as_the_geodesic_one(lon, lat, radius_m):
    lonlat = np.array([[lon, lat]])
    radius = projected_radius(lonlat, radius_m, METRIC)
    north = to_lonlat(to_metric(lonlat, METRIC) + np.array([[0.0, radius[0]]]), METRIC)
    assert geodesic_m(lonlat, north)[0] == pytest.approx(radius_m, rel=1e-4)


def test_a_file_s_system_is_turned_into_degrees():
    turn = geodesy.transformer_to_degrees(CRS.from_epsg(28412), "plan.csv", LayerError)
    lon, lat = turn.transform(12_500_000.0, 4_700_000.0)
    assert (lon, lat) == pytest.approx((69.0, 42.4), abs=0.1)


def test_a_system_that_leads_nowhere_is_refused_with_the_file():
    moon = CRS.from_proj4("+proj=longlat +R=1737400 +no_defs")
    with pytest.raises(LayerError, match=r"plan\.csv.*Reproject it first"):
        geodesy.transformer_to_degrees(moon, "plan.csv", LayerError)


def test_how_exact_the_way_to_degrees_is():
    assert geodesy.transformation_accuracy_m("EPSG:32642") == 0.0
    assert geodesy.transformation_accuracy_m("EPSG:28412") > 0.0


def test_features_in_another_system_are_refused():
    point = gpd.GeoDataFrame(geometry=gpd.points_from_xy([9.5], [50.5]), crs="EPSG:4326")
    require_geographic(point)
    for other in (point.to_crs(METRIC), point.set_crs(None, allow_override=True)):
        with pytest.raises(ValueError, match="expected EPSG:4326"):
            require_geographic(other)


def test_the_ellipsoid_is_wgs84():
    assert (geodesy.GEOD.a, geodesy.GEOD.f) == (Geod(ellps="WGS84").a, pytest.approx(1 / 298.257223563))
