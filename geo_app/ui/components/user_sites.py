"""The list of the user's own sites: names, places, areas; paste, save, load; and what the map tells of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import streamlit as st

from geo_app.core.errors import OwnSiteError
from geo_app.core.i18n import N_, Translator
from geo_app.core.messages import Message, RowError, RowNote
from geo_app.core.sites import Sites
from geo_app.core.text import clean_text
from geo_app.intake import user_site_files, user_sites
from geo_app.intake.coordinates.parser import Place, parse_place, read_coordinates
from geo_app.intake.place_search import locate_town
from geo_app.intake.user_sites import OwnSite, OwnSites
from geo_app.report.text import Wording, accuracy_text
from geo_app.session import Session, events
from geo_app.ui import caches
from geo_app.ui.components.contract import UserSitesData, UserSitesRow
from geo_app.ui.components.declare import served_component
from geo_app.ui.components.map_view import MapEvent
from geo_app.ui.error_messages import row_lines
from geo_app.ui.state import PasteReport, notice, notices, send, session

_KEY = "own_sites_panel"

_component = served_component("user_sites", html='<div class="own"></div>')

_WORDS: Mapping[str, str] = {
    "name": N_("Name"),
    "place": N_("Latitude, longitude"),
    "remove": N_("Remove"),
    "show": N_("Show on the map"),
    "undo": N_("Undo"),
    "paste": N_("Paste coordinates, one place a line"),
    "paste_help": N_(
        "Degrees in any form, UTM, MGRS, Plus Codes, links to maps, WKT or GeoJSON; a name may stand before or after."
    ),
    "add": N_("Add"),
    "save": N_("Save as GeoJSON"),
    "empty": N_("None yet. Place a point or draw an area with the map's buttons, or paste coordinates."),
}
_MOST_TYPED = 2_000
_TOO_LONG = N_("The text has {limit} characters or more, and its end may be lost. Write coordinates or a shorter link.")


def own_sites_panel(wording: Wording) -> None:
    """Show the user's own sites and take what is done to them."""

    t = wording.t

    def taking(trigger: str) -> Any:
        return lambda: _take(trigger, st.session_state[_KEY].get(trigger), wording)

    _component(
        key=_KEY,
        data=panel_data(session().own_sites, t),
        height="content",
        **{f"on_{trigger}_change": taking(trigger) for trigger in _ACTIONS},
    )


def panel_data(own: OwnSites, t: Translator) -> UserSitesData:
    """Build what the component draws."""
    now, report = session(), notices().paste_report
    added = t.plural("{n} site was added.", "{n} sites were added.", report.added) if report.added else ""
    return {
        "words": {name: t(text) for name, text in _WORDS.items()},
        "rows": [_row(site, t, now.selected) for site in own],
        "removed": t("{name} was removed.", name=now.removed_sites[-1][1].name) if now.removed_sites else "",
        "added": added,
        "problems": _told(report.problems, t),
        "notes": _told(report.notes, t),
        "rest": report.rest,
        "count": report.count,
        "saved": json.dumps(user_site_files.to_dict(own), ensure_ascii=False, indent=1) if own else "",
    }


def apply(event: MapEvent, wording: Wording) -> bool:
    """Do to the user's own sites what a map event tells; False if it does not concern them.

    An event that cannot be followed (a place outside, say) changes nothing; the list and a passing note say why.
    """
    pack, t = wording
    match event.kind:
        case "drawn":
            _add([Place(0, "", event.lon or 0.0, event.lat or 0.0, "", event.ring)], wording)
        case "moved":
            _change(
                lambda own: user_sites.move(own, event.site, pack.bounds, lon=event.lon, lat=event.lat, ring=event.ring)
            )
        case "removed":
            _remove(event.site)
        case _:
            return False
    for problem in _told(notices().paste_report.problems, t):
        st.toast(problem)
    return True


# --------------------------------------------------------------------------------------------------- actions


def _take(trigger: str, value: Any, wording: Wording) -> None:
    """Follow what the component tells; a browser may tell anything."""
    given = value if isinstance(value, Mapping) else {"text": value}
    texts = {name: text for name, text in given.items() if isinstance(text, str)}
    if "text" in texts or "id" in texts:
        _ACTIONS[trigger](texts.get("id", ""), texts.get("text", ""), wording)


