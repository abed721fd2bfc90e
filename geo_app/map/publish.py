"""Publish the pack's document and the map's scripts as static files, once a version."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Literal

from geo_app.core.files import sha256, write_atomically
from geo_app.map.encoding import compact_json
from geo_app.map.pack_document import backdrop_tiles, pack_document
from geo_app.region.model import RegionPack
from geo_app.report.text import Wording

FRONTEND = Path(__file__).parents[1] / "frontend"
"""Built scripts and styles, vendored libraries and fonts: see `geo_app/frontend/build.js`."""

# Served name and file of each, in the order in which they are needed.
SCRIPTS: Mapping[str, str] = {"leaflet.js": "vendor/leaflet/leaflet.js", "map.js": "dist/map.js"}
STYLES: Mapping[str, str] = {"leaflet.css": "vendor/leaflet/leaflet.css", "map.css": "dist/map.css"}
FONTS = ("fonts/noto-sans-sc.woff2",)

MAX_PUBLISHED_PACKS = 32
MAX_PUBLISHED_VALUES = 4_000
"""Of 20 kB each at most, but for sites of which there are hundreds."""


_publishing = threading.Lock()


def publish(wording: Wording, folder: Path) -> None:
    """Write what `base_map` refers to into a folder: assets, the pack document of a language, the backdrop.

    What is there already is left alone: every name carries the version of its content. Of packs, those published
    last stay, as every layer that a user adds makes another one.
    """
    pack, t = wording
    data = folder / pack_key(pack)
    # The document is written last: where it is, the rest is.
    document = data / f"{t.language}.json"
    with _publishing:
        new = not document.exists()
        if new:
            _write_assets(folder / assets_version())
            kinds: tuple[Literal["backdrop", "relief"], ...] = ("backdrop", "relief")
            for kind in kinds:
                for (z, x, y), tile in backdrop_tiles(pack, kind).items():
                    _write_once(data / f"{kind}/{z}/{x}/{y}.png", tile.read_bytes)
            _write_once(document, lambda: compact_json(pack_document(wording)).encode())
        now = time.time_ns()  # the file system's own clock ticks too slowly to tell two packs apart
        os.utime(data, ns=(now, now))
        if new:
            _drop_oldest(folder)


def publish_values(content: bytes, folder: Path) -> str:
    """Write values that a browser scores by, if they are not there already; return their path in the folder.

    The name is the content's hash: nobody finds the values of another session's sites who does not have them already.
    Of all that were written, those asked for last stay.
    """
    name = f"values/{sha256(content)[:32]}.bin"
    path = folder / name
    with _publishing:
        new = not path.exists()
        if new:
            _write_once(path, lambda: content)
        now = time.time_ns()
        os.utime(path, ns=(now, now))
        if new:
            _drop_oldest_values(path.parent)
    return name


def _drop_oldest_values(folder: Path) -> None:
    files = list(folder.glob("*.bin"))
    if len(files) > MAX_PUBLISHED_VALUES:
        for path in sorted(files, key=lambda path: path.stat().st_mtime_ns)[: MAX_PUBLISHED_VALUES // 4]:
            path.unlink()


def _write_assets(folder: Path) -> None:
    for name, file in {**SCRIPTS, **STYLES, **{font: font for font in FONTS}}.items():
        _write_once(folder / name, partial(asset, file))


def _drop_oldest(folder: Path) -> None:
    packs = sorted(folder.glob("pack-*"), key=lambda path: path.stat().st_mtime_ns)
    for pack in packs[:-MAX_PUBLISHED_PACKS]:
        shutil.rmtree(pack)


@cache
def assets_version() -> str:
    """Name the assets by their content, so that no browser shows an old script after an update."""
    content = b"".join(asset(file) for file in [*SCRIPTS.values(), *STYLES.values()])
    return f"app-{sha256(content)[:12]}"


def asset(file: str) -> bytes:
    """Read a file of the frontend."""
    return (FRONTEND / file).read_bytes()


def pack_key(pack: RegionPack) -> str:
    """Name a pack's published files: by data version and by the assets whose form of document they have."""
    return "pack-" + sha256(f"{pack.data_version} {assets_version()}".encode())[:12]


def _write_once(path: Path, content: Callable[[], bytes]) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # A browser may ask for the file at any moment: it is there whole, or not at all.
    write_atomically(path, content(), durable=False)
