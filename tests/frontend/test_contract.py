"""`contract.d.ts` and the TypedDicts of Python say the same: names, fields, kinds, and what may be missing."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from geo_app.map import contract as map_contract
from geo_app.map import live_contract
from geo_app.map.publish import FRONTEND
from geo_app.ui.components import contract as component_contract
from geo_app.ui.components import map_view

SOURCE = re.sub(r"/\*.*?\*/|//[^\n]*", "", (FRONTEND / "contract.d.ts").read_text(encoding="utf-8"), flags=re.DOTALL)
ALIASES = {name: text.strip() for name, text in re.findall(r"export type (\w+) =(.*?);\n", SOURCE, re.DOTALL)}
INTERFACES = {
    name: (parent, body)
    for name, parent, body in re.findall(r"export interface (\w+)(?: extends (\w+))? \{(.*?)\n\}", SOURCE, re.DOTALL)
}
DICTS = {
    name: value
    for module in (map_contract, live_contract, component_contract)
    for name, value in vars(module).items()
    if is_typeddict(value)
}
PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", object: "unknown", type(None): "null"}


def split(text: str, separator: str) -> Iterator[str]:
    """Split a type at a separator, but not within brackets."""
    depth, part = 0, ""
    for character in text:
        depth += (character in "[<") - (character in "]>")
        if character == separator and depth == 0:
            yield part.strip()
            part = ""
        else:
            part += character
    yield part.strip()


def kind_of_script(text: str) -> str:
    """Write a type of the contract in one way, whatever stands for it."""
    text = text.strip().removeprefix("|").strip()
    options = list(split(text, "|"))
    if len(options) > 1:
        return " | ".join(sorted(map(kind_of_script, options)))
    if text in ALIASES:
        return kind_of_script(ALIASES[text])
    if text.endswith("[]"):
        return f"{kind_of_script(text[:-2])}[]"
    if text.startswith("["):
        return f"[{', '.join(map(kind_of_script, split(text[1:-1], ',')))}]"
    if text.startswith("Record<"):
        return f"Record<{', '.join(map(kind_of_script, split(text[7:-1], ',')))}>"
    return text


def kind_of_python(hint: Any) -> str:
    """Write a type of Python as the contract would."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return " | ".join(sorted(map(kind_of_python, arguments)))
    if origin is Literal:
        return " | ".join(sorted(f'"{value}"' for value in arguments))
    if origin is list:
        return f"{kind_of_python(arguments[0])}[]"
    if origin is tuple:
        return f"[{', '.join(map(kind_of_python, arguments))}]"
    if origin is dict:
        return f"Record<{', '.join(map(kind_of_python, arguments))}>"
    return PLAIN.get(hint) or hint.__name__


def script_fields(name: str) -> dict[str, tuple[str, bool]]:
    """Fields of an interface: the kind of each, and whether it may be missing."""
    parent, body = INTERFACES[name]
    found = script_fields(parent) if parent else {}
    for field, optional, kind in re.findall(r"(\w+)(\??):([^;]*);", body):
        found[field] = (kind_of_script(kind), bool(optional))
    return found


def python_fields(name: str) -> dict[str, tuple[str, bool]]:
    found = {}
    for field, hint in get_type_hints(DICTS[name], include_extras=True).items():
        optional = get_origin(hint) is NotRequired
        found[field] = (kind_of_python(get_args(hint)[0] if optional else hint), optional)
    return found


def test_both_sides_name_the_same_things():
    assert len(INTERFACES) > 30
    assert set(INTERFACES) == set(DICTS)


@pytest.mark.parametrize("name", INTERFACES)
def test_both_sides_have_the_same_fields(name):
    assert python_fields(name) == script_fields(name)


def test_an_event_is_read_field_by_field():
    assert {field.name for field in fields(map_view.MapEvent)} == set(script_fields("MapEvent"))
