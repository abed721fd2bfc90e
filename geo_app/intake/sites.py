"""Candidate sites from a file, a frame or a layer: good rows become sites, bad ones are reported.

Points are kept wherever they lie; whether a site may be there is decided by exclusions, not by reading.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo_app.core.arrays import Bools, Floats
from geo_app.core.errors import SitesError
from geo_app.core.geodesy import GEOD, GEOGRAPHIC_CRS, transformer_to_degrees
from geo_app.core.i18n import LANGUAGES, N_
from geo_app.core.messages import Message, RowError, RowNote
from geo_app.core.sites import Site, Sites
from geo_app.core.text import MAX_TEXT, clean_text
from geo_app.core.types import Bounds, Ring
from geo_app.intake.coordinates.position import digits_accuracy_m
from geo_app.intake.features import BAD_GEOMETRY, Feature
from geo_app.intake.file_crs import crs_notes, datum_accuracy_m, written_unit
from geo_app.intake.formats.archive import read_content
from geo_app.intake.identities import identify
from geo_app.intake.read import read_features
from geo_app.intake.read_options import Limits, ReadOptions
from geo_app.intake.tables.attributes import AREA_COLUMN, attributes_of
from geo_app.intake.tables.columns import cell, find_columns, parse_accuracy
from geo_app.region.model import Layer, RegionPack
from geo_app.region.position_groups import POSITION_GROUP, position_groups

_LOOK_SWAPPED = N_("latitude and longitude look swapped: longitude {lon}, latitude {lat} is far outside.")
_WERE_SWAPPED = N_("latitude and longitude were swapped: the file has longitude {lon}, latitude {lat}.")

_NO_NAMES = N_("no column names the sites, so they are called by their rows. Found {columns}; call one of them name.")
_A_COPY = N_("the row is the same as row {first}. Remove one, or they share a rank.")
_NO_ROOM = N_("{n} columns are left out, for there are too many: {columns}.")

_WORLD: Bounds = (-180.0, -90.0, 180.0, 90.0)

# Beyond the region by this many degrees, a point that would be inside if swapped is taken to be swapped.
_SWAP_PADDING = 5.0


def read_sites(
    source: Path | BinaryIO,
    *,
    bounds: Bounds,
    name: str = "",
    max_bytes: int = 50_000_000,
    max_sites: int = 20_000,
    swap: bool = False,
    crs: str | None = None,
) -> Sites:
    """Read candidate sites from a file of any format in `geo_app.intake.read.FORMATS` but rasters.

    Parameters
    ----------
    source
        A file's path, or its open bytes with `name` for messages.
    bounds
        West, south, east, north of the region in degrees: tells swapped coordinates.
    max_bytes, max_sites
        Limits; beyond them nothing is read.
    swap
        Swap latitude and longitude (or x and y) in rows where they look swapped.
    crs
        The CRS of a file that states none, by its code; a table with columns x and y always needs it, one with lon and
        lat never.

    Returns
    -------
    Sites
        With what was wrong with each row; what concerns the file as a whole is said of row 0.

    Raises
    ------
    SitesError
        If the file as a whole cannot be read: missing, empty, too large, unknown format, no coordinates,
        unknown CRS.
    """
    name = clean_text(name or (source.name if isinstance(source, Path) else "")) or "file"
    content = read_content(source, name, max_bytes)
    limits = Limits(max_bytes=max_bytes, max_rows=max_sites)
    found = read_features(content, name, ReadOptions(crs=crs or None, region=bounds, places=True), limits)
    if found.crs is None:
        return Sites((), _by_row(found.rejected), _by_row(found.warnings))
    sites = _sites(found.features, found.crs, bounds, swap, name, found.placed)
    return Sites(
        sites.sites,
        _by_row((*found.rejected, *sites.rejected)),
        _by_row((*found.warnings, *sites.warnings)),
        sites.swapped,
        sites.rings,
    )


def sites_from_frame(frame: gpd.GeoDataFrame, *, bounds: Bounds = _WORLD) -> Sites:
    """Make sites of a frame in any CRS that it states; rows count from 1.

    Raises
    ------
    SitesError
        If the frame has no geometry, states no CRS, or one that does not lead to EPSG:4326.
    """
    if frame.active_geometry_name is None:
        raise SitesError(N_("The frame has no geometry. Set it before you make sites of it."))
    if frame.crs is None:
        raise SitesError(
            N_("The frame states no coordinate reference system. Set it, for example to {expected}."),
            expected=GEOGRAPHIC_CRS,
        )
    others = [number for number, column in enumerate(frame.columns) if column != frame.active_geometry_name]
    # Of two columns of one name the first counts.
    titles = {str(frame.columns[number]): number for number in reversed(others)}
    columns = [frame.iloc[:, number].tolist() for number in titles.values()]
    values = [dict(zip(titles, cells, strict=True)) for cells in zip(*columns, strict=True)] or [{}] * len(frame)
    shapes = frame.geometry.to_numpy()
    features = [Feature(row, cells, shape) for row, (cells, shape) in enumerate(zip(values, shapes, strict=True), 1)]
    return _sites(features, frame.crs, bounds, swap=False, name="frame")


def default_sites(pack: RegionPack) -> Sites:
    """Make sites of the pack's own candidate layers; an id that two layers have gets the layer's before it.

    Sites that share a stand-in, of which nobody knows where around it they lie, are all as vague as the vaguest of
    them, so that no rank tells them apart by where they lie.
    """
    sites: list[Site] = []
    rejected: list[RowNote] = []
    seen: set[str] = set()
    for name in pack.candidate_layers:
        found = sites_from_layer(pack.layers[name])
        rejected += found.rejected
        for site in found.sites:
            unique = site if site.id not in seen else replace(site, id=f"{name}:{site.id}")
            seen.add(unique.id)
            sites.append(unique)
    return Sites(_as_vague_as_their_group(sites), tuple(rejected))


def _as_vague_as_their_group(sites: list[Site]) -> tuple[Site, ...]:
    vaguest: dict[tuple[float, float, frozenset[str]], float] = {}
    for site in sites:
        vaguest[_stand_in(site)] = max(site.accuracy_m, vaguest.get(_stand_in(site), 0.0))
    grouped = (bool(position_groups(site.attributes.get(POSITION_GROUP))) for site in sites)
    return tuple(
        replace(site, accuracy_m=vaguest[_stand_in(site)]) if shares else site
        for site, shares in zip(sites, grouped, strict=True)
    )


def _stand_in(site: Site) -> tuple[float, float, frozenset[str]]:
    return site.lon, site.lat, position_groups(site.attributes.get(POSITION_GROUP))


def sites_from_layer(layer: Layer) -> Sites:
    """Make sites of a layer's features; an area stands for a point inside it."""
    columns = layer.frame.drop(columns=layer.frame.geometry.name)
    records = zip(columns.index, columns.to_dict("records"), layer.frame.geometry, strict=True)
    sites: list[Site] = []
    rejected: list[RowNote] = []
    for row, (identity, values, shape) in enumerate(records, start=1):
        try:
            sites.append(_site_of_layer(layer, str(identity), values, _point(shape)))
        except RowError as bad:
            rejected.append(bad.note(row))
    return Sites(tuple(sites), tuple(rejected))


