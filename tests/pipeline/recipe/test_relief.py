"""Relief shading: what faces the light is bright, flat land stays as it is, tiles fit together."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from geo_app.pipeline.recipe.package_formats import Raster
from geo_app.pipeline.recipe.relief import relief_tiles, shade

PIXEL_M = np.full(20, 900.0)
UP = np.arange(20) * 200.0


def test_flat_land_is_neither_bright_nor_dark():
    assert np.allclose(shade(np.full((20, 20), 512.0), PIXEL_M), 0, atol=1e-12)


@pytest.mark.parametrize(
    ("height_m", "bright"),
    [
        (np.add.outer(UP, UP), True),  # rises to the south-east: faces the light in the north-west
        (np.add.outer(UP[::-1], UP[::-1]), False),
        (np.add.outer(UP, 0 * UP), True),  # faces north
        (np.add.outer(0 * UP, UP), True),  # faces west
        (np.add.outer(UP[::-1], 0 * UP), False),
        (np.add.outer(0 * UP, UP[::-1]), False),
    ],
)
def test_what_faces_north_west_is_lit(height_m, bright):
    found = shade(height_m, PIXEL_M)
    assert np.all(found > 0) if bright else np.all(found < 0)
    assert np.abs(found).max() <= 1


@pytest.fixture(scope="module")
def tiles():
    """A ridge along 68° E, from a grid of a twentieth of a degree."""
    lon = 60 + (np.arange(400) + 0.5) / 20
    heights = np.broadcast_to(np.maximum(0, 3000 - 3000 * np.abs(lon - 68)), (400, 400))
    return relief_tiles(Raster(heights.astype(np.int16), 60.0, 55.0, 1 / 20), (66.0, 42.0, 71.0, 46.0), 6)


def pixels(content: bytes):
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGBA"))


def test_tiles_are_those_of_web_mercator(tiles):
    assert set(tiles) == {(6, x, y) for x in (43, 44) for y in (22, 23)}
    assert all(pixels(content).shape == (256, 256, 4) for content in tiles.values())


def test_the_ridge_has_a_bright_and_a_dark_side_and_the_plain_is_clear(tiles):
    row = pixels(tiles[6, 44, 23])[128]
    column = {lon: int(((lon + 180) / 360 * 64 - 44) * 256) for lon in (67.6, 68.4, 70.0)}
    assert row[column[67.6]][:3].tolist() == [255, 255, 255]
    assert row[column[67.6]][3] > 0
    assert row[column[68.4]][:3].max() < 100
    assert row[column[68.4]][3] > 0
    assert row[column[70.0]][3] == 0


def test_the_same_grid_gives_the_same_bytes(tiles):
    flat = Raster(np.zeros((400, 400), dtype=np.int16), 60.0, 55.0, 1 / 20)
    again = [relief_tiles(flat, (66.0, 42.0, 67.0, 43.0), 6) for _ in range(2)]
    assert again[0] == again[1]
    assert list(again[0].values()) != list(tiles.values())[:1]


def test_the_shading_runs_out_towards_the_edge():
    lon = 60 + (np.arange(400) + 0.5) / 20
    heights = np.broadcast_to(1000 * (lon - 60), (400, 400))
    tiles = relief_tiles(Raster(heights.astype(np.int16), 60.0, 55.0, 1 / 20), (66.0, 43.0, 67.0, 44.0), 6)
    row = pixels(next(iter(tiles.values())))[128, :, 3]
    assert row[0] == row[-1] == 0
    assert row[128] == row.max() > 0
