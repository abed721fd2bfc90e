"""How suitable every place of the region is: each hexagon of a lattice is scored as a site at its centre would be.

The lattice is the same for the same region, on any machine. What is measured of its cells does not depend on weights,
so a `CellStore` keeps it, and a change of weights costs a sum over a few columns of numbers.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from geo_app.core.arrays import Bools, Floats
from geo_app.core.sites import Site, Sites
from geo_app.measures.exclusions import Sides
from geo_app.measures.measure import Exclude, Measure, Measurement, exclude_sites, measure_criterion
from geo_app.ranking.model import Method, RankedSite, Ranking, Scenario
from geo_app.ranking.rank import method_scores, rank
from geo_app.region.hexgrid import Grid, place_site
from geo_app.region.model import Criterion, Exclusion, RegionPack
from geo_app.region.value_functions import evaluate

Bytes = NDArray[np.uint8]


CLASS_LIMITS = (15.0, 30.0, 40.0, 50.0, 60.0, 70.0)
"""Scores at which one class of the map ends and the next begins: fixed, so that a colour always means the same."""

UNKNOWN_SHARE = 0.10
"""Where what is not known weighs more than this, a place gets no score: it could be off by a whole class."""

UNKNOWN_CODE, EXCLUDED_CODE = 254, 255
STEPS_PER_POINT = 2
"""A cell's byte on the map is its score in half points, rounded down."""

_MOST_KEPT = 256


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
    """

    grid: Grid
    score: Floats
    excluded: Bools
    unknown: Bools
    method: Method


@dataclass(frozen=True)
class TopCell:
    """One of the best cells: its number in the grid, its centre in degrees, and its score."""

    cell: int
    lon: float
    lat: float
    score: float


MeasureCells = Callable[[Grid, Criterion, RegionPack, date], Floats]
ExcludeCells = Callable[[Grid, Exclusion, RegionPack], Bools]


# ---------------------------------------------------------------------------------------- what is measured


def measure_cells(grid: Grid, criterion: Criterion, pack: RegionPack, on: date) -> Floats:
    """Measure one criterion at each cell's centre, in its unit; NaN where nothing could be measured."""
    return measure_criterion(grid.sites, criterion, pack, on).raw


def exclude_cells(grid: Grid, rule: Exclusion, pack: RegionPack) -> Bools:
    """Tell which cells' centres an exclusion applies to."""
    return exclude_sites(grid.sites, rule, pack).excluded


class CellStore:
    """What was measured of cells, each kept once for all packs in which the same was measured.

    A pack with one more layer is another pack, but its railways are where they were: what is kept goes by the layers
    that a criterion names.
    """

    def __init__(self) -> None:
        self._found: dict[Hashable, NDArray[np.generic]] = {}
        self._measuring = threading.Lock()
        self._underway: set[Hashable] = set()

    def measure(self, grid: Grid, criterion: Criterion, pack: RegionPack, on: date) -> Floats:
        """Measure as `measure_cells` does, the first time."""
        key = _measured_key(grid, criterion, pack, on)
        return np.asarray(self._once(key, lambda: measure_cells(grid, criterion, pack, on)), dtype=np.float64)

    def exclude(self, grid: Grid, rule: Exclusion, pack: RegionPack) -> Bools:
        """Judge as `exclude_cells` does, the first time."""
        key = _excluded_key(grid, rule, pack)
        return np.asarray(self._once(key, lambda: exclude_cells(grid, rule, pack)), dtype=np.bool_)

    def holds(self, grid: Grid, scenario: Scenario, pack: RegionPack) -> bool:
        """Tell whether all that a scenario needs was measured before."""
        return all(key in self._found for key in _keys(grid, scenario, pack))

    def prepare(self, grid: Grid, scenario: Scenario, pack: RegionPack) -> None:
        """Start to measure what a scenario needs, then the pack's other criteria, beside whatever else goes on.

        Measuring a criterion at ten thousand places takes from a tenth of a second to a few seconds.
        """
        wanted = _keys(grid, scenario, pack)
        # What failed once stays underway: whoever ranks sites by it is told, and no second try goes better.
        if wanted <= self._underway:
            return
        self._underway |= wanted

        def measure_all() -> None:
            score_cells(grid, scenario, pack, measure=self.measure, exclude=self.exclude)
            for criterion in pack.criteria.values():
                self.measure(grid, criterion, pack, scenario.on)
            self._underway -= wanted

        threading.Thread(target=measure_all, name="measure-cells", daemon=True).start()

    def _once(self, key: Hashable, find: Callable[[], NDArray[np.generic]]) -> NDArray[np.generic]:
        found = self._found.get(key)
        if found is None:
            with self._measuring:
                found = self._found.get(key)
                if found is None:
                    found = find()
                    found.setflags(write=False)
                    while len(self._found) >= _MOST_KEPT:
                        self._found.pop(next(iter(self._found)))
                    self._found[key] = found
        return found


def _measured_key(grid: Grid, criterion: Criterion, pack: RegionPack, on: date) -> Hashable:
    told = repr(criterion)
    layers = tuple((name, layer.sha256) for name, layer in pack.layers.items() if repr(name) in told)
    return grid.key, told, layers, on if criterion.open_on_date else None


def _excluded_key(grid: Grid, rule: Exclusion, pack: RegionPack) -> Hashable:
    return grid.key, repr(rule), pack.layers[rule.layer].sha256


