"""Where the session value is kept between two runs, and the one way to change it.

Widgets are drawn from `session()`: a panel writes what the value holds into a widget's key before it draws the widget,
and the widget's callback sends an event. So no widget remembers anything that the value does not.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Concatenate, ParamSpec

import streamlit as st

from geo_app.core.errors import GeoAppError, ScenarioError, StoryError
from geo_app.core.messages import RowNote
from geo_app.map.story import Sight
from geo_app.session.history import History, record
from geo_app.session.model import Session

MEMORY_KEY = "geo_app_memory"

P = ParamSpec("P")


@dataclass(frozen=True)
class PasteReport:
    """What came of a change of the user's own sites.

    Attributes
    ----------
    count
        Another number for each change.
    added
        How many sites it brought; None where it was no addition.
    problems, notes
        What is wrong with which line, and what the user should know; row 0 is the change as a whole.
    rest
        Pasted lines that could not be read, for the user to correct; None leaves what is written there.
    """

    count: int = 0
    added: int | None = None
    problems: tuple[RowNote, ...] = ()
    notes: tuple[RowNote, ...] = ()
    rest: str | None = None


@dataclass(frozen=True)
class FileReport:
    """What came of a file of sites.

    Attributes
    ----------
    file
        Its name.
    added, known
        How many of its sites were added, and how many were there already.
    rejected, noted
        What is wrong with which row, and what was taken as it is or mended; row 0 is the file as a whole.
    """

    file: str
    added: int
    known: int
    rejected: tuple[RowNote, ...]
    noted: tuple[RowNote, ...]


@dataclass(frozen=True)
class FoundPlace:
    """A place for the map to look at; `count` is another one each time, also for the same place."""

    lon: float
    lat: float
    zoom: float
    name: str
    count: int


@dataclass(frozen=True)
class SightRequest:
    """What the map is to look at, as a view remembers it; `count` is another one each time."""

    sight: Sight
    count: int


@dataclass(frozen=True)
class Notices:
    """What is said once of the last thing that was done; no ranking follows from it, and a reload forgets it.

    Attributes
    ----------
    heard
        The last event of the criteria editor that was taken.
    editor_problem, story_problem, opening_problem
        What was wrong with an edit, with the last file that was opened as a story, and with the address.
    lost_layers
        Ids of layers that a reload could not bring back.
    address_heard
        The last event of the browser's history that was taken.
    redraw
        Whether the whole page is to be drawn anew, and not just the part that an event came from.
    paste_report
        What came of the last change of the user's own sites.
    file_report
        What came of the last file of sites.
    focus, sight
        What the map was last asked to look at.
    query
        What was last searched for.
    upload_round, layer_round
        How often an uploader was emptied: Streamlit empties it only by another key.
    """

    heard: int = 0
    editor_problem: ScenarioError | None = None
    story_problem: StoryError | None = None
    opening_problem: GeoAppError | None = None
    lost_layers: tuple[str, ...] = ()
    address_heard: int = 0
    redraw: bool = False
    paste_report: PasteReport = PasteReport()
    file_report: FileReport | None = None
    focus: FoundPlace | None = None
    sight: SightRequest | None = None
    query: str = ""
    upload_round: int = 0
    layer_round: int = 0


@dataclass(frozen=True)
class Memory:
    """All that is kept between two runs.

    Attributes
    ----------
    visit
        Another one for each session of the server.
    begun
        Whether the address has been read.
    """

    history: History
    visit: str = field(default_factory=lambda: secrets.token_hex(8))
    begun: bool = False
    notices: Notices = Notices()


def memory() -> Memory:
    """Get what is kept, new at a first visit."""
    found = st.session_state.get(MEMORY_KEY)
    if not isinstance(found, Memory):
        # Streamlit reloads modules in development, and the old class is then another one.
        found = st.session_state[MEMORY_KEY] = Memory(History(Session()))
    return found


def session() -> Session:
    """What this browser tab has set, as of the last event."""
    return memory().history.present


def notices() -> Notices:
    """Get what is said of the last thing that was done."""
    return memory().notices


def send(event: Callable[Concatenate[Session, P], Session], *args: P.args, **kwargs: P.kwargs) -> None:
    """Have an event of `geo_app.session.events` happen; one that raises has changed nothing."""
    put(record(memory().history, event(session(), *args, **kwargs)))
    if notices().opening_problem or notices().lost_layers:
        notice(opening_problem=None, lost_layers=())


def put(history: History) -> None:
    """Keep a history in place of the one there is."""
    st.session_state[MEMORY_KEY] = replace(memory(), history=history)


def notice(**changes: Any) -> None:
    """Change what is said."""
    st.session_state[MEMORY_KEY] = replace(memory(), notices=replace(notices(), **changes))
