"""Read what a source on the internet answers: every kind becomes records of named values with a geometry.

==========  ====================================================================================
overpass    JSON of the Overpass API, asked with ``out geom`` or ``out center``
geonames    a country's zip, or the table in it
geojson     a FeatureCollection in EPSG:4326
csv         a table with a header
shapefile   one shapefile of a zip of many, such as a regional extract of OpenStreetMap
==========  ====================================================================================

Nothing that is read is believed to be what its address promises: a page that asks to sign in is named as such.
"""

from __future__ import annotations

import csv
import io
import json
import lzma
import math
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import geopandas as gpd
import pyogrio
import shapely
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from geo_app.core.errors import RefreshError
from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.core.types import Bounds

FeedKind = Literal["overpass", "geonames", "geojson", "csv", "shapefile"]
GeometryKind = Literal["point", "line", "polygon"]

SHORTEST_DEG = 1e-5
"""Lines shorter than about a metre may be nothing at the six decimals that a layer is written with."""

MAX_UNPACKED_BYTES = 4_000_000_000
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, KeyError)

# fmt: off
_GEONAMES_COLUMNS = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature_class", "feature_code",
    "country_code", "cc2", "admin1_code", "admin2_code", "admin3_code", "admin4_code", "population", "elevation",
    "dem", "timezone", "modification_date",
)
# fmt: on


@dataclass(frozen=True)
class Record:
    """One thing of a source: `row` counts from 1, `values` are texts, `shape` is lon/lat or None."""

    row: int
    values: Mapping[str, str]
    shape: BaseGeometry | None


@dataclass(frozen=True)
class Feed:
    """What a source says.

    Attributes
    ----------
    as_of
        Day that the source itself states for all of it, ISO; empty where it states none.
    rejected
        Records that could not be read, with the reason.
    """

    records: tuple[Record, ...]
    as_of: str = ""
    rejected: tuple[RowNote, ...] = ()


@dataclass(frozen=True)
class FeedOptions:
    """How to read a source.

    Attributes
    ----------
    geometry
        What to make of closed ways and relations of OpenStreetMap.
    member
        Stem of the shapefile in its zip.
    box
        West, south, east, north in degrees: what lies outside need not be read.
    lon, lat
        Columns of a table that hold the position; empty for a table without.
    """

    kind: FeedKind
    geometry: GeometryKind
    member: str = ""
    box: Bounds | None = None
    delimiter: str = ","
    lon: str = ""
    lat: str = ""


def read_feed(path: Path, name: str, how: FeedOptions) -> Feed:
    """Read a downloaded file.

    Parameters
    ----------
    name
        What it is called in messages: its address.

    Raises
    ------
    RefreshError
        If the file is not of its kind; the message says what it looks like instead.
    """
    readers: Mapping[FeedKind, Callable[[Path, str, FeedOptions], Feed]] = {
        "overpass": _overpass,
        "geonames": _geonames,
        "geojson": _geojson,
        "csv": _csv,
        "shapefile": _shapefile,
    }
    return readers[how.kind](path, name, how)


def _wrong(path: Path, name: str, expected: str, reason: object = "") -> RefreshError:
    """Say what came instead of what was expected."""
    with path.open("rb") as file:
        head = file.read(300).decode("utf-8", errors="replace").strip()
    page = head.lower().startswith(("<!doctype html", "<html"))
    return RefreshError(
        N_(
            "{url}: expected {expected}, found {found}: {head!r} {reason}. Check the address in refresh.toml, and "
            "whether this network asks to sign in."
        ),
        url=name,
        expected=expected,
        found=Message(N_("a web page") if page else N_("something else")),
        head=" ".join(head.split())[:80],
        reason=f"({str(reason)[:200]})" if str(reason) else "",
    )


# ---------------------------------------------------------------------------------------------- OpenStreetMap


def _overpass(path: Path, name: str, how: FeedOptions) -> Feed:
    raw = _json(path, name, "JSON of the Overpass API")
    elements = raw.get("elements")
    if not isinstance(elements, list):
        raise _wrong(path, name, "JSON of the Overpass API", "no elements")
    # A query that ran out of time or memory answers 200 with what it had by then, and says so only here.
    if raw.get("remark"):
        raise RefreshError(
            N_("{url}: the query was not finished: {remark!r}. Try later, or ask for less in refresh.toml."),
            url=name,
            remark=str(raw["remark"])[:200],
        )
    records, rejected = [], []
    for row, element in enumerate(elements, start=1):
        try:
            shape = _osm_shape(element, how.geometry)
            tags = {f"@{key}": element[key] for key in ("type", "id")} | element.get("tags", {})
        except (KeyError, TypeError, ValueError, AttributeError, shapely.GEOSException) as error:
            rejected.append(
                RowNote(row, Message(N_("not an element with a geometry: {reason}"), {"reason": _told(error)}))
            )
            continue
        if shape is None:
            rejected.append(RowNote(row, Message(N_("its parts do not make a {kind}"), {"kind": how.geometry})))
        else:
            records.append(Record(row, _texts(tags), shape))
    stamp = raw.get("osm3s", {})
    return Feed(tuple(records), _day(str(stamp.get("timestamp_osm_base", ""))), tuple(rejected))


