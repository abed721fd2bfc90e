"""The story of a presentation: views that a planner prepares, each a scenario and what the map shows of it.

A view carries the whole scenario, not what differs from a profile: restored next month it gives the same ranking,
also where a profile has been edited since.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geo_app.core.errors import ScenarioError, StoryError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message
from geo_app.core.text import clean_text
from geo_app.map.contract import SightDocument
from geo_app.ranking.model import Scenario
from geo_app.ranking.scenario import make_scenario, scenario_from_dict, scenario_to_dict
from geo_app.region.model import RegionPack

STORY_SCHEMA = "geo-app/story/1"

MAX_VIEWS = 40
MAX_BYTES = 1_000_000
MAX_TITLE = 80
MAX_NOTE = 600
MAX_COMPARED = 4
MAX_LAYERS = 200
MAX_ZOOM = 22

_MAX_ID = 200
_MAX_INT_DIGITS = 15  # a whole number with more is no exact float
_DEGREE_DIGITS = 6
_FOUND = 60

_VIEW_FIELDS = ("title", "note", "scenario", "selected", "compare", "surface", "sight")
_SIGHT_FIELDS = ("center", "zoom", "layers", "opacity")


@dataclass(frozen=True)
class Sight:
    """What a map looks at: centre (lon, lat), zoom, which layers are on, and how opaque those are that let through."""

    center: tuple[float, float]
    zoom: float
    layers: Mapping[str, bool] = field(default_factory=dict)
    opacity: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """One view of a story.

    Attributes
    ----------
    title, note
        What the planner calls it, and what there is to say.
    scenario
        Everything but the sites that determines the ranking.
    selected, compare
        Ids of the chosen site and of those compared with it; a site that is gone is passed over.
    surface
        Whether the map shows how suitable every place is.
    sight
        What the map looks at; None leaves it to the map.
    """

    title: str
    scenario: Scenario
    note: str = ""
    selected: str = ""
    compare: tuple[str, ...] = ()
    surface: bool = True
    sight: Sight | None = None


Story = tuple[View, ...]


def profile_story(pack: RegionPack) -> Story:
    """Tell the story of a pack that nobody has prepared one for: each of its profiles, untitled."""
    return tuple(View("", make_scenario(pack, name)) for name in pack.profiles)


def fits(view: View, pack: RegionPack) -> bool:
    """Say whether a pack has all that a view needs: a layer that a session had added may be gone."""
    scenario = view.scenario
    return (
        scenario.profile in pack.profiles
        and set(scenario.weights) <= set(pack.criteria)
        and set(scenario.exclusions) <= set(pack.exclusions)
    )


def write_story(story: Sequence[View]) -> str:
    """Write a story as JSON that `read_story` reads."""
    content = {"schema": STORY_SCHEMA, "views": [view_to_dict(view) for view in story]}
    return json.dumps(content, ensure_ascii=False, indent=1)


def read_story(content: str | bytes, pack: RegionPack, file: str = "story.json") -> Story:
    """Read what `write_story` wrote, perhaps edited by hand.

    Parameters
    ----------
    content
        JSON, at most `MAX_BYTES`.
    pack
        The pack that the scenarios are for.
    file
        Its name, for messages.

    Raises
    ------
    StoryError
        At the first thing that is not as it should be, with file, view and field; where a scenario is at fault, the
        `ScenarioError` is its cause.
    """
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    name = clean_text(file)[:_MAX_ID] or "story.json"
    if len(raw) > MAX_BYTES:
        raise _file_error(name, N_("too many bytes"), str(MAX_BYTES), len(raw))
    try:
        parsed = json.loads(raw, parse_constant=_no_number, parse_int=_whole, parse_float=_finite)
        json.dumps(parsed, ensure_ascii=False).encode()  # half of a character pair is no text
    except (ValueError, RecursionError) as error:
        raise _file_error(name, N_("no JSON"), STORY_SCHEMA, str(error)[:_FOUND]) from error
    if not isinstance(parsed, dict) or parsed.get("schema") != STORY_SCHEMA:
        found = parsed.get("schema") if isinstance(parsed, dict) else type(parsed).__name__
        raise _file_error(name, N_("no story"), STORY_SCHEMA, found)
    views = parsed.get("views")
    if not isinstance(views, list) or len(views) > MAX_VIEWS:
        found = len(views) if isinstance(views, list) else type(views).__name__
        raise _file_error(name, N_("no list of views, or too long a one"), f"≤ {MAX_VIEWS}", found)
    return tuple(read_view(item, number, name, pack) for number, item in enumerate(views, start=1))


def make_view(title: str, scenario: Scenario, **rest: Any) -> View:
    """Make a view with its texts cleaned and cut to their limits."""
    view = View(clean_text(title)[:MAX_TITLE], scenario, **rest)
    return renamed(view, title=view.title, note=view.note)


def renamed(view: View, *, title: str | None = None, note: str | None = None) -> View:
    """Give a view another title or note; both are cleaned and cut to their limits."""
    return View(
        title=view.title if title is None else clean_text(title)[:MAX_TITLE],
        scenario=view.scenario,
        note=view.note if note is None else _clean_note(note)[:MAX_NOTE],
        selected=view.selected,
        compare=view.compare,
        surface=view.surface,
        sight=view.sight,
    )


def read_sight(value: Any) -> Sight | None:
    """Read what a browser says its map looks at; None where that is nothing a map can look at."""
    try:
        return _sight(_flattened(value), 0, "")
    except StoryError:
        return None


def sight_to_dict(sight: Sight) -> SightDocument:
    """Write what a map looks at, for a file and for the map itself."""
    return {
        "center": sight.center,
        "zoom": sight.zoom,
        "layers": dict(sight.layers),
        "opacity": dict(sight.opacity),
    }


# ---------------------------------------------------------------------------------------------------- inside


def _flattened(value: Any) -> Any:
    """Bring a map's own words (a centre of lat and lng, and things that are no part of a sight) into a file's form."""
    if not isinstance(value, Mapping):
        return None
    center = value.get("center")
    if isinstance(center, Mapping):
        center = [center.get("lng"), center.get("lat")]
    return {name: value[name] for name in _SIGHT_FIELDS if name in value} | {"center": center}


def view_to_dict(view: View) -> dict[str, Any]:
    """Write a view as plain values, as a story's file and a session's text hold it."""
    return {
        "title": view.title,
        "note": view.note,
        "scenario": scenario_to_dict(view.scenario),
        "selected": view.selected,
        "compare": list(view.compare),
        "surface": view.surface,
        "sight": None if view.sight is None else sight_to_dict(view.sight),
    }


def read_view(raw: Any, number: int, file: str, pack: RegionPack) -> View:
    """Read what `view_to_dict` wrote; number and file are for messages.

    Raises
    ------
    StoryError
        At the first field that is not as it should be.
    """
    require = _requirer(number, file)
    require("view", raw, isinstance(raw, dict), '{"title": …, "scenario": …}')
    for name in raw:
        require(name, name, name in _VIEW_FIELDS, ", ".join(_VIEW_FIELDS))
    texts = {name: raw.get(name, "") for name in ("title", "note", "selected")}
    for name, limit in (("title", MAX_TITLE), ("note", MAX_NOTE), ("selected", _MAX_ID)):
        require(name, texts[name], _is_text(texts[name], limit), N_("a text of at most {limit} characters"), limit)
    compare, surface = raw.get("compare", []), raw.get("surface", True)
    good = isinstance(compare, list) and len(compare) <= MAX_COMPARED and all(_is_text(i, _MAX_ID) for i in compare)
    require("compare", compare, good, N_("a list of at most {limit} ids of sites"), MAX_COMPARED)
    require("surface", surface, isinstance(surface, bool), "true, false")
    try:
        scenario = scenario_from_dict(raw.get("scenario"), pack)
    except ScenarioError as error:
        raise StoryError(
            N_(
                "{file}, view {number}, field {field!r}: this region's data cannot use it. Correct it, or remove the "
                "view."
            ),
            file=file,
            number=number,
            field="scenario",
        ) from error
    return make_view(
        texts["title"],
        scenario,
        note=texts["note"],
        selected=texts["selected"],
        compare=tuple(compare),
        surface=surface,
        sight=None if raw.get("sight") is None else _sight(raw["sight"], number, file),
    )


def _sight(raw: Any, number: int, file: str) -> Sight:
    require = _requirer(number, file)
    require("sight", raw, isinstance(raw, Mapping), '{"center": [lon, lat], "zoom": …}')
    for name in raw:
        require(f"sight.{name}", name, name in _SIGHT_FIELDS, ", ".join(_SIGHT_FIELDS))
    center, zoom = raw.get("center"), raw.get("zoom")
    pair = isinstance(center, list | tuple) and len(center) == 2
    inside = pair and all(_is_number(c, -limit, limit) for c, limit in zip(center, (180, 90), strict=True))
    require("sight.center", center, inside, N_("longitude and latitude in degrees"))
    require("sight.zoom", zoom, _is_number(zoom, 0, MAX_ZOOM), f"0 … {MAX_ZOOM}")
    layers, opacity = raw.get("layers", {}), raw.get("opacity", {})
    require("sight.layers", layers, _all(layers, lambda on: isinstance(on, bool)), '{"layer": true, …}')
    require("sight.opacity", opacity, _all(opacity, lambda share: _is_number(share, 0, 1)), '{"layer": 0.5, …}')
    return Sight(
        center=(round(float(center[0]), _DEGREE_DIGITS), round(float(center[1]), _DEGREE_DIGITS)),
        zoom=round(float(zoom), 3),
        layers=dict(layers),
        opacity={name: float(share) for name, share in opacity.items()},
    )


def _requirer(number: int, file: str) -> Callable[..., None]:
    def require(name: str, found: Any, good: bool, expected: str, limit: int | None = None) -> None:
        if not good:
            raise StoryError(
                N_(
                    "{file}, view {number}, field {field!r}: found {found}; expected {expected}. Correct the field, or "
                    "save the story here again."
                ),
                file=file,
                number=number,
                field=clean_text(str(name))[:_FOUND],
                found=repr(found)[:_FOUND],
                expected=Message(expected, {} if limit is None else {"limit": limit}),
            )

    return require


def _file_error(file: str, problem: str, expected: str, found: object) -> StoryError:
    return StoryError(
        N_("{file}: {problem}; found {found}, expected {expected}. Choose a story that was saved here."),
        file=file,
        problem=Message(problem),
        expected=expected,
        found=str(found)[:_FOUND],
    )


def _all(raw: Any, good: Callable[[Any], bool]) -> bool:
    return (
        isinstance(raw, dict)
        and len(raw) <= MAX_LAYERS
        and all(_is_text(name, _MAX_ID) and good(value) for name, value in raw.items())
    )


def _is_text(value: Any, limit: int) -> bool:
    return isinstance(value, str) and len(value) <= limit


def _is_number(value: Any, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _clean_note(text: str) -> str:
    """Clean a text line by line: a note may have several."""
    return "\n".join(clean_text(line) for line in text.splitlines()).strip()


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


def _whole(text: str) -> float:
    # A float at once: a number of a thousand digits would be an error wherever it is compared.
    return int(text) if len(text) <= _MAX_INT_DIGITS else _finite(text)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:_FOUND]} is too large")
    return number
