"""The search for what is nearest: against shapely in the plane, against sampled geodesics on the ellipsoid."""

from __future__ import annotations

import logging
import sys
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo_app.core.geodesy import GEOD
from geo_app.measures import (
    distances,
    geodesic_distances,
    geodesic_features,
    nearest_distances,
    nearest_features,
)
from geo_app.measures.distances import signed_distances
from geo_app.measures.kernel.run import search_nearest
from geo_app.measures.kernel.segments import geodesic_segments, planar_segments
from geo_app.measures.machine_code import FEW_SITES, MACHINE_CODE, MachineCode
from geo_app.measures.nearest_by_strtree import search_ellipsoid, search_plane

UTM = "EPSG:32642"
WGS = "EPSG:4326"


@pytest.fixture(scope="module", autouse=True)
def _compiled():
    """Compile once for all tests and processes: the cache beside the sources keeps it."""
    MACHINE_CODE.load()


def series(shapes, crs=UTM):
    return gpd.GeoSeries(list(shapes), crs=crs)


def shapely_distances(xy, layers):
    points = shapely.points(xy)
    columns = []
    for layer in layers:
        shapes = np.array([s for s in layer if s is not None and not s.is_empty], dtype=object)
        apart = shapely.distance(points[:, None], shapes[None, :]) if len(shapes) else np.full((len(xy), 1), np.nan)
        columns.append(apart.min(axis=1))
    return np.column_stack(columns)


def star(rng, centre, radius, corners=24):
    angle = np.sort(rng.uniform(0, 2 * np.pi, corners))
    reach = radius * rng.uniform(0.2, 1.0, corners)
    return shapely.Polygon(centre + np.column_stack([reach * np.cos(angle), reach * np.sin(angle)])).buffer(0)


def region(rng):
    """Layers of every kind, in the plane of a zone."""
    at = rng.uniform([3e5, 4.6e6], [6e5, 5.0e6], (400, 2))
    lines = [shapely.LineString(at[k] + np.cumsum(rng.normal(0, 800, (200, 2)), axis=0)) for k in range(12)]
    small = [star(rng, at[k], 1_500) for k in range(20, 60)]
    large = [star(rng, at[k], 40_000) for k in range(60, 80)]
    rings = [star(rng, at[k], 30_000).difference(star(rng, at[k], 12_000)) for k in range(80, 86)]
    mixed = [shapely.GeometryCollection([lines[0], shapely.MultiPoint(at[90:95]), large[0]]), lines[1], small[2]]
    layers = [lines, small, large, rings, mixed, shapely.points(at[100:105]), shapely.points(at[100:400]), []]
    return [series(layer) for layer in layers]


def degrees(layers):
    return [layer.set_crs(UTM, allow_override=True).to_crs(WGS) for layer in layers]


# ------------------------------------------------------------------------------------------------------- in the plane


def test_a_region_of_every_kind_agrees_with_shapely():
    rng = np.random.default_rng(1)
    layers = region(rng)
    # More sites than one thread takes, some on vertices, some far outside every box of the layers.
    xy = np.concatenate(
        [
            rng.uniform([2.9e5, 4.5e6], [6.1e5, 5.1e6], (5_000, 2)),
            shapely.get_coordinates(layers[0].array)[:200],
            shapely.get_coordinates(layers[2].array)[:200],
            rng.normal(0, 1e7, (50, 2)),
        ]
    )
    found = nearest_features(xy, layers)
    np.testing.assert_allclose(found.distance_m, shapely_distances(xy, layers), rtol=0, atol=1e-6)
    for k, layer in enumerate(layers[:-1]):
        own = shapely.distance(shapely.points(xy), layer.to_numpy()[found.feature[:, k]])
        np.testing.assert_allclose(own, found.distance_m[:, k], rtol=0, atol=1e-6)
        foot = np.hypot(*(found.foot[:, k] - xy).T)
        np.testing.assert_allclose(foot, found.distance_m[:, k], rtol=0, atol=1e-6)
    assert (found.feature[:, -1] == -1).all()
    np.testing.assert_array_equal(nearest_distances(xy, layers), found.distance_m)


# Whole numbers: sites on edges, on vertices and in line with edges; polygons that share edges, touch and overlap.
lattice = st.integers(-6, 6).map(float)
anywhere = st.floats(-1e3, 1e3, allow_nan=False, width=32)
place = st.one_of(st.tuples(lattice, lattice), st.tuples(anywhere, anywhere))


def polygons(points):
    hull = shapely.MultiPoint(points).convex_hull
    return hull if hull.geom_type == "Polygon" else shapely.Point(points[0])


