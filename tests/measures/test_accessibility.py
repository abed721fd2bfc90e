from __future__ import annotations

from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_app.core.errors import PackError
from geo_app.core.geodesy import GEOD
from geo_app.core.i18n import translator
from geo_app.core.sites import Site, Sites
from geo_app.measures.accessibility import gravity, quotients, two_step
from geo_app.measures.measure import measure_criterion
from geo_app.measures.position_sampling import sample_criterion
from geo_app.measures.reach.decays import derivatives, weight_of
from geo_app.region.loader import load_pack
from geo_app.region.model import Decay
from geo_app.report.method import measure_text
from geo_app.report.text import Wording
from tests.packs import CRITERIA, texts, write_pack

METRIC = "EPSG:32642"
HERE = (68.0, 43.0)
KINDS = ("exponential", "gaussian", "power")
ON = date(2026, 1, 1)


def at(distance_m, azimuth=40.0):
    return GEOD.fwd(*HERE, azimuth, distance_m)[:2]


def points(*amounts_at, column="people"):
    return gpd.GeoDataFrame(
        {column: [float(amount) for amount, _ in amounts_at]},
        geometry=[shapely.Point(place) for _, place in amounts_at],
        crs="EPSG:4326",
    )


def reach(frame, decay, radius_m=100_000.0, site=HERE, **options):
    return float(gravity(np.array([site]), frame, "people", decay, radius_m, **options)[0])


def block(step=0.1, people=100.0):
    shapes = [
        shapely.box(67 + i * step, 42 + j * step, 67 + (i + 1) * step, 42 + (j + 1) * step)
        for i in range(20)
        for j in range(20)
    ]
    return gpd.GeoDataFrame({"people": np.full(len(shapes), people)}, geometry=shapes, crs="EPSG:4326")


# ------------------------------------------------------------------------------------------------ gravity


@pytest.mark.parametrize(
    ("decay", "expected"),
    [
        # 800 people at the site, 400 at the half-distance, 160 at twice that: by hand, from the formula of each decay.
        (Decay("exponential", 10_000), 800 + 400 / 2 + 160 / 4),
        (Decay("gaussian", 10_000), 800 + 400 / 2 + 160 / 16),
        (Decay("power", 10_000, exponent=1), 800 + 400 / 2 + 160 / 3),
        (Decay("power", 10_000, exponent=2), 800 + 400 / 2 + 160 / (1 + 2 * (2**0.5 - 1)) ** 2),
    ],
)
def test_a_case_by_hand(decay, expected):
    frame = points((800, HERE), (400, at(10_000, 90)), (160, at(20_000, 200)))
    assert reach(frame, decay) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_next_to_a_site_nothing_grows_without_bound(kind):
    decay = Decay(kind, 10_000)
    for distance_m in (0.0, 1e-6, 1e-3, 1.0):
        assert reach(points((100, at(distance_m))), decay) == pytest.approx(100, rel=1e-3)


def test_beyond_the_radius_nothing_counts():
    frame = points((100, at(24_900)), (100, at(25_100)))
    assert reach(frame, Decay("exponential", 1e9), 25_000) == pytest.approx(100, rel=1e-3)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("half_m", [4_000.0, 25_000.0])
def test_areas_are_as_good_as_the_integral_over_them(kind, half_m):
    decay, people_m2 = Decay(kind, half_m), 40_000 / abs(GEOD.geometry_area_perimeter(
        shapely.segmentize(shapely.box(67, 42, 69, 44), 0.05)
    )[0])  # fmt: skip
    # Rings around a site in the middle of an even density.
    edges = np.linspace(0, 60_000, 60_001)
    middle, area = (edges[1:] + edges[:-1]) / 2, np.pi * np.diff(edges**2)
    expected = people_m2 * float(derivatives(weight_of(decay), middle)[0] @ area)
    assert reach(block(), decay, 60_000.0) == pytest.approx(expected, rel=0.008)


def test_a_site_inside_an_area_is_nothing_special():
    decay = Decay("power", 5_000)
    around = [reach(block(), decay, site=(68.0 + dx, 43.0 + dx)) for dx in np.linspace(-0.05, 0.05, 11)]
    assert max(around) / min(around) < 1.01


def test_many_sites_at_once_are_as_one_by_one():
    rng = np.random.default_rng(1)
    sites = rng.uniform((67.2, 42.2), (68.8, 43.8), (300, 2))
    frame, decay = block(), Decay("exponential", 8_000)
    together = gravity(sites, frame, "people", decay, 80_000)
    alone = [reach(frame, decay, 80_000, site=tuple(site)) for site in sites[::30]]
    np.testing.assert_allclose(together[::30], alone, rtol=1e-12)


