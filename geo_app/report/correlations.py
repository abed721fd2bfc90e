"""Which criteria overlap, in words and as a table."""

from __future__ import annotations

from dataclasses import dataclass

from geo_app.measures.measurer import Measurer
from geo_app.ranking.correlation import STRONG, Correlations, correlate_criteria
from geo_app.ranking.model import Ranking
from geo_app.report.text import Wording


@dataclass(frozen=True)
class CorrelationRow:
    """A row of the lower triangle: a criterion's number and title, the r with each before it, and which are strong."""

    number: int
    title: str
    cells: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class CorrelationText:
    """What the page says of overlap.

    Attributes
    ----------
    sites
        How many were looked at.
    strong
        From which r on a pair is named.
    profiles
        By profile that has such pairs, its title and the pairs in words.
    flat
        Criteria that hardly tell the sites apart, with their standard deviation.
    rows
        The matrix.
    """

    sites: str
    strong: str
    profiles: tuple[tuple[str, str], ...]
    flat: tuple[str, ...]
    rows: tuple[CorrelationRow, ...]


def correlation_text(ranking: Ranking, wording: Wording, measurer: Measurer | None = None) -> CorrelationText | None:
    """Say which criteria go together over a ranking's sites; None where there are too few to tell."""
    pack, t = wording
    found = correlate_criteria(ranking, pack, measurer)
    if found.sites < 3:
        return None
    titles = {name: t.pick(criterion.titles) for name, criterion in pack.criteria.items()}
    profiles = (
        (t.pick(profile.titles), found.pairs(frozenset(weight.criterion for weight in profile.weights)))
        for profile in pack.profiles.values()
    )
    return CorrelationText(
        sites=t.number(found.sites),
        strong=t.number(STRONG, 1),
        profiles=tuple(
            (title, "; ".join(f"{titles[one]} – {titles[other]} ({t.number(r, 2)})" for one, other, r in pairs))
            for title, pairs in profiles
            if pairs
        ),
        flat=tuple(f"{titles[name]} ({t.number(deviation, 3)})" for name, deviation in found.flat()),
        rows=_rows(found, titles, wording),
    )


def _rows(found: Correlations, titles: dict[str, str], wording: Wording) -> tuple[CorrelationRow, ...]:
    def cell(r: float) -> tuple[str, bool]:
        return ("–" if r != r else wording.t.number(r, 2), abs(r) >= STRONG)

    return tuple(
        CorrelationRow(k + 1, titles[name], tuple(cell(r) for r in found.matrix[k, :k].tolist()))
        for k, name in enumerate(found.criteria)
    )
