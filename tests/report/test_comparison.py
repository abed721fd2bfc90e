"""Sites against each other in words."""

from __future__ import annotations

import pytest

from geo_app.core.errors import ScenarioError
from geo_app.core.i18n import translator
from geo_app.intake.sites import default_sites
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.report.comparison import compare, similar_sites, why_before
from geo_app.report.text import Wording

T = translator("en")


@pytest.fixture(scope="module")
def ranking(pack):
    return rank(default_sites(pack), make_scenario(pack), pack)


def ranked(ranking):
    return [item.site.id for item in ranking.sites if item.rank is not None]


def test_compared_sites_stand_in_the_order_asked_for_with_letters(ranking, pack):
    chosen = list(reversed(ranked(ranking)))[:2]
    found = compare(ranking, [*chosen, "nobody"], {}, Wording(pack, T))
    assert [site.letter for site in found.sites] == ["A", "B"]
    assert all(len(row.cells) == 2 for row in found.rows)
    assert len(found.rows) == len(ranking.scenario.weights)


def test_the_best_of_a_criterion_is_marked_only_where_sites_differ(ranking, pack):
    chosen = ranked(ranking)[:2]
    by_id = {item.site.id: item for item in ranking.sites}
    for row, name in zip(
        compare(ranking, chosen, {}, Wording(pack, T)).rows,
        sorted(ranking.scenario.weights, key=lambda name: -ranking.scenario.weights[name]),
        strict=True,
    ):
        values = [by_id[site].criteria[name].value for site in chosen]
        assert [cell.best for cell in row.cells] == [value == max(values) and len(set(values)) > 1 for value in values]


def test_the_lead_is_told_from_the_better_one_whichever_is_asked_first(ranking, pack):
    first, *_, last = ranked(ranking)
    one, two = (why_before(ranking, a, b, Wording(pack, T)) for a, b in ((first, last), (last, first)))
    assert one == two
    by_id = {item.site.id: item for item in ranking.sites}
    lead = by_id[first].score - by_id[last].score
    assert one.sentences[0] == f"{one.better} is {lead:.1f} points ahead of {one.other}."
    total = sum(float(line.points.replace("−", "-")) for line in one.lines)
    assert total == pytest.approx(lead, abs=0.06 * len(one.lines))


def test_a_site_and_its_copy_are_told_to_be_alike(ranking, pack):
    first = ranked(ranking)[0]
    lead = why_before(ranking, first, first, Wording(pack, T))
    assert lead.lines == ()
    assert "same points" in lead.sentences[0]


def test_an_unranked_site_is_refused(ranking, pack):
    with pytest.raises(ScenarioError, match="No ranked site"):
        why_before(ranking, ranked(ranking)[0], "nobody", Wording(pack, T))


def test_similar_sites_come_nearest_first_without_the_site_itself(ranking, pack):
    first = ranked(ranking)[0]
    found = similar_sites(ranking, first, Wording(pack, T))
    assert found
    assert first not in [site.id for site in found]
    assert [site.alike for site in found] == sorted((site.alike for site in found), reverse=True)
    assert all(0 <= site.alike <= 1 for site in found)
