"""Distance from each site to the nearest feature of a layer, on the ellipsoid, and what it can be.

The search runs in the pack's metric CRS on two-point segments in an STR tree; the distance reported is the
geodesic to the foot point found there. A transverse Mercator CRS is off by up to 0.07 % inside its zone, so the
candidates within that margin of the planar winner are all measured on the ellipsoid. Far gateways lie outside the
zone, where the plane is wrong by per cents: beyond `PLANAR_LIMIT_M` the margin is `FAR_MARGIN`.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo_app.core.arrays import Floats, Ints
from geo_app.core.geodesy import geodesic_m, require_geographic, to_lonlat, to_metric

PLANAR_LIMIT_M = 300_000.0
"""Up to this distance the planar search is trusted to find the nearest candidates."""

PLANAR_MARGIN = 1.0015
"""Planar distances may differ from geodesic ones by this factor between two directions within the limit."""

FAR_MARGIN = 1.25
"""The same for features beyond the limit, as far as a quarter of the globe away."""

# A projected straight segment leaves the line it stands for by some metres if it is longer than this.
_DENSIFY_DEG = 0.1


@dataclass(frozen=True)
class Nearest:
    """What is nearest to each of n sites.

    Attributes
    ----------
    distance_m
        (n,) geodesic metres; 0 inside a polygon; NaN where the layer has no feature.
    feature
        (n,) position of the nearest feature in the layer's frame, -1 where there is none.
    foot
        (n, 2) lon/lat of the nearest point of that feature.
    low_m, high_m
        (n,) what the distance can be, given how far features can be off. The site's own accuracy is not in it.
    """

    distance_m: Floats
    feature: Ints
    foot: Floats
    low_m: Floats
    high_m: Floats


def nearest(lonlat: Floats, features: gpd.GeoDataFrame, metric_crs: str) -> Nearest:
    """Find the nearest feature of each site.

    Parameters
    ----------
    lonlat
        (n, 2) sites, lon/lat degrees.
    features
        Points, lines or polygons in EPSG:4326 with a column ``accuracy_m``.
    metric_crs
        A projected CRS in metres that fits the region.

    Raises
    ------
    ValueError
        If `features` is in another CRS; the message names both.
    """
    require_geographic(features)
    n = len(lonlat)
    best = Nearest(np.full(n, np.nan), np.full(n, -1), np.full((n, 2), np.nan), np.full(n, np.nan), np.full(n, np.nan))
    accuracies = features["accuracy_m"].to_numpy(dtype=np.float64)
    # The nearest of features with different accuracies is an interval whose ends may come from different features.
    for accuracy_m in np.unique(accuracies):
        members = np.flatnonzero(accuracies == accuracy_m)
        found = _nearest_of(lonlat, features.geometry.to_numpy()[members], metric_crs)
        best = _nearer(best, found, members, float(accuracy_m))
    return best


def _nearer(best: Nearest, found: tuple[Floats, Ints, Floats], members: Ints, accuracy_m: float) -> Nearest:
    distance_m, index, foot = found
    low_m, high_m = np.maximum(distance_m - accuracy_m, 0.0), distance_m + accuracy_m
    nearer = ~(distance_m >= best.distance_m)
    return Nearest(
        np.fmin(distance_m, best.distance_m),
        np.where(nearer, members[index], best.feature),
        np.where(nearer[:, None], foot, best.foot),
        np.fmin(low_m, best.low_m),
        np.fmin(high_m, best.high_m),
    )


def _nearest_of(lonlat: Floats, shapes: NDArray[np.object_], metric_crs: str) -> tuple[Floats, Ints, Floats]:
    """Search (n,) distances, positions in `shapes` and (n, 2) foot points."""
    near, owner = _segments(shapes)
    distance_m, index, foot = _nearest_segment(lonlat, near, owner, metric_crs)
    inside_site, inside_shape = _containing(lonlat, shapes)
    distance_m[inside_site] = 0.0
    index[inside_site] = inside_shape
    foot[inside_site] = lonlat[inside_site]
    return distance_m, index, foot


def _containing(lonlat: Floats, shapes: NDArray[np.object_]) -> tuple[Ints, Ints]:
    """Pair sites with a polygon that holds them, the first one where several do."""
    areal = np.flatnonzero(shapely.get_dimensions(shapes) == 2)
    if not len(areal):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    site, shape = shapely.STRtree(shapes[areal]).query(shapely.points(lonlat), predicate="intersects")
    order = np.lexsort((areal[shape], site))
    site, shape = site[order], areal[shape][order]
    first = np.unique(site, return_index=True)[1]
    return site[first], shape[first]


def _segments(shapes: NDArray[np.object_]) -> tuple[NDArray[np.object_], Ints]:
    """Cut shapes into two-point lines (points stay points), each with the position of its shape."""
    areal = shapely.get_dimensions(shapes) == 2
    lines = shapely.segmentize(np.where(areal, shapely.boundary(shapes), shapes), _DENSIFY_DEG)
    parts, part_owner = shapely.get_parts(lines, return_index=True)
    linear = shapely.get_dimensions(parts) == 1
    xy, line = shapely.get_coordinates(parts[linear], return_index=True)
    joined = np.flatnonzero(line[1:] == line[:-1])
    cut = shapely.linestrings(np.stack([xy[joined], xy[joined + 1]], axis=1))
    segments = np.concatenate([parts[~linear], np.asarray(cut, dtype=object)])
    owner = np.concatenate([part_owner[~linear], part_owner[linear][line[joined]]])
    return segments, owner.astype(np.int64)


def _nearest_segment(
    lonlat: Floats, segments: NDArray[np.object_], owner: Ints, metric_crs: str
) -> tuple[Floats, Ints, Floats]:
    """Find the geodesically nearest segment of each site by planar search and ellipsoidal measurement."""
    projected = shapely.transform(segments, lambda c: to_metric(c, metric_crs))
    points = np.asarray(shapely.points(to_metric(lonlat, metric_crs)))
    tree = shapely.STRtree(projected)
    planar_m = tree.query_nearest(points, all_matches=False, return_distance=True)[1]
    reach_m = np.where(planar_m <= PLANAR_LIMIT_M, planar_m * PLANAR_MARGIN, planar_m * FAR_MARGIN) + 1.0
    site, candidate = tree.query(points, predicate="dwithin", distance=reach_m)
    foot = _foot(points[site], projected[candidate], metric_crs)
    distance_m = geodesic_m(lonlat[site], foot)
    order = np.lexsort((owner[candidate], distance_m, site))
    first = order[np.unique(site[order], return_index=True)[1]]
    return distance_m[first], owner[candidate[first]], foot[first]


def _foot(points: NDArray[np.object_], shapes: NDArray[np.object_], metric_crs: str) -> Floats:
    """Find the (k, 2) lon/lat point of each shape that is nearest to its point."""
    line = shapely.shortest_line(points, shapes)
    return to_lonlat(shapely.get_coordinates(shapely.get_point(line, -1)), metric_crs)
