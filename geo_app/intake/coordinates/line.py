"""The place that a single line names: in a link, in a grid, in metres or in degrees, with its name beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from geo_app.core.geodesy import geodesic_m
from geo_app.core.i18n import N_
from geo_app.core.messages import RowError
from geo_app.core.text import clean_text
from geo_app.core.types import Bounds
from geo_app.intake.coordinates.grid_references import Locate, find_reference
from geo_app.intake.coordinates.leftovers import is_name
from geo_app.intake.coordinates.map_links import links, read_link
from geo_app.intake.coordinates.metres import find_metres, refuse_metres
from geo_app.intake.coordinates.pairs import MOST_NUMBERS, lone_angle, pairs
from geo_app.intake.coordinates.place import Place, inside
from geo_app.intake.coordinates.position import LEAST_ACCURACY_M, Position, digits_accuracy_m, lies_in
from geo_app.intake.coordinates.reading import choose, holds_two_places, is_sure_alone
from geo_app.intake.coordinates.shapes import WKT, name_beside, places_of_feature, read_wkt
from geo_app.intake.coordinates.tokens import normalised, tokens, visible

MAX_LINE = 500
_SAME_M = 60.0
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)?")
_STATED = re.compile(
    r"[,;(]? ?(?:±|\+/-|(?:accuracy|точность|дәлдігі|дәлдік|精度) ?[:=]? ?(?:±|до|up to)?) ?"
    r"(?P<number>\d{1,6}(?:[.,]\d{1,3})?) ?(?P<unit>km|км|公里|m|м|米)(?![^\W\d_])\.?\)?",
    re.IGNORECASE,
)

_NOTHING = N_(
    "{found!r} holds no coordinates. Expected, for example: {example}, degrees with minutes and seconds, UTM, MGRS, a "
    "Plus Code or a link to a map."
)
_ONE_NUMBER = N_(
    "only one number was found in {found!r}; expected latitude and longitude, for example {example}, or one of them a "
    "line."
)
_ONE_ANGLE = N_(
    "only one coordinate was found in {found!r}; expected latitude and longitude, for example {example}, or one of "
    "them a line."
)
_NOT_WHOLE = N_(
    "{found!r} is not understood as one place, so none of its {n} numbers was taken. Write, for example, {example}, or "
    "degrees, minutes and seconds with the signs ° ' \"; other numbers belong behind a word or on another line."
)
_LEFT_OVER = N_("beside {read!r} the line holds {left!r}, which is no name. Put it on another line, or remove it.")
_TWO_PLACES = N_("more than one place is on the line: {found!r}. Put each on a line of its own.")
_TOO_LONG = N_("the line has {found} characters; at most {limit} are accepted. Put each place on its own line.")


def places_of_line(line: str, number: int, bounds: Bounds, locate: Locate | None = None) -> list[Place]:
    """Read the places of a line: one, or the parts of a geometry.

    Raises
    ------
    RowError
        If it names none, more than one or none in the region.
    """
    line = visible(line).strip()
    if line.startswith("{") and (feature := _feature(line)) is not None:
        return places_of_feature(feature, number, bounds)
    if found := WKT.search(line):
        return read_wkt(line, found, number, bounds)
    urls = list(links(line))
    if len(line) > MAX_LINE and not urls:
        raise RowError(_TOO_LONG, found=len(line), limit=MAX_LINE)
    if urls:
        position, name = _beside_links(line, urls, bounds, locate)
    else:
        text = normalised(line)
        position = _position(text, bounds, locate)
        name = name_beside(text, position.start, position.end)
    name = name or clean_text(position.name)
    place = Place(number, name, position.lon, position.lat, position.form, (), position.order)
    accuracy_m = max(round(position.accuracy_m, 2), LEAST_ACCURACY_M)
    return [inside(replace(place, accuracy_m=accuracy_m, notes=position.notes), bounds)]


def is_lone(line: str) -> bool:
    """Tell whether a line is one coordinate, the other of which may stand on the next line."""
    if len(line) > MAX_LINE:
        return False
    return any(is_sure_alone(angle) and not angle.problem for angle in lone_angle(tokens(normalised(line))))


def one_coordinate(line: str, bounds: Bounds) -> RowError:
    """Say that a line holds one coordinate only."""
    return RowError(_ONE_ANGLE, found=line[:60], example=_example(bounds))


def _example(bounds: Bounds) -> str:
    west, south, east, north = bounds
    return f"{(south + north) / 2:.4f}, {(west + east) / 2:.4f}"


def _feature(line: str) -> Mapping[str, object] | None:
    """Read a line of GeoJSON; None if it is another text in braces."""
    try:
        feature = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return None
    return feature if isinstance(feature, Mapping) and ("type" in feature or not feature) else None


# ------------------------------------------------------------------------------------------------------ links


def _beside_links(
    line: str, urls: Sequence[re.Match[str]], bounds: Bounds, locate: Locate | None
) -> tuple[Position, str]:
    """Read links and what stands beside them, which must agree; a short link beside coordinates says nothing more."""
    beside = line
    for url in reversed(urls):
        beside = beside[: url.start()] + " " + beside[url.end() :]
    text = normalised(beside)
    found: list[Position] = []
    problem: RowError | None = None
    for url in urls:
        try:
            found.append(read_link(url))
        except RowError as bad:
            problem = problem or bad
    name = name_beside(text, 0, 0)
    if len(_NUMBERS.findall(text)) > 1 or "+" in text:
        try:
            written = _position(text, bounds, locate)
        except RowError as bad:
            if not found:
                raise problem if problem and not _looks_like_degrees(text) else bad from None
        else:
            found.insert(0, written)
            name = name_beside(text, written.start, written.end)
    if not found:
        assert problem is not None  # a link that is not read has a reason
        raise problem
    best = min(found, key=lambda position: position.accuracy_m)
    for other in found:
        if _apart_m(best, other) > _SAME_M + best.accuracy_m + other.accuracy_m:
            raise RowError(_TWO_PLACES, found=line[:80])
    return best, name


def _looks_like_degrees(text: str) -> bool:
    return len(re.findall(r"\d[.,]\d{2,}|\d ?[°'\"]", text)) > 1


def _apart_m(one: Position, other: Position) -> float:
    return float(geodesic_m(np.array([[one.lon, one.lat]]), np.array([[other.lon, other.lat]]))[0])


# ------------------------------------------------------------------------------------------------------- text


def _position(text: str, bounds: Bounds, locate: Locate | None) -> Position:
    """Read a normalised text without links."""
    stated = _STATED.search(text)
    if stated and stated.start():
        # Of the same length, so that places in the text stay what they are.
        text = text[: stated.start()] + " " * len(stated[0]) + text[stated.end() :]
    found = _by_grammar(text, bounds, locate)
    if stated is None or not stated.start():
        return found
    metres = float(stated["number"].replace(",", ".")) * (1000 if stated["unit"].lower() in ("km", "км", "公里") else 1)
    return replace(found, accuracy_m=max(found.accuracy_m, metres))


def _by_grammar(text: str, bounds: Bounds, locate: Locate | None) -> Position:
    """Read degrees that lie in the region; else a grid or metres; else say what is wrong with the degrees."""
    problem: RowError | None = None
    try:
        degrees = _degrees(text, bounds)
        if degrees and lies_in(degrees.lon, degrees.lat, bounds):
            return degrees
    except RowError as bad:
        degrees, problem = None, bad
    found = find_reference(text, bounds, locate) or find_metres(text, bounds)
    if found:
        _check_beside(text, found)
        return found
    if degrees:
        return degrees
    if problem is None:
        refuse_metres(text, bounds)
    raise problem or _refusal(text, bounds)


def _check_beside(text: str, found: Position) -> None:
    """Refuse a reference beside which other numbers stand."""
    before, after = text[: found.start], text[found.end :]
    for part, leads in ((before, True), (after, False)):
        pieces = tokens(part)
        if not is_name(part, pieces, 0, len(pieces), leads=leads):
            raise RowError(_LEFT_OVER, read=text[found.start : found.end][:60], left=part.strip()[:60])


def _degrees(text: str, bounds: Bounds) -> Position | None:
    reading = choose(text, list(pairs(text, tokens(text))), bounds)
    if reading is None:
        return None
    pair, order = reading.pair, reading.order
    is_lat_first = (order or pair.axes or ("lat", "lon"))[0] == "lat"
    units = (pair.first.unit, pair.second.unit) if is_lat_first else (pair.second.unit, pair.first.unit)
    accuracy_m = digits_accuracy_m(reading.lat, *units)
    return Position(pair.start, pair.end, "degrees", reading.lon, reading.lat, accuracy_m, order=order)


def _refusal(text: str, bounds: Bounds) -> RowError:
    """Say why a text without a pair is refused."""
    pieces = tokens(text)
    count = len(_NUMBERS.findall(text))
    values = {"found": text[:60], "example": _example(bounds)}
    if count == 1:
        return RowError(_ONE_NUMBER, **values)
    if any(angle.is_explicit for angle in lone_angle(pieces)):
        return one_coordinate(text, bounds)
    if count < 2 or count > MOST_NUMBERS:
        return RowError(_NOTHING, **values)
    if holds_two_places(pieces, bounds):
        return RowError(_TWO_PLACES, found=text[:80])
    return RowError(_NOT_WHOLE, n=count, **values)
