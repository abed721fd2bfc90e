from __future__ import annotations

import json
import math

import pytest

from geo_app.core.errors import ScenarioError
from geo_app.core.sites import Site, Sites
from geo_app.ranking.model import Requirement
from geo_app.ranking.rank import rank
from geo_app.ranking.requirements import check_requirement, judge_attribute, judge_interval, parse_requirement
from geo_app.ranking.scenario import make_scenario, scenario_from_dict, scenario_to_dict


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rail<=20", Requirement("rail", "<=", 20.0)),
        (" area_ha >= 50.5 ", Requirement("area_ha", ">=", 50.5)),
        ("status=operating", Requirement("status", "=", "operating")),
    ],
)
def test_form(text, expected):
    assert parse_requirement(text) == expected
    assert parse_requirement(str(expected)) == expected


@pytest.mark.parametrize("text", ["", "rail", "rail<20", "rail<=near", "rail<=nan", "<=3", "rail<=", "ra il<=3"])
def test_other_forms_are_refused_and_shown(text):
    with pytest.raises(ScenarioError) as caught:
        parse_requirement(text)
    assert repr(text) in str(caught.value)


def test_unknown_names_are_told_with_known_ones(pack):
    with pytest.raises(ScenarioError, match="area_ha") as caught:
        check_requirement(Requirement("cats", "<=", 3), pack)
    assert "rail" in str(caught.value)
    with pytest.raises(ScenarioError, match="<= or >="):
        check_requirement(Requirement("rail", "=", "3"), pack)


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        ((10, 10, 10), ("met", False)),
        ((30, 30, 30), ("failed", False)),
        ((10, 5, 25), ("met", True)),
        ((22, 15, 30), ("failed", True)),
        ((20, 20, 20), ("met", False)),
        ((math.nan, math.nan, math.nan), ("open", True)),
    ],
)
def test_measured_value_against_a_bound(interval, expected):
    assert judge_interval(Requirement("rail", "<=", 20.0), *interval) == expected


@pytest.mark.parametrize(
    ("requirement", "attributes", "expected"),
    [
        (Requirement("area_ha", ">=", 50.0), {"area_ha": 60}, "met"),
        (Requirement("area_ha", ">=", 50.0), {"area_ha": 40.0}, "failed"),
        (Requirement("area_ha", ">=", 50.0), {"area_ha": None}, "open"),
        (Requirement("area_ha", ">=", 50.0), {"area_ha": math.nan}, "open"),
        (Requirement("area_ha", ">=", 50.0), {"area_ha": "wide"}, "open"),
        (Requirement("area_ha", ">=", 50.0), {}, "open"),
        (Requirement("status", "=", "operating"), {"status": "operating"}, "met"),
        (Requirement("status", "=", "operating"), {"status": "planned"}, "failed"),
        (Requirement("status", "=", "operating"), {"status": "unknown"}, "open"),
    ],
)
def test_attribute_against_a_bound(requirement, attributes, expected):
    assert judge_attribute(requirement, attributes) == expected


def ranked(pack, *texts, **options):
    places = (
        Site("near", "near", 9.5, 50.1, attributes={"status": "operating", "area_ha": 60.0}),
        Site("far", "far", 9.5, 50.9, attributes={"status": "planned", "area_ha": None}),
    )
    scenario = make_scenario(pack, requirements=map(parse_requirement, texts), **options)
    return {item.site.id: item for item in rank(Sites(places), scenario, pack).sites}


def test_a_site_that_fails_is_named_and_not_ranked(pack):
    found = ranked(pack, "rail<=20", "status=operating")
    assert found["near"].rank == 1
    assert found["far"].excluded_by == ("rail<=20", "status=operating")
    assert found["far"].rank is None


def test_unknown_is_doubt_never_no(pack):
    found = ranked(pack, "area_ha>=50")
    assert found["far"].rank is not None
    assert found["far"].doubts == ("area_ha>=50",)
    assert found["near"].doubts == ()


def test_a_requirement_on_an_unweighted_criterion_is_measured_but_gives_no_points(pack):
    found = ranked(pack, "rail<=20", weights={"people": 1})
    assert found["far"].excluded_by == ("rail<=20",)
    assert set(found["near"].criteria) == {"people"}


@pytest.mark.parametrize(("method", "caution"), [("topsis", 0.0), ("owa", 0.0), ("owa", 1.0)])
def test_other_methods_rank_the_same_values(pack, method, caution):
    found = ranked(pack, method=method, caution=caution)
    assert min(item.rank for item in found.values()) == 1
    weakest = min(found["near"].criteria.values(), key=lambda c: c.value).value
    if (method, caution) == ("owa", 1.0):
        assert found["near"].score == pytest.approx(100 * weakest, abs=1e-5)
    if (method, caution) == ("owa", 0.0):
        assert found["near"].score == pytest.approx(
            sum(c.contribution for c in found["near"].criteria.values()), abs=1e-5
        )


@pytest.mark.parametrize(("method", "caution"), [("magic", 0), ("owa", 2), ("owa", -1), ("owa", "much"), ("owa", True)])
def test_unknown_method_or_caution_is_refused(pack, method, caution):
    with pytest.raises(ScenarioError):
        make_scenario(pack, method=method, caution=caution)


def test_requirements_and_method_are_part_of_the_scenario(pack):
    scenario = make_scenario(
        pack,
        requirements=[parse_requirement("rail<=20"), parse_requirement("status=operating")],
        method="owa",
        caution=0.3,
    )
    assert scenario_from_dict(json.loads(json.dumps(scenario_to_dict(scenario))), pack) == scenario
