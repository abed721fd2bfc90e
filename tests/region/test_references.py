"""What refers to something that the pack does not have is named, all of it."""

from __future__ import annotations

from dataclasses import replace

from geo_app.region.references import find_dangling


def messages(pack):
    return [str(error) for error in find_dangling(pack)]


def with_criterion(pack, **changes):
    return replace(pack, criteria=pack.criteria | {"rail": replace(pack.criteria["rail"], **changes)})


def test_a_whole_pack_has_none(pack, region):
    assert messages(pack) == []
    assert messages(region) == []


def test_each_reference_is_followed(pack):
    works = replace(pack.layers["works"], group="attic")
    broken = replace(
        pack, region_layer="r", candidate_layers=("works", "c"), layers=pack.layers | {"works": works}, exclusions={}
    )
    found = messages(broken)
    assert len(found) == 3
    assert found[0].startswith("candidate_layers refers to 'c'")
    assert found[1].startswith("region_layer refers to 'r'")
    assert found[2].startswith("layer 'works' refers to 'attic', which the pack does not have. It has base")


def test_a_column_that_a_criterion_uses_is_in_its_layer(pack):
    (found,) = messages(with_criterion(pack, where={"gauge": ("1520",)}))
    assert found == "criterion 'rail' uses 'gauge', which layer 'rail' does not have."
    (found,) = messages(with_criterion(pack, measure="value", column="speed"))
    assert "'speed'" in found


def test_two_steps_read_two_layers(pack):
    measured = {"measure": "two_step", "column": "status", "radius_m": 1.0, "demand_layer": "people"}
    assert messages(with_criterion(pack, **measured, demand_column="population")) == []
    (found,) = messages(with_criterion(pack, **measured, demand_column="cats"))
    assert found == "criterion 'rail' uses 'cats', which layer 'people' does not have."


def test_the_index_is_a_column_too(pack):
    name = pack.layers["rail"].frame.index.name
    assert messages(with_criterion(pack, where={name: ("r1",)})) == []
