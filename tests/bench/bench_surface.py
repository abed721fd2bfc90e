"""Time the suitability surface of a pack: ``python tests/bench/bench_surface.py [folder]``.

Prints what is paid once (laying the hexagons, measuring each criterion at their centres) and what every change of
weights costs: scores, their bytes, and the payload as it goes over the network.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from geo_app.core.i18n import translator
from geo_app.map.encoding import packed
from geo_app.map.surface_document import grid_document, surface_payload
from geo_app.measures.measurer import Measurer
from geo_app.ranking.scenario import make_scenario
from geo_app.ranking.suitability import score_cells, top_cells
from geo_app.region.hexgrid import make_grid
from geo_app.region.loader import load_pack

CHANGES = 50


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Give milliseconds and the answer."""
    start = time.perf_counter()
    answer = act()
    return 1000 * (time.perf_counter() - start), answer


def changes(act: Callable[[int], Any]) -> str:
    """Time many changes; give median and 95th percentile in milliseconds."""
    times = sorted(timed(lambda k=k: act(k))[0] for k in range(CHANGES))
    return f"median {statistics.median(times):.2f} ms, p95 {times[int(0.95 * CHANGES)]:.2f} ms"


def main(folder: Path) -> None:
    """Time it all and print it."""
    pack, t, store = load_pack(folder), translator("en"), Measurer()
    laid, grid = timed(lambda: make_grid(pack))
    print(f"{len(grid)} hexagons of {grid.size_m:.0f} m laid in {laid:.0f} ms")
    print(f"their document: {len(packed(grid_document(grid, t)))} bytes deflated")
    for criterion in pack.criteria.values():
        took, _ = timed(lambda criterion=criterion: store.measure_cells(grid, criterion, pack, pack.as_of))
        print(f"  measured once: {criterion.id} ({criterion.measure}) {took:.0f} ms")
    for profile in pack.profiles:
        weights = make_scenario(pack, profile).weights
        first = next(iter(weights))

        def score(k: int, profile: str = profile, weights: Any = weights, first: str = first) -> Any:
            scenario = make_scenario(pack, profile, weights={**weights, first: weights[first] + k / CHANGES})
            return score_cells(grid, scenario, pack, measurer=store)

        scored = score(0)
        print(f"{profile}, {len(weights)} criteria: scores {changes(score)}", end="; ")
        print(f"scores, best cells and payload {changes(lambda _: payload(score(1), t))}", end="; ")
        print(f"{len(payload(scored, t))} bytes a change")


def payload(scored: Any, t: Any) -> bytes:
    """Pack what a change sends."""
    return packed(surface_payload(scored, t, top=top_cells(scored, 10, 15_000)))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "layers")
