"""Read features from GeoJSON, KML, GeoPackage or a shapefile that may be hostile.

GeoJSON, KML and GeoPackage are read feature by feature without GDAL: a bad feature costs itself only, and nothing
in the file can name another file or a URL to open. GDAL reads the shapefile, under a name and in a folder of our
making.
"""

from __future__ import annotations

import json
import re
import sqlite3
import struct
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, ParseError

import geopandas as gpd
import pyogrio
import shapely
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pyogrio.errors import CRSError as ReaderCRSError
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from geo_app.core.errors import SitesError
from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import N_
from geo_app.core.messages import Rejection


class Feature(NamedTuple):
    """One feature: its number in the file from 1, attributes, and geometry in the file's CRS."""

    row: int
    values: Mapping[str, object]
    shape: BaseGeometry | None


@dataclass(frozen=True)
class Features:
    """What a file holds; `crs` is None where the file states none."""

    features: Sequence[Feature]
    crs: CRS | None
    rejected: tuple[Rejection, ...] = ()
    warnings: tuple[Rejection, ...] = ()


BAD_GEOMETRY = N_("invalid geometry: {problem}. Correct it or replace it by a point.")
_NO_LAYER = N_("{file} has no layer with geometry. Export the layer of sites again.")
_AUTHORITY_CODE = re.compile(r"(urn:ogc:def:crs:)?[A-Za-z]{2,9}:[\w.]*:?\w{1,12}")
_MAX_COLLECTIONS = 20
_MAX_SECONDS = 20


def check_crs(crs: str, name: str) -> CRS:
    """Look up a CRS by its authority and code, such as EPSG:28412.

    Raises
    ------
    SitesError
        If PROJ does not know it.
    """
    code = f"EPSG:{crs.strip()}" if crs.strip().isdecimal() else crs.strip()
    try:
        # PROJ would also take a pipeline, which can name files.
        if _AUTHORITY_CODE.fullmatch(code):
            return CRS.from_user_input(code)
    except CRSError:
        pass
    raise SitesError(
        N_("{file}: unknown coordinate reference system {crs!r}. Give an EPSG code such as EPSG:28412."),
        file=name,
        crs=crs[:80],
    )


def check_count(found: int, limit: int, name: str) -> None:
    """Refuse a file without rows or with too many.

    Raises
    ------
    SitesError
        With both numbers.
    """
    if found == 0:
        raise SitesError(N_("{file} has no rows: it is empty but for its header."), file=name)
    if found > limit:
        raise SitesError(
            N_("{file}: {found} rows, at most {limit} are accepted. Split the file."),
            file=name,
            found=found,
            limit=limit,
        )


# --------------------------------------------------------------------------------------------------- GeoJSON


def read_geojson(content: bytes, name: str, max_rows: int) -> Features:
    """Read a GeoJSON FeatureCollection, Feature or geometry.

    Raises
    ------
    SitesError
        If it is not valid JSON, not GeoJSON, or in an unknown CRS.
    """
    try:
        raw = json.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise SitesError(N_("{file} is not valid JSON: {reason}."), file=name, reason=str(error)[:200]) from error
    entries = _entries(raw, name)
    check_count(len(entries), max_rows, name)
    features, rejected = [], []
    for row, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict) or entry.get("type") != "Feature":
            rejected.append(Rejection(row, N_("not a GeoJSON feature.")))
            continue
        try:
            shape = _shape_of_json(entry.get("geometry"))
        except (shapely.GEOSException, RecursionError) as error:
            rejected.append(Rejection(row, BAD_GEOMETRY, {"problem": _brief(error)}))
            continue
        values = entry.get("properties")
        own = values if isinstance(values, dict) else {}
        features.append(Feature(row, {"feature_id": entry.get("id"), **own}, shape))
    return Features(features, _crs_of_json(raw, name), tuple(rejected))


def _entries(raw: object, name: str) -> list[object]:
    kind = raw.get("type") if isinstance(raw, dict) else None
    if isinstance(raw, dict) and kind == "FeatureCollection" and isinstance(raw.get("features"), list):
        return list(raw["features"])
    if kind == "Feature":
        return [raw]
    if isinstance(raw, dict) and ("coordinates" in raw or "geometries" in raw):
        return [{"type": "Feature", "geometry": raw}]
    raise SitesError(
        N_("{file} is JSON, but not a GeoJSON FeatureCollection (type is {found!r})."), file=name, found=str(kind)[:80]
    )


