"""Why a site has its rank, the region's figures and the layers' sources: facts put in words, ready to print.

The screen, the dossier and the exported files show the same content; only the templates differ.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import shapely

from geo_app.core.i18n import LANGUAGES, Translator
from geo_app.ranking import analysis
from geo_app.ranking.model import Measured, RankedSite, Ranking
from geo_app.ranking.rounding import shown_parts
from geo_app.region.position_groups import POSITION_GROUP, position_groups
from geo_app.report.region import attribute_value_text, feature_facts
from geo_app.report.sources import attribution_text
from geo_app.report.text import (
    RobustnessBySite,
    Wording,
    accuracy_text,
    doubt_texts,
    own_value_text,
    raw_text,
    reason_text,
    site_name,
    unit_text,
)

# What would be printed as 0 is left out.
_LEAST_CHANGE = 0.005
_MOST_ALIKE = 6


@dataclass(frozen=True)
class CriterionLine:
    """One criterion of one site in words; numbers that a template draws stay numbers."""

    id: str
    title: str
    description: str
    raw: str
    interval: str
    feature: str
    value: float
    value_text: str
    weight_text: str
    value_interval: str
    contribution: float
    points: float | None
    contribution_text: str
    sources: str
    as_of: str
    accuracy: str


@dataclass(frozen=True)
class Explanation:
    """One site in words."""

    name: str
    place: str
    score: str
    score_interval: str
    accuracy: str
    excluded_by: tuple[str, ...]
    doubts: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    lines: tuple[CriterionLine, ...]
    strength: str
    weakness: str


def explain(item: RankedSite, ranking: Ranking, wording: Wording) -> Explanation:
    """Put one site's rank in words."""
    t = wording.t
    ranked = sum(other.rank is not None for other in ranking.sites)
    points, weights = shown_points(item), shown_parts([found.weight for found in item.criteria.values()], 1.0, 3)
    lines = tuple(
        _line(name, found, weight, points.get(name), wording)
        for (name, found), weight in zip(item.criteria.items(), weights, strict=True)
    )
    strength, weakness = extremes(item, wording)
    return Explanation(
        name=site_name(item.site, t),
        place=t("Rank {rank} of {total}", rank=item.rank, total=ranked) if item.rank else t("Not ranked"),
        score="" if item.score is None else t.number(item.score, 1),
        score_interval=_score_interval(item, t),
        accuracy=accuracy_text(item.site.accuracy_m, t),
        excluded_by=tuple(reason_text(name, wording) for name in item.excluded_by),
        doubts=tuple(doubt_texts(item, wording)),
        facts=tuple(site_facts(item, wording)),
        lines=tuple(sorted(lines, key=lambda line: -line.contribution)),
        strength=strength,
        weakness=weakness,
    )


def shown_points(item: RankedSite, digits: int = 1) -> dict[str, float]:
    """Round a site's contributions to decimals so that they add up to its score as shown; none by TOPSIS."""
    parts = {name: one.contribution for name, one in item.criteria.items() if one.contribution is not None}
    total = math.fsum(parts.values()) if item.score is None else item.score
    return dict(zip(parts, shown_parts(list(parts.values()), total, digits), strict=True))


def _score_interval(item: RankedSite, t: Translator) -> str:
    """Write what the score can be, or nothing where that does not differ from it as printed."""
    if item.score_low is None or item.score_high is None:
        return ""
    low, high = t.number(item.score_low, 1), t.number(item.score_high, 1)
    return "" if low == high else f"{low} – {high}"


@dataclass(frozen=True)
class CertaintyLine:
    """How often a site holds one rank."""

    rank: str
    share: float
    share_text: str


@dataclass(frozen=True)
class Certainty:
    """How sure a site's rank is, and what would change it, in words."""

    first: str
    top_three: str
    error: str
    ranks: tuple[CertaintyLine, ...]
    alike: str
    lead_title: str
    lead: tuple[tuple[str, str], ...]
    change_title: str
    change: tuple[tuple[str, str], ...]


