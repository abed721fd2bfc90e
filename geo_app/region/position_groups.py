"""Features that stand in at one point: known to lie somewhere around it, and not where.

A feature whose own position nobody published stands at a stand-in, its district's centre or its city. Features that
share one carry its id in ``position_group``: what is measured between them, or ranked by where they lie, would be an
artefact of the shared point. A line that passes through several stand-ins names them all, separated by spaces.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import geopandas as gpd
import shapely

from geo_app.region.model import RegionPack

POSITION_GROUP = "position_group"

_DEGREE_DIGITS = 6


def position_groups(value: object) -> frozenset[str]:
    """Read the stand-ins that a feature shares; none where its position is its own."""
    return frozenset(value.split()) if isinstance(value, str) else frozenset()


def ungrouped(pack: RegionPack) -> Iterator[tuple[str, str, str]]:
    """Find candidates that stand on one point and share no group: layer of the first, and both ids."""
    by_point: dict[tuple[float, float], list[tuple[str, str, frozenset[str]]]] = {}
    for name in pack.candidate_layers:
        for identity, at, groups in _standing(pack.layers[name].frame):
            by_point.setdefault(at, []).append((name, identity, groups))
    for found in by_point.values():
        for (layer, one, here), (_, other, there) in combinations(found, 2):
            if not here & there:
                yield layer, one, other


def scattered(pack: RegionPack) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Find groups whose points are not all in one place: a layer, the group and the ids of its features."""
    members: dict[str, list[tuple[str, str, tuple[float, float]]]] = {}
    for layer in pack.layers.values():
        if layer.geometry == "point" and POSITION_GROUP in layer.frame:
            for identity, at, groups in _standing(layer.frame):
                for group in groups:
                    members.setdefault(group, []).append((layer.id, identity, at))
    for group, found in sorted(members.items()):
        if len({at for _, _, at in found}) > 1:
            yield found[0][0], group, tuple(identity for _, identity, _ in found)


def _standing(frame: gpd.GeoDataFrame) -> Iterator[tuple[str, tuple[float, float], frozenset[str]]]:
    places = shapely.get_coordinates(shapely.centroid(frame.geometry.to_numpy())).round(_DEGREE_DIGITS).tolist()
    groups = frame[POSITION_GROUP] if POSITION_GROUP in frame else [None] * len(frame)
    for identity, (lon, lat), group in zip(frame.index, places, groups, strict=True):
        yield str(identity), (lon, lat), position_groups(group)
