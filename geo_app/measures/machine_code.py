"""Whether compiled functions answer, or slower ones that need no compiler: nobody who asks for little waits for one.

Loading machine code takes about a second and compiling it ten. A server compiles in another process (`warm`), and is
answered without until that is done. The code is kept beside the sources or, where they cannot be written, in the user's
cache folder; the environment variable NUMBA_CACHE_DIR names another.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from types import ModuleType

_log = logging.getLogger(__name__)

FEW_SITES = 2_000
"""So few are answered before machine code would be loaded."""

MANY_SITES = 50_000
"""So many wait for a compiler: the answer without would take longer."""


def fill_cache() -> bool:
    """Compile in another process what is not kept; give whether it is kept now."""
    command = [sys.executable, "-m", "geo_app.measures.kernel.fill"]
    path = os.pathsep.join([str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {**os.environ, "PYTHONPATH": path}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    except OSError as error:
        _log.warning("Machine code was not compiled: %s could not be run: %s", " ".join(command), error)
        return False
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["the cache cannot be written"])[-1]
        _log.warning("Machine code was not compiled: %s gave %d: %s", " ".join(command), done.returncode, last)
    return done.returncode == 0


class MachineCode:
    """The compiled functions of this process, and how far they are.

    Parameters
    ----------
    fill
        Compiles elsewhere what is not kept, and gives whether it is kept then.
    """

    def __init__(self, fill: Callable[[], bool] = fill_cache) -> None:
        self._fill = fill
        self._loaded = threading.Event()
        self._lock = threading.Lock()
        self._warming: threading.Thread | None = None
        self._missing = False

    def functions(self, sites: int) -> ModuleType | None:
        """Give `kernel.run` if it is to answer for so many sites: it is loaded, or worth to be."""
        if self._loaded.is_set():
            return self._imported()
        if sites <= FEW_SITES:
            return None
        if not self._load(compiling=False) and sites >= MANY_SITES:
            if self._warming is not None:
                self._warming.join()
            self.load()
        return self._imported() if self._loaded.is_set() else None

    def load(self) -> bool:
        """Load the machine code and compile here what is not kept; give whether there is a compiler."""
        return self._load(compiling=True)

    def warm(self) -> threading.Thread:
        """Load the machine code in the background, compiling what is not kept in another process."""
        with self._lock:
            if self._warming is None:
                self._warming = threading.Thread(target=self._load_or_fill, name="warm-machine-code", daemon=True)
                self._warming.start()
            return self._warming

    def _load_or_fill(self) -> None:
        if not self._load(compiling=False) and not self._missing and self._fill():
            self._load(compiling=False)

    def _load(self, *, compiling: bool) -> bool:
        run = self._imported()
        if run is None or self._loaded.is_set():
            return run is not None
        from geo_app.measures.kernel.jit import NotKeptError, loading_only

        try:
            with nullcontext() if compiling else loading_only():
                run.load()
        except NotKeptError:
            return False
        self._loaded.set()
        return True

    def _imported(self) -> ModuleType | None:
        """Import the compiled functions; None, and once a line in the log, where there is no compiler."""
        try:
            run = import_module("geo_app.measures.kernel.run")
        except ImportError as error:
            if not self._missing:
                _log.warning("Without numba distances are searched by an STR tree, many times slower: %s", error)
            self._missing = True
            return None
        return run


MACHINE_CODE = MachineCode()
"""This process's."""
