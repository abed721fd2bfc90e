"""CONTRIBUTING, the architecture page and README name what there is: rooms, dependencies, settings, modules."""

from __future__ import annotations

import re

import pytest

from geo_app.core.settings import Settings
from tests.draw_rooms import PICTURE, draw
from tests.test_architecture import LEVEL, MODULES, PACKAGE, ROOMS, ROOT
from tests.test_constraints import direct

CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_order_of_the_rooms_is_the_one_that_is_tested():
    assert f"\n{ROOMS}\n" in CONTRIBUTING


def test_every_room_and_what_is_in_it_is_named():
    for room in LEVEL:
        assert f"| `{room}/` |" in CONTRIBUTING
        row = next(line for line in CONTRIBUTING.splitlines() if line.startswith(f"| `{room}/` |"))
        for folder in (PACKAGE / room).iterdir():
            if (folder / "__init__.py").is_file():
                assert f"`{folder.name}/`" in row, f"{room}/{folder.name}"


def test_the_picture_is_of_these_imports():
    assert PICTURE.read_text(encoding="utf-8") == draw(), "python -m tests.draw_rooms"


def test_every_dependency_has_its_reason():
    table = CONTRIBUTING[CONTRIBUTING.index("## Dependencies") :]
    for requirement in direct():
        name = requirement.name
        assert re.search(rf"[|,] {name}(,| )", table) or name.startswith("types-"), name


def test_every_setting_is_in_the_readme():
    for name in Settings.model_fields:
        assert f"`GEO_APP_{name.upper()}`" in README


@pytest.mark.parametrize("text", [CONTRIBUTING, ARCHITECTURE], ids=["CONTRIBUTING", "architecture"])
def test_modules_that_a_page_names_are_there(text):
    dotted = re.findall(r"`([a-z_]+(?:\.[a-z_]+)+)(?:\.[A-Z]\w*)?(?:\([^`]*\))?`", text)
    for name in dotted:
        if name.split(".")[0] in LEVEL:
            known = f"geo_app.{name}" in MODULES or f"geo_app.{name.rpartition('.')[0]}" in MODULES
            assert known, name
    for path in re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.py)`", text):
        places = (ROOT / path, PACKAGE / path, PACKAGE / "intake" / path)
        assert any(place.is_file() for place in places), path
