"""Read any file that can become a layer into features, whatever its format; hostile bytes are refused with a reason.

Formats that carry candidate sites too are read by the same readers.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from geo_app.core.errors import LayerError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.intake.features import Features, check_crs, only
from geo_app.intake.formats.archive import dbf_encoding, unpack
from geo_app.intake.formats.csv import read_csv
from geo_app.intake.formats.gdal import read_shapefile, read_with_gdal
from geo_app.intake.formats.geojson import read_geojson
from geo_app.intake.formats.geopackage import read_gpkg
from geo_app.intake.formats.geotiff import TIFF_STARTS, read_raster
from geo_app.intake.formats.gpx import read_gpx
from geo_app.intake.formats.kml import read_kml
from geo_app.intake.formats.osm import read_osm
from geo_app.intake.formats.parquet import read_parquet
from geo_app.intake.formats.table import features_of_table
from geo_app.intake.formats.xlsx import is_workbook, read_workbook
from geo_app.intake.read_options import Limits, Reading

LAYER_FORMATS = (
    "GeoJSON, GeoPackage, FlatGeobuf, GeoParquet, zipped shapefile, KML, KMZ, GPX, CSV, XLSX, GeoTIFF, "
    "OpenStreetMap (.osm, .osm.pbf)"
)

_GUESSED_ENCODING = N_("the archive has no .cpg; texts were read as Windows-1251. If they look wrong, add it.")


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
        return read_parquet(content, name, limits)
    if content.startswith(TIFF_STARTS):
        return read_raster(content, name, how.crs, how.area, how.resampling, limits.max_cells)
    if content[4:16].find(b"OSMHeader") >= 0 or (head.startswith("<") and "<osm" in head):
        return read_osm(content, name, how.theme, how.area, rows)
    if head.startswith("<") and "<gpx" in head:
        return read_gpx(content, name, rows)
    if is_workbook(content):
        return features_of_table(read_workbook(content, name, rows, limits.max_bytes), name, how.crs)
    unpacked = unpack(content, name, limits.max_bytes)
    parts = unpacked.parts
    if unpacked.kind == "csv":
        return features_of_table(read_csv(parts[".csv"], name, rows), name, how.crs)
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
        notes += (RowNote(0, Message(_GUESSED_ENCODING)),) if encoding == "cp1251" else ()
    return replace(found, warnings=(*notes, *found.warnings))


# ---------------------------------------------------------------------------------------------------- tables


# ------------------------------------------------------------------------------------------- binary formats


def _read_flatgeobuf(content: bytes, name: str, max_rows: int) -> Features:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layer.fgb"
        path.write_bytes(content)
        return read_with_gdal(path, name, max_rows)


# ------------------------------------------------------------------------------------------------------- GPX
