"""Works timed in turn, and the rows of the table that tells their times and ratios."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

SLOW_S = 10.0
"""What takes longer runs once."""


@dataclass(frozen=True)
class Row:
    """One work of a comparison: how long it took, and how many times as long as ours."""

    sites: int
    what: str
    name: str
    seconds: float
    ratio: float

    def __str__(self) -> str:
        return f"{self.sites:>10,}  {self.what:<24}{self.name:<28}{self.seconds:10.3f} s{self.ratio:9.1f} ×"


def seconds(work: Callable[[], np.ndarray]) -> tuple[float, np.ndarray]:
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def compare(
    works: Mapping[str, Callable[[], np.ndarray]], rounds: int
) -> tuple[dict[str, float], dict[str, np.ndarray]]:
    """Run works in turn, so that other load falls on all; give each one's median and answer."""
    times: dict[str, list[float]] = {name: [] for name in works}
    answers = {}
    for _ in range(rounds):
        for name, work in works.items():
            if not times[name] or times[name][0] < SLOW_S:
                took, answers[name] = seconds(work)
                times[name].append(took)
    return {name: statistics.median(took) for name, took in times.items()}, answers


def rows_of(sites: int, what: str, ours: str, times: Mapping[str, float]) -> list[Row]:
    return [Row(sites, what, name, took, took / times[ours]) for name, took in times.items()]
