"""How ranks come about, in words: everything is read from the pack and the scenario, so that it cannot disagree."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from geo_app.core.i18n import N_, Translator
from geo_app.measures.measurer import Measurer
from geo_app.measures.positions import PLACES
from geo_app.ranking import analysis
from geo_app.ranking.model import RankedSite, Ranking
from geo_app.ranking.rounding import shown_parts
from geo_app.ranking.smaa import standard_error
from geo_app.region.feature_selection import counted
from geo_app.region.model import Criterion, Exclusion, Profile, ProfileWeight, ValueFunction
from geo_app.region.value_functions import domain, drawn
from geo_app.report.correlations import correlation_text
from geo_app.report.explanation import CriterionLine, explain
from geo_app.report.render import render
from geo_app.report.sources import attribution_text
from geo_app.report.text import Wording, accuracy_text, site_name, unit_text

PROFILES_FILE = "profiles.json"
SEED = 0
_LEAST_ACCURATE = 3

# A tone that stands out from a light page and from a dark one: an image does not know which it is on.
_INK = "#2a7fba"
_WIDTH, _HEIGHT, _MARGIN = 120.0, 44.0, 3.0

KIND_NAMES: Mapping[str, str] = {
    "linear": N_("Straight between two anchors"),
    "piecewise": N_("Straight from anchor to anchor"),
    "threshold": N_("A threshold"),
    "exponential": N_("Exponential decay"),
    "gaussian": N_("Gaussian decay"),
    "ideal": N_("An ideal range"),
}

MEASURES: Mapping[str, str] = {
    "nearest": N_("Distance in a straight line to the nearest feature of “{layer}”"),
    "catchment": N_("{column}, summed within {km} km, from “{layer}”; an area counts by the share of it inside"),
    "inside": N_("1 inside an area of “{layer}”, 0 outside"),
    "count": N_("Number of features of “{layer}” within {km} km"),
    "member": N_(
        "1 for a place of “{layer}”, 0 for any other site; unknown for a site near one, as only its area is known"
    ),
    "value": N_("{column} of the area of “{layer}” that the site lies in"),
    "gravity": N_("{column}, summed within {km} km, from “{layer}”, the less the farther: half at {half} km ({decay})"),
    "two_step": N_(
        "{column} of “{layer}” within {km} km, shared first among the {demand} of “{others}” within {km} km of each"
    ),
}

DECAY_NAMES: Mapping[str, str] = {
    "exponential": N_("exponential decay"),
    "gaussian": N_("bell-shaped decay"),
    "power": N_("power decay"),
}

REFERENCES: tuple[tuple[str, str], ...] = (
    (
        N_("Weighted sum"),
        "Triantaphyllou, E. & Mann, S. H. (1989) An examination of the effectiveness of multi-dimensional "
        "decision-making methods: a decision-making paradox. Decision Support Systems 5(3), 303–312.",
    ),
    (
        N_("Fixed anchors: no rank reversal"),
        "Dezert, J., Tchamova, A., Han, D. & Tacnet, J.-M. (2020) The SPOTIS rank reversal free method for "
        "multi-criteria decision-making support. IEEE FUSION 2020.",
    ),
    (
        N_("Why values never depend on the list"),
        "Belton, V. & Gear, T. (1983) On a short-coming of Saaty's method of analytic hierarchies. Omega 11(3), "
        "228–230; Saaty, T. L. & Vargas, L. G. (1984), as tabulated by Wang, Y.-M. & Elhag, T. M. S. (2006) Decision "
        "Support Systems 42, doi:10.1016/j.dss.2005.12.002.",
    ),
    (
        N_("TOPSIS"),
        "Tzeng, G.-H. & Huang, J.-J. (2011) Multiple Attribute Decision Making: Methods and Applications. CRC Press.",
    ),
    (
        N_("Pairwise comparison (AHP)"),
        "Saaty, T. L. (2008) Decision making with the analytic hierarchy process. International Journal of Services "
        "Sciences 1(1), 83–98.",
    ),
    (
        N_("Value functions"),
        "Partial value functions of the R package smaa 0.3-2 (CRAN), its tests and manual page.",
    ),
)
"""What is checked, and the published case that it is checked against; ``tests/`` restate the numbers."""


@dataclass(frozen=True)
class Curve:
    """A value function: an image of it and its anchors in words."""

    image: str
    kind: str
    anchors: str


@dataclass(frozen=True)
class WeightLine:
    """One weight of a profile with its reason."""

    title: str
    weight: str
    share: float
    reason: str
    source: str
    curve: Curve
    own_anchors: bool


@dataclass(frozen=True)
class WaitingLine:
    """A weight that counts for nothing until a layer is there: what it is, what it will be, and why."""

    title: str
    weight: str
    reason: str


@dataclass(frozen=True)
class ProfileText:
    """A profile's weights, the heaviest first, and those that wait for a layer."""

    title: str
    description: str
    weights: tuple[WeightLine, ...]
    waiting: tuple[WaitingLine, ...]
    current: bool


