"""Make, read and write scenarios: everything but the sites that determines a ranking."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast, get_args

import tomli_w

from geo_app.core.errors import ScenarioError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message
from geo_app.ranking.model import DEFAULT_CAUTION, Method, Requirement, Scenario
from geo_app.ranking.requirements import check_requirement, parse_requirement
from geo_app.region.model import Profile, RegionPack, ValueFunction
from geo_app.region.value_functions import check, from_dict, to_dict

SCENARIO_SCHEMA = "geo-app/scenario/1"
RANKING_SCHEMA_NAME = "geo-app/ranking/"

_FIELDS = (
    "schema",
    "profile",
    "weights",
    "value_functions",
    "exclusions",
    "on",
    "requirements",
    "method",
    "caution",
)


def default_profile(pack: RegionPack) -> str:
    """Name the profile that a first visit sees: the pack's first."""
    return next(iter(pack.profiles))


def profile_weights(pack: RegionPack, profile: str) -> dict[str, float]:
    """Look up a profile's weights by criterion, on the profile's own scale.

    Raises
    ------
    ScenarioError
        If the pack has no such profile.
    """
    return {item.criterion: item.weight for item in _profile(pack, profile).weights}


def make_scenario(
    pack: RegionPack,
    profile: str | None = None,
    *,
    weights: Mapping[str, float] | None = None,
    value_functions: Mapping[str, ValueFunction] | None = None,
    exclusions: Iterable[str] | None = None,
    on: date | None = None,
    requirements: Iterable[Requirement] = (),
    method: str = "weighted_sum",
    caution: float = DEFAULT_CAUTION,
    own_attributes: Collection[str] = (),
) -> Scenario:
    """Complete a scenario from what was chosen and the pack's defaults.

    Parameters
    ----------
    profile
        Sector profile; the pack's first if None.
    weights
        All weights, on any scale; the profile's if None.
    value_functions
        Those that differ from the profile's and the catalogue's.
    exclusions
        All exclusions in force; the catalogue's defaults if None.
    on
        The date on which dated facts are judged; the pack's date if None, so that a rank is the same tomorrow.
    requirements
        What a site must offer at least.
    method, caution
        How values become a score, see `geo_app.ranking.model.Scenario`.
    own_attributes
        Names of attributes of the user's own sites, which requirements may use beside those of the pack.

    Raises
    ------
    ScenarioError
        If a profile, criterion or exclusion is unknown, a weight is negative or no number, or all are zero.
    """
    chosen = _profile(pack, profile or default_profile(pack))
    given = profile_weights(pack, chosen.id) if weights is None else weights
    functions = {item.criterion: item.value_function for item in chosen.weights if item.value_function}
    functions |= value_functions or {}
    if exclusions is None:
        exclusions = [item.id for item in pack.exclusions.values() if item.default]
    excluding = sorted(set(exclusions))
    known(N_("criterion"), [*given, *functions], pack.criteria)
    known(N_("exclusion"), excluding, pack.exclusions)
    normalised = _normalise(given)
    return Scenario(
        profile=chosen.id,
        weights=normalised,
        value_functions={
            name: check(functions.get(name) or pack.criteria[name].value_function, name) for name in normalised
        },
        exclusions=tuple(excluding),
        on=on or pack.as_of,
        requirements=tuple(check_requirement(requirement, pack, own_attributes) for requirement in requirements),
        method=_method(method),
        caution=_caution(caution),
    )


