"""Load a region pack: read, validate, and say which file, entry and field is broken.

A pack is a folder as ``layers/README.md`` describes. Nothing here knows which region it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import geopandas as gpd
import pyogrio
from pydantic import TypeAdapter, ValidationError
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo_app.core.errors import CatalogError, GeoAppError, ScenarioError
from geo_app.core.files import file_hash, finish_replacing, sha256
from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import LANGUAGES, N_
from geo_app.core.messages import Message, Texts
from geo_app.region import feature_schema
from geo_app.region.feature_schema import check_features
from geo_app.region.frame_cache import cached_frame
from geo_app.region.model import Criterion, Exclusion, Indicator, Layer, Profile, RegionPack
from geo_app.region.value_functions import check as check_value_function
from geo_app.region.waiting import settle

CATALOG_SCHEMA = "geo-app/catalog/1"
PROFILES_SCHEMA = "geo-app/profiles/1"
INDICATORS_SCHEMA = "geo-app/indicators/1"


_PACK_FILES = ("catalog.json", "profiles.json", "indicators.json")

# What pydantic found, in words that can be translated; anything else is told as "is not valid".
_PROBLEMS = {
    "missing": N_("is missing"),
    "string_type": N_("must be a text"),
    "float_type": N_("must be a number"),
    "float_parsing": N_("must be a number"),
    "int_type": N_("must be a whole number"),
    "int_parsing": N_("must be a whole number"),
    "bool_type": N_("must be true or false"),
    "tuple_type": N_("must be a list"),
    "mapping_type": N_("must be an object"),
    "literal_error": N_("is not one of the allowed words"),
    "date_from_datetime_parsing": N_("must be a date such as 2026-07-21"),
}

T = TypeVar("T")


def load_pack(folder: Path) -> RegionPack:
    """Load and validate a pack.

    Raises
    ------
    CatalogError
        At the first thing that is broken, with file, entry and field.
    """
    _finish_replacing(folder)
    raw = _read_json(folder / "catalog.json", CATALOG_SCHEMA)
    return assemble(folder, raw, [load_layer(folder, entry) for entry in _entries(raw, "layers")])


def audit(folder: Path) -> list[GeoAppError]:
    """Collect everything that is broken in a pack, each layer on its own; an empty list is a sound pack."""
    try:
        _finish_replacing(folder)
        raw = _read_json(folder / "catalog.json", CATALOG_SCHEMA)
        entries = list(_entries(raw, "layers"))
    except CatalogError as error:
        return [error]
    problems: list[GeoAppError] = []
    layers = []
    for entry in entries:
        try:
            layers.append(load_layer(folder, entry))
        except CatalogError as error:
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
    CatalogError
        If the entry or the file is broken.
    """
    where = f"catalog.json: layer {entry.get('id', '?')!r}"
    layer = _parse(Layer, {**entry, "frame": gpd.GeoDataFrame()}, where)
    _check_texts(layer.titles, f"{where}, titles")
    path = folder / layer.file
    if not path.resolve().is_relative_to(folder.resolve()):
        raise CatalogError(N_("{where}: file {file!r} lies outside the pack."), where=where, file=layer.file)
    if not path.is_file():
        raise CatalogError(
            N_("{where}: file {file!r} is missing. Restore it or run geo-app layers build."),
            where=where,
            file=layer.file,
        )
    found = file_hash(path)
    if found != layer.sha256:
        raise CatalogError(
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
        raise CatalogError(N_("{file}: cannot be read as a layer: {reason}"), file=layer.file, reason=error) from error
    except CRSError as error:
        raise CatalogError(
            N_("{file}: unknown coordinate reference system {crs!r}. Give an EPSG code."),
            file=layer.file,
            crs=layer.crs,
        ) from error
    if frame.crs is None or not frame.crs.equals(crs):
        raise CatalogError(
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
    CatalogError
        At the first thing that is broken or refers to what is not there.
    """
    criteria = [_criterion(entry) for entry in _entries(raw, "criteria")]
    exclusions = [
        _parse(Exclusion, entry, f"catalog.json: exclusion {entry.get('id', '?')!r}")
        for entry in _entries(raw, "exclusions")
    ]
    profiles_raw = _read_json(folder / "profiles.json", PROFILES_SCHEMA)
    indicators_raw = _read_json(folder / "indicators.json", INDICATORS_SCHEMA)
    profiles = [
        _parse(Profile, entry, f"profiles.json: profile {entry.get('id', '?')!r}")
        for entry in _entries(profiles_raw, "profiles")
    ]
    indicators = tuple(
        _parse(Indicator, entry, f"indicators.json: indicator {entry.get('id', '?')!r}")
        for entry in _entries(indicators_raw, "indicators")
    )
    header = {key: value for key, value in raw.items() if key not in ("schema", "layers", "criteria", "exclusions")}
    pack = _parse(
        RegionPack,
        {
            **header,
            "groups": {**header.get("groups", {}), **indicators_raw.get("groups", {})},
            "layers": {},
            "criteria": {},
            "exclusions": {},
            "profiles": {},
            "indicators": [],
            "data_version": _data_version(folder, raw),
            "folder": str(folder),
        },
        "catalog.json",
    )
    pack = settle(
        replace(
            pack,
            layers=_by_id(layers, "layer"),
            criteria=_by_id(criteria, "criterion"),
            exclusions=_by_id(exclusions, "exclusion"),
            profiles=_by_id(profiles, "profile"),
            indicators=indicators,
        )
    )
    for problem in _dangling(pack):
        raise problem
    return pack


def _criterion(entry: Mapping[str, Any]) -> Criterion:
    where = f"catalog.json: criterion {entry.get('id', '?')!r}"
    criterion = _parse(Criterion, entry, where)
    _check_texts(criterion.titles, f"{where}, titles")
    try:
        check_value_function(criterion.value_function, criterion.id)
    except ScenarioError as error:
        raise CatalogError("catalog.json: {problem}", problem=error.message) from error
    _check_reach(criterion, where)
    return criterion


def _check_reach(criterion: Criterion, where: str) -> None:
    """Refuse a measure by reach that lacks its radius or decay, and a decay that does not fall."""
    decay, measure = criterion.decay, criterion.measure
    problems = {
        N_("needs a radius_m above 0"): measure in ("gravity", "two_step") and not criterion.radius_m > 0,
        N_("needs a decay"): measure == "gravity" and decay is None,
        N_("has no use for a decay"): measure not in ("gravity", "two_step") and decay is not None,
        N_("decay: half_m must be above 0"): decay is not None and not decay.half_m > 0,
        N_("decay: exponent must be above 0"): decay is not None and not decay.exponent > 0,
        N_("per must be above 0"): not criterion.per > 0,
    }
    for problem, found in problems.items():
        if found:
            raise CatalogError(
                N_("{where}: a criterion of measure {measure!r} {problem}."),
                where=where,
                measure=measure,
                problem=Message(problem),
            )


def _dangling(pack: RegionPack) -> Iterator[CatalogError]:
    """Name what refers to something that is not there."""
    references = [
        *((f"criterion {c.id!r}", c.layer, pack.layers) for c in pack.criteria.values()),
        *(
            (f"criterion {c.id!r}", c.demand_layer, pack.layers)
            for c in pack.criteria.values()
            if c.measure == "two_step"
        ),
        *((f"exclusion {e.id!r}", e.layer, pack.layers) for e in pack.exclusions.values()),
        *(("candidate_layers", layer, pack.layers) for layer in pack.candidate_layers),
        ("region_layer", pack.region_layer, pack.layers),
        *((f"layer {layer.id!r}", layer.group, pack.groups) for layer in pack.layers.values()),
        *(
            (f"profile {p.id!r}", weight.criterion, pack.criteria)
            for p in pack.profiles.values()
            for weight in p.weights
        ),
    ]
    for where, name, known in references:
        if name not in known:
            yield CatalogError(
                N_("{where} refers to {name!r}, which the pack does not have. It has {known}."),
                where=where,
                name=name,
                known=", ".join(known),
            )
    for criterion in pack.criteria.values():
        yield from _missing_columns(criterion, pack)


def _missing_columns(criterion: Criterion, pack: RegionPack) -> Iterator[CatalogError]:
    needed = [(criterion.layer, column) for column in criterion.where]
    if criterion.measure in ("catchment", "value", "gravity", "two_step", "member"):
        needed.append((criterion.layer, criterion.column))
    if criterion.measure == "two_step":
        needed.append((criterion.demand_layer, criterion.demand_column))
    for layer, column in needed:
        frame = pack.layers[layer].frame
        if column != frame.index.name and column not in frame.columns:
            yield CatalogError(
                N_("criterion {criterion!r} uses {column!r}, which layer {layer!r} does not have."),
                criterion=criterion.id,
                column=column,
                layer=layer,
            )


def _data_version(folder: Path, raw: Mapping[str, Any]) -> str:
    """Name the data: the catalogue holds every layer's hash, so three small files stand for all of them."""
    digest = sha256(b"".join((folder / name).read_bytes() for name in _PACK_FILES))
    return f"{raw.get('id', '')}-{raw.get('as_of', '')}-{digest[:12]}"


# ---------------------------------------------------------------------------------------------- small pieces


def _finish_replacing(folder: Path) -> None:
    try:
        finish_replacing(folder)
    except OSError as error:
        raise CatalogError(
            N_(
                "{folder}: replacing the pack was interrupted, and this cannot be finished: {reason}. "
                "Run geo-app layers build where the folder can be written."
            ),
            folder=folder,
            reason=error.strerror or str(error),
        ) from error


def _read_json(path: Path, schema: str) -> dict[str, Any]:
    if not path.is_file():
        raise CatalogError(
            N_("{file} is missing in {folder}. Point GEO_APP_LAYERS or --layers at a region pack."),
            file=path.name,
            folder=path.parent,
        )
    try:
        raw = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise CatalogError(N_("{file} is not JSON: {reason}"), file=path.name, reason=error) from error
    if not isinstance(raw, dict) or raw.get("schema") != schema:
        found = raw.get("schema") if isinstance(raw, dict) else type(raw).__name__
        raise CatalogError(
            N_("{file}: schema is {found!r}, expected {expected!r}."),
            file=path.name,
            found=found,
            expected=schema,
        )
    return raw


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


def _entries(raw: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    entries = raw.get(key)
    if not isinstance(entries, list):
        raise CatalogError(N_("{where}: {key!r} must be a list of objects."), where=raw.get("schema"), key=key)
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            raise CatalogError(
                N_("{where}: entry {number} of {key!r} must be an object."),
                where=raw.get("schema"),
                number=number,
                key=key,
            )
        yield entry


@cache
def _adapter(kind: type[object]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _parse(kind: type[T], entry: Mapping[str, Any], where: str) -> T:
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(set(entry) - known)
    if unknown:
        raise CatalogError(
            N_("{where}: unknown field {field!r}. Known fields: {known}."),
            where=where,
            field=unknown[0],
            known=", ".join(sorted(known)),
        )
    try:
        parsed: T = _adapter(kind).validate_python(dict(entry))  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        raise CatalogError(
            N_("{where}, field {field!r}: {problem}. Found {found!r}."),
            where=where,
            field=".".join(str(part) for part in first["loc"]),
            problem=Message(_PROBLEMS.get(first["type"], N_("is not valid"))),
            found=None if first["type"] == "missing" else first["input"],
        ) from error
    return parsed


def _check_texts(texts: Texts, where: str) -> None:
    missing = [language for language in LANGUAGES if not texts.get(language)]
    if missing:
        raise CatalogError(N_("{where}: no text in {languages}."), where=where, languages=", ".join(missing))


def _by_id(items: Sequence[Any], kind: str) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for item in items:
        if item.id in result:
            raise CatalogError(N_("catalog.json: two of kind {kind!r} have the id {id!r}."), kind=kind, id=item.id)
        result[item.id] = item
    return result
