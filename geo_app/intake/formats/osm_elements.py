"""Make features of OpenStreetMap's own elements, as Overpass answers them in JSON and JOSM saves them in XML.

GDAL reads extracts; it reads neither of these, and an answer may leave the nodes of a way out and give its geometry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.intake.features import BAD_GEOMETRY, Feature, Features, brief
from geo_app.intake.formats.xml import tag

_Point = tuple[float, float]
# Closed ways with one of these tags go round something; others only come back to where they began.
_LINEAR = ("highway", "barrier", "railway", "waterway")
_REMARK = N_("the server remarks: {found}. Features may be missing.")
_NO_GEOMETRY = N_("the {kind} {id} has no geometry: ask for it with “out geom;” or with its nodes.")


def read_overpass(elements: Sequence[Any]) -> Features:
    """Make features of the elements of an Overpass answer that have tags."""
    known = [element for element in elements if isinstance(element, dict)]
    bad = [
        RowNote(row, Message(N_("not an element of OpenStreetMap.")))
        for row, element in enumerate(elements, start=1)
        if not isinstance(element, dict)
    ]
    found = features_of_elements(known)
    return Features(found.features, found.crs, (*bad, *found.rejected), count=len(found.features) + len(bad))


def elements_of_xml(root: Element) -> list[dict[str, Any]]:
    """Write the elements of a document as Overpass does; what its editor has deleted is left out."""
    elements = []
    for item in root:
        kind = tag(item)
        if kind not in ("node", "way", "relation") or item.get("action") == "delete":
            continue
        element: dict[str, Any] = {"type": kind, "id": item.get("id")}
        element["tags"] = {e.get("k", ""): e.get("v", "") for e in item if tag(e) == "tag"}
        if kind == "node":
            element |= {"lat": item.get("lat"), "lon": item.get("lon")}
        corners = [e for e in item if tag(e) == "nd"]
        element["nodes"] = [e.get("ref") for e in corners]
        element["geometry"] = _written_out(corners)
        element["center"] = next((dict(e.attrib) for e in item if tag(e) == "center"), None)
        element["members"] = [{**e.attrib, "geometry": _written_out(e)} for e in item if tag(e) == "member"]
        elements.append(element)
    return elements


def _written_out(corners: Iterable[Element]) -> list[dict[str, str]]:
    """Get the places of corners that are written at them, as "out geom" does."""
    return [dict(e.attrib) for e in corners if "lat" in e.attrib and "lon" in e.attrib]


def remark_of(text: str) -> Message:
    """Say what a server remarks, such as that it broke off."""
    return Message(_REMARK, {"found": " ".join(text.split())[:200]})


def features_of_elements(elements: Sequence[Mapping[str, Any]]) -> Features:
    """Make features of elements with tags; nodes and ways without them only give others their shape."""
    nodes: dict[str, _Point] = {}
    ways: dict[str, list[_Point]] = {}
    for element in elements:
        try:
            if element.get("type") == "node":
                nodes[str(element.get("id"))] = _place(element)
            elif element.get("type") == "way":
                ways[str(element.get("id"))] = _way(element, nodes)
        except (KeyError, TypeError, ValueError):
            continue
    features, rejected = [], []
    tagged = [element for element in elements if isinstance(element.get("tags"), Mapping) and element["tags"]]
    for row, element in enumerate(tagged, start=1):
        try:
            shape = _shape(element, nodes, ways)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, shapely.GEOSException) as error:
            rejected.append(RowNote(row, Message(BAD_GEOMETRY, {"problem": brief(error)})))
            continue
        kind, identity = str(element.get("type"))[:20], str(element.get("id"))[:40]
        if shape is None:
            rejected.append(RowNote(row, Message(_NO_GEOMETRY, {"kind": kind, "id": identity})))
            continue
        values = {"osm_id": f"{kind}/{identity}", **{str(k): v for k, v in element["tags"].items()}}
        features.append(Feature(row, values, shape))
    return Features(features, CRS.from_user_input(GEOGRAPHIC_CRS), tuple(rejected), count=len(tagged))


def _place(element: Mapping[str, Any]) -> _Point:
    return float(element["lon"]), float(element["lat"])


def _way(element: Mapping[str, Any], nodes: Mapping[str, _Point]) -> list[_Point]:
    if element.get("geometry"):
        return [_place(corner) for corner in element["geometry"] if corner]
    return [nodes[str(node)] for node in element.get("nodes") or () if str(node) in nodes]


def _shape(
    element: Mapping[str, Any], nodes: Mapping[str, _Point], ways: Mapping[str, list[_Point]]
) -> BaseGeometry | None:
    kind = element.get("type")
    if kind == "node":
        return shapely.Point(_place(element))
    if kind == "way" and len(corners := ways.get(str(element.get("id")), [])) > 1:
        is_area = corners[0] == corners[-1] and len(corners) > 3 and not any(t in element["tags"] for t in _LINEAR)
        return shapely.Polygon(corners) if is_area else shapely.LineString(corners)
    if kind == "relation" and (shape := _relation(element, ways)) is not None:
        return shape
    if element.get("center"):
        return shapely.Point(_place(element["center"]))
    if element.get("lat") is not None:
        return shapely.Point(_place(element))
    return None


def _relation(element: Mapping[str, Any], ways: Mapping[str, list[_Point]]) -> BaseGeometry | None:
    """Join the ways of a relation: an area's outer and inner outlines, else lines."""
    lines: dict[str, list[BaseGeometry]] = {"outer": [], "inner": []}
    for member in element.get("members") or ():
        if member.get("type") != "way":
            continue
        corners = _way(member, {}) or ways.get(str(member.get("ref")), [])
        if len(corners) > 1:
            lines["inner" if member.get("role") == "inner" else "outer"].append(shapely.LineString(corners))
    if not lines["outer"]:
        return None
    if element["tags"].get("type") not in ("multipolygon", "boundary", "site"):
        return shapely.GeometryCollection(lines["outer"])
    outer, inner = _areas(lines["outer"]), _areas(lines["inner"])
    return None if outer.is_empty else shapely.difference(outer, inner)


def _areas(lines: Iterable[BaseGeometry]) -> BaseGeometry:
    return shapely.union_all(shapely.get_parts(shapely.polygonize(list(lines))))
