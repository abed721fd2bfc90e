from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.core.text import clean_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  two\nlines\t", "two lines"),
        ("right\u202eleft", "right left"),
        ("half \ud800 a character", "half   a character"),
        (7.0, "7"),
        (7.5, "7.5"),
        (float("inf"), "inf"),
        (None, "None"),
    ],
)
def test_a_value_becomes_one_line(value, text):
    assert clean_text(value) == text


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
def test_any_text_becomes_one_line_that_a_file_can_hold(text):
    line = clean_text(text)
    assert len(line.splitlines()) <= 1
    assert json.loads(json.dumps(line).encode("utf-8")) == line
    assert clean_text(line) == line
