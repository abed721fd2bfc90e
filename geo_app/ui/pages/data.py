"""The data page: where every figure comes from, how good it is, and what is not there."""

from __future__ import annotations

import streamlit as st

from geo_app.report.text import Wording
from geo_app.ui.components.address import keep_address
from geo_app.ui.panels.region import features_panel, indicators_panel, layers_panel


def page(wording: Wording) -> None:
    """Show the layers with their sources and gaps, one layer's features, and the region's figures."""
    t = wording.t
    st.header(t("Layers and sources"))
    layers_panel(wording)
    st.header(t("Features of a layer"))
    features_panel(wording)
    st.header(t("Figures of the region"))
    indicators_panel(wording)
    keep_address(wording.pack)
