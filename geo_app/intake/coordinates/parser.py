"""Coordinates as people paste them: one place a line, in any common form, with a name before or after it.

::

    43.3017, 68.2517                            43°18'06"N 68°15'06"E             Depot; 43,3017; 68,2517
    42N 512345 4790123                          42T WN 12345 90123                8H5J8722+MM
    geo:43.3017,68.2517                         a link to a map                   POLYGON((68 43, 69 43, 69 44, 68 43))

GeoJSON, and a table whose first line names its columns, are read as a whole.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import shapely

from geo_app.core.errors import GeoAppError, OwnSiteError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowError, RowNote
from geo_app.core.text import MAX_TEXT, clean_text
from geo_app.intake.columns import cell, find_columns, points_of
from geo_app.intake.coordinates.degrees import Axis, Pair, normalised, pairs
from geo_app.intake.coordinates.grid_references import find_reference
from geo_app.intake.coordinates.map_links import find_link
from geo_app.intake.formats.csv import read_csv

Bounds = tuple[float, float, float, float]
Ring = tuple[tuple[float, float], ...]

MAX_CHARACTERS = 1_000_000
MAX_PLACES = 500
_MAX_LINE = 500

_WKT = re.compile(
    r"(?:SRID ?= ?(?P<srid>\d+) ?; ?)?\b(?P<kind>(?:MULTI)?(?:POINT|POLYGON|LINESTRING)|GEOMETRYCOLLECTION) ?Z?M? ?\(",
    re.IGNORECASE,
)
_EDGES = " \t,;:|/.-–—()[]\"'"

_AS_LAT_LON = N_("{n} places name no hemisphere and were read as latitude, longitude.")
_AS_LON_LAT = N_("{n} places name no hemisphere and were read as longitude, latitude: only so they lie in the region.")
_NOTHING = N_(
    "{found!r} holds no coordinates. Expected, for example: {example}, degrees with minutes and seconds, UTM, MGRS, a "
    "Plus Code or a link to a map."
)
_ONE_NUMBER = N_("only one number was found in {found!r}; expected latitude and longitude, for example {example}.")
_METRES = N_("{found!r} looks like metres without a zone. Write the UTM zone before them, for example 42N {found}.")
_OUTSIDE = N_(
    "latitude {lat}, longitude {lon} is outside the region's map (latitude {south} to {north}, longitude {west} to "
    "{east}). Check the numbers and the hemispheres."
)
_SWAPPED = N_("latitude {lat}, longitude {lon} is outside the region's map, and inside it when swapped. Swap them.")
_TWO_PLACES = N_("more than one place is on the line: {found!r}. Put each on a line of its own.")


@dataclass(frozen=True)
class Place:
    """One place as it was read.

    Attributes
    ----------
    line
        Its line, or the number of its feature in GeoJSON, from 1.
    lon, lat
        Degrees; of an area, its first vertex.
    ring
        (lon, lat) vertices of an area.
    form
        What it was read as.
    order
        The order of a pair that names no hemisphere, as the region's bounds told it; else None.
    """

    line: int
    name: str
    lon: float
    lat: float
    form: str
    ring: Ring = ()
    order: tuple[Axis, Axis] | None = None


@dataclass(frozen=True)
class Pasted:
    """What was read of a text.

    Attributes
    ----------
    rejected
        Lines that name no place, and why.
    notes
        What the user should know of the text as a whole.
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


def read_coordinates(text: str, bounds: Bounds) -> Pasted:
    """Read pasted text.

    Parameters
    ----------
    text
        One place a line; or GeoJSON; or a table with a header.
    bounds
        West, south, east, north of the region in degrees. They decide between latitude, longitude and longitude,
        latitude where nothing else does; places outside are rejected.

    Raises
    ------
    OwnSiteError
        If the text is empty or far too long.
    """
    if not text.strip():
        raise OwnSiteError(N_("There is no text. Paste coordinates, one place a line."))
    if len(text) > MAX_CHARACTERS:
        raise OwnSiteError(
            N_("The text has {found} characters; at most {limit} are accepted. Upload it as a file."),
            found=len(text),
            limit=MAX_CHARACTERS,
        )
    found = _whole(text, bounds) or _by_line(text, bounds)
    if len(found.places) > MAX_PLACES:
        raise OwnSiteError(
            N_("The text has {found} places; at most {limit} are accepted. Upload it as a file."),
            found=len(found.places),
            limit=MAX_PLACES,
        )
    orders = Counter(place.order for place in found.places if place.order)
    notes = [
        RowNote(0, Message(_AS_LAT_LON if order[0] == "lat" else _AS_LON_LAT, {"n": count}))
        for order, count in orders.items()
    ]
    return replace(found, notes=(*found.notes, *notes))


