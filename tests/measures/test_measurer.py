"""What was measured once is not measured again, and never changes."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from geo_app.core.sites import Site, Sites
from geo_app.measures import measurer as module
from geo_app.measures.measure import exclude_sites, measure_criterion
from geo_app.measures.measurer import Measurer
from geo_app.measures.position_sampling import sample_criterion

ON = date(2026, 1, 1)
SITES = Sites((Site("a", "a", 9.6, 50.4), Site("b", "b", 10.6, 50.7, 5000.0)))


def test_answers_are_those_of_the_functions(pack):
    measurer = Measurer()
    for name in ("rail", "people"):
        found = measurer.measure(SITES, pack.criteria[name], pack, ON)
        np.testing.assert_array_equal(found.raw, measure_criterion(SITES, pack.criteria[name], pack, ON).raw)
        drawn = measurer.sample(SITES, pack.criteria[name], pack, ON, 4, 1)
        np.testing.assert_array_equal(drawn, sample_criterion(SITES, pack.criteria[name], pack, ON, 4, 1))
    judged = measurer.exclude(SITES, pack.exclusions["park"], pack)
    np.testing.assert_array_equal(judged.excluded, exclude_sites(SITES, pack.exclusions["park"], pack).excluded)


def test_the_same_question_is_answered_once(pack):
    measurer = Measurer()
    first = measurer.measure(SITES, pack.criteria["rail"], pack, ON)
    same_places = Sites(tuple(replace(site, name="another name") for site in SITES.sites))
    assert measurer.measure(same_places, pack.criteria["rail"], pack, date(2020, 1, 1)) is first
    assert measurer.measure(SITES, pack.criteria["border"], pack, ON) is not measurer.measure(
        SITES, pack.criteria["border"], pack, date(2026, 9, 1)
    )


def test_an_answer_goes_by_the_content_of_the_layers_that_the_criterion_reads(pack):
    measurer = Measurer()
    first = measurer.measure(SITES, pack.criteria["rail"], pack, ON)
    beside = replace(pack, data_version="another", layers={**pack.layers, "extra": pack.layers["moor"]})
    assert measurer.measure(SITES, beside.criteria["rail"], beside, ON) is first
    other = replace(pack, layers={**pack.layers, "rail": replace(pack.layers["rail"], sha256="another")})
    assert measurer.measure(SITES, other.criteria["rail"], other, ON) is not first


def test_what_is_remembered_cannot_be_changed(pack):
    found = Measurer().measure(SITES, pack.criteria["rail"], pack, ON)
    with pytest.raises(ValueError, match="read-only"):
        found.raw[0] = 1.0


def test_what_was_not_asked_for_longest_is_forgotten(pack):
    measurer = Measurer(5_000)
    first = measurer.sample(SITES, pack.criteria["rail"], pack, ON, 200, 0)
    assert measurer.sample(SITES, pack.criteria["rail"], pack, ON, 200, 0) is first
    measurer.sample(SITES, pack.criteria["rail"], pack, ON, 200, 1)
    assert measurer.sample(SITES, pack.criteria["rail"], pack, ON, 200, 0) is not first


def test_what_is_larger_than_the_memory_is_answered_all_the_same(pack):
    measurer = Measurer(10)
    found = measurer.measure(SITES, pack.criteria["rail"], pack, ON)
    assert not np.isnan(found.raw).any()
    assert measurer.measure(SITES, pack.criteria["rail"], pack, ON) is not found


def test_who_asks_at_once_waits_for_one_answer(pack, monkeypatch):
    asked, go = [], threading.Event()

    def slowly(*question):
        asked.append(question)
        go.wait(5)
        return measure_criterion(*question)

    monkeypatch.setattr(module, "measure_criterion", slowly)
    measurer, found = Measurer(), []
    ask = lambda: found.append(measurer.measure(SITES, pack.criteria["rail"], pack, ON))  # noqa: E731
    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    go.set()
    for thread in threads:
        thread.join()
    assert len(asked) == 1
    assert all(one is found[0] for one in found)


def test_a_failure_is_no_answer(pack, monkeypatch):
    def fail(*_):
        raise ArithmeticError("first")

    measurer = Measurer()
    monkeypatch.setattr(module, "measure_criterion", fail)
    with pytest.raises(ArithmeticError, match="first"):
        measurer.measure(SITES, pack.criteria["rail"], pack, ON)
    monkeypatch.setattr(module, "measure_criterion", measure_criterion)
    assert len(measurer.measure(SITES, pack.criteria["rail"], pack, ON).raw) == 2


def test_a_criterion_names_the_layers_that_it_reads(pack):
    assert pack.criteria["rail"].layers == ("rail",)
    shared = replace(pack.criteria["people"], measure="two_step", demand_layer="works", demand_column="area_ha")
    assert shared.layers == ("people", "works")
