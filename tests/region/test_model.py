"""What a criterion says of itself: which layers it reads, and a key that changes with all that it says."""

from __future__ import annotations

from dataclasses import fields, replace

from geo_app.region.model import Decay, ValueFunction


def test_a_criterion_names_the_layers_that_it_reads(pack):
    rail = pack.criteria["rail"]
    assert rail.layers == ("rail",)
    assert replace(rail, measure="two_step", demand_layer="people").layers == ("rail", "people")


def test_a_criterion_names_the_columns_that_it_reads(pack):
    assert pack.criteria["rail"].columns == ()
    people = replace(pack.criteria["people"], where={"status": ("operating",)})
    assert people.columns == (("people", "status"), ("people", "population"))
    two_step = replace(people, measure="two_step", where={}, demand_layer="works", demand_column="area_ha")
    assert two_step.columns == (("people", "population"), ("works", "area_ha"))


def test_the_key_changes_with_every_field(pack):
    rail = pack.criteria["rail"]
    changes = {
        "id": "x",
        "measure": "count",
        "layer": "works",
        "titles": {"en": "x"},
        "unit": "x",
        "value_function": ValueFunction("linear", ((0, 0), (1, 1))),
        "descriptions": {"en": "x"},
        "where": {"x": ("1",)},
        "open_on_date": True,
        "column": "x",
        "radius_m": 7.0,
        "digits": 4,
        "decay": Decay("gaussian", 9.0),
        "demand_layer": "x",
        "demand_column": "x",
        "per": 3.0,
        "needs_layer": True,
    }
    assert set(changes) == {field.name for field in fields(rail)}
    keys = {replace(rail, **{name: value}).key for name, value in changes.items()}
    assert len(keys | {rail.key}) == len(changes) + 1
    assert replace(rail).key == rail.key
