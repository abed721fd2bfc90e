"""How suitable every place of the region is: each hexagon of a lattice is scored as a site at its centre would be.

The lattice is the same for the same region, on any machine. What is measured of its cells does not depend on weights,
so a `Measurer` remembers it, and a change of weights costs a sum over a few columns of numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from geo_app.core.arrays import Bools, Floats, Ints
from geo_app.core.sites import Site, Sites
from geo_app.measures.exclusions import Sides
from geo_app.measures.measure import Measurement
from geo_app.measures.measurer import Measurer
from geo_app.measures.valuing import UNKNOWN_STEP, from_steps, to_steps, value_measured
from geo_app.ranking.model import Method, RankedSite, Ranking, Scenario
from geo_app.ranking.rank import method_scores, rank
from geo_app.region.hexgrid import Grid, place_site
from geo_app.region.model import Criterion, Exclusion, RegionPack

Bytes = NDArray[np.uint8]


CLASS_LIMITS = (15.0, 30.0, 40.0, 50.0, 60.0, 70.0)
"""Scores at which one class of the map ends and the next begins: fixed, so that a colour always means the same."""

UNKNOWN_SHARE = 0.10
"""Where what is not known weighs more than this, a place gets no score: it could be off by a whole class."""

MOST_UNKNOWN = UNKNOWN_SHARE + 1e-9
"""Weights that are a tenth together do not exceed it by how they were added up."""

UNKNOWN_CODE, EXCLUDED_CODE = 254, 255
STEPS_PER_POINT = 2
"""A cell's byte on the map is its score in half points, rounded down."""


@dataclass(frozen=True)
class Scored:
    """The cells of a grid by a scenario.

    Attributes
    ----------
    score
        (n,) 0..100; NaN where the place is excluded or too little is known of it.
    excluded
        (n,) whether an exclusion or a requirement applies.
    unknown
        (n,) whether too little is known; never together with `excluded`.
    method
        How the values became a score. TOPSIS looks at a list of sites, which a region is not: the cells then have
        the weighted sum.
    shown
        (n,) score by values in 16 bits, as a browser has them: what the map's colours follow, so that a map that is
        scored by the browser and one that is scored here are the same. None where that is `score`.
    """

    grid: Grid
    score: Floats
    excluded: Bools
    unknown: Bools
    method: Method
    shown: Floats | None = None


@dataclass(frozen=True)
class TopCell:
    """One of the best cells: its number in the grid, its centre in degrees, and its score."""

    cell: int
    lon: float
    lat: float
    score: float


def cells_measured(grid: Grid, scenario: Scenario, pack: RegionPack, measurer: Measurer) -> bool:
    """Tell whether all that a scenario needs of the cells was measured before."""
    questions: list[Criterion | Exclusion] = [pack.criteria[name] for name in criteria_needed(scenario, pack)]
    questions += [pack.exclusions[name] for name in scenario.exclusions]
    return all(measurer.holds_cells(grid, each, pack, scenario.on) for each in questions)


def criteria_needed(scenario: Scenario, pack: RegionPack) -> tuple[str, ...]:
    """Name the criteria that a scenario weighs or demands something of."""
    demanded = [item.subject for item in scenario.requirements if item.subject in pack.criteria]
    return tuple(dict.fromkeys([*scenario.weights, *demanded]))


# ------------------------------------------------------------------------------------------------ the scores


def score_cells(
    grid: Grid,
    scenario: Scenario,
    pack: RegionPack,
    *,
    measurer: Measurer | None = None,
) -> Scored:
    """Score every cell as `geo_app.ranking.rank.rank` scores a site at its centre.

    Exclusions and requirements on measured values apply; requirements on what a site offers (its status or free area,
    say) do not, as nothing stands at a bare place yet.

    Parameters
    ----------
    grid, scenario, pack
        What to score, by what, and with which data.
    measurer
        Remembers what was measured of the cells; None measures anew.
    """
    measurer = measurer or Measurer()
    raw = {
        name: measurer.measure_cells(grid, pack.criteria[name], pack, scenario.on)
        for name in criteria_needed(scenario, pack)
    }
    values = {
        name: value_measured(function, raw[name], none_counts=bool(np.isnan(raw[name]).all()))
        for name, function in scenario.value_functions.items()
    }
    method: Method = "weighted_sum" if scenario.method == "topsis" else scenario.method
    steps = {name: to_steps(function, raw[name]) for name, function in scenario.value_functions.items()}
    excluded = excluded_cells(grid, scenario, pack, measurer=measurer)
    by_method = replace(scenario, method=method)
    score = method_scores(by_method, values, ~excluded)
    shown = method_scores(by_method, {name: from_steps(column) for name, column in steps.items()}, ~excluded)
    unknown = too_little_known(scenario, steps, len(grid)) & ~excluded
    for column in (score, shown):
        column[excluded | unknown] = np.nan
    return Scored(grid, score, excluded, unknown, method, shown)


def excluded_cells(grid: Grid, scenario: Scenario, pack: RegionPack, *, measurer: Measurer) -> Bools:
    """Tell which cells an exclusion or a requirement on a measured value excludes, whatever the weights."""
    raw = {
        requirement.subject: measurer.measure_cells(grid, pack.criteria[requirement.subject], pack, scenario.on)
        for requirement in scenario.requirements
        if requirement.subject in pack.criteria
    }
    excluded = np.zeros(len(grid), dtype=bool)
    for name in scenario.exclusions:
        excluded |= measurer.exclude_cells(grid, pack.exclusions[name], pack)
    for requirement in scenario.requirements:
        found = raw.get(requirement.subject)
        if found is not None:
            bound = float(requirement.bound)  # of a criterion it is a number; NaN fails neither way
            excluded |= found > bound if requirement.relation == "<=" else found < bound
    return excluded


