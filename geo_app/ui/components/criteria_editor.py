"""The criteria: weights that keep to 100 %, and what a measurement is worth, drawn and editable.

One component, so that a slider costs one message and not one for each of thirty sliders. What the user does comes back
as one kind of event and is taken into the session's state before the run that it causes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import pairwise
from typing import Any, cast, get_args

import numpy as np
import streamlit as st

from geo_app.core.errors import ScenarioError
from geo_app.core.i18n import N_, Translator
from geo_app.ranking.model import RankedSite, Ranking
from geo_app.region.model import Criterion, RegionPack, ValueFunction, ValueKind
from geo_app.region.value_functions import domain, drawn, from_dict, reshaped
from geo_app.report.method import KIND_NAMES
from geo_app.report.text import Wording, site_name, unit_text
from geo_app.session import events
from geo_app.session.screen import shown_function, shown_profile, shown_weights
from geo_app.ui.components.contract import CurveHandle, CurveNumber, EditorData, EditorDetail
from geo_app.ui.components.declare import served_component
from geo_app.ui.state import notice, notices, send, session

_KEY = "criteria"

_component = served_component("criteria_editor", html='<div class="criteria"></div>')


def criteria_editor(wording: Wording, *, ranking: Ranking, selected: str) -> None:
    """Show each criterion's weight, and of the opened one what its measurements are worth."""
    pack = wording.pack
    data = editor_data(wording, ranking=ranking, selected=selected)
    _component(key=_KEY, data=data, on_change_change=partial(_take, pack))


def editor_data(wording: Wording, *, ranking: Ranking, selected: str) -> EditorData:
    """Build what the component draws."""
    pack, t = wording
    now, weights = session(), shown_weights(session(), pack)
    profile = shown_profile(now, pack)
    edits = now.edits_of(profile)
    shown = dict(zip(weights, whole_percents(list(weights.values())), strict=True))
    opened = now.opened if now.opened in weights else ""
    return {
        "words": _words(t),
        "profile": profile,
        "heard": notices().heard,
        "rows": [
            {
                "id": name,
                "title": t.pick(pack.criteria[name].titles),
                "percent": weights[name],
                "shown": shown[name],
                "locked": name in edits.locked,
                "changed": name in edits.functions,
            }
            for name in weights
        ],
        "more": [
            (criterion.id, t.pick(criterion.titles))
            for criterion in sorted(pack.criteria.values(), key=lambda criterion: t.pick(criterion.titles))
            if criterion.id not in weights
        ],
        "opened": opened,
        "detail": _detail(wording, profile, opened, ranking, selected) if opened else None,
    }


def whole_percents(weights: list[float]) -> list[int]:
    """Round weights (n,) in percent to whole numbers of the same sum, the largest remainders up."""
    down = np.floor(weights)
    missing = round(sum(weights) - float(down.sum()))
    up = np.argsort(down - weights, kind="stable")[:missing]
    down[up] += 1
    return [int(number) for number in down]


def _words(t: Translator) -> dict[str, str]:
    return {
        "weights": t("Weights of the criteria, together 100 %"),
        "weight": t("Weight of {criterion}, percent"),
        "lock": t("Hold the weight of {criterion}"),
        "reset": t("Back to the profile's weights"),
        "add": t("Add a criterion"),
        "remove": t("Leave this criterion out"),
        "changed": t("changed"),
    }


