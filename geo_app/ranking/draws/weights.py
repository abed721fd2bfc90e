"""Weights drawn by the bits of a generator, which numpy keeps from version to version as it does not distributions."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from geo_app.core.arrays import Floats

WEIGHT_BITS = 26
_WEIGHT_GRID = 2.0**WEIGHT_BITS


def vary_weights(middle: Floats, spread: float, draws: int, seed: int, *, keep: bool = True) -> Floats:
    """Draw (draws, m) weights, each even within ± `spread` (0..1) of its middle, made to add up to 1 again.

    They are rounded down to multiples of 2**-26, so that sums of products with values are exact. With `keep`, the
    random numbers are remembered for the next study.
    """
    drawn = spread * (_deviations if keep else _deviations.__wrapped__)(seed, draws, len(middle))
    drawn += 1.0
    drawn *= middle
    drawn /= drawn.sum(axis=1, keepdims=True)
    # Downwards, so that no score exceeds 1.
    drawn *= _WEIGHT_GRID
    np.floor(drawn, out=drawn)
    drawn /= _WEIGHT_GRID
    return drawn


def any_weights(count: int, draws: int, seed: int, *, keep: bool = True) -> Floats:
    """Draw (draws, count) weights of sum 1, uniform on the simplex."""
    return (_any_weights if keep else _any_weights.__wrapped__)(seed, draws, count)


@lru_cache(maxsize=8)
def _any_weights(seed: int, draws: int, m: int) -> Floats:
    # The pieces of a stick that is cut at m - 1 places at random are uniform on the simplex.
    cuts = (np.random.PCG64(seed).random_raw((draws, m - 1)) >> np.uint64(64 - WEIGHT_BITS)).astype(np.float64)
    cuts.sort(axis=1)
    weights = np.asarray(np.diff(cuts, axis=1, prepend=0.0, append=_WEIGHT_GRID) / _WEIGHT_GRID, dtype=np.float64)
    weights.flags.writeable = False
    return weights


@lru_cache(maxsize=8)
def _deviations(seed: int, draws: int, m: int) -> Floats:
    # Above -1, up to 1, in steps of 2**-52: never can all the weights be 0.
    bits = np.random.PCG64(seed).random_raw((draws, m)) >> np.uint64(11)
    deviations = np.asarray(2.0 * ((bits + np.uint64(1)) * 0.5**53) - 1.0, dtype=np.float64)
    deviations.flags.writeable = False
    return deviations
