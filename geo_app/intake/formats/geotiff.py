"""Turn the cells of a GeoTIFF into polygons with a value: a grid of population or suitability as a layer.

Read with Pillow, which the screen brings along: GDAL as it comes for vectors has no raster formats, and a second
copy of it only for this would weigh more than the whole product.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from pyproj import CRS, Transformer

from geo_app.core.arrays import Floats
from geo_app.core.errors import LayerError
from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.core.types import Bounds
from geo_app.intake.features import Feature, Features, check_crs
from geo_app.intake.formats.gdal import WARNINGS

TIFF_STARTS = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
VALUE_COLUMN = "value"
RESAMPLINGS = ("mean", "sum")

_MAX_PIXELS = 10_000_000
_SCALE, _TIEPOINT, _MATRIX, _KEYS, _NODATA = 33550, 33922, 34264, 34735, 42113
_GEOGRAPHIC_KEY, _PROJECTED_KEY, _RASTER_TYPE_KEY = 2048, 3072, 1025
_USER_DEFINED, _PIXEL_IS_POINT = 32767, 2


@dataclass(frozen=True)
class _Grid:
    """Cells (rows, columns), NaN where there is none, with the corner of the first and a cell's size."""

    cells: Floats
    west: float
    north: float
    width: float
    height: float


def read_raster(
    content: bytes, name: str, crs: str | None, area: Bounds | None, resampling: str, max_cells: int
) -> Features:
    """Read the first band of a GeoTIFF as one polygon a cell.

    Parameters
    ----------
    crs
        The CRS of a raster that states none.
    area
        West, south, east, north in degrees: what is cut out.
    resampling
        What a coarser cell gets where there are more than `max_cells`: the ``mean`` or the ``sum`` of its cells.

    Raises
    ------
    LayerError
        If it is no GeoTIFF that can be read, is too large, is turned, or has no cell with a value in the area.
    """
    if resampling not in RESAMPLINGS:
        raise LayerError(
            N_("Unknown resampling {found!r}; expected {known}."), found=resampling, known=", ".join(RESAMPLINGS)
        )
    grid, stated = _open(content, name)
    system = check_crs(crs, name) if crs else stated
    if system is None:
        raise LayerError(
            N_("{file} states no coordinate reference system by a code. Give its EPSG code, for example EPSG:32642."),
            file=name,
        )
    if area is not None:
        grid = _cut(grid, system, area)
    count = int(np.isfinite(grid.cells).sum())
    if not count:
        raise LayerError(N_("{file} has no cell with a value in or near the region."), file=name)
    factor = _factor(grid, max_cells)
    notes = []
    if factor > 1:
        text = N_("{n} × {n} cells are made one, which is their {resampling}: {found} cells, at most {limit} are kept.")
        told = {"n": factor, "resampling": resampling, "found": count, "limit": max_cells}
        notes.append(RowNote(0, Message(text, told)))
        grid = _coarsen(grid, factor, resampling)
    return Features(_polygons(grid), system, (), tuple(notes))


def _open(content: bytes, name: str) -> tuple[_Grid, CRS | None]:
    try:
        with WARNINGS, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(BytesIO(content), formats=("TIFF",))
            if image.width * image.height > _MAX_PIXELS:
                raise LayerError(
                    N_("{file} has {found} cells; at most {limit} are accepted. Cut it to the region."),
                    file=name,
                    found=image.width * image.height,
                    limit=_MAX_PIXELS,
                )
            tags: Any = image.tag_v2  # type: ignore[attr-defined]
            if len(image.getbands()) > 1:
                raise ValueError(f"{len(image.getbands())} bands, expected one")
            cells = np.asarray(image, dtype=np.float64)
        return _placed(cells, tags, name), _stated_crs(tags, name)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, TypeError, KeyError) as error:
        reason = " ".join(str(error).split())[:200].rstrip(".")
        text = N_("{file} cannot be read as a GeoTIFF of one band: {reason}. Export it again, uncompressed or LZW.")
        raise LayerError(text, file=name, reason=reason) from error


