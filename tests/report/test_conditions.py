from __future__ import annotations

from geo_app.core.i18n import translator
from geo_app.intake.sites import default_sites
from geo_app.ranking.rank import rank
from geo_app.ranking.requirements import parse_requirement
from geo_app.ranking.scenario import make_scenario
from geo_app.report.conditions import funnel_lines, subjects
from geo_app.report.text import Wording

T = translator("en")


def test_what_can_be_required_is_what_candidates_have_and_every_criterion(pack):
    found = {subject.id: subject for subject in subjects(Wording(pack, T))}
    assert list(found) == ["status", "area_ha", "rail", "border", "people"]
    assert found["status"].codes == {"operating": "operating", "planned": "planned"}
    assert (found["area_ha"].title, found["area_ha"].unit) == ("Area", "ha")
    assert (found["rail"].title, found["rail"].unit) == ("Railway", "km")


def test_the_funnel_ends_with_the_ranked_sites(pack):
    scenario = make_scenario(pack, "freight", requirements=[parse_requirement("area_ha>=20")])
    ranking = rank(default_sites(pack), scenario, pack)
    lines = funnel_lines(ranking, Wording(pack, T))
    total = len(ranking.sites)
    left = total
    for line in lines:
        left -= line.removed
        assert (line.left, line.share) == (left, left / total)
        assert len([name for name in line.removed_names.split(", ") if name]) == line.removed
    assert left == sum(item.rank is not None for item in ranking.sites)
    assert lines[-1].condition == "required: Area: at least 20 ha"


def test_unknown_is_doubtful_and_not_removed(pack):
    scenario = make_scenario(pack, "freight", requirements=[parse_requirement("area_ha>=20")], exclusions=[])
    (line,) = funnel_lines(rank(default_sites(pack), scenario, pack), Wording(pack, T))
    assert (line.removed_names, line.doubtful_names) == ("w3 en, w4 en", "w2 en")
