"""The smallest app with the map: a weight, a selection, and what the map told."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo_app.i18n import translator
from geo_app.model import Catalog, Site, Sites
from geo_app.scenario import make_scenario
from geo_app.sites import default_sites
from geo_app.siting import rank
from geo_app.ui import resources
from geo_app.ui.map_view import MapEvent, show_map

HOSTILE = "<img src=x onerror=\"window.top.hacked='yes'\">{{'x'}}</script>"


def with_hexagons(pack: Catalog) -> Catalog:
    """Colour the invented people by density, as a real pack does."""
    classes = {"column": "density_per_km2", "breaks": [5, 15], "colors": ["#fffbeb", "#fbbf24", "#7c2d12"]}
    people = replace(pack.layers["people"], style={"color": "#333333", "fill": 0.5, "classes": classes})
    return replace(pack, layers={**pack.layers, "people": people})


st.session_state.setdefault("selected", "")
st.session_state.setdefault("events", 0)


def remember(event: MapEvent) -> None:
    st.session_state.events += 1
    if event.site_id:
        st.session_state.selected = event.site_id


st.set_page_config(layout="wide")
catalog = with_hexagons(resources.catalog())
weight = st.slider("Railway", 0, 100, 50)
st.text_input("Selected", key="selected")
sites = Sites((*default_sites(catalog).sites, Site("own", HOSTILE, 9.5, 50.8)))
ranking = rank(sites, make_scenario(catalog, weights={"rail": weight, "people": 50}), catalog)
t = translator(st.query_params.get("lang", "en"))
event = show_map(
    catalog, ranking, t, selected=st.session_state.selected, height=560, key="map", on_event=remember,
    picking=st.checkbox("Pick a place"),
)  # fmt: skip
st.text(f"weight={weight}")
st.text(f"events={st.session_state.events} site={event and event.site_id} feature={event and event.feature}")
st.text(f"place={event and (round(event.lon, 1), round(event.lat, 1))}")
