"""Candidate sites from a file, a frame or a layer: good rows become sites, bad ones are told.

A file is hostile until read: its size, its archive's contents and its XML are checked before any library sees
them, it is opened by a driver chosen from its bytes, and never by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo_app.crs import GEOGRAPHIC_CRS
from geo_app.errors import SitesError
from geo_app.geofile import check_crs, read_features, sniff
from geo_app.i18n import LANGUAGES, N_
from geo_app.model import Catalog, Layer, Rejection, Site, Sites
from geo_app.tabular import Table, read_csv

MAX_NAME = 200

# In the languages of the service, as the header of a table or the attribute of a feature; lower case.
ID_COLUMNS = ("id", "fid", "код", "编号")
NAME_COLUMNS = ("name", "title", "название", "наименование", "атауы", "аты", "名称")
ACCURACY_COLUMNS = ("accuracy_m", "accuracy", "точность_м", "дәлдік_м", "精度_米")
LON_COLUMNS = ("lon", "lng", "long", "longitude", "x", "долгота", "бойлық", "经度")
LAT_COLUMNS = ("lat", "latitude", "y", "широта", "ендік", "纬度")

# Beyond the region by this many degrees, a point that would be inside if swapped is taken to be swapped.
_SWAP_PADDING = 5.0

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def read_sites(
    source: Path | BinaryIO,
    *,
    bounds: tuple[float, float, float, float],
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
        West, south, east, north of the region: tells swapped coordinates.
    max_bytes, max_sites
        Limits; beyond them nothing is read.
    swap
        Swap latitude and longitude in rows where they look swapped.
    crs
        The coordinate reference system of a file that states none.

    Raises
    ------
    SitesError
        If the file as a whole cannot be read: missing, too large, unknown format, no coordinates, unknown CRS.
    """
    content, name = _content(source, name, max_bytes)
    if sniff(content) == "csv":
        frame, rejected = _frame_of_table(read_csv(content, name), name, crs)
        warnings: list[Rejection] = []
    else:
        frame, warnings = read_features(content, name, crs, max_bytes)
        rejected = []
    if len(frame) + len(rejected) > max_sites:
        raise SitesError(
            N_("{file}: {found} rows, at most {limit} are accepted. Split the file."),
            file=name,
            found=len(frame) + len(rejected),
            limit=max_sites,
        )
    sites = _sites(frame, bounds, swap)
    return Sites(
        sites.sites,
        tuple(sorted((*rejected, *sites.rejected), key=lambda r: r.row)),
        tuple(sorted((*warnings, *sites.warnings), key=lambda r: r.row)),
        sites.swapped,
    )


def sites_from_frame(frame: gpd.GeoDataFrame, *, bounds: tuple[float, float, float, float] | None = None) -> Sites:
    """Make sites from a frame in any CRS that it states.

    Raises
    ------
    SitesError
        If the frame states no CRS.
    """
    if frame.crs is None:
        raise SitesError(N_("The frame states no coordinate reference system. Set it, for example to EPSG:4326."))
    return _sites(_numbered(frame.to_crs(GEOGRAPHIC_CRS)), bounds or (-180.0, -90.0, 180.0, 90.0), swap=False)


def default_sites(catalog: Catalog) -> Sites:
    """Make sites of the pack's own candidate layers."""
    return Sites(tuple(site for name in catalog.candidate_layers for site in sites_from_layer(catalog.layers[name])))


def sites_from_layer(layer: Layer) -> tuple[Site, ...]:
    """Make sites of a layer's features; an area stands for a point inside it."""
    points = shapely.point_on_surface(layer.frame.geometry.to_numpy())
    columns = layer.frame.drop(columns="geometry")
    return tuple(
        Site(
            id=str(identity),
            name=str(row.get("name_en") or identity),
            lon=float(point.x),
            lat=float(point.y),
            accuracy_m=float(row["accuracy_m"]),
            layer=layer.id,
            names={lang: row[f"name_{lang}"] for lang in LANGUAGES if isinstance(row[f"name_{lang}"], str)},
            attributes={key: None if pd.isna(value) else value for key, value in row.items()},
        )
        for identity, row, point in zip(columns.index, columns.to_dict("records"), points, strict=True)
    )