def certainty(
    item: RankedSite, ranking: Ranking, robustness_by_site: RobustnessBySite, wording: Wording
) -> Certainty | None:
    """Put in words how sure a rank is; None for a site that is not ranked or not judged."""
    t = wording.t
    found = robustness_by_site.get(item.site.id)
    if found is None:
        return None
    percents = found.shown or tuple(round(100 * share) for share in found.acceptability)
    shown = [k for k, percent in enumerate(percents) if percent > 0]
    names = {other.site.id: site_name(other.site, t) for other in ranking.sites}
    lead_title, lead = lead_lines(item, ranking, wording)
    change_title, change = change_lines(item, ranking, wording)
    return Certainty(
        first=t.percent(found.shown_first),
        top_three=t.percent(found.shown_top_three),
        error=t.number(100 * found.standard_error, 1) if found.draws else "",
        ranks=tuple(
            CertaintyLine(t.number(k + 1), found.acceptability[k], t.percent(percents[k] / 100)) for k in shown
        ),
        alike=_alike([names[other] for other in found.alike], t),
        lead_title=lead_title,
        lead=lead,
        change_title=change_title,
        change=change,
    )


def _alike(names: list[str], t: Translator) -> str:
    """Name the sites that the data cannot separate from one, the first of many."""
    if not names:
        return ""
    sites = ", ".join(names[:_MOST_ALIKE]) + (" …" if len(names) > _MOST_ALIKE else "")
    return t.plural(
        "These data cannot tell it apart from {n} other: {sites}.",
        "These data cannot tell it apart from {n} others: {sites}.",
        len(names),
        sites=sites,
    )


def lead_lines(item: RankedSite, ranking: Ranking, wording: Wording) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Say why a site stands before the next one below it, or behind the winner if none is below."""
    pack, t = wording
    ranked = analysis.table(ranking).sites
    below = next((other for other in ranked if (other.rank or 0) > (item.rank or 0)), None)
    better, other = (item, below) if below else (ranked[0], item)
    if better.rank == other.rank:
        return "", ()
    names = {"better": site_name(better.site, t), "other": site_name(other.site, t)}
    lines = (
        (t.signed(points, 1), t.pick(pack.criteria[name].titles))
        for name, points in shown_lead(ranking, better, other).items()
    )
    rows = tuple(lines)
    return (t("{better} before {other}, by criterion:", **names), rows) if rows else ("", ())


def shown_lead(ranking: Ranking, better: RankedSite, other: RankedSite) -> dict[str, float]:
    """Say by criterion how many points of the lead it makes, the largest first.

    Rounded to a decimal so that they add up to the difference of the scores as shown; what rounds to 0 is left out.
    """
    lead = analysis.why_not(ranking, better.site.id, other.site.id)
    total = round(better.score or 0.0, 1) - round(other.score or 0.0, 1)
    points = zip(lead, shown_parts(list(lead.values()), total, 1), strict=True)
    return {name: part for name, part in points if part != 0}


def change_lines(item: RankedSite, ranking: Ranking, wording: Wording) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Say how far each weight can move while the winner stays, or which weights would make another site win."""
    pack, t = wording
    titles = {name: t.pick(pack.criteria[name].titles) for name in ranking.scenario.weights}
    if not analysis.is_weighted_sum(ranking):
        return "", ()
    if item.rank == 1:
        intervals = analysis.stability(ranking)
        lines = ((f"{t.percent(low)} – {t.percent(high)}", titles[name]) for name, (low, high) in intervals.items())
        return t("It stays first while a weight stays within:"), tuple(lines)
    weights = analysis.weights_to_win(ranking, item.site.id)
    if weights is None:
        return t("No weights put it first: another site is at least as good in everything."), ()
    present = ranking.scenario.weights
    lines = (
        (f"{t.percent(present[name])} → {t.percent(weight)}", titles[name])
        for name, weight in weights.items()
        if abs(weight - present[name]) >= _LEAST_CHANGE
    )
    return t("The smallest change of weights that puts it first:"), tuple(lines)


def extremes(item: RankedSite, wording: Wording) -> tuple[str, str]:
    """Name the criterion that gives a site the most points, and the one of the others that costs it the most."""
    pack, t = wording
    gains = {name: _gain(found) for name, found in item.criteria.items()}
    best = max(gains, key=gains.__getitem__)
    losses = {name: found.weight * (1 - found.value) for name, found in item.criteria.items() if name != best}
    worst = max(losses, key=losses.__getitem__, default=best)
    return t.pick(pack.criteria[best].titles), t.pick(pack.criteria[worst].titles)