shape = st.one_of(
    place.map(shapely.Point),
    st.lists(place, min_size=2, max_size=6).map(shapely.LineString),
    st.tuples(place, place).map(lambda two: shapely.LineString([two[0], two[1], two[1], two[0]])),
    place.map(lambda p: shapely.LineString([p, p])),
    st.lists(place, min_size=3, max_size=8).map(polygons),
    st.tuples(lattice, lattice, lattice, lattice).map(
        lambda b: shapely.box(min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]) + 1, max(b[1], b[3]) + 1)
    ),
    st.tuples(lattice, lattice).map(
        lambda p: shapely.box(p[0], p[1], p[0] + 6, p[1] + 6).difference(
            shapely.box(p[0] + 2, p[1] + 1, p[0] + 4, p[1] + 5)
        )
    ),
    st.lists(place, max_size=4).map(shapely.MultiPoint),
    st.just(shapely.Polygon()),
    st.none(),
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(shape, max_size=6), min_size=1, max_size=4),
    st.lists(place, min_size=1, max_size=80),
)
@example([[shapely.box(0, 0, 4, 4), shapely.box(4, 0, 8, 4)]], [(4.0, 2.0), (4.0, 4.0), (0.0, 0.0), (4.0, 5.0)])
@example([[shapely.box(0, 0, 100, 1)]], [(float(x), 0.0) for x in range(-50, 150)])
@example([[shapely.LineString([(0, 0), (1e-12, 0)]), shapely.Point(3, 0)]], [(1.0, 0.0), (2.9, 0.0)])
def test_nasty_shapes_agree_with_shapely(shapes, sites):
    layers = [series(some) for some in shapes]
    xy = np.array(sites)
    np.testing.assert_allclose(nearest_distances(xy, layers), shapely_distances(xy, layers), rtol=0, atol=1e-6)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(200, 3_000), st.sampled_from([10.0, 1e3, 1e6]))
def test_many_sites_among_overlapping_areas_agree_with_shapely(seed, count, size):
    rng = np.random.default_rng(seed)
    areas = [star(rng, rng.uniform(0, size, 2), rng.uniform(0.01, 0.6) * size, 9) for _ in range(12)]
    holes = [areas[k].difference(areas[k + 1]) for k in range(6)]
    # A part of the sites stands in a row or in one place.
    xy = rng.uniform(-0.2 * size, 1.2 * size, (count, 2))
    xy[: count // 4, 1] = xy[0, 1]
    xy[-count // 5 :] = xy[-1]
    layers = [series(areas), series(holes), series(shapely.boundary(np.array(areas)))]
    expected = shapely_distances(xy, layers)
    found = nearest_features(xy, layers)
    np.testing.assert_allclose(found.distance_m, expected, rtol=0, atol=1e-6)
    inside = shapely.intersects(shapely.points(xy)[:, None], np.array(areas, dtype=object)[None, :])
    clear = inside.any(axis=1) & (expected[:, 2] > 1e-6)
    np.testing.assert_array_equal(found.feature[clear, 0], inside[clear].argmax(axis=1))


def test_what_has_no_position_has_no_distance():
    xy = np.array([(0.0, 0.0), (np.nan, 1.0), (1.0, np.inf), (3.0, 4.0)])
    found = nearest_features(xy, [series([shapely.Point(0, 0)])])
    np.testing.assert_array_equal(found.distance_m[:, 0], [0.0, np.nan, np.nan, 5.0])
    assert found.feature[:, 0].tolist() == [0, -1, -1, 0]
    assert nearest_distances(np.full((2, 2), np.nan), [series([shapely.Point(0, 0)])]).shape == (2, 1)
    assert nearest_distances(np.empty((0, 2)), [series([shapely.Point(0, 0)])]).shape == (0, 1)
    assert nearest_distances(np.zeros((3, 2)), []).shape == (3, 0)


def test_of_equally_near_features_the_first_is_named():
    two = series([shapely.Point(5, 0), shapely.Point(0, 5), shapely.Point(5, 0)])
    assert nearest_features(np.zeros((1, 2)), [two]).feature[0, 0] == 0
    areas = series([shapely.box(5, 5, 6, 6), shapely.box(-1, -1, 1, 1), shapely.box(-2, -2, 2, 2)])
    assert nearest_features(np.zeros((1, 2)), [areas]).feature[0, 0] == 1


def test_a_million_sites_in_a_town_and_one_far_away():
    rng = np.random.default_rng(3)
    xy = np.concatenate([rng.normal(0, 5, (20_000, 2)), [[1e7, -1e7]]])
    points = series(shapely.points(rng.normal(0, 500, (2_000, 2))))
    sample = rng.choice(len(xy), 300)
    found = nearest_distances(xy, [points])
    np.testing.assert_allclose(found[sample], shapely_distances(xy[sample], [points]), rtol=0, atol=1e-6)


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ([series([shapely.Point(0, 0)], WGS)], r"layer 0: found EPSG:4326, expected a projected CRS"),
        ([series([], UTM), series([], "EPSG:3857")], r"layer 1: found EPSG:3857, expected EPSG:32642"),
        ([series([]), series([shapely.Point(0, 0), shapely.Point(1, np.inf)])], r"layer 1, feature 1: .*not finite"),
    ],
)
def test_what_is_not_understood_is_refused(layers, message):
    with pytest.raises(ValueError, match=message):
        nearest_distances(np.zeros((1, 2)), layers)


