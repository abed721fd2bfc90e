"""How far weights can move before another site wins, how little makes a given site win, and why one beats another.

All of it is exact for the weighted sum: scores are linear in the weights.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from geo_app.core.arrays import Floats, finite, index, normalised
from geo_app.core.errors import ScenarioError
from geo_app.core.i18n import N_

# Scores of values 0..1 that differ by less are the same but for their last bits.
_TIE = 1e-12
_INFEASIBLE = 2


class Interval(NamedTuple):
    """The weights, of 0..1, that one criterion can have."""

    low: float
    high: float


def weight_interval(values: ArrayLike, weights: ArrayLike, criterion: int) -> Interval:
    """Find how far one weight can move while the winner stays first.

    The other weights make room in their proportions (equally, where all of them are 0).

    Parameters
    ----------
    values
        (n, m), sites × criteria, at least one site.
    weights
        (m,) >= 0, not all 0; normalised to sum 1 first.
    criterion
        Column whose weight moves.

    Returns
    -------
    The greatest interval around the present weight in which every site that is first now stays (joint) first. At
    a tie it can be a single point: any move decides it.

    Raises
    ------
    ScenarioError
        For wrong shapes, NaN, bad weights, no site, or no such criterion.
    """
    table, present = _checked(values, weights)
    return _weight_interval(table, present, index(criterion, table.shape[1], "criterion"))


def weight_intervals(values: ArrayLike, weights: ArrayLike) -> tuple[Interval, ...]:
    """Find `weight_interval` for every criterion, in the order of the columns; parameters and errors as there."""
    table, present = _checked(values, weights)
    return tuple(_weight_interval(table, present, criterion) for criterion in range(table.shape[1]))


def _checked(values: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    table = finite(values, "values", 2)
    if len(table) == 0:
        raise ScenarioError(N_("values: expected at least one site, found none."))
    return table, normalised(weights, table.shape[1])


def _weight_interval(values: Floats, weights: Floats, criterion: int) -> Interval:
    present = float(weights[criterion])
    others = np.delete(weights, criterion)
    others = normalised(others if others.any() else np.ones(len(others))) if len(others) else others
    rest = _scores(np.delete(values, criterion, axis=1), others)
    # Score at weight t of the criterion: rest + t * slope.
    slope = values[:, criterion] - rest
    scores = rest + present * slope
    tie = _TIE * _size(values)
    low, high = 0.0, 1.0
    for winner in np.flatnonzero(scores >= scores.max() - tie):
        lead = np.maximum(scores[winner] - scores, 0.0)
        gain = slope[winner] - slope
        falling, rising = gain < -tie, gain > tie
        high = min(high, float(np.min(present - lead[falling] / gain[falling], initial=1.0)))
        low = max(low, float(np.max(present - lead[rising] / gain[rising], initial=0.0)))
    return Interval(low, high)


def _scores(values: Floats, weights: Floats) -> Floats:
    # Not `@`, which may score copies of a site apart by a bit.
    return np.asarray((values * weights).sum(axis=1), dtype=np.float64)


def _size(values: Floats) -> float:
    return max(1.0, float(np.abs(values).max(initial=0.0)))


def smallest_change_to_win(values: ArrayLike, weights: ArrayLike, site: int) -> Floats | None:
    """Find the weights nearest the present ones under which a site is (joint) first.

    Parameters
    ----------
    values
        (n, m), sites × criteria.
    weights
        (m,) >= 0, not all 0; normalised to sum 1 first.
    site
        Row that is to win.

    Returns
    -------
    (m,) weights of sum 1 with the least sum of absolute changes, the present ones if the site is first already;
    None where no weights make it first.

    Raises
    ------
    ScenarioError
        For wrong shapes, NaN, bad weights or no such site.
    """
    table, present = _checked(values, weights)
    site = index(site, len(table), "site")
    scores = _scores(table, present)
    return present if scores[site] >= scores.max() else _nearest_winning(table, present, site)


def _nearest_winning(values: Floats, weights: Floats, site: int) -> Floats | None:
    m = len(weights)
    # Weight = present + more - less, so that a sum of absolute changes is linear.
    lead = (values[site] - np.delete(values, site, axis=0)) / _size(values)
    # Here: importing it takes longer than a ranking, which does without.
    from scipy.optimize import linprog

    solved = linprog(
        np.ones(2 * m),
        A_ub=np.hstack([-lead, lead]),
        b_ub=lead @ weights,
        A_eq=np.hstack([np.ones((1, m)), -np.ones((1, m))]),
        b_eq=[0.0],
        bounds=[(0.0, 1.0)] * m + [(0.0, float(weight)) for weight in weights],
        method="highs",
        # Tighter than a rank's resolution, or the site could miss the first place that it was promised.
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if solved.status == _INFEASIBLE:
        return None
    if solved.status != 0:
        raise ArithmeticError(solved.message)
    return normalised(np.maximum(weights + solved.x[:m] - solved.x[m:], 0.0))


def difference(values: ArrayLike, weights: ArrayLike, a: int, b: int) -> Floats:
    """Say by criterion how much of the lead of site a over site b it makes.

    Parameters
    ----------
    values
        (n, m), sites × criteria.
    weights
        (m,) >= 0, not all 0; normalised to sum 1 first.
    a, b
        Rows.

    Returns
    -------
    (m,) contributions that sum to the difference of the scores; negative where b is better.

    Raises
    ------
    ScenarioError
        For wrong shapes, NaN, bad weights or no such sites.
    """
    table, present = _checked(values, weights)
    lead = table[index(a, len(table), "a")] - table[index(b, len(table), "b")]
    return np.asarray(present * lead, dtype=np.float64)
