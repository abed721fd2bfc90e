"""How much of a quantity (people, workers) lies within a distance of each site.

Areas count by the share of them inside the circle, so the answer does not jump as a site moves past the middle of
a cell, and over the whole layer it is the layer's exact total. The share is exact but for the plane in which it is cut
(see `reach`): within 0.1 % of clipping on the ellipsoid, by test.
"""

from __future__ import annotations

import geopandas as gpd

from geo_app.core.arrays import Floats
from geo_app.measures.reach import amounts_of, sum_in_reach, weight_of


def catchment(lonlat: Floats, features: gpd.GeoDataFrame, column: str, radius_m: float | Floats) -> Floats:
    """Sum a column within a distance of each site.

    Parameters
    ----------
    lonlat
        (n, 2) sites, lon/lat degrees.
    features
        Points or polygons in EPSG:4326. A point counts wholly or not at all.
    column
        A number per feature, spread evenly over a polygon.
    radius_m
        Geodesic metres, one for all sites or (n,).

    Returns
    -------
    (n,) sums.

    Raises
    ------
    ValueError
        If `features` is in another CRS; the message names both.
    """
    return sum_in_reach(lonlat, amounts_of(features, column), weight_of(None), radius_m)
