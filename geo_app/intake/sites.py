"""Candidate sites from a file, a frame or a layer: good rows become sites, bad ones are told.

Points are kept wherever they lie; whether a site may be there is decided by exclusions, not by reading.
"""

from __future__ import annotations

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
from geo_app.core.geodesy import GEOGRAPHIC_CRS, way_to_degrees
from geo_app.core.i18n import LANGUAGES, N_
from geo_app.core.messages import Message, RowError, RowNote
from geo_app.core.sites import Site, Sites
from geo_app.core.text import MAX_TEXT, clean_text
from geo_app.core.types import Bounds
from geo_app.intake.columns import Table, cell, find_columns, parse_accuracy, points_of
from geo_app.intake.features import BAD_GEOMETRY, Feature, Features, check_count, check_crs, only
from geo_app.intake.formats.archive import Unpacked, dbf_encoding, read_content, unpack
from geo_app.intake.formats.csv import read_csv
from geo_app.intake.formats.gdal import read_shapefile
from geo_app.intake.formats.geojson import read_geojson
from geo_app.intake.formats.geopackage import read_gpkg
from geo_app.intake.formats.kml import read_kml
from geo_app.region.model import Layer, RegionPack
from geo_app.region.position_groups import POSITION_GROUP, position_groups

_GUESSED_ENCODING = N_("the archive has no .cpg; texts were read as Windows-1251. If they look wrong, add it.")

