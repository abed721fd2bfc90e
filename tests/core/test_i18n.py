from __future__ import annotations

import ast
import re
import string
from datetime import date
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from geo_app.core.i18n import LANGUAGES, LOCALE_DIR, translator

ROOT = Path(__file__).parents[2]
KEYWORDS = {"t": None, "N_": None, "plural": (1, 2)}
METHODS = [("geo_app/**.py", "python"), ("geo_app/report/templates/**.html", "jinja2")]
TRANSLATED = [language for language in LANGUAGES if language != "en"]


def messages():
    """Collect every message of the source: a text, or a pair of singular and plural."""
    found = extract_from_dir(str(ROOT), METHODS, keywords=KEYWORDS, options_map={"**": {"encoding": "utf-8"}})
    return {message for _, _, message, _, _ in found if message and message != ("", "")}


def placeholders(text):
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language):
    with (LOCALE_DIR / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    missing = []
    for message in messages():
        entry = catalogue.get(message if isinstance(message, str) else message[0])
        texts = entry.string if entry and isinstance(entry.string, tuple | list) else [entry.string if entry else ""]
        if not entry or entry.fuzzy or not all(texts):
            missing.append(message)
    assert not missing, f"{len(missing)} of {len(messages())} messages have no {language} translation: {missing[:10]}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_their_placeholders(language):
    with (LOCALE_DIR / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    for entry in catalogue:
        if not entry.id:
            continue
        source = entry.id[-1] if isinstance(entry.id, tuple | list) else entry.id
        for text in entry.string if isinstance(entry.string, tuple | list) else [entry.string]:
            assert placeholders(text) == placeholders(source), f"{language}: {source!r} became {text!r}"


def test_screens_show_no_text_that_is_not_translated():
    """A literal sentence handed to a Streamlit call would be shown in every language as it is."""
    for path in (ROOT / "geo_app" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "st"):
                continue
            for argument in node.args[:1]:
                literal = argument.value if isinstance(argument, ast.Constant) else ""
                shown = isinstance(literal, str) and re.search(r"[A-Za-z]{3,} ", literal)
                # The label of the language switch is in all four languages at once.
                assert not shown or "语言" in literal, f"{path.name}:{node.lineno}: {literal!r}"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "1,234.5"), ("ru", "1\u00a0234,5"), ("kk", "1\u00a0234,5"), ("zh", "1,234.5")],
)
def test_numbers_are_written_as_the_language_does(language, expected):
    assert translator(language).number(1234.5, 1) == expected


def test_dates_and_partial_dates():
    assert translator("en").date(date(2026, 7, 31)) == translator("en").date("2026-07-31") == "Jul 31, 2026"
    assert translator("ru").date("2025-11") == "2025-11"
    assert translator("en").date("2025-01/2025-10") == "2025-01 – 2025-10"
    assert translator("en").date("2026-01-01/2026-07-31") == "Jan 1, 2026 – Jul 31, 2026"


def test_texts_fall_back_to_english_then_to_any():
    t = translator("kk")
    assert t.pick({"kk": "Иә", "en": "Yes"}) == "Иә"
    assert t.pick({"kk": "", "en": "Yes"}) == "Yes"
    assert t.pick({"zh": "是"}) == "是"
    assert t.pick({}) == ""


@pytest.mark.parametrize(("n", "expected"), [(1, "1 ranked site"), (5, "5 ranked sites"), (1500, "1,500 ranked sites")])
def test_plurals_in_english(n, expected):
    assert translator("en").plural("{n} ranked site", "{n} ranked sites", n) == expected


def test_unknown_language_is_refused():
    with pytest.raises(ValueError, match="tlh"):
        translator("tlh")


def test_an_empty_message_stays_empty():
    # gettext answers "" with the catalogue's header.
    assert translator("ru")("") == ""
