from __future__ import annotations

import io

import pytest
from pptx import Presentation

from geo_app.core.i18n import LANGUAGES, translator
from geo_app.core.sites import Sites
from geo_app.export.deck import to_deck
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.report.text import Wording


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_hold_the_points_of_the_ranking(ranking, pack, robustness_by_site, language):
    t = translator(language)
    deck = Presentation(io.BytesIO(to_deck(ranking, Wording(pack, t), robustness_by_site)))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    ranked = [item for item in ranking.sites if item.rank]
    assert len(charts) == len(ranked) + 1
    for chart, item in zip(charts, ranked, strict=False):
        points = sorted(chart.plots[0].series[0].values)
        assert points == pytest.approx(sorted(found.contribution for found in item.criteria.values()), abs=0.1)
        assert sum(points) == pytest.approx(round(item.score, 1))


def test_a_score_that_is_no_sum_has_values_in_its_charts(ranking, pack):
    found = rank(Sites(tuple(item.site for item in ranking.sites)), make_scenario(pack, method="topsis"), pack)
    deck = Presentation(io.BytesIO(to_deck(found, Wording(pack, translator("en")), {})))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    for chart, item in zip(charts, (item for item in found.sites if item.rank), strict=False):
        (series,) = chart.plots[0].series
        assert series.name == "Value"
        assert sorted(series.values) == sorted(round(one.value, 2) for one in item.criteria.values())


def test_the_table_has_rank_site_and_score(ranking, pack, robustness_by_site):
    t = translator("en")
    deck = Presentation(io.BytesIO(to_deck(ranking, Wording(pack, t), robustness_by_site)))
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    rows = [[cell.text for cell in row.cells][:3] for row in tables[1].rows][1:]
    ranked = [item for item in ranking.sites if item.rank]
    assert [row[0] for row in rows] == [str(item.rank) for item in ranked]
    assert [row[2] for row in rows] == [t.number(item.score, 1) for item in ranked]


def test_pictures_are_described(ranking, pack):
    deck = Presentation(io.BytesIO(to_deck(ranking, Wording(pack, translator("ru")))))
    pictures = [shape for slide in deck.slides for shape in slide.shapes if shape.shape_type == 13]
    assert all(shape._element.nvPicPr.cNvPr.get("descr") for shape in pictures)
    assert pictures


def test_a_template_gives_its_look(ranking, pack, tmp_path):
    template = Presentation()
    template.slide_width = 9144000
    template.save(str(tmp_path / "look.pptx"))
    wording = Wording(pack, translator("en"))
    deck = Presentation(io.BytesIO(to_deck(ranking, wording, template=tmp_path / "look.pptx")))
    assert deck.slide_width == 9144000


def test_the_same_ranking_is_the_same_bytes(ranking, pack, robustness_by_site):
    wording = Wording(pack, translator("en"))
    assert to_deck(ranking, wording, robustness_by_site) == to_deck(ranking, wording, robustness_by_site)
