"""Read features from GeoJSON, KML, GeoPackage or a shapefile that may be hostile.

GeoJSON, KML and GeoPackage are read feature by feature without GDAL: a bad feature costs itself only, and nothing
in the file can name another file or a URL to open. GDAL reads the shapefile, under a name and in a folder of our
making.
"""

from __future__ import annotations

import re
import tempfile
import threading
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import shapely
from pyogrio.errors import CRSError as ReaderCRSError
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError
from pyproj.exceptions import CRSError

from geo_app.core.errors import SitesError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.intake.features import (
    Features,
    brief,
    check_count,
    features_of_frame,
)

NO_LAYER = N_("{file} has no layer with geometry. Export the layer of sites again.")


# --------------------------------------------------------------------------------------------------- GeoJSON


# ------------------------------------------------------------------------------------------------------- KML


# ------------------------------------------------------------------------------------------------ GeoPackage


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
        reason = brief(error).replace(str(path.parent), "").replace(path.name, name)
        raise SitesError(failed, file=name, reason=reason) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise SitesError(NO_LAYER, file=name)
    # What GDAL says is a RuntimeWarning; other libraries speak to programmers.
    heard = dict.fromkeys(brief(w.message).replace(str(path.parent), "") for w in said if w.category is RuntimeWarning)
    notes = [RowNote(0, Message(N_("while reading the file: {reason}."), {"reason": text})) for text in list(heard)[:3]]
    return replace(features_of_frame(frame), warnings=tuple(notes))


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
