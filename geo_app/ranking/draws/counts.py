"""Counting ranks, ties and wins over many draws, whole numbers at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo_app.core.arrays import Floats, Ints


def tally(scores: NDArray[np.int32], index_bits: int, weights: Floats) -> tuple[Ints, Floats, Floats]:
    """Rank the sites in some draws.

    Score and site are packed into one unsigned number, so that sorting numbers (which processors do many at a
    time) sorts the sites.

    Parameters
    ----------
    scores
        (draws, n) whole numbers of at most 31 - `index_bits` bits.
    index_bits
        How many bits the number of a site takes.
    weights
        (draws, m) of the draws.

    Returns
    -------
    (n, n) how often a site lies alone at a place, worst first; (n, n + 1) its shares of the places of ties, to be
    cumulated along the places; (n, m) sum of the weights of the draws in which a site is first.
    """
    n = scores.shape[1]
    bits = np.uint32(index_bits)
    keys = (scores.view(np.uint32) << bits) | np.arange(n, dtype=np.uint32)
    keys.sort(axis=1)
    sites = (keys & np.uint32((1 << index_bits) - 1)).astype(np.intp)
    keys >>= bits
    cells = sites * n
    cells += np.arange(n)
    counts = np.bincount(cells.ravel(), minlength=n * n).reshape(n, n)
    joint, shared = _share_ties(keys, sites)
    return counts - joint, shared, _favourable(weights, keys, sites)


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


def points(scores: NDArray[np.int32]) -> Ints:
    """Count 2 for a win and 1 for a tie of each site against those after it in the list: (n, n), upper triangle.

    `scores` are (draws, n).
    """
    # Few draws hold a tie as a rule, and only those need the second comparison.
    tied = (np.diff(np.sort(scores, axis=1), axis=1) == 0).any(axis=1)
    by_site, tied_by_site = np.ascontiguousarray(scores.T), np.ascontiguousarray(scores[tied].T)
    n = len(by_site)
    won = np.zeros((n, n), dtype=np.int64)
    room, tied_room = np.empty(by_site.shape, dtype=bool), np.empty(tied_by_site.shape, dtype=bool)
    for site in range(n - 1):
        others = n - 1 - site
        wins = np.greater(by_site[site], by_site[site + 1 :], out=room[:others])
        ties = np.equal(tied_by_site[site], tied_by_site[site + 1 :], out=tied_room[:others])
        won[site, site + 1 :] = 2 * _counts(wins) + _counts(ties)
    return won


def _counts(rows: NDArray[np.bool_]) -> Ints:
    """Count the true ones in each row: by bits, ten times as fast as along an axis."""
    packed = np.packbits(rows, axis=1)
    whole_words = packed.shape[1] // 8 * 8
    words = np.ascontiguousarray(packed[:, :whole_words]).view(np.uint64)
    counts = np.bitwise_count(words).sum(axis=1, dtype=np.int64)
    return np.asarray(counts + np.bitwise_count(packed[:, whole_words:]).sum(axis=1, dtype=np.int64))
