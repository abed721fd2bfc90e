"""Entries of the pack's documents: what is wrong is named by file, entry and field."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from geo_app.core.errors import PackError
from geo_app.core.i18n import LANGUAGES
from geo_app.region.entries import by_id, check_texts, entries_of, parse_criterion, parse_entry, read_document
from tests.packs import CRITERIA

RAIL = next(entry for entry in CRITERIA if entry["id"] == "rail")


@dataclass(frozen=True)
class Plot:
    id: str
    area_ha: float
    ways: tuple[str, ...] = ()


def test_an_entry_becomes_a_dataclass():
    assert parse_entry(Plot, {"id": "a", "area_ha": 3, "ways": ["rail"]}, "plots.json") == Plot("a", 3.0, ("rail",))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"id": "a"}, "plots.json, field 'area_ha': is missing"),
        ({"id": "a", "area_ha": "big"}, "plots.json, field 'area_ha': must be a number. Found 'big'"),
        ({"id": 7, "area_ha": 1}, "field 'id': must be a text. Found 7"),
        ({"id": "a", "area_ha": 1, "ways": [1]}, "field 'ways.0': must be a text"),
        ({"id": "a", "area_ha": 1, "colour": "red"}, "unknown field 'colour'. Known fields: area_ha, id, ways"),
    ],
)
def test_an_entry_that_is_none_is_refused_with_its_field(entry, expected):
    with pytest.raises(PackError) as caught:
        parse_entry(Plot, entry, "plots.json")
    assert expected in str(caught.value)


def test_a_document_is_of_the_schema_that_was_asked_for(tmp_path):
    path = tmp_path / "plots.json"
    with pytest.raises(PackError, match=r"plots\.json is missing"):
        read_document(path, "plots/1")
    path.write_text('{"schema": "plots/2"}')
    with pytest.raises(PackError, match="'plots/2', expected 'plots/1'"):
        read_document(path, "plots/1")
    path.write_text('{"schema": "plots/1", "area": Infinity}')
    with pytest.raises(PackError, match="Infinity is not a number"):
        read_document(path, "plots/1")


def test_lists_of_entries_hold_objects():
    assert list(entries_of({"plots": [{"id": "a"}]}, "plots")) == [{"id": "a"}]
    with pytest.raises(PackError, match="'plots' must be a list"):
        list(entries_of({"schema": "s"}, "plots"))
    with pytest.raises(PackError, match="entry 2 of 'plots'"):
        list(entries_of({"plots": [{}, 3]}, "plots"))


def test_texts_are_in_every_language():
    check_texts(dict.fromkeys(LANGUAGES, "x"), "here")
    with pytest.raises(PackError, match="here: no text in kk"):
        check_texts(dict.fromkeys(LANGUAGES, "x") | {"kk": ""}, "here")


def test_an_id_names_one_thing():
    assert list(by_id([Plot("a", 1), Plot("b", 2)], "plot")) == ["a", "b"]
    with pytest.raises(PackError, match="two of kind 'plot' have the id 'a'"):
        by_id([Plot("a", 1), Plot("a", 2)], "plot")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"measure": "gravity"}, "needs a radius_m above 0"),
        ({"measure": "gravity", "radius_m": 1000}, "needs a decay"),
        ({"decay": {"kind": "gaussian", "half_m": 5}}, "has no use for a decay"),
        ({"measure": "gravity", "radius_m": 1, "decay": {"kind": "power", "half_m": 0}}, "half_m must be above 0"),
        ({"measure": "gravity", "radius_m": 1, "decay": {"kind": "power", "half_m": 1, "exponent": 0}}, "exponent"),
        ({"per": 0}, "per must be above 0"),
        ({"value_function": {"kind": "linear", "points": [[0, 1], [0, 0]]}}, "must increase"),
    ],
)
def test_a_criterion_that_cannot_be_measured_is_refused(change, expected):
    assert parse_criterion(RAIL).id == "rail"
    with pytest.raises(PackError) as caught:
        parse_criterion(RAIL | change)
    assert expected in str(caught.value)
    assert "rail" in str(caught.value)
