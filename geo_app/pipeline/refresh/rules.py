"""Where newer data of each layer lives, and what becomes of it: ``refresh.toml`` of the pack.

A layer is either replaced by what its source has (``mode = "replace"``), or keeps its features and takes over from
its source what a few columns say and where the features are (``mode = "update"``), matched by one column.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import shapely
from pydantic import TypeAdapter, ValidationError
from shapely.geometry.base import BaseGeometry

from geo_app.core.errors import RefreshError
from geo_app.core.geodesy import to_lonlat, to_metric
from geo_app.core.i18n import LANGUAGES, N_
from geo_app.core.messages import Message, Texts
from geo_app.core.types import Bounds
from geo_app.pipeline.networks import with_networks
from geo_app.pipeline.refresh.feeds import SHORTEST_DEG, FeedKind, Record
from geo_app.region.layer_writer import DATES, Feature

REFRESH_FILE = "refresh.toml"
REFRESH_SCHEMA = "geo-app/refresh/1"

Fields = str | tuple[str, ...]

T = TypeVar("T")


@dataclass(frozen=True)
class Publisher:
    """Who publishes newer data: the words for the catalogue, and for people the page about it."""

    name: str
    licence: str
    attribution: str
    page: str


@dataclass(frozen=True)
class Sides:
    """Cut lines at the outline of some polygons, and say in a column on which side a stretch lies.

    `polygons` are layers of the pack, or single features of one, written ``layer/feature``. `network` names a column
    for what `geo_app.pipeline.networks` finds of each stretch by `across_m` and `gap_m`.
    """

    column: str
    inside: str
    outside: str
    polygons: tuple[str, ...]
    network: str = ""
    across_m: float = 0.0
    gap_m: float = 0.0


@dataclass(frozen=True)
class Rule:
    """What is fetched for one layer, and how it becomes features.

    Attributes
    ----------
    url
        Empty where the publisher has no lasting address: then a person has to give one.
    query
        For Overpass; ``{box}`` stands for south, west, north, east.
    where
        Records that count: field to allowed values; empty means all.
    id
        Template of a feature's id, ``osm_{@type}_{@id}`` for example.
    match
        For updates: the column of the layer that is equal to what `columns` say of it.
    columns
        Column of the layer to the source's field, or to several of which the first that has a value is taken.
    set
        Columns that have the same value in every feature.
    numbers
        Columns that are numbers; `decimal` is the sign between whole and fraction.
    absent
        Texts by which the source says that it does not know.
    codes
        Column to the layer's word for each of the source's; ``*`` is for all others.
    first
        For updates: column to columns of which it is the first that has a value.
    position
        For updates: whether features move to where the source has them.
    least
        The fewest features that a sound source has.
    """

    publisher: str
    kind: FeedKind
    url: str
    columns: Mapping[str, Fields]
    mode: Literal["replace", "update"] = "replace"
    query: str = ""
    member: str = ""
    box: Bounds | None = None
    delimiter: str = ","
    decimal: Literal[".", ","] = "."
    lon: str = ""
    lat: str = ""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    id: str = ""
    match: str = ""
    set: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    first: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    position: bool = True
    accuracy_m: float = 0.0
    simplify_m: float = 0.0
    sides: Sides | None = None
    least: int = 1
    max_mb: int = 200
    sha256: str = ""
    md5_url: str = ""
    sha256_url: str = ""
    titles: Texts = field(default_factory=dict)
    notes: Texts = field(default_factory=dict)
    missing: tuple[Texts, ...] = ()


@dataclass(frozen=True)
class Rules:
    """The pack's sources of newer data, by layer."""

    publishers: Mapping[str, Publisher]
    layers: Mapping[str, Rule]


def load_rules(folder: Path) -> Rules:
    """Read the pack's ``refresh.toml``.

    Raises
    ------
    RefreshError
        If it is missing or broken, with the layer and the field.
    """
    path = folder / REFRESH_FILE
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RefreshError(
            N_("{file} is missing in {folder}, so nothing is known of newer data. See layers/README.md."),
            file=REFRESH_FILE,
            folder=folder,
        ) from error
    except (OSError, ValueError) as error:
        raise RefreshError(N_("{file} cannot be read: {reason}"), file=REFRESH_FILE, reason=error) from error
    if raw.get("schema") != REFRESH_SCHEMA:
        raise RefreshError(
            N_("{file}: schema is {found!r}, expected {expected!r}."),
            file=REFRESH_FILE,
            found=raw.get("schema"),
            expected=REFRESH_SCHEMA,
        )
    rules = Rules(
        {name: _parse(Publisher, entry, f"publishers.{name}") for name, entry in raw.get("publishers", {}).items()},
        {name: _parse(Rule, entry, f"layers.{name}") for name, entry in raw.get("layers", {}).items()},
    )
    for layer, rule in rules.layers.items():
        _check(layer, rule, rules)
    return rules


