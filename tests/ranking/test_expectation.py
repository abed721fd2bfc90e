"""A score is the expectation over what is not known, and robustness tells the same story."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_app.core.geodesy import GEOD
from geo_app.core.sites import Site, Sites
from geo_app.measures.measurer import Measurer
from geo_app.measures.positions import PLACES, possible_places
from geo_app.ranking import analysis
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.region.model import ValueFunction

PLACES_OF_USER = (
    Site("a", "A", 9.5, 50.15, 8_000.0),
    Site("b", "B", 9.8, 50.2, 5_000.0),
    Site("c", "C", 10.3, 50.45, 12_000.0),
    Site("d", "D", 10.0, 50.35),
    Site("e", "E", 10.7, 50.9, 3_000.0),
)
HOPELESS = Site("hopeless", "Hopeless", 9.02, 50.98)


def blurred(pack, accuracy_m, *layers):
    changed = {
        name: replace(pack.layers[name], frame=pack.layers[name].frame.assign(accuracy_m=accuracy_m)) for name in layers
    }
    return replace(pack, layers={**pack.layers, **changed})


def with_gap(pack):
    """The wage of the area west of 9.5 degrees is not known."""
    frame = pack.layers["people"].frame
    west = shapely.get_coordinates(shapely.centroid(frame.geometry.to_numpy()))[:, 0] < 9.5
    layer = replace(pack.layers["people"], frame=frame.assign(wage=np.where(west, np.nan, 300.0)))
    wage = replace(
        pack.criteria["people"],
        id="wage",
        measure="value",
        column="wage",
        value_function=ValueFunction("linear", ((100.0, 0.0), (400.0, 1.0))),
    )
    return replace(pack, layers={**pack.layers, "people": layer}, criteria={**pack.criteria, "wage": wage})


# ------------------------------------------------------------------------------------------------ expected values


def test_standing_on_a_waypoint_is_no_merit_for_a_site_that_may_lie_anywhere_around(pack):
    border = pack.layers["border"].frame.loc["b2"].geometry
    scenario = make_scenario(pack, weights={"border": 1}, exclusions=[])
    (found,) = rank(Sites((Site("x", "X", border.x, border.y, 15_000.0),)), scenario, pack).sites
    # The mean distance from the middle of a circle is two thirds of its radius.
    assert found.criteria["border"].raw == 0
    assert found.criteria["border"].value == pytest.approx(1 - 10 / 100, abs=2e-4)
    assert (found.criteria["border"].value_low, found.criteria["border"].value_high) == pytest.approx((0.85, 1.0))
    assert (found.score_low, found.score_high) == pytest.approx((85, 100))


def test_a_threshold_is_worth_the_share_of_the_circle_beyond_it(pack):
    border = pack.layers["border"].frame.loc["b2"].geometry
    step = ValueFunction("threshold", ((10.0, 1.0), (10.0, 0.0)))
    scenario = make_scenario(pack, weights={"border": 1}, value_functions={"border": step}, exclusions=[])
    (found,) = rank(Sites((Site("x", "X", border.x, border.y, 20_000.0),)), scenario, pack).sites
    assert found.criteria["border"].value == pytest.approx(0.25, abs=1 / PLACES)


def test_exact_sites_are_worth_what_is_measured_at_their_point(pack):
    (found,) = rank(Sites((Site("x", "X", 10.2, 50.3),)), make_scenario(pack), pack).sites
    assert found.criteria["rail"].value == 1 - found.criteria["rail"].raw / 60
    assert found.score_low == found.score == found.score_high


def test_possible_places_fill_the_circle_and_are_the_same_for_the_same_point():
    sites = Sites((Site("a", "a", 69, 43, 9_000.0), Site("b", "b", 69, 43, 9_000.0), Site("c", "c", 69, 43)))
    found = possible_places(sites)
    assert found.circle.tolist() == [0, 0, -1]
    away = np.array([GEOD.inv(69, 43, *place)[2] for place in found.lonlat[0]])
    assert away.max() < 9_000
    # Evenly: the share within a radius is that of its area.
    for radius in (2_000, 4_500, 8_000):
        assert (away < radius).mean() == pytest.approx((radius / 9_000) ** 2, abs=2 / PLACES)
    assert found.lonlat[0].mean(axis=0) == pytest.approx([69, 43], abs=1e-3)


def test_what_could_not_be_measured_may_be_worth_anything(pack):
    gap = with_gap(pack)
    scenario = make_scenario(gap, weights={"wage": 1, "rail": 1}, exclusions=[])
    sites = Sites((Site("known", "Known", 10.2, 50.3), Site("gap", "Gap", 9.2, 50.3)))
    by_id = {item.site.id: item for item in rank(sites, scenario, gap).sites}
    unknown, known = by_id["gap"].criteria["wage"], by_id["known"].criteria["wage"]
    assert (unknown.raw, unknown.value, unknown.value_low, unknown.value_high) == (None, 0.5, 0.0, 1.0)
    assert unknown.contribution == 25
    assert by_id["gap"].doubts == ("wage",)
    assert (known.raw, known.value, known.value_low) == (300, pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert by_id["known"].doubts == ()
    assert by_id["gap"].score_high - by_id["gap"].score_low == pytest.approx(50)


def test_a_site_that_may_lie_where_nothing_is_known_is_in_doubt(pack):
    gap = with_gap(pack)
    scenario = make_scenario(gap, weights={"wage": 1}, exclusions=[])
    (found,) = rank(Sites((Site("x", "X", 9.5, 50.5, 10_000.0),)), scenario, gap).sites
    assert found.doubts == ("wage",)
    # Half of the circle lies where the wage is known.
    assert found.criteria["wage"].value == pytest.approx((0.5 + 2 / 3) / 2, abs=0.01)


def test_an_amount_that_is_not_known_makes_the_sum_unknown(pack):
    frame = pack.layers["people"].frame
    some = frame.assign(population=frame["population"].where(frame.index != "cell-5-5"))
    gap = replace(pack, layers={**pack.layers, "people": replace(pack.layers["people"], frame=some)})
    near, far = Site("near", "near", 9.55, 50.55), Site("far", "far", 10.6, 50.2)
    by_id = {item.site.id: item for item in rank(Sites((near, far)), make_scenario(gap), gap).sites}
    assert by_id["near"].criteria["people"].value == 0.5
    assert "people" in by_id["near"].doubts
    assert by_id["far"].criteria["people"].raw is not None


def test_sites_of_one_point_and_vagueness_share_a_rank_and_their_shares(pack):
    twins = (Site("one", "One", 9.5, 50.2, 15_000.0), Site("two", "Two", 9.5, 50.2, 15_000.0))
    ranking = rank(Sites((*twins, HOPELESS)), make_scenario(pack, exclusions=[]), pack)
    assert [item.rank for item in ranking.sites] == [1, 1, 3]
    sure = analysis.robustness(ranking, pack, draws=400)
    assert sure["one"].acceptability == sure["two"].acceptability
    assert "two" in sure["one"].alike


# ------------------------------------------------------------------------------------------------ contributions


@settings(max_examples=25)
@given(st.floats(0, 1), st.lists(st.floats(0.01, 1), min_size=3, max_size=3))
def test_points_add_up_to_the_score_of_the_cautious_average(pack, caution, weights):
    chosen = dict(zip(("rail", "border", "people"), weights, strict=True))
    scenario = make_scenario(pack, weights=chosen, method="owa", caution=caution, exclusions=[])
    for item in rank(Sites(PLACES_OF_USER), scenario, pack, measurer=MEASURER).sites:
        points = [one.contribution for one in item.criteria.values()]
        assert math.fsum(points) == pytest.approx(item.score, abs=1e-5)
        assert item.score_low - 1e-6 <= item.score <= item.score_high + 1e-6


MEASURER = Measurer()


def test_topsis_has_no_points(pack):
    ranking = rank(Sites(PLACES_OF_USER), make_scenario(pack, method="topsis"), pack)
    assert {one.contribution for item in ranking.sites for one in item.criteria.values()} == {None}
    assert {(item.score_low, item.score_high) for item in ranking.sites} == {(None, None)}
    first, second = ranking.sites[0].site.id, ranking.sites[1].site.id
    assert analysis.why_not(ranking, first, second) == {}
    assert analysis.stability(ranking) == {}


# ------------------------------------------------------------------------------------------------ robustness


@pytest.mark.parametrize("method", ["weighted_sum", "owa"])
def test_a_hopeless_site_moves_no_share(pack, method):
    vague = blurred(pack, 4_000.0, "rail", "border")
    scenario = make_scenario(vague, exclusions=[], method=method, caution=0.5)
    alone, joined = (
        analysis.robustness(rank(Sites(sites), scenario, vague), vague, draws=600)
        for sites in (PLACES_OF_USER, (HOPELESS, *PLACES_OF_USER[::-1]))
    )
    assert joined["hopeless"].acceptability[-1] == 1
    for site in alone:
        assert joined[site].acceptability[:-1] == pytest.approx(alone[site].acceptability, abs=1e-12)
        assert set(joined[site].alike) == set(alone[site].alike)


UNSURE = st.tuples(st.floats(9.05, 10.9), st.floats(50.05, 50.95), st.sampled_from([0.0, 2_000.0, 15_000.0]))


@settings(max_examples=15)
@given(
    st.lists(UNSURE, min_size=2, max_size=5, unique=True),
    st.dictionaries(st.sampled_from(["rail", "border", "people"]), st.floats(0.05, 1), min_size=1),
    st.sampled_from([("weighted_sum", 0.0), ("owa", 0.3), ("owa", 1.0)]),
    st.integers(0, 5),
)
def test_a_site_that_is_never_before_another_moves_no_share(pack, places, weights, method, seed):
    scenario = make_scenario(pack, weights=weights, exclusions=[], method=method[0], caution=method[1])
    own = [Site(f"s{k}", f"S{k}", *place) for k, place in enumerate(places)]
    alone = rank(Sites(tuple(own)), scenario, pack, measurer=MEASURER)
    shares = analysis.robustness(alone, pack, draws=60, seed=seed, measurer=MEASURER)
    joined = rank(Sites((HOPELESS, *reversed(own))), scenario, pack, measurer=MEASURER)
    after = analysis.robustness(joined, pack, draws=60, seed=seed, measurer=MEASURER)
    assert [item.site.id for item in joined.sites if item.site.id != "hopeless"] == [i.site.id for i in alone.sites]
    if after["hopeless"].acceptability[-1] == 1:
        for name, found in shares.items():
            assert after[name].acceptability[:-1] == pytest.approx(found.acceptability, abs=1e-12)
            assert {*after[name].alike} == {*found.alike}
    # Whoever joins: how often one of the others beats another is decided between the two.
    first, second = alone.sites[0].site.id, alone.sites[1].site.id
    assert (second in shares[first].alike) == (second in after[first].alike)


@pytest.mark.parametrize(("method", "caution"), [("owa", 1.0), ("owa", 0.4), ("topsis", 0.0)])
def test_shares_are_of_the_method_shown(pack, method, caution):
    exact = tuple(replace(site, accuracy_m=0.0) for site in PLACES_OF_USER)
    scenario = make_scenario(pack, exclusions=[], method=method, caution=caution)
    ranking = rank(Sites(exact), scenario, pack)
    sure = analysis.robustness(ranking, pack, draws=50, spread=0.0)
    for item in ranking.sites:
        if sum(other.rank == item.rank for other in ranking.sites) == 1:
            assert sure[item.site.id].acceptability[item.rank - 1] == 1


def test_shown_shares_and_their_standard_error(pack):
    sure = analysis.robustness(rank(Sites(PLACES_OF_USER), make_scenario(pack, exclusions=[]), pack), pack, draws=900)
    assert sum(found.shown[0] for found in sure.values()) == 100
    assert all(sum(found.shown) == 100 for found in sure.values())
    for found in sure.values():
        share = found.acceptability[0]
        assert found.standard_error == pytest.approx(math.sqrt(share * (1 - share) / 900))
    assert max(found.standard_error for found in sure.values()) <= 0.5 / math.sqrt(900)
    assert 0.5 / math.sqrt(analysis.DRAWS) <= 0.015


def test_marks_of_alike_agree_from_seed_to_seed(pack):
    vague = blurred(pack, 3_000.0, "rail", "border")
    ranking = rank(Sites(PLACES_OF_USER), make_scenario(vague, exclusions=[]), vague)
    one, other = (analysis.robustness(ranking, vague, seed=seed) for seed in (1, 2))
    pairs = [(a, b) for a in one for b in one if a != b]
    assert sum((b in one[a].alike) == (b in other[a].alike) for a, b in pairs) >= 0.95 * len(pairs)


def test_a_second_implementation_of_the_method_page_finds_the_same_shares(pack):
    """Written from the page's text alone: other random numbers, the plane for the ellipsoid, no cache."""
    vague = blurred(pack, 6_000.0, "rail", "border")
    scenario = make_scenario(vague, weights={"rail": 40, "border": 60}, exclusions=[])
    ranking = rank(Sites(PLACES_OF_USER), scenario, vague)
    sure = analysis.robustness(ranking, vague)
    shares = _second_implementation(vague, scenario)
    for k, site in enumerate(PLACES_OF_USER):
        assert np.abs(np.array(sure[site.id].acceptability) - shares[k]).max() <= 0.03


