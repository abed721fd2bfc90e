"""Every error of the core has words of its own on the page, and a name from a file stays a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from geo_app.core import errors
from geo_app.core.i18n import translator
from geo_app.core.messages import Message, RowNote
from geo_app.ui.error_messages import TITLES, escape_markdown, row_lines

SIGNS = "\\`*_{}[]()<>#+-!|$~:"
HOSTILE = "[x](javascript:alert(1)) **<b>** $x$ :smile:"


def page(kind: str, language: str, text: str) -> None:
    from geo_app.core import errors
    from geo_app.core.i18n import translator
    from geo_app.ui.error_messages import show_error

    show_error(getattr(errors, kind)("{text}", text=text), translator(language))


@pytest.mark.parametrize("kind", sorted(kind.__name__ for kind in errors.GeoAppError.__subclasses__()))
def test_an_error_has_a_title_of_its_own_or_that_of_all(kind):
    error = getattr(errors, kind)
    title = translator("ru")(TITLES.get(error, TITLES[errors.GeoAppError]))
    (shown,) = AppTest.from_function(page, args=(kind, "ru", "why")).run().error
    assert shown.value == f"**{title}**\n\nwhy"


def test_a_text_from_a_file_is_shown_as_it_is():
    (shown,) = AppTest.from_function(page, args=("SitesError", "en", HOSTILE)).run().error
    assert shown.value.endswith(escape_markdown(HOSTILE))
    assert "[x](" not in shown.value
    assert "<b>" not in shown.value


@given(st.text(st.sampled_from(SIGNS + "aж "), max_size=30))
def test_escaping_only_adds_backslashes_before_signs(text):
    escaped = escape_markdown(text)
    assert len(escaped) == len(text) + sum(c in SIGNS for c in text)
    for sign in SIGNS.replace("\\", ""):
        assert escaped.count(sign) == escaped.count(f"\\{sign}") == text.count(sign)


def test_notes_of_rows_are_in_the_reader_s_language():
    notes = (RowNote(3, Message("{n} ranked site", {"n": 1})), RowNote(0, Message("Accuracy")))
    assert row_lines(notes, translator("en")) == [(3, "1 ranked site"), (0, "Accuracy")]
    assert row_lines(notes, translator("ru"))[1] == (0, translator("ru")("Accuracy"))
