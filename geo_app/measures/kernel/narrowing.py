"""Which segments may be nearest somewhere in a box: the two proofs of `search`."""

from __future__ import annotations

import math

import numpy as np

from geo_app.core.arrays import Floats
from geo_app.measures.kernel.areas import carry_parity, judge, reference
from geo_app.measures.kernel.geometry import along_chord, position, square_to_chord
from geo_app.measures.kernel.jit import compiled
from geo_app.measures.kernel.segments import SEMI_MAJOR_M, SEMI_MINOR_M
from geo_app.measures.kernel.state import ROUNDING_M, Box, Task

# Bounds of the first and second derivatives of a position by latitude in radians; those by longitude are less.
_MERIDIAN_M = SEMI_MAJOR_M**2 / SEMI_MINOR_M
_SECOND_M = 6.46e6


@compiled
def narrow(task: Task, parent: Box, level: int, node: int, top: int) -> Box:
    """Pick the candidates of a box from those of its parent, onto the stack from `top` on."""
    box = task.tree.boxes[task.tree.level_start[level] + node]
    u, v, cover, undecided = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, parent.cover, False
    if task.areal:
        u, v = reference(task, parent, box)
        carry_parity(task, parent, u, v)
    reach, bulge = _patch(task.work.hull, box, task.how.curved)
    count = _near_enough(task, parent, reach)
    stop = _never_nearest_dropped(task, parent, count, bulge, top)
    if task.areal:
        cover, undecided = judge(task, parent, box, top, stop)
    return Box(level, node, top, stop, cover, undecided, u, v)


@compiled
def _patch(hull: Floats, box: Floats, curved: bool) -> tuple[float, float]:
    """Place a box's middle and corners in space; give the reach r and the bulge σ of the proofs, metres."""
    west, south, east, north = box[0], box[1], box[2], box[3]
    hull[0, 0], hull[0, 1], hull[0, 2] = position((west + east) / 2, (south + north) / 2, curved)
    hull[1, 0], hull[1, 1], hull[1, 2] = position(west, south, curved)
    hull[2, 0], hull[2, 1], hull[2, 2] = position(west, north, curved)
    hull[3, 0], hull[3, 1], hull[3, 2] = position(east, south, curved)
    hull[4, 0], hull[4, 1], hull[4, 2] = position(east, north, curved)
    if not curved:
        return math.hypot(east - west, north - south) / 2, 0.0
    wide, high = math.radians(east - west), math.radians(north - south)
    nearest_equator = max(south, -north, 0.0)
    x, y, _ = position(0.0, nearest_equator, curved)
    return math.hypot(wide * math.hypot(x, y), high * _MERIDIAN_M) / 2, (wide * wide + high * high) * _SECOND_M / 8


@compiled
def _near_enough(task: Task, parent: Box, reach: float) -> int:
    """Keep the candidates that the first proof leaves; give how many."""
    work, segments = task.work, task.segments
    hull = work.hull
    least = np.inf
    for j in range(parent.start, parent.stop):
        k = work.candidate[j]
        apart = math.sqrt(square_to_chord(segments, k, hull[0, 0], hull[0, 1], hull[0, 2]))
        work.near[j - parent.start] = apart - segments.bulge_m[k]
        least = min(least, apart + segments.bulge_m[k])
    limit = least + 2.0 * reach + ROUNDING_M
    count = 0
    for j in range(parent.start, parent.stop):
        if work.near[j - parent.start] <= limit:
            work.kept[count] = j
            count += 1
    return count


@compiled
def _never_nearest_dropped(task: Task, parent: Box, count: int, bulge: float, top: int) -> int:
    """Put the kept candidates that the second proof leaves onto the stack; give its new top."""
    work, bulge_m = task.work, task.segments.bulge_m
    for corner in range(4):
        _probe(task, _measure_corner(task, count, corner), corner, bulge)
    for i in range(count):
        j = work.kept[i]
        k = work.candidate[j]
        if not _beaten(work.corner, i, bulge_m[k], work.gap):
            work.candidate[top] = k
            if task.areal:
                work.inside[top] = work.parity[j - parent.start]
            top += 1
    return top


@compiled
def _beaten(corner: Floats, i: int, bulge_m: float, gap: Floats) -> bool:
    """Tell whether some probe is nearer than the i-th kept candidate at all four corners."""
    for probe in range(4):
        corners = 0
        while corners < 4 and corner[corners, i] - bulge_m > gap[probe, corners]:
            corners += 1
        if corners == 4:
            return True
    return False


@compiled
def _measure_corner(task: Task, count: int, corner: int) -> int:
    """Measure the kept candidates from a corner of the box; give the segment nearest to it."""
    work = task.work
    x, y, z = work.hull[corner + 1, 0], work.hull[corner + 1, 1], work.hull[corner + 1, 2]
    least, winner = np.inf, 0
    for i in range(count):
        k = work.candidate[work.kept[i]]
        apart = math.sqrt(square_to_chord(task.segments, k, x, y, z))
        work.corner[corner, i] = apart
        if apart < least:
            least, winner = apart, k
    return winner


@compiled
def _probe(task: Task, k: int, corner: int, bulge: float) -> None:
    """Take segment k's nearest point to a corner for e: how far, at each corner, a segment must be to lose to it."""
    hull, segments = task.work.hull, task.segments
    start, along = segments.start, segments.along
    share = along_chord(segments, k, hull[corner + 1, 0], hull[corner + 1, 1], hull[corner + 1, 2])
    x, y, z = start[k, 0] + share * along[k, 0], start[k, 1] + share * along[k, 1], start[k, 2] + share * along[k, 2]
    slack = segments.bulge_m[k] + 2.0 * bulge + ROUNDING_M
    for other in range(4):
        dx, dy, dz = hull[other + 1, 0] - x, hull[other + 1, 1] - y, hull[other + 1, 2] - z
        task.work.gap[corner, other] = math.sqrt(dx * dx + dy * dy + dz * dz) + slack
