"""How sure a ranking is when nobody knows the weights exactly, nor where every site and feature lies.

Stochastic multicriteria acceptability analysis (SMAA-2): draw weights, and one of several possible sets of values,
many times; rank; and count. The same seed gives the same counts on any machine: weights are made from the bits of
PCG64, which numpy keeps from version to version as it does not keep its distributions, and scores are exact, because
values and weights lie on binary grids far finer than any measurement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo_app.core.arrays import Floats, Ints, normalised, unit_table, whole
from geo_app.core.errors import ScenarioError
from geo_app.core.i18n import N_

MAX_SITES = 4096
"""The result is a table of sites by ranks; beyond this size it fits neither a screen nor a small machine."""

# Products of such numbers, and their sums, fit the 53 bits of a float: no rounding, hence no order of summation.
_VALUE_GRID = 2.0**24
_WEIGHT_BITS = 26
_WEIGHT_GRID = 2.0**_WEIGHT_BITS

# Scores that one block of draws holds: enough to keep numpy busy, few enough to stay in the processor's cache and in
# memory that the allocator keeps (fresh pages cost more than the arithmetic). Pairs are compared along the draws.
_BLOCK = 1 << 15
_PAIR_BLOCK = 1 << 21
# Comparisons of pairs that `judge` makes before it is content with fewer draws, but never with fewer than these.
_COMPARISONS = 1 << 20
_LEAST_PAIR_DRAWS = 2_000
# Random numbers that are kept between two studies; larger drawings are made anew.
_KEPT = 1 << 20
# Above this many multiplications OpenBLAS starts threads, which for so thin a product cost ten times what they save.
_SERIAL_PRODUCT = 1 << 18
_NEGLIGIBLE = 1e-12

T = TypeVar("T")


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
    """Tables (p, n, m) of values and weights (draws, m), both on their grids; draw k uses table k mod p."""

    tables: Floats
    weights: Floats

    @property
    def index_bits(self) -> int:
        return max(8, int(self.tables.shape[1] - 1).bit_length())

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

    Of more than some fifteen sites, pairs are compared in the first draws only, at least 2,000: a share near 10 % is
    then known to 0.7 %.
    """
    study = _study(values, draws, seed, weights, spread, positions)
    n = study.tables.shape[1]
    enough = max(_COMPARISONS // max(n * (n - 1) // 2, 1), _LEAST_PAIR_DRAWS)
    return Judged(*_ranked(study), _compared(study._replace(weights=study.weights[:enough])))


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
    if n > MAX_SITES:
        raise ScenarioError(N_("values: at most {most} sites, found {found}."), most=MAX_SITES, found=n)
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
    return _Study(np.rint(tables * _VALUE_GRID) / _VALUE_GRID, drawn)


def _draw(seed: int, draws: int, m: int, weights: ArrayLike | None, spread: float | None) -> Floats:
    if (weights is None) != (spread is None):
        raise ScenarioError(N_("weights and spread: give both, to vary known weights, or neither."))
    keep = draws * m <= _KEPT
    if weights is None or spread is None:
        return (_any_weights if keep else _any_weights.__wrapped__)(seed, draws, m)
    middle = normalised(weights, m)
    drawn = _share(spread, "spread") * (_deviations if keep else _deviations.__wrapped__)(seed, draws, m)
    drawn += 1.0
    drawn *= middle
    drawn /= drawn.sum(axis=1, keepdims=True)
    # Downwards, so that no score exceeds 1.
    drawn *= _WEIGHT_GRID
    np.floor(drawn, out=drawn)
    drawn /= _WEIGHT_GRID
    return drawn


@lru_cache(maxsize=8)
def _any_weights(seed: int, draws: int, m: int) -> Floats:
    # The pieces of a stick that is cut at m - 1 places at random are uniform on the simplex.
    cuts = (np.random.PCG64(seed).random_raw((draws, m - 1)) >> np.uint64(64 - _WEIGHT_BITS)).astype(np.float64)
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


def _share(number: float, argument: str) -> float:
    if not 0 <= number <= 1:
        raise ScenarioError(
            N_("{argument}: expected a number from 0 to 1, found {found}."), argument=argument, found=number
        )
    return float(number)


# ----------------------------------------------------------------------------------------------- how it is counted


def _ranked(study: _Study) -> Smaa:
    """Count ranks."""
    n = study.tables.shape[1]
    if n == 0:
        return Smaa(np.empty((0, 0)), np.empty((0, study.tables.shape[2])), np.empty(0))
    counts = np.zeros((n, n), dtype=np.int64)
    shared = np.zeros((n, n + 1))
    favourable = np.zeros((n, study.weights.shape[1]))
    for block_counts, block_shared, block_favourable in _each_block(study, _tally, _BLOCK):
        counts += block_counts
        shared += block_shared
        favourable += block_favourable
    # Blocks sort upwards, so their last column is rank 1.
    acceptability = ((counts + np.cumsum(shared, axis=1)[:, :-1]) / len(study.weights))[:, ::-1]
    # What cumulated shares leave in the last bits must not show as a share below 0 or above 1.
    acceptability = np.where(acceptability < _NEGLIGIBLE, 0.0, np.minimum(acceptability, 1.0))
    total = favourable.sum(axis=1, keepdims=True)
    central = np.divide(favourable, total, out=np.full_like(favourable, np.nan), where=total > 0)
    return Smaa(acceptability, central, _confidence(study, central))


def _compared(study: _Study) -> Floats:
    """Count wins of pairs."""
    n = study.tables.shape[1]
    points = np.zeros((n, n), dtype=np.int64)
    if n > 1:
        for block in _each_block(study, _points, _PAIR_BLOCK):
            points += block
    shares = 0.5 * points / len(study.weights)
    later = np.triu(np.ones((n, n), dtype=bool), 1)
    return np.asarray(np.where(later, shares, np.where(later.T, 1.0 - shares.T, 0.5)), dtype=np.float64)


def _each_block(study: _Study, work: Callable[[_Study, Ints], T], scores: int) -> Iterator[T]:
    """Apply `work` to the draws, a block of some scores at a time."""
    p, n, _ = study.tables.shape
    draws = np.argsort(np.arange(len(study.weights)) % p, kind="stable")
    # Counting costs n * n a block, whatever the block holds: keep that below the cost of the block itself.
    rows = max(scores // n, 2 * n)
    for start in range(0, len(draws), rows):
        yield work(study, draws[start : start + rows])


def _scores(study: _Study, draws: Ints) -> NDArray[np.int32]:
    """Score the sites for some draws, sorted by table, as whole numbers 0..2**score_bits: (draws, n)."""
    _, n, m = study.tables.shape
    tables = draws % len(study.tables)
    scores = np.empty((len(draws), n))
    cuts = np.arange(len(draws)) // max(_SERIAL_PRODUCT // (n * m), 1)
    starts = np.flatnonzero(np.diff(tables, prepend=-1) | np.diff(cuts, prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(draws)], strict=True):
        np.matmul(study.weights[draws[start:end]], study.tables[tables[start]].T, out=scores[start:end])
    scores *= 2.0**study.score_bits
    return scores.astype(np.int32)


def _tally(study: _Study, draws: Ints) -> tuple[Ints, Floats, Floats]:
    """Rank the sites for some draws.

    Score and site are packed into one unsigned number, so that sorting numbers (which processors do many at a
    time) sorts the sites.

    Returns
    -------
    (n, n) how often a site lies alone at a place, worst first; (n, n + 1) its shares of the places of ties, to be
    cumulated along the places; (n, m) sum of the weights of the draws in which a site is first.
    """
    n = study.tables.shape[1]
    bits = np.uint32(study.index_bits)
    keys = (_scores(study, draws).view(np.uint32) << bits) | np.arange(n, dtype=np.uint32)
    keys.sort(axis=1)
    sites = (keys & np.uint32((1 << study.index_bits) - 1)).astype(np.intp)
    keys >>= bits
    cells = sites * n
    cells += np.arange(n)
    counts = np.bincount(cells.ravel(), minlength=n * n).reshape(n, n)
    joint, shared = _share_ties(keys, sites)
    return counts - joint, shared, _favourable(study.weights[draws], keys, sites)


def _share_ties(levels: NDArray[np.uint32], sites: NDArray[np.intp]) -> tuple[Ints, Floats]:
    """Take each tied site from its one place (first table) to an even share of every place of its run (second).

    Whole numbers and fractions stay apart, so that copies of a site add up the same fractions, to the last bit.
    """
    n = levels.shape[1]
    same = levels[:, 1:] == levels[:, :-1]
    # Most blocks have none, and to look at all at once is quick.
    if not same.any():
        return np.zeros((n, n), dtype=np.int64), np.zeros((n, n + 1))
    tied = same.any(axis=1)
    # A row's first place always starts a run, so runs never cross from draw to draw.
    first = np.ones((int(tied.sum()), n), dtype=bool)
    first[:, 1:] = ~same[tied]
    run = np.cumsum(first.ravel()) - 1
    length = np.bincount(run)[run]
    start = (np.flatnonzero(first) % n)[run]
    long = length > 1
    site, place = sites[tied].ravel()[long], np.tile(np.arange(n), len(first))[long]
    joint: Ints = np.bincount(site * n + place, minlength=n * n).reshape(n, n)
    length, entry = length[long], site * (n + 1) + start[long]
    part = 1.0 / length
    starts_and_ends, parts = np.concatenate([entry, entry + length]), np.concatenate([part, -part])
    shared: Floats = np.bincount(starts_and_ends, parts, minlength=n * (n + 1)).astype(np.float64)
    return joint, shared.reshape(n, n + 1)


def _favourable(weights: Floats, levels: NDArray[np.uint32], sites: NDArray[np.intp]) -> Floats:
    """Add up the weights for which each site is first; joint firsts share them."""
    n, m = levels.shape[1], weights.shape[1]
    draw, place = np.divmod(np.flatnonzero(levels == levels[:, -1:]), n)
    cells = sites[draw, place][:, None] * m + np.arange(m)
    shared = weights[draw] / np.bincount(draw)[draw, None]
    return np.asarray(np.bincount(cells.ravel(), shared.ravel(), minlength=n * m), dtype=np.float64).reshape(n, m)


def _confidence(study: _Study, central: Floats) -> Floats:
    found = np.full(len(central), np.nan)
    ever = np.flatnonzero(~np.isnan(central[:, 0]))
    first = np.zeros(len(ever))
    for table in study.tables:
        scores = table @ central[ever].T
        # A tie here is what counted as a tie in the draws.
        first += scores[ever, np.arange(len(ever))] >= scores.max(axis=0) - 0.5**study.score_bits
    found[ever] = first / len(study.tables)
    return found


def _points(study: _Study, draws: Ints) -> Ints:
    """Count 2 for a win and 1 for a tie of each site against those after it in the list: (n, n), upper triangle."""
    scores = _scores(study, draws)
    # Few draws hold a tie as a rule, and only those need the second comparison.
    tied = (np.diff(np.sort(scores, axis=1), axis=1) == 0).any(axis=1)
    by_site, tied_by_site = np.ascontiguousarray(scores.T), np.ascontiguousarray(scores[tied].T)
    n = len(by_site)
    points = np.zeros((n, n), dtype=np.int64)
    room, tied_room = np.empty(by_site.shape, dtype=bool), np.empty(tied_by_site.shape, dtype=bool)
    for site in range(n - 1):
        others = n - 1 - site
        wins = np.greater(by_site[site], by_site[site + 1 :], out=room[:others])
        ties = np.equal(tied_by_site[site], tied_by_site[site + 1 :], out=tied_room[:others])
        points[site, site + 1 :] = 2 * _counts(wins) + _counts(ties)
    return points


def _counts(rows: NDArray[np.bool_]) -> Ints:
    """Count the true ones in each row: by bits, ten times as fast as along an axis."""
    packed = np.packbits(rows, axis=1)
    whole_words = packed.shape[1] // 8 * 8
    words = np.ascontiguousarray(packed[:, :whole_words]).view(np.uint64)
    counts = np.bitwise_count(words).sum(axis=1, dtype=np.int64)
    return np.asarray(counts + np.bitwise_count(packed[:, whole_words:]).sum(axis=1, dtype=np.int64))
