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
from geo_app.report.text import RobustnessBySite, Wording
from geo_app.session import Session, events
from geo_app.session.screen import Screen, shown_compared, shown_selected
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
from geo_app.ui.panels.header import profile_select, profile_text
from geo_app.ui.panels.introduction import introduction
from geo_app.ui.panels.layer_upload import layer_upload
from geo_app.ui.panels.method import disagreement, method_control
from geo_app.ui.panels.region import indicators_panel
from geo_app.ui.panels.site_upload import site_upload
from geo_app.ui.panels.weighting import weighting_panel
from geo_app.ui.run_lock import turn
from geo_app.ui.state import notices, send, session

MAP_HEIGHT = 640


def page(wording: Wording) -> None:
    """Show the map, the controls and the ranking, the chosen site's reasons and the region's figures."""
    t = wording.t
    _workplace(t)
    with st.expander(t("Figures of the region")):
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
    # A container of its own keeps the map's place on the page, and so the map itself, when the sentence is closed.
    with st.container():
        introduction(wording)
    # In the order of a phone; on a wide screen the grid of the style sheet has them beside each other.
    with st.container(key="work"):
        chart, controls = st.container(key="work_map"), st.container(key="work_controls")
        side, answers = st.container(key="work_side"), st.container(key="work_why")
    shown = caches.shown_screen(now, pack)
    ranking = rank(shown.sites, shown.scenario, pack, measurer=caches.measurer())
    selected = shown_selected(now, ranking)
    scored = caches.scored_cells(pack, shown.scenario) if now.surface and now.answers == "best" else None
    top = best_cells(scored)
    place = None if now.place is None else caches.ranked_place(shown.sites, shown.scenario, wording, *now.place)
    with chart:
        _chart(wording, shown, ranking, selected, top, place)
    robustness_by_site = (
        robustness(ranking, pack, measurer=caches.measurer()) if len(shown.sites.sites) <= caches.MOST_JUDGED else {}
    )
    with controls:
        _controls(ranking, wording, selected)
    with side:
        ranking_table(ranking, wording, selected=selected, robustness_by_site=robustness_by_site)
        disagreement(ranking, t)
        excluded_panel(ranking, wording)
        downloads(ranking, wording, robustness_by_site)
    with answers:
        _answers(ranking, place, wording, robustness_by_site, scored, top, selected)


def _chart(
    wording: Wording, shown: Screen, ranking: Ranking, selected: str, top: Sequence[TopCell], place: Ranking | None
) -> None:
    """Show the sector, the search and the map."""
    pack = wording.pack
    now, scenario = session(), shown.scenario
    with st.container(key="work_head"):
        profile_select(wording)
        focus = place_search(wording, shown.sites)
    show_map(
        ranking,
        wording,
        selected=selected,
        compare=shown_compared(now, ranking),
        cells=live_surface(wording, scenario, shown.functions, top=top),
        place=None if place is None else place_among(place),
        own=outlines(now.own_sites),
        focus=focus,
        sight=looked_at(),
        live=live_document(ranking, shown.sites, shown.functions, wording, caches.measurer(), served_values),
        height=MAP_HEIGHT,
        key="map",
        on_event=partial(_on_map, wording),
    )
    if now.surface and not caches.surface_measured(pack, scenario):
        wait_for_surface(pack, scenario)


def _controls(ranking: Ranking, wording: Wording, selected: str) -> None:
    """Change what is ranked and how: only the tab that is open costs anything."""
    t = wording.t
    opened = session().controls
    if not opened:
        label = t("Weights, conditions, your sites and layers")
        st.button(
            label, icon=":material/tune:", on_click=send, args=(events.open_controls, "weights"), key="controls_on"
        )
        return
    with st.container(key="controls_head", horizontal=True, vertical_alignment="center"):
        profile_text(wording)
        st.button(
            t("Close"),
            icon=":material/close:",
            type="tertiary",
            help=t("Close the controls; the map takes their room"),
            on_click=send,
            args=(events.open_controls, ""),
            key="controls_off",
        )
    titles = {
        "weights": t("Weights"),
        "conditions": t("Conditions"),
        "method": t("Method"),
        "own_sites": t("Your own sites"),
        "own_layer": t("Your own layer"),
        "story": t("Story"),
    }
    tabs = dict(zip(titles, _tabs("controls", titles, opened, events.open_controls), strict=True))
    with tabs[opened]:
        _open_controls(opened, ranking, wording, selected)


def _open_controls(opened: str, ranking: Ranking, wording: Wording, selected: str) -> None:
    match opened:
        case "weights":
            weighting_panel(wording, ranking=ranking, selected=selected)
        case "conditions":
            conditions_panel(ranking, wording)
        case "method":
            method_control(ranking, wording.t)
        case "own_sites":
            site_upload(wording)
            user_sites.own_sites_panel(wording)
        case "own_layer":
            layer_upload(wording)
        case "story":
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
    robustness_by_site: RobustnessBySite,
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
            explanation_panel(ranking, wording, selected=selected, robustness_by_site=robustness_by_site)
        if opened == "compare":
            compare_panel(ranking, wording, selected=selected, robustness_by_site=robustness_by_site)
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
