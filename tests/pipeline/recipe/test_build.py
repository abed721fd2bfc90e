from __future__ import annotations

import os
from pathlib import Path

import pytest

from geo_app.core.errors import BuildError
from geo_app.pipeline.recipe import build as build_module
from geo_app.pipeline.recipe.build import build
from geo_app.region.loader import load_pack
from tests.packs import texts, write_pack

RECIPE = '[pack]\nid = "freeland"\n'


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def recipe(tmp_path, monkeypatch):
    """A whole pack whose recipe would make another one: with another title, without its tile."""
    folder = write_pack(tmp_path / "pack")
    (folder / "recipe.toml").write_text(RECIPE)
    (folder / "figures").mkdir()
    (folder / "figures" / "texts.json").write_text("{}")
    (folder / "relief/1/0").mkdir(parents=True)
    (folder / "relief/1/0/0.png").write_bytes(b"old tile")
    made = contents(write_pack(tmp_path / "made", titles=texts("New Freeland")))
    monkeypatch.setattr(build_module, "_files", lambda context: {**made, "backdrop/1/0/0.png": b"tile"})
    return folder


def test_a_build_replaces_the_pack_and_takes_away_what_it_no_longer_has(recipe, tmp_path):
    build(recipe, tmp_path)
    assert load_pack(recipe).titles["en"] == "New Freeland"
    assert {path.name for path in recipe.iterdir()} >= {"backdrop", "recipe.toml", "figures"}
    assert not list(recipe.glob("relief/*/*/*.png"))


@pytest.mark.parametrize("stop_at", [1, 2, 3])
def test_an_interrupted_build_leaves_the_old_pack_whole(recipe, tmp_path, monkeypatch, stop_at):
    version, calls, write = load_pack(recipe).data_version, [], os.fsync

    def interrupt(file):
        calls.append(file)
        if len(calls) == stop_at:
            raise KeyboardInterrupt
        write(file)

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        build(recipe, tmp_path)
    assert load_pack(recipe).data_version == version
    build(recipe, tmp_path)
    assert load_pack(recipe).data_version != version


def test_a_build_interrupted_while_files_move_is_finished_by_the_next_reader(recipe, tmp_path, monkeypatch):
    moved, replace = [], Path.replace

    def interrupt(path, target):
        if ".committed" in path.parts:
            moved.append(path)
            if len(moved) == 2:
                raise KeyboardInterrupt
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        build(recipe, tmp_path)
    assert load_pack(recipe).titles["en"] == "New Freeland"
    assert not list(recipe.glob(".*"))


def test_a_folder_that_cannot_be_written_is_named(recipe, tmp_path, monkeypatch):
    def fail(_):
        raise OSError(28, "No space left on device")

    before = load_pack(recipe).data_version
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(BuildError, match="No space left on device"):
        build(recipe, tmp_path)
    assert load_pack(recipe).data_version == before
