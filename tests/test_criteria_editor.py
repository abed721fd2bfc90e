"""Weights that keep to 100 %, and value functions as the user makes them: what the component is sent, and sends."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.i18n import translator
from geo_app.model import ValueFunction
from geo_app.scenario import make_scenario
from geo_app.sites import default_sites
from geo_app.siting import rank
from geo_app.ui import choices, criteria_editor
from geo_app.ui.criteria_editor import apply, editor_data, whole_percents
from geo_app.ui.state import State

T = translator("en")
PROFILE = "freight"


@pytest.fixture
def mine(monkeypatch):
    """A session's state."""
    found = State()
    for module in (choices, criteria_editor):
        monkeypatch.setattr(module, "state", lambda: found)
    return found


@pytest.fixture
def do(mine, catalog):
    """Send an event as the component does."""

    def send(kind, criterion=None, value=None, number=1):
        apply({"number": number, "kind": kind, "criterion": criterion, "value": value}, catalog, PROFILE)

    return send


@pytest.fixture
def data(mine, catalog):
    """What the component is sent now."""

    def build():
        ranking = rank(default_sites(catalog), make_scenario(catalog, PROFILE), catalog)
        return editor_data(catalog, T, profile=PROFILE, ranking=ranking, selected=ranking.sites[0].site.id)

    return build


def weights(data):
    return {row["id"]: row["percent"] for row in data()["rows"]}


def test_it_begins_with_the_profiles_weights(data):
    assert weights(data) == {"rail": 50, "border": 30, "people": 20}
    assert data()["detail"] is None


def test_a_weight_that_moves_takes_from_the_others_in_proportion(do, data):
    do("weight", "rail", 75)
    assert weights(data) == pytest.approx({"rail": 75, "border": 15, "people": 10})


def test_a_weight_that_is_held_stays(do, data):
    do("lock", "people")
    do("weight", "rail", 75)
    assert weights(data) == pytest.approx({"rail": 75, "border": 5, "people": 20})
    do("weight", "rail", 100)
    assert weights(data) == pytest.approx({"rail": 80, "border": 0, "people": 20})
    assert [row["locked"] for row in data()["rows"]] == [False, False, True]
    do("lock", "people")
    assert not any(row["locked"] for row in data()["rows"])


def test_a_criterion_goes_and_comes_and_reset_brings_the_profile_back(do, data):
    do("remove", "border")
    assert weights(data) == pytest.approx({"rail": 500 / 7, "people": 200 / 7})
    assert [name for name, _ in data()["more"]] == ["border"]
    do("add", "border")
    assert weights(data)["border"] == pytest.approx(5)
    assert sum(weights(data).values()) == pytest.approx(100)
    assert data()["opened"] == "border"
    do("reset")
    assert weights(data) == {"rail": 50, "border": 30, "people": 20}


def test_the_last_weight_cannot_be_removed(do, data):
    do("remove", "border")
    do("remove", "people")
    do("open", "rail")
    do("remove", "rail")
    assert weights(data) == pytest.approx({"rail": 100})
    assert "nowhere to go" in data()["detail"]["problem"]


def test_the_opened_criterion_shows_its_curve_and_the_sites_on_it(do, data, catalog):
    do("open", "rail")
    detail = data()["detail"]
    function = catalog.criteria["rail"].value_function
    assert detail["points"] == [[x, 100 * value] for x, value in function.points]
    assert detail["low"] <= min(tick["x"] for tick in detail["ticks"])
    assert detail["high"] >= max(tick["x"] for tick in detail["ticks"])
    assert sum(tick["selected"] for tick in detail["ticks"]) == 1
    assert "worth" in detail["chosen"]
    assert "Goods go by rail" in detail["reason"]


def test_anchors_make_a_function_and_what_makes_none_is_told(do, data, mine):
    do("open", "rail")
    do("anchors", "rail", [[0, 100], [25, 0]])
    assert mine.functions[PROFILE]["rail"] == ValueFunction("linear", ((0.0, 1.0), (25.0, 0.0)))
    for wrong in ([[0, 100], [0, 0]], [[0, 100], [None, 0]], [[0, 300], [5, 0]], "x", [["a", 1], [2, 3]]):
        do("anchors", "rail", wrong)
        assert data()["detail"]["problem"]
        assert mine.functions[PROFILE]["rail"].points[-1] == (25.0, 0.0)
    do("anchors", "rail", [[0, 100], [30, 0]])
    assert not data()["detail"]["problem"]
    do("unshape", "rail")
    assert "rail" not in mine.functions[PROFILE]


@pytest.mark.parametrize("kind", ["linear", "piecewise", "threshold", "exponential", "gaussian", "ideal"])
def test_every_kind_has_its_numbers_and_they_can_be_sent_back(do, data, mine, kind):
    do("open", "rail")
    do("shape", "rail", kind)
    detail = data()["detail"]
    assert detail["kind"] == kind
    before = mine.functions[PROFILE]["rail"]
    points = [list(point) for point in detail["points"]]
    for number in detail["numbers"]:
        for point, part in number["at"]:
            points[point][part] = number["value"]
    do("anchors", "rail", points)
    assert not data()["detail"]["problem"]
    np.testing.assert_allclose(mine.functions[PROFILE]["rail"].points, before.points)


@pytest.mark.parametrize(
    "event",
    [None, "x", {}, {"kind": "weight"}, {"kind": "weight", "criterion": "nobody", "value": 3},
     {"kind": "weight", "criterion": "rail", "value": "much"}, {"kind": "shape", "criterion": "rail", "value": "round"},
     {"kind": "anchors", "criterion": "rail"}, {"kind": ["x"], "criterion": "rail"}],
)  # fmt: skip
def test_what_makes_no_sense_changes_nothing(mine, catalog, data, event):
    apply(event, catalog, PROFILE)
    assert weights(data) == {"rail": 50, "border": 30, "people": 20}


def test_what_was_heard_is_answered(do, data):
    do("weight", "rail", 60, number=7)
    assert data()["heard"] == 7


@given(st.lists(st.floats(0, 100), min_size=1, max_size=30))
def test_whole_percents_keep_the_sum(found):
    total = sum(found)
    if total == 0:
        return
    percents = whole_percents([100 * each / total for each in found])
    assert sum(percents) == 100
    assert all(abs(p - 100 * each / total) < 1 for p, each in zip(percents, found, strict=True))