def template_csv(bounds: Bounds) -> bytes:
    """Write a file to fill in: a header, and one example in the middle of the region."""
    west, south, east, north = bounds
    example = f"site-1,My site,{(west + east) / 2:.4f},{(south + north) / 2:.4f},0"
    # Without the mark at its beginning, a spreadsheet takes UTF-8 for something else.
    return f"id,name,lon,lat,accuracy_m\r\n{example}\r\n".encode("utf-8-sig")


# --------------------------------------------------------------------------------------------- rows to sites


def _sites(
    features: Sequence[Feature], crs: CRS, bounds: Bounds, swap: bool, name: str, placed: Sequence[str] = ()
) -> Sites:
    fields = find_columns(list(dict.fromkeys(column for feature in features for column in feature.values)))
    features, points, rejected = _pointed(features)
    xy = np.array([(point.x, point.y) for point in points], dtype=np.float64).reshape(-1, 2)
    lonlat, turned = _to_lonlat(xy, crs, name), _to_lonlat(xy[:, ::-1], crs, name)
    looks_swapped = _near(turned, bounds) & ~_near(lonlat, bounds)
    places = np.where(looks_swapped[:, None], turned, lonlat) if swap else lonlat
    identities, fields, notes = identify(features, fields)
    attributes, doubts = _attributes(features, fields, placed)
    figures_m, datum_m = _figures_m(features, places, crs), datum_accuracy_m(crs)
    sites: list[Site] = []
    rings: dict[str, Ring] = {}
    warnings = [*notes, *doubts, *_copies(features), *crs_notes(crs, places[np.isfinite(places).all(axis=1)])]
    for i, feature in enumerate(features):
        swapped = bool(looks_swapped[i])
        try:
            _check_place(places[i], xy[i], crs, swapped and not swap)
            site = _site(feature.values, fields, identities[i], places[i], (figures_m[i], datum_m))
        except RowError as bad:
            rejected.append(bad.note(feature.row))
            continue
        outline = _in_degrees(feature.shape, crs)
        sites.append(replace(site, attributes=attributes[i] | _measured_area(outline, attributes[i])))
        if isinstance(outline, shapely.Polygon) and not (outline.interiors or swapped):
            rings[site.id] = tuple((float(lon), float(lat)) for lon, lat in outline.exterior.coords[:-1])
        warnings += _doubts(feature, fields)
        if swapped:
            text = _WERE_SWAPPED if swap else _LOOK_SWAPPED
            warnings.append(RowNote(feature.row, Message(text, {"lon": float(xy[i, 0]), "lat": float(xy[i, 1])})))
    return Sites(tuple(sites), _by_row(rejected), tuple(warnings), not swap and bool(looks_swapped.any()), rings)


