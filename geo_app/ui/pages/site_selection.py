"""The main page: map, controls, ranking, and why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from geo_app.core.errors import GeoAppError
from geo_app.core.i18n import Translator
from geo_app.intake.user_sites import to_sites
from geo_app.map.markers import outlines
from geo_app.ranking.analysis import robustness
from geo_app.ranking.model import Ranking
from geo_app.ranking.rank import rank
from geo_app.ranking.suitability import Scored, TopCell, place_among
from geo_app.report.text import Sure, Wording
from geo_app.ui import caches
from geo_app.ui.components import user_sites
from geo_app.ui.components.best_places import (
    best_cells,
    best_places_panel,
    place_panel,
    surface_cells,
    wait_for_surface,
)
from geo_app.ui.components.map_view import MapEvent, show_map
from geo_app.ui.components.place_search import place_search
from geo_app.ui.components.ranking_table import ranking_table
from geo_app.ui.components.story import looked_at, story_panel
from geo_app.ui.error_messages import show_error
from geo_app.ui.panels.comparison import compare_panel, lead_panel, similar_panel
from geo_app.ui.panels.conditions import conditions_panel
from geo_app.ui.panels.downloads import downloads
from geo_app.ui.panels.explanation import excluded_panel, explanation_panel
from geo_app.ui.panels.header import profile_select
from geo_app.ui.panels.layer_upload import layer_upload
from geo_app.ui.panels.method import disagreement, method_control
from geo_app.ui.panels.region import indicators_panel
from geo_app.ui.panels.site_upload import site_upload
from geo_app.ui.panels.weighting import weighting_panel
from geo_app.ui.run_lock import turn
from geo_app.ui.session_scenario import current_scenario
from geo_app.ui.state import state, toggle_compared

MAP_HEIGHT = 680
CONTROLS_HEIGHT = 340


def page(wording: Wording) -> None:
    """Show the map, the controls and the ranking, the chosen site's reasons and the region's figures."""
    t = wording.t
    _workplace(t)
    with st.expander(t("Figures of the region"), expanded=True):
        indicators_panel(wording)


@st.fragment
def _workplace(t: Translator) -> None:
    """Show all that a weight or a click changes; it runs by itself, without the frame around it."""
    try:
        with turn():
            _work(Wording(caches.current_pack(), t))
    except GeoAppError as error:
        show_error(error, t)


def _work(wording: Wording) -> None:
    pack, t = wording
    mine = state()
    # On a phone they follow each other in this order; on a wide screen the answers stand below the map.
    with st.container(key="work"):
        chart, side, answers = st.container(key="work_map"), st.container(key="work_side"), st.container(key="work_why")
    scenario = current_scenario(pack)
    sites = to_sites(mine.own_sites, caches.sites(pack, mine.upload))
    ranking = rank(sites, scenario, pack, measurer=caches.measurer())
    if mine.selected not in {item.site.id for item in ranking.sites} and ranking.sites:
        mine.selected = ranking.sites[0].site.id
    scored = caches.scored_cells(pack, scenario) if mine.surface else None
    top = best_cells(scored) if st.session_state.get("answers") == t("Best places") else ()
    place = None if mine.place is None else caches.ranked_place(sites, scenario, wording, *mine.place)
    with chart:
        focus = place_search(wording, sites)
        show_map(
            pack,
            ranking,
            t,
            selected=mine.selected,
            compare=mine.compare,
            cells=surface_cells(scored, pack, scenario, t, top=top),
            place=None if place is None else place_among(place),
            own=outlines(mine.own_sites),
            focus=focus,
            sight=looked_at(),
            height=MAP_HEIGHT,
            key="map",
            on_event=partial(_on_map, wording),
        )
        if mine.surface and scored is None:
            wait_for_surface(pack, scenario)
    sure = robustness(ranking, pack, measurer=caches.measurer()) if len(sites.sites) <= caches.MOST_JUDGED else {}
    with side:
        _controls(ranking, wording)
        ranking_table(ranking, wording, selected=mine.selected, sure=sure)
        disagreement(ranking, t)
        excluded_panel(ranking, wording)
        downloads(ranking, wording, sure)
    with answers:
        _answers(ranking, place, wording, sure, scored, top)


def _controls(ranking: Ranking, wording: Wording) -> None:
    """Choose the profile, and what of it to change: only the tab that is open costs anything."""
    t = wording.t
    profile = profile_select(wording)
    weights, conditions, method, own_sites, own_layer, story = st.tabs(
        [t("Weights"), t("Conditions"), t("Method"), t("Your own sites"), t("Your own layer"), t("Story")],
        key="controls",
        on_change="rerun",
    )
    if weights.open:
        with weights, st.container(height=CONTROLS_HEIGHT, border=False):
            weighting_panel(wording, profile=profile, ranking=ranking, selected=state().selected)
    if conditions.open:
        with conditions, st.container(height=CONTROLS_HEIGHT, border=False):
            conditions_panel(ranking, wording)
    if method.open:
        with method, st.container(height=CONTROLS_HEIGHT, border=False):
            method_control(ranking, t)
    if own_sites.open:
        with own_sites, st.container(height=CONTROLS_HEIGHT, border=False):
            user_sites.own_sites_panel(wording)
            site_upload(wording)
    if own_layer.open:
        with own_layer, st.container(height=CONTROLS_HEIGHT, border=False):
            layer_upload(wording)
    if story.open:
        with story, st.container(height=CONTROLS_HEIGHT, border=False):
            story_panel(wording)


def _answers(
    ranking: Ranking,
    place: Ranking | None,
    wording: Wording,
    sure: Sure,
    scored: Scored | None,
    top: Sequence[TopCell],
) -> None:
    """Answer one kind of question at a time: what nobody looks at is not worked out."""
    t = wording.t
    selected = state().selected
    why, compared, lead, alike, best = st.tabs(
        [t("Why this rank"), t("Compare"), t("Why before another"), t("Similar sites"), t("Best places")],
        key="answers",
        on_change="rerun",
    )
    if why.open:
        with why:
            if place is None:
                explanation_panel(ranking, wording, selected=selected, sure=sure)
            else:
                place_panel(place, wording)
    if compared.open:
        with compared:
            compare_panel(ranking, wording, selected=selected, sure=sure)
    if lead.open:
        with lead:
            lead_panel(ranking, wording, selected=selected)
    if alike.open:
        with alike:
            similar_panel(ranking, wording, selected=selected)
    if best.open:
        with best:
            best_places_panel(scored, top, ranking, wording)
            if place is not None:
                place_panel(place, wording)


def _on_map(wording: Wording, event: MapEvent) -> None:
    """Take what the user did on the map into the session's state, before the run that it causes."""
    pack, t = wording
    mine = state()
    if user_sites.apply(event, wording):
        st.session_state["controls"] = t("Your own sites")
        return
    match event.kind:
        case "site":
            mine.selected, mine.place = event.site, None
        case "compare":
            toggle_compared(event.site)
        case "place" if event.lon is not None and event.lat is not None:
            west, south, east, north = pack.bounds
            if west <= event.lon <= east and south <= event.lat <= north:
                mine.place = (round(event.lon, 6), round(event.lat, 6))
                st.session_state["answers"] = t("Why this rank")
        case "surface_on" | "surface_off":
            mine.surface = event.kind == "surface_on"
