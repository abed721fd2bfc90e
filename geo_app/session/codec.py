"""A session as a dictionary for files, and as a short text for addresses and the browser's own store.

The text is the dictionary as JSON, deflated, in the base64 of addresses. Both carry only what differs from a first
visit. A text may come from anywhere: its size is bounded before it is read, and every field is checked.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar, get_args

from geo_app.core.errors import GeoAppError, ScenarioError, SessionError, StoryError
from geo_app.core.i18n import LANGUAGES, N_
from geo_app.intake import user_site_files, user_sites
from geo_app.intake.user_layers import add_layer
from geo_app.map.story import MAX_VIEWS, Story, read_view, view_to_dict
from geo_app.ranking.model import Method, Requirement
from geo_app.ranking.requirements import check_requirement, parse_requirement
from geo_app.ranking.scenario import parse_date
from geo_app.region.model import RegionPack
from geo_app.region.value_functions import from_dict as function_from_dict
from geo_app.region.value_functions import to_dict as function_to_dict
from geo_app.session.model import (
    ANSWERS,
    CONTROLS,
    MOST_COMPARED,
    WEIGHTING_WAYS,
    OwnLayer,
    ProfileEdits,
    Session,
)

SESSION_SCHEMA = "geo-app/session/1"

MAX_TEXT_BYTES = 4_000_000
"""A longer JSON is no session: twenty thousand sites take about three million."""

T = TypeVar("T")
U = TypeVar("U")

_MAX_ID = 200
_FOUND = 60
_DEFAULT = Session()


# --------------------------------------------------------------------------------------------------------- writing


def to_dict(session: Session) -> dict[str, Any]:
    """Write a session; what is as on a first visit is left out.

    The file of an upload and the features of the user's layers are no part of it: layers are named by their version.
    """
    written: dict[str, Any] = {
        "language": session.language,
        "profile": session.profile,
        "profiles": {name: found for name, edits in session.edits.items() if (found := _edits_to_dict(edits))},
        "method": session.method,
        "caution": session.caution,
        "requirements": [str(item) for item in session.requirements],
        "exclusions": None if session.exclusions is None else list(session.exclusions),
        "on": session.on.isoformat() if session.on else None,
        "own_sites": user_site_files.to_dict(session.own_sites)["features"],
        "layers": [[item.layer.id, item.version] for item in session.layers],
        "views": [view_to_dict(view) for view in session.views],
        "compared": list(session.compared),
        "place": None if session.place is None else list(session.place),
    }
    written |= {name: getattr(session, name) for name in _PLAIN}
    usual = _usual()
    return {"schema": SESSION_SCHEMA} | {name: value for name, value in written.items() if value != usual.get(name)}


def _usual() -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(("requirements", "own_sites", "layers", "views", "compared"))
    empty = {name: [] for name in empty} | {"profiles": {}, "exclusions": None, "on": None, "place": None}
    return {item.name: getattr(_DEFAULT, item.name) for item in fields(Session)} | empty


def _edits_to_dict(edits: ProfileEdits) -> dict[str, Any]:
    written = {
        "weights": dict(edits.weights),
        "locked": sorted(edits.locked),
        "value_functions": {name: function_to_dict(function) for name, function in edits.functions.items()},
    }
    return {name: value for name, value in written.items() if value}


def encode(session: Session) -> str:
    """Write a session as a text of letters, digits, ``-`` and ``_``; empty for one as on a first visit."""
    content = to_dict(session)
    del content["schema"]
    if not content:
        return ""
    raw = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(zlib.compress(raw, 9)).decode().rstrip("=")


# --------------------------------------------------------------------------------------------------------- reading


def decode(text: str, pack: RegionPack, layers: Mapping[str, OwnLayer] | None = None) -> Session:
    """Read what `encode` wrote, as `from_dict` reads its dictionary.

    Raises
    ------
    SessionError
        If the text is cut or changed, holds too much, or a field is not as it should be.
    """
    return from_dict(_unpacked(text), pack, layers) if text else _DEFAULT


def missing_layers(text: str, session: Session) -> tuple[str, ...]:
    """Name the user's layers that a text names and the session that was read from it has not."""
    at_hand = {item.version for item in session.layers}
    return tuple(
        str(name) for name, version in (_unpacked(text).get("layers", ()) if text else ()) if version not in at_hand
    )


