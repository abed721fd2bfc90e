"""How sure a ranking is when nobody knows the weights exactly, nor where every site and feature lies.

Stochastic multicriteria acceptability analysis (SMAA-2): draw weights, and one of several possible sets of values,
many times; rank; and count. The same seed gives the same counts on any machine: weights are made from the bits of
PCG64, which numpy keeps from version to version as it does not keep its distributions, and scores are exact, because
values and weights lie on binary grids far finer than any measurement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo_app.arrays import Floats, Ints, finite, normalised, unit_table, whole
from geo_app.errors import ScenarioError
from geo_app.i18n import N_

MAX_SITES = 4096
"""The result is a table of sites by ranks; beyond this size it fits neither a screen nor a small machine."""

# Products of such numbers, and their sums, fit the 53 bits of a float: no rounding, hence no order of summation.
_VALUE_GRID = 2.0**24
_WEIGHT_BITS = 26
_WEIGHT_GRID = 2.0**_WEIGHT_BITS

# Scores that one block of draws holds: enough to keep numpy busy, few enough for the processor's cache.
_BLOCK = 1 << 19
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
    study = _study(values, draws, seed, weights, spread, positions)
    n = study.tables.shape[1]
    if n == 0:
        return Smaa(np.empty((0, 0)), np.empty((0, study.tables.shape[2])), np.empty(0))
    counts = np.zeros((n, n), dtype=np.int64)
    shared = np.zeros((n, n + 1))
    favourable = np.zeros((n, study.weights.shape[1]))
    for block_counts, block_shared, block_favourable in _each_block(study, _tally):
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
    study = _study(values, draws, seed, weights, spread, positions)
    n = study.tables.shape[1]
    # Wins less losses, so that a tie counts nothing here and half in the end.
    balance = np.zeros((n, n), dtype=np.int64)
    if n > 1:
        for block in _each_block(study, _balance):
            balance += block
    return np.asarray(0.5 + 0.5 * (balance - balance.T) / len(study.weights), dtype=np.float64)


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


def groups(order: ArrayLike, outranking: ArrayLike, threshold: float = 0.9) -> tuple[tuple[int, ...], ...]:
    """Group sites that the data cannot tell apart.

    Parameters
    ----------
    order
        (n,) places of the sites, best first.
    outranking
        (n, n) of `outranking`.
    threshold
        A site that beats the next one in at least this share of draws ends its group.

    Returns
    -------
    Groups of places in the given order, best group first.

    Raises
    ------
    ScenarioError
        If the order does not hold every site once, the shares are not (n, n) within 0..1, or the threshold not 0..1.
    """
    shares = unit_table(outranking, "outranking")
    places = finite(order, "order", 1).tolist()
    if shares.shape[0] != shares.shape[1] or sorted(places) != list(range(len(shares))):
        raise ScenarioError(
            N_("order: expected each of the sites 0 to {last} once, found {found}."),
            last=len(shares) - 1,
            found=places,
        )
    return _groups([int(place) for place in places], shares, _share(threshold, "threshold"))


def _groups(places: list[int], shares: Floats, threshold: float) -> tuple[tuple[int, ...], ...]:
    found: list[list[int]] = []
    for k, place in enumerate(places):
        if k == 0 or shares[places[k - 1], place] >= threshold:
            found.append([])
        found[-1].append(place)
    return tuple(tuple(group) for group in found)


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
    bits = np.random.PCG64(whole(seed, "seed", 0))
    drawn = _draw(bits, whole(draws, "draws", 1), m, weights, spread)
    return _Study(np.rint(tables * _VALUE_GRID) / _VALUE_GRID, drawn)


def _draw(bits: np.random.PCG64, draws: int, m: int, weights: ArrayLike | None, spread: float | None) -> Floats:
    if (weights is None) != (spread is None):
        raise ScenarioError(N_("weights and spread: give both, to vary known weights, or neither."))
    if weights is None or spread is None:
        return _any_weights(bits, draws, m)
    return _near_weights(bits, draws, normalised(weights, m), _share(spread, "spread"))


def _any_weights(bits: np.random.PCG64, draws: int, m: int) -> Floats:
    # The pieces of a stick that is cut at m - 1 places at random are uniform on the simplex.
    cuts = (bits.random_raw((draws, m - 1)) >> np.uint64(64 - _WEIGHT_BITS)).astype(np.float64)
    cuts.sort(axis=1)
    return np.asarray(np.diff(cuts, axis=1, prepend=0.0, append=_WEIGHT_GRID) / _WEIGHT_GRID, dtype=np.float64)


def _near_weights(bits: np.random.PCG64, draws: int, middle: Floats, spread: float) -> Floats:
    # Above 0, up to 1, in steps of 2**-53: never can all the weights be 0.
    share = ((bits.random_raw((draws, len(middle))) >> np.uint64(11)) + np.uint64(1)) * 0.5**53
    drawn = middle * (1.0 + spread * (2.0 * share - 1.0))
    drawn /= drawn.sum(axis=1, keepdims=True)
    # Downwards, so that no score exceeds 1.
    return np.asarray(np.floor(drawn * _WEIGHT_GRID) / _WEIGHT_GRID, dtype=np.float64)


def _share(number: float, argument: str) -> float:
    if not 0 <= number <= 1:
        raise ScenarioError(
            N_("{argument}: expected a number from 0 to 1, found {found}."), argument=argument, found=number
        )
    return float(number)


# ----------------------------------------------------------------------------------------------- how it is counted


def _each_block(study: _Study, work: Callable[[_Study, Ints], T]) -> Iterator[T]:
    """Apply `work` to the draws, a block at a time."""
    p, n, _ = study.tables.shape
    draws = np.argsort(np.arange(len(study.weights)) % p, kind="stable")
    # Counting costs n * n a block, whatever the block holds: keep that below the cost of the block itself.
    rows = max(_BLOCK // n, n // 2, 1)
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
    tied = same.any(axis=1)
    if not tied.any():
        return np.zeros((n, n), dtype=np.int64), np.zeros((n, n + 1))
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
    n = levels.shape[1]
    draw, place = np.divmod(np.flatnonzero(levels == levels[:, -1:]), n)
    site = sites[draw, place]
    part = 1.0 / np.bincount(draw)[draw]
    return np.stack([np.bincount(site, part * column[draw], minlength=n) for column in weights.T], axis=1)


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


def _balance(study: _Study, draws: Ints) -> Ints:
    """Count wins less losses of each site against those after it in the list: (n, n), upper triangle."""
    scores = np.ascontiguousarray(_scores(study, draws).T)
    n = len(scores)
    balance = np.zeros((n, n), dtype=np.int64)
    for site in range(n - 1):
        rest = scores[site + 1 :]
        wins = np.count_nonzero(scores[site] > rest, axis=1)
        balance[site, site + 1 :] = wins - np.count_nonzero(scores[site] < rest, axis=1)
    return balance
