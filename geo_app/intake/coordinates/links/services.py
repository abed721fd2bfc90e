"""Where each map service writes a place in its links: the marked place first, the middle of the map last."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from geo_app.core.i18n import N_
from geo_app.core.messages import RowError
from geo_app.intake.coordinates.links.address import Address, Found, coordinates, destination, number, only, pair
from geo_app.intake.coordinates.links.china import amap, baidu, tencent

_NUMBER = r"-?\d{1,3}(?:\.\d{1,20})?"
_PIN = re.compile(rf"!3d({_NUMBER})!4d({_NUMBER})")
_STOP = re.compile(rf"!2m2!1d({_NUMBER})!2d({_NUMBER})")
_EMBEDDED = re.compile(rf"!1d(\d{{1,9}}(?:\.\d*)?)!2d({_NUMBER})!3d({_NUMBER})")
_SEEN = re.compile(rf"@({_NUMBER}),({_NUMBER})(?:,(\d{{1,8}}(?:\.\d*)?)([zma])(?:,(\d{{1,8}}(?:\.\d*)?)d)?)?")
_HASH = re.compile(rf"(?:map=)?(\d{{1,2}}(?:\.\d*)?)/({_NUMBER})/({_NUMBER})")
_LON_LAT = re.compile(rf"{_NUMBER},{_NUMBER}")
_OTHER_CRS = N_("the geo: URI is in the reference system {found}; expected WGS 84.")


@dataclass(frozen=True)
class Service:
    """A map service: which links are its own, and how they are read."""

    pattern: str
    read: Callable[[Address], Found | None]

    def fits(self, address: Address) -> bool:
        """Tell whether a link is the service's own."""
        return re.search(self.pattern, address.host) is not None


# ---------------------------------------------------------------------------------------------- what many share


def _middle(found: Found | None, zoom: float | None = None) -> Found | None:
    return replace(found, kind="middle", zoom=zoom) if found else None


def _seen(address: Address) -> Found | None:
    """Read the middle of a view: ``@lat,lon,14z``, or with the metres that are seen, and ``#14/lat/lon``."""
    if at := _SEEN.search(address.text):
        found = pair(f"{at[1]},{at[2]}")
        metres = float(at[5] or (at[3] if at[4] == "m" else 0) or 0) / 2
        zoom = float(at[3]) if at[4] == "z" else None
        return replace(found, kind="middle", zoom=zoom, accuracy_m=metres) if found else None
    if (at := _HASH.match(address.fragment)) or (at := _HASH.match(address.key("map"))):
        return _middle(pair(f"{at[2]},{at[3]}"), float(at[1]))
    return None


def _searched(address: Address, *names: str) -> Found | None:
    return next((found for name in names if (found := coordinates(address.key(name)))), None)


def _marked(address: Address) -> Found | None:
    """Read what a link of an unknown service says; two values of latitude and longitude may be anything."""
    found = address.two("mlat", "mlon") or _searched(address, "q", "query", "marker", "pin", "point", "coordinate")
    if found:
        return found
    if goal := _searched(address, "destination", "daddr", "to"):
        return destination(goal)
    for names in (("lat", "lon"), ("lat", "lng"), ("latitude", "longitude"), ("lat", "long")):
        if found := address.two(*names):
            return replace(found, kind="unclear", zoom=address.number("zoom", "z"))
    return _middle(_searched(address, "ll", "center"), address.number("zoom", "z")) or _seen(address)


# -------------------------------------------------------------------------------------------------- services


def _google(address: Address) -> Found | None:
    if "dir" in address.steps:
        return destination(_google_route(address))
    if goal := address.key("daddr"):
        return destination(coordinates(re.split(r" ?\+?to:", goal)[-1]))
    if goal := address.key("destination"):
        return destination(coordinates(goal))
    if found := _searched(address, "query", "q", "markers", "viewpoint", "cbll"):
        return found
    name = address.step_after("place").strip()
    written = coordinates(name) or coordinates(address.step_after("search"))
    pins = [pair(f"{lat},{lon}") for lat, lon in _PIN.findall(address.text)]
    pin = pins[-1] if pins else None
    # The last pin is the place itself, one before it may be the address beside it; what was typed counts more.
    if pin and not (written and max(abs(pin.lat - written.lat), abs(pin.lon - written.lon)) > _TYPED_DEGREES):
        return replace(pin, name=name)
    if written:
        return written
    if seen := _EMBEDDED.search(address.text):
        middle = pair(f"{seen[3]},{seen[2]}")
        return replace(middle, kind="middle", accuracy_m=float(seen[1]) / 2, name=name) if middle else None
    zoom = address.number("z", "zoom")
    middle = _middle(_searched(address, "ll", "center", "sll"), zoom) or _seen(address)
    return replace(middle, name=name) if middle else None


