"""What lies at a site, or around it: inside or not, how many features, the value of the area it lies in.

Each answer comes as drawn, and as the least and the most it can be while the site lies anywhere within its accuracy.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo_app.core.arrays import Floats, Ints
from geo_app.core.geodesy import projected_radius, require_geographic, to_metric
from geo_app.measures.exclusions import sides


@dataclass(frozen=True)
class Overlay:
    """(n,) answers as drawn, and their bounds; NaN where there is none."""

    raw: Floats
    low: Floats
    high: Floats


def inside(lonlat: Floats, accuracy_m: Floats, areas: gpd.GeoDataFrame, metric_crs: str) -> Overlay:
    """Tell 1 inside any of the areas, 0 outside; between 0 and 1 where the accuracies leave it open.

    Parameters
    ----------
    lonlat
        (n, 2) sites, lon/lat degrees.
    accuracy_m
        (n,) how far each site can be off, metres.
    areas
        Polygons in EPSG:4326 with a column ``accuracy_m``.
    metric_crs
        A projected CRS in metres that fits the region.
    """
    drawn = containing(lonlat, areas, metric_crs) >= 0
    found = sides(lonlat, accuracy_m, areas, "inside", metric_crs)
    return Overlay(
        drawn.astype(np.float64),
        (drawn & found.excluded).astype(np.float64),
        (drawn | found.excluded | found.doubtful).astype(np.float64),
    )


def count_within(
    lonlat: Floats, accuracy_m: Floats, features: gpd.GeoDataFrame, radius_m: float, metric_crs: str
) -> Overlay:
    """Count the features of which any part lies within a geodesic distance of each site.

    Parameters are those of `inside`; `features` may be of any kind.
    """
    shapes = _projected(features, metric_crs)

    def count(reach_m: Floats) -> Floats:
        site = _touching(shapes, lonlat, reach_m, metric_crs)[0]
        return np.bincount(site, minlength=len(lonlat)).astype(np.float64)

    feature_m = float(features["accuracy_m"].max()) if len(features) else 0.0
    slack_m = accuracy_m + feature_m
    exact = np.full(len(lonlat), radius_m)
    return Overlay(count(exact), count(np.maximum(exact - slack_m, 0.0)), count(exact + slack_m))


def value_at(lonlat: Floats, accuracy_m: Floats, areas: gpd.GeoDataFrame, column: str, metric_crs: str) -> Overlay:
    """Look up a number of the area that each site lies in, the first one where areas overlap.

    Parameters are those of `inside`; `column` is numeric. The bounds are the least and the greatest number of all
    areas that the site may lie in: those no farther off than it and the area's outline can be off together. Where
    one of these areas has no number, nobody knows the bounds: NaN.
    """
    numbers = areas[column].to_numpy(dtype=np.float64)
    outline_m = areas["accuracy_m"].to_numpy(dtype=np.float64)
    shapes = _projected(areas, metric_crs)
    at = containing(lonlat, areas, metric_crs)
    raw = np.where(at >= 0, numbers[at], np.nan) if len(areas) else np.full(len(lonlat), np.nan)
    low, high = raw.copy(), raw.copy()
    unknown = np.zeros(len(lonlat), dtype=bool)
    # Areas of one layer share a few accuracies, often one.
    for off_m in np.unique(outline_m):
        alike = np.flatnonzero(outline_m == off_m)
        site, area = _touching(shapes[alike], lonlat, accuracy_m + off_m, metric_crs)
        np.fmin.at(low, site, numbers[alike[area]])
        np.fmax.at(high, site, numbers[alike[area]])
        unknown[site[np.isnan(numbers[alike[area]])]] = True
    low[unknown] = high[unknown] = np.nan
    return Overlay(raw, low, high)


def member(
    lonlat: Floats, accuracy_m: Floats, own: Ints, places: gpd.GeoDataFrame, column: str, metric_crs: str
) -> Overlay:
    """Tell 1 for a site that is one of the places, 0 for one that is none; NaN between 0 and 1 where nobody knows.

    Parameters
    ----------
    lonlat, accuracy_m, metric_crs
        As of `inside`.
    own
        (n,) what is known of a site without looking: 1 it is one of the places, 0 it is none, 2 it is one of which
        nobody knows whether it counts, -1 nothing.
    places
        Points of places that count, or may, with a column ``accuracy_m``. Only their area is known, not their
        boundary, so a site of which nothing is known is outside only where it is farther off than a circle of the
        area and both accuracies reach.
    column
        The places' area in hectares; one that is not known is taken to be as large as the largest.
    """
    area_ha = places[column].to_numpy(dtype=np.float64)
    largest = np.nanmax(area_ha, initial=0.0)
    radius_m = np.sqrt(np.where(np.isnan(area_ha), largest, area_ha) * 10_000 / np.pi)
    reach_m = radius_m + places["accuracy_m"].to_numpy(dtype=np.float64)
    near = np.zeros(len(lonlat), dtype=bool)
    for off_m in np.unique(reach_m):
        site, _ = _touching(_projected(places[reach_m == off_m], metric_crs), lonlat, accuracy_m + off_m, metric_crs)
        near[site] = True
    unknown = (own == 2) | ((own == -1) & near)
    raw = np.where(unknown, np.nan, (own == 1).astype(np.float64))
    return Overlay(raw, np.nan_to_num(raw, nan=0.0), np.nan_to_num(raw, nan=1.0))


def containing(lonlat: Floats, areas: gpd.GeoDataFrame, metric_crs: str) -> Ints:
    """Give (n,) positions of the area that each site lies in, the first one where areas overlap; -1 outside of all."""
    shapes = _projected(areas, metric_crs)
    site, area = shapely.STRtree(shapes).query(shapely.points(to_metric(lonlat, metric_crs)), predicate="intersects")
    at = np.full(len(lonlat), len(shapes), dtype=np.int64)
    np.minimum.at(at, site, area)
    return np.where(at < len(shapes), at, -1)


def _touching(shapes: NDArray[np.object_], lonlat: Floats, reach_m: Floats, metric_crs: str) -> tuple[Ints, Ints]:
    """Pair sites with the projected shapes of which any part lies within a geodesic reach."""
    points = shapely.points(to_metric(lonlat, metric_crs))
    reach = projected_radius(lonlat, reach_m, metric_crs)
    site, shape = shapely.STRtree(shapes).query(points, predicate="dwithin", distance=reach)
    return site, shape


def _projected(features: gpd.GeoDataFrame, metric_crs: str) -> NDArray[np.object_]:
    require_geographic(features)
    return np.asarray(shapely.transform(features.geometry.to_numpy(), lambda c: to_metric(c, metric_crs)), dtype=object)
