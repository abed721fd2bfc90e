"""The frame around the pages: title, language, navigation; an error of the core is shown, and the app stays up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from geo_app.core.errors import GeoAppError
from geo_app.core.i18n import N_, Translator, translator
from geo_app.report.text import Wording
from geo_app.ui import caches
from geo_app.ui.components.address import begin
from geo_app.ui.components.declare import serve_fonts
from geo_app.ui.error_messages import show_error
from geo_app.ui.pages import data, method, site_selection, stage
from geo_app.ui.panels.header import language_switch
from geo_app.ui.state import notice, notices, session

_STYLE = Path(__file__).parent / "style.css"

Page = Callable[[Wording], None]

PAGES: tuple[tuple[str, str, Page], ...] = (
    ("map", N_("Map and ranking"), site_selection.page),
    ("data", N_("Data"), data.page),
    ("method", N_("Method"), method.page),
    (stage.URL, N_("Stage mode"), stage.page),
)


def app() -> None:
    """Show the chosen page in its frame."""
    st.set_page_config(page_title="geo-app", page_icon="🧭", layout="wide", initial_sidebar_state="collapsed")
    serve_fonts()
    caches.warm_searches()
    st.html(_STYLE)
    t = translator("en")
    try:
        begin(caches.current_pack(), caches.settings().language)
        notice(redraw=False)
        t = translator(session().language)
        pages = [
            st.Page(_framed(page), title=t(name), url_path=path, default=number == 0)
            for number, (path, name, page) in enumerate(PAGES)
        ]
        chosen = st.navigation(pages, position="hidden")
        if st.session_state.pop(stage.LEFT_KEY, False):
            st.switch_page(pages[0])
        if chosen.url_path != stage.URL:
            _head(pages, t)
        chosen.run()
    except GeoAppError as error:
        show_error(error, t)


def _head(pages: Sequence[StreamlitPage], t: Translator) -> None:
    """Show the title, the language switch and the links to the pages."""
    title, links, switch = st.columns([4, 4, 4], vertical_alignment="center")
    with switch, st.container(key="head_language", horizontal_alignment="right"):
        language_switch(t.language)
    with title:
        st.title(t("Site selection: {region}", region=t.pick(caches.current_pack().titles)))
    with links, st.container(horizontal=True):
        for page in pages:
            st.page_link(page, width="content")


def _opening(t: Translator) -> None:
    """Say what could not be taken from the address or brought back by a reload."""
    said = notices()
    if said.opening_problem is not None:
        show_error(said.opening_problem, t)
    if said.lost_layers:
        st.warning(
            t(
                "A layer of your own is not here any more. Add its file again: {layers}.",
                layers=", ".join(said.lost_layers),
            )
        )


def _framed(page: Page) -> Callable[[], None]:
    def show() -> None:
        t = translator(session().language)
        try:
            _opening(t)
            page(Wording(caches.current_pack(), t))
        except GeoAppError as error:
            show_error(error, t)

    return show
