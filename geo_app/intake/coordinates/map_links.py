"""Places in links to maps and in geo: URIs. The text is read; nothing is ever fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote_plus

from geo_app.core.i18n import N_
from geo_app.core.messages import RowError

Order = Literal["lat lon", "lon lat"]


@dataclass(frozen=True)
class Link:
    """A link in a line: where it stands, its place in degrees, and the name that it carries, if any."""

    start: int
    end: int
    lon: float
    lat: float
    name: str = ""


_LINK = re.compile(
    r"(?:https?://|geo:|(?<![\w.])(?:[a-z]{1,20}\.){0,2}(?:google|yandex|2gis|openstreetmap|osm|apple|bing|goo)\.[a-z.]{2,7}/)"
    r"\S+",
    re.IGNORECASE,
)
_NUMBER = r"[-+]?\d{1,3}(?:\.\d{1,20})?"
_PAIR = rf"({_NUMBER}) ?[,~/;] ?({_NUMBER})(?![\d.])"

# By service: where the place stands in the address, the marked place before the middle of what is seen.
_SERVICES: tuple[tuple[str, tuple[tuple[str, Order], ...]], ...] = (
    (
        r"^geo:",
        ((rf"[?&]q={_PAIR}", "lat lon"), (rf"^geo:{_PAIR}", "lat lon")),
    ),
    (
        r"\byandex\.",
        (
            (rf"[?&]whatshere\[point\]={_PAIR}", "lon lat"),
            (rf"[?&](?:pt|poi\[point\])={_PAIR}", "lon lat"),
            (rf"[?&](?:text|rtext)={_PAIR}", "lat lon"),
            (rf"[?&]s?ll={_PAIR}", "lon lat"),
        ),
    ),
    (
        r"\b2gis\.",
        ((rf"/geo/(?:\d+/)?{_PAIR}", "lon lat"), (rf"[?&]m={_PAIR}", "lon lat")),
    ),
    (
        r"\bopenstreetmap\.org|\bosm\.org",
        (
            (rf"[?&]mlat=({_NUMBER})&mlon=({_NUMBER})", "lat lon"),
            (rf"#map=[\d.]{{1,5}}/({_NUMBER})/({_NUMBER})", "lat lon"),
        ),
    ),
    (
        # Google's, Apple's, Bing's and those that follow them.
        r"",
        (
            (rf"!3d({_NUMBER})!4d({_NUMBER})", "lat lon"),
            (
                rf"[?&](?:q|query|destination|daddr|ll|sll|center|coordinate|viewpoint|cp)=(?:loc:)?{_PAIR}",
                "lat lon",
            ),
            (rf"/(?:place|search|dir)/{_PAIR}", "lat lon"),
            (rf"@{_PAIR}", "lat lon"),
            (rf"#(?:map=)?[\d.]{{1,5}}/({_NUMBER})/({_NUMBER})", "lat lon"),
        ),
    ),
)
_NAMES = (re.compile(r"/place/([^/@?]{1,200})"), re.compile(r"\(([^()]{1,200})\)$"))
_SHORT = re.compile(r"goo\.gl|/maps/-/|go\.2gis|\bbit\.ly|\bclck\.ru|osm\.org/go/", re.IGNORECASE)


def find_link(line: str) -> Link | None:
    """Find a link that names a place in a line.

    Raises
    ------
    RowError
        If there is a link, and no coordinates are in it.
    """
    found = _LINK.search(line)
    if found is None:
        return None
    address = unquote_plus(found[0])
    for service, forms in _SERVICES:
        if not re.search(service, address[:100], re.IGNORECASE):
            continue
        for pattern, order in forms:
            if pair := re.search(pattern, address):
                lat, lon = (float(number) for number in (pair.groups() if order == "lat lon" else pair.groups()[::-1]))
                return Link(found.start(), found.end(), lon, lat, _name(address))
        break
    if _SHORT.search(found[0]):
        raise RowError(
            N_("{found} is a short link, in which there are no coordinates. Open it, and copy the full address."),
            found=found[0][:80],
        )
    raise RowError(
        N_("no coordinates are in the link {found}. Mark the place on that map, and copy the address or coordinates."),
        found=found[0][:80],
    )


def _name(address: str) -> str:
    names = (pattern.search(address) for pattern in _NAMES)
    # A place without a name is called by its coordinates.
    return next((name[1].strip() for name in names if name and not re.match(r"[-+]?\d", name[1].strip())), "")
