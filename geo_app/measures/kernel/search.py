"""The compiled search for the nearest feature of every layer: branch and bound over a tree of sites.

Sites lie in a tree of boxes (`tree`). From its root down, each box holds the segments of a layer that may be
nearest to any place in it, its *candidates*; those of a box are picked from its parent's. A site then looks at the few
candidates of its leaf. A candidate is dropped only where one of two proofs says that it is nearest nowhere in the box:

1. With c the box's middle, r the distance from it to the farthest place of the box and m the distance from c to the
   nearest segment: every place of the box has a segment within m + r, and a segment farther from c than m + 2r is
   farther than m + r from every place of it.
2. Let e be a point of some segment. For a fixed point z the function |p - z|² - |p - e|² is linear in p, and
   |p - z|² - (|p - e| + s)² for s >= 0 concave: over the box's hull it is least at a corner. So if at all corners a
   segment is farther than e by more than s, this holds for all its points z and all places p of the box.

On the ellipsoid a box is a patch of degrees in space. A place of it lies within σ of the hull of its corners (the error
of bilinear interpolation), a true edge within its bulge of its chord: with s = 2σ + the bulges of both segments, what
is proved of hull and chords holds of places and edges.

A polygon holds a place if the way to it from a reference place that the polygon holds crosses its boundary an even
number of times. Both lie in one box, so every edge that crosses the way passes through the box; and such an edge is
nearest to the places on itself, so no proof ever drops it. An area that holds the reference place and has no edge in
the box holds all of it: its sites are done.
"""

from __future__ import annotations

import numpy as np

from geo_app.measures.kernel.areas import fill, span
from geo_app.measures.kernel.jit import compiled, entry
from geo_app.measures.kernel.leaf import measure
from geo_app.measures.kernel.narrowing import narrow
from geo_app.measures.kernel.segments import Segments
from geo_app.measures.kernel.state import BLOCK, BOX_NUMBERS, FAN, NOTHING, Box, Found, How, Task, Tree, Work

# With so few candidates, looking at them is cheaper than dropping one.
_FEW = 6
# Where the way from outside every area starts: south-west of all, not in a likely direction of an edge.
_SKEW = 0.7320508


@entry
def search(level: int, node: int, tree: Tree, segments: Segments, how: How, work: Work, found: Found) -> None:
    """Find what is nearest to the sites of one box of the tree, in all layers."""
    bounds = segments.bounds
    for layer in range(len(bounds) - 1):
        task = Task(tree, segments, layer, _is_areal(segments, layer), how, work, found)
        if bounds[layer + 1] > bounds[layer]:
            _search_layer(task, level, node)
        else:
            _find_nothing(task, level, node)


@compiled
def _is_areal(segments: Segments, layer: int) -> bool:
    """Tell whether a layer has an area."""
    areal = False
    for k in range(segments.bounds[layer], segments.bounds[layer + 1]):
        areal |= segments.part[k] >= 0
    return areal


def room(level: int, segments: Segments) -> Work:
    """Reserve memory for `search`: the stacks hold the children of one box of each level, at worst all segments each.

    Not compiled, as a compiled function that reserves no memory is half as long.
    """
    bounds = segments.bounds
    most, boxes = int(np.max(bounds[1:] - bounds[:-1])), FAN * level + 2
    return Work(
        np.empty((boxes, BOX_NUMBERS), np.int64),
        np.empty((boxes, 2)),
        np.empty(boxes * most, np.int64),
        np.empty(boxes * most, np.bool_),
        np.empty((5, 3)),
        np.empty(most, np.int64),
        np.empty(most, np.bool_),
        np.empty(most),
        np.empty((4, most)),
        np.empty((4, 4)),
        np.empty(BLOCK),
        np.empty(BLOCK, np.int64),
        np.empty(BLOCK),
    )


@compiled
def _search_layer(task: Task, level: int, node: int) -> None:
    """Go down the tree from one box, depth first."""
    everything = _everything(task, level + 1)
    _push(task.work, 0, narrow(task, everything, level, node, everything.stop))
    count = 1
    while count > 0:
        count -= 1
        box = _pop(task.work, count)
        if box.cover != NOTHING and not box.undecided and not task.how.signed:
            fill(task, box)
        elif box.level == 0 or box.stop - box.start <= _FEW:
            measure(task, box)
        else:
            level_start = task.tree.level_start
            last = min(FAN * (box.node + 1), level_start[box.level] - level_start[box.level - 1])
            top = box.stop
            for child in range(FAN * box.node, last):
                inner = narrow(task, box, box.level - 1, child, top)
                _push(task.work, count, inner)
                count, top = count + 1, inner.stop


@compiled
def _find_nothing(task: Task, level: int, node: int) -> None:
    """Write that a layer has no feature."""
    low, high = span(task.tree, level, node)
    for i in range(low, high):
        row = task.tree.order[i]
        task.found.distance_m[row, task.layer] = np.nan
        if len(task.found.feature) > 0:
            task.found.feature[row, task.layer] = -1
            task.found.foot[row, task.layer, 0], task.found.foot[row, task.layer, 1] = np.nan, np.nan


@compiled
def _everything(task: Task, level: int) -> Box:
    """Make a box of all segments, whose reference place lies outside every area."""
    bounds = task.segments.bounds
    first, last = bounds[task.layer], bounds[task.layer + 1]
    u, v = np.inf, np.inf
    for k in range(first, last):
        task.work.candidate[k - first], task.work.inside[k - first] = k, False
        u = min(u, task.segments.ends[k, 0])
        v = min(v, task.segments.ends[k, 1])
    return Box(level, 0, 0, last - first, NOTHING, False, u - 1.0, v - _SKEW)


@compiled
def _push(work: Work, at: int, box: Box) -> None:
    """Put a box on the stack."""
    row = work.boxes[at]
    row[0], row[1], row[2], row[3], row[4] = box.level, box.node, box.start, box.stop, box.cover
    row[5] = int(box.undecided)
    work.places[at, 0], work.places[at, 1] = box.u, box.v


@compiled
def _pop(work: Work, at: int) -> Box:
    """Read a box of the stack."""
    row, place = work.boxes[at], work.places[at]
    return Box(row[0], row[1], row[2], row[3], row[4], row[5] != 0, place[0], place[1])
