"""Language and sector profile."""

from __future__ import annotations

import streamlit as st

from geo_app.core.i18n import LANGUAGES
from geo_app.report.text import Wording
from geo_app.session import events
from geo_app.session.screen import shown_profile
from geo_app.ui.state import send, session

_LANGUAGE_KEY, _PROFILE_KEY = "language", "profile"


def language_switch(language: str) -> None:
    """Offer the four languages, each by its own name."""
    st.session_state[_LANGUAGE_KEY] = language
    st.segmented_control(
        "Тіл / Язык / Language / 语言",
        list(LANGUAGES),
        format_func=lambda code: LANGUAGES[code],
        key=_LANGUAGE_KEY,
        on_change=_take_language,
        required=True,
        label_visibility="collapsed",
    )


def _take_language() -> None:
    send(events.choose_language, str(st.session_state[_LANGUAGE_KEY]))


def profile_select(wording: Wording) -> None:
    """Offer the pack's sectors; the choice brings its weights."""
    pack, t = wording
    st.session_state[_PROFILE_KEY] = shown_profile(session(), pack)
    st.selectbox(
        t("Sector profile"),
        list(pack.profiles),
        format_func=lambda name: t.pick(pack.profiles[name].titles),
        key=_PROFILE_KEY,
        on_change=_take_profile,
    )


def _take_profile() -> None:
    send(events.choose_profile, str(st.session_state[_PROFILE_KEY]))


def profile_text(wording: Wording) -> None:
    """Say what the chosen profile is for, and what it still lacks."""
    pack, t = wording
    chosen = pack.profiles[shown_profile(session(), pack)]
    texts = [t.pick(chosen.descriptions)]
    if chosen.waiting:
        titles = ", ".join(t.pick(pack.waiting[item.criterion].titles) for item in chosen.waiting)
        texts.append(t("Weighs nothing until you add a layer for it: {criteria}.", criteria=titles))
    st.caption(" ".join(texts))
