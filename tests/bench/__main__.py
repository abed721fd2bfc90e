"""Every comparison with a peer as one table: ``python -m tests.bench [--small]``.

``--small`` takes few sites once each, in under a minute: it asserts that the answers agree, and its times say nothing.
"""

from __future__ import annotations

import argparse

from tests.bench import bench_nearest, bench_reach

COMPARISONS = (bench_nearest, bench_reach)


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    arguments.add_argument("--small", action="store_true", help="few sites, for equality of answers only")
    small = arguments.parse_args().small
    print(f"{'sites':>10}  {'what':<24}{'by':<28}{'time':>12}{'ratio':>11}")
    for bench in COMPARISONS:
        for row in bench.run(bench.SMALL if small else bench.SITES, 1 if small else bench.ROUNDS):
            print(row, flush=True)
    print("The answers agree.")


if __name__ == "__main__":
    main()