def template_csv(bounds: tuple[float, float, float, float]) -> bytes:
    """Write a file to fill in: a header, and one example in the middle of the region."""
    west, south, east, north = bounds
    example = f"site-1,My site,{(west + east) / 2:.4f},{(south + north) / 2:.4f},0"
    return f"id,name,lon,lat,accuracy_m\r\n{example}\r\n".encode("utf-8-sig")


# ---------------------------------------------------------------------------------------------------- inside


def _content(source: Path | BinaryIO, name: str, max_bytes: int) -> tuple[bytes, str]:
    """Read at most one byte more than is allowed."""
    if isinstance(source, Path):
        name = name or source.name
        try:
            with source.open("rb") as file:
                content = file.read(max_bytes + 1)
        except OSError as error:
            raise SitesError(
                N_("{file} cannot be read: {reason}. Check the path."), file=str(source), reason=error.strerror
            ) from error
    else:
        name = name or "file"
        content = source.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise SitesError(
            N_("{file} is larger than {limit} MB, the most that is accepted."), file=name, limit=max_bytes / 1e6
        )
    if not content.strip():
        raise SitesError(N_("{file} is empty."), file=name)
    return content, name


def _frame_of_table(table: Table, name: str, crs: str | None) -> tuple[gpd.GeoDataFrame, list[Rejection]]:
    """Make points of a table's coordinate columns; rows without a number are rejected."""
    lon, lat = _column(table.columns, LON_COLUMNS), _column(table.columns, LAT_COLUMNS)
    if lon is None or lat is None:
        raise SitesError(
            N_("{file}: no coordinate columns. Found the columns {found}; expected lon and lat (degrees)."),
            file=name,
            found=", ".join(table.columns),
        )
    kept, rejected, points = [], list(table.rejected), []
    for row, cells in table.rows:
        try:
            points.append((_number(cells[lon], lon), _number(cells[lat], lat)))
            kept.append((row, cells))
        except _RowError as bad:
            rejected.append(Rejection(row, bad.reason, bad.values))
    frame = gpd.GeoDataFrame(
        pd.DataFrame([cells for _, cells in kept], columns=list(table.columns), dtype=object),
        geometry=shapely.points(np.array(points, dtype=float).reshape(-1, 2)),
        crs=check_crs(crs, name) if crs else GEOGRAPHIC_CRS,
    ).to_crs(GEOGRAPHIC_CRS)
    frame["row"] = [row for row, _ in kept]
    return frame, rejected


class _RowError(Exception):
    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


def _number(text: object, field: str) -> float:
    """Read a cell as a finite number; a decimal comma is a comma between digits."""
    written = str(text).strip().replace("\u00a0", "")
    if not written or written == "None":
        raise _RowError(N_("{field} is empty; expected a number."), field=field)
    if re.fullmatch(r"[-+]?\d+,\d+", written):
        written = written.replace(",", ".")
    try:
        number = float(written)
    except ValueError:
        raise _RowError(N_("{field} is {found!r}; expected a number."), field=field, found=str(text)[:80]) from None
    if not np.isfinite(number):
        raise _RowError(N_("{field} is {found!r}; expected a finite number."), field=field, found=str(text)[:80])
    return number


