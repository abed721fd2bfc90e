"""Sites against each other, in words: up to four side by side, why one leads another, and which are alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo_app.core.i18n import Translator
from geo_app.ranking import analysis
from geo_app.ranking.model import Measured, RankedSite, Ranking
from geo_app.ranking.rounding import shown_parts
from geo_app.report.explanation import extremes, shown_lead, shown_points
from geo_app.report.text import RobustnessBySite, Wording, accuracy_text, doubt_texts, raw_text, reason_text, site_name

LETTERS = "ABCD"
"""What compared sites are marked with, in the table and on the map."""

_LEAST_POINTS = 0.05
_REASONS = 3


@dataclass(frozen=True)
class ComparedSite:
    """The head of one column."""

    letter: str
    name: str
    place: str
    score: str
    first: str
    accuracy: str
    strength: str
    weakness: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ComparedCell:
    """One criterion of one site: `value` 0..1 for the bar."""

    raw: str
    feature: str
    points: str
    value: float
    best: bool


@dataclass(frozen=True)
class ComparedRow:
    """One criterion of all compared sites."""

    title: str
    weight: str
    cells: tuple[ComparedCell, ...]


@dataclass(frozen=True)
class Comparison:
    """Sites side by side, criteria by weight."""

    sites: tuple[ComparedSite, ...]
    rows: tuple[ComparedRow, ...]


def compare(
    ranking: Ranking, chosen: Sequence[str], robustness_by_site: RobustnessBySite, wording: Wording
) -> Comparison:
    """Put sites side by side, in the order of `chosen`; ids that the ranking does not have are passed over."""
    pack, t = wording
    by_id = {item.site.id: item for item in ranking.sites}
    items = [by_id[name] for name in chosen if name in by_id]
    weights = sorted(ranking.scenario.weights.items(), key=lambda pair: -pair[1])
    shares = shown_parts([weight for _, weight in weights], 1.0, 3)
    points = [shown_points(item) for item in items]
    return Comparison(
        sites=tuple(
            _head(letter, item, robustness_by_site, wording) for letter, item in zip(LETTERS, items, strict=False)
        ),
        rows=tuple(
            ComparedRow(
                title=t.pick(pack.criteria[name].titles),
                weight=t.percent(share, 1),
                cells=tuple(
                    _cells(name, [item.criteria[name] for item in items], [each.get(name) for each in points], wording)
                ),
            )
            for (name, _), share in zip(weights, shares, strict=True)
        ),
    )


def _head(letter: str, item: RankedSite, robustness_by_site: RobustnessBySite, wording: Wording) -> ComparedSite:
    t = wording.t
    judged = robustness_by_site.get(item.site.id)
    strength, weakness = extremes(item, wording)
    return ComparedSite(
        letter=letter,
        name=site_name(item.site, t),
        place=t.number(item.rank) if item.rank else t("Not ranked"),
        score="" if item.score is None else t.number(item.score, 1),
        first=t.percent(judged.shown_first) if judged else "",
        accuracy=accuracy_text(item.site.accuracy_m, t),
        strength=strength,
        weakness=weakness,
        reasons=(*(reason_text(name, wording) for name in item.excluded_by), *doubt_texts(item, wording)),
    )


def _cells(
    name: str, found: Sequence[Measured], points: Sequence[float | None], wording: Wording
) -> list[ComparedCell]:
    pack, t = wording
    best = max((one.value for one in found), default=0.0)
    differ = len({one.value for one in found}) > 1
    return [
        ComparedCell(
            raw=raw_text(one, pack.criteria[name], t),
            feature=t.pick(one.feature_names),
            points="" if made is None else t.number(made, 1),
            value=one.value,
            best=differ and one.value == best,
        )
        for one, made in zip(found, points, strict=True)
    ]


@dataclass(frozen=True)
class LeadLine:
    """What one criterion makes of the lead of one site over another; `share` -1..1 of the largest for the bar."""

    title: str
    better: str
    other: str
    points: str
    share: float


@dataclass(frozen=True)
class Lead:
    """Why one site stands before another."""

    better: str
    other: str
    sentences: tuple[str, ...]
    lines: tuple[LeadLine, ...]


def why_before(ranking: Ranking, one: str, two: str, wording: Wording) -> Lead:
    """Say why the better of two ranked sites stands before the other, as the difference of contributions.

    Raises
    ------
    ScenarioError
        If one of them is not ranked.
    """
    pack, t = wording
    found = analysis.table(ranking)
    better, other = sorted((found.sites[found.index(name)] for name in (one, two)), key=_score, reverse=True)
    leads = list(shown_lead(ranking, better, other).items())
    widest = max((abs(lead) for _, lead in leads), default=1.0)
    lines = tuple(
        LeadLine(
            title=t.pick(pack.criteria[name].titles),
            better=raw_text(better.criteria[name], pack.criteria[name], t),
            other=raw_text(other.criteria[name], pack.criteria[name], t),
            points=t.signed(lead, 1),
            share=lead / widest,
        )
        for name, lead in leads
    )
    names = {"better": site_name(better.site, t), "other": site_name(other.site, t)}
    if ranking.scenario.method == "topsis":
        sentence = t("TOPSIS gives no points by criterion: it asks how near a site is to the best of the list.")
        return Lead(names["better"], names["other"], (sentence,), ())
    lead = round(_score(better), 1) - round(_score(other), 1)
    return Lead(names["better"], names["other"], _sentences(names, lead, lines, t), lines)


def _score(item: RankedSite) -> float:
    return item.score or 0.0


def _sentences(names: dict[str, str], lead: float, lines: Sequence[LeadLine], t: Translator) -> tuple[str, ...]:
    if not lines:
        return (t("{better} and {other} have the same points in every criterion.", **names),)
    sentences = [t("{better} is {points} points ahead of {other}.", points=t.number(lead, 1), **names)]
    for line in [line for line in lines if line.share > 0][:_REASONS]:
        sentences.append(
            t(
                "{criterion} speaks for it: {better_value} against {other_value}, {points} points.",
                criterion=line.title,
                better_value=line.better,
                other_value=line.other,
                points=line.points,
            )
        )
    against = next((line for line in lines if line.share < 0), None)
    if against:
        sentences.append(
            t(
                "{criterion} speaks for {other} most: {other_value} against {better_value}, {points} points.",
                criterion=against.title,
                other=names["other"],
                better_value=against.better,
                other_value=against.other,
                points=against.points,
            )
        )
    else:
        sentences.append(t("In no criterion is {other} better.", **names))
    return tuple(sentences)


@dataclass(frozen=True)
class SimilarSite:
    """A site like the chosen one, `alike` 0..1, and the criteria in which they differ most."""

    id: str
    name: str
    place: str
    alike: float
    alike_text: str
    differs: tuple[str, ...]


def similar_sites(ranking: Ranking, site: str, wording: Wording) -> list[SimilarSite]:
    """List the ranked sites most like one.

    Raises
    ------
    ScenarioError
        If the site is not ranked.
    """
    t = wording.t
    by_id = {item.site.id: item for item in ranking.sites}
    return [
        SimilarSite(
            id=other,
            name=site_name(by_id[other].site, t),
            place=t.number(by_id[other].rank or 0),
            alike=1.0 - distance,
            alike_text=t.percent(1.0 - distance),
            differs=tuple(_difference(name, by_id[site], by_id[other], wording) for name in _most(differences)),
        )
        for other, distance, differences in analysis.similar(ranking, site)
    ]


def _most(differences: dict[str, float]) -> list[str]:
    """Name the criteria in which two sites differ visibly, the largest difference first."""
    visible = [name for name, difference in differences.items() if abs(difference) >= _LEAST_POINTS]
    return sorted(visible, key=lambda name: -abs(differences[name]))[:_REASONS]


def _difference(name: str, chosen: RankedSite, other: RankedSite, wording: Wording) -> str:
    pack, t = wording
    return t(
        "{criterion}: {value} against {chosen_value}",
        criterion=t.pick(pack.criteria[name].titles),
        value=raw_text(other.criteria[name], pack.criteria[name], t),
        chosen_value=raw_text(chosen.criteria[name], pack.criteria[name], t),
    )