_TYPED_DEGREES = 5e-4


def _google_route(address: Address) -> Found | None:
    stops = list(address.steps[address.steps.index("dir") + 1 :])
    ends = [k for k, step in enumerate(stops) if step.startswith(("@", "data=", "am="))]
    stops = stops[: ends[0]] if ends else stops[:-1] if stops and not stops[-1] else stops
    if not stops and (goal := address.key("destination")):
        return coordinates(goal)
    if len(stops) < 2 or not stops[-1]:
        return None
    if found := coordinates(stops[-1]):
        return found
    # A stop that was searched for has its place in the data; one without has "!1m0".
    points = list(_STOP.finditer(address.text))
    if points and address.text.rfind("!1m0") < points[-1].start():
        return pair(f"{points[-1][2]},{points[-1][1]}")
    return None


def _yandex(address: Address) -> Found | None:
    if route := address.key("rtext"):
        stops = route.split("~")
        return destination(coordinates(stops[-1]) if len(stops) > 1 else None)
    if goal := address.two("lat_to", "lon_to"):
        return destination(goal)
    for name in ("whatshere[point]", "poi[point]"):
        if found := pair(address.key(name), "lon lat"):
            return found
    if found := only(pair(point, "lon lat") for point in address.key("pt").split("~")):
        return found
    if found := _searched(address, "text", "q") or address.two("lat", "lon"):
        return found
    return _middle(pair(address.key("ll", "sll"), "lon lat"), address.number("z", "zoom"))


def _two_gis(address: Address) -> Found | None:
    if {"directions", "routeSearch"} & set(address.steps):
        points = address.step_after("points").split("|")
        goal = address.step_after("to") or (points[-1] if len(points) > 1 else "")
        return destination(pair(goal, "lon lat"))
    for before, step in zip(address.steps, address.steps[1:], strict=False):
        if _LON_LAT.fullmatch(step) and before not in ("center", "from", "search"):
            return pair(step, "lon lat")
    if found := coordinates(address.step_after("search")):
        return found
    if middle := pair(address.step_after("center"), "lon lat"):
        return _middle(middle, number(address.step_after("zoom")))
    seen = address.key("m")
    return _middle(pair(seen, "lon lat"), number(seen.partition("/")[2]))


def _openstreetmap(address: Address) -> Found | None:
    if "directions" in address.steps:
        stops = re.split(r"[;~]", address.key("route"))
        goal = address.key("to") or (stops[-1] if len(stops) > 1 else "")
        return destination(coordinates(goal))
    if found := address.two("mlat", "mlon") or _searched(address, "query", "q", "whereami"):
        return found
    found = address.two("lat", "lon")
    if found and {"search", "query"} & set(address.steps):
        return found
    return _middle(found, address.number("zoom")) or _seen(address)


def _bing(address: Address) -> Found | None:
    if route := address.key("rtp"):
        stops = route.split("~")
        last = stops[-1].partition("pos.")[2]
        return destination(pair(last) if len(stops) > 1 else None)
    marks = [mark for name, value in address.repeated if name.lower() == "sp" for mark in value.split("~")]
    points = [mark.removeprefix("point.") for mark in marks if mark.startswith("point.")]
    if found := only(pair(point) for point in points):
        parts = points[0].split("_")
        return replace(found, name=parts[2].strip() if len(parts) > 2 else "")
    if found := _searched(address, "q", "where1"):
        return found
    return _middle(pair(address.key("cp")), address.number("lvl"))


