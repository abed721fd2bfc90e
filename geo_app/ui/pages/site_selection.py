"""The main page: map, controls, ranking, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from geo_app.core.errors import GeoAppError
from geo_app.core.i18n import Translator
from geo_app.map.live import live_document
from geo_app.map.markers import outlines
from geo_app.ranking.analysis import robustness
from geo_app.ranking.model import Ranking
from geo_app.ranking.rank import rank
from geo_app.ranking.suitability import Scored, TopCell, place_among
from geo_app.report.text import Sure, Wording
from geo_app.session import Session, events
from geo_app.session.screen import screen, shown_compared, shown_selected
from geo_app.ui import caches
from geo_app.ui.components import user_sites
from geo_app.ui.components.address import keep_address
from geo_app.ui.components.best_places import (
    best_cells,
    best_places_panel,
    live_surface,
    place_panel,
    wait_for_surface,
)
from geo_app.ui.components.map_view import MapEvent, served_values, show_map
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
from geo_app.ui.state import notices, send, session

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
    if notices().redraw:
        st.rerun()
    try:
        with turn():
            pack = caches.current_pack()
            _work(Wording(pack, t))
            keep_address(pack)
    except GeoAppError as error:
        show_error(error, t)


def _work(wording: Wording) -> None:
    pack, t = wording
    now = session()
    # On a phone they follow each other in this order; on a wide screen the answers stand below the map.
    with st.container(key="work"):
        chart, side, answers = st.container(key="work_map"), st.container(key="work_side"), st.container(key="work_why")
    shown = screen(now, pack, caches.sites(pack, now.upload))
    scenario, sites = shown.scenario, shown.sites
    ranking = rank(sites, scenario, pack, measurer=caches.measurer())
    selected = shown_selected(now, ranking)
    scored = caches.scored_cells(pack, scenario) if now.surface and now.answers == "best" else None
    top = best_cells(scored)
    place = None if now.place is None else caches.ranked_place(sites, scenario, wording, *now.place)
    with chart:
        focus = place_search(wording, sites)
        show_map(
            pack,
            ranking,
            t,
            selected=selected,
            compare=shown_compared(now, ranking),
            cells=live_surface(wording, scenario, shown.functions, top=top),
            place=None if place is None else place_among(place),
            own=outlines(now.own_sites),
            focus=focus,
            sight=looked_at(),
            live=live_document(ranking, sites, shown.functions, wording, caches.measurer(), served_values),
            height=MAP_HEIGHT,
            key="map",
            on_event=partial(_on_map, wording),
        )
        if now.surface and not caches.surface_measured(pack, scenario):
            wait_for_surface(pack, scenario)
    sure = robustness(ranking, pack, measurer=caches.measurer()) if len(sites.sites) <= caches.MOST_JUDGED else {}
    with side:
        _controls(ranking, wording, selected)
        ranking_table(ranking, wording, selected=selected, sure=sure)
        disagreement(ranking, t)
        excluded_panel(ranking, wording)
        downloads(ranking, wording, sure)
    with answers:
        _answers(ranking, place, wording, sure, scored, top, selected)


def _controls(ranking: Ranking, wording: Wording, selected: str) -> None:
    """Choose the profile, and what of it to change: only the tab that is open costs anything."""
    t = wording.t
    profile_select(wording)
    weights, conditions, method, own_sites, own_layer, story = _tabs(
        "controls",
        {
            "weights": t("Weights"),
            "conditions": t("Conditions"),
            "method": t("Method"),
            "own_sites": t("Your own sites"),
            "own_layer": t("Your own layer"),
            "story": t("Story"),
        },
        session().controls,
        events.open_controls,
    )
    if weights.open:
        with weights, st.container(height=CONTROLS_HEIGHT, border=False):
            weighting_panel(wording, ranking=ranking, selected=selected)
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


def _tabs(
    key: str, titles: Mapping[str, str], opened: str, event: Callable[[Session, str], Session]
) -> Sequence[TabContainer]:
    """Show tabs of which the session says the open one, whatever the language calls it."""
    names = {title: name for name, title in titles.items()}
    st.session_state[key] = titles[opened]

    def take() -> None:
        send(event, names.get(str(st.session_state[key]), ""))

    return st.tabs(list(names), key=key, on_change=take)


def _answers(
    ranking: Ranking,
    place: Ranking | None,
    wording: Wording,
    sure: Sure,
    scored: Scored | None,
    top: Sequence[TopCell],
    selected: str,
) -> None:
    """Answer one kind of question at a time: what nobody looks at is not worked out."""
    t = wording.t
    titles = {
        "why": t("Why this rank"),
        "compare": t("Compare"),
        "lead": t("Why before another"),
        "similar": t("Similar sites"),
        "best": t("Best places"),
    }
    tabs = dict(zip(titles, _tabs("answers", titles, session().answers, events.open_answers), strict=True))
    opened = next((name for name, tab in tabs.items() if tab.open), "why")
    with tabs[opened]:
        if opened == "why" and place is None:
            explanation_panel(ranking, wording, selected=selected, sure=sure)
        if opened == "compare":
            compare_panel(ranking, wording, selected=selected, sure=sure)
        if opened == "lead":
            lead_panel(ranking, wording, selected=selected)
        if opened == "similar":
            similar_panel(ranking, wording, selected=selected)
        if opened == "best":
            best_places_panel(scored, top, ranking, wording)
        if opened in ("why", "best") and place is not None:
            place_panel(place, wording)


def _on_map(wording: Wording, event: MapEvent) -> None:
    """Take what the user did on the map into the session's state, before the run that it causes."""
    pack = wording.pack
    if user_sites.apply(event, wording):
        send(events.open_controls, "own_sites")
        return
    match event.kind:
        case "site":
            send(events.select, event.site)
        case "compare":
            send(events.toggle_compared, event.site)
        case "place" if event.lon is not None and event.lat is not None:
            west, south, east, north = pack.bounds
            if west <= event.lon <= east and south <= event.lat <= north:
                send(events.show_place, event.lon, event.lat)
                send(events.open_answers, "why")
        case "surface_on" | "surface_off":
            send(events.show_surface, event.kind == "surface_on")
