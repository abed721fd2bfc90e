"""Read waypoints, routes and tracks of GPX."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.messages import Message, RowNote
from geo_app.intake.features import BAD_GEOMETRY, Feature, Features
from geo_app.intake.formats.xml import parse_xml, tag
from geo_app.intake.read_options import Limits, ReadOptions, SourceFile


def is_gpx(file: SourceFile) -> bool:
    """Tell GPX by its root."""
    return file.head.startswith("<") and "<gpx" in file.head


def read_gpx(file: SourceFile, how: ReadOptions, limits: Limits) -> Features:
    """Read waypoints, routes and tracks."""
    root = parse_xml(file.content, file.name)
    elements = [element for element in root if tag(element) in ("wpt", "rte", "trk")]
    features, rejected = [], []
    for row, element in enumerate(elements, start=1):
        values = {tag(e): e.text for e in element if tag(e) in ("name", "desc", "cmt", "sym", "type", "time", "ele")}
        # What programs add of their own is one level deep or more; the innermost have the texts.
        extended = [e for part in element if tag(part) == "extensions" for e in part.iter() if not len(e)]
        values |= {tag(e): e.text for e in extended if e.text and tag(e) not in values}
        try:
            features.append(Feature(row, values, _shape_of_gpx(element)))
        except (TypeError, ValueError, shapely.GEOSException) as error:
            rejected.append(RowNote(row, Message(BAD_GEOMETRY, {"problem": str(error)[:200]})))
    return Features(features, CRS.from_user_input(GEOGRAPHIC_CRS), tuple(rejected))


def _shape_of_gpx(element: Element) -> BaseGeometry:
    if tag(element) == "wpt":
        return shapely.Point(_place(element))
    runs = [element] if tag(element) == "rte" else [e for e in element if tag(e) == "trkseg"]
    lines = [[_place(point) for point in run if tag(point) in ("rtept", "trkpt")] for run in runs]
    return shapely.MultiLineString([line for line in lines if len(line) > 1])


def _place(element: Element) -> tuple[float, float]:
    return float(element.attrib.get("lon", "nan")), float(element.attrib.get("lat", "nan"))
