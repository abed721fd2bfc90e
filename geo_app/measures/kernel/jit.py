"""How functions are compiled to machine code, which is kept on disk for the next process.

Compiling costs many times what searching does, so little is asked of the compiler: no function is called from Python
but the few marked `entry`, none reserves memory or counts references, and what numpy does in a line is a loop.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba.core.caching import FunctionCache

from geo_app.core.files import sha256

Function = TypeVar("Function", bound=Callable[..., Any])

_log = logging.getLogger(__name__)

# All in one piece: handing a search's many arrays from function to function took a fifth of its time.
_OPTIONS = {"nogil": True, "forceinline": True, "error_model": "numpy", "no_cfunc_wrapper": True, "_nrt": False}


class NotKeptError(Exception):
    """Machine code was to be loaded, and none is kept for these sources on this machine."""


def _sources() -> str:
    return sha256(b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))))


_SOURCES = _sources()
_this_thread = threading.local()


@contextmanager
def loading_only() -> Iterator[None]:
    """Load machine code but compile none in this thread.

    Raises
    ------
    NotKeptError
        Where an entry would have to be compiled.
    """
    _this_thread.loading_only = True
    try:
        yield
    finally:
        _this_thread.loading_only = False


class _Cache(FunctionCache):  # type: ignore[misc]
    """Machine code on disk that holds as long as no source of this package changes.

    The compiler's own cache looks at the file of the function alone, though the code of all that it calls is in it.
    """

    def _index_key(self, sig: Any, codegen: Any) -> Any:
        return (*super()._index_key(sig, codegen), _SOURCES)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        kept = super().load_overload(sig, target_context)
        if kept is None and getattr(_this_thread, "loading_only", False):
            raise NotKeptError
        return kept


def compiled(function: Function) -> Function:
    """Compile a function of numbers and arrays into the entries that call it."""
    return numba.njit(function, no_cpython_wrapper=True, **_OPTIONS)  # type: ignore[no-any-return]


def entry(function: Function) -> Function:
    """Compile a function that Python calls, at its first call.

    The machine code is kept beside the source, or in the user's cache folder where that cannot be written
    (NUMBA_CACHE_DIR names another). Where neither can be, every process compiles anew.
    """
    made = numba.njit(function, **_OPTIONS)
    try:
        made._cache = _Cache(function)
    except RuntimeError as error:
        _log.warning("Machine code of %s is not kept for the next start: %s", function.__name__, error)
    return made  # type: ignore[no-any-return]


def cache_folder(made: Callable[..., Any]) -> Path | None:
    """Give the folder in which an entry's machine code is kept, None where it is not."""
    path = made._cache.cache_path if isinstance(made._cache, _Cache) else None  # type: ignore[attr-defined]
    return None if path is None else Path(path)
