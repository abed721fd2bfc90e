"""What a ranking is made of: scenario, measured criteria, ranked sites."""

from __future__ import annotations

from collections.abc import Mapping
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
        return f"{self.subject}{self.relation}{bound}"


Method = Literal["weighted_sum", "topsis", "owa"]


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
    caution: float = 0.0


@dataclass(frozen=True)
class Measured:
    """One criterion of one site.

    Attributes
    ----------
    raw
        Measured value in the criterion's unit; None where nothing could be measured (no feature is open, say).
    low, high
        What `raw` can be, given how far the site and the features can be off.
    value
        `raw` through the value function, 0..1; 0 where `raw` is None.
    contribution
        ``100 * weight * value``: the contributions of a site add up to its score.
    feature
        Id of the nearest feature, for ``nearest``.
    lon, lat
        The point of that feature that is nearest, for ``nearest``.
    """

    raw: float | None
    low: float | None
    high: float | None
    value: float
    weight: float
    contribution: float
    feature: str = ""
    feature_names: Texts = field(default_factory=dict)
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True)
class RankedSite:
    """A site with its rank, score and the reasons for them.

    `rank` and `score` are None where an exclusion or requirement applies. `doubts` names those that would apply if
    the site or a feature lay elsewhere within its accuracy, and requirements on what is not known.
    """

    site: Site
    rank: int | None
    score: float | None
    excluded_by: tuple[str, ...]
    doubts: tuple[str, ...]
    criteria: Mapping[str, Measured]


@dataclass(frozen=True)
class Ranking:
    """The answer: sites by rank, excluded ones after them, and rows that were rejected."""

    scenario: Scenario
    data_version: str
    sites: tuple[RankedSite, ...]
    rejected: tuple[RowNote, ...] = ()
    warnings: tuple[RowNote, ...] = ()
