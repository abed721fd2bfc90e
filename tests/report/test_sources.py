from __future__ import annotations

from dataclasses import replace

from geo_app.core.i18n import translator
from geo_app.core.sites import Site, Sites
from geo_app.intake.sites import default_sites
from geo_app.ranking.rank import rank
from geo_app.ranking.requirements import parse_requirement
from geo_app.ranking.scenario import make_scenario
from geo_app.report.sources import attributions, used_layers
from geo_app.report.text import Wording


def ids(ranking, pack):
    return {layer.id for layer in used_layers(ranking, pack)}


def test_layers_of_sites_criteria_and_exclusions_are_used(pack):
    ranking = rank(default_sites(pack), make_scenario(pack, "freight"), pack)
    assert ids(ranking, pack) == {"works", "rail", "border", "people", "park", "moor", "region"}


def test_a_layer_that_nothing_reads_is_not_used(pack):
    own = Sites((Site("a", "A", 9.5, 50.5),))
    scenario = make_scenario(pack, "retail", exclusions=[])
    assert ids(rank(own, scenario, pack), pack) == {"people"}


def test_a_requirement_uses_its_criterion_s_layer(pack):
    own = Sites((Site("a", "A", 9.5, 50.5),))
    scenario = make_scenario(pack, "retail", exclusions=[], requirements=[parse_requirement("rail<=20")])
    assert ids(rank(own, scenario, pack), pack) == {"people", "rail"}


def test_both_layers_of_a_two_step_criterion_are_used(pack):
    two_step = replace(
        pack.criteria["people"], measure="two_step", demand_layer="border", demand_column="accuracy_m", id="people"
    )
    wider = replace(pack, criteria=pack.criteria | {"people": two_step})
    ranking = rank(Sites((Site("a", "A", 9.5, 50.5),)), make_scenario(pack, "retail", exclusions=[]), pack)
    assert ids(ranking, wider) == {"people", "border"}


def test_each_source_is_named_once_with_its_licence(pack):
    ranking = rank(default_sites(pack), make_scenario(pack, "freight"), pack)
    assert attributions(ranking, Wording(pack, translator("en"))) == "nobody (MIT)"