def _unpacked(text: str) -> Any:
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(packed, MAX_TEXT_BYTES)
        if not unpacker.eof:
            raise ValueError("cut, or too much")
        return json.loads(raw.decode(), parse_constant=_no_number)
    except (ValueError, binascii.Error, zlib.error, RecursionError) as error:
        raise SessionError(
            N_("The address holds settings that cannot be read ({problem}). Ask for the link again, or start anew."),
            problem=str(error)[:_FOUND],
        ) from error


def from_dict(raw: Any, pack: RegionPack, layers: Mapping[str, OwnLayer] | None = None) -> Session:
    """Read what `to_dict` wrote, perhaps edited by hand.

    Parameters
    ----------
    pack
        The pack that the settings are for, without the session's own layers.
    layers
        The users' layers that are still at hand, by version; a layer that is not is left out, see `missing_layers`.

    Raises
    ------
    SessionError
        At the first field that is not as it should be.
    """
    _expect("session", raw, isinstance(raw, dict), '{"profile": …}')
    for name in raw:
        _expect(name, name, name in _READERS or name == "schema", ", ".join(_READERS))
    _expect("schema", raw.get("schema"), raw.get("schema", SESSION_SCHEMA) == SESSION_SCHEMA, SESSION_SCHEMA)
    reading = _reading(raw.get("layers", []), pack, layers or {})
    found: dict[str, Any] = {}
    for name, value in raw.items():
        if name == "schema":
            continue
        field, read = _READERS[name]
        try:
            found[field] = read(name, value, reading)
        except SessionError:
            raise
        except GeoAppError as error:
            raise SessionError(N_("Settings, field {field!r}: {problem}"), field=name, problem=error.message) from error
    return Session(**found)


@dataclass(frozen=True)
class _Reading:
    """What fields are read against: the pack with the layers that are still at hand, and whether some are lost."""

    pack: RegionPack
    layers: tuple[OwnLayer, ...]
    lost: bool


def _reading(raw: Any, pack: RegionPack, layers: Mapping[str, OwnLayer]) -> _Reading:
    pairs = isinstance(raw, list) and all(isinstance(item, list) and len(item) == 2 for item in raw)
    _expect("layers", raw, pairs, '[["id", "version"], …]')
    found = tuple(layers[version] for _, version in raw if isinstance(version, str) and version in layers)
    for item in found:
        pack = add_layer(pack, item.layer, item.criterion)
    return _Reading(pack, found, len(found) < len(raw))


def _requirements(field: str, value: Any, reading: _Reading) -> tuple[Requirement, ...]:
    return tuple(_kept(_texts(field, value), lambda text: _requirement(text, reading.pack), reading))


def _requirement(text: str, pack: RegionPack) -> Requirement:
    return check_requirement(parse_requirement(text), pack)


def _views(field: str, value: Any, reading: _Reading) -> Story:
    good = isinstance(value, list) and len(value) <= MAX_VIEWS
    _expect(field, value, good, f"[{{…}}, …], ≤ {MAX_VIEWS}")
    numbered = list(enumerate(value, start=1))
    return tuple(_kept(numbered, lambda item: read_view(item[1], item[0], field, reading.pack), reading))


def _kept(items: Iterable[T], read: Callable[[T], U], reading: _Reading) -> Iterator[U]:
    """Read items; one that needs a layer that is lost is left out with it."""
    for item in items:
        try:
            yield read(item)
        except (ScenarioError, StoryError):
            if not reading.lost:
                raise


def _expect(field: str, found: Any, good: bool, expected: str) -> None:
    if not good:
        raise SessionError(
            N_("Settings, field {field!r}: found {found}; expected {expected}."),
            field=str(field)[:_FOUND],
            found=repr(found)[:_FOUND],
            expected=expected,
        )


def _text(field: str, value: Any, _: _Reading) -> str:
    _expect(field, value, isinstance(value, str) and len(value) <= _MAX_ID, f"text, ≤ {_MAX_ID}")
    return str(value)