def _attributes(
    features: Sequence[Feature], fields: Mapping[str, str], placed: Sequence[str]
) -> tuple[list[dict[str, object]], list[RowNote]]:
    """Collect all that is neither a name nor a place, and say what has no room and that nothing is a name."""
    known = {column for meaning, column in fields.items() if meaning not in ("lon", "lat", "x", "y")}
    # A feature's number beside an id of its own tells nothing more.
    spare_id = ("feature_id",) if "id" in fields else ()
    attributes, no_room = attributes_of([feature.values for feature in features], {*known, *placed, *spare_id})
    notes = []
    if no_room:
        notes.append(RowNote(0, Message(_NO_ROOM, {"n": len(no_room), "columns": ", ".join(no_room)[:200]})))
    if any(attributes) and not any(meaning.startswith(("id", "name")) for meaning in fields):
        notes.append(RowNote(0, Message(_NO_NAMES, {"columns": ", ".join(attributes[0])[:200]})))
    return attributes, notes


def _copies(features: Sequence[Feature]) -> Iterable[RowNote]:
    """Say which rows are the same as one before in all that they say; they stay, for nobody knows which is meant."""
    first: dict[tuple[str, bytes | None], int] = {}
    for feature in features:
        values = {title: value for title, value in feature.values.items() if title != "feature_id"}
        row = first.setdefault((repr(values), shapely.to_wkb(feature.shape)), feature.row)
        if row != feature.row:
            yield RowNote(feature.row, Message(_A_COPY, {"first": row}))


def _pointed(features: Sequence[Feature]) -> tuple[list[Feature], list[shapely.Point], list[RowNote]]:
    """Keep the features that have a place, with the point that stands for each."""
    kept, points, rejected = [], [], []
    for feature in features:
        try:
            points.append(_point(feature.shape))
        except RowError as bad:
            rejected.append(bad.note(feature.row))
            continue
        kept.append(feature)
    return kept, points, rejected


def _figures_m(features: Sequence[Feature], lonlat: Floats, crs: CRS) -> list[float]:
    """Tell how far off each place can be by the digits that it is written with; 0 of metres."""
    units = [feature.unit if feature.unit is not None else written_unit(feature.shape, crs) for feature in features]
    lats = np.clip(np.nan_to_num(lonlat[:, 1]), -90.0, 90.0).tolist()
    return [
        round(digits_accuracy_m(lat, unit, unit), 1) if unit else 0.0 for lat, unit in zip(lats, units, strict=True)
    ]


def _in_degrees(shape: BaseGeometry | None, crs: CRS) -> BaseGeometry | None:
    """Transform an outline to lon/lat degrees; None of what is no area, or reaches where the CRS does not."""
    if shape is None or shapely.get_dimensions(shape) != 2:
        return None
    to_degrees = transformer_to_degrees(crs, "", SitesError)
    flat = shapely.force_2d(shape)
    degrees = shapely.transform(flat, lambda xy: np.column_stack(to_degrees.transform(xy[:, 0], xy[:, 1])))
    return degrees if np.isfinite(shapely.get_coordinates(degrees)).all() else None


def _measured_area(outline: BaseGeometry | None, attributes: Mapping[str, object]) -> dict[str, object]:
    """Measure an outline, where the file does not say its area."""
    if outline is None or attributes.get(AREA_COLUMN) is not None:
        return {}
    area_m2, _ = GEOD.geometry_area_perimeter(shapely.orient_polygons(outline))
    return {AREA_COLUMN: round(abs(float(area_m2)) / 10_000, 4)} if math.isfinite(area_m2) else {}


