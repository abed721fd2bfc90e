"""The criteria: weights that keep to 100 %, and what a measurement is worth, drawn and editable.

One component, so that a slider costs one message and not one for each of thirty sliders. What the user does comes back
as one kind of event and is taken into the session's state before the run that it causes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, cast, get_args

import numpy as np
import streamlit as st

from geo_app.errors import ScenarioError
from geo_app.export.tables import site_name, unit_text
from geo_app.i18n import N_, Translator
from geo_app.model import Catalog, Criterion, RankedSite, Ranking, ValueFunction, ValueKind
from geo_app.ui.choices import current_function, current_weights
from geo_app.ui.served import served_component
from geo_app.ui.state import state
from geo_app.value_functions import domain, drawn, from_dict, reshaped
from geo_app.weighting import rebalance

_KEY = "criteria"
ADDED_PERCENT = 5.0
"""What a criterion weighs that is added: enough to see that it counts."""

KINDS: Mapping[str, str] = {
    "linear": N_("Straight between two anchors"),
    "piecewise": N_("Straight from anchor to anchor"),
    "threshold": N_("A threshold"),
    "exponential": N_("Exponential decay"),
    "gaussian": N_("Gaussian decay"),
    "ideal": N_("An ideal range"),
}

_component = served_component("criteria_editor", html='<div class="criteria"></div>')


def criteria_editor(catalog: Catalog, t: Translator, *, profile: str, ranking: Ranking, selected: str) -> None:
    """Show each criterion's weight, and of the opened one what its measurements are worth."""
    data = editor_data(catalog, t, profile=profile, ranking=ranking, selected=selected)
    _component(key=_KEY, data=data, on_change_change=partial(_take, catalog, profile))


def editor_data(catalog: Catalog, t: Translator, *, profile: str, ranking: Ranking, selected: str) -> dict[str, Any]:
    """Build what the component draws."""
    mine, weights = state(), current_weights(catalog, profile)
    locked = mine.locked.get(profile, frozenset())
    shown = dict(zip(weights, whole_percents(list(weights.values())), strict=True))
    opened = mine.editor.opened if mine.editor.opened in weights else ""
    reasons = {item.criterion: t.pick(item.reasons) for item in catalog.profiles[profile].weights}
    return {
        "words": _words(t),
        "profile": profile,
        "heard": mine.editor.heard,
        "rows": [
            {
                "id": name,
                "title": t.pick(catalog.criteria[name].titles),
                "percent": weights[name],
                "shown": shown[name],
                "locked": name in locked,
                "changed": name in mine.functions.get(profile, {}),
            }
            for name in weights
        ],
        "more": [
            [criterion.id, t.pick(criterion.titles)]
            for criterion in sorted(catalog.criteria.values(), key=lambda criterion: t.pick(criterion.titles))
            if criterion.id not in weights
        ],
        "opened": opened,
        "detail": _detail(catalog, t, profile, opened, reasons.get(opened, ""), ranking, selected) if opened else None,
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
        "open": t("{criterion}: what a measurement is worth"),
        "reset": t("Back to the profile's weights"),
        "add": t("Add a criterion"),
        "remove": t("Leave this criterion out"),
        "changed": t("changed"),
    }


def _detail(
    catalog: Catalog, t: Translator, profile: str, name: str, reason: str, ranking: Ranking, selected: str
) -> dict[str, Any]:
    """Describe the opened criterion: its text, its curve, where the sites lie on it, and its anchors."""
    criterion, function = catalog.criteria[name], current_function(catalog, profile, name)
    ticks = _ticks(ranking, name, selected, criterion, t)
    low, high = domain(function, [tick["x"] for tick in ticks])
    chosen = next((tick["text"] for tick in ticks if tick["selected"]), "")
    problem = state().editor.problem
    return {
        "text": t.pick(criterion.descriptions),
        "reason": reason and t("Why this weight: {reason}", reason=reason),
        "kinds": [[kind, t(KINDS[kind])] for kind in get_args(ValueKind)],
        "kind": function.kind,
        "kind_label": t("Shape"),
        "low": low,
        "high": high,
        "low_text": _amount(low, criterion, t),
        "high_text": _amount(high, criterion, t),
        "curve": [[round(x, 6), round(v, 4)] for x, v in drawn(function, low, high).tolist()],
        "curve_label": t("What {criterion} is worth, from 0 to 100", criterion=t.pick(criterion.titles)),
        "ticks": ticks,
        "chosen": chosen,
        "points": [[x, round(100 * value, 6)] for x, value in function.points],
        "numbers": _numbers(function, criterion, t),
        "many": function.kind == "piecewise",
        "add_anchor": t("Add an anchor"),
        "remove_anchor": t("Remove this anchor"),
        "undo": t("Back to the profile's curve") if name in state().functions.get(profile, {}) else "",
        "problem": t.fill(problem.template, problem.values) if problem else "",
    }


def _ticks(ranking: Ranking, name: str, selected: str, criterion: Criterion, t: Translator) -> list[dict[str, Any]]:
    def tick(item: RankedSite, raw: float) -> dict[str, Any]:
        chosen = item.site.id == selected
        value = item.criteria[name].value
        told = t(
            "{site}: {amount}, worth {value} of 100",
            site=site_name(item.site, t),
            amount=_amount(raw, criterion, t),
            value=t.number(100 * value),
        )
        return {"x": raw, "out": item.rank is None, "selected": chosen, "text": told}

    found = [(item, item.criteria[name].raw) for item in ranking.sites if name in item.criteria]
    return [tick(item, raw) for item, raw in found if raw is not None]


