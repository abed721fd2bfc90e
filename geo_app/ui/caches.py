"""Every cache: what is loaded once for all sessions, and what is measured once for the same question."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import streamlit as st
from cachetools import LRUCache

from geo_app.core.settings import Settings, load_settings
from geo_app.core.sites import Site, Sites
from geo_app.intake.layers import LayerPreview, preview
from geo_app.intake.place_search import PlaceIndex, index_places, near_names
from geo_app.intake.read_options import Limits
from geo_app.intake.repair import KINDS
from geo_app.intake.sites import default_sites, read_sites
from geo_app.intake.user_layers import add_layer
from geo_app.map.contract import StageDocument
from geo_app.map.stage import StagedView, stage_payload
from geo_app.map.story import Story, View, write_story
from geo_app.map.surface_document import surface_payload
from geo_app.measures.machine_code import MACHINE_CODE
from geo_app.measures.measurer import Measurer
from geo_app.ranking.analysis import robustness
from geo_app.ranking.model import Ranking, Scenario
from geo_app.ranking.rank import rank
from geo_app.ranking.suitability import PLACE, Scored, cells_measured, criteria_needed, rank_place, score_cells
from geo_app.region.hexgrid import Grid, make_grid, place_site
from geo_app.region.loader import load_pack
from geo_app.region.model import RegionPack
from geo_app.report.text import Wording
from geo_app.session.model import LayerUpload, OwnLayer, Session, Upload
from geo_app.session.screen import Screen, screen
from geo_app.ui.state import session

MOST_JUDGED = 500
"""With more sites than this a page would wait for how sure their ranks are; the command line tells."""

MOST_SITES_SEARCHED = 1_000
"""Sites of one's own and of an upload that a search by name looks through."""

_preparing: set[tuple[str, str, str]] = set()
MOST_OWN_LAYERS = 16
"""Layers of users that a reload can bring back, of all sessions."""

_own_layers: LRUCache[str, OwnLayer] = LRUCache(MOST_OWN_LAYERS)


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """Settings of this process; the environment is read at the first call."""
    return load_settings()


@st.cache_resource(show_spinner=False)
def warm_searches() -> bool:
    """Load the compiled searches once, in the background, so that no session waits for a compiler."""
    MACHINE_CODE.warm()
    return True


def current_pack() -> RegionPack:
    """Load the pack, again whenever its catalogue changes on disk, and put the session's own layers beside it."""
    folder = settings().layers
    file = folder / "catalog.json"
    stamp = file.stat().st_mtime_ns if file.is_file() else 0
    pack, own = _load_pack(str(folder), stamp), session().layers
    return _extended(pack.data_version, tuple(item.version for item in own), pack, own) if own else pack


def keep_layer(layer: OwnLayer) -> None:
    """Keep a user's layer, so that a reload of the page can bring it back; of many the last ones stay."""
    _own_layers[layer.version] = layer


def own_layers() -> dict[str, OwnLayer]:
    """Look up the users' layers that are kept, by version, which only a session knows that has the layer."""
    return dict(_own_layers)


@st.cache_resource(show_spinner=False, max_entries=16)
def _extended(
    data_version: str, versions: tuple[str, ...], _pack: RegionPack, _own: tuple[OwnLayer, ...]
) -> RegionPack:
    extended = _pack
    for item in _own:
        extended = add_layer(extended, item.layer, item.criterion)
    return extended


@st.cache_resource(show_spinner=False, max_entries=8)
def layer_preview(upload: LayerUpload, data_version: str, _pack: RegionPack) -> LayerPreview:
    """Read a file that may become a layer, once."""
    limits = Limits(settings().max_upload_mb * 1_000_000, settings().max_vertices, settings().max_cells)
    return preview(
        upload.content,
        upload.name,
        crs=upload.crs,
        theme=upload.theme,
        geometry=next((kind for kind in KINDS if kind == upload.geometry), None),
        resampling=upload.resampling,
        bounds=_pack.bounds,
        limits=limits,
    )


@st.cache_resource(show_spinner=False, max_entries=4)
def _load_pack(folder: str, stamp: int) -> RegionPack:
    return load_pack(Path(folder))


def sites(pack: RegionPack) -> Sites:
    """Get the pack's candidate sites."""
    return _default_sites(pack.data_version, pack)


def uploaded_sites(pack: RegionPack, upload: Upload | None) -> Sites:
    """Read the sites of a user's file, once for the same one."""
    return Sites(()) if upload is None else _uploaded_sites(upload, pack.data_version, pack)


def shown_screen(session: Session, pack: RegionPack) -> Screen:
    """Make what the page shows of a session; dated facts are judged today unless it says when."""
    return screen(dated(session), pack, sites(pack), uploaded_sites(pack, session.upload))


def dated(session: Session) -> Session:
    """Pin the date on which a session judges dated facts, as what leaves the page must: today's, unless it has one."""
    return session if session.on else replace(session, on=date.today())


