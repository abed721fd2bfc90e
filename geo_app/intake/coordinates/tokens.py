"""A line of text in one kind of each sign, and cut into tokens: digits, marks of angles, hemispheres, words."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from geo_app.intake.coordinates.hemispheres import Side, side_words

Kind = Literal["number", "degree", "minute", "second", "side", "word", "separator"]


@dataclass(frozen=True)
class Token:
    """A piece of a normalised line.

    Attributes
    ----------
    kind
        ``number`` is a run of digits without a decimal mark: whether a point or comma after it is one is for the
        grammar to say. A ``separator`` is one character.
    after_blank
        Whether a blank stands before it; the first token counts as one after a blank.
    sides
        What a word can say of a hemisphere or an axis.
    strong
        Whether such a word cannot be a part of a name.
    """

    kind: Kind
    text: str
    start: int
    end: int
    after_blank: bool
    sides: tuple[Side, ...] = ()
    strong: bool = False


# The text of a sign in one encoding read in another: "°", "′" and "″" of UTF-8 as Windows-1252 and Windows-1251.
_MANGLED = (("Â°", "°"), ("â€²", "'"), ("â€³", '"'), ("вЂІ", "'"), ("вЂі", '"'))
_SYMBOLS = str.maketrans(
    {
        # Full-width signs and digits, as Chinese keyboards give them.
        **{chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)},
        **dict.fromkeys("º˚∘⁰ᵒ◦⚬○⸰", "°"),
        **dict.fromkeys("′’‘‛ʹʼʻ´`ˊˋ՚＇", "'"),
        **dict.fromkeys("″“”„‟ʺ˝〃＂", '"'),
        **dict.fromkeys("‴", "'\""),
        **dict.fromkeys("−–—‒―‐‑⁃﹣－﹘➖", "-"),
        **dict.fromkeys("、﹑，٬،", ","),
        **dict.fromkeys("．。٫", "."),
        **dict.fromkeys("：﹕∶", ":"),
        **dict.fromkeys("；﹔؛", ";"),
        **dict.fromkeys("｜│┃", "|"),
        **dict.fromkeys("／⁄∕", "/"),
    }
)
_MINUS_WORD = re.compile(r"\b(?:minus|минус) ?(?=\d)|负 ?(?=\d)", re.IGNORECASE)
_D_M_S = re.compile(r"(\d) ?d ?(\d+(?:[.,]\d+)?) ?m(?-i:(?![a-z]))(?: ?(\d+(?:[.,]\d+)?) ?s(?-i:(?![a-z])))?", re.I)
_G_M_S = re.compile(r"(\d) ?(?:г|гр)\.? ?(\d+) ?м(?:ин)?\.? ?(\d+(?:[.,]\d+)?) ?с(?:ек)?(?![^\W\d_]|\. ?[шеШЕ])\.?")
_O_DEGREES = re.compile(r"(?<=\d)[oOоОdD](?= ?\d{1,2}(?:[.,]\d+)? ?')")
# A capital letter right behind a unit is a hemisphere: "26 secN".
_END = r"(?-i:(?![a-zа-яё]))\.?"
_UNITS = (
    (re.compile(rf"(?<=\d) ?(?:(?:deg(?:rees?)?|град(?:ус(?:а|ов)?)?|gradus|daraja){_END}|度)", re.IGNORECASE), "°"),
    (re.compile(rf"(?<=\d) ?(?:(?:min(?:utes?)?|мин(?:ут[аы]?)?|daqiqa){_END}|分)", re.IGNORECASE), "'"),
    (re.compile(rf"(?<=\d) ?(?:''|(?:sec(?:onds?)?|сек(?:унд[аы]?)?|soniya|sekund){_END}|秒)", re.IGNORECASE), '"'),
)
_QUOTED_NUMBER = re.compile(r'(?<![^\s,;|:=(\[{])(["\'])([-+]?\d{1,3}(?:[.,]\d+)?)\1(?![^\s,;|)\]}/>])')
_QUOTED_NAME = re.compile(r'(?<![^\s,;|:=(\[{])"([^\W\d_][^"]*)"(?![^\s,;|:=)\]}])')
_QUOTED_WORD = re.compile(r"(?<![^\s,;|:=(\[{])'([^\W\d_][^'\d]*)'(?![^\s,;|:=)\]}])")
_TAG = re.compile(r"</?[^\W\d_]+>")
# What says the order of two numbers that follow; the region tells it as well.
_ORDER = re.compile(
    r"\b(?:lat(?:itude)?|lon(?:gitude)?|lng|широта|долгота|ендік|бойлық)(?: ?[/,;] ?| (?:и|және|and) )"
    r"(?:lat(?:itude)?|lon(?:gitude)?|lng|широта|долгота|ендік|бойлық)\b",
    re.IGNORECASE,
)
_PIECE = re.compile(
    r"(?P<number>\d+)|(?P<degree>°)|(?P<minute>')|(?P<second>\")|(?P<word>[^\W\d_]+)|(?P<separator>\S|\t)"
)


def visible(text: str) -> str:
    """Take out characters that show nothing: zero-width blanks and joiners, marks of direction, variants."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf" and not "\ufe00" <= c <= "\ufe0f")


def normalised(text: str) -> str:
    """Write a line with one kind of each sign, digit and blank, and with signs for the words of units."""
    plain = html.unescape(visible(text)) if "&" in text else visible(text)
    for mangled, sign in _MANGLED:
        plain = plain.replace(mangled, sign)
    plain = re.sub(r"(?<=\d)В°", "°", plain).translate(_SYMBOLS)
    plain = "".join(str(unicodedata.digit(c)) if c.isdecimal() and not c.isascii() else c for c in plain)
    plain = re.sub(r"[^\S\t]+", " ", plain).strip()
    plain = _MINUS_WORD.sub("-", plain)
    plain = _D_M_S.sub(lambda m: f"{m[1]}°{m[2]}'" + (f'{m[3]}"' if m[3] else ""), plain)
    plain = _G_M_S.sub(lambda m: f"{m[1]}°{m[2]}'{m[3]}\"", plain)
    for unit, symbol in _UNITS:
        plain = unit.sub(symbol, plain)
    plain = _O_DEGREES.sub("°", plain.replace("''", '"'))
    # Quotation marks around a cell or a name are no seconds.
    plain = _QUOTED_WORD.sub(r" \1 ", _QUOTED_NAME.sub(r" \1 ", _QUOTED_NUMBER.sub(r"\2", plain)))
    return _ORDER.sub(" ", _TAG.sub(" ", plain)).strip()


def tokens(line: str) -> list[Token]:
    """Cut a normalised line into tokens; nothing but blanks is left out."""
    found: list[Token] = []
    at = 0
    for side in side_words(line):
        _cut(line, at, side.start, found)
        word = line[side.start : side.end]
        blank = _blank_before(line, side.start)
        found.append(Token("side", word, side.start, side.end, blank, side.sides, side.strong))
        at = side.end
    _cut(line, at, len(line), found)
    return found


def _cut(line: str, start: int, end: int, found: list[Token]) -> None:
    for piece in _PIECE.finditer(line, start, end):
        blank = _blank_before(line, piece.start())
        kind: Kind = piece.lastgroup  # type: ignore[assignment]
        found.append(Token(kind, piece[0], piece.start(), piece.end(), blank))


def _blank_before(line: str, at: int) -> bool:
    return at == 0 or line[at - 1] == " "
