"""How a function is compiled to machine code: without the interpreter's lock, and kept on disk for the next process."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba.core.caching import FunctionCache

Function = TypeVar("Function", bound=Callable[..., Any])

_log = logging.getLogger(__name__)


def _sources() -> str:
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


_SOURCES = _sources()


class _Cache(FunctionCache):  # type: ignore[misc]
    """Machine code on disk that holds as long as no source of this package changes.

    The compiler's own cache looks at the file of the function alone, though the code of all that it calls is in it.
    """

    def _index_key(self, sig: Any, codegen: Any) -> Any:
        return (*super()._index_key(sig, codegen), _SOURCES)


def compiled(function: Function) -> Function:
    """Compile a function of numbers and arrays at its first call.

    The machine code is kept beside the source, or in the user's cache folder where that cannot be written. Where
    neither can be, every process compiles anew.
    """
    # All in one piece: handing a search's many arrays from function to function took a fifth of its time.
    made = numba.njit(function, nogil=True, forceinline=True)
    try:
        made._cache = _Cache(function)
    except RuntimeError as error:
        _log.warning("Machine code of %s is not kept for the next start: %s", function.__name__, error)
    return made  # type: ignore[no-any-return]