def test_nothing_there_is_zero():
    decay = Decay("gaussian", 10_000)
    assert reach(block().iloc[:0], decay) == 0
    assert reach(block(people=np.nan), decay) == 0
    assert gravity(np.empty((0, 2)), block(), "people", decay, 50_000).shape == (0,)


def test_another_crs_is_named():
    with pytest.raises(ValueError, match=r"EPSG:3857.*EPSG:4326"):
        reach(block().to_crs("EPSG:3857"), Decay("gaussian", 10_000))


amounts = st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 90_000), st.floats(0, 360)), min_size=1, max_size=8)
decays = st.builds(Decay, st.sampled_from(KINDS), st.floats(500, 50_000), st.floats(0.5, 4))


@settings(deadline=None, max_examples=60)
@given(amounts, decays, st.floats(0, 1e6))
def test_more_people_never_lower_it_and_the_total_bounds_it(people, decay, more):
    places = [(amount, at(distance_m, azimuth)) for amount, distance_m, azimuth in people]
    before = reach(points(*places), decay)
    after = reach(points((places[0][0] + more, places[0][1]), *places[1:]), decay)
    assert after >= before * (1 - 1e-12)
    assert 0 <= before <= sum(amount for amount, _ in places) * (1 + 1e-12)


@settings(deadline=None, max_examples=60)
@given(decays, st.lists(st.floats(0, 120_000), min_size=2, max_size=2), st.floats(0, 360))
def test_moving_away_never_raises_it(decay, distances, azimuth):
    near, far = sorted(distances)
    assert reach(points((100, at(far, azimuth))), decay) <= reach(points((100, at(near, azimuth))), decay) + 1e-9


@settings(deadline=None, max_examples=25)
@given(st.floats(0, 20_000), st.floats(0, 360), st.sampled_from(KINDS))
def test_the_bounds_hold_wherever_the_site_lies(off_m, azimuth, kind):
    frame, decay = points((100, at(15_000, 10)), (70, at(30_000, 250)), (30, at(52_000, 100))), Decay(kind, 12_000)
    low, high = (reach(frame, decay, 50_000, nearer_m=shift) for shift in (-20_000.0, 20_000.0))
    found = reach(frame, decay, 50_000, site=at(off_m, azimuth))
    # Metres of the plane by the scale at one place or another differ by a little.
    assert low * (1 - 2e-3) <= found <= high * (1 + 2e-3)


# ----------------------------------------------------------------------------------------------- two steps


def test_two_steps_by_hand():
    # Two clinics with 10 and 20 beds. The first reaches 1,000 people, the second 1,000 + 3,000; the site reaches both.
    beds = points((10, at(8_000, 0)), (20, at(8_000, 180)), column="beds")
    people = points((1_000, HERE), (3_000, at(16_000, 180)))
    found = two_step(np.array([HERE, at(16_000, 180), at(60_000)]), beds, "beds", people, "people", 10_000)
    np.testing.assert_allclose(found, [10 / 1_000 + 20 / 4_000, 20 / 4_000, 0], rtol=1e-9)


def test_two_steps_with_a_decay_by_hand():
    beds = points((10, HERE), column="beds")
    people = points((100, HERE), (300, at(10_000)))
    found = two_step(np.array([at(10_000)]), beds, "beds", people, "people", 50_000, decay=Decay("exponential", 10_000))
    assert found[0] == pytest.approx(0.5 * 10 / (100 + 150), rel=1e-4)


def test_what_reaches_nobody_serves_nobody():
    beds = points((10, HERE), column="beds")
    assert two_step(np.array([HERE]), beds, "beds", points((5, at(30_000))), "people", 10_000)[0] == 0
    assert two_step(np.array([HERE]), beds.iloc[:0], "beds", block(), "people", 10_000)[0] == 0
    assert quotients(np.array([3.0]), np.array([0.0])).tolist() == [0.0]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.floats(1, 100), st.floats(0, 40_000), st.floats(0, 360)), min_size=1, max_size=5),
    st.lists(st.tuples(st.floats(1, 1e5), st.floats(0, 40_000), st.floats(0, 360)), min_size=1, max_size=5),
)
def test_all_supply_that_reaches_somebody_is_shared_out(supply, demand):
    beds = points(*((a, at(d, z)) for a, d, z in supply), column="beds")
    people = points(*((a, at(d, z)) for a, d, z in demand))
    homes = np.array([at(d, z) for _, d, z in demand])
    shares = two_step(homes, beds, "beds", people, "people", 200_000)
    assert shares @ people["people"].to_numpy() == pytest.approx(beds["beds"].sum(), rel=1e-9)


@settings(deadline=None, max_examples=40)
@given(st.floats(1, 1e4), st.floats(0, 1e4))
def test_more_supply_never_lowers_it_and_more_demand_never_raises_it(amount, more):
    def found(beds, people):
        frame = points((beds, at(5_000)), column="beds")
        return two_step(np.array([HERE]), frame, "beds", points((people, HERE)), "people", 10_000)[0]

    assert found(amount + more, 100) >= found(amount, 100)
    assert found(100, amount + more) <= found(100, amount)


