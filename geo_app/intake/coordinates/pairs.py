"""Pairs of angles in a line: every reading that explains the whole line, and which of them is meant.

A reading counts only if nothing of the line is left over but a name, a row's number or brackets. So a notation that is
not understood is refused and never taken apart. Where two readings lie in the region in different places, the line is
refused as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from geo_app.core.i18n import N_
from geo_app.intake.coordinates.degrees import Angle, angles
from geo_app.intake.coordinates.hemispheres import Axis
from geo_app.intake.coordinates.leftovers import is_name, may_begin, may_end
from geo_app.intake.coordinates.tokens import Token

MOST_NUMBERS = 24


@dataclass(frozen=True)
class Pair:
    """Two angles that stand for a place.

    Attributes
    ----------
    start, end
        Where in the normalised line they stand.
    axes
        What each is, as far as the text says so; where it says it of one, the other is the other.
    named
        How many of the two are written with a hemisphere or an axis.
    sure
        Whether it may be taken. A doubtful reading only makes another one doubtful.
    problem, found
        An English template of what is wrong with them, and the value that fills it; empty if nothing is.
    """

    start: int
    end: int
    first: Angle
    second: Angle
    axes: tuple[Axis, Axis] | None = None
    named: int = 0
    sure: bool = True
    problem: str = ""
    found: str = ""


_TWICE = N_("both coordinates are a latitude, or both a longitude: {found}. Check the hemispheres.")
_GAP = ",;|/\t-:()[]&\\.+"
_AND = {"и", "және", "and", "va", "ва", "与", "和", "及", "by"}


def pairs(line: str, tokens: Sequence[Token]) -> Iterator[Pair]:
    """Find all pairs in a normalised line that leave nothing unexplained."""
    if not 2 <= sum(token.kind == "number" for token in tokens) <= MOST_NUMBERS:
        return

    @cache
    def is_after(at: int) -> bool:
        return may_end(line, tokens, at) and is_name(line, tokens, at, len(tokens), leads=False)

    for start, token in enumerate(tokens):
        if not (token.kind in ("number", "side") or token.text in "+-") or not may_begin(tokens, start):
            continue
        if not is_name(line, tokens, 0, start, leads=True):
            continue
        # What is one angle is no pair: "69 42.5" are degrees and minutes as well as two numbers. "69, 42.5" is a list.
        single = {angle.end for angle in angles(tokens, start) if not angle.problem}
        for first in angles(tokens, start):
            for second, gap in second_angles(tokens, first):
                listed = gap == "," and tokens[second.start].after_blank
                if (second.end not in single or listed) and is_after(second.end):
                    yield from _pair(line, tokens, first, second, gap)


def lone_angle(tokens: Sequence[Token]) -> Iterator[Angle]:
    """Find the readings of a line that is one angle and nothing else, as the first line of "lat, lon" on two lines."""
    ends = [len(tokens)]
    while ends[-1] and tokens[ends[-1] - 1].kind == "separator" and tokens[ends[-1] - 1].text in ",;|.\t":
        ends.append(ends[-1] - 1)
    yield from (angle for angle in angles(tokens, 0) if angle.end in ends)


# ------------------------------------------------------------------------------------------------- one reading


def second_angles(tokens: Sequence[Token], first: Angle) -> Iterator[tuple[Angle, str]]:
    """Read the second angle after what may stand between two, and tell what does."""
    at, gap = first.end, ""
    while at < len(tokens):
        for second in angles(tokens, at):
            if _parts_them(tokens, first, second, gap):
                yield second, gap
        token = tokens[at]
        if token.kind == "word" and token.text.lower() in _AND:
            gap += " "
        elif token.kind == "separator" and token.text in _GAP:
            gap += (" " if token.after_blank else "") + token.text
        else:
            return
        at += 1


def _parts_them(tokens: Sequence[Token], first: Angle, second: Angle, gap: str) -> bool:
    """Tell whether what stands between two angles can, and whether a minus there is a sign or a dash."""
    here = tokens[second.start]
    glued = not here.after_blank
    if gap == "" and glued:
        return first.is_explicit or (second.signed and (first.signed or here.text == "+"))
    if "+" in gap:
        # A blank in the address of a page.
        return gap.strip() == "+" and first.side is not None and second.side is not None
    if "-" in gap:
        # " -68" is a number with a sign; "43.3 - 68.2", "43.3-68.2" and "43.3N-68.2E" have a dash.
        return gap.strip() == "-" and (not glued or (gap == "-" and not first.signed))
    if second.signed and glued and here.text == "-":
        return gap.endswith((",", ";", "|", "\t", "(", "[", ":", "/"))
    return True


def _pair(line: str, tokens: Sequence[Token], first: Angle, second: Angle, gap: str) -> Iterator[Pair]:
    # What the separator is: "43.3, 68.2" has a comma with a blank, "43,18,68,15" has not.
    spaced = gap + (" " if tokens[second.start].after_blank else "")
    if _is_half_told(tokens, first, second):
        return
    together, sure = agree(first, second, spaced)
    start, end = tokens[first.start].start, tokens[second.end - 1].end
    if not together or not _sides_are_read(tokens, first, second) or not _alone(tokens, first, second):
        return
    if _row_is_joined(tokens, first, second):
        sure = False
    problem, found = first.problem or second.problem, first.found or second.found
    axes: tuple[Axis, Axis] | None = None
    if first.side and second.side and first.side.axis == second.side.axis:
        problem, found = problem or _TWICE, found or line[start:end]
    elif first.side or second.side:
        is_lat_first = first.side.axis == "lat" if first.side else second.side.axis == "lon"  # type: ignore[union-attr]
        axes = ("lat", "lon") if is_lat_first else ("lon", "lat")
    named = (first.side is not None) + (second.side is not None)
    yield Pair(start, end, first, second, axes, named, sure, problem, found)


def agree(first: Angle, second: Angle, gap: str) -> tuple[bool, bool]:
    """Tell whether two angles are written so that they belong together, and whether surely so."""
    one, other = first.style, second.style
    if one.packed != other.packed:
        return False, False
    if one.packed:
        return one.parts == other.parts and (first.side is None) == (second.side is None), True
    both_explicit = first.is_explicit and second.is_explicit
    for angle in (first, second):
        style = angle.style
        if style.parts == 2 and style.joint in (",", ".") and not style.decimal:
            # 43.18 is read as degrees; as degrees and minutes only in 43,18,68,15, where it makes a doubt.
            return not first.is_explicit and not second.is_explicit and one.joint == other.joint == gap, True
        if style.parts == 3 and style.joint == style.decimal != "" and gap == style.joint and not both_explicit:
            return False, False
    if one.decimal and other.decimal and one.decimal != other.decimal:
        return False, False
    if both_explicit:
        # 43°18'06"N 68.2517E is written by people; 43.18.06 N 68.2517 E more likely lost a point.
        mixed = 1 in (one.parts, other.parts) and (one.marked or other.marked)
        return mixed or (one.parts == other.parts and (one.joint == other.joint or one.marked != other.marked)), True
    if one.parts == other.parts == 1:
        return _degrees_agree(one.decimal, other.decimal, gap)
    if one.marked != other.marked:
        return False, False
    if one.parts != other.parts:
        # Of 43 18 06 68 15 the last number may be lost: never taken, and another reading is doubtful beside it.
        return one.joint == other.joint, False
    return one.joint == other.joint, True


def _degrees_agree(one: str, other: str, gap: str) -> tuple[bool, bool]:
    """Tell of two numbers without marks whether they are two, rather than one with decimals or a range."""
    stripped = gap.strip(" ()[]")
    if not (one and other) and len(stripped) > 1:
        return False, False
    if not one and not other:
        return gap.startswith(
            (" ", ", ", ";", "|", "\t")
        ) and "-" not in gap and "/" not in gap and ":" not in gap, True
    if "." in stripped and stripped != ".":
        return False, False
    if stripped == ".":
        # 43.18.68.15 is not read; that it may be decimals keeps it from being read as minutes.
        return gap == ".", False
    if "," in (one, other) and not (one and other) and gap == ",":
        return False, False
    return True, True


def _sides_are_read(tokens: Sequence[Token], first: Angle, second: Angle) -> bool:
    """Tell whether a word beside the pair that may name a hemisphere is taken as one, or is plainly a name's."""
    before = first.start - 1
    while before >= 0 and tokens[before].kind == "separator" and tokens[before].text in ":=.-(":
        before -= 1
    after = second.end
    while after < len(tokens) and tokens[after].kind == "separator" and tokens[after].text in "(.":
        after += 1
    unread = []
    if before >= 0 and tokens[before].kind == "side" and first.side is None:
        unread.append((before, before - 1))
    if after < len(tokens) and tokens[after].kind == "side" and second.side is None:
        unread.append((after, after + 1))
    # A letter that touches a number of a name, as in "12Б", is the name's.
    unread = [(at, beyond) for at, beyond in unread if at == after or not _touches_number(tokens, at)]
    if unread and (first.side or second.side):
        return False
    return all(0 <= beyond < len(tokens) and tokens[beyond].kind in ("word", "side") for _, beyond in unread)


