"""Read the kinds of JSON that hold places: GeoJSON entry by entry, with the reason for each that is no feature.

Which kind it is, the document says: TopoJSON and Esri JSON are GDAL's, Overpass JSON is OpenStreetMap's.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo_app.core.errors import SitesError
from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.intake.encoding import decode, guess_note
from geo_app.intake.features import BAD_GEOMETRY, Feature, Features, brief, check_crs
from geo_app.intake.formats.gdal import read_json_with_gdal
from geo_app.intake.formats.osm_elements import read_overpass, remark_of
from geo_app.intake.formats.table import features_of_records
from geo_app.intake.read_options import Limits, ReadOptions, SourceFile

_MAX_COLLECTIONS = 20
_NO_GEOJSON = N_(
    "{file} is JSON, but not a GeoJSON FeatureCollection, TopoJSON, Esri JSON, Overpass JSON or list of records: found "
    "{found!r}."
)
_CUT = N_("the server sent a part only (exceededTransferLimit): features are missing. Ask it for the rest, in pages.")


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
    text, notes = _decoded(file)
    file = replace(file, content=text.encode())
    raw = _parsed(text, file.name)
    found = _read(raw, file, how, limits)
    return replace(found, warnings=(*notes, *found.warnings))


def _read(raw: Any, file: SourceFile, how: ReadOptions, limits: Limits) -> Features:
    if isinstance(raw, dict) and raw.get("type") == "Topology":
        if not isinstance(raw.get("objects"), dict) or not isinstance(raw.get("arcs"), list):
            raise SitesError(_NO_GEOJSON, file=file.name, found=_kind(raw))
        return replace(read_json_with_gdal(file, limits), default_crs=CRS.from_user_input(GEOGRAPHIC_CRS))
    if isinstance(raw, dict) and _is_esri(raw):
        return _told_if_cut(read_json_with_gdal(file, limits), raw)
    if isinstance(raw, dict) and isinstance(raw.get("elements"), list):
        found = read_overpass(raw["elements"])
        remark = RowNote(0, remark_of(str(raw["remark"]))) if raw.get("remark") else None
        return replace(found, warnings=(*([remark] if remark else []), *found.warnings))
    if _are_records(raw):
        return features_of_records(raw, file.name, how)
    return _told_if_cut(_features(raw, file.name), raw)


def _decoded(file: SourceFile) -> tuple[str, tuple[RowNote, ...]]:
    found = decode(file.content)
    if found is None:
        raise SitesError(
            N_("{file}: the text is neither UTF-8 nor in an encoding that can be told. Save it as UTF-8."),
            file=file.name,
        )
    return found[0].lstrip("\ufeff"), guess_note(found[1])


def _parsed(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise SitesError(N_("{file} is not valid JSON: {reason}."), file=name, reason=brief(error)) from error
    except ValueError as error:
        lines = [line.strip("\x1e \r") for line in text.split("\n")]
        try:
            entries = [json.loads(line) for line in lines if line]
        except (ValueError, RecursionError):
            entries = []
        if len(entries) > 1 and all(isinstance(entry, dict) and entry.get("type") == "Feature" for entry in entries):
            return {"type": "FeatureCollection", "features": entries}
        raise SitesError(N_("{file} is not valid JSON: {reason}."), file=name, reason=str(error)[:200]) from error


def _are_records(raw: Any) -> bool:
    """Tell a list of plain records, as services and tables give them."""
    return isinstance(raw, list) and bool(raw) and all(isinstance(one, dict) and "geometry" not in one for one in raw)


def _told_if_cut(found: Features, raw: Any) -> Features:
    """Say that a server has sent a part only, if it says so itself."""
    properties = raw.get("properties") if isinstance(raw, dict) else None
    marks = [part for part in (raw, properties) if isinstance(part, dict)]
    if not any(part.get("exceededTransferLimit") is True for part in marks):
        return found
    return replace(found, warnings=(RowNote(0, Message(_CUT)), *found.warnings))


def _kind(raw: Any) -> str:
    """Say what JSON is that is no GeoJSON."""
    if isinstance(raw, list):
        return "[…]"
    if not isinstance(raw, dict):
        return json.dumps(raw, ensure_ascii=False)[:40]
    if isinstance(raw.get("type"), str):
        return str(raw["type"])[:80]
    error = raw.get("error")
    said = error.get("message") if isinstance(error, dict) else None
    return f"error: {said}"[:120] if said else ", ".join(map(str, list(raw)[:8]))[:120]


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
            problem = re.sub(r".*\[json\.exception[^\]]*\] ?|'$", "", brief(error))
            rejected.append(RowNote(row, Message(BAD_GEOMETRY, {"problem": problem})))
            continue
        values = entry.get("properties")
        own = values if isinstance(values, dict) else {}
        features.append(Feature(row, {"feature_id": entry.get("id"), **own}, shape))
    # Without a word it is WGS 84, by the format's standard; what cannot be degrees is asked for.
    default = None if isinstance(raw, dict) and "crs" in raw else CRS.from_user_input(GEOGRAPHIC_CRS)
    return Features(features, _crs_of_json(raw, name), tuple(rejected), default_crs=default)


def _entries(raw: object, name: str) -> list[object]:
    kind = raw.get("type") if isinstance(raw, dict) else None
    if isinstance(raw, dict) and kind == "FeatureCollection" and isinstance(raw.get("features"), list):
        return list(raw["features"])
    if kind == "Feature":
        return [raw]
    if isinstance(raw, list) and any(isinstance(entry, dict) and entry.get("type") == "Feature" for entry in raw):
        return raw
    if isinstance(raw, dict) and ("coordinates" in raw or "geometries" in raw):
        return [{"type": "Feature", "geometry": raw}]
    raise SitesError(_NO_GEOJSON, file=name, found=_kind(raw))


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
    stated = raw.get("crs") if isinstance(raw, dict) else None
    if stated is None:
        return None
    properties = stated.get("properties") if isinstance(stated, dict) else None
    code = properties.get("name") if isinstance(properties, dict) else None
    return check_crs(code if isinstance(code, str) else json.dumps(stated), name)
