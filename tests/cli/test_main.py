from __future__ import annotations

import json
import subprocess
import sys

import pytest

from geo_app.cli.main import main
from tests.packs import write_pack


@pytest.fixture
def run(pack_folder, monkeypatch, capsysbinary):
    """Run a command on the invented pack; return exit code, output and messages."""
    monkeypatch.setenv("GEO_APP_LAYERS", str(pack_folder))

    def call(*arguments):
        code = main(list(arguments))
        out, err = capsysbinary.readouterr()
        return code, out.decode(), err.decode()

    return call


@pytest.fixture
def csv(tmp_path):
    def write(text, name="sites.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


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


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rank", "nowhere.csv"], "nowhere.csv"),
        (["rank", "default", "--profile", "casino"], "casino"),
        (["rank", "default", "--weight", "luck=3"], "luck"),
        (["rank", "default", "--weight", "rail"], "CRITERION=NUMBER"),
        (["rank", "default", "--weight", "rail=-3"], "-3"),
        (["rank", "default", "--weight", "rail=nan"], "nan"),
        (["rank", "default", "--allow", "rain"], "rain"),
        (["rank", "default", "--on", "soon"], "soon"),
        (["rank", "default", "--scenario", "nowhere.json"], "nowhere.json"),
        (["rank", "default", "--layers", "nowhere"], "nowhere"),
        (["rank", "default", "--out", "/nowhere/at/all"], "/nowhere/at/all"),
        (["layers", "list", "--layers", "nowhere"], "nowhere"),
        (["layers", "check", "--layers", "nowhere"], "nowhere"),
    ],
)
def test_bad_input_is_told_to_a_person_with_exit_code_2(run, arguments, message):
    code, _, err = run(*arguments)
    assert code == 2
    assert message in err
    assert "Traceback" not in err


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


def test_layers_list_and_check(run):
    code, out, _ = run("layers", "list", "--format", "json")
    assert code == 0
    assert {layer["id"] for layer in json.loads(out)["layers"]} >= {"region", "works", "rail"}
    assert "works" in run("layers", "list")[1]
    assert run("layers", "check")[0] == 0


def test_language_of_messages_follows_the_setting(run, monkeypatch):
    monkeypatch.setenv("GEO_APP_LANGUAGE", "tlh")
    code, _, err = run("rank", "default")
    assert code == 2
    assert "tlh" in err


def test_installed_command_answers():
    done = subprocess.run(
        [sys.executable, "-m", "geo_app.cli", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("geo-app ")


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


OWN = {"type": "Point", "coordinates": [9.5, 50.5]}
IMPORT = ["--id", "own", "--title", "Own", "--source", "me", "--as-of", "2026"]


@pytest.fixture
def own_pack(tmp_path):
    (tmp_path / "own.geojson").write_text(json.dumps(OWN))
    return str(write_pack(tmp_path / "pack")), str(tmp_path / "own.geojson")


def test_an_imported_layer_is_listed_sound_and_ranks(run, own_pack):
    pack, file = own_pack
    code, out, err = run("layers", "import", file, *IMPORT, "--criterion", "nearest", "--layers", pack)
    assert code == 0
    assert "own with 1 features" in out
    assert "none from 5 km" in out
    assert "points: 1" in err
    assert run("layers", "check", "--layers", pack)[0] == 0
    assert "own" in run("layers", "list", "--layers", pack)[1]
    answer = json.loads(run("rank", "default", "--layers", pack, "--weight", "own=50", "--format", "json")[1])
    assert answer["sites"][0]["criteria"]["own"]["unit"] == "km"


def test_importing_again_needs_replace_and_a_preview_changes_nothing(run, own_pack):
    pack, file = own_pack
    assert run("layers", "import", file, *IMPORT, "--layers", pack, "--preview")[0] == 0
    assert run("layers", "import", file, *IMPORT, "--layers", pack)[0] == 0
    code, _, err = run("layers", "import", file, *IMPORT, "--layers", pack)
    assert code == 2
    assert "--replace" in err
    assert run("layers", "import", file, *IMPORT, "--layers", pack, "--replace")[0] == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (["--id", "Own"], "'Own'"),
        (["--criterion", "inside"], "needs areas"),
        (["--criterion", "luck"], "luck"),
        (["--as-of", ""], "date"),
        (["--source", ""], "source"),
        (["--id", "rail"], "rail"),
        (["--geometry", "line"], "line"),
        (["--color-by", "luck"], "luck"),
    ],
)
def test_an_import_that_cannot_be_is_told(run, own_pack, changes, message):
    pack, file = own_pack
    code, _, err = run("layers", "import", file, *IMPORT, *changes, "--layers", pack)
    assert code == 2
    assert message in err
    assert run("layers", "check", "--layers", pack)[0] == 0
