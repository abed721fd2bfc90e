"""Read GeoPackages: GDAL reads the layer, after the database has been looked at for what could do harm."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from dataclasses import replace

from pyproj import CRS
from pyproj.exceptions import CRSError

from geo_app.core.errors import SitesError
from geo_app.core.i18n import N_
from geo_app.intake.features import AUTHORITY_CODE, Features, brief, only
from geo_app.intake.formats.gdal import NO_LAYER, in_folder, read_with_gdal
from geo_app.intake.read_options import Limits, ReadOptions, SourceFile

_MAX_SECONDS = 20
_BAD_DATABASE = N_("{file} is a database that cannot be read as a GeoPackage: {reason}.")


def is_geopackage(file: SourceFile) -> bool:
    """Tell a database by its first bytes."""
    return file.content.startswith(b"SQLite format 3\x00")


def read_gpkg(file: SourceFile, how: ReadOptions, limits: Limits) -> Features:
    """Read the first layer of a GeoPackage, a layer of points before others.

    Raises
    ------
    SitesError
        If the database is damaged, or is no GeoPackage with a layer of geometries.
    """
    # The two bytes say that a write-ahead log is beside the file, which there is not.
    content = file.content[:18] + b"\x01\x01" + file.content[20:]
    deadline = time.monotonic() + _MAX_SECONDS
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(content)
            database.text_factory = lambda text: text.decode("utf-8", errors="replace")
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, len(content))
            database.set_progress_handler(lambda: time.monotonic() > deadline, 1_000_000)
            database.execute("PRAGMA trusted_schema = OFF")
            layers = _layers(database)
            if not layers:
                raise SitesError(NO_LAYER, file=file.name)
            (table, srs), *others = layers
            crs = _crs(database, srs)
    except (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeError) as error:
        raise SitesError(_BAD_DATABASE, file=file.name, reason=brief(error)) from error
    with in_folder({"layer.gpkg": content}) as folder:
        found = read_with_gdal(folder / "layer.gpkg", file.name, limits.max_rows, failed=_BAD_DATABASE, layer=table)
    notes = only(table, [title for title, _ in others])
    return replace(found, crs=crs, warnings=(*notes, *found.warnings))


def _layers(database: sqlite3.Connection) -> list[tuple[str, object]]:
    """List the layers that are plain tables, points first: views and computed columns could compute anything."""
    found = database.execute(
        "SELECT g.table_name, g.srs_id FROM gpkg_geometry_columns g"
        " JOIN sqlite_master m ON lower(m.name) = lower(g.table_name) AND m.type = 'table'"
        " JOIN gpkg_contents c ON lower(c.table_name) = lower(g.table_name)"
        " WHERE m.sql NOT LIKE 'CREATE VIRTUAL%'"
        " AND NOT EXISTS (SELECT 1 FROM pragma_table_xinfo(m.name) WHERE hidden > 1)"
        " AND EXISTS (SELECT 1 FROM pragma_table_xinfo(m.name) WHERE lower(name) = lower(g.column_name))"
        " ORDER BY upper(g.geometry_type_name) NOT IN ('POINT', 'MULTIPOINT'), g.rowid"
    ).fetchall()
    return [(str(table), srs) for table, srs in found]


def _crs(database: sqlite3.Connection, srs: object) -> CRS | None:
    """Read the CRS as the database defines it; GDAL would make one up for those that are not defined."""
    found = database.execute(
        "SELECT organization || ':' || organization_coordsys_id, definition FROM gpkg_spatial_ref_sys"
        " WHERE srs_id = ? AND srs_id > 0",
        (srs,),
    ).fetchone()
    for text in found or ():
        try:
            # The definition is WKT; PROJ would also take a pipeline, which can name files.
            if isinstance(text, str) and (AUTHORITY_CODE.fullmatch(text) or re.match(r"\s*[A-Z_]+\[", text)):
                return CRS.from_user_input(text)
        except CRSError:
            continue
    return None
