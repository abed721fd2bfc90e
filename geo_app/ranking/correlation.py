"""Which criteria say the same of the sites, and which say nothing: what two measure alike counts twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from geo_app.core.arrays import Floats
from geo_app.core.sites import Sites
from geo_app.measures.measurer import Measurer
from geo_app.measures.valuing import value_measured
from geo_app.ranking.columns import RankedSites
from geo_app.ranking.model import Ranking
from geo_app.region.model import RegionPack

STRONG = 0.7
"""From here on about half of what one criterion says is said by the other: r² is 0.49."""

FLAT = 0.05
"""A criterion whose values have a smaller standard deviation hardly tells the sites apart."""

MOST_SITES = 1_000
"""Of a longer list the first ones are looked at."""


@dataclass(frozen=True)
class Correlations:
    """How values go together over n sites.

    Attributes
    ----------
    criteria
        Ids.
    matrix
        (m, m) Pearson's r of values; NaN for a criterion that is worth the same everywhere.
    deviation
        (m,) standard deviation of each criterion's values, 0..0.5.
    sites
        How many were looked at.
    """

    criteria: tuple[str, ...]
    matrix: Floats
    deviation: Floats
    sites: int

    def pairs(self, among: frozenset[str] | None = None) -> list[tuple[str, str, float]]:
        """List the pairs with r of `STRONG` or more, or -`STRONG` or less, the strongest first."""
        found = [
            (self.criteria[i], self.criteria[k], float(self.matrix[i, k]))
            for i, k in zip(*np.triu_indices(len(self.criteria), 1), strict=True)
            if abs(self.matrix[i, k]) >= STRONG
        ]
        chosen = found if among is None else [pair for pair in found if among.issuperset(pair[:2])]
        return sorted(chosen, key=lambda pair: -abs(pair[2]))

    def flat(self) -> list[tuple[str, float]]:
        """List the criteria that hardly tell the sites apart, with their deviations, the flattest first."""
        found = zip(self.criteria, self.deviation.tolist(), strict=True)
        return sorted((each for each in found if each[1] < FLAT), key=lambda each: each[1])


def correlate(values: Mapping[str, Floats]) -> Correlations:
    """Correlate criteria by their (n,) values; of fewer than three sites nothing can be said: NaN."""
    table = np.stack(list(values.values()), axis=1) if values else np.empty((0, 0))
    n, m = table.shape
    if n < 3:
        return Correlations(tuple(values), np.full((m, m), np.nan), np.full(m, np.nan), n)
    off = table - table.mean(axis=0)
    length = np.sqrt(np.square(off).sum(axis=0))
    length[length < 1e-9] = np.nan  # what is left of equal numbers is no spread
    matrix = np.clip((off / length).T @ (off / length), -1.0, 1.0)
    return Correlations(tuple(values), matrix, table.std(axis=0), n)


def correlate_criteria(ranking: Ranking, pack: RegionPack, measurer: Measurer | None = None) -> Correlations:
    """Correlate all criteria of a pack over the candidates of a ranking, at their points, by each one's own anchors."""
    sites, asked = candidates(ranking), measurer or Measurer()
    return correlate({name: _values(sites, name, pack, ranking.scenario.on, asked) for name in pack.criteria})


def candidates(ranking: Ranking) -> Sites:
    """Give a ranking's sites, at most `MOST_SITES`, in an order that no weight changes."""
    ranked = ranking.sites
    if isinstance(ranked, RankedSites):
        return Sites(tuple(ranked.columns.sites[:MOST_SITES]))
    return Sites(tuple(sorted((item.site for item in ranked), key=lambda site: site.id)[:MOST_SITES]))


def _values(sites: Sites, name: str, pack: RegionPack, on: date, measurer: Measurer) -> Floats:
    criterion = pack.criteria[name]
    found = measurer.measure(sites, criterion, pack, on)
    return value_measured(criterion.value_function, found.raw, none_counts=found.none_counts)
