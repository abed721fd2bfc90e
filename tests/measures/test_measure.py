"""What a criterion measures where site and feature are known only by a point that they share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from geo_app.core.sites import Site, Sites
from geo_app.measures.measure import measure_criterion
from geo_app.ranking.model import Requirement
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario


def grouped(pack, **groups):
    """Border crossings stand in at points that carry these groups."""
    frame = pack.layers["border"].frame
    column = [groups.get(name) for name in frame.index]
    layer = replace(pack.layers["border"], frame=frame.assign(position_group=column, accuracy_m=5_000.0))
    return replace(pack, layers={**pack.layers, "border": layer})


def at_crossing(pack, accuracy_m, group):
    spot = pack.layers["border"].frame.loc["b2"].geometry
    return Site("x", "X", spot.x, spot.y, accuracy_m, layer="works", attributes={"position_group": group})


def test_a_distance_to_what_shares_the_stand_in_is_unknown_and_not_0(pack):
    told = grouped(pack, b2="town other")
    sites = Sites((at_crossing(pack, 10_000.0, "town"), at_crossing(pack, 10_000.0, "village")))
    found = measure_criterion(sites, told.criteria["border"], told, date(2026, 9, 1))
    assert np.isnan(found.raw[0])
    assert found.raw[1] == 0
    assert found.low.tolist() == [0, 0]
    assert found.high.tolist() == [15, 15]
    assert found.features[found.feature[0]].id == "b2"


def test_its_value_is_the_expectation_and_a_doubt_within_what_it_can_be(pack):
    told = grouped(pack, b2="town")
    scenario = make_scenario(told, weights={"border": 1}, exclusions=[], on=date(2026, 9, 1))
    shared, apart = (
        rank(Sites((at_crossing(pack, 10_000.0, group),)), scenario, told).sites[0] for group in ("town", "village")
    )
    assert shared.criteria["border"].raw is None
    assert shared.doubts == ("border",)
    assert apart.doubts == ()
    assert shared.score == apart.score
    assert (shared.score_low, shared.score_high) == (apart.score_low, apart.score_high)


def test_a_requirement_is_judged_by_what_it_can_be(pack):
    told = grouped(pack, b2="town")
    sites = Sites((at_crossing(pack, 10_000.0, "town"),))
    for bound, doubts in ((20.0, ("border",)), (3.0, ("border<=3", "border"))):
        required = (Requirement("border", "<=", bound),)
        scenario = make_scenario(told, weights={"border": 1}, exclusions=[], requirements=required, on=date(2026, 9, 1))
        (found,) = rank(sites, scenario, told).sites
        assert (found.rank, found.doubts) == (1, doubts)
