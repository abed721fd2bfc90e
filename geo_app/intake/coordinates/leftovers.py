"""What may be left over beside coordinates: a name, a row's number, brackets; anything else refuses the line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo_app.intake.coordinates.tokens import Token

# After a number these make it a quantity.
_UNIT = re.compile(
    r"m|km|ha|kg|м|км|га|кг|т|тонн|млн|млрд|тыс|шт|соток|тг|тенге|руб|usd|kzt|米|公里|千米|公顷|亩", re.IGNORECASE
)
_QUANTITY = set("%‰$€₸₽£¥±²³")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_OF_A_NAME = set("№#:=.-(\"'«")
_NO_HEIGHT = re.compile(r", ?0(?:\.0+)?\s*(?:$|<)")
_CADASTRAL = re.compile(r"(?<![\w.,:-])\d{1,3}([-:])\d{3}\1\d{3}\1\d{1,6}(?:[-:/]\d{1,6})*(?![\w.:'\"°-])")


def may_begin(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether an angle may begin here: no number, mark or letter touches it from the left."""
    if tokens[at].text in "+-" and at and not tokens[at].after_blank and tokens[at - 1].kind in ("number", "word"):
        return False
    glued = not tokens[at].after_blank
    near = True
    while at > 0 and glued:
        at -= 1
        token = tokens[at]
        if token.kind in ("number", "degree", "minute", "second"):
            return False
        if token.kind in ("word", "side"):
            return not near or token.kind == "side" or bool(_CHINESE.match(token.text[-1]))
        if near and token.text in ("-", "+") and (token.after_blank or tokens[at - 1].kind == "separator"):
            return False  # The sign is the number's own.
        if token.text in _QUANTITY:
            return False
        if token.text in ";|\t)]":
            return True
        if token.text == ",":
            # "7,43,18" begins with a row's number; of "Site 744,43,18" a blank may be lost.
            return at < 2 or tokens[at - 1].kind != "number" or token.after_blank
        near, glued = False, not token.after_blank
    return True


def may_end(line: str, tokens: Sequence[Token], at: int) -> bool:
    """Tell whether an angle may end before this token: nothing touches it that makes it another number."""
    if at < len(tokens) and tokens[at].kind == "word":
        word = tokens[at].text
        if _UNIT.fullmatch(word):
            return False
        # A single letter may be a hemisphere in another language.
        return bool(_CHINESE.match(word)) or (tokens[at].after_blank and len(word) > 1)
    if at < len(tokens) and _NO_HEIGHT.match(line, tokens[at].start):
        return True
    while at < len(tokens):
        token = tokens[at]
        if token.kind in ("degree", "minute", "second") or token.text in _QUANTITY:
            return False
        if token.after_blank or token.text in ";|\t":
            return True
        if token.kind != "separator":
            return token.kind in ("word", "side")
        at += 1
    return True


def is_name(line: str, tokens: Sequence[Token], start: int, end: int, *, leads: bool) -> bool:
    """Tell whether tokens before or after coordinates are plainly a name, a row's number, brackets, or nothing."""
    if not leads and start < end and _NO_HEIGHT.match(line, tokens[start].start):
        return True
    codes = [found.span() for found in _CADASTRAL.finditer(line)]
    named: set[int] = set()
    for at in range(start, end):
        token = tokens[at]
        after_number = at > 0 and tokens[at - 1].kind == "number"
        if token.strong or token.kind == "degree" or (token.kind in ("minute", "second") and after_number):
            return False
        if token.kind != "number":
            continue
        is_code = any(a <= token.start < b for a, b in codes)
        if not (is_code or (leads and _is_row(tokens, at)) or _has_word(tokens, start, at, named)):
            return False
        named.add(at)
    return True


def _is_row(tokens: Sequence[Token], at: int) -> bool:
    """Tell a row's number: the first of the line, and not joined to another by what joins parts of an angle."""
    if any(token.text not in "(№#[*•|" for token in tokens[:at]):
        return False
    joined = at + 2 < len(tokens) and tokens[at + 2].kind == "number" and tokens[at + 1].text in ".-/:_"
    return not (joined and not tokens[at + 1].after_blank and not tokens[at + 2].after_blank)


def _has_word(tokens: Sequence[Token], start: int, at: int, named: set[int]) -> bool:
    """Tell a number of a name: a letter touches it, or a word or "№" stands right before it, as in "A-1", "Site 5"."""
    after = at + 1
    if after < len(tokens) and tokens[after].text == "-" and not tokens[after].after_blank:
        after += 1
    if after < len(tokens) and tokens[after].kind == "word" and not tokens[after].after_blank:
        return True
    before = at - 1
    if before > start and tokens[before].text in "-/" and before - 1 in named and not tokens[at].after_blank:
        return not tokens[before].after_blank
    while before >= start and tokens[before].text in _OF_A_NAME:
        if tokens[before].text in "№#":
            return True
        before -= 1
    # A letter that may name a hemisphere is a name's only behind a word or before a dash: "Block N 5", not "N 43".
    dashed = before == at - 2 and tokens[at - 1].text == "-" and not tokens[at - 1].after_blank
    if before >= start and tokens[before].kind == "side" and dashed and not tokens[at].after_blank:
        return True
    if before > start and tokens[before].kind == "side":
        before -= 1
    return before >= start and tokens[before].kind == "word"
