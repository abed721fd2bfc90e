"""Components whose scripts travel once: Streamlit would send them along with every change of a weight."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import streamlit as st
import streamlit.components.v1 as components

from geo_app.core.files import file_hash

FRONTEND = Path(__file__).parents[2] / "frontend"
DIST = FRONTEND / "dist"
FONTS = FRONTEND / "fonts"

_FILES = "files"
_BUNDLE = "components.js"
# Seen from the page: every page of the app lies directly below the base path, as Streamlit's own assets assume.
_URL = f"component/{__name__}.{_FILES}"

# The module waits for the bundle, so Streamlit mounts nothing before it is there.
_LOADER = """const { %(name)s: show } = await import(new URL(%(bundle)s, document.baseURI));
export default show;
"""

# Declaring a component makes the server serve a folder, without a setting.
components.declare_component(_FILES, path=DIST)


@st.cache_resource(show_spinner=False)
def serve_fonts() -> None:
    """Serve the font with Chinese characters that style.css names: a stage computer may have none."""
    components.declare_component("fonts", path=FONTS)


def served_component(name: str, html: str, *, isolate_styles: bool = True) -> Any:
    """Declare a component that `frontend/components/main.js` exports.

    Parameters
    ----------
    name
        Of the export.
    html
        What is there before the script runs.
    isolate_styles
        Whether page and component keep their styles to themselves.

    Returns
    -------
    What `streamlit.components.v2.component` returns.
    """
    loader = _LOADER % {"name": name, "bundle": json.dumps(_address(_BUNDLE))}
    return st.components.v2.component(f"geo_app_{name}", html=html, js=loader, isolate_styles=isolate_styles)


def _address(file: str) -> str:
    """Name a file with its version, so that no browser shows an old one after an update."""
    version = file_hash(DIST / file)[:12]
    return f"{_URL}/{file}?v={version}"
