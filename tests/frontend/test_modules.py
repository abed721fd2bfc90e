"""The browser side reads like the Python side: small typed modules, none in a circle."""

from __future__ import annotations

import json
import re
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from geo_app.map.publish import FRONTEND, SCRIPTS, STYLES

ROOT = FRONTEND.parents[1]
MODULES = sorted(path for room in ("map", "components", "shared") for path in (FRONTEND / room).rglob("*.js"))
MAX_FILES = 20  # a component's style stands beside it

_IMPORT = re.compile(r'^(?:import|export)\s[^;]*?from "(\.[^"]+)";', re.MULTILINE | re.DOTALL)


def imports(path: Path) -> set[Path]:
    """Name the files that a module imports."""
    return {(path.parent / name).resolve() for name in _IMPORT.findall(path.read_text(encoding="utf-8"))}


def test_modules_import_only_what_is_there_and_nothing_by_a_bare_name():
    assert len(MODULES) > 40
    for path in MODULES:
        assert all(each.is_file() for each in imports(path)), path
        assert not re.search(r'^import[^;]*"[^."][^"]*";', path.read_text(encoding="utf-8"), re.MULTILINE), path


def test_no_module_imports_in_a_circle():
    graph = {path: {each for each in imports(path) if each.suffix == ".js"} for path in MODULES}
    TopologicalSorter(graph).prepare()  # raises a CycleError that names the circle


def test_shared_modules_know_neither_map_nor_components():
    for path in MODULES:
        room = path.relative_to(FRONTEND).parts[0]
        wanted = {"shared": {"shared", "vendor"}, "map": {"map", "shared", "vendor"}}.get(room)
        there = {each.relative_to(FRONTEND).parts[0] for each in imports(path)}
        assert wanted is None or there <= wanted, path


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_is_checked_short_and_says_what_it_is(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "// @ts-check"
    assert lines[1].startswith("/* ")
    assert len(lines) <= 400


def test_folders_can_be_taken_in_at_a_glance():
    files = Counter(path.parent for path in FRONTEND.rglob("*") if path.is_file() and "vendor" not in path.parts)
    assert {folder: count for folder, count in files.items() if count > MAX_FILES} == {}


def test_the_page_gets_three_functions_and_no_more():
    main = (FRONTEND / "map/main.js").read_text(encoding="utf-8")
    assert re.findall(r"geoApp: \{(.*?)\}", main) == [" start, update, stop "]
    others = "".join(
        path.read_text(encoding="utf-8") for path in MODULES if path.name not in ("main.js", "map_view.js")
    )
    assert "geoApp." not in others


def test_what_is_served_is_built_and_licensed():
    for file in [*SCRIPTS.values(), *STYLES.values(), "dist/components.js"]:
        assert (FRONTEND / file).stat().st_size > 1_000
    for library in (FRONTEND / "vendor").iterdir():
        assert (library / "LICENSE").is_file(), library


def test_versions_are_exact_and_no_lock_records_addresses():
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert package["devDependencies"]
    for name, version in package["devDependencies"].items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
    assert "dependencies" not in package
    assert not any((ROOT / name).exists() for name in ("package-lock.json", "yarn.lock", "pnpm-lock.yaml"))
