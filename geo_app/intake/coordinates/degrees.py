"""The grammar of one angle: degrees, with or without minutes and seconds, in every way in which people write them.

Every function reads from a token on and yields all readings there are; what is no notation yields none. A number is
never taken out of one: that all of a line is explained is for `geo_app.intake.coordinates.pairs` to see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from geo_app.core.i18n import N_
from geo_app.intake.coordinates.hemispheres import Side
from geo_app.intake.coordinates.tokens import Token

MINUTE, SECOND = 1 / 60, 1 / 3600


@dataclass(frozen=True)
class Style:
    """How an angle is written, to compare the two of a pair.

    Attributes
    ----------
    parts
        1 degrees, 2 degrees and minutes, 3 with seconds.
    joint
        What stands between the parts where no mark does: a separator, with a blank where there is one beside it.
    decimal
        The decimal mark, if any.
    marked
        Whether ``°``, ``'`` or ``"`` are written.
    packed
        Whether the parts are written as one number, as in 431806.
    """

    parts: int
    joint: str = ""
    decimal: str = ""
    marked: bool = False
    packed: bool = False


@dataclass(frozen=True)
class Angle:
    """An angle as it may be read.

    Attributes
    ----------
    start, end
        Its tokens.
    degrees
        With its sign.
    unit
        Degrees of one unit of its last digit, as typed.
    side
        The hemisphere or axis that is written with it.
    signed
        Whether a sign is written.
    problem, found
        An English template of what is wrong with it, and the value that fills it.
    """

    start: int
    end: int
    degrees: float
    unit: float
    style: Style
    side: Side | None = None
    signed: bool = False
    problem: str = ""
    found: str = ""

    @property
    def is_explicit(self) -> bool:
        """Whether a mark or a word tells that it is an angle."""
        return self.style.marked or self.side is not None


@dataclass(frozen=True)
class _Body:
    end: int
    parts: tuple[float, ...]
    digits: int
    style: Style = field(default_factory=lambda: Style(1))


@dataclass(frozen=True)
class _Number:
    end: int
    text: str
    decimal: str = ""
    digits: int = 0

    @property
    def whole(self) -> str:
        return self.text.partition(".")[0]


_JOINTS = ",.-/:;|\t_*"
_LIMITS = (N_("minutes are {found}; expected less than 60."), N_("seconds are {found}; expected less than 60."))
_BOTH = N_("{found} has both a sign and a hemisphere; keep one of them.")
# What may follow the numbers of degrees, minutes and seconds. Minutes and seconds with their signs swapped, seconds
# with the minutes' sign, and degree signs throughout are common slips, and can mean nothing else.
_MARKS_OF_TWO = {("degree", "minute"), ("degree", ""), ("", "minute")}
_MARKS_OF_THREE = {
    *((first, "minute", third) for first in ("degree", "") for third in ("second", "minute", "")),
    *((first, "second", third) for first in ("degree", "") for third in ("minute", "second")),
    *((first, "", third) for first in ("degree", "") for third in ("second", "")),
    *(("degree", "degree", third) for third in ("degree", "second")),
} - {("", "", "")}
_MARKS: set[tuple[str, ...]] = {("degree",), *_MARKS_OF_TWO, *_MARKS_OF_THREE}
_BEFORE, _AFTER = ":=,.(-", ",("


def angles(tokens: Sequence[Token], start: int) -> Iterator[Angle]:
    """Read one angle that begins at a token, with the sign and the words before and after it."""
    for at, before in _words_before(tokens, start):
        for body_at, sign in _signs(tokens, at):
            for body in _bodies(tokens, body_at):
                angle = _angle(start, body, sign)
                yield from _sided(angle, before)
                for end, after in _words_after(tokens, body.end):
                    yield from _sided(replace(angle, end=end), before, after)


def _words_before(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, tuple[Side, ...] | None]]:
    yield at, None
    sides: tuple[Side, ...] | None = None
    while at < len(tokens) and tokens[at].kind == "side":
        sides = _both(sides, tokens[at].sides)
        at += 1
        while _is_noise(tokens, at, _BEFORE):
            at += 1
        yield at, sides


def _words_after(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, tuple[Side, ...]]]:
    while _is_noise(tokens, at, _AFTER):
        at += 1
    if at < len(tokens) and tokens[at].kind == "side":
        sides = tuple(side for side in tokens[at].sides if not side.letter)
        if sides:
            yield at + 1, sides


def _is_noise(tokens: Sequence[Token], at: int, noise: str) -> bool:
    """Tell a separator between a word and its number; a minus at the number is none."""
    if at >= len(tokens) or tokens[at].kind != "separator" or tokens[at].text not in noise:
        return False
    return tokens[at].text != "-" or (at + 1 < len(tokens) and tokens[at + 1].after_blank)


def _both(known: tuple[Side, ...] | None, more: tuple[Side, ...]) -> tuple[Side, ...]:
    """Combine two words of one number, as of "lat N": same axis, and one of them may leave the hemisphere open."""
    if known is None:
        return more
    pairs = ((a, b) for a in known for b in more if a.axis == b.axis and (a.sign == b.sign or not a.sign * b.sign))
    return tuple(dict.fromkeys(Side(a.axis, a.sign or b.sign, a.letter and b.letter) for a, b in pairs))


def _sided(angle: Angle, before: tuple[Side, ...] | None, after: tuple[Side, ...] | None = None) -> Iterator[Angle]:
    if before is None and after is None:
        if not angle.style.packed or angle.signed:
            yield angle
        return
    for side in before if after is None else _both(before, after) if before is not None else after:  # type: ignore[union-attr]
        if angle.signed and side.sign:
            yield replace(angle, side=side, problem=_BOTH, found=f"{angle.degrees:g}")
        else:
            yield replace(angle, side=side, degrees=angle.degrees * (side.sign or 1))


def _signs(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, int]]:
    yield at, 0
    if at + 1 < len(tokens) and tokens[at].text in "+-" and not tokens[at + 1].after_blank:
        yield at + 1, -1 if tokens[at].text == "-" else 1


def _angle(start: int, body: _Body, sign: int) -> Angle:
    value = sum(part / 60**k for k, part in enumerate(body.parts))
    unit = 10.0**-body.digits / 60 ** (body.style.parts - 1)
    wrong = next(((text, f"{part:g}") for text, part in zip(_LIMITS, body.parts[1:], strict=False) if part >= 60), None)
    problem, found = wrong or ("", "")
    return Angle(start, body.end, (sign or 1) * value, unit, body.style, None, sign != 0, problem, found)


# ---------------------------------------------------------------------------------------------------- bodies


def _bodies(tokens: Sequence[Token], at: int) -> Iterator[_Body]:
    yield from _plain(tokens, at)
    yield from _marked(tokens, at)
    yield from _packed(tokens, at)


def _numbers(tokens: Sequence[Token], at: int) -> Iterator[_Number]:
    """Read a number: its digits alone, and with decimals after a point or comma that touches both."""
    if at >= len(tokens) or tokens[at].kind != "number":
        return
    yield _Number(at + 1, tokens[at].text)
    if at + 2 < len(tokens) and tokens[at + 1].text in ".," and tokens[at + 2].kind == "number":
        if tokens[at + 1].after_blank or tokens[at + 2].after_blank:
            return
        fraction = tokens[at + 2].text
        yield _Number(at + 3, f"{tokens[at].text}.{fraction}", tokens[at + 1].text, len(fraction))


def _joint(tokens: Sequence[Token], at: int) -> tuple[int, str]:
    """Read what joins two parts: the next token and a separator, or a blank; "" if nothing does."""
    if at >= len(tokens):
        return at, ""
    if tokens[at].kind == "number":
        return at, " " if tokens[at].after_blank else ""
    if at + 1 >= len(tokens) or tokens[at].text not in _JOINTS or tokens[at + 1].kind != "number":
        return at, ""
    before, after = tokens[at].after_blank, tokens[at + 1].after_blank
    if tokens[at].text == "-" and before != after:
        return at, ""
    return at + 1, tokens[at].text + " " * (before or after)


def _plain(tokens: Sequence[Token], at: int) -> Iterator[_Body]:
    """Read one, two or three numbers without marks, joined by the same separator."""
    for first in _numbers(tokens, at):
        if len(first.whole) <= 3:
            yield _Body(first.end, (float(first.text),), first.digits, Style(1, "", first.decimal))
        if first.decimal or len(first.text) > 3:
            continue
        minutes_at, joint = _joint(tokens, first.end)
        for minutes in _numbers(tokens, minutes_at) if joint else ():
            if len(minutes.whole) > 2:
                continue
            if _may_be_minutes(minutes, joint):
                parts = (float(first.text), float(minutes.text))
                yield _Body(minutes.end, parts, minutes.digits, Style(2, joint, minutes.decimal))
            if not minutes.decimal:
                yield from _plain_seconds(tokens, (first, minutes), joint)


def _may_be_minutes(minutes: _Number, joint: str) -> bool:
    """Tell minutes with decimals from minutes and seconds, as in 43.18,06, which may be either."""
    if not minutes.decimal or joint not in (",", "."):
        return True
    return joint != minutes.decimal and (minutes.digits > 2 or int(minutes.text.partition(".")[2]) >= 60)


def _plain_seconds(tokens: Sequence[Token], whole: tuple[_Number, _Number], joint: str) -> Iterator[_Body]:
    seconds_at, again = _joint(tokens, whole[1].end)
    for seconds in _numbers(tokens, seconds_at) if again == joint else ():
        if len(seconds.whole) <= 2:
            parts = (*(float(number.text) for number in whole), float(seconds.text))
            yield _Body(seconds.end, parts, seconds.digits, Style(3, joint, seconds.decimal))


def _marked(tokens: Sequence[Token], at: int) -> Iterator[_Body]:
    """Read up to three numbers of which at least one bears a mark."""
    for numbers, marks, joints in _components(tokens, at, (), (), ()):
        if marks not in _MARKS or any(len(number.whole) > (2 if k else 3) for k, number in enumerate(numbers)):
            continue
        # A point for the degree sign, as in 43.18'06", is no decimal mark only if minutes and seconds follow.
        if joints[:1] in ((",",), (".",)) and (len(numbers) < 3 or not marks[1]):
            continue
        last = numbers[-1]
        parts = tuple(float(number.text) for number in numbers)
        yield _Body(last.end + (marks[-1] != ""), parts, last.digits, Style(len(parts), "", last.decimal, marked=True))


def _components(
    tokens: Sequence[Token], at: int, numbers: tuple[_Number, ...], marks: tuple[str, ...], joints: tuple[str, ...]
) -> Iterator[tuple[tuple[_Number, ...], tuple[str, ...], tuple[str, ...]]]:
    for number in _numbers(tokens, at):
        mark = _mark(tokens, number.end)
        now, signs = (*numbers, number), (*marks, mark)
        yield now, signs, joints
        if number.decimal or len(now) == 3:
            continue
        end = number.end + (mark != "")
        following, joint = _joint(tokens, end)
        if mark and following == end and following < len(tokens) and tokens[following].kind == "number":
            joint = " "
        if _joins(joint, mark, len(now)):
            yield from _components(tokens, following, now, signs, (*joints, joint))


def _joins(joint: str, mark: str, count: int) -> bool:
    """Tell a separator of parts from a decimal mark: 43.18'06" has a point for the degree sign, 18'.06 has decimals."""
    if joint in (",", "."):
        return not mark and count == 1
    return joint != "" and (joint == " " or joint[0] in "-:/,;_")


def _mark(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].kind if at < len(tokens) and tokens[at].kind in ("degree", "minute", "second") else ""


def _packed(tokens: Sequence[Token], at: int) -> Iterator[_Body]:
    """Read ddmm, dddmm, ddmmss and dddmmss, with or without decimals; only a hemisphere or a sign makes it one."""
    for number in _numbers(tokens, at):
        digits = number.whole
        if not 4 <= len(digits) <= 7:
            continue
        count = 2 if len(digits) < 6 else 3
        fraction = number.text[len(digits) :]
        cut = len(digits) - 2 * (count - 1)
        parts = [digits[:cut], *(digits[k : k + 2] for k in range(cut, len(digits), 2))]
        parts[-1] += fraction
        style = Style(count, "", number.decimal, packed=True)
        yield _Body(number.end, tuple(map(float, parts)), number.digits, style)
