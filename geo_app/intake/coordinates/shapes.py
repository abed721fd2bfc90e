"""Places in GeoJSON, in WKT and in a table with a header: forms that are read as a whole."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import shapely

from geo_app.core.errors import GeoAppError, OwnSiteError
from geo_app.core.i18n import N_
from geo_app.core.messages import RowError
from geo_app.core.text import MAX_TEXT, clean_text
from geo_app.core.types import Bounds
from geo_app.intake.coordinates.hemispheres import Axis
from geo_app.intake.coordinates.place import Pasted, Place, inside
from geo_app.intake.coordinates.position import decimals_accuracy_m, digits_accuracy_m, lies_in
from geo_app.intake.coordinates.reading import read_angle
from geo_app.intake.formats.csv import read_csv
from geo_app.intake.tables.columns import Table, cell, find_columns, parse_accuracy

WKT = re.compile(
    r"(?:SRID ?= ?(?P<srid>\d+) ?; ?)?\b(?P<kind>(?:MULTI)?(?:POINT|POLYGON|LINESTRING)|GEOMETRYCOLLECTION) ?Z?M? ?\(",
    re.IGNORECASE,
)
_EDGES = " \t,;:|/.-–—()[]{}<>\"'="


def name_beside(line: str, start: int, end: int) -> str:
    """Take what stands around the coordinates of a line for the name."""
    parts = (line[:start].strip(_EDGES), line[end:].strip(_EDGES))
    return clean_text(" ".join(part for part in parts if part))[:MAX_TEXT]


# ----------------------------------------------------------------------------------------------------- tables


def read_table(text: str, bounds: Bounds, most: int) -> Pasted | None:
    """Read a table whose first line names its columns; None if it does not.

    Raises
    ------
    OwnSiteError
        If it is a table that cannot be read.
    """
    header = re.split(r"[,;\t|]", text.split("\n", 1)[0])
    columns = find_columns([column.strip() for column in header])
    if not {"lon", "lat"} <= columns.keys():
        return None
    try:
        table = read_csv(text.encode(), "text", most + 1)
        fields = find_columns(table.columns, "text")
    except GeoAppError as error:
        raise OwnSiteError(error.message.template, **error.message.values) from error
    places, rejected = [], [replace(bad, row=bad.row + 1) for bad in table.rejected]
    for row, cells in table.rows:
        try:
            # Lines count from the header on, rows from after it.
            places.append(_place_of_row(table, cells, row + 1, fields, bounds))
        except RowError as bad:
            rejected.append(bad.note(row + 1))
    written = text.splitlines()
    sources = {row: written[row - 1] for row in range(2, len(written) + 1)}
    lines = tuple(sorted(rejected, key=lambda bad: bad.row))
    return Pasted(tuple(places), lines, sources=sources, header=written[0])


def _place_of_row(table: Table, cells: tuple[str, ...], row: int, fields: Mapping[str, str], bounds: Bounds) -> Place:
    values: dict[str, object] = dict(zip(table.columns, cells, strict=False))
    lat = read_angle(str(cell(values, fields["lat"])), fields["lat"], "lat")
    lon = read_angle(str(cell(values, fields["lon"])), fields["lon"], "lon")
    name = clean_text(cell(values, fields.get("name")) or cell(values, fields.get("id")))
    accuracy_m = parse_accuracy(values, fields.get("accuracy_m"))
    if not accuracy_m:
        accuracy_m = digits_accuracy_m(lat.degrees, lat.unit, lon.unit)
    return inside(Place(row, name, lon.degrees, lat.degrees, "table", accuracy_m=accuracy_m), bounds)


# ---------------------------------------------------------------------------------------------------- GeoJSON


def read_geojson(document: Any, bounds: Bounds) -> Pasted:
    """Read a GeoJSON object, or a list of them.

    Raises
    ------
    OwnSiteError
        If there is nothing in it.
    """
    collection = isinstance(document, Mapping) and document.get("type") == "FeatureCollection"
    listed = document.get("features") if collection else document
    features: list[Any] = listed if isinstance(listed, list) else [] if collection else [document]
    places: list[Place] = []
    rejected = []
    for number, feature in enumerate(features, start=1):
        try:
            places += places_of_feature(feature, number, bounds)
        except RowError as bad:
            rejected.append(bad.note(number))
    if not places and not rejected:
        raise OwnSiteError(N_("The GeoJSON holds no features. Expected points or polygons."))
    sources = {number: json.dumps(feature, ensure_ascii=False) for number, feature in enumerate(features, start=1)}
    return Pasted(tuple(places), tuple(rejected), sources=sources)


def places_of_feature(feature: Any, number: int, bounds: Bounds) -> list[Place]:
    """Make places of a GeoJSON feature or geometry.

    Raises
    ------
    RowError
        If it is none, or lies outside.
    """
    geometry, name, accuracy_m = feature, "", None
    if isinstance(feature, Mapping) and feature.get("type") == "Feature":
        geometry = feature.get("geometry")
        properties = feature.get("properties")
        values = {str(key): value for key, value in properties.items()} if isinstance(properties, Mapping) else {}
        fields = find_columns(list(values))
        name = clean_text(cell(values, fields.get("name")))[:MAX_TEXT]
        if str(cell(values, fields.get("accuracy_m"))).strip():
            accuracy_m = parse_accuracy(values, fields["accuracy_m"])
    try:
        shape = shapely.from_geojson(json.dumps(geometry))
    except (shapely.GEOSException, RecursionError) as error:
        raise RowError(N_("{found!r} is no GeoJSON geometry."), found=str(geometry)[:60]) from error
    return _places_of_shape(shape, name, number, "GeoJSON", bounds, accuracy_m)


# -------------------------------------------------------------------------------------------------------- WKT


def read_wkt(line: str, found: re.Match[str], number: int, bounds: Bounds) -> list[Place]:
    """Read the WKT that begins in a line.

    Raises
    ------
    RowError
        If it is broken, in another reference system, or lies outside.
    """
    if found["srid"] not in (None, "4326"):
        raise RowError(N_("SRID {found} is not supported; expected 4326 (degrees)."), found=found["srid"])
    end = _closed(line, found.end() - 1)
    try:
        shape = shapely.from_wkt(line[found.start("kind") : end])
    except shapely.GEOSException as error:
        raise RowError(
            N_("the WKT is broken: {problem}. Expected, for example, POINT (68.25 43.3)."), problem=str(error)[:100]
        ) from error
    return _places_of_shape(shape, name_beside(line, found.start(), end), number, "WKT", bounds, None)


def _closed(line: str, opened: int) -> int:
    depth = 0
    for at in range(opened, len(line)):
        depth += (line[at] == "(") - (line[at] == ")")
        if depth == 0:
            return at + 1
    return len(line)


def _places_of_shape(
    shape: Any, name: str, number: int, form: str, bounds: Bounds, accuracy_m: float | None
) -> list[Place]:
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
        order: tuple[Axis, Axis] | None = None
        if not all(lies_in(*corner, bounds) for corner in corners) and all(lies_in(y, x, bounds) for x, y in corners):
            corners, order = [(y, x) for x, y in corners], ("lat", "lon")
        # Programs leave out the zeros at the end of a number, so of an outline the most exact corner tells.
        exact_m = min(decimals_accuracy_m(*corner) for corner in corners) if accuracy_m is None else accuracy_m
        ring = tuple(corners) if part.geom_type == "Polygon" else ()
        for lon, lat in corners:
            inside(Place(number, name, lon, lat, form), bounds)
        places.append(Place(number, name, *corners[0], form, ring, order, exact_m))
    return places
