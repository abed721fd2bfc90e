"""Weights as people write them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.core.errors import ScenarioError
from geo_app.ranking.scenario import make_scenario, scenario_to_dict
from geo_app.ranking.weight_text import MAX_CHARACTERS, read_weights, write_weights

EXPECTED = {"rail": 50.0, "people": 12.5}


@pytest.mark.parametrize(
    "text",
    [
        "rail: 50\npeople: 12.5\n",
        "rail = 50 %\r\npeople = 12,5%",
        "rail\t50\npeople\t12,5",
        "rail;50\n\npeople;12.5\n",
        "  Railway: 50\n  PEOPLE  12.5",
        '"rail", 50\n"people", 12.5',
        "criterion,weight\nrail,50\npeople,12.5",
        '\n"Criterion"\t"Weight"\nrail\t50\npeople\t12,5',
        '{"rail": 50, "people": 12.5}',
        '{"weights": {"rail": 50, "people": 12.5}}',
        '{"scenario": {"weights": {"rail": 50, "people": 12.5}}}',
    ],
)
def test_common_forms_are_read(text, pack):
    assert read_weights(text, pack) == EXPECTED


@pytest.mark.parametrize("language", ["kk", "ru", "en", "zh"])
def test_titles_of_every_language_name_a_criterion(pack, language):
    text = f"{pack.criteria['rail'].titles[language]}: 7"
    assert read_weights(text, pack) == {"rail": 7.0}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rail: 50\nroads: 20", "Line 2: 'roads' is no criterion"),
        ("rail: 50\nrail: 20", "Line 2: 'rail' has a weight already"),
        ("rail: 50\nRailway: 20", "Line 2: 'Railway' has a weight already"),
        ("rail: much", "Line 1: no weight at the end of 'rail: much'"),
        ("rail, much", "Line 1: no weight at the end of 'rail, much'"),
        ("rail: 50\ncriterion,weight", "Line 2: no weight at the end"),
        ("rail: -3", "the weight of 'rail' is -3"),
        ("rail: 0", "No weight above 0"),
        ("", "No weight above 0"),
        ('{"rail": 50', "The JSON is broken"),
        ('{"rail": "50"}', "expected a number"),
        ('{"rail": true}', "expected a number"),
        ('{"rail": NaN}', "expected a number"),
        ('{"weights": [1]}', "holds no weights"),
        ("x" * (MAX_CHARACTERS + 1), "characters"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(pack, text, message):
    with pytest.raises(ScenarioError) as error:
        read_weights(text, pack)
    assert message in str(error.value)


@given(st.dictionaries(st.sampled_from(["rail", "border", "people"]), st.floats(0.001, 1e6), min_size=1))
def test_what_is_written_is_read(pack, weights):
    assert read_weights(write_weights(weights), pack) == pytest.approx(weights)


def test_a_scenarios_json_gives_its_weights(pack):
    scenario = make_scenario(pack, "freight")
    assert read_weights(json.dumps(scenario_to_dict(scenario)), pack) == pytest.approx(dict(scenario.weights))


@given(st.text(max_size=200))
def test_any_text_is_read_or_told(pack, text):
    try:
        found = read_weights(text, pack)
    except ScenarioError:
        return
    assert set(found) <= set(pack.criteria)
