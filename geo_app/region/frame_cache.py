"""Checked features of layers, kept between runs in the user's cache folder: read again in a third of the time.

A file is named by what it was made of (the layer's hash, how it was read, the versions of the libraries), so it never
grows old, and it begins with the hash of its own content, so that a damaged one is not believed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyogrio
import shapely

from geo_app import __version__
from geo_app.core.files import sha256, write_atomically
from geo_app.core.geodesy import GEOGRAPHIC_CRS

MAX_FILES = 300
"""Of more files, those written first are deleted."""

_VERSIONS = (__version__, gpd.__version__, pd.__version__, pa.__version__, pyogrio.__version__, shapely.__version__)
_HASH_LENGTH = 64


def cached_frame(made_of: tuple[str, ...], read: Callable[[], gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Return features in lon/lat degrees from the cache; if they are not there, read them and keep them.

    Parameters
    ----------
    made_of
        All that the result of `read` depends on.
    read
        What reads and checks the features; what it raises is not kept.
    """
    path = cache_folder() / f"{sha256(repr((made_of, _VERSIONS)).encode())}.arrow"
    frame = _load(path)
    if frame is None:
        frame = read()
        _save(path, frame)
    return frame


def cache_folder() -> Path:
    """Name the folder; where the user has none, nothing is kept."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - Path raises without a home
    return Path(base) / "geo-app" / "layers"


def _load(path: Path) -> gpd.GeoDataFrame | None:
    try:
        stored = path.read_bytes()
    except OSError:
        return None
    content = stored[_HASH_LENGTH:]
    return _decode(content) if sha256(content).encode() == stored[:_HASH_LENGTH] else None


def _save(path: Path, frame: gpd.GeoDataFrame) -> None:
    content = _encode(frame)
    if content is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, sha256(content).encode() + content, durable=False)
        cached = sorted(path.parent.glob("*.arrow"), key=lambda file: file.stat().st_mtime_ns)
        for old in cached[:-MAX_FILES]:
            old.unlink(missing_ok=True)
    except OSError:
        return  # a folder that cannot be written: the next run reads the layer again


def _encode(frame: gpd.GeoDataFrame) -> bytes | None:
    """Write features as an Arrow table; None where Arrow would give back something else (a column of mixed types)."""
    table = pd.DataFrame(frame)
    table[frame.geometry.name] = shapely.to_wkb(frame.geometry.to_numpy())
    try:
        arrow = pa.Table.from_pandas(table)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        return None
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(
        sink, arrow.schema.with_metadata({**arrow.schema.metadata, b"geometry": _name(frame)})
    ) as file:
        file.write_table(arrow)
    content = sink.getvalue().to_pybytes()
    return content if _same(frame, _decode(content)) else None


def _decode(content: bytes) -> gpd.GeoDataFrame:
    arrow = pa.ipc.open_file(content).read_all()
    table = arrow.to_pandas()
    name = arrow.schema.metadata[b"geometry"].decode()
    table[name] = shapely.from_wkb(table[name].to_numpy())
    return gpd.GeoDataFrame(table, geometry=name, crs=GEOGRAPHIC_CRS)


def _name(frame: gpd.GeoDataFrame) -> bytes:
    return str(frame.geometry.name).encode()


def _same(one: gpd.GeoDataFrame, other: gpd.GeoDataFrame) -> bool:
    name = one.geometry.name
    values = pd.DataFrame(one.drop(columns=name)), pd.DataFrame(other.drop(columns=name))
    return (
        one.columns.equals(other.columns)
        and one.dtypes.equals(other.dtypes)
        and one.index.identical(other.index)
        and values[0].equals(values[1])
        and one.crs == other.crs
        and bool((shapely.to_wkb(one.geometry.to_numpy()) == shapely.to_wkb(other.geometry.to_numpy())).all())
    )
