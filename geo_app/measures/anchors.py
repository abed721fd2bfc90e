"""How far anchors of value functions may lie from where a planner put them: they are judgements, as weights are."""

from __future__ import annotations

import numpy as np

from geo_app.core.arrays import Floats
from geo_app.measures.position_sampling import CRITERION, even_shares, identity_bits
from geo_app.region.model import Criterion

FIXED = ("inside", "member")
"""Measures whose anchors are no judgement: yes is 1 and no is 0."""

_FACTOR_GRID = 2.0**20  # so that no machine's last bits of a power show


def draw_factors(criterion: Criterion, most: float, samples: int, seed: int) -> Floats:
    """Draw (samples, 1) factors of a criterion's anchors, by its id alone.

    Parameters
    ----------
    criterion
        Whose anchors; those of a yes or no stay.
    most
        Factors lie between 1 / `most` and `most`, their logarithms evenly: as often half as much again as two thirds.
    samples, seed
        How many, and from where; the same seed draws the same.
    """
    if most == 1 or criterion.measure in FIXED:
        return np.ones((samples, 1))
    share = even_shares(identity_bits(seed, CRITERION, criterion.id), (samples, 1))
    return np.asarray(np.rint(most ** (2.0 * share - 1.0) * _FACTOR_GRID) / _FACTOR_GRID)