def read_scenario(path: Path) -> Any:
    """Read a scenario file for `scenario_from_dict`: JSON, TOML, or a ranking that was written as JSON.

    Raises
    ------
    ScenarioError
        If the file is missing or has another form.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioError(
            N_("Scenario file {file!r} cannot be read: {reason}"), file=str(path), reason=reason
        ) from error
    try:
        found = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(N_("Scenario file {file!r} is not TOML: {reason}"), file=str(path), reason=error) from error
    except (ValueError, RecursionError) as error:
        raise ScenarioError(N_("Scenario file {file!r} is not JSON: {reason}"), file=str(path), reason=error) from error
    # What a ranking was made by is part of it.
    is_ranking = isinstance(found, dict) and str(found.get("schema", "")).startswith(RANKING_SCHEMA_NAME)
    return found.get("scenario", {}) if is_ranking else found


def write_toml(scenario: Scenario) -> str:
    """Write a scenario as a file that a person can read and edit, and `read_scenario` reads."""
    return tomli_w.dumps(scenario_to_dict(scenario), multiline_strings=True)


def scenario_from_dict(raw: Any, pack: RegionPack, own_attributes: Collection[str] = ()) -> Scenario:
    """Complete a scenario from its JSON form; whatever is left out has the pack's default.

    Raises
    ------
    ScenarioError
        If a field is unknown or has the wrong type or an unknown value.
    """
    if not isinstance(raw, dict):
        raise ScenarioError(N_("A scenario is a JSON object; found {found}."), found=type(raw).__name__)
    for name in raw:
        if name not in _FIELDS:
            raise ScenarioError(
                N_("Unknown field {field!r} in the scenario. Known fields: {known}."),
                field=name,
                known=", ".join(_FIELDS),
            )
    _require(raw, "schema", raw.get("schema", SCENARIO_SCHEMA) == SCENARIO_SCHEMA, SCENARIO_SCHEMA)
    requirements = raw.get("requirements", [])
    _require(raw, "requirements", _texts(requirements), '["rail<=20", …]')
    profile, weights, functions = raw.get("profile"), raw.get("weights"), raw.get("value_functions", {})
    exclusions = raw.get("exclusions")
    _require(raw, "profile", profile is None or isinstance(profile, str), N_("a profile's id"))
    _require(raw, "weights", weights is None or isinstance(weights, dict), '{"criterion": 25, …}')
    _require(raw, "value_functions", isinstance(functions, dict), '{"criterion": {"kind": …, "points": …}}')
    _require(raw, "exclusions", exclusions is None or _texts(exclusions), '["exclusion", …]')
    return make_scenario(
        pack,
        profile,
        weights=weights,
        value_functions={name: from_dict(spec, name) for name, spec in functions.items()},
        exclusions=exclusions,
        on=parse_date(raw["on"]) if raw.get("on") is not None else None,
        requirements=map(parse_requirement, requirements),
        method=raw.get("method", "weighted_sum"),
        caution=raw.get("caution", DEFAULT_CAUTION),
        own_attributes=own_attributes,
    )


def scenario_to_dict(scenario: Scenario) -> dict[str, Any]:
    """Write a scenario as `scenario_from_dict` reads it."""
    return {
        "schema": SCENARIO_SCHEMA,
        "profile": scenario.profile,
        "weights": dict(scenario.weights),
        "value_functions": {name: to_dict(function) for name, function in scenario.value_functions.items()},
        "exclusions": list(scenario.exclusions),
        "on": scenario.on.isoformat(),
        "requirements": [str(requirement) for requirement in scenario.requirements],
        "method": scenario.method,
        "caution": scenario.caution,
    }


def parse_date(text: object) -> date:
    """Read an ISO date.

    Raises
    ------
    ScenarioError
        If it is none.
    """
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise ScenarioError(
            N_("{found!r} is not a date. Write it as year-month-day, for example 2026-07-31."), found=text
        ) from None


def _require(raw: Mapping[str, Any], field: str, good: bool, expected: str) -> None:
    if not good:
        raise ScenarioError(
            N_("Field {field!r} of the scenario is {found!r}; expected {expected}."),
            field=field,
            found=raw.get(field),
            expected=Message(expected),
        )


def _texts(raw: Any) -> bool:
    return isinstance(raw, list) and all(isinstance(item, str) for item in raw)


def _method(name: str) -> Method:
    for method in get_args(Method):
        if name == method:
            return cast(Method, method)
    raise ScenarioError(
        N_("Unknown method {found!r}. Methods: {known}."), found=name, known=", ".join(get_args(Method))
    )


def _caution(share: Any) -> float:
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        raise ScenarioError(N_("Caution is {found!r}; expected a number from 0 to 1."), found=share)
    return float(share)


def _profile(pack: RegionPack, name: str) -> Profile:
    known(N_("profile"), [name], pack.profiles)
    return pack.profiles[name]


def known(kind: str, chosen: Iterable[str], available: Mapping[str, object]) -> None:
    """Check names against what the pack has.

    Raises
    ------
    ScenarioError
        At the first unknown name; `kind` says what it should be.
    """
    for name in chosen:
        if name not in available:
            raise ScenarioError(
                N_("Unknown {kind} {found!r}. This pack has: {known}."),
                kind=Message(kind),
                found=name,
                known=", ".join(available),
            )


def _normalise(weights: Mapping[str, Any]) -> dict[str, float]:
    for name, weight in weights.items():
        number = isinstance(weight, int | float) and not isinstance(weight, bool) and math.isfinite(weight)
        if not number or weight < 0:
            raise ScenarioError(
                N_("Weight of criterion {criterion!r} is {found!r}; expected a number of 0 or more."),
                criterion=name,
                found=weight,
            )
    total = math.fsum(weights.values())
    if total == 0:
        raise ScenarioError(
            N_("All weights are zero, so nothing tells one site from another. Raise at least one weight.")
        )
    # A scenario read back is already normalised, and must stay the same to the last bit.
    scale = 1.0 if abs(total - 1.0) < 1e-12 else total
    return {name: weights[name] / scale for name in sorted(weights) if weights[name] > 0}
