"""Hard constraints: which sites lie inside (or outside) areas, and for which that is in doubt.

A site and an area are both known only to some accuracy, and what is not known is never a "no". A site is excluded
from areas as drawn only if it lies inside wherever within its own accuracy it is; a site whose point is a proxy still
belongs to the region its proxy lies in, so ``outside`` goes by the point. It is in doubt if the answer could change
within the sum of both accuracies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
import shapely

from geo_app.core.arrays import Bools, Floats
from geo_app.core.geodesy import require_geographic, to_metric


@dataclass(frozen=True)
class Sides:
    """For n sites: `excluded`, and `doubtful` where the answer could change within the accuracies."""

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
    shapes = shapely.transform(areas.geometry.to_numpy(), lambda c: to_metric(c, metric_crs))
    points = np.asarray(shapely.points(to_metric(lonlat, metric_crs)))
    shapely.prepare(shapes)
    # (areas, sites): packs have tens of areas, and the answer needs every pair's distance to a boundary.
    within = shapely.intersects(shapes[:, None], points[None, :])
    boundary_m = shapely.distance(shapely.boundary(shapes)[:, None], points[None, :])
    slack_m = areas["accuracy_m"].to_numpy(dtype=np.float64)[:, None] + accuracy_m[None, :]
    may_be_within = within | (boundary_m < slack_m)
    surely_within = within & (boundary_m >= slack_m)
    if relation == "inside":
        excluded = (within & (boundary_m >= accuracy_m[None, :])).any(0)
        possible, certain = may_be_within.any(0), surely_within.any(0)
    else:
        excluded, possible, certain = ~within.any(0), ~surely_within.any(0), ~may_be_within.any(0)
    return Sides(np.asarray(excluded), np.asarray(possible & ~certain))
