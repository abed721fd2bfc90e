"""Candidate sites that the user draws, pastes or loads: points and areas beside those of the pack or of a file.

Every function takes a tuple of sites and returns another one; one that raises has changed nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import shapely

from geo_app.core.errors import OwnSiteError
from geo_app.core.geodesy import GEOD
from geo_app.core.i18n import N_
from geo_app.core.sites import Site, Sites
from geo_app.core.text import clean_text
from geo_app.core.types import Bounds, Ring

MAX_OWN_SITES = 500
MAX_NAME = 80
MAX_VERTICES = 1_000
MIN_AREA_HA = 0.01
"""A hundred square metres: less than this is a slip of the hand."""

MAX_ACCURACY_M = 20_000_000.0
"""Half the way around the Earth: nothing can be farther off."""

WORLD: Bounds = (-180.0, -90.0, 180.0, 90.0)
AREA = "area_ha"
"""The column of a site's area, in hectares, on which requirements rest."""

NO_ROOM = N_("There are {limit} sites of your own, and no more fit. Remove some, or upload them as a file.")
_M2_PER_HA = 10_000.0
_DEGREE_DIGITS = 7  # a centimetre
ID_PREFIX = "own-"


@dataclass(frozen=True)
class OwnSite:
    """A candidate site of the user's.

    Attributes
    ----------
    lon, lat
        The point that is ranked, in degrees; of an area, a point inside it.
    ring
        The outline of an area, counter-clockwise and without the first vertex again at the end; empty for a point.
    accuracy_m
        How far off it can be by what it was read of; 0 where the user chose the place on the map.
    attributes
        What else the user's file says of it, by its column.
    """

    id: str
    name: str
    lon: float
    lat: float
    ring: Ring = ()
    accuracy_m: float = 0.0
    attributes: Mapping[str, Any] = field(default_factory=dict, hash=False)


OwnSites = tuple[OwnSite, ...]


def add(
    own: OwnSites,
    bounds: Bounds,
    *,
    name: str = "",
    lon: float | None = None,
    lat: float | None = None,
    ring: Iterable[Sequence[float]] = (),
    accuracy_m: float = 0.0,
) -> OwnSites:
    """Add a point, or the area within a ring, as the last site.

    Parameters
    ----------
    bounds
        West, south, east, north in degrees of where a site may be.
    name
        Falls back to the new site's id.
    lon, lat
        The point, in degrees; of an area the point is found.
    ring
        (lon, lat) vertices of an area, closed or not.
    accuracy_m
        How far off the place can be.

    Raises
    ------
    OwnSiteError
        If there are too many sites, the name is too long, the point lies outside, or the ring makes no area.
    """
    if len(own) >= MAX_OWN_SITES:
        raise OwnSiteError(NO_ROOM, limit=MAX_OWN_SITES)
    identity = free_id(own)
    shape = _shape(bounds, lon, lat, ring)
    return (
        *own,
        replace(shape, id=identity, name=_checked_name(name) or identity, accuracy_m=_checked_accuracy(accuracy_m)),
    )


def rename(own: OwnSites, identity: str, name: str) -> OwnSites:
    """Give a site another name.

    Raises
    ------
    OwnSiteError
        If there is no such site, or the name is empty or too long.
    """
    checked = _checked_name(name)
    if not checked:
        raise OwnSiteError(N_("The name is empty. Write one, or remove the site."))
    return _replaced(own, replace(find(own, identity), name=checked))


def move(
    own: OwnSites,
    identity: str,
    bounds: Bounds,
    *,
    lon: float | None = None,
    lat: float | None = None,
    ring: Iterable[Sequence[float]] = (),
    accuracy_m: float = 0.0,
) -> OwnSites:
    """Move a site: to a point, an area with all its vertices, or to another ring.

    Raises
    ------
    OwnSiteError
        If there is no such site, it would lie outside, or the ring makes no area.
    """
    site = find(own, identity)
    vertices = tuple(ring)
    if site.ring and not vertices:
        to_lon, to_lat = checked_point(bounds, lon, lat)
        vertices = _carried(site, to_lon, to_lat)
    shape = _shape(bounds, lon, lat, vertices)
    accuracy_m = _checked_accuracy(accuracy_m)
    return _replaced(own, replace(shape, id=site.id, name=site.name, accuracy_m=accuracy_m, attributes=site.attributes))


