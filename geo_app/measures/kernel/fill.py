"""Fill the cache of machine code: ``python -m geo_app.measures.kernel.fill``.

A process of its own does it at low priority, so that neither the processors nor the interpreter of a server are
taken from those whom it serves. Of several, one compiles and the others find its work done.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from geo_app.measures.kernel.jit import cache_folder
from geo_app.measures.kernel.run import load
from geo_app.measures.kernel.search import search

if sys.platform != "win32":
    import fcntl


def fill() -> bool:
    """Compile what is not kept; give whether it is kept now."""
    folder = cache_folder(search)
    if folder is None:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    _load_alone(folder / "fill.lock")
    return True


def _load_alone(lock: Path) -> None:
    with lock.open("w") as file:
        if sys.platform != "win32":
            # Held until the file is closed, however this process ends.
            fcntl.flock(file, fcntl.LOCK_EX)
        load()


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(10)
    sys.exit(0 if fill() else 1)
