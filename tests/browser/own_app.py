"""The smallest app in which the user's own sites are drawn, ranked and listed."""

from __future__ import annotations

import streamlit as st

from geo_app.core.i18n import translator
from geo_app.intake.sites import default_sites
from geo_app.intake.user_sites import to_sites
from geo_app.map.markers import outlines
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.report.text import Wording
from geo_app.session import events
from geo_app.ui import caches
from geo_app.ui.components import user_sites
from geo_app.ui.components.map_view import MapEvent, show_map
from geo_app.ui.components.place_search import place_search
from geo_app.ui.state import send, session


def remember(event: MapEvent) -> None:
    st.session_state.event = event
    if event.kind == "site":
        send(events.select, event.site)
    user_sites.apply(event, Wording(caches.current_pack(), translator(st.query_params.get("lang", "en"))))


def show() -> None:
    """Show the map, the search, the list and the ranking."""
    pack, t, mine = caches.current_pack(), translator(st.query_params.get("lang", "en")), session()
    focus = place_search(Wording(pack, t))
    user_sites.own_sites_panel(Wording(pack, t))
    ranking = rank(to_sites(mine.own_sites, default_sites(pack)), make_scenario(pack), pack)
    show_map(
        ranking, Wording(pack, t), selected=mine.selected, height=560, key="map",
        own=outlines(mine.own_sites), focus=focus, on_event=remember,
    )  # fmt: skip
    for item in ranking.sites:
        area = item.site.attributes.get("area_ha", "")
        st.text(f"{item.site.id} rank={item.rank} at {item.site.lon:.3f} {item.site.lat:.3f} {area}")


st.set_page_config(layout="wide")
show()
