"""A slider over the region's hexagons and 500 sites, drawn in one of three ways: see bench_map.py."""

from __future__ import annotations

from dataclasses import replace

import folium
import geopandas as gpd
import numpy as np
import shapely
import streamlit as st

from geo_app.core.geodesy import to_lonlat
from geo_app.core.i18n import translator
from geo_app.core.sites import Site, Sites
from geo_app.map.live import live_document
from geo_app.map.publish import assets_version, publish
from geo_app.ranking.model import Ranking, Scenario
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.ranking.suitability import Scored, cell_codes, score_cells
from geo_app.region.hexgrid import Grid
from geo_app.region.model import RegionPack
from geo_app.report.text import Wording
from geo_app.session import events
from geo_app.session.screen import screen
from geo_app.ui import caches
from geo_app.ui.components import map_view
from geo_app.ui.components.best_places import live_surface
from geo_app.ui.components.criteria_editor import criteria_editor
from geo_app.ui.components.ranking_table import ranking_table
from geo_app.ui.state import send, session

SITES = 500
CRITERIA = 12
COLORS = ("#440154", "#482878", "#3e4a89", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6dcd59", "#fde725")


@st.cache_resource
def invented_sites(_grid: Grid) -> Sites:
    """Put 500 sites into the middles of hexagons."""
    spots = np.random.default_rng(0).choice(_grid.lonlat, SITES, replace=False)
    return Sites(tuple(Site(f"site-{k}", f"Invented site {k}", *spot) for k, spot in enumerate(spots.tolist())))


@st.cache_resource
def hexagons(_grid: Grid) -> gpd.GeoDataFrame:
    """Draw the grid's hexagons as polygons in degrees."""
    turn = np.radians(np.arange(30, 390, 60))
    corners = _grid.xy[:, None] + _grid.size_m * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    lonlat = to_lonlat(corners.reshape(-1, 2), _grid.metric_crs).reshape(corners.shape)
    return gpd.GeoDataFrame(geometry=shapely.polygons(np.round(lonlat, 5)), crs="EPSG:4326")


def by_component(pack: RegionPack) -> None:
    """Show map, sliders and table as the product does: the browser scores, the server answers once the hand rests."""
    wording, found, sites = Wording(pack, translator("en")), caches.measurer(), invented_sites(caches.grid(pack))
    if "begun" not in st.session_state:
        st.session_state.begun = True
        send(events.take_weights, pack, dict.fromkeys(list(pack.criteria)[:CRITERIA], 1.0))
    shown = screen(session(), pack, sites)
    scenario = replace(shown.scenario, exclusions=())
    ranking = rank(sites, scenario, pack, measurer=found)
    score_cells(caches.grid(pack), scenario, pack, measurer=found)  # measures them, the first time
    left, right = st.columns([3, 2])
    with left:
        map_view.show_map(
            ranking,
            wording,
            selected="site-0",
            key="map",
            cells=live_surface(wording, scenario, shown.functions),
            live=live_document(ranking, sites, shown.functions, wording, found, map_view.served_values),
        )
    with right:
        criteria_editor(wording, ranking=ranking, selected="site-0")
        ranking_table(ranking, wording, selected="site-0", sure={})


def by_folium(ranking: Ranking, scored: Scored, *, group: bool) -> None:
    """Draw with streamlit-folium: one GeoJson of the hexagons and one of the sites, in the map or added to it."""
    from streamlit_folium import st_folium

    address = f"../{map_view.__name__}.{map_view._FILES}/{assets_version()}"
    chart = folium.Map((43.0, 68.0), zoom_start=7, tiles=None, prefer_canvas=True)
    chart.default_js, chart.default_css = [("l", f"{address}/leaflet.js")], [("c", f"{address}/leaflet.css")]
    classes = np.minimum(cell_codes(scored) // 23, len(COLORS) - 1)
    cells = hexagons(scored.grid).assign(color=[COLORS[k] for k in classes])
    points = [(item.site.lon, item.site.lat) for item in ranking.sites]
    scores = [round(item.score or 0) for item in ranking.sites]
    spots = gpd.GeoDataFrame({"score": scores}, geometry=shapely.points(points), crs="EPSG:4326")
    feature_group = folium.FeatureGroup()
    target = feature_group if group else chart
    folium.GeoJson(cells, style_function=_filled).add_to(target)
    folium.GeoJson(spots, marker=folium.CircleMarker(radius=5)).add_to(target)
    sign = folium.DivIcon(html=f'<i class="drawn">{st.session_state.weight}</i>')
    folium.Marker((43.0, 68.0), icon=sign).add_to(target)
    more = {"feature_group_to_add": feature_group} if group else {}
    st_folium(chart, key="map", height=720, use_container_width=True, returned_objects=[], **more)


def _filled(feature: dict) -> dict:
    return {"fillColor": feature["properties"]["color"], "stroke": False, "fillOpacity": 0.6}


def scored_by(pack: RegionPack, scenario: Scenario) -> Scored:
    """Score every hexagon; what is measured of them is measured once."""
    return score_cells(caches.grid(pack), scenario, pack, measurer=caches.measurer())


@st.fragment
def work() -> None:
    """Rank, score and draw, as at every change of a weight."""
    pack = caches.current_pack()
    way = st.query_params.get("way", "component")
    if way == "component":
        by_component(pack)
        return
    weight = st.slider("Weight", 0, 1000, 500, key="weight")
    names = list(pack.criteria)[:5]
    scenario = make_scenario(pack, weights=dict.fromkeys(names, 20.0) | {names[0]: weight / 10}, exclusions=[])
    sites = invented_sites(caches.grid(pack))
    ranking = rank(sites, scenario, pack, measurer=caches.measurer())
    scored = scored_by(pack, scenario)
    publish(Wording(pack, translator("en")), map_view._folder())
    by_folium(ranking, scored, group=way == "group")


st.set_page_config(layout="wide")
work()
