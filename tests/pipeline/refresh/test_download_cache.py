from __future__ import annotations

import json

import pytest

from geo_app.pipeline.refresh.download_cache import Slot, write_json

URL = "https://example.org/data.zip"
KNOWN = {"url": URL, "size": 3, "sha256": "x", "retrieved": "2026-01-01", "etag": '"v1"', "modified": ""}


@pytest.fixture
def slot(tmp_path):
    return Slot(tmp_path / "cache", URL)


def test_each_address_has_files_of_its_own(tmp_path, slot):
    other = Slot(tmp_path / "cache", URL + "?page=2")
    assert not {slot.data, slot.meta, slot.part, slot.part_meta} & {other.data, other.meta, other.part, other.part_meta}


def test_nothing_known_asks_for_all(slot):
    assert slot.known() is None
    assert slot.conditions() == {}


def test_a_whole_file_is_asked_for_only_if_it_has_changed(slot):
    slot.data.write_bytes(b"abc")
    write_json(slot.meta, KNOWN)
    assert slot.known() == KNOWN
    assert slot.conditions() == {"If-None-Match": '"v1"'}


@pytest.mark.parametrize(
    "text", ["", "{", "[]", json.dumps({**KNOWN, "url": "https://example.org/else"}), json.dumps({"url": URL})]
)
def test_a_damaged_description_says_nothing(slot, text):
    slot.data.write_bytes(b"abc")
    slot.meta.write_text(text)
    assert slot.known() is None


def test_a_description_without_its_file_says_nothing(slot):
    write_json(slot.meta, KNOWN)
    assert slot.known() is None


@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        ({"ETag": '"v1"', "Last-Modified": "yesterday"}, '"v1"'),
        ({"ETag": 'W/"v1"', "Last-Modified": "yesterday"}, "yesterday"),
        ({"ETag": 'W/"v1"'}, None),
        ({}, None),
    ],
)
def test_the_rest_of_a_part_is_asked_for_by_a_strong_tag_or_a_date(slot, headers, asked):
    slot.part.write_bytes(b"ab")
    slot.remember(headers)
    assert slot.arrived() == 2
    assert slot.conditions() == ({"Range": "bytes=2-", "If-Range": asked} if asked else {})


def test_a_part_and_all_can_be_forgotten(slot):
    for path in (slot.part, slot.part_meta, slot.data, slot.meta):
        path.write_bytes(b"x")
    slot.drop_part()
    assert sorted(path.name for path in slot.data.parent.iterdir()) == sorted([slot.data.name, slot.meta.name])
    slot.drop_all()
    assert not list(slot.data.parent.iterdir())
