"""Read a geographic file that may be hostile: GeoJSON, GeoPackage, KML, KMZ, zipped shapefile.

The format is told from the bytes. An archive is unpacked in memory, only its expected members and only within
limits; XML is refused if it declares entities; GDAL opens a file of our naming in a folder of our making, with one
driver, so that nothing in the file can make it open anything else.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
import zlib
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Literal
from xml.etree.ElementTree import ParseError

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo_app.crs import GEOGRAPHIC_CRS
from geo_app.errors import SitesError
from geo_app.i18n import N_
from geo_app.model import Rejection

Format = Literal["csv", "geojson", "gpkg", "kml", "zip", "unknown"]

READABLE = "CSV, GeoJSON, GeoPackage, KML, KMZ, zipped shapefile"

_DRIVERS = {"geojson": "GeoJSON", "gpkg": "GPKG", "kml": "KML", "shp": "ESRI Shapefile"}
_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_MAX_MEMBERS = 1_000
_MAX_RATIO = 200


def sniff(content: bytes) -> Format:
    """Tell a file's format from its bytes."""
    head = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if content.startswith(b"PK\x03\x04"):
        return "zip"
    if content.startswith(b"SQLite format 3\x00"):
        return "gpkg"
    if head.startswith((b"{", b"[")):
        return "geojson"
    if head.startswith(b"<"):
        return "kml" if b"<kml" in head or b"opengis.net/kml" in head else "unknown"
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "csv" if utf16 or b"\x00" not in content[:4096] else "unknown"


def read_features(
    content: bytes, name: str, crs: str | None, max_bytes: int
) -> tuple[gpd.GeoDataFrame, list[Rejection]]:
    """Read features into EPSG:4326, with a column ``row`` that counts them from 1.

    Parameters
    ----------
    content
        The file's bytes.
    name
        Its name, for messages only.
    crs
        The coordinate reference system where the file states none.
    max_bytes
        Most bytes that an archive may unpack to, over all members together ten times.

    Raises
    ------
    SitesError
        If the format is unknown, the archive or XML unsafe, the file damaged or the CRS missing.
    """
    kind = sniff(content)
    if kind == "zip":
        return _read_zip(content, name, crs, max_bytes)
    if kind == "geojson":
        _check_json(content, name)
    elif kind == "kml":
        _check_xml(content, name)
    elif kind != "gpkg":
        raise SitesError(N_("{file}: unknown format. It can be one of {formats}."), file=name, formats=READABLE)
    return _open({f"sites.{kind}": content}, f"sites.{kind}", _DRIVERS[kind], name, crs)


def check_crs(crs: str, name: str) -> str:
    """Return the CRS if PROJ knows it.

    Raises
    ------
    SitesError
        If it does not.
    """
    try:
        CRS.from_user_input(crs)
    except CRSError as error:
        raise SitesError(
            N_("{file}: unknown coordinate reference system {crs!r}. Give an EPSG code such as EPSG:28412."),
            file=name,
            crs=crs,
        ) from error
    return crs


def _check_json(content: bytes, name: str) -> None:
    try:
        raw = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise SitesError(N_("{file} is not valid JSON: {reason}."), file=name, reason=error) from error
    kind = raw.get("type") if isinstance(raw, dict) else None
    features = raw.get("features") if isinstance(raw, dict) else None
    if kind != "FeatureCollection" or not isinstance(features, list):
        raise SitesError(
            N_("{file} is JSON, but not a GeoJSON FeatureCollection (type is {found!r})."), file=name, found=kind
        )
    if not features:
        raise SitesError(N_("{file} has no features."), file=name)
    # GDAL would pass over such an entry in silence, and a row would be lost.
    strange = next((row for row, entry in enumerate(features, start=1) if not isinstance(entry, dict)), None)
    if strange is not None:
        raise SitesError(N_("{file}: feature {row} is not a GeoJSON feature."), file=name, row=strange)