def _told(error: BaseException) -> str:
    return f"{type(error).__name__} {error}"[:120]


def _osm_shape(element: Mapping[str, Any], kind: GeometryKind) -> BaseGeometry | None:
    """Make the geometry of a node, way or relation; None where its parts do not make one."""
    if kind == "point":
        place = element.get("center", element)
        return shapely.Point(place["lon"], place["lat"])
    if kind == "line":
        lines = [line for line in _osm_lines(element) if line.length >= SHORTEST_DEG]
        return lines[0] if len(lines) == 1 else shapely.MultiLineString(lines) if lines else None
    if element["type"] == "way":
        return _areas(_osm_lines(element))
    outer, inner = (_areas(_osm_lines(element, role)) for role in ("outer", "inner"))
    return outer if outer is None or inner is None else _no_empty(shapely.difference(outer, inner))


def _osm_lines(element: Mapping[str, Any], role: str = "") -> list[shapely.LineString]:
    parts = [element] if "geometry" in element else element["members"]
    # Before roles were written, every way of an area was its outline.
    wanted = [part for part in parts if not role or part.get("role") == role or (role == "outer" and not part["role"])]
    runs = [[(p["lon"], p["lat"]) for p in part["geometry"] if p] for part in wanted if part.get("geometry")]
    return [shapely.LineString(run) for run in runs if len(run) > 1]


def _areas(lines: Sequence[shapely.LineString]) -> BaseGeometry | None:
    """Close lines into areas; None unless every one of them is used, as an outline with a gap encloses nothing."""
    if not lines:
        return None
    noded = shapely.get_parts(shapely.node(shapely.GeometryCollection(list(lines))))
    polygons, *rest = shapely.polygonize_full(noded.tolist())
    if any(not left.is_empty for left in rest):
        return None
    return _no_empty(shapely.union_all(shapely.get_parts(polygons)))


def _no_empty(shape: BaseGeometry) -> BaseGeometry | None:
    return None if shape.is_empty else shape


# ----------------------------------------------------------------------------------------------------- tables


def _geonames(path: Path, name: str, _how: FeedOptions) -> Feed:
    text = _table_of_zip(path, name) if zipfile.is_zipfile(path) else _text(path, name)
    # Names hold quotation marks that quote nothing.
    lines = csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    records: list[Record] = []
    rejected: list[RowNote] = []
    for row, cells in enumerate(lines, start=1):
        if len(cells) != len(_GEONAMES_COLUMNS):
            raise _wrong(path, name, f"a GeoNames table of {len(_GEONAMES_COLUMNS)} columns", f"row {row}")
        values = dict(zip(_GEONAMES_COLUMNS, cells, strict=True))
        _place(row, values, ("longitude", "latitude"), records, rejected)
    return Feed(tuple(records), rejected=tuple(rejected))


def _csv(path: Path, name: str, how: FeedOptions) -> Feed:
    text = _text(path, name)
    if text.lstrip().startswith("<"):
        raise _wrong(path, name, "a table (CSV)")
    reader = csv.DictReader(io.StringIO(text), delimiter=how.delimiter)
    header = [column.strip() for column in reader.fieldnames or ()]
    missing = [column for column in (how.lon, how.lat) if column and column not in header]
    if len(header) < 2 or missing:
        raise _wrong(path, name, "a table (CSV)", f"columns: {', '.join(header)[:120]}")
    reader.fieldnames = header
    records: list[Record] = []
    rejected: list[RowNote] = []
    for row, cells in enumerate(reader, start=1):
        values = {str(column): value for column, value in cells.items() if column and isinstance(value, str)}
        _place(row, values, (how.lon, how.lat) if how.lon and how.lat else None, records, rejected)
    return Feed(tuple(records), rejected=tuple(rejected))


def _place(
    row: int,
    values: Mapping[str, str],
    columns: tuple[str, str] | None,
    records: list[Record],
    rejected: list[RowNote],
) -> None:
    """File a row of a table under records, at its position if it is to have one, or under rejected."""
    try:
        lonlat = [float(values[column]) for column in columns or ()]
        if not all(map(math.isfinite, lonlat)):
            raise ValueError(lonlat)
        shape = shapely.Point(lonlat) if columns else None
    except (KeyError, ValueError):
        found = ", ".join(values.get(column, "") for column in columns or ())
        rejected.append(RowNote(row, Message(N_("no position: {found!r}"), {"found": found[:80]})))
    else:
        records.append(Record(row, _texts(values), shape))


