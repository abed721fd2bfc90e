from __future__ import annotations

import math

import pytest

from geo_app.core.errors import ScenarioError
from geo_app.core.sites import Site, Sites
from geo_app.ranking import analysis
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario

PLACES = (
    Site("by-rail", "By rail", 9.5, 50.1),
    Site("by-border", "By border", 10.95, 50.95),
    Site("middle", "Middle", 10.2, 50.4),
    Site("poor", "Poor", 9.05, 50.95),
    Site("abroad", "Abroad", 12.0, 50.5),
)


@pytest.fixture(scope="module")
def ranking(pack):
    return rank(Sites(PLACES), make_scenario(pack), pack)


@pytest.fixture(scope="module")
def sure(ranking, pack):
    return analysis.robustness(ranking, pack, draws=2000, seed=3)


def rerank(pack, weights):
    scenario = make_scenario(pack, weights=weights)
    return rank(Sites(PLACES), scenario, pack).sites[0].site.id


def test_table_holds_what_the_ranking_shows(ranking):
    found = analysis.table(ranking)
    scores = 100 * found.values @ found.weights
    assert [item.score for item in found.sites] == pytest.approx(scores.tolist(), abs=1e-6)
    assert "abroad" not in {item.site.id for item in found.sites}


def test_acceptabilities_sum_to_one_by_site_and_by_rank(sure):
    assert len(sure) == 4
    for found in sure.values():
        assert math.fsum(found.acceptability) == pytest.approx(1)
    for place in range(4):
        assert math.fsum(found.acceptability[place] for found in sure.values()) == pytest.approx(1)


def test_same_seed_same_answer(ranking, pack, sure):
    assert analysis.robustness(ranking, pack, draws=2000, seed=3) == sure


def test_without_any_doubt_the_rank_is_certain(ranking, pack):
    found = analysis.robustness(ranking, pack, draws=100, spread=0.0, samples=1)
    order = [item.site.id for item in ranking.sites if item.rank]
    assert [found[site].acceptability[place] for place, site in enumerate(order)] == [1, 1, 1, 1]
    assert [found[site].alike for site in order] == [()] * 4


def test_places_known_only_to_a_wide_circle_cannot_be_told_apart(pack):
    twins = (Site("a", "a", 9.5, 50.4, 40_000.0), Site("b", "b", 9.52, 50.41, 40_000.0))
    found = analysis.robustness(rank(Sites(twins), make_scenario(pack), pack), pack, draws=500)
    assert found["a"].alike == ("b",)
    assert found["b"].alike == ("a",)
    assert 0.1 < found["a"].acceptability[0] < 0.9


def test_nothing_ranked_is_nothing_to_judge(pack):
    nothing = rank(Sites(()), make_scenario(pack), pack)
    assert analysis.robustness(nothing, pack) == {}
    assert analysis.second_opinions(nothing) == ()
    assert analysis.stability(nothing) == {}


def test_winner_stays_first_inside_its_interval_and_loses_outside(ranking, pack):
    winner = ranking.sites[0].site.id
    weights = dict(ranking.scenario.weights)
    for name, (low, high) in analysis.stability(ranking).items():
        assert low <= weights[name] <= high
        for weight, stays in ((low + 1e-6, True), (high - 1e-6, True), (low - 1e-3, False), (high + 1e-3, False)):
            if not 0 < weight < 1:
                continue
            rest = 1 - weights[name]
            changed = {other: value * (1 - weight) / rest for other, value in weights.items()} | {name: weight}
            assert (rerank(pack, changed) == winner) is stays


@pytest.mark.parametrize("site", ["by-rail", "by-border", "middle"])
def test_smallest_change_really_puts_the_site_first(ranking, pack, site):
    weights = analysis.weights_to_win(ranking, site)
    if weights is not None:
        changed = rank(Sites(PLACES), make_scenario(pack, weights=weights), pack)
        assert site in {item.site.id for item in changed.sites if item.rank == 1}


def test_a_site_that_is_worse_in_everything_never_wins(ranking):
    assert analysis.weights_to_win(ranking, "poor") is None


def test_reasons_add_up_to_the_lead(ranking):
    first, second = ranking.sites[0], ranking.sites[1]
    lead = analysis.why_not(ranking, first.site.id, second.site.id)
    assert math.fsum(lead.values()) == pytest.approx(first.score - second.score, abs=1e-5)
    assert list(map(abs, lead.values())) == sorted(map(abs, lead.values()), reverse=True)


def test_second_opinions_rank_every_site(ranking):
    for opinion in analysis.second_opinions(ranking):
        assert set(opinion.ranks) == {item.site.id for item in ranking.sites if item.rank}
        assert {site for site, place in opinion.ranks.items() if place == 1} == set(opinion.first)


@pytest.mark.parametrize("method", ["weighted_sum", "topsis", "owa"])
def test_a_second_opinion_is_the_ranking_by_that_method(pack, method):
    asked = rank(Sites(PLACES), make_scenario(pack, method=method, caution=0.3), pack)
    opinions = analysis.second_opinions(asked, 0.3)
    assert [opinion.method for opinion in opinions] == [m for m in ("weighted_sum", "topsis", "owa") if m != method]
    for opinion in opinions:
        other = rank(Sites(PLACES), make_scenario(pack, method=opinion.method, caution=0.3), pack)
        places = {item.site.id: item.rank for item in other.sites if item.rank is not None}
        assert opinion.ranks == places
        own = {item.site.id for item in asked.sites if item.rank is not None and item.rank <= analysis.TOP}
        top = {site for site, place in places.items() if place <= analysis.TOP}
        assert set(opinion.enter) == top - own
        assert set(opinion.leave) == own - top


def test_most_alike_first_and_never_itself(ranking):
    alike = analysis.similar(ranking, "middle", 3)
    assert "middle" not in [site for site, _, _ in alike]
    assert [d for _, d, _ in alike] == sorted(d for _, d, _ in alike)


@pytest.mark.parametrize("site", ["abroad", "nowhere"])
def test_a_site_that_is_not_ranked_is_told_with_those_that_are(ranking, site):
    with pytest.raises(ScenarioError, match="by-rail") as caught:
        analysis.weights_to_win(ranking, site)
    assert site in str(caught.value)
