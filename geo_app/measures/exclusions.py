"""Hard constraints: which sites lie inside (or outside) areas, and for which that is in doubt.

A site and an area are both known only to some accuracy, and what is not known is never a "no". A site is excluded only
if it lies on that side wherever the two are within both accuracies; it is in doubt if it may lie on either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np

from geo_app.core.arrays import Bools, Floats
from geo_app.core.geodesy import require_geographic
from geo_app.measures.distances import signed_distances

ON_BOUNDARY_M = 1e-3
"""A site as near to a boundary as this lies on it, and so inside: on which side of an edge a site on it comes out is
chance, by some micrometres that depend on the order of the sums."""

# Areas that are measured at once: few enough for the memory, however many there are.
_TOGETHER = 16


@dataclass(frozen=True)
class Sides:
    """For n sites: `excluded` for sure, or `doubtful` where they may lie on either side; never both."""

    excluded: Bools
    doubtful: Bools


def sides(
    lonlat: Floats,
    accuracy_m: Floats,
    areas: gpd.GeoDataFrame,
    relation: Literal["inside", "outside"],
    metric_crs: str,
) -> Sides:
    """Judge n sites against areas.

    Parameters
    ----------
    lonlat
        (n, 2) sites, lon/lat degrees.
    accuracy_m
        (n,) how far each site can be off, metres.
    areas
        Polygons in EPSG:4326 with a column ``accuracy_m``.
    relation
        On which side of the areas a site is excluded.

    Raises
    ------
    ValueError
        If `areas` is in another CRS; the message names both.
    """
    require_geographic(areas)
    outline_m = areas["accuracy_m"].to_numpy(dtype=np.float64)
    may_be_within, surely_within = np.zeros((2, len(lonlat)), dtype=bool)
    for start in range(0, len(areas), _TOGETHER):
        some = range(start, min(start + _TOGETHER, len(areas)))
        # Each area is a layer of its own: the answer needs the distance to every one's boundary.
        signed_m = signed_distances(lonlat, [areas.geometry.iloc[[k]] for k in some], metric_crs)
        inside = signed_m <= ON_BOUNDARY_M
        boundary_m = np.where(np.abs(signed_m) <= ON_BOUNDARY_M, 0.0, np.abs(signed_m))
        slack_m = outline_m[some] + accuracy_m[:, None]
        may_be_within |= (inside | (boundary_m < slack_m)).any(axis=1)
        surely_within |= (inside & (boundary_m >= slack_m)).any(axis=1)
    if relation == "inside":
        return Sides(surely_within, may_be_within & ~surely_within)
    return Sides(~may_be_within, may_be_within & ~surely_within)
