"""The map as one file: whole, safe and in its language."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from geo_app.core.i18n import translator
from geo_app.core.sites import Site
from geo_app.map import folium_map
from geo_app.map.standalone import standalone_html
from geo_app.report.text import Wording
from tests.map.conftest import ranked

HOSTILE = "<script>alert(1)</script>{{'x'}}{% for %}{# {{{\u2028"


def site(content, identity):
    return next(each for each in content["sites"] if each["id"] == identity)


def test_a_file_holds_tiles_up_to_its_limit(pack, t, tmp_path, monkeypatch):
    for name, size in (("3/5/2", 300), ("4/10/5", 300), ("5/21/11", 300)):
        tile = tmp_path / f"backdrop/{name}.png"
        tile.parent.mkdir(parents=True)
        tile.write_bytes(b"x" * size)
    monkeypatch.setattr(folium_map, "MAX_INLINE_TILE_BYTES", 900)
    page = standalone_html(ranked(pack), Wording(replace(pack, folder=str(tmp_path)), t))
    assert re.findall(r'"(\d/\d+/\d+)":"data:', page) == ["3/5/2", "4/10/5"]


def test_a_hostile_name_cannot_leave_its_string(pack, t):
    document = replace(pack, titles={"en": HOSTILE})
    page = standalone_html(ranked(document, Site("own", HOSTILE, 9.5, 50.8)), Wording(document, t))
    assert "<script>alert" not in page
    content = re.search(r"geoApp\.update\((.*)\);", page)[1]
    assert site(json.loads(content), "own")["name"] == HOSTILE


def test_a_file_says_its_language_and_lets_people_zoom(pack, ranking):
    page = standalone_html(ranking, Wording(pack, translator("kk")))
    assert '<html lang="kk">' in page
    assert "user-scalable" not in page
