"""Places in links to maps and in geo: URIs. The text is read; nothing is ever fetched.

A link's named place (a pin, a firm, the destination of a route) is taken before the middle of the map that it shows.
Where only the middle is known, the position is as exact as the view is wide.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowError
from geo_app.intake.coordinates.links.address import Address, Found, Kind
from geo_app.intake.coordinates.links.services import SERVICES
from geo_app.intake.coordinates.position import Position, digits_accuracy_m

_HOSTS = r"google|yandex|2gis|openstreetmap|osm|apple|bing|goo|waze|amap|baidu|qq|osmand|omaps"
_LINK = re.compile(
    rf"(?:(?<![a-z])[a-z][a-z0-9+.]{{1,20}}://|(?<!\w)geo:(?=[-+\d])|(?<![\w.@])(?:[a-z]{{1,20}}\.){{0,2}}(?:{_HOSTS})\.[a-z.]{{2,7}}/)"
    r"(?:[^\s<>\"|]|\|(?=\S)|\"(?=[NSEW]))+",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"goo\.gl|/maps/-/|go\.2gis|\bbit\.ly|\bclck\.ru|osm\.org/go/|waze\.com/ul/h|surl\.amap|j\.map\.baidu|a\.amap"
    r"|maps\.apple/p/|binged\.it|1drv\.ms|aka\.ms|tinyurl|\bt\.co/|w3w\.co|what3words",
    re.IGNORECASE,
)
_VIEW_PX = 500
"""Half the width of a map on a common screen."""
_M_PER_PX = 156_543.034
_USUAL_ZOOM = 12.0
_CHINA = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north of where the services of China shift places."""
_SHIFT_M = 700.0

_NOTES: dict[Kind, str] = {
    "destination": N_("The link is a route; its destination was taken."),
    "middle": N_("The link names no place; the middle of the map that it shows was taken."),
    "unclear": N_("The link does not say whether this is a marked place or only the middle of a map."),
}
_DATUM = N_("{datum} was assumed, as this service writes places. Outside China that is the same as WGS 84.")
_SHIFTED = N_(
    "{datum} was assumed, as this service writes places. In China that is up to {limit} m off WGS 84, which was not "
    "taken back."
)
_SHORT_LINK = N_("{found} is a short link, in which there are no coordinates. Open it, and copy the full address.")
_NO_PLACE = N_(
    "no coordinates are in the link {found}. Mark the place on that map, and copy the address or coordinates."
)


def links(line: str) -> Iterator[re.Match[str]]:
    """Find the links to maps and geo: URIs of a line."""
    yield from _LINK.finditer(line)


def read_link(link: re.Match[str]) -> Position:
    """Read the place that a link names.

    Raises
    ------
    RowError
        If no coordinates are in it, or it names more than one place.
    """
    address = Address.of(link[0])
    found = next((service.read(address) for service in SERVICES if service.fits(address)), None)
    if found is None or abs(found.lat) > 90 or abs(found.lon) > 180:
        raise RowError(_SHORT_LINK if _SHORT.search(link[0]) else _NO_PLACE, found=link[0][:80])
    notes = [Message(_NOTES[found.kind])] if found.kind in _NOTES else []
    accuracy_m = digits_accuracy_m(found.lat, found.unit, found.unit)
    if found.kind in ("middle", "unclear"):
        accuracy_m = max(accuracy_m, _view_m(found))
    accuracy_m = max(accuracy_m, found.accuracy_m)
    if found.datum:
        shifts = _CHINA[0] <= found.lon <= _CHINA[2] and _CHINA[1] <= found.lat <= _CHINA[3]
        accuracy_m = max(accuracy_m, _SHIFT_M if shifts else 0.0)
        values = {"datum": found.datum} | ({"limit": round(_SHIFT_M)} if shifts else {})
        notes.append(Message(_SHIFTED if shifts else _DATUM, values))
    name = "" if re.match(r"[-+]?\d", found.name) else found.name
    return Position(link.start(), link.end(), "link", found.lon, found.lat, accuracy_m, name, notes=tuple(notes))


def _view_m(found: Found) -> float:
    """Get how far from its middle a map reaches at a zoom; without one, that of a town is assumed."""
    if found.accuracy_m:
        return found.accuracy_m
    zoom = _USUAL_ZOOM if found.zoom is None else min(max(found.zoom, 0.0), 22.0)
    return float(_VIEW_PX * _M_PER_PX * math.cos(math.radians(found.lat)) / 2.0**zoom)
