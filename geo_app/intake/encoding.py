"""Tell the encoding of text that does not say it, by what its header says and by its letters."""

from __future__ import annotations

import re
from collections.abc import Callable

from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote

_UTF16 = (b"\xff\xfe", b"\xfe\xff")

# What Excel and older programs write in the countries of the service, the likeliest first.
TITLES = {
    "utf-8": "UTF-8",
    "cp1251": "Windows-1251",
    "kz1048": "KZ-1048",
    "gb18030": "GB18030",
    "cp866": "CP866",
    "koi8_r": "KOI8-R",
    "mac_cyrillic": "MacCyrillic",
    "iso8859_5": "ISO 8859-5",
    "big5": "Big5",
}
# These make letters of nearly all bytes: only known words tell them.
_RARE = ("mac_cyrillic", "iso8859_5", "big5")
_GUESSES = tuple(encoding for encoding in TITLES if encoding not in ("utf-8", *_RARE))
_GUESSED = N_("the text is not UTF-8 and was read as {encoding}. If names look wrong, save it as UTF-8.")
_ENOUGH = 100_000

# What Windows-1251 has besides letters: dashes, quotes, the number sign, ё.
_SIGNS = {0x85, *range(0x91, 0x98), 0xA0, 0xA8, 0xAB, 0xB8, 0xB9, 0xBB}
_LEAST_LOW = 0.2
_WORD = re.compile(r"[^\W\d_a-zA-Z]+")
_LOWER, _UPPER = "а-яёәіңғүұқөһ", "А-ЯЁӘІҢҒҮҰҚӨҺ"
_NATURAL = re.compile(f"[{_UPPER}]?[{_LOWER}]+|[{_UPPER}]+")
# Signs of tables and letters of other alphabets, which a wrong encoding makes.
_ODD = re.compile("[\u2500-\u25ff°±µ¶·¤¦§¬ЂЃѓЉЊЌЋЏђљњќћџЎўЈЄЇєјЅѕї]")


def decode(content: bytes, score: Callable[[str], int] = lambda text: 0) -> tuple[str, str] | None:
    """Decode text.

    Parameters
    ----------
    score
        Counts the words in a decoded text that are known: where a guess yields more of them than others, it is right.

    Returns
    -------
    The text, and the encoding (a key of `TITLES`) if it had to be guessed, else ""; None if none fits.
    """
    if wide := utf16(content):
        return _found(content, wide, "")
    return _found(content, "utf-8-sig", "") or guessed(content, score)


def guessed(content: bytes, score: Callable[[str], int] = lambda text: 0) -> tuple[str, str] | None:
    """Decode text that is not UTF-8; what is returned is as of `decode`."""
    usual = [found for encoding in _GUESSES if (found := _found(content, encoding, encoding))]
    scores = [(score(text), _naturalness(content, text, encoding)) for text, encoding in usual]
    known = max((words for words, _ in scores), default=0)
    for encoding in _RARE:
        found = _found(content, encoding, encoding)
        if found and score(found[0]) > known:
            return found
    return usual[scores.index(max(scores))] if usual else None


def guess_note(encoding: str) -> tuple[RowNote, ...]:
    """Say that an encoding (a key of `TITLES`) had to be guessed, unless it is empty."""
    return (RowNote(0, Message(_GUESSED, {"encoding": TITLES[encoding]})),) if encoding else ()


def utf16(content: bytes) -> str:
    """Tell UTF-16 by its mark, or by blanks and digits, half of whose bytes are zero; else ""."""
    if content.startswith(_UTF16):
        return "utf-16"
    head = content[:_ENOUGH]
    even, odd = head[::2].count(0), head[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    if most < 4 or least > most // 20 or most < len(head) // 20:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _naturalness(content: bytes, text: str, encoding: str) -> float:
    """Tell how much a text is like one that people write: Chinese by its bytes, others by their words."""
    high = [byte for byte in content[:_ENOUGH] if byte > 0x80]
    if encoding == "gb18030":
        # In it a third of the bytes lie where Russian has but a few signs.
        low = sum(byte < 0xC0 and byte not in _SIGNS for byte in high)
        return 1.0 if low > _LEAST_LOW * len(high) else 0.0
    words = _WORD.findall(text[:_ENOUGH])
    natural = sum(len(word) for word in words if _NATURAL.fullmatch(word))
    # Of encodings that share the Russian letters, the one that makes fewer odd signs of the others.
    return (natural - len(_ODD.findall(text[:_ENOUGH]))) / max(len(high), 1)


def _found(content: bytes, encoding: str, name: str) -> tuple[str, str] | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else (text, name)
