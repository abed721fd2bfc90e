"""The session in the page's address and in the browser: a reload finds it again, Back and Forward walk its steps.

The address is read once, at a session's first run, and from then on written by the component alone: Streamlit's own
query parameters make an entry of the browser's history for every change, and know no Back. Language and profile stay
readable in it; the rest is the text of `geo_app.session.codec`, or its hash where it is too long for an address, which
the browser's store of this tab resolves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from geo_app.core.errors import SessionError
from geo_app.core.i18n import LANGUAGES, N_
from geo_app.region.model import RegionPack
from geo_app.session.codec import decode, encode, missing_layers
from geo_app.session.history import History, record, travel
from geo_app.session.model import Session
from geo_app.session.screen import shown_profile
from geo_app.ui import caches
from geo_app.ui.components.contract import AddressData
from geo_app.ui.components.declare import served_component
from geo_app.ui.state import MEMORY_KEY, Memory, memory, notice, notices, put, session

LANGUAGE, PROFILE, CODE = "lang", "profile", "s"

LONGEST_CODE = 4_000
"""Longer texts are no address that a mail program leaves whole."""

HELD = "~"
"""Begins the code of a session that the browser's store holds."""

_KEY = "address"

_component = served_component("address", html="")


def begin(pack: RegionPack, default_language: str) -> None:
    """Make the session at its first run: from the address, and in the language that the browser asks for."""
    if memory().begun:
        return
    asked = {name: str(st.query_params.get(name, "")) for name in (LANGUAGE, PROFILE, CODE)}
    language = next((code for code in (asked[LANGUAGE], asked_language(st.context.locale)) if code in LANGUAGES), "")
    start = replace(Session(), language=language or default_language, profile=_known(asked[PROFILE], pack))
    st.session_state[MEMORY_KEY] = Memory(History(start), begun=True)
    code = asked[CODE]
    if code and not code.startswith(HELD):
        found = _opened(code, start, pack)
        st.session_state[MEMORY_KEY] = replace(memory(), history=History(found))


def asked_language(locale: str | None) -> str:
    """Name the language that a browser asks for: ``zh-CN`` asks for ``zh``."""
    return (locale or "").replace("_", "-").split("-")[0].lower()


def keep_address(pack: RegionPack) -> None:
    """Have the address and the browser's store hold the session as it is now."""
    now, history = session(), memory().history
    data: AddressData = {
        "visit": memory().visit,
        "code": _code(now),
        "lang": now.language,
        "profile": shown_profile(now, pack),
        "step": history.step,
        "heard": notices().address_heard,
        "longest": LONGEST_CODE,
    }
    _component(key=_KEY, data=data, on_go_change=lambda: _take(st.session_state[_KEY].get("go"), pack))


def _code(session: Session) -> str:
    """Write what was set, with the date that it was seen on: whoever opens the address sees the same ranks."""
    set_up = replace(session, language="", profile="")
    return encode(caches.dated(set_up)) if encode(set_up) else ""


def _take(asked: Any, pack: RegionPack) -> None:
    """Go to the step that the browser is at, or open what it kept; a browser may tell anything."""
    if not isinstance(asked, Mapping):
        return
    number, code = asked.get("number"), asked.get("code")
    notice(address_heard=number if isinstance(number, int) else 0, redraw=True)
    if not isinstance(code, str):
        notice(opening_problem=SessionError(_NOT_HELD))
        return
    now = session()
    language, profile = str(asked.get("lang", "")), str(asked.get("profile", ""))
    start = replace(
        now,
        language=language if language in LANGUAGES else now.language,
        profile=_known(profile, pack) or shown_profile(now, pack),
    )

    def wanted(other: Session) -> bool:
        same = (other.language, shown_profile(other, pack)) == (start.language, start.profile)
        return same and _code(other) == code

    found = travel(memory().history, wanted)
    put(found if found else record(memory().history, _opened(code, start, pack)))


_NOT_HELD = N_(
    "The settings of this address are kept only in the browser tab that made them, because they are too long for an "
    "address. Open it there, or ask for the file."
)


def _opened(code: str, start: Session, pack: RegionPack) -> Session:
    """Read a code; one that cannot be read leaves the start, and the page says why."""
    try:
        found = decode(code, pack, caches.own_layers())
        notice(opening_problem=None, lost_layers=missing_layers(code, found))
    except SessionError as error:
        notice(opening_problem=error)
        return start
    return replace(found, language=start.language, profile=start.profile or found.profile, upload=start.upload)


def _known(profile: str, pack: RegionPack) -> str:
    return profile if profile in pack.profiles else ""