def remove(own: OwnSites, identity: str) -> OwnSites:
    """Take a site away.

    Raises
    ------
    OwnSiteError
        If there is no such site.
    """
    gone = find(own, identity)
    return tuple(site for site in own if site is not gone)


def restore(own: OwnSites, site: OwnSite, position: int) -> OwnSites:
    """Put a removed site back where it was in the list, with another id if its own is in use again."""
    taken = any(other.id == site.id for other in own)
    return (*own[:position], replace(site, id=free_id(own)) if taken else site, *own[position:])


def find(own: OwnSites, identity: str) -> OwnSite:
    """Look a site up by its id.

    Raises
    ------
    OwnSiteError
        If there is none.
    """
    site = next((site for site in own if site.id == identity), None)
    if site is None:
        raise OwnSiteError(N_("The site {found!r} is not among your own any more."), found=identity[:MAX_NAME])
    return site


def is_there(own: OwnSites, site: OwnSite, name: str) -> bool:
    """Tell whether a site of just this place is there already, of this name or where none is given."""
    return any(
        (other.lon, other.lat, other.ring) == (site.lon, site.lat, site.ring) and name in ("", other.name)
        for other in own
    )


def area_ha(ring: Ring) -> float:
    """Measure the area within a ring of (lon, lat) degrees on the ellipsoid, in hectares; 0 of no ring."""
    if len(ring) < 3:
        return 0.0
    lon, lat = zip(*ring, strict=True)
    area_m2, _ = GEOD.polygon_area_perimeter(lon, lat)
    return abs(float(area_m2)) / _M2_PER_HA


def checked_ring(ring: Iterable[Sequence[float]], bounds: Bounds) -> Ring:
    """Make a ring of vertices: rounded, none twice in a row, counter-clockwise.

    Raises
    ------
    OwnSiteError
        If a vertex lies outside, there are too few or too many, lines cross, or the area is too small.
    """
    vertices = [checked_point(bounds, *vertex[:2]) for vertex in ring]
    following = [*vertices[1:], *vertices[:1]]
    vertices = [vertex for vertex, after in zip(vertices, following, strict=True) if vertex != after]
    if len(vertices) < 3:
        raise OwnSiteError(
            N_("An area needs at least 3 corners; this one has {found}. Add corners, or place a point."),
            found=len(vertices),
        )
    if len(vertices) > MAX_VERTICES:
        raise OwnSiteError(
            N_("The area has {found} corners; at most {limit} are accepted. Simplify it, or upload it as a file."),
            found=len(vertices),
            limit=MAX_VERTICES,
        )
    polygon = shapely.Polygon(vertices)
    if not shapely.is_valid(polygon):
        raise OwnSiteError(
            N_("The outline crosses or touches itself near {place}. Move a corner there so that no lines cross."),
            place=_place_of(str(shapely.is_valid_reason(polygon))),
        )
    found = tuple(vertices if polygon.exterior.is_ccw else reversed(vertices))
    if area_ha(found) < MIN_AREA_HA:
        raise OwnSiteError(
            N_("The area has {found} m²; expected at least {limit} m². Draw it larger, or place a point."),
            found=round(area_ha(found) * _M2_PER_HA, 1),
            limit=round(MIN_AREA_HA * _M2_PER_HA),
        )
    return found


def inner_point(ring: Ring) -> tuple[float, float]:
    """Find the (lon, lat) inside a ring that stands for it in the ranking, as for areas from a file."""
    point = shapely.point_on_surface(shapely.Polygon(ring))
    return round(point.x, _DEGREE_DIGITS), round(point.y, _DEGREE_DIGITS)


def to_sites(own: OwnSites, base: Sites) -> Sites:
    """Put one's own sites before those of the pack or of a file.

    An own site keeps its id, by which map and list know it; another site of the same id gets its layer's before it.
    """
    return replace(base, sites=apart(tuple(map(_site, own)), base.sites))


