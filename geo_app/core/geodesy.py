"""Coordinate reference systems: which one holds what, and the geodesic on the ellipsoid."""

from __future__ import annotations

import warnings
from functools import cache

import geopandas as gpd
import numpy as np
from pyproj import CRS, Geod, Transformer
from pyproj.exceptions import ProjError
from pyproj.transformer import TransformerGroup

from geo_app.core.arrays import Floats
from geo_app.core.errors import GeoAppError
from geo_app.core.i18n import N_

GEOGRAPHIC_CRS = "EPSG:4326"
"""Longitude and latitude in degrees, in that order: how layers and sites are stored."""

GEOD = Geod(ellps="WGS84")
"""The WGS 84 ellipsoid, on which every reported distance is measured."""


@cache
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(CRS.from_user_input(source), CRS.from_user_input(target), always_xy=True)


def to_metric(lonlat: Floats, metric_crs: str) -> Floats:
    """Project (n, 2) lon/lat degrees into (n, 2) metres of the pack's metric CRS."""
    x, y = _transformer(GEOGRAPHIC_CRS, metric_crs).transform(lonlat[:, 0], lonlat[:, 1])
    return np.column_stack([x, y])


def to_lonlat(xy: Floats, metric_crs: str) -> Floats:
    """Project (n, 2) metres of the pack's metric CRS back into (n, 2) lon/lat degrees."""
    lon, lat = _transformer(metric_crs, GEOGRAPHIC_CRS).transform(xy[:, 0], xy[:, 1])
    return np.column_stack([lon, lat])


def transformer_to_degrees(crs: CRS, file: str, error_type: type[GeoAppError]) -> Transformer:
    """Make the transformer from x, y of a file's CRS to lon/lat degrees.

    Raises
    ------
    GeoAppError
        Of the kind `error_type`, if there is none (a CRS of another planet, or of a building site).
    """
    try:
        return Transformer.from_crs(crs, GEOGRAPHIC_CRS, always_xy=True)
    except ProjError as error:
        raise error_type(
            N_("{file}: no way leads from its coordinate reference system {found} to {expected}. Reproject it first."),
            file=file,
            found=crs.name[:80],
            expected=GEOGRAPHIC_CRS,
        ) from error


# The numbers of a shift that a file brings with it state no accuracy, and those that are in use for one datum differ by
# about this much.
_UNSTATED_SHIFT_M = 10.0


@cache
def transformation_accuracy_m(crs: str) -> float | None:
    """Get how exact the best known way from a CRS to lon/lat degrees is; None if only a ballpark one is known.

    A ballpark transformation takes two datums for the same, which may be a hundred metres off.
    """
    with warnings.catch_warnings():
        # Better ways may need grids that are not installed; the best one that is here is meant.
        warnings.simplefilter("ignore", UserWarning)
        ways = TransformerGroup(CRS.from_user_input(crs), GEOGRAPHIC_CRS, always_xy=True).transformers
    if not ways or "ballpark" in ways[0].description.lower():
        return None
    accuracy_m = float(ways[0].accuracy)
    return _UNSTATED_SHIFT_M if accuracy_m < 0 else accuracy_m


def require_geographic(features: gpd.GeoDataFrame) -> None:
    """Refuse features in another CRS than lon/lat degrees.

    Raises
    ------
    ValueError
        If `features` is in another CRS; the message names both.
    """
    if features.crs is None or not features.crs.equals(GEOGRAPHIC_CRS):
        raise ValueError(f"features are in {features.crs}, expected {GEOGRAPHIC_CRS}")


def geodesic_m(a: Floats, b: Floats) -> Floats:
    """Measure metres between (n, 2) and (n, 2) lon/lat points, pair by pair, on the ellipsoid."""
    _, _, distance_m = GEOD.inv(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
    return np.asarray(distance_m, dtype=np.float64)


_PROBE_M = 1_000.0


def projected_radius(lonlat: Floats, radius_m: float | Floats, metric_crs: str) -> Floats:
    """Give (n,) radii in the metric CRS for geodesic ones: the scale of a projection varies from place to place."""
    centre = to_metric(lonlat, metric_crs)
    probe = to_lonlat(centre + np.array([0.0, _PROBE_M]), metric_crs)
    return np.asarray(radius_m * _PROBE_M / geodesic_m(lonlat, probe))
