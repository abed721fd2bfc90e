"""Sums of what lies within reach of sites, weighted by distance: sites and layers are laid out for `sums`."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from geo_app.core.arrays import Floats, Ints, Shapes
from geo_app.core.geodesy import GEOD, require_geographic
from geo_app.measures.kernel.segments import geocentric, geodesic_segments
from geo_app.measures.kernel.threads import in_threads
from geo_app.measures.reach.decays import Weight
from geo_app.measures.reach.sums import Groups, Sources, sum_groups

FRAME_DEG = 0.5
"""Sites in a square of so many degrees share a plane, whose distances are within a hundred-thousandth of geodesic."""
GROUP_DEG = 0.02
"""Sites in a square of so many degrees share a polynomial."""

_MEAN_RADIUS_M = 6_371_000.0
_DEGREE_M = 111_700.0
_MOST_PIECES = 16
# A polygon with less area than this share of its outline's square is a line.
_FLAT = 1e-9
# A longer edge, straight in degrees, would bend too much in the plane: this one by 0.3 m.
_LONGEST_DEG = 0.05


@dataclass(frozen=True)
class Amounts:
    """A layer's amounts on the Earth: what `Sources` are in a plane, with the places in space.

    Attributes
    ----------
    lonlat
        (k, 2) centres of mass, degrees.
    place
        (3, k) where they are in space, metres.
    amount, radius_m, moments, area
        (k,), (k,), (3, k) east, both, north, and (k,): as for `Sources`, in each source's own plane.
    start, stop
        (3, e) ends of directed edges in space.
    first
        (k + 1,) which edges are whose.
    """

    lonlat: Floats
    place: Floats
    amount: Floats
    radius_m: Floats
    moments: Floats
    area: Floats
    start: Floats
    stop: Floats
    first: Ints


def amounts_of(features: gpd.GeoDataFrame, column: str) -> Amounts:
    """Lay out what the features of a layer hold; what is not known holds nothing.

    A polygon's amount is spread evenly over it, in the area of the ellipsoid; all else holds it in its centroid.

    Raises
    ------
    ValueError
        If `features` is in another CRS; the message names both.
    """
    require_geographic(features)
    held = features[column].to_numpy(dtype=np.float64)
    some = np.isfinite(held) & (held != 0) & ~np.asarray(features.geometry.is_empty | features.geometry.isna())
    shapes = np.asarray(features.geometry.to_numpy()[some], dtype=object)
    return _laid_out(shapes, held[some])


def point_amounts(lonlat: Floats, amount: Floats) -> Amounts:
    """Lay out (k,) amounts at (k, 2) points."""
    k = len(amount)
    place = np.stack(geocentric(lonlat[:, 0], lonlat[:, 1]))
    no_edge = np.empty((3, 0))
    zero = np.zeros(k)
    return Amounts(lonlat, place, amount, zero, np.zeros((3, k)), zero, no_edge, no_edge, np.zeros(k + 1, np.int64))


def sum_in_reach(
    lonlat: Floats, amounts: Amounts, weight: Weight, radius_m: float | Floats, nearer_m: float | Floats = 0.0
) -> Floats:
    """Sum what is within reach of sites.

    Parameters
    ----------
    lonlat
        (n, 2) sites, lon/lat degrees.
    amounts
        A layer, as `amounts_of` lays it out.
    weight
        How an amount counts by its distance.
    radius_m, nearer_m
        Geodesic metres, one or (n,): beyond `radius_m` nothing counts, after every distance was taken shorter by
        `nearer_m` (longer, if below 0).

    Returns
    -------
    (n,) sums, each of its own site alone; within 0.1 % of exact integrals over the areas.
    """
    n = len(lonlat)
    total = np.zeros(n)
    if n == 0 or len(amounts.amount) == 0:
        return total
    reaches = np.column_stack([np.broadcast_to(radius_m, n), np.broadcast_to(nearer_m, n)]).astype(np.float64)
    frames = _Frames(np.asarray(lonlat, dtype=np.float64), reaches)

    def work(number: int) -> None:
        rows, groups, origin = frames.groups(number)
        most_m = groups.radius_m + groups.nearer_m + FRAME_DEG * _DEGREE_M
        total[rows] = sum_groups(_in_frame(amounts, origin, most_m, weight), weight, groups)

    in_threads(work, frames.count)
    return total


# --------------------------------------------------------------------------------------------------------- sites


class _Frames:
    """Sites by the squares of the Earth that they stand in, and by their reach."""

    def __init__(self, lonlat: Floats, reaches: Floats) -> None:
        which = np.unique(reaches, axis=0, return_inverse=True)[1].reshape(-1)
        frame = np.floor(lonlat / FRAME_DEG)
        square = np.floor(lonlat / GROUP_DEG)
        self.order = np.lexsort((square[:, 0], square[:, 1], which, frame[:, 0], frame[:, 1]))
        self.lonlat, self.reaches = lonlat[self.order], reaches[self.order]
        keys = np.column_stack([frame, which])[self.order]
        square = square[self.order]
        self.frame, self.starts = keys[:, :2], _starts(keys)
        self.group_starts = _starts(np.column_stack([keys, square]))
        self.square = square[self.group_starts[:-1]]
        self.count = len(self.starts) - 1

    def groups(self, number: int) -> tuple[Ints, Groups, Floats]:
        """Give a frame's sites by position, in groups, and the middle of its square in degrees."""
        start, stop = self.starts[number], self.starts[number + 1]
        origin = (self.frame[start] + 0.5) * FRAME_DEG
        low, high = np.searchsorted(self.group_starts, [start, stop])
        corner = self.square[low:high]
        middle = _plane(origin, *geocentric(*((corner + 0.5) * GROUP_DEG).T))
        half_m = np.zeros(high - low)
        for shift in ((0, 0), (0, 1), (1, 0), (1, 1)):
            vertex = _plane(origin, *geocentric(*((corner + shift) * GROUP_DEG).T))
            half_m = np.maximum(half_m, np.hypot(*(vertex - middle)))
        x, y = _plane(origin, *geocentric(*self.lonlat[start:stop].T))
        first = self.group_starts[low : high + 1] - start
        radius_m, nearer_m = map(float, self.reaches[start])
        # A hair wider than its corners: a parallel bends.
        groups = Groups(x, y, first, middle.T, half_m + 1.0, radius_m, nearer_m)
        return self.order[start:stop], groups, origin


