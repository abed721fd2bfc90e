"""Read the kinds of JSON that hold places: GeoJSON entry by entry, with the reason for each that is no feature.

Which kind it is, the document says: TopoJSON and Esri JSON are GDAL's, Overpass JSON is OpenStreetMap's.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo_app.core.errors import SitesError
from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.intake.features import BAD_GEOMETRY, Feature, Features, brief, check_crs
from geo_app.intake.formats.gdal import read_json_with_gdal
from geo_app.intake.formats.osm_elements import read_overpass
from geo_app.intake.read_options import Limits, ReadOptions, SourceFile

_MAX_COLLECTIONS = 20
_NO_GEOJSON = N_("{file} is JSON, but not a GeoJSON FeatureCollection (type is {found!r}).")


def is_json(file: SourceFile) -> bool:
    """Tell JSON by its first sign."""
    return file.head.startswith(("{", "["))


def read_json(file: SourceFile, how: ReadOptions, limits: Limits) -> Features:
    """Read GeoJSON, GeoJSON by lines, TopoJSON, Esri JSON or Overpass JSON.

    Raises
    ------
    SitesError
        If it is not valid JSON, or none of these.
    """
    raw = _parsed(file)
    if isinstance(raw, dict) and raw.get("type") == "Topology":
        if not isinstance(raw.get("objects"), dict) or not isinstance(raw.get("arcs"), list):
            raise SitesError(_NO_GEOJSON, file=file.name, found="Topology")
        return replace(read_json_with_gdal(file, limits), default_crs=CRS.from_user_input(GEOGRAPHIC_CRS))
    if isinstance(raw, dict) and _is_esri(raw):
        return read_json_with_gdal(file, limits)
    if isinstance(raw, dict) and isinstance(raw.get("elements"), list):
        return read_overpass(raw["elements"])
    return _features(raw, file.name)


def _parsed(file: SourceFile) -> Any:
    content = file.content.removeprefix(b"\xef\xbb\xbf")
    try:
        return json.loads(content)
    except RecursionError as error:
        raise SitesError(N_("{file} is not valid JSON: {reason}."), file=file.name, reason=brief(error)) from error
    except ValueError as error:
        lines = [line.strip(b"\x1e \r") for line in content.split(b"\n")]
        try:
            entries = [json.loads(line) for line in lines if line]
        except (ValueError, RecursionError):
            entries = []
        if len(entries) > 1 and all(isinstance(entry, dict) and entry.get("type") == "Feature" for entry in entries):
            return {"type": "FeatureCollection", "features": entries}
        raise SitesError(N_("{file} is not valid JSON: {reason}."), file=file.name, reason=str(error)[:200]) from error


def _is_esri(raw: dict[str, Any]) -> bool:
    entries = raw.get("features")
    if raw.get("type") is not None or not isinstance(entries, list):
        return False
    stated = "geometryType" in raw or "spatialReference" in raw
    return stated or any(isinstance(entry, dict) and "attributes" in entry for entry in entries[:10])


def _features(raw: Any, name: str) -> Features:
    features, rejected = [], []
    for row, entry in enumerate(_entries(raw, name), start=1):
        if not isinstance(entry, dict) or entry.get("type") != "Feature":
            rejected.append(RowNote(row, Message(N_("not a GeoJSON feature."))))
            continue
        try:
            shape = _shape_of_json(entry.get("geometry"))
        except (shapely.GEOSException, RecursionError) as error:
            rejected.append(RowNote(row, Message(BAD_GEOMETRY, {"problem": brief(error)})))
            continue
        values = entry.get("properties")
        own = values if isinstance(values, dict) else {}
        features.append(Feature(row, {"feature_id": entry.get("id"), **own}, shape))
    # Without a word it is WGS 84, by the format's standard; what cannot be degrees is asked for.
    default = None if "crs" in raw else CRS.from_user_input(GEOGRAPHIC_CRS)
    return Features(features, _crs_of_json(raw, name), tuple(rejected), default_crs=default)


def _entries(raw: object, name: str) -> list[object]:
    kind = raw.get("type") if isinstance(raw, dict) else None
    if isinstance(raw, dict) and kind == "FeatureCollection" and isinstance(raw.get("features"), list):
        return list(raw["features"])
    if kind == "Feature":
        return [raw]
    if isinstance(raw, dict) and ("coordinates" in raw or "geometries" in raw):
        return [{"type": "Feature", "geometry": raw}]
    raise SitesError(_NO_GEOJSON, file=name, found=str(kind)[:80])


def _shape_of_json(geometry: object) -> BaseGeometry | None:
    if geometry is None:
        return None
    text = json.dumps(geometry)
    # GEOS descends into collections by recursion, which would exhaust the stack.
    if text.count('"GeometryCollection"') > _MAX_COLLECTIONS:
        raise shapely.GEOSException("too many geometry collections")
    return shapely.from_geojson(text)


def _crs_of_json(raw: Any, name: str) -> CRS | None:
    """Get the CRS that the member of the format's first edition states."""
    stated = raw.get("crs")
    if stated is None:
        return None
    properties = stated.get("properties") if isinstance(stated, dict) else None
    code = properties.get("name") if isinstance(properties, dict) else None
    return check_crs(code if isinstance(code, str) else json.dumps(stated), name)
