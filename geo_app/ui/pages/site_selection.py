"""The main page: map, controls, ranking, and why."""

from __future__ import annotations

import streamlit as st

from geo_app.decision import robustness
from geo_app.i18n import Translator
from geo_app.model import Catalog
from geo_app.siting import rank
from geo_app.ui import resources
from geo_app.ui.controls import scenario_controls
from geo_app.ui.layer_upload import layer_upload
from geo_app.ui.map_view import MapEvent, show_map
from geo_app.ui.panels import downloads, excluded_panel, explanation_panel, indicators_panel
from geo_app.ui.ranking_table import ranking_table
from geo_app.ui.state import state
from geo_app.ui.uploads import site_upload

MAP_HEIGHT = 720
MOST_JUDGED = 500
"""With more sites than this the page would wait for how sure their ranks are; the command line tells."""


def page(catalog: Catalog, t: Translator) -> None:
    """Show the map, the controls and the ranking, the chosen site's reasons and the region's figures."""
    mine = state()
    left, right = st.columns([3, 2], gap="medium")
    with right:
        scenario = scenario_controls(catalog, t)
        sites = site_upload(catalog, t)
        layer_upload(catalog, t)
        ranking = rank(sites, scenario, catalog, measure=resources.measure)
        if mine.selected not in {item.site.id for item in ranking.sites} and ranking.sites:
            mine.selected = ranking.sites[0].site.id
        sure = robustness(ranking, catalog, sample=resources.sample) if len(sites.sites) <= MOST_JUDGED else {}
        ranking_table(ranking, catalog, t, selected=mine.selected, sure=sure)
        excluded_panel(ranking, catalog, t)
        downloads(ranking, catalog, t, sure)
    with left:
        show_map(catalog, ranking, t, selected=mine.selected, height=MAP_HEIGHT, key="map", on_event=_choose_on_map)
        explanation_panel(ranking, catalog, t, selected=mine.selected, sure=sure)
    with st.expander(t("Figures of the region"), expanded=True):
        indicators_panel(catalog, t)


def _choose_on_map(event: MapEvent) -> None:
    if event.site_id:
        state().selected = event.site_id
