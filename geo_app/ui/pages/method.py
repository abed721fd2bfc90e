"""The method page: how ranks come about, with every weight's reason and every criterion's data."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo_app.ranking.rank import rank
from geo_app.report.method import method_html
from geo_app.report.text import Wording
from geo_app.ui import caches
from geo_app.ui.components.address import keep_address
from geo_app.ui.state import session


def page(wording: Wording) -> None:
    """Describe the method by the site that is first now."""
    pack = wording.pack
    shown = caches.shown_screen(session(), pack)
    scenario = replace(shown.scenario, method="weighted_sum")
    ranking = rank(shown.sites, scenario, pack, measurer=caches.measurer())
    st.html(method_html(ranking, wording, caches.measurer()))
    keep_address(pack)
