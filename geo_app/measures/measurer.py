"""Measures for whoever asks more than once: each question is worked out once, in one bounded cache.

The answers do not depend on weights, so that a change of weights costs a sum over what was measured before.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from datetime import date
from typing import Any, TypeVar

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from geo_app.core.arrays import Bools, Floats
from geo_app.core.sites import Sites
from geo_app.measures.anchors import draw_factors
from geo_app.measures.exclusions import Sides
from geo_app.measures.measure import Measurement, exclude_sites, measure_criterion
from geo_app.measures.position_sampling import measure_at_places, sample_measured
from geo_app.measures.positions import PLACES, Places, exact_places, possible_places
from geo_app.measures.valuing import Valued, on_value_grid, to_steps, value_measured, value_sites
from geo_app.region.hexgrid import Grid
from geo_app.region.model import Criterion, Exclusion, RegionPack, ValueFunction

MAX_BYTES = 512_000_000
"""What a measurer remembers at most; what was not asked for longest goes first."""

_OBJECT_BYTES = 100

T = TypeVar("T")


class Measurer:
    """Measures criteria and judges exclusions, each question once.

    Answers go by the content of the layers that a criterion reads: a pack with one more layer is another pack, but
    its railways are where they were. What is remembered is shared by threads, and must not be changed.

    Parameters
    ----------
    max_bytes
        How much is remembered, about.
    """

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._answers: LRUCache[Hashable, Any] = LRUCache(max_bytes, getsizeof=_size)
        self._lock = threading.Lock()
        self._underway: dict[Hashable, threading.Lock] = {}

    def measure(self, sites: Sites, criterion: Criterion, pack: RegionPack, on: date) -> Measurement:
        """Measure a criterion as `measure_criterion` does."""
        key = ("measure", sites.places_key, _criterion_key(criterion, pack, on))
        return self._once(key, lambda: measure_criterion(sites, criterion, pack, on))

    def exclude(self, sites: Sites, rule: Exclusion, pack: RegionPack) -> Sides:
        """Judge sites as `exclude_sites` does."""
        key = ("exclude", sites.places_key, _rule_key(rule, pack))
        return self._once(key, lambda: exclude_sites(sites, rule, pack))

    def places_for(self, criterion: Criterion, sites: Sites) -> Places:
        """Find where the sites may lie, as `possible_places` does; which place a site is does not depend on that."""
        if criterion.measure == "member":
            return exact_places(len(sites.sites))
        return self._once(("places", sites.places_key), lambda: possible_places(sites))

    def measure_at_places(self, sites: Sites, criterion: Criterion, pack: RegionPack, on: date) -> Floats:
        """Measure at every place where the sites may lie, as `measure_at_places` does."""
        places = self.places_for(criterion, sites)
        if not len(places.lonlat):
            return np.empty((0, PLACES))
        key = ("at places", sites.places_key, _criterion_key(criterion, pack, on))
        return self._once(key, lambda: measure_at_places(places, criterion, pack, on))

    def value(self, sites: Sites, criterion: Criterion, function: ValueFunction, pack: RegionPack, on: date) -> Valued:
        """Value what is measured, over where the sites may lie, as `value_sites` does."""
        key = ("value", sites.places_key, function, _criterion_key(criterion, pack, on))
        return self._once(
            key,
            lambda: value_sites(
                function,
                self.measure(sites, criterion, pack, on),
                self.places_for(criterion, sites),
                self.measure_at_places(sites, criterion, pack, on),
            ),
        )

    def sample(self, sites: Sites, criterion: Criterion, pack: RegionPack, on: date, samples: int, seed: int) -> Floats:
        """Measure at drawn places as `sample_criterion` does."""
        key = ("sample", sites.places_key, _criterion_key(criterion, pack, on), samples, seed)
        return self._once(key, lambda: self._sample(sites, criterion, pack, on, samples, seed))

    def _sample(
        self, sites: Sites, criterion: Criterion, pack: RegionPack, on: date, samples: int, seed: int
    ) -> Floats:
        found, places = self.measure(sites, criterion, pack, on), self.places_for(criterion, sites)
        at_places = None if criterion.measure == "nearest" else self.measure_at_places(sites, criterion, pack, on)
        return sample_measured(sites, criterion, pack, on, samples, seed, places, found, at_places)

    def sample_values(
        self,
        sites: Sites,
        criterion: Criterion,
        function: ValueFunction,
        pack: RegionPack,
        on: date,
        samples: int,
        seed: int,
        anchors: float = 1.0,
    ) -> NDArray[np.float32]:
        """Value (samples, n) measurements at drawn places, on the grid of values that rank exactly (see `smaa`).

        With `anchors` above 1 those of the function vary up to that factor, as of `draw_factors`.
        """
        key = ("sample values", sites.places_key, function, _criterion_key(criterion, pack, on), samples, seed, anchors)

        def find() -> NDArray[np.float32]:
            raw = self._sample(sites, criterion, pack, on, samples, seed)
            none_counts = self.measure(sites, criterion, pack, on).none_counts
            factor = draw_factors(criterion, anchors, samples, seed)
            return on_value_grid(value_measured(function, raw, none_counts=none_counts, factor=factor))

        return self._once(key, find)

    def measure_cells(self, grid: Grid, criterion: Criterion, pack: RegionPack, on: date) -> Floats:
        """Measure a criterion at each cell's centre, (n,) in its unit; NaN where nothing could be measured."""
        return self._once(
            _cells_key(grid, criterion, pack, on),
            lambda: measure_criterion(grid.sites, criterion, pack, on).raw,
        )

    def cell_steps(
        self, grid: Grid, criterion: Criterion, function: ValueFunction, pack: RegionPack, on: date
    ) -> NDArray[np.uint16]:
        """Value each cell's centre as a browser gets it, (n,) in steps as `to_steps` makes them."""
        key = ("cell steps", function, _cells_key(grid, criterion, pack, on))
        return self._once(key, lambda: to_steps(function, self.measure_cells(grid, criterion, pack, on)))

    def exclude_cells(self, grid: Grid, rule: Exclusion, pack: RegionPack) -> Bools:
        """Tell to which cells' centres an exclusion applies, (n,)."""
        return self._once(_excluded_cells_key(grid, rule, pack), lambda: exclude_sites(grid.sites, rule, pack).excluded)

    def holds_cells(self, grid: Grid, question: Criterion | Exclusion, pack: RegionPack, on: date) -> bool:
        """Tell whether the cells were measured, or judged, before."""
        if isinstance(question, Criterion):
            return _cells_key(grid, question, pack, on) in self._answers
        return _excluded_cells_key(grid, question, pack) in self._answers

    def _once(self, key: Hashable, find: Callable[[], T]) -> T:
        """Look an answer up, or find it while others who ask the same wait."""
        with self._lock:
            if key in self._answers:
                return self._answers[key]  # type: ignore[no-any-return]
            finding = self._underway.setdefault(key, threading.Lock())
        with finding:
            with self._lock:
                if key in self._answers:
                    return self._answers[key]  # type: ignore[no-any-return]
            try:
                answer = _frozen(find())
                with self._lock:
                    if _size(answer) <= self._answers.maxsize:
                        self._answers[key] = answer
            finally:
                with self._lock:
                    self._underway.pop(key, None)
        return answer


