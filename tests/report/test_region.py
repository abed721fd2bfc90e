"""Figures and sources in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo_app.core.i18n import LANGUAGES, translator
from geo_app.region.model import Attribute, Figure, Indicator, RegionPack
from geo_app.report.region import attribute_text, feature_facts, feature_lines, indicator_groups, layer_lines
from geo_app.report.text import Wording

T = translator("en")
CODED = Attribute("kind", {"en": "Kind"}, codes={"a": {"en": "Arable", "ru": "Пашня"}})
AREA = Attribute("area_ha", {"en": "Area"}, "ha")


def figure(value: float, as_of: str) -> Figure:
    return Figure(value, as_of, "s", "high", published="2026-03")


@pytest.mark.parametrize(
    ("figures", "disagree"),
    [
        ([(34, "2025-01/2025-10"), (41, "2025-01/2025-10")], True),
        ([(41, "2025-01/2025-10"), (58, "2025")], False),
        ([(9, "2023"), (14, "2025"), (16, "2025")], True),
        ([(9, "2025"), (9, "2025")], False),
    ],
)
def test_versions_differ_only_for_one_period(
    pack: RegionPack, figures: list[tuple[float, str]], disagree: bool
) -> None:
    indicator = Indicator("i", "economy", {"en": "I"}, {"en": "x"}, tuple(figure(*pair) for pair in figures))
    ((_, (line,)),) = indicator_groups(Wording(replace(pack, indicators=(indicator,)), T))
    assert line.disagree is disagree
    assert {found.published for found in line.figures} == {"2026-03"}


def test_what_grows_over_the_years_is_no_disagreement(region: RegionPack) -> None:
    lines = {line.title: line for _, found in indicator_groups(Wording(region, T)) for line in found}
    assert lines["Industrial zones"].disagree  # 14 and 16 of one month
    assert not lines["Investment in fixed capital, 2025"].disagree
    assert not lines["Projects in SEZ TURAN"].disagree
    assert lines["Projects launched in 2025"].disagree
    assert lines["Projects launched in 2025"].figures[0].as_of == "2025-01 – 2025-10"


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_sources_and_licences_are_in_the_readers_language(region: RegionPack, language: str) -> None:
    sources = [source for line in layer_lines(Wording(region, translator(language))) for source in line.sources]
    english = [source for line in layer_lines(Wording(region, T)) for source in line.sources]
    assert len(sources) == len(english)
    assert all(here[0] != there[0] for here, there in zip(sources, english, strict=True))
    prose = {"Facts, cited", "Public domain", "Official statistics, cite the source", "NASA data, free of restrictions"}
    assert not prose & {licence for _, licence, _ in sources}
    # A licence's own name is the same everywhere.
    assert {"ODbL 1.0", "CC BY 4.0"} <= {licence for _, licence, _ in sources}


def test_a_feature_says_when_it_was_checked(region: RegionPack) -> None:
    layer = region.layers["industrial_zones"]
    facts = dict(feature_facts(layer.frame.loc["iz_zhetysay"].to_dict(), layer, T))
    assert facts["As of"] == "2025"
    assert facts["Checked"] == "Nov 27, 2026"


@pytest.mark.parametrize(
    ("value", "attribute", "text"),
    [
        (40.0, AREA, "40 ha"),
        (1234.5, AREA, "1,234.50 ha"),
        (0, AREA, "0 ha"),
        (float("nan"), AREA, ""),
        (None, AREA, ""),
        ("", AREA, ""),
        ("a", CODED, "Arable"),
        ("b", CODED, "b"),
        (True, CODED, "True"),
    ],
)
def test_an_attribute_in_words_and_nothing_where_it_is_unknown(value, attribute, text):
    assert attribute_text(value, attribute, T) == text


def test_facts_of_a_feature_end_with_status_source_and_date(pack):
    layer = pack.layers["works"]
    facts = dict(feature_facts(layer.frame.loc["w1"].to_dict(), layer, T))
    assert facts == {"Area": "40 ha", "Status": "operating", "Source": "invented for tests", "As of": "Jan 1, 2026"}
    assert "Area" not in dict(feature_facts(layer.frame.loc["w2"].to_dict(), layer, T))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_layer_is_listed_with_count_date_and_source(pack, language):
    t = translator(language)
    lines = {line.title: line for line in layer_lines(Wording(pack, t))}
    assert set(lines) == {t.pick(layer.titles) for layer in pack.layers.values()}
    people = lines[t.pick(pack.layers["people"].titles)]
    assert people.count == t.number(200)
    assert people.sources == (("invented", "MIT", "nobody"),)


def test_the_first_features_are_listed_by_name(pack):
    lines = feature_lines(pack.layers["works"], T, 2)
    assert [line.name for line in lines] == ["w1 en", "w2 en"]
    assert [line.accuracy for line in lines] == ["exact point", "±15 km"]
