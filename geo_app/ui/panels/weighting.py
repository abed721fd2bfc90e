"""Guided ways to weights: what a step is worth (swing), pairs (AHP), and text to paste or keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations

import numpy as np
import streamlit as st

from geo_app.core.arrays import Floats
from geo_app.core.errors import ScenarioError
from geo_app.core.i18n import N_, Translator
from geo_app.ranking.model import Ranking
from geo_app.ranking.weight_text import MAX_CHARACTERS, read_weights, write_weights
from geo_app.ranking.weighting import ACCEPTABLE_CONSISTENCY, ahp, most_inconsistent, swing
from geo_app.region.model import RegionPack
from geo_app.region.value_functions import best_and_worst
from geo_app.report.text import Wording, unit_text
from geo_app.session import events
from geo_app.session.screen import shown_function, shown_profile, shown_weights
from geo_app.ui.components.criteria_editor import criteria_editor
from geo_app.ui.error_messages import escape_markdown, show_error
from geo_app.ui.state import send, session

_WAY_KEY = "weighting"
WAYS: Mapping[str, str] = {
    "sliders": N_("Sliders"),
    "swing": N_("Swing"),
    "pairs": N_("Pairs"),
    "text": N_("Paste or save"),
}
MOST_PAIRED = 7
"""Criteria that are compared in pairs: more of them, and nobody answers the last questions with care."""
FIRST_PAIRED = 4
STRONGEST = 9


def weighting_panel(wording: Wording, *, ranking: Ranking, selected: str) -> None:
    """Show one way to weights, and the switch between them."""
    t = wording.t
    profile, way = shown_profile(session(), wording.pack), session().way
    st.session_state[_WAY_KEY] = way
    st.segmented_control(
        t("How to find the weights"),
        list(WAYS),
        format_func=lambda name: t(WAYS[name]),
        key=_WAY_KEY,
        on_change=_take_way,
        required=True,
        label_visibility="collapsed",
    )
    match way:
        case "swing":
            _swing(wording, profile)
        case "pairs":
            _pairs(wording, profile)
        case "text":
            _text(wording, profile)
        case _:
            criteria_editor(wording, ranking=ranking, selected=selected)


def _take_way() -> None:
    send(events.choose_way, str(st.session_state[_WAY_KEY]))


def _take_and_show(pack: RegionPack, weights: Mapping[str, float]) -> None:
    send(events.take_weights, pack, weights)
    send(events.choose_way, "sliders")


# ---------------------------------------------------------------------------------------------------- swing


def _swing(wording: Wording, profile: str) -> None:
    """Ask what the step from worst to best is worth, in each criterion's own unit."""
    pack, t = wording
    weights = {name: weight for name, weight in shown_weights(session(), pack).items() if weight > 0}
    st.caption(
        t(
            "Imagine a site that is worst in everything. Which one step would you choose first? It gets 100 points; "
            "give each other step the points that it is worth beside it."
        )
    )
    heaviest = max(weights.values())
    with st.form(f"swing:{profile}", border=False):
        points = {
            name: st.slider(_step(name, wording), 0, 100, round(100 * weight / heaviest), key=f"swing:{profile}:{name}")
            for name, weight in weights.items()
        }
        if st.form_submit_button(t("Use these weights"), type="primary"):
            try:
                found = swing(list(points.values()))
            except ScenarioError as error:
                show_error(error, t)
                return
            send(events.take_weights, pack, dict(zip(points, found.tolist(), strict=True)))
            st.rerun()  # this run has ranked already


def _step(name: str, wording: Wording) -> str:
    pack, t = wording
    criterion = pack.criteria[name]
    best, worst = best_and_worst(shown_function(session(), pack, name))
    unit = unit_text(criterion.unit, t)
    return t(
        "{criterion}: from {worst} to {best} {unit}",
        criterion=escape_markdown(t.pick(criterion.titles)),
        worst=t.number(worst, criterion.digits),
        best=t.number(best, criterion.digits),
        unit=unit,
    )


# ---------------------------------------------------------------------------------------------------- pairs


