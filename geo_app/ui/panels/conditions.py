"""What counts before any score: the date, what is left out, what a site must offer; and how many sites each costs."""

from __future__ import annotations

from datetime import date

import streamlit as st

from geo_app.ranking.model import Ranking, Requirement
from geo_app.region.model import RegionPack
from geo_app.report.conditions import Subject, funnel_lines, subjects
from geo_app.report.render import render
from geo_app.report.text import Wording, requirement_text, unit_text
from geo_app.session import events
from geo_app.ui.state import send, session

_DATE_KEY = "on"
_SUBJECT_KEY, _RELATION_KEY, _BOUND_KEY = "demand:subject", "demand:relation", "demand:bound"


def conditions_panel(ranking: Ranking, wording: Wording) -> None:
    """Show date, exclusions, requirements and the funnel."""
    t = wording.t
    _exclusions(ranking, wording)
    _requirements(wording)
    if ranking.scenario.exclusions or ranking.scenario.requirements:
        lines = funnel_lines(ranking, wording)
        st.html(render("funnel.html", t, lines=lines, total=len(ranking.sites)))
    _date(ranking, wording)


def _date(ranking: Ranking, wording: Wording) -> None:
    pack, t = wording
    st.session_state[_DATE_KEY] = ranking.scenario.on
    st.date_input(
        t("Judge dated facts on"),
        min_value=date(2015, 1, 1),
        max_value=date(2050, 12, 31),
        format="YYYY-MM-DD",
        key=_DATE_KEY,
        on_change=_take_date,
        help=t(
            "A border crossing that is closed on this day does not count. The data is as of {date}.",
            date=t.date(pack.as_of),
        ),
    )


def _take_date() -> None:
    chosen = st.session_state[_DATE_KEY]
    send(events.choose_date, chosen if isinstance(chosen, date) else None)


def _exclusions(ranking: Ranking, wording: Wording) -> None:
    pack, t = wording
    for rule in pack.exclusions.values():
        key = f"exclusion:{rule.id}"
        st.session_state[key] = rule.id in ranking.scenario.exclusions
        st.checkbox(
            t("Leave out sites: {condition}", condition=t.pick(rule.titles)),
            key=key,
            on_change=_take_exclusions,
            args=(tuple(pack.exclusions),),
        )


def _take_exclusions(rules: tuple[str, ...]) -> None:
    send(events.choose_exclusions, [rule for rule in rules if st.session_state[f"exclusion:{rule}"]])


def _requirements(wording: Wording) -> None:
    """List what is required, each with a button that drops it, and offer to require more."""
    t = wording.t
    for number, requirement in enumerate(session().requirements):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(requirement_text(requirement, wording), width="stretch")
            st.button(t("Remove"), key=f"demand:{number}", on_click=send, args=(events.drop_requirement, requirement))
    offered = {subject.id: subject for subject in subjects(wording)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            t("Require of a site"),
            list(offered),
            index=None,
            placeholder=t("Choose what it must offer"),
            format_func=lambda name: offered[name].title,
            key=_SUBJECT_KEY,
            width="stretch",
        )
        if chosen is not None:
            _bound(offered[chosen], wording)
            st.button(t("Require it"), key="demand:add", on_click=_require, args=(offered[chosen],), type="primary")


def _bound(subject: Subject, wording: Wording) -> None:
    pack, t = wording
    if subject.codes:
        st.selectbox(
            t("Only"), list(subject.codes), format_func=lambda code: subject.codes[code], key=f"{_BOUND_KEY}:codes"
        )
        return
    relations = {"<=": t("at most"), ">=": t("at least")}
    falls = subject.id in pack.criteria and _falls(subject.id, pack)
    st.selectbox(
        t("Bound"),
        list(relations) if falls else list(reversed(relations)),
        format_func=lambda relation: relations[relation],
        key=f"{_RELATION_KEY}:{falls}",
        width=130,
    )
    st.number_input(
        unit_text(subject.unit, t) or t("Number"), value=None, min_value=0.0, key=f"{_BOUND_KEY}:number", width=130
    )


def _falls(criterion: str, pack: RegionPack) -> bool:
    """Say whether less of a criterion is better, so that the bound to expect is an upper one."""
    points = pack.criteria[criterion].value_function.points
    return points[0][1] > points[-1][1]


def _require(subject: Subject) -> None:
    if subject.codes:
        made = Requirement(subject.id, "=", str(st.session_state[f"{_BOUND_KEY}:codes"]))
    else:
        bound = st.session_state[f"{_BOUND_KEY}:number"]
        relation = next(
            value for falls in (True, False) if (value := st.session_state.get(f"{_RELATION_KEY}:{falls}")) is not None
        )
        if bound is None:
            return
        made = Requirement(subject.id, "<=" if relation == "<=" else ">=", float(bound))
    send(events.require, made)
    st.session_state[_SUBJECT_KEY] = None
