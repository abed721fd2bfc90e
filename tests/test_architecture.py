"""The plan of the house, read from the source, so that it cannot rot."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "geo_app"

# A module imports only from floors below its own; within a folder, siblings may know each other.
FLOORS: list[tuple[int, str]] = [
    (6, "streamlit_app"),
    (6, "geo_app.cli.main"),
    (5, "geo_app.ui.pages"),
    (4, "geo_app.ui"),
    (3, "geo_app.export"),
    # The map says things in the words of the exports.
    (3.2, "geo_app.map.pack_document"),
    (3.5, "geo_app.map.folium_map"),
    (3.7, "geo_app.map.stage"),
    (2.3, "geo_app.ranking.suitability"),
    (3.1, "geo_app.map.surface_document"),
    (3.2, "geo_app.map.markers"),
    (2, "geo_app.ranking.rank"),
    (2.2, "geo_app.measures.position_sampling"),
    (2.5, "geo_app.ranking.analysis"),
    (2.5, "geo_app.ranking.funnel"),
    (2, "geo_app.ranking.weight_text"),
    (0, "geo_app.region.model"),
    (0, "geo_app.core.geodesy"),
    (0, "geo_app.core.settings"),
    (-1, "geo_app.core.errors"),
    (-1, "geo_app.core.i18n"),
    (-2, "geo_app.__init__"),
    (-0.5, "geo_app.core.arrays"),
    (0.5, "geo_app.region.class_breaks"),
    # catalog and scenario complete what floor 1 describes, so they stand on its shoulders.
    (1.5, "geo_app.region.loader"),
    (1.5, "geo_app.ranking.scenario"),
    (1.5, "geo_app.intake.sites"),
    (1.5, "geo_app.intake.user_sites"),
    (1.6, "geo_app.map.story"),
    (1.2, "geo_app.intake.coordinates.grid_references"),
    (1.2, "geo_app.intake.coordinates.map_links"),
    (1.5, "geo_app.intake.coordinates.parser"),
    (1.6, "geo_app.intake.place_search"),
    (1.5, "geo_app.measures.overlay"),
    (1.2, "geo_app.measures.accessibility"),
    (1.6, "geo_app.region.audit"),
    # Readers of single formats, what tells them apart, and the layers made of them.
    (1.1, "geo_app.intake.formats.osm"),
    (1.1, "geo_app.intake.formats.geotiff"),
    (1.1, "geo_app.intake.formats.xlsx"),
    (1.2, "geo_app.intake.read"),
    (1.55, "geo_app.intake.feature_table"),
    (1.6, "geo_app.intake.layers"),
    (1.7, "geo_app.intake.user_layers"),
    # What refresh is made of, from the cache up to the use case.
    (0.5, "geo_app.pipeline.refresh.download_cache"),
    (1.5, "geo_app.pipeline.refresh.rules"),
    (1.7, "geo_app.pipeline.refresh.refresh"),
    (5.5, "geo_app.cli.refresh"),
]
STREAMLIT_FLOOR = 4
FOLIUM = ("geo_app.map.folium_map", "geo_app.export", "geo_app.ui")
FOLDERS = ("geo_app.build", "geo_app.export", "geo_app.ui")


def modules():
    for path in [*PACKAGE.rglob("*.py"), ROOT / "streamlit_app.py"]:
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts), path


def floor(module: str) -> float:
    matches = [(len(prefix), number) for number, prefix in FLOORS if (module + ".").startswith(prefix + ".")]
    return max(matches)[1] if matches else 1


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def own(names: set[str]) -> set[str]:
    known = {name for name, _ in modules()}
    return {name for name in names if name in known}


@pytest.mark.parametrize(("module", "path"), list(modules()), ids=lambda v: v if isinstance(v, str) else "")
def test_a_module_imports_only_from_floors_below(module, path):
    for name in own(imports(path)):
        siblings = any(module.startswith(f + ".") and name.startswith(f + ".") for f in FOLDERS)
        assert floor(name) < floor(module) or siblings, f"{module} (floor {floor(module)}) imports {name}"


@pytest.mark.parametrize(("module", "path"), list(modules()), ids=lambda v: v if isinstance(v, str) else "")
def test_screen_libraries_stay_upstairs(module, path):
    libraries = {name.split(".")[0] for name in imports(path)}
    if "streamlit" in libraries:
        assert floor(module) >= STREAMLIT_FLOOR
    if libraries & {"folium", "branca"}:
        assert module.startswith(FOLIUM)


def test_nothing_in_the_code_names_the_region():
    for _, path in modules():
        text = path.read_text(encoding="utf-8").lower()
        for name in ("turkistan", "turkestan", "туркестан", "түркістан", "shymkent", "kazakhstan"):
            assert name not in text, f"{path} names {name}"


def test_modules_stay_short():
    for _, path in modules():
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= 450, f"{path}: {lines} lines"
