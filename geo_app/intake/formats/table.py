"""Features of a table: points of coordinate columns, shapes of a column of well-known text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo_app.core.errors import SitesError
from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowError, RowNote
from geo_app.core.types import Bounds
from geo_app.intake.coordinates.hemispheres import Axis
from geo_app.intake.coordinates.parser import parse_place
from geo_app.intake.coordinates.reading import read_angle
from geo_app.intake.features import BAD_GEOMETRY, Feature, Features, brief, check_count, check_crs, numbered
from geo_app.intake.formats.csv import read_csv
from geo_app.intake.formats.spreadsheet import read_workbook
from geo_app.intake.read_options import Limits, ReadOptions, SourceFile
from geo_app.intake.tables.columns import Table, find_columns, parse_number
from geo_app.intake.tables.header_words import GEOMETRY_NAMES, angle_columns, header_key, holds_places

_NO_PLACES = N_(
    "{file}: no coordinates. Found the columns {found}; expected lon and lat (degrees), x and y with their "
    "coordinate reference system, a column of coordinates, or wkt. The header must be in one of the first ten rows."
)
_NOTHING = N_("{file} has no rows, and none of its columns {found} holds coordinates.")
_BOTH_PAIRS = N_("the places are read from {x!r} and {y!r}, for which {crs} was given, not from {lon!r} and {lat!r}.")
_GUESSED_DEGREES = N_("the column {column!r} states no coordinate reference system; degrees are taken for granted.")
_OTHER_SRID = N_("its coordinate reference system is {found}, and that of the rows before it {first}. Split the file.")
_HAS_METRES = N_("the columns {lon!r} and {lat!r} do not hold degrees; they are read as x and y.")

_BY_NAME = N_("the columns of degrees name a datum; they are read on {crs}.")

# EPSG's codes of longitude and latitude on the datums that columns are named after.
_DATUMS = (
    (re.compile(r"(?:ск|sk|cк)[-_ ]?42|pulkovo[-_ ]?(?:19)?42|(?:пулково|красовск)\w*", re.IGNORECASE), "EPSG:4284"),
    (re.compile(r"(?:ск|sk|cк)[-_ ]?95|pulkovo[-_ ]?(?:19)?95", re.IGNORECASE), "EPSG:4200"),
    (re.compile(r"гск[-_ ]?2011|gsk[-_ ]?2011", re.IGNORECASE), "EPSG:7683"),
)

# A cell that is no number, but plainly an angle: with a mark, parts, or a letter beside decimals.
_ANGLE = re.compile(
    r"[°º˚'′’\"″]|\d\s*(?:град|deg|мин|min|度)|\d\s*[:\s-]\s*\d|\d\.\d{2}\.\d{2}|\d[.,]\d+\W*[^\W\d_]|[^\W\d_]\W*\d+[.,]\d|\d{4,}\s*[NSEWСЮВЗ]\b"
)
_HEMISPHERES = {"lat": set("NSСЮ"), "lon": set("EWВЗ")}
_MARKS = ("°", "'", '"')
_MOST_DEGREES = 360.0
_M_PER_DEGREE = 111_200.0
_WORLD: Bounds = (-180.0, -90.0, 180.0, 90.0)
_AXES: tuple[Axis, Axis] = ("lon", "lat")


def read_text_table(file: SourceFile, how: ReadOptions, limits: Limits) -> Features:
    """Read CSV and its kin."""
    return features_of_table(read_csv(file.content, file.name, limits.max_rows), file.name, how)


def read_sheet(file: SourceFile, how: ReadOptions, limits: Limits) -> Features:
    """Read the sheet of a workbook that holds data, as a table."""
    return features_of_table(read_workbook(file, limits.max_rows, limits.max_bytes), file.name, how)


def features_of_records(records: Sequence[Mapping[str, object]], name: str, how: ReadOptions) -> Features:
    """Make features of records that all name their values, as a list in JSON does."""
    titles = tuple(dict.fromkeys(str(title) for record in records for title in record))
    rows = tuple(
        (row, tuple("" if record.get(title) is None else str(record[title]) for title in titles))
        for row, record in enumerate(records, start=1)
    )
    found = features_of_table(Table(titles, rows, (), (), len(rows)), name, how)
    # Their values have kinds of their own, which a table of text has not.
    features = [
        feature._replace(values={title: records[feature.row - 1].get(title) for title in feature.values})
        for feature in found.features
    ]
    return replace(found, features=features)


def features_of_table(table: Table, name: str, how: ReadOptions) -> Features:
    """Make features of a table's rows: points of its coordinate columns, or shapes of its column of WKT.

    Raises
    ------
    SitesError
        If it has no rows, or no column says where they are.
    """
    geometry = next((c for c in table.columns if header_key(c) in GEOMETRY_NAMES), None)
    fields = find_columns(table.columns, name)
    split = {axis: _Column(axis, parts) for axis in _AXES if (parts := angle_columns(table.columns, axis))}
    has_degrees, has_metres = fields.keys() >= {"lon", "lat"}, fields.keys() >= {"x", "y"}
    whole = next((column for column in table.columns if holds_places(column)), None)
    if not (geometry is not None or len(split) == len(_AXES) or has_degrees or has_metres or whole is not None):
        found_columns = ", ".join(repr(column[:40]) for column in table.columns[:20])
        raise SitesError(_NO_PLACES if table.count else _NOTHING, file=name, found=found_columns)
    check_count(table.count, max(table.count, 1), name)
    if geometry is not None and _holds_wkt(table, geometry):
        return _features_of_wkt(table, geometry, name)
    if len(split) == len(_AXES):
        return _features_of_degrees(table, split)
    if has_degrees and not (has_metres and how.crs):
        found = _features_of_degrees(table, {axis: _column(table, axis, fields[axis]) for axis in _AXES})
        return found if _are_degrees(found) else _features_of_metres(table, fields, ("lon", "lat"), how.crs, name)
    if has_metres:
        return _features_of_metres(table, fields, ("x", "y"), how.crs, name)
    return _features_of_texts(table, whole or "", how.region)


def _holds_wkt(table: Table, column: str) -> bool:
    at = table.columns.index(column)
    shape = re.compile(r"[A-Za-z]\s*\(|EMPTY|^\s*\{|^0[01][0-9A-Fa-f]{18,}")
    held = any(shape.search(cells[at]) for _, cells in table.rows if at < len(cells))
    return held or not find_columns(table.columns).keys() & {"lon", "lat", "x", "y"}


def _are_degrees(found: Features) -> bool:
    """Tell a column that is called one of degrees and holds metres, as exports of Gauss–Krüger do."""
    points = [feature.shape for feature in found.features if feature.shape is not None]
    return not points or any(max(abs(p.x), abs(p.y)) <= _MOST_DEGREES for p in points if isinstance(p, shapely.Point))


# ---------------------------------------------------------------------------------------------------- degrees


@dataclass(frozen=True)
class _Column:
    """The column of an axis and that of its hemisphere, or the three of its degrees, minutes and seconds."""

    axis: Axis
    names: tuple[str, ...]
    hemisphere: str = ""

    def read(self, values: Mapping[str, object]) -> tuple[float, float]:
        """Read degrees, and what one unit of their last digit is.

        Raises
        ------
        RowError
            If they are none.
        """
        if len(self.names) == 1:
            side = str(values.get(self.hemisphere, "")).strip() if self.hemisphere else ""
            return parse_degrees(f"{values.get(self.names[0], '')} {side}".strip(), self.names[0], self.axis)
        cells = [str(values.get(name, "")).strip() for name in self.names]
        text = " ".join(f"{cell}{mark}" for cell, mark in zip(cells, _MARKS, strict=False) if cell)
        angle = read_angle(text, self.names[0], self.axis)
        return angle.degrees, angle.unit


def _column(table: Table, axis: Axis, name: str) -> _Column:
    """Find beside the column of an axis one of nothing but N or S, or E or W: whoever drops it mirrors the place."""
    titles = numbered(table.columns)
    beside = table.columns.index(name) + 1
    cells = {cells[beside].strip().upper() for _, cells in table.rows if beside < len(cells)} - {""}
    return _Column(axis, (name,), titles[beside] if cells and cells <= _HEMISPHERES[axis] else "")


def parse_degrees(text: str, field: str, axis: Axis) -> tuple[float, float]:
    """Read a cell of degrees, with decimals or with minutes and seconds.

    Returns
    -------
    Degrees, and what one unit of the last digit is.

    Raises
    ------
    RowError
        If it is none, or can be read in two ways.
    """
    try:
        degrees = parse_number(text, field, degrees=True)
    except RowError:
        if not _ANGLE.search(text):
            raise
        angle = read_angle(text, field, axis)
        return angle.degrees, angle.unit
    decimals = re.search(r"[.,](\d+)", text)
    return degrees, 10.0 ** -len(decimals[1]) if decimals else 1.0


def _features_of_degrees(table: Table, columns: Mapping[Axis, _Column]) -> Features:
    features, rejected = [], list(table.rejected)
    for row, values in _values(table):
        try:
            lon, lon_unit = columns["lon"].read(values)
            lat, lat_unit = columns["lat"].read(values)
        except RowError as bad:
            rejected.append(bad.note(row))
            continue
        # A number that ends in a zero has lost it in most programs: the longer of the two tells.
        features.append(Feature(row, values, shapely.Point(lon, lat), min(lon_unit, lat_unit)))
    system, notes = _named_datum([name for column in columns.values() for name in column.names])
    placed = tuple(name for column in columns.values() for name in (*column.names, column.hemisphere) if name)
    return Features(features, system, tuple(rejected), (*table.warnings, *notes), count=table.count, placed=placed)


def _named_datum(names: Sequence[str]) -> tuple[CRS, list[RowNote]]:
    """Tell the datum that the names of columns of degrees state, as in "Широта (СК-42)"; else it is WGS 84."""
    stated = next((code for pattern, code in _DATUMS if any(pattern.search(name) for name in names)), "")
    system = CRS.from_user_input(stated or GEOGRAPHIC_CRS)
    return system, [RowNote(0, Message(_BY_NAME, {"crs": f"{system.name} ({stated})"}))] if stated else []


# ----------------------------------------------------------------------------------------------------- metres


def _features_of_metres(
    table: Table, fields: Mapping[str, str], axes: tuple[str, str], crs: str | None, name: str
) -> Features:
    """Make points of two columns in a CRS that the table does not state."""
    x, y = axes
    features, rejected = [], list(table.rejected)
    notes = []
    if x == "lon":
        notes.append(RowNote(0, Message(_HAS_METRES, {"lon": fields[x][:40], "lat": fields[y][:40]})))
    elif "lon" in fields and "lat" in fields:
        named = {key: fields[key][:40] for key in ("x", "y", "lon", "lat")}
        notes.append(RowNote(0, Message(_BOTH_PAIRS, {**named, "crs": str(crs)[:40]})))
    in_degrees = crs is not None and check_crs(crs, name).is_geographic
    for row, values in _values(table):
        try:
            east, north = (parse_number(values.get(fields[k], ""), fields[k], degrees=in_degrees) for k in (x, y))
        except RowError as bad:
            rejected.append(bad.note(row))
            continue
        features.append(Feature(row, values, shapely.Point(east, north)))
    found = Features(features, None, tuple(rejected), (*table.warnings, *notes), count=table.count)
    return replace(found, axes=(fields[x], fields[y]), placed=(fields[x], fields[y]))


def _values(table: Table) -> list[tuple[int, dict[str, object]]]:
    """Name the cells of each row."""
    titles = numbered(table.columns)
    return [(row, dict(zip(titles, cells, strict=False))) for row, cells in table.rows]


# ------------------------------------------------------------------------------------------------ whole places


def _features_of_texts(table: Table, column: str, region: Bounds | None) -> Features:
    """Make points of a column of texts that name a place each, as people paste them."""
    features, rejected = [], list(table.rejected)
    notes: list[RowNote] = []
    for row, values in _values(table):
        try:
            text = " ".join(str(values.get(column, "")).split())
            if not text:
                raise RowError(N_("{field} is empty; expected coordinates."), field=column[:80])
            place = parse_place(text, region or _WORLD)
        except RowError as bad:
            rejected.append(bad.note(row))
            continue
        notes += [RowNote(row, note) for note in place.notes]
        unit = place.accuracy_m / _M_PER_DEGREE
        features.append(Feature(row, values, shapely.Point(place.lon, place.lat), unit))
    system = CRS.from_user_input(GEOGRAPHIC_CRS)
    return Features(features, system, tuple(rejected), (*table.warnings, *notes), count=table.count, placed=(column,))


# -------------------------------------------------------------------------------------------------------- WKT


def _features_of_wkt(table: Table, column: str, name: str) -> Features:
    features, rejected = [], list(table.rejected)
    system: str | None = None
    for row, values in _values(table):
        text = str(values.pop(column, "")).strip()
        # PostGIS writes "SRID=4326;POINT (…)".
        stated = re.match(r"SRID\s*=\s*(\d{3,6})\s*;", text, re.IGNORECASE)
        try:
            if stated and stated[1] != (system or stated[1]):
                raise RowError(_OTHER_SRID, found=stated[1], first=system)
            system = stated[1] if stated else system
            shape = _shape_of_text(text[stated.end() :] if stated else text)
            if srid := int(shapely.get_srid(shape)) if shape is not None else 0:
                system = system or str(srid)
            features.append(Feature(row, values, shape))
        except RowError as bad:
            rejected.append(bad.note(row))
        except (shapely.GEOSException, RecursionError) as error:
            problem = brief(error).removeprefix("ParseException: ")
            rejected.append(RowNote(row, Message(BAD_GEOMETRY, {"problem": problem})))
    return Features(
        features,
        check_crs(system, name) if system else None,
        tuple(rejected),
        table.warnings,
        count=table.count,
        default_crs=CRS.from_user_input(GEOGRAPHIC_CRS),
        default_note=Message(_GUESSED_DEGREES, {"column": column[:80]}),
    )


def _shape_of_text(text: str) -> BaseGeometry | None:
    """Read a shape in well-known text or binary, or in GeoJSON."""
    if not text:
        return None
    if re.fullmatch(r"0[01][0-9A-Fa-f]{8,}", text):
        return shapely.from_wkb(text)
    return shapely.from_geojson(text) if text.startswith("{") else shapely.from_wkt(text)