def _numbered(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    numbered = frame.copy()
    numbered["row"] = np.arange(1, len(frame) + 1)
    return numbered


def _column(columns: Iterable[str], names: tuple[str, ...]) -> str | None:
    """Find the column with one of the names, the first of the names that is there."""
    by_name = {str(column).strip().lower(): column for column in reversed(list(columns))}
    return next((by_name[name] for name in names if name in by_name), None)


def _sites(frame: gpd.GeoDataFrame, bounds: tuple[float, float, float, float], swap: bool) -> Sites:
    """Turn rows with a geometry in EPSG:4326 and a column ``row`` into sites."""
    columns = [column for column in frame.columns if column not in ("geometry", "row")]
    fields = {
        "id": _column(columns, ID_COLUMNS),
        "accuracy": _column(columns, ACCURACY_COLUMNS),
        "name": _column(columns, NAME_COLUMNS),
        **{language: _column(columns, (f"name_{language}",)) for language in LANGUAGES},
    }
    sites: list[Site] = []
    rejected: list[Rejection] = []
    warnings: list[Rejection] = []
    seen: dict[str, int] = {}
    for record in frame.to_dict("records"):
        row = int(record["row"])
        try:
            site = _site(record, row, fields)
            if site.id in seen:
                raise _RowError(N_("id {found!r} was already used in row {first}."), found=site.id, first=seen[site.id])
        except _RowError as bad:
            rejected.append(Rejection(row, bad.reason, bad.values))
            continue
        seen[site.id] = row
        warnings += _warnings(site, record, row, fields["name"], bounds, swap)
        if swap and _looks_swapped(site, bounds):
            site = replace(site, lon=site.lat, lat=site.lon)
        sites.append(site)
    return Sites(tuple(sites), tuple(rejected), tuple(warnings), any(_looks_swapped(site, bounds) for site in sites))


def _warnings(
    site: Site,
    record: Mapping[str, Any],
    row: int,
    name_field: str | None,
    bounds: tuple[float, float, float, float],
    swap: bool,
) -> list[Rejection]:
    """Say what the user should know of a row that became a site."""
    told = []
    if len(str(_cell(record, name_field))) > MAX_NAME:
        told.append(Rejection(row, N_("name is cut to {limit} characters."), {"limit": MAX_NAME}))
    kind = record["geometry"].geom_type
    if kind != "Point":
        told.append(Rejection(row, N_("{kind} is ranked by a point inside it or on it."), {"kind": kind}))
    if _looks_swapped(site, bounds):
        text = N_("latitude and longitude look swapped: longitude {lon}, latitude {lat} is far outside.")
        if swap:
            text = N_("latitude and longitude were swapped: the file has longitude {lon}, latitude {lat}.")
        told.append(Rejection(row, text, {"lon": site.lon, "lat": site.lat}))
    return told


def _site(record: Mapping[str, Any], row: int, fields: Mapping[str, str | None]) -> Site:
    shape = record["geometry"]
    if shape is None or shapely.is_empty(shape):
        raise _RowError(N_("no geometry; expected a point."))
    if not shapely.is_valid(shape):
        raise _RowError(N_("invalid geometry: {problem}."), problem=shapely.is_valid_reason(shape))
    point = shape if shape.geom_type == "Point" else shapely.point_on_surface(shape)
    _check_range(N_("longitude"), point.x, 180)
    _check_range(N_("latitude"), point.y, 90)
    identity = _text(_cell(record, fields["id"])) or f"row-{row}"
    names = {language: _text(_cell(record, fields[language])) for language in LANGUAGES if fields[language]}
    name = _text(_cell(record, fields["name"])) or next(filter(None, names.values()), identity)
    return Site(
        id=identity,
        name=name[:MAX_NAME],
        lon=float(point.x),
        lat=float(point.y),
        accuracy_m=_accuracy(record, fields["accuracy"]),
        names={language: text[:MAX_NAME] for language, text in names.items() if text},
    )


def _check_range(field: str, degrees: float, limit: int) -> None:
    if not np.isfinite(degrees) or abs(degrees) > limit:
        raise _RowError(
            N_("{field} is {found}; expected degrees between -{limit} and {limit}."),
            field=field,
            found=degrees,
            limit=limit,
        )


def _accuracy(record: Mapping[str, Any], field: str | None) -> float:
    if field is None or _cell(record, field) == "":
        return 0.0
    accuracy_m = _number(_cell(record, field), field)
    if accuracy_m < 0:
        raise _RowError(N_("{field} is {found}; expected 0 or more metres."), field=field, found=accuracy_m)
    return accuracy_m


def _cell(record: Mapping[str, Any], field: str | None) -> object:
    value = record.get(field) if field else None
    return "" if value is None or (isinstance(value, float) and np.isnan(value)) or value is pd.NaT else value


def _text(value: object) -> str:
    # A whole number that passed through a frame with gaps comes back as 7.0; the file said 7.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _CONTROL.sub(" ", str(value)).strip()


def _looks_swapped(site: Site, bounds: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bounds

    def near(lon: float, lat: float) -> bool:
        return (
            west - _SWAP_PADDING <= lon <= east + _SWAP_PADDING
            and south - _SWAP_PADDING <= lat <= north + _SWAP_PADDING
        )

    return near(site.lat, site.lon) and not near(site.lon, site.lat)
