"""Time `measures.catchment` and `gravity` beside clipping: ``python -m tests.bench.bench_reach [--small] [SITES ...]``.

The layer is the real population. The peer cuts every cell with every site's circle by shapely (`overlay` of geopandas
does no other); for gravity it weighs the middle of every cell, which is what a table join would do, so it is only as
good as the cells are small. All run in the same process on the same sites, taken in turn. Asserts how far the sums are
apart, but no time.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import shapely

from geo_app.core.geodesy import projected_radius, to_metric
from geo_app.measures.accessibility import gravity
from geo_app.measures.catchment import catchment
from geo_app.region.loader import load_pack
from geo_app.region.model import Decay
from tests.bench.timing import Row, compare, rows_of

LAYERS = Path(__file__).parents[2] / "layers"
SITES, SMALL, ROUNDS = (1_000, 20_000), (200,), 3
RADIUS_M, FAR_M = 25_000.0, 150_000.0
DECAY = Decay("exponential", 25_000.0)


def clipped(lonlat, frame, crs):
    """Sum by clipping in the projected plane, with a circle of 256 corners."""
    shapes = shapely.transform(frame.geometry.to_numpy(), lambda c: to_metric(c, crs))
    circles = shapely.buffer(
        shapely.points(to_metric(lonlat, crs)), projected_radius(lonlat, RADIUS_M, crs), quad_segs=64
    )
    site, cell = shapely.STRtree(shapes).query(circles, predicate="intersects")
    share = shapely.area(shapely.intersection(circles[site], shapes[cell])) / shapely.area(shapes[cell])
    return np.bincount(site, share * frame["population"].to_numpy()[cell], minlength=len(lonlat))


def all_pairs(lonlat, frame, crs):
    """Weigh the middle of every cell at every site."""
    shapes = shapely.transform(frame.geometry.to_numpy(), lambda c: to_metric(c, crs))
    middle, people = shapely.get_coordinates(shapely.centroid(shapes)), frame["population"].to_numpy()
    total = np.empty(len(lonlat))
    for some in np.array_split(np.arange(len(lonlat)), -(-len(lonlat) // 100)):
        apart = np.hypot(*(to_metric(lonlat[some], crs)[:, None] - middle[None]).transpose(2, 0, 1))
        total[some] = np.where(apart <= FAR_M, 0.5 ** (apart / DECAY.half_m), 0.0) @ people
    return total


def run(sites: tuple[int, ...], rounds: int) -> list[Row]:
    """Compare at every number of sites; give the rows of the table."""
    pack = load_pack(LAYERS)
    frame, crs = pack.layers["population"].frame, pack.metric_crs
    west, south, east, north = frame.total_bounds
    found = []
    for count in sites:
        lonlat = np.random.default_rng(0).uniform((west, south), (east, north), (count, 2))
        works = {
            "catchment": lambda lonlat=lonlat: catchment(lonlat, frame, "population", RADIUS_M),
            "clipping": lambda lonlat=lonlat: clipped(lonlat, frame, crs),
            "gravity": lambda lonlat=lonlat: gravity(lonlat, frame, "population", DECAY, FAR_M),
            "all pairs": lambda lonlat=lonlat: all_pairs(lonlat, frame, crs),
        }
        times, answers = compare(works, rounds)
        # The plane of the zone is some hundredths of a per cent off at the rim; a person is what a sliver holds.
        np.testing.assert_allclose(answers["catchment"], answers["clipping"], rtol=3e-3, atol=5.0)
        # A middle is in reach or not, which is all or nothing for a town at the rim; most sites have none there.
        crude = answers["all pairs"]
        reached = crude > 0
        apart = np.abs(answers["gravity"] - crude)[reached] / crude[reached]
        assert np.median(apart) < 0.01, np.median(apart)
        what = f"{len(frame):,} cells, 25 km"
        found += rows_of(count, what, "catchment", {name: times[name] for name in ("catchment", "clipping")})
        what = f"{len(frame):,} cells, gravity"
        found += rows_of(count, what, "gravity", {name: times[name] for name in ("gravity", "all pairs")})
    return found


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--small", action="store_true")
    arguments.add_argument("sites", type=int, nargs="*", default=SITES)
    chosen = arguments.parse_args()
    for row in run(SMALL if chosen.small else tuple(chosen.sites), 1 if chosen.small else ROUNDS):
        print(row)


if __name__ == "__main__":
    main()
