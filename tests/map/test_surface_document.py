"""The grid's document: nodes of a lattice in place of ten thousand outlines, and a byte for each cell."""

from __future__ import annotations

import base64
import re
from itertools import pairwise

import numpy as np
import pytest

from geo_app.core.i18n import translator
from geo_app.map.encoding import packed
from geo_app.map.publish import FRONTEND
from geo_app.map.surface_document import grid_document, surface_payload
from geo_app.ranking.scenario import make_scenario
from geo_app.ranking.suitability import CLASS_LIMITS, EXCLUDED_CODE, Scored, cell_codes, score_cells, top_cells
from geo_app.region.hexgrid import make_grid

WORLD_M = 40_075_017
COLORS = (FRONTEND / "map/colors.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def t():
    return translator("en")


@pytest.fixture(scope="module")
def region_grid(region):
    return make_grid(region)


def positions(document, column, row):
    """Do what the map's script does: lattice to a world of width 1."""
    u, v = (column + 1) / document["step"], (row + 1) / document["step"]
    left, low = np.floor(u).astype(int), np.floor(v).astype(int)
    east, north, across = u - left, v - low, document["across"]
    found = []
    for nodes in (np.reshape(document[axis], (-1, across)) for axis in ("x", "y")):
        below = (1 - east) * nodes[low, left] + east * nodes[low, left + 1]
        above = (1 - east) * nodes[low + 1, left] + east * nodes[low + 1, left + 1]
        found.append((1 - north) * below + north * above)
    return found


def mercator(lonlat):
    lon, lat = lonlat.T
    return 0.5 + lon / 360, 0.5 - np.arctanh(np.sin(np.radians(lat))) / (2 * np.pi)


def test_runs_are_the_cells_in_their_order(region_grid, t):
    cells = [(row, first + k) for row, first, n in grid_document(region_grid, t)["runs"] for k in range(n)]
    assert cells == list(zip(region_grid.row.tolist(), region_grid.column.tolist(), strict=True))


def test_the_nodes_are_true_to_a_few_metres(region_grid, t):
    document = grid_document(region_grid, t)
    x, y = positions(document, region_grid.column + 0.5 * (region_grid.row % 2), region_grid.row)
    at_x, at_y = mercator(region_grid.lonlat)
    assert np.hypot(x - at_x, y - at_y).max() * WORLD_M < 5


def test_nodes_lie_around_every_corner_of_every_cell(region_grid, t):
    document = grid_document(region_grid, t)
    rows = len(document["x"]) // document["across"]
    assert region_grid.column.max() + 2 < -1 + document["step"] * (document["across"] - 1)
    assert region_grid.row.max() + 1 < -1 + document["step"] * (rows - 1)
    assert len(document["y"]) == len(document["x"]) == rows * document["across"]


def test_the_document_is_small_on_its_way(region_grid, t):
    assert len(packed(grid_document(region_grid, t))) < 30_000


def test_a_change_is_a_byte_a_cell_and_small_on_its_way(region_grid, t):
    score = np.random.default_rng(0).uniform(0, 100, len(region_grid))
    none = np.zeros(len(region_grid), dtype=bool)
    scored = Scored(region_grid, score, none, none, "weighted_sum")
    content = surface_payload(scored, t)
    assert base64.b64decode(content["bytes"]) == cell_codes(scored).tobytes()
    # Noise is the worst there can be; a real surface is smooth.
    assert len(packed(content)) < 14_000


def test_best_cells_come_along_by_number(pack, t):
    grid = make_grid(pack, 200)
    scored = score_cells(grid, make_scenario(pack, "freight"), pack)
    top = top_cells(scored, 3, 20_000)
    assert surface_payload(scored, t, top=top)["top"] == [each.cell for each in top]
    assert surface_payload(scored, t)["note"] == ""
    assert "TOPSIS" in surface_payload(scored, t, topsis=True)["note"]


def test_classes_are_put_in_words(pack, t):
    document = grid_document(make_grid(pack, 200), t)
    assert document["words"] == ["< 15", "15–30", "30–40", "40–50", "50–60", "60–70", "≥ 70"]
    assert document["excluded"] == EXCLUDED_CODE
    assert "{score}" in document["texts"]["of"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_classes_can_be_told_apart_by_everybody(theme):
    """Lightness alone, which no kind of colour blindness takes away, falls or rises from class to class."""
    ramp = re.findall(r"#[0-9a-f]{6}", re.search(rf"{theme}: \[([^\]]*)\]", COLORS)[1])
    stops = np.array([[int(color[k : k + 2], 16) for k in (1, 3, 5)] for color in ramp])
    ends = [0, *CLASS_LIMITS, 100]
    middles = [(low + high) / 2 for low, high in pairwise(ends)]
    at = np.array(middles) / 100 * (len(stops) - 1)
    colors = np.column_stack([np.interp(at, range(len(stops)), stops[:, k]) for k in range(3)]) / 255
    linear = np.where(colors <= 0.04045, colors / 12.92, ((colors + 0.055) / 1.055) ** 2.4)
    lightness = 116 * np.cbrt(linear @ [0.2126, 0.7152, 0.0722]) - 16
    steps = np.diff(lightness)
    assert (np.sign(steps) == np.sign(steps[0])).all()
    assert np.abs(steps).min() > 4
