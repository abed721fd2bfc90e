"""The ranked table says what the ranking says, in the reader's language, and no more rows than are asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo_app.core.i18n import translator
from geo_app.core.sites import Site, Sites
from geo_app.intake.sites import default_sites
from geo_app.ranking.analysis import robustness
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.report.text import Wording
from geo_app.session import Session
from geo_app.ui.components import ranking_table
from geo_app.ui.components.ranking_table import table_data


@pytest.fixture
def compared(monkeypatch):
    """A session in which sites are compared."""

    def compare(*sites):
        monkeypatch.setattr(ranking_table, "session", lambda: Session(compared=sites))

    compare()
    return compare


@pytest.fixture(scope="module")
def ranking(pack):
    sites = Sites((*default_sites(pack).sites, Site("own", "Mine", 9.5, 50.8, attributes={"area_ha": 12.345})))
    return rank(sites, make_scenario(pack), pack)


def test_rows_are_the_ranked_sites_with_their_numbers(pack, ranking, compared):
    wording = Wording(pack, translator("en"))
    data = table_data(ranking, wording, "w1", {})
    ranked = [item for item in ranking.sites if item.rank is not None]
    assert [row["id"] for row in data["rows"]] == [item.site.id for item in ranked]
    for row, item in zip(data["rows"], ranked, strict=True):
        assert (row["rank"], row["score"]) == (str(item.rank), wording.t.number(item.score, 1))
        assert row["share"] == pytest.approx(item.score / 100, abs=1e-4)
        assert (row["sure"], row["alike"], row["letter"]) == ("", "", "")
    assert data["caption"] == f"{len(ranked)} ranked sites"
    assert data["announcement"].startswith(f"New ranking: 1. {data['rows'][0]['name']}, {data['rows'][0]['score']}")


def test_a_long_ranking_is_cut_but_not_the_selected_site(pack, ranking, compared):
    wording = Wording(pack, translator("en"))
    last = [item.site.id for item in ranking.sites if item.rank is not None][-1]
    data = table_data(ranking, wording, last, {}, most=1)
    assert [row["id"] for row in data["rows"]] == [ranking.sites[0].site.id, last]
    assert data["more"] == "Show all 3"
    assert table_data(ranking, wording, last, {})["more"] == ""


def test_how_robust_a_rank_is_stands_in_its_row(pack, ranking, compared):
    found = robustness(ranking, pack, draws=200)
    for row in table_data(ranking, Wording(pack, translator("en")), "", found)["rows"]:
        assert row["sure"] == translator("en").percent(found[row["id"]].shown_first)
        assert (row["alike"] != "") == bool(found[row["id"]].alike)


def test_compared_sites_have_letters(pack, ranking, compared):
    compared("own", "w1")
    rows = table_data(ranking, Wording(pack, translator("en")), "", {})["rows"]
    assert {row["id"]: row["letter"] for row in rows if row["letter"]} == {"own": "A", "w1": "B"}


def test_only_a_site_of_one_s_own_shows_its_area(pack, ranking, compared):
    rows = {row["id"]: row for row in table_data(ranking, Wording(pack, translator("en")), "", {})["rows"]}
    assert rows["own"]["detail"].startswith("12.35 ha")
    assert " ha" not in rows["w1"]["detail"]


def test_an_empty_ranking_says_so(pack, ranking, compared):
    none = replace(ranking, sites=[item for item in ranking.sites if item.rank is None])
    data = table_data(none, Wording(pack, translator("en")), "", {})
    assert (data["rows"], data["announcement"]) == ([], "No site is ranked.")
