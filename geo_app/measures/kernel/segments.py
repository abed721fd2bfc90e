"""Layers cut into segments, as arrays: what the search for the nearest feature works on.

A segment is straight in the layer's own coordinates. The plane of a projected CRS is searched as it is. Edges in
degrees are searched through the Earth: their ends become geocentric positions, and as the edge then bulges from the
chord between them, it is carried as the parabola through its two ends and its middle. Cut to a tenth of a degree, that
lies within a millimetre of the true edge, and the chord within 1.4 m.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely

from geo_app.core.arrays import Floats, Ints, Shapes

SEMI_MAJOR_M = 6_378_137.0
"""Half the longest axis of the WGS 84 ellipsoid."""
SEMI_MINOR_M = SEMI_MAJOR_M * (1 - 1 / 298.257223563)
"""Half its shortest axis."""

NEWTON_STEPS = 2
"""How often the place on an edge is bettered from that on its chord: the second time moves it by micrometres."""
LONGEST_CHORD_M = 1e6
"""The formula from chord to geodesic is 3 cm off at this length; longer chords are quartered."""
LONG_HALF = 0.08
"""Half a chord in radii, up to which the arcsine's series gives all digits."""
ARCSINE = (10395 / 599040, 945 / 42240, 105 / 3456, 15 / 336, 3 / 40, 1 / 6)
"""Factors of the arcsine's series, the highest power first."""

_LONGEST_DEG = 0.1
# What a parabola through three points may leave of the edge, and rounding.
_PARABOLA_M = 1e-3


class Segments(NamedTuple):
    """The segments of one or more layers; a point is a segment without length.

    Attributes
    ----------
    ends
        (k, 4) both ends in the layer's coordinates.
    start, along
        (k, 3) position of the first end in metres, and the way from it to the second.
    inverse
        (k,) 1 / |along|², 0 for a point.
    bend
        (k, 3) how far the edge's middle lies from the middle of the chord.
    bulge_m
        (k,) the edge lies nowhere farther than this from the chord.
    part
        (k,) which polygon's boundary the segment is of, counted over all layers; -1 if it bounds no area.
    feature
        (k,) position of the feature in its layer.
    bounds
        (layers + 1,) the segments of layer i are those from bounds[i] to bounds[i + 1].
    """

    ends: Floats
    start: Floats
    along: Floats
    inverse: Floats
    bend: Floats
    bulge_m: Floats
    part: Ints
    feature: Ints
    bounds: Ints


def planar_segments(layers: Sequence[Shapes]) -> Segments:
    """Cut layers of projected shapes, each (f,), into segments.

    Raises
    ------
    ValueError
        If a coordinate is not finite; names the layer and the feature.
    """
    ends, part, feature, bounds = _cut(layers)
    start, stop = (np.column_stack([xy, np.zeros(len(xy))]) for xy in (ends[:, :2], ends[:, 2:]))
    return _with_ends(ends, start, stop, np.zeros_like(start), np.zeros(len(ends)), part, feature, bounds)


def geodesic_segments(layers: Sequence[Shapes]) -> Segments:
    """Cut layers of lon/lat shapes, each (f,), into segments that are straight in degrees.

    Raises
    ------
    ValueError
        As `planar_segments`.
    """
    ends, part, feature, bounds = _cut(layers)
    ends, of = _shortened(ends)
    bounds = np.searchsorted(of, bounds)
    first, second = ends[:, :2], ends[:, 2:]
    start, middle, stop = (np.column_stack(geocentric(*xy.T)) for xy in (first, (first + second) / 2, second))
    bend = middle - (start + stop) / 2
    bulge_m = np.linalg.norm(bend, axis=1)
    bulge_m = np.where(bulge_m > 0, bulge_m + _PARABOLA_M, 0.0)
    return _with_ends(ends, start, stop, bend, bulge_m, part[of], feature[of], bounds)