def _one_of(allowed: Iterable[str]) -> Callable[[str, Any, _Reading], str]:
    names = tuple(allowed)

    def read(field: str, value: Any, _: _Reading) -> str:
        _expect(field, value, value in names, ", ".join(names))
        return str(value)

    return read


def _flag(field: str, value: Any, _: _Reading) -> bool:
    _expect(field, value, isinstance(value, bool), "true, false")
    return bool(value)


def _number(field: str, value: Any, low: float, high: float) -> float:
    good = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
    _expect(field, value, good, f"{low:g} … {high:g}")
    return float(value)


def _caution(field: str, value: Any, _: _Reading) -> float:
    return _number(field, value, 0.0, 1.0)


def _texts(field: str, value: Any, _: _Reading | None = None) -> tuple[str, ...]:
    good = isinstance(value, list) and all(isinstance(item, str) and len(item) <= _MAX_ID for item in value)
    _expect(field, value, good, '["…", …]')
    return tuple(value)


def _compared(field: str, value: Any, _: _Reading) -> tuple[str, ...]:
    found = _texts(field, value)
    _expect(field, value, len(found) <= MOST_COMPARED, f"≤ {MOST_COMPARED}")
    return found


def _place(field: str, value: Any, reading: _Reading) -> tuple[float, float]:
    _expect(field, value, isinstance(value, list) and len(value) == 2, "[lon, lat]")
    west, south, east, north = reading.pack.bounds
    return _number(field, value[0], west, east), _number(field, value[1], south, north)


def _profiles(field: str, value: Any, _: _Reading) -> dict[str, ProfileEdits]:
    _expect(field, value, isinstance(value, dict), '{"profile": {"weights": …}}')
    return {str(name): _edits(f"{field}.{name}", edits) for name, edits in value.items()}


def _edits(field: str, value: Any) -> ProfileEdits:
    known = ("weights", "locked", "value_functions")
    _expect(field, value, isinstance(value, dict) and set(value) <= set(known), ", ".join(known))
    weights, functions = value.get("weights", {}), value.get("value_functions", {})
    _expect(f"{field}.weights", weights, isinstance(weights, dict), '{"criterion": 25, …}')
    _expect(f"{field}.value_functions", functions, isinstance(functions, dict), '{"criterion": {"kind": …}}')
    return ProfileEdits(
        {name: _number(f"{field}.weights.{name}", weight, 0.0, 1e9) for name, weight in weights.items()},
        frozenset(_texts(f"{field}.locked", value.get("locked", []))),
        {name: function_from_dict(function, name) for name, function in functions.items()},
    )


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


_PLAIN = (
    *(
        "only_own",
        "surface",
        "selected",
        "other",
        "introduced",
        "controls",
        "answers",
        "way",
        "opened",
        "listed_layer",
        "all_rows",
    ),
)
_READERS: Mapping[str, tuple[str, Callable[[str, Any, _Reading], Any]]] = {
    "language": ("language", _one_of(LANGUAGES)),
    "profile": ("profile", _text),
    "profiles": ("edits", _profiles),
    "method": ("method", _one_of(get_args(Method))),
    "caution": ("caution", _caution),
    "requirements": ("requirements", _requirements),
    "exclusions": ("exclusions", _texts),
    "on": ("on", lambda field, value, reading: parse_date(value)),
    "own_sites": (
        "own_sites",
        # Of a file, too, whose places may lie anywhere.
        lambda field, value, reading: user_site_files.from_dict({"features": value}, user_sites.WORLD),
    ),
    "only_own": ("only_own", _flag),
    "layers": ("layers", lambda field, value, reading: reading.layers),
    "views": ("views", _views),
    "compared": ("compared", _compared),
    "surface": ("surface", _flag),
    "selected": ("selected", _text),
    "place": ("place", _place),
    "other": ("other", _text),
    "introduced": ("introduced", _flag),
    "controls": ("controls", _one_of(CONTROLS)),
    "answers": ("answers", _one_of(ANSWERS)),
    "way": ("way", _one_of(WEIGHTING_WAYS)),
    "opened": ("opened", _text),
    "listed_layer": ("listed_layer", _text),
    "all_rows": ("all_rows", _flag),
    "known_only": ("known_only", _flag),
}
