"""A lattice of equal hexagons over the region, the same on any machine."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely

from geo_app.core.arrays import Floats, Ints
from geo_app.core.files import sha256
from geo_app.core.geodesy import to_lonlat, to_metric
from geo_app.core.sites import Site, Sites
from geo_app.region.model import RegionPack

TARGET_CELLS = 10_000


_DEGREE_DIGITS = 6  # a decimetre


_SQRT3 = math.sqrt(3.0)


@dataclass(frozen=True)
class Grid:
    """A lattice of equal hexagons with a corner to the north, those whose centre lies in the region.

    Attributes
    ----------
    key
        Names the lattice and the region: the same key, the same cells in the same order.
    metric_crs
        The CRS in which the hexagons are regular.
    origin
        (x, y) metres of the centre in column 0, row 0; odd rows stand half a column further east.
    size_m
        From centre to corner.
    column, row
        (n,) of each cell, by rows from the south, and from west to east.
    lonlat
        (n, 2) centres in degrees.
    xy
        (n, 2) centres in metres.
    """

    key: str
    metric_crs: str
    origin: tuple[float, float]
    size_m: float
    column: Ints = field(repr=False)
    row: Ints = field(repr=False)
    lonlat: Floats = field(repr=False)
    xy: Floats = field(repr=False)

    def __len__(self) -> int:
        return len(self.column)

    @cached_property
    def sites(self) -> Sites:
        """The cells' centres as candidate sites."""
        return Sites(tuple(place_site(lon, lat, f"cell-{k}") for k, (lon, lat) in enumerate(self.lonlat.tolist())))


def place_site(lon: float, lat: float, identity: str, name: str = "") -> Site:
    """Make the candidate site that a place is ranked as: an exact point of which nothing else is known."""
    return Site(identity, name or identity, lon, lat)


def make_grid(pack: RegionPack, target: int = TARGET_CELLS) -> Grid:
    """Lay about `target` hexagons over a pack's region."""
    crs = pack.metric_crs
    outlines = pack.layers[pack.region_layer].frame.geometry.to_numpy()
    region = shapely.transform(shapely.union_all(outlines), lambda c: to_metric(c, crs))
    shapely.prepare(region)
    # Whole metres: the last bits of an area differ between machines.
    size_m = float(round(math.sqrt(region.area / target * 2 / (3 * _SQRT3))))
    west, south, east, north = region.bounds
    origin = (float(math.floor(west)), float(math.floor(south)))
    row, column = (
        axis.ravel()
        for axis in np.mgrid[: int((north - south) / (1.5 * size_m)) + 2, : int((east - west) / (_SQRT3 * size_m)) + 2]
    )
    x, y = lattice(column.astype(np.float64), row.astype(np.float64), origin, size_m)
    lonlat = np.round(to_lonlat(np.column_stack([x, y]), crs), _DEGREE_DIGITS)
    xy = to_metric(lonlat, crs)
    within = shapely.intersects_xy(region, xy[:, 0], xy[:, 1])
    content = f"{crs} {origin} {size_m}".encode() + np.packbits(within).tobytes()
    return Grid(
        sha256(content)[:16],
        crs,
        origin,
        size_m,
        np.asarray(column[within], dtype=np.int64),
        np.asarray(row[within], dtype=np.int64),
        lonlat[within],
        xy[within],
    )


def lattice(column: Floats, row: Floats, origin: tuple[float, float], size_m: float) -> tuple[Floats, Floats]:
    """Give the x and y in metres of cells' centres."""
    x = origin[0] + _SQRT3 * size_m * (column + 0.5 * (row % 2))
    return np.asarray(x), np.asarray(origin[1] + 1.5 * size_m * row)
