"""The region's indicators, layers and features."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from geo_app.intake.feature_table import layer_geojson
from geo_app.intake.layers import OWN_GROUP
from geo_app.report.region import feature_lines, indicator_groups, layer_lines
from geo_app.report.render import render
from geo_app.report.text import Wording
from geo_app.session import events
from geo_app.ui.state import send, session

FEATURES_SHOWN = 300

_LAYER_KEY = "listed_layer"


def indicators_panel(wording: Wording) -> None:
    """Show the region's figures with every version, date and source."""
    t = wording.t
    st.html(render("indicators.html", t, groups=indicator_groups(wording)))


def layers_panel(wording: Wording) -> None:
    """Show every layer's source, licence, date, accuracy and gaps."""
    pack, t = wording
    st.html(render("layers.html", t, layers=layer_lines(wording), version=pack.data_version))


def _take_layer() -> None:
    send(events.list_layer, str(st.session_state[_LAYER_KEY]))


def features_panel(wording: Wording) -> None:
    """Show every feature of a chosen layer with its own source, date and accuracy, and offer the layer's file."""
    pack, t = wording
    name = session().listed_layer if session().listed_layer in pack.layers else pack.candidate_layers[0]
    st.session_state[_LAYER_KEY] = name
    st.selectbox(
        t("Layer"),
        list(pack.layers),
        format_func=lambda layer: t.pick(pack.layers[layer].titles),
        key=_LAYER_KEY,
        on_change=_take_layer,
    )
    layer = pack.layers[name]
    rows = feature_lines(layer, t, limit=FEATURES_SHOWN)
    if len(layer.frame) > len(rows):
        st.caption(t("The first {n} of {total} features; the file has all.", n=len(rows), total=len(layer.frame)))
    st.html(render("features.html", t, rows=rows))
    path = Path(pack.folder) / layer.file
    if layer.group == OWN_GROUP:
        content = partial(layer_geojson, layer.frame)
        st.download_button(t("Download the layer"), content, path.name, on_click="ignore", key="layer_file")
    elif path.is_file():
        st.download_button(t("Download the layer"), path.read_bytes, path.name, on_click="ignore", key="layer_file")