_LOOK_SWAPPED = N_("latitude and longitude look swapped: longitude {lon}, latitude {lat} is far outside.")
_WERE_SWAPPED = N_("latitude and longitude were swapped: the file has longitude {lon}, latitude {lat}.")

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
    """Read candidate sites from CSV, GeoJSON, GeoPackage, KML, KMZ or a zipped shapefile.

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
        The CRS of a file that states none, by its code; a table with columns x and y always needs it.

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
    unpacked = unpack(read_content(source, name, max_bytes), name, max_bytes)
    found = _read(unpacked, name, crs, max_sites)
    if found.crs is None and crs is None:
        raise SitesError(
            N_(
                "{file} states no coordinate reference system. Add it (a shapefile's .prj file), or give its EPSG "
                "code, for example EPSG:28412."
            ),
            file=name,
        )
    sites = _sites(found.features, found.crs or check_crs(str(crs), name), bounds, swap, name)
    return Sites(
        sites.sites,
        _by_row((*found.rejected, *sites.rejected)),
        _by_row((*found.warnings, *sites.warnings)),
        sites.swapped,
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
    titles = [str(frame.columns[number]) for number in others]
    used = {column: others[titles.index(column)] for column in find_columns(titles).values()}
    columns = [frame.iloc[:, number].tolist() for number in used.values()]
    values = [dict(zip(used, cells, strict=True)) for cells in zip(*columns, strict=True)] or [{}] * len(frame)
    shapes = frame.geometry.to_numpy()
    features = [Feature(row, told, shape) for row, (told, shape) in enumerate(zip(values, shapes, strict=True), 1)]
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


# ---------------------------------------------------------------------------------------------------- files


def _read(unpacked: Unpacked, name: str, crs: str | None, max_sites: int) -> Features:
    parts = unpacked.parts
    if unpacked.kind == "csv":
        table = read_csv(parts[".csv"], name, max_sites)
        check_count(table.count, max_sites, name)
        return _features_of_table(table, name, crs)
    if unpacked.kind == "geojson":
        return read_geojson(parts[".geojson"], name, max_sites)
    if unpacked.kind == "gpkg":
        return read_gpkg(parts[".gpkg"], name, max_sites)
    notes = [*only(unpacked.member, unpacked.left_out)]
    if unpacked.kind == "kml":
        found = read_kml(parts[".kml"], name, max_sites)
    else:
        encoding = dbf_encoding(parts)
        found = read_shapefile(parts, name, max_sites, encoding)
        notes += [RowNote(0, Message(_GUESSED_ENCODING))] if encoding == "cp1251" else []
    return replace(found, warnings=(*notes, *found.warnings))


def _features_of_table(table: Table, name: str, crs: str | None) -> Features:
    fields = find_columns(table.columns, name)
    pair = next((pair for pair in (("lon", "lat"), ("x", "y")) if fields.keys() >= set(pair)), None)
    if pair is None:
        raise SitesError(
            N_("{file}: no coordinate columns. Found the columns {found}; expected lon and lat (degrees)."),
            file=name,
            found=", ".join(repr(column[:40]) for column in table.columns[:20]),
        )
    x, y = (fields[axis] for axis in pair)
    if crs is None and pair == ("x", "y"):
        raise SitesError(
            N_(
                "{file}: the columns {x!r} and {y!r} are in an unstated coordinate reference system. Give its EPSG "
                "code, or name them lon and lat if they hold degrees."
            ),
            file=name,
            x=x[:40],
            y=y[:40],
        )
    system = check_crs(crs or GEOGRAPHIC_CRS, name)
    points, rejected = points_of(table, x, y, keep=fields.values(), degrees=system.is_geographic)
    features = [Feature(row, values, shapely.Point(east, north)) for row, east, north, values in points]
    return Features(features, system, tuple(rejected), table.warnings)


# --------------------------------------------------------------------------------------------- rows to sites


def _sites(features: Sequence[Feature], crs: CRS, bounds: Bounds, swap: bool, name: str) -> Sites:
    columns = dict.fromkeys(column for feature in features for column in feature.values)
    fields = find_columns(list(columns))
    rejected: list[RowNote] = []
    pointed: list[tuple[Feature, shapely.Point]] = []
    for feature in features:
        try:
            pointed.append((feature, _point(feature.shape)))
        except RowError as bad:
            rejected.append(bad.note(feature.row))
    xy = np.array([(point.x, point.y) for _, point in pointed], dtype=np.float64).reshape(-1, 2)
    lonlat, turned = _to_lonlat(xy, crs, name), _to_lonlat(xy[:, ::-1], crs, name)
    looks_swapped = _near(turned, bounds) & ~_near(lonlat, bounds)
    places = np.where(looks_swapped[:, None], turned, lonlat) if swap else lonlat
    identities = _identities([feature for feature, _ in pointed], fields.get("id"))
    sites: list[Site] = []
    warnings: list[RowNote] = []
    seen: dict[str, int] = {}
    for (feature, _), place, given, swapped, identity in zip(
        pointed, places, xy, looks_swapped, identities, strict=True
    ):
        row = feature.row
        try:
            _check_place(place, given, crs, bool(swapped) and not swap)
            if identity in seen:
                raise RowError(
                    N_("id {found!r} was already used in row {first}."), found=identity, first=seen[identity]
                )
            site = _site(feature.values, fields, identity, place)
        except RowError as bad:
            rejected.append(bad.note(row))
            continue
        seen[identity] = row
        sites.append(site)
        warnings += _doubts(feature, fields)
        if swapped:
            text = _WERE_SWAPPED if swap else _LOOK_SWAPPED
            warnings.append(RowNote(row, Message(text, {"lon": float(given[0]), "lat": float(given[1])})))
    return Sites(tuple(sites), _by_row(rejected), tuple(warnings), not swap and bool(looks_swapped.any()))


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
    transformer = way_to_degrees(crs, name, SitesError)
    return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))


def _near(lonlat: Floats, bounds: Bounds) -> Bools:
    west, south, east, north = bounds
    lon, lat, padding = lonlat[:, 0], lonlat[:, 1], _SWAP_PADDING
    inside: Bools = (
        (lon >= west - padding) & (lon <= east + padding) & (lat >= south - padding) & (lat <= north + padding)
    )
    return inside


def _check_place(place: Floats, given: Floats, crs: CRS, swapped: bool) -> None:
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


def _identities(features: Sequence[Feature], field: str | None) -> list[str]:
    """Get each feature's id; where there is none, one made of its row that no other feature has."""
    given = [clean_text(cell(feature.values, field))[:MAX_TEXT] for feature in features]
    taken = set(given)
    made = []
    for identity, feature in zip(given, features, strict=True):
        made.append(identity or _free(f"row-{feature.row}", taken))
        taken.add(made[-1])
    return made


def _free(identity: str, taken: set[str]) -> str:
    while identity in taken:
        identity += "-row"
    return identity


def _site(values: Mapping[str, object], fields: Mapping[str, str], identity: str, place: Floats) -> Site:
    names = {language: clean_text(cell(values, fields.get(f"name_{language}")))[:MAX_TEXT] for language in LANGUAGES}
    name = clean_text(cell(values, fields.get("name")))[:MAX_TEXT]
    return Site(
        id=identity,
        name=name or next(filter(None, names.values()), identity),
        lon=float(place[0]),
        lat=float(place[1]),
        accuracy_m=parse_accuracy(values, fields.get("accuracy_m")),
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
