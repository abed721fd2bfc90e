"""The pack as committed is what the build writes, byte for byte."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from geo_app.core.errors import BuildError
from geo_app.pipeline.recipe.build import build
from geo_app.pipeline.recipe.figures import Figures

ROOT = Path(__file__).parents[3]
PACK = ROOT / "layers"
CACHE = Path(os.environ.get("GEO_APP_BUILD_CACHE", ROOT / ".cache" / "packages"))


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A pack folder with only what a pack is built from."""
    shutil.copy(PACK / "recipe.toml", tmp_path)
    shutil.copytree(PACK / "figures", tmp_path / "figures")
    return tmp_path


def built(folder: Path) -> dict[str, bytes]:
    by_hand = {"profiles.json", "checks.json", "README.md"}
    return {
        name: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and (name := path.relative_to(folder).as_posix()) not in by_hand
        and path.suffix != ".toml"
        and not name.startswith("figures/")
    }


def test_a_rebuild_gives_the_committed_bytes(sources: Path) -> None:
    pinned = [entry["archive"] for entry in Figures(PACK).recipe["packages"].values()]
    absent = [archive for archive in pinned if not (CACHE / archive).is_file()]
    if absent:
        pytest.skip(f"no package archives in {CACHE}: run geo-app layers build, or set GEO_APP_BUILD_CACHE")
    lines: list[str] = []
    build(sources, CACHE, progress=lines.append)
    again, committed = built(sources), built(PACK)
    assert sorted(again) == sorted(committed)
    assert [name for name in committed if again[name] != committed[name]] == []
    assert any(line.startswith("layer ") for line in lines)


def test_a_package_that_is_not_the_pinned_one_stops_the_build(sources: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    for entry in Figures(PACK).recipe["packages"].values():
        (cache / entry["archive"]).write_bytes(b"not the archive")
    with pytest.raises(BuildError, match="Delete the file and build again"):
        build(sources, cache)
    assert not (sources / "catalog.json").exists()
