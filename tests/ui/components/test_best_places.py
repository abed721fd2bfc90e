"""Places on the page: the best ones, and why a clicked one has its score."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo_app.core.i18n import translator
from geo_app.core.sites import Site, Sites
from geo_app.intake.place_search import index_places, near_names
from geo_app.intake.sites import default_sites
from geo_app.measures.measurer import Measurer
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.ranking.suitability import PLACE, score_cells, top_cells
from geo_app.region.hexgrid import make_grid
from geo_app.report.text import Wording
from geo_app.session import events
from geo_app.ui import caches
from geo_app.ui.components import best_places
from tests.ui.sessions import happen, session_of

PAGE = str(Path(__file__).parents[3] / "streamlit_app.py")
ON = date(2026, 9, 1)
PATIENCE_S = 20


@pytest.fixture
def small(monkeypatch):
    """A grid of few cells, and nothing measured."""
    st.cache_resource.clear()
    store = Measurer()
    monkeypatch.setattr(caches, "make_grid", lambda pack: make_grid(pack, 200))
    monkeypatch.setattr(caches, "measurer", lambda: store)
    return store


@pytest.fixture
def t():
    return translator("en")


@pytest.fixture
def app(pack_folder, monkeypatch, small):
    """The page on the invented pack, run once."""
    monkeypatch.setenv("GEO_APP_LAYERS", str(pack_folder))
    return AppTest.from_file(PAGE, default_timeout=30).run()


def shown(app):
    return " ".join(str(element.value) for element in (*app.html, *app.markdown, *app.info))


def measured(pack, scenario):
    """Wait until the cells that are measured beside the page are there."""
    for _ in range(PATIENCE_S * 20):
        if (scored := caches.scored_cells(pack, scenario)) is not None:
            return scored
        time.sleep(0.05)
    raise AssertionError("the cells were not measured")


@pytest.mark.parametrize("method", ["weighted_sum", "owa", "topsis"])
def test_a_place_is_ranked_as_a_site_there_would_be(pack, t, method):
    scenario = make_scenario(pack, "freight", on=ON, method=method)
    sites = default_sites(pack)
    found = caches.ranked_place(sites, scenario, Wording(pack, t), 9.6, 50.15)
    (name,) = near_names([(9.6, 50.15)], index_places(pack), t)
    together = Sites((*sites.sites, Site(PLACE, name, 9.6, 50.15)))
    assert found == rank(together, scenario, pack)


def test_without_any_site_a_place_is_first(pack, t):
    scenario = make_scenario(pack, "freight", on=ON)
    (only,) = caches.ranked_place(Sites(()), scenario, Wording(pack, t), 9.6, 50.15).sites
    assert only.rank == 1


def test_cells_come_once_they_are_measured(pack, small, t):
    scenario = make_scenario(pack, "freight", on=ON)
    assert caches.scored_cells(pack, scenario) is None
    pending = best_places.surface_cells(None, scenario, Wording(pack, t))
    assert pending["bytes"] == ""
    assert "being measured" in pending["note"]
    scored = measured(pack, scenario)
    ready = best_places.surface_cells(scored, scenario, Wording(pack, t))
    assert ready["grid"] == pending["grid"]
    assert ready["bytes"]


def test_best_places_say_where_they_are_and_what_they_owe_it_to(pack, small, t):
    scenario = make_scenario(pack, "freight", on=ON)
    scored = score_cells(caches.grid(pack), scenario, pack, measurer=small)
    top = top_cells(scored, 3, 20_000)
    ranking = rank(default_sites(pack), scenario, pack)
    rows = best_places.place_rows(scored, top, ranking, Wording(pack, t))
    assert [row["score"] for row in rows] == [f"{each.score:.1f}" for each in top]
    better = [sum((item.score or 0) > each.score for item in ranking.sites) + 1 for each in top]
    assert [row["rank"] for row in rows] == [str(number) for number in better]
    assert all(row["name"].endswith(" km") and row["why"].startswith("+ ") for row in rows)


def test_topsis_puts_no_place_among_the_sites(pack, small, t):
    scenario = make_scenario(pack, "freight", on=ON, method="topsis")
    scored = score_cells(caches.grid(pack), scenario, pack, measurer=small)
    ranking = rank(default_sites(pack), scenario, pack)
    rows = best_places.place_rows(scored, top_cells(scored, 2, 20_000), ranking, Wording(pack, t))
    assert {row["rank"] for row in rows} == {""}


def test_a_clicked_place_is_explained_and_can_become_a_candidate(app):
    happen(app, events.show_place, *(9.6, 50.15))
    assert not app.exception
    assert "Chosen place: " in shown(app)
    assert "Would be rank " in shown(app)
    assert "Contribution of each criterion" in shown(app)
    app.button(key="place_add").click().run()
    (own,) = session_of(app).own_sites
    assert (own.lon, own.lat) == (9.6, 50.15)
    assert session_of(app).place is None
    assert "Chosen place: " not in shown(app)


def test_back_to_the_chosen_site(app):
    happen(app, events.show_place, *(9.6, 50.15)).button(key="place_close").click().run()
    assert session_of(app).place is None
    assert not session_of(app).own_sites


def test_a_place_in_the_park_is_not_ranked(app):
    happen(app, events.show_place, *(10.6, 50.7))
    assert "Not ranked: inside the park" in shown(app)


def test_nothing_is_measured_where_the_surface_is_off(app, small, monkeypatch):
    def refuse(*_: object) -> None:
        raise AssertionError("measured all the same")

    happen(app, events.show_surface, False)
    monkeypatch.setattr(caches, "score_cells", refuse)
    monkeypatch.setattr(small, "measure_cells", refuse)
    app.run()
    assert not app.exception
