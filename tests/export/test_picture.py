from __future__ import annotations

import io
import re
from xml.etree.ElementTree import fromstring

import pytest
from PIL import Image

from geo_app.core.i18n import LANGUAGES, translator
from geo_app.export.picture import WIDTH, map_png, map_svg
from geo_app.report.text import Wording

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_ranked_site_has_its_rank_on_the_map(ranking, pack, language):
    root = fromstring(map_svg(ranking, Wording(pack, translator(language))))
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert {str(item.rank) for item in ranking.sites if item.rank} <= set(texts)


def test_a_hostile_name_stays_text(ranking, pack):
    root = fromstring(map_svg(ranking, Wording(pack, translator("en"))))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg",
        "title",
        "rect",
        "path",
        "circle",
        "text",
    }


def test_the_scale_bar_is_as_long_as_it_says(ranking, pack):
    svg = map_svg(ranking, Wording(pack, translator("en"))).decode()
    length = float(re.search(r"M16,[\d.]+V[\d.]+H([\d.]+)V", svg)[1]) - 16
    km = int(re.search(r">(\d+) km<", svg)[1])
    # The surroundings of a site are drawn 80 km wide, so that units and metres are known.
    focused = map_svg(ranking, Wording(pack, translator("en")), focus="a", radius_m=40_000).decode()
    near = float(re.search(r"M16,[\d.]+V[\d.]+H([\d.]+)V", focused)[1]) - 16
    near_km = int(re.search(r">(\d+) km<", focused)[1])
    assert near == pytest.approx(near_km * WIDTH / 80, abs=0.1)
    assert 0 < length <= WIDTH / 5
    assert km >= near_km


def test_the_picture_has_300_dots_an_inch(ranking, pack):
    image = Image.open(io.BytesIO(map_png(ranking, Wording(pack, translator("en")), width_mm=50.8)))
    assert image.width == pytest.approx(600, abs=1)


def test_the_same_ranking_is_the_same_bytes(ranking, pack):
    wording = Wording(pack, translator("kk"))
    assert map_svg(ranking, wording) == map_svg(ranking, wording)
