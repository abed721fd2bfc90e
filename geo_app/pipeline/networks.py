"""Which stretches of a transport network a country's own network holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo_app.core.arrays import Bools
from geo_app.core.geodesy import to_metric
from geo_app.region.layer_writer import LayerFeature


def networks(lines: NDArray[np.object_], at_home: Bools, *, across_m: float, gap_m: float) -> list[str]:
    """Tell of each stretch whether the largest network at home holds it.

    Parameters
    ----------
    lines
        (n,) lines in metres.
    at_home
        (n,) whether each lies in the country.
    across_m
        A stretch abroad up to this long joins what it touches, as a generalised border wanders across a line; a longer
        way abroad joins nothing.
    gap_m
        Stretches that come this near to each other are joined: sources have gaps in one line.

    Returns
    -------
    ``main``, ``isolated`` or, for each stretch abroad, ``abroad``.
    """
    lengths_m = shapely.length(lines)
    joining = np.flatnonzero(at_home | (lengths_m <= across_m))
    near = shapely.STRtree(lines[joining]).query(lines[joining], predicate="dwithin", distance=gap_m)
    links = coo_array((np.ones(near.shape[1]), (near[0], near[1])), shape=(len(joining), len(joining)))
    _, group = connected_components(links, directed=False)
    held = np.zeros(len(lines), dtype=bool)
    if len(joining):
        main = np.argmax(np.bincount(group, weights=(lengths_m * at_home)[joining]))
        held[joining[group == main]] = True
    parts: list[str] = np.where(at_home, np.where(held, "main", "isolated"), "abroad").tolist()
    return parts


def with_networks(
    features: Sequence[LayerFeature],
    at_home: Sequence[bool],
    metric_crs: str,
    column: str,
    *,
    across_m: float,
    gap_m: float,
) -> list[LayerFeature]:
    """Write in a column of line features, in degrees, what `networks` tells of each."""
    lines = [shapely.transform(item.geometry, lambda lonlat: to_metric(lonlat, metric_crs)) for item in features]
    held = networks(np.array(lines, dtype=object), np.array(at_home, dtype=bool), across_m=across_m, gap_m=gap_m)
    return [
        replace(item, attributes={**item.attributes, column: how}) for item, how in zip(features, held, strict=True)
    ]
