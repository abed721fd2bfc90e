"""Work for all processors at once.

Threads are those of the standard library: unlike the compiler's own, they may be asked for by several sessions at once.
Compiled functions give up the interpreter's lock, so they run side by side.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


def in_threads(work: Callable[[int], None], count: int) -> None:
    """Call `work` with the numbers 0 to count - 1, as many at once as this process has processors."""
    threads = min(_processors(), count)
    if threads <= 1:
        for number in range(count):
            work(number)
        return
    with ThreadPoolExecutor(threads) as pool:
        # The list makes an error of a thread this one's.
        list(pool.map(work, range(count)))


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
