"""The frame around the pages: title, language, navigation; an error of the core is told, and the app stays up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from geo_app.errors import GeoAppError
from geo_app.i18n import N_, Translator, translator
from geo_app.model import Catalog
from geo_app.ui import resources
from geo_app.ui.controls import language_switch
from geo_app.ui.fonts import serve_fonts
from geo_app.ui.messages import show_error
from geo_app.ui.pages import data, method, site_selection

_STYLE = Path(__file__).parents[1] / "style.css"

Page = Callable[[Catalog, Translator], None]

PAGES: tuple[tuple[str, str, Page], ...] = (
    ("map", N_("Map and ranking"), site_selection.page),
    ("data", N_("Data"), data.page),
    ("method", N_("Method"), method.page),
)


def app() -> None:
    """Show the chosen page in its frame."""
    st.set_page_config(page_title="geo-app", page_icon="🧭", layout="wide", initial_sidebar_state="collapsed")
    serve_fonts()
    st.html(_STYLE)
    t = translator("en")
    try:
        title, links, switch = st.columns([5, 3, 4], vertical_alignment="center")
        with switch, st.container(key="head_language", horizontal_alignment="right"):
            t = language_switch(resources.settings().language)
        catalog = resources.catalog()
        with title:
            st.title(t("Site selection: {region}", region=t.pick(catalog.titles)))
        pages = [
            st.Page(_framed(page, catalog, t), title=t(name), url_path=path, default=number == 0)
            for number, (path, name, page) in enumerate(PAGES)
        ]
        chosen = st.navigation(pages, position="hidden")
        with links, st.container(horizontal=True):
            for page in pages:
                st.page_link(page, width="content")
        chosen.run()
    except GeoAppError as error:
        show_error(error, t)


def _framed(page: Page, catalog: Catalog, t: Translator) -> Callable[[], None]:
    def show() -> None:
        try:
            page(catalog, t)
        except GeoAppError as error:
            show_error(error, t)

    return show
