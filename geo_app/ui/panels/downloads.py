"""Downloads of the ranking, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from geo_app.export.formats import FORMATS
from geo_app.map.contract import StageDocument
from geo_app.map.live import file_document, inline, live_cells
from geo_app.map.standalone import standalone_html
from geo_app.map.surface_document import surface_payload
from geo_app.ranking.model import Ranking
from geo_app.ranking.scenario import write_toml
from geo_app.ranking.suitability import score_cells
from geo_app.region.hexgrid import Grid
from geo_app.report.text import RobustnessBySite, Wording
from geo_app.ui import caches
from geo_app.ui.components.story import staged_story
from geo_app.ui.state import session

_MIME = {
    "csv": "text/csv",
    "json": "application/json",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
}


def downloads(ranking: Ranking, wording: Wording, robustness_by_site: RobustnessBySite) -> None:
    """Offer the ranking as files and as a map that opens without a server, written only when asked for."""
    t = wording.t
    with st.expander(t("Download the ranking"), key="downloads", on_change="rerun") as opened:
        if opened.open:
            _downloads(ranking, wording, robustness_by_site)


def _downloads(ranking: Ranking, wording: Wording, robustness_by_site: RobustnessBySite) -> None:
    pack, t = wording
    name = f"ranking-{ranking.scenario.profile}"
    grid = caches.grid(pack) if session().surface else None
    with st.container(horizontal=True):
        for suffix, mime in _MIME.items():
            _download(
                suffix.upper(), f"{name}.{suffix}", mime, partial(FORMATS[suffix], ranking, wording, robustness_by_site)
            )
        scenario = partial(write_toml, ranking.scenario)
        _download(t("Scenario"), _scenario_file(ranking), "application/toml", scenario)
        story = partial(staged_story, wording) if session().views else None
        _download(t("Map"), f"{name}.html", "text/html", partial(map_file, ranking, wording, grid, story))

    st.caption(t("The same ranking on the command line, with the scenario above beside it:"))
    own = session().own_sites or session().upload
    sites = "sites.geojson" if own else "default"
    st.code(f"geo-app rank {sites} --scenario {_scenario_file(ranking)}", language="bash")
    if own:
        st.caption(t("Save your own sites as sites.geojson in their panel; the command ranks one list at a time."))


def _scenario_file(ranking: Ranking) -> str:
    return f"scenario-{ranking.scenario.profile}.toml"


def map_file(
    ranking: Ranking,
    wording: Wording,
    grid: Grid | None,
    story: Callable[[], StageDocument] | None = None,
) -> str:
    """Write the map as one file, with a story to present if there is one.

    With a grid it also shows how suitable every place is, measured now if it was not before. Its weights can be moved,
    unless TOPSIS or a very long list needs a server for the order.
    """
    pack, t = wording
    scenario, found = ranking.scenario, caches.measurer()
    presented = story() if story else None
    live, cells = file_document(ranking, wording, found), None
    if grid is not None and live is not None:
        cells = live_cells(grid, scenario, scenario.value_functions, wording, found, inline)
    elif grid is not None:
        scored = score_cells(grid, scenario, pack, measurer=found)
        cells = surface_payload(scored, t, topsis=scenario.method == "topsis")
    return standalone_html(ranking, wording, cells=cells, live=live, story=presented)


def _download(label: str, file: str, mime: str, content: Callable[[], bytes | str]) -> None:
    st.download_button(label, content, file, mime, key=f"download:{file}", on_click="ignore")
