"""Sums within reach of sites: closed forms against quadrature, areas against clipping on the ellipsoid."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from scipy.integrate import quad, simpson

from geo_app.core.geodesy import GEOD
from geo_app.measures.accessibility import gravity, two_step
from geo_app.measures.catchment import catchment
from geo_app.measures.reach import amounts_of, layout, sum_in_reach, sums
from geo_app.measures.reach.decays import Weight, derivatives, disc, weight_of
from geo_app.measures.reach.sums import Groups, Sources, sum_groups
from geo_app.region.model import Decay

TOLERANCE = 1e-3
"""What the product claims: a thousandth of the exact sum."""

KINDS = ("exponential", "gaussian", "power")
EVEN = Weight("even")
weights = st.one_of(
    st.just(EVEN),
    st.builds(Weight, st.sampled_from(KINDS), st.floats(500, 50_000), st.sampled_from([0.5, 1.0, 1.7, 2.0, 3.5])),
)

# ------------------------------------------------------------------------------------------------- closed forms


@settings(deadline=None)
@given(weights, st.floats(0.01, 200_000), st.sampled_from([0.0, 900.0, 30_000.0, -700.0, -20_000.0]))
def test_the_integral_over_a_disc_is_that_of_quadrature(weight, radius_m, nearer_m):
    def density(r):
        return r * float(derivatives(weight, np.float64(max(r - nearer_m, 0.0)))[0])

    kink = [nearer_m] if 0 < nearer_m < radius_m else None
    expected = quad(density, 0, radius_m, points=kink, epsabs=0, epsrel=1e-10, limit=200)[0]
    assert float(disc(weight, np.float64(radius_m), nearer_m)) == pytest.approx(
        expected, rel=1e-6, abs=1e-9 * radius_m**2
    )


@settings(deadline=None)
@given(weights.filter(lambda weight: weight.kind != "even"), st.floats(100, 100_000))
def test_derivatives_are_slopes(weight, apart_m):
    step = 1e-4 * weight.half_m
    below, above = (derivatives(weight, np.float64(apart_m + shift)) for shift in (-step, step))
    for order, found in enumerate(derivatives(weight, np.float64(apart_m))[1:]):
        scale = float(derivatives(weight, np.float64(0.0))[0]) / weight.half_m ** (order + 1)
        assert found == pytest.approx((above[order] - below[order]) / (2 * step), rel=1e-4, abs=1e-6 * scale)


# -------------------------------------------------------------------------------------------------- in the plane

SHAPES = [
    shapely.box(0, 0, 10, 10),
    shapely.Polygon([(-3, -3), (4, -2), (0, 5)]),
    shapely.box(-9, -9, 9, 9).difference(shapely.box(-4, -3, 5, 6)),
    shapely.MultiPolygon([shapely.box(-8, -1, -2, 1), shapely.box(1, -6, 3, 6)]),
    shapely.Polygon([(-1, -1), (-1, 1), (1, 1), (1, -1)]),
    shapely.box(20, 20, 21, 21),
]


def one_area(shape):
    """Lay out one polygon that holds 1."""
    rings = [ring for part in shapely.get_parts(shapely.orient_polygons(shape)) for ring in shapely.get_rings(part)]
    edges = np.concatenate([np.hstack([c[:-1], c[1:]]) for c in map(shapely.get_coordinates, rings)])
    x, y = shapely.get_coordinates(shape.centroid)[0]
    most = np.hypot(*(edges[:, :2] - (x, y)).T).max()
    # With so wide a spread it is never part of a polynomial.
    wide = np.array([1e15])
    one = (np.array([v]) for v in (x, y, 1.0, most))
    return Sources(*one, wide, wide, wide, np.array([shape.area]), edges, np.array([0, len(edges)]))


def alone(radius_m, nearer_m=0.0):
    """Lay out one site at the origin."""
    zero = np.zeros(1)
    return Groups(zero, zero, np.array([0, 1]), np.zeros((1, 2)), np.array([1.0]), radius_m, nearer_m)


def clipped_area(shape, radius, segments=4096):
    return shapely.intersection(shape, shapely.Point(0, 0).buffer(radius, quad_segs=segments)).area


@pytest.mark.parametrize("radius", [0.5, 3.0, 7.0, 100.0])
@pytest.mark.parametrize("shape", SHAPES, ids=range(len(SHAPES)))
def test_area_inside_a_circle_agrees_with_a_finely_drawn_circle(shape, radius):
    found = sum_groups(one_area(shape), EVEN, alone(radius))[0]
    assert found == pytest.approx(clipped_area(shape, radius) / shape.area, rel=1e-6, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    weights.filter(lambda weight: weight.kind != "even"),
    st.floats(0, 30_000),
    st.floats(2_000, 60_000),
    st.sampled_from([0.0, 0.0, 2_500.0, -2_500.0]),
)
@example(0, Weight("exponential", 500.0, 0.5), 0.0, 2_000.0, 2_500.0)
def test_a_weighted_area_is_the_integral_over_rings(seed, weight, away_m, radius_m, nearer_m):
    rng = np.random.default_rng(seed)
    angle = np.sort(rng.uniform(0, 2 * np.pi, 9))
    corners = np.column_stack([np.cos(angle), np.sin(angle)]) * rng.uniform(1_000, 5_000, (9, 1)) + (away_m, 300.0)
    shape = shapely.Polygon(corners)
    # Where all corners lie on one side of the middle, the outline may cross itself.
    assume(shape.is_valid)
    sources = one_area(shape)
    edges, first = layout._pieces(sources.edges.T, sources.first, weight.half_m)
    found = sum_groups(sources._replace(edges=edges.T, first=first), weight, alone(radius_m, nearer_m))[0]
    # The area at each distance, from the difference of discs: by parts, so that no area is differentiated.
    within = radius_m + nearer_m
    least, most = shapely.distance(shape, shapely.Point(0, 0)), np.hypot(*corners.T).max()
    stop = min(within, most)
    if stop <= least:
        assert found == pytest.approx(0.0, abs=1e-9)
        return
    # Up to `nearer_m` the weight is 1: the integral begins where it falls, for Simpson's rule bears no kink.
    r = np.linspace(min(max(least, nearer_m), stop), stop, 201)
    inside = np.array([clipped_area(shape, radius, 512) if radius > 0 else 0.0 for radius in r]) / shape.area
    level, slope, _, _ = derivatives(weight, np.maximum(r - nearer_m, 0.0))
    expected = level[-1] * inside[-1] - simpson(slope * inside, x=r)
    assert found == pytest.approx(expected, rel=TOLERANCE, abs=1e-6)


# --------------------------------------------------------------------------------------------- on the ellipsoid


def cells(step=0.1):
    """Unequal cells: deserts beside a town, hexagons among squares."""
    rng = np.random.default_rng(3)
    shapes, people = [], []
    for i in range(24):
        for j in range(20):
            west, south = 66.9 + i * step, 42.1 + j * step
            if (i + j) % 3:
                shapes.append(shapely.box(west, south, west + step, south + step))
            else:
                shapes.append(shapely.Point(west + step / 2, south + step / 2).buffer(step / 2, quad_segs=2))
            people.append(0.0 if (i * j) % 5 == 1 else rng.choice([1.0, 3.0, 40.0, 3e4]))
    return gpd.GeoDataFrame({"people": people}, geometry=shapes, crs="EPSG:4326")


FRAME = cells()
SITES = np.random.default_rng(4).uniform((66.5, 41.8), (69.6, 44.4), (25, 2))


def geodesic_area(shape):
    """Measure on the ellipsoid; edges are straight in degrees, so they are followed closely."""
    return abs(GEOD.geometry_area_perimeter(shapely.segmentize(shape, 0.01))[0])


def clipped_sum(site, frame, radius_m, corners=3_600):
    """Sum by clipping: a circle of geodesics, cut with every cell."""
    around = np.full(corners, site[0]), np.full(corners, site[1])
    azimuth = np.arange(corners) * 360.0 / corners
    lon, lat, _ = GEOD.fwd(*around, azimuth, np.full(corners, radius_m))
    circle = shapely.Polygon(np.column_stack([lon, lat]))
    shapes = frame.geometry.to_numpy()
    whole, touched = shapely.contains(circle, shapes), shapely.intersects(circle, shapes)
    total = frame["people"].to_numpy()[whole].sum()
    for k in np.flatnonzero(touched & ~whole):
        total += frame["people"].iloc[k] * geodesic_area(shapes[k] & circle) / geodesic_area(shapes[k])
    return total


@pytest.mark.parametrize("radius_m", [3_000.0, 25_000.0, 90_000.0])
def test_catchments_are_those_of_clipping_within_a_thousandth(radius_m):
    found = catchment(SITES, FRAME, "people", radius_m)
    expected = np.array([clipped_sum(site, FRAME, radius_m) for site in SITES])
    assert (expected > 0).sum() > 10
    # A sliver of a cell: 0.1 person of a town of 30,000.
    np.testing.assert_allclose(found, expected, rtol=TOLERANCE, atol=0.1)


@pytest.fixture(scope="module")
def nodes():
    """Quadrature of every cell on the ellipsoid: Gauss points of the triangles from its middle to its edges."""
    node, factor = np.polynomial.legendre.leggauss(9)
    u, v = (grid.ravel() for grid in np.meshgrid((node + 1) / 2, (node + 1) / 2, indexing="ij"))
    share = np.outer(factor, factor).ravel() * u
    lonlat, held = [], []
    for shape, people in zip(FRAME.geometry, FRAME["people"], strict=True):
        ring, middle = shapely.get_coordinates(shape.exterior) - shape.centroid.coords[0], shape.centroid.coords[0]
        a, b = ring[:-1, None, :], ring[1:, None, :]
        at = (u[:, None] * (a + v[:, None] * (b - a))).reshape(-1, 2) + middle
        lat = np.radians(at[:, 1])
        area = np.tile(share, len(a)) * np.repeat(np.abs(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]).ravel(), len(u))
        area *= np.cos(lat) / (1 - GEOD.es * np.sin(lat) ** 2) ** 2
        lonlat.append(at)
        held.append(people * area / area.sum())
    held = np.concatenate(held)
    return np.concatenate(lonlat)[held > 0], held[held > 0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("half_m", [5_000.0, 25_000.0])
def test_gravity_is_that_of_fine_quadrature_within_a_thousandth(kind, half_m, nodes):
    # Wide enough to have every cell in reach: points cannot tell where a circle cuts.
    decay, (places, held), radius_m = Decay(kind, half_m, exponent=2.0), nodes, 400_000.0
    found = gravity(SITES[:8], FRAME, "people", decay, radius_m)
    for site, sum_found in zip(SITES, found, strict=False):
        apart = GEOD.inv(np.full(len(places), site[0]), np.full(len(places), site[1]), *places.T)[2]
        expected = derivatives(weight_of(decay), apart)[0] @ held
        assert sum_found == pytest.approx(expected, rel=TOLERANCE, abs=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_gravity_cut_at_a_radius_is_that_of_rings(kind):
    decay, r = Decay(kind, 25_000.0), np.linspace(0.0, 40_000.0, 121)
    level, slope, _, _ = derivatives(weight_of(decay), r)
    for site in SITES[:3]:
        inside = catchment(np.tile(site, (len(r), 1)), FRAME, "people", r)
        expected = level[-1] * inside[-1] - simpson(slope * inside, x=r)
        found = gravity(site[None], FRAME, "people", decay, r[-1])[0]
        assert found == pytest.approx(expected, rel=TOLERANCE, abs=1e-3)


def test_two_steps_share_areas_by_the_exact_sums():
    beds = gpd.GeoDataFrame({"beds": [10.0, 25.0]}, geometry=shapely.points([(68.0, 43.0), (67.4, 42.6)]), crs=4326)
    found = two_step(SITES, beds, "beds", FRAME, "people", 60_000.0)
    served = [beds["beds"].iloc[k] / clipped_sum(beds.geometry.iloc[k].coords[0], FRAME, 60_000.0) for k in range(2)]
    apart = np.column_stack(
        [GEOD.inv(*SITES.T, np.full(len(SITES), p.x), np.full(len(SITES), p.y))[2] for p in beds.geometry]
    )
    np.testing.assert_allclose(found, (apart <= 60_000.0) @ np.array(served), rtol=TOLERANCE)


@settings(max_examples=20, deadline=None)
@given(weights, st.floats(5_000, 120_000), st.integers(0, 24))
def test_a_site_is_measured_as_if_it_were_alone(weight, radius_m, one):
    amounts = amounts_of(FRAME, "people")
    together = sum_in_reach(SITES, amounts, weight, radius_m)
    assert sum_in_reach(SITES[[one]], amounts, weight, radius_m)[0] == pytest.approx(together[one], rel=1e-12, abs=1e-9)


def test_many_pairs_are_weighed_some_at_a_time(monkeypatch):
    amounts, weight = amounts_of(FRAME, "people"), Weight("exponential", 8_000.0)
    crowd = np.random.default_rng(9).uniform((68.0, 43.0), (68.05, 43.05), (60, 2))
    expected = sum_in_reach(crowd, amounts, weight, 30_000.0)
    monkeypatch.setattr(sums, "_PAIRS", 100)
    monkeypatch.setattr(sums, "_BLOCK", 64)
    np.testing.assert_allclose(sum_in_reach(crowd, amounts, weight, 30_000.0), expected, rtol=1e-12)


def test_what_holds_nothing_and_what_has_no_area():
    flat = shapely.Polygon([(68, 43), (68.1, 43.1), (68.2, 43.2)])
    frame = gpd.GeoDataFrame(
        {"people": [np.nan, 0.0, 5.0, 7.0]},
        geometry=[shapely.box(68, 43, 68.1, 43.1), shapely.Point(68, 43), flat, None],
        crs=4326,
    )
    assert catchment(np.array([(68.1, 43.1)]), frame, "people", 1_000.0)[0] == 5.0
    assert catchment(np.empty((0, 2)), frame, "people", 1_000.0).shape == (0,)


def test_catchments_of_the_real_region_are_those_of_clipping(region):
    frame = region.layers["population"].frame
    frame = frame.rename(columns={"population": "people"})
    rng = np.random.default_rng(6)
    west, south, east, north = frame.total_bounds
    sites = np.concatenate([rng.uniform((west, south), (east, north), (8, 2)), [(69.6, 42.32), (68.25, 43.3)]])
    found = catchment(sites, frame, "people", 25_000.0)
    expected = np.array([clipped_sum(site, frame, 25_000.0) for site in sites])
    np.testing.assert_allclose(found, expected, rtol=TOLERANCE, atol=0.05)
