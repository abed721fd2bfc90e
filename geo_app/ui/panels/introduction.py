"""The first ten seconds: what this is, and where to begin."""

from __future__ import annotations

import streamlit as st

from geo_app.report.text import Wording
from geo_app.session import events
from geo_app.session.screen import shown_profile
from geo_app.ui.state import send, session


def introduction(wording: Wording) -> None:
    """Say in a sentence what the page does and offer three ways to begin, until it is closed."""
    t = wording.t
    if not session().introduced:
        return
    with st.container(key="introduction", horizontal=True, vertical_alignment="center"):
        st.markdown(t("Find where to build: sites ranked by your sector's needs, every figure with its source."))
        with st.popover(t("Choose a sector"), icon=":material/factory:"):
            _sectors(wording)
        st.button(
            t("Bring my sites"),
            icon=":material/add_location_alt:",
            on_click=send,
            args=(events.open_controls, "own_sites"),
            key="introduction_sites",
        )
        with st.popover(t("How to read the map"), icon=":material/help:"):
            _map_explained(wording)
        st.button(
            t("Close"),
            icon=":material/close:",
            type="tertiary",
            on_click=send,
            args=(events.close_introduction,),
            key="introduction_off",
        )


def _sectors(wording: Wording) -> None:
    pack, t = wording
    chosen = shown_profile(session(), pack)
    for name, profile in pack.profiles.items():
        st.button(
            t.pick(profile.titles),
            help=t.pick(profile.descriptions),
            type="primary" if name == chosen else "tertiary",
            on_click=send,
            args=(events.choose_profile, name),
            key=f"introduction_sector:{name}",
        )


def _map_explained(wording: Wording) -> None:
    t = wording.t
    lines = [
        t("A number on the map is a site's rank; 1 is best. Its shape tells the kind of site; the legend names them."),
        t("The colour below tells how suitable any place is, from 0 to 100, by the same weights."),
        t("A cross marks a site that a condition rules out."),
        t("Click a site: lines show what its distances are measured to, and the reasons stand below the map."),
        t("Click any other place to have it explained and compared."),
        t("± tells how exactly a position is known. Of a site known to its district only, the score is an average."),
    ]
    st.markdown("\n".join(f"- {line}" for line in lines))
