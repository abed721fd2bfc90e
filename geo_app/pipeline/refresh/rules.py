"""Where newer data of each layer lives, and what becomes of it: ``refresh.toml`` of the pack.

A layer is either replaced by what its source has (``mode = "replace"``), or keeps its features and takes over from
its source what a few columns say and where the features are (``mode = "update"``), matched by one column.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from geo_app.core.errors import RefreshError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, Texts
from geo_app.core.types import Bounds
from geo_app.pipeline.refresh.feeds import FeedKind

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
class LineCut:
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
    sides: LineCut | None = None
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
        problem = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "input": entry}
        raise RefreshError(
            N_("{file}: {where}, field {field!r} is not valid. Found {found!r}. See layers/README.md."),
            file=REFRESH_FILE,
            where=where,
            field=".".join(map(str, problem["loc"])),
            found=problem["input"],
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