def _pairs(wording: Wording, profile: str) -> None:
    """Compare criteria two by two; the chosen ones share out what they weigh together."""
    pack, t = wording
    weights = {name: weight for name, weight in shown_weights(session(), pack).items() if weight > 0}
    titles = {name: t.pick(pack.criteria[name].titles) for name in weights}
    heaviest = sorted(weights, key=lambda name: -weights[name])[:FIRST_PAIRED]
    chosen = st.multiselect(
        t("Criteria to compare, up to {n}", n=MOST_PAIRED),
        list(weights),
        default=heaviest,
        max_selections=MOST_PAIRED,
        format_func=lambda name: titles[name],
        key=f"pairs:{profile}",
        persist_state="session",
    )
    if len(chosen) < 2:
        st.info(t("Choose at least two criteria."))
        return
    st.caption(t("They share out what they weigh together now; the others stay as they are."))
    matrix = _judgements(chosen, titles, t, profile)
    found = ahp(matrix)
    together = sum(weights[name] for name in chosen)
    shares = dict(zip(chosen, (together * found.weights).tolist(), strict=True))
    text = ", ".join(f"{titles[name]} {t.percent(share / 100)}" for name, share in shares.items())
    st.markdown(escape_markdown(text))
    _consistency(matrix, found.consistency_ratio, chosen, titles, t)
    st.button(
        t("Use these weights"),
        type="primary",
        on_click=_take_and_show,
        args=(pack, weights | shares),
        key="use_pairs",
    )


def _judgements(chosen: list[str], titles: Mapping[str, str], t: Translator, profile: str) -> Floats:
    """Ask for each pair which matters more, and by how much: (m, m), reciprocal."""
    matrix = np.ones((len(chosen), len(chosen)))
    words = _strengths(t)
    for i, j in combinations(range(len(chosen)), 2):
        a, b = chosen[i], chosen[j]
        answer = st.select_slider(
            t("{one} or {other}?", one=escape_markdown(titles[a]), other=escape_markdown(titles[b])),
            list(range(-STRONGEST + 1, STRONGEST)),
            value=0,
            format_func=words,
            key=f"pair:{profile}:{a}:{b}",
            persist_state="session",
        )
        matrix[i, j] = 1.0 - answer if answer < 0 else 1.0 / (1.0 + answer)
        matrix[j, i] = 1.0 / matrix[i, j]
    return matrix


def _strengths(t: Translator) -> Callable[[int], str]:
    """Name a step of the scale: left of the middle the first of the pair matters more, right of it the second."""

    def words(step: int) -> str:
        if step == 0:
            return t("equal")
        if step < 0:
            return t("the first, {n} times", n=1 - step)
        return t("the second, {n} times", n=1 + step)

    return words


def _consistency(matrix: Floats, ratio: float, chosen: list[str], titles: Mapping[str, str], t: Translator) -> None:
    text = t.number(ratio, 2)
    if ratio <= ACCEPTABLE_CONSISTENCY:
        st.caption(t("Consistency ratio {ratio}: the answers fit each other.", ratio=text))
        return
    worst = most_inconsistent(matrix)
    stronger, times = (worst.i, worst.value) if worst.value >= 1 else (worst.j, 1 / worst.value)
    names = [escape_markdown(titles[name]) for name in chosen]
    st.warning(
        t(
            "Consistency ratio {ratio}, more than 0.10: the answers contradict each other. Least fitting is {one} or "
            "{other}: to the other answers it would fit that {stronger} matters {n} times as much.",
            ratio=text,
            one=names[worst.i],
            other=names[worst.j],
            stronger=names[stronger],
            n=t.number(times, 1),
        )
    )


# ----------------------------------------------------------------------------------------------------- text


def _text(wording: Wording, profile: str) -> None:
    """Paste weights, and keep those in force."""
    pack, t = wording
    text = st.text_area(
        t("Weights, one criterion a line"),
        placeholder=write_weights(shown_weights(session(), pack)),
        height=180,
        max_chars=MAX_CHARACTERS,
        key=f"weight_text:{profile}",
        help=t("A line is a criterion and its weight, as in rail: 30. JSON of a scenario or a ranking works too."),
    )
    with st.container(horizontal=True):
        if st.button(t("Use these weights"), type="primary", key="use_text"):
            try:
                found = read_weights(text, pack)
            except ScenarioError as error:
                show_error(error, t)
            else:
                send(events.take_weights, pack, found)
                st.rerun()
        st.download_button(
            t("Save the weights"),
            write_weights(shown_weights(session(), pack)),
            f"weights-{profile}.txt",
            "text/plain",
            on_click="ignore",
            key="save_weights",
        )
