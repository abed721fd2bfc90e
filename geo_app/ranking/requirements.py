"""Minimum requirements: what a site must offer before it is scored. Unknown is its own answer, never "no"."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from typing import Any, Literal

import numpy as np

from geo_app.core.arrays import Bools, Floats
from geo_app.core.errors import ScenarioError
from geo_app.core.i18n import N_
from geo_app.ranking.model import Requirement
from geo_app.region.model import RegionPack

Answer = Literal["met", "failed", "open"]

# A name that is no single word, as columns of a user's file have, stands in quotes.
_FORM = re.compile(r"\s*(?:\"([^\"<>=]+)\"|([^\W\d_]\w*))\s*(<=|>=|=)\s*([^\s<>=].*?)\s*")


def parse_requirement(text: str) -> Requirement:
    """Read ``rail<=20``, ``area_ha>=50``, ``status=operating`` or ``"Цена, тг"<=5000``.

    Raises
    ------
    ScenarioError
        If the text has another form, or a bound that should be a number is none.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise ScenarioError(
            N_("Requirement {found!r}: expected NAME<=NUMBER, NAME>=NUMBER or NAME=VALUE, for example rail<=20."),
            found=text,
        )
    quoted, word, relation, bound = found.groups()
    subject = (quoted or word).strip()
    if relation == "=":
        return Requirement(subject, "=", bound)
    try:
        number = float(bound)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ScenarioError(N_("Requirement {found!r}: {bound!r} is not a number."), found=text, bound=bound)
    return Requirement(subject, "<=" if relation == "<=" else ">=", number)


def check_requirement(requirement: Requirement, pack: RegionPack, own: Collection[str] = ()) -> Requirement:
    """Return a requirement whose subject is known.

    Parameters
    ----------
    own
        Attributes of the user's own sites, which the pack need not have.

    Raises
    ------
    ScenarioError
        If it is neither a criterion nor an attribute of a candidate layer or of the user's sites.
    """
    attributes = {column for name in pack.candidate_layers for column in pack.layers[name].frame.columns}
    attributes = (attributes | set(own)) - {"geometry"}
    if requirement.subject not in pack.criteria and requirement.subject not in attributes:
        raise ScenarioError(
            N_("Requirement {found!r}: unknown name. Criteria: {criteria}. Attributes: {attributes}."),
            found=str(requirement),
            criteria=", ".join(pack.criteria),
            attributes=", ".join(sorted(attributes)),
        )
    if requirement.subject in pack.criteria and requirement.relation == "=":
        raise ScenarioError(
            N_("Requirement {found!r}: a criterion is measured, so compare it with <= or >=."), found=str(requirement)
        )
    return requirement


def judge_interval(requirement: Requirement, raw: float, low: float, high: float) -> tuple[Answer, bool]:
    """Judge a measured value; the flag says that the answer could change within its interval.

    NaN is open, unless all that it can be meets the requirement, or fails it.
    """
    failed, doubtful = judge_intervals(requirement, *(np.array([each]) for each in (raw, low, high)))
    unsure = math.isnan(raw) and bool(doubtful[0])
    return ("open" if unsure else "failed" if failed[0] else "met"), bool(doubtful[0])


def judge_intervals(requirement: Requirement, raw: Floats, low: Floats, high: Floats) -> tuple[Bools, Bools]:
    """Judge (n,) measured values as `judge_interval` does: which fail, and for which the answer could change."""
    bound = float(requirement.bound)
    holds = np.less_equal if requirement.relation == "<=" else np.greater_equal
    drawn, least, most = (holds(each, bound) for each in (raw, low, high))
    bounded = ~np.isnan(low) & ~np.isnan(high)
    # What is not known at the site's point may be known all the same within what it can be.
    drawn = np.where(np.isnan(raw) & bounded & (least == most), least, drawn)
    unknown = np.isnan(raw) & ~(bounded & (least == most))
    return ~drawn & ~unknown, unknown | ~bounded | (least != drawn) | (most != drawn)


def judge_attribute(requirement: Requirement, attributes: Mapping[str, Any]) -> Answer:
    """Judge an attribute; one that the site does not have, or that is marked unknown, is open."""
    value = attributes.get(requirement.subject)
    if value is None or value == "" or value == "unknown" or (isinstance(value, float) and math.isnan(value)):
        return "open"
    if requirement.relation == "=":
        return "met" if str(value) == str(requirement.bound) else "failed"
    if not isinstance(value, int | float):
        return "open"
    return "met" if _holds(requirement, float(value)) else "failed"


def _holds(requirement: Requirement, value: float) -> bool:
    bound = float(requirement.bound)
    return value <= bound if requirement.relation == "<=" else value >= bound