# ------------------------------------------------------------------------------------- as criteria of a pack

FALLING = {"kind": "exponential", "half_m": 10_000}
GRAVITY = {
    "id": "near_people",
    "measure": "gravity",
    "layer": "people",
    "titles": texts("People, the less the farther"),
    "unit": "people",
    "column": "population",
    "radius_m": 60_000,
    "decay": FALLING,
    "value_function": {"kind": "linear", "points": [[0, 0], [20000, 1]]},
}
TWO_STEP = {
    **GRAVITY,
    "id": "room",
    "measure": "two_step",
    "layer": "works",
    "titles": texts("Room in works"),
    "unit": "ha",
    "column": "area_ha",
    "radius_m": 90_000,
    "decay": {"kind": "gaussian", "half_m": 30_000},
    "demand_layer": "people",
    "demand_column": "population",
    "per": 1000,
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return load_pack(write_pack(tmp_path_factory.mktemp("reach"), criteria=[*CRITERIA, GRAVITY, TWO_STEP]))


def measured(pack, name, accuracy_m=0.0, lonlat=(9.9, 50.4)):
    return measure_criterion(Sites((Site("s", "S", *lonlat, accuracy_m),)), pack.criteria[name], pack, ON)


@pytest.mark.parametrize("name", ["near_people", "room"])
def test_uncertain_positions_widen_the_interval(pack, name):
    exact, vague = measured(pack, name), measured(pack, name, 5_000.0)
    assert exact.low[0] == exact.raw[0] == exact.high[0] == vague.raw[0] > 0
    assert vague.low[0] < vague.raw[0] < vague.high[0]


@pytest.mark.parametrize("name", ["near_people", "room"])
def test_drawn_places_stay_within_the_interval(pack, name):
    site, criterion = Site("s", "S", 9.9, 50.4, 5_000.0), pack.criteria[name]
    drawn = sample_criterion(Sites((site,)), criterion, pack, ON, 40, 3)
    found = measured(pack, name, 5_000.0)
    assert drawn.shape == (40, 1)
    assert np.ptp(drawn) > 0
    assert (drawn >= 0.998 * found.low[0]).all()
    assert (drawn <= 1.002 * found.high[0]).all()


def test_two_steps_count_by_thousands(pack):
    by_one = replace(pack.criteria["room"], per=1.0)
    site = Sites((Site("s", "S", 9.4, 50.3),))
    thousand, one = (measure_criterion(site, c, pack, ON).raw[0] for c in (pack.criteria["room"], by_one))
    assert one == pytest.approx(thousand / 1000, abs=1e-6)


def test_the_method_page_tells_both(pack):
    t = translator("en")
    assert "half at 10 km" in measure_text(pack.criteria["near_people"], Wording(pack, t))
    assert "shared first among the population of “People” within 90 km" in measure_text(
        pack.criteria["room"], Wording(pack, t)
    )


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (GRAVITY | {"decay": None}, "needs a decay"),
        (GRAVITY | {"radius_m": 0}, "radius_m above 0"),
        (GRAVITY | {"decay": {**FALLING, "half_m": 0}}, "half_m must be above 0"),
        (GRAVITY | {"decay": {**FALLING, "kind": "power", "exponent": -1}}, "exponent must be above 0"),
        (GRAVITY | {"decay": {**FALLING, "kind": "steep"}}, "not one of the allowed words"),
        (GRAVITY | {"measure": "catchment"}, "no use for a decay"),
        (GRAVITY | {"column": "sheep"}, "'sheep', which layer 'people' does not have"),
        (TWO_STEP | {"per": 0}, "per must be above 0"),
        (TWO_STEP | {"demand_layer": "herds"}, "refers to 'herds'"),
        (TWO_STEP | {"demand_column": "sheep"}, "'sheep', which layer 'people' does not have"),
    ],
)
def test_a_broken_entry_is_named(tmp_path, entry, words):
    with pytest.raises(PackError, match=words) as refused:
        load_pack(write_pack(tmp_path / "pack", criteria=[*CRITERIA, entry]))
    assert entry["id"] in str(refused.value)


def test_people_in_reach_of_the_real_region(region):
    # Shymkent has 1.29 million people: in its middle nearly all count; at 50 km a quarter, and others live there.
    criterion = region.criteria["people_in_reach"]
    sites = Sites((Site("in", "In", 69.6, 42.32), Site("off", "Off", 69.6, 42.77), Site("away", "Away", 67.5, 45.5)))
    middle, off, away = measure_criterion(sites, criterion, region, ON).raw
    assert 900_000 < middle < 1_500_000
    assert 0.25 < off / middle < 0.5
    assert away < 20_000
