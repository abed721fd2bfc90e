"""The story that a planner prepares: views in their order, saved from the page as it is and restored to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from geo_app.core.errors import GeoAppError, StoryError
from geo_app.core.i18n import N_, Translator
from geo_app.map.contract import SightDocument, StageDocument
from geo_app.map.story import (
    MAX_BYTES,
    MAX_NOTE,
    MAX_TITLE,
    MAX_VIEWS,
    Story,
    View,
    fits,
    make_view,
    profile_story,
    read_sight,
    read_story,
    renamed,
    sight_to_dict,
    write_story,
)
from geo_app.ranking.model import Scenario
from geo_app.report.second_opinions import METHOD_NAMES
from geo_app.report.text import Wording
from geo_app.session import events
from geo_app.session.screen import shown_profile, shown_scenario
from geo_app.ui import caches
from geo_app.ui.components.contract import StoryPanelData
from geo_app.ui.components.declare import served_component
from geo_app.ui.state import SightRequest, notice, notices, send, session

_KEY = "story_panel"

_component = served_component("story", html='<div class="story"></div>')

_WORDS: Mapping[str, str] = {
    "intro": N_(
        "Views for stage mode: each keeps weights, method, conditions, the chosen sites and what the map looks at."
    ),
    "add": N_("Save this view"),
    "title": N_("Name"),
    "note": N_("Note"),
    "go": N_("Go to this view"),
    "replace": N_("Replace by what is shown now"),
    "up": N_("Earlier"),
    "down": N_("Later"),
    "remove": N_("Remove"),
    "undo": N_("Undo"),
    "save": N_("Save the story"),
    "load": N_("Open a story"),
    "empty": N_("No view yet: stage mode shows the sector profiles."),
    "unfit": N_("This needs data that is not here any more; stage mode leaves it out."),
    "full": N_("The story has as many views as it can hold."),
    "too_large": N_("This file is too large for a story."),
}


def story_panel(wording: Wording) -> None:
    """Show the views of the story and take what is done to them."""

    def take() -> None:
        asked = st.session_state[_KEY].get("act")
        if isinstance(asked, Mapping):
            _take(asked, wording)

    _component(key=_KEY, data=panel_data(wording), height="content", on_act_change=take)


def panel_data(wording: Wording) -> StoryPanelData:
    """Build what the component draws."""
    pack, t = wording
    mine = session()
    removed = mine.removed_views[-1][1] if mine.removed_views else None
    return {
        "words": {name: t(text) for name, text in _WORDS.items()},
        "rows": [
            {
                "title": view.title,
                "note": view.note,
                "what": _what(view.scenario, wording),
                "fits": fits(view, pack),
            }
            for view in mine.views
        ],
        "removed": t("{name} was removed.", name=removed.title) if removed else "",
        "problem": _problem(notices().story_problem, t),
        "saved": write_story(mine.views) if mine.views else "",
        "file": f"story-{pack.id}.json",
        "full": len(mine.views) >= MAX_VIEWS,
        "most": {"title": MAX_TITLE, "note": MAX_NOTE, "bytes": MAX_BYTES},
    }


def staged_story(wording: Wording) -> StageDocument:
    """Work out the story for the stage: the prepared one, else the pack's profiles, from the current one on."""
    pack = wording.pack
    mine = session()
    prepared = tuple(view for view in mine.views if fits(view, pack))
    story: Story = prepared or profile_story(pack)
    start = 0 if prepared else list(pack.profiles).index(shown_profile(mine, pack))
    shown = caches.shown_screen(mine, pack)
    return {**caches.staged(story, shown.sites, wording), "start": start}


def save_view(wording: Wording, asked: Any) -> View:
    """Make a view of what the page shows now; `asked` is what the browser says that its map looks at."""
    pack, t = wording
    mine, scenario = session(), shown_scenario(session(), pack)
    title = t.pick(pack.profiles[scenario.profile].titles)
    return make_view(
        title,
        scenario,
        selected=mine.selected,
        compare=mine.compared,
        surface=mine.surface,
        sight=read_sight(asked),
    )


def looked_at() -> SightDocument | None:
    """Say what the map is to look at since the last view that was gone to."""
    asked = notices().sight
    return None if asked is None else {**sight_to_dict(asked.sight), "count": asked.count}


# --------------------------------------------------------------------------------------------------- actions


def _take(asked: Mapping[str, Any], wording: Wording) -> None:
    """Follow what the component tells; a browser may tell anything."""
    act, number, text = asked.get("act"), asked.get("number"), asked.get("text")
    do = _ACTIONS.get(act) if isinstance(act, str) else None
    which = number if isinstance(number, int) and not isinstance(number, bool) else -1
    if do is None or (act in _ON_A_VIEW and not 0 <= which < len(session().views)):
        return
    notice(story_problem=None)
    do(which, text if isinstance(text, str) else "", asked.get("view"), wording)


def _add(_: int, __: str, asked: Any, wording: Wording) -> None:
    send(events.add_view, save_view(wording, asked))


def _replace(number: int, _: str, asked: Any, wording: Wording) -> None:
    old = session().views[number]
    send(events.put_view, number, replace(save_view(wording, asked), title=old.title, note=old.note))


def _rename(number: int, text: str, *_: Any) -> None:
    send(events.put_view, number, renamed(session().views[number], title=text))


def _annotate(number: int, text: str, *_: Any) -> None:
    send(events.put_view, number, renamed(session().views[number], note=text))


def _move(by: int, number: int, *_: Any) -> None:
    send(events.move_view, number, by)


def _remove(number: int, *_: Any) -> None:
    send(events.remove_view, number)


def _undo(*_: Any) -> None:
    send(events.restore_view)


def _go(number: int, _: str, __: Any, wording: Wording) -> None:
    pack, view = wording.pack, session().views[number]
    if not fits(view, pack):
        return
    send(events.go_to_view, view, pack)
    if view.sight is not None:
        before = notices().sight
        notice(sight=SightRequest(view.sight, before.count + 1 if before else 1))


def _load(_: int, text: str, name: Any, wording: Wording) -> None:
    try:
        send(events.open_story, read_story(text, wording.pack, name if isinstance(name, str) else ""))
    except StoryError as error:
        notice(story_problem=error)


_ACTIONS: Mapping[str, Callable[..., None]] = {
    "add": _add,
    "replace": _replace,
    "title": _rename,
    "note": _annotate,
    "up": partial(_move, -1),
    "down": partial(_move, 1),
    "remove": _remove,
    "undo": _undo,
    "go": _go,
    "load": _load,
}
_ON_A_VIEW = frozenset({"replace", "title", "note", "up", "down", "remove", "go"})


def _what(scenario: Scenario, wording: Wording) -> str:
    """Say in a line what a view's ranking is."""
    pack, t = wording
    profile = pack.profiles.get(scenario.profile)
    name = t.pick(profile.titles) if profile else scenario.profile
    return name if scenario.method == "weighted_sum" else f"{name} · {t(METHOD_NAMES[scenario.method])}"


def _problem(error: StoryError | None, t: Translator) -> str:
    """Say what is wrong with a file, with what its scenario was refused for."""
    if error is None:
        return ""
    cause = error.__cause__
    because = [t.fill(cause.message)] if isinstance(cause, GeoAppError) else []
    return " ".join([t.fill(error.message), *because])