@dataclass(frozen=True)
class CriterionText:
    """What a criterion measures, of which data, and what that is worth."""

    title: str
    description: str
    curve: Curve
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Example:
    """The score of one site, step by step: rows of a criterion's line and its arithmetic."""

    name: str
    rows: tuple[tuple[CriterionLine, str], ...]
    score: str


def method_html(ranking: Ranking, wording: Wording, measurer: Measurer | None = None) -> str:
    """Write the whole description.

    Parameters
    ----------
    ranking
        By the weighted sum; its first site is the worked example, its scenario's date decides which features count.
    wording
        The pack that it was made with, and the language.
    measurer
        Remembers what was measured of the sites; None measures anew.
    """
    pack, t = wording
    on = ranking.scenario.on
    return render(
        "method.html",
        t,
        example=worked_example(ranking, wording),
        profiles=[
            profile_text(item, wording, current=item.id == ranking.scenario.profile) for item in pack.profiles.values()
        ],
        profiles_file=PROFILES_FILE,
        criteria=[criterion_text(item, ranking, wording) for item in pack.criteria.values()],
        waiting=waiting_criteria(wording),
        overlap=correlation_text(ranking, wording, measurer),
        exclusions=[exclusion_text(item, wording) for item in pack.exclusions.values()],
        draws=t.number(analysis.DRAWS),
        spread=t.percent(analysis.SPREAD),
        least_factor=t.number(1 / analysis.ANCHORS, 2),
        most_factor=t.number(analysis.ANCHORS, 1),
        places=t.number(PLACES),
        last_place=t.number(PLACES - 1),
        least=t.percent(1 - analysis.SEPARATED),
        error=t.number(100 * standard_error(0.5, analysis.DRAWS), 1),
        separated=t.percent(analysis.SEPARATED),
        seed=t.number(SEED),
        top=t.number(analysis.TOP),
        on=t.date(on),
        vague=vaguest_layers(wording),
        references=[(t(name), text) for name, text in REFERENCES],
        version=pack.data_version,
    )


def worked_example(ranking: Ranking, wording: Wording) -> Example | None:
    """Add up the first site's score; None where no site is ranked."""
    t = wording.t
    first: RankedSite | None = next((item for item in ranking.sites if item.rank == 1), None)
    if first is None:
        return None
    explanation = explain(first, ranking, wording)
    found = [first.criteria[line.id] for line in explanation.lines]
    points = shown_parts([100 * one.weight * one.value for one in found], first.score or 0.0, 2)
    rows = tuple(
        (line, f"100 × {t.number(one.weight, 3)} × {t.number(one.value, 3)} = {t.number(part, 2)}")
        for line, one, part in zip(explanation.lines, found, points, strict=True)
    )
    return Example(site_name(first.site, t), rows, t.number(first.score or 0.0, 2))


def profile_text(profile: Profile, wording: Wording, *, current: bool = False) -> ProfileText:
    """Put a profile's weights in words, as shares of their sum."""
    t = wording.t
    total = sum(item.weight for item in profile.weights)
    heaviest = sorted(profile.weights, key=lambda item: -item.weight)
    lines = tuple(_weight_line(item, total, wording) for item in heaviest)
    waiting = tuple(_waiting_line(item, total, wording) for item in profile.waiting)
    return ProfileText(t.pick(profile.titles), t.pick(profile.descriptions), lines, waiting, current)


def _waiting_line(item: ProfileWeight, total: float, wording: Wording) -> WaitingLine:
    """Say what a waiting weight will be: its share of all once its layer is there."""
    pack, t = wording
    share = t.percent(item.weight / (total + item.weight))
    return WaitingLine(t.pick(pack.waiting[item.criterion].titles), share, t.pick(item.reasons))


def waiting_criteria(wording: Wording) -> list[tuple[str, str, str]]:
    """List the criteria that need a layer: title, description and the id that the layer must have."""
    pack, t = wording
    return [(t.pick(item.titles), t.pick(item.descriptions), item.layer) for item in pack.waiting.values()]


def _weight_line(item: ProfileWeight, total: float, wording: Wording) -> WeightLine:
    pack, t = wording
    criterion = pack.criteria[item.criterion]
    share = item.weight / total if total else 0.0
    return WeightLine(
        title=t.pick(criterion.titles),
        weight=t.percent(share, 0 if abs(100 * share - round(100 * share)) < 1e-9 else 1),
        share=share,
        reason=t.pick(item.reasons),
        source=item.source,
        curve=curve(item.value_function or criterion.value_function, criterion, t),
        own_anchors=item.value_function not in (None, criterion.value_function),
    )


