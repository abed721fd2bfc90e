from __future__ import annotations

import pickle

import pytest

from geo_app.core.errors import GeoAppError
from geo_app.core.i18n import LANGUAGES, translator
from geo_app.core.messages import Message, RowError, RowNote


@pytest.mark.parametrize("text", ["{{7*7}}", "{name}", "{0}", "{", "}}", "operating", "rejected"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_user_wrote_is_shown_as_it_came(text, language):
    message = Message("{field} is empty; expected a number.", {"field": text})
    assert translator(language).fill(message).startswith(text) or f" {text} " in translator(language).fill(message)
    assert text in str(message)


def test_a_message_within_a_message_is_translated_with_it():
    outer = Message("Unknown {kind} {found!r}. This pack has: {known}.", {"kind": Message("profile"), "found": "x"})
    text = translator("ru").fill(Message(outer.template, {**outer.values, "known": "y"}))
    assert translator("ru")("profile") in text
    assert "profile" not in text


def test_a_row_error_becomes_a_note_on_the_row():
    note = RowError("{field} is empty", field="lon").note(3)
    assert note == RowNote(3, Message("{field} is empty", {"field": "lon"}))
    assert str(note) == "lon is empty"


def test_an_error_survives_a_cache_that_pickles_it():
    error = pickle.loads(pickle.dumps(GeoAppError("{file} is empty", file="a")))
    assert (str(error), error.message) == ("a is empty", Message("{file} is empty", {"file": "a"}))
