from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geo_app.region.feature_selection import counted, is_open

CLOSED = {"status": "operating", "closed_from": "2025-02-05", "closed_to": "2026-07-31"}


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2025-02-04", True), ("2025-02-05", False), ("2026-07-30", False), ("2026-07-31", True), ("2030-01-01", True)],
)
def test_closure_acts_by_date(on, expected):
    assert is_open(CLOSED, date.fromisoformat(on)) is expected


def test_closed_for_good_without_an_end():
    assert not is_open({"status": "operating", "closed_from": "2025-02-05", "closed_to": None}, date(2040, 1, 1))


def test_not_open_before_its_opening():
    feature = {"status": "operating", "opened_on": "2027-01-01"}
    assert not is_open(feature, date(2026, 12, 31))
    assert is_open(feature, date(2027, 1, 1))


@pytest.mark.parametrize("status", ["construction", "planned", "closed", "unknown"])
def test_only_what_operates_is_open(status):
    assert not is_open({"status": status}, date(2026, 1, 1))


def test_missing_dates_from_a_file_are_no_dates():
    assert is_open({"status": "operating", "closed_from": float("nan"), "opened_on": ""}, date(2026, 1, 1))


def test_open_crossings_of_the_pack_on_a_date(pack):
    border = pack.criteria["border"]
    layer = pack.layers["border"]
    assert list(counted(border, layer, date(2026, 1, 1)).index) == ["b2"]
    assert list(counted(border, layer, date(2026, 8, 1)).index) == ["b1", "b2"]


def test_conditions_on_columns_and_on_the_id(pack):
    layer = pack.layers["works"]
    rail = pack.criteria["rail"]
    assert list(counted(replace(rail, where={"status": ("planned",)}), layer, date.today()).index) == ["w2"]
    assert list(counted(replace(rail, where={"id": ("w1", "w9")}), layer, date.today()).index) == ["w1"]


def test_conditions_and_the_date_hold_together(pack):
    border = replace(pack.criteria["border"], where={"id": ("b1", "b3")})
    assert list(counted(border, pack.layers["border"], date(2026, 8, 1)).index) == ["b1"]
    assert counted(border, pack.layers["border"], date(2026, 1, 1)).empty
