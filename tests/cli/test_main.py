from __future__ import annotations

import subprocess
import sys

import pytest


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
