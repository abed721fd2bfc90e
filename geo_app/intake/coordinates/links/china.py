"""Links of the map services of China, which write places in datums of their own.

Outside China these datums do not shift places; a note says which one was assumed.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geo_app.core.geodesy import to_lonlat
from geo_app.intake.coordinates.links.address import Address, Found, destination, number, only, pair

_GCJ, _BD = "GCJ-02", "BD-09"
_BD_MERCATOR = "EPSG:3395"
"""Baidu's metres follow the Mercator projection on the ellipsoid within a few hundred metres: enough for a view."""
_BD_MERCATOR_M = 500.0


def _of(found: Found | None, datum: str) -> Found | None:
    return replace(found, datum=datum) if found else None


def amap(address: Address) -> Found | None:
    """Read a link of Amap (Gaode), also one that opens its application."""
    datum = "" if address.key("coordinate") == "wgs84" or address.key("dev") == "1" else _GCJ
    if goal := address.key("to"):
        return destination(_of(pair(goal, "lon lat"), datum))
    if end := address.two("dlat", "dlon"):
        return destination(_of(end, datum))
    points = (pair(mark, "lon lat") for mark in address.key("markers").split("|"))
    found = pair(address.key("position", "location"), "lon lat") or only(points) or address.two("lat", "lng")
    found = found or address.two("lat", "lon") or pair(address.key("q"))
    if found is None and (parts := address.key("p").split(","))[2:]:
        found = pair(f"{parts[1]},{parts[2]}")
    if found:
        return _of(replace(found, name=address.key("name", "poiname")), datum)
    middle = pair(address.key("center"), "lon lat")
    return _of(replace(middle, kind="middle", zoom=address.number("zoom", "z")), datum) if middle else None


def baidu(address: Address) -> Found | None:
    """Read a link of Baidu; in an address bar it writes the middle of the map in metres."""
    datum = {"gcj02": _GCJ, "wgs84": ""}.get(address.key("coord_type").lower(), _BD)
    if goal := address.key("destination"):
        place = next((part[7:] for part in goal.split("|") if part.startswith("latlng:")), goal)
        return destination(_of(pair(place), datum))
    if found := pair(address.key("latlng", "location", "marker")):
        return _of(replace(found, name=address.key("title", "name")), datum)
    if middle := pair(address.key("center")):
        return _of(replace(middle, kind="middle", zoom=address.number("zoom")), datum)
    at = next((step[1:] for step in address.steps if step.startswith("@")), "") or address.key("c")
    parts = at.split(",")
    x, y = (number(part) for part in parts[:2]) if len(parts) > 1 else (None, None)
    if x is None or y is None or max(x, y) < 1_000:
        return None
    lon, lat = to_lonlat(np.array([[x, y]]), _BD_MERCATOR)[0]
    zoom = number(parts[2]) if len(parts) > 2 else address.number("l")
    middle = Found(float(lat), float(lon), _BD_MERCATOR_M / 111_200, kind="middle", zoom=zoom)
    return _of(middle, _BD)


def tencent(address: Address) -> Found | None:
    """Read a link of Tencent: a destination, marks or the middle of the map, in GCJ-02 unless it says otherwise."""
    datum = "" if address.key("coord_type") == "1" else _GCJ
    if goal := address.key("tocoord"):
        return destination(_of(pair(goal), datum))
    marks = []
    for mark in address.key("marker").split("|"):
        fields = dict(part.partition(":")[::2] for part in mark.split(";"))
        place = pair(fields.get("coord", ""))
        marks.append(replace(place, name=fields.get("title", "")) if place else None)
    found = only(iter(marks)) or pair(address.key("coord")) or address.two("pointy", "pointx")
    if found:
        return _of(found, datum)
    middle = pair(address.key("center"))
    return _of(replace(middle, kind="middle", zoom=address.number("zoom")), datum) if middle else None
