"""Where weights come from: pairwise comparison (AHP), swing points, and sliders that keep the sum at 1."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo_app.core.arrays import Floats, finite, index, normalised, refuse
from geo_app.core.errors import ScenarioError
from geo_app.core.i18n import N_

RANDOM_INDEX = (0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Mean consistency index of random matrices of size 1..15: Saaty (1980) The Analytic Hierarchy Process."""

ACCEPTABLE_CONSISTENCY = 0.1
"""Saaty's bound: judgements with a greater consistency ratio should be revised."""

_SCALE = 9.0
_WHOLE = 100.0
# What arithmetic leaves of whole per cents.
_PERCENT_BITS = 1e-9
# Loose enough for reciprocals written with seven digits, far tighter than a judgement.
_RECIPROCITY = 1e-6


class Priorities(NamedTuple):
    """Weights (m,) of sum 1 and Saaty's consistency ratio (0 = consistent)."""

    weights: Floats
    consistency_ratio: float


class Judgement(NamedTuple):
    """One pairwise comparison: how many times criterion `i` matters as much as `j`."""

    i: int
    j: int
    value: float


def ahp(pairwise: ArrayLike) -> Priorities:
    """Derive weights from pairwise judgements by the principal eigenvector.

    Parameters
    ----------
    pairwise
        (m, m) positive and reciprocal: how many times the row's criterion matters as much as the column's;
        m is 1..15, as far as Saaty's random index is tabulated.

    Raises
    ------
    ScenarioError
        If it is not square, positive or reciprocal, or too large; names row and column.

    References
    ----------
    Saaty, T. L. (2008) Decision making with the analytic hierarchy process. Int. J. Services Sciences 1(1), 83-98.
    """
    matrix = _judgements(pairwise)
    size = len(matrix)
    if size < 3:
        return Priorities(_principal(matrix)[1], 0.0)
    largest, weights = _principal(matrix)
    # Never below 0: the eigenvalue is at least the size, but for its last bits.
    consistency_index = max(0.0, (largest - size) / (size - 1))
    return Priorities(weights, consistency_index / RANDOM_INDEX[size - 1])


def _judgements(pairwise: ArrayLike) -> Floats:
    matrix = finite(pairwise, "pairwise", 2)
    rows, columns = matrix.shape
    if rows != columns or not 1 <= rows <= len(RANDOM_INDEX):
        raise ScenarioError(
            N_("pairwise: expected as many rows as columns, 1 to {largest}; found {rows} rows and {columns} columns."),
            largest=len(RANDOM_INDEX),
            rows=rows,
            columns=columns,
        )
    refuse(matrix, matrix <= 0, "pairwise", N_("a judgement must be greater than 0"))
    refuse(
        matrix,
        np.abs(matrix * matrix.T - 1.0) > _RECIPROCITY,
        "pairwise",
        N_("a judgement times its opposite (row and column exchanged) must be 1"),
    )
    return matrix


def _principal(matrix: Floats) -> tuple[float, Floats]:
    values, vectors = np.linalg.eig(matrix)
    first = int(np.argmax(values.real))
    # Perron-Frobenius: real, and of one sign.
    vector = np.abs(vectors[:, first].real)
    return float(values[first].real), np.asarray(vector / vector.sum(), dtype=np.float64)


def most_inconsistent(pairwise: ArrayLike) -> Judgement:
    """Name the judgement that fits the others worst, and the value that would fit best.

    Parameters
    ----------
    pairwise
        As for `ahp`, at least two criteria.

    Returns
    -------
    The pair i < j whose judgement is furthest, as a ratio, from the ratio of the weights, and the value between
    1/9 and 9 (or the widest judgement in use) that makes the whole most consistent. Where all is consistent, the
    value is the one there is.

    Raises
    ------
    ScenarioError
        As `ahp`, or for a single criterion.

    References
    ----------
    Saaty, T. L. (2003) Decision-making with the AHP: why is the principal eigenvector necessary. European J. of
    Operational Research 145, 85-91.
    """
    matrix = _judgements(pairwise)
    if len(matrix) < 2:
        raise ScenarioError(N_("pairwise: one criterion alone has no judgement to revise."))
    weights = _principal(matrix)[1]
    misfit = np.triu(np.abs(np.log(matrix * weights[None, :] / weights[:, None])), k=1)
    i, j = (int(k) for k in np.unravel_index(np.argmax(misfit), misfit.shape))
    return Judgement(i, j, _best_value(matrix, i, j))


