from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo_app.core.geodesy import GEOD
from geo_app.core.messages import Message, RowNote
from geo_app.core.sites import Site, Sites
from geo_app.intake.sites import default_sites
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario


def site(identity, lon, lat, accuracy_m=0.0):
    return Site(id=identity, name=identity, lon=lon, lat=lat, accuracy_m=accuracy_m)


def by_id(ranking):
    return {item.site.id: item for item in ranking.sites}


@pytest.fixture(scope="module")
def scenario(pack):
    return make_scenario(pack)


def test_contributions_add_up_to_the_score(pack, scenario):
    ranking = rank(default_sites(pack), scenario, pack)
    for item in ranking.sites:
        if item.score is not None:
            total = math.fsum(found.contribution for found in item.criteria.values())
            assert item.score == pytest.approx(total, abs=1e-6)
            assert 0 <= item.score <= 100
        for found in item.criteria.values():
            assert found.contribution == pytest.approx(100 * found.weight * found.value)


def test_a_hand_checked_site(pack, scenario):
    # On the railway, 71.4 km of parallel from the open crossing b1 of 2026-08-01: linear to 0 at 100 km.
    there = replace(scenario, on=date(2026, 8, 1))
    found = rank(Sites((site("x", 10.0, 50.1),)), there, pack).sites[0].criteria
    assert found["rail"].value == pytest.approx(1.0, abs=1e-4)
    border_km = GEOD.inv(10.0, 50.1, 9.0, 50.2)[2] / 1000
    assert found["border"].raw == pytest.approx(border_km, abs=1e-5)
    assert found["border"].value == pytest.approx(1 - border_km / 100, abs=1e-6)
    assert found["border"].feature == "b1"
    assert found["border"].feature_names["kk"] == "b1 kk"


def test_dated_fact_changes_the_rank_by_date(pack, scenario):
    place = Sites((site("x", 9.1, 50.2),))
    closed = rank(place, scenario, pack).sites[0].criteria["border"]
    opened = rank(place, replace(scenario, on=date(2026, 7, 31)), pack).sites[0].criteria["border"]
    assert (closed.feature, opened.feature) == ("b2", "b1")
    assert opened.value > closed.value


def test_nothing_open_is_worth_nothing_and_says_so(pack, scenario):
    open_ones = pack.layers["border"].frame
    shut = replace(pack.layers["border"], frame=open_ones[open_ones.index == "b3"])
    empty = replace(pack, layers={**pack.layers, "border": shut})
    found = rank(Sites((site("x", 9.1, 50.2),)), scenario, empty).sites[0].criteria["border"]
    assert found.raw is None
    assert found.value == 0


def test_excluded_sites_are_named_kept_and_not_ranked(pack, scenario):
    places = (site("in-park", 10.6, 50.7), site("abroad", 12.0, 50.5), site("fine", 10.2, 50.3))
    ranking = rank(Sites(places), scenario, pack)
    assert by_id(ranking)["in-park"].excluded_by == ("park",)
    assert by_id(ranking)["abroad"].excluded_by == ("abroad",)
    assert by_id(ranking)["in-park"].rank is None
    assert [item.site.id for item in ranking.sites] == ["fine", "abroad", "in-park"]
    assert by_id(ranking)["fine"].rank == 1


def test_outside_is_scored_when_the_scenario_allows(pack, scenario):
    ranking = rank(Sites((site("abroad", 12.0, 50.5),)), replace(scenario, exclusions=("park",)), pack)
    assert ranking.sites[0].score is not None


def test_doubt_is_told_without_excluding(pack, scenario):
    ranking = rank(Sites((site("vague", 9.6, 50.35, 15_000.0),)), scenario, pack)
    assert ranking.sites[0].rank == 1
    assert "moor" in ranking.sites[0].doubts


def test_interval_holds_the_value_and_widens_with_the_sites_accuracy(pack, scenario):
    exact, vague = (
        rank(Sites((site("x", 10.2, 50.5, accuracy),)), scenario, pack).sites[0].criteria for accuracy in (0, 15_000)
    )
    for name in exact:
        assert vague[name].low < exact[name].raw < vague[name].high
        assert vague[name].raw == exact[name].raw
    assert exact["rail"].low == exact["rail"].raw == exact["rail"].high
    assert vague["rail"].high - vague["rail"].raw == pytest.approx(15, abs=1e-6)


def test_ties_share_a_rank_and_the_next_rank_is_skipped(pack, scenario):
    places = (site("b", 10.0, 50.5), site("a", 10.0, 50.5), site("c", 9.05, 50.95))
    ranking = rank(Sites(places), scenario, pack)
    assert [(item.site.id, item.rank) for item in ranking.sites] == [("a", 1), ("b", 1), ("c", 3)]


def test_rejected_rows_and_warnings_are_carried(pack, scenario):
    rows = (RowNote(3, Message("bad {what}", {"what": "row"})),)
    ranking = rank(Sites((), rejected=rows, warnings=rows), scenario, pack)
    assert ranking.rejected == ranking.warnings == rows
    assert ranking.sites == ()


def test_same_question_gives_the_same_answer(pack, scenario):
    assert rank(default_sites(pack), scenario, pack) == rank(default_sites(pack), scenario, pack)


places = st.lists(
    st.tuples(st.floats(9.0, 11.0), st.floats(50.0, 51.0), st.sampled_from([0.0, 500.0, 15_000.0])),
    min_size=2,
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places, st.data())
def test_adding_removing_copying_or_shuffling_sites_never_reorders_the_others(pack, scenario, points, data):
    sites = [site(f"s{i}", *point) for i, point in enumerate(points)]
    scores = {item.site.id: item.score for item in rank(Sites(tuple(sites)), scenario, pack).sites}
    kept = data.draw(st.lists(st.sampled_from(sites), unique_by=lambda s: s.id, min_size=1))
    copy = replace(kept[0], id="copy")
    changed = rank(Sites((copy, *data.draw(st.permutations(kept)))), scenario, pack)
    for item in changed.sites:
        assert item.score == scores[kept[0].id if item.site.id == "copy" else item.site.id]
    ranked = [item for item in changed.sites if item.rank is not None]
    assert ranked == sorted(ranked, key=lambda item: (-item.score, item.site.id))
    assert all((a.score > b.score) == (a.rank < b.rank) for a in ranked for b in ranked)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 99), st.integers(1, 99), st.integers(1, 99), st.floats(0.01, 1000))
def test_scaling_all_weights_changes_nothing(pack, rail, border, people, scale):
    weights = {"rail": rail, "border": border, "people": people}
    once = rank(default_sites(pack), make_scenario(pack, weights=weights), pack)
    scaled = make_scenario(pack, weights={name: weight * scale for name, weight in weights.items()})
    again = rank(default_sites(pack), scaled, pack)
    assert [(i.site.id, i.rank) for i in once.sites] == [(i.site.id, i.rank) for i in again.sites]
