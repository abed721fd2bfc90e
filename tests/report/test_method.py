"""The method page says what the pack says."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from geo_app.core.i18n import translator
from geo_app.core.sites import Sites
from geo_app.intake.sites import default_sites
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.region.model import ValueFunction
from geo_app.report.method import (
    MEASURES,
    REFERENCES,
    anchors_text,
    curve,
    exclusion_text,
    measure_text,
    method_html,
    plain,
    profile_text,
    vaguest_layers,
    worked_example,
)
from geo_app.report.text import Wording

T = translator("en")
TESTS = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def ranking(pack):
    return rank(default_sites(pack), make_scenario(pack), pack)


def test_every_weight_reason_and_source_is_there(ranking, pack):
    text = method_html(ranking, Wording(pack, translator("en")))
    for profile in pack.profiles.values():
        assert profile.titles["en"] in text
        assert all(item.reasons["en"] in text for item in profile.weights)
    assert all(criterion.titles["en"] in text for criterion in pack.criteria.values())
    assert all(rule.titles["en"] in text for rule in pack.exclusions.values())
    assert pack.data_version in text
    assert "profiles.json" in text


@pytest.mark.parametrize("language", ["kk", "ru", "en", "zh"])
def test_the_real_pack_is_described_in_every_language(region, language):
    ranking = rank(default_sites(region), make_scenario(region), region)
    text = method_html(ranking, Wording(region, translator(language)))
    for profile in region.profiles.values():
        for item in profile.weights:
            assert item.reasons[language].replace("'", "&#39;").replace('"', "&#34;") in text
            assert item.source.replace("&", "&amp;") in text
    assert text.count("<article>") == len(region.criteria)


def test_what_waits_for_a_layer_is_told_with_what_it_will_weigh(region):
    found = profile_text(region.profiles["solar"], Wording(region, T))
    (line,) = found.waiting
    weight = region.profiles["solar"].waiting[0].weight
    assert line.weight == T.percent(weight / (100 + weight))
    assert line.title == region.waiting["grid"].titles["en"]
    text = method_html(rank(Sites(()), make_scenario(region), region), Wording(region, T))
    assert "--id power_grid" in text and "--id gas_network" in text
    assert "needs a layer" in text


def test_headings_go_down_one_at_a_time(ranking, pack):
    levels = [int(found) for found in re.findall(r"<h(\d)", method_html(ranking, Wording(pack, T)))]
    assert levels[0] == 2
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_worked_example_is_the_first_site_and_adds_up(ranking, pack):
    found = worked_example(ranking, Wording(pack, T))
    first = ranking.sites[0]
    assert found.name == first.site.name
    points = [float(text.split(" = ")[1]) for _, text in found.rows]
    assert sum(points) == pytest.approx(first.score, abs=0.01 * len(points))
    assert found.score == f"{first.score:.2f}"


def test_without_a_ranked_site_there_is_no_example(pack):
    empty = rank(Sites(()), make_scenario(pack), pack)
    assert worked_example(empty, Wording(pack, T)) is None
    assert "Worked example" not in method_html(empty, Wording(pack, T))


def test_weights_are_shares_of_their_sum_the_heaviest_first(pack):
    profile = next(iter(pack.profiles.values()))
    doubled = replace(profile, weights=tuple(replace(item, weight=2 * item.weight) for item in profile.weights))
    shown = profile_text(profile, Wording(pack, T))
    assert profile_text(doubled, Wording(pack, T)) == shown
    assert sum(line.share for line in shown.weights) == pytest.approx(1)
    assert [line.share for line in shown.weights] == sorted((line.share for line in shown.weights), reverse=True)


@pytest.mark.parametrize(
    ("kind", "points", "expected"),
    [
        ("linear", ((0, 1), (60, 0)), "0 km → 1; 60 km → 0"),
        ("piecewise", ((0, 0), (2.5, 1), (10, 0.25)), "0 km → 0; 2.5 km → 1; 10 km → 0.25"),
        ("threshold", ((5, 1), (5, 0)), "up to 5 km → 1; beyond → 0"),
        ("exponential", ((0, 1), (20, 0.5)), "up to 0 km → 1, half at 20 km"),
        ("gaussian", ((30, 1), (10, 0.5)), "from 30 km → 1, half at 10 km"),
    ],
)
def test_anchors_in_words(kind, points, expected):
    assert anchors_text(ValueFunction(kind, points), "km", T) == expected


def test_a_curve_runs_from_its_first_value_to_its_last(pack):
    criterion = next(iter(pack.criteria.values()))
    found = curve(ValueFunction("linear", ((0, 1), (60, 0))), criterion, T)
    svg = ElementTree.fromstring(base64.b64decode(found.image.split(",")[1]))
    line = svg.find("{http://www.w3.org/2000/svg}polyline").get("points").split()
    heights = [float(point.split(",")[1]) for point in line]
    assert heights == sorted(heights)
    assert heights[0] < 4 < 46 < heights[-1]


@pytest.mark.parametrize(("number", "expected"), [(0, "0"), (240000, "240,000"), (0.25, "0.25"), (1e-3, "0.001")])
def test_numbers_keep_their_decimals(number, expected):
    assert plain(number, T) == expected


def test_every_measure_of_the_pack_is_told(pack):
    for criterion in pack.criteria.values():
        assert pack.layers[criterion.layer].titles["en"] in measure_text(criterion, Wording(pack, T))
    assert set(MEASURES) >= {criterion.measure for criterion in pack.criteria.values()}


def test_exclusions_tell_what_they_take_out(pack):
    rule = next(iter(pack.exclusions.values()))
    for relation in ("inside", "outside"):
        assert relation in exclusion_text(replace(rule, relation=relation), Wording(pack, T))[1]
    assert exclusion_text(replace(rule, default=False), Wording(pack, T))[3] == "off at first"


def test_the_least_accurate_layer_is_named_first(region):
    layers = [region.layers[criterion.layer] for criterion in region.criteria.values()]
    worst = max(layers, key=lambda layer: layer.accuracy_m)
    assert vaguest_layers(Wording(region, T)).startswith(worst.titles["en"])


def test_hostile_texts_are_escaped(ranking, pack):
    profile = next(iter(pack.profiles.values()))
    nasty = replace(profile, titles={"en": "<script>alert(1)</script>"})
    text = method_html(ranking, Wording(replace(pack, profiles={profile.id: nasty}), T))
    assert "<script" not in text


def test_each_cited_case_is_in_the_tests():
    written = "".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py") if path != Path(__file__))
    for _, citation in REFERENCES:
        name, year = re.findall(r"(?:package )?\b(smaa|[A-Z]\w+)\b.*?(\d{4}|0\.3-2)", citation)[0]
        assert re.search(rf"{name}.*{re.escape(year)}", written), citation
