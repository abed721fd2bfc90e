"""Languages: one gettext catalogue a language, read from ``locale/*.po``.

English is the source language, so a message is written in English where it is used::

    t = translator("kk")
    t("Rank {rank} of {total}", rank=3, total=21)
    t.plural("{n} site", "{n} sites", 4)
    t.number(12.5, digits=1)

``N_`` marks a message that is written in one place and translated in another.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from geo_app.core.messages import Message

LANGUAGES: Mapping[str, str] = {"kk": "Қазақша", "ru": "Русский", "en": "English", "zh": "中文"}
"""Language code to its own name, in the order of the language switch."""

SOURCE_LANGUAGE = "en"
LOCALE_DIR = Path(__file__).parents[1] / "locale"


def N_(message: str) -> str:  # noqa: N802 - gettext's customary name
    """Mark a message for translation where it is defined; translate it where it is shown."""
    return message


class Translator:
    """Messages, numbers and dates of one language."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, message: str, /, **values: object) -> str:
        """Translate an English template, then fill its placeholders."""
        text = self._catalogue.gettext(message) if message else ""
        return text.format(**values) if values else text

    def fill(self, message: Message) -> str:
        """Translate a message of the core and those of its values that are messages too."""
        values = {name: self.fill(v) if isinstance(v, Message) else v for name, v in message.values.items()}
        return self(message.template, **values)

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Translate by count; ``{n}`` is the count written in the language's own way."""
        return self._catalogue.ngettext(one, many, n).format(n=self.number(n), **values)

    def pick(self, texts: Mapping[str, str]) -> str:
        """Choose this language's text of a localized mapping, else English, else whatever there is."""
        return texts.get(self.language) or texts.get(SOURCE_LANGUAGE) or next(iter(texts.values()), "")

    def number(self, value: float, digits: int = 0) -> str:
        """Format a number with the language's separators and a fixed number of decimals."""
        return _number(value, digits, self.language)

    def signed(self, value: float, digits: int = 0) -> str:
        """Format a number with its sign, also where it is positive."""
        return ("−" if value < 0 else "+") + self.number(abs(value), digits)

    def percent(self, share: float, digits: int = 0) -> str:
        """Format a share (0..1) as a percentage."""
        return _percent(share, digits, self.language)

    def date(self, value: date | str) -> str:
        """Format a date, or a period from one date to another (``2025-01/2025-10``).

        A text such as ``2026-03`` or ``about 2023`` is shown as it is.
        """
        if isinstance(value, str) and value.count("/") == 1:
            return " – ".join(self.date(end) for end in value.split("/"))
        try:
            day = value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            return str(value)
        # Babel is imported where it is needed: a command's help in English starts in half the time without it.
        from babel.dates import format_date

        return str(format_date(day, format="medium", locale=self.language))


@lru_cache(maxsize=1 << 14)
def _number(value: float, digits: int, language: str) -> str:
    from babel.numbers import format_decimal

    # Babel takes 30 µs a number, and a page writes hundreds at every change, most of them as before.
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(value, format=pattern, locale=language))


@lru_cache(maxsize=1 << 14)
def _percent(share: float, digits: int, language: str) -> str:
    from babel.numbers import format_percent

    pattern = "0" + ("." + "0" * digits if digits else "") + "%"
    return str(format_percent(share, format=pattern, locale=language))


@cache
def translator(language: str) -> Translator:
    """Load a language.

    Raises
    ------
    ValueError
        If the language is not one of `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}; expected one of {', '.join(LANGUAGES)}")
    if language == SOURCE_LANGUAGE:
        return Translator(language, gettext.NullTranslations())
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (LOCALE_DIR / f"{language}.po").open("rb") as file:
        messages = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translator(language, gettext.GNUTranslations(compiled))
