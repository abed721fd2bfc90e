from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from geo_app.core.errors import SitesError
from geo_app.core.i18n import LANGUAGES, translator
from geo_app.export.dossier import shortlist_report, site_dossier
from geo_app.report.explanation import explain
from geo_app.report.text import Wording


def read(content: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    return reader, re.sub(r"\s+", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dossier_has_the_numbers_of_the_screen(ranking, pack, robustness_by_site, language):
    wording = Wording(pack, translator(language))
    item = ranking.sites[0]
    explanation = explain(item, ranking, wording)
    _, text = read(site_dossier(ranking, wording, item.site.id, robustness_by_site))
    for expected in (
        explanation.place,
        explanation.score,
        *(part for line in explanation.lines for part in (line.title, line.raw)),
    ):
        assert re.sub(r"\s+", "", expected) in text, expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shortlist_names_every_ranked_site_with_its_score(ranking, pack, robustness_by_site, language):
    wording = Wording(pack, translator(language))
    _, text = read(shortlist_report(ranking, wording, robustness_by_site))
    for item in ranking.sites:
        if item.rank:
            assert wording.t.number(item.score, 1) in text


def test_a_dossier_is_tagged_titled_and_in_its_language(ranking, pack):
    reader, _ = read(site_dossier(ranking, Wording(pack, translator("kk")), "a"))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "kk"
    assert reader.metadata.title.startswith("=1+1")


def test_a_hostile_name_is_shown_as_text(ranking, pack):
    _, text = read(site_dossier(ranking, Wording(pack, translator("en")), "b"))
    assert '<imgsrc=xonerror="alert(1)">#letx=1' in text
    assert "😀" not in text  # no font of the package has it; an accessible document shows every character


def test_kazakh_and_chinese_letters_are_there(ranking, pack):
    _, text = read(site_dossier(ranking, Wording(pack, translator("zh")), "a"))
    assert "地块档案" in text
    _, text = read(site_dossier(ranking, Wording(pack, translator("kk")), "a"))
    assert "құжаттамасы" in text


def test_a_link_is_printed_with_a_code(ranking, pack):
    link = "http://localhost:8501/?s=abc"
    reader, text = read(site_dossier(ranking, Wording(pack, translator("en")), "a", link=link))
    assert link in text
    targets = [a.get_object()["/A"]["/URI"] for page in reader.pages for a in page.get("/Annots", [])]
    assert link in targets


def test_an_unknown_site_is_refused(ranking, pack):
    with pytest.raises(SitesError, match="No site has the id 'x'"):
        site_dossier(ranking, Wording(pack, translator("en")), "x")


def test_the_same_ranking_is_the_same_bytes(ranking, pack, robustness_by_site):
    wording = Wording(pack, translator("ru"))
    assert site_dossier(ranking, wording, "a", robustness_by_site) == site_dossier(
        ranking, wording, "a", robustness_by_site
    )
