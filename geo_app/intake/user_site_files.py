"""Files of the user's own sites: taken from any format, and saved as GeoJSON that other programs read too."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from geo_app.core.errors import OwnSiteError
from geo_app.core.i18n import N_
from geo_app.core.sites import Site, Sites
from geo_app.core.text import clean_text
from geo_app.core.types import Bounds, Ring
from geo_app.intake.user_sites import (
    AREA,
    ID_PREFIX,
    MAX_NAME,
    MAX_OWN_SITES,
    NO_ROOM,
    WORLD,
    OwnSite,
    OwnSites,
    add,
    area_ha,
    checked_point,
    checked_ring,
    free_id,
    inner_point,
    is_there,
)


def add_from_file(own: OwnSites, found: Sites) -> OwnSites:
    """Add the sites of a file as the last ones, with all that it says of them; one that is there already not again.

    A file's own places count, wherever they are: what lies outside the region is not ranked, and the ranking says so.

    Raises
    ------
    OwnSiteError
        If there would be too many.
    """
    read = [_from_file(site, found.rings.get(site.id, ())) for site in found.sites]
    fresh = [site for site in read if not is_there(own, site, site.name)]
    if len(own) + len(fresh) > MAX_OWN_SITES:
        raise OwnSiteError(NO_ROOM, limit=MAX_OWN_SITES)
    for site in fresh:
        own = (*own, replace(site, id=free_id(own)))
    return own


def _from_file(site: Site, ring: Ring) -> OwnSite:
    try:
        outline = checked_ring(ring, WORLD) if ring else ()
    except OwnSiteError:
        # Too many corners, say: the site is ranked by its point, and keeps the area that was measured of it.
        outline = ()
    lon, lat = inner_point(outline) if outline else checked_point(WORLD, site.lon, site.lat)
    attributes = _besides_area(site.attributes, outline)
    return OwnSite("", site.name[:MAX_NAME], lon, lat, outline, site.accuracy_m, attributes)


def _besides_area(attributes: Mapping[str, Any], ring: Ring) -> dict[str, Any]:
    """Leave out an area that is just the outline's, which is measured anew when the outline changes."""
    area = attributes.get(AREA)
    measured = bool(ring) and isinstance(area, int | float) and math.isclose(area, area_ha(ring), rel_tol=1e-4)
    return {name: value for name, value in attributes.items() if not (measured and name == AREA)}


def to_dict(own: OwnSites) -> dict[str, Any]:
    """Write sites as a GeoJSON feature collection, which other programs read too."""
    return {"type": "FeatureCollection", "features": [_feature(site) for site in own]}


def from_dict(saved: Mapping[str, Any], bounds: Bounds) -> OwnSites:
    """Read what `to_dict` wrote.

    Raises
    ------
    OwnSiteError
        If it has another form, or a site that `add` would refuse.
    """
    own: OwnSites = ()
    try:
        features = [(f["properties"], f["geometry"]["type"], f["geometry"]["coordinates"]) for f in saved["features"]]
        for properties, kind, coordinates in features:
            place: dict[str, Any] = (
                {"ring": coordinates[0]} if kind == "Polygon" else {"lon": coordinates[0], "lat": coordinates[1]}
            )
            accuracy_m = float(properties.get("accuracy_m", 0.0))
            own = add(own, bounds, name=str(properties["name"]), accuracy_m=accuracy_m, **place)
            last = replace(own[-1], id=_saved_id(own, str(properties["id"])))
            own = (*own[:-1], replace(last, attributes=_saved_attributes(properties, last.ring)))
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise OwnSiteError(
            N_("These are no saved sites: {problem}. Use a file that was saved here."), problem=repr(error)[:120]
        ) from error
    return own


def _saved_id(own: OwnSites, identity: str) -> str:
    """Keep a saved id if it has the form of one and no site before has it."""
    number = identity.removeprefix(ID_PREFIX)
    fits = identity.startswith(ID_PREFIX) and number.isdecimal() and number.isascii() and len(number) < 10
    return identity if fits and all(site.id != identity for site in own[:-1]) else own[-1].id


_SAVED = ("id", "name", "accuracy_m")
_MOST_ATTRIBUTES, _LONGEST_ATTRIBUTE = 100, 500


def _saved_attributes(properties: Mapping[str, Any], ring: Ring) -> dict[str, Any]:
    """Take what a saved site has besides its own fields; anything but short texts and numbers is no part of one."""
    plain = {
        clean_text(str(name))[:MAX_NAME]: clean_text(value)[:_LONGEST_ATTRIBUTE] if isinstance(value, str) else value
        for name, value in list(properties.items())[:_MOST_ATTRIBUTES]
        if name not in _SAVED and isinstance(value, str | int | float | bool | None)
    }
    return _besides_area(plain, ring)


def _feature(site: OwnSite) -> dict[str, Any]:
    area = {AREA: round(area_ha(site.ring), 4)} if site.ring else {}
    properties = area | dict(site.attributes) | {"id": site.id, "name": site.name, "accuracy_m": site.accuracy_m}
    if not site.ring:
        return _geojson(properties, "Point", [site.lon, site.lat])
    closed = [list(vertex) for vertex in (*site.ring, site.ring[0])]
    return _geojson(properties, "Polygon", [closed])


def _geojson(properties: dict[str, Any], kind: str, coordinates: list[Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}