def _starts(keys: Floats) -> Ints:
    """Give where a new key begins in (n, m) sorted keys, and the end."""
    new = (keys[1:] != keys[:-1]).any(axis=1)
    return np.concatenate([[0], np.flatnonzero(new) + 1, [len(keys)]]).astype(np.int64)


# -------------------------------------------------------------------------------------------------------- layers


def _plane(origin: Floats, x: Floats, y: Floats, z: Floats) -> Floats:
    """Lay positions in space out around (2,) degrees so that distances from there are geodesic: (2, n) east, north."""
    lon, lat = np.radians(origin)
    here = np.concatenate(geocentric(origin[:1], origin[1:]))
    dx, dy, dz = x - here[0], y - here[1], z - here[2]
    east = -np.sin(lon) * dx + np.cos(lon) * dy
    north = -np.sin(lat) * (np.cos(lon) * dx + np.sin(lon) * dy) + np.cos(lat) * dz
    chord, flat = np.sqrt(dx * dx + dy * dy + dz * dz), np.hypot(east, north)
    arc = 2.0 * _MEAN_RADIUS_M * np.arcsin(np.minimum(chord / (2.0 * _MEAN_RADIUS_M), 1.0))
    stretch = np.divide(arc, flat, out=np.ones(len(flat)), where=flat > 0)
    return np.stack([east * stretch, north * stretch])