def read_place(line: str, bounds: Bounds) -> Place | None:
    """Read the place that a single line names; None if it holds none, or none in the region."""
    try:
        found = list(_places_of(line, 1, bounds)) if line.strip() else []
    except RowError:
        return None
    return found[0] if len(found) == 1 else None


# ------------------------------------------------------------------------------------------------ whole texts


def _whole(text: str, bounds: Bounds) -> Pasted | None:
    """Read text that is one thing rather than lines, if it is."""
    stripped = text.strip().lstrip("\ufeff")
    if stripped.startswith(("{", "[")):
        try:
            document = json.loads(stripped)
            return _geojson(document, bounds) if _is_document(document) else None
        except RecursionError:
            raise OwnSiteError(N_("The GeoJSON is nested too deeply. Check it.")) from None
        except json.JSONDecodeError as error:
            if "\n" in stripped and _is_json(stripped.split("\n", 1)[0]):
                return None
            if re.match(r'\{\s*"', stripped):
                raise OwnSiteError(
                    N_("The GeoJSON breaks off or has a mistake in line {line}: {problem}. Copy all of it."),
                    line=error.lineno,
                    problem=error.msg,
                ) from error
            return None
    return _table(stripped, bounds)


def _is_document(document: Any) -> bool:
    """Tell GeoJSON, or a list of it, from a line that is JSON by chance, as "[43.3, 68.2]" is."""
    parts = document if isinstance(document, list) else [document]
    return bool(parts) and all(isinstance(part, Mapping) for part in parts)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return False
    return True


def _table(text: str, bounds: Bounds) -> Pasted | None:
    header = re.split(r"[,;\t|]", text.split("\n", 1)[0])
    columns = find_columns([column.strip() for column in header])
    if not {"lon", "lat"} <= columns.keys():
        return None
    try:
        table = read_csv(text.encode(), "text", MAX_PLACES + 1)
        fields = find_columns(table.columns, "text")
    except GeoAppError as error:
        raise OwnSiteError(error.message.template, **error.message.values) from error
    points, rejected = points_of(table, fields["lon"], fields["lat"], keep=fields.values(), degrees=True)
    places = []
    for row, lon, lat, values in points:
        name = clean_text(cell(values, fields.get("name")) or cell(values, fields.get("id")))
        try:
            places.append(_inside(Place(row + 1, name, lon, lat, "table"), bounds))
        except RowError as bad:
            rejected.append(bad.note(row))
    # Lines count from the header on, rows from after it.
    lines = sorted((replace(bad, row=bad.row + 1) for bad in rejected), key=lambda bad: bad.row)
    written = text.splitlines()
    sources = {row: written[row - 1] for row in range(2, len(written) + 1)}
    return Pasted(tuple(places), tuple(lines), sources=sources, header=written[0])


def _geojson(document: Any, bounds: Bounds) -> Pasted:
    collection = isinstance(document, Mapping) and document.get("type") == "FeatureCollection"
    listed = document.get("features") if collection else document
    features: list[Any] = listed if isinstance(listed, list) else [] if collection else [document]
    places: list[Place] = []
    rejected: list[RowNote] = []
    for number, feature in enumerate(features, start=1):
        try:
            places += _feature(feature, number, bounds)
        except RowError as bad:
            rejected.append(bad.note(number))
    if not places and not rejected:
        raise OwnSiteError(N_("The GeoJSON holds no features. Expected points or polygons."))
    sources = {number: json.dumps(feature, ensure_ascii=False) for number, feature in enumerate(features, start=1)}
    return Pasted(tuple(places), tuple(rejected), sources=sources)