def _criterion_key(criterion: Criterion, pack: RegionPack, on: date) -> Hashable:
    layers = tuple((name, pack.layers[name].sha256) for name in criterion.layers)
    return criterion.key, layers, pack.metric_crs, on if criterion.open_on_date else None


def _rule_key(rule: Exclusion, pack: RegionPack) -> Hashable:
    return repr(rule), pack.layers[rule.layer].sha256, pack.metric_crs


def _cells_key(grid: Grid, criterion: Criterion, pack: RegionPack, on: date) -> Hashable:
    return "measure cells", grid.key, _criterion_key(criterion, pack, on)


def _excluded_cells_key(grid: Grid, rule: Exclusion, pack: RegionPack) -> Hashable:
    return "exclude cells", grid.key, _rule_key(rule, pack)


def _arrays(answer: Any) -> list[NDArray[Any]]:
    if isinstance(answer, np.ndarray):
        return [answer]
    return [part for part in vars(answer).values() if isinstance(part, np.ndarray)]


def _frozen(answer: T) -> T:
    for array in _arrays(answer):
        array.setflags(write=False)
    return answer


def _size(answer: Any) -> int:
    """Estimate the bytes that an answer takes: its arrays, and what it names."""
    named = 0 if isinstance(answer, np.ndarray) else sum(map(len, filter(_is_tuple, vars(answer).values())))
    return _OBJECT_BYTES * (1 + named) + sum(array.nbytes for array in _arrays(answer))


def _is_tuple(part: object) -> bool:
    return isinstance(part, tuple)
