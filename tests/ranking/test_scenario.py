from __future__ import annotations

import json
from datetime import date

import pytest

from geo_app.core.errors import ScenarioError
from geo_app.ranking.scenario import make_scenario, parse_date, read_scenario, scenario_from_dict, scenario_to_dict
from geo_app.region.model import ValueFunction


def test_left_out_is_the_packs_default(pack):
    scenario = make_scenario(pack)
    assert scenario.profile == "freight"
    assert scenario.weights == {"rail": 0.5, "border": 0.3, "people": 0.2}
    assert scenario.exclusions == ("abroad", "moor", "park")
    assert scenario.on == date(2026, 1, 1)


def test_profile_brings_its_own_anchors(pack):
    assert make_scenario(pack, "retail").value_functions["people"].points == ((0, 0), (40000, 1))
    assert make_scenario(pack, "freight").value_functions["people"].points == ((0, 0), (20000, 1))


def test_weights_are_normalised_and_zeros_left_out(pack):
    assert make_scenario(pack, weights={"rail": 3, "people": 1, "border": 0}).weights == {
        "people": 0.25,
        "rail": 0.75,
    }


@pytest.mark.parametrize("scale", [0.001, 1, 7, 1e6])
def test_scale_of_weights_does_not_matter(pack, scale):
    scaled = {name: scale * weight for name, weight in {"rail": 50, "border": 30, "people": 20}.items()}
    assert make_scenario(pack, weights=scaled).weights == pytest.approx(make_scenario(pack).weights)


def test_written_form_reads_back_to_the_last_bit(pack):
    scenario = make_scenario(
        pack,
        "retail",
        weights={"rail": 1, "border": 1, "people": 1},
        value_functions={"rail": ValueFunction("gaussian", ((0, 1), (7, 0.5)))},
        exclusions=[],
        on=date(2026, 8, 1),
    )
    text = json.dumps(scenario_to_dict(scenario))
    assert scenario_from_dict(json.loads(text), pack) == scenario


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ([], "JSON object"),
        ({"profil": "freight"}, "Unknown field 'profil'"),
        ({"schema": "geo-app/scenario/9"}, "schema"),
        ({"profile": "casino"}, "Unknown profile 'casino'. This pack has: freight, retail"),
        ({"profile": 3}, "profile"),
        ({"weights": {"luck": 1}}, "Unknown criterion 'luck'"),
        ({"weights": {"rail": -1}}, "'rail' is -1"),
        ({"weights": {"rail": float("nan")}}, "nan"),
        ({"weights": {"rail": "much"}}, "'much'"),
        ({"weights": {"rail": True}}, "True"),
        ({"weights": {"rail": 0}}, "All weights are zero"),
        ({"weights": {}}, "All weights are zero"),
        ({"weights": [1]}, "weights"),
        ({"value_functions": {"luck": {"kind": "linear", "points": [[0, 1], [1, 0]]}}}, "luck"),
        ({"value_functions": {"rail": {"kind": "linear", "points": [[1, 1], [0, 0]]}}}, "increase"),
        ({"exclusions": ["rain"]}, "Unknown exclusion 'rain'"),
        ({"exclusions": "park"}, "exclusions"),
        ({"on": "yesterday"}, "not a date"),
        ({"method": "magic"}, "magic"),
    ],
)
def test_bad_scenario_says_what_was_found(pack, raw, message):
    with pytest.raises(ScenarioError) as caught:
        scenario_from_dict(raw, pack)
    assert message in str(caught.value)


def test_unreadable_files_are_named(tmp_path):
    with pytest.raises(ScenarioError, match="nowhere"):
        read_scenario(tmp_path / "nowhere.json")
    bad = tmp_path / "bad.json"
    bad.write_text("{")
    with pytest.raises(ScenarioError, match="not JSON"):
        read_scenario(bad)


def test_date_message_shows_the_form():
    with pytest.raises(ScenarioError, match="2026-07-31"):
        parse_date("31.07.2026")
