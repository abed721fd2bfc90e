from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from geo_app.core.errors import PackError
from geo_app.region import frame_cache
from geo_app.region.frame_cache import cache_folder, cached_frame
from geo_app.region.loader import load_pack
from tests.packs import write_pack


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return cache_folder()


def make(**columns):
    shapes = [shapely.Point(9.5, 50.5), shapely.Point(9.6, 50.6, 3.0)]
    index = pd.Index(["a", "b"], name="id")
    return gpd.GeoDataFrame(
        {"name": ["A", None], "n": [1.0, float("nan")], **columns}, geometry=shapes, index=index, crs=4326
    )


def never():
    pytest.fail("read again")


def test_what_was_read_once_comes_from_the_cache_as_it_was():
    first = cached_frame(("x",), make)
    again = cached_frame(("x",), never)
    assert_geodataframe_equal(first, make())
    assert_geodataframe_equal(again, make(), check_dtype=True, check_crs=True)
    assert again.index.name == "id"
    assert shapely.get_z(again.geometry.iloc[1]) == 3.0


def test_other_content_is_another_file():
    cached_frame(("x",), make)
    assert list(cached_frame(("y",), lambda: make(n=[5, 6])).n) == [5, 6]


@pytest.mark.parametrize(
    "damage", [lambda content: content[:-9], lambda content: content.replace(b"A", b"B"), lambda _: b""]
)
def test_a_damaged_file_is_not_believed(folder, damage):
    cached_frame(("x",), make)
    (path,) = folder.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert_geodataframe_equal(cached_frame(("x",), make), make())
    cached_frame(("x",), never)


def test_a_column_that_arrow_would_change_is_not_kept(folder):
    mixed = cached_frame(("x",), lambda: make(mixed=["text", 7]))
    assert list(mixed["mixed"]) == ["text", 7]
    assert not folder.exists()


def test_an_error_is_not_kept(folder):
    def refuse():
        raise PackError("broken")

    with pytest.raises(PackError):
        cached_frame(("x",), refuse)
    assert_geodataframe_equal(cached_frame(("x",), make), make())


def test_without_a_folder_that_can_be_written_it_is_read_each_time(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    calls = []
    for _ in range(2):
        cached_frame(("x",), lambda: calls.append(1) or make())
    assert len(calls) == 2


def test_the_oldest_files_go(folder, monkeypatch):
    monkeypatch.setattr(frame_cache, "MAX_FILES", 3)
    for number in range(5):
        cached_frame((str(number),), make)
    assert len(list(folder.iterdir())) == 3
    cached_frame(("4",), never)


def test_a_pack_is_the_same_with_and_without_the_cache(tmp_path, region, monkeypatch):
    for pack in (load_pack(write_pack(tmp_path / "pack")), load_pack(tmp_path / "pack")):
        assert set(pack.layers) >= {"rail", "works"}
    monkeypatch.setattr(frame_cache, "_load", lambda path: None)
    fresh = load_pack(tmp_path / "pack")
    monkeypatch.undo()
    for name, layer in fresh.layers.items():
        assert_geodataframe_equal(pack.layers[name].frame, layer.frame, check_dtype=True, check_crs=True)
    for layer in region.layers.values():
        assert frame_cache._encode(layer.frame) is not None, f"{layer.id} is not kept"
