"""What the tests of the map share."""

from __future__ import annotations

import pytest

from geo_app.core.i18n import Translator, translator
from geo_app.core.sites import Site, Sites
from geo_app.intake.sites import default_sites
from geo_app.ranking.model import Ranking
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.region.model import RegionPack


@pytest.fixture(scope="session")
def t() -> Translator:
    return translator("en")


@pytest.fixture(scope="session")
def ranking(pack: RegionPack) -> Ranking:
    return ranked(pack)


def ranked(pack: RegionPack, *more: Site) -> Ranking:
    """Rank the pack's own candidates, and more sites, by its first profile."""
    return rank(Sites((*default_sites(pack).sites, *more)), make_scenario(pack), pack)
