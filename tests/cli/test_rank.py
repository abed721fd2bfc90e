from __future__ import annotations

import json
from datetime import date

import pytest

GOOD = "id,name,lon,lat\na,Alpha,9.9,50.2\nb,Beta,10.4,50.4\n"


def test_default_sites_as_a_table(run):
    code, out, _ = run("rank", "default")
    assert code == 0
    assert out.splitlines()[0].startswith("Rank")
    assert "outside Freeland" in out


def test_json_has_the_published_shape(run, csv):
    code, out, _ = run("rank", csv(GOOD + "c,Gamma,x,50\n"), "--format", "json")
    answer = json.loads(out)
    assert code == 0
    assert answer["schema"] == "geo-app/ranking/1"
    assert list(answer)[:5] == ["schema", "data_version", "scenario", "sites", "rejected"]
    assert {"id", "name", "lon", "lat", "rank", "score", "excluded_by", "accuracy_m", "criteria"} <= set(
        answer["sites"][0]
    )
    criterion = answer["sites"][0]["criteria"]["rail"]
    assert {"raw", "unit", "value", "weight", "contribution"} <= set(criterion)
    assert answer["rejected"][0]["row"] == 3
    assert "x" in answer["rejected"][0]["reason"]
    for site in answer["sites"]:
        assert site["score"] == pytest.approx(sum(c["contribution"] for c in site["criteria"].values()), abs=1e-4)


@pytest.mark.parametrize("fmt", ["table", "csv", "json", "geojson", "gpkg"])
def test_same_question_same_bytes(run, csv, tmp_path, fmt):
    outputs = []
    for name in ("one", "two"):
        out = tmp_path / name
        assert run("rank", csv(GOOD), "--format", fmt, "--out", str(out))[0] == 0
        outputs.append(out.read_bytes())
    assert outputs[0] == outputs[1]
    assert len(outputs[0]) > 100


def test_a_weight_changes_the_order(run, csv):
    path = csv("id,name,lon,lat\nrail,By rail,9.5,50.1\nborder,By border,10.95,50.95\n")
    first = json.loads(
        run("rank", path, "--weight", "rail=100", "--weight", "border=0", "--weight", "people=0", "--format", "json")[1]
    )
    second = json.loads(
        run("rank", path, "--weight", "rail=0", "--weight", "border=100", "--weight", "people=0", "--format", "json")[1]
    )
    assert first["sites"][0]["id"] == "rail"
    assert second["sites"][0]["id"] == "border"


def test_scenario_file_profile_date_and_lifted_exclusion(run, csv, tmp_path):
    scenario = tmp_path / "s.json"
    scenario.write_text(json.dumps({"profile": "freight", "weights": {"rail": 1}}))
    code, out, _ = run(
        "rank",
        csv("name,lon,lat\nAbroad,12,50.5\n"),
        "--scenario",
        str(scenario),
        "--profile",
        "retail",
        "--on",
        "2026-08-01",
        "--allow",
        "abroad",
        "--format",
        "json",
    )
    answer = json.loads(out)
    assert code == 0
    assert answer["scenario"]["profile"] == "retail"
    assert answer["scenario"]["on"] == "2026-08-01"
    assert "abroad" not in answer["scenario"]["exclusions"]
    assert answer["sites"][0]["rank"] == 1


def test_the_scenario_of_an_answer_gives_the_answer_again(run, csv, tmp_path):
    path = csv(GOOD)
    _, first, _ = run("rank", path, "--weight", "rail=10", "--on", "2026-08-01", "--format", "json")
    scenario = tmp_path / "s.json"
    scenario.write_text(json.dumps(json.loads(first)["scenario"]))
    assert run("rank", path, "--scenario", str(scenario), "--format", "json")[1] == first


def test_a_file_without_one_good_row_lists_its_rows(run, csv):
    code, _, err = run("rank", csv("name,lon,lat\nA,x,50\nB,10,\n"))
    assert code == 2
    assert "Row 1" in err
    assert "Row 2" in err


def test_formulas_and_markup_in_names_stay_text(run, csv):
    path = csv('id,name,lon,lat\n1,"=HYPERLINK(""x"")",9.9,50.2\n2,<script>alert(1)</script>,10.4,50.4\n')
    assert "'=HYPERLINK" in run("rank", path, "--format", "csv")[1]
    assert '"=HYPERLINK(\\"x\\")"' in run("rank", path, "--format", "json")[1]
    assert "<script>alert(1)</script>" in run("rank", path, "--format", "table")[1]