def _table_of_zip(path: Path, name: str) -> str:
    """Get the table of a country's zip, which has a readme beside it."""
    try:
        with zipfile.ZipFile(path) as archive:
            tables = [i for i in archive.infolist() if i.filename.endswith(".txt") and "readme" not in i.filename]
            if len(tables) != 1 or tables[0].file_size > MAX_UNPACKED_BYTES:
                raise _wrong(path, name, "a zip with one GeoNames table", ", ".join(archive.namelist()[:5]))
            return archive.read(tables[0]).decode("utf-8")
    except (*_ZIP_ERRORS, UnicodeDecodeError) as error:
        raise _wrong(path, name, "a zip with one GeoNames table", error) from error


# --------------------------------------------------------------------------------------------------- geometry


def _geojson(path: Path, name: str, _how: FeedOptions) -> Feed:
    raw = _json(path, name, "GeoJSON")
    features = raw.get("features")
    if raw.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise _wrong(path, name, "GeoJSON", f"type {raw.get('type')!r}")
    records, rejected = [], []
    for row, feature in enumerate(features, start=1):
        try:
            values = {"@id": feature.get("id"), **(feature.get("properties") or {})}
            geometry = feature.get("geometry")
            shape = shapely.from_geojson(json.dumps(geometry)) if geometry else None
        except (AttributeError, TypeError, shapely.GEOSException) as error:
            rejected.append(RowNote(row, Message(N_("not a GeoJSON feature: {reason}"), {"reason": _told(error)})))
            continue
        records.append(Record(row, _texts(values), shape))
    return Feed(tuple(records), rejected=tuple(rejected))


def _shapefile(path: Path, name: str, how: FeedOptions) -> Feed:
    with tempfile.TemporaryDirectory() as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, how.member, Path(folder))
            frame = gpd.read_file(Path(folder) / "layer.shp", engine="pyogrio", bbox=how.box)
        except (*_ZIP_ERRORS, pyogrio.errors.DataSourceError, CRSError, ValueError) as error:
            raise _wrong(path, name, f"a zip with the shapefile {how.member!r}", error) from error
    if frame.crs is None:
        raise _wrong(path, name, f"a zip with the shapefile {how.member!r}", "no .prj")
    shapes = frame.to_crs(GEOGRAPHIC_CRS).geometry
    rows = frame.drop(columns=frame.geometry.name).to_dict("records")
    records = (Record(row, _texts(v), s) for row, (v, s) in enumerate(zip(rows, shapes, strict=True), start=1))
    return Feed(tuple(records))


def _unpack(archive: zipfile.ZipFile, stem: str, folder: Path) -> None:
    """Unpack one shapefile's parts, under names of our own."""
    infos = {info.filename: info for info in archive.infolist()}
    wanted = {part: infos[stem + part] for part in _PARTS if stem + part in infos}
    if ".shp" not in wanted:
        raise KeyError(f"found {', '.join(list(infos)[:5])}")
    if sum(info.file_size for info in wanted.values()) > MAX_UNPACKED_BYTES:
        raise ValueError(f"more than {MAX_UNPACKED_BYTES} bytes unpacked")
    for part, info in wanted.items():
        with archive.open(info) as source, (folder / f"layer{part}").open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)


# ---------------------------------------------------------------------------------------------- small pieces


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong(path, name, "text in UTF-8", error) from error


def _json(path: Path, name: str, expected: str) -> dict[str, Any]:
    try:
        raw = json.loads(path.read_bytes(), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise _wrong(path, name, expected, error) from error
    if not isinstance(raw, dict):
        raise _wrong(path, name, expected)
    return raw


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


def _texts(values: Mapping[Any, Any]) -> dict[str, str]:
    """Write every value as one line of text without control characters; absent and empty ones are left out."""
    texts = {str(key): _line(value) for key, value in values.items() if isinstance(value, str | int | float | date)}
    return {key: text for key, text in texts.items() if text}


def _line(value: str | float | date) -> str:
    if isinstance(value, float):
        # A number column with gaps: its gaps are NaN, and its whole numbers have become 12.0.
        return "" if value != value else f"{value:.15g}"
    words: Iterable[str] = str(value).split()
    return "".join(c for c in " ".join(words) if c.isprintable())[:500]


def _day(stamp: str) -> str:
    try:
        return date.fromisoformat(stamp[:10]).isoformat()
    except ValueError:
        return ""
