"""Distance from each site to the nearest feature of a layer, on the ellipsoid, and what it can be.

Edges are straight in degrees. The distance is the geodesic to the very nearest point of them, within some millimetres
anywhere in a region and a millionth as far as the gateways at the other end of a continent (see `distances`).
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np

from geo_app.core.arrays import Floats, Ints
from geo_app.core.geodesy import require_geographic
from geo_app.measures.distances import geodesic_features


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
    accuracies = features["accuracy_m"].to_numpy(dtype=np.float64)
    # The nearest of features with different accuracies is an interval whose ends may come from different features.
    accuracy_m, group = np.unique(accuracies, return_inverse=True)
    members = [np.flatnonzero(group == k) for k in range(len(accuracy_m))]
    if not members:
        n = len(lonlat)
        nowhere = np.full(n, np.nan)
        return Nearest(nowhere, np.full(n, -1), np.full((n, 2), np.nan), nowhere, nowhere)
    found = geodesic_features(lonlat, [features.geometry.iloc[some] for some in members], metric_crs)
    distance_m = np.where(np.isnan(found.distance_m), np.inf, found.distance_m)
    row, best = np.arange(len(lonlat)), distance_m.argmin(axis=1)
    position = np.concatenate([*members, [-1]])
    start = np.cumsum([0, *map(len, members)])
    feature = np.where(found.feature[row, best] >= 0, start[best] + found.feature[row, best], -1)
    return Nearest(
        distance_m=found.distance_m[row, best],
        feature=position[feature],
        foot=found.foot[row, best],
        low_m=_least(np.maximum(found.distance_m - accuracy_m, 0.0)),
        high_m=_least(found.distance_m + accuracy_m),
    )


def _least(distance_m: Floats) -> Floats:
    return np.asarray(np.fmin.reduce(distance_m, axis=1))
