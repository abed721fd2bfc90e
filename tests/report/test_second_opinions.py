from __future__ import annotations

import pytest

from geo_app.core.i18n import LANGUAGES, translator
from geo_app.intake.sites import default_sites
from geo_app.ranking.analysis import second_opinions
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.report.second_opinions import METHOD_NAMES, opinion_sentences


@pytest.fixture(scope="module")
def ranking(pack):
    return rank(default_sites(pack), make_scenario(pack, "freight"), pack)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_other_method_has_a_sentence(ranking, language):
    t = translator(language)
    sentences = opinion_sentences(ranking, t)
    opinions = second_opinions(ranking, 0.5)
    assert len(sentences) == len(opinions) == len(METHOD_NAMES) - 1
    for sentence, opinion in zip(sentences, opinions, strict=True):
        assert t(METHOD_NAMES[opinion.method]) in sentence


def test_a_sentence_says_whether_the_first_is_the_same(ranking):
    first = {item.site.id for item in ranking.sites if item.rank == 1}
    for sentence, opinion in zip(
        opinion_sentences(ranking, translator("en")), second_opinions(ranking, 0.5), strict=True
    ):
        assert ("has the same first" in sentence) == (set(opinion.first) == first)
        for site in opinion.first:
            assert set(opinion.first) == first or f"{site} en" in sentence
