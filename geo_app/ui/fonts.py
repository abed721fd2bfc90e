"""A font with Chinese characters, served by the app itself: a stage computer may have none."""

from __future__ import annotations

from pathlib import Path

import streamlit.components.v1 as components

# Declaring a component is how Streamlit serves a folder without a setting; style.css names the URL.
components.declare_component("files", path=Path(__file__).parents[1] / "assets" / "fonts")
