"""Compiled geometry: positions through the Earth, distances to segments, and the geodesic that a chord stands for."""

from __future__ import annotations

import math

from geo_app.core.arrays import Floats
from geo_app.measures.kernel.jit import compiled
from geo_app.measures.kernel.segments import (
    ARCSINE,
    LONG_HALF,
    LONGEST_CHORD_M,
    NEWTON_STEPS,
    SEMI_MAJOR_M,
    SEMI_MINOR_M,
    Segments,
)

Point = tuple[float, float, float]

_SQUEEZE = (SEMI_MINOR_M / SEMI_MAJOR_M) ** 2
_EQUATOR = 1 / SEMI_MAJOR_M**2
_POLE = 1 / SEMI_MINOR_M**2


@compiled
def position(u: float, v: float, curved: bool) -> Point:
    """Place a point of the layer's coordinates in space: lon/lat degrees on the ellipsoid, metres in the plane."""
    if not curved:
        return u, v, 0.0
    lon, lat = math.radians(u), math.radians(v)
    sine, cosine = math.sin(lat), math.cos(lat)
    normal = SEMI_MAJOR_M / math.sqrt(cosine * cosine + _SQUEEZE * sine * sine)
    return normal * cosine * math.cos(lon), normal * cosine * math.sin(lon), _SQUEEZE * normal * sine


@compiled
def along_chord(segments: Segments, k: int, x: float, y: float, z: float) -> float:
    """Tell where on the chord of segment k the nearest point to a position is: 0 at its start, 1 at its end."""
    start, along = segments.start, segments.along
    x, y, z = x - start[k, 0], y - start[k, 1], z - start[k, 2]
    share = (x * along[k, 0] + y * along[k, 1] + z * along[k, 2]) * segments.inverse[k]
    return float(min(max(share, 0.0), 1.0))


@compiled
def on_edge(segments: Segments, k: int, share: float) -> Point:
    """Place the point at a share 0..1 of segment k in space."""
    start, along, bend = segments.start, segments.along, segments.bend
    sag = 4.0 * share * (1.0 - share)
    return (
        start[k, 0] + share * along[k, 0] + sag * bend[k, 0],
        start[k, 1] + share * along[k, 1] + sag * bend[k, 1],
        start[k, 2] + share * along[k, 2] + sag * bend[k, 2],
    )


@compiled
def along_edge(segments: Segments, k: int, x: float, y: float, z: float) -> float:
    """Tell where on segment k itself, which bends away from its chord, the nearest point is (Newton's method)."""
    along, bend = segments.along, segments.bend
    share = along_chord(segments, k, x, y, z)
    for _ in range(NEWTON_STEPS):
        fx, fy, fz = on_edge(segments, k, share)
        turn = 4.0 - 8.0 * share
        tx, ty, tz = along[k, 0] + turn * bend[k, 0], along[k, 1] + turn * bend[k, 1], along[k, 2] + turn * bend[k, 2]
        fx, fy, fz = fx - x, fy - y, fz - z
        slope = tx * tx + ty * ty + tz * tz - 8.0 * (fx * bend[k, 0] + fy * bend[k, 1] + fz * bend[k, 2])
        # Not above 0: seen from beyond the horizon the edge has no lowest point, and its chord's will do.
        if slope > 0.0:
            share = min(max(share - (fx * tx + fy * ty + fz * tz) / slope, 0.0), 1.0)
    return share


@compiled
def square_to_chord(segments: Segments, k: int, x: float, y: float, z: float) -> float:
    """Measure the square of the distance from a position to the chord of segment k."""
    start, along = segments.start, segments.along
    share = along_chord(segments, k, x, y, z)
    x, y, z = x - start[k, 0], y - start[k, 1], z - start[k, 2]
    x, y, z = x - share * along[k, 0], y - share * along[k, 1], z - share * along[k, 2]
    return x * x + y * y + z * z


@compiled
def geodesic_of_chord(a: Point, b: Point) -> float:
    """Measure the geodesic between two positions on the ellipsoid, metres.

    The chord is taken for that of a circle with the ellipsoid's curvature below its middle in its direction: 1 mm off
    at 500 km, 3 cm at 1,000 km. Longer ones are measured in four, which is 2e-7 off at 4,000 km.
    """
    length = math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2 + (b[2] - a[2]) ** 2)
    if length < LONGEST_CHORD_M:
        return _arc(a, b, length)
    middle = _below_middle(a, b)
    total = 0.0
    for one, other in ((a, middle), (middle, b)):
        half = _below_middle(one, other)
        for start, stop in ((one, half), (half, other)):
            away = math.sqrt((stop[0] - start[0]) ** 2 + (stop[1] - start[1]) ** 2 + (stop[2] - start[2]) ** 2)
            total += _arc(start, stop, away)
    return total


@compiled
def _arc(a: Point, b: Point, length: float) -> float:
    """Measure the arc over a chord of known length."""
    if length == 0.0:
        return 0.0
    x, y, z = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2
    dx, dy, dz = (b[0] - a[0]) / length, (b[1] - a[1]) / length, (b[2] - a[2]) / length
    bent = (dx * dx + dy * dy) * _EQUATOR + dz * dz * _POLE
    height = (x * x + y * y) * _EQUATOR + z * z * _POLE
    steep = (x * x + y * y) * _EQUATOR**2 + z * z * _POLE**2
    half = bent * math.sqrt(height / steep) * length / 2
    if half >= LONG_HALF:
        return length / half * math.asin(min(half, 1.0))
    # The arcsine's series, of sums and products only: the same to the last bit on every machine.
    square, rest = half * half, 0.0
    for factor in ARCSINE:
        rest = (rest + factor) * square
    return length + length * rest


@compiled
def _below_middle(a: Point, b: Point) -> Point:
    """Place the point of the ellipsoid's surface over the middle of a chord."""
    x, y, z = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2
    height = math.sqrt((x * x + y * y) * _EQUATOR + z * z * _POLE)
    return x / height, y / height, z / height


@compiled
def crosses(ends: Floats, k: int, from_u: float, from_v: float, to_u: float, to_v: float) -> bool:
    """Tell whether segment k crosses the way from one point to another.

    On which side of the way a vertex lies is decided by the vertex alone, so both edges that share it agree and a ring
    crosses any line an even number of times; a vertex on the line counts as right of it. Where on the way the crossing
    lies is then read from the crossing point, which is always a point of the edge: right for every edge, even one that
    lies in the line, that passes neither of the way's ends.
    """
    way_u, way_v = to_u - from_u, to_v - from_v
    first_u, first_v = ends[k, 0] - from_u, ends[k, 1] - from_v
    second_u, second_v = ends[k, 2] - from_u, ends[k, 3] - from_v
    first = way_u * first_v - way_v * first_u
    second = way_u * second_v - way_v * second_u
    if (first > 0.0) == (second > 0.0):
        return False
    share = first / (first - second)
    u, v = first_u + share * (second_u - first_u), first_v + share * (second_v - first_v)
    return bool(0.0 < u * way_u + v * way_v < way_u * way_u + way_v * way_v)