def _apple(address: Address) -> Found | None:
    if goal := address.key("daddr", "destination"):
        return destination(coordinates(goal))
    if found := _searched(address, "coordinate", "q"):
        return replace(found, name=address.key("name"))
    found = pair(address.key("ll"))
    if found and (label := address.key("q", "address", "auid", "name")):
        return replace(found, name=label if "q" in address.keys or "name" in address.keys else "")
    middle = _middle(found or pair(address.key("center", "sll")), address.number("z"))
    span = pair(address.key("span"))
    return replace(middle, accuracy_m=max(span.lat, span.lon) / 2 * 111_200) if middle and span else middle


def _waze(address: Address) -> Found | None:
    if goal := address.key("to"):
        return destination(coordinates(goal.removeprefix("ll.")))
    if found := _searched(address, "ll", "latlng", "q"):
        return found
    return _middle(address.two("lat", "lon"), address.number("zoom", "z"))


def _osmand(address: Address) -> Found | None:
    if "navigate" in address.steps:
        return destination(_searched(address, "finish", "end", "to"))
    found = _searched(address, "pin", "ll", "finish") or address.two("lat", "lon")
    return replace(found, name=address.key("name")) if found else _seen(address)


def _here(address: Address) -> Found | None:
    if "directions" in address.steps:
        return destination(coordinates(address.steps[-1].rpartition(":")[2]))
    if found := pair(address.step_after("l", "location")):
        return found
    seen = address.key("map")
    return _middle(pair(seen), number(seen.split(",")[2]) if seen.count(",") > 1 else None)


def _mapy(address: Address) -> Found | None:
    if address.key("source") == "coor" and (found := pair(address.key("id"), "lon lat")):
        return found
    return _middle(address.two("y", "x"), address.number("z"))


def _geo(address: Address) -> Found | None:
    body, _, query = address.text[len("geo:") :].partition("?")
    parameters = dict(part.partition("=")[::2] for part in body.lower().split(";")[1:])
    if parameters.get("crs", "wgs84") not in ("wgs84", "epsg:4326"):
        raise RowError(_OTHER_CRS, found=parameters["crs"][:20])
    asked = next((part[2:] for part in query.split("&") if part.startswith("q=")), "")
    place, label = pair(body), coordinates(asked)
    if label:
        return label
    if place is None or (place.lat, place.lon) == (0.0, 0.0):
        return None
    return replace(place, accuracy_m=number(parameters.get("u", "")) or 0.0, name=asked.strip())


_GE0 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _organic_maps(address: Address) -> Found | None:
    """Read a place of Organic Maps: in figures, or its code: a zoom, then three bits of both coordinates a letter."""
    if found := pair(address.key("ll")):
        return replace(found, name=address.key("n"))
    code, *names = [part for part in re.split(r"://|/", address.text)[1:] if part not in ("omaps.app", "ge0.me", "")]
    digits = [_GE0.find(letter) for letter in code[1:]]
    if not 4 <= len(digits) <= 9 or min(digits) < 0:
        return None
    lat = lon = 0
    for digit in digits:
        lat = lat << 3 | (digit >> 3 & 4) | (digit >> 2 & 2) | (digit >> 1 & 1)
        lon = lon << 3 | (digit >> 2 & 4) | (digit >> 1 & 2) | (digit & 1)
    cells = 8.0 ** len(digits)
    name = names[0].replace("_", " ") if names else ""
    return Found((lat + 0.5) / cells * 180 - 90, (lon + 0.5) / cells * 360 - 180, 360 / cells, name=name)


SERVICES = (
    Service(r"^geo:", _geo),
    Service(r"yandex", _yandex),
    Service(r"2gis\.|^dgis:", _two_gis),
    Service(r"openstreetmap\.|\bosm\.org", _openstreetmap),
    Service(r"google|goo\.gl", _google),
    Service(r"\bbing\.", _bing),
    Service(r"apple", _apple),
    Service(r"waze", _waze),
    Service(r"osmand", _osmand),
    Service(r"amap|autonavi", amap),
    Service(r"baidu", baidu),
    Service(r"\bqq\.com|^qqmap:", tencent),
    Service(r"\bhere\.com", _here),
    Service(r"\bmapy\.", _mapy),
    Service(r"omaps\.app|ge0|^om:|mapswithme|^mwm:", _organic_maps),
    Service(r"", _marked),
)
"""Each service that writes places in its own way; the last one reads what is common."""
