"""How a map gets the grid of a suitability surface: the lattice as a formula, and one byte for each cell.

Ten thousand hexagons written out are a megabyte. They are a lattice, though, so that their rows and columns say where
they are, and the way from the lattice to the map's projection is smooth: a polynomial follows it to a metre.
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
from geo_app.ranking.suitability import (
    CLASS_LIMITS,
    EXCLUDED_CODE,
    STEPS_PER_POINT,
    UNKNOWN_CODE,
    Scored,
    TopCell,
    cell_codes,
)
from geo_app.region.hexgrid import Grid, lattice

_WORLD_M = 2 * math.pi * 6_378_137.0
_WORST_M = 5.0
_MOST_DEGREE = 9
_DIGITS = 11  # of the map's width: less than a millimetre

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
    `runs` are (row, first column, number of cells) in the cells' order. A point at column c and row r of the lattice,
    odd rows half a column further east, lies at u = (c - middle[0]) / half[0] and v = (r - middle[1]) / half[1]; `x`
    and `y` are coefficients of u**i * v**j, by i and then by j with i + j <= `degree`, and give the place on a square
    map of the world of width 1 (Web Mercator, y to the south).
    """
    degree, middle, half, x, y = _formula(grid)
    limits = [t.number(limit) for limit in CLASS_LIMITS]
    return {
        "key": grid.key,
        "runs": _runs(grid),
        "degree": degree,
        "middle": middle,
        "half": half,
        "x": np.round(x, _DIGITS).tolist(),
        "y": np.round(y, _DIGITS).tolist(),
        "limits": list(CLASS_LIMITS),
        "words": [f"< {limits[0]}", *(f"{low}–{high}" for low, high in pairwise(limits)), f"≥ {limits[-1]}"],
        "steps": STEPS_PER_POINT,
        "unknown": UNKNOWN_CODE,
        "excluded": EXCLUDED_CODE,
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
    note = t("Places by the weighted sum: TOPSIS compares the sites of a list.") if topsis else ""
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


def _formula(grid: Grid) -> tuple[int, tuple[float, float], tuple[float, float], Floats, Floats]:
    """Fit the map's projection over the lattice, with no higher degree than a few metres need."""
    columns, rows = float(grid.column.max()) + 1, float(grid.row.max()) + 1
    middle, half = (columns / 2, rows / 2), (columns / 2 + 1, rows / 2 + 1)
    u, v = (axis.ravel() for axis in np.meshgrid(np.linspace(-1, 1, 41), np.linspace(-1, 1, 41)))
    # `lattice` moves odd rows: row 0 is at rest, and any other is as far north as its number says.
    x, _ = lattice(middle[0] + half[0] * u, np.zeros_like(v), grid.origin, grid.size_m)
    y = grid.origin[1] + 1.5 * grid.size_m * (middle[1] + half[1] * v)
    target = _mercator(to_lonlat(np.column_stack([x, y]), grid.metric_crs))
    for degree in range(3, _MOST_DEGREE + 1):
        terms = np.column_stack([u**i * v**j for i in range(degree + 1) for j in range(degree + 1 - i)])
        fitted = np.asarray(np.linalg.lstsq(terms, target, rcond=None)[0], dtype=np.float64)
        if np.abs(terms @ fitted - target).max() * _WORLD_M < _WORST_M:
            break
    return degree, middle, half, fitted[:, 0], fitted[:, 1]


def _mercator(lonlat: Floats) -> Floats:
    """Put (n, 2) lon/lat degrees on a square map of the world of width 1, y to the south."""
    latitude = np.radians(lonlat[:, 1])
    y = 0.5 - np.arcsinh(np.tan(latitude)) / (2 * math.pi)
    return np.column_stack([0.5 + lonlat[:, 0] / 360.0, y])
