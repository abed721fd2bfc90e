"""Distances from many sites to the nearest feature of many layers, in the plane or on the ellipsoid.

Two searches give the answers: the compiled one, and shapely's STR tree where the compiler is missing (which is
logged) or the machine code not loaded yet (see `machine_code`). On the ellipsoid both give the same bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from pyproj import CRS

from geo_app.core.arrays import Floats, Ints, Shapes
from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.measures.kernel.segments import geodesic_segments, planar_segments
from geo_app.measures.kernel.state import Found
from geo_app.measures.machine_code import MACHINE_CODE
from geo_app.measures.nearest_by_strtree import search_ellipsoid, search_plane


@dataclass(frozen=True)
class NearestFeatures:
    """What is nearest to n sites in each layer.

    Attributes
    ----------
    distance_m
        (n, layers) metres; 0 inside a polygon; NaN where the layer has no feature or the site no finite position.
    feature
        (n, layers) position of the nearest feature in its layer, the first of several as near; -1 where there is none.
    foot
        (n, layers, 2) its nearest point, in the sites' coordinates.
    """

    distance_m: Floats
    feature: Ints
    foot: Floats


def nearest_distances(xy: Floats, layers: Sequence[gpd.GeoSeries]) -> Floats:
    """Measure the planar distance from each site to the nearest feature of each layer.

    Parameters
    ----------
    xy
        (n, 2) sites in the layers' CRS.
    layers
        Points, lines, polygons and collections of them, all in one projected CRS. Missing and empty shapes are no
        features.

    Returns
    -------
    (n, layers) in the CRS's unit, metres as a rule; 0 inside a polygon (and not in its hole); NaN where a layer has no
    feature or a site no finite position. Within 1e-6 of `shapely.distance`.

    Raises
    ------
    ValueError
        If `xy` is not (n, 2), the layers are in different CRSs or one in degrees, or a shape has a coordinate that is
        not finite; says which.
    """
    return _in_plane(xy, layers, feet=False).distance_m


def nearest_features(xy: Floats, layers: Sequence[gpd.GeoSeries]) -> NearestFeatures:
    """Find which feature of each layer is nearest to each site in the plane, and where: see `nearest_distances`."""
    return NearestFeatures(*_in_plane(xy, layers, feet=True))


def geodesic_distances(lonlat: Floats, layers: Sequence[gpd.GeoSeries], metric_crs: str) -> Floats:
    """Measure the geodesic from each site to the nearest feature of each layer, whose edges are straight in degrees.

    Parameters
    ----------
    lonlat
        (n, 2) sites, lon/lat degrees.
    layers
        Points, lines, polygons and collections of them in EPSG:4326.
    metric_crs
        A projected CRS in metres that fits the sites, for the search without a compiler.

    Returns
    -------
    (n, layers) metres on the WGS 84 ellipsoid; 0 inside a polygon; NaN as for `nearest_distances`. Up to 500 km within
    2 mm of the geodesic to the foot, at 4,000 km within 1e-6 of the distance. The foot is the nearest through the
    Earth: of two features as far within 1e-7 at 100 km, 2e-6 at 500 km, 1e-4 at 4,000 km, either may be taken.

    Raises
    ------
    ValueError
        If `lonlat` is not (n, 2), a layer is in another CRS, or a shape has a coordinate that is not finite.
    """
    return _on_ellipsoid(lonlat, layers, metric_crs, feet=False).distance_m


def geodesic_features(lonlat: Floats, layers: Sequence[gpd.GeoSeries], metric_crs: str) -> NearestFeatures:
    """Find which feature of each layer is geodesically nearest to each site, and where: see `geodesic_distances`."""
    return NearestFeatures(*_on_ellipsoid(lonlat, layers, metric_crs, feet=True))


def signed_distances(lonlat: Floats, areas: Sequence[gpd.GeoSeries], metric_crs: str) -> Floats:
    """Measure (n, layers) geodesics to the nearest boundary, below 0 inside an area: see `geodesic_distances`."""
    return _on_ellipsoid(lonlat, areas, metric_crs, feet=False, signed=True).distance_m


def _in_plane(xy: Floats, layers: Sequence[gpd.GeoSeries], *, feet: bool) -> Found:
    sites = _pairs(xy, "xy")
    _require_one_plane(layers)
    shapes = _shapes(layers)
    segments = planar_segments(shapes)
    compiled = MACHINE_CODE.functions(len(sites))
    if compiled is None:
        return search_plane(sites, shapes, segments)
    found: Found = compiled.search_nearest(sites, segments, curved=False, signed=False, feet=feet)
    return found


def _on_ellipsoid(
    lonlat: Floats, layers: Sequence[gpd.GeoSeries], metric_crs: str, *, feet: bool, signed: bool = False
) -> Found:
    sites = _pairs(lonlat, "lonlat")
    for layer in layers:
        if layer.crs is None or not layer.crs.equals(GEOGRAPHIC_CRS):
            raise ValueError(f"features are in {layer.crs}, expected {GEOGRAPHIC_CRS}")
    shapes = _shapes(layers)
    segments = geodesic_segments(shapes)
    compiled = MACHINE_CODE.functions(len(sites))
    if compiled is None:
        return search_ellipsoid(sites, shapes, segments, metric_crs, signed=signed)
    found: Found = compiled.search_nearest(sites, segments, curved=True, signed=signed, feet=feet)
    return found


def _pairs(coordinates: Floats, name: str) -> Floats:
    table = np.asarray(coordinates, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] != 2:
        raise ValueError(f"{name}: found an array of shape {table.shape}, expected (n, 2)")
    return table


def _require_one_plane(layers: Sequence[gpd.GeoSeries]) -> None:
    for number, layer in enumerate(layers):
        crs = None if layer.crs is None else CRS.from_user_input(layer.crs)
        if crs is not None and crs.is_geographic:
            raise ValueError(f"layer {number}: found {layer.crs}, expected a projected CRS")
        if crs != (None if layers[0].crs is None else CRS.from_user_input(layers[0].crs)):
            raise ValueError(f"layer {number}: found {layer.crs}, expected {layers[0].crs} as in layer 0")


def _shapes(layers: Sequence[gpd.GeoSeries]) -> list[Shapes]:
    return [np.asarray(layer.array, dtype=object) for layer in layers]