def _shape_of_json(geometry: object) -> BaseGeometry | None:
    if geometry is None:
        return None
    text = json.dumps(geometry)
    # GEOS descends into collections by recursion, which would exhaust the stack.
    if text.count('"GeometryCollection"') > _MAX_COLLECTIONS:
        raise shapely.GEOSException("too many geometry collections")
    return shapely.from_geojson(text)


def _crs_of_json(raw: Any, name: str) -> CRS | None:
    """Get the CRS: WGS 84, unless the member of the format's first edition says otherwise."""
    if "crs" not in raw:
        return CRS.from_user_input(GEOGRAPHIC_CRS)
    stated = raw["crs"]
    if stated is None:
        return None
    properties = stated.get("properties") if isinstance(stated, dict) else None
    code = properties.get("name") if isinstance(properties, dict) else None
    return check_crs(code if isinstance(code, str) else json.dumps(stated), name)


# ------------------------------------------------------------------------------------------------------- KML


def read_kml(content: bytes, name: str, max_rows: int) -> Features:
    """Read the placemarks of a KML document, of all its folders.

    Raises
    ------
    SitesError
        If it is not valid XML, declares entities, or has no placemarks.
    """
    root = parse_xml(content, name)
    placemarks = [element for element in root.iter() if tag(element) == "Placemark"]
    if not placemarks:
        raise SitesError(
            N_("{file} has no placemarks. Links to other documents are not followed: save the places themselves."),
            file=name,
        )
    check_count(len(placemarks), max_rows, name)
    features, rejected = [], []
    for row, placemark in enumerate(placemarks, start=1):
        try:
            shapes = list(_shapes_of_kml(placemark))
        except (ValueError, shapely.GEOSException) as error:
            rejected.append(Rejection(row, BAD_GEOMETRY, {"problem": _brief(error)}))
            continue
        shape = shapes[0] if len(shapes) == 1 else shapely.GeometryCollection(shapes)
        features.append(Feature(row, _values_of_kml(placemark), shape))
    return Features(features, CRS.from_user_input(GEOGRAPHIC_CRS), tuple(rejected))


def parse_xml(content: bytes, name: str) -> Element:
    """Parse XML that may be hostile.

    Raises
    ------
    SitesError
        If it is not valid, or declares a document type or entities.
    """
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        text = N_("{file}: XML with a document type or entities is not accepted. Save it without them.")
        raise SitesError(text, file=name) from error
    except (ParseError, ValueError, LookupError) as error:
        raise SitesError(N_("{file} is not valid XML: {reason}."), file=name, reason=str(error)[:200]) from error
    return root


