"""Time `measures.nearest_distances` beside geopandas: ``python -m tests.bench.bench_nearest [--small] [SITES ...]``.

Layers shaped like a region's: 8 corridor lines with 5,004 vertices, 200 railways, 50 small and 20 large polygons, and
points; EPSG:32642. The peers are `geopandas.sjoin_nearest` on the layers as they are, and on their edges one by one,
which is fairer. All run in the same process on the same sites, taken in turn. Index building is in every time, machine
code is loaded before. Asserts how far the answers are apart, but no time. What takes long runs once.
"""

from __future__ import annotations

import argparse

import geopandas as gpd
import numpy as np
import shapely

from geo_app.measures import geodesic_distances, nearest_distances
from geo_app.measures.kernel.segments import planar_segments
from geo_app.measures.machine_code import MACHINE_CODE
from tests.bench.timing import Row, compare, rows_of

CRS, WEST, SOUTH, EAST, NORTH = "EPSG:32642", 250e3, 4.5e6, 700e3, 5.1e6
SITES, SMALL, ROUNDS, FEW = (1_000, 100_000, 1_000_000), (1_000, 5_000), 5, 500


def walk(rng, vertices, step):
    return shapely.LineString(place(rng) + np.cumsum(rng.normal(0, step, (vertices, 2)), axis=0))


def place(rng, *shape):
    return rng.uniform([WEST, SOUTH], [EAST, NORTH], (*shape, 2))


def star(rng, radius, corners=30):
    angle, reach = np.sort(rng.uniform(0, 2 * np.pi, corners)), radius * rng.uniform(0.5, 1.5, corners)
    return shapely.Polygon(place(rng) + np.column_stack([reach * np.cos(angle), reach * np.sin(angle)]))


def layers_like_a_region(rng):
    shapes = [
        [walk(rng, 626 if k < 4 else 625, 900) for k in range(8)],
        [walk(rng, 26, 1_500) for _ in range(200)],
        [star(rng, 1_500) for _ in range(50)],
        [star(rng, 15_000) for _ in range(20)],
        *([shapely.Point(p) for p in place(rng, count)] for count in (5, 12, 50, 1_500)),
    ]
    return [gpd.GeoSeries(layer, crs=CRS) for layer in shapes]


def cut(layer):
    """Cut a layer into two-point lines; polygons stay beside theirs, so that inside is still 0."""
    ends = planar_segments([layer.to_numpy()]).ends
    edges = shapely.linestrings(ends.reshape(-1, 2, 2)) if layer.geom_type[0] != "Point" else layer.to_numpy()
    areal = layer[layer.geom_type == "Polygon"].to_numpy()
    return gpd.GeoSeries(np.concatenate([edges, areal]), crs=CRS)


def joined(points, layers):
    """Measure by the peer: the first of equally near features of each site."""
    columns = []
    for layer in layers:
        found = gpd.sjoin_nearest(points, gpd.GeoDataFrame(geometry=layer), distance_col="m")["m"]
        columns.append(found[~found.index.duplicated()].to_numpy())
    return np.column_stack(columns)


def run(sites: tuple[int, ...], rounds: int) -> list[Row]:
    """Compare at every number of sites; give the rows of the table."""
    rng = np.random.default_rng(0)
    layers = layers_like_a_region(rng)
    MACHINE_CODE.load()
    return [row for count in sites for row in _compared(count, layers, rng, rounds)]


def _compared(count, layers, rng, rounds):
    xy = place(rng, count)
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*xy.T, crs=CRS))
    lonlat, degrees = points.to_crs(4326).get_coordinates().to_numpy(), [layer.to_crs(4326) for layer in layers]
    edges = [cut(layer) for layer in layers]
    works = {
        "nearest_distances": lambda: nearest_distances(xy, layers),
        "geodesic_distances": lambda: geodesic_distances(lonlat, degrees, CRS),
        "sjoin_nearest, edges": lambda: joined(points, edges),
        "sjoin_nearest": lambda: joined(points, layers),
    }
    times, answers = compare(works, rounds)
    for name in ("sjoin_nearest, edges", "sjoin_nearest"):
        apart = np.abs(answers[name] - answers["nearest_distances"]).max()
        assert apart <= 1e-6, f"{name}: {apart} m apart"
    # The plane of the zone is 0.15 % off at most; edges that are straight in it are not so in degrees unless short.
    short = [layer.segmentize(500).to_crs(4326) for layer in layers]
    planar, geodesic = answers["nearest_distances"][:FEW], geodesic_distances(lonlat[:FEW], short, CRS)
    assert (np.abs(planar - geodesic) <= 0.1 + 0.0015 * planar).all()
    return rows_of(count, "8 layers, nearest", "nearest_distances", times)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--small", action="store_true")
    arguments.add_argument("sites", type=int, nargs="*", default=SITES)
    chosen = arguments.parse_args()
    for row in run(SMALL if chosen.small else tuple(chosen.sites), 1 if chosen.small else ROUNDS):
        print(row)


if __name__ == "__main__":
    main()
