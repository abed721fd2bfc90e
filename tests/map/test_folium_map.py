"""The map's definition as Folium renders it, for a page and for a file."""

from __future__ import annotations

import base64
import json
import re

import pytest

from geo_app.core.i18n import translator
from geo_app.core.settings import Tiles
from geo_app.map import folium_map
from geo_app.map.folium_map import base_map, live_definition
from geo_app.map.publish import publish
from geo_app.map.standalone import standalone_html
from geo_app.report.text import Wording


def test_the_base_map_is_the_same_at_every_run(pack, t):
    def script():
        chart = base_map(Wording(pack, t), asset_url="../files")
        chart._id = "0" * 32
        return chart.get_root().render()

    first = script()
    assert script() == first
    assert len(first) < 3_000


def test_the_base_map_names_only_files_that_publish_writes(pack, t, tmp_path):
    publish(Wording(pack, t), tmp_path)
    page = base_map(Wording(pack, t), asset_url="files").get_root().render()
    named = re.findall(r'(?:src|href)="files/([^"]+)"', page) + re.findall(r'"url":"files/([^"]+)"', page)
    assert len(named) == 5
    for name in named:
        assert (tmp_path / name).is_file(), name


def test_a_page_that_is_there_gets_what_folium_defined(pack, t):
    chart = base_map(Wording(pack, t), asset_url="files")
    page = chart.get_root().render()
    live = json.loads(json.dumps(live_definition(chart)))
    assert live["scripts"] == re.findall(r'<script src="([^"]+)"', page)
    assert live["styles"] == re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert live["start"] == json.loads(re.search(r"geoApp\.start\(\w+, (.*)\);", page)[1])


def test_online_tiles_are_known_only_where_the_operator_named_them(pack, t):
    tiles = Tiles("https://tiles.example.org/{z}/{x}/{y}.png", "© Example")
    assert "online" not in base_map(Wording(pack, t), asset_url="files").start
    start = base_map(Wording(pack, t), asset_url="files", online=tiles).start
    assert start["online"] == {"url": tiles.url, "attribution": tiles.attribution}


def test_folium_itself_is_left_alone(pack, t):
    before = list(folium_map.folium.Map.default_js)
    base_map(Wording(pack, t), asset_url="files").get_root().render()
    assert folium_map.folium.Map.default_js == before


@pytest.mark.parametrize("address", ["files", None])
def test_nothing_is_loaded_from_elsewhere(pack, ranking, t, address):
    page = (
        standalone_html(ranking, Wording(pack, t))
        if address is None
        else base_map(Wording(pack, t), asset_url=address).get_root().render()
    )
    loaded = re.findall(r'(?:src|href)\s*=\s*"([^"]+)"', page)
    assert len(loaded) == 4
    assert all(each.startswith(("files/", "data:")) for each in loaded)
    assert not re.search(r"https?://", page)


def test_a_chinese_file_brings_its_font(pack, ranking):
    style = base_map(Wording(pack, translator("zh")), asset_url=None).default_css[1][1]
    assert b'url("data:font/woff2;base64,' in base64.b64decode(style.split(",", 1)[1])
    other = base_map(Wording(pack, translator("kk")), asset_url=None).default_css[1][1]
    assert b"data:font" not in base64.b64decode(other.split(",", 1)[1])
