"""The ranked table: a small component of real HTML rows, whose every word is translated."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import streamlit as st

from geo_app.export.explanation import extremes
from geo_app.export.tables import Sure, accuracy_text, site_name
from geo_app.i18n import Translator
from geo_app.model import Catalog, Ranking
from geo_app.ui.state import state

_FOLDER = Path(__file__).parent
_KEY = "ranking_table"

_component = st.components.v2.component(
    "geo_app_ranking_table",
    html='<div class="ranking" tabindex="-1"></div>',
    css=(_FOLDER / "ranking_table.css").read_text(encoding="utf-8"),
    js=(_FOLDER / "ranking_table.js").read_text(encoding="utf-8"),
)


def table_data(ranking: Ranking, catalog: Catalog, t: Translator, selected: str, sure: Sure) -> dict[str, Any]:
    """Build what the component draws: ranked sites with score, certainty, strength, weakness and accuracy."""
    rows = []
    size = Counter(judged.group for judged in sure.values())
    for item in ranking.sites:
        if item.rank is None or item.score is None:
            continue
        strength, weakness = extremes(item, catalog, t)
        rows.append(
            {
                "id": item.site.id,
                "rank": t.number(item.rank),
                "name": site_name(item.site, t),
                "detail": t("+ {strength} · − {weakness}", strength=strength, weakness=weakness),
                "score": t.number(item.score, 1),
                "share": round(item.score / 100, 4),
                "sure": t.percent(sure[item.site.id].acceptability[0]) if item.site.id in sure else "",
                "alike": t("≈ {n} alike", n=t.number(size[sure[item.site.id].group]))
                if item.site.id in sure and size[sure[item.site.id].group] > 1
                else "",
                "accuracy": accuracy_text(item.site.accuracy_m, t),
            }
        )
    return {
        "caption": t.plural("{n} ranked site", "{n} ranked sites", len(rows)),
        "columns": [[t("Rank"), "rank"], [t("Site"), ""], [t("Score"), ""], [t("First in"), ""], [t("Position"), ""]],
        "rows": rows,
        "selected": selected,
    }


def ranking_table(ranking: Ranking, catalog: Catalog, t: Translator, *, selected: str, sure: Sure) -> None:
    """Show the ranked table; a row that is chosen becomes the session's selected site."""
    _component(key=_KEY, data=table_data(ranking, catalog, t, selected, sure), on_site_change=_choose)


def _choose() -> None:
    chosen = st.session_state[_KEY].get("site")
    if chosen:
        state().selected = str(chosen)
