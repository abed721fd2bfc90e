"""The method page: how ranks come about, with every weight's reason and every criterion's data."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo_app.intake.user_sites import to_sites
from geo_app.ranking.rank import rank
from geo_app.report.method import method_html
from geo_app.report.text import Wording
from geo_app.ui import caches
from geo_app.ui.session_scenario import current_scenario
from geo_app.ui.state import state


def page(wording: Wording) -> None:
    """Describe the method by the site that is first now."""
    pack = wording.pack
    scenario = replace(current_scenario(pack), method="weighted_sum")
    mine = state()
    sites = to_sites(mine.own_sites, caches.sites(pack, mine.upload))
    ranking = rank(sites, scenario, pack, measurer=caches.measurer())
    st.html(method_html(ranking, wording))
