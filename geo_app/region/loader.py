"""Load a region pack: read, validate, and say which file, entry and field is broken.

A pack is a folder as ``layers/README.md`` describes. Nothing here knows which region it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo_app.core.errors import GeoAppError, PackError
from geo_app.core.files import file_hash, finish_replacing, sha256
from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import N_
from geo_app.region import feature_schema
from geo_app.region.entries import by_id, check_texts, entries_of, parse_criterion, parse_entry, read_document
from geo_app.region.feature_schema import check_features
from geo_app.region.frame_cache import cached_frame
from geo_app.region.model import Exclusion, Indicator, Layer, Profile, RegionPack
from geo_app.region.references import find_dangling
from geo_app.region.waiting import settle

CATALOG_SCHEMA = "geo-app/catalog/1"
PROFILES_SCHEMA = "geo-app/profiles/1"
INDICATORS_SCHEMA = "geo-app/indicators/1"


_PACK_FILES = ("catalog.json", "profiles.json", "indicators.json")


def load_pack(folder: Path) -> RegionPack:
    """Load and validate a pack.

    Raises
    ------
    PackError
        At the first thing that is broken, with file, entry and field.
    """
    _finish_replacing(folder)
    raw = read_document(folder / "catalog.json", CATALOG_SCHEMA)
    return assemble(folder, raw, [load_layer(folder, entry) for entry in entries_of(raw, "layers")])


def find_errors(folder: Path) -> list[GeoAppError]:
    """Collect everything that is broken in a pack, each layer on its own; an empty list is a sound pack."""
    try:
        _finish_replacing(folder)
        raw = read_document(folder / "catalog.json", CATALOG_SCHEMA)
        entries = list(entries_of(raw, "layers"))
    except PackError as error:
        return [error]
    problems: list[GeoAppError] = []
    layers = []
    for entry in entries:
        try:
            layers.append(load_layer(folder, entry))
        except PackError as error:
            problems.append(error)
    # Criteria are judged only against a complete set of layers: a broken one is named once, above.
    if not problems:
        try:
            assemble(folder, raw, layers)
        except GeoAppError as error:
            problems.append(error)
    return problems


# ------------------------------------------------------------------------------------------------ one layer


def load_layer(folder: Path, entry: Mapping[str, Any]) -> Layer:
    """Load one layer of the catalogue and check its file against hash and schema.

    Raises
    ------
    PackError
        If the entry or the file is broken.
    """
    where = f"catalog.json: layer {entry.get('id', '?')!r}"
    layer = parse_entry(Layer, {**entry, "frame": gpd.GeoDataFrame()}, where)
    check_texts(layer.titles, f"{where}, titles")
    path = folder / layer.file
    if not path.resolve().is_relative_to(folder.resolve()):
        raise PackError(N_("{where}: file {file!r} lies outside the pack."), where=where, file=layer.file)
    if not path.is_file():
        raise PackError(
            N_("{where}: file {file!r} is missing. Restore it or run geo-app layers build."),
            where=where,
            file=layer.file,
        )
    found = file_hash(path)
    if found != layer.sha256:
        raise PackError(
            N_(
                "{file}: the file has changed since it was catalogued: sha256 {found}, expected {expected}. "
                "Restore it or run geo-app layers build."
            ),
            file=layer.file,
            found=found,
            expected=layer.sha256,
        )
    # All that reading and checking depend on; the catalogue's hash stands for the file's content.
    made_of = (layer.sha256, path.suffix, layer.crs, layer.geometry, _reader_hash())
    frame = cached_frame(made_of, lambda: check_features(_read_features(path, layer), layer))
    return replace(layer, frame=frame)


@cache
def _reader_hash() -> str:
    """Hash the code that reads and checks features: what it accepted once, a newer one may refuse."""
    return sha256(b"".join(Path(module).read_bytes() for module in (__file__, feature_schema.__file__)))


def _read_features(path: Path, layer: Layer) -> gpd.GeoDataFrame:
    try:
        crs = CRS.from_user_input(layer.crs)
        if path.suffix == ".parquet":
            frame = gpd.read_parquet(path)
        else:
            # Dates stay the text they are: "2025-11" is a date here, and GDAL would read only some of them.
            options = {"DATE_AS_STRING": "YES"} if path.suffix == ".geojson" else {}
            frame = gpd.read_file(path, engine="pyogrio", **options)
    except (pyogrio.errors.DataSourceError, OSError, ValueError) as error:
        raise PackError(N_("{file}: cannot be read as a layer: {reason}"), file=layer.file, reason=error) from error
    except CRSError as error:
        raise PackError(
            N_("{file}: unknown coordinate reference system {crs!r}. Give an EPSG code."),
            file=layer.file,
            crs=layer.crs,
        ) from error
    if frame.crs is None or not frame.crs.equals(crs):
        raise PackError(
            N_("{file}: the file's coordinate reference system is {found}, the catalogue says {expected}."),
            file=layer.file,
            found=frame.crs,
            expected=layer.crs,
        )
    return frame.to_crs(GEOGRAPHIC_CRS)


# ----------------------------------------------------------------------------------------------- everything


def assemble(folder: Path, raw: Mapping[str, Any], layers: Sequence[Layer]) -> RegionPack:
    """Make a catalogue of loaded layers and what ``catalog.json`` holds, or is about to hold, and check it whole.

    Raises
    ------
    PackError
        At the first thing that is broken or refers to what is not there.
    """
    criteria = [parse_criterion(entry) for entry in entries_of(raw, "criteria")]
    exclusions = [
        parse_entry(Exclusion, entry, f"catalog.json: exclusion {entry.get('id', '?')!r}")
        for entry in entries_of(raw, "exclusions")
    ]
    profiles_raw = read_document(folder / "profiles.json", PROFILES_SCHEMA)
    indicators_raw = read_document(folder / "indicators.json", INDICATORS_SCHEMA)
    profiles = [
        parse_entry(Profile, entry, f"profiles.json: profile {entry.get('id', '?')!r}")
        for entry in entries_of(profiles_raw, "profiles")
    ]
    indicators = tuple(
        parse_entry(Indicator, entry, f"indicators.json: indicator {entry.get('id', '?')!r}")
        for entry in entries_of(indicators_raw, "indicators")
    )
    pack = settle(
        replace(
            _header(folder, raw, indicators_raw.get("groups", {})),
            layers=by_id(layers, "layer"),
            criteria=by_id(criteria, "criterion"),
            exclusions=by_id(exclusions, "exclusion"),
            profiles=by_id(profiles, "profile"),
            indicators=indicators,
        )
    )
    for problem in find_dangling(pack):
        raise problem
    return pack


def _header(folder: Path, raw: Mapping[str, Any], more_groups: Mapping[str, Any]) -> RegionPack:
    """Make a pack of what the catalogue says of it as a whole, still without layers and criteria."""
    header = {key: value for key, value in raw.items() if key not in ("schema", "layers", "criteria", "exclusions")}
    empty: dict[str, Any] = {"layers": {}, "criteria": {}, "exclusions": {}, "profiles": {}, "indicators": []}
    groups = {**header.get("groups", {}), **more_groups}
    own = {"groups": groups, "data_version": _data_version(folder, raw), "folder": str(folder)}
    return parse_entry(RegionPack, {**header, **empty, **own}, "catalog.json")


def _data_version(folder: Path, raw: Mapping[str, Any]) -> str:
    """Name the data: the catalogue holds every layer's hash, so three small files stand for all of them."""
    digest = sha256(b"".join((folder / name).read_bytes() for name in _PACK_FILES))
    return f"{raw.get('id', '')}-{raw.get('as_of', '')}-{digest[:12]}"


# ---------------------------------------------------------------------------------------------- small pieces


def _finish_replacing(folder: Path) -> None:
    try:
        finish_replacing(folder)
    except OSError as error:
        raise PackError(
            N_(
                "{folder}: replacing the pack was interrupted, and this cannot be finished: {reason}. "
                "Run geo-app layers build where the folder can be written."
            ),
            folder=folder,
            reason=error.strerror or str(error),
        ) from error
