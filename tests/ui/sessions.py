"""What a page under `AppTest` holds, and events that happen to it as a component's callback makes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from streamlit.testing.v1 import AppTest

from geo_app.session import Session
from geo_app.session.history import record
from geo_app.ui.state import MEMORY_KEY


def session_of(app: AppTest) -> Session:
    return app.session_state[MEMORY_KEY].history.present


def happen(app: AppTest, event: Callable[..., Session], *values: Any) -> AppTest:
    """Have an event happen, and run the page."""
    kept = app.session_state[MEMORY_KEY]
    history = record(kept.history, event(kept.history.present, *values))
    app.session_state[MEMORY_KEY] = replace(kept, history=history)
    return app.run()


def sent_to(app: AppTest, key: str) -> dict[str, Any]:
    """What a component of the page was given to draw."""
    element = next(item for item in app.get("bidi_component") if item.proto.id.endswith(f"-{key}"))
    return json.loads(element.proto.mixed.json or element.proto.json)