def criterion_text(criterion: Criterion, ranking: Ranking, wording: Wording) -> CriterionText:
    """Say what a criterion measures, from which layer of what date and accuracy, and how many features count."""
    pack, t = wording
    layer = pack.layers[criterion.layer]
    count = len(counted(criterion, layer, ranking.scenario.on))
    features = t.plural(
        "{n} of {total} features counts on {date}",
        "{n} of {total} features count on {date}",
        count,
        total=t.number(len(layer.frame)),
        date=t.date(ranking.scenario.on),
    )
    facts = (
        (t("Measured"), measure_text(criterion, wording)),
        (t("Unit"), unit_text(criterion.unit, t)),
        (t("Features"), features),
        (t("Source"), attribution_text(layer, t)),
        (t("As of"), t.date(layer.as_of)),
        (t("Accuracy"), accuracy_text(layer.accuracy_m, t)),
    )
    return CriterionText(
        t.pick(criterion.titles),
        t.pick(criterion.descriptions),
        curve(criterion.value_function, criterion, t),
        tuple((title, text) for title, text in facts if text),
    )


def measure_text(criterion: Criterion, wording: Wording) -> str:
    """Say what is measured at a site."""
    pack, t = wording
    layer = pack.layers[criterion.layer]
    return t(
        MEASURES[criterion.measure],
        layer=t.pick(layer.titles),
        column=_column_title(criterion.layer, criterion.column, wording),
        km=plain(criterion.radius_m / 1000, t),
        half=plain(criterion.decay.half_m / 1000, t) if criterion.decay else "",
        decay=t(DECAY_NAMES[criterion.decay.kind]) if criterion.decay else "",
        demand=_column_title(criterion.demand_layer, criterion.demand_column, wording),
        others=t.pick(pack.layers[criterion.demand_layer].titles) if criterion.demand_layer else "",
    )


def _column_title(layer: str, column: str, wording: Wording) -> str:
    pack, t = wording
    if not column:
        return ""
    titles = {attribute.id: t.pick(attribute.titles) for attribute in pack.layers[layer].attributes}
    return titles.get(column, column)


def exclusion_text(rule: Exclusion, wording: Wording) -> tuple[str, str, str, str]:
    """Give an exclusion's title, what it looks at, the layer's accuracy, and whether it holds at first."""
    pack, t = wording
    layer = pack.layers[rule.layer]
    text = N_("sites inside “{layer}”") if rule.relation == "inside" else N_("sites outside “{layer}”")
    return (
        t.pick(rule.titles),
        t(text, layer=t.pick(layer.titles)),
        accuracy_text(layer.accuracy_m, t),
        t("on at first") if rule.default else t("off at first"),
    )


def vaguest_layers(wording: Wording) -> str:
    """Name the least accurate of the layers that criteria read."""
    pack, t = wording
    used = {layer for criterion in pack.criteria.values() for layer in criterion.layers}
    vague = sorted(used, key=lambda name: (-pack.layers[name].accuracy_m, name))[:_LEAST_ACCURATE]
    return ", ".join(
        f"{t.pick(pack.layers[name].titles)} ({accuracy_text(pack.layers[name].accuracy_m, t)})" for name in vague
    )


# --------------------------------------------------------------------------------------------- value functions


def curve(function: ValueFunction, criterion: Criterion, t: Translator) -> Curve:
    """Draw a value function and write its anchors."""
    return Curve(_image(function), t(KIND_NAMES[function.kind]), anchors_text(function, criterion.unit, t))


def anchors_text(function: ValueFunction, unit: str, t: Translator) -> str:
    """Write a value function's anchors in the criterion's unit: ``0 km → 1; 60 km → 0``."""
    (x0, v0), (x1, v1) = function.points[0], function.points[-1]
    texts = [f"{plain(x, t)} {unit_text(unit, t)}".strip() for x, _ in function.points]
    if function.kind == "threshold":
        return t("up to {x} → {below}; beyond → {above}", x=texts[0], below=plain(v0, t), above=plain(v1, t))
    if function.kind in ("exponential", "gaussian"):
        wording = N_("up to {x} → 1, half at {half}") if x1 > x0 else N_("from {x} → 1, half at {half}")
        return t(wording, x=texts[0], half=texts[-1])
    return "; ".join(f"{x} → {plain(v, t)}" for x, (_, v) in zip(texts, function.points, strict=True))


def plain(number: float, t: Translator) -> str:
    """Write a number with the decimals that it has."""
    exponent = Decimal(repr(float(number))).normalize().as_tuple().exponent
    return t.number(number, max(0, -int(exponent)))


def _image(function: ValueFunction) -> str:
    """Draw a curve as the address of an image: pages and exported files take it as it is."""
    low, high = domain(function)
    points = " ".join(_points(function, low, high))
    width, height = _WIDTH + 2 * _MARGIN, _HEIGHT + 2 * _MARGIN
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" fill="none" stroke="{_INK}">'
        f'<path d="M{_MARGIN:g} {_MARGIN:g}V{_MARGIN + _HEIGHT:g}H{_MARGIN + _WIDTH:g}" stroke-opacity=".5"/>'
        f'<polyline points="{points}" stroke-width="2.5" stroke-linejoin="round"/></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _points(function: ValueFunction, low: float, high: float) -> Iterator[str]:
    steps = 40 if function.kind in ("exponential", "gaussian") else 1
    for x, value in drawn(function, low, high, steps).tolist():
        along = _MARGIN + _WIDTH * (x - low) / (high - low)
        yield f"{along:.1f},{_MARGIN + _HEIGHT * (1 - value):.1f}"
