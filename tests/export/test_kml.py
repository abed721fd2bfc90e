from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from geo_app.core.i18n import translator
from geo_app.export.kml import to_kml
from geo_app.report.text import Wording

KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture(scope="module")
def root(ranking, pack, robustness_by_site):
    return ET.fromstring(to_kml(ranking, Wording(pack, translator("en")), robustness_by_site))


def test_every_site_is_there_with_rank_place_and_score(root, ranking):
    placemarks = {
        element.find(f".//{KML}Data[@name='id']/{KML}value").text: element for element in root.iter(f"{KML}Placemark")
    }
    assert set(placemarks) == {item.site.id for item in ranking.sites}
    for item in ranking.sites:
        found = placemarks[item.site.id]
        lon, lat = map(float, found.find(f".//{KML}coordinates").text.split(","))
        assert (lon, lat) == pytest.approx((item.site.lon, item.site.lat), abs=1e-6)
        score = found.find(f".//{KML}Data[@name='score']/{KML}value")
        assert item.score is None if score is None else float(score.text) == pytest.approx(item.score, abs=1e-6)
        assert item.rank is None or found.find(f"{KML}name").text.startswith(f"{item.rank}. ")


def test_every_placemark_has_a_style_that_is_there(root):
    styles = {f"#{style.get('id')}" for style in root.iter(f"{KML}Style")}
    assert {url.text for url in root.iter(f"{KML}styleUrl")} <= styles


def test_other_programs_read_it(ranking, pack, tmp_path):
    pyogrio = pytest.importorskip("pyogrio")
    path = tmp_path / "ranking.kml"
    path.write_bytes(to_kml(ranking, Wording(pack, translator("ru"))))
    counts = [pyogrio.read_info(path, layer=name)["features"] for name, _ in pyogrio.list_layers(path)]
    assert sum(counts) == len(ranking.sites)


def test_the_same_ranking_is_the_same_bytes(ranking, pack):
    wording = Wording(pack, translator("zh"))
    assert to_kml(ranking, wording) == to_kml(ranking, wording)
