"""How a map gets the grid of a suitability surface: the lattice by coordinates, and one byte for each cell.

Ten thousand hexagons written out are a megabyte. They are a lattice, though, so that their rows and columns say where
they are, and the map's projection bends it little: coordinates at every third column and row are enough, as what lies
between them is within a few metres of a straight line.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from geo_app.core.arrays import Floats
from geo_app.core.geodesy import to_lonlat
from geo_app.core.i18n import N_, Translator
from geo_app.map.contract import GridDocument, SurfaceCells
from geo_app.measures.valuing import VALUE_STEPS
from geo_app.ranking.suitability import (
    CLASS_LIMITS,
    EXCLUDED_CODE,
    MOST_UNKNOWN,
    STEPS_PER_POINT,
    UNKNOWN_CODE,
    Scored,
    TopCell,
    cell_codes,
)
from geo_app.region.hexgrid import Grid, lattice

_STEP = 3  # columns and rows from one node to the next; twice as far is four times as wrong
_DIGITS = 9  # of the map's width: four centimetres

TOPSIS_PLACES = N_("Places by the weighted sum: TOPSIS compares the sites of a list.")

_TEXTS: Mapping[str, str] = {
    "title": N_("How suitable each place is"),
    "opacity": N_("Opacity"),
    "unknown": N_("Not enough data"),
    "excluded": N_("Excluded"),
    "score": N_("Score"),
    "of": N_("Score {score} of 100"),
    "scale": N_("Score of a place by your weights; the limits are the same for every sector"),
    "click": N_("Click a place to see why. Keys: arrows move the map, Enter asks for its middle."),
}


def grid_document(grid: Grid, t: Translator) -> GridDocument:
    """Describe a grid and its classes for the map's script, as plain values for JSON.

    Returns
    -------
    `runs` are (row, first column, number of cells) in the cells' order; odd rows stand half a column further east.
    `x` and `y` are where nodes of the lattice lie on a square map of the world of width 1 (Web Mercator, y to the
    south), by rows and then by columns: `across` nodes a row, `step` columns and rows apart, the first of them at
    column -1 and row -1.
    """
    nodes, across = _nodes(grid)
    limits = [t.number(limit) for limit in CLASS_LIMITS]
    return {
        "key": grid.key,
        "runs": _runs(grid),
        "step": _STEP,
        "across": across,
        "x": nodes[:, 0].tolist(),
        "y": nodes[:, 1].tolist(),
        "limits": list(CLASS_LIMITS),
        "words": [f"< {limits[0]}", *(f"{low}–{high}" for low, high in pairwise(limits)), f"≥ {limits[-1]}"],
        "steps": STEPS_PER_POINT,
        "unknown": UNKNOWN_CODE,
        "excluded": EXCLUDED_CODE,
        "value_steps": VALUE_STEPS,
        "most_unknown": MOST_UNKNOWN,
        "texts": {name: t(text) for name, text in _TEXTS.items()},
    }


def surface_payload(
    scored: Scored, t: Translator, *, top: Sequence[TopCell] = (), topsis: bool = False
) -> SurfaceCells:
    """Collect what a change of weights changes of the surface: a byte for each cell, and the best cells.

    Parameters
    ----------
    scored, t
        The cells, and the language.
    top
        Cells to mark with their numbers.
    topsis
        Whether the sites are ranked by TOPSIS, so that the map has to say that its cells are not.
    """
    note = t(TOPSIS_PLACES) if topsis else ""
    return {
        "grid": scored.grid.key,
        "bytes": base64.b64encode(cell_codes(scored).tobytes()).decode("ascii"),
        "top": [each.cell for each in top],
        "note": note,
    }


def _runs(grid: Grid) -> list[tuple[int, int, int]]:
    """Write the cells as runs of neighbours in a row."""
    starts = np.flatnonzero((np.diff(grid.row, prepend=-1) != 0) | (np.diff(grid.column, prepend=-2) != 1))
    lengths = np.diff(starts, append=len(grid))
    return list(zip(grid.row[starts].tolist(), grid.column[starts].tolist(), lengths.tolist(), strict=True))


def _nodes(grid: Grid) -> tuple[Floats, int]:
    """Place nodes of the lattice on the map, around every cell with its corners: (n, 2), and how many are in a row."""
    # The last corner lies less than two columns or rows beyond the last centre, and one node more ends what is there.
    columns = np.arange(-1.0, grid.column.max() + 2 + _STEP, _STEP)
    rows = np.arange(-1.0, grid.row.max() + 2 + _STEP, _STEP)
    column, row = (axis.ravel() for axis in np.meshgrid(columns, rows))
    # `lattice` shifts odd rows half a column east, which a node does not need: x is taken in row 0.
    x, _ = lattice(column, np.zeros_like(row), grid.origin, grid.size_m)
    _, y = lattice(column, row, grid.origin, grid.size_m)
    lonlat = to_lonlat(np.column_stack([x, y]), grid.metric_crs)
    return np.round(_mercator(lonlat), _DIGITS), len(columns)


def _mercator(lonlat: Floats) -> Floats:
    """Put (n, 2) lon/lat degrees on a square map of the world of width 1, y to the south."""
    latitude = np.radians(lonlat[:, 1])
    y = 0.5 - np.arcsinh(np.tan(latitude)) / (2 * math.pi)
    return np.column_stack([0.5 + lonlat[:, 0] / 360.0, y])
