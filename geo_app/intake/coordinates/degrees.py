"""Pairs of angles in a line of text: degrees with or without minutes and seconds, hemispheres in four languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from geo_app.core.i18n import N_

Axis = Literal["lat", "lon"]


@dataclass(frozen=True)
class Pair:
    """Two coordinates in the order in which they are written.

    Attributes
    ----------
    start, end
        Where in the normalised line they stand.
    first, second
        Degrees.
    axes
        What each is, as far as the text says so; where it says it of one, the other is the other.
    named
        How many of the two are written with a hemisphere or an axis.
    problem
        An English template, filled by `value`, of what is wrong with them; empty if nothing is.
    """

    start: int
    end: int
    first: float
    second: float
    axes: tuple[Axis, Axis] | None = None
    named: int = 0
    problem: str = ""
    value: str = ""


@dataclass(frozen=True)
class _Token:
    kind: Literal["number", "degrees", "minutes", "seconds", "sign", "hemisphere", "colon", "gap", "word"]
    start: int
    end: int
    number: float = 0.0
    whole: bool = False
    axis: Axis = "lat"
    sign: int = 0


@dataclass(frozen=True)
class _Angle:
    end: int
    degrees: float
    axis: Axis | None
    parts: int
    marked: bool
    problem: str = ""
    value: str = ""


# The sign is that of the coordinate, 0 where the word names the axis only. Kazakh: солтүстік / оңтүстік ендік, шығыс /
# батыс бойлық.
_WORDS: tuple[tuple[str, Axis, int], ...] = (
    (r"n|north|с\. ?ш|сш|с\. ?е|с|северн\w+ широт\w+|солтүстік ендік\w*", "lat", 1),
    (r"s|south|ю\. ?ш|юш|о\. ?е|ю|южн\w+ широт\w+|оңтүстік ендік\w*", "lat", -1),
    (r"e|east|в\. ?д|вд|ш\. ?б|в|ш|восточн\w+ долгот\w+|шығыс бойлы\w*", "lon", 1),
    (r"w|west|з\. ?д|зд|б\. ?б|з|западн\w+ долгот\w+|батыс бойлы\w*", "lon", -1),
    (r"lat|latitude|широт[аы]|ендік|ендігі|y", "lat", 0),
    (r"lon|lng|long|longitude|долгот[аы]|бойлы[қғ]\w*|x", "lon", 0),
)
# Chinese sets no blanks between words.
_CHINESE: tuple[tuple[str, Axis, int], ...] = (
    ("北[纬緯]", "lat", 1),
    ("南[纬緯]", "lat", -1),
    ("[东東][经經]", "lon", 1),
    ("西[经經]", "lon", -1),
    ("[纬緯]度", "lat", 0),
    ("[经經]度", "lon", 0),
)
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_HEMISPHERES = [
    *((re.compile(rf"{_NO_LETTER_BEFORE}(?:{words}){_NO_LETTER_AFTER}\.?"), a, s) for words, a, s in _WORDS),
    *((re.compile(words), a, s) for words, a, s in _CHINESE),
]
_NUMBER = r"\d+(?:\.\d+)?"
_TOKENS = {
    comma: re.compile(
        rf"(?P<number>{number})|(?P<degrees>°)|(?P<minutes>')|(?P<seconds>\")|(?P<sign>[-+])|(?P<colon>[:=])"
        r"|(?P<gap>[,;|/()\t])|(?P<word>[^\W\d]+|\S)"
    )
    for comma, number in ((False, _NUMBER), (True, r"\d+(?:[.,]\d+)?"))
}
_SYMBOLS = str.maketrans(
    {
        # Full-width signs and digits, as Chinese keyboards give them.
        **{chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)},
        **dict.fromkeys("º˚∘⁰", "°"),
        **dict.fromkeys("′’‘ʹʼ´`", "'"),
        **dict.fromkeys("″“”„ʺ〃", '"'),
        **dict.fromkeys("−–—‒﹣", "-"),
        "、": ",",
    }
)
_D_M_S = re.compile(r"(\d) ?d ?(\d+(?:\.\d+)?) ?m(?: ?(\d+(?:\.\d+)?) ?s)?")
_UNITS = (
    (re.compile(r"(?<=\d) ?(?:deg(?:rees?)?\b\.?|град(?:ус(?:а|ов)?)?\b\.?|度)"), "°"),
    (re.compile(r"(?<=\d) ?(?:min(?:utes?)?\b\.?|мин(?:ут[аы]?)?\b\.?|分)"), "'"),
    (re.compile(r"(?<=\d) ?(?:''|sec(?:onds?)?\b\.?|сек(?:унд[аы]?)?\b\.?|秒)"), '"'),
)
_LIMITS = {
    "minutes": N_("minutes are {found}; expected less than 60."),
    "seconds": N_("seconds are {found}; expected less than 60."),
}
_BOTH = N_("{found} has both a sign and a hemisphere; keep one of them.")
_TWICE = N_("both coordinates are a latitude, or both a longitude: {found}. Check the hemispheres.")
_MOST_NUMBERS = 40


def normalised(text: str) -> str:
    """Write a line with one kind of each symbol and of blanks, and signs for the words of units."""
    told = re.sub(r"[^\S\t]+", " ", text.translate(_SYMBOLS)).strip()
    told = _D_M_S.sub(lambda m: f"{m[1]}°{m[2]}'" + (f'{m[3]}"' if m[3] else ""), told)
    for unit, symbol in _UNITS:
        told = unit.sub(symbol, told)
    return told


def pairs(line: str) -> Iterator[Pair]:
    """Find all that may be a pair of coordinates in a normalised line; they may overlap."""
    tokens = _tokens(line)
    if sum(token.kind == "number" for token in tokens) > _MOST_NUMBERS:
        return
    for start in range(len(tokens)):
        if start and tokens[start - 1].kind == "sign" and _is_minus(line, tokens[start - 1]):
            continue
        for first in _angles(tokens, start):
            gap = first.end
            while gap < len(tokens) and tokens[gap].kind == "gap":
                gap += 1
            for second in _angles(tokens, gap):
                if first.parts == second.parts or all(angle.marked or angle.axis for angle in (first, second)):
                    yield _pair(line[tokens[start].start : tokens[second.end - 1].end], first, second, tokens, start)


def _pair(text: str, first: _Angle, second: _Angle, tokens: list[_Token], start: int) -> Pair:
    problem, value = first.problem or second.problem, first.value or second.value
    axes: tuple[Axis, Axis] | None = None
    if first.axis == second.axis is not None:
        problem, value = problem or _TWICE, value or text
    elif first.axis or second.axis:
        axes = ("lat", "lon") if first.axis == "lat" or second.axis == "lon" else ("lon", "lat")
    return Pair(
        tokens[start].start,
        tokens[second.end - 1].end,
        first.degrees,
        second.degrees,
        axes,
        (first.axis is not None) + (second.axis is not None),
        problem,
        value,
    )


def _angles(tokens: list[_Token], start: int) -> Iterator[_Angle]:
    """Read one angle that begins at a token, in every way in which it can be read."""
    for named, signed in product((True, False), repeat=2):
        at, axis, sign, hemisphere = start, None, 0, 0
        if named:
            if _kind(tokens, at) != "hemisphere":
                continue
            axis, hemisphere = tokens[at].axis, tokens[at].sign
            at += 1 + (_kind(tokens, at + 1) == "colon")
        if signed:
            if _kind(tokens, at) != "sign":
                continue
            sign = tokens[at].sign
            at += 1
        for end, parts, marked in _bodies(tokens, at):
            yield _angle(tokens, end, parts, marked, axis, sign, hemisphere)
            follows = tokens[end] if _kind(tokens, end) == "hemisphere" else None
            if follows and not hemisphere and axis in (None, follows.axis):
                yield _angle(tokens, end + 1, parts, marked, follows.axis, sign, follows.sign)


def _angle(
    tokens: list[_Token], end: int, parts: list[_Token], marked: bool, axis: Axis | None, sign: int, hemisphere: int
) -> _Angle:
    value = sum(part.number / 60**k for k, part in enumerate(parts))
    problem, found = "", ""
    for name, part in zip(("minutes", "seconds"), parts[1:], strict=False):
        if part.number >= 60:
            problem, found = _LIMITS[name], f"{part.number:g}"
    if sign and hemisphere:
        problem, found = _BOTH, f"{sign * value:g}"
    return _Angle(end, (sign or hemisphere or 1) * value, axis, len(parts), marked, problem, found)


def _bodies(tokens: list[_Token], at: int) -> Iterator[tuple[int, list[_Token], bool]]:
    """Read the numbers of an angle: with symbols as they say, without them as one, two or three."""
    if _kind(tokens, at) != "number":
        return
    first = tokens[at]
    if _kind(tokens, at + 1) == "degrees":
        yield from _marked(tokens, at + 2, first)
        return
    yield at + 1, [first], False
    parts = [first]
    end = at + 1
    while len(parts) < 3 and parts[-1].whole:
        end += _kind(tokens, end) == "colon"
        if _kind(tokens, end) != "number":
            return
        parts = [*parts, tokens[end]]
        end += 1
        yield end, parts, False


def _marked(tokens: list[_Token], at: int, degrees: _Token) -> Iterator[tuple[int, list[_Token], bool]]:
    """Read what follows the degree sign; the last part may lack its own sign."""
    yield at, [degrees], True
    if not degrees.whole or _kind(tokens, at) != "number":
        return
    minutes, end = tokens[at], at + 1
    if _kind(tokens, end) != "minutes":
        yield end, [degrees, minutes], True
        return
    end += 1
    yield end, [degrees, minutes], True
    if minutes.whole and _kind(tokens, end) == "number":
        yield end + 1 + (_kind(tokens, end + 1) == "seconds"), [degrees, minutes, tokens[end]], True


def _is_minus(line: str, sign: _Token) -> bool:
    """Tell the sign of a number, as in " -43", from a dash, as in "Depot - 43" and "A-1"."""
    before, after = line[: sign.start][-1:], line[sign.end :][:1]
    return after.isdigit() and not before.isalnum()


def _kind(tokens: list[_Token], at: int) -> str:
    return tokens[at].kind if at < len(tokens) else ""


def _tokens(line: str) -> list[_Token]:
    lowered = line.lower()
    words = {
        found.start(): _Token("hemisphere", found.start(), found.end(), axis=axis, sign=sign)
        for pattern, axis, sign in reversed(_HEMISPHERES)
        for found in pattern.finditer(lowered)
    }
    # Where a line has decimal points, its commas only separate.
    pattern = _TOKENS[not re.search(r"\d\.\d", line)]
    tokens: list[_Token] = []
    at = 0
    while at < len(line):
        found = pattern.match(line, at)
        if at in words:
            tokens.append(words[at])
        elif found is None:
            at += 1
            continue
        else:
            tokens.append(_token(found))
        at = tokens[-1].end
    return tokens


def _token(found: re.Match[str]) -> _Token:
    text, start, end = found[0], found.start(), found.end()
    match found.lastgroup:
        case "number":
            return _Token("number", start, end, number=float(text.replace(",", ".")), whole=text.isdecimal())
        case "sign":
            return _Token("sign", start, end, sign=-1 if text == "-" else 1)
        case "degrees" | "minutes" | "seconds" | "colon" | "gap" as kind:
            return _Token(kind, start, end)
    return _Token("word", start, end)