def _point(shape: BaseGeometry | None) -> shapely.Point:
    """Get the point that stands for a geometry: itself, else one inside it or on it."""
    if shape is None or shapely.is_empty(shape):
        raise RowError(N_("no geometry; expected a point."))
    try:
        if not shapely.is_valid(shape):
            raise RowError(BAD_GEOMETRY, problem=str(shapely.is_valid_reason(shape)))
        point = shape if isinstance(shape, shapely.Point) else shapely.point_on_surface(shape)
    except shapely.GEOSException as error:
        raise RowError(BAD_GEOMETRY, problem=str(error)[:200]) from error
    if not isinstance(point, shapely.Point) or point.is_empty:
        raise RowError(N_("no geometry; expected a point."))
    return point


def _to_lonlat(xy: Floats, crs: CRS, name: str) -> Floats:
    """Transform (n, 2) x, y of a CRS into (n, 2) lon/lat degrees; not finite where it does not reach."""
    transformer = transformer_to_degrees(crs, name, SitesError)
    return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))


def _near(lonlat: Floats, bounds: Bounds) -> Bools:
    west, south, east, north = bounds
    lon, lat, padding = lonlat[:, 0], lonlat[:, 1], _SWAP_PADDING
    inside: Bools = (
        (lon >= west - padding) & (lon <= east + padding) & (lat >= south - padding) & (lat <= north + padding)
    )
    return inside


def _check_place(place: Floats, given: Floats, crs: CRS, swapped: bool) -> None:
    if not given.any():
        raise RowError(N_("both coordinates are 0, which stands for a place that is not known."))
    if not np.isfinite(place).all():
        raise RowError(
            N_("x {x}, y {y} are outside what the coordinate reference system {crs} covers."),
            x=float(given[0]),
            y=float(given[1]),
            crs=crs.name[:80],
        )
    for field, degrees, limit in ((N_("longitude"), place[0], 180), (N_("latitude"), place[1], 90)):
        if abs(degrees) <= limit:
            continue
        text = N_("{field} is {found}; expected degrees between -{limit} and {limit}.")
        if swapped:
            text = N_("{field} is {found}: latitude and longitude look swapped.")
        raise RowError(text, field=Message(field), found=float(degrees), limit=limit)


def _site(
    values: Mapping[str, object], fields: Mapping[str, str], identity: str, place: Floats, least_m: tuple[float, float]
) -> Site:
    """Make a site; `least_m` is its accuracy by its figures, for which the user's word counts, and by its datum."""
    figures_m, datum_m = least_m
    stated_m = parse_accuracy(values, fields.get("accuracy_m"))
    names = {language: clean_text(cell(values, fields.get(f"name_{language}")))[:MAX_TEXT] for language in LANGUAGES}
    name = clean_text(cell(values, fields.get("name")))[:MAX_TEXT]
    return Site(
        id=identity,
        name=name or next(filter(None, names.values()), identity),
        lon=float(place[0]),
        lat=float(place[1]),
        accuracy_m=max(figures_m if stated_m is None else stated_m, datum_m),
        names={language: text for language, text in names.items() if text},
    )


def _doubts(feature: Feature, fields: Mapping[str, str]) -> Iterable[RowNote]:
    """Say what looks wrong with a row that is kept."""
    for meaning, field in fields.items():
        if meaning.startswith(("id", "name")) and len(clean_text(cell(feature.values, field))) > MAX_TEXT:
            yield RowNote(
                feature.row,
                Message(N_("{field} is cut to {limit} characters."), {"field": field[:80], "limit": MAX_TEXT}),
            )
    if feature.shape is not None and feature.shape.geom_type != "Point":
        yield RowNote(
            feature.row,
            Message(N_("{kind} is ranked by a point inside it or on it."), {"kind": feature.shape.geom_type}),
        )


def _by_row(rows: Iterable[RowNote]) -> tuple[RowNote, ...]:
    return tuple(sorted(rows, key=lambda rejection: rejection.row))


# --------------------------------------------------------------------------------------------------- layers


def _site_of_layer(layer: Layer, identity: str, values: Mapping[str, object], point: shapely.Point) -> Site:
    names = {language: clean_text(cell(values, f"name_{language}")) for language in LANGUAGES}
    accuracy_m = cell(values, "accuracy_m")
    return Site(
        id=identity,
        name=names["en"] or next(filter(None, names.values()), identity),
        lon=float(point.x),
        lat=float(point.y),
        accuracy_m=float(accuracy_m) if isinstance(accuracy_m, int | float | np.number) else layer.accuracy_m,
        layer=layer.id,
        names={language: text for language, text in names.items() if text},
        attributes={key: _plain(value) for key, value in values.items() if key not in ("id", "accuracy_m")},
    )


def _plain(value: Any) -> object:
    """Turn a frame's value into what JSON knows: no gap is a number."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    return value.item() if isinstance(value, np.generic) else value
