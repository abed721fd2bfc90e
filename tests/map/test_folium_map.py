from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import replace

import pytest

from geo_app.core.i18n import LANGUAGES, translator
from geo_app.core.settings import Tiles
from geo_app.core.sites import Site, Sites
from geo_app.intake.sites import default_sites
from geo_app.map import folium_map
from geo_app.map import payload as payload_module
from geo_app.map import publish as publish_module
from geo_app.map.encoding import packed, script_json
from geo_app.map.folium_map import base_map, live_definition
from geo_app.map.markers import fan_out
from geo_app.map.pack_document import pack_document
from geo_app.map.payload import payload
from geo_app.map.publish import FRONTEND, assets_version, pack_key, publish
from geo_app.map.standalone import standalone_html
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.report.text import Wording

HOSTILE = "<script>alert(1)</script>{{'x'}}{% for %}{# {{{\u2028"
DENSITY = {"column": "density_per_km2", "breaks": [5, 15.5], "colors": ["#fffbeb", "#fbbf24", "#7c2d12"]}


@pytest.fixture(scope="module")
def t():
    return translator("en")


@pytest.fixture(scope="module")
def ranking(pack):
    return ranked(pack)


def ranked(pack, *more):
    return rank(Sites((*default_sites(pack).sites, *more)), make_scenario(pack), pack)


def with_style(pack, layer, **style):
    return replace(pack, layers={**pack.layers, layer: replace(pack.layers[layer], style=style)})


def site(content, identity):
    return next(each for each in content["sites"] if each["id"] == identity)


# ---------------------------------------------------------------------------------------------- the payload


def test_payload_says_what_the_ranking_says(ranking, pack, t):
    content = payload(ranking, Wording(pack, t))
    assert [each["id"] for each in content["sites"]] == [item.site.id for item in ranking.sites]
    for each, item in zip(content["sites"], ranking.sites, strict=True):
        assert (each["rank"], each["lon"], each["lat"]) == (item.rank, item.site.lon, item.site.lat)
        assert each["score"] == (None if item.score is None else pytest.approx(item.score, abs=1e-6))
        assert each["accuracy_m"] == item.site.accuracy_m


def test_an_excluded_site_has_reasons_and_no_rank(ranking, pack, t):
    found = site(payload(ranking, Wording(pack, t)), "w3")
    assert found["rank"] is None
    assert found["score"] is None
    assert found["place"] == "Excluded"
    assert found["why"] == ["inside the park"]


def test_a_place_counts_ranked_sites_only(ranking, pack, t):
    assert site(payload(ranking, Wording(pack, t)), ranking.sites[0].site.id)["place"] == "Rank 1 of 2"


def test_lines_go_to_what_each_criterion_measured(ranking, pack, t):
    links = payload(ranking, Wording(pack, t), selected="w1")["links"]
    assert list(links) == ["w1"]
    measured = next(item for item in ranking.sites if item.site.id == "w1").criteria
    expected = {(m.lon, m.lat) for m in measured.values() if m.lon is not None}
    assert {(link["lon"], link["lat"]) for link in links["w1"]} == expected
    assert len(expected) == 2


def test_compared_sites_bring_their_lines_too(ranking, pack, t):
    content = payload(ranking, Wording(pack, t), selected="w1", compare=["w2"])
    assert content["compare"] == ["w2"]
    assert set(content["links"]) == {"w1", "w2"}


def test_a_ranked_site_names_its_best_and_worst_criterion(ranking, pack, t):
    content = payload(ranking, Wording(pack, t))
    best = max(ranking.sites[0].criteria.items(), key=lambda found: found[1].contribution)[0]
    first = site(content, ranking.sites[0].site.id)
    assert first["best"] == pack.criteria[best].titles["en"]
    assert first["worst"] not in ("", first["best"])
    assert (site(content, "w3")["best"], site(content, "w3")["worst"]) == ("", "")


def test_a_length_is_as_precise_as_its_places(ranking, pack, t):
    links = payload(ranking, Wording(pack, t), links_of_all=True)["links"]
    raw = {item.site.id: item.criteria["rail"] for item in ranking.sites}
    assert f"{raw['w1'].raw:.1f} km" in [link["text"] for link in links["w1"]]
    vague = raw["w2"]
    assert f"{vague.raw:.0f} km ({vague.low:.0f}–{vague.high:.0f})" in [link["text"] for link in links["w2"]]


def test_a_users_own_site_comes_along(pack, t):
    content = payload(ranked(pack, Site("own", "Mine", 9.5, 50.8)), Wording(pack, t), selected="own")
    assert site(content, "own")["layer"] == ""
    assert site(content, "own")["name"] == "Mine"
    assert content["links"]["own"]


