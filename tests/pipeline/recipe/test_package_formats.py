from __future__ import annotations

import io
import json
import sqlite3
import struct
import zlib
from contextlib import closing

import numpy as np
import pytest
import shapely

from geo_app.core.errors import BuildError
from geo_app.pipeline.recipe import package_formats

WORLD = (-180.0, -90.0, 180.0, 90.0)


def tiff(rows: list[list[int]], compression: int = 8) -> bytes:
    """A one-band byte GeoTIFF, a strip a row, whose corner is 10 E 50 N and whose step is half a degree."""
    strips = [zlib.compress(bytes(row)) for row in rows]
    starts = np.cumsum([8, *map(len, strips)])
    data = b"II*\0" + struct.pack("<I", int(starts[-1])) + b"".join(strips)
    tail = b""
    entries = []
    tail_at = int(starts[-1]) + 2 + 12 * 7 + 4

    def tag(number: int, kind: str, *values: float) -> None:
        nonlocal tail
        packed = struct.pack(f"<{len(values)}{kind}", *values)
        code = {"H": 3, "I": 4, "d": 12}[kind]
        if len(packed) > 4:
            place = struct.pack("<I", tail_at + len(tail))
            tail += packed
        else:
            place = packed.ljust(4, b"\0")
        entries.append(struct.pack("<HHI", number, code, len(values)) + place)

    tag(256, "H", len(rows[0]))
    tag(257, "H", len(rows))
    tag(259, "H", compression)
    tag(273, "I", *map(int, starts[:-1]))
    tag(279, "I", *map(len, strips))
    tag(33550, "d", 0.5, 0.5, 0.0)
    tag(33922, "d", 0, 0, 0, 10.0, 50.0, 0)
    return data + struct.pack("<H", 7) + b"".join(entries) + b"\0" * 4 + tail


def test_a_geotiff_is_read_where_it_lies() -> None:
    raster = package_formats.geotiff(tiff([[1, 2], [3, 4]]))
    points = np.array([[10.2, 49.8], [10.7, 49.8], [10.2, 49.3], [10.7, 49.3]])
    assert raster.at(points).tolist() == [1, 2, 3, 4]


def test_a_point_outside_the_raster_gets_the_nearest_edge() -> None:
    raster = package_formats.geotiff(tiff([[1, 2], [3, 4]]))
    assert raster.at(np.array([[11.0, 49.0]])).tolist() == [4]


def test_a_geotiff_of_another_compression_is_refused() -> None:
    with pytest.raises(BuildError, match="plain deflate"):
        package_formats.geotiff(tiff([[1]], compression=5))


def test_what_is_not_a_tiff_is_refused() -> None:
    with pytest.raises(BuildError, match="not a little-endian TIFF"):
        package_formats.geotiff(b"MM\0*....")


def shapefile(*polygons: list[list[tuple[float, float]]]) -> bytes:
    data = b"\0" * 100
    for number, rings in enumerate(polygons, start=1):
        points = [point for ring in rings for point in ring]
        starts = np.cumsum([0, *map(len, rings)])[:-1]
        box = [*np.min(points, axis=0), *np.max(points, axis=0)]
        record = struct.pack("<i4d2i", 5, *box, len(rings), len(points))
        record += struct.pack(f"<{len(starts)}i", *starts) + np.array(points, "<f8").tobytes()
        data += struct.pack(">2i", number, len(record) // 2) + record
    return data


SHELL = [(0.0, 0.0), (0.0, 4.0), (4.0, 4.0), (4.0, 0.0), (0.0, 0.0)]
HOLE = [(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0), (1.0, 1.0)]
FAR = [(50.0, 50.0), (50.0, 51.0), (51.0, 51.0), (50.0, 50.0)]


def test_shapefile_polygons_keep_their_holes() -> None:
    polygons = package_formats.shp_polygons(shapefile([SHELL, HOLE]), WORLD)
    assert polygons[0].area == pytest.approx(15)


def test_shapefile_records_outside_the_box_are_left_out_but_counted() -> None:
    polygons = package_formats.shp_polygons(shapefile([FAR], [SHELL]), (-1, -1, 5, 5))
    assert list(polygons) == [1]


def test_topojson_arcs_are_shared_and_run_both_ways() -> None:
    left, right = [[0, 1]], [[~0, 2]]
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]],
        "objects": {
            "countries": {
                "geometries": [
                    {"id": "1", "type": "Polygon", "arcs": left},
                    {"id": "2", "type": "MultiPolygon", "arcs": [right]},
                    {"id": "3", "type": "Polygon", "arcs": left},
                ]
            }
        },
    }
    shapes = package_formats.topojson(json.dumps(topology).encode(), "countries", {"1", "2"})
    assert shapes["1"].equals(shapely.box(0, 0, 1, 1))
    assert shapes["2"].equals(shapely.box(1, 0, 2, 1))
    assert set(shapes) == {"1", "2"}


