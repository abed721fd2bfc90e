"""Places in metres: UTM, the zones of Gauss–Krüger, and any reference system that is named by its code."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from pyproj.exceptions import CRSError, ProjError

from geo_app.core.geodesy import GEOD, to_lonlat, transformation_accuracy_m
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowError
from geo_app.core.types import Bounds
from geo_app.intake.coordinates.grid_references import LOOKALIKES
from geo_app.intake.coordinates.position import Position, lies_in

BALLPARK_M = 100.0
"""Least accuracy of a position whose datum is not known: the shifts between national datums reach a hundred metres."""

_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_BAND_DEGREES = 8.0
_NORTH, _SOUTH = 32600, 32700
_FRACTION = r"(?:[.,]\d{1,4})?"
_END = r"(?![.,]?\d)(?![^\W\d_])"
_ZONE = r"(?:zone ?|зона ?|utm ?)?(?P<zone>\d{1,2}) ?(?P<band>[C-HJ-NP-X])"
_LABEL = r"(?:(?:{}|x|y|х|у) ?[:=]? ?)?"
_EAST = rf"{_LABEL.format('e(?:ast(?:ing)?)?')}(?P<east>\d{{6,7}}{_FRACTION}) ?(?:m\.? ?e?|e|м)?"
_NORTHING = rf"{_LABEL.format('n(?:orth(?:ing)?)?')}(?P<north>\d{{1,8}}{_FRACTION})(?: ?(?:m\.? ?n?|n|м)(?!\w))?"
_UTM = tuple(
    re.compile(rf"(?<![\w.,]){form}{_END}", re.IGNORECASE)
    for form in (rf"{_ZONE}[ ,;:]+{_EAST}[ ,;]+{_NORTHING}", rf"{_EAST}[ ,;]+{_NORTHING}[ ,;(]+{_ZONE}\)?(?!\w)")
)
# Two numbers of metres: in one piece, or in groups of three.
_METRES = rf"(?:\d{{6,8}}|\d{{1,2}} \d{{3}} \d{{3}}){_FRACTION}"
_METRES_PAIR = re.compile(
    rf"(?<![\w.,])(?P<one>[xyneхув] ?[:=]? ?)?(?P<first>{_METRES}) ?(?:m|м)?[ ,;/|\t]+"
    rf"(?P<two>[xyneхув] ?[:=]? ?)?(?P<second>{_METRES})(?: ?(?:m|м)(?!\w))?{_END}",
    re.IGNORECASE,
)
_LARGE_PAIR = re.compile(rf"\d{{5,8}}{_FRACTION}\D{{1,8}}\d{{5,8}}{_FRACTION}")
_CODE = re.compile(r"\bEPSG ?[: ] ?(?P<code>\d{4,5})(?!\d)", re.IGNORECASE)
_SK42 = re.compile(r"\b(?:СК|SK|CK)[- ]?42\b\D{0,20}?(?:зона|zone|zona|аймақ|带)?\D{0,3}(?P<zone>\d{1,2})(?!\d)", re.I)

_UTM_RANGE = N_("UTM easting {east}, northing {north}; expected 100000 to 999999 and 0 to 10000000 m, easting first.")
_UTM_OR_SK42 = N_(
    "Read as UTM on WGS 84. If these are SK-42 (Gauss–Krüger) metres, the place is {km} km from here: then write the "
    "easting with its zone before it, {example}."
)
_BY_PREFIX = N_("Read as SK-42 (Gauss–Krüger) metres of the zone {zone} that the easting begins with: EPSG:{code}.")
_BY_CODE = N_("Read as metres of EPSG:{code}.")
_BALLPARK = N_("How its datum lies to WGS 84 is not known: the place can be 100 m off or more.")
_METRES_WITHOUT_ZONE = N_(
    "{found!r} looks like metres without a zone. Write degrees; or, if they are SK-42 (Gauss–Krüger), the easting with "
    "its zone before it, as {example}. Write the UTM zone before them only if they are UTM on WGS 84: the same metres "
    "in SK-42 are about 2 km from there."
)
_BOTH_WAYS = N_("{found!r} can be read in two zones or orders. Write degrees, or the code of the reference system.")
_UNKNOWN_CODE = N_("EPSG:{found} is no reference system that is known. Check the code, or write degrees.")
_PACKED = N_(
    "{found!r} may be degrees, minutes and seconds in one piece, or metres. Write N and E, or С and В, at them, for "
    "example {example}."
)
_ELSEWHERE = N_(
    "{found!r}, read as SK-42 (Gauss–Krüger) of zone {zone}, is at latitude {lat}, longitude {lon}, outside the "
    "region's map. Check the zone and the digits, or write degrees."
)


@dataclass(frozen=True)
class _Candidate:
    code: int
    zone: int
    lon: float
    lat: float


def find_metres(line: str, bounds: Bounds) -> Position | None:
    """Find a place in metres in a normalised line; the bounds tell whether ``42S`` is a band or the south.

    Raises
    ------
    RowError
        If there are metres, and their zone is not stated or does not fit.
    """
    plain = line.translate(LOOKALIKES)
    for pattern in _UTM:
        if found := pattern.search(plain):
            return _utm(found, bounds)
    if found := _METRES_PAIR.search(line):
        return _of_code(line, found, bounds) or _gauss_krueger(line, found, bounds)
    return None


def refuse_metres(line: str, bounds: Bounds) -> None:
    """Refuse numbers that are too large for degrees.

    Raises
    ------
    RowError
        If there are two of them.
    """
    if found := _LARGE_PAIR.search(line):
        raise _without_zone(found[0], bounds)


def _without_zone(found: str, bounds: Bounds) -> RowError:
    zone = int(((bounds[0] + bounds[2]) / 2) // 6) % 60 + 1
    return RowError(_METRES_WITHOUT_ZONE, found=found[:60], example=f"{zone}500000")


def _number(text: str) -> float:
    return float(text.replace(" ", "").replace(",", "."))


def _unit_m(*texts: str) -> float:
    return max(10.0 ** -len(re.split(r"[.,]", text)[1]) if re.search(r"[.,]", text) else 1.0 for text in texts)


# ------------------------------------------------------------------------------------------------------- UTM


def _utm(found: re.Match[str], bounds: Bounds) -> Position:
    zone, band = int(found["zone"]), found["band"].upper()
    if not 1 <= zone <= 60:
        raise RowError(N_("the UTM zone is {found}; expected 1 to 60."), found=zone)
    east, north = _number(found["east"]), _number(found["north"])
    if not 100_000 <= east < 1_000_000 or north > 10_000_000:
        raise RowError(_UTM_RANGE, east=found["east"], north=found["north"])
    # The letter is a band of latitude, or N and S for the hemisphere; of these two, what the region has is meant.
    _, south, _, top = bounds
    is_hemisphere = band in "NS" and not _in_band(band, max(south, 0.0)) and not _in_band(band, max(top, 0.0))
    southern = band == "S" if is_hemisphere else band < "N"
    lon, lat = _project((_SOUTH if southern else _NORTH) + zone, east, north)
    if not is_hemisphere and not _in_band(band, lat):
        raise RowError(
            N_("the northing {north} does not lie in the band {band} of UTM. Check the letter and the digits."),
            north=found["north"],
            band=band,
        )
    unit_m = _unit_m(found["east"], found["north"])
    notes = _perhaps_sk42(zone, east, north, found["east"], (lon, lat)) if not southern else ()
    return Position(found.start(), found.end(), "UTM", lon, lat, unit_m, notes=notes)


def _perhaps_sk42(
    zone: int, east: float, north: float, written: str, place: tuple[float, float]
) -> tuple[Message, ...]:
    """Say where the same metres lie in SK-42, where that is in use: zones of both have the same middle meridians."""
    krueger = zone - 30
    if not 2 <= krueger <= 32:
        return ()
    lon, lat = _project(28460 + krueger, east, north)
    _, _, distance_m = GEOD.inv(*place, lon, lat)
    return (Message(_UTM_OR_SK42, {"km": f"{distance_m / 1000:.1f}", "example": f"{krueger}{written}"}),)


def _in_band(band: str, lat: float) -> bool:
    """Tell whether a latitude lies in a band, or so near that a square reaches over its edge."""
    low = _BANDS.index(band) * _BAND_DEGREES - 80
    high = 84.0 if band == "X" else low + _BAND_DEGREES
    return low - 1 <= lat <= high + 1


def _project(code: int, east: float, north: float) -> tuple[float, float]:
    lonlat = to_lonlat(np.array([[east, north]]), f"EPSG:{code}")
    return float(lonlat[0, 0]), float(lonlat[0, 1])


# ---------------------------------------------------------------------------------- Gauss–Krüger and other codes


def _gauss_krueger(line: str, found: re.Match[str], bounds: Bounds) -> Position:
    """Read metres whose easting begins with the number of its zone."""
    candidates = list(_candidates(line, found))
    inside = {place.code: place for place in candidates if lies_in(place.lon, place.lat, bounds)}
    if len(inside) > 1:
        raise RowError(_BOTH_WAYS, found=found[0][:60])
    if not inside:
        _refuse_packed(found, bounds)
        place = next((place for place in candidates if math.isfinite(place.lat)), None)
        if place is None or not any(len(text) == 8 for text in _whole(found)):
            raise _without_zone(found[0], bounds)
        values = {"zone": place.zone, "lat": round(place.lat, 4), "lon": round(place.lon, 4)}
        raise RowError(_ELSEWHERE, found=found[0][:60], **values)
    place = next(iter(inside.values()))
    note = Message(_BY_PREFIX, {"zone": place.zone, "code": place.code})
    stated = _SK42.search(line)
    return _position(found, place, note, stated)


def _refuse_packed(found: re.Match[str], bounds: Bounds) -> None:
    pieces = [re.fullmatch(r"(\d{2,3})([0-5]\d)([0-5]\d)", text) for text in _whole(found)]
    degrees = [int(piece[1]) + int(piece[2]) / 60 + int(piece[3]) / 3600 for piece in pieces if piece]
    if len(degrees) != 2:
        return
    one, other = degrees
    if lies_in(other, one, bounds) or lies_in(one, other, bounds):
        letters = ("N", "E") if lies_in(other, one, bounds) else ("E", "N")
        example = " ".join(text + letter for text, letter in zip(_whole(found), letters, strict=True))
        raise RowError(_PACKED, found=found[0][:60], example=example)


def _whole(found: re.Match[str]) -> tuple[str, str]:
    first, second = (re.split(r"[.,]", found[name].replace(" ", ""))[0] for name in ("first", "second"))
    return first, second


def _candidates(line: str, found: re.Match[str]) -> Iterator[_Candidate]:
    """Read the two numbers in both orders, and the number before the easting as a zone of six and of three degrees."""
    first, second = _number(found["first"]), _number(found["second"])
    stated = _SK42.search(line)
    for north, east in ((first, second), (second, first)):
        if not 0 < north < 10_000_000:
            continue
        zone = int(east // 1_000_000)
        if stated and zone in (0, int(stated["zone"])):
            zone = int(stated["zone"])
            codes = [28460 + zone if east < 1_000_000 else 28400 + zone] if 2 <= zone <= 32 else []
        else:
            codes = [28400 + zone] if 2 <= zone <= 32 else []
            codes += [2516 + zone] if 7 <= zone <= 64 else []
        for code in codes:
            lon, lat = _project(code, east, north)
            if math.isfinite(lon):
                yield _Candidate(code, zone, lon, lat)


def _of_code(line: str, found: re.Match[str], bounds: Bounds) -> Position | None:
    """Read metres beside which the code of their reference system stands, in the order that lies in the region."""
    named = _CODE.search(line)
    if named is None:
        return None
    code = int(named["code"])
    first, second = _number(found["first"]), _number(found["second"])
    try:
        places = [_Candidate(code, 0, *_project(code, x, y)) for x, y in ((first, second), (second, first))]
    except (CRSError, ProjError) as error:
        raise RowError(_UNKNOWN_CODE, found=code) from error
    inside = [place for place in places if lies_in(place.lon, place.lat, bounds)]
    if len(inside) > 1:
        raise RowError(_BOTH_WAYS, found=found[0][:60])
    place = (inside or places)[0]
    return _position(found, place, Message(_BY_CODE, {"code": code}), named)


def _position(found: re.Match[str], place: _Candidate, note: Message, named: re.Match[str] | None) -> Position:
    shift_m = transformation_accuracy_m(f"EPSG:{place.code}")
    notes = (note,) if shift_m is not None else (note, Message(_BALLPARK))
    accuracy_m = max(_unit_m(found["first"], found["second"]), BALLPARK_M if shift_m is None else shift_m)
    start, end = found.span() if named is None else (min(found.start(), named.start()), max(found.end(), named.end()))
    return Position(start, end, "metres", place.lon, place.lat, accuracy_m, notes=notes)