def _detail(wording: Wording, profile: str, name: str, ranking: Ranking, selected: str) -> EditorDetail:
    """Describe the opened criterion: its text, its curve, where the sites lie on it, and its anchors."""
    pack, t = wording
    criterion, function = pack.criteria[name], shown_function(session(), pack, name)
    found = _measured(ranking, name)
    low, high = domain(function, [raw for _, raw in found])
    problem = notices().editor_problem
    reason, source = _reason(wording, profile, name)
    chosen, chosen_at = _chosen(found, name, selected, criterion, t)
    return {
        "text": t.pick(criterion.descriptions),
        "reason": reason,
        "source": source,
        "source_label": t("Source"),
        "kinds": [(kind, t(text)) for kind, text in KIND_NAMES.items()],
        "kind": function.kind,
        "kind_label": t("Shape"),
        "low": low,
        "high": high,
        "low_text": _amount(low, criterion, t),
        "high_text": _amount(high, criterion, t),
        "curve": [(round(x, 6), round(v, 4)) for x, v in drawn(function, low, high).tolist()],
        "curve_label": t("What {criterion} is worth, from 0 to 100", criterion=t.pick(criterion.titles)),
        "ticks": _places(raw for item, raw in found if item.rank is not None),
        "out": _places(raw for item, raw in found if item.rank is None),
        "chosen": chosen,
        "chosen_at": chosen_at,
        "handles": _handles(function),
        "points": [(x, round(100 * value, 6)) for x, value in function.points],
        "numbers": _numbers(function, criterion, t),
        "many": function.kind == "piecewise",
        "add_anchor": t("Add an anchor"),
        "remove_anchor": t("Remove this anchor"),
        "undo": t("Back to the profile's curve"),
        "changed": name in session().edits_of(profile).functions,
        "problem": t.fill(problem.message) if problem else "",
    }


def _reason(wording: Wording, profile: str, name: str) -> tuple[str, str]:
    """Tell the profile's reason for a weight, and where it is published if that is a page."""
    pack, t = wording
    given = next((item for item in pack.profiles[profile].weights if item.criterion == name), None)
    if given is None:
        return "", ""
    page = given.source if given.source.startswith(("https://", "http://")) else ""
    return t("Why this weight: {reason}", reason=t.pick(given.reasons)), page


def _measured(ranking: Ranking, name: str) -> list[tuple[RankedSite, float]]:
    found = [(item, item.criteria[name].raw) for item in ranking.sites if name in item.criteria]
    return [(item, raw) for item, raw in found if raw is not None]


def _places(raw: Iterable[float]) -> list[float]:
    """Round to what a drawing can tell apart, each place once: five hundred sites travel at every change."""
    return sorted({float(f"{x:.4g}") for x in raw})


def _chosen(
    found: list[tuple[RankedSite, float]], name: str, selected: str, criterion: Criterion, t: Translator
) -> tuple[str, float | None]:
    """Say where the selected site lies, if it was measured."""
    for item, raw in found:
        if item.site.id == selected:
            value = t.number(100 * item.criteria[name].value)
            amount = _amount(raw, criterion, t)
            site = site_name(item.site, t)
            return t("{site}: {amount}, worth {value} of 100", site=site, amount=amount, value=value), raw
    return "", None


def _handles(function: ValueFunction) -> list[CurveHandle]:
    """List what of a curve can be dragged: x and worth, the points that go along, and x that it stays between."""
    points = function.points
    if function.kind == "threshold":
        middle = 50 * (points[0][1] + points[1][1])
        return [{"x": points[0][0], "y": middle, "points": [0, 1], "free": False, "between": (None, None)}]
    free = function.kind in ("linear", "piecewise", "ideal")
    order = sorted(x for x, _ in points)
    around = dict(zip(order, zip([None, *order], [*order[1:], None], strict=False), strict=True))
    return [
        {"x": x, "y": round(100 * value, 6), "points": [k], "free": free, "between": around[x]}
        for k, (x, value) in enumerate(points)
    ]


def _amount(x: float, criterion: Criterion, t: Translator) -> str:
    return f"{t.number(x, criterion.digits)} {unit_text(criterion.unit, t)}".strip()