def test_more_sites_than_a_map_can_show_leave_the_best_and_the_selected(pack, t, monkeypatch):
    monkeypatch.setattr(payload_module, "MAX_SITES", 2)
    ranking = ranked(pack, Site("own", "Mine", 10.9, 50.02))
    content = payload(ranking, Wording(pack, t), selected=ranking.sites[-1].site.id)
    assert [each["id"] for each in content["sites"]] == [ranking.sites[i].site.id for i in (0, 1, -1)]
    assert content["more"] == "The map shows the best 3 of 5 sites."
    assert "more" not in payload(replace(ranking, sites=ranking.sites[:2]), Wording(pack, t))


def test_what_is_not_asked_for_is_not_sent(ranking, pack, t):
    assert not {"cells", "visible", "focus"} & payload(ranking, Wording(pack, t)).keys()
    assert payload(ranking, Wording(pack, t), visible=["rail"])["visible"] == ["rail"]


def test_payload_stays_small(ranking, pack, t):
    assert len(script_json(payload(ranking, Wording(pack, t), selected="w1"))) < 3_000


# ------------------------------------------------------------------------------------------------- fan-out


def test_markers_alone_stay_where_they_are():
    assert fan_out([(1.0, 2.0), (1.001, 2.0)]) == [(0.0, 0.0), (0.0, 0.0)]


@pytest.mark.parametrize("count", [2, 3, 6, 7, 19, 60])
def test_markers_on_one_point_are_apart_and_near(count):
    offsets = fan_out([(68.25685, 43.29458)] * count, gap_px=20)
    gaps = [((a - c) ** 2 + (b - d) ** 2) ** 0.5 for i, (a, b) in enumerate(offsets) for c, d in offsets[:i]]
    assert min(gaps) >= 19.5
    assert max((x * x + y * y) ** 0.5 for x, y in offsets) <= 20 * (1 + count**0.5)


def test_fan_out_is_the_same_for_the_same_order():
    points = [(1.0, 2.0), (5.0, 5.0), (1.0, 2.0), (1.00001, 2.0)]
    assert fan_out(points) == fan_out(points)
    assert fan_out(points)[1] == (0.0, 0.0)
    assert len(set(fan_out(points))) == 4


# --------------------------------------------------------------------------------------- the pack document


def test_pack_document_is_json_in_each_language(pack):
    for language in LANGUAGES:
        document = pack_document(Wording(pack, translator(language)))
        json.dumps(document, allow_nan=False)
        assert document["layers"][0]["title"] == pack.layers["region"].titles[language]
        assert len(document["layers"]) == len(pack.layers)


def test_facts_of_a_feature_carry_units_source_date_and_accuracy(pack, t):
    works = next(layer for layer in pack_document(Wording(pack, t))["layers"] if layer["id"] == "works")
    words = [works["words"][k] for k in works["features"][0]["facts"]]
    facts = dict(zip(words[::2], words[1::2], strict=True))
    assert facts["Area"] == "40 ha"
    assert facts["Source"] == "invented for tests"
    assert facts["As of"] == "Jan 1, 2026"
    assert facts["Accuracy"] == "exact point"
    assert "Area" not in dict(zip(*facts_of(works, 1), strict=True))


def facts_of(layer, index):
    words = [layer["words"][k] for k in layer["features"][index]["facts"]]
    return words[::2], words[1::2]


def test_candidates_and_hollow_features_are_marked(pack, t):
    layers = {layer["id"]: layer for layer in pack_document(Wording(pack, t))["layers"]}
    assert [name for name, layer in layers.items() if layer["candidates"]] == ["works"]
    assert [feature["hollow"] for feature in layers["works"]["features"]] == [False, True, False, False]


def test_a_choropleth_has_classes_and_words_for_them(pack, t):
    people = pack_document(Wording(with_style(pack, "people", color="#000000", classes=DENSITY), t))["layers"]
    layer = next(each for each in people if each["classes"])
    assert layer["id"] == "people"
    assert layer["classes"]["words"] == ["< 5", "5–15.5", "≥ 15.5"]
    by_id = {feature["id"]: feature["class"] for feature in layer["features"]}
    assert (by_id["cell-0-4"], by_id["cell-0-5"], by_id["cell-10-5"], by_id["cell-10-6"]) == (0, 1, 1, 2)


def test_names_go_to_the_largest_in_the_region_first(pack, t):
    frame = pack.layers["works"].frame.assign(people=[1, 30, 20, 99])
    layer = replace(pack.layers["works"], frame=frame, style={"color": "#000000", "label": "people"})
    document = pack_document(Wording(replace(pack, layers={**pack.layers, "works": layer}), t))
    labels = next(each["labels"] for each in document["layers"] if each["id"] == "works")
    assert labels == [2, 0, 1, 3]  # w4 is the largest, and abroad