def _touches_number(tokens: Sequence[Token], at: int) -> bool:
    return at > 0 and not tokens[at].after_blank and tokens[at - 1].kind == "number"


def _is_half_told(tokens: Sequence[Token], first: Angle, second: Angle) -> bool:
    """Tell a pair of which one angle only has a word, where the other may have one in another language."""
    if (first.side is None) == (second.side is None):
        return False
    side = first.side or second.side
    if side and side.letter:
        return True
    if second.side is None:
        return second.end < len(tokens) and tokens[second.end].kind == "word"
    return first.start > 0 and tokens[first.start - 1].kind == "word"


def _alone(tokens: Sequence[Token], first: Angle, second: Angle) -> bool:
    """Tell of whole degrees whether they are all numbers of the line: beside others they would be a guess."""
    both = (first, second)
    if not any(angle.style.parts == 1 and not angle.style.decimal and not angle.is_explicit for angle in both):
        return True
    if first.start and tokens[first.start - 1].kind in ("word", "side"):
        return False
    written = sum(2 if angle.style.decimal else angle.style.parts for angle in both)
    return sum(token.kind == "number" for token in tokens) == written


def _row_is_joined(tokens: Sequence[Token], first: Angle, second: Angle) -> bool:
    """Tell a row's number that a comma may join to the angle, as in 7,43,3 68,25 and 41 ,45,13,0 68,29,35,5."""
    at = first.start
    if at < 2 or tokens[at - 1].text != "," or tokens[at - 2].kind != "number":
        return False
    glued = not tokens[at].after_blank and first.style.decimal == ","
    return glued or ("," in first.style.joint and first.style.decimal != second.style.decimal)
