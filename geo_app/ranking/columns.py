"""A ranking as columns: one array for each thing that is said of the sites; a row is made when somebody looks at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from geo_app.core.arrays import Bools, Floats, Ints
from geo_app.core.sites import Site
from geo_app.measures.measure import Measurement
from geo_app.measures.valuing import Valued
from geo_app.ranking.model import Measured, RankedSite

# So many rows are remembered once they are made: screens look at the same ones again and again.
_REMEMBERED = 2_000


@dataclass(frozen=True)
class CriterionColumn:
    """What one criterion says of n sites.

    Attributes
    ----------
    measured, valued
        What was measured, and what it is worth.
    weight
        Of the scenario.
    contribution
        (n,) points of the score; None where the method's score is no sum.
    """

    measured: Measurement
    valued: Valued
    weight: float
    contribution: Floats | None

    def at(self, i: int) -> Measured:
        """Measurement, value, weight and contribution of the i-th site."""
        found, valued = self.measured, self.valued
        code = int(found.feature[i]) if len(found.feature) else -1
        feature = found.features[code] if code >= 0 else None
        return Measured(
            raw=_known(found.raw[i]),
            low=_known(found.low[i]),
            high=_known(found.high[i]),
            value=float(valued.value[i]),
            weight=self.weight,
            contribution=None if self.contribution is None else float(self.contribution[i]),
            feature=feature.id if feature else "",
            feature_names=feature.names if feature else {},
            lon=float(found.foot[i, 0]) if feature else None,
            lat=float(found.foot[i, 1]) if feature else None,
            value_low=float(valued.low[i]),
            value_high=float(valued.high[i]),
            unknown=bool(valued.unknown[i]),
        )


@dataclass(frozen=True)
class Columns:
    """What a ranking says of n sites, in the order in which they came.

    Attributes
    ----------
    sites
        The candidates.
    criteria
        By criterion, those that are weighted.
    score, score_low, score_high
        (n,) 0..100, and what it can be; NaN for a site that is not ranked, the bounds also where a method has none.
    rank
        (n,) 1 = best; 0 for a site that is not ranked.
    conditions
        Names of the exclusions and requirements that `excluded` and `doubtful` are about.
    excluded, doubtful
        (n, conditions) which apply, and which are in doubt.
    """

    sites: Sequence[Site]
    criteria: Mapping[str, CriterionColumn]
    score: Floats
    score_low: Floats
    score_high: Floats
    rank: Ints
    conditions: tuple[str, ...]
    excluded: Bools
    doubtful: Bools

    @property
    def ids(self) -> list[str]:
        """(n,) of the sites."""
        return [site.id for site in self.sites]

    @property
    def lon(self) -> Floats:
        """(n,) degrees."""
        return np.array([site.lon for site in self.sites], dtype=np.float64)

    @property
    def lat(self) -> Floats:
        """(n,) degrees."""
        return np.array([site.lat for site in self.sites], dtype=np.float64)

    @property
    def raw(self) -> Floats:
        """(n, criteria) as measured; NaN where nothing could be."""
        return self._table([column.measured.raw for column in self.criteria.values()])

    @property
    def low(self) -> Floats:
        """(n, criteria) the least that `raw` can be."""
        return self._table([column.measured.low for column in self.criteria.values()])

    @property
    def high(self) -> Floats:
        """(n, criteria) the most that `raw` can be."""
        return self._table([column.measured.high for column in self.criteria.values()])

    @property
    def value(self) -> Floats:
        """(n, criteria) expected values 0..1."""
        return self._table([column.valued.value for column in self.criteria.values()])

    @property
    def contribution(self) -> Floats:
        """(n, criteria) points of the score; NaN where the method's score is no sum."""
        none = np.full(len(self.rank), np.nan)
        return self._table([none if c.contribution is None else c.contribution for c in self.criteria.values()])

    @property
    def feature(self) -> Ints:
        """(n, criteria) codes of the nearest features, as in each criterion's `measured.features`; -1 for none."""
        none = np.full(len(self.rank), -1)
        codes = [c.measured.feature if len(c.measured.feature) else none for c in self.criteria.values()]
        return np.stack(codes, axis=1) if codes else np.empty((len(none), 0), dtype=np.int64)

    def _table(self, columns: Sequence[Floats]) -> Floats:
        return np.stack(columns, axis=1) if columns else np.empty((len(self.rank), 0))

    def row(self, i: int) -> RankedSite:
        """The i-th site with all that the columns hold of it."""
        ranked = self.rank[i] > 0
        opened = tuple(self.conditions[k] for k in np.flatnonzero(self.doubtful[i]))
        unknown = (name for name, column in self.criteria.items() if column.valued.unknown[i])
        return RankedSite(
            site=self.sites[i],
            rank=int(self.rank[i]) if ranked else None,
            score=float(self.score[i]) if ranked else None,
            excluded_by=tuple(self.conditions[k] for k in np.flatnonzero(self.excluded[i])),
            doubts=tuple(dict.fromkeys((*opened, *unknown))),
            criteria={name: column.at(i) for name, column in self.criteria.items()},
            score_low=_known(self.score_low[i]),
            score_high=_known(self.score_high[i]),
            open_conditions=opened,
        )


class RankedSites(Sequence[RankedSite]):
    """Rows of columns in some order, each made when somebody looks at it.

    Parameters
    ----------
    columns, order
        Whose rows, and which of them.
    """

    def __init__(self, columns: Columns, order: Ints) -> None:
        self.columns, self.order = columns, order
        self._made: dict[int, RankedSite] = {}

    def __len__(self) -> int:
        return len(self.order)

    @overload
    def __getitem__(self, at: int) -> RankedSite: ...
    @overload
    def __getitem__(self, at: slice) -> RankedSites: ...
    def __getitem__(self, at: int | slice) -> RankedSite | RankedSites:
        if isinstance(at, slice):
            return RankedSites(self.columns, self.order[at])
        return self._row(int(self.order[at]))

    def __iter__(self) -> Iterator[RankedSite]:
        return map(self._row, self.order.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(item.site.id for item in self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def _row(self, i: int) -> RankedSite:
        row = self._made.get(i)
        if row is None:
            row = self.columns.row(i)
            if len(self._made) < _REMEMBERED:
                self._made[i] = row
        return row


def best_first(columns: Columns) -> Ints:
    """Order sites by rank, ties by id, those that are not ranked last."""
    place = np.where(columns.rank > 0, columns.rank, len(columns.rank) + 1)
    order = np.argsort(place, kind="stable")
    return _by_id_within_ties(order, place, columns.sites)


def _by_id_within_ties(order: Ints, place: Ints, sites: Sequence[Site]) -> Ints:
    """Put runs of one place into the order of their ids; texts are compared for those only."""
    places = place[order]
    starts = np.flatnonzero(np.diff(places, prepend=-1))
    ends = np.append(starts[1:], len(places))
    for start, end in zip(starts[ends - starts > 1], ends[ends - starts > 1], strict=True):
        order[start:end] = sorted(order[start:end].tolist(), key=lambda k: sites[k].id)
    return order


def _known(number: float) -> float | None:
    return None if number != number else float(number)
