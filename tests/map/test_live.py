"""What a browser scores by: the values of a ranking and of its surface, whole and in their order."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from geo_app.core.i18n import translator
from geo_app.core.sites import Site, Sites
from geo_app.intake.sites import default_sites
from geo_app.map.live import inline, live_cells, live_document
from geo_app.map.payload import MAX_SITES
from geo_app.map.publish import publish_values
from geo_app.measures.measurer import Measurer
from geo_app.measures.valuing import UNKNOWN_STEP, from_steps
from geo_app.ranking.rank import method_scores, rank
from geo_app.ranking.scenario import make_scenario
from geo_app.ranking.suitability import cell_codes, score_cells, too_little_known
from geo_app.region.hexgrid import make_grid
from geo_app.report.text import Wording

ON = date(2026, 9, 1)
T = translator("en")


@pytest.fixture(scope="module")
def store():
    return Measurer()


def scenario_of(pack, **changes):
    return make_scenario(pack, "freight", **({"on": ON} | changes))


def functions_of(pack):
    return {name: criterion.value_function for name, criterion in pack.criteria.items()}


def content(address):
    kind, text = address.split(",", 1)
    assert kind == "data:application/octet-stream;base64"
    return base64.b64decode(text)


def document_of(pack, store, scenario, sites=None):
    sites = sites or default_sites(pack)
    ranking = rank(sites, scenario, pack, measurer=store)
    functions = functions_of(pack) | dict(scenario.value_functions)
    return ranking, live_document(ranking, sites, functions, Wording(pack, T), store, inline)


def test_sites_have_the_values_that_were_ranked(pack, store):
    ranking, document = document_of(pack, store, scenario_of(pack))
    values = np.frombuffer(content(document["values"]), "<f8").reshape(len(document["criteria"]), -1)
    rows = {item.site.id: item for item in ranking.sites if item.rank}
    assert document["sites"] == sorted(rows)
    for criterion, column in zip(document["criteria"], values, strict=True):
        if criterion in ranking.scenario.weights:
            assert column.tolist() == [rows[name].criteria[criterion].value for name in document["sites"]]
    assert document["note"] == ""


def test_a_criterion_without_weight_comes_along(pack, store):
    scenario = scenario_of(pack, weights={"rail": 1})
    _, document = document_of(pack, store, scenario)
    assert set(document["criteria"]) == set(pack.criteria) > set(document["weights"]) == {"rail"}


def test_what_needs_the_list_waits_and_says_so(pack, store):
    _, document = document_of(pack, store, scenario_of(pack, method="topsis"))
    assert document["values"] == ""
    assert "TOPSIS" in document["note"]


def test_more_sites_than_a_map_shows_wait_too(pack, store):
    (one, *_) = default_sites(pack).sites
    many = Sites(tuple(Site(f"s{k}", f"S {k}", one.lon, one.lat) for k in range(MAX_SITES + 1)))
    _, document = document_of(pack, store, scenario_of(pack), many)
    assert document["values"] == ""
    assert "1,000" in document["note"]


@pytest.mark.parametrize("method", ["weighted_sum", "owa", "topsis"])
def test_cells_have_the_steps_that_the_colours_follow(pack, store, method):
    grid, scenario = make_grid(pack, 300), scenario_of(pack, method=method)
    scored = score_cells(grid, scenario, pack, measurer=store)
    cells = live_cells(grid, scenario, scenario.value_functions, Wording(pack, T), store, inline)
    names = list(scenario.value_functions)
    steps = {name: np.frombuffer(content(each), "<u2") for name, each in zip(names, cells["values"], strict=True)}
    bits = np.frombuffer(base64.b64decode(cells["excluded"]), dtype=np.uint8)
    excluded = np.unpackbits(bits, bitorder="little")[: len(grid)].astype(bool)
    assert np.array_equal(excluded, scored.excluded)
    shown = method_scores(
        replace(scenario, method=scored.method), {name: from_steps(each) for name, each in steps.items()}, ~excluded
    )
    unknown = too_little_known(scenario, steps, len(grid)) & ~excluded
    again = replace(scored, score=shown, shown=None, unknown=unknown)
    assert np.array_equal(cell_codes(again), cell_codes(scored))
    assert ("TOPSIS" in cells["note"]) == (method == "topsis")


def test_a_criterion_that_is_not_measured_everywhere_yet_is_left_out(pack):
    grid, scenario, fresh = make_grid(pack, 300), scenario_of(pack, weights={"rail": 1}), Measurer()
    score_cells(grid, scenario, pack, measurer=fresh)
    cells = live_cells(grid, scenario, functions_of(pack), Wording(pack, T), fresh, inline)
    assert {name for name, each in zip(pack.criteria, cells["values"], strict=True) if each} == {"rail"}


def test_what_was_measured_nowhere_is_known_and_a_gap_is_not(pack, store):
    grid, criterion = make_grid(pack, 300), pack.criteria["rail"]

    class Gappy(Measurer):
        def measure_cells(self, cells, asked, changed_pack, on):
            raw = store.measure_cells(cells, asked, changed_pack, on).copy()
            raw[: self.gap] = np.nan
            return raw

    few, none = Gappy(), Gappy()
    few.gap, none.gap = 7, len(grid)
    some = few.cell_steps(grid, criterion, criterion.value_function, pack, ON)
    assert (some[:7] == UNKNOWN_STEP).all() and (some[7:] < UNKNOWN_STEP).all()
    assert from_steps(some)[:7].tolist() == [0.5] * 7
    assert (none.cell_steps(grid, criterion, criterion.value_function, pack, ON) < UNKNOWN_STEP).all()


def test_values_are_published_once_and_the_oldest_go(tmp_path, monkeypatch):
    monkeypatch.setattr("geo_app.map.publish.MAX_PUBLISHED_VALUES", 4)
    first = publish_values(b"first", tmp_path)
    assert (tmp_path / first).read_bytes() == b"first"
    for k in range(3):
        publish_values(bytes([k]), tmp_path)
    assert publish_values(b"first", tmp_path) == first
    publish_values(b"one more", tmp_path)
    left = {path.name for path in (tmp_path / "values").iterdir()}
    assert len(left) == 4
    assert first.rsplit("/", 1)[-1] in left
