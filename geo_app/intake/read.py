"""The way in for every file, of sites or of a layer: one table of formats, one place that checks count, size and CRS.

A reader in `geo_app.intake.formats` only turns bytes into features; which one reads a file, the first bytes tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from geo_app.core.errors import SitesError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.intake.features import Features, check_count, only
from geo_app.intake.file_crs import resolve_crs
from geo_app.intake.formats.archive import ZIP_START, Member, list_members, unpack
from geo_app.intake.formats.gdal import (
    is_dxf,
    is_flatgeobuf,
    is_mapinfo,
    is_shapefile,
    read_dxf,
    read_flatgeobuf,
    read_mapinfo,
    read_shapefile,
)
from geo_app.intake.formats.geojson import is_json, read_json
from geo_app.intake.formats.geopackage import is_geopackage, read_gpkg
from geo_app.intake.formats.gpx import is_gpx, read_gpx
from geo_app.intake.formats.kml import is_kml, read_kml
from geo_app.intake.formats.osm import is_osm, read_osm
from geo_app.intake.formats.parquet import is_parquet, read_parquet
from geo_app.intake.formats.raster import is_raster, read_raster
from geo_app.intake.formats.spreadsheet import is_workbook
from geo_app.intake.formats.table import read_sheet, read_text_table
from geo_app.intake.read_options import Limits, ReadOptions, SourceFile

Reader = Callable[[SourceFile, ReadOptions, Limits], Features]


@dataclass(frozen=True)
class Format:
    """A format of files.

    Attributes
    ----------
    title
        As people call it.
    suffixes
        Of its main file.
    parts
        Suffixes of the files that belong to it.
    begins
        Whether a file is of it.
    read
        Turns it into features.
    for_sites
        Whether it can hold candidate sites.
    """

    title: str
    suffixes: tuple[str, ...]
    begins: Callable[[SourceFile], bool]
    read: Reader
    parts: tuple[str, ...] = ()
    for_sites: bool = True


def _is_text(file: SourceFile) -> bool:
    return not (file.head.startswith("<") or "\x00" in file.head or _known_as(file))


# The order tells which of several data sets in an archive is read.
FORMATS = (
    Format("shapefile (.zip)", (".shp",), is_shapefile, read_shapefile, (".shx", ".dbf", ".prj", ".cpg")),
    Format("GeoPackage", (".gpkg",), is_geopackage, read_gpkg),
    Format("FlatGeobuf", (".fgb",), is_flatgeobuf, read_flatgeobuf),
    Format("GeoParquet", (".parquet", ".geoparquet"), is_parquet, read_parquet),
    Format("GeoJSON, TopoJSON, Esri JSON, Overpass JSON", (".geojson", ".json", ".geojsonl"), is_json, read_json),
    Format("MapInfo (.mif, .tab as .zip)", (".tab", ".mif"), is_mapinfo, read_mapinfo, (".mid", ".dat", ".map", ".id")),
    Format("DXF", (".dxf",), is_dxf, read_dxf),
    Format("KML, KMZ", (".kml",), is_kml, read_kml),
    Format("GPX", (".gpx",), is_gpx, read_gpx),
    Format("OpenStreetMap (.osm, .osm.pbf)", (".osm", ".pbf"), is_osm, read_osm),
    Format("Excel and OpenDocument sheets", (".xlsx", ".xls", ".ods", ".xlsm", ".xlsb"), is_workbook, read_sheet),
    Format("GeoTIFF", (".tif", ".tiff"), is_raster, read_raster, (".tfw", ".prj"), for_sites=False),
    Format("CSV, TSV", (".csv", ".tsv", ".txt"), _is_text, read_text_table),
)

SITE_FORMATS = ", ".join(item.title for item in FORMATS if item.for_sites)
LAYER_FORMATS = ", ".join(item.title for item in FORMATS)

_PACKED = ("zip", "kmz")
SITE_SUFFIXES = (*(s.lstrip(".") for item in FORMATS if item.for_sites for s in item.suffixes), *_PACKED)
"""Suffixes of files that may hold sites, without the point."""

LAYER_SUFFIXES = (*(s.lstrip(".") for item in FORMATS for s in item.suffixes), *_PACKED)
"""Suffixes of files that may become a layer, without the point."""

_NO_DATA = (".txt",)
_NOTES = re.compile(r"(?:^|/)(?:readme|licen[cs]e|copying|notes?)[^/]*$", re.IGNORECASE)

_DESCRIBED = (
    (b"AC10", N_("a DWG drawing; save it as DXF")),
    (b"ncols", N_("a grid in text; save it as GeoTIFF")),
    (b"%PDF", N_("a PDF document")),
    (b"\x89PNG", N_("an image")),
    (b"\xff\xd8\xff", N_("an image")),
    (b"\x1f\x8b", N_("a gzip archive; unpack it first")),
    (b"7z\xbc\xaf", N_("a 7-Zip archive; use ZIP")),
    (b"Rar!", N_("a RAR archive; use ZIP")),
    (b"\x00\x00\x27\x0a", N_("a part of a shapefile; zip the .shp, .shx, .dbf and .prj together")),
)


def read_features(content: bytes, name: str, how: ReadOptions, limits: Limits) -> Features:
    """Read a file's features; `crs` of the answer is what the file states, else what `how` says.

    Parameters
    ----------
    name
        What the user calls the file, for messages only.

    Raises
    ------
    SitesError
        If the file as a whole cannot be read: unknown format, damaged, too large, without rows, in no known CRS.
    """
    file, chosen, notes = _open(content, name, how, limits)
    found = chosen.read(file, how, limits)
    count = len(found.features) + len(found.rejected) if found.count is None else found.count
    check_count(count, limits.max_rows, name)
    found = replace(found, warnings=(*notes, *found.warnings))
    return resolve_crs(found, how.crs, name) if found.features else found


def _open(content: bytes, name: str, how: ReadOptions, limits: Limits) -> tuple[SourceFile, Format, Sequence[RowNote]]:
    """Tell the format, and get the bytes of a data set; of several in an archive the first."""
    file = SourceFile(name, content, {})
    notes: Sequence[RowNote] = ()
    if content.startswith(ZIP_START) and not is_workbook(file):
        file, notes = _unpacked(content, name, limits)
    for item in FORMATS:
        if item.begins(file) and not (item.suffixes == (".shp",) and not file.parts):
            return file, item, notes
    raise SitesError(
        N_("{file} is in an unknown format: {found}. It can be one of {formats}."),
        file=name,
        found=Message(_describe(file)),
        formats=SITE_FORMATS if how.places else LAYER_FORMATS,
    )


def _known_as(file: SourceFile) -> str:
    return next((words for magic, words in _DESCRIBED if file.content.startswith(magic)), "")


def _describe(file: SourceFile) -> str:
    if known := _known_as(file):
        return known
    if file.head.startswith("<"):
        if "opengis.net/gml" in file.head:
            return N_("GML; save it as GeoJSON or GeoPackage")
        page = file.head.lower().startswith(("<!doctype html", "<html"))
        return N_("a web page") if page else N_("XML that is not KML, GPX or OpenStreetMap")
    return N_("binary data")


# ------------------------------------------------------------------------------------------------- archives


def _unpacked(content: bytes, name: str, limits: Limits) -> tuple[SourceFile, Sequence[RowNote]]:
    members = list_members(content, name)
    known = [member for member in members if _format_of(member) is not None]
    # A text in an archive is a licence or a note more often than a table.
    sets = sorted((_order(member), member) for member in known if member.suffix not in _NO_DATA)
    sets = sets or sorted((_order(member), member) for member in known if not _NOTES.search(member.path))
    if not sets:
        raise SitesError(
            N_(
                "{file}: the archive holds neither a shapefile (.shp) nor a KML document, nor another file that can be "
                "read. Found {found}; expected one of {formats}."
            ),
            file=name,
            found=", ".join(repr(member.title[:80]) for member in members[:5]) or "-",
            formats=LAYER_FORMATS,
        )
    main = sets[0][1]
    suffixes = _suffixes(main)
    parts = {member.suffix: member.path for member in members if member.stem == main.stem and member.suffix in suffixes}
    unpacked = unpack(content, {main.path, *parts.values()}, name, limits.max_bytes)
    parts = {suffix: path for suffix, path in parts.items() if path != main.path}
    file = SourceFile(name, unpacked[main.path], {suffix: unpacked[path] for suffix, path in parts.items()})
    return file, only(main.title, [member.title for _, member in sets[1:]])


def _format_of(member: Member) -> int | None:
    suffix = member.suffix
    return next((n for n, item in enumerate(FORMATS) if suffix in item.suffixes), None)


def _suffixes(main: Member) -> tuple[str, ...]:
    number = _format_of(main)
    return (main.suffix, *(FORMATS[number].parts if number is not None else ()))


def _order(member: Member) -> tuple[int, bool, int, str]:
    """Sort data sets: by format, then KMZ's root document, which is named doc.kml by custom, then what lies highest."""
    number = _format_of(member)
    path = PurePosixPath(member.path.lower())
    return (len(FORMATS) if number is None else number, str(path) != "doc.kml", len(path.parts), str(path))
