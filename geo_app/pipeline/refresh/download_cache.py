"""Where downloads are kept: whole files, and those that are still arriving.

::

    <hash of the URL>.data       a whole file
    <hash of the URL>.json       what is known of it: entity tag, date, sha256
    <hash of the URL>.part       a file that is still arriving
    <hash of the URL>.part.json  by what the rest of it is asked for
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geo_app.core.files import sha256, write_atomically


class Slot:
    """The files of one address in the cache."""

    def __init__(self, cache_dir: Path, url: str) -> None:
        name = sha256(url.encode())[:24]
        self.url = url
        self.data, self.meta = cache_dir / f"{name}.data", cache_dir / f"{name}.json"
        self.part, self.part_meta = cache_dir / f"{name}.part", cache_dir / f"{name}.part.json"
        cache_dir.mkdir(parents=True, exist_ok=True)

    def conditions(self) -> dict[str, str]:
        """Ask for the rest of a part, for a file other than the known one, or for all of it."""
        partial = _read_json(self.part_meta)
        if self.arrived() and partial.get("validator"):
            return {"Range": f"bytes={self.arrived()}-", "If-Range": str(partial["validator"])}
        known = self.known()
        return {"If-None-Match": known["etag"]} if known and known["etag"] else {}

    def known(self) -> dict[str, Any] | None:
        """Get the description of the whole file, if there is one."""
        known = _read_json(self.meta)
        expected = {"url", "size", "sha256", "retrieved", "etag", "modified"}
        return known if self.data.is_file() and set(known) == expected and known["url"] == self.url else None

    def arrived(self) -> int:
        """Count the bytes of a part."""
        return self.part.stat().st_size if self.part.is_file() else 0

    def remember(self, headers: Mapping[str, str]) -> None:
        """Write down by what the rest can be asked for: only a strong tag or a date will do."""
        etag = headers.get("ETag", "")
        validator = etag if etag.startswith('"') else headers.get("Last-Modified", "")
        write_json(self.part_meta, {"validator": validator})

    def drop_part(self) -> None:
        """Forget what has arrived of a file."""
        self.part.unlink(missing_ok=True)
        self.part_meta.unlink(missing_ok=True)

    def drop_all(self) -> None:
        """Forget the file."""
        self.drop_part()
        self.meta.unlink(missing_ok=True)
        self.data.unlink(missing_ok=True)


def _read_json(path: Path) -> dict[str, Any]:
    """Read a description; one that is missing or damaged says nothing."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return raw if isinstance(raw, dict) else {}


def write_json(path: Path, content: Mapping[str, object]) -> None:
    """Write a description at one stroke."""
    write_atomically(path, json.dumps(content).encode())
