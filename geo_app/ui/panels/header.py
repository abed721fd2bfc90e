"""Language and sector profile."""

from __future__ import annotations

import streamlit as st

from geo_app.core.i18n import LANGUAGES, Translator, translator
from geo_app.ranking.scenario import default_profile
from geo_app.report.text import Wording
from geo_app.ui.state import LANGUAGE_KEY, PROFILE_KEY, remember, remembered


def current_language(default: str) -> str:
    """Name the language in force: the one just chosen, else the address's."""
    chosen = st.session_state.get(LANGUAGE_KEY) or remembered(LANGUAGE_KEY, LANGUAGES, default)
    return chosen if chosen in LANGUAGES else default


def language_switch(default: str) -> Translator:
    """Show the language switch; the choice is part of the page's address."""
    chosen = st.segmented_control(
        "Тіл / Язык / Language / 语言",
        list(LANGUAGES),
        default=remembered(LANGUAGE_KEY, LANGUAGES, default),
        format_func=lambda code: LANGUAGES[code],
        key=LANGUAGE_KEY,
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    language = chosen or default
    remember(LANGUAGE_KEY, language)
    return translator(language)


def profile_select(wording: Wording) -> str:
    """Show the sector profiles with the reasoning of the chosen one."""
    pack, t = wording
    names = list(pack.profiles)
    chosen = st.selectbox(
        t("Sector profile"),
        names,
        index=names.index(remembered(PROFILE_KEY, names, default_profile(pack))),
        format_func=lambda name: t.pick(pack.profiles[name].titles),
        key=PROFILE_KEY,
        persist_state="session",
    )
    profile = pack.profiles[chosen or default_profile(pack)]
    remember(PROFILE_KEY, profile.id)
    st.caption(t.pick(profile.descriptions))
    if profile.waiting:
        titles = ", ".join(t.pick(pack.waiting[item.criterion].titles) for item in profile.waiting)
        st.caption(t("Weighs nothing until you add a layer for it: {criteria}.", criteria=titles))
    return profile.id
