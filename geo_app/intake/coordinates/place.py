"""What pasted text becomes: places, the lines that are none, and what the user should know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowError, RowNote
from geo_app.core.types import Bounds, Ring
from geo_app.intake.coordinates.hemispheres import Axis
from geo_app.intake.coordinates.position import lies_in

_OUTSIDE = N_(
    "latitude {lat}, longitude {lon} is outside the region's map (latitude {south} to {north}, longitude {west} to "
    "{east}). Check the numbers and the hemispheres."
)
_SWAPPED = N_("latitude {lat}, longitude {lon} is outside the region's map, and inside it when swapped. Swap them.")


@dataclass(frozen=True)
class Place:
    """One place as it was read.

    Attributes
    ----------
    line
        Its line, or the number of its feature in GeoJSON, from 1.
    lon, lat
        Degrees; of an area, its first vertex.
    form
        What it was read as.
    ring
        (lon, lat) vertices of an area.
    order
        The order of a pair that names no hemisphere, as the region's bounds decide it; else None.
    accuracy_m
        How far off it can be by what is written.
    notes
        What the user should know of it.
    """

    line: int
    name: str
    lon: float
    lat: float
    form: str
    ring: Ring = ()
    order: tuple[Axis, Axis] | None = None
    accuracy_m: float = 0.0
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Pasted:
    """What was read of a text.

    Attributes
    ----------
    rejected
        Lines that name no place, and why.
    notes
        What the user should know of the text as a whole, and of single lines.
    sources
        The text of each line or feature, by its number.
    header
        The first line of a table.
    """

    places: tuple[Place, ...]
    rejected: tuple[RowNote, ...] = ()
    notes: tuple[RowNote, ...] = ()
    sources: Mapping[int, str] = field(default_factory=dict)
    header: str = ""

    def rest(self, lines: Iterable[int]) -> str:
        """Write some of the lines as a text that can be corrected and read again."""
        wanted = [self.sources[line] for line in sorted(set(lines)) if line in self.sources]
        return "\n".join([self.header, *wanted] if self.header and wanted else wanted)


def inside(place: Place, bounds: Bounds) -> Place:
    """Return a place that lies within bounds.

    Raises
    ------
    RowError
        If it does not.
    """
    if lies_in(place.lon, place.lat, bounds):
        return place
    west, south, east, north = bounds
    where = {"lat": round(place.lat, 5), "lon": round(place.lon, 5)}
    if lies_in(place.lat, place.lon, bounds):
        raise RowError(_SWAPPED, **where)
    raise RowError(_OUTSIDE, **where, west=west, south=south, east=east, north=north)
