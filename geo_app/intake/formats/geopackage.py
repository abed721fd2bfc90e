"""Read GeoPackages."""

from __future__ import annotations

import re
import sqlite3
import struct
import time
from contextlib import closing

import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from geo_app.core.errors import SitesError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.intake.features import (
    AUTHORITY_CODE,
    BAD_GEOMETRY,
    Feature,
    Features,
    brief,
    check_count,
    only,
)
from geo_app.intake.formats.gdal import NO_LAYER

_MAX_SECONDS = 20


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
            N_("{file} is a database that cannot be read as a GeoPackage: {reason}."), file=name, reason=brief(error)
        ) from error


def _read_layer(database: sqlite3.Connection, name: str, max_rows: int) -> Features:
    # Only tables: a view could compute anything.
    layers = database.execute(
        "SELECT g.table_name, g.column_name, g.srs_id FROM gpkg_geometry_columns g"
        " JOIN sqlite_master m ON lower(m.name) = lower(g.table_name) AND m.type = 'table'"
        " ORDER BY upper(g.geometry_type_name) NOT IN ('POINT', 'MULTIPOINT'), g.rowid"
    ).fetchall()
    if not layers:
        raise SitesError(NO_LAYER, file=name)
    (table, column, srs), *others = layers
    quoted = '"' + str(table).replace('"', '""') + '"'
    (count,) = database.execute(f"SELECT count(*) FROM {quoted}").fetchone()  # noqa: S608 - quoted just above
    check_count(count, max_rows, name)
    cursor = database.execute(f"SELECT * FROM {quoted}")  # noqa: S608
    columns = [str(description[0]) for description in cursor.description]
    if column not in columns:
        raise SitesError(NO_LAYER, file=name)
    features, rejected = [], []
    for row, record in enumerate(cursor, start=1):
        values = dict(zip(columns, record, strict=True))
        try:
            features.append(Feature(row, values, _shape_of_blob(values.pop(column))))
        except (shapely.GEOSException, struct.error, IndexError, TypeError) as error:
            rejected.append(RowNote(row, Message(BAD_GEOMETRY, {"problem": brief(error)})))
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
            if isinstance(text, str) and (AUTHORITY_CODE.fullmatch(text) or re.match(r"\s*[A-Z_]+\[", text)):
                return CRS.from_user_input(text)
        except CRSError:
            continue
    return None