def test_sites_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"xy: found an array of shape \(3,\), expected \(n, 2\)"):
        nearest_distances(np.zeros(3), [series([])])


# --------------------------------------------------------------------------------------------------- on the ellipsoid


def dense_geodesic(lonlat, line, steps=4_001, zooms=3):
    """Measure by the geodesic library alone: the least of dense points on edges straight in degrees, closer and closer.

    Every edge is sampled, so no side of the line is overlooked; then the ground between the neighbours of the best.
    """
    xy = shapely.get_coordinates(line)
    least = np.inf
    for a, b in pairwise(xy):
        low, high = 0.0, 1.0
        for _ in range(zooms):
            share = np.linspace(low, high, steps)[:, None]
            at = a + share * (b - a)
            apart = GEOD.inv(np.full(steps, lonlat[0]), np.full(steps, lonlat[1]), at[:, 0], at[:, 1])[2]
            best = int(apart.argmin())
            low, high = share[max(best - 1, 0), 0], share[min(best + 1, steps - 1), 0]
            least = min(least, float(apart[best]))
    return least


LINE = shapely.LineString([(66.2, 41.0), (68.9, 43.2), (68.95, 43.21), (68.95, 44.9), (70.9, 44.9)])


@pytest.mark.parametrize("reach", [1e-6, 1e-4, 1e-3, 0.02, 0.5, 3.0])
def test_distances_to_long_edges_are_geodesic_to_two_millimetres(reach):
    rng = np.random.default_rng(int(reach * 1e6))
    on_line = shapely.get_coordinates(shapely.line_interpolate_point(LINE, rng.uniform(0, 1, 12), normalized=True))
    lonlat = on_line + rng.normal(0, reach, (12, 2))
    found = geodesic_distances(lonlat, [series([LINE], WGS)], UTM)[:, 0]
    expected = [dense_geodesic(site, LINE) for site in lonlat]
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=0.002)


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.tuples(st.floats(60, 75), st.floats(38, 50)),
    st.floats(-3, 0.5),
    st.floats(0.01, 2_000),
    st.booleans(),
)
def test_within_two_kilometres_of_a_line_two_centimetres_are_told(seed, start, size, apart_m, tree):
    """Edges from a hundred metres to three degrees, anywhere; by both searches."""
    rng = np.random.default_rng(seed)
    line = shapely.LineString(np.array(start) + np.cumsum(rng.normal(0, 10.0**size, (6, 2)), axis=0))
    along = shapely.get_coordinates(shapely.line_interpolate_point(line, rng.uniform(0, 1, 3), normalized=True))
    lon, lat, _ = GEOD.fwd(*along.T, rng.uniform(0, 360, 3), np.full(3, apart_m))
    lonlat = np.column_stack([lon, lat])
    layers = [np.array([line], dtype=object)]
    segments = geodesic_segments(layers)
    if tree:
        found = search_ellipsoid(lonlat, layers, segments, UTM, signed=False)
    else:
        found = search_nearest(lonlat, segments, curved=True, signed=False, feet=False)
    expected = [dense_geodesic(site, line) for site in lonlat]
    np.testing.assert_allclose(found.distance_m[:, 0], expected, rtol=2e-4, atol=0.02)