GRAPH = b"""
from scgraph.core import GeoGraph
graph=[{1: 1.0, 0: 0.0}, {0: 1.0, 2: 1.0}, {1: 1.0}, {}]
nodes=[[10.0, 20.0], [10.0, 21.0], [10.0, 22.0], [80.0, 0.0]]
raise SystemExit("the file was run")
"""


def test_graph_edges_are_read_once_as_lon_lat_and_joined() -> None:
    lines = package_formats.graph_lines(GRAPH, (0, 0, 40, 40))
    assert lines.equals(shapely.LineString([(20, 10), (21, 10), (22, 10)]))


def test_a_graph_file_without_its_literals_is_refused() -> None:
    with pytest.raises(BuildError, match="no graph and nodes literals"):
        package_formats.graph_lines(b"import os\n", WORLD)


def test_a_graph_of_unequal_parts_is_refused() -> None:
    with pytest.raises(BuildError, match="1 nodes but 2 rows"):
        package_formats.graph_lines(b"\ngraph=[{1: 1.0}, {0: 1.0}]\nnodes=[[0.0, 0.0]]\n", WORLD)


def test_gshhg_lines_are_found_by_offset_and_id() -> None:
    first, second = np.array([[1, 1], [2, 2]], "<f4"), np.array([[70, 42], [71, 43], [72, 44]], "<f4")
    data = first.tobytes() + second.tobytes()
    meta = b"-1 -1 2 1.0 2.0 0 16 7\n-1 -1 3 42.0 44.0 16 24 9\n"
    lines = package_formats.gshhg_lines(meta, data, (60, 40, 80, 50))
    assert list(lines) == [9]
    assert lines[9].coords[:] == [(70, 42), (71, 43), (72, 44)]


def test_tiles_are_counted_from_the_north() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data)")
        # MBTiles row 0 of zoom 1 is the southern one.
        database.executemany("INSERT INTO tiles VALUES (1, 0, ?, ?)", [(0, b"south"), (1, b"north")])
        database.commit()
        data = database.serialize()
    tiles = package_formats.mbtiles(data, [(1, 0, 0), (1, 0, 1), (1, 1, 1)])
    assert tiles == {(1, 0, 0): b"north", (1, 0, 1): b"south"}


def archive(**arrays: object) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def test_an_array_of_a_numpy_archive_is_read_by_name() -> None:
    assert package_formats.npz(archive(lat=[1, 2], lon=[3]), "lat").tolist() == [1, 2]


@pytest.mark.parametrize(
    "data", [archive(other=[1]), archive(arr_0=np.array([{}], dtype=object)), b"PK\x03\x04 cut", b"nothing"]
)
def test_an_archive_without_plain_numbers_is_refused(data: bytes) -> None:
    with pytest.raises(BuildError, match="no array 'arr_0'"):
        package_formats.npz(data)
