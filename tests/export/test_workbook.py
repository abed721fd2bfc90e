from __future__ import annotations

import csv
import io
import shutil
import subprocess

import pytest
from openpyxl import load_workbook

from geo_app.core.i18n import LANGUAGES, translator
from geo_app.core.sites import Sites
from geo_app.export.workbook import to_workbook
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.report.text import Wording

EN = translator("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_is_on_the_sheet(ranking, pack, robustness_by_site, language):
    book = load_workbook(io.BytesIO(to_workbook(ranking, Wording(pack, translator(language)), robustness_by_site)))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    ranked = [item for item in ranking.sites if item.rank]
    assert [row[3] for row in rows] == [item.site.id for item in ranked]
    for row, item in zip(rows, ranked, strict=True):
        assert list(row[5 : 5 + len(item.criteria)]) == pytest.approx([found.value for found in item.criteria.values()])


def test_a_name_never_becomes_a_formula(ranking, pack):
    book = load_workbook(io.BytesIO(to_workbook(ranking, Wording(pack, EN))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert cells
    assert all(cell.data_type == "s" for cell in cells)


def test_the_same_ranking_is_the_same_bytes(ranking, pack):
    assert to_workbook(ranking, Wording(pack, EN)) == to_workbook(ranking, Wording(pack, EN))


def test_a_method_that_looks_at_the_list_has_numbers_and_no_formulas(pack, ranking):
    sites = Sites(tuple(item.site for item in ranking.sites))
    found = rank(sites, make_scenario(pack, method="topsis"), pack)
    book = load_workbook(io.BytesIO(to_workbook(found, Wording(pack, EN))))
    assert book.worksheets[0]["B2"].value == pytest.approx(found.sites[0].score)
    assert {row[0] for row in book["Measurements"].iter_rows(min_row=2, min_col=9, max_col=9, values_only=True)} == {
        None
    }


def test_points_on_the_sheet_add_up_to_the_score_shown(ranking, pack):
    sheet = load_workbook(io.BytesIO(to_workbook(ranking, Wording(pack, EN))))["Measurements"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    for item in ranking.sites:
        if item.rank:
            points = [row[8] for row in rows if row[0] == item.rank]
            assert sum(points) == pytest.approx(round(item.score, 1))


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice on this machine to recalculate the workbook")
def test_another_program_calculates_the_same_scores(ranking, pack, tmp_path):
    (tmp_path / "r.xlsx").write_bytes(to_workbook(ranking, Wording(pack, EN)))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    command.append("csv:Text - txt - csv (StarCalc):44,34,76")
    subprocess.run([*command, "--outdir", str(tmp_path), "r.xlsx"], cwd=tmp_path, check=True, capture_output=True)
    with (tmp_path / "r.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    ranked = [item for item in ranking.sites if item.rank]
    assert [int(row["Rank"]) for row in rows] == [item.rank for item in ranked]
    assert [float(row["Score"]) for row in rows] == pytest.approx([item.score for item in ranked], abs=0.051)
