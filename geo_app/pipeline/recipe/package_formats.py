"""Bytes of geodata formats -> arrays and geometries.

Packages are read as data: nothing here imports one, unpickles, or evaluates its code.
"""

from __future__ import annotations

import io
import itertools
import json
import re
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo_app.core.arrays import Bools, Floats, Ints
from geo_app.core.errors import BuildError
from geo_app.core.i18n import N_
from geo_app.core.types import Bounds


@dataclass(frozen=True)
class Raster:
    """A north-up grid of values in lon/lat degrees; `west` and `north` are outer edges of cells of `step` degrees."""

    values: NDArray[Any]
    west: float
    north: float
    step: float

    def at(self, lonlat: Floats) -> NDArray[Any]:
        """Look up the (n,) values under (n, 2) lon/lat points."""
        column = ((lonlat[:, 0] - self.west) / self.step).astype(int)
        row = ((self.north - lonlat[:, 1]) / self.step).astype(int)
        height, width = self.values.shape
        rows, columns = np.clip(row, 0, height - 1), np.clip(column, 0, width - 1)
        return np.asarray(self.values[rows, columns])

    def between(self, lonlat: Floats) -> Floats:
        """Interpolate the (n,) values at (n, 2) lon/lat points bilinearly between the centres of cells."""
        height, width = self.values.shape
        x = np.clip((lonlat[:, 0] - self.west) / self.step - 0.5, 0, width - 1)
        y = np.clip((self.north - lonlat[:, 1]) / self.step - 0.5, 0, height - 1)
        column = np.minimum(x.astype(int), width - 2)
        row = np.minimum(y.astype(int), height - 2)
        right, down = x - column, y - row
        upper = self.values[row, column] * (1 - right) + self.values[row, column + 1] * right
        lower = self.values[row + 1, column] * (1 - right) + self.values[row + 1, column + 1] * right
        return np.asarray(upper * (1 - down) + lower * down, dtype=np.float64)

    def window(self, box: Bounds) -> tuple[Ints, Ints]:
        """List the rows and columns of the cells that meet a box within the grid."""
        west, south, east, north = box
        columns = np.arange(int((west - self.west) // self.step), int((east - self.west) // self.step) + 1)
        rows = np.arange(int((self.north - north) // self.step), int((self.north - south) // self.step) + 1)
        row, column = np.meshgrid(rows, columns, indexing="ij")
        return row.ravel(), column.ravel()

    def centre(self, row: Ints, column: Ints) -> Floats:
        """Place the (n, 2) lon/lat centres of cells."""
        return np.column_stack([self.west + (column + 0.5) * self.step, self.north - (row + 0.5) * self.step])


# ------------------------------------------------------------------------------------------------- GeoTIFF

_TIFF_TYPES = {3: "H", 4: "I", 12: "d"}
_WIDTH, _HEIGHT, _COMPRESSION, _OFFSETS, _COUNTS, _PREDICTOR = 256, 257, 259, 273, 279, 317
_DEFLATE = (8, 32946)
_SCALE, _TIE_POINT = 33550, 33922


def geotiff(data: bytes) -> Raster:
    """Read a one-band byte GeoTIFF in deflated strips.

    Raises
    ------
    BuildError
        If the file is another kind of TIFF.
    """
    if data[:4] != b"II*\0":
        raise BuildError(N_("The raster is not a little-endian TIFF: it begins with {found!r}."), found=data[:4])
    tags = dict(_tiff_tags(data))
    if tags[_COMPRESSION][0] not in _DEFLATE or tags.get(_PREDICTOR, (1,))[0] != 1:
        raise BuildError(N_("The raster is not compressed with plain deflate."))
    strips = [
        zlib.decompress(data[start : start + length])
        for start, length in zip(tags[_OFFSETS], tags[_COUNTS], strict=True)
    ]
    values = np.frombuffer(b"".join(strips), np.uint8).reshape(tags[_HEIGHT][0], tags[_WIDTH][0])
    return Raster(values, west=tags[_TIE_POINT][3], north=tags[_TIE_POINT][4], step=tags[_SCALE][0])


def _tiff_tags(data: bytes) -> Iterator[tuple[int, tuple[Any, ...]]]:
    (start,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, start)
    for number in range(count):
        entry = start + 2 + 12 * number
        tag, kind, length = struct.unpack_from("<HHI", data, entry)
        if kind in _TIFF_TYPES:
            form = f"<{length}{_TIFF_TYPES[kind]}"
            # A value of at most four bytes stands in the entry itself, a longer one where the entry points.
            inline = struct.calcsize(form) <= 4
            offset = entry + 8 if inline else struct.unpack_from("<I", data, entry + 8)[0]
            yield tag, struct.unpack_from(form, data, offset)


# ---------------------------------------------------------------------------------------------------- arrays


def npz(data: bytes, name: str = "arr_0") -> NDArray[Any]:
    """Read one array of a numpy archive; pickled objects are refused.

    Raises
    ------
    BuildError
        If the archive does not hold that array as plain numbers.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return np.asarray(arrays[name])
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise BuildError(N_("The archive has no array {name!r}: {reason}"), name=name, reason=error) from error


# -------------------------------------------------------------------------------------------- vector formats


def shp_polygons(data: bytes, box: Bounds) -> dict[int, BaseGeometry]:
    """Read the polygons of an ESRI shapefile that meet a box, by record index from 0."""
    polygons: dict[int, BaseGeometry] = {}
    position, index = 100, 0
    while position < len(data):
        (words,) = struct.unpack_from(">i", data, position + 4)
        record = data[position + 8 : position + 8 + 2 * words]
        (kind,) = struct.unpack_from("<i", record)
        if kind % 10 == 5 and _overlap(struct.unpack_from("<4d", record, 4), box):
            polygons[index] = _shp_polygon(record)
        position += 8 + 2 * words
        index += 1
    return polygons


def _shp_polygon(record: bytes) -> BaseGeometry:
    parts, points = struct.unpack_from("<2i", record, 36)
    starts = [*struct.unpack_from(f"<{parts}i", record, 44), points]
    xy = np.frombuffer(record, "<f8", 2 * points, 44 + 4 * parts).reshape(-1, 2)
    rings = [shapely.LineString(xy[a:b]) for a, b in itertools.pairwise(starts)]
    # Rings in shells and holes by how they nest, whatever way round they were written.
    return shapely.build_area(shapely.MultiLineString(rings))


def _overlap(a: tuple[Any, ...], b: Bounds) -> bool:
    return bool(a[0] <= b[2] and a[2] >= b[0] and a[1] <= b[3] and a[3] >= b[1])


def topojson(data: bytes, collection: str, ids: set[str]) -> dict[str, BaseGeometry]:
    """Read the named geometries of a quantized TopoJSON object, by id."""
    raw = json.loads(data)
    scale, shift = np.array(raw["transform"]["scale"]), np.array(raw["transform"]["translate"])
    arcs = raw["arcs"]

    def ring(indices: list[int]) -> Floats:
        lines: list[Floats] = []
        for index in indices:
            # ~index is the same arc run backwards; the first point repeats the last arc's end.
            arc = np.cumsum(np.array(arcs[index if index >= 0 else ~index]), axis=0) * scale + shift
            lines.append((arc if index >= 0 else arc[::-1])[1 if lines else 0 :])
        return np.concatenate(lines)

    def polygon(rings: list[list[int]]) -> BaseGeometry:
        return shapely.Polygon(ring(rings[0]), [ring(hole) for hole in rings[1:]])

    geometries = {}
    for entry in raw["objects"][collection]["geometries"]:
        if str(entry.get("id")) in ids:
            parts = entry["arcs"] if entry["type"] == "MultiPolygon" else [entry["arcs"]]
            geometries[str(entry["id"])] = shapely.make_valid(shapely.union_all([polygon(p) for p in parts]))
    return geometries


def geojson_units(data: bytes, key: str) -> dict[str, BaseGeometry]:
    """Read the geometries of a GeoJSON collection by one property, made valid."""
    features = json.loads(data)["features"]
    return {
        feature["properties"][key]: shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"])))
        for feature in features
    }


def graph_lines(data: bytes, box: Bounds) -> BaseGeometry:
    """Read the edges of a ``graph=[{to: km}…]``, ``nodes=[[lat, lon]…]`` literal that meet a box, merged.

    The file is Python source of tens of megabytes: it is cut up as text and never run.
    """
    text = data.decode("ascii")
    try:
        nodes = np.array(json.loads(_assigned(text, "nodes")))[:, ::-1]
        neighbours = re.findall(r"\{([^{}]*)\}", _assigned(text, "graph"))
    except (ValueError, IndexError) as error:
        raise BuildError(N_("The network file has no graph and nodes literals: {reason}"), reason=error) from error
    if len(neighbours) != len(nodes):
        raise BuildError(
            N_("The network file has {nodes} nodes but {rows} rows of edges."),
            nodes=len(nodes),
            rows=len(neighbours),
        )
    near = _near(nodes, box)
    edges = {
        (min(a, b), max(a, b))
        for a in np.flatnonzero(near).tolist()
        for b in (int(end) for end in re.findall(r"(\d+):", neighbours[a]))
        if a != b
    }
    return shapely.line_merge(shapely.MultiLineString([nodes[list(edge)] for edge in sorted(edges)]))


def _assigned(text: str, name: str) -> str:
    start = text.index(f"\n{name}=") + len(name) + 2
    return text[start : text.index("\n", start)]


def _near(nodes: Floats, box: Bounds) -> Bools:
    west, south, east, north = box
    inside = (nodes[:, 0] > west) & (nodes[:, 0] < east) & (nodes[:, 1] > south) & (nodes[:, 1] < north)
    return np.asarray(inside)


def gshhg_lines(meta: bytes, data: bytes, box: Bounds) -> dict[int, BaseGeometry]:
    """Read the GSHHG polylines that meet a box, by their id: a text index and float32 lon/lat pairs."""
    lines: dict[int, BaseGeometry] = {}
    for row in meta.decode("ascii").splitlines():
        _, _, _, south, north, offset, length, identity = row.split()
        if float(south) <= box[3] and float(north) >= box[1]:
            lonlat = np.frombuffer(data, "<f4", int(length) // 4, int(offset)).astype(float).reshape(-1, 2)
            if _near(lonlat, box).any():
                lines[int(identity)] = shapely.LineString(lonlat)
    return lines


# ----------------------------------------------------------------------------------------------------- tiles


def mbtiles(data: bytes, tiles: list[tuple[int, int, int]]) -> Mapping[tuple[int, int, int], bytes]:
    """Read tiles (zoom, x, y with y from the north) of an MBTiles file, which counts y from the south."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(data)
        found = {}
        for zoom, x, y in tiles:
            row = database.execute(
                "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
                (zoom, x, 2**zoom - 1 - y),
            ).fetchone()
            if row is not None:
                found[zoom, x, y] = bytes(row[0])
        return found
