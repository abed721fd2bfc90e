"""A box in which a place is searched for by its name or its coordinates, and the map goes there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from geo_app.core.i18n import Translator
from geo_app.core.messages import Message
from geo_app.core.sites import Sites
from geo_app.intake.place_search import MAX_QUERY, NamedPlace, PlaceIndex, search_places, typed_place
from geo_app.map import contract
from geo_app.region.model import RegionPack
from geo_app.report.text import Wording, accuracy_text
from geo_app.ui import caches
from geo_app.ui.components.contract import PlaceSearchData, PlaceSearchResult
from geo_app.ui.components.declare import served_component
from geo_app.ui.state import FoundPlace, notice, notices

_KEY = "place_search"

_component = served_component("place_search", html='<div class="search"></div>')


def place_search(wording: Wording, sites: Sites | None = None) -> contract.Focus | None:
    """Show the box; return what the map is to look at, for `show_map(focus=…)`.

    Parameters
    ----------
    sites
        The user's own and uploaded sites, which can be searched for beside the pack's places.
    """

    pack, t = wording

    def search() -> None:
        query = st.session_state[_KEY].get("query")
        if isinstance(query, str):
            notice(query=query[:MAX_QUERY])

    def choose() -> None:
        chosen = st.session_state[_KEY].get("choose")
        if isinstance(chosen, Mapping) and isinstance(chosen.get("query"), str):
            _look_at(_found(chosen["query"], pack, sites), chosen.get("at"), t)

    query = notices().query
    found = _found(query, pack, sites)
    refused = "" if found else _refused(caches.places(pack, sites or Sites(())), query, t)
    _component(
        key=_KEY,
        data=search_data(query, found, t, refused),
        height="content",
        on_query_change=search,
        on_choose_change=choose,
    )
    focus = notices().focus
    if focus is None:
        return None
    return {"lon": focus.lon, "lat": focus.lat, "zoom": focus.zoom, "name": focus.name, "count": focus.count}


def search_data(query: str, found: tuple[NamedPlace, ...], t: Translator, refused: str = "") -> PlaceSearchData:
    """Build what the component draws: the query that was answered, and the places by name and kind.

    Parameters
    ----------
    refused
        Why typed coordinates were not read.
    """
    results: list[PlaceSearchResult] = [{"name": t.pick(place.names), "kind": _kind(place, t)} for place in found]
    if query.strip() and results:
        status = t.plural("{n} place found", "{n} places found", len(results))
    else:
        status = refused or t("Nothing of this name is on the map. Try another spelling.") if query.strip() else ""
    return {
        "label": t("Search a place or coordinates"),
        "query": query,
        "results": results,
        "status": status,
        "most": MAX_QUERY,
    }


def _kind(place: NamedPlace, t: Translator) -> str:
    """Say what a place is; of typed coordinates also how exact they are, and what to know of them."""
    notes = (t.fill(note) for note in place.notes)
    accuracy = accuracy_text(place.accuracy_m, t) if place.accuracy_m else ""
    return " · ".join(filter(None, (t(t.pick(place.kinds)), accuracy, *notes)))


def _refused(index: PlaceIndex, query: str, t: Translator) -> str:
    found = typed_place(index, query.strip()) if query.strip() else None
    return t.fill(found) if isinstance(found, Message) else ""


def _found(query: str, pack: RegionPack, sites: Sites | None) -> tuple[NamedPlace, ...]:
    return search_places(caches.places(pack, sites or Sites(())), query) if query.strip() else ()


def _look_at(found: tuple[NamedPlace, ...], at: Any, t: Translator) -> None:
    """Have the map look at one of the places that were found; a browser may name any."""
    if not isinstance(at, int) or not 0 <= at < len(found):
        return
    place, before = found[at], notices().focus
    count = before.count + 1 if before else 1
    notice(focus=FoundPlace(place.lon, place.lat, place.zoom, t.pick(place.names), count))
