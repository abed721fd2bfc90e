"""Read any file that can become a layer into features, whatever its format; hostile bytes are refused with a reason.

Formats that carry candidate sites too are read by the same readers.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element

import geopandas as gpd
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo_app.archive import dbf_encoding, unpack
from geo_app.core.errors import LayerError
from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import N_
from geo_app.core.messages import Rejection
from geo_app.geofile import (
    BAD_GEOMETRY,
    Feature,
    Features,
    check_count,
    check_crs,
    features_of_frame,
    only,
    parse_xml,
    read_geojson,
    read_gpkg,
    read_kml,
    read_shapefile,
    read_with_gdal,
    tag,
)
from geo_app.osm import read_osm
from geo_app.raster import TIFF_STARTS, read_raster
from geo_app.tabular import Table, find_columns, points_of, read_csv
from geo_app.workbook import is_workbook, read_workbook

LAYER_FORMATS = (
    "GeoJSON, GeoPackage, FlatGeobuf, GeoParquet, zipped shapefile, KML, KMZ, GPX, CSV, XLSX, GeoTIFF, "
    "OpenStreetMap (.osm, .osm.pbf)"
)

_WKT_COLUMNS = ("wkt", "geometry", "geom", "the_geom", "shape")
_GUESSED_ENCODING = N_("the archive has no .cpg; texts were read as Windows-1251. If they look wrong, add it.")
_GUESSED_DEGREES = N_("the column {column!r} states no coordinate reference system; degrees are taken for granted.")


@dataclass(frozen=True)
class Limits:
    """What is read at most.

    Attributes
    ----------
    max_bytes
        Of the file; an archive may unpack to four times that.
    max_vertices
        Of all geometries together, and most rows.
    max_cells
        Of a raster, after resampling.
    """

    max_bytes: int = 50_000_000
    max_vertices: int = 1_000_000
    max_cells: int = 10_000


@dataclass(frozen=True)
class Reading:
    """How to read a file that leaves a choice.

    Attributes
    ----------
    crs
        The CRS of a file that states none.
    theme
        Which things to take of an OpenStreetMap extract: a key of `geo_app.osm.THEMES`.
    resampling
        What a coarser cell of a raster is: the ``mean`` of its cells, or their ``sum``.
    area
        West, south, east, north in degrees: what is cut out of a raster or an extract.
    """

    crs: str | None = None
    theme: str | None = None
    resampling: str = "mean"
    area: tuple[float, float, float, float] | None = None


def read_layer_file(content: bytes, name: str, how: Reading, limits: Limits) -> Features:
    """Read a file's features; `crs` of the answer is what the file states, else what `how` says.

    Raises
    ------
    LayerError, SitesError
        If the file as a whole cannot be read.
    """
    found = _read(content, name, how, limits)
    if found.crs is None:
        if how.crs is None:
            raise LayerError(
                N_(
                    "{file} states no coordinate reference system. Add it (a shapefile's .prj file), or give its EPSG "
                    "code, for example EPSG:28412."
                ),
                file=name,
            )
        found = replace(found, crs=check_crs(how.crs, name))
    return found


def _read(content: bytes, name: str, how: Reading, limits: Limits) -> Features:
    rows = limits.max_vertices
    head = content[:4096].decode("utf-8-sig", errors="replace").lstrip()
    if content.startswith(b"fgb\x03"):
        return _read_flatgeobuf(content, name, rows)
    if content.startswith(b"PAR1"):
        return _read_parquet(content, name, limits)
    if content.startswith(TIFF_STARTS):
        return read_raster(content, name, how.crs, how.area, how.resampling, limits.max_cells)
    if content[4:16].find(b"OSMHeader") >= 0 or (head.startswith("<") and "<osm" in head):
        return read_osm(content, name, how.theme, how.area, rows)
    if head.startswith("<") and "<gpx" in head:
        return _read_gpx(content, name, rows)
    if is_workbook(content):
        return _features_of_table(read_workbook(content, name, rows, limits.max_bytes), name, how.crs)
    unpacked = unpack(content, name, limits.max_bytes)
    parts = unpacked.parts
    if unpacked.kind == "csv":
        return _features_of_table(read_csv(parts[".csv"], name, rows), name, how.crs)
    if unpacked.kind == "geojson":
        return read_geojson(parts[".geojson"], name, rows)
    if unpacked.kind == "gpkg":
        return read_gpkg(parts[".gpkg"], name, rows)
    notes = only(unpacked.member, unpacked.left_out)
    if unpacked.kind == "kml":
        found = read_kml(parts[".kml"], name, rows)
    else:
        encoding = dbf_encoding(parts)
        found = read_shapefile(parts, name, rows, encoding)
        notes += (Rejection(0, _GUESSED_ENCODING),) if encoding == "cp1251" else ()
    return replace(found, warnings=(*notes, *found.warnings))


# ---------------------------------------------------------------------------------------------------- tables


def _features_of_table(table: Table, name: str, crs: str | None) -> Features:
    check_count(table.count, max(table.count, 1), name)
    geometry = next((c for c in table.columns if c.strip().lower() in _WKT_COLUMNS), None)
    if geometry is not None:
        return _features_of_wkt(table, geometry, crs, name)
    fields = find_columns(table.columns, name)
    pair = next((pair for pair in (("lon", "lat"), ("x", "y")) if fields.keys() >= set(pair)), None)
    if pair is None or (pair == ("x", "y") and crs is None):
        raise LayerError(
            N_(
                "{file}: no coordinates. Found the columns {found}; expected lon and lat (degrees), x and y with their "
                "coordinate reference system, or wkt."
            ),
            file=name,
            found=", ".join(repr(column[:40]) for column in table.columns[:20]),
        )
    x, y = (fields[axis] for axis in pair)
    system = check_crs(crs or GEOGRAPHIC_CRS, name)
    points, rejected = points_of(table, x, y, keep=table.columns, degrees=system.is_geographic)
    features = [Feature(row, values, shapely.Point(east, north)) for row, east, north, values in points]
    return Features(features, system, tuple(rejected), table.warnings)


def _features_of_wkt(table: Table, column: str, crs: str | None, name: str) -> Features:
    features, rejected = [], list(table.rejected)
    for row, cells in table.rows:
        values: dict[str, object] = dict(zip(table.columns, cells, strict=False))
        text = str(values.pop(column, "")).strip()
        # PostGIS writes "SRID=4326;POINT (…)".
        text = text.rpartition(";")[2] if text.upper().startswith("SRID=") else text
        try:
            features.append(Feature(row, values, shapely.from_wkt(text) if text else None))
        except (shapely.GEOSException, RecursionError) as error:
            rejected.append(Rejection(row, BAD_GEOMETRY, {"problem": " ".join(str(error).split())[:200]}))
    system, warnings = None, table.warnings
    if crs is not None:
        system = check_crs(crs, name)
    elif _look_like_degrees(features):
        system = CRS.from_user_input(GEOGRAPHIC_CRS)
        warnings = (*warnings, Rejection(0, _GUESSED_DEGREES, {"column": column[:80]}))
    return Features(features, system, tuple(rejected), warnings)


def _look_like_degrees(features: Sequence[Feature]) -> bool:
    shapes = [feature.shape for feature in features if feature.shape is not None and not feature.shape.is_empty]
    if not shapes:
        return False
    west, south, east, north = shapely.total_bounds(shapes)
    return bool(west >= -180 and south >= -90 and east <= 360 and north <= 90)


# ------------------------------------------------------------------------------------------- binary formats


def _read_flatgeobuf(content: bytes, name: str, max_rows: int) -> Features:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layer.fgb"
        path.write_bytes(content)
        return read_with_gdal(path, name, max_rows)


def _read_parquet(content: bytes, name: str, limits: Limits) -> Features:
    # Only here: the library is large, and few files need it.
    import pyarrow.parquet as parquet

    try:
        about = parquet.ParquetFile(BytesIO(content)).metadata
        unpacked = sum(about.row_group(i).total_byte_size for i in range(about.num_row_groups))
        check_count(about.num_rows, limits.max_vertices, name)
        if unpacked > 4 * limits.max_bytes:
            raise LayerError(
                N_("{file} would unpack to {found} MB; at most {limit} MB are accepted."),
                file=name,
                found=round(unpacked / 1e6, 1),
                limit=round(4 * limits.max_bytes / 1e6, 1),
            )
        frame = gpd.read_parquet(BytesIO(content))
    except (OSError, ValueError, TypeError, KeyError, NotImplementedError, shapely.GEOSException) as error:
        reason = " ".join(str(error).split())[:200].rstrip(".")
        raise LayerError(N_("{file} cannot be read: {reason}. Export it again."), file=name, reason=reason) from error
    return features_of_frame(frame)


# ------------------------------------------------------------------------------------------------------- GPX


def _read_gpx(content: bytes, name: str, max_rows: int) -> Features:
    root = parse_xml(content, name)
    elements = [element for element in root if tag(element) in ("wpt", "rte", "trk")]
    check_count(len(elements), max_rows, name)
    features, rejected = [], []
    for row, element in enumerate(elements, start=1):
        values = {tag(e): e.text for e in element if tag(e) in ("name", "desc", "cmt", "sym", "type", "time", "ele")}
        try:
            features.append(Feature(row, values, _shape_of_gpx(element)))
        except (TypeError, ValueError, shapely.GEOSException) as error:
            rejected.append(Rejection(row, BAD_GEOMETRY, {"problem": str(error)[:200]}))
    return Features(features, CRS.from_user_input(GEOGRAPHIC_CRS), tuple(rejected))


def _shape_of_gpx(element: Element) -> BaseGeometry:
    if tag(element) == "wpt":
        return shapely.Point(_place(element))
    runs = [element] if tag(element) == "rte" else [e for e in element if tag(e) == "trkseg"]
    lines = [[_place(point) for point in run if tag(point) in ("rtept", "trkpt")] for run in runs]
    return shapely.MultiLineString([line for line in lines if len(line) > 1])


def _place(element: Element) -> tuple[float, float]:
    return float(element.attrib.get("lon", "nan")), float(element.attrib.get("lat", "nan"))
