"""Undo and redo: the sessions that were, in their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

from geo_app.session.model import LOOKS, Session

MOST_KEPT = 100

_SUBSTANCE = tuple(item.name for item in fields(Session) if item.name not in LOOKS)


@dataclass(frozen=True)
class History:
    """The session of now between those before it and those that were undone.

    Attributes
    ----------
    past
        The last one is what undoing brings back.
    future
        The first one is what redoing brings back.
    step
        Another number whenever `present` becomes a step of its own; the browser makes an entry of each.
    """

    present: Session
    past: tuple[Session, ...] = ()
    future: tuple[Session, ...] = ()
    step: int = 0


def record(history: History, session: Session) -> History:
    """Make a session the present one.

    One that differs by where somebody looks takes the place of the present one, and so does a weight that moves on;
    any other is a step that can be undone.
    """
    before = history.present
    if session == before:
        return replace(history, present=session)
    if same_substance(before, session) or _moves_on(before, session):
        return replace(history, present=session)
    past = (*history.past, before)[-MOST_KEPT:]
    return History(session, past, (), history.step + 1)


def undo(history: History) -> History:
    """Go back by one step, if there is one."""
    if not history.past:
        return history
    *past, session = history.past
    return History(session, tuple(past), (history.present, *history.future), history.step + 1)


def redo(history: History) -> History:
    """Take the last undoing back, if there is one."""
    if not history.future:
        return history
    session, *future = history.future
    return History(session, (*history.past, history.present), tuple(future), history.step + 1)


def travel(history: History, wanted: Callable[[Session], bool]) -> History | None:
    """Go to the nearest step that is wanted, back or forth; None where none is."""
    if wanted(history.present):
        return history
    for count in range(1, max(len(history.past), len(history.future)) + 1):
        if count <= len(history.past) and wanted(history.past[-count]):
            return _steps(history, undo, count)
        if count <= len(history.future) and wanted(history.future[count - 1]):
            return _steps(history, redo, count)
    return None


def _steps(history: History, move: Callable[[History], History], count: int) -> History:
    for _ in range(count):
        history = move(history)
    return history


def same_substance(one: Session, other: Session) -> bool:
    """Say whether two sessions differ at most by where somebody looks."""
    return all(getattr(one, name) == getattr(other, name) for name in _SUBSTANCE)


def _moves_on(before: Session, after: Session) -> bool:
    """Say whether a weight that was already on its way has only moved on."""
    old, new = before.move, after.move
    if old is None or new is None or (old.profile, old.criterion) != (new.profile, new.criterion):
        return False
    return old.before == new.before and same_substance(replace(before, edits=after.edits), after)
