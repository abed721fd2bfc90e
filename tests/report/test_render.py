from __future__ import annotations

from dataclasses import replace

import pytest
from jinja2 import UndefinedError

from geo_app.core.i18n import LANGUAGES, translator
from geo_app.intake.sites import default_sites
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.report.explanation import explain
from geo_app.report.render import render
from geo_app.report.text import Wording

TEMPLATE = "explanation.html"


@pytest.fixture(scope="module")
def ranking(pack):
    return rank(default_sites(pack), make_scenario(pack, "freight"), pack)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_is_filled_in_every_language(ranking, pack, language):
    t = translator(language)
    item = explain(ranking.sites[0], ranking, Wording(pack, t))
    assert item.name in render(TEMPLATE, t, site=item, widest=1.0, sure=None)


def test_what_a_user_wrote_stays_text(ranking, pack):
    t = translator("en")
    item = replace(explain(ranking.sites[0], ranking, Wording(pack, t)), name="<script>alert(1)</script>")
    html = render(TEMPLATE, t, site=item, widest=1.0, sure=None)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_template_that_lacks_something_fails():
    with pytest.raises(UndefinedError):
        render(TEMPLATE, translator("en"))
