"""Components whose script and style travel once: Streamlit would send them along with every change of a weight."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import streamlit as st
import streamlit.components.v1 as components

FRONTEND = Path(__file__).parents[1] / "frontend"
FONTS = Path(__file__).parents[2] / "assets" / "fonts"

_FILES = "files"
# Seen from the page: every page of the app lies directly below the base path, as Streamlit's own assets assume.
_URL = f"component/{__name__}.{_FILES}"

# The module waits for both files, so Streamlit mounts nothing before they are there.
_LOADER = """const at = (name) => new URL(name, document.baseURI);
const [{ default: show }, css] = await Promise.all([
  import(at(%(script)s)),
  fetch(at(%(style)s)).then((answer) => answer.text()),
]);
export default function (component) {
  const root = component.parentElement;
  if (!root.querySelector("style[data-served]")) {
    const style = document.createElement("style");
    style.dataset.served = "";
    style.textContent = css;
    root.prepend(style);
  }
  return show(component);
}
"""

# Declaring a component has the server hand out a folder, without a setting.
components.declare_component(_FILES, path=FRONTEND)


@st.cache_resource(show_spinner=False)
def serve_fonts() -> None:
    """Serve the font with Chinese characters that style.css names: a stage computer may have none."""
    components.declare_component("fonts", path=FONTS)


def served_component(name: str, html: str, *, isolate_styles: bool = True) -> Any:
    """Declare a component whose script and style are `frontend/<name>.js` and `.css`.

    Parameters
    ----------
    name
        Of the files.
    html
        What is there before the script runs.
    isolate_styles
        Whether page and component keep their styles to themselves.

    Returns
    -------
    What `streamlit.components.v2.component` returns.
    """
    loader = _LOADER % {"script": json.dumps(_address(f"{name}.js")), "style": json.dumps(_address(f"{name}.css"))}
    return st.components.v2.component(f"geo_app_{name}", html=html, js=loader, isolate_styles=isolate_styles)


def _address(file: str) -> str:
    """Name a file with its version, so that no browser shows an old one after an update."""
    version = hashlib.sha256((FRONTEND / file).read_bytes()).hexdigest()[:12]
    return f"{_URL}/{file}?v={version}"
