"""Places named by a grid: UTM, MGRS and Plus Codes.

Written out here rather than taken from a package: of the usual ones, that for Plus Codes has no wheel and that for MGRS
wraps a library in C, while each of both is a page of arithmetic over UTM, which pyproj has.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from geo_app.core.geodesy import to_lonlat
from geo_app.core.i18n import N_
from geo_app.core.messages import RowError

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Reference:
    """A grid reference in a line: where it stands, its form's name, and its place in degrees."""

    start: int
    end: int
    form: str
    lon: float
    lat: float


_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_BAND_DEGREES = 8.0
_NORTH, _SOUTH = 32600, 32700

_METRES = r"\d{1,7}(?:[.,]\d{1,4})?"
_UTM = re.compile(
    rf"(?<![\w.,])(?:zone ?|зона ?)?(?P<zone>\d{{1,2}}) ?(?P<band>[C-HJ-NP-X])[ ,;]+(?:e ?[:=]? ?)?(?P<east>{_METRES})"
    rf" ?(?:m\.? ?e?|e|м)?[ ,;]+(?:n ?[:=]? ?)?(?P<north>{_METRES})(?: ?(?:m\.? ?n?|n|м)(?!\w))?(?![\w.,])",
    re.IGNORECASE,
)
_MGRS = re.compile(
    r"(?<![\w.,])(?P<zone>\d{1,2}) ?(?P<band>[C-HJ-NP-X]) ?(?P<column>[A-HJ-NP-Z])(?P<row>[A-HJ-NP-V])"
    r" ?(?P<digits>\d{1,5} \d{1,5}|\d{2,10})(?![\w.,])",
    re.IGNORECASE,
)
_LOOKALIKES = str.maketrans("АВСЕНКМРТХасекмртх", "ABCEHKMPTXacekmptx")
_COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")  # by zone modulo 3
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_SQUARE_M = 100_000.0
_ROW_CYCLE_M = 2_000_000.0

_PLUS_DIGITS = "23456789CFGHJMPQRVWX"
_PLUS = re.compile(
    rf"(?<!\w)(?P<area>[{_PLUS_DIGITS}0]{{2,8}})\+(?P<fine>[{_PLUS_DIGITS}]{{0,7}})(?!\w)", re.IGNORECASE
)
_PLUS_ROWS, _PLUS_COLUMNS = 5, 4
_PLUS_PAIRS = 5


def find_reference(line: str, bounds: Bounds) -> Reference | None:
    """Find a grid reference in a normalised line; the bounds tell whether ``42S`` is a band or the south.

    Raises
    ------
    RowError
        If there is one that names no place, or none exactly enough.
    """
    # Letters that a Cyrillic keyboard gives in place of those that look the same.
    line = line.translate(_LOOKALIKES)
    if found := _PLUS.search(line):
        return Reference(found.start(), found.end(), "Plus Code", *_plus_code(found["area"], found["fine"]))
    if found := _MGRS.search(line):
        return Reference(found.start(), found.end(), "MGRS", *_mgrs(found))
    if found := _UTM.search(line):
        return Reference(found.start(), found.end(), "UTM", *_utm(found, bounds))
    return None


def _utm(found: re.Match[str], bounds: Bounds) -> tuple[float, float]:
    zone, band = _zone(found["zone"]), found["band"].upper()
    east, north = (float(found[axis].replace(",", ".")) for axis in ("east", "north"))
    if not 100_000 <= east < 1_000_000 or north > 10_000_000:
        raise RowError(
            N_("UTM easting {east}, northing {north}; expected 100000 to 999999 and 0 to 10000000 m, easting first."),
            east=found["east"],
            north=found["north"],
        )
    # The letter is a band of latitude, or N and S for the hemisphere; of these two, what the region has is meant.
    _, south, _, top = bounds
    is_hemisphere = band in "NS" and not _in_band(band, max(south, 0.0)) and not _in_band(band, max(top, 0.0))
    southern = band == "S" if is_hemisphere else band < "N"
    lon, lat = _project(zone, east, north, southern)
    if not is_hemisphere and not _in_band(band, lat):
        raise RowError(
            N_("the northing {north} does not lie in the band {band} of UTM. Check the letter and the digits."),
            north=found["north"],
            band=band,
        )
    return lon, lat


