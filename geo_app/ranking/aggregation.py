"""From values per criterion to one score per site, and from scores to ranks.

The weighted sum of values with fixed anchors is the product's method: no site's score looks at another site, so
that the list of candidates never reorders them. `owa` keeps that property and adds caution. `topsis` does not (its
ideal is the best of the list); it is here to compare with.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from geo_app.core.arrays import Floats, Ints, finite, normalised, refuse
from geo_app.core.errors import ScenarioError
from geo_app.core.i18n import N_


def weighted_sum(values: ArrayLike, weights: ArrayLike) -> Floats:
    """Add up values by weight: one strength makes up for a weakness.

    Parameters
    ----------
    values
        (n, m), sites × criteria, on one scale.
    weights
        (m,) >= 0, not all 0; normalised to sum 1 here.

    Returns
    -------
    (n,) scores on the scale of the values.

    Raises
    ------
    ScenarioError
        For a wrong shape, NaN, or bad weights; names the argument, row and column.
    """
    table = finite(values, "values", 2)
    return _weighted_sum(table, normalised(weights, table.shape[1]))


def _weighted_sum(values: Floats, weights: Floats) -> Floats:
    # Not `@`: BLAS may sum a row in another order when rows are added, and a score must not move by even one bit.
    return np.asarray((values * weights).sum(axis=1), dtype=np.float64)


def owa(values: ArrayLike, weights: ArrayLike, caution: float) -> Floats:
    """Average values with importance weights, the worse values counting more the greater the caution.

    Yager's ordered weighted average with importances: a site's values are put in falling order b_1 >= … >= b_m
    with their weights u_1 … u_m, and

        score = sum_j b_j * (Q(u_1 + … + u_j) - Q(u_1 + … + u_(j-1))),    Q(r) = r ** (1 / (1 - caution)).

    At caution 0 that is the weighted sum; at 1 a chain is as strong as its weakest link: the least value among the
    criteria with a positive weight. It is a Choquet integral, hence never falls when a value rises, and never
    rises with caution.

    Parameters
    ----------
    values
        (n, m), sites × criteria, on one scale.
    weights
        (m,) >= 0, not all 0; normalised to sum 1 here.
    caution
        0..1.

    Returns
    -------
    (n,) scores on the scale of the values.

    Raises
    ------
    ScenarioError
        For a wrong shape, NaN, bad weights, or a caution outside 0..1.

    References
    ----------
    Yager, R. R. (1996) Quantifier guided aggregation using OWA operators. Int. J. Intelligent Systems 11, 49-73.
    """
    table = finite(values, "values", 2)
    importance = normalised(weights, table.shape[1])
    if not 0 <= caution <= 1:
        raise ScenarioError(N_("caution: expected a number from 0 to 1, found {found}."), found=caution)
    if caution == 0:
        # Of the whole table: picked columns lie in memory one after the other, and numpy then adds up a row in an
        # order that depends on the number of rows.
        return _weighted_sum(table, importance)
    counts = importance > 0
    return owa_unchecked(table[:, counts], importance[counts], float(caution))


def owa_unchecked(values: Floats, weights: Floats, caution: float) -> Floats:
    """Average as `owa` does (…, n, m) values, with positive weights that broadcast to them and sum to 1, unchecked."""
    if caution == 1:
        return np.asarray(values.min(axis=-1), dtype=np.float64)
    order, shares = _owa_places(values, weights, caution)
    return np.asarray((np.take_along_axis(values, order, axis=-1) * shares).sum(axis=-1), dtype=np.float64)


def _owa_places(values: Floats, weights: Floats, caution: float) -> tuple[Ints, Floats]:
    """Put (…, m) values in falling order, and give each place its share of the score; caution below 1."""
    order = np.argsort(-values, axis=-1, kind="stable")
    reached = np.minimum(np.cumsum(np.take_along_axis(np.broadcast_to(weights, values.shape), order, -1), -1), 1.0)
    # A sum that stops one bit short of 1 would lose most of the weakest link at a power in the millions.
    reached[..., -1] = 1.0
    return order, np.diff(reached ** (1.0 / (1.0 - caution)), axis=-1, prepend=0.0)


def owa_shares(values: ArrayLike, weights: ArrayLike, caution: float) -> Floats:
    """Say how much each value counts in its site's `owa`; parameters and errors as there.

    Returns
    -------
    (n, m) shares, each row of sum 1, so that shares times values add up to the score. Of equal values the first counts
    as the better; at caution 1 all falls to the last of the least.
    """
    table = finite(values, "values", 2)
    importance = normalised(weights, table.shape[1])
    counts = np.flatnonzero(importance > 0)
    shares = np.zeros(table.shape)
    if caution == 1:
        last = len(counts) - 1 - table[:, counts][:, ::-1].argmin(axis=1)
        shares[np.arange(len(table)), counts[last]] = 1.0
        return shares
    order, placed = _owa_places(table[:, counts], importance[counts], caution)
    np.put_along_axis(shares, counts[order], placed, axis=1)
    return shares


def topsis(matrix: ArrayLike, weights: ArrayLike, directions: ArrayLike) -> Floats:
    """Score sites by how much nearer the best of the list they are than the worst of it.

    Columns are divided by their Euclidean length and weighted; the ideal takes each column's best, the anti-ideal
    its worst; the closeness is d(anti-ideal) / (d(ideal) + d(anti-ideal)), Euclidean.

    Parameters
    ----------
    matrix
        (n, m), sites × criteria, in any units.
    weights
        (m,) >= 0, not all 0; normalised to sum 1 here.
    directions
        (m,) of 1 (more is better) and -1 (less is better).

    Returns
    -------
    (n,) closeness, 0..1. A column of zeros separates nothing and counts as nothing. Where all sites are alike the
    ideal is the anti-ideal, and every closeness is 0.5.

    Raises
    ------
    ScenarioError
        For a wrong shape, NaN, bad weights or directions.

    Notes
    -----
    Adding a site can reorder the others, because the list sets the norm and the ideals.

    References
    ----------
    Hwang, C. L. and Yoon, K. (1981) Multiple Attribute Decision Making. Springer.
    """
    table = finite(matrix, "matrix", 2)
    importance = normalised(weights, table.shape[1])
    signs = finite(directions, "directions", 1)
    if len(signs) != table.shape[1]:
        raise ScenarioError(
            N_("{argument}: expected {expected} numbers, one for each criterion, found {found}."),
            argument="directions",
            expected=table.shape[1],
            found=len(signs),
        )
    refuse(signs, ~np.isin(signs, (-1, 1)), "directions", N_("a direction is 1 (more) or -1 (less is better)"))
    return topsis_unchecked(table, importance, signs) if len(table) else np.empty(0)


def topsis_unchecked(matrix: Floats, weights: Floats, directions: Floats) -> Floats:
    """Score as `topsis` does, with weights of sum 1, unchecked; at least one site."""
    largest = np.abs(matrix).max(axis=0)
    scaled = matrix / np.where(largest > 0, largest, 1.0)
    length = np.sqrt(np.square(scaled).sum(axis=0))
    weighted = scaled / np.where(length > 0, length, 1.0) * weights * directions
    to_best = np.sqrt(np.square(weighted - weighted.max(axis=0)).sum(axis=1))
    to_worst = np.sqrt(np.square(weighted - weighted.min(axis=0)).sum(axis=1))
    total = to_best + to_worst
    alike = total == 0
    return np.asarray(np.where(alike, 0.5, to_worst / np.where(alike, 1.0, total)), dtype=np.float64)


def ranks(scores: ArrayLike, *, resolution: float = 1e-6) -> Ints:
    """Rank scores, 1 = best, in the way of competitions ("1224").

    Parameters
    ----------
    scores
        (n,), more is better.
    resolution
        Scores that round to the same multiple of it share a rank, and the next ranks are skipped.

    Returns
    -------
    (n,) ranks.

    Raises
    ------
    ScenarioError
        For NaN or infinity, which have no place in an order, or a resolution that is not above 0.
    """
    table = finite(scores, "scores", 1)
    if not 0 < resolution < math.inf:
        raise ScenarioError(
            N_("{argument}: expected a number above 0, found {found}."), argument="resolution", found=resolution
        )
    return _ranks(table, float(resolution))


def _ranks(scores: Floats, resolution: float) -> Ints:
    steps = np.round(scores / resolution)
    ordered = np.sort(steps)
    return np.asarray(len(steps) - np.searchsorted(ordered, steps, side="right") + 1, dtype=np.int64)
