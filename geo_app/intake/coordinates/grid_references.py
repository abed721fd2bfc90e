"""Places named by a grid: MGRS and Plus Codes, full ones and short ones beside a town."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Callable

import mgrs
from openlocationcode import openlocationcode

from geo_app.core.i18n import N_
from geo_app.core.messages import RowError
from geo_app.core.types import Bounds
from geo_app.intake.coordinates.position import Position

Locate = Callable[[str], tuple[float, float] | None]
"""Finds (lon, lat) of a named town; None if there is none of that name, or several."""

_MGRS = re.compile(
    r"(?<![\w.,])(?P<zone>\d{1,2}) ?(?P<band>[C-HJ-NP-X]) ?(?P<column>[A-HJ-NP-Z])(?P<row>[A-HJ-NP-V])"
    r" ?(?P<digits>\d{1,5} \d{1,5}|\d{2,10})(?![\w.,])",
    re.IGNORECASE,
)
LOOKALIKES = str.maketrans("АВСЕНКМРТХасекмртх", "ABCEHKMPTXacekmptx")
"""Letters that a Cyrillic keyboard gives in place of those that look the same."""

_PLUS_DIGITS = "23456789CFGHJMPQRVWX"
_PLUS = re.compile(
    rf"(?<![\w.,+°'\"])(?P<area>[{_PLUS_DIGITS}0]{{2,8}})\+(?P<fine>[{_PLUS_DIGITS}]{{0,7}})(?![\w.+°'\"])",
    re.IGNORECASE,
)
_M_PER_DEGREE = 111_200.0
_SHORT_CODE = N_(
    "{found!r} is a short Plus Code, which means another place in each town. Copy the full one, with 8 "
    "characters before the plus sign."
)
_UNKNOWN_TOWN = N_(
    "{found!r} is a short Plus Code, and the town beside it is not known by that name, or not the only one. Copy the "
    "full code, with 8 characters before the plus sign."
)


def find_reference(line: str, bounds: Bounds, locate: Locate | None = None) -> Position | None:
    """Find a grid reference in a normalised line.

    Parameters
    ----------
    locate
        Finds the town that a short Plus Code needs.

    Raises
    ------
    RowError
        If there is one that names no place, or none exactly enough.
    """
    plain = line.translate(LOOKALIKES)
    if found := _PLUS.search(plain):
        return _plus_code(found, line, locate)
    if found := _MGRS.search(plain):
        return _mgrs(found)
    return None


def _mgrs(found: re.Match[str]) -> Position:
    zone, square = int(found["zone"]), (found["column"] + found["row"]).upper()
    if not 1 <= zone <= 60:
        raise RowError(N_("the UTM zone is {found}; expected 1 to 60."), found=zone)
    digits = found["digits"]
    halves = digits.split() if " " in digits else [digits[: len(digits) // 2], digits[len(digits) // 2 :]]
    no_reference = RowError(
        N_("{found!r} is no MGRS reference. Expected a zone, a band, a square and an even number of digits."),
        found=found[0],
    )
    if len(halves[0]) != len(halves[1]):
        raise no_reference
    try:
        with warnings.catch_warnings():
            # The library only warns of a square that lies in no such band.
            warnings.simplefilter("error", RuntimeWarning)
            lat, lon = mgrs.MGRS().toLatLon(f"{zone:02}{found['band'].upper()}{square}{''.join(halves)}")
    except mgrs.core.MGRSError as error:
        raise no_reference from error
    except RuntimeWarning as error:
        raise RowError(
            N_("{found!r}: zone {zone}{band} has no square {square}. Check the letters."),
            found=found[0],
            zone=zone,
            band=found["band"].upper(),
            square=square,
        ) from error
    # A reference names a square, as large as its digits are few: its middle is meant.
    accuracy_m = 10.0 ** (5 - len(halves[0])) / math.sqrt(2)
    return Position(found.start(), found.end(), "MGRS", float(lon), float(lat), accuracy_m)


def _plus_code(found: re.Match[str], line: str, locate: Locate | None) -> Position:
    """Get the middle of a Plus Code's cell."""
    code = found[0].upper()
    if openlocationcode.isShort(code):
        code, start, end = _completed(found, line, locate)
    else:
        start, end = found.span()
    if "0" in code or len(found["fine"]) == 1:
        raise RowError(
            N_("{found!r} is a Plus Code of a whole area. Expected two or more characters after the plus sign."),
            found=found[0].upper(),
        )
    if not openlocationcode.isFull(code):
        raise RowError(N_("{found!r} is no Plus Code: it lies beyond a pole or the 180th meridian."), found=code)
    cell = openlocationcode.decode(code)
    lat, lon = cell.latitudeCenter, cell.longitudeCenter
    half_width = (cell.longitudeHi - cell.longitudeLo) / 2 * math.cos(math.radians(lat))
    accuracy_m = _M_PER_DEGREE * math.hypot((cell.latitudeHi - cell.latitudeLo) / 2, half_width)
    return Position(start, end, "Plus Code", lon, lat, accuracy_m)


def _completed(found: re.Match[str], line: str, locate: Locate | None) -> tuple[str, int, int]:
    """Complete a short code by the town beside it, which may have its district and country after a comma."""
    if locate is None:
        raise RowError(_SHORT_CODE, found=found[0].upper())
    after, before = line[found.end() :], line[: found.start()]
    towns = [part for text in (after, before) for part in re.split(r"[,;|\t()]", text) if part.strip()]
    for town in towns:
        if place := locate(town.strip(" .:-")):
            return openlocationcode.recoverNearest(found[0].upper(), place[1], place[0]), found.start(), found.end()
    raise RowError(_UNKNOWN_TOWN if towns else _SHORT_CODE, found=found[0].upper())
