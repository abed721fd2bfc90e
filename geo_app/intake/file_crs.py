"""In which coordinate reference system a file is: by what it states, by what the user says, or unknown."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo_app.core.arrays import Bools, Floats
from geo_app.core.errors import SitesError
from geo_app.core.geodesy import transformation_accuracy_m, transformer_to_degrees
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.intake.coordinates.metres import BALLPARK_M
from geo_app.intake.features import Features, check_crs

_MOST_DEGREES = 360.0
_ZONE_M = 1_000_000.0
_FIRST_ZONE, _LAST_ZONE = 10, 32  # of eight digits; with seven, an easting may as well be a northing
_AREA_SLACK = 0.5  # degrees
_FAR_SLACK = 10.0  # degrees: farther from where a CRS is made for, it is the wrong one
_SK_42_ZONES, _SK_42_MERIDIANS = 28400, 2490  # EPSG's codes of SK-42 with the zone in eastings, and without
_LOOKED_AT = 100

_NOT_USED = N_("{file} is in {stated}, by what it states or by the names of its columns; {given} is not used.")
_DEGREES_HELD = N_("{file} holds degrees, not metres of {given}; they are read as longitude and latitude on WGS 84.")
_NO_METRES = N_("{file}: the numbers look like degrees, not like metres of {given}. Give the code that they are in.")
_UNSTATED = N_("{file} states no coordinate reference system. {hint}")
_UNSTATED_COLUMNS = N_("{file}: the columns {x!r} and {y!r} are in an unstated coordinate reference system. {hint}")
_ANY_CODE = N_("Add it (a shapefile's .prj file), or give its EPSG code, for example EPSG:28412.")
_DEGREES = N_(
    "The numbers look like degrees: give EPSG:4326 if they are longitude and latitude on WGS 84, or the code that they "
    "are in."
)
_METRES = N_("The numbers are not degrees but look like metres: give their EPSG code, for example EPSG:28412.")
_ZONED = N_(
    "The numbers are not degrees but look like metres, of the Gauss–Krüger zone {zone} by their first digits: give the "
    "code EPSG:{code} if they are SK-42, or the code that they are in."
)
_OTHER_ZONE = N_(
    "{file}: eastings in {crs} begin with {zone}, the number of the zone, and here they are {found}. {hint}"
)
_WITHOUT_ZONE = N_("If they have no number of the zone, give EPSG:{code}; else the code that they are in.")
_NOWHERE = N_(
    "{file}: none of {n} places lies near the area for which {crs} is made ({west}° – {east}°, {south}° – {north}°), "
    "in whichever order the numbers are. {hint}"
)
_TURNED = N_("x and y look swapped: only so they lie where {crs} is made for. Swap them before use.")
_GIVEN_DATUM = N_("the file is in {stated}, whose datum is not known; it was read in {given}, as you say.")
_OTHER_CODE = N_("Give the code that they are in.")
_NORTH_FIRST = N_(
    "the first number is the northing and the second the easting, as zone {zone} shows; they were swapped."
)
_BALLPARK = N_(
    "how the datum of {crs} lies to WGS 84 is not known: places can be {metres} m off or more. State its datum by an "
    "EPSG code."
)
_OUTSIDE_USE = N_(
    "{n} of {total} places lie outside the area for which {crs} is made ({west}° – {east}°, {south}° – {north}°). "
    "Check the code."
)


def resolve_crs(found: Features, given: str | None, name: str) -> Features:
    """Tell in which CRS features are.

    Parameters
    ----------
    given
        The CRS by its code, where the user says it; it counts where the file states none.

    Raises
    ------
    SitesError
        If nobody says it, its code is unknown, or what was said cannot be.
    """
    system = check_crs(given, name) if given else None
    if found.crs is not None and system is not None and _is_vague(found.crs, system):
        note = Message(_GIVEN_DATUM, {"stated": found.crs.name[:80], "given": system.name[:80]})
        return _placed(replace(found, crs=system, warnings=(*found.warnings, RowNote(0, note))), name)
    if found.crs is not None:
        note = Message(_NOT_USED, {"file": name, "stated": found.crs.name[:80], "given": str(given)[:40]})
        other = system is not None and not system.equals(found.crs)
        return _placed(replace(found, warnings=(*found.warnings, *([RowNote(0, note)] if other else []))), name)
    xy = shapely.get_coordinates([feature.shape for feature in found.features if feature.shape is not None])
    # A row without a place may be 0, 0 among metres.
    in_degrees = len(xy) > 0 and bool(_like_degrees(xy).mean() > 0.5)
    if system is not None and not (in_degrees and system.is_projected):
        return _placed(replace(found, crs=system), name)
    default = found.default_crs
    if system is not None:
        message = Message(_DEGREES_HELD if default else _NO_METRES, {"file": name, "given": str(given)[:40]})
        if default is None:
            raise SitesError(message.template, **message.values)
        return replace(found, crs=default, warnings=(*found.warnings, RowNote(0, message)))
    if default is not None and (in_degrees or not len(xy)):
        notes = (RowNote(0, found.default_note),) if found.default_note else ()
        return replace(found, crs=default, warnings=(*found.warnings, *notes))
    hint = _hint(xy)
    if found.axes is None:
        raise SitesError(_UNSTATED, file=name, hint=hint)
    raise SitesError(_UNSTATED_COLUMNS, file=name, x=found.axes[0][:40], y=found.axes[1][:40], hint=hint)


def _is_vague(stated: CRS, given: CRS) -> bool:
    """Tell a stated CRS of unknown datum from a given one of the same kind that names it."""
    return stated.is_projected == given.is_projected and transformation_accuracy_m(stated.to_wkt()) is None


def _like_degrees(xy: Floats) -> Bools:
    return np.asarray((np.abs(xy) <= _MOST_DEGREES).all(axis=1))


def _hint(xy: Floats) -> Message:
    finite = xy[np.isfinite(xy).all(axis=1)]
    if not len(finite):
        return Message(_ANY_CODE)
    if _like_degrees(finite).mean() > 0.5:
        return Message(_DEGREES)
    zones = Counter(zone for pair in finite[:1_000].tolist() for zone in map(_zone, pair) if zone)
    if not zones:
        return Message(_METRES)
    zone = zones.most_common(1)[0][0]
    return Message(_ZONED, {"zone": zone, "code": 28400 + zone})


def _zone(number: float) -> int:
    """Get the zone that an easting of eight digits begins with; 0 of any other number."""
    zone, rest = divmod(number, _ZONE_M)
    return int(zone) if _FIRST_ZONE <= zone <= _LAST_ZONE and 100_000 < rest < 900_000 else 0


def _placed(found: Features, name: str) -> Features:
    """Put northing and easting in their order, and refuse what cannot be in the CRS.

    Raises
    ------
    SitesError
        If eastings lack the number of the zone or have another, or all places are far from where the CRS is made for.
    """
    found = _north_first(found)
    xy = shapely.get_coordinates([feature.shape for feature in found.features if feature.shape is not None])
    xy = xy[np.isfinite(xy).all(axis=1)]
    if found.crs is None or not found.crs.is_projected or not len(xy):
        return found
    zone = zone_of(found.crs)
    if zone and not (np.floor_divide(xy[:, 0], _ZONE_M) == zone).any():
        hint = _hint(xy)
        code = found.crs.to_epsg() or 0
        if hint.template == _METRES:
            hint = Message(_WITHOUT_ZONE, {"code": _SK_42_MERIDIANS + zone}) if code == _SK_42_ZONES + zone else hint
        values = {"crs": found.crs.name[:80], "zone": zone, "found": f"{xy[0, 0]:.0f}", "hint": hint}
        raise SitesError(_OTHER_ZONE, file=name, **values)
    note = _check_use(found.crs, xy, name)
    return replace(found, warnings=(*found.warnings, *note))


def _check_use(crs: CRS, xy: Floats, name: str) -> tuple[RowNote, ...]:
    """Refuse places that are far from where a CRS is made for, and say if they are where it is for when turned."""
    to_degrees = transformer_to_degrees(crs, name, SitesError)
    as_given, turned = (
        np.column_stack(to_degrees.transform(*pair)) for pair in ((xy[:, 0], xy[:, 1]), (xy[:, 1], xy[:, 0]))
    )
    near = [_inside(crs, lonlat, _FAR_SLACK) for lonlat in (as_given, turned)]
    if np.isfinite(as_given).all(axis=1).any() and not np.any(near):
        hint = _hint(xy)
        values = {"n": len(xy), "crs": crs.name[:80], **_edges(crs)}
        raise SitesError(_NOWHERE, file=name, **values, hint=Message(_OTHER_CODE) if hint.template == _METRES else hint)
    if not near[0].any() and _inside(crs, turned, _AREA_SLACK).all():
        return (RowNote(0, Message(_TURNED, {"crs": crs.name[:80]})),)
    return ()


def _edges(crs: CRS) -> dict[str, str]:
    return {side: f"{getattr(crs.area_of_use, side):g}" for side in ("west", "east", "south", "north")}


def _inside(crs: CRS, lonlat: Floats, slack: float) -> Bools:
    area = crs.area_of_use
    if area is None or area.west >= area.east:
        return np.ones(len(lonlat), dtype=bool)
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    inside = (lon > area.west - slack) & (lon < area.east + slack)
    return np.asarray(inside & (lat > area.south - slack) & (lat < area.north + slack))


def _north_first(found: Features) -> Features:
    """Swap x and y where the second number begins with the zone: in Russian and Kazakh papers x is the northing."""
    zone = zone_of(found.crs)
    shapes = [feature.shape for feature in found.features]
    xy = shapely.get_coordinates([shape for shape in shapes if shape is not None])
    if not zone or not len(xy):
        return found
    first, second = (np.floor_divide(xy[:, axis], _ZONE_M) == zone for axis in (0, 1))
    if first.any() or not second.all():
        return found
    turned = [shape if shape is None else shapely.transform(shape, lambda c: c[:, ::-1]) for shape in shapes]
    features = [feature._replace(shape=shape) for feature, shape in zip(found.features, turned, strict=True)]
    note = RowNote(0, Message(_NORTH_FIRST, {"zone": zone}))
    return replace(found, features=features, warnings=(*found.warnings, note))


def zone_of(crs: CRS | None) -> int:
    """Get the number that eastings of a CRS begin with, as those of Gauss–Krüger zones do; 0 if none."""
    if crs is None or not crs.is_projected or crs.coordinate_operation is None:
        return 0
    false_easting = next((p.value for p in crs.coordinate_operation.params if p.name == "False easting"), 0.0)
    zone = re.fullmatch(r"(\d{1,2})500000(\.0)?", str(false_easting))
    return int(zone[1]) if zone else 0


def datum_accuracy_m(crs: CRS) -> float:
    """Get how far off places are by the way from a CRS to WGS 84; at least 100 m where that way is not known."""
    found = transformation_accuracy_m(crs.to_wkt())
    return BALLPARK_M if found is None else found


def crs_notes(crs: CRS, lonlat: Floats) -> tuple[RowNote, ...]:
    """Say what the user should know of places by their CRS: an unknown datum, and those far from where it is made for.

    Parameters
    ----------
    lonlat
        (n, 2) places in degrees.
    """
    notes = []
    if transformation_accuracy_m(crs.to_wkt()) is None:
        notes.append(RowNote(0, Message(_BALLPARK, {"crs": crs.name[:80], "metres": f"{BALLPARK_M:g}"})))
    if outside := int((~_inside(crs, lonlat, _AREA_SLACK)).sum()):
        values = {"n": outside, "total": len(lonlat), "crs": crs.name[:80], **_edges(crs)}
        notes.append(RowNote(0, Message(_OUTSIDE_USE, values)))
    return tuple(notes)


def written_unit(shape: BaseGeometry | None, crs: CRS) -> float:
    """Get what one unit of the last digit of a shape's numbers is, in degrees; 0 of metres.

    Numbers lose the zeros that they end in, so the longest of them tells.
    """
    if shape is None or not crs.is_geographic:
        return 0.0
    numbers = shapely.get_coordinates(shape)[:_LOOKED_AT].ravel().tolist()
    decimals = max((len(f"{number:.12g}".partition(".")[2]) for number in numbers), default=0)
    return float(10.0**-decimals)
