"""Which criteria say the same of the sites, and which say nothing."""

from __future__ import annotations

import numpy as np
import pytest

from geo_app.core.sites import Site, Sites
from geo_app.ranking.correlation import candidates, correlate, correlate_criteria
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario

SITES = Sites(tuple(Site(f"s{k}", f"S{k}", 9.1 + 0.2 * k, 50.1 + 0.05 * k**2 % 0.8) for k in range(8)))


def test_r_is_that_of_numpy():
    rng = np.random.default_rng(4)
    values = {name: rng.random(30) for name in "abc"}
    values["d"] = 0.2 + 0.5 * values["a"]
    values["e"] = 1 - values["b"]
    found = correlate(values)
    assert found.matrix == pytest.approx(np.corrcoef(list(values.values())), abs=1e-12)
    assert found.deviation == pytest.approx([column.std() for column in values.values()])
    assert found.pairs() == [("a", "d", pytest.approx(1)), ("b", "e", pytest.approx(-1))]
    assert found.pairs(frozenset("abc")) == []


def test_what_is_the_same_everywhere_goes_with_nothing_and_is_told_as_flat():
    found = correlate({"flat": np.full(5, 0.3), "other": np.linspace(0, 1, 5), "nearly": np.linspace(0.5, 0.51, 5)})
    assert np.isnan(found.matrix[0]).all()
    assert [name for name, _ in found.flat()] == ["flat", "nearly"]
    assert found.pairs() == [("other", "nearly", pytest.approx(1))]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_of_two_sites_nothing_can_be_said(count):
    found = correlate({"a": np.linspace(0, 1, count), "b": np.linspace(1, 0, count)})
    assert found.sites == count
    assert found.pairs() == [] and found.flat() == []


def test_weights_do_not_change_what_overlaps(pack):
    one = rank(SITES, make_scenario(pack, weights={"rail": 1}), pack)
    other = rank(SITES, make_scenario(pack, weights={"people": 1}), pack)
    assert candidates(one).sites == candidates(other).sites == SITES.sites
    assert np.array_equal(correlate_criteria(one, pack).matrix, correlate_criteria(other, pack).matrix, equal_nan=True)
    assert correlate_criteria(one, pack).criteria == tuple(pack.criteria)
