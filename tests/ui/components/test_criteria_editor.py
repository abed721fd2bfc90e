"""The criteria editor's Python side: what travels, and what an event does to the session's state."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

import pytest
import streamlit as st

from geo_app.core.i18n import translator
from geo_app.core.sites import Site, Sites
from geo_app.intake.sites import default_sites
from geo_app.ranking.model import Ranking
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.region.model import RegionPack, ValueFunction, ValueKind
from geo_app.report.text import Wording
from geo_app.session import events
from geo_app.session.screen import shown_function, shown_scenario, shown_weights
from geo_app.ui.components import criteria_editor
from geo_app.ui.state import notices, send, session

EN = translator("en")
PROFILE = "freight"


@pytest.fixture(autouse=True)
def new_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session of its own for each test."""
    monkeypatch.setattr(st, "session_state", {})


@pytest.fixture
def ranking(pack: RegionPack) -> Ranking:
    return rank(default_sites(pack), make_scenario(pack), pack)


def do(pack: RegionPack, kind: str, criterion: str | None = None, value: Any = None) -> None:
    number = notices().heard + 1
    event = {"number": number, "kind": kind, "criterion": criterion, "value": value}
    criteria_editor.apply(event, pack)


def notice() -> str:
    problem = notices().editor_problem
    return str(problem) if problem else ""


def data(pack: RegionPack, ranking: Ranking, selected: str = "w1") -> dict[str, Any]:
    found = criteria_editor.editor_data(Wording(pack, EN), ranking=ranking, selected=selected)
    return json.loads(json.dumps(found))  # as it comes to the browser


def weights() -> Mapping[str, float]:
    return session().edits_of(PROFILE).weights


# ------------------------------------------------------------------------------------------------- weights


def test_at_first_the_profiles_weights_are_there(pack, ranking):
    rows = data(pack, ranking)["rows"]
    assert [(row["id"], row["shown"], row["locked"]) for row in rows] == [
        ("rail", 50, False),
        ("border", 30, False),
        ("people", 20, False),
    ]


def test_a_weight_moves_and_the_others_make_room(pack):
    do(pack, "weight", "rail", 75)
    assert weights() == pytest.approx({"rail": 75, "border": 15, "people": 10})


def test_a_locked_weight_holds(pack):
    do(pack, "lock", "border")
    do(pack, "weight", "rail", 60)
    assert weights() == pytest.approx({"rail": 60, "border": 30, "people": 10})
    do(pack, "weight", "rail", 100)
    assert weights() == pytest.approx({"rail": 70, "border": 30, "people": 0})
    do(pack, "lock", "border")
    assert session().edits_of(PROFILE).locked == frozenset()


def test_a_locked_weight_is_not_moved(pack):
    do(pack, "lock", "border")
    do(pack, "weight", "border", 90)
    assert weights()["border"] == pytest.approx(30)


def test_moving_to_the_end_and_back_changes_nothing(pack):
    for percent in (80, 100, 50):
        do(pack, "weight", "rail", percent)
    assert weights() == pytest.approx({"rail": 50, "border": 30, "people": 20})


@pytest.mark.parametrize("between", [("lock", "people"), ("weight", "border", 0)])
def test_after_another_event_a_move_begins_anew(pack, between):
    do(pack, "weight", "rail", 100)
    do(pack, *between)
    do(pack, "weight", "rail", 50)
    assert weights() != pytest.approx({"rail": 50, "border": 30, "people": 20})


def test_weights_set_elsewhere_are_where_a_move_begins(pack):
    do(pack, "weight", "rail", 100)
    send(events.take_weights, pack, {"rail": 50.0, "border": 10.0, "people": 40.0})
    do(pack, "weight", "rail", 0)
    assert weights() == pytest.approx({"rail": 0, "border": 20, "people": 80})


