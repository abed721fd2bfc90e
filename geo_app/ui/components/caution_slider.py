"""How cautious the ordered weighted average is: a slider that the browser follows before the server hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from geo_app.core.i18n import Translator
from geo_app.session import events
from geo_app.ui.components.contract import CautionData
from geo_app.ui.components.declare import served_component
from geo_app.ui.state import send, session

_KEY, _HEARD_KEY = "caution", "caution_heard"
STEPS = 10

_component = served_component("caution_slider", html='<div class="caution"></div>')


def caution_slider(t: Translator) -> None:
    """Show the slider; where it rests is the session's caution."""
    data: CautionData = {
        "label": t("Caution"),
        "low": t("One strength makes up for a weakness"),
        "high": t("A chain is as strong as its weakest link"),
        "step": round(STEPS * session().caution),
        "steps": STEPS,
        "heard": st.session_state.get(_HEARD_KEY, 0),
    }
    _component(key=_KEY, data=data, on_change_change=_take)


def _take() -> None:
    apply(st.session_state[_KEY].get("change"))


def apply(event: Any) -> None:
    """Take an event of the component into the session; what makes no sense is left alone."""
    if not isinstance(event, Mapping):
        return
    number, step = event.get("number"), event.get("value")
    st.session_state[_HEARD_KEY] = number if isinstance(number, int) else 0
    if isinstance(step, int) and 0 <= step <= STEPS:
        send(events.set_caution, step / STEPS)
