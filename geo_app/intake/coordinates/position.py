"""A position as it was read, how exact its figures are, and what its reader should know."""

from __future__ import annotations

import math
from dataclasses import dataclass

from geo_app.core.messages import Message
from geo_app.core.types import Bounds
from geo_app.intake.coordinates.hemispheres import Axis

LEAST_ACCURACY_M = 1.0
"""However many digits are written, what they were measured with and in which year of the datum is not known."""

_M_PER_DEGREE = 111_200.0


@dataclass(frozen=True)
class Position:
    """A place that a piece of a line names.

    Attributes
    ----------
    start, end
        Where in the line it is written.
    form
        What it was read as.
    lon, lat
        Degrees.
    accuracy_m
        How far off it can be by what is written: one unit of the last digit, the cell of a grid, the view of a map.
    name
        The name that it carries itself, as a link does.
    order
        The order of a pair that names no hemisphere, as the region's bounds decide it; else None.
    """

    start: int
    end: int
    form: str
    lon: float
    lat: float
    accuracy_m: float
    name: str = ""
    order: tuple[Axis, Axis] | None = None
    notes: tuple[Message, ...] = ()


def lies_in(lon: float, lat: float, bounds: Bounds) -> bool:
    """Tell whether a place lies within bounds."""
    west, south, east, north = bounds
    return west <= lon <= east and south <= lat <= north


def digits_accuracy_m(lat: float, lat_unit: float, lon_unit: float) -> float:
    """Get how far off a position can be whose last digits stand for so many degrees: one unit, rounded or cut off.

    Two decimals are 1.1 km, whole minutes 1.9 km.
    """
    accuracy_m = _M_PER_DEGREE * max(lat_unit, lon_unit * math.cos(math.radians(lat)))
    return max(accuracy_m, LEAST_ACCURACY_M)


def decimals_accuracy_m(lon: float, lat: float) -> float:
    """Get how far off a position can be by the decimals of two numbers that came as numbers, not as text."""
    return digits_accuracy_m(lat, _unit(lat), _unit(lon))


def _unit(number: float) -> float:
    _, _, fraction = f"{number:.15g}".partition(".")
    return 10.0 ** -min(len(fraction), 15)