@st.cache_resource(show_spinner=False, max_entries=4)
def _default_sites(data_version: str, _pack: RegionPack) -> Sites:
    return default_sites(_pack)


@st.cache_resource(show_spinner=False, max_entries=32)
def _uploaded_sites(upload: Upload, data_version: str, _pack: RegionPack) -> Sites:
    return read_sites(
        BytesIO(upload.content),
        name=upload.name,
        bounds=_pack.bounds,
        max_bytes=settings().max_upload_mb * 1_000_000,
        max_sites=settings().max_sites,
        swap=upload.swap,
        crs=upload.crs or None,
    )


def places(pack: RegionPack, found: Sites) -> PlaceIndex:
    """Index the named places of a pack, and the sites that are in none of its layers, once for the same ones."""
    others = tuple(site for site in found.sites if not site.layer)[:MOST_SITES_SEARCHED]
    key = tuple((site.id, site.name, site.lon, site.lat) for site in others)
    return _places(pack.data_version, key, pack, others)


@st.cache_resource(show_spinner=False, max_entries=32)
def _places(
    data_version: str, key: tuple[tuple[str, str, float, float], ...], _pack: RegionPack, _others: tuple[Site, ...]
) -> PlaceIndex:
    return index_places(_pack, _others)


@cache
def measurer() -> Measurer:
    """Get what was measured of sites and of the region's cells, for all sessions."""
    return Measurer()


def grid(pack: RegionPack) -> Grid:
    """Lay the hexagons over a pack's region, once."""
    return _grid(pack.data_version, pack)


@st.cache_resource(show_spinner=False, max_entries=16)
def _grid(data_version: str, _pack: RegionPack) -> Grid:
    return make_grid(_pack)


def ranked_place(found: Sites, scenario: Scenario, wording: Wording, lon: float, lat: float) -> Ranking:
    """Rank a bare place together with the sites, named by what is near it."""
    pack, t = wording
    (name,) = near_names([(lon, lat)], places(pack, Sites(())), t)
    return rank_place(found, scenario, pack, place_site(lon, lat, PLACE, name), measurer=measurer())


def surface_measured(pack: RegionPack, scenario: Scenario) -> bool:
    """Tell whether the region's cells are measured; if not they begin to be, beside the page."""
    cells = grid(pack)
    known = cells_measured(cells, scenario, pack, measurer())
    if not known:
        _prepare_cells(cells, scenario, pack)
    return known


def scored_cells(pack: RegionPack, scenario: Scenario) -> Scored | None:
    """Score the region's cells; None while they are being measured, which goes on beside the page."""
    if not surface_measured(pack, scenario):
        return None
    return score_cells(grid(pack), scenario, pack, measurer=measurer())


def _prepare_cells(cells: Grid, scenario: Scenario, pack: RegionPack) -> None:
    """Start to measure what a scenario needs, then the pack's other criteria, beside whatever else goes on.

    Measuring a criterion at ten thousand places takes from a tenth of a second to a few seconds.
    """
    wanted = (cells.key, pack.data_version, repr((*criteria_needed(scenario, pack), scenario.exclusions, scenario.on)))
    # What failed once stays in progress: whoever ranks sites by it sees the error, and no second try goes better.
    if wanted in _preparing:
        return
    _preparing.add(wanted)
    found = measurer()

    def measure_all() -> None:
        score_cells(cells, scenario, pack, measurer=found)
        for criterion in pack.criteria.values():
            found.measure_cells(cells, criterion, pack, scenario.on)
        _preparing.discard(wanted)

    threading.Thread(target=measure_all, name="measure-cells", daemon=True).start()


def staged(story: Story, found: Sites, wording: Wording) -> StageDocument:
    """Work out all steps of a story, once for the same sites, data and language."""
    pack, t = wording
    names = repr([(site.id, site.name) for site in found.sites if not site.layer])
    return _staged(write_story(story), found.places_key, names, pack.data_version, t.language, story, found, wording)


@st.cache_resource(show_spinner=False, max_entries=16)
def _staged(
    written: str,
    places_key: str,
    names: str,
    data_version: str,
    language: str,
    _story: Story,
    _sites: Sites,
    _wording: Wording,
) -> StageDocument:
    return stage_payload([_step(view, _sites, _wording) for view in _story], _wording)


def _step(view: View, found: Sites, wording: Wording) -> StagedView:
    pack, t = wording
    ranking = rank(found, view.scenario, pack, measurer=measurer())
    robustness_by_site = robustness(ranking, pack, measurer=measurer()) if len(found.sites) <= MOST_JUDGED else {}
    if not view.surface:
        return StagedView(view, ranking, robustness_by_site)
    scored = score_cells(grid(pack), view.scenario, pack, measurer=measurer())
    return StagedView(
        view, ranking, robustness_by_site, surface_payload(scored, t, topsis=view.scenario.method == "topsis")
    )
