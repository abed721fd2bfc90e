"""The compiled search, on as many threads as there are processors."""

from __future__ import annotations

import numpy as np
import shapely

from geo_app.core.arrays import Floats
from geo_app.measures.kernel.search import room, search
from geo_app.measures.kernel.segments import Segments, planar_segments
from geo_app.measures.kernel.state import FAN, Found, How, Tree
from geo_app.measures.kernel.threads import in_threads
from geo_app.measures.kernel.tree import make_tree

# A thread takes at most so many sites at once, and no fewer than it takes to begin.
_MOST_SITES = 16_384
_FEWEST_SITES = 1_024
_TASKS = 16


def search_nearest(coordinates: Floats, segments: Segments, *, curved: bool, signed: bool, feet: bool) -> Found:
    """Find what is nearest to (n, 2) sites in every layer.

    Parameters
    ----------
    coordinates
        Sites in the layers' coordinates; where one is not finite, nothing is found.
    segments
        The layers, as `planar_segments` or, if `curved`, `geodesic_segments` gives them.
    signed
        Measure to the boundary also from inside an area, and give it as a negative distance.
    feet
        Whether to tell the feature and the foot point.
    """
    n, layers = len(coordinates), len(segments.bounds) - 1
    rows = n if feet else 0
    found = Found(np.empty((n, layers)), np.empty((rows, layers), np.int64), np.empty((rows, layers, 2)))
    tree = make_tree(coordinates, curved=curved)
    if len(tree.order) < n:
        nowhere = np.ones(n, dtype=bool)
        nowhere[tree.order] = False
        found.distance_m[nowhere] = np.nan
        if feet:
            found.feature[nowhere], found.foot[nowhere] = -1, np.nan
    if len(tree.order) and layers:
        _search_all(tree, segments, How(curved, signed), found)
    return found


def _search_all(tree: Tree, segments: Segments, how: How, found: Found) -> None:
    level = _task_level(tree)
    nodes = int(tree.level_start[level + 1] - tree.level_start[level])
    in_threads(lambda node: search(level, node, tree, segments, how, room(level, segments), found), nodes)


def _task_level(tree: Tree) -> int:
    """Choose the level whose boxes are the tasks: few enough to begin, enough for all threads to end together."""
    most = min(max(len(tree.u) // _TASKS, _FEWEST_SITES), _MOST_SITES)
    level = 0
    while level + 2 < len(tree.level_start) and tree.leaf * FAN ** (level + 1) <= most:
        level += 1
    return level


def load() -> None:
    """Load the machine code, and compile what is not kept."""
    somewhere = planar_segments([np.array([shapely.Point(0, 0)], dtype=object)])
    search_nearest(np.zeros((1, 2)), somewhere, curved=False, signed=False, feet=False)
