"""Sites in the order of a Hilbert curve, taken together into a tree of boxes (a packed Hilbert R-tree)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo_app.core.arrays import Floats, Ints
from geo_app.measures.kernel.jit import entry
from geo_app.measures.kernel.segments import geocentric
from geo_app.measures.kernel.state import FAN, Tree
from geo_app.measures.kernel.threads import in_threads

_LEAF = 64
_BITS = 16
# Sites that one thread numbers at a time.
_CHUNK = 1 << 17
# A box as small as this has no order.
_NO_SIZE = 1e-200
# Boxes are wider than their sites by this share of the coordinates, so that none is a line or a point: each has places
# away from any edge.
_MARGIN = 1e-6


def make_tree(coordinates: Floats, *, curved: bool) -> Tree:
    """Build the tree of (n, 2) coordinates, degrees if `curved`; those that are not finite stay outside it."""
    # Columns that lie in one piece: numpy is ten times as slow along the long side of a table.
    u, v = np.array(coordinates[:, 0]), np.array(coordinates[:, 1])
    rows = np.flatnonzero(np.isfinite(u) & np.isfinite(v))
    order = rows[_hilbert_order(u[rows], v[rows])] if len(rows) < len(u) else _hilbert_order(u, v)
    place = np.empty((3, len(order)))
    if curved:
        u, v = u[order], v[order]
        place[0], place[1], place[2] = geocentric(u, v)
    else:
        np.take(u, order, out=place[0], mode="clip")
        np.take(v, order, out=place[1], mode="clip")
        place[2] = 0.0
        u, v = place[0], place[1]
    levels = [_leaf_boxes(u, v)] if len(u) else []
    while len(levels) and len(levels[-1]) > 1:
        levels.append(_together(levels[-1]))
    level_start = np.concatenate([[0], np.cumsum([len(level) for level in levels])]).astype(np.int64)
    boxes = np.concatenate(levels) if levels else np.empty((0, 4))
    margin = _MARGIN * (1.0 + np.abs(boxes).max(initial=0.0))
    boxes = boxes + margin * np.array([-1.0, -1.0, 1.0, 1.0])
    return Tree(u, v, place, order, boxes, level_start, _LEAF)


def _leaf_boxes(u: Floats, v: Floats) -> Floats:
    starts = np.arange(0, len(u), _LEAF)
    least, most = np.minimum.reduceat, np.maximum.reduceat
    return np.column_stack([least(u, starts), least(v, starts), most(u, starts), most(v, starts)])


def _together(boxes: Floats) -> Floats:
    starts = np.arange(0, len(boxes), FAN)
    least, most = np.minimum.reduceat(boxes[:, :2], starts), np.maximum.reduceat(boxes[:, 2:], starts)
    return np.column_stack([least, most])


def _hilbert_order(u: Floats, v: Floats) -> Ints:
    """Give the (n,) order in which a Hilbert curve over the sites' box passes them."""
    if len(u) == 0:
        return np.empty(0, np.int64)
    west, south = float(u.min()), float(v.min())
    side = max(float(u.max()) - west, float(v.max()) - south)
    scale = (2**_BITS - 1) / side if side > _NO_SIZE else 0.0
    # Number and position in one integer: such are sorted several times as fast as positions by number.
    packed = np.empty(len(u), np.uint64)
    in_threads(
        lambda chunk: _number(u, v, west, south, scale, packed, chunk * _CHUNK, min((chunk + 1) * _CHUNK, len(u))),
        -(-len(u) // _CHUNK),
    )
    packed.sort()
    return (packed & np.uint64(0xFFFFFFFF)).astype(np.int64)


@entry
def _number(
    u: Floats, v: Floats, west: float, south: float, scale: float, packed: NDArray[np.uint64], low: int, high: int
) -> None:
    """Write some sites' numbers along the curve, each above its position in 32 bits."""
    last = (1 << _BITS) - 1
    for i in range(low, high):
        x, y = int((u[i] - west) * scale), int((v[i] - south) * scale)
        number = 0
        # Without a branch, so that the processor does several sites at a time.
        for step in range(_BITS):
            bit = _BITS - 1 - step
            right, upper = (x >> bit) & 1, (y >> bit) & 1
            number = (number << 2) | ((3 * right) ^ upper)
            mirrored = -(right & (1 - upper)) & last
            turned = (x ^ y) & (upper - 1)
            x, y = x ^ mirrored ^ turned, y ^ mirrored ^ turned
        packed[i] = (number << 32) | i
