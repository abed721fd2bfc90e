"""The rooms of the product and their order, read from the source, so that CONTRIBUTING's line stays true."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "geo_app"

# A room imports from those before it; rooms in one pair of brackets do not know each other.
ROOMS = "core < region < {intake, measures, pipeline} < ranking < report < {map, export} < session < {ui, cli}"

LIBRARIES = {"streamlit": ("ui",), "folium": ("map",), "branca": ("map",)}
# What is done in one way has one place.
PLACES = {
    "hashlib": {"geo_app.core.files"},
    "pydantic_settings": {"geo_app.core.settings"},
    "cachetools": {"geo_app.measures.measurer", "geo_app.ui.caches"},
    "rapidfuzz": {"geo_app.intake.place_search"},
    "mgrs": {"geo_app.intake.coordinates.grid_references"},
    "openlocationcode": {"geo_app.intake.coordinates.grid_references"},
    "urllib3": {"geo_app.pipeline.refresh.download"},
    "requests": {"geo_app.pipeline.refresh.download"},
}
MAX_LINES = 400
MAX_FILES = 16
MAX_FUNCTION_LINES = 40  # docstrings aside: they say shapes, units and errors

# Modules without a test file of their own name, as they are tested through what they are parts of: the test, and what
# it tests. A folder ends in "/". A new module of any other folder needs a test of its name; an entry that is not needed
# any more fails.
TESTED_THROUGH = {
    # One parser in stages: a table of notations goes through all of them.
    "intake/coordinates/test_notations.py": ("intake/coordinates/",),
    "intake/coordinates/test_map_links.py": ("intake/coordinates/links/",),
    # What a reader does shows in what `read` makes of a file of its format.
    "intake/test_read.py": ("intake/formats/", "intake/encoding", "intake/features", "intake/read_options"),
    "intake/test_tables.py": ("intake/tables/", "intake/identities"),
    # A user's own file becomes a layer, is mended on the way, and joins a pack.
    "intake/test_layers.py": ("intake/feature_table", "intake/repair", "intake/user_layers"),
    # Compiled together, held to an independent computation of every distance.
    "measures/test_distances.py": ("measures/kernel/", "measures/nearest_by_strtree"),
    "measures/test_reach.py": ("measures/reach/",),
    "measures/test_position_sampling.py": ("measures/positions",),
    "measures/test_measurer.py": ("measures/valuing",),
    "ranking/test_smaa.py": ("ranking/draws/",),
    # A ranking is its columns; every test of `rank` looks at rows of them.
    "ranking/test_rank.py": ("ranking/columns", "ranking/model"),
    # The options of a ranking, by what is ranked with them.
    "cli/test_rank.py": ("cli/ranking_options",),
    # What a session shows is compared after every event.
    "session/test_events.py": ("session/model", "session/screen"),
    # Pages, panels and what they share run in the app.
    "ui/test_app.py": ("ui/pages/", "ui/panels/", "ui/caches", "ui/state"),
    "browser/test_own_sites.py": ("ui/components/user_sites", "ui/components/uploader_texts"),
    "browser/test_stage.py": ("ui/components/story",),
    "browser/test_session.py": ("ui/components/address",),
}

LEVEL = {room.strip(" {}"): level for level, group in enumerate(ROOMS.split("<")) for room in group.split(",")}


def modules() -> dict[str, Path]:
    """Every module of the product by its dotted name."""
    paths = [*PACKAGE.rglob("*.py"), ROOT / "streamlit_app.py"]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


MODULES = modules()


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports(path: Path, *, at_load: bool = False) -> set[str]:
    """Name what a module imports; with `at_load` only what it imports as it is loaded."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = ast.walk(tree) if not at_load else iter(tree.body)
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def imported_modules(path: Path) -> set[str]:
    """Name the modules of the product that a module imports, not the packages that they stand in."""
    names = imports(path) & set(MODULES)
    return {name for name in names if not any(other.startswith(name + ".") for other in names)}


@pytest.mark.parametrize("module", MODULES)
def test_a_room_imports_only_from_rooms_before_it(module):
    here = room(module)
    for name in imported_modules(MODULES[module]):
        there = room(name)
        if not here or not there or here == there:
            continue
        assert LEVEL[there] < LEVEL[here], f"{module} imports {name}: not in the order {ROOMS}"


def test_every_folder_is_a_room_and_says_what_it_is():
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    assert folders == set(LEVEL)
    for path in PACKAGE.rglob("__init__.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{path} does not say what it is"


def test_no_module_imports_in_a_circle():
    graph = {module: imported_modules(path) - {module} for module, path in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]))


@pytest.mark.parametrize("module", MODULES)
def test_screen_libraries_stay_in_their_rooms(module):
    for name in imports(MODULES[module]):
        rooms = LIBRARIES.get(name.split(".")[0])
        assert rooms is None or room(module) in rooms, f"{module} imports {name}"


@pytest.mark.parametrize("library", PLACES)
def test_what_is_done_in_one_way_is_done_in_one_place(library):
    users = {module for module, path in MODULES.items() if library in {n.split(".")[0] for n in imports(path)}}
    assert users == PLACES[library]


def test_no_module_imports_a_private_name_of_another():
    for module, path in MODULES.items():
        for name in imports(path):
            private = name.startswith("geo_app.") and name.rsplit(".", 1)[1].startswith("_")
            assert not private or name.endswith("__version__"), f"{module} imports {name}"


def test_nothing_in_the_code_names_the_region():
    for path in MODULES.values():
        text = path.read_text(encoding="utf-8").lower()
        for name in ("turkistan", "turkestan", "туркестан", "түркістан", "shymkent", "kazakhstan"):
            assert name not in text, f"{path} names {name}"


@pytest.mark.parametrize("module", MODULES)
def test_modules_stay_short(module):
    lines = MODULES[module].read_text(encoding="utf-8").count("\n")
    assert lines <= MAX_LINES, f"{module}: {lines} lines"


def test_folders_stay_small():
    for folder in {path.parent for path in PACKAGE.rglob("*.py")}:
        files = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
        assert len(files) <= MAX_FILES, f"{folder}: {len(files)} files"


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Yield the functions and methods of a module, also those within others."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not isinstance(node, ast.AsyncFunctionDef), f"{path}: {node.name}"
        if isinstance(node, ast.FunctionDef):
            yield node


def code_lines(function: ast.FunctionDef) -> int:
    """Count a function's lines, its docstring aside."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function, clean=False) is not None:
        lines -= (function.body[0].end_lineno or 0) - function.body[0].lineno + 1
    return lines


def test_functions_stay_short():
    long = {
        f"{module}.{function.name}"
        for module, path in MODULES.items()
        for function in functions(path)
        if code_lines(function) > MAX_FUNCTION_LINES
    }
    assert long == set()


def test_every_module_with_functions_has_a_test_of_its_name():
    excused = {part: test for test, parts in TESTED_THROUGH.items() for part in parts}
    used = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).with_suffix("")
        if path.name == "__init__.py" or not any(functions(path)):
            continue
        if not (ROOT / "tests" / place.parent / f"test_{place.name}.py").is_file():
            excuse = next((each for each in (str(place), f"{place.parent}/") if each in excused), None)
            assert excuse, f"tests/{place.parent}/test_{place.name}.py is missing"
            used.add(excuse)
    assert used == set(excused), "an entry that need not be there"
    for test in TESTED_THROUGH:
        assert (ROOT / "tests" / test).is_file(), f"{test} is missing"
