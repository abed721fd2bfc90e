from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal

import geopandas as gpd
import pytest

from geo_app.core.i18n import translator
from geo_app.core.sites import Site, Sites
from geo_app.export.formats import (
    FORMATS,
    flat_rows,
    guard_formula,
    ranking_to_dict,
    to_csv,
    to_geojson,
    to_gpkg,
    to_text,
)
from geo_app.ranking.analysis import Robustness, robustness
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.region.model import Attribute
from geo_app.report.explanation import certainty, explain
from geo_app.report.region import attribute_text, indicator_groups, layer_lines
from geo_app.report.render import render
from geo_app.report.text import Wording, accuracy_text

EN = translator("en")
HOSTILE = '<img src=x onerror="alert(1)">'


@pytest.fixture(scope="module")
def ranking(pack):
    sites = (
        Site("a", "=1+1", 9.9, 50.2),
        Site("b", HOSTILE, 10.4, 50.4, 15_000.0),
        Site("c", "Ausland", 12.0, 50.5),
    )
    return rank(Sites(sites), make_scenario(pack), pack)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_formulas_are_quoted(text):
    assert guard_formula(text) == "'" + text


@pytest.mark.parametrize("value", ["x=1", "", 5.0, None])
def test_other_cells_stay(value):
    assert guard_formula(value) is value


def test_csv_opens_in_a_spreadsheet(ranking, pack):
    content = to_csv(ranking, Wording(pack, EN))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == [item.site.id for item in ranking.sites]
    assert "'=1+1" in {row["name"] for row in rows}
    best = rows[0]
    total = sum(float(best[f"{name}_contribution"]) for name in ranking.scenario.weights)
    assert float(best["score"]) == pytest.approx(total, abs=1e-4)


def test_geojson_and_geopackage_hold_the_same(ranking, pack, tmp_path):
    path = tmp_path / "r.gpkg"
    path.write_bytes(to_gpkg(ranking, Wording(pack, EN)))
    packed = gpd.read_file(path)
    flat = gpd.read_file(io.BytesIO(to_geojson(ranking, Wording(pack, EN))))
    assert list(packed["id"]) == list(flat["id"]) == [item.site.id for item in ranking.sites]
    assert packed.geometry.geom_equals_exact(flat.geometry, 1e-9).all()
    assert packed.crs == flat.crs == "EPSG:4326"


def test_every_format_survives_an_empty_ranking(pack):
    empty = rank(Sites(()), make_scenario(pack), pack)
    for name, write in FORMATS.items():
        assert write(empty, Wording(pack, EN)), name


def test_text_table_has_no_control_characters(pack):
    found = rank(Sites((Site("a", "x\x1b[31m", 9.9, 50.2),)), make_scenario(pack), pack)
    assert "\x1b" not in to_text(found, Wording(pack, EN)).decode()


@pytest.mark.parametrize(
    ("accuracy_m", "expected"), [(0, "exact point"), (30, "±30 m"), (15000, "±15 km"), (2500, "±2.5 km")]
)
def test_accuracy_in_words(accuracy_m, expected):
    assert accuracy_text(accuracy_m, EN) == expected


def test_explanation_adds_up_and_names_strength_and_weakness(ranking, pack):
    item = ranking.sites[0]
    site = explain(item, ranking, Wording(pack, EN))
    assert site.place == "Rank 1 of 2"
    assert sum(line.contribution for line in site.lines) == pytest.approx(item.score, abs=1e-5)
    assert [line.contribution for line in site.lines] == sorted(
        (line.contribution for line in site.lines), reverse=True
    )
    assert site.strength == site.lines[0].title


def test_explanation_shows_the_interval_only_where_it_differs(ranking, pack):
    by_id = {item.site.id: explain(item, ranking, Wording(pack, EN)) for item in ranking.sites}
    assert all(not line.interval for line in by_id["a"].lines if line.id == "rail")
    assert all(line.interval for line in by_id["b"].lines if line.id == "rail")


def test_excluded_site_is_explained_without_a_rank(ranking, pack):
    site = explain(ranking.sites[-1], ranking, Wording(pack, EN))
    assert site.place == "Not ranked"
    assert site.excluded_by == ("outside Freeland",)
    assert not site.score


def test_hostile_names_are_escaped_in_html(ranking, pack):
    item = next(item for item in ranking.sites if item.site.id == "b")
    html = render("explanation.html", EN, site=explain(item, ranking, Wording(pack, EN)), widest=100.0, sure=None)
    assert "<img" not in html
    assert "&lt;img" in html


def test_versions_that_differ_are_all_shown_and_marked(pack):
    ((group, lines),) = indicator_groups(Wording(pack, EN))
    assert group == "Economy"
    assert lines[0].disagree
    assert [figure.value for figure in lines[0].figures] == ["34 projects", "41 projects"]
    assert "versions differ" in render("indicators.html", EN, groups=[(group, lines)])


