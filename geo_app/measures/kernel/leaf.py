"""How far the sites of a box are from its candidates."""

from __future__ import annotations

import math

import numpy as np

from geo_app.measures.kernel.areas import settle, span
from geo_app.measures.kernel.geometry import along_chord, along_edge, geodesic_of_chord, on_edge, square_to_chord
from geo_app.measures.kernel.jit import compiled
from geo_app.measures.kernel.state import BLOCK, NOTHING, ROUNDING_M, Box, Task


@compiled
def measure(task: Task, box: Box) -> None:
    """Measure the sites of a box to its candidates."""
    low, high = span(task.tree, box.level, box.node)
    for from_i in range(low, high, BLOCK):
        to_i = min(from_i + BLOCK, high)
        _nearest_chord(task, box, from_i, to_i)
        if task.how.curved:
            _nearest_edge(task, box, from_i, to_i)
        _write(task, from_i, to_i)
        if box.undecided or box.cover != NOTHING:
            settle(task, box, from_i, to_i)


@compiled
def _nearest_chord(task: Task, box: Box, low: int, high: int) -> None:
    """Find each site's nearest chord, the first of several: `best` (its square) and `which`."""
    work, segments = task.work, task.segments
    place = task.tree.place[:, low:high]
    x, y, z = place[0], place[1], place[2]
    best, which = work.best[: high - low], work.which[: high - low]
    for i in range(len(best)):
        best[i] = np.inf
    for j in range(box.start, box.stop):
        k = work.candidate[j]
        start_x, start_y, start_z = segments.start[k, 0], segments.start[k, 1], segments.start[k, 2]
        along_x, along_y, along_z = segments.along[k, 0], segments.along[k, 1], segments.along[k, 2]
        inverse = segments.inverse[k]
        # The same as `square_to_chord`, in a loop that the processor does several sites at a time.
        for i in range(len(best)):
            dx, dy, dz = x[i] - start_x, y[i] - start_y, z[i] - start_z
            share = min(max((dx * along_x + dy * along_y + dz * along_z) * inverse, 0.0), 1.0)
            dx, dy, dz = dx - share * along_x, dy - share * along_y, dz - share * along_z
            square = dx * dx + dy * dy + dz * dz
            which[i] = k if square < best[i] else which[i]
            best[i] = min(square, best[i])


@compiled
def _nearest_edge(task: Task, box: Box, low: int, high: int) -> None:
    """Find each site's nearest edge among those whose chords are as near as their bulges allow."""
    work, segments, places = task.work, task.segments, task.tree.place
    bulge = 0.0
    for j in range(box.start, box.stop):
        bulge = max(bulge, segments.bulge_m[work.candidate[j]])
    for i in range(high - low):
        x, y, z = places[0, low + i], places[1, low + i], places[2, low + i]
        limit = (math.sqrt(work.best[i]) + 2.0 * bulge + ROUNDING_M) ** 2
        least = np.inf
        for j in range(box.start, box.stop):
            k = work.candidate[j]
            if square_to_chord(segments, k, x, y, z) > limit:
                continue
            share = along_edge(segments, k, x, y, z)
            foot = on_edge(segments, k, share)
            square = (foot[0] - x) ** 2 + (foot[1] - y) ** 2 + (foot[2] - z) ** 2
            if square < least:
                least, work.which[i], work.share[i] = square, k, share
        work.best[i] = least


@compiled
def _write(task: Task, low: int, high: int) -> None:
    """Write what was found for the sites of a block."""
    work, segments, found, places = task.work, task.segments, task.found, task.tree.place
    for i in range(high - low):
        row, k = task.tree.order[low + i], work.which[i]
        place = places[0, low + i], places[1, low + i], places[2, low + i]
        if task.how.curved:
            share = work.share[i]
            distance_m = geodesic_of_chord(place, on_edge(segments, k, share))
        else:
            share = 0.0
            distance_m = math.sqrt(work.best[i])
        found.distance_m[row, task.layer] = distance_m
        if len(found.feature) > 0:
            if not task.how.curved:
                share = along_chord(segments, k, place[0], place[1], place[2])
            found.feature[row, task.layer] = segments.feature[k]
            for axis in range(2):
                start, stop = segments.ends[k, axis], segments.ends[k, axis + 2]
                found.foot[row, task.layer, axis] = start + share * (stop - start)
