"""What is read rather than set: the chosen site, excluded sites, the region's figures, the layers' sources."""

from __future__ import annotations

import streamlit as st

from geo_app.ranking.model import Ranking
from geo_app.report.explanation import certainty, explain
from geo_app.report.render import render
from geo_app.report.text import RobustnessBySite, Wording, reason_text, site_name


def explanation_panel(
    ranking: Ranking, wording: Wording, *, selected: str, robustness_by_site: RobustnessBySite
) -> None:
    """Explain the chosen site, or the best one at first."""
    t = wording.t
    chosen = next((item for item in ranking.sites if item.site.id == selected), None)
    if chosen is None:
        st.info(t("Choose a site in the table or on the map to see why it has its rank."))
        return
    site = explain(chosen, ranking, wording)
    widest = max((line.contribution for line in site.lines), default=0.0) or 1.0
    judged = certainty(chosen, ranking, robustness_by_site, wording)
    st.html(render("explanation.html", t, site=site, widest=widest, sure=judged))


def excluded_panel(ranking: Ranking, wording: Wording) -> None:
    """List the sites that are not ranked, each with its reasons."""
    t = wording.t
    excluded = [item for item in ranking.sites if item.excluded_by]
    if not excluded:
        return
    rows = [(site_name(item.site, t), [reason_text(name, wording) for name in item.excluded_by]) for item in excluded]
    title = t.plural("{n} site not ranked", "{n} sites not ranked", len(excluded))
    st.html(render("excluded.html", t, title=title, rows=rows))