def test_reset_brings_weights_and_locks_back(pack):
    do(pack, "lock", "border")
    do(pack, "weight", "rail", 10)
    do(pack, "reset")
    assert shown_weights(session(), pack) == pytest.approx({"rail": 50, "border": 30, "people": 20})
    assert PROFILE not in session().edits


def test_a_criterion_is_added_and_left_out(pack, ranking):
    do(pack, "remove", "people")
    assert weights() == pytest.approx({"rail": 62.5, "border": 37.5})
    assert data(pack, ranking)["more"] == [["people", "People"]]
    do(pack, "add", "people")
    assert weights()["people"] == pytest.approx(events.ADDED_PERCENT)
    assert session().opened == "people"


def test_what_has_nowhere_to_go_stays_and_says_so(pack):
    do(pack, "lock", "rail")
    do(pack, "lock", "border")
    do(pack, "remove", "people")
    assert shown_weights(session(), pack)["people"] == pytest.approx(20)
    assert notice() == "Its 20 % have nowhere to go: every other weight is held. Release one first."


def test_each_profile_keeps_its_own(pack):
    do(pack, "weight", "rail", 90)
    send(events.choose_profile, "retail")
    assert shown_weights(session(), pack) == {"people": 100}
    send(events.choose_profile, PROFILE)
    assert weights()["rail"] == pytest.approx(90)


@pytest.mark.parametrize(
    ("weights", "shown"),
    [([100 / 3] * 3, [34, 33, 33]), ([12.5, 87.5], [13, 87]), ([0, 100], [0, 100]), ([14.9, 14.9, 70.2], [15, 15, 70])],
)
def test_shown_percentages_add_up_to_100(weights, shown):
    assert criteria_editor.whole_percents(weights) == shown


# ------------------------------------------------------------------------------------------ value functions


def test_only_the_opened_criterion_is_described(pack, ranking):
    assert data(pack, ranking)["detail"] is None
    do(pack, "open", "rail")
    detail = data(pack, ranking)["detail"]
    assert detail["reason"] == "Why this weight: Goods go by rail"
    assert detail["kind"] == "linear"
    assert detail["points"] == [[0, 100], [60, 0]]
    assert detail["curve"][0] == [0, 1] and [60, 0] in detail["curve"]
    assert {name for name, _ in detail["kinds"]} == set(get_args(ValueKind))


def test_the_selected_site_is_named_on_the_curve(pack, ranking):
    do(pack, "open", "rail")
    measured = next(item for item in ranking.sites if item.site.id == "w1").criteria["rail"]
    detail = data(pack, ranking)["detail"]
    assert detail["chosen_at"] == measured.raw
    assert detail["chosen"] == f"w1 en: {measured.raw:.1f} km, worth {100 * measured.value:.0f} of 100"
    assert data(pack, ranking, selected="")["detail"]["chosen"] == ""


def test_excluded_sites_are_told_apart(pack, ranking):
    do(pack, "open", "rail")
    detail = data(pack, ranking)["detail"]
    ranked = [item for item in ranking.sites if item.rank is not None]
    assert len(detail["ticks"]) == len(ranked)
    assert len(detail["out"]) == len(ranking.sites) - len(ranked) > 0


def test_an_anchor_changes_the_scenario(pack):
    do(pack, "anchors", "rail", [[0, 100], [30, 0]])
    made = ValueFunction("linear", ((0, 1), (30, 0)))
    assert shown_scenario(session(), pack).value_functions["rail"] == made
    do(pack, "unshape", "rail")
    assert shown_function(session(), pack, "rail") == pack.criteria["rail"].value_function


