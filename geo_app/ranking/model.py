"""What a ranking is made of: scenario, measured criteria, ranked sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from geo_app.core.messages import RowNote, Texts
from geo_app.core.sites import Site
from geo_app.region.model import ValueFunction


@dataclass(frozen=True)
class Requirement:
    """The least that a site must offer: a criterion's measured value, or an attribute, against a bound.

    Written ``rail<=20`` (the criterion's unit), ``area_ha>=50`` or ``status=operating``.
    """

    subject: str
    relation: Literal["<=", ">=", "="]
    bound: float | str

    def __str__(self) -> str:
        bound = f"{self.bound:g}" if isinstance(self.bound, float) else self.bound
        subject = self.subject if self.subject.isidentifier() else f'"{self.subject}"'
        return f"{subject}{self.relation}{bound}"


Method = Literal["weighted_sum", "topsis", "owa"]

DEFAULT_CAUTION = 0.5
"""Halfway between the weighted sum and the weakest link, on the page and on the command line."""


@dataclass(frozen=True)
class Scenario:
    """Everything but the sites that determines a ranking; serialisable.

    Attributes
    ----------
    weights
        Criterion id to normalised weight (sum 1), only positive ones.
    value_functions
        Criterion id to the value function in force, for each weighted criterion.
    exclusions
        Ids of the exclusions in force.
    on
        The date on which dated facts are judged.
    requirements
        What a site must offer at least; one that surely does not is excluded.
    method
        How values become a score: the weighted sum; TOPSIS, which looks at the list; or the ordered weighted
        average, from the weighted sum (`caution` 0) to the weakest link (1).
    """

    profile: str
    weights: Mapping[str, float]
    value_functions: Mapping[str, ValueFunction]
    exclusions: tuple[str, ...]
    on: date
    requirements: tuple[Requirement, ...] = ()
    method: Method = "weighted_sum"
    caution: float = DEFAULT_CAUTION


@dataclass(frozen=True)
class Measured:
    """One criterion of one site.

    Attributes
    ----------
    raw
        Measured at the site's point, in the criterion's unit; None where nothing could be measured.
    low, high
        What `raw` can be, given how far the site and the features can be off; None where nobody knows.
    value
        What it is worth, 0..1: the mean over where the site may lie, 0.5 where nothing could be measured. Where no
        feature counts at all (none is open, say), what an endless distance is worth.
    contribution
        Points of the score: those of a site add up to it. ``100 * weight * value`` by the weighted sum; the ordered
        weighted average gives each value the weight that its place has; None for TOPSIS, whose score is no sum.
    feature
        Id of the nearest feature, for ``nearest``.
    lon, lat
        The point of that feature that is nearest, for ``nearest``.
    value_low, value_high
        What `value` can be while site and features lie anywhere within their accuracies.
    unknown
        Whether it could not be measured at the site's point, or at another place where the site may lie.
    """

    raw: float | None
    low: float | None
    high: float | None
    value: float
    weight: float
    contribution: float | None
    feature: str = ""
    feature_names: Texts = field(default_factory=dict)
    lon: float | None = None
    lat: float | None = None
    value_low: float = 0.0
    value_high: float = 1.0
    unknown: bool = False


@dataclass(frozen=True)
class RankedSite:
    """A site with its rank, score and the reasons for them.

    Attributes
    ----------
    rank, score
        None where an exclusion or requirement applies. The score is the expectation over what is not known.
    score_low, score_high
        What the score can be while sites and features lie anywhere within their accuracies and what is unknown is
        worth anything; None for TOPSIS.
    doubts
        Exclusions and requirements that may apply, and criteria that could not be measured.
    open_conditions
        Of the doubts the exclusions and requirements.
    """

    site: Site
    rank: int | None
    score: float | None
    excluded_by: tuple[str, ...]
    doubts: tuple[str, ...]
    criteria: Mapping[str, Measured]
    score_low: float | None = None
    score_high: float | None = None
    open_conditions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ranking:
    """The answer: sites by rank, excluded ones after them, and rows that were rejected.

    `sites` of `geo_app.ranking.rank.rank` is a `geo_app.ranking.columns.RankedSites`, which holds columns.
    """

    scenario: Scenario
    data_version: str
    sites: Sequence[RankedSite]
    rejected: tuple[RowNote, ...] = ()
    warnings: tuple[RowNote, ...] = ()