def geocentric(lon: Floats, lat: Floats) -> tuple[Floats, Floats, Floats]:
    """Turn (n,) degrees into metres from the Earth's centre, on the WGS 84 ellipsoid."""
    lon, lat = np.radians(lon), np.radians(lat)
    sine, cosine = np.sin(lat), np.cos(lat)
    squeeze = (SEMI_MINOR_M / SEMI_MAJOR_M) ** 2
    normal = SEMI_MAJOR_M / np.sqrt(cosine * cosine + squeeze * sine * sine)
    across = normal * cosine
    return across * np.cos(lon), across * np.sin(lon), squeeze * normal * sine


def _with_ends(
    ends: Floats, start: Floats, stop: Floats, bend: Floats, bulge_m: Floats, part: Ints, feature: Ints, bounds: Ints
) -> Segments:
    along = stop - start
    square = (along * along).sum(axis=1)
    # Shorter than any coordinate can be told, a segment is a point.
    inverse = np.divide(1.0, square, out=np.zeros(len(square)), where=square > 1e-24)
    return Segments(ends, start, along, inverse, bend, bulge_m, part, feature, bounds)


def _cut(layers: Sequence[Shapes]) -> tuple[Floats, Ints, Ints, Ints]:
    """Give the ends (k, 4), part, feature and bounds of `Segments`."""
    cuts = []
    parts = 0
    for number, shapes in enumerate(layers):
        ends, part, feature = _cut_layer(shapes)
        bad = ~np.isfinite(ends).all(axis=1)
        if bad.any():
            where = f"layer {number}, feature {feature[bad][0]}"
            raise ValueError(f"{where}: found a coordinate that is not finite, expected numbers in every one")
        cuts.append((ends, np.where(part >= 0, part + parts, -1), feature))
        parts += int(part.max(initial=-1)) + 1
    bounds = np.concatenate([[0], np.cumsum([len(feature) for *_, feature in cuts])]).astype(np.int64)
    if not cuts:
        return np.empty((0, 4)), np.empty(0, np.int64), np.empty(0, np.int64), bounds
    ends, part, feature = (np.concatenate(column) for column in zip(*cuts, strict=True))
    return ends, part, feature, bounds


def _cut_layer(shapes: Shapes) -> tuple[Floats, Ints, Ints]:
    """Cut the shapes of one layer: features in their order, the edges of a polygon together."""
    parts, owner = _exploded(shapes)
    areal = shapely.get_dimensions(parts) == 2
    rings, ring_of = shapely.get_rings(parts[areal], return_index=True)
    chains = np.concatenate([parts[~areal], rings])
    chain_part = np.concatenate([np.flatnonzero(~areal), np.flatnonzero(areal)[ring_of]])
    xy, chain = shapely.get_coordinates(chains, return_index=True)
    lone = np.flatnonzero(np.bincount(chain, minlength=len(chains))[chain] == 1)
    first = np.concatenate([lone, np.flatnonzero(chain[1:] == chain[:-1])])
    second = np.concatenate([lone, first[len(lone) :] + 1])
    of = chain_part[chain[first]]
    order = np.lexsort((first, of))
    first, second, of = first[order], second[order], of[order]
    return np.column_stack([xy[first], xy[second]]), np.where(areal[of], of, -1), owner[of].astype(np.int64)


def _exploded(shapes: Shapes) -> tuple[Shapes, Ints]:
    """Take collections apart into points, lines and polygons, with the position of what each comes from."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    while (shapely.get_type_id(parts) > 3).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
    return parts, owner


def _shortened(ends: Floats) -> tuple[Floats, Ints]:
    """Cut (k, 4) edges in degrees into equal pieces none of which is long, with the edge that each is of."""
    first, second = ends[:, :2], ends[:, 2:]
    pieces = np.maximum(np.ceil(np.abs(second - first).max(axis=1, initial=0.0) / _LONGEST_DEG), 1).astype(np.int64)
    of = np.repeat(np.arange(len(ends)), pieces)
    place = np.arange(len(of)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    count = pieces[of, None]

    def at(step: Ints) -> Floats:
        # The edge's own ends come out as they are, so that two edges still share the very same vertex.
        inside = first[of] + (second - first)[of] * (step[:, None] / count)
        return np.where(step[:, None] == count, second[of], inside)

    return np.column_stack([at(place), at(place + 1)]), of
