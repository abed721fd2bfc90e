"""The smallest app with the map: a weight, a selection, and what the map reported."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo_app.core.i18n import translator
from geo_app.core.sites import Site, Sites
from geo_app.intake.sites import default_sites
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.region.model import RegionPack
from geo_app.report.text import Wording
from geo_app.ui import caches
from geo_app.ui.components.map_view import MapEvent, show_map

HOSTILE = "<img src=x onerror=\"window.top.hacked='yes'\">{{'x'}}</script>"


def with_hexagons(pack: RegionPack) -> RegionPack:
    """Colour the invented people by density, as a real pack does."""
    classes = {"column": "density_per_km2", "breaks": [5, 15], "colors": ["#fffbeb", "#fbbf24", "#7c2d12"]}
    people = replace(pack.layers["people"], style={"color": "#333333", "fill": 0.5, "classes": classes})
    return replace(pack, layers={**pack.layers, "people": people})


st.session_state.setdefault("selected", "")
st.session_state.setdefault("events", 0)


def remember(event: MapEvent) -> None:
    st.session_state.events += 1
    st.session_state.event = event
    if event.kind == "site":
        st.session_state.selected = event.site


def show() -> None:
    """Show the map with a slider above it."""
    pack = with_hexagons(caches.current_pack())
    weight = st.slider("Railway", 0, 100, 50)
    st.text_input("Selected", key="selected")
    sites = Sites((*default_sites(pack).sites, Site("own", HOSTILE, 9.5, 50.8)))
    ranking = rank(sites, make_scenario(pack, weights={"rail": weight, "people": 50}), pack)
    mode = "measure" if st.checkbox("Use a tool") else ""
    show_map(
        ranking, Wording(pack, translator(st.query_params.get("lang", "en"))),
        selected=st.session_state.selected, height=560, key="map", mode=mode, on_event=remember,
    )  # fmt: skip
    event = st.session_state.get("event", MapEvent("none"))
    st.text(f"weight={weight}")
    st.text(
        f"events={st.session_state.events} kind={event.kind} site={event.site} feature={event.layer}/{event.feature}"
    )
    if event.lon is not None and event.lat is not None:
        st.text(f"place={round(event.lon, 1)}, {round(event.lat, 1)}")


st.set_page_config(layout="wide")
pages = [
    st.Page(show, title="Map", default=True),
    st.Page(lambda: st.text("nothing here"), title="Other", url_path="o"),
]
chosen = st.navigation(pages, position="hidden")
for page in pages:
    st.page_link(page)
chosen.run()
