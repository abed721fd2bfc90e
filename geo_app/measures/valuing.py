"""What measurements are worth, 0..1: the expectation over what is not known, and its bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo_app.core.arrays import Bools, Floats
from geo_app.measures.measure import Measurement
from geo_app.measures.positions import Places
from geo_app.region.model import ValueFunction
from geo_app.region.value_functions import evaluate, stretched, value_range

UNKNOWN_VALUE = 0.5
"""What is not known at all may be worth anything from 0 to 1."""

VALUE_STEPS = 65_534
"""Values travel to a browser in 16 bits, in so many steps: `UNKNOWN_VALUE` is one of them."""

UNKNOWN_STEP = 65_535
"""The number beyond: nothing could be measured there."""

VALUE_GRID = 2.0**24
"""Products of values and weights on grids as coarse as this, and their sums, are exact: no order of summation."""


@dataclass(frozen=True)
class Valued:
    """What one criterion is worth at n sites.

    Attributes
    ----------
    value
        (n,) expected value 0..1: over where the site may lie, and `UNKNOWN_VALUE` where nothing could be measured.
    low, high
        (n,) what it can be while site and features lie anywhere within their accuracies.
    unknown
        (n,) whether it could not be measured, at the site's point or at another place where it may lie.
    """

    value: Floats
    low: Floats
    high: Floats
    unknown: Bools


def value_sites(function: ValueFunction, found: Measurement, places: Places, raw: Floats) -> Valued:
    """Value what was measured at n sites.

    Parameters
    ----------
    function
        What the criterion's measurements are worth.
    found
        At the sites' points.
    places
        Where the sites may lie.
    raw
        (k, places) as measured at each place of each circle.
    """
    value = value_measured(function, found.raw, none_counts=found.none_counts)
    if found.none_counts:
        return Valued(value, value, value, np.zeros(len(value), dtype=bool))
    unknown: Bools = np.zeros(len(value), dtype=np.bool_)
    np.isnan(found.raw, out=unknown)
    vague = np.flatnonzero(places.circle >= 0)
    if len(vague):
        circle = places.circle[vague]
        value[vague] = value_measured(function, raw).mean(axis=1)[circle]
        gaps = np.asarray(np.isnan(raw).any(axis=1))
        unknown[vague] |= gaps[circle]
    low, high = value_range(function, found.low, found.high)
    # Of a distance to what shares the site's stand-in it is known what it can be.
    bounded = np.isnan(found.raw) & ~np.isnan(found.low) & ~np.isnan(found.high)
    low, high = np.where(unknown & ~bounded, 0.0, low), np.where(unknown & ~bounded, 1.0, high)
    return Valued(value, np.minimum(low, value), np.maximum(high, value), unknown)


def value_measured(
    function: ValueFunction, raw: Floats, *, none_counts: bool = False, factor: float | Floats = 1.0
) -> Floats:
    """Value measurements of any shape; what is NaN is `UNKNOWN_VALUE`, or infinitely far where nothing counts.

    With `factor` the anchors lie so much farther apart, as of `geo_app.region.value_functions.stretched`.
    """
    if none_counts:
        return evaluate(function, np.full(np.shape(raw), np.inf))
    values = evaluate(function, raw) if isinstance(factor, float) and factor == 1 else stretched(function, raw, factor)
    return np.where(np.isnan(values), UNKNOWN_VALUE, values)


def on_value_grid(values: Floats) -> NDArray[np.float32]:
    """Round values 0..1 to multiples of 2**-24, which a float of 32 bits holds."""
    return np.asarray(np.rint(values * VALUE_GRID) / VALUE_GRID, dtype=np.float32)


def to_steps(function: ValueFunction, raw: Floats) -> NDArray[np.uint16]:
    """Value (n,) measurements in steps of 1 / `VALUE_STEPS`, 16 bits each, the lower byte first.

    What could not be measured is `UNKNOWN_STEP`, unless nothing could anywhere: then all is infinitely far.
    """
    none_counts = bool(np.isnan(raw).all())
    values = value_measured(function, raw, none_counts=none_counts)
    steps = np.rint(values * VALUE_STEPS).astype("<u2")
    if not none_counts:
        steps[np.isnan(raw)] = UNKNOWN_STEP
    return steps


def from_steps(steps: NDArray[np.uint16]) -> Floats:
    """Read values 0..1 from steps; what could not be measured is `UNKNOWN_VALUE`."""
    return np.where(steps == UNKNOWN_STEP, UNKNOWN_VALUE, steps / VALUE_STEPS)
