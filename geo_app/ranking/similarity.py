"""Which sites are alike where it matters: near each other in values, by weight."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from geo_app.core.arrays import Floats, Ints, finite, index, normalised, whole


class Similar(NamedTuple):
    """The sites most like one, nearest first.

    Attributes
    ----------
    sites
        (k,) rows.
    distances
        (k,), on the scale of the values: 0 = alike in all that has weight, 1 = opposite in it for values 0..1.
    differences
        (k, m) value of the site less that of the one it is compared with, by criterion, without weights.
    """

    sites: Ints
    distances: Floats
    differences: Floats


def most_similar(values: ArrayLike, weights: ArrayLike, site: int, k: int) -> Similar:
    """Find the sites most like a given one.

    The distance is sqrt(sum_j w_j * (difference in criterion j)^2).

    Parameters
    ----------
    values
        (n, m), sites × criteria, on one scale.
    weights
        (m,) >= 0, not all 0; normalised to sum 1 here.
    site
        Row to compare with; not among the answers.
    k
        How many, 0 or more; fewer where there are not so many other sites. Of equally near ones the first.

    Raises
    ------
    ScenarioError
        For wrong shapes, NaN, bad weights, no such site or a negative k.
    """
    table = finite(values, "values", 2)
    importance = normalised(weights, table.shape[1])
    return _most_similar(table, importance, index(site, len(table), "site"), whole(k, "k", 0))


def _most_similar(values: Floats, weights: Floats, site: int, k: int) -> Similar:
    differences = values - values[site]
    distances = np.sqrt((np.square(differences) * weights).sum(axis=1))
    order = np.argsort(distances, kind="stable")
    nearest = order[order != site][:k].astype(np.int64)
    return Similar(nearest, distances[nearest], differences[nearest])