def _mgrs(found: re.Match[str]) -> tuple[float, float]:
    zone, band = _zone(found["zone"]), found["band"].upper()
    column = _COLUMNS[zone % 3].find(found["column"].upper())
    digits = found["digits"]
    halves = digits.split() if " " in digits else [digits[: len(digits) // 2], digits[len(digits) // 2 :]]
    if column < 0 or len(halves[0]) != len(halves[1]):
        raise RowError(
            N_("{found!r} is no MGRS reference. Expected a zone, a band, a square and an even number of digits."),
            found=found[0],
        )
    # A reference names a square, as large as its digits are few: its middle is meant.
    east, north = ((float(half) + 0.5) * 10 ** (5 - len(half)) for half in halves)
    row = (_ROWS.index(found["row"].upper()) - (0 if zone % 2 else 5)) % len(_ROWS)
    east += (column + 1) * _SQUARE_M
    north += row * _SQUARE_M
    # The letters of rows come again every 2000 km: the band says which of them is meant.
    middle = (_BANDS.index(band) + 0.5) * _BAND_DEGREES - 80
    places = [_project(zone, east, north + k * _ROW_CYCLE_M, southern=band < "N") for k in range(5)]
    lon, lat = min(places, key=lambda place: abs(place[1] - middle))
    if not _in_band(band, lat):
        raise RowError(
            N_("{found!r}: zone {zone}{band} has no square {square}. Check the letters."),
            found=found[0],
            zone=zone,
            band=band,
            square=(found["column"] + found["row"]).upper(),
        )
    return lon, lat


def _zone(text: str) -> int:
    zone = int(text)
    if not 1 <= zone <= 60:
        raise RowError(N_("the UTM zone is {found}; expected 1 to 60."), found=zone)
    return zone


def _in_band(band: str, lat: float) -> bool:
    """Tell whether a latitude lies in a band, or so near that a square reaches over its edge."""
    low = _BANDS.index(band) * _BAND_DEGREES - 80
    high = 84.0 if band == "X" else low + _BAND_DEGREES
    return low - 1 <= lat <= high + 1


def _project(zone: int, east: float, north: float, southern: bool) -> tuple[float, float]:
    lonlat = to_lonlat(np.array([[east, north]]), f"EPSG:{(_SOUTH if southern else _NORTH) + zone}")
    return float(lonlat[0, 0]), float(lonlat[0, 1])


def _plus_code(area: str, fine: str) -> tuple[float, float]:
    """Get the middle of a Plus Code's cell, by the specification of Open Location Code."""
    code = (area + fine).upper()
    if len(area) < 8:
        raise RowError(
            N_(
                "{found!r} is a short Plus Code, which means another place in each town. Copy the full one, with 8 "
                "characters before the plus sign."
            ),
            found=f"{area}+{fine}",
        )
    if "0" in code or len(fine) == 1:
        raise RowError(
            N_("{found!r} is a Plus Code of a whole area. Expected two or more characters after the plus sign."),
            found=f"{area}+{fine}",
        )
    digits = [_PLUS_DIGITS.index(digit) for digit in code]
    lat, lon, height, width = -90.0, -180.0, 400.0, 400.0
    for k in range(0, min(len(digits) - 1, 2 * _PLUS_PAIRS), 2):
        height, width = height / 20, width / 20
        lat, lon = lat + digits[k] * height, lon + digits[k + 1] * width
    for digit in digits[2 * _PLUS_PAIRS :]:
        height, width = height / _PLUS_ROWS, width / _PLUS_COLUMNS
        lat, lon = lat + digit // _PLUS_COLUMNS * height, lon + digit % _PLUS_COLUMNS * width
    if not (math.fabs(lat) < 90 and math.fabs(lon) <= 180):
        raise RowError(
            N_("{found!r} is no Plus Code: it lies beyond a pole or the 180th meridian."), found=f"{area}+{fine}"
        )
    return lon + width / 2, lat + height / 2
