from __future__ import annotations

import pytest

from geo_app.cli.answers import explanation_text, similar_text
from geo_app.core.i18n import LANGUAGES, translator
from geo_app.intake.sites import default_sites
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.report.text import Wording


@pytest.fixture(scope="module")
def ranking(pack):
    return rank(default_sites(pack), make_scenario(pack, "freight"), pack)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_explanation_names_site_score_and_every_criterion(ranking, pack, language):
    wording = Wording(pack, translator(language))
    best = ranking.sites[0]
    text = explanation_text(ranking, wording, best.site.id)
    assert wording.t.number(best.score, 1) in text
    for criterion in ranking.scenario.weights:
        assert wording.t.pick(pack.criteria[criterion].titles) in text


def test_the_most_alike_come_first(ranking, pack):
    wording = Wording(pack, translator("en"))
    first = ranking.sites[0].site
    lines = similar_text(ranking, wording, first.id).splitlines()
    assert lines[0] == f"Most like {first.name}:"
    distances = [float(line.split("distance ")[1].split(";")[0]) for line in lines[1:]]
    assert distances == sorted(distances)
    assert len(distances) >= 1
