"""The ranked table: a small component of real HTML rows, whose every word is translated."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geo_app.core.i18n import Translator
from geo_app.ranking.model import RankedSite, Ranking
from geo_app.report.comparison import LETTERS
from geo_app.report.explanation import extremes
from geo_app.report.text import (
    RobustnessBySite,
    Wording,
    accuracy_text,
    doubt_texts,
    own_value_text,
    reason_text,
    site_name,
)
from geo_app.session import events
from geo_app.session.screen import shown_compared
from geo_app.ui.components.contract import RankingTableData, RankingTableRow
from geo_app.ui.components.declare import served_component
from geo_app.ui.state import send, session

_KEY, _KNOWN_KEY = "ranking_table", "known_only"

ROWS_SHOWN = 10
"""A longer table comes when it is asked for: as many fit beside the map, and the page scrolls as one."""

_component = served_component("ranking_table", html='<div class="ranking" tabindex="-1"></div>')


def table_data(
    ranking: Ranking, wording: Wording, selected: str, robustness_by_site: RobustnessBySite, *, most: int | None = None
) -> RankingTableData:
    """Build what the component draws: ranked sites with score, certainty, strength, weakness and accuracy.

    Of a long ranking the best `most` sites are there, and the selected one.
    """
    t = wording.t
    all_ranked = [item for item in ranking.sites if item.rank is not None]
    known_only = session().known_only and bool(ranking.scenario.requirements)
    ranked = [item for item in all_ranked if not (known_only and _unmet_requirements(item, ranking))]
    shown = [item for k, item in enumerate(ranked) if most is None or k < most or item.site.id == selected]
    compared = dict(zip(shown_compared(session(), ranking), LETTERS, strict=False))
    rows = [_row(item, compared.get(item.site.id, ""), wording, robustness_by_site) for item in shown]
    return {
        "caption": t.plural("{n} ranked site", "{n} ranked sites", len(ranked)),
        "columns": _columns(t),
        "comparing": t("Compare"),
        "more": t("Show all {n}", n=t.number(len(ranked))) if len(shown) < len(ranked) else "",
        "most": most,
        "rows": rows,
        "selected": selected,
        "announcement": _announcement(rows, t),
        "only": [item.site.id for item in ranked] if known_only else None,
        "weights": dict(ranking.scenario.weights),
        "caution": ranking.scenario.caution,
    }


def _unmet_requirements(item: RankedSite, ranking: Ranking) -> list[str]:
    """List the requirements that nobody knows a site to meet."""
    required = set(map(str, ranking.scenario.requirements))
    return [name for name in item.open_conditions if name in required]


def _qualify_switch(ranking: Ranking, t: Translator) -> None:
    """Let the table list the sites that are known to meet what is required, or those too that may."""
    if not ranking.scenario.requirements:
        return
    ranked = [item for item in ranking.sites if item.rank is not None]
    known = sum(not _unmet_requirements(item, ranking) for item in ranked)
    labels = {
        False: t("May qualify: {n}", n=t.number(len(ranked))),
        True: t("Known to qualify: {n}", n=t.number(known)),
    }
    st.session_state[_KNOWN_KEY] = session().known_only
    st.segmented_control(
        t("Requirements"),
        list(labels),
        format_func=lambda only: labels[only],
        key=_KNOWN_KEY,
        on_change=lambda: send(events.show_known_only, bool(st.session_state[_KNOWN_KEY])),
        required=True,
        label_visibility="collapsed",
    )


def _columns(t: Translator) -> list[tuple[str, str, str]]:
    return [
        (t("Rank"), "rank", t("1 is best; sites of the same score, or of the same vague position, share a rank.")),
        (t("Site"), "", t("With its greatest strength and weakness, how exactly its position is known, and doubts.")),
        (t("Score"), "score", t("0 to 100: the weighted values of all criteria, expected over what is not known.")),
        (
            t("First in"),
            "sure",
            t(
                "In how many of the draws this site is first, when weights, value curves and positions vary within "
                "what is not known. “Alike” are the sites that no such draw sets clearly apart from it."
            ),
        ),
    ]


def _row(item: RankedSite, letter: str, wording: Wording, robustness_by_site: RobustnessBySite) -> RankingTableRow:
    t = wording.t
    strength, weakness = extremes(item, wording)
    judged = robustness_by_site.get(item.site.id)
    return {
        "id": item.site.id,
        "rank": t.number(item.rank or 0),
        "name": site_name(item.site, t),
        "detail": " · ".join(
            [
                *_area(item, t),
                *_doubts(item, wording),
                t("+ {strength} · − {weakness}", strength=strength, weakness=weakness),
            ]
        ),
        "score": t.number(item.score or 0.0, 1),
        "share": round((item.score or 0.0) / 100, 4),
        "sure": t.percent(judged.shown_first) if judged else "",
        "alike": t("≈ {n} alike", n=t.number(len(judged.alike))) if judged and judged.alike else "",
        "accuracy": accuracy_text(item.site.accuracy_m, t),
        "letter": letter,
    }


def _doubts(item: RankedSite, wording: Wording) -> list[str]:
    """Name what is not known of a site, requirements first, and count the other conditions that are open."""
    t, count = wording.t, len(item.open_conditions)
    unknown = doubt_texts(item, wording)[count:]
    required = [name for name in item.open_conditions if name not in wording.pack.exclusions]
    if required:
        unknown = [
            t("may qualify, not known ({what})", what="; ".join(reason_text(n, wording) for n in required)),
            *unknown,
        ]
    others = count - len(required)
    return [*unknown, t.plural("{n} condition in doubt", "{n} conditions in doubt", others)] if others else unknown


def _area(item: RankedSite, t: Translator) -> list[str]:
    """Write the area of a user's own site, where it is known."""
    area = item.site.attributes.get("area_ha") if not item.site.layer else None
    return [f"{own_value_text(round(area, 2), t)} {t('ha')}"] if isinstance(area, int | float) else []


def _announcement(rows: Sequence[RankingTableRow], t: Translator) -> str:
    """Say what is new to somebody who does not see the table: the best three."""
    best = [f"{row['rank']}. {row['name']}, {row['score']}" for row in rows[:3]]
    return t("New ranking: {sites}.", sites="; ".join(best)) if best else t("No site is ranked.")


def ranking_table(ranking: Ranking, wording: Wording, *, selected: str, robustness_by_site: RobustnessBySite) -> None:
    """Show the ranked table; a row that is chosen becomes the session's selected site."""
    _qualify_switch(ranking, wording.t)
    most = None if session().all_rows else ROWS_SHOWN
    _component(
        key=_KEY,
        data=table_data(ranking, wording, selected, robustness_by_site, most=most),
        on_site_change=_choose,
        on_compare_change=_compare,
        on_more_change=_show_all,
    )


def _choose() -> None:
    chosen = st.session_state[_KEY].get("site")
    if chosen:
        send(events.select, str(chosen))


def _compare() -> None:
    chosen = st.session_state[_KEY].get("compare")
    if chosen:
        send(events.toggle_compared, str(chosen))


def _show_all() -> None:
    send(events.show_all_rows)
