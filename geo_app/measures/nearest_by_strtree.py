"""The search for the nearest feature by shapely's STR tree: where the compiler is missing, and beside it in tests.

In the plane the tree's answer is the answer. On the ellipsoid it finds the segments that may be nearest in a metric
CRS, and these are measured by the very sums and products of `kernel.geometry`: both searches give the same bits.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from geo_app.core.arrays import Bools, Floats, Ints, Shapes
from geo_app.core.geodesy import to_metric
from geo_app.measures.kernel.segments import (
    ARCSINE,
    LONG_HALF,
    LONGEST_CHORD_M,
    NEWTON_STEPS,
    SEMI_MAJOR_M,
    SEMI_MINOR_M,
    Segments,
    geocentric,
)
from geo_app.measures.kernel.state import Found

PLANAR_LIMIT_M = 300_000.0
"""Up to this distance the planar search is trusted to find the nearest candidates."""

PLANAR_MARGIN = 1.0015
"""Planar distances may differ from geodesic ones by this factor between two directions within the limit."""

FAR_MARGIN = 1.25
"""The same for features beyond the limit, as far as a quarter of the globe away."""

# Of the search's reach beyond the margin: the bulges of two edges, and rounding.
_SLACK_M = 4.0

Triple = tuple[Floats, Floats, Floats]


def search_plane(xy: Floats, layers: Sequence[Shapes], segments: Segments) -> Found:
    """Find what is nearest to (n, 2) sites in layers of projected shapes."""
    found = _nothing_found(len(xy), len(layers))
    rows = np.flatnonzero(np.isfinite(xy).all(axis=1))
    points = np.asarray(shapely.points(xy[rows]))
    for layer, shapes in enumerate(layers):
        ends, feature = _of_layer(segments, layer)
        if not len(feature) or not len(rows):
            continue
        lines = _lines(ends)
        (site, k), apart = shapely.STRtree(lines).query_nearest(points, return_distance=True)
        first = _first_of_each(site, (feature[k],))
        row = rows[site[first]]
        foot = shapely.get_point(shapely.shortest_line(points[site[first]], lines[k[first]]), -1)
        found.distance_m[row, layer], found.feature[row, layer] = apart[first], feature[k[first]]
        found.foot[row, layer] = shapely.get_coordinates(foot)
        _write_inside(found, rows, xy, layer, shapes, signed=False)
    return found


def search_ellipsoid(
    lonlat: Floats, layers: Sequence[Shapes], segments: Segments, metric_crs: str, *, signed: bool
) -> Found:
    """Find what is geodesically nearest to (n, 2) sites in layers of lon/lat shapes."""
    found = _nothing_found(len(lonlat), len(layers))
    rows = np.flatnonzero(np.isfinite(lonlat).all(axis=1))
    points = np.asarray(shapely.points(to_metric(lonlat[rows], metric_crs)))
    place = geocentric(lonlat[rows, 0], lonlat[rows, 1])
    for layer, shapes in enumerate(layers):
        ends, feature = _of_layer(segments, layer)
        if not len(feature) or not len(rows):
            continue
        site, k = _candidates(points, ends, metric_crs)
        k += segments.bounds[layer]
        here = (place[0][site], place[1][site], place[2][site])
        share = _along_edge(segments, k, here)
        there = _on_edge(segments, k, share)
        first = _first_of_each(site, (k, _square(here, there)))
        row, k, share = rows[site[first]], k[first], share[first, None]
        ends = segments.ends[k]
        found.distance_m[row, layer] = _geodesic_of_chord(_at(here, first), _at(there, first))
        found.feature[row, layer] = segments.feature[k]
        found.foot[row, layer] = ends[:, :2] + share * (ends[:, 2:] - ends[:, :2])
        _write_inside(found, rows, lonlat, layer, shapes, signed=signed)
    return found


def _nothing_found(n: int, layers: int) -> Found:
    return Found(np.full((n, layers), np.nan), np.full((n, layers), -1, np.int64), np.full((n, layers, 2), np.nan))


def _of_layer(segments: Segments, layer: int) -> tuple[Floats, Ints]:
    part = slice(segments.bounds[layer], segments.bounds[layer + 1])
    return segments.ends[part], segments.feature[part]


def _lines(ends: Floats) -> Shapes:
    """Make (k,) lines of segments, points of those without length."""
    lines = np.asarray(shapely.linestrings(ends.reshape(-1, 2, 2)), dtype=object)
    lone = (ends[:, :2] == ends[:, 2:]).all(axis=1)
    lines[lone] = shapely.points(ends[lone, :2])
    return lines


def _first_of_each(site: Ints, keys: tuple[Floats | Ints, ...]) -> Ints:
    """Give for each site the place of its pair with the least key, the last key first."""
    order = np.lexsort((*keys, site))
    first: Ints = order[np.unique(site[order], return_index=True)[1]]
    return first


def _candidates(points: Shapes, ends: Floats, metric_crs: str) -> tuple[Ints, Ints]:
    """Pair sites with the segments that may be geodesically nearest."""
    projected = [to_metric(np.ascontiguousarray(side), metric_crs) for side in (ends[:, :2], ends[:, 2:])]
    tree = shapely.STRtree(_lines(np.hstack(projected)))
    planar_m = tree.query_nearest(points, all_matches=False, return_distance=True)[1]
    margin = np.where(planar_m <= PLANAR_LIMIT_M, PLANAR_MARGIN, FAR_MARGIN)
    site, k = tree.query(points, predicate="dwithin", distance=planar_m * margin + _SLACK_M)
    return site, k


def _write_inside(found: Found, rows: Ints, sites: Floats, layer: int, shapes: Shapes, *, signed: bool) -> None:
    """Write what lies in an area of the layer, the first one where several hold it."""
    areal = np.flatnonzero(shapely.get_dimensions(shapes) >= 2)
    tree = shapely.STRtree(shapes[areal])
    site, shape = tree.query(shapely.points(sites[rows]), predicate="intersects")
    first = _first_of_each(site, (areal[shape],))
    row = rows[site[first]]
    if signed:
        found.distance_m[row, layer] *= -1.0
        return
    found.distance_m[row, layer], found.feature[row, layer] = 0.0, areal[shape[first]]
    found.foot[row, layer] = sites[row]


def _at(triple: Triple, rows: Ints | Bools) -> Triple:
    return triple[0][rows], triple[1][rows], triple[2][rows]


def _square(a: Triple, b: Triple) -> Floats:
    return np.asarray((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2 + (b[2] - a[2]) ** 2)


def _on_edge(segments: Segments, k: Ints, share: Floats) -> Triple:
    sag = 4.0 * share * (1.0 - share)
    start, along, bend = segments.start[k].T, segments.along[k].T, segments.bend[k].T
    x, y, z = (start[axis] + share * along[axis] + sag * bend[axis] for axis in range(3))
    return x, y, z


def _along_edge(segments: Segments, k: Ints, here: Triple) -> Floats:
    start, along, bend = segments.start[k].T, segments.along[k].T, segments.bend[k].T
    x, y, z = (here[axis] - start[axis] for axis in range(3))
    share = np.clip((x * along[0] + y * along[1] + z * along[2]) * segments.inverse[k], 0.0, 1.0)
    for _ in range(NEWTON_STEPS):
        there = _on_edge(segments, k, share)
        turn = 4.0 - 8.0 * share
        tx, ty, tz = (along[axis] + turn * bend[axis] for axis in range(3))
        fx, fy, fz = (there[axis] - here[axis] for axis in range(3))
        slope = tx * tx + ty * ty + tz * tz - 8.0 * (fx * bend[0] + fy * bend[1] + fz * bend[2])
        step = np.divide(fx * tx + fy * ty + fz * tz, slope, out=np.zeros(len(slope)), where=slope > 0.0)
        share = np.clip(share - step, 0.0, 1.0)
    return np.asarray(share)


def _geodesic_of_chord(a: Triple, b: Triple) -> Floats:
    length = np.sqrt(_square(a, b))
    total = _arc(a, b, length)
    far = length >= LONGEST_CHORD_M
    if far.any():
        a, b = _at(a, far), _at(b, far)
        middle = _below_middle(a, b)
        total[far] = _halves(a, middle) + _halves(middle, b)
    return total


def _halves(a: Triple, b: Triple) -> Floats:
    half = _below_middle(a, b)
    return _arc(a, half, np.sqrt(_square(a, half))) + _arc(half, b, np.sqrt(_square(half, b)))


def _arc(a: Triple, b: Triple, length: Floats) -> Floats:
    equator, pole = 1 / SEMI_MAJOR_M**2, 1 / SEMI_MINOR_M**2
    x, y, z = ((a[axis] + b[axis]) / 2 for axis in range(3))
    whole = np.where(length == 0.0, 1.0, length)
    dx, dy, dz = ((b[axis] - a[axis]) / whole for axis in range(3))
    bent = (dx * dx + dy * dy) * equator + dz * dz * pole
    height = (x * x + y * y) * equator + z * z * pole
    steep = (x * x + y * y) * equator**2 + z * z * pole**2
    half = bent * np.sqrt(height / steep) * length / 2
    square, rest = half * half, np.zeros(len(half))
    for factor in ARCSINE:
        rest = (rest + factor) * square
    series = length + length * rest
    arcsine = length / np.where(half > 0.0, half, 1.0) * np.arcsin(np.minimum(half, 1.0))
    return np.where(half >= LONG_HALF, arcsine, series)


def _below_middle(a: Triple, b: Triple) -> Triple:
    x, y, z = ((a[axis] + b[axis]) / 2 for axis in range(3))
    height = np.sqrt((x * x + y * y) * (1 / SEMI_MAJOR_M**2) + z * z * (1 / SEMI_MINOR_M**2))
    return x / height, y / height, z / height
