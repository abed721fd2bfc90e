"""What a presentation shows step by step, worked out without a server."""

from __future__ import annotations

from dataclasses import replace

from geo_app.core.i18n import translator
from geo_app.intake.sites import default_sites
from geo_app.map.stage import MOST_SITES, StagedView, stage_payload
from geo_app.map.story import make_view
from geo_app.ranking.analysis import robustness
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.report.text import Wording


def test_the_stage_presents_the_best_five_of_each_view_in_words(region):
    view = make_view("Title", make_scenario(region), note="Note", selected="")
    ranking = rank(default_sites(region), view.scenario, region)
    staged = stage_payload([StagedView(view, ranking, {})], Wording(region, translator("en")), start=9)
    (step,) = staged["steps"]
    assert staged["start"] == 0
    assert (step["title"], step["note"]) == ("Title", "Note")
    assert [site["id"] for site in step["top"]] == [item.site.id for item in ranking.sites[:5]]
    assert step["top"][0]["said"].startswith("Title: ")
    assert set(step["payload"]["links"]) == {site["id"] for site in step["top"]}
    assert len(step["payload"]["sites"]) <= MOST_SITES
    chosen = make_view("b", view.scenario, selected=ranking.sites[2].site.id)
    again = stage_payload([StagedView(chosen, ranking, {})], Wording(region, translator("en")))
    assert again["steps"][0]["first"] == 2


def test_a_view_without_a_title_is_named_by_its_profile(pack, ranking, t):
    view = make_view("", make_scenario(pack))
    (step,) = stage_payload([StagedView(view, ranking, {})], Wording(pack, t))["steps"]
    assert (step["title"], step["kicker"]) == ("Freight", "View 1 of 1")


def test_nothing_to_present_is_no_error(pack, ranking, t):
    none = replace(ranking, sites=[item for item in ranking.sites if item.rank is None])
    (step,) = stage_payload([StagedView(make_view("", make_scenario(pack)), none, {})], Wording(pack, t))["steps"]
    assert (step["top"], step["first"]) == ([], 0)


def test_how_sure_a_rank_is_stands_in_what_is_said(pack, ranking, t):
    view = make_view("", make_scenario(pack))
    (step,) = stage_payload([StagedView(view, ranking, robustness(ranking, pack))], Wording(pack, t))["steps"]
    assert all(0 <= share <= 1 for share in step["top"][0]["shares"])
    assert "of plausible weightings" in step["top"][0]["sure"]
    assert step["top"][0]["said"].endswith(step["top"][0]["sure"] + ".")
