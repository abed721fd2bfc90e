"""A font with Chinese characters, served by the app itself: a stage computer may have none."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
import streamlit.components.v1 as components


@st.cache_resource(show_spinner=False)
def serve_fonts() -> None:
    """Have the server hand out the fonts that style.css names; declaring a component does that without a setting."""
    components.declare_component("files", path=Path(__file__).parents[1] / "assets" / "fonts")