def _keys(grid: Grid, scenario: Scenario, pack: RegionPack) -> set[Hashable]:
    needed = (pack.criteria[name] for name in criteria_needed(scenario, pack))
    rules = (pack.exclusions[name] for name in scenario.exclusions)
    return {_measured_key(grid, criterion, pack, scenario.on) for criterion in needed} | {
        _excluded_key(grid, rule, pack) for rule in rules
    }


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
    measure: MeasureCells = measure_cells,
    exclude: ExcludeCells = exclude_cells,
) -> Scored:
    """Score every cell as `geo_app.ranking.rank.rank` scores a site at its centre.

    Exclusions and requirements on measured values apply; requirements on what a site offers (its status or free area,
    say) do not, as nothing stands at a bare place yet.

    Parameters
    ----------
    grid, scenario, pack
        What to score, by what, and with which data.
    measure, exclude
        Replace `measure_cells` and `exclude_cells`, for a caller that keeps what they find: see `CellStore`.
    """
    raw = {name: measure(grid, pack.criteria[name], pack, scenario.on) for name in criteria_needed(scenario, pack)}
    values = {name: np.nan_to_num(evaluate(function, raw[name])) for name, function in scenario.value_functions.items()}
    method: Method = "weighted_sum" if scenario.method == "topsis" else scenario.method
    excluded = _excluded(grid, scenario, pack, raw, exclude)
    contributions = {name: 100.0 * scenario.weights[name] * values[name] for name in values}
    score = method_scores(replace(scenario, method=method), values, contributions, ~excluded)
    unknown = (_unknown_share(scenario, raw, len(grid)) > UNKNOWN_SHARE) & ~excluded
    score[excluded | unknown] = np.nan
    return Scored(grid, score, excluded, unknown, method)


def _excluded(grid: Grid, scenario: Scenario, pack: RegionPack, raw: dict[str, Floats], exclude: ExcludeCells) -> Bools:
    excluded = np.zeros(len(grid), dtype=bool)
    for name in scenario.exclusions:
        excluded |= exclude(grid, pack.exclusions[name], pack)
    for requirement in scenario.requirements:
        found = raw.get(requirement.subject)
        if found is not None:
            bound = float(requirement.bound)  # of a criterion it is a number; NaN fails neither way
            excluded |= found > bound if requirement.relation == "<=" else found < bound
    return excluded


def _unknown_share(scenario: Scenario, raw: dict[str, Floats], n: int) -> Floats:
    """Add up, for each cell, the weights of the criteria that were measured elsewhere, but not there.

    Where no border crossing is open to anybody, that is known of all places, and no gap in what is known of one.
    """
    share = np.zeros(n)
    for name, weight in scenario.weights.items():
        gap = np.isnan(raw[name])
        if not gap.all():
            share += weight * gap
    return share


def cell_codes(scored: Scored) -> Bytes:
    """Write each cell in a byte: its score in half points rounded down, `UNKNOWN_CODE` or `EXCLUDED_CODE`."""
    codes = np.floor(np.nan_to_num(scored.score) * STEPS_PER_POINT).astype(np.uint8)
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
    measure: MeasureCells = measure_cells,
    exclude: ExcludeCells = exclude_cells,
) -> Ranking:
    """Rank chosen cells among themselves from what was measured of all, to tell what each owes its score to."""
    chosen = tuple(cells)
    picked = np.array([each.cell for each in chosen], dtype=np.int64)
    sites = Sites(tuple(place_site(each.lon, each.lat, f"cell-{each.cell}") for each in chosen))

    def measured(_: Sites, criterion: Criterion, pack: RegionPack, on: date) -> Measurement:
        raw = measure(scored.grid, criterion, pack, on)[picked]
        return Measurement(raw, raw, raw, feature=(), feature_names=(), foot=np.empty((0, 2)))

    def excluded(_: Sites, rule: Exclusion, pack: RegionPack) -> Sides:
        return Sides(exclude(scored.grid, rule, pack)[picked], np.zeros(len(picked), dtype=bool))

    return rank(sites, replace(scenario, method=scored.method), pack, measure=measured, exclude=excluded)


PLACE = "clicked place"
"""Id of the clicked place among the sites that it is ranked with."""


_Found = TypeVar("_Found", Measurement, Sides)


def rank_place(
    sites: Sites,
    scenario: Scenario,
    pack: RegionPack,
    place: Site,
    *,
    measure: Measure = measure_criterion,
    exclude: Exclude = exclude_sites,
) -> Ranking:
    """Rank a bare place, whose id is `PLACE`, together with the sites, as if it were one of them."""
    only = Sites((place,))

    def measure_both(_: Sites, criterion: Criterion, pack: RegionPack, on: date) -> Measurement:
        return _joined(measure(sites, criterion, pack, on), measure(only, criterion, pack, on))

    def exclude_both(_: Sites, rule: Exclusion, pack: RegionPack) -> Sides:
        return _joined(exclude(sites, rule, pack), exclude(only, rule, pack))

    if not sites.sites:
        return rank(only, scenario, pack, measure=measure, exclude=exclude)
    return rank(Sites((*sites.sites, place)), scenario, pack, measure=measure_both, exclude=exclude_both)


def _joined(one: _Found, other: _Found) -> _Found:
    """Put what was found of some sites before what was found of others, so that neither is measured again."""
    parts: list[Any] = [
        np.concatenate([first, second]) if isinstance(first, np.ndarray) else first + second
        for first, second in zip(vars(one).values(), vars(other).values(), strict=True)
    ]
    return type(one)(*parts)


def place_among(found: Ranking) -> RankedSite:
    """Find the place in its ranking."""
    return next(each for each in found.sites if each.site.id == PLACE)