def test_layers_are_listed_with_source_and_count(pack):
    lines = {line.title: line for line in layer_lines(Wording(pack, EN))}
    assert lines["Works"].count == "4"
    assert lines["Works"].sources == (("invented", "MIT", "nobody"),)
    assert "Works" in render("layers.html", EN, layers=layer_lines(Wording(pack, EN)), version="v")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, ""), (float("nan"), ""), (40.0, "40 ha"), (40.25, "40.25 ha"), ("x", "X!"), ("y", "y")],
)
def test_attributes_in_words(value, expected):
    attribute = Attribute("area_ha", {"en": "Area"}, "ha", {"x": {"en": "X!"}})
    assert attribute_text(value, attribute, EN) == expected


def test_json_is_strict(ranking, pack):
    text = FORMATS["json"](ranking, Wording(pack, EN)).decode()
    json.loads(text, parse_constant=lambda name: pytest.fail(name))


def test_certainty_in_words(ranking, pack):
    robustness_by_site = robustness(ranking, pack, draws=500)
    best, second, excluded = ranking.sites
    known = certainty(best, ranking, robustness_by_site, Wording(pack, EN))
    assert sum(line.share for line in known.ranks) == pytest.approx(1, abs=0.02)
    assert known.change_title == "It stays first while a weight stays within:"
    assert known.lead_title.endswith("by criterion:")
    points = [float(figure.replace("−", "-")) for figure, _ in known.lead]
    assert sum(points) == pytest.approx(best.score - second.score, abs=0.3)
    other = certainty(second, ranking, robustness_by_site, Wording(pack, EN))
    assert "puts it first" in other.change_title or other.change_title.startswith("No weights")
    assert certainty(excluded, ranking, robustness_by_site, Wording(pack, EN)) is None
    site = explain(best, ranking, Wording(pack, EN))
    assert "How sure is this rank?" in render("explanation.html", EN, site=site, widest=1.0, sure=known)


@pytest.mark.parametrize(
    ("count", "expected"), [(1, "1 other: 0."), (6, "6 others: 0, 1, 2, 3, 4, 5."), (8, "4, 5 ….")]
)
def test_sites_that_cannot_be_told_apart_are_named_as_far_as_one_reads(ranking, pack, count, expected):
    best = ranking.sites[0]
    others = [replace(best, site=Site(f"s{k}", str(k), 10.0, 50.0)) for k in range(count)]
    longer = replace(ranking, sites=(best, *others))
    robustness_by_site = {best.site.id: Robustness((1.0,), 1.0, None, None, tuple(f"s{k}" for k in range(count)))}
    assert certainty(best, longer, robustness_by_site, Wording(pack, EN)).alike.endswith(expected)


def test_a_site_that_stands_alone_has_no_such_sentence(ranking, pack):
    best = ranking.sites[0]
    robustness_by_site = {best.site.id: Robustness((1.0,), 1.0, None, None, ())}
    known = certainty(best, ranking, robustness_by_site, Wording(pack, EN))
    assert "neither is ahead" not in render(
        "explanation.html", EN, site=explain(best, ranking, Wording(pack, EN)), widest=1.0, sure=known
    )


def test_robustness_reaches_every_format(ranking, pack):
    robustness_by_site = robustness(ranking, pack, draws=200)
    rows = list(csv.DictReader(io.StringIO(to_csv(ranking, Wording(pack, EN), robustness_by_site).decode("utf-8-sig"))))
    assert float(rows[0]["first_share"]) == pytest.approx(robustness_by_site[rows[0]["id"]].acceptability[0], abs=1e-6)
    assert rows[-1]["first_share"] == ""
    for write in FORMATS.values():
        assert write(ranking, Wording(pack, EN), robustness_by_site) != write(ranking, Wording(pack, EN))
    written = json.loads(FORMATS["json"](ranking, Wording(pack, EN), robustness_by_site))["sites"][0]["robustness"]
    assert written["alike"] == list(robustness_by_site[ranking.sites[0].site.id].alike)


def test_every_export_names_its_sources(ranking, pack):
    layers = {layer["id"]: layer for layer in json.loads(FORMATS["json"](ranking, Wording(pack, EN)))["layers"]}
    assert set(layers) == {"rail", "border", "people", "region", "moor", "park"}
    assert layers["border"]["sources"][0]["attribution"] == "nobody"
    assert layers["border"]["features"] == 3
    for write in FORMATS.values():
        content = write(ranking, Wording(pack, EN))
        assert b"nobody (MIT)" in content or b'"attribution": "nobody"' in content


@pytest.mark.parametrize(("method", "caution"), [("weighted_sum", 0.0), ("owa", 0.37)])
def test_exported_points_add_up_to_the_exported_score_to_the_last_digit(pack, method, caution):
    weights = {"rail": 1, "border": 1, "people": 1}
    scenario = make_scenario(pack, weights=weights, method=method, caution=caution, exclusions=[])
    sites = Sites(tuple(Site(f"s{k}", f"S{k}", 9.13 + 0.17 * k, 50.11 + 0.07 * k, 7_000.0 * (k % 2)) for k in range(9)))
    ranking = rank(sites, scenario, pack)
    rows = {row["id"]: row for row in flat_rows(ranking, Wording(pack, translator("en")))}
    for site in ranking_to_dict(ranking, pack)["sites"]:
        points = {name: Decimal(repr(found["contribution"])) for name, found in site["criteria"].items()}
        assert sum(points.values()) == Decimal(repr(site["score"]))
        assert {name: Decimal(repr(rows[site["id"]][f"{name}_contribution"])) for name in weights} == points