def test_points_that_a_catchment_counts_are_named_without_being_told(pack, t):
    frame = pack.layers["border"].frame.assign(population=[1, 2, 3])
    document = replace(pack, layers={**pack.layers, "border": replace(pack.layers["border"], frame=frame)})
    labels = {layer["id"]: layer["labels"] for layer in pack_document(Wording(document, t))["layers"]}
    assert labels["border"] is not None
    assert labels["works"] is None


# ---------------------------------------------------------------------------------------------- the pages


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


def test_what_goes_to_the_page_is_deflated_json():
    content = {"name": "Түркістан", "scores": [1.5] * 1000}
    assert json.loads(zlib.decompress(packed(content))) == content
    assert len(packed(content)) < 200


def test_online_tiles_are_known_only_where_the_operator_named_them(pack, t):
    tiles = Tiles("https://tiles.example.org/{z}/{x}/{y}.png", "© Example")
    assert "online" not in base_map(Wording(pack, t), asset_url="files").start
    start = base_map(Wording(pack, t), asset_url="files", online=tiles).start
    assert start["online"] == {"url": tiles.url, "attribution": tiles.attribution}


def test_publishing_again_writes_nothing(pack, t, tmp_path):
    publish(Wording(pack, t), tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}
    publish(Wording(pack, t), tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")} == before


def test_the_packs_used_last_stay_published(pack, t, tmp_path, monkeypatch):
    monkeypatch.setattr(publish_module, "MAX_PUBLISHED_PACKS", 2)
    one, two, three = (replace(pack, data_version=version) for version in ("1", "2", "3"))
    for document in (one, two, one, three):
        publish(Wording(document, t), tmp_path)
    assert {path.name for path in tmp_path.glob("pack-*")} == {pack_key(one), pack_key(three)}
    assert (tmp_path / assets_version()).is_dir()


def test_another_data_version_has_another_address(pack):
    assert pack_key(pack) != pack_key(replace(pack, data_version="freeland-2027"))


def test_folium_itself_is_left_alone(pack, t):
    before = list(folium_map.folium.Map.default_js)
    base_map(Wording(pack, t), asset_url="files").get_root().render()
    assert folium_map.folium.Map.default_js == before


@pytest.mark.parametrize("address", ["files", None])
def test_nothing_is_loaded_from_elsewhere(pack, ranking, t, address):
    page = (
        standalone_html(pack, ranking, t)
        if address is None
        else base_map(Wording(pack, t), asset_url=address).get_root().render()
    )
    loaded = re.findall(r'(?:src|href)\s*=\s*"([^"]+)"', page)
    assert len(loaded) == 4
    assert all(each.startswith(("files/", "data:")) for each in loaded)
    assert not re.search(r"https?://", page)


def test_our_own_assets_ask_nobody():
    ours = [path for path in FRONTEND.rglob("*") if path.suffix in (".js", ".css") and "vendor" not in path.parts]
    assert len(ours) >= 40
    for path in ours:
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"https?://[^\s\"')]+", text)) <= {"http://www.w3.org/2000/svg"}
        # lit-html parses its templates so; what it puts into them is text.
        assert "innerHTML" not in text or path == FRONTEND / "dist/components.js"


def test_a_file_holds_tiles_up_to_its_limit(pack, t, tmp_path, monkeypatch):
    for name, size in (("3/5/2", 300), ("4/10/5", 300), ("5/21/11", 300)):
        tile = tmp_path / f"backdrop/{name}.png"
        tile.parent.mkdir(parents=True)
        tile.write_bytes(b"x" * size)
    monkeypatch.setattr(folium_map, "MAX_INLINE_TILE_BYTES", 900)
    page = standalone_html(replace(pack, folder=str(tmp_path)), ranked(pack), t)
    assert re.findall(r'"(\d/\d+/\d+)":"data:', page) == ["3/5/2", "4/10/5"]


def test_a_hostile_name_cannot_leave_its_string(pack, t):
    document = replace(pack, titles={"en": HOSTILE})
    page = standalone_html(document, ranked(document, Site("own", HOSTILE, 9.5, 50.8)), t)
    assert "<script>alert" not in page
    content = re.search(r"geoApp\.update\((.*)\);", page)[1]
    assert site(json.loads(content), "own")["name"] == HOSTILE


def test_a_file_says_its_language_and_lets_people_zoom(pack, ranking):
    page = standalone_html(pack, ranking, translator("kk"))
    assert '<html lang="kk">' in page
    assert "user-scalable" not in page


def test_a_chinese_file_brings_its_font(pack, ranking):
    style = base_map(Wording(pack, translator("zh")), asset_url=None).default_css[1][1]
    assert b'url("data:font/woff2;base64,' in base64.b64decode(style.split(",", 1)[1])
    other = base_map(Wording(pack, translator("kk")), asset_url=None).default_css[1][1]
    assert b"data:font" not in base64.b64decode(other.split(",", 1)[1])