def _placed(cells: Floats, tags: Any, name: str) -> _Grid:
    """Find where the cells lie; cells without data become NaN."""
    cells = cells.copy()
    if _NODATA in tags:
        cells[cells == float(str(tags[_NODATA]).strip("\x00 "))] = np.nan
    cells[~np.isfinite(cells)] = np.nan
    if _SCALE in tags and _TIEPOINT in tags:
        (column, row, _, x, y, *_), (width, height, *_) = tags[_TIEPOINT], tags[_SCALE]
        west, north = x - column * width, y + row * height
    elif _MATRIX in tags:
        width, turn, _, west, skew, minus_height, _, north, *_ = tags[_MATRIX]
        height = -minus_height
        if turn or skew:
            raise LayerError(N_("{file} is turned against north. Warp it to a grid of north and east."), file=name)
    else:
        raise LayerError(N_("{file} is an image that does not say where on Earth it lies."), file=name)
    if not (width > 0 and height > 0 and all(map(math.isfinite, (west, north, width, height)))):
        raise LayerError(N_("{file} is turned against north. Warp it to a grid of north and east."), file=name)
    if _geo_keys(tags).get(_RASTER_TYPE_KEY) == _PIXEL_IS_POINT:
        west, north = west - width / 2, north + height / 2
    return _Grid(cells, west, north, width, height)


def _geo_keys(tags: Any) -> dict[int, int]:
    numbers = [int(number) for number in tags.get(_KEYS, ())]
    entries = zip(*(numbers[start::4] for start in range(4, 8)), strict=False)
    return {key: value for key, location, _, value in entries if location == 0}


def _stated_crs(tags: Any, name: str) -> CRS | None:
    keys = _geo_keys(tags)
    code = keys.get(_PROJECTED_KEY, keys.get(_GEOGRAPHIC_KEY, _USER_DEFINED))
    return None if code in (0, _USER_DEFINED) else check_crs(f"EPSG:{code}", name)


def _cut(grid: _Grid, system: CRS, area: Bounds) -> _Grid:
    """Keep the rows and columns that an area touches."""
    west, south, east, north = Transformer.from_crs(GEOGRAPHIC_CRS, system, always_xy=True).transform_bounds(*area)
    rows, columns = grid.cells.shape
    left, right = _span((west - grid.west) / grid.width, (east - grid.west) / grid.width, columns)
    top, bottom = _span((grid.north - north) / grid.height, (grid.north - south) / grid.height, rows)
    return _Grid(
        grid.cells[top:bottom, left:right],
        grid.west + left * grid.width,
        grid.north - top * grid.height,
        grid.width,
        grid.height,
    )


def _span(first: float, last: float, size: int) -> tuple[int, int]:
    if not (math.isfinite(first) and math.isfinite(last)):
        return 0, size
    return min(max(math.floor(first), 0), size), min(max(math.ceil(last), 0), size)


def _factor(grid: _Grid, max_cells: int) -> int:
    """Find the least whole factor by which coarser cells are few enough."""
    filled = np.isfinite(grid.cells)
    factor = max(1, math.floor(math.sqrt(filled.sum() / max_cells)))
    while int(_blocks(filled, factor, False).any(axis=(1, 3)).sum()) > max_cells:
        factor += 1
    return factor


def _blocks(cells: NDArray[Any], factor: int, fill: float) -> NDArray[Any]:
    rows, columns = cells.shape
    padding = ((0, -rows % factor), (0, -columns % factor))
    padded = np.pad(cells, padding, constant_values=fill)
    return padded.reshape(padded.shape[0] // factor, factor, padded.shape[1] // factor, factor)


def _coarsen(grid: _Grid, factor: int, resampling: str) -> _Grid:
    blocks = _blocks(grid.cells, factor, np.nan)
    number = np.isfinite(blocks).sum(axis=(1, 3))
    total = np.nansum(blocks, axis=(1, 3))
    cells = np.where(number > 0, total if resampling == "sum" else total / np.maximum(number, 1), np.nan)
    return _Grid(cells, grid.west, grid.north, grid.width * factor, grid.height * factor)


def _polygons(grid: _Grid) -> list[Feature]:
    rows, columns = np.nonzero(np.isfinite(grid.cells))
    west, north = grid.west + columns * grid.width, grid.north - rows * grid.height
    shapes = shapely.box(west, north - grid.height, west + grid.width, north)
    values = grid.cells[rows, columns].tolist()
    return [
        Feature(row, {VALUE_COLUMN: value}, shape)
        for row, (value, shape) in enumerate(zip(values, shapes, strict=True), start=1)
    ]