def _in_frame(amounts: Amounts, origin: Floats, most_m: float, weight: Weight) -> Sources:
    """Lay out the sources within so many metres of a frame's middle in its plane."""
    here = np.concatenate(geocentric(origin[:1], origin[1:]))
    apart = np.sqrt(((amounts.place - here[:, None]) ** 2).sum(axis=0))
    some = np.flatnonzero(apart - amounts.radius_m <= most_m)
    x, y = _plane(origin, *amounts.place[:, some])
    count = amounts.first[some + 1] - amounts.first[some]
    first = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    edge = np.repeat(amounts.first[some] - first[:-1], count) + np.arange(first[-1])
    edges = np.concatenate([_plane(origin, *amounts.start[:, edge]), _plane(origin, *amounts.stop[:, edge])])
    if weight.kind != "even":
        edges, first = _pieces(edges, first, weight.half_m)
    # Away from the frame's middle, north leans towards the meridian of the middle.
    lean = np.radians(amounts.lonlat[some, 0] - origin[0]) * np.sin(np.radians(amounts.lonlat[some, 1]))
    sine, cosine = np.sin(lean), np.cos(lean)
    ee, en, nn = amounts.moments[:, some]
    return Sources(
        x,
        y,
        amounts.amount[some],
        amounts.radius_m[some],
        cosine**2 * ee - 2 * cosine * sine * en + sine**2 * nn,
        cosine * sine * (ee - nn) + (cosine**2 - sine**2) * en,
        sine**2 * ee + 2 * cosine * sine * en + cosine**2 * nn,
        amounts.area[some],
        np.ascontiguousarray(edges.T),
        first,
    )


def _pieces(edges: Floats, first: Ints, longest_m: float) -> tuple[Floats, Ints]:
    """Cut (4, e) edges into equal pieces, so that the weight bends little along each."""
    along = edges[2:] - edges[:2]
    count = np.clip(np.ceil(np.hypot(*along) / longest_m), 1, _MOST_PIECES).astype(np.int64)
    of = np.repeat(np.arange(len(count)), count)
    place = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)
    start, step = edges[:2, of], along[:, of] / count[of]
    pieces = np.concatenate([start + place * step, start + (place + 1) * step])
    return pieces, np.concatenate([[0], np.cumsum(count)]).astype(np.int64)[first]


def _laid_out(shapes: Shapes, amount: Floats) -> Amounts:
    middle = shapely.get_coordinates(shapely.centroid(shapes)).reshape(-1, 2)
    areal = (shapely.get_dimensions(shapes) == 2) & (shapely.area(shapes) > _FLAT * shapely.length(shapes) ** 2)
    bounded = np.full(len(shapes), None, dtype=object)
    bounded[areal] = shapely.segmentize(shapely.orient_polygons(shapes[areal]), _LONGEST_DEG)
    segments = geodesic_segments([bounded])
    owner, k = segments.feature, len(shapes)
    start, stop = _around(middle[owner], segments.ends[:, :2]), _around(middle[owner], segments.ends[:, 2:])
    cross = start[0] * stop[1] - start[1] * stop[0]

    def by_source(values: Floats) -> Floats:
        return np.bincount(owner, values, minlength=k).astype(np.float64)

    area = by_source(cross / 2)
    whole = np.where(area > 0, area, 1.0)
    centre = np.stack([by_source(cross * (start[axis] + stop[axis]) / 6) / whole for axis in range(2)])
    ee, en, nn = (
        by_source(
            cross * (2 * start[a] * start[b] + start[a] * stop[b] + stop[a] * start[b] + 2 * stop[a] * stop[b]) / 24
        )
        / whole
        for a, b in ((0, 0), (0, 1), (1, 1))
    )
    moments = np.stack([ee - centre[0] ** 2, en - centre[0] * centre[1], nn - centre[1] ** 2])
    azimuth, shift_m = np.degrees(np.arctan2(*centre)), np.hypot(*centre)
    lon, lat, _ = GEOD.fwd(middle[:, 0], middle[:, 1], azimuth, shift_m)
    place = np.stack(geocentric(lon, lat))
    ends = (
        np.stack(geocentric(segments.ends[:, 0], segments.ends[:, 1])),
        np.stack(geocentric(segments.ends[:, 2], segments.ends[:, 3])),
    )
    radius_m = np.zeros(k)
    np.maximum.at(radius_m, owner, np.hypot(*(start - centre[:, owner])))
    count = np.bincount(owner, minlength=k)
    first = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    # A plane lays edges out a little longer than they are.
    return Amounts(np.column_stack([lon, lat]), place, amount, radius_m * 1.001, moments, area, *ends, first)


def _around(origin: Floats, lonlat: Floats) -> Floats:
    """Lay (m, 2) degrees out, each around its own (m, 2) origin: (2, m) metres east and north."""
    azimuth, _, apart_m = GEOD.inv(origin[:, 0], origin[:, 1], lonlat[:, 0], lonlat[:, 1])
    azimuth = np.radians(azimuth)
    return np.stack([apart_m * np.sin(azimuth), apart_m * np.cos(azimuth)])