def test_robustness_is_added_without_breaking_the_schema(run, csv):
    path = csv(GOOD)
    plain = json.loads(run("rank", path, "--format", "json")[1])
    sure = json.loads(run("rank", path, "--format", "json", "--robustness", "500", "--seed", "2")[1])
    again = json.loads(run("rank", path, "--format", "json", "--robustness", "500", "--seed", "2")[1])
    assert again == sure
    for before, after in zip(plain["sites"], sure["sites"], strict=True):
        found = after.pop("robustness")
        assert after == before
        assert sum(found["acceptability"]) == pytest.approx(1, abs=1e-5)
        assert {"central_weights", "confidence"} <= set(found)
    assert "First in" in run("rank", path, "--robustness", "500")[1]


def test_requirements_exclusions_and_methods(run):
    arguments = ["rank", "default", "--format", "json", "--require", "rail<=30", "--require", "status=operating"]
    answer = json.loads(run(*arguments)[1])
    assert answer["scenario"]["requirements"] == ["rail<=30", "status=operating"]
    assert "status=operating" in {reason for site in answer["sites"] for reason in site["excluded_by"]}
    assert "required: Railway: at most 30 km" in run("rank", "default", "--require", "rail<=30")[1]
    owa = json.loads(run("rank", "default", "--format", "json", "--method", "owa", "--caution", "1")[1])
    assert (owa["scenario"]["method"], owa["scenario"]["caution"]) == ("owa", 1.0)
    allowed = json.loads(run("rank", "default", "--format", "json", "--allow", "abroad", "--exclude", "park")[1])
    assert allowed["scenario"]["exclusions"] == ["moor", "park"]


def test_a_site_is_explained_and_compared(run, csv):
    path = csv(GOOD + "c,Gamma,9.05,50.95\n")
    _, out, _ = run("rank", path, "--explain", "a", "--similar", "b")
    assert "Alpha: Rank" in out
    assert "Most like Beta:" in out
    _, out, err = run("rank", path, "--explain", "c", "--format", "json")
    assert json.loads(out)["sites"]
    assert "Gamma" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--require", "rail<<3"], "rail<<3"),
        (["--require", "cats<=3"], "cats"),
        (["--exclude", "rain"], "rain"),
        (["--explain", "nobody"], "nobody"),
        (["--similar", "nobody"], "nobody"),
        (["--robustness", "-5"], "-5"),
        (["--method", "owa", "--caution", "3"], "3"),
    ],
)
def test_bad_questions_are_told(run, arguments, message):
    code, out, err = run("rank", "default", *arguments)
    assert code == 2
    assert message in err
    assert out == ""


def test_a_weight_is_the_share_that_the_criterion_gets(run, csv):
    path = csv(GOOD)
    answer = json.loads(run("rank", path, "--weight", "rail=40", "--format", "json")[1])
    weights = answer["scenario"]["weights"]
    assert weights["rail"] == 0.4
    assert weights["border"] / weights["people"] == pytest.approx(0.3 / 0.2)
    code, _, error = run("rank", path, "--weight", "rail=60", "--weight", "border=50")
    assert code == 2
    assert "add up to 110 %" in error
    assert run("rank", path, "--weight", "smell=5")[0] == 2


def test_the_date_is_today_unless_a_scenario_pins_it(run, csv, tmp_path):
    path = csv(GOOD)
    answer = json.loads(run("rank", path, "--format", "json")[1])
    assert answer["scenario"]["on"] == date.today().isoformat()
    scenario = tmp_path / "s.json"
    scenario.write_text(json.dumps({"on": "2026-02-03"}))
    answer = json.loads(run("rank", path, "--scenario", str(scenario), "--format", "json")[1])
    assert answer["scenario"]["on"] == "2026-02-03"
    assert "of 2026-01-01, judged on" in run("rank", path)[1]


def test_a_column_of_the_file_is_required_of_its_sites(run, csv):
    path = csv(
        "Наименование участка;lat;lon;Площадь\nAlpha;50.20001;9.90001;12,5 га\nBeta;50.40001;10.40001;8,75 га\n"
        "Gamma;50.30001;10.10001;1 120 га\nИТОГО;;;1 141,25\n"
    )
    code, out, _ = run("rank", path, "--require", "area_ha>=50", "--format", "json")
    answer = json.loads(out)
    ranked = {site["name"]: site["rank"] for site in answer["sites"]}
    assert code == 0
    assert ranked == {"Gamma": 1, "Alpha": None, "Beta": None}
    assert "a row of totals ('ИТОГО')" in answer["rejected"][0]["reason"]


def test_what_a_user_writes_is_shown_as_it_came(run, csv):
    names = ["{{7*7}}", "{0.__class__}", "%s {name} ${x}", "<b>x</b>", "=cmd|' /C calc'!A0"]
    rows = "".join(f'"{name}",50.{k}0001,10.00001\n' for k, name in enumerate(names, 2))
    for fmt in ("table", "csv", "geojson"):
        out = run("rank", csv("name,lat,lon\n" + rows), "--format", fmt)[1]
        assert [name for name in names if name not in out.replace('""', '"')] == []