def _gain(found: Measured) -> float:
    return 100 * found.weight * found.value if found.contribution is None else found.contribution


def _line(name: str, found: Measured, weight: float, points: float | None, wording: Wording) -> CriterionLine:
    pack, t = wording
    criterion = pack.criteria[name]
    layer = pack.layers[criterion.layer]
    return CriterionLine(
        id=name,
        title=t.pick(criterion.titles),
        description=t.pick(criterion.descriptions),
        raw=raw_text(found, pack.criteria[name], t),
        interval=_interval(found, criterion.digits, criterion.unit, t),
        feature=t.pick(found.feature_names),
        value=found.value,
        value_text=t.number(found.value, 2),
        value_interval=_value_interval(found, t),
        weight_text=t.percent(weight, 1),
        contribution=found.contribution or 0.0,
        points=points,
        contribution_text="" if points is None else t.number(points, 1),
        sources=attribution_text(layer, t),
        as_of=t.date(layer.as_of),
        accuracy=accuracy_text(layer.accuracy_m, t),
    )


def _interval(found: Measured, digits: int, unit: str, t: Translator) -> str:
    """Write what a measurement can be, or nothing where that does not differ from it as printed."""
    if found.low is None or found.high is None:
        return t("unknown") if found.unknown and found.raw is not None else ""
    low, high = t.number(found.low, digits), t.number(found.high, digits)
    return "" if low == high else f"{low} – {high} {unit_text(unit, t)}"


def _value_interval(found: Measured, t: Translator) -> str:
    low, high = t.number(found.value_low, 2), t.number(found.value_high, 2)
    return "" if low == high else f"{low} – {high}"


def site_facts(item: RankedSite, wording: Wording) -> list[tuple[str, str]]:
    """List what is known about a site: title and text."""
    pack, t = wording
    site = item.site
    # A decimal of a degree more than the accuracy would be a precision that nobody has.
    digits = 5 if site.accuracy_m < 100 else 3 if site.accuracy_m < 1000 else 2
    place = t("latitude {lat}°, longitude {lon}°", lat=t.number(site.lat, digits), lon=t.number(site.lon, digits))
    facts = [(t("Coordinates"), place), *_stand_in_facts(item, wording), *_areas_around(item, wording)]
    layer = pack.layers.get(site.layer)
    if layer is None:
        own = site.attributes.items()
        return facts + [(name, own_value_text(value, t)) for name, value in own if value not in (None, "")]
    return facts + feature_facts(site.attributes, layer, t)


def _stand_in_facts(item: RankedSite, wording: Wording) -> list[tuple[str, str]]:
    """Say that a site stands in at a point that others share, and name them."""
    pack, t = wording
    groups = position_groups(item.site.attributes.get(POSITION_GROUP))
    others = [
        t.pick({code: attribute_value_text(row.get(f"name_{code}")) for code in LANGUAGES})
        for name in pack.candidate_layers
        for identity, row in pack.layers[name].frame.to_dict("index").items()
        if groups & position_groups(row.get(POSITION_GROUP)) and (name, identity) != (item.site.layer, item.site.id)
    ]
    if not others:
        return []
    text = t("to the district or city only; shares its stand-in with {sites}", sites=", ".join(others))
    return [(t("Position known"), text)]


def _areas_around(item: RankedSite, wording: Wording) -> list[tuple[str, str]]:
    """Name the areas that the site lies in, of each layer whose style says that its areas name sites."""
    pack, t = wording
    point = shapely.Point(item.site.lon, item.site.lat)
    facts = []
    for layer in pack.layers.values():
        if not layer.style.get("names_sites"):
            continue
        around = layer.frame[shapely.intersects(layer.frame.geometry.to_numpy(), point)]
        rows = around.to_dict("records")
        names = [t.pick({code: attribute_value_text(row.get(f"name_{code}")) for code in LANGUAGES}) for row in rows]
        if any(names):
            facts.append((t.pick(layer.titles), ", ".join(filter(None, names))))
    return facts


# --------------------------------------------------------------------------------------- figures and sources
