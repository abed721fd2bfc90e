"""The page: map, controls, ranking, and why."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo_app.errors import GeoAppError
from geo_app.i18n import Translator, translator
from geo_app.model import Catalog
from geo_app.siting import rank
from geo_app.ui import resources
from geo_app.ui.controls import language_switch, scenario_controls
from geo_app.ui.fonts import serve_fonts
from geo_app.ui.map_view import MapEvent, show_map
from geo_app.ui.messages import show_error
from geo_app.ui.panels import downloads, excluded_panel, explanation_panel, indicators_panel, layers_panel
from geo_app.ui.ranking_table import ranking_table
from geo_app.ui.state import state
from geo_app.ui.uploads import site_upload

_STYLE = Path(__file__).parents[1] / "style.css"
MAP_HEIGHT = 720


def page() -> None:
    """Show the whole page; an error of the core is told, and the app stays up."""
    st.set_page_config(page_title="geo-app", page_icon="🧭", layout="wide", initial_sidebar_state="collapsed")
    serve_fonts()
    st.html(_STYLE)
    t = translator("en")
    try:
        title, switch = st.columns([3, 2], vertical_alignment="center")
        with switch:
            t = language_switch(resources.settings().language)
        catalog = resources.catalog()
        with title:
            st.title(t("Site selection: {region}", region=t.pick(catalog.titles)))
        _body(catalog, t)
    except GeoAppError as error:
        show_error(error, t)


def _body(catalog: Catalog, t: Translator) -> None:
    mine = state()
    left, right = st.columns([3, 2], gap="medium")
    with right:
        scenario = scenario_controls(catalog, t)
        sites = site_upload(catalog, t)
        ranking = rank(sites, scenario, catalog, measure=resources.measure)
        if mine.selected not in {item.site.id for item in ranking.sites} and ranking.sites:
            mine.selected = ranking.sites[0].site.id
        ranking_table(ranking, catalog, t, selected=mine.selected)
        excluded_panel(ranking, catalog, t)
        downloads(ranking, catalog, t)
    with left:
        show_map(catalog, ranking, t, selected=mine.selected, height=MAP_HEIGHT, key="map", on_event=_choose_on_map)
        explanation_panel(ranking, catalog, t, selected=mine.selected)
    figures, layers = st.tabs([t("Figures of the region"), t("Layers and sources")])
    with figures:
        indicators_panel(catalog, t)
    with layers:
        layers_panel(catalog, t)


def _choose_on_map(event: MapEvent) -> None:
    if event.site_id:
        state().selected = event.site_id
