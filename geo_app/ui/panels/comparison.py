"""Questions to the ranking: up to four sites side by side, why one before another, and what is alike."""

from __future__ import annotations

import streamlit as st

from geo_app.core.i18n import Translator
from geo_app.ranking.model import Ranking
from geo_app.report.comparison import compare, similar_sites, why_before
from geo_app.report.render import render
from geo_app.report.text import RobustnessBySite, Wording, site_name
from geo_app.session import events
from geo_app.session.model import MOST_COMPARED
from geo_app.session.screen import shown_compared
from geo_app.ui.state import send, session

_COMPARE_KEY = "compare"
_OTHER_KEY = "lead_other"


def compare_panel(ranking: Ranking, wording: Wording, *, selected: str, robustness_by_site: RobustnessBySite) -> None:
    """Choose up to four sites and show them side by side; they are marked on the map as well."""
    t = wording.t
    names = _names(ranking, t)
    compared = shown_compared(session(), ranking)
    st.session_state[_COMPARE_KEY] = list(compared)
    st.multiselect(
        t("Sites to compare, up to {n}", n=MOST_COMPARED),
        list(names),
        format_func=lambda site: names[site],
        max_selections=MOST_COMPARED,
        placeholder=t("Choose sites"),
        key=_COMPARE_KEY,
        on_change=_take_compared,
    )
    if selected and selected not in compared and selected in names:
        label = t("Add {site}", site=names[selected])
        st.button(label, on_click=send, args=(events.toggle_compared, selected), key="compare_selected")
    if compared:
        found = compare(ranking, compared, robustness_by_site, wording)
        st.html(render("compare.html", t, found=found))


def _take_compared() -> None:
    send(events.choose_compared, st.session_state[_COMPARE_KEY])


def _take_other() -> None:
    send(events.choose_other, str(st.session_state[_OTHER_KEY]))


def lead_panel(ranking: Ranking, wording: Wording, *, selected: str) -> None:
    """Say why the selected site stands before another, or behind it; any pair of ranked sites."""
    t = wording.t
    ranked = [item.site.id for item in ranking.sites if item.rank is not None]
    if selected not in ranked or len(ranked) < 2:
        st.info(t("Choose a ranked site, and there must be a second one to compare it with."))
        return
    names = _names(ranking, t)
    others = [site for site in ranked if site != selected]
    st.caption(t("{site} and …", site=names[selected]))
    other = session().other if session().other in others else others[0]
    st.session_state[_OTHER_KEY] = other
    st.selectbox(
        t("The other site"), others, format_func=lambda site: names[site], key=_OTHER_KEY, on_change=_take_other
    )
    if ranking.scenario.method != "weighted_sum":
        st.info(t("The points are those of the weighted sum; the chosen method adds them up in another way."))
    st.html(render("lead.html", t, lead=why_before(ranking, selected, other, wording)))


def similar_panel(ranking: Ranking, wording: Wording, *, selected: str) -> None:
    """List the sites most like the selected one, with what differs."""
    t = wording.t
    chosen = next((item for item in ranking.sites if item.site.id == selected and item.rank is not None), None)
    if chosen is None:
        st.info(t("Choose a ranked site to see which others are like it."))
        return
    sites = similar_sites(ranking, selected, wording)
    st.html(render("similar.html", t, name=site_name(chosen.site, t), sites=sites))


def _names(ranking: Ranking, t: Translator) -> dict[str, str]:
    return {item.site.id: site_name(item.site, t) for item in ranking.sites}