def test_the_foot_lies_on_the_edge_and_the_distance_leads_to_it():
    rng = np.random.default_rng(5)
    lonlat = rng.uniform([66, 40.5], [71, 46], (3_000, 2))
    found = geodesic_features(lonlat, [series([LINE], WGS)], UTM)
    assert shapely.distance(shapely.points(found.foot[:, 0]), LINE).max() < 1e-12
    led = GEOD.inv(*lonlat.T, *found.foot[:, 0].T)[2]
    np.testing.assert_allclose(found.distance_m[:, 0], led, rtol=1e-8, atol=5e-4)


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(st.floats(-179, 179), st.floats(-84, 84)),
    st.floats(0, 360),
    st.floats(0, 1.5e7),
)
def test_the_distance_to_a_point_is_the_geodesic(start, azimuth, apart_m):
    lon, lat, _ = GEOD.fwd(*start, azimuth, apart_m)
    found = geodesic_distances(np.array([start]), [series([shapely.Point(lon, lat)], WGS)], UTM)[0, 0]
    assert found == pytest.approx(apart_m, rel=5e-9 if apart_m < 5e5 else 5e-6, abs=1e-6)


def test_areas_in_degrees_hold_what_lies_in_them():
    rng = np.random.default_rng(7)
    layers = degrees(region(rng))
    lonlat = rng.uniform([66, 41], [71, 46], (4_000, 2))
    found = geodesic_distances(lonlat, layers, UTM)
    signed = signed_distances(lonlat, layers[1:4], UTM)
    for k in (1, 2, 3):
        within = shapely.intersects(shapely.points(lonlat)[:, None], layers[k].to_numpy()[None, :]).any(axis=1)
        np.testing.assert_array_equal(found[:, k] == 0, within)
        np.testing.assert_array_equal(signed[:, k - 1] < 0, within)
        outline = geodesic_distances(lonlat, [layers[k].boundary], UTM)[:, 0]
        np.testing.assert_allclose(np.abs(signed[:, k - 1]), outline, rtol=0, atol=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_both_searches_give_the_same_bits(seed):
    rng = np.random.default_rng(seed)
    layers = [layer.to_numpy() for layer in degrees(region(rng))]
    layers.append(np.array([shapely.Point(119.2, 34.6), shapely.Point(37.6, 55.8), LINE], dtype=object))
    lonlat = rng.uniform([66, 41], [71, 46], (400, 2))
    lonlat[3] = np.nan
    segments = geodesic_segments(layers)
    for signed in (False, True):
        compiled = search_nearest(lonlat, segments, curved=True, signed=signed, feet=True)
        tree = search_ellipsoid(lonlat, layers, segments, UTM, signed=signed)
        np.testing.assert_array_equal(compiled.distance_m, tree.distance_m)
        np.testing.assert_array_equal(compiled.feature, tree.feature)
        np.testing.assert_array_equal(compiled.foot, tree.foot)


def test_the_tree_answers_in_the_plane_too():
    rng = np.random.default_rng(11)
    layers = [layer.to_numpy() for layer in region(rng)]
    xy = rng.uniform([2.9e5, 4.5e6], [6.1e5, 5.1e6], (300, 2))
    segments = planar_segments(layers)
    tree = search_plane(xy, layers, segments)
    compiled = search_nearest(xy, segments, curved=False, signed=False, feet=True)
    np.testing.assert_allclose(tree.distance_m, compiled.distance_m, rtol=0, atol=1e-6)
    np.testing.assert_array_equal(tree.feature, compiled.feature)


def test_without_a_compiler_the_tree_answers_and_the_log_says_so(monkeypatch, caplog):
    rng = np.random.default_rng(13)
    layers = region(rng)
    xy = rng.uniform([3e5, 4.6e6], [6e5, 5.0e6], (FEW_SITES + 1, 2))
    lonlat = series(shapely.points(xy)).to_crs(WGS).get_coordinates().to_numpy()
    expected = nearest_distances(xy, layers), geodesic_distances(lonlat, degrees(layers), UTM)
    monkeypatch.setattr(distances, "MACHINE_CODE", MachineCode())
    monkeypatch.setitem(sys.modules, "geo_app.measures.kernel.run", None)
    with caplog.at_level(logging.WARNING):
        np.testing.assert_allclose(nearest_distances(xy, layers), expected[0], rtol=0, atol=1e-6)
        np.testing.assert_array_equal(geodesic_distances(lonlat, degrees(layers), UTM), expected[1])
    assert "Without numba distances are searched by an STR tree" in caplog.text


def test_several_sessions_may_search_at_once():
    from concurrent.futures import ThreadPoolExecutor

    rng = np.random.default_rng(17)
    layers = region(rng)
    sites = [rng.uniform([3e5, 4.6e6], [6e5, 5.0e6], (6_000, 2)) for _ in range(6)]
    alone = [nearest_distances(xy, layers) for xy in sites]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda xy: nearest_distances(xy, layers), sites))
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one, other)
