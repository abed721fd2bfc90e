"""The funnel from all sites to the ranked ones."""

from __future__ import annotations

from geo_app.core.sites import Site, Sites
from geo_app.intake.sites import default_sites
from geo_app.ranking.funnel import funnel
from geo_app.ranking.model import Requirement
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario


def test_what_the_last_step_leaves_is_ranked(pack):
    demands = [Requirement("rail", "<=", 30.0), Requirement("area_ha", ">=", 50.0)]
    ranking = rank(default_sites(pack), make_scenario(pack, requirements=demands), pack)
    steps = funnel(ranking)
    assert [step.condition for step in steps] == [*ranking.scenario.exclusions, "rail<=30", "area_ha>=50"]
    assert steps[-1].left == sum(item.rank is not None for item in ranking.sites)
    left = len(ranking.sites)
    for step in steps:
        assert step.left == left - len(step.removed)
        assert not set(step.doubtful) & set(step.removed)
        left = step.left


def test_a_site_is_removed_once_by_the_first_condition_that_it_fails(pack):
    far = Sites((Site("far", "far", 30.0, 10.0, 0.0),))
    demands = [Requirement("rail", "<=", 1.0), Requirement("rail", "<=", 2.0)]
    steps = funnel(rank(far, make_scenario(pack, exclusions=[], requirements=demands), pack))
    assert [step.removed for step in steps] == [("far",), ()]


def test_what_is_not_known_stays_and_is_told(pack):
    unknown = Sites((Site("unknown", "unknown", 9.5, 50.4, 0.0),))
    ranking = rank(
        unknown,
        make_scenario(pack, exclusions=[], requirements=[Requirement("area_ha", ">=", 50.0)]),
        pack,
    )
    (step,) = funnel(ranking)
    assert (step.removed, step.doubtful, step.left) == ((), ("unknown",), 1)


def test_without_conditions_there_is_no_step(pack):
    assert funnel(rank(default_sites(pack), make_scenario(pack, exclusions=[]), pack)) == ()