@pytest.mark.parametrize(
    ("kind", "points", "message"),
    [
        (
            "linear",
            [[60, 100], [20, 0]],
            "Anchor 2 is at 20, anchor 1 at 60. Each must be greater than the one before.",
        ),
        ("linear", [[0, 120], [60, 0]], "Found a worth of 120; expected 0 to 100."),
        ("linear", [[None, 100], [60, 0]], "An anchor is empty. Write a number in each field."),
        ("linear", "nonsense", "An anchor is empty. Write a number in each field."),
        (
            "gaussian",
            [[20, 100], [20, 50]],
            "Full and half value are both at 20. Move one of them: the curve falls between them.",
        ),
    ],
)
def test_a_bad_anchor_is_told_and_the_curve_stays(pack, kind, points, message):
    do(pack, "shape", "rail", kind)
    before = shown_function(session(), pack, "rail")
    do(pack, "anchors", "rail", points)
    assert notice() == message
    assert shown_function(session(), pack, "rail") == before
    do(pack, "open", "rail")
    assert notice() == ""


@pytest.mark.parametrize("kind", criteria_editor.KIND_NAMES)
def test_every_shape_has_its_numbers_and_handles(pack, ranking, kind):
    do(pack, "open", "rail")
    do(pack, "shape", "rail", kind)
    detail = data(pack, ranking)["detail"]
    points = detail["points"]
    written = {(point, part) for number in detail["numbers"] for point, part in number["at"]}
    fixed = {(0, 1), (1, 1)} if kind in ("exponential", "gaussian") else set()
    assert written | fixed == {(k, part) for k in range(len(points)) for part in (0, 1)}
    assert sorted(k for handle in detail["handles"] for k in handle["points"]) == list(range(len(points)))
    for number in detail["numbers"]:
        assert {points[point][part] for point, part in number["at"]} == {number["value"]}
    # What is shown, sent back as it is, is taken.
    do(pack, "anchors", "rail", points)
    assert notice() == ""


def test_a_handle_stays_between_its_neighbours(pack, ranking):
    do(pack, "open", "rail")
    do(pack, "anchors", "rail", [[0, 100], [30, 0]])
    assert [handle["between"] for handle in data(pack, ranking)["detail"]["handles"]] == [[None, 30], [0, None]]


def test_a_reasons_page_is_linked_and_nothing_else(pack, ranking):
    profile = pack.profiles[PROFILE]
    for source, shown in [("https://example.org/a", "https://example.org/a"), ("javascript:alert(1)", ""), ("", "")]:
        weights = (replace(profile.weights[0], source=source), *profile.weights[1:])
        changed = replace(pack, profiles={PROFILE: replace(profile, weights=weights)})
        do(pack, "open", "rail")
        assert data(changed, ranking)["detail"]["source"] == shown


# --------------------------------------------------------------------------------------------- events and size


@pytest.mark.parametrize(
    "event",
    [
        None,
        "text",
        {},
        {"kind": "weight"},
        {"kind": "weight", "criterion": "none", "value": 5},
        {"kind": "weight", "criterion": "rail", "value": "five"},
        {"kind": "shape", "criterion": "rail", "value": "cubic"},
        {"kind": ["weight"], "criterion": "rail", "number": "one"},
    ],
)
def test_an_event_that_makes_no_sense_changes_nothing(pack, event):
    criteria_editor.apply(event, pack)
    assert shown_weights(session(), pack) == pytest.approx({"rail": 50, "border": 30, "people": 20})
    assert shown_function(session(), pack, "rail") == pack.criteria["rail"].value_function
    assert notice() == ""


def test_little_travels_even_with_500_sites(region):
    west, south, east, north = region.bounds
    sites = Sites(
        tuple(
            Site(f"s{k}", f"Site {k}", west + (east - west) * (k % 25) / 25, south + (north - south) * k / 500)
            for k in range(500)
        )
    )
    profile = max(region.profiles.values(), key=lambda profile: len(profile.weights)).id
    ranking = rank(sites, make_scenario(region, profile), region)
    send(events.choose_profile, profile)
    send(events.open_criterion, region.profiles[profile].weights[0].criterion)
    sent = criteria_editor.editor_data(Wording(region, translator("ru")), ranking=ranking, selected="s1")
    assert sent["detail"]["ticks"]
    assert len(json.dumps(sent, ensure_ascii=False).encode()) < 20_000
