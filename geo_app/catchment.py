"""How much of a quantity (people, workers) lies within a distance of each site.

Areas count by the share of them inside the circle, so the answer does not jump as a site moves past the middle of
a cell, and over the whole layer it is the layer's exact total.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo_app.crs import GEOGRAPHIC_CRS, geodesic_m, to_lonlat, to_metric

Floats = NDArray[np.float64]

# 4 * 32 corners: the polygon's area is 0.04 % under the circle's, which `circles` gives back by a larger radius.
_QUADRANT_SEGMENTS = 32
_PROBE_M = 1_000.0


def catchment(
    lonlat: Floats, features: gpd.GeoDataFrame, column: str, radius_m: float | Floats, metric_crs: str
) -> Floats:
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
    metric_crs
        A projected CRS in metres that fits the region.

    Returns
    -------
    (n,) sums.

    Raises
    ------
    ValueError
        If `features` is in another CRS; the message names both.
    """
    if features.crs is None or not features.crs.equals(GEOGRAPHIC_CRS):
        raise ValueError(f"features are in {features.crs}, expected {GEOGRAPHIC_CRS}")
    total = np.zeros(len(lonlat))
    if features.empty:
        return total
    amount = np.nan_to_num(features[column].to_numpy(dtype=np.float64))
    shapes = shapely.transform(features.geometry.to_numpy(), lambda c: to_metric(c, metric_crs))
    around = circles(lonlat, radius_m, metric_crs)
    shapely.prepare(around)
    site, feature = shapely.STRtree(shapes).query(around, predicate="intersects")
    np.add.at(total, site, amount[feature] * _share_inside(around[site], shapes[feature]))
    return total


def circles(lonlat: Floats, radius_m: float | Floats, metric_crs: str) -> NDArray[np.object_]:
    """Draw (n,) circles of a geodesic radius around lon/lat sites, as polygons in the metric CRS.

    The scale of a projection varies from place to place; the circles follow it.
    """
    centre = to_metric(lonlat, metric_crs)
    probe = centre + np.array([0.0, _PROBE_M])
    scale = _PROBE_M / geodesic_m(lonlat, to_lonlat(probe, metric_crs))
    corner = 2 * np.pi / (4 * _QUADRANT_SEGMENTS)
    equal_area = np.sqrt(corner / np.sin(corner))
    buffered = shapely.buffer(shapely.points(centre), radius_m * scale * equal_area, quad_segs=_QUADRANT_SEGMENTS)
    return np.asarray(buffered, dtype=object)


def _share_inside(around: NDArray[np.object_], shapes: NDArray[np.object_]) -> Floats:
    """Give the share (k,) of each shape that its circle holds: 1 for a point or a shape wholly inside."""
    share = np.ones(len(shapes))
    cut = ~shapely.contains(around, shapes) & (shapely.get_dimensions(shapes) == 2)
    if cut.any():
        share[cut] = shapely.area(shapely.intersection(around[cut], shapes[cut])) / shapely.area(shapes[cut])
    return share
