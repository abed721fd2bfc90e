"""The address of a link in parts, and the figures in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import parse_qsl, unquote, unquote_plus, urlsplit

from geo_app.core.i18n import N_
from geo_app.core.messages import RowError
from geo_app.intake.coordinates.pairs import pairs
from geo_app.intake.coordinates.tokens import normalised, tokens

Order = Literal["lat lon", "lon lat"]
Kind = Literal["place", "destination", "middle", "unclear"]

_NUMBER = r"[-+]?\d{1,3}(?:\.\d{1,20})?"
_PAIR = re.compile(rf"\s*({_NUMBER})\s*(?:,|~|;|_|\s)\s*({_NUMBER})(?![\d.])")
_TRAILING = ".,;:!?)]}>'\"»”"

_SEVERAL = N_("the link names {found} places. Copy the link of one place.")
_NO_DESTINATION = N_(
    "the link is a route whose destination is not written as coordinates. Copy the link of the place itself."
)


@dataclass(frozen=True)
class Found:
    """A place in a link.

    Attributes
    ----------
    lat, lon
        Degrees.
    unit
        Degrees of one unit of its last digit.
    kind
        ``middle`` is that of the map which the link shows, ``unclear`` may be that or a place.
    zoom
        The zoom of that map.
    accuracy_m
        What the link itself says of how exact it is, or of how much is seen; 0 where it says nothing.
    datum
        The datum of China in which it is written.
    """

    lat: float
    lon: float
    unit: float
    kind: Kind = "place"
    name: str = ""
    zoom: float | None = None
    accuracy_m: float = 0.0
    datum: str = ""


@dataclass(frozen=True)
class Address:
    """A link in parts, decoded.

    Attributes
    ----------
    steps
        The parts of its path.
    keys
        The values of its query and its fragment, by name; the last one of a name.
    repeated
        All values of the query, in order.
    """

    text: str
    host: str
    steps: tuple[str, ...]
    keys: Mapping[str, str]
    repeated: tuple[tuple[str, str], ...]
    fragment: str

    @classmethod
    def of(cls, link: str) -> Address:
        """Take a link apart; the punctuation of a sentence behind it is not a part of it."""
        text = link.rstrip(_TRAILING)
        if link[len(text) :].startswith(")") and text.count("(") > text.count(")"):
            text += ")"
        known = text if re.match(r"[a-z][a-z0-9+.]*:", text, re.IGNORECASE) else f"https://{text}"
        try:
            parts = urlsplit(known)
            host = parts.netloc.lower()
        except ValueError:
            return cls(text, "", (), {}, (), "")
        query = tuple(parse_qsl(parts.query, keep_blank_values=True, separator="&"))
        inner = parse_qsl(parts.fragment.partition("?")[2] or parts.fragment, keep_blank_values=True)
        steps = tuple(unquote_plus(step) for step in parts.path.split("/"))
        scheme = "" if parts.scheme.lower() in ("http", "https") else f"{parts.scheme.lower()}:"
        keys = {name.lower(): value for name, value in (*inner, *query)}
        return cls(unquote_plus(text), scheme + host, steps, keys, query, unquote(parts.fragment))

    def key(self, *names: str) -> str:
        """Get the first of some values that is there and not empty."""
        return next((self.keys[name] for name in names if self.keys.get(name)), "")

    def number(self, *names: str) -> float | None:
        """Get the first of some values as a number."""
        return number(self.key(*names))

    def two(self, lat: str, lon: str) -> Found | None:
        """Get a place that is written in two values."""
        return pair(f"{self.keys[lat]},{self.keys[lon]}") if lat in self.keys and lon in self.keys else None

    def step_after(self, *names: str) -> str:
        """Get the part of the path after one of some others."""
        return next((after for step, after in zip(self.steps, self.steps[1:], strict=False) if step in names), "")


def number(text: str) -> float | None:
    """Read a number at the beginning of a text, as of "14z"."""
    found = re.match(r"\d{1,8}(?:\.\d{1,20})?", text)
    return float(found[0]) if found else None


def pair(text: str, order: Order = "lat lon") -> Found | None:
    """Read two numbers at the beginning of a text, in the order that the service writes."""
    found = _PAIR.match(text.removeprefix("loc:"))
    if found is None:
        return None
    lat, lon = found.groups() if order == "lat lon" else found.groups()[::-1]
    unit = max(10.0 ** -len(part.partition(".")[2]) for part in (lat, lon))
    return Found(float(lat), float(lon), unit)


def coordinates(text: str) -> Found | None:
    """Read latitude and longitude from a text that was searched for: two numbers, or degrees with hemispheres."""
    text = text.strip().removeprefix("loc:").strip()
    found = _PAIR.match(text)
    rest = text[found.end() :].strip() if found else ""
    if found and (not rest or rest[0] in "(@,"):
        label = re.fullmatch(r"\((.{1,200})\)", rest)
        place = pair(text)
        return replace(place, name=label[1].strip()) if place and label else place
    line = normalised(text)
    for read in pairs(line, tokens(line)):
        if read.named == 2 and read.sure and not read.problem and (read.start, read.end) == (0, len(line)):
            first, second = (read.first, read.second) if read.axes == ("lat", "lon") else (read.second, read.first)
            return Found(first.degrees, second.degrees, max(first.unit, second.unit))
    return None


def only(places: Iterator[Found | None]) -> Found | None:
    """Take the only one of some places.

    Raises
    ------
    RowError
        If there are several in different places.
    """
    found = [place for place in places if place]
    if len({(place.lat, place.lon) for place in found}) > 1:
        raise RowError(_SEVERAL, found=len(found))
    return found[0] if found else None


def destination(found: Found | None) -> Found:
    """Take a place as the destination of a route.

    Raises
    ------
    RowError
        If there is none.
    """
    if found is None:
        raise RowError(_NO_DESTINATION)
    return replace(found, kind="destination", name="")
