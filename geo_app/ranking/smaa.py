"""How sure a ranking is when nobody knows the weights exactly, nor where every site and feature lies.

Stochastic multicriteria acceptability analysis (SMAA-2): draw weights, and one of several possible sets of values,
many times; rank; and count. The same seed gives the same counts on any machine: weights are made from the bits of
PCG64, which numpy keeps from version to version as it does not keep its distributions, and scores are exact, because
values and weights lie on binary grids far finer than any measurement.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo_app.core.arrays import Floats, Ints, normalised, unit_table, whole
from geo_app.core.errors import ScenarioError
from geo_app.core.i18n import N_
from geo_app.measures.valuing import VALUE_GRID
from geo_app.ranking.draws.counts import points, tally
from geo_app.ranking.draws.scores import Column, draw_scores
from geo_app.ranking.draws.weights import any_weights, vary_weights

MAX_SITES = 4096
"""The result is a table of sites by ranks; beyond this size it fits neither a screen nor a small machine."""

# Scores that one block of draws holds: enough to keep numpy busy, few enough to stay in the processor's cache and in
# memory that the allocator keeps (fresh pages cost more than the arithmetic). Pairs are compared along the draws.
_BLOCK = 1 << 15
_PAIR_BLOCK = 1 << 21
# Comparisons of pairs that `judge` makes before it is content with fewer draws, but never with fewer than these.
_COMPARISONS = 1 << 22
_LEAST_PAIR_DRAWS = 2_000
# Scores that `judge` holds at once, to rank and to compare by the same ones.
_SHARED_SCORES = 1 << 23
# Positions that confidence is counted over, and how many at a time.
_CONFIDENCE_POSITIONS = 512
_CONFIDENCE_BLOCK = 16
# Random numbers that are kept between two studies; larger drawings are made anew.
_KEPT = 1 << 20
# Above this many multiplications OpenBLAS starts threads, which for so thin a product cost ten times what they save.
_SERIAL_PRODUCT = 1 << 18
_NEGLIGIBLE = 1e-12


class Smaa(NamedTuple):
    """What `smaa` finds, for n sites and m criteria.

    Attributes
    ----------
    acceptability
        (n, n): share of draws in which a site (row) holds a rank (column, best first). Rows and columns sum to 1.
    central_weights
        (n, m): mean of the weights under which a site is first, sum 1; NaN for a site that never is.
    confidence
        (n,): share of the positions in which a site is (joint) first under its own central weights; NaN where
        it has none. Without `positions`, 0 or 1.
    """

    acceptability: Floats
    central_weights: Floats
    confidence: Floats


class Judged(NamedTuple):
    """What `judge` finds: the attributes of `Smaa`, and of the same draws, `outranking` (n, n) as of that function."""

    acceptability: Floats
    central_weights: Floats
    confidence: Floats
    outranking: Floats


class _Study(NamedTuple):
    """By criterion (p, n) values, and weights (draws, m), all on their grids; draw k uses row k mod p."""

    columns: tuple[Column, ...]
    weights: Floats
    method: str = "weighted_sum"
    caution: float = 0.0

    @property
    def positions(self) -> int:
        return len(self.columns[0])

    @property
    def sites(self) -> int:
        return int(self.columns[0].shape[1])

    @property
    def index_bits(self) -> int:
        return max(8, int(self.sites - 1).bit_length())

    @property
    def score_bits(self) -> int:
        return 31 - self.index_bits


def smaa(
    values: ArrayLike,
    draws: int,
    seed: int,
    weights: ArrayLike | None = None,
    spread: float | None = None,
    positions: ArrayLike | None = None,
) -> Smaa:
    """Count how often each site holds each rank over plausible weights and positions.

    Parameters
    ----------
    values
        (n, m), sites × criteria, 0..1; at most `MAX_SITES` sites.
    draws
        How many times to rank.
    seed
        The same seed gives the same result.
    weights, spread
        Without them, any weights are as likely as any others (uniform on the simplex). With them, each weight
        varies uniformly within ± `spread` (0..1) of itself, and the sum is made 1 again; a weight of 0 stays 0.
    positions
        (p, n, m) of values that are as likely as each other, if sites and features lie where they may lie
        within their accuracies; draw k ranks by table k mod p instead of by `values`.

    Returns
    -------
    Acceptabilities, central weights and confidences. Sites whose scores fall into the same step (2.4e-7
    wide for up to 512 sites, 1.9e-6 for `MAX_SITES`) share the ranks they hold evenly.

    Raises
    ------
    ScenarioError
        For wrong shapes, NaN, values outside 0..1, bad weights, spread, draws or seed, or too many sites.

    References
    ----------
    Lahdelma, R. and Salminen, P. (2001) SMAA-2: Stochastic multicriteria acceptability analysis for group decision
    making. Operations Research 49, 444-454.
    """
    return _ranked(_study(values, draws, seed, weights, spread, positions))


def outranking(
    values: ArrayLike,
    draws: int,
    seed: int,
    weights: ArrayLike | None = None,
    spread: float | None = None,
    positions: ArrayLike | None = None,
) -> Floats:
    """Count how often each site beats each other one; parameters and errors as for `smaa`, and the same draws.

    Returns
    -------
    (n, n) share of draws in which the row's site beats the column's, ties counted half; 0.5 on the diagonal.
    """
    return _compared(_study(values, draws, seed, weights, spread, positions))


def judge(
    values: ArrayLike,
    draws: int,
    seed: int,
    weights: ArrayLike | None = None,
    spread: float | None = None,
    positions: ArrayLike | None = None,
) -> Judged:
    """Find what `smaa` and `outranking` do, from one drawing; parameters and errors as for `smaa`.

    Of more than some forty sites, pairs are compared in the first draws only, at least 2,000: a share near 10 % is
    then known to 0.7 %.
    """
    return _judged(_study(values, draws, seed, weights, spread, positions))


def judge_columns(
    columns: Sequence[Column],
    draws: int,
    seed: int,
    weights: ArrayLike | None = None,
    spread: float | None = None,
    method: str = "weighted_sum",
    caution: float = 0.0,
) -> Judged:
    """Find what `judge` does of values that were drawn before, by any method.

    Parameters
    ----------
    columns
        By criterion (p, n) values 0..1 as of `geo_app.measures.valuing.on_value_grid`; draw k uses row k mod p.
    draws, seed, weights, spread
        As for `smaa`.
    method, caution
        As of `geo_app.ranking.model.Scenario`. By another method than a weighted sum, sites have no confidence: NaN.

    Raises
    ------
    ScenarioError
        As `smaa`.
    """
    n = columns[0].shape[1]
    _refuse_many(n)
    drawn = _draw(whole(seed, "seed", 0), whole(draws, "draws", 1), len(columns), weights, spread)
    return _judged(_Study(tuple(columns), drawn, method, caution))


def standard_error(share: float, draws: int) -> float:
    """Give the standard error of a share of independent draws."""
    return math.sqrt(max(share * (1.0 - share), 0.0) / draws)


def top_shares(acceptability: ArrayLike, k: int) -> Floats:
    """Add up, for each site, the acceptabilities of the first k ranks.

    Parameters
    ----------
    acceptability
        (n, n) of `smaa`.
    k
        1 or more; more than n counts as n.

    Returns
    -------
    (n,) share of draws in which a site is among the best k.

    Raises
    ------
    ScenarioError
        For NaN, a wrong shape, or k below 1.
    """
    table = unit_table(acceptability, "acceptability")
    return np.asarray(np.minimum(table[:, : whole(k, "k", 1)].sum(axis=1), 1.0), dtype=np.float64)


def alike(outranking: ArrayLike, threshold: float = 0.9) -> tuple[tuple[int, ...], ...]:
    """Say for each site which others cannot be separated from it.

    Being alike is not handed on: where a cannot be separated from b, nor b from c, a may still beat c for sure.

    Parameters
    ----------
    outranking
        (n, n) of `outranking`.
    threshold
        Two sites are separate if one of them beats the other in at least this share of draws.

    Returns
    -------
    For each site the places of the others, in their order.

    Raises
    ------
    ScenarioError
        If the shares are not (n, n) within 0..1, or the threshold not 0..1.
    """
    shares = unit_table(outranking, "outranking")
    if shares.shape[0] != shares.shape[1]:
        raise ScenarioError(
            N_("outranking: expected as many rows as columns, found shape {found}."), found=shares.shape
        )
    close = np.maximum(shares, shares.T) < _share(threshold, "threshold")
    np.fill_diagonal(close, False)
    return tuple(tuple(np.flatnonzero(row).tolist()) for row in close)


# ------------------------------------------------------------------------------------------------ what is drawn


def _study(
    values: ArrayLike,
    draws: int,
    seed: int,
    weights: ArrayLike | None,
    spread: float | None,
    positions: ArrayLike | None,
) -> _Study:
    table = unit_table(values)
    n, m = table.shape
    _refuse_many(n)
    if m == 0:
        raise ScenarioError(N_("values: expected at least one criterion, found none."))
    tables = table[None] if positions is None else unit_table(positions, "positions", 3)
    if tables.shape[1:] != table.shape or len(tables) == 0:
        raise ScenarioError(
            N_("positions: expected shape {expected} (positions, sites, criteria), found {found}."),
            expected=("p", n, m),
            found=tables.shape,
        )
    drawn = _draw(whole(seed, "seed", 0), whole(draws, "draws", 1), m, weights, spread)
    rounded = np.rint(tables * VALUE_GRID) / VALUE_GRID
    return _Study(tuple(np.ascontiguousarray(rounded[:, :, k]) for k in range(m)), drawn)


def _refuse_many(sites: int) -> None:
    if sites > MAX_SITES:
        raise ScenarioError(N_("values: at most {most} sites, found {found}."), most=MAX_SITES, found=sites)


def _draw(seed: int, draws: int, m: int, weights: ArrayLike | None, spread: float | None) -> Floats:
    if (weights is None) != (spread is None):
        raise ScenarioError(N_("weights and spread: give both, to vary known weights, or neither."))
    keep = draws * m <= _KEPT
    if weights is None or spread is None:
        return any_weights(m, draws, seed, keep=keep)
    return vary_weights(normalised(weights, m), _share(spread, "spread"), draws, seed, keep=keep)


def _share(number: float, argument: str) -> float:
    if not 0 <= number <= 1:
        raise ScenarioError(
            N_("{argument}: expected a number from 0 to 1, found {found}."), argument=argument, found=number
        )
    return float(number)


# ----------------------------------------------------------------------------------------------- how it is counted


def _judged(study: _Study) -> Judged:
    n, draws = study.sites, len(study.weights)
    enough = max(_COMPARISONS // max(n * (n - 1) // 2, 1), _LEAST_PAIR_DRAWS)
    if n == 0 or n * draws > _SHARED_SCORES:
        return Judged(*_ranked(study), _compared(study._replace(weights=study.weights[:enough])))
    scores = np.empty((draws, n), dtype=np.int32)
    for block in _blocks(study, _BLOCK):
        scores[block] = _scores(study, block)
    return Judged(*_ranked(study, scores), _compared(study._replace(weights=study.weights[:enough]), scores))


def _ranked(study: _Study, scores: NDArray[np.int32] | None = None) -> Smaa:
    """Count ranks, of scores (draws, n) where they are there."""
    n, m = study.sites, len(study.columns)
    if n == 0:
        return Smaa(np.empty((0, 0)), np.empty((0, m)), np.empty(0))
    counts = np.zeros((n, n), dtype=np.int64)
    shared = np.zeros((n, n + 1))
    favourable = np.zeros((n, m))
    for draws in _blocks(study, _BLOCK):
        of_draws = _scores(study, draws) if scores is None else scores[draws]
        block = tally(of_draws, study.index_bits, study.weights[draws])
        counts += block[0]
        shared += block[1]
        favourable += block[2]
    # Blocks sort upwards, so their last column is rank 1.
    acceptability = ((counts + np.cumsum(shared, axis=1)[:, :-1]) / len(study.weights))[:, ::-1]
    # What cumulated shares leave in the last bits must not show as a share below 0 or above 1.
    acceptability = np.where(acceptability < _NEGLIGIBLE, 0.0, np.minimum(acceptability, 1.0))
    total = favourable.sum(axis=1, keepdims=True)
    central = np.divide(favourable, total, out=np.full_like(favourable, np.nan), where=total > 0)
    return Smaa(acceptability, central, _confidence(study, central))


def _compared(study: _Study, scores: NDArray[np.int32] | None = None) -> Floats:
    """Count wins of pairs, of scores (draws, n) where they are there."""
    n = study.sites
    won = np.zeros((n, n), dtype=np.int64)
    if n > 1:
        for draws in _blocks(study, _PAIR_BLOCK):
            won += points(_scores(study, draws) if scores is None else scores[draws])
    shares = 0.5 * won / len(study.weights)
    later = np.triu(np.ones((n, n), dtype=bool), 1)
    return np.asarray(np.where(later, shares, np.where(later.T, 1.0 - shares.T, 0.5)), dtype=np.float64)


def _blocks(study: _Study, scores: int) -> Iterator[Ints]:
    """Part the draws into blocks of some scores, those that use the same positions side by side."""
    draws = np.argsort(np.arange(len(study.weights)) % study.positions, kind="stable")
    # Counting costs n * n a block, whatever the block holds: keep that below the cost of the block itself.
    rows = max(scores // study.sites, 2 * study.sites)
    for start in range(0, len(draws), rows):
        yield draws[start : start + rows]


def _scores(study: _Study, draws: Ints) -> NDArray[np.int32]:
    """Score the sites for some draws, sorted by position, as whole numbers 0..2**score_bits: (draws, n)."""
    scores = draw_scores(study.columns, study.weights, draws, _SERIAL_PRODUCT, study.method, study.caution)
    scores *= 2.0**study.score_bits
    return scores.astype(np.int32)


def _confidence(study: _Study, central: Floats) -> Floats:
    found = np.full(len(central), np.nan)
    ever = np.flatnonzero(~np.isnan(central[:, 0]))
    if study.method != "weighted_sum" or not len(ever):
        return found
    used = min(study.positions, _CONFIDENCE_POSITIONS)
    first = np.zeros(len(ever))
    for start in range(0, used, _CONFIDENCE_BLOCK):
        rows = slice(start, min(start + _CONFIDENCE_BLOCK, used))
        table = np.stack([column[rows] for column in study.columns], axis=-1, dtype=np.float64)
        scores = table @ central[ever].T
        # A tie here is what counted as a tie in the draws.
        ahead = scores[:, ever, np.arange(len(ever))] >= scores.max(axis=1) - 0.5**study.score_bits
        first += ahead.sum(axis=0)
    found[ever] = first / used
    return found