def _amount(x: float, criterion: Criterion, t: Translator) -> str:
    return f"{t.number(x, criterion.digits)} {unit_text(criterion.unit, t)}".strip()


def _numbers(function: ValueFunction, criterion: Criterion, t: Translator) -> list[dict[str, Any]]:
    """List the numbers that make a function, each with the places in its points where it stands.

    Those of a decay and a threshold mean something of their own.
    """
    unit = unit_text(criterion.unit, t)
    (x, below), (last, above) = function.points[0], function.points[-1]
    if function.kind in ("exponential", "gaussian"):
        return [
            {"label": t("Full value up to, {unit}", unit=unit), "value": x, "at": [[0, 0]]},
            {"label": t("Half the value at, {unit}", unit=unit), "value": last, "at": [[1, 0]]},
        ]
    if function.kind == "threshold":
        return [
            {"label": t("Threshold, {unit}", unit=unit), "value": x, "at": [[0, 0], [1, 0]]},
            {"label": t("Worth up to it, of 100"), "value": 100 * below, "at": [[0, 1]]},
            {"label": t("Worth beyond it, of 100"), "value": 100 * above, "at": [[1, 1]]},
        ]
    return [
        number
        for k, (x, value) in enumerate(function.points)
        for number in (
            {"label": t("Anchor {n}, {unit}", n=k + 1, unit=unit), "value": x, "at": [[k, 0]]},
            {"label": t("Worth at anchor {n}, of 100", n=k + 1), "value": round(100 * value, 6), "at": [[k, 1]]},
        )
    ]


# --------------------------------------------------------------------------------------------- what the user does


def _take(catalog: Catalog, profile: str) -> None:
    apply(st.session_state[_KEY].get("change"), catalog, profile)


def apply(event: Any, catalog: Catalog, profile: str) -> None:
    """Take an event of the component into the session's state; what makes no sense is left alone or told."""
    if not isinstance(event, Mapping):
        return
    editor = state().editor
    heard = event.get("number")
    state().editor = editor = replace(editor, heard=heard if isinstance(heard, int) else 0, problem=None)
    name, value = event.get("criterion"), event.get("value")
    match event.get("kind"):
        case "reset":
            state().weights.pop(profile, None)
            state().locked.pop(profile, None)
        case "open":
            state().editor = replace(editor, opened=str(name or ""))
        case str() as kind if isinstance(name, str) and name in catalog.criteria:
            try:
                _change(kind, name, value, catalog, profile)
            except ScenarioError as error:
                state().editor = replace(state().editor, problem=error)


def _change(kind: str, name: str, value: Any, catalog: Catalog, profile: str) -> None:
    functions = state().functions.setdefault(profile, {})
    match kind:
        case "weight" if isinstance(value, int | float):
            set_weight(catalog, profile, name, float(value))
        case "lock":
            state().locked[profile] = state().locked.get(profile, frozenset()) ^ {name}
        case "add":
            set_weight(catalog, profile, name, ADDED_PERCENT)
            state().editor = replace(state().editor, opened=name)
        case "remove":
            _remove(catalog, profile, name)
        case "shape" if value in get_args(ValueKind):
            functions[name] = reshaped(current_function(catalog, profile, name), cast(ValueKind, value))
        case "anchors":
            functions[name] = _with_points(current_function(catalog, profile, name).kind, value, name)
        case "unshape":
            functions.pop(name, None)


def set_weight(catalog: Catalog, profile: str, name: str, percent: float) -> None:
    """Move one weight; the others that are not held make room."""
    weights = current_weights(catalog, profile)
    weights.setdefault(name, 0.0)
    names = list(weights)
    held = [names.index(other) for other in state().locked.get(profile, frozenset()) if other in weights]
    moved = 100.0 * rebalance(list(weights.values()), names.index(name), percent / 100.0, held)
    state().weights[profile] = dict(zip(names, moved.tolist(), strict=True))


def _remove(catalog: Catalog, profile: str, name: str) -> None:
    """Leave a criterion out, unless nothing is left that could take its weight."""
    state().locked[profile] = state().locked.get(profile, frozenset()) - {name}
    set_weight(catalog, profile, name, 0.0)
    weights = state().weights[profile]
    if weights[name] > 0:
        raise ScenarioError(
            N_("Its {percent} % have nowhere to go: every other weight is held. Release one first."),
            percent=round(weights[name]),
        )
    del weights[name]
    state().functions.get(profile, {}).pop(name, None)


def _with_points(kind: ValueKind, points: Any, name: str) -> ValueFunction:
    """Make the function of some [x, worth of 100] points.

    Raises
    ------
    ScenarioError
        If they are no numbers, or make no function of the kind.
    """
    try:
        scaled = [[x, worth / 100] for x, worth in points]
    except (TypeError, ValueError):
        raise ScenarioError(N_("An anchor is empty. Write a number in each field.")) from None
    return from_dict({"kind": kind, "points": scaled}, name)
