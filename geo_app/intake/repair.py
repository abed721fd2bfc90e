"""Make geometry from a stranger's file fit to be measured, and say what was done to which row.

Shapes come in any CRS and in any state; those that leave are valid, flat, of one kind, and within 180° and 90°.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo_app.core.arrays import Bools, Ints, Shapes
from geo_app.core.errors import LayerError
from geo_app.core.geodesy import GEOGRAPHIC_CRS, transformer_to_degrees
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote

Kind = Literal["point", "line", "polygon"]

KINDS: tuple[Kind, ...] = ("point", "line", "polygon")

# A step between two vertices that goes more than half the way around the Earth goes the other way. One that goes
# all the way is the edge of a map of the world.
_HALF_WAY, _ALL_THE_WAY = 180.0, 359.0

_WEST_OF_180 = shapely.box(-180, -90, 180, 90)
_EAST_OF_180 = shapely.box(180, -90, 540, 90)


@dataclass(frozen=True)
class Repaired:
    """What is left of a file's shapes.

    Attributes
    ----------
    kept
        (n,) places in the sequence given of the shapes that are left.
    shapes
        (n,) geometries in EPSG:4326.
    counts
        How many rows of each kind the file had.
    """

    kind: Kind
    kept: Ints
    shapes: Shapes
    counts: dict[Kind, int]
    repaired: tuple[RowNote, ...]
    dropped: tuple[RowNote, ...]
    notes: tuple[RowNote, ...]


class _Work:
    """The shapes on their way, and what was said about them."""

    def __init__(self, shapes: Sequence[BaseGeometry | None], rows: Sequence[int]) -> None:
        self.shapes: Shapes = np.empty(len(shapes), dtype=object)
        self.shapes[:] = shapes
        self.rows = np.asarray(rows, dtype=np.int64)
        self.alive: Bools = np.ones(len(shapes), dtype=bool)
        self.repaired: list[RowNote] = []
        self.dropped: list[RowNote] = []
        self.notes: list[RowNote] = []

    def drop(self, bad: Bools, reason: str, **values: object) -> None:
        """Drop those of the living that are bad."""
        bad = bad & self.alive
        self.dropped += [RowNote(int(row), Message(reason, values)) for row in self.rows[bad]]
        self.alive &= ~bad
        self.shapes[bad] = None


def repair(
    shapes: Sequence[BaseGeometry | None],
    rows: Sequence[int],
    crs: CRS,
    name: str,
    *,
    max_vertices: int,
    kind: Kind | None = None,
) -> Repaired:
    """Repair the shapes of a file.

    Parameters
    ----------
    shapes, rows
        Geometries in `crs` and their row numbers.
    max_vertices
        Limit on all of them together.
    kind
        Which kind to keep; None keeps the kind that most rows have.

    Raises
    ------
    LayerError
        If there are too many vertices, no way leads from the CRS to degrees, or nothing is left.
    """
    work = _Work(shapes, rows)
    _check_vertices(work, max_vertices, name)
    work.drop(shapely.is_missing(work.shapes) | shapely.is_empty(work.shapes), N_("no geometry."))
    _flatten(work)
    _to_degrees(work, crs, name)
    _make_valid(work)
    _wrap(work)
    counts = _kinds(work)
    if not counts:
        raise LayerError(
            N_("{file}: no row has a geometry that can be used. {reason}"),
            file=name,
            reason=work.dropped[0].message if work.dropped else "",
        )
    majority: Kind = max(counts, key=lambda k: (counts[k], KINDS.index(k)))
    chosen = majority if kind is None else kind
    _keep_kind(work, chosen)
    kept = np.flatnonzero(work.alive)
    if not len(kept):
        raise LayerError(
            N_("{file} has no geometry of the kind {kind!r}. It has {found}."),
            file=name,
            kind=chosen,
            found=", ".join(f"{k}: {n}" for k, n in counts.items()),
        )
    return Repaired(
        chosen, kept, work.shapes[kept], counts, tuple(work.repaired), tuple(work.dropped), tuple(work.notes)
    )


def _check_vertices(work: _Work, limit: int, name: str) -> None:
    found = int(shapely.get_num_coordinates(work.shapes).sum())
    if found > limit:
        raise LayerError(
            N_("{file} has {found} vertices; at most {limit} are accepted. Simplify it, or cut it to the region."),
            file=name,
            found=found,
            limit=limit,
        )


def _flatten(work: _Work) -> None:
    deep = work.alive & (shapely.has_z(work.shapes) | shapely.has_m(work.shapes))
    if deep.any():
        work.notes.append(
            RowNote(0, Message(N_("heights or measures of {n} features are left out."), {"n": int(deep.sum())}))
        )
        work.shapes[deep] = shapely.force_2d(work.shapes[deep])


def _to_degrees(work: _Work, crs: CRS, name: str) -> None:
    transformer = transformer_to_degrees(crs, name, LayerError)
    work.drop(~_finite(work.shapes), N_("coordinates are not finite numbers."))
    if not crs.equals(CRS.from_user_input(GEOGRAPHIC_CRS)):
        alive = work.alive
        work.shapes[alive] = shapely.transform(
            work.shapes[alive], lambda c: np.column_stack(transformer.transform(c[:, 0], c[:, 1]))
        )
    reason = N_("coordinates are outside what the coordinate reference system {crs} covers.")
    work.drop(~_finite(work.shapes), reason, crs=crs.name[:80])
    bounds = shapely.bounds(work.shapes)
    outside = (np.abs(bounds[:, [1, 3]]) > 90.0 + 1e-9).any(axis=1)
    outside |= (bounds[:, 0] < -360.0) | (bounds[:, 2] > 360.0)
    work.drop(
        outside, N_("coordinates are not degrees: the file may state the wrong system, or swap longitude and latitude.")
    )


def _finite(shapes: Shapes) -> Bools:
    """Tell which shapes have only finite numbers; a missing one has no other."""
    coordinates, place = shapely.get_coordinates(shapes, return_index=True)
    bad = np.bincount(place[~np.isfinite(coordinates).all(axis=1)], minlength=len(shapes))
    return np.asarray(bad == 0)


def _make_valid(work: _Work) -> None:
    bad = np.flatnonzero(work.alive & ~shapely.is_valid(work.shapes))
    for place in bad:
        shape = work.shapes[place]
        why = str(shapely.is_valid_reason(shape))[:120]
        mended = shapely.make_valid(shape, method="structure", keep_collapsed=False)
        work.shapes[place] = mended
        if mended.is_empty:
            work.drop(
                _only(int(place), len(work.shapes)), N_("nothing is left of it after repair: {problem}."), problem=why
            )
            continue
        work.repaired.append(RowNote(int(work.rows[place]), Message(N_("repaired: {problem}."), {"problem": why})))


def _only(place: int, count: int) -> Bools:
    chosen = np.zeros(count, dtype=bool)
    chosen[place] = True
    return chosen


def _wrap(work: _Work) -> None:
    """Bring what lies across the antimeridian, or is counted from 0 to 360, to both sides of it."""
    bounds = shapely.bounds(work.shapes)
    beyond = (bounds[:, 0] < -180.0) | (bounds[:, 2] > 180.0)
    wide = bounds[:, 2] - bounds[:, 0] > _HALF_WAY
    for place in np.flatnonzero(work.alive & (beyond | wide)):
        shape = work.shapes[place]
        if not beyond[place] and not _jumps(shape):
            continue
        turned = shapely.transform(
            shape, lambda c: np.column_stack([np.where(c[:, 0] < 0, c[:, 0] + 360, c[:, 0]), c[:, 1]])
        )
        turned = shapely.make_valid(turned)
        east = shapely.transform(shapely.intersection(turned, _EAST_OF_180), lambda c: c - [360.0, 0.0])
        work.shapes[place] = shapely.union_all([shapely.intersection(turned, _WEST_OF_180), east])
        work.repaired.append(RowNote(int(work.rows[place]), Message(N_("cut at the 180th meridian."))))


def _jumps(shape: BaseGeometry) -> bool:
    for part in shapely.get_parts(shape):
        rings = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
        for ring in rings:
            step = np.abs(np.diff(shapely.get_coordinates(ring)[:, 0]))
            if ((step > _HALF_WAY) & (step < _ALL_THE_WAY)).any():
                return True
    return False


def _kinds(work: _Work) -> dict[Kind, int]:
    """Count the living rows by the kind of geometry that they are mostly made of."""
    counts = Counter(shapely.get_dimensions(work.shapes[work.alive]).tolist())
    return {kind: counts[dimension] for dimension, kind in enumerate(KINDS) if counts[dimension]}


def _keep_kind(work: _Work, kind: Kind) -> None:
    """Keep the shapes of one kind; of a collection, its parts of that kind."""
    wanted = KINDS.index(kind)
    collections = work.alive & (shapely.get_type_id(work.shapes) == shapely.GeometryType.GEOMETRYCOLLECTION)
    for place in np.flatnonzero(collections):
        parts = _leaves(work.shapes[place])
        chosen = [part for part in parts if shapely.get_dimensions(part) == wanted]
        if not chosen:
            continue
        work.shapes[place] = shapely.union_all(chosen)
        if len(chosen) < len(parts):
            reason = N_("only its parts of the kind {kind!r} are kept.")
            work.repaired.append(RowNote(int(work.rows[place]), Message(reason, {"kind": kind})))
    found = shapely.get_dimensions(work.shapes)
    for dimension, other in enumerate(KINDS):
        if dimension != wanted:
            reason = N_("it is of the kind {found!r}; only the kind {kind!r} is kept.")
            work.drop(found == dimension, reason, found=other, kind=kind)


def _leaves(shape: BaseGeometry) -> list[BaseGeometry]:
    parts = [shape]
    while any(part.geom_type == "GeometryCollection" for part in parts):
        parts = [
            leaf
            for part in parts
            for leaf in (shapely.get_parts(part) if part.geom_type == "GeometryCollection" else [part])
        ]
    return [leaf for part in parts for leaf in shapely.get_parts(part)]
