"""What is read rather than set: the chosen site, excluded sites, the region's figures, the layers' sources."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from geo_app.core.i18n import Translator
from geo_app.export.formats import FORMATS
from geo_app.intake.feature_table import layer_geojson
from geo_app.intake.layers import OWN_GROUP
from geo_app.map.standalone import standalone_html
from geo_app.map.surface_document import surface_payload
from geo_app.ranking.model import Ranking
from geo_app.ranking.suitability import score_cells
from geo_app.region.hexgrid import Grid
from geo_app.region.model import Catalog
from geo_app.report.explanation import certainty, explain
from geo_app.report.region import feature_lines, indicator_groups, layer_lines
from geo_app.report.render import render
from geo_app.report.text import Sure, reason_text, site_name
from geo_app.ui import resources
from geo_app.ui.state import state
from geo_app.ui.story_panel import staged_story

FEATURES_SHOWN = 300

_MIME = {
    "csv": "text/csv",
    "json": "application/json",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
}


def explanation_panel(ranking: Ranking, catalog: Catalog, t: Translator, *, selected: str, sure: Sure) -> None:
    """Explain the chosen site, or the best one at first."""
    chosen = next((item for item in ranking.sites if item.site.id == selected), None)
    if chosen is None:
        st.info(t("Choose a site in the table or on the map to see why it has its rank."))
        return
    site = explain(chosen, ranking, catalog, t)
    widest = max((line.contribution for line in site.lines), default=0.0) or 1.0
    judged = certainty(chosen, ranking, sure, catalog, t)
    st.html(render("explanation.html", t, site=site, widest=widest, sure=judged))


def excluded_panel(ranking: Ranking, catalog: Catalog, t: Translator) -> None:
    """List the sites that are not ranked, each with its reasons."""
    excluded = [item for item in ranking.sites if item.excluded_by]
    if not excluded:
        return
    rows = [
        (site_name(item.site, t), [reason_text(name, catalog, t) for name in item.excluded_by]) for item in excluded
    ]
    title = t.plural("{n} site not ranked", "{n} sites not ranked", len(excluded))
    st.html(render("excluded.html", t, title=title, rows=rows))


def indicators_panel(catalog: Catalog, t: Translator) -> None:
    """Show the region's figures with every version, date and source."""
    st.html(render("indicators.html", t, groups=indicator_groups(catalog, t)))


def layers_panel(catalog: Catalog, t: Translator) -> None:
    """Show every layer's source, licence, date, accuracy and gaps."""
    st.html(render("layers.html", t, layers=layer_lines(catalog, t), version=catalog.data_version))


def features_panel(catalog: Catalog, t: Translator) -> None:
    """Show every feature of a chosen layer with its own source, date and accuracy, and offer the layer's file."""
    name = st.selectbox(
        t("Layer"),
        list(catalog.layers),
        index=list(catalog.layers).index(catalog.candidate_layers[0]),
        format_func=lambda layer: t.pick(catalog.layers[layer].titles),
        key="features_of",
        persist_state="session",
    )
    layer = catalog.layers[name]
    rows = feature_lines(layer, t, limit=FEATURES_SHOWN)
    if len(layer.frame) > len(rows):
        st.caption(t("The first {n} of {total} features; the file has all.", n=len(rows), total=len(layer.frame)))
    st.html(render("features.html", t, rows=rows))
    path = Path(catalog.folder) / layer.file
    if layer.group == OWN_GROUP:
        content = partial(layer_geojson, layer.frame)
        st.download_button(t("Download the layer"), content, path.name, on_click="ignore", key="layer_file")
    elif path.is_file():
        st.download_button(t("Download the layer"), path.read_bytes, path.name, on_click="ignore", key="layer_file")


def downloads(ranking: Ranking, catalog: Catalog, t: Translator, sure: Sure) -> None:
    """Offer the ranking as files and as a map that opens without a server, written only when asked for."""
    with st.expander(t("Download the ranking"), key="downloads", on_change="rerun") as opened:
        if opened.open:
            _downloads(ranking, catalog, t, sure)


def _downloads(ranking: Ranking, catalog: Catalog, t: Translator, sure: Sure) -> None:
    name = f"ranking-{ranking.scenario.profile}"
    grid = resources.grid(catalog) if state().surface else None
    with st.container(horizontal=True):
        for suffix, mime in _MIME.items():
            _download(suffix.upper(), f"{name}.{suffix}", mime, partial(FORMATS[suffix], ranking, catalog, t, sure))
        story = partial(staged_story, catalog, t) if state().views else None
        _download(t("Map"), f"{name}.html", "text/html", partial(map_file, catalog, ranking, t, grid, story))


def map_file(
    catalog: Catalog,
    ranking: Ranking,
    t: Translator,
    grid: Grid | None,
    story: Callable[[], dict[str, Any]] | None = None,
) -> str:
    """Write the map as one file, with a story to present if there is one.

    With a grid it also shows how suitable every place is, measured now if it was not before.
    """
    told = story() if story else None
    if grid is None:
        return standalone_html(catalog, ranking, t, story=told)
    scenario, store = ranking.scenario, resources.cell_store()
    scored = score_cells(grid, scenario, catalog, measure=store.measure, exclude=store.exclude)
    cells = surface_payload(scored, t, topsis=scenario.method == "topsis")
    return standalone_html(catalog, ranking, t, cells=cells, story=told)


def _download(label: str, file: str, mime: str, content: Callable[[], bytes | str]) -> None:
    st.download_button(label, content, file, mime, key=f"download:{file}", on_click="ignore")
