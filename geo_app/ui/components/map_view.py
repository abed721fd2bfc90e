"""The map in the page: a component that draws what Folium defined, and keeps it from one run to the next.

There is no frame around the map. A run sends a payload, which the component gives to the map that is there; what the
user does on the map comes back as an event. Scripts, styles and the pack document come by URL, once.
"""

from __future__ import annotations

import atexit
import math
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st
import streamlit.components.v1 as components

from geo_app.core.types import Ring
from geo_app.map.contract import (
    Focus,
    MapDefinition,
    Payload,
    SightDocument,
    SiteOutline,
    StageDocument,
    SurfaceCells,
)
from geo_app.map.encoding import packed
from geo_app.map.folium_map import base_map, live_definition
from geo_app.map.live_contract import LiveDocument
from geo_app.map.payload import payload
from geo_app.map.publish import publish, publish_values
from geo_app.ranking.model import RankedSite, Ranking
from geo_app.report.text import Wording
from geo_app.ui import caches
from geo_app.ui.components.declare import served_component

_FILES = "map_files"
_STAGE_HEIGHT = 400  # of what the page keeps free under the stage
# Seen from the page: every page of the app lies directly below the base path, as Streamlit's own assets assume.
_ASSET_URL = f"component/{__name__}.{_FILES}"

# Leaflet needs the page's own tree: in a shadow root its events and the full screen do not work.
_component = served_component(
    "map_view",
    html='<div class="geo-frame"><p role="alert"></p><div></div></div>',
    isolate_styles=False,
)


@dataclass(frozen=True)
class MapEvent:
    """What the user did on the map.

    Attributes
    ----------
    kind
        "site", "feature" or "place" was clicked; "drawn", "moved", "removed" concern the user's own sites; "view": the
        view is to be kept; "compare": the site joins or leaves the comparison; "surface_on", "surface_off": the
        map is to show how suitable every place is, or not; "leave": the user leaves the stage.
    site
        Id of the site, if it concerns one.
    layer, feature
        Layer and id of the clicked feature, if it was one; a place in a hexagon has both too.
    lon, lat
        Where, in degrees.
    ring
        Corners (lon, lat) of an outline, empty for a point.
    view
        What the map shows, for "view".
    """

    kind: str
    site: str = ""
    layer: str = ""
    feature: str = ""
    lon: float | None = None
    lat: float | None = None
    ring: Ring = ()
    view: Mapping[str, Any] | None = None


def show_map(
    ranking: Ranking,
    wording: Wording,
    *,
    selected: str,
    key: str,
    height: int = 720,
    compare: Sequence[str] = (),
    cells: SurfaceCells | None = None,
    own: Sequence[SiteOutline] = (),
    mode: str = "",
    focus: Focus | None = None,
    place: RankedSite | None = None,
    sight: SightDocument | None = None,
    live: LiveDocument | None = None,
    on_event: Callable[[MapEvent], None] | None = None,
) -> None:
    """Show the map, keeping view and open panels while ranking and selection change.

    Parameters
    ----------
    ranking, wording
        What to show, and in which language.
    selected
        Id of the selected site.
    key
        Streamlit key.
    height
        Height in pixels; on a phone at most two thirds of the screen.
    compare, cells, own, mode, focus, place
        As in `geo_app.map.payload.payload`.
    sight
        What the map is to look at: center, zoom, layers and opacity of a `geo_app.map.story.Sight`, and a count that is
        another one each time.
    live
        What the browser ranks by while a weight moves, from `geo_app.map.live.live_document`.
    on_event
        Called with an event before the run that it causes, so that this run shows its effect already.
    """
    content = payload(
        ranking,
        wording,
        selected=selected,
        compare=compare,
        cells=cells,
        own=own,
        mode=mode,
        focus=focus,
        place=place,
    )
    if live is not None:
        content["live"] = live
    if sight is not None:
        content["sight"] = sight
    _show(content, wording, key, height, on_event)


def show_stage(
    story: StageDocument,
    wording: Wording,
    *,
    key: str,
    on_event: Callable[[MapEvent], None] | None = None,
) -> None:
    """Show a story, from `geo_app.map.stage.stage_payload`, on a map that covers the page; "leave" is its one event."""
    content: Payload = {"selected": "", "compare": [], "sites": [], "links": {}, "own": [], "mode": ""}
    content.update({"story": story, "stage": True})
    _show(content, wording, key, _STAGE_HEIGHT, on_event)


def _show(
    content: Payload,
    wording: Wording,
    key: str,
    height: int,
    on_event: Callable[[MapEvent], None] | None,
) -> None:
    publish(wording, _folder())
    chart = base_map(wording, asset_url=_ASSET_URL, online=caches.settings().tiles)

    def take() -> None:
        event = map_event(st.session_state[key].get("event"))
        if on_event is not None and event is not None:
            on_event(event)

    data: MapDefinition = {**live_definition(chart), "height": height, "payload": content}
    _component(key=key, data=packed(data), on_event_change=take)


def served_values(content: bytes) -> str:
    """Have values served that the browser scores by; return their address."""
    return f"{_ASSET_URL}/{publish_values(content, _folder())}"


def map_event(value: Any) -> MapEvent | None:
    """Read what a browser sent; None if it is not an event."""
    if not isinstance(value, Mapping) or not isinstance(value.get("kind"), str):
        return None
    view = value.get("view")
    return MapEvent(
        kind=value["kind"],
        site=_text(value.get("site")),
        layer=_text(value.get("layer")),
        feature=_text(value.get("feature")),
        lon=_degrees(value.get("lon")),
        lat=_degrees(value.get("lat")),
        ring=_ring(value.get("ring")),
        view=view if isinstance(view, Mapping) else None,
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _degrees(value: Any) -> float | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and math.isfinite(value) else None


def _ring(value: Any) -> Ring:
    if not isinstance(value, list):
        return ()
    corners = [(_degrees(c[0]), _degrees(c[1])) for c in value if isinstance(c, list) and len(c) == 2]
    return tuple((lon, lat) for lon, lat in corners if lon is not None and lat is not None)


@st.cache_resource(show_spinner=False)
def _folder() -> Path:
    """Make this process's folder of static files, and have the server serve it."""
    folder = Path(tempfile.mkdtemp(prefix="geo-app-map-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    components.declare_component(_FILES, path=folder)
    return folder
