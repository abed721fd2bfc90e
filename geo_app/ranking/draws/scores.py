"""Scores of sites in many draws, by the method of the ranking that is studied."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo_app.core.arrays import Floats, Ints
from geo_app.ranking.aggregation import owa_unchecked, topsis_unchecked

Column = NDArray[np.float32] | NDArray[np.float64]


def draw_scores(
    columns: Sequence[Column], weights: Floats, draws: Ints, serial_product: int, method: str, caution: float
) -> Floats:
    """Score the sites in some draws.

    Parameters
    ----------
    columns
        By criterion (p, n) values; draw k uses row k mod p.
    weights
        (all draws, m).
    draws
        Which draws, those that use one row after the other.
    serial_product
        How many multiplications one product of matrices may take.
    method, caution
        As of `geo_app.ranking.model.Scenario`.

    Returns
    -------
    (len(draws), n), 0..1.
    """
    if method == "weighted_sum" or (method == "owa" and caution == 0):
        if len(columns[0]) * 8 <= len(draws):
            return _by_table(columns, weights, draws, serial_product)
        return _by_criterion(columns, weights, draws)
    rows = _rows(draws, len(columns[0]))
    table = np.stack([column[rows] for column in columns], axis=-1, dtype=np.float64)
    if method == "owa":
        return _owa_of_draws(table, weights[draws], caution)
    ones = np.ones(len(columns))
    return np.stack(
        [topsis_unchecked(values, weights[k], ones) for values, k in zip(table, draws.tolist(), strict=True)]
    )


def _by_table(columns: Sequence[Column], weights: Floats, draws: Ints, serial_product: int) -> Floats:
    """Multiply matrices, all draws of one table at once."""
    p, n = columns[0].shape
    tables = draws % p
    scores = np.empty((len(draws), n))
    cuts = np.arange(len(draws)) // max(serial_product // (n * len(columns)), 1)
    starts = np.flatnonzero(np.diff(tables, prepend=-1) | np.diff(cuts, prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(draws)], strict=True):
        table = np.stack([column[tables[start]] for column in columns], dtype=np.float64)
        np.matmul(weights[draws[start:end]], table, out=scores[start:end])
    return scores


def _by_criterion(columns: Sequence[Column], weights: Floats, draws: Ints) -> Floats:
    """Add up one criterion after the other, where each draw has its own table."""
    rows = _rows(draws, len(columns[0]))
    drawn = weights[draws]
    scores = drawn[:, :1] * columns[0][rows]
    room = np.empty_like(scores)
    for k, column in enumerate(columns[1:], start=1):
        scores += np.multiply(drawn[:, k : k + 1], column[rows], out=room)
    return scores


def _rows(draws: Ints, p: int) -> slice | Ints:
    """Find the rows of some draws; as a slice where they lie side by side, which copies nothing."""
    first, last = int(draws[0]), int(draws[-1])
    together = last < p and last - first + 1 == len(draws)
    return slice(first, last + 1) if together else draws % p


def _owa_of_draws(table: Floats, weights: Floats, caution: float) -> Floats:
    # In every draw the same weights are positive.
    counts = weights[0] > 0
    return owa_unchecked(table[..., counts], weights[:, None, counts], caution)
