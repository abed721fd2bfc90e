"""The map in the page: streamlit-folium carries it, the browser keeps it from one run to the next.

The map's own definition is the same at every run, or streamlit-folium would mount a new map and lose what the user
looks at. A run sends a payload; a click sends an event.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import folium
import streamlit as st
import streamlit.components.v1 as components
from streamlit_folium import st_folium

from geo_app import maps
from geo_app.i18n import Translator
from geo_app.model import Catalog, Ranking

_COMPONENT = "map_files"
# Seen from streamlit-folium's frame, which is itself served as component/<name>/index.html: this holds behind any
# base path and proxy.
_ASSET_URL = f"../{__name__}.{_COMPONENT}"


@dataclass(frozen=True)
class MapEvent:
    """What the user clicked.

    Attributes
    ----------
    site_id
        The clicked site, if it was one.
    feature
        Layer and id of the clicked feature, if it was one; both None where the user picked a place.
    lon, lat
        Where the click was.
    count
        Another number for each click: the same event comes back at every run until the next click.
    """

    site_id: str | None
    feature: tuple[str, str] | None
    lon: float
    lat: float
    count: int


def show_map(
    catalog: Catalog,
    ranking: Ranking,
    t: Translator,
    *,
    selected: str,
    height: int,
    key: str,
    compare: Sequence[str] = (),
    cells: Mapping[str, Any] | None = None,
    picking: bool = False,
    on_event: Callable[[MapEvent], None] | None = None,
) -> MapEvent | None:
    """Show the map, keeping view and open panels while ranking and selection change.

    Parameters
    ----------
    catalog, ranking, t
        What to show, and in which language.
    selected
        Id of the selected site.
    height
        Height in pixels.
    key
        Streamlit key.
    compare, cells, picking
        As in `geo_app.maps.payload`.
    on_event
        Called with a new click before the run that it causes, so that this run shows its effect already.

    Returns
    -------
    The last click, or None before the first.
    """
    maps.publish(catalog, t, _folder())
    # Not what st.context says: that is the browser's wish at a first run and the page's theme from the second on.
    theme: maps.Theme = "dark" if st.get_option("theme.base") == "dark" else "light"
    content = maps.payload(ranking, catalog, t, selected=selected, compare=compare, cells=cells, picking=picking)

    def tell() -> None:
        event = _event(st.session_state.get(key))
        if on_event is not None and event is not None:
            on_event(event)

    group = folium.FeatureGroup()
    group.add_child(maps.update_element(content))
    value = st_folium(
        maps.base_map(catalog, t, asset_url=_ASSET_URL, theme=theme),
        key=key,
        height=height,
        use_container_width=True,
        # Nothing of streamlit-folium's own: it would run the page again whenever the map moves.
        returned_objects=[],
        feature_group_to_add=group,
        on_change=tell,
    )
    return _event(value)


def _event(value: Mapping[str, Any] | None) -> MapEvent | None:
    if not value or "count" not in value:
        return None
    layer, feature = str(value["layer"]), str(value["feature"])
    return MapEvent(
        site_id=str(value["site"]) or None,
        feature=(layer, feature) if feature else None,
        lon=float(value["lon"]),
        lat=float(value["lat"]),
        count=int(value["count"]),
    )


@st.cache_resource(show_spinner=False)
def _folder() -> Path:
    """Make the folder of this process whose files the server hands out, and have it served."""
    folder = Path(tempfile.mkdtemp(prefix="geo-app-map-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    components.declare_component(_COMPONENT, path=folder)
    return folder