def _check_xml(content: bytes, name: str) -> None:
    try:
        fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise SitesError(
            N_("{file}: XML with a document type or entities is not accepted. Save it without them."), file=name
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise SitesError(N_("{file} is not valid XML: {reason}."), file=name, reason=error) from error


def _read_zip(content: bytes, name: str, crs: str | None, max_bytes: int) -> tuple[gpd.GeoDataFrame, list[Rejection]]:
    members, listing = _members(content, name, max_bytes)
    shapes = sorted(path for path in members if path.lower().endswith(".shp"))
    documents = sorted(path for path in members if path.lower().endswith(".kml"))
    if shapes:
        stem = PurePosixPath(shapes[0]).with_suffix("")
        parts = {
            f"sites{PurePosixPath(path).suffix.lower()}": data
            for path, data in members.items()
            if PurePosixPath(path).with_suffix("") == stem
        }
        return _open(parts, "sites.shp", _DRIVERS["shp"], name, crs, left_out=shapes[1:])
    if documents:
        _check_xml(members[documents[0]], name)
        parts = {"sites.kml": members[documents[0]]}
        return _open(parts, "sites.kml", _DRIVERS["kml"], name, crs, left_out=documents[1:])
    raise SitesError(
        N_("{file}: the archive holds neither a shapefile (.shp) nor a KML document. Found {found}."),
        file=name,
        found=", ".join(listing[:5]) or "-",
    )


def _members(content: bytes, name: str, max_bytes: int) -> tuple[dict[str, bytes], list[str]]:
    """Unpack the members that matter into memory, within limits, and list the names of all."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            wanted = [i for i in infos if i.filename.lower().endswith((*_SHAPEFILE_PARTS, ".kml"))]
            total = sum(info.file_size for info in wanted)
            if len(infos) > _MAX_MEMBERS or total > 10 * max_bytes or total > _MAX_RATIO * len(content):
                raise SitesError(
                    N_("{file}: the archive would unpack to {found} MB in {members} files, which is not accepted."),
                    file=name,
                    found=round(total / 1e6),
                    members=len(infos),
                )
            # A member may lie about its size: read no more than it declares.
            members = {info.filename: archive.open(info).read(info.file_size) for info in wanted}
            return members, [info.filename for info in infos]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise SitesError(
            N_("{file}: the archive is damaged or encrypted: {reason}."), file=name, reason=error
        ) from error


def _open(
    parts: dict[str, bytes], main: str, driver: str, name: str, crs: str | None, left_out: list[str] | None = None
) -> tuple[gpd.GeoDataFrame, list[Rejection]]:
    with tempfile.TemporaryDirectory() as folder:
        for part, data in parts.items():
            (Path(folder) / part).write_bytes(data)
        path = Path(folder) / main
        try:
            layers = [str(layer) for layer, kind in pyogrio.list_layers(path) if kind is not None]
            if not layers:
                raise SitesError(N_("{file} has no layer with geometry."), file=name)
            frame = gpd.read_file(path, engine="pyogrio", layer=layers[0], on_invalid="ignore")
        except (DataSourceError, DataLayerError, FieldError, GeometryError, ValueError, shapely.GEOSException) as error:
            reason = str(error).replace(folder, "").replace(main, name)
            raise SitesError(
                N_("{file} cannot be read as {format}: {reason}."), file=name, format=driver, reason=reason
            ) from error
    warnings = []
    others = [*layers[1:], *(left_out or [])]
    if others:
        text = N_("only {layer} is read; the file also has {others}.")
        warnings.append(Rejection(0, text, {"layer": layers[0], "others": ", ".join(others)}))
    if frame.crs is None:
        if crs is None:
            raise SitesError(
                N_("{file} states no coordinate reference system. Add the .prj file, or give the system (EPSG code)."),
                file=name,
            )
        frame = frame.set_crs(check_crs(crs, name))
    frame = frame.to_crs(GEOGRAPHIC_CRS)
    frame["row"] = np.arange(1, len(frame) + 1)
    return frame, warnings
