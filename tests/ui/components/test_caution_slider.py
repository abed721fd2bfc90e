"""The slider of caution: what an event of the browser does to the session."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st

from geo_app.ui.components import caution_slider
from geo_app.ui.state import session


@pytest.fixture(autouse=True)
def new_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session of its own for each test."""
    monkeypatch.setattr(st, "session_state", {})


def test_where_the_slider_rests_is_the_caution() -> None:
    caution_slider.apply({"number": 3, "kind": "caution", "value": 7})
    assert session().caution == 0.7
    assert st.session_state["caution_heard"] == 3


@pytest.mark.parametrize(
    "event", [None, "x", {}, {"number": 1, "value": 11}, {"number": 1, "value": -1}, {"value": "7"}]
)
def test_what_makes_no_sense_is_left_alone(event: Any) -> None:
    before = session().caution
    caution_slider.apply(event)
    assert session().caution == before
