"""What the Method page says of criteria that overlap."""

from __future__ import annotations

import numpy as np

from geo_app.core.i18n import translator
from geo_app.core.sites import Sites
from geo_app.intake.sites import default_sites
from geo_app.measures.measurer import Measurer
from geo_app.ranking.correlation import correlate_criteria
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.report.correlations import correlation_text
from geo_app.report.method import method_html
from geo_app.report.text import Wording

T = translator("en")


def test_of_no_sites_nothing_is_said(pack):
    nothing = rank(Sites(()), make_scenario(pack), pack)
    assert correlation_text(nothing, Wording(pack, T)) is None
    assert "Criteria that overlap" not in method_html(nothing, Wording(pack, T))


def test_the_shipped_pack_tells_its_overlaps_and_its_profiles_hold_no_doubles(region):
    measurer = Measurer()
    ranking = rank(default_sites(region), make_scenario(region), region, measurer=measurer)
    found = correlate_criteria(ranking, region, measurer)
    told = correlation_text(ranking, Wording(region, T), measurer)
    assert told is not None
    titles = {name: criterion.titles["en"] for name, criterion in region.criteria.items()}
    assert [row.title for row in told.rows] == list(titles.values())
    assert told.rows[3].cells[1] == (T.number(float(found.matrix[3, 1]), 2), abs(found.matrix[3, 1]) >= 0.7)
    assert any(titles["solar_resource"] in text for text in told.flat)
    # From 0.9 on one criterion is the other one's double.
    for profile in region.profiles.values():
        pairs = found.pairs(frozenset(weight.criterion for weight in profile.weights))
        assert all(abs(r) < 0.9 for *_, r in pairs), (profile.id, pairs)
    assert any(abs(r) >= 0.9 for *_, r in found.pairs())
    page = method_html(ranking, Wording(region, T), measurer)
    assert all(pairs in page for _, pairs in told.profiles)
    assert np.isfinite(found.matrix).all()
