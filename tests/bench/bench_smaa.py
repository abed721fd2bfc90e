"""Time `robustness.smaa` against straightforward numpy on the same work: ``python tests/bench/bench_smaa.py``.

500 sites × 10 criteria × 10,000 draws, medians of several runs taken in turn, so that other load on the machine
falls on both; and `judge` with positions, all that a change of weights asks for, of a screenful of sites and of as
many as the page judges. Prints times and their ratio, and checks that both find the same shares of the same draws;
asserts no time. ``NPY_DISABLE_CPU_FEATURES="X86_V4 AVX512_ICL"`` before it shows a processor without AVX-512.
"""

from __future__ import annotations

import statistics
import time

import numpy as np

from geo_app.ranking.smaa import judge, outranking, smaa

SITES, CRITERIA, DRAWS, POSITIONS, SCREEN, ROUNDS = 500, 10, 10_000, 100, 31, 9


def peer(values, draws, seed):
    """Multiply, argsort and count, all at once."""
    cuts = np.random.PCG64(seed).random_raw((draws, values.shape[1] - 1)) >> np.uint64(38)
    weights = np.diff(np.sort(cuts.astype(float), axis=1), axis=1, prepend=0, append=2**26) / 2**26
    n = len(values)
    order = np.argsort(-(weights @ values.T), axis=1)
    counts = np.zeros((n, n))
    for rank in range(n):
        counts[:, rank] = np.bincount(order[:, rank], minlength=n)
    first = order[:, 0]
    central = np.stack([np.bincount(first, column, minlength=n) for column in weights.T], axis=1)
    with np.errstate(invalid="ignore"):
        return counts / draws, central / counts[:, :1]


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main():
    rng = np.random.default_rng(0)
    values = rng.random((SITES, CRITERIA))
    positions = np.clip(values + rng.normal(0, 0.05, (POSITIONS, *values.shape)), 0, 1)
    weights, few = np.ones(CRITERIA), positions[:32]
    ours, theirs = smaa(values, DRAWS, 1), peer(values, DRAWS, 1)
    difference = np.abs(ours.acceptability - theirs[0]).max()
    assert difference <= 5 / DRAWS, difference

    works = {
        "peer": lambda: peer(values, DRAWS, 1),
        "smaa": lambda: smaa(values, DRAWS, 1),
        f"smaa, {POSITIONS} positions": lambda: smaa(values, DRAWS, 1, positions=positions),
        "smaa, weights ± 50 %": lambda: smaa(values, DRAWS, 1, np.ones(CRITERIA), 0.5),
        "outranking, first 50 sites": lambda: outranking(values[:50], DRAWS, 1),
        f"judge, {SCREEN} sites, ± 50 %": lambda: judge(values[:SCREEN], DRAWS, 1, weights, 0.5, few[:, :SCREEN]),
        f"judge, {SITES} sites, ± 50 %": lambda: judge(values, DRAWS, 1, weights, 0.5, few),
    }
    times = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            times[name].append(seconds(work))
    median = {name: statistics.median(runs) for name, runs in times.items()}
    print(f"{SITES} sites × {CRITERIA} criteria × {DRAWS} draws, median of {ROUNDS}")
    for name, value in median.items():
        print(f"{name:28} {value * 1e3:8.1f} ms   {median['peer'] / value:5.1f} × peer")
    print(f"greatest difference of a share: {difference:.1e}")


if __name__ == "__main__":
    main()
