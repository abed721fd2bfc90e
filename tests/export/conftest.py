from __future__ import annotations

import pytest

from geo_app.core.sites import Site, Sites
from geo_app.ranking.analysis import robustness
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario

HOSTILE = '<img src=x onerror="alert(1)"> #let x = 1 \u200b😀'


@pytest.fixture(scope="module")
def ranking(pack):
    """Three sites, one of them with a name made to do harm, one outside the region."""
    sites = (
        Site("a", "=1+1", 9.9, 50.2),
        Site("b", HOSTILE, 10.4, 50.4, 15_000.0),
        Site("c", "Ausland", 12.0, 50.5),
    )
    return rank(Sites(sites), make_scenario(pack), pack)


@pytest.fixture(scope="module")
def robustness_by_site(ranking, pack):
    """How sure their ranks are."""
    return robustness(ranking, pack, draws=500)
