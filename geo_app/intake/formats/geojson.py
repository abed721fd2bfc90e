"""Read GeoJSON, entry by entry, with the reason for each entry that is no feature."""

from __future__ import annotations

import json
from typing import Any

import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo_app.core.errors import SitesError
from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.intake.features import (
    BAD_GEOMETRY,
    Feature,
    Features,
    brief,
    check_count,
    check_crs,
)

_MAX_COLLECTIONS = 20


def read_geojson(content: bytes, name: str, max_rows: int) -> Features:
    """Read a GeoJSON FeatureCollection, Feature or geometry.

    Raises
    ------
    SitesError
        If it is not valid JSON, not GeoJSON, or in an unknown CRS.
    """
    try:
        raw = json.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise SitesError(N_("{file} is not valid JSON: {reason}."), file=name, reason=str(error)[:200]) from error
    entries = _entries(raw, name)
    check_count(len(entries), max_rows, name)
    features, rejected = [], []
    for row, entry in enumerate(entries, start=1):
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
    return Features(features, _crs_of_json(raw, name), tuple(rejected))


def _entries(raw: object, name: str) -> list[object]:
    kind = raw.get("type") if isinstance(raw, dict) else None
    if isinstance(raw, dict) and kind == "FeatureCollection" and isinstance(raw.get("features"), list):
        return list(raw["features"])
    if kind == "Feature":
        return [raw]
    if isinstance(raw, dict) and ("coordinates" in raw or "geometries" in raw):
        return [{"type": "Feature", "geometry": raw}]
    raise SitesError(
        N_("{file} is JSON, but not a GeoJSON FeatureCollection (type is {found!r})."), file=name, found=str(kind)[:80]
    )


def _shape_of_json(geometry: object) -> BaseGeometry | None:
    if geometry is None:
        return None
    text = json.dumps(geometry)
    # GEOS descends into collections by recursion, which would exhaust the stack.
    if text.count('"GeometryCollection"') > _MAX_COLLECTIONS:
        raise shapely.GEOSException("too many geometry collections")
    return shapely.from_geojson(text)


def _crs_of_json(raw: Any, name: str) -> CRS | None:
    """Get the CRS: WGS 84, unless the member of the format's first edition says otherwise."""
    if "crs" not in raw:
        return CRS.from_user_input(GEOGRAPHIC_CRS)
    stated = raw["crs"]
    if stated is None:
        return None
    properties = stated.get("properties") if isinstance(stated, dict) else None
    code = properties.get("name") if isinstance(properties, dict) else None
    return check_crs(code if isinstance(code, str) else json.dumps(stated), name)
