"""From an error of the core to what the user sees: one table, one place."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from geo_app.core.errors import (
    GeoAppError,
    LayerError,
    OwnSiteError,
    PackError,
    ScenarioError,
    SessionError,
    SitesError,
    StoryError,
)
from geo_app.core.i18n import N_, Translator
from geo_app.core.messages import RowNote

TITLES: Mapping[type[GeoAppError], str] = {
    SitesError: N_("This file could not be read. The sites shown before are still there."),
    OwnSiteError: N_("Nothing was changed. Your sites are as they were."),
    LayerError: N_("This file could not become a layer. The layers shown before are still there."),
    StoryError: N_("This story could not be opened. The story shown before is still there."),
    SessionError: N_("These settings could not be opened. The page shows what was set before."),
    ScenarioError: N_("These settings do not make a ranking."),
    PackError: N_("The region's data is damaged, so nothing is ranked."),
    GeoAppError: N_("The service is not set up correctly."),
}


def show_error(error: GeoAppError, t: Translator) -> None:
    """Show an error with what to do about it."""
    title = next(TITLES[kind] for kind in type(error).__mro__ if kind in TITLES)
    st.error(f"**{t(title)}**\n\n{escape_markdown(t.fill(error.message))}")


def row_lines(rows: tuple[RowNote, ...], t: Translator) -> list[tuple[int, str]]:
    """List what was said about rows: row number and text."""
    return [(row.row, t.fill(row.message)) for row in rows]


def escape_markdown(text: str) -> str:
    """Make a text from a file show as itself in Streamlit's Markdown."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()<>#+-!|$~:" else c for c in text)
