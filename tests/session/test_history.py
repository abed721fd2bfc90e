"""Undo and redo: what is a step, and where going back comes to."""

from __future__ import annotations

import pytest

from geo_app.session import Session, events
from geo_app.session.history import MOST_KEPT, History, record, redo, travel, undo


def happened(history, event, *values):
    return record(history, event(history.present, *values))


def test_a_weight_that_moves_on_is_one_step(pack):
    history = History(Session())
    for percent in (60.0, 70.0, 80.0):
        history = happened(history, events.set_weight, pack, "rail", percent)
    assert len(history.past) == 1
    history = happened(history, events.set_weight, pack, "border", 5.0)
    assert len(history.past) == 2
    assert undo(undo(history)).present == Session()


def test_where_somebody_looks_is_no_step_and_takes_no_redoing_away(pack):
    history = undo(happened(History(Session()), events.choose_method, "owa"))
    looked = happened(history, events.select, "w1")
    assert looked.step == history.step
    assert redo(looked).present.method == "owa"


def test_a_new_step_ends_what_was_undone():
    history = undo(happened(History(Session()), events.choose_method, "owa"))
    assert not happened(history, events.choose_method, "topsis").future


def test_an_event_that_changes_nothing_is_no_step():
    history = History(Session())
    for event, value in ((events.choose_method, "weighted_sum"), (events.choose_language, "xx")):
        history = happened(history, event, value)
    assert history == History(Session())


def test_nothing_to_undo_or_redo_changes_nothing():
    history = History(Session())
    assert undo(history) == redo(history) == history


@pytest.mark.parametrize("wanted", [0.1, 0.4, 0.8])
def test_travelling_goes_to_the_step_that_is_wanted(wanted):
    history = History(Session())
    for caution in (0.1, 0.2, 0.4, 0.6, 0.8):
        history = happened(history, events.set_caution, caution)
    there = travel(undo(undo(history)), lambda session: session.caution == wanted)
    assert there.present.caution == wanted
    assert len(there.past) + len(there.future) == 5
    assert travel(history, lambda session: session.caution == 0.3) is None


def test_only_so_many_steps_are_kept():
    history = History(Session())
    for number in range(MOST_KEPT + 20):
        history = happened(history, events.require, events.Requirement("rail", "<=", float(number)))
    assert len(history.past) == MOST_KEPT
