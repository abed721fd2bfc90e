"""The stage: the prepared story, or the pack's profiles, on a map as large as the screen, and nothing else."""

from __future__ import annotations

import streamlit as st

from geo_app.report.render import render
from geo_app.report.text import Wording
from geo_app.ui.components.address import keep_address
from geo_app.ui.components.map_view import MapEvent, show_stage
from geo_app.ui.components.story import staged_story
from geo_app.ui.run_lock import turn

URL = "stage"
LEFT_KEY = "stage:left"


def page(wording: Wording) -> None:
    """Present the story on the whole screen."""
    pack, t = wording
    st.html(render("stage.html", t, region=t.pick(pack.titles)))
    with st.spinner(t("The story is being prepared …")), turn():
        story = staged_story(wording)
    show_stage(story, wording, key="stage", on_event=_on_event)
    keep_address(pack)


def _on_event(event: MapEvent) -> None:
    if event.kind == "leave":
        # Pages are changed by a run, not before one.
        st.session_state[LEFT_KEY] = True
