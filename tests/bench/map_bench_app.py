"""One slider over a map of 10,000 hexagons and 500 sites, drawn in one of three ways: see bench_map.py."""

from __future__ import annotations

from dataclasses import replace

import folium
import h3
import numpy as np
import shapely
import streamlit as st

from geo_app import maps
from geo_app.i18n import translator
from geo_app.model import Catalog, Ranking, Site, Sites
from geo_app.scenario import make_scenario
from geo_app.siting import rank
from geo_app.ui import map_view, resources

CELLS, SITES, CLASSES = 10_000, 500, 9
COLORS = ("#440154", "#482878", "#3e4a89", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6dcd59", "#fde725")


@st.cache_resource
def large_pack() -> tuple[Catalog, Sites, np.ndarray]:
    """Give the served pack 10,000 hexagons and invent 500 sites and two criteria of each hexagon."""
    pack = resources.catalog()
    region = shapely.union_all(pack.layers[pack.region_layer].frame.geometry.to_numpy())
    names = sorted(h3.geo_to_cells(region, 7))[:CELLS]
    shapes = [shapely.Polygon([(lon, lat) for lat, lon in h3.cell_to_boundary(name)]) for name in names]
    layer = next(each for each in pack.layers.values() if each.style.get("classes"))
    rows = layer.frame.iloc[np.arange(CELLS) % len(layer.frame)].set_axis(names)
    cells = replace(layer, frame=rows.set_geometry(shapes, crs=layer.frame.crs))
    rng = np.random.default_rng(0)
    spots = rng.choice(shapely.get_coordinates(shapely.centroid(shapes)), SITES, replace=False)
    sites = [
        Site(f"site-{k}", f"Invented site number {k}", float(lon), float(lat)) for k, (lon, lat) in enumerate(spots)
    ]
    large = replace(pack, layers=pack.layers | {layer.id: cells}, data_version=f"{pack.data_version} bench")
    return large, Sites(tuple(sites)), rng.random((2, CELLS))


def classes_of(values: np.ndarray, share: float) -> np.ndarray:
    """Score every hexagon anew."""
    return ((share * values[0] + (1 - share) * values[1]) * CLASSES).astype(np.uint8)


def by_component(pack: Catalog, ranking: Ranking, classes: np.ndarray) -> None:
    """Draw as the product does."""
    layer = next(each.id for each in pack.layers.values() if each.style.get("classes"))
    cells = maps.cell_classes(layer, classes, COLORS, COLORS, "Score")
    map_view.show_map(pack, ranking, translator("en"), selected="site-0", key="map", cells=cells)


def by_folium(pack: Catalog, ranking: Ranking, classes: np.ndarray, *, group: bool) -> None:
    """Draw with streamlit-folium: one GeoJson of the hexagons and one of the sites, in the map or added to it."""
    from streamlit_folium import st_folium

    layer = next(each for each in pack.layers.values() if each.style.get("classes"))
    address = f"../{map_view.__name__}.{map_view._FILES}/{maps.assets_version()}"
    chart = folium.Map((43.0, 68.0), zoom_start=7, tiles=None, prefer_canvas=True)
    chart.default_js, chart.default_css = [("l", f"{address}/leaflet.js")], [("c", f"{address}/leaflet.css")]
    hexagons = layer.frame[["geometry"]].assign(color=[COLORS[k] for k in classes])
    points = [(item.site.lon, item.site.lat) for item in ranking.sites]
    scores = [round(item.score or 0) for item in ranking.sites]
    spots = layer.frame[["geometry"]].iloc[: len(points)].set_geometry(shapely.points(points)).assign(score=scores)
    feature_group = folium.FeatureGroup()
    target = feature_group if group else chart
    folium.GeoJson(hexagons, style_function=_filled).add_to(target)
    folium.GeoJson(spots, marker=folium.CircleMarker(radius=5)).add_to(target)
    sign = folium.DivIcon(html=f'<i class="drawn">{st.session_state.weight}</i>')
    folium.Marker((43.0, 68.0), icon=sign).add_to(target)
    more = {"feature_group_to_add": feature_group} if group else {}
    st_folium(chart, key="map", height=720, use_container_width=True, returned_objects=[], **more)


def _filled(feature: dict) -> dict:
    return {"fillColor": feature["properties"]["color"], "stroke": False, "fillOpacity": 0.6}


@st.fragment
def work() -> None:
    """Rank, score and draw, as at every change of a weight."""
    pack, sites, values = large_pack()
    way = st.query_params.get("way", "component")
    weight = st.slider("Weight", 0, 1000, 500, key="weight")
    names = list(pack.criteria)[:5]
    ranking = rank(
        sites, make_scenario(pack, weights=dict.fromkeys(names, 20.0) | {names[0]: weight / 10}), pack,
        measure=resources.measure,
    )  # fmt: skip
    classes = classes_of(values, weight / 1000)
    maps.publish(pack, translator("en"), map_view._folder())
    if way == "component":
        by_component(pack, ranking, classes)
    else:
        by_folium(pack, ranking, classes, group=way == "group")


st.set_page_config(layout="wide")
work()
