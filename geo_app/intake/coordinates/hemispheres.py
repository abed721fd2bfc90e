"""The words that name a hemisphere or an axis of a coordinate, in Kazakh, Russian, English, Chinese and Uzbek.

A letter may have more than one meaning: the Russian "ш" is a latitude (широта) where a "д" is the longitude, and the
Kazakh "ш" is the east (шығыс). All meanings are handed on, and the region tells which of them makes sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Axis = Literal["lat", "lon"]


@dataclass(frozen=True)
class Side:
    """What a word says of a coordinate.

    Attributes
    ----------
    sign
        1 north or east, -1 south or west, 0 where only the axis is named.
    letter
        Whether the axis is named by a letter of a formula, as by "x"; it stands before both numbers or neither.
    """

    axis: Axis
    sign: int
    letter: bool = False


@dataclass(frozen=True)
class SideWord:
    """A word of a line that can name a hemisphere or an axis.

    Attributes
    ----------
    strong
        Whether it cannot be a part of a name, as "с.ш." and "latitude" cannot.
    """

    start: int
    end: int
    sides: tuple[Side, ...]
    strong: bool


# Each letter of a Cyrillic keyboard beside the Latin and Greek ones that look the same and are typed for it.
_TWINS = {
    "а": "[аa]",
    "в": "[вbβ]",
    "е": "[еeε]",
    "к": "[кk]",
    "м": "[мm]",
    "о": "[оo]",
    "с": "[сc]",
    "т": "[тt]",
    "у": "[уy]",
}
# Words that cannot be a part of a name.
_STRONG: tuple[tuple[str, Axis, int], ...] = (
    (r"с\. ?ш|сш|с/ш|с\. ?е|сев\.? ?шир|северн\w+ широт\w*|солтүстік ендік\w*", "lat", 1),
    (r"ш\. ?к|sh\. ?k|шимолий кенглик\w*|shimoliy kenglik\w*|n(?:orth(?:ern)?)?\.? ?lat(?:itude)?", "lat", 1),
    (r"ю\. ?ш|юш|ю/ш|о\. ?е|юж\.? ?шир|южн\w+ широт\w*|оңтүстік ендік\w*", "lat", -1),
    (r"ж\. ?к|j\. ?k|жанубий кенглик\w*|janubiy kenglik\w*|s(?:outh(?:ern)?)?\.? ?lat(?:itude)?", "lat", -1),
    (r"в\. ?д|вд|в/д|ш\. ?б|вост\.? ?долг|восточн\w+ долгот\w*|шығыс бойлы\w*", "lon", 1),
    (r"ш\. ?у|sh\. ?u|шар(?:қ|к)ий узунлик\w*|sharqiy uzunlik\w*|e(?:ast(?:ern)?)?\.? ?long?(?:itude)?", "lon", 1),
    (r"з\. ?д|зд|з/д|б\. ?б|зап\.? ?долг|западн\w+ долгот\w*|батыс бойлы\w*", "lon", -1),
    (r"ғ\. ?у|g'\. ?u|ғарбий узунлик\w*|g'arbiy uzunlik\w*|w(?:est(?:ern)?)?\.? ?long?(?:itude)?", "lon", -1),
    (r"lat(?:itude)?|широт(?:а|ы|е)|шир\.|ендік|ендігі|kenglik|кенглик", "lat", 0),
    (r"lon|lng|long|longitude|долгот(?:а|ы|е)|долг\.|бойлы(?:қ|ғ)\w*|uzunlik|узунлик", "lon", 0),
)
# Words that can be a part of one: "North field", "участок В".
_WEAK: tuple[tuple[str, Axis, int], ...] = (
    (r"[nν]|north|nord|norte|с|сев|север|солтүстік|shimol", "lat", 1),
    (r"s|south|sud|süd|sur|ю|юг|о|оңтүстік|janub", "lat", -1),
    (r"е|east|est|este|ost|в|вост|восток|ш|шығыс|sharq", "lon", 1),
    (r"w|west|ouest|oeste|з|зап|запад|б|батыс", "lon", -1),
    (r"φ|ϕ|ш|в(?= ?[:=])", "lat", 0),
    (r"λ|д|l(?= ?[:=])", "lon", 0),
    # Letters of a plane: geodesists of some countries count x to the north, programs count it to the east.
    (r"x|х", "lon", 0),
    (r"y|у", "lat", 0),
    (r"x|х", "lat", 0),
    (r"y|у", "lon", 0),
)
# Chinese sets no blanks between words; a single character names a side only where a number follows it.
_CHINESE: tuple[tuple[str, Axis, int], ...] = (
    ("北[纬緯]", "lat", 1),
    ("南[纬緯]", "lat", -1),
    ("[东東][经經]", "lon", 1),
    ("西[经經]", "lon", -1),
    ("[纬緯]度", "lat", 0),
    ("[经經]度", "lon", 0),
)
_CHINESE_WEAK: tuple[tuple[str, Axis, int], ...] = (
    (r"北(?= ?\d)", "lat", 1),
    (r"南(?= ?\d)", "lat", -1),
    (r"[东東](?= ?\d)", "lon", 1),
    (r"西(?= ?\d)", "lon", -1),
)
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"


def _compiled(words: str) -> re.Pattern[str]:
    either = "".join(_TWINS.get(letter, letter) for letter in words)
    return re.compile(rf"{_NO_LETTER_BEFORE}(?:{either}){_NO_LETTER_AFTER}\.?", re.IGNORECASE)


_PATTERNS = [
    *((_compiled(words), Side(axis, sign), True) for words, axis, sign in _STRONG),
    *((_compiled(words), Side(axis, sign, sign == 0), False) for words, axis, sign in _WEAK),
    *((re.compile(words), Side(axis, sign), True) for words, axis, sign in _CHINESE),
    *((re.compile(words), Side(axis, sign), False) for words, axis, sign in _CHINESE_WEAK),
]


def side_words(line: str) -> Iterator[SideWord]:
    """Find the words that can name a hemisphere or an axis, in order; of two that begin together the longer one."""
    found: dict[int, SideWord] = {}
    for pattern, side, strong in _PATTERNS:
        for match in pattern.finditer(line):
            known = found.get(match.start())
            if known is None or known.end < match.end():
                found[match.start()] = SideWord(match.start(), match.end(), (side,), strong)
            elif known.end == match.end() and side not in known.sides:
                sides = (*known.sides, side)
                found[match.start()] = SideWord(known.start, known.end, sides, known.strong or strong)
    end = 0
    for start in sorted(found):
        if start >= end:
            end = found[start].end
            yield found[start]