def too_little_known(scenario: Scenario, steps: Mapping[str, NDArray[np.uint16]], n: int) -> Bools:
    """Tell of n cells whether the criteria that were measured elsewhere, but not there, weigh too much for a score.

    Where no border crossing is open to anybody, that is known of all places, and no gap in what is known of one.
    """
    share = np.zeros(n)
    for name, weight in scenario.weights.items():
        share += weight * (steps[name] == UNKNOWN_STEP)
    return np.asarray(share > MOST_UNKNOWN, dtype=np.bool_)


def cell_codes(scored: Scored) -> Bytes:
    """Write each cell in a byte: its score in half points rounded down, `UNKNOWN_CODE` or `EXCLUDED_CODE`."""
    shown = scored.score if scored.shown is None else scored.shown
    codes = np.floor(np.nan_to_num(shown) * STEPS_PER_POINT).astype(np.uint8)
    codes[scored.unknown] = UNKNOWN_CODE
    codes[scored.excluded] = EXCLUDED_CODE
    return codes


def top_cells(scored: Scored, n: int, spacing_m: float) -> tuple[TopCell, ...]:
    """Choose the best cells that are at least `spacing_m` from each other, the best first.

    Of equal cells the one that comes first in the grid is taken, so that the answer is always the same.
    """
    xy, left = scored.grid.xy, scored.score.copy()
    found: list[TopCell] = []
    while len(found) < n and not np.isnan(left).all():
        best = int(np.nanargmax(left))
        lon, lat = scored.grid.lonlat[best].tolist()
        found.append(TopCell(best, lon, lat, float(left[best])))
        left[np.hypot(*(xy - xy[best]).T) < spacing_m] = np.nan
        left[best] = np.nan
    return tuple(found)


def rank_cells(
    scored: Scored,
    cells: Iterable[TopCell],
    scenario: Scenario,
    pack: RegionPack,
    *,
    measurer: Measurer | None = None,
) -> Ranking:
    """Rank chosen cells among themselves from what was measured of all, to tell what each owes its score to."""
    chosen = tuple(cells)
    picked = np.array([each.cell for each in chosen], dtype=np.int64)
    sites = Sites(tuple(place_site(each.lon, each.lat, f"cell-{each.cell}") for each in chosen))

    picking = _PickedCells(scored.grid, picked, measurer or Measurer())
    return rank(sites, replace(scenario, method=scored.method), pack, measurer=picking)


class _PickedCells(Measurer):
    """Tells of chosen cells, as if they were sites, what was measured of all."""

    def __init__(self, grid: Grid, picked: Ints, measurer: Measurer) -> None:
        super().__init__(0)
        self._grid, self._picked, self._measurer = grid, picked, measurer

    def measure(self, sites: Sites, criterion: Criterion, pack: RegionPack, on: date) -> Measurement:
        everywhere = self._measurer.measure_cells(self._grid, criterion, pack, on)
        raw = everywhere[self._picked]
        return Measurement(raw, raw, raw, none_counts=bool(np.isnan(everywhere).all()))

    def exclude(self, sites: Sites, rule: Exclusion, pack: RegionPack) -> Sides:
        excluded = self._measurer.exclude_cells(self._grid, rule, pack)[self._picked]
        return Sides(excluded, np.zeros(len(self._picked), dtype=bool))


PLACE = "clicked place"
"""Id of the clicked place among the sites that it is ranked with."""


def rank_place(
    sites: Sites,
    scenario: Scenario,
    pack: RegionPack,
    place: Site,
    *,
    measurer: Measurer | None = None,
) -> Ranking:
    """Rank a bare place, whose id is `PLACE`, together with the sites, as if it were one of them."""
    joining = _JoinedSites(sites, Sites((place,)), measurer or Measurer())
    return rank(Sites((*sites.sites, place)), scenario, pack, measurer=joining)


class _JoinedSites(Measurer):
    """Tells of two lists of sites, the one after the other, what was measured of each."""

    def __init__(self, one: Sites, other: Sites, measurer: Measurer) -> None:
        super().__init__(0)
        self._parts, self._measurer = [part for part in (one, other) if part.sites], measurer

    def measure(self, sites: Sites, criterion: Criterion, pack: RegionPack, on: date) -> Measurement:
        return reduce(_joined_measurements, [self._measurer.measure(part, criterion, pack, on) for part in self._parts])

    def measure_at_places(self, sites: Sites, criterion: Criterion, pack: RegionPack, on: date) -> Floats:
        # A bare place is an exact point.
        return self._measurer.measure_at_places(self._parts[0], criterion, pack, on)

    def exclude(self, sites: Sites, rule: Exclusion, pack: RegionPack) -> Sides:
        return reduce(_joined_sides, [self._measurer.exclude(part, rule, pack) for part in self._parts])


def _joined_measurements(one: Measurement, other: Measurement) -> Measurement:
    """Put what was measured of some sites before what was measured of others."""
    later = np.where(other.feature >= 0, other.feature + len(one.features), -1)
    return Measurement(
        np.concatenate([one.raw, other.raw]),
        np.concatenate([one.low, other.low]),
        np.concatenate([one.high, other.high]),
        np.concatenate([one.feature, later]),
        one.features + other.features,
        np.concatenate([one.foot, other.foot]),
        one.none_counts,
    )


def _joined_sides(one: Sides, other: Sides) -> Sides:
    return Sides(np.concatenate([one.excluded, other.excluded]), np.concatenate([one.doubtful, other.doubtful]))


def place_among(found: Ranking) -> RankedSite:
    """Pick what `rank_place` added to the sites: the place itself, with its rank among them."""
    return next(each for each in found.sites if each.site.id == PLACE)
