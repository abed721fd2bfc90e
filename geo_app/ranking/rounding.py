"""Numbers rounded so that what is shown adds up to the sum that is shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from geo_app.core.arrays import Floats, Ints

# What arithmetic leaves in the last bits is no remainder.
_BITS = 1e-9


def largest_remainder(numbers: ArrayLike, totals: ArrayLike) -> Ints:
    """Round rows of numbers to whole ones that add up to whole totals.

    Each is rounded down, and those with the largest remainders get one more until the sum is right; of equal
    remainders the first.

    Parameters
    ----------
    numbers
        (k, m).
    totals
        (k,) whole; no more than m away from what the row's numbers add up to when rounded down.

    Returns
    -------
    (k, m).
    """
    table = np.asarray(numbers, dtype=np.float64)
    down = np.floor(table + _BITS)
    missing = np.asarray(totals, dtype=np.float64) - down.sum(axis=1)
    place = np.argsort(np.argsort(-(table - down), axis=1, kind="stable"), axis=1, kind="stable")
    # Where the total lies below what is rounded down, the smallest remainders give one back.
    more = np.where(missing[:, None] >= 0, place < missing[:, None], 0.0)
    less = np.where(missing[:, None] < 0, place >= table.shape[1] + missing[:, None], 0.0)
    return np.asarray(down + more - less, dtype=np.int64)


def shown_parts(numbers: Sequence[float], total: float, digits: int) -> list[float]:
    """Round numbers to some decimals so that they add up to their total as it is rounded."""
    if not numbers:
        return []
    scale = 10.0**digits
    whole = largest_remainder([[scale * number for number in numbers]], [round(total * scale)])[0]
    return [part / scale for part in whole.tolist()]


def shown_shares(acceptability: Floats) -> Ints:
    """Round (n, n) rank acceptabilities to whole per cents.

    The first places add up to 100 over the sites, and the places of each site to 100.
    """
    if not len(acceptability):
        return np.empty(acceptability.shape, dtype=np.int64)
    first = largest_remainder(100.0 * acceptability[:, :1].T, [100])[0]
    return np.column_stack([first, largest_remainder(100.0 * acceptability[:, 1:], 100 - first)])
