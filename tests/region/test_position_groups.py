"""Features at one stand-in: those that say so, those that do not, and groups that are not at one point."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo_app.region.position_groups import POSITION_GROUP, position_groups, scattered, ungrouped


def with_groups(pack, groups, **moved):
    """Put works on points of others (``w2="w1"``) and name the groups of each."""
    layer = pack.layers["works"]
    frame = layer.frame.copy()
    for name, other in moved.items():
        frame.loc[name, "geometry"] = layer.frame.loc[other, "geometry"]
    frame[POSITION_GROUP] = [groups.get(name) for name in frame.index]
    return replace(pack, layers=pack.layers | {"works": replace(layer, frame=frame)})


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a", {"a"}), ("a b", {"a", "b"}), ("", set()), (None, set()), (float("nan"), set())],
)
def test_groups_are_read_of_a_column(value, expected):
    assert position_groups(value) == expected


def test_candidates_apart_need_no_group(pack):
    assert list(ungrouped(pack)) == []
    assert list(scattered(pack)) == []


def test_candidates_on_one_point_without_a_group_are_found(pack):
    assert list(ungrouped(with_groups(pack, {}, w2="w1"))) == [("works", "w1", "w2")]
    assert list(ungrouped(with_groups(pack, {"w1": "a", "w2": "b"}, w2="w1"))) == [("works", "w1", "w2")]
    assert list(ungrouped(with_groups(pack, {"w1": "a c", "w2": "b a"}, w2="w1"))) == []


def test_a_group_whose_members_are_apart_is_found(pack):
    assert list(scattered(with_groups(pack, {"w1": "a", "w2": "a"}, w2="w1"))) == []
    assert list(scattered(with_groups(pack, {"w1": "a", "w2": "a b"}))) == [("works", "a", ("w1", "w2"))]