def _check(layer: str, rule: Rule, rules: Rules) -> None:
    """Refuse what fits the types and yet makes no sense."""
    problems = {
        N_("names a publisher that is not in the file"): rule.publisher not in rules.publishers,
        N_("needs an id"): rule.mode == "replace" and not rule.id,
        N_("needs a match that is one of its columns"): rule.mode == "update" and rule.match not in rule.columns,
        N_("needs a query"): rule.kind == "overpass" and not rule.query,
        N_("needs a member"): rule.kind == "shapefile" and not rule.member,
        N_("needs a delimiter of one character"): len(rule.delimiter) != 1,
    }
    for problem, found in problems.items():
        if found:
            raise RefreshError(
                N_("{file}: {where} {problem}."), file=REFRESH_FILE, where=f"layers.{layer}", problem=Message(problem)
            )


@cache
def _adapter(kind: type[object]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _parse(kind: type[T], entry: Mapping[str, Any], where: str) -> T:
    known = {item.name for item in fields(kind)}  # type: ignore[arg-type]
    try:
        unknown = sorted(set(entry) - known)
        parsed: T = _adapter(kind).validate_python(entry)  # type: ignore[arg-type]
    except (ValidationError, TypeError) as error:
        told = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "input": entry}
        raise RefreshError(
            N_("{file}: {where}, field {field!r} is not valid. Found {found!r}. See layers/README.md."),
            file=REFRESH_FILE,
            where=where,
            field=".".join(map(str, told["loc"])),
            found=told["input"],
        ) from error
    if unknown:
        raise RefreshError(
            N_("{file}: {where}: unknown field {field!r}. Known fields: {known}."),
            file=REFRESH_FILE,
            where=where,
            field=unknown[0],
            known=", ".join(sorted(known)),
        )
    return parsed


# --------------------------------------------------------------------------------------- records -> features


@dataclass(frozen=True)
class Ground:
    """What the pack lends to a rule: its projection, and the polygons that lines are cut at."""

    metric_crs: str
    polygons: BaseGeometry | None = None


@dataclass(frozen=True)
class Stamp:
    """What every feature of one retrieval says of itself."""

    source: str
    as_of: str


def select(records: Iterable[Record], rule: Rule) -> list[Record]:
    """Keep the records that the rule asks for: by their values, within its box, and no line too short to be written."""
    box = shapely.box(*rule.box) if rule.box else None
    return [
        record
        for record in records
        if all(record.values.get(name) in allowed for name, allowed in rule.where.items())
        and (box is None or record.shape is None or record.shape.intersects(box))
        and not (isinstance(record.shape, shapely.LineString) and record.shape.length < SHORTEST_DEG)
    ]


def replacement(records: Sequence[Record], rule: Rule, ground: Ground, stamp: Stamp) -> list[Feature]:
    """Make a layer's features of records alone.

    Raises
    ------
    RefreshError
        If a value is not the number that it should be, or a record has no position.
    """
    features = [feature for record in records for feature in _features(record, rule, ground, stamp)]
    sides = rule.sides
    if sides is None or not sides.network:
        return features
    at_home = [feature.attributes[sides.column] == sides.inside for feature in features]
    return with_networks(
        features, at_home, ground.metric_crs, sides.network, across_m=sides.across_m, gap_m=sides.gap_m
    )


def _features(record: Record, rule: Rule, ground: Ground, stamp: Stamp) -> Iterator[Feature]:
    if record.shape is None:
        raise RefreshError(N_("record {row} has no geometry, so it cannot become a feature."), row=record.row)
    identity = re.sub(r"\{([^{}]+)\}", lambda field: record.values.get(field[1], ""), rule.id)
    values = {**_values(record, rule), **rule.set}
    shape = _simplified(record.shape, rule.simplify_m, ground.metric_crs)
    if rule.sides is None or ground.polygons is None:
        yield _feature(identity, shape, values, rule, stamp)
        return
    inside = _lines(shapely.intersection(shape, ground.polygons))
    outside = _lines(shapely.difference(shape, ground.polygons))
    for side, part in ((rule.sides.inside, inside), (rule.sides.outside, outside)):
        if part is not None:
            name = f"{identity}_{side}" if inside and outside else identity
            yield _feature(name, part, values | {rule.sides.column: side}, rule, stamp)