def _numbers(function: ValueFunction, criterion: Criterion, t: Translator) -> list[CurveNumber]:
    """List the numbers that make a function, each with the places in its points where it stands.

    Those of a decay and a threshold mean something of their own.
    """
    unit = unit_text(criterion.unit, t)
    (x, below), (last, above) = function.points[0], function.points[-1]
    if function.kind in ("exponential", "gaussian"):
        return [
            {"label": t("Full value up to, {unit}", unit=unit), "value": x, "at": [(0, 0)]},
            {"label": t("Half the value at, {unit}", unit=unit), "value": last, "at": [(1, 0)]},
        ]
    if function.kind == "threshold":
        return [
            {"label": t("Threshold, {unit}", unit=unit), "value": x, "at": [(0, 0), (1, 0)]},
            {"label": t("Worth up to it, of 100"), "value": 100 * below, "at": [(0, 1)]},
            {"label": t("Worth beyond it, of 100"), "value": 100 * above, "at": [(1, 1)]},
        ]
    numbers: list[CurveNumber] = []
    for k, (x, value) in enumerate(function.points):
        worth = round(100 * value, 6)
        numbers.append({"label": t("Anchor {n}, {unit}", n=k + 1, unit=unit), "value": x, "at": [(k, 0)]})
        numbers.append({"label": t("Worth at anchor {n}, of 100", n=k + 1), "value": worth, "at": [(k, 1)]})
    return numbers


# --------------------------------------------------------------------------------------------- what the user does


def _take(pack: RegionPack) -> None:
    apply(st.session_state[_KEY].get("change"), pack)


def apply(event: Any, pack: RegionPack) -> None:
    """Follow an event of the component; what makes no sense is left alone or shown as an error."""
    if not isinstance(event, Mapping):
        return
    kind, name, heard = event.get("kind"), event.get("criterion"), event.get("number")
    notice(heard=heard if isinstance(heard, int) else 0, editor_problem=None)
    if kind == "reset":
        send(events.reset_weights, pack)
    elif kind == "open":
        send(events.open_criterion, str(name or ""))
    elif isinstance(kind, str) and isinstance(name, str) and name in pack.criteria:
        try:
            _change(kind, name, event.get("value"), pack)
        except ScenarioError as error:
            notice(editor_problem=error)


def _change(kind: str, name: str, value: Any, pack: RegionPack) -> None:
    function = shown_function(session(), pack, name)
    match kind:
        case "weight" if isinstance(value, int | float):
            send(events.set_weight, pack, name, float(value))
        case "lock":
            send(events.toggle_lock, pack, name)
        case "add":
            send(events.add_criterion, pack, name)
        case "remove":
            send(events.remove_criterion, pack, name)
        case "shape" if value in get_args(ValueKind):
            send(events.set_function, pack, name, reshaped(function, cast(ValueKind, value)))
        case "anchors":
            send(events.set_function, pack, name, _with_points(function.kind, value, name))
        case "unshape":
            send(events.set_function, pack, name, None)


def _with_points(kind: ValueKind, points: Any, name: str) -> ValueFunction:
    """Make the function of some [x, worth of 100] points.

    Raises
    ------
    ScenarioError
        If they are no numbers, or make no function of the kind.
    """
    try:
        numbers = [(float(x), float(worth)) for x, worth in points]
    except (TypeError, ValueError):
        raise ScenarioError(N_("An anchor is empty. Write a number in each field.")) from None
    for _, worth in numbers:
        if not 0 <= worth <= 100:
            raise ScenarioError(N_("Found a worth of {found}; expected 0 to 100."), found=f"{worth:g}")
    if kind != "threshold":
        _refuse_order(kind, [x for x, _ in numbers])
    return from_dict({"kind": kind, "points": [[x, worth / 100] for x, worth in numbers]}, name)


def _refuse_order(kind: ValueKind, xs: list[float]) -> None:
    for k, (left, right) in enumerate(pairwise(xs), start=1):
        if kind in ("exponential", "gaussian"):
            if left == right:
                raise ScenarioError(
                    N_("Full and half value are both at {found}. Move one of them: the curve falls between them."),
                    found=f"{left:g}",
                )
        elif left >= right:
            raise ScenarioError(
                N_("Anchor {n} is at {found}, anchor {before} at {other}. Each must be greater than the one before."),
                n=k + 1,
                found=f"{right:g}",
                before=k,
                other=f"{left:g}",
            )
