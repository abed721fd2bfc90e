"""Which areas hold a place: the parity of their boundaries, carried from box to box."""

from __future__ import annotations

import numpy as np

from geo_app.core.arrays import Floats
from geo_app.measures.kernel.geometry import crosses
from geo_app.measures.kernel.jit import compiled
from geo_app.measures.kernel.state import FAN, NOTHING, Box, Task, Tree

# A reference place is clear of edges if it is farther from them than this share of its coordinates.
_CLEAR = 1e-9
_TRIALS = 9


@compiled
def span(tree: Tree, level: int, node: int) -> tuple[int, int]:
    """Give the sites of a box, from and to."""
    size = tree.leaf * FAN**level
    return node * size, min((node + 1) * size, len(tree.u))


@compiled
def overlaps(ends: Floats, k: int, box: Floats) -> bool:
    """Tell whether segment k may pass through a box."""
    return bool(
        min(ends[k, 0], ends[k, 2]) <= box[2]
        and max(ends[k, 0], ends[k, 2]) >= box[0]
        and min(ends[k, 1], ends[k, 3]) <= box[3]
        and max(ends[k, 1], ends[k, 3]) >= box[1]
    )


@compiled
def reference(task: Task, parent: Box, box: Floats) -> tuple[float, float]:
    """Choose a place of a box that lies on no area's edge, where nobody can say on which side it is."""
    best, best_u, best_v = -1.0, 0.0, 0.0
    clear = (_CLEAR * (1.0 + max(abs(box[0]), abs(box[1]), abs(box[2]), abs(box[3])))) ** 2
    for trial in range(_TRIALS):
        u = box[0] + (box[2] - box[0]) * ((0.5 + trial * 0.7548776662466927) % 1.0)
        v = box[1] + (box[3] - box[1]) * ((0.5 + trial * 0.5698402909980532) % 1.0)
        least = np.inf
        for j in range(parent.start, parent.stop):
            k = task.work.candidate[j]
            if task.segments.part[k] >= 0 and overlaps(task.segments.ends, k, box):
                least = min(least, _square_in_plane(task.segments.ends, k, u, v))
        if least > best:
            best, best_u, best_v = least, u, v
        if best > clear:
            break
    return best_u, best_v


@compiled
def _square_in_plane(ends: Floats, k: int, u: float, v: float) -> float:
    """Measure the square of the distance to a segment in the layer's own coordinates."""
    along_u, along_v = ends[k, 2] - ends[k, 0], ends[k, 3] - ends[k, 1]
    u, v = u - ends[k, 0], v - ends[k, 1]
    square = along_u * along_u + along_v * along_v
    if square > 0.0:
        share = min(max((u * along_u + v * along_v) / square, 0.0), 1.0)
        u, v = u - share * along_u, v - share * along_v
    return u * u + v * v


@compiled
def carry_parity(task: Task, parent: Box, u: float, v: float) -> None:
    """Tell, of the area that each of a box's candidates bounds, whether it holds another place: `parity`."""
    work, segments = task.work, task.segments
    j = parent.start
    while j < parent.stop:
        part, first, inside = segments.part[work.candidate[j]], j, work.inside[j]
        while j < parent.stop and segments.part[work.candidate[j]] == part:
            if part >= 0:
                inside ^= crosses(segments.ends, work.candidate[j], parent.u, parent.v, u, v)
            j += 1
        for same in range(first, j):
            work.parity[same - parent.start] = inside


@compiled
def judge(task: Task, parent: Box, box: Floats, start: int, stop: int) -> tuple[int, bool]:
    """Give `cover` and `undecided` of a box, once it is known which candidates of its parent are its own.

    Areas stand in the same order in both lists. One without an edge in the box holds all of it or nothing.
    """
    work, segments = task.work, task.segments
    cover, first_touched = parent.cover, NOTHING
    j, i = parent.start, start
    while j < parent.stop:
        part, feature = segments.part[work.candidate[j]], segments.feature[work.candidate[j]]
        inside, touched = work.parity[j - parent.start], False
        while j < parent.stop and segments.part[work.candidate[j]] == part:
            j += 1
        while i < stop and segments.part[work.candidate[i]] == part:
            touched |= part >= 0 and overlaps(segments.ends, work.candidate[i], box)
            i += 1
        if touched:
            first_touched = min(first_touched, feature)
        elif inside:
            cover = min(cover, feature)
    return cover, first_touched < cover


@compiled
def settle(task: Task, box: Box, low: int, high: int) -> None:
    """Find which sites of a block lie in areas, and in which one first."""
    work, segments = task.work, task.segments
    bounds = task.tree.boxes[task.tree.level_start[box.level] + box.node]
    count = 0
    for j in range(box.start, box.stop):
        k = work.candidate[j]
        if segments.part[k] >= 0 and overlaps(segments.ends, k, bounds):
            work.kept[count] = j
            count += 1
    for i in range(low, high):
        feature = min(box.cover, _holding(task, box, count, task.tree.u[i], task.tree.v[i]))
        if feature != NOTHING:
            _write_inside(task, i, feature)


@compiled
def _holding(task: Task, box: Box, count: int, u: float, v: float) -> int:
    """Give the first feature among the kept edges' areas that holds a place, `NOTHING` if none does."""
    work, segments = task.work, task.segments
    first = NOTHING
    i = 0
    while i < count:
        k = work.candidate[work.kept[i]]
        part, inside = segments.part[k], work.inside[work.kept[i]]
        while i < count and segments.part[work.candidate[work.kept[i]]] == part:
            inside ^= crosses(segments.ends, work.candidate[work.kept[i]], box.u, box.v, u, v)
            i += 1
        if inside:
            first = min(first, segments.feature[k])
    return first


@compiled
def _write_inside(task: Task, i: int, feature: int) -> None:
    found, row, layer = task.found, task.tree.order[i], task.layer
    if task.how.signed:
        found.distance_m[row, layer] = -found.distance_m[row, layer]
        return
    found.distance_m[row, layer] = 0.0
    if len(found.feature) > 0:
        found.feature[row, layer] = feature
        found.foot[row, layer, 0], found.foot[row, layer, 1] = task.tree.u[i], task.tree.v[i]


@compiled
def fill(task: Task, box: Box) -> None:
    """Write that all sites of a box lie in an area."""
    low, high = span(task.tree, box.level, box.node)
    for i in range(low, high):
        _write_inside(task, i, box.cover)
