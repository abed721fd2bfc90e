"""Names, units, accuracies and reasons in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from geo_app.core.i18n import N_, Translator
from geo_app.core.sites import Site
from geo_app.ranking.analysis import Robustness
from geo_app.ranking.model import Measured, RankedSite, Requirement, Scenario
from geo_app.ranking.requirements import parse_requirement
from geo_app.region.model import Criterion, RegionPack

STATUS_NAMES: Mapping[str, str] = {
    "operating": N_("operating"),
    "construction": N_("under construction"),
    "planned": N_("planned"),
    "closed": N_("closed"),
    "unknown": N_("unknown"),
}


class Wording(NamedTuple):
    """The pack and the language in which what is in it is put in words."""

    pack: RegionPack
    t: Translator


RobustnessBySite = Mapping[str, Robustness]
"""How sure each rank is, by site id; empty where nobody asked."""


def site_name(site: Site, t: Translator) -> str:
    """Name a site in the reader's language."""
    return t.pick(site.names) or site.name


def reason_text(name: str, wording: Wording) -> str:
    """Name an exclusion by its title, a requirement in words."""
    pack, t = wording
    if name in pack.exclusions:
        return t.pick(pack.exclusions[name].titles)
    return t("required: {requirement}", requirement=requirement_text(parse_requirement(name), wording))


def doubt_texts(item: RankedSite, wording: Wording) -> list[str]:
    """Name the exclusions and requirements that may apply to a site, and the criteria that could not be measured."""
    pack, t = wording
    unknown = [name for name, found in item.criteria.items() if found.unknown]
    titles = (t.pick(pack.criteria[name].titles) for name in unknown)
    return [
        *(reason_text(name, wording) for name in item.open_conditions),
        *(t("{criterion}: unknown", criterion=title) for title in titles),
    ]


def requirement_text(requirement: Requirement, wording: Wording) -> str:
    """Write a requirement in words: ``Distance to a railway: at most 20 km``."""
    t = wording.t
    title, unit, codes = _subject(requirement.subject, wording)
    if requirement.relation == "=":
        return t("{subject}: only {value}", subject=title, value=codes.get(str(requirement.bound), requirement.bound))
    bound = float(requirement.bound)
    amount = f"{t.number(bound, 0 if bound.is_integer() else 2)} {unit_text(unit, t)}".strip()
    if requirement.relation == "<=":
        return t("{subject}: at most {amount}", subject=title, amount=amount)
    return t("{subject}: at least {amount}", subject=title, amount=amount)


def _subject(name: str, wording: Wording) -> tuple[str, str, dict[str, str]]:
    """Look up title, unit and the words of the codes of what a requirement is about."""
    pack, t = wording
    if name in pack.criteria:
        return t.pick(pack.criteria[name].titles), pack.criteria[name].unit, {}
    if name == "status":
        return t("Status"), "", {code: t(words) for code, words in STATUS_NAMES.items()}
    for layer in pack.candidate_layers:
        for attribute in pack.layers[layer].attributes:
            if attribute.id == name:
                codes = {code: t.pick(words) for code, words in attribute.codes.items()}
                return t.pick(attribute.titles), attribute.unit, codes
    return name, "", {}


def own_value_text(value: object, t: Translator) -> str:
    """Write a value of a user's file: a number as the language does, a text as it came, nothing as a dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    digits = 0 if float(value).is_integer() else min(len(f"{value:.6f}".rstrip("0").partition(".")[2]), 6)
    return t.number(float(value), digits) if abs(value) >= 10_000 or digits else str(int(value))


def accuracy_text(accuracy_m: float, t: Translator) -> str:
    """Tell how far a point can be off: ``±15 km``, ``±30 m``, or that it is exact."""
    if accuracy_m >= 1000:
        return t("±{km} km", km=t.number(accuracy_m / 1000, 0 if accuracy_m % 1000 == 0 else 1))
    return t("±{m} m", m=t.number(accuracy_m)) if accuracy_m > 0 else t("exact point")


_UNITS: Mapping[str, str] = {
    "km": N_("km"),
    "m": N_("m"),
    "mm": N_("mm"),
    "ha": N_("ha"),
    "km²": N_("km²"),
    "people": N_("people"),
    "MW": N_("MW"),
    "kWh/m²": N_("kWh/m²"),
    "m³/d": N_("m³/d"),
    "m³/h": N_("m³/h"),
    "bn ₸": N_("bn ₸"),
}


def unit_text(unit: str, t: Translator) -> str:
    """Translate a unit of a criterion or an attribute; one that is not known stays as it is (%, °C, ₸)."""
    return t(_UNITS[unit]) if unit in _UNITS else unit


def raw_text(found: Measured, criterion: Criterion, t: Translator) -> str:
    """Write a measured value with its unit, that it is unknown, or that nothing is there to be measured."""
    if found.raw is None:
        return t("unknown") if found.unknown else t("none")
    return f"{t.number(found.raw, criterion.digits)} {unit_text(criterion.unit, t)}"


KIND_NAMES = {"point": N_("points"), "line": N_("lines"), "polygon": N_("areas")}

METHOD_SUMMARY = N_(
    "Each criterion is measured for each site and turned into a value from 0 to 1 between fixed anchors of the "
    "sector profile; the score is the weighted sum of the values times 100. No step looks at the other sites. "
    "How sure a rank is: the share of draws in which it holds while weights, anchors and positions vary "
    "within what is known of them."
)

OWA_SUMMARY = N_(
    "Each criterion is measured for each site and turned into a value from 0 to 1 between fixed anchors of the "
    "sector profile; the score is a weighted average of the values, times 100, in which worse values count more the "
    "greater the caution. No step looks at the other sites. How sure a rank is: the share of draws in which it holds "
    "while weights, anchors and positions vary within what is known of them."
)
TOPSIS_SUMMARY = N_(
    "Each criterion is measured for each site and turned into a value from 0 to 1 between fixed anchors of the "
    "sector profile; the score tells by how much nearer a site is to the best of the list than to its worst. Adding or "
    "removing a site can reorder the others. How sure a rank is: the share of draws in which it holds while weights, "
    "anchors and positions vary within what is known of them."
)


def method_summary(scenario: Scenario) -> str:
    """Choose the words for a scenario's method, to be translated."""
    if scenario.method == "topsis":
        return TOPSIS_SUMMARY
    return OWA_SUMMARY if scenario.method == "owa" and scenario.caution > 0 else METHOD_SUMMARY