def _second_implementation(pack, scenario, draws=20_000):
    rng = np.random.default_rng(12345)
    kx, ky = 111_320 * math.cos(math.radians(50.4)), 111_250
    n = len(PLACES_OF_USER)
    xy = np.array([(site.lon * kx, site.lat * ky) for site in PLACES_OF_USER])
    place = rng.integers(0, 512, (draws, n))
    away = np.sqrt((place + 0.5) / 512) * [site.accuracy_m for site in PLACES_OF_USER]
    turn = np.radians(place * 137.508)
    at = xy + np.stack([away * np.sin(turn), away * np.cos(turn)], axis=-1)

    def moved():
        radius, angle = 6_000 * np.sqrt(rng.random(draws)), rng.uniform(0, 2 * np.pi, draws)
        return np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])

    crossings = np.array([(9.0 * kx, 50.2 * ky), (11.0 * kx, 50.9 * ky)])[1:]  # b1 is closed on that date
    to_border = np.min([np.hypot(*(at - (spot + moved()[:, None])).transpose(2, 0, 1)) for spot in crossings], axis=0)
    lines = [[(9.0, 50.1), (10.0, 50.1)], [(10.0, 50.1), (10.9, 50.9)]]
    to_rail = np.full((draws, n), np.inf)
    for line in lines:
        shape, shift = shapely.LineString([(x * kx, y * ky) for x, y in line]), moved()
        points = shapely.points(at.reshape(-1, 2))
        path = shapely.shortest_line(points, shape)
        foot = shapely.get_coordinates(shapely.get_point(path, -1)).reshape(draws, n, 2)
        d = np.hypot(*(foot - at).transpose(2, 0, 1))
        along = ((foot - at) / np.maximum(d, 1e-9)[..., None] * shift[:, None]).sum(axis=-1)
        to_rail = np.minimum(to_rail, np.abs(d + along))
    # The anchor nearest to 0 is 0 in both: the other one lies so many times as far.
    border_factor, rail_factor = np.exp(rng.uniform(np.log(1 / 1.5), np.log(1.5), (2, draws, 1)))
    values = {
        "border": np.clip(1 - to_border / (100_000 * border_factor), 0, 1),
        "rail": np.clip(1 - to_rail / (60_000 * rail_factor), 0, 1),
    }
    names = list(scenario.weights)
    weights = np.array([scenario.weights[name] for name in names]) * (1 + 0.5 * rng.uniform(-1, 1, (draws, 2)))
    weights /= weights.sum(axis=1, keepdims=True)
    scores = sum(weights[:, [k]] * values[name] for k, name in enumerate(names))
    ranks = (-scores).argsort(axis=1).argsort(axis=1)
    return [np.bincount(ranks[:, k], minlength=n) / draws for k in range(n)]