def _paste(_: str, text: str, wording: Wording) -> None:
    pack = wording.pack
    try:
        found = read_coordinates(text, pack.bounds, lambda town: locate_town(caches.places(pack, Sites(())), town))
    except OwnSiteError as error:
        _report([_whole(error)])
        return
    refused = _add(found.places, wording)
    problems = sorted((*found.rejected, *refused), key=lambda bad: bad.row)
    added = len(found.places) - len(refused)
    _report(problems, found.notes if added else (), added=added, rest=found.rest(bad.row for bad in problems))


def _add(places: Iterable[Place], wording: Wording) -> list[RowNote]:
    """Add places to the sites, and select the last one; return those that were refused."""
    pack, t = wording
    own, refused = session().own_sites, []
    for place in places:
        point = {} if place.ring else {"lon": place.lon, "lat": place.lat}
        try:
            grown = user_sites.add(
                own, pack.bounds, name=place.name, ring=place.ring, accuracy_m=place.accuracy_m, **point
            )
        except OwnSiteError as error:
            refused.append(RowNote(place.line, error.message))
            continue
        # The same text may be pasted twice by mistake; what is drawn is always meant.
        if place.line and user_sites.is_there(own, grown[-1], clean_text(place.name)):
            refused.append(RowNote(place.line, Message(N_("the same place is among your sites already."))))
            continue
        if not place.name:
            number = t.number(len(grown))
            grown = user_sites.rename(grown, grown[-1].id, t("My site {n}", n=number))
        own = grown
    send(events.change_own_sites, own)
    _report(refused)
    return refused


def _rename(identity: str, text: str, wording: Wording) -> None:
    _change(lambda own: user_sites.rename(own, identity, text))


def _move(identity: str, text: str, wording: Wording) -> None:
    pack = wording.pack
    if len(text) >= _MOST_TYPED:
        _report([RowNote(0, Message(_TOO_LONG, {"limit": _MOST_TYPED}))])
        return
    try:
        place = parse_place(text, pack.bounds, lambda town: locate_town(caches.places(pack, Sites(())), town))
    except RowError as bad:
        _report([bad.note(0)])
        return

    def moved(own: OwnSites) -> OwnSites:
        lon, lat, ring = place.lon, place.lat, place.ring
        return user_sites.move(own, identity, pack.bounds, lon=lon, lat=lat, ring=ring, accuracy_m=place.accuracy_m)

    if _change(moved):
        _report(notes=[RowNote(0, note) for note in place.notes])


def _select(identity: str, text: str, wording: Wording) -> None:
    if any(site.id == identity for site in session().own_sites):
        send(events.select, identity)


def _remove(identity: str, *_: object) -> None:
    _try(events.remove_own_site, identity)


def _undo(*_: object) -> None:
    send(events.restore_own_site)
    _report()


_ACTIONS: Mapping[str, Any] = {
    "paste": _paste,
    "rename": _rename,
    "move": _move,
    "select": _select,
    "remove": _remove,
    "undo": _undo,
}


def _change(change: Callable[[OwnSites], OwnSites]) -> bool:
    """Change the list of sites, or say why not."""
    return _try(lambda now: events.change_own_sites(now, change(now.own_sites)))


def _try(event: Callable[..., Session], *values: str) -> bool:
    """Have an event happen, or say why not."""
    try:
        send(event, *values)
    except OwnSiteError as error:
        _report([_whole(error)])
        return False
    _report()
    return True


def _report(
    problems: Iterable[RowNote] = (),
    notes: Iterable[RowNote] = (),
    *,
    added: int | None = None,
    rest: str | None = None,
) -> None:
    count = notices().paste_report.count + 1
    notice(paste_report=PasteReport(count, added, tuple(problems), tuple(notes), rest))


def _whole(error: OwnSiteError) -> RowNote:
    return RowNote(0, error.message)


def _told(rows: tuple[RowNote, ...], t: Translator) -> list[str]:
    return [t("Line {n}: {text}", n=row, text=text) if row else text for row, text in row_lines(rows, t)]


def _row(site: OwnSite, t: Translator, selected: str) -> UserSitesRow:
    hectares = user_sites.area_ha(site.ring)
    digits = 2 if hectares < 10 else 1 if hectares < 1000 else 0
    area = t("{n} ha", n=t.number(hectares, digits)) if site.ring else ""
    accuracy = accuracy_text(site.accuracy_m, t) if site.accuracy_m else ""
    return {
        "id": site.id,
        "name": site.name,
        "place": f"{site.lat:.5f}, {site.lon:.5f}",
        "area": " · ".join(part for part in (area, accuracy) if part),
        "selected": site.id == selected,
    }
