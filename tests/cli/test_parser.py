from __future__ import annotations

import subprocess
import sys

import pytest

from geo_app.cli.main import main, make_parser
from geo_app.core.i18n import LANGUAGES, translator

HEAVY = (
    "babel",
    "geopandas",
    "numpy",
    "pandas",
    "pyarrow",
    "pydantic",
    "pyproj",
    "requests",
    "scipy",
    "shapely",
    "streamlit",
)
COMMANDS = (
    ["rank"],
    ["layers", "list"],
    ["layers", "check"],
    ["layers", "build"],
    ["layers", "import"],
    ["layers", "refresh"],
    ["serve"],
)

HELP = f"""
import sys
from geo_app.cli.main import main
try:
    main(sys.argv[1:])
finally:
    print("loaded:", *[name for name in {HEAVY} if name in sys.modules])
"""


def help_of(command, language, capsys):
    with pytest.raises(SystemExit) as end:
        make_parser(translator(language)).parse_args([*command, "--help"])
    assert end.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--help"], ["layers", "--help"], ["serve", "--help"], ["--version"]])
def test_help_loads_no_heavy_library(arguments):
    done = subprocess.run([sys.executable, "-c", HELP, *arguments], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded:"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_option_is_explained_in_every_language(command, capsys):
    texts = {language: help_of(command, language, capsys) for language in LANGUAGES}
    assert len(set(texts.values())) == len(LANGUAGES)
    parser = make_parser(translator("en"))
    with pytest.raises(SystemExit):
        parser.parse_args([*command, "--help"])
    for name in command:
        (group,) = [action for action in parser._actions if hasattr(action, "choices") and action.choices]
        parser = group.choices[name]
    assert [action.dest for action in parser._actions if not action.help] == []


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", "required: SITES"),
        ("kk", "қажет: SITES"),
        ("ru", "обязательных аргументов: SITES"),
        ("zh", "必需的参数：SITES"),
    ],
)
def test_a_mistyped_command_is_told_in_the_users_language(language, message, monkeypatch, capsys):
    monkeypatch.setenv("GEO_APP_LANGUAGE", language)
    with pytest.raises(SystemExit) as end:
        main(["rank"])
    assert end.value.code == 2
    assert message in capsys.readouterr().err
