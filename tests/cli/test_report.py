"""Reports of the command line: each format is written, holds the ranking, and refuses what it cannot do in words."""

from __future__ import annotations

import json
from io import BytesIO

import openpyxl
import pytest
from pypdf import PdfReader

SITES = "id,name,lon,lat\na,Alpha,9.9,50.2\nb,Beta,10.4,50.4\n"
BEGINS = {"pdf": b"%PDF", "pptx": b"PK", "xlsx": b"PK", "png": b"\x89PNG", "svg": b"<svg", "gpkg": b"SQLite format 3"}


@pytest.mark.parametrize("fmt", ["pdf", "pptx", "xlsx", "html", "png", "svg", "kml", "gpkg"])
def test_each_format_is_written(run, csv, tmp_path, fmt):
    out = tmp_path / f"report.{fmt}"
    code, said, wrong = run("report", csv(SITES), "--format", fmt, "--language", "ru", "--out", str(out))
    assert code == 0, wrong
    assert str(out) in said
    assert out.read_bytes().lstrip()[:200].count(BEGINS.get(fmt, b"")) >= 1


def test_a_dossier_tells_of_its_site_and_several_have_a_file_each(run, csv, tmp_path):
    out = tmp_path / "dossier.pdf"
    assert run("report", csv(SITES), "--site", "a", "--out", str(out))[0] == 0
    assert "Alpha" in "".join(page.extract_text() for page in PdfReader(out).pages)
    assert run("report", csv(SITES), "--site", "a", "--site", "b", "--out", str(out))[0] == 0
    assert {path.name for path in tmp_path.glob("dossier-*.pdf")} == {"dossier-1.pdf", "dossier-2.pdf"}


@pytest.mark.parametrize("options", [("--site", "nowhere"), ("--site", "a", "--format", "xlsx")])
def test_what_cannot_be_reported_is_refused_before_anything_is_written(run, csv, tmp_path, options):
    out = tmp_path / "out"
    code, _, wrong = run("report", csv(SITES), *options, "--out", str(out))
    assert code == 2 and wrong and not list(tmp_path.glob("out*"))


def test_a_workbook_has_the_ranks_and_scores_of_the_json(run, csv, tmp_path):
    path, out = csv(SITES), tmp_path / "ranking.xlsx"
    run("report", path, "--format", "xlsx", "--out", str(out), "--weight", "rail=60")
    told = json.loads(run("rank", path, "--format", "json", "--weight", "rail=60")[1])
    cells = {str(cell.value) for row in openpyxl.load_workbook(BytesIO(out.read_bytes())).worksheets[0] for cell in row}
    assert {site["name"] for site in told["sites"]} <= cells


def test_a_ranking_that_was_written_is_a_scenario_and_so_is_toml(run, csv, tmp_path):
    path, saved = csv(SITES), tmp_path / "ranking.json"
    first = run("rank", path, "--weight", "rail=60", "--method", "owa", "--require", "rail<=900", "--format", "json")[1]
    saved.write_text(first, encoding="utf-8")
    assert json.loads(run("rank", path, "--scenario", str(saved), "--format", "json")[1]) == json.loads(first)
    scenario = tmp_path / "scenario.toml"
    assert run("rank", path, "--scenario", str(saved), "--format", "toml", "--out", str(scenario))[0] == 0
    assert json.loads(run("rank", path, "--scenario", str(scenario), "--format", "json")[1]) == json.loads(first)


def test_a_scenario_that_is_no_toml_is_refused_with_its_line(run, csv, tmp_path):
    scenario = tmp_path / "scenario.toml"
    scenario.write_text("profile = = 1\n", encoding="utf-8")
    code, _, wrong = run("rank", csv(SITES), "--scenario", str(scenario))
    assert code == 2 and "TOML" in wrong and "line 1" in wrong
