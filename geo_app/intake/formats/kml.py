"""Read KML placemarks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo_app.core.errors import SitesError
from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.intake.features import BAD_GEOMETRY, Feature, Features, brief
from geo_app.intake.formats.xml import parse_xml, tag
from geo_app.intake.read_options import Limits, ReadOptions, SourceFile

_TEXTS = ("description", "address", "phoneNumber")
_LINKS = N_("links to other documents are not followed: what they hold is missing.")


def is_kml(file: SourceFile) -> bool:
    """Tell KML by its root or namespace."""
    return file.head.startswith("<") and ("<kml" in file.head or "opengis.net/kml" in file.head)


def read_kml(file: SourceFile, how: ReadOptions, limits: Limits) -> Features:
    """Read the placemarks of a KML document, of all its folders.

    Raises
    ------
    SitesError
        If it is not valid XML, declares entities, or has no placemarks.
    """
    root = parse_xml(file.content, file.name)
    placemarks = [element for element in root.iter() if tag(element) == "Placemark"]
    if not placemarks:
        raise SitesError(
            N_("{file} has no placemarks. Links to other documents are not followed: save the places themselves."),
            file=file.name,
        )
    links = any(tag(element) == "NetworkLink" for element in root.iter())
    notes = (RowNote(0, Message(_LINKS)),) if links else ()
    features, rejected = [], []
    for row, placemark in enumerate(placemarks, start=1):
        try:
            shapes = list(_shapes_of_kml(placemark))
        except (ValueError, shapely.GEOSException) as error:
            rejected.append(RowNote(row, Message(BAD_GEOMETRY, {"problem": brief(error)})))
            continue
        shape = shapes[0] if len(shapes) == 1 else shapely.GeometryCollection(shapes)
        features.append(Feature(row, _values_of_kml(placemark), shape))
    return Features(features, CRS.from_user_input(GEOGRAPHIC_CRS), tuple(rejected), notes)


def _values_of_kml(placemark: Element) -> dict[str, object]:
    values: dict[str, object] = {"feature_id": placemark.get("id")}
    for element in placemark.iter():
        if tag(element) == "Data":
            values[element.get("name", "")] = next((e.text for e in element if tag(e) == "value"), None)
        elif tag(element) == "SimpleData":
            values[element.get("name", "")] = element.text
    for child in placemark:
        if tag(child) in _TEXTS and child.text and child.text.strip():
            values.setdefault(tag(child), child.text.strip())
    title = next((child.text for child in placemark if tag(child) == "name"), None)
    # First, because the first of several columns with the same meaning counts.
    return {"name": title} | values | {"name": title} if title else values


def _shapes_of_kml(placemark: Element) -> Iterator[BaseGeometry]:
    rings = {id(ring) for boundary in placemark.iter() if tag(boundary).endswith("BoundaryIs") for ring in boundary}
    for element in placemark.iter():
        kind = tag(element)
        if kind == "Point":
            points = _coordinates(element)
            if len(points) != 1:
                raise ValueError(f"a point with {len(points)} coordinates")
            yield shapely.Point(points[0])
        elif kind == "LineString":
            yield shapely.LineString(_coordinates(element))
        elif kind == "Track" and (line := _track(element)):
            yield shapely.LineString(line) if len(line) > 1 else shapely.Point(line[0])
        elif kind == "LinearRing" and id(element) not in rings:
            # Not in the standard as a geometry of its own, but surveyors' programs write it for an outline.
            yield shapely.Polygon(_coordinates(element))
        elif kind == "Polygon":
            sides = {side: [e for e in element if tag(e) == f"{side}BoundaryIs"] for side in ("outer", "inner")}
            if len(sides["outer"]) != 1:
                raise ValueError("a polygon without one outer boundary")
            yield shapely.Polygon(_coordinates(sides["outer"][0]), [_coordinates(e) for e in sides["inner"]])


def _track(element: Element) -> list[tuple[float, float]]:
    """Read the places of a track, which stand one by one: "lon lat height"."""
    numbers = [(e.text or "").split() for e in element if tag(e) == "coord"]
    return [(float(place[0]), float(place[1])) for place in numbers if len(place) > 1]


def _coordinates(element: Element) -> list[tuple[float, float]]:
    text = " ".join(e.text or "" for e in element.iter() if tag(e) == "coordinates")
    # "lon,lat,height lon,lat,height": blanks beside a comma are wrong, but common.
    tuples = [part.split(",") for part in re.sub(r"\s*,\s*", ",", text).split()]
    if any(len(numbers) < 2 for numbers in tuples):
        raise ValueError(f"coordinates {text.strip()[:80]!r}")
    return [(float(numbers[0]), float(numbers[1])) for numbers in tuples]