def tag(element: Element) -> str:
    """Drop the namespace: files in the wild have several, or none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _values_of_kml(placemark: Element) -> dict[str, object]:
    values: dict[str, object] = {"feature_id": placemark.get("id")}
    for element in placemark.iter():
        if tag(element) == "Data":
            values[element.get("name", "")] = next((e.text for e in element if tag(e) == "value"), None)
        elif tag(element) == "SimpleData":
            values[element.get("name", "")] = element.text
    title = next((child.text for child in placemark if tag(child) == "name"), None)
    # First, because the first of several columns with the same meaning counts.
    return {"name": title} | values | {"name": title} if title else values


def _shapes_of_kml(placemark: Element) -> Iterator[BaseGeometry]:
    for element in placemark.iter():
        kind = tag(element)
        if kind == "Point":
            points = _coordinates(element)
            if len(points) != 1:
                raise ValueError(f"a point with {len(points)} coordinates")
            yield shapely.Point(points[0])
        elif kind == "LineString":
            yield shapely.LineString(_coordinates(element))
        elif kind == "Polygon":
            sides = {side: [e for e in element if tag(e) == f"{side}BoundaryIs"] for side in ("outer", "inner")}
            if len(sides["outer"]) != 1:
                raise ValueError("a polygon without one outer boundary")
            yield shapely.Polygon(_coordinates(sides["outer"][0]), [_coordinates(e) for e in sides["inner"]])


def _coordinates(element: Element) -> list[tuple[float, float]]:
    text = " ".join(e.text or "" for e in element.iter() if tag(e) == "coordinates")
    # "lon,lat,height lon,lat,height": blanks beside a comma are wrong, but common.
    tuples = [part.split(",") for part in re.sub(r"\s*,\s*", ",", text).split()]
    if any(len(numbers) < 2 for numbers in tuples):
        raise ValueError(f"coordinates {text.strip()[:80]!r}")
    return [(float(numbers[0]), float(numbers[1])) for numbers in tuples]


# ------------------------------------------------------------------------------------------------ GeoPackage


def read_gpkg(content: bytes, name: str, max_rows: int) -> Features:
    """Read the first layer of a GeoPackage, a layer of points before others.

    Raises
    ------
    SitesError
        If the database is damaged, or is no GeoPackage with a layer of geometries.
    """
    deadline = time.monotonic() + _MAX_SECONDS
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            # The two bytes say that a write-ahead log is beside the file, which a database in memory cannot have.
            database.deserialize(content[:18] + b"\x01\x01" + content[20:])
            database.text_factory = lambda text: text.decode("utf-8", errors="replace")
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, len(content))
            database.set_progress_handler(lambda: time.monotonic() > deadline, 1_000_000)
            database.execute("PRAGMA trusted_schema = OFF")
            return _read_layer(database, name, max_rows)
    except (sqlite3.Error, sqlite3.Warning, OverflowError) as error:
        raise SitesError(
            N_("{file} is a database that cannot be read as a GeoPackage: {reason}."), file=name, reason=_brief(error)
        ) from error


def _read_layer(database: sqlite3.Connection, name: str, max_rows: int) -> Features:
    # Only tables: a view could compute anything.
    layers = database.execute(
        "SELECT g.table_name, g.column_name, g.srs_id FROM gpkg_geometry_columns g"
        " JOIN sqlite_master m ON lower(m.name) = lower(g.table_name) AND m.type = 'table'"
        " ORDER BY upper(g.geometry_type_name) NOT IN ('POINT', 'MULTIPOINT'), g.rowid"
    ).fetchall()
    if not layers:
        raise SitesError(_NO_LAYER, file=name)
    (table, column, srs), *others = layers
    quoted = '"' + str(table).replace('"', '""') + '"'
    (count,) = database.execute(f"SELECT count(*) FROM {quoted}").fetchone()  # noqa: S608 - quoted just above
    check_count(count, max_rows, name)
    cursor = database.execute(f"SELECT * FROM {quoted}")  # noqa: S608
    columns = [str(description[0]) for description in cursor.description]
    if column not in columns:
        raise SitesError(_NO_LAYER, file=name)
    features, rejected = [], []
    for row, record in enumerate(cursor, start=1):
        values = dict(zip(columns, record, strict=True))
        try:
            features.append(Feature(row, values, _shape_of_blob(values.pop(column))))
        except (shapely.GEOSException, struct.error, IndexError, TypeError) as error:
            rejected.append(Rejection(row, BAD_GEOMETRY, {"problem": _brief(error)}))
    note = only(str(table), [str(layer) for layer, *_ in others])
    return Features(features, _crs_of_database(database, srs), tuple(rejected), note)


def _shape_of_blob(blob: object) -> BaseGeometry | None:
    """Take the WKB out of its envelope: magic, version, flags, CRS, and up to eight numbers."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:2] != b"GP":
        raise TypeError("no GeoPackage geometry")
    envelope = (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7]
    return shapely.from_wkb(blob[8 + envelope :])


def _crs_of_database(database: sqlite3.Connection, srs: object) -> CRS | None:
    found = database.execute(
        "SELECT organization || ':' || organization_coordsys_id, definition FROM gpkg_spatial_ref_sys"
        " WHERE srs_id = ? AND srs_id > 0",
        (srs,),
    ).fetchone()
    for text in found or ():
        try:
            # The definition is WKT; PROJ would also take a pipeline, which can name files.
            if isinstance(text, str) and (_AUTHORITY_CODE.fullmatch(text) or re.match(r"\s*[A-Z_]+\[", text)):
                return CRS.from_user_input(text)
        except CRSError:
            continue
    return None


