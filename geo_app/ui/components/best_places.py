"""Places where a good site would be: the best hexagons of the region, and why a place has its score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from geo_app.core.errors import OwnSiteError
from geo_app.core.i18n import N_, Translator
from geo_app.core.sites import Sites
from geo_app.intake import user_sites
from geo_app.intake.place_search import near_names
from geo_app.map.contract import SurfaceCells
from geo_app.map.live import live_cells
from geo_app.map.surface_document import surface_payload
from geo_app.ranking.model import RankedSite, Ranking, Scenario
from geo_app.ranking.suitability import Scored, TopCell, place_among, rank_cells, top_cells
from geo_app.region.model import RegionPack, ValueFunction
from geo_app.report.explanation import explain, extremes
from geo_app.report.render import render
from geo_app.report.text import Wording
from geo_app.session import events
from geo_app.ui import caches
from geo_app.ui.components.contract import BestPlacesData, BestPlacesRow
from geo_app.ui.components.declare import served_component
from geo_app.ui.components.map_view import served_values
from geo_app.ui.error_messages import escape_markdown
from geo_app.ui.state import send, session

TOP_CELLS = 10
TOP_SPACING_M = 15_000.0
"""Nearer than this the best places would all be of one town."""


_KEY = "best_places"
_POLL_S = 0.7

_component = served_component("best_places", html='<div class="places" tabindex="-1"></div>')

_WORDS: Mapping[str, str] = {
    "caption": N_("Best places in the region by these weights, at least {km} km apart"),
    "place": N_("Place"),
    "score": N_("Score"),
    "rank": N_("Would be rank"),
    "why": N_("Best and worst in"),
    "show": N_("Show"),
    "add": N_("Add as a candidate"),
    "added": N_("Added"),
}


def surface_cells(
    scored: Scored | None, scenario: Scenario, wording: Wording, *, top: Sequence[TopCell] = ()
) -> SurfaceCells | None:
    """Build what the map shows of the surface; None where the user does not want it."""
    pack, t = wording
    if not session().surface:
        return None
    if scored is None:
        return {"grid": caches.grid(pack).key, "bytes": "", "note": t("The places are being measured …")}
    return surface_payload(scored, t, top=top, topsis=scenario.method == "topsis")


def live_surface(
    wording: Wording, scenario: Scenario, functions: Mapping[str, ValueFunction], *, top: Sequence[TopCell] = ()
) -> SurfaceCells | None:
    """Build what the browser scores the surface by; None where the user does not want it."""
    pack = wording.pack
    if not session().surface or not caches.surface_measured(pack, scenario):
        return surface_cells(None, scenario, wording)
    grid, found = caches.grid(pack), caches.measurer()
    cells = live_cells(grid, scenario, functions, wording, found, served_values)
    cells["top"] = [each.cell for each in top]
    return cells


@st.fragment(run_every=_POLL_S)
def wait_for_surface(pack: RegionPack, scenario: Scenario) -> None:
    """Run the page again once the cells are measured; shown only as long as they are not."""
    if caches.surface_measured(pack, scenario):
        st.rerun()


def best_cells(scored: Scored | None) -> tuple[TopCell, ...]:
    """Choose the places that the panel lists."""
    return () if scored is None else top_cells(scored, TOP_CELLS, TOP_SPACING_M)


# ------------------------------------------------------------------------------------------- the best places


def best_places_panel(scored: Scored | None, top: Sequence[TopCell], ranking: Ranking, wording: Wording) -> None:
    """List the best places with what each owes its score to; show one, or add it to the candidates."""
    t = wording.t
    if not session().surface:
        st.info(t("Turn on “How suitable each place is” in the map's legend to see the best places."))
        return
    if scored is None:
        st.info(t("The places are being measured …"))
        return
    if not top:
        st.info(t("No place has a score: all are excluded, or too little is known of them."))
        return
    if ranking.scenario.method == "topsis":
        st.info(t("Places by the weighted sum: TOPSIS compares the sites of a list."))
    rows = place_rows(scored, top, ranking, wording)

    def show() -> None:
        if (row := _chosen("show", rows)) is not None:
            send(events.show_place, row["lon"], row["lat"])

    def add() -> None:
        if (row := _chosen("add", rows)) is not None:
            _add(row["name"], row["lon"], row["lat"], wording)

    words = {name: t(text, km=t.number(TOP_SPACING_M / 1000)) for name, text in _WORDS.items()}
    data: BestPlacesData = {"words": words, "rows": rows}
    _component(key=_KEY, data=data, height="content", on_show_change=show, on_add_change=add)


def place_rows(scored: Scored, top: Sequence[TopCell], ranking: Ranking, wording: Wording) -> list[BestPlacesRow]:
    """Put the best places in words."""
    pack, t = wording
    found = rank_cells(scored, top, ranking.scenario, pack, measurer=caches.measurer())
    by_id = {item.site.id: item for item in found.sites}
    # TOPSIS gives a site no score of its own, so that a place cannot be put among the sites by one.
    alike = ranking.scenario.method == scored.method
    names = near_names([(each.lon, each.lat) for each in top], caches.places(pack, Sites(())), t)
    mine = {(site.lon, site.lat) for site in session().own_sites}
    rows: list[BestPlacesRow] = []
    for number, (each, name) in enumerate(zip(top, names, strict=True), start=1):
        strength, weakness = extremes(by_id[f"cell-{each.cell}"], wording)
        rows.append(
            {
                "number": t.number(number),
                "name": name,
                "lon": each.lon,
                "lat": each.lat,
                "score": t.number(each.score, 1),
                "share": round(each.score / 100, 4),
                "rank": t.number(_would_rank(each.score, ranking)) if alike else "",
                "why": t("+ {strength} · − {weakness}", strength=strength, weakness=weakness),
                "shown": session().place == (round(each.lon, 6), round(each.lat, 6)),
                "added": (each.lon, each.lat) in mine,
            }
        )
    return rows


def _would_rank(score: float, ranking: Ranking) -> int:
    return 1 + sum(item.score is not None and item.score > score for item in ranking.sites)


def _chosen(trigger: str, rows: Sequence[BestPlacesRow]) -> BestPlacesRow | None:
    """Look up the row that the browser named; it may name any."""
    at = st.session_state[_KEY].get(trigger)
    return rows[at] if isinstance(at, int) and 0 <= at < len(rows) else None


def _add(name: str, lon: float, lat: float, wording: Wording) -> None:
    pack, t = wording
    try:
        send(events.change_own_sites, user_sites.add(session().own_sites, pack.bounds, name=name, lon=lon, lat=lat))
    except OwnSiteError as error:
        st.toast(escape_markdown(t.fill(error.message)))
        return


# ------------------------------------------------------------------------------------------- a clicked place


def place_panel(found: Ranking, wording: Wording) -> None:
    """Explain a place, ranked by `rank_place`, as a site is explained, and offer to make it a candidate."""
    t = wording.t
    item = place_among(found)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            t("Add as a candidate"),
            on_click=_add,
            args=(item.site.name, item.site.lon, item.site.lat, wording),
            key="place_add",
        )
        st.button(t("Back to the chosen site"), on_click=send, args=(events.close_place,), key="place_close")
    site = explain(item, found, wording)
    site = replace(site, name=t("Chosen place: {name}", name=item.site.name), place=_standing(item, found, t))
    widest = max((line.contribution for line in site.lines), default=0.0) or 1.0
    st.html(render("explanation.html", t, site=site, widest=widest, sure=None))


def _standing(item: RankedSite, ranking: Ranking, t: Translator) -> str:
    if item.rank is None:
        return t("Not ranked")
    total = sum(other.rank is not None for other in ranking.sites)
    return t("Would be rank {rank} of {total}", rank=t.number(item.rank), total=t.number(total))
