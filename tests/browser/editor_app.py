"""The smallest app with the criteria editor: a profile, a ranking, and who comes first."""

from __future__ import annotations

import streamlit as st

from geo_app.core.i18n import translator
from geo_app.intake.sites import default_sites
from geo_app.ranking.rank import rank
from geo_app.report.text import Wording
from geo_app.session.screen import shown_profile, shown_scenario
from geo_app.ui import caches
from geo_app.ui.components.criteria_editor import criteria_editor
from geo_app.ui.state import session


@st.fragment
def work() -> None:
    """Rank by what the state says, then show the editor and all scores."""
    pack, t = caches.current_pack(), translator(st.query_params.get("lang", "en"))
    ranking = rank(default_sites(pack), shown_scenario(session(), pack), pack)
    criteria_editor(Wording(pack, t), ranking=ranking, selected="w1")
    runs = st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    weights = session().edits_of(shown_profile(session(), pack)).weights
    st.text(f"runs={runs} sum={sum(weights.values()):.6f}")
    st.text("weights " + " ".join(f"{name}={weight:.2f}" for name, weight in weights.items()))
    st.text("scores " + " ".join(f"{item.site.id}={item.score}" for item in ranking.sites))


st.set_page_config(page_title="Criteria", layout="wide")
st.title("Criteria")
work()
