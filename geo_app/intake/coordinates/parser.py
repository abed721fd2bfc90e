"""Coordinates as people paste them: one place a line, in any common form, with a name before or after it.

::

    43.3017, 68.2517                            43°18'06"N 68°15'06"E             Depot; 43,3017; 68,2517
    42N 512345 4790123                          42T WN 12345 90123                8H5J8722+MM
    X=4699612.23 Y=12483899.75                  431806N0681506E                   43-18-06 68-15-06
    geo:43.3017,68.2517                         a link to a map                   POLYGON((68 43, 69 43, 69 44, 68 43))

GeoJSON, and a table whose first line names its columns, are read as a whole. Latitude and longitude may stand on two
lines. A line that is not wholly understood is refused, never taken apart.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from geo_app.core.errors import OwnSiteError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowError, RowNote
from geo_app.core.types import Bounds
from geo_app.intake.coordinates.grid_references import Locate
from geo_app.intake.coordinates.line import MAX_LINE, is_lone, one_coordinate, places_of_line
from geo_app.intake.coordinates.map_links import links
from geo_app.intake.coordinates.place import Pasted, Place
from geo_app.intake.coordinates.shapes import WKT, read_geojson, read_table

__all__ = [
    "MAX_CHARACTERS",
    "MAX_PLACES",
    "Pasted",
    "Place",
    "looks_like_coordinates",
    "parse_place",
    "read_coordinates",
    "read_place",
]

MAX_CHARACTERS = 1_000_000
MAX_PLACES = 500
MAX_LINES = 2_000
_MOST_ALIKE = 3

_AS_LAT_LON = N_("{n} places name no hemisphere and were read as latitude, longitude.")
_AS_LON_LAT = N_("{n} places name no hemisphere and were read as longitude, latitude: only so they lie in the region.")
_MORE_ALIKE = N_("The same is true of {n} more lines.")
_NO_SINGLE = N_("{found!r} names {n} places; expected one.")


def read_coordinates(text: str, bounds: Bounds, locate: Locate | None = None) -> Pasted:
    """Read pasted text.

    Parameters
    ----------
    text
        One place a line; or GeoJSON; or a table with a header.
    bounds
        West, south, east, north of the region in degrees. They decide between latitude, longitude and longitude,
        latitude where nothing else does; places outside are rejected.
    locate
        Finds (lon, lat) of a town by its name, which a short Plus Code needs.

    Raises
    ------
    OwnSiteError
        If the text is empty or far too long.
    """
    if not text.strip():
        raise OwnSiteError(N_("There is no text. Paste coordinates, one place a line."))
    if len(text) > MAX_CHARACTERS:
        raise OwnSiteError(
            N_("The text has {found} characters; at most {limit} are accepted. Upload it as a file."),
            found=len(text),
            limit=MAX_CHARACTERS,
        )
    found = _whole(text, bounds) or _by_line(text, bounds, locate)
    if len(found.places) > MAX_PLACES:
        raise OwnSiteError(
            N_("The text has {found} places; at most {limit} are accepted. Upload it as a file."),
            found=len(found.places),
            limit=MAX_PLACES,
        )
    return replace(found, notes=(*found.notes, *_order_notes(found.places), *_place_notes(found.places)))


def parse_place(line: str, bounds: Bounds, locate: Locate | None = None) -> Place:
    """Read the place that a single line names.

    Raises
    ------
    RowError
        If it names none, several, or none in the region; with the reason.
    """
    found = places_of_line(line, 1, bounds, locate)
    if len(found) != 1:
        raise RowError(_NO_SINGLE, found=line[:60], n=len(found))
    return found[0]


def looks_like_coordinates(line: str) -> bool:
    """Tell a line that holds a link or two numbers from a name, to say why it was not read."""
    return next(links(line), None) is not None or len(re.findall(r"\d+", line)) > 1


def read_place(line: str, bounds: Bounds, locate: Locate | None = None) -> Place | None:
    """Read the place that a single line names; None if it holds none, or none in the region."""
    try:
        return parse_place(line, bounds, locate)
    except RowError:
        return None


def _order_notes(places: Iterable[Place]) -> list[RowNote]:
    orders = Counter(place.order for place in places if place.order)
    return [
        RowNote(0, Message(_AS_LAT_LON if order[0] == "lat" else _AS_LON_LAT, {"n": count}))
        for order, count in orders.items()
    ]


def _place_notes(places: Iterable[Place]) -> Iterator[RowNote]:
    """Tell the notes of each place; of those that are alike the first few, and how many more there are."""
    counts: Counter[str] = Counter()
    for place in places:
        for note in place.notes:
            counts[note.template] += 1
            if counts[note.template] <= _MOST_ALIKE:
                yield RowNote(place.line, note)
    if more := sum(max(count - _MOST_ALIKE, 0) for count in counts.values()):
        yield RowNote(0, Message(_MORE_ALIKE, {"n": more}))


# ------------------------------------------------------------------------------------------------ whole texts


def _whole(text: str, bounds: Bounds) -> Pasted | None:
    """Read text that is one thing rather than lines, if it is."""
    stripped = text.strip().lstrip("\ufeff")
    if stripped.startswith(("{", "[")):
        try:
            document = json.loads(stripped)
            return read_geojson(document, bounds) if _is_document(document) else None
        except RecursionError:
            raise OwnSiteError(N_("The GeoJSON is nested too deeply. Check it.")) from None
        except json.JSONDecodeError as error:
            if "\n" in stripped and _is_json(stripped.split("\n", 1)[0]):
                return None
            if re.match(r'\{\s*"type"', stripped):
                raise OwnSiteError(
                    N_("The GeoJSON breaks off or has a mistake in line {line}: {problem}. Copy all of it."),
                    line=error.lineno,
                    problem=error.msg,
                ) from error
            return None
    return read_table(stripped, bounds, MAX_PLACES)


def _is_document(document: Any) -> bool:
    """Tell GeoJSON, or a list of it, from a line that is JSON by chance, as "[43.3, 68.2]" is."""
    parts = document if isinstance(document, list) else [document]
    return bool(parts) and all(isinstance(part, Mapping) and "type" in part for part in parts)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return False
    return True


# ---------------------------------------------------------------------------------------------- line by line


def _by_line(text: str, bounds: Bounds, locate: Locate | None) -> Pasted:
    places: list[Place] = []
    rejected: list[RowNote] = []
    sources = dict(_lines(text))
    if len(sources) > MAX_LINES:
        raise OwnSiteError(
            N_("The text has {found} lines; at most {limit} are accepted. Upload it as a file."),
            found=len(sources),
            limit=MAX_LINES,
        )
    for number, line in sources.items():
        try:
            places += places_of_line(line, number, bounds, locate)
        except RowError as bad:
            rejected.append(bad.note(number))
    for number in _halves(sources, {bad.row for bad in rejected}):
        places = [place for place in places if place.line != number]
        rejected.append(one_coordinate(sources[number], bounds).note(number))
    rejected.sort(key=lambda bad: bad.row)
    joined, merged = _joined(sources, {bad.row for bad in rejected}, bounds)
    done = {number for pair in merged for number in pair}
    for first, second in merged:
        sources[first] = f"{sources[first]}\n{sources.pop(second)}"
    return Pasted(
        tuple(sorted((*places, *joined), key=lambda place: place.line)),
        tuple(bad for bad in rejected if bad.row not in done),
        sources=sources,
    )


def _halves(sources: Mapping[int, str], refused: set[int]) -> list[int]:
    """Find lines that were read as a pair, as "69, 42.5", and are degrees and minutes beside the other half."""
    numbers = list(sources)
    lone = {number for number in refused if is_lone(sources[number])}
    beside = {near for at, number in enumerate(numbers) if number in lone for near in numbers[max(at - 1, 0) : at + 2]}
    return [number for number in sorted(beside - refused) if is_lone(sources[number])]


def _joined(sources: Mapping[int, str], refused: set[int], bounds: Bounds) -> tuple[list[Place], list[tuple[int, int]]]:
    """Join latitude and longitude that stand on two lines.

    Of lines that follow each other with one coordinate each, all must be such couples, in the same order: else
    latitudes in one block and longitudes in the next would be joined across.
    """
    places: list[Place] = []
    merged: list[tuple[int, int]] = []
    for block in _blocks(sources, refused):
        couples = list(zip(block[::2], block[1::2], strict=len(block) % 2 == 0)) if len(block) % 2 == 0 else []
        found = [_couple(sources[first], sources[second], first, bounds) for first, second in couples]
        known = [place for place in found if place]
        if known and len(known) == len(couples) and len({place.order for place in known}) == 1:
            places += known
            merged += couples
    return places, merged


def _blocks(sources: Mapping[int, str], refused: set[int]) -> Iterator[list[int]]:
    block: list[int] = []
    for number, line in sources.items():
        if number in refused and is_lone(line):
            block.append(number)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _couple(first: str, second: str, number: int, bounds: Bounds) -> Place | None:
    edges = " \t,;|"
    line = f"{first.strip(edges)} ; {second.strip(edges)}"
    if len(line) > MAX_LINE:
        return None
    try:
        return places_of_line(line, number, bounds)[0]
    except RowError:
        return None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Number the lines that are not blank; WKT goes on until its parentheses are closed."""
    begun, start = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        if not begun and not line.strip():
            continue
        begun, start = f"{begun} {line}".strip(), start or number
        if WKT.search(begun) and begun.count("(") > begun.count(")") and line.strip():
            continue
        yield start, begun
        begun, start = "", 0
    if begun:
        yield start, begun
