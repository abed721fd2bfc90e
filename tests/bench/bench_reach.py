"""Time `accessibility.gravity` against plain numpy on the real population: ``python tests/bench/bench_reach.py``.

The peer spreads every area over a lattice of the same spacing and weighs all of its points at every site, in blocks
of rows so that it fits the memory. Medians of runs taken in turn, so that other load on the machine falls on both.
Prints times and their ratio, and how far the sums are apart; asserts that, but no time.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import numpy as np

from geo_app.core.geodesy import projected_radius, to_metric
from geo_app.measures.accessibility import _amounts, gravity, spread
from geo_app.region.loader import load_pack
from geo_app.region.model import Decay

LAYERS = Path(__file__).parents[2] / "layers"
SITES, RADIUS_M, ROUNDS = (50, 500, 3_000), 150_000.0, 3
DECAY = Decay("exponential", 25_000.0)
BLOCK = 50


def peer(lonlat, features, crs):
    """Weigh every point at every site."""
    shapes, amount = _amounts(features, "population", crs)
    masses = spread(shapes, amount, DECAY.half_m / 4)
    site, scale = to_metric(lonlat, crs), 1.0 / projected_radius(lonlat, 1.0, crs)
    total = np.empty(len(site))
    for start in range(0, len(site), BLOCK):
        here = slice(start, start + BLOCK)
        apart = np.hypot(*(site[here, None] - masses.points[None]).transpose(2, 0, 1)) * scale[here, None]
        total[here] = np.where(apart <= RADIUS_M, 0.5 ** (apart / DECAY.half_m), 0.0) @ masses.point_amount
    return total


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main():
    pack = load_pack(LAYERS)
    features, crs = pack.layers["population"].frame, pack.metric_crs
    rng = np.random.default_rng(0)
    west, south, east, north = features.total_bounds
    for n in SITES:
        lonlat = rng.uniform((west, south), (east, north), (n, 2))
        works = {
            "all pairs": lambda lonlat=lonlat: peer(lonlat, features, crs),
            "gravity": lambda lonlat=lonlat: gravity(lonlat, features, "population", DECAY, RADIUS_M, crs),
        }
        theirs, ours = (work() for work in works.values())
        apart = float(np.abs(ours - theirs).max() / theirs.max())
        assert apart < 2e-3, apart
        times = {name: [] for name in works}
        for _ in range(ROUNDS):
            for name, work in works.items():
                times[name].append(seconds(work))
        median = {name: statistics.median(found) for name, found in times.items()}
        print(
            f"{n} sites: gravity {median['gravity']:.2f} s, all pairs {median['all pairs']:.2f} s, "
            f"ratio {median['all pairs'] / median['gravity']:.1f}; apart by at most {apart:.1e} of the greatest sum"
        )


if __name__ == "__main__":
    main()
