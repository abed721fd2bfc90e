"""Files written whole or not at all, and their hashes."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

_STAGED, _COMMITTED, _REMOVED = ".staged", ".committed", ".removed.json"


def sha256(content: bytes) -> str:
    """Hash bytes: 64 hexadecimal digits, as catalogues, recipes and keys of caches hold them."""
    return hashlib.sha256(content).hexdigest()


def file_hash(path: Path, kind: str = "sha256") -> str:
    """Hash a file's bytes, however large it is; `kind` is an algorithm of `hashlib`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.new(kind, usedforsecurity=False)).hexdigest()


def write_atomically(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write a file so that a reader finds the old content or the new, whenever he reads and wherever this stops.

    Parameters
    ----------
    path
        Where; its folder exists. Of a symbolic link the target is written.
    durable
        Whether the content is on the disk before it has the name; what can be made again at any time needs it not.

    Raises
    ------
    OSError
        If it cannot be written; the old content is still there.
    """
    path = path.resolve()
    unfinished = path.with_name(f".{secrets.token_hex(8)}.new")
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def replace_files(folder: Path, files: Mapping[str, bytes], removed: Iterable[str] = ()) -> None:
    """Replace files of a folder, all of them or none.

    The new files are collected in a folder beside the old ones. Renaming it decides: before, the old files hold;
    after, whoever calls `finish_replacing` (every reader does) moves what was left behind to its place.

    Parameters
    ----------
    files
        Content by path in the folder, with ``/``; files that have that content already are left alone.
    removed
        Paths of files to take away.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    finish_replacing(folder)
    staged = folder / _STAGED
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    for name, content in files.items():
        if not _holds(folder / name, content):
            (staged / name).parent.mkdir(parents=True, exist_ok=True)
            write_atomically(staged / name, content)
    write_atomically(staged / _REMOVED, json.dumps(list(removed)).encode())
    staged.rename(folder / _COMMITTED)
    finish_replacing(folder)


def finish_replacing(folder: Path) -> None:
    """Move files to their places that `replace_files` had decided on when it was interrupted.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    committed = folder / _COMMITTED
    if not committed.is_dir():
        return
    # Two readers may do this at once. A file or the list that is gone, the other one has seen to; no file of the
    # folder is deleted before somebody has moved it.
    for path in sorted(committed.rglob("*")):
        if path.is_file() and path.name != _REMOVED:
            target = folder / path.relative_to(committed)
            target.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):
                path.replace(target)
    with suppress(FileNotFoundError):
        for name in json.loads((committed / _REMOVED).read_bytes()):
            (folder / name).unlink(missing_ok=True)
    shutil.rmtree(committed, ignore_errors=True)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content
