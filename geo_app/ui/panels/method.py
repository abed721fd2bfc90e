"""How values become a score, and whether another way would change the top of the list."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from geo_app.core.i18n import N_, Translator
from geo_app.ranking.analysis import TOP, second_opinions
from geo_app.ranking.model import Method, Ranking
from geo_app.report.render import render
from geo_app.report.second_opinions import METHOD_NAMES, opinion_sentences
from geo_app.session import events
from geo_app.ui.components.caution_slider import caution_slider
from geo_app.ui.state import send, session

_METHOD_KEY = "method"

CAPTIONS = {
    "weighted_sum": N_("Each value times its weight, added up: a strength makes up for a weakness."),
    "topsis": N_("Near to the best there is in everything, far from the worst."),
    "owa": N_("The weaker values count more: how much more is for you to say."),
}


def method_control(ranking: Ranking, t: Translator) -> None:
    """Show the choice of method with what it means, and what the other methods say."""
    mine = session()
    methods = list(get_args(Method))
    st.session_state[_METHOD_KEY] = mine.method
    st.radio(
        t("Method"),
        methods,
        format_func=lambda method: t(METHOD_NAMES[method]),
        captions=[t(CAPTIONS[method]) for method in methods],
        key=_METHOD_KEY,
        on_change=_take_method,
    )
    if mine.method == "topsis":
        st.warning(
            t(
                "TOPSIS compares with the best and the worst of the list. A site that is added or removed, even one "
                "that nobody wants, can turn the order of the others. Use it as a second opinion."
            )
        )
    if mine.method == "owa":
        caution_slider(t)
    st.html(render("opinions.html", t, sentences=opinion_sentences(ranking, t, mine.caution)))


def _take_method() -> None:
    send(events.choose_method, st.session_state[_METHOD_KEY])


def disagreement(ranking: Ranking, t: Translator) -> None:
    """Warn above the ranking where other methods have other sites in the top five, and say nothing else."""
    different = [o for o in second_opinions(ranking, session().caution) if o.enter or o.leave]
    if different:
        methods = ", ".join(t(METHOD_NAMES[opinion.method]) for opinion in different)
        st.caption(t("Other best {n} by: {methods}. See the tab “Method”.", n=TOP, methods=methods))
