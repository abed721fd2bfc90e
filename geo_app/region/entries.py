"""Entries of a pack's JSON documents as dataclasses, with an error that names file, entry and field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from geo_app.core.errors import PackError, ScenarioError
from geo_app.core.i18n import LANGUAGES, N_
from geo_app.core.messages import Message, Texts
from geo_app.region.model import Criterion
from geo_app.region.value_functions import check as check_value_function

# What pydantic found, in words that can be translated; anything else is reported as "is not valid".
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


def read_document(path: Path, schema: str) -> dict[str, Any]:
    """Read a JSON document of a pack.

    Raises
    ------
    PackError
        If it is missing, no JSON, or of another schema.
    """
    if not path.is_file():
        raise PackError(
            N_("{file} is missing in {folder}. Point GEO_APP_LAYERS or --layers at a region pack."),
            file=path.name,
            folder=path.parent,
        )
    try:
        raw = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise PackError(N_("{file} is not JSON: {reason}"), file=path.name, reason=error) from error
    if not isinstance(raw, dict) or raw.get("schema") != schema:
        found = raw.get("schema") if isinstance(raw, dict) else type(raw).__name__
        raise PackError(
            N_("{file}: schema is {found!r}, expected {expected!r}."),
            file=path.name,
            found=found,
            expected=schema,
        )
    return raw


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


def entries_of(raw: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    """Yield the entries of one list of a document.

    Raises
    ------
    PackError
        If it is no list of objects.
    """
    entries = raw.get(key)
    if not isinstance(entries, list):
        raise PackError(N_("{where}: {key!r} must be a list of objects."), where=raw.get("schema"), key=key)
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            raise PackError(
                N_("{where}: entry {number} of {key!r} must be an object."),
                where=raw.get("schema"),
                number=number,
                key=key,
            )
        yield entry


@cache
def _adapter(kind: type[object]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def parse_entry(kind: type[T], entry: Mapping[str, Any], where: str) -> T:
    """Make a dataclass of an entry.

    Raises
    ------
    PackError
        Naming `where`, the field and what was found, if a field is unknown, missing or of another kind.
    """
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(set(entry) - known)
    if unknown:
        raise PackError(
            N_("{where}: unknown field {field!r}. Known fields: {known}."),
            where=where,
            field=unknown[0],
            known=", ".join(sorted(known)),
        )
    try:
        parsed: T = _adapter(kind).validate_python(dict(entry))  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        raise PackError(
            N_("{where}, field {field!r}: {problem}. Found {found!r}."),
            where=where,
            field=".".join(str(part) for part in first["loc"]),
            problem=Message(_PROBLEMS.get(first["type"], N_("is not valid"))),
            found=None if first["type"] == "missing" else first["input"],
        ) from error
    return parsed


def check_texts(texts: Texts, where: str) -> None:
    """Refuse texts that lack a language."""
    missing = [language for language in LANGUAGES if not texts.get(language)]
    if missing:
        raise PackError(N_("{where}: no text in {languages}."), where=where, languages=", ".join(missing))


def by_id(items: Sequence[Any], kind: str) -> dict[str, Any]:
    """Index entries by their ids, and refuse one that is there twice."""
    result: dict[str, Any] = {}
    for item in items:
        if item.id in result:
            raise PackError(N_("catalog.json: two of kind {kind!r} have the id {id!r}."), kind=kind, id=item.id)
        result[item.id] = item
    return result


def parse_criterion(entry: Mapping[str, Any]) -> Criterion:
    """Make a criterion of its entry, and refuse one that cannot be measured or valued."""
    where = f"catalog.json: criterion {entry.get('id', '?')!r}"
    criterion = parse_entry(Criterion, entry, where)
    check_texts(criterion.titles, f"{where}, titles")
    try:
        check_value_function(criterion.value_function, criterion.id)
    except ScenarioError as error:
        raise PackError("catalog.json: {problem}", problem=error.message) from error
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
            raise PackError(
                N_("{where}: a criterion of measure {measure!r} {problem}."),
                where=where,
                measure=measure,
                problem=Message(problem),
            )
