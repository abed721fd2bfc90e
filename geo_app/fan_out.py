"""Spread markers that stand on the same point, so that each can be seen and hit.

Where no site of a zone is published, several zones stand on the centre of their district.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

BADGE_GAP_PX = 27.0
"""A badge and a gap, in screen pixels."""

_SAME_POINT_DIGITS = 4


def fan_out(points: Sequence[tuple[float, float]], gap_px: float = BADGE_GAP_PX) -> list[tuple[float, float]]:
    """Spread markers that share a point over rings around it.

    Parameters
    ----------
    points
        (lon, lat) of each marker; points that agree to about ten metres are one place.
    gap_px
        Distance between two rings, and at least between two markers.

    Returns
    -------
    (right, down) in screen pixels for each marker, (0, 0) for one that is alone; the same for the same order.
    """
    groups: dict[tuple[float, float], list[int]] = {}
    for i, (lon, lat) in enumerate(points):
        groups.setdefault((round(lon, _SAME_POINT_DIGITS), round(lat, _SAME_POINT_DIGITS)), []).append(i)
    offsets = [(0.0, 0.0)] * len(points)
    for members in groups.values():
        if len(members) > 1:
            for i, offset in zip(members, _rings(len(members), gap_px), strict=True):
                offsets[i] = offset
    return offsets


def _rings(count: int, gap_px: float) -> list[tuple[float, float]]:
    places: list[tuple[float, float]] = []
    ring = 1
    while len(places) < count:
        on_ring = min(count - len(places), 6 * ring)
        for k in range(on_ring):
            angle = 2 * math.pi * k / on_ring - math.pi / 2
            places.append((round(ring * gap_px * math.cos(angle), 1), round(ring * gap_px * math.sin(angle), 1)))
        ring += 1
    return places
