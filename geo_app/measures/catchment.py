"""How much of a quantity (people, workers) lies within a distance of each site.

Areas count by the share of them inside the circle, so the answer does not jump as a site moves past the middle of
a cell, and over the whole layer it is the layer's exact total. The share is exact: a polygon's part of a circle is
the sum, over its edges, of the parts of triangles from the circle's centre, each known in closed form.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geo_app.core.arrays import Floats, Ints, Shapes
from geo_app.core.geodesy import projected_radius, require_geographic, to_metric


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
    require_geographic(features)
    total = np.zeros(len(lonlat))
    if features.empty:
        return total
    amount = np.nan_to_num(features[column].to_numpy(dtype=np.float64))
    shapes = shapely.transform(features.geometry.to_numpy(), lambda c: to_metric(c, metric_crs))
    centre = to_metric(lonlat, metric_crs)
    reach = projected_radius(lonlat, radius_m, metric_crs)
    site, feature = shapely.STRtree(shapes).query(shapely.points(centre), predicate="dwithin", distance=reach)
    share = _share_inside(centre[site], reach[site], shapes, feature)
    # Without a reach there is no circle, and not even the feature at its centre is in it.
    np.add.at(total, site, np.where(reach[site] > 0, amount[feature] * share, 0.0))
    return total


def _share_inside(centre: Floats, radius: Floats, shapes: Shapes, feature: Ints) -> Floats:
    """Give the share (k,) of each paired shape inside its circle: 1 for a point or a shape wholly inside."""
    share = np.ones(len(feature))
    hull = shapely.get_coordinates(shapely.centroid(shapely.minimum_bounding_circle(shapes)))
    apart = np.hypot(*(hull[feature] - centre).T)
    # Most shapes lie so far inside that this alone tells.
    cut = apart + shapely.minimum_bounding_radius(shapes)[feature] > radius
    cut &= shapely.get_dimensions(shapes)[feature] == 2
    if cut.any():
        inside = _areas_inside(centre[cut], radius[cut], shapes, feature[cut])
        share[cut] = np.clip(inside / shapely.area(shapes)[feature[cut]], 0.0, 1.0)
    return share


def _areas_inside(centre: Floats, radius: Floats, shapes: Shapes, feature: Ints) -> Floats:
    """Measure (k,) areas of polygons inside circles, edge by edge."""
    start, end, owner = _edges(shapes)
    count = np.bincount(owner, minlength=len(shapes))
    first = np.concatenate([[0], np.cumsum(count)[:-1]])
    pair = np.repeat(np.arange(len(feature)), count[feature])
    within = np.arange(len(pair)) - np.repeat(np.cumsum(count[feature]) - count[feature], count[feature])
    edge = first[feature][pair] + within
    parts = _triangles_inside(start[edge] - centre[pair], end[edge] - centre[pair], radius[pair])
    return np.bincount(pair, parts, minlength=len(feature)).astype(np.float64)


def _edges(shapes: Shapes) -> tuple[Floats, Floats, Ints]:
    """Cut polygons into directed edges: outer rings turn left and holes right, so that holes count negative."""
    parts, part_owner = shapely.get_parts(shapely.orient_polygons(shapes), return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    joined = np.flatnonzero(ring[1:] == ring[:-1])
    return xy[joined], xy[joined + 1], part_owner[ring_part[ring[joined]]]


def _triangles_inside(a: Floats, b: Floats, radius: Floats) -> Floats:
    """Measure (k,) signed areas of triangles (0, a, b) inside circles around 0.

    Where the edge runs inside the circle the part is a triangle, before and after that it is a sector.
    """
    along = b - a
    square = np.maximum(_dot(along, along), np.finfo(float).tiny)
    middle = -_dot(a, along) / square
    half = np.sqrt(np.maximum(middle**2 - (_dot(a, a) - radius**2) / square, 0.0))
    enter = a + along * np.clip(middle - half, 0.0, 1.0)[:, None]
    leave = a + along * np.clip(middle + half, 0.0, 1.0)[:, None]
    return 0.5 * (radius**2 * (_angle(a, enter) + _angle(leave, b)) + _cross(enter, leave))


def _dot(a: Floats, b: Floats) -> Floats:
    return np.asarray(a[:, 0] * b[:, 0] + a[:, 1] * b[:, 1])


def _cross(a: Floats, b: Floats) -> Floats:
    return np.asarray(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])


def _angle(a: Floats, b: Floats) -> Floats:
    return np.arctan2(_cross(a, b), _dot(a, b))
