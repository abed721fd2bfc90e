"""Where a site may lie: fixed places spread evenly over the circle of its accuracy.

What a site is worth is the mean over these places. They depend on the site's own point and accuracy alone, so no site
changes another's worth, and sites that are known by the same point, and as vaguely, are worth the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from geo_app.core.arrays import Floats, Ints
from geo_app.core.geodesy import GEOD
from geo_app.core.sites import Sites

PLACES = 512
"""Places of a site that is not an exact point."""

EXACT_WITHIN_M = 100.0
"""A site known as well as this is at its point: over its circle a value changes along a line, whose mean is the
point's, but for thousandths. Whether it lies in an area is still judged by the whole circle."""

_GOLDEN_TURN_DEG = 180.0 * (3.0 - math.sqrt(5.0))


@dataclass(frozen=True)
class Places:
    """Where n sites may lie.

    Attributes
    ----------
    lonlat
        (k, `PLACES`, 2) lon/lat of the places of k circles.
    circle
        (n,) which circle is a site's; -1 for one that is known within `EXACT_WITHIN_M`.
    """

    lonlat: Floats
    circle: Ints


def exact_places(count: int) -> Places:
    """Leave (count,) sites at their points."""
    return Places(np.empty((0, PLACES, 2)), np.full(count, -1, dtype=np.int64))


def spiral(count: int) -> tuple[Floats, Floats]:
    """Spread points evenly over a circle of radius 1: (count,) distances from the centre and azimuths in degrees.

    Point j lies sqrt((j + 1/2) / count) from the centre, a golden angle (137.5°) on from the last.
    """
    number = np.arange(count)
    return np.asarray(np.sqrt((number + 0.5) / count)), np.asarray((number * _GOLDEN_TURN_DEG) % 360.0)


def possible_places(sites: Sites) -> Places:
    """Spread places over each site's circle; sites of the same point and accuracy share them."""
    lonlat, accuracy_m = sites.coordinates
    circle = np.full(len(lonlat), -1, dtype=np.int64)
    vague = np.flatnonzero(accuracy_m > EXACT_WITHIN_M)
    circles, circle[vague] = (
        np.unique(np.column_stack([lonlat, accuracy_m])[vague], axis=0, return_inverse=True)
        if len(vague)
        else (np.empty((0, 3)), vague)
    )
    distance, azimuth = spiral(PLACES)
    shape = (len(circles), PLACES)
    lon, lat, _ = GEOD.fwd(
        np.repeat(circles[:, 0], PLACES),
        np.repeat(circles[:, 1], PLACES),
        np.tile(azimuth, len(circles)),
        np.outer(circles[:, 2], distance).ravel(),
    )
    return Places(np.stack([lon, lat], axis=-1).reshape(*shape, 2), circle)