def _feature(feature: Any, number: int, bounds: Bounds) -> list[Place]:
    geometry, name = feature, ""
    if isinstance(feature, Mapping) and feature.get("type") == "Feature":
        geometry = feature.get("geometry")
        properties = feature.get("properties")
        values = {str(key): value for key, value in properties.items()} if isinstance(properties, Mapping) else {}
        fields = find_columns(list(values))
        name = clean_text(cell(values, fields.get("name")))[:MAX_TEXT]
    try:
        shape = shapely.from_geojson(json.dumps(geometry))
    except (shapely.GEOSException, RecursionError) as error:
        raise RowError(N_("{found!r} is no GeoJSON geometry."), found=str(geometry)[:60]) from error
    return _shapes(shape, name, number, "GeoJSON", bounds)


# ---------------------------------------------------------------------------------------------- line by line


def _by_line(text: str, bounds: Bounds) -> Pasted:
    places: list[Place] = []
    rejected: list[RowNote] = []
    sources = dict(_lines(text))
    for number, line in sources.items():
        try:
            places += _places_of(line, number, bounds)
        except RowError as bad:
            rejected.append(bad.note(number))
    return Pasted(tuple(places), tuple(rejected), sources=sources)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Number the lines that are not blank; WKT goes on until its parentheses are closed."""
    begun, start = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        if not begun and not line.strip():
            continue
        begun, start = f"{begun} {line}".strip(), start or number
        if _WKT.search(begun) and begun.count("(") > begun.count(")") and line.strip():
            continue
        yield start, begun
        begun, start = "", 0
    if begun:
        yield start, begun


def _places_of(line: str, number: int, bounds: Bounds) -> list[Place]:
    line = line.strip().lstrip("\ufeff")
    if line.startswith("{"):
        try:
            return _feature(json.loads(line), number, bounds)
        except (json.JSONDecodeError, RecursionError) as error:
            raise RowError(_NOTHING, found=line[:60], example=_example(bounds)) from error
    if found := _WKT.search(line):
        return _wkt(line, found, number, bounds)
    if len(line) > _MAX_LINE:
        link = find_link(line)
        if link is None:
            raise RowError(
                N_("the line has {found} characters; at most {limit} are accepted. Put each place on its own line."),
                found=len(line),
                limit=_MAX_LINE,
            )
    else:
        link = find_link(line)
    if link:
        name = _left(line, link.start, link.end) or clean_text(link.name)
        return [_inside(Place(number, name, link.lon, link.lat, "link"), bounds)]
    plain = normalised(line)
    if reference := find_reference(plain, bounds):
        name = _left(plain, reference.start, reference.end)
        return [_inside(Place(number, name, reference.lon, reference.lat, reference.form), bounds)]
    return [_degrees(plain, number, bounds)]


def _degrees(line: str, number: int, bounds: Bounds) -> Place:
    """Choose among all pairs of numbers of a line: what is written in full counts, then what lies in the region."""
    found = sorted(pairs(line), key=lambda pair: _rank(pair, bounds), reverse=True)
    if not found:
        single = len(re.findall(r"\d+(?:[.,]\d+)?", line)) == 1
        raise RowError(_ONE_NUMBER if single else _NOTHING, found=line[:60], example=_example(bounds))
    best = found[0]
    if best.problem:
        raise RowError(best.problem, found=best.value)
    order = _order(best, bounds)
    beside = (p for p in found[1:] if (p.start >= best.end or p.end <= best.start) and _order(p, bounds))
    if order and next(beside, None):
        raise RowError(_TWO_PLACES, found=line[:80])
    axes = best.axes or order or ("lat", "lon")
    lat, lon = (best.first, best.second) if axes[0] == "lat" else (best.second, best.first)
    if order is None and abs(lat) > 180 and abs(lon) > 180:
        raise RowError(_METRES, found=line[best.start : best.end])
    place = Place(number, _left(line, best.start, best.end), lon, lat, "degrees", order=None if best.axes else order)
    return _inside(place, bounds)


def _rank(pair: Pair, bounds: Bounds) -> tuple[bool, bool, bool, bool, int, int]:
    inside = _order(pair, bounds) is not None
    return pair.named == 2, inside, not pair.problem, pair.named > 0, pair.end - pair.start, -pair.start


def _order(pair: Pair, bounds: Bounds) -> tuple[Axis, Axis] | None:
    """Tell in which order a pair lies in the region; None if in none."""
    orders: Sequence[tuple[Axis, Axis]] = (pair.axes,) if pair.axes else (("lat", "lon"), ("lon", "lat"))
    for order in orders if not pair.problem else ():
        lat, lon = (pair.first, pair.second) if order[0] == "lat" else (pair.second, pair.first)
        if _lies_in(lon, lat, bounds):
            return order
    return None


def _example(bounds: Bounds) -> str:
    west, south, east, north = bounds
    return f"{(south + north) / 2:.4f}, {(west + east) / 2:.4f}"


def _left(line: str, start: int, end: int) -> str:
    """Take what stands around the coordinates for the name."""
    parts = (line[:start].strip(_EDGES), line[end:].strip(_EDGES))
    return clean_text(" ".join(part for part in parts if part))[:MAX_TEXT]


# --------------------------------------------------------------------------------------------------- shapes


def _wkt(line: str, found: re.Match[str], number: int, bounds: Bounds) -> list[Place]:
    if found["srid"] not in (None, "4326"):
        raise RowError(N_("SRID {found} is not supported; expected 4326 (degrees)."), found=found["srid"])
    end = _closed(line, found.end() - 1)
    try:
        shape = shapely.from_wkt(line[found.start("kind") : end])
    except shapely.GEOSException as error:
        raise RowError(
            N_("the WKT is broken: {problem}. Expected, for example, POINT (68.25 43.3)."), problem=str(error)[:100]
        ) from error
    return _shapes(shape, _left(line, found.start(), end), number, "WKT", bounds)


def _closed(line: str, opened: int) -> int:
    depth = 0
    for at in range(opened, len(line)):
        depth += (line[at] == "(") - (line[at] == ")")
        if depth == 0:
            return at + 1
    return len(line)


def _shapes(shape: Any, name: str, number: int, form: str, bounds: Bounds) -> list[Place]:
    """Make places of a geometry in (lon, lat), or in (lat, lon) where only so it lies in the region."""
    places = []
    if shape is None or shape.is_empty:
        raise RowError(N_("no geometry; expected a point."))
    for part in shapely.get_parts(shape):
        if part.geom_type not in ("Point", "Polygon"):
            raise RowError(N_("{found} cannot be a site; expected points or polygons."), found=part.geom_type)
        if part.geom_type == "Polygon" and len(part.interiors):
            raise RowError(N_("the polygon has holes; expected one outline. Remove the holes."))
        corners = [(float(x), float(y)) for x, y in shapely.get_coordinates(part)]
        inside = all(_lies_in(*corner, bounds) for corner in corners)
        order: tuple[Axis, Axis] | None = None
        if not inside and all(_lies_in(y, x, bounds) for x, y in corners):
            corners, order = [(y, x) for x, y in corners], ("lat", "lon")
        ring = tuple(corners) if part.geom_type == "Polygon" else ()
        for lon, lat in corners:
            _inside(Place(number, name, lon, lat, form), bounds)
        places.append(Place(number, name, *corners[0], form, ring, order))
    return places


def _lies_in(lon: float, lat: float, bounds: Bounds) -> bool:
    west, south, east, north = bounds
    return west <= lon <= east and south <= lat <= north


def _inside(place: Place, bounds: Bounds) -> Place:
    if _lies_in(place.lon, place.lat, bounds):
        return place
    west, south, east, north = bounds
    where = {"lat": round(place.lat, 5), "lon": round(place.lon, 5)}
    if _lies_in(place.lat, place.lon, bounds):
        raise RowError(_SWAPPED, **where)
    raise RowError(_OUTSIDE, **where, west=west, south=south, east=east, north=north)