def apart(first: tuple[Site, ...], others: tuple[Site, ...]) -> tuple[Site, ...]:
    """Join sites; one of the others whose id is taken gets its layer's before it."""
    mine = {site.id for site in first}
    taken = mine | {site.id for site in others}
    renamed = []
    for site in others:
        identity = site.id
        if identity in mine:
            identity = f"{site.layer or 'file'}:{identity}"
            while identity in taken:
                identity += "-2"
            taken.add(identity)
        renamed.append(replace(site, id=identity) if identity != site.id else site)
    return (*first, *renamed)


# ---------------------------------------------------------------------------------------------------- inside


def free_id(own: OwnSites) -> str:
    """Make an id that counts on from the highest, so that a removed site's is not soon used again."""
    numbers = [site.id.removeprefix(ID_PREFIX) for site in own if site.id.startswith(ID_PREFIX)]
    return f"{ID_PREFIX}{max([int(n) for n in numbers if n.isdecimal() and len(n) < 10], default=0) + 1}"


def _checked_name(name: str) -> str:
    cleaned = clean_text(name)
    if len(cleaned) > MAX_NAME:
        raise OwnSiteError(
            N_("The name has {found} characters; at most {limit} are accepted. Shorten it."),
            found=len(cleaned),
            limit=MAX_NAME,
        )
    return cleaned


def _checked_accuracy(accuracy_m: float) -> float:
    if not 0 <= accuracy_m <= MAX_ACCURACY_M:
        raise OwnSiteError(
            N_("The accuracy is {found} m; expected 0 to {limit} m."), found=accuracy_m, limit=MAX_ACCURACY_M
        )
    return float(accuracy_m)


def _shape(bounds: Bounds, lon: float | None, lat: float | None, ring: Iterable[Sequence[float]]) -> OwnSite:
    """Make a site without id and name of a point or a ring."""
    vertices = tuple(ring)
    if not vertices:
        return OwnSite("", "", *checked_point(bounds, lon, lat))
    checked = checked_ring(vertices, bounds)
    return OwnSite("", "", *inner_point(checked), ring=checked)


def checked_point(bounds: Bounds, lon: float | None = None, lat: float | None = None) -> tuple[float, float]:
    """Round a point in degrees, and refuse one that is no number or outside the bounds."""
    if lon is None or lat is None or not (math.isfinite(lon) and math.isfinite(lat)):
        raise OwnSiteError(
            N_("The place has longitude {lon} and latitude {lat}; expected two numbers in degrees."), lon=lon, lat=lat
        )
    west, south, east, north = bounds
    if not (west <= lon <= east and south <= lat <= north):
        raise OwnSiteError(
            N_(
                "Longitude {lon}, latitude {lat} is outside the region's map (longitude {west} to {east}, latitude "
                "{south} to {north}). Choose a place inside it."
            ),
            lon=round(lon, 5),
            lat=round(lat, 5),
            west=west,
            east=east,
            south=south,
            north=north,
        )
    return round(float(lon), _DEGREE_DIGITS), round(float(lat), _DEGREE_DIGITS)


def _place_of(reason: str) -> str:
    """Pick longitude and latitude out of what GEOS says about an invalid ring."""
    _, _, place = reason.partition("[")
    return ", ".join(f"{float(number):.4f}" for number in place.rstrip("]").split()[:2])


def _carried(site: OwnSite, lon: float, lat: float) -> Ring:
    """Carry an area to another place: each corner stays as far from the point and in the same direction."""
    corners = np.asarray(site.ring)
    count = len(corners)
    here, there = np.full((count, 2), (site.lon, site.lat)), np.full((count, 2), (lon, lat))
    azimuth, _, distance_m = GEOD.inv(here[:, 0], here[:, 1], corners[:, 0], corners[:, 1])
    to_lon, to_lat, _ = GEOD.fwd(there[:, 0], there[:, 1], azimuth, distance_m)
    return tuple(zip(map(float, to_lon), map(float, to_lat), strict=True))


def _replaced(own: OwnSites, changed: OwnSite) -> OwnSites:
    return tuple(changed if site.id == changed.id else site for site in own)


def _site(site: OwnSite) -> Site:
    area = {AREA: round(area_ha(site.ring), 4)} if site.ring else {}
    return Site(site.id, site.name, site.lon, site.lat, site.accuracy_m, attributes=area | dict(site.attributes))
