from __future__ import annotations

from dataclasses import replace

import pytest

from geo_app.core.i18n import LANGUAGES, translator
from geo_app.core.sites import Site, Sites
from geo_app.intake.sites import default_sites
from geo_app.ranking.analysis import robustness
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.report.explanation import certainty, change_lines, explain, extremes, lead_lines, site_facts
from geo_app.report.text import Wording

T = translator("en")


@pytest.fixture(scope="module")
def ranking(pack):
    return rank(default_sites(pack), make_scenario(pack, "freight"), pack)


@pytest.fixture(scope="module")
def wording(pack):
    return Wording(pack, T)


def test_the_points_of_the_lines_add_up_to_the_score(ranking, wording):
    for item in ranking.sites:
        explanation = explain(item, ranking, wording)
        if item.rank is not None:
            assert sum(line.contribution for line in explanation.lines) == pytest.approx(item.score)
            assert explanation.score == T.number(item.score, 1)
        assert [line.contribution for line in explanation.lines] == sorted(
            (line.contribution for line in explanation.lines), reverse=True
        )


def test_a_site_that_is_not_ranked_says_why(ranking, wording):
    excluded = next(item for item in ranking.sites if item.site.id == "w4")
    explanation = explain(excluded, ranking, wording)
    assert (explanation.place, explanation.score) == ("Not ranked", "")
    assert explanation.excluded_by == ("outside Freeland",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_names_its_criterion_in_the_readers_language(ranking, pack, language):
    t = translator(language)
    explanation = explain(ranking.sites[0], ranking, Wording(pack, t))
    assert {line.title for line in explanation.lines} == {
        t.pick(pack.criteria[name].titles) for name in ranking.scenario.weights
    }


def test_an_interval_is_told_where_the_accuracy_makes_one(ranking, wording):
    by_id = {item.site.id: item for item in ranking.sites}
    vague, exact = (explain(by_id[name], ranking, wording) for name in ("w2", "w1"))
    rail = {line.id: line for line in vague.lines}["rail"]
    low, high = rail.interval.removesuffix(" km").split(" – ")
    assert float(low) < float(rail.raw.removesuffix(" km")) < float(high)
    assert {line.id: line.interval for line in exact.lines}["rail"] == ""


def test_strength_gives_the_most_points_and_weakness_costs_the_most(ranking, wording, pack):
    item = ranking.sites[0]
    strength, weakness = extremes(item, wording)
    titles = {name: T.pick(pack.criteria[name].titles) for name in item.criteria}
    gains = {titles[name]: found.contribution for name, found in item.criteria.items()}
    losses = {titles[name]: 100 * found.weight - found.contribution for name, found in item.criteria.items()}
    assert gains[strength] == max(gains.values())
    assert losses[weakness] == max(loss for name, loss in losses.items() if name != strength)


def test_the_lead_adds_up_to_the_difference_of_the_scores(ranking, wording):
    first, second = [item for item in ranking.sites if item.rank is not None][:2]
    title, lines = lead_lines(first, ranking, wording)
    assert (
        title
        == f"{explain(first, ranking, wording).name} before {explain(second, ranking, wording).name}, by criterion:"
    )
    points = sum(float(text.replace("−", "-")) for text, _ in lines)
    assert points == pytest.approx(first.score - second.score, abs=0.05 * (len(lines) + 1))


def test_the_winner_s_weights_have_intervals_around_what_they_are(ranking, wording):
    first = ranking.sites[0]
    title, lines = change_lines(first, ranking, wording)
    assert title == "It stays first while a weight stays within:"
    assert len(lines) == len(ranking.scenario.weights)


def test_what_is_worse_in_everything_cannot_win_by_weights(pack, wording):
    sites = Sites((Site("good", "Good", 9.5, 50.1), Site("bad", "Bad", 9.5, 50.9)))
    ranking = rank(sites, make_scenario(pack, "freight", weights={"rail": 1.0}), pack)
    title, lines = change_lines(ranking.sites[1], ranking, wording)
    assert title.startswith("No weights put it first")
    assert lines == ()


def test_coordinates_are_no_more_exact_than_the_site(ranking, wording):
    item = ranking.sites[0]
    digits = []
    for accuracy_m in (0.0, 500.0, 15000.0):
        vague = replace(item, site=replace(item.site, accuracy_m=accuracy_m, lat=50.123456))
        text = dict(site_facts(vague, wording))["Coordinates"]
        digits.append(text.split("latitude ")[1].split("°")[0])
    assert digits == ["50.12346", "50.123", "50.12"]


def test_how_sure_a_rank_is(ranking, wording, pack):
    robustness_by_site = robustness(ranking, pack, draws=300, seed=1)
    item = ranking.sites[0]
    found = certainty(item, ranking, robustness_by_site, wording)
    assert sum(line.share for line in found.ranks) == pytest.approx(1, abs=0.005 * len(ranking.sites))
    assert found.first == T.percent(robustness_by_site[item.site.id].acceptability[0])
    excluded = next(item for item in ranking.sites if item.rank is None)
    assert certainty(excluded, ranking, robustness_by_site, wording) is None
