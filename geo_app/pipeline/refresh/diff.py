"""What a layer's newer version adds, takes away, moves and says differently: ``compare(old, new)``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo_app.core.arrays import Floats
from geo_app.core.geodesy import GEOGRAPHIC_CRS, geodesic_m

SAME_PLACE_M = 0.2
"""Layers are written to six decimals of a degree, so that a shift below this is none."""


@dataclass(frozen=True)
class Move:
    """A feature whose geometry changed, and the farthest that any vertex of either is from the other, in metres."""

    id: str
    distance_m: float


@dataclass(frozen=True)
class Change:
    """An attribute of one feature that changed; None where it has no value."""

    id: str
    column: str
    old: object
    new: object


@dataclass(frozen=True)
class LayerDiff:
    """How two versions of a layer differ.

    Attributes
    ----------
    added, removed
        Feature ids, in the order of their layer.
    moved
        The farthest first.
    new_columns, lost_columns
        Attributes that only one version has.
    unchanged
        Number of features that are in both and alike.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[Move, ...]
    changed: tuple[Change, ...]
    new_columns: tuple[str, ...]
    lost_columns: tuple[str, ...]
    unchanged: int

    @property
    def empty(self) -> bool:
        """Whether the two versions are alike."""
        return not (self.added or self.removed or self.moved or self.changed or self.new_columns or self.lost_columns)


def compare(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, *, ignore: Collection[str] = ()) -> LayerDiff:
    """Compare two versions of a layer.

    Parameters
    ----------
    old, new
        Features in EPSG:4326, indexed by feature id, as `geo_app.region.model.Layer` holds them.
    ignore
        Attributes that do not count.

    Raises
    ------
    ValueError
        If ids repeat or a frame is in another coordinate reference system.
    """
    for frame in (old, new):
        if not frame.index.is_unique:
            raise ValueError("feature ids must be unique")
        if frame.crs is None or not frame.crs.equals(GEOGRAPHIC_CRS):
            raise ValueError(f"expected {GEOGRAPHIC_CRS}, found {frame.crs}")
    common = old.index.intersection(new.index, sort=False)
    moved = _moves(old.geometry.loc[common], new.geometry.loc[common])
    attributes = (_attributes(old, ignore), _attributes(new, ignore))
    changed = _changes(*(frame.loc[common] for frame in attributes))
    touched = {move.id for move in moved} | {change.id for change in changed}
    return LayerDiff(
        added=tuple(map(str, new.index.difference(old.index, sort=False))),
        removed=tuple(map(str, old.index.difference(new.index, sort=False))),
        moved=moved,
        changed=changed,
        new_columns=tuple(attributes[1].columns.difference(attributes[0].columns, sort=False)),
        lost_columns=tuple(attributes[0].columns.difference(attributes[1].columns, sort=False)),
        unchanged=len(common) - len(touched),
    )


def apart_m(one: BaseGeometry, other: BaseGeometry) -> float:
    """Measure how far two geometries are apart: the geodesic Hausdorff distance over their vertices, in metres.

    For points it is the distance between them.
    """
    if one.is_empty or other.is_empty:
        return 0.0 if one.is_empty and other.is_empty else float("inf")
    return max(_farthest_m(one, other), _farthest_m(other, one))


def _farthest_m(one: BaseGeometry, other: BaseGeometry) -> float:
    """Measure from each vertex of one geometry to the nearest point of the other's outline, and take the farthest."""
    vertices = shapely.get_coordinates(one)
    # A degree of longitude shrinks towards the poles: without this "nearest" would be nearest in degrees.
    shrink = np.array([np.cos(np.radians(vertices[:, 1].mean())), 1.0])
    outline = other.boundary if shapely.get_dimensions(other) == 2 else other
    target = shapely.transform(outline, lambda lonlat: lonlat * shrink)
    links = shapely.shortest_line(shapely.points(vertices * shrink), target)
    ends: Floats = shapely.get_coordinates(links) / shrink
    return float(geodesic_m(vertices, ends[1::2]).max())


def _moves(old: gpd.GeoSeries, new: gpd.GeoSeries) -> tuple[Move, ...]:
    differs = ~shapely.equals_exact(old.to_numpy(), new.to_numpy(), tolerance=0.0)
    moves = [Move(str(name), apart_m(old.loc[name], new.loc[name])) for name in old.index[differs]]
    return tuple(sorted((move for move in moves if move.distance_m >= SAME_PLACE_M), key=lambda move: -move.distance_m))


def _attributes(frame: gpd.GeoDataFrame, ignore: Collection[str]) -> pd.DataFrame:
    return pd.DataFrame(frame.drop(columns=[frame.geometry.name, *ignore], errors="ignore"))


def _changes(old: pd.DataFrame, new: pd.DataFrame) -> tuple[Change, ...]:
    changes = []
    for column in old.columns.intersection(new.columns, sort=False):
        for name, before, after in zip(old.index, _plain(old[column]), _plain(new[column]), strict=True):
            if before != after:
                changes.append(Change(str(name), str(column), before, after))
    return tuple(changes)


def _plain(column: pd.Series) -> list[object]:
    """Write every absent value as None, which equals itself, and every number as Python's own."""
    absent = column.isna().tolist()
    return [None if gone else value for gone, value in zip(absent, column.tolist(), strict=True)]
