from __future__ import annotations

from dataclasses import replace

import pytest

from geo_app.core.i18n import LANGUAGES, translator
from geo_app.core.sites import Site
from geo_app.intake.sites import default_sites
from geo_app.ranking.rank import rank
from geo_app.ranking.requirements import parse_requirement
from geo_app.ranking.scenario import make_scenario
from geo_app.report.text import (
    Wording,
    accuracy_text,
    method_summary,
    raw_text,
    reason_text,
    requirement_text,
    site_name,
    unit_text,
)

T = translator("en")


def test_a_site_is_named_in_the_readers_language_else_by_its_own_name():
    site = Site("a", "Own", 9.5, 50.5, names={"kk": "Өз", "en": "English"})
    assert [site_name(site, translator(language)) for language in ("kk", "ru")] == ["Өз", "English"]
    assert site_name(Site("a", "Own", 9.5, 50.5), T) == "Own"


@pytest.mark.parametrize(
    ("accuracy_m", "text"),
    [(0.0, "exact point"), (0.4, "±0 m"), (30.0, "±30 m"), (999.0, "±999 m"), (1500.0, "±1.5 km"), (15000.0, "±15 km")],
)
def test_an_accuracy_in_words(accuracy_m, text):
    assert accuracy_text(accuracy_m, T) == text


def test_a_known_unit_is_translated_and_another_stays():
    assert unit_text("people", translator("ru")) != "people"
    assert unit_text("°C", translator("ru")) == "°C"


@pytest.mark.parametrize(
    ("requirement", "text"),
    [
        ("rail<=20", "Railway: at most 20 km"),
        ("people>=1500.5", "People: at least 1,500.50 people"),
        ("area_ha>=5", "Area: at least 5 ha"),
        ("status=operating", "Status: only operating"),
    ],
)
def test_a_requirement_in_words(pack, requirement, text):
    assert requirement_text(parse_requirement(requirement), Wording(pack, T)) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_is_an_exclusion_s_title_or_a_requirement(pack, language):
    wording = Wording(pack, translator(language))
    assert reason_text("park", wording) == wording.t.pick(pack.exclusions["park"].titles)
    assert wording.t.pick(pack.criteria["rail"].titles) in reason_text("rail<=20", wording)


def test_a_measured_value_has_the_criterion_s_digits_and_unit(pack):
    ranking = rank(default_sites(pack), make_scenario(pack, "freight"), pack)
    found = ranking.sites[0].criteria
    assert raw_text(found["rail"], pack.criteria["rail"], T) == f"{T.number(found['rail'].raw, 1)} km"
    assert raw_text(found["people"], pack.criteria["people"], T) == f"{T.number(found['people'].raw, 0)} people"


def test_what_is_not_there_is_none_and_not_zero(pack):
    ranking = rank(default_sites(pack), make_scenario(pack, "freight"), pack)
    unknown = replace(ranking.sites[0].criteria["rail"], raw=None)
    assert raw_text(unknown, pack.criteria["rail"], T) == "none"


@pytest.mark.parametrize(
    ("method", "caution", "says", "never"),
    [
        ("weighted_sum", 0.0, "weighted sum", "reorder"),
        ("owa", 0.0, "weighted sum", "reorder"),
        ("owa", 0.5, "worse values count more", "weighted sum"),
        ("topsis", 0.0, "can reorder", "No step looks at the other sites"),
    ],
)
def test_the_method_in_words_is_that_of_the_scenario(pack, method, caution, says, never):
    text = method_summary(make_scenario(pack, method=method, caution=caution))
    assert says in text
    assert never not in text
