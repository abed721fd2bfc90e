"""Where sites and features may really lie: criteria measured again at places drawn within their accuracies.

A site moves evenly over the circle of its accuracy. A feature moves evenly over its own, and takes every site that
was measured to it along: an error of the corridor is one error, not one for each site. Areas whose figures are looked
up move all together, so that no gap opens between them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zlib import crc32

import geopandas as gpd
import numpy as np

from geo_app.core.arrays import Floats
from geo_app.core.geodesy import GEOD
from geo_app.core.sites import Sites
from geo_app.measures.measure import M_PER_KM, Measurement, measure_criterion
from geo_app.region.model import Criterion, RegionPack

# As fine as the measurements themselves.
_DIGITS = 6


def sample_criterion(sites: Sites, criterion: Criterion, pack: RegionPack, on: date, samples: int, seed: int) -> Floats:
    """Measure a criterion at drawn places.

    Parameters
    ----------
    sites, criterion, pack, on
        As for `geo_app.measures.measure.measure_criterion`.
    samples
        How many times every site and feature is drawn.
    seed
        The same seed draws the same places, for every criterion alike.

    Returns
    -------
    (samples, n) in the criterion's unit; NaN where nothing could be measured.
    """
    n = len(sites.sites)
    lonlat = drawn_places(sites, samples, seed)
    found = _measured_at(lonlat, sites, criterion, pack, on)
    raw = found.raw.reshape(samples, n)
    frame = pack.layers[criterion.layer].frame
    if n == 0 or frame.empty:
        return raw
    if criterion.measure == "value":
        moved = _measured_at(_areas_moved(lonlat, criterion.layer, frame, seed), sites, criterion, pack, on)
        # A site that an area's error would put off the map is still in the area it was measured in.
        return np.where(np.isnan(moved.raw), found.raw, moved.raw).reshape(samples, n)
    if criterion.measure != "nearest":
        return raw
    accuracy_m = dict(zip(map(str, frame.index), frame["accuracy_m"].astype(float), strict=True))
    shift_km = _shifts(found, lonlat.reshape(-1, 2), accuracy_m, samples, seed) / M_PER_KM
    # A site inside an area has no direction to it, and its distance of 0 stays.
    moved_km = np.maximum(raw + np.where(raw > 0, shift_km, 0.0), 0.0)
    return np.asarray(np.round(moved_km, _DIGITS), dtype=np.float64)


def _measured_at(lonlat: Floats, sites: Sites, criterion: Criterion, pack: RegionPack, on: date) -> Measurement:
    """Measure at (samples, n, 2) exact places, one sample after the other."""
    moved = tuple(
        replace(site, lon=float(lon), lat=float(lat), accuracy_m=0.0)
        for places in lonlat
        for site, (lon, lat) in zip(sites.sites, places, strict=True)
    )
    return measure_criterion(Sites(moved), criterion, pack, on)


def _areas_moved(lonlat: Floats, layer: str, frame: gpd.GeoDataFrame, seed: int) -> Floats:
    """Move (samples, n, 2) places against a layer of areas that is off as a whole, another way in each sample."""
    bits = np.random.PCG64([seed, 2, crc32(layer.encode())])
    shape = (len(lonlat), 1)
    distance_m, azimuth = float(frame["accuracy_m"].max()) * np.sqrt(_shares(bits, shape)), 360.0 * _shares(bits, shape)
    whole = lonlat.shape[:2]
    lon, lat, _ = GEOD.fwd(
        lonlat[..., 0], lonlat[..., 1], np.broadcast_to(azimuth, whole), np.broadcast_to(distance_m, whole)
    )
    return np.stack([lon, lat], axis=-1)


def drawn_places(sites: Sites, samples: int, seed: int) -> Floats:
    """Draw (samples, n, 2) lon/lat places, even over the circle of each site's accuracy."""
    lonlat, accuracy_m = sites.coordinates
    shape = (samples, len(lonlat))
    bits = np.random.PCG64([seed, 0])
    distance_m, azimuth = accuracy_m * np.sqrt(_shares(bits, shape)), 360.0 * _shares(bits, shape)
    lon, lat, _ = GEOD.fwd(
        np.broadcast_to(lonlat[:, 0], shape).copy(), np.broadcast_to(lonlat[:, 1], shape).copy(), azimuth, distance_m
    )
    return np.stack([lon, lat], axis=-1)


def _shares(bits: np.random.PCG64, shape: tuple[int, int]) -> Floats:
    """Draw from 0 to 1 by the generator's bits, which numpy keeps from version to version, unlike distributions."""
    return np.asarray((bits.random_raw(shape) >> np.uint64(11)) * 0.5**53)


def _shifts(found: Measurement, lonlat: Floats, accuracy_m: dict[str, float], samples: int, seed: int) -> Floats:
    """Give (samples, n) metres by which each distance changes as the feature it leads to moves."""
    known = sorted(accuracy_m)
    place = {feature: k for k, feature in enumerate(known)}
    shape = (samples, len(known))
    bits = np.random.PCG64([seed, 1])
    radius_m = np.array([accuracy_m[feature] for feature in known]) * np.sqrt(_shares(bits, shape))
    heading = 360.0 * _shares(bits, shape)
    reached = np.array([place.get(feature, -1) for feature in found.feature]).reshape(samples, -1)
    towards = np.asarray(GEOD.inv(lonlat[:, 0], lonlat[:, 1], *np.nan_to_num(found.foot).T)[0]).reshape(samples, -1)
    row = np.arange(samples)[:, None]
    shift = radius_m[row, reached] * np.cos(np.radians(heading[row, reached] - towards))
    return np.where(reached >= 0, shift, 0.0)