def _best_value(matrix: Floats, i: int, j: int) -> float:
    # The principal eigenvalue is log-convex in the logarithm of a judgement (Kingman 1961), so one minimum.
    if len(matrix) == 2:
        return float(matrix[i, j])
    trial = matrix.copy()

    def largest(log_value: float) -> float:
        trial[i, j], trial[j, i] = np.exp(log_value), np.exp(-log_value)
        return _principal(trial)[0]

    end = float(np.log(max(_SCALE, matrix.max())))
    # Here: importing it takes longer than a ranking, which does without.
    from scipy.optimize import minimize_scalar

    found = minimize_scalar(largest, bounds=(-end, end), method="bounded", options={"xatol": 1e-9})
    present = float(matrix[i, j])
    return present if largest(np.log(present)) <= found.fun else float(np.exp(found.x))


def swing(swings: ArrayLike) -> Floats:
    """Turn swing points into weights.

    Parameters
    ----------
    swings
        (m,) >= 0: how much the step from the worst to the best of each criterion is worth, 100 for the step one
        would choose first.

    Returns
    -------
    (m,) weights of sum 1.

    Raises
    ------
    ScenarioError
        For NaN, a negative number, or none above 0.

    References
    ----------
    von Winterfeldt, D. and Edwards, W. (1986) Decision Analysis and Behavioral Research. Cambridge.
    """
    return normalised(swings, argument="swings")


def rebalance(weights: ArrayLike, moved: int, new_value: float, locked: Collection[int] = ()) -> Floats:
    """Move one weight and let the others make room, so that the sum stays 1.

    Locked weights stay; the rest share what is left in proportion to what they were, or equally where all were 0.

    Parameters
    ----------
    weights
        (m,) >= 0, not all 0; normalised to sum 1 first.
    moved
        Which weight moves.
    new_value
        Where to; what is impossible is done as far as possible: at most what the locked ones leave, and just
        that where nothing else is free. A locked weight does not move.
    locked
        Which weights stay.

    Returns
    -------
    (m,) weights of sum 1.

    Raises
    ------
    ScenarioError
        For bad weights, places outside 0..m-1, or a new value that is NaN.
    """
    before = normalised(weights)
    moved = index(moved, len(before), "moved")
    if np.isnan(new_value):
        raise ScenarioError(N_("new_value: expected a number from 0 to 1, found {found}."), found=new_value)
    held = np.zeros(len(before), dtype=bool)
    held[[index(place, len(before), "locked") for place in locked]] = True
    return before if held[moved] else _rebalance(before, moved, float(new_value), held)


def set_shares(weights: Mapping[str, float], changes: Mapping[str, float]) -> dict[str, float]:
    """Give some criteria a share each; the others share what is left in proportion to what they were.

    Parameters
    ----------
    weights
        By criterion, >= 0, on any scale.
    changes
        By criterion in per cent; criteria that had no weight may be among them.

    Returns
    -------
    By criterion, sum 1.

    Raises
    ------
    ScenarioError
        If a share is no number of 0 or more, together they are over 100, or they are under 100 and no other criterion
        has a weight to take the rest.
    """
    for name, share in changes.items():
        if not (math.isfinite(share) and share >= 0):
            raise ScenarioError(
                N_("Weight of criterion {criterion!r} is {found!r}; expected a number of 0 or more."),
                criterion=name,
                found=share,
            )
    taken = math.fsum(changes.values())
    text = ", ".join(f"{name}={share:g}" for name, share in changes.items())
    if taken > _WHOLE + _PERCENT_BITS:
        raise ScenarioError(
            N_("The weights {found} add up to {total} %; together they may be at most 100 %. Lower one of them."),
            found=text,
            total=f"{taken:g}",
        )
    others = {name: weight for name, weight in weights.items() if name not in changes and weight > 0}
    left = max(_WHOLE - taken, 0.0)
    if not others and left > _PERCENT_BITS:
        raise ScenarioError(
            N_(
                "The weights {found} add up to {total} %, and no other criterion has a weight to take the rest. "
                "Make them add up to 100 %."
            ),
            found=text,
            total=f"{taken:g}",
        )
    total = math.fsum(others.values())
    rest = {name: left * weight / total / _WHOLE for name, weight in others.items()}
    return {**rest, **{name: share / _WHOLE for name, share in changes.items()}}


def _rebalance(before: Floats, moved: int, new_value: float, held: NDArray[np.bool_]) -> Floats:
    room = max(0.0, 1.0 - before[held].sum())
    free = ~held
    free[moved] = False
    after = before.copy()
    if not free.any():
        after[moved] = room
        return after
    after[moved] = min(max(new_value, 0.0), room)
    share = before[free]
    share = share / share.max() if share.any() else np.ones(len(share))
    after[free] = (room - after[moved]) * share / share.sum()
    return after