# ------------------------------------------------------------------------------------------------- shapefile

# Filters of warnings belong to the process; one reader at a time may change them.
WARNINGS = threading.Lock()

_BAD_FILE = N_("{file} cannot be read: {reason}. Export it again.")
_BAD_SHAPEFILE = N_("{file} cannot be read as a shapefile: {reason}. Export it again.")


def read_shapefile(parts: Mapping[str, bytes], name: str, max_rows: int, encoding: str | None = None) -> Features:
    """Read a shapefile from the bytes of its parts, by suffix; `encoding` is that of texts where none is stated.

    Raises
    ------
    SitesError
        If a part is missing or damaged.
    """
    if not parts[".shp"].startswith(b"\x00\x00\x27\x0a") or ".shx" not in parts:
        raise SitesError(N_("{file}: the shapefile is damaged or lacks its .shx. Zip all its parts."), file=name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sites.shp"
        for suffix, content in parts.items():
            # The reader fails on a .prj that is not UTF-8, and only names can be other than ASCII.
            ascii_only = suffix in (".prj", ".cpg")
            path.with_suffix(suffix).write_bytes(re.sub(rb"[^\x20-\x7e\s]", b"?", content) if ascii_only else content)
        return read_with_gdal(path, name, max_rows, failed=_BAD_SHAPEFILE, encoding=encoding)


def read_with_gdal(
    path: Path, name: str, max_rows: int, *, failed: str = _BAD_FILE, allow_empty: bool = False, **options: Any
) -> Features:
    """Read the one layer of a file that GDAL knows; what it says on the way becomes a warning.

    Parameters
    ----------
    path
        A file under a name of our making.
    name
        What the user calls it, for messages.
    failed
        What to say where it cannot be read.
    allow_empty
        Whether having no features is an answer too.
    **options
        As of `geopandas.read_file`.

    Raises
    ------
    SitesError
        If it cannot be read, or has no geometry.
    """
    try:
        with WARNINGS, warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            # Where nothing may be left, a part of the file is asked for, and whoever asks counts.
            if not allow_empty:
                check_count(pyogrio.read_info(path, force_feature_count=True)["features"], max_rows, name)
            frame = gpd.read_file(path, engine="pyogrio", on_invalid="ignore", **options)
    except _GDAL_ERRORS as error:
        reason = _brief(error).replace(str(path.parent), "").replace(path.name, name)
        raise SitesError(failed, file=name, reason=reason) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise SitesError(_NO_LAYER, file=name)
    # What GDAL says is a RuntimeWarning; other libraries speak to programmers.
    heard = dict.fromkeys(_brief(w.message).replace(str(path.parent), "") for w in said if w.category is RuntimeWarning)
    notes = [Rejection(0, N_("while reading the file: {reason}."), {"reason": text}) for text in list(heard)[:3]]
    return replace(features_of_frame(frame), warnings=tuple(notes))


def features_of_frame(frame: gpd.GeoDataFrame) -> Features:
    """Number the rows of a frame as features of a file."""
    records = frame.drop(columns=frame.geometry.name).to_dict("records")
    features = [Feature(row, *pair) for row, pair in enumerate(zip(records, frame.geometry, strict=True), 1)]
    return Features(features, frame.crs)


_GDAL_ERRORS = (
    DataSourceError,
    DataLayerError,
    FieldError,
    GeometryError,
    ReaderCRSError,
    CRSError,
    ValueError,
    LookupError,
    OverflowError,
    shapely.GEOSException,
)


def only(chosen: str, others: Sequence[str]) -> tuple[Rejection, ...]:
    """Say which of several layers or documents was read."""
    if not others:
        return ()
    text = N_("only {layer} is read; the file also has {others}.")
    return (Rejection(0, text, {"layer": chosen[:80], "others": ", ".join(other[:80] for other in others[:10])}),)


def _brief(error: object) -> str:
    return " ".join(str(error).split())[:200].rstrip(".")