def _lines(shape: BaseGeometry) -> BaseGeometry | None:
    """Keep the lines of what a cut leaves: not the points where one only touches an outline, nor slivers at it."""
    parts = [part for part in shapely.get_parts(shape) if part.length >= SHORTEST_DEG]
    return shapely.union_all(parts) if parts else None


def _simplified(shape: BaseGeometry, tolerance_m: float, metric_crs: str) -> BaseGeometry:
    if not tolerance_m:
        return shape
    metric = shapely.transform(shape, lambda lonlat: to_metric(lonlat, metric_crs))
    return shapely.transform(shapely.simplify(metric, tolerance_m), lambda xy: to_lonlat(xy, metric_crs))


def _feature(identity: str, shape: BaseGeometry, values: Mapping[str, object], rule: Rule, stamp: Stamp) -> Feature:
    said = {name: value for name, value in values.items() if value is not None}
    own = ("as_of", "status", *DATES, *(f"{kind}_{language}" for kind in ("name", "notes") for language in LANGUAGES))
    return Feature(
        id=identity,
        geometry=shape,
        names=_localized("name", said),
        source=stamp.source,
        as_of=str(said.get("as_of", stamp.as_of)),
        accuracy_m=rule.accuracy_m,
        status=str(said.get("status", "operating")),
        dates={name: str(said[name]) for name in DATES if name in said},
        attributes={name: value for name, value in values.items() if name not in own},
        notes=_localized("notes", said),
    )


def _localized(kind: str, values: Mapping[str, object]) -> dict[str, str]:
    named = {language: values.get(f"{kind}_{language}") for language in LANGUAGES}
    return {language: str(text) for language, text in named.items() if text}


def update(properties: Sequence[Mapping[str, Any]], records: Sequence[Record], rule: Rule) -> dict[str, Record]:
    """Match features to records by the rule's column; what has no partner is left out.

    Returns
    -------
    dict
        Feature id to its record.

    Raises
    ------
    RefreshError
        If two records match one feature.
    """
    by_key: dict[str, Record] = {}
    wanted = {str(own[rule.match]) for own in properties if own.get(rule.match) is not None}
    for record in records:
        key = _text(record, rule, rule.match)
        if key in wanted and by_key.setdefault(key, record) is not record:
            raise RefreshError(
                N_("records {row} and {other} both say {column} {key!r}. Narrow them down by where in refresh.toml."),
                row=by_key[key].row,
                other=record.row,
                column=rule.match,
                key=key,
            )
    return {str(own["id"]): by_key[str(own[rule.match])] for own in properties if str(own.get(rule.match)) in by_key}


def updated(own: Mapping[str, Any], record: Record, rule: Rule) -> dict[str, Any]:
    """Take over what the record says; where it says nothing, the feature keeps what it has."""
    said = {name: value for name, value in _values(record, rule).items() if value is not None}
    result = {**own, **{name: value for name, value in said.items() if name in own}}
    for column, candidates in rule.first.items():
        result[column] = next((result[name] for name in candidates if result.get(name) is not None), own.get(column))
    return result


def _values(record: Record, rule: Rule) -> dict[str, object]:
    """Get the layer's columns from a record; None where it says nothing."""
    return {column: _value(record, rule, column) for column in rule.columns}


def _text(record: Record, rule: Rule, column: str) -> str:
    candidates = rule.columns[column]
    names = (candidates,) if isinstance(candidates, str) else candidates
    # A template, gn_{geonameid} for example, or a field's bare name.
    texts = (
        re.sub(r"\{([^{}]+)\}", lambda f: record.values.get(f[1], ""), name) if "{" in name else record.values.get(name)
        for name in names
    )
    return next((text for text in texts if text), "")


def _value(record: Record, rule: Rule, column: str) -> object:
    text = _text(record, rule, column)
    if column in rule.codes:
        words = rule.codes[column]
        return words.get(text, words.get("*"))
    if not text or text in rule.absent:
        return None
    return _number(record, text, column, rule.decimal) if column in rule.numbers else text


_NUMBER = {
    ".": re.compile(r"[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?"),
    ",": re.compile(r"[-+]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?"),
}


def _number(record: Record, text: str, column: str, decimal: str) -> float | int:
    """Read a number as official tables write it: blanks or the other sign may group its thousands."""
    bare = re.sub(r"(?<=\d)\s(?=\d{3})", "", text)
    if not _NUMBER[decimal].fullmatch(bare):
        raise RefreshError(
            N_("record {row}: {column} is {found!r}, a number is needed. Correct numbers, decimal or columns."),
            row=record.row,
            column=column,
            found=text[:80],
        )
    plain = bare.replace("," if decimal == "." else ".", "").replace(",", ".")
    return float(plain) if "." in plain else int(plain)
