"""Turn the cells of a GeoTIFF into polygons with a value: a grid of population or suitability as a layer."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from geo_app.core.arrays import Floats
from geo_app.core.errors import SitesError
from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.core.types import Bounds
from geo_app.intake.features import Feature, Features, brief, check_crs, only
from geo_app.intake.formats.gdal import WARNINGS
from geo_app.intake.read_options import Limits, ReadOptions, SourceFile

if TYPE_CHECKING:
    from rasterio import Affine
    from rasterio.io import DatasetReader

VALUE_COLUMN = "value"
RESAMPLINGS = ("mean", "sum")

_TIFF_STARTS = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_MAX_PIXELS = 10_000_000
# What programs write for "no data" where they do not say so.
_SENTINELS = (1e20, 1e30, 1e38, 3.4e38)
_LIMITS = (32767.0, 32768.0, 65535.0, 2147483647.0, 2147483648.0, 4294967295.0, 255.0, 128.0)
_MOST_SENTINELS = 4
_LOOKS_EMPTY = N_("{n} cells hold {value}, which looks like “no data” although the file does not say so; left out.")
_MAY_BE_EMPTY = N_("{n} cells hold {value}, which may mean “no data”; they are kept. If it does, let the file say so.")
_A_PICTURE = N_("{file} is a picture (red, green, blue), and has no values. Export the band of values.")
_COARSER = N_("{n} × {n} cells are made one, which is their {resampling}: {found} cells, at most {limit} are kept.")
_TURNED = N_("{file} is turned against north. Warp it to a grid of north and east.")


@dataclass(frozen=True)
class _Grid:
    """Cells (rows, columns), NaN where there is none, with the corner of the first and a cell's size."""

    cells: Floats
    west: float
    north: float
    width: float
    height: float


def is_raster(file: SourceFile) -> bool:
    """Tell TIFF by its first bytes."""
    return file.content.startswith(_TIFF_STARTS)


def read_raster(file: SourceFile, how: ReadOptions, limits: Limits) -> Features:
    """Read the first band of a GeoTIFF as one polygon a cell.

    Raises
    ------
    SitesError
        If it is no GeoTIFF that can be read, is too large, is turned, or has no cell with a value in the area.
    """
    if how.places:
        raise SitesError(
            N_("{file} is a raster: it has values everywhere, and no sites. Add it as a layer instead."), file=file.name
        )
    if how.resampling not in RESAMPLINGS:
        raise SitesError(
            N_("Unknown resampling {found!r}; expected {known}."), found=how.resampling, known=", ".join(RESAMPLINGS)
        )
    grid, stated, notes = _open(file)
    system = stated or (check_crs(how.crs, file.name) if how.crs else None)
    if system is None:
        raise SitesError(
            N_("{file} states no coordinate reference system by a code. Give its EPSG code, for example EPSG:32642."),
            file=file.name,
        )
    if how.area is not None:
        grid = _cut(grid, system, how.area, file.name)
    count = int(np.isfinite(grid.cells).sum())
    if not count:
        raise SitesError(N_("{file} has no cell with a value in or near the region."), file=file.name)
    factor = _factor(grid, limits.max_cells)
    if factor > 1:
        values = {"n": factor, "resampling": how.resampling, "found": count, "limit": limits.max_cells}
        notes.append(RowNote(0, Message(_COARSER, values)))
        grid = _coarsen(grid, factor, how.resampling)
    return Features(_polygons(grid), system, (), tuple(notes))


def _open(file: SourceFile) -> tuple[_Grid, CRS | None, list[RowNote]]:
    # Only here: a second copy of GDAL takes its time to load, and few files need it.
    from rasterio.errors import RasterioError
    from rasterio.io import MemoryFile

    try:
        with WARNINGS, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # The driver is named, so that nothing else in the file's bytes is opened.
            with MemoryFile(file.content) as memory, memory.open(driver="GTiff") as source:
                transform = _transform(source, file.parts)
                _check_grid(source, transform, file.name)
                cells, notes = _values(source)
                stated = _stated_crs(source, file.parts)
    except (RasterioError, ProjError, OSError, ValueError, TypeError, KeyError, MemoryError) as error:
        text = N_("{file} cannot be read as a GeoTIFF: {reason}. Export it again, with one band.")
        reason = re.sub(r"'?/vsimem/\S*", file.name, brief(error))
        raise SitesError(text, file=file.name, reason=reason) from error
    if transform.e > 0:
        # The first row may be the southernmost.
        north = transform.f + transform.e * len(cells)
        return _Grid(cells[::-1], transform.c, north, transform.a, transform.e), stated, notes
    return _Grid(cells, transform.c, transform.f, transform.a, -transform.e), stated, notes


def _transform(source: DatasetReader, parts: Mapping[str, bytes]) -> Affine:
    """Get where the cells lie, by the file itself, else by the world file beside it: its cells' centres."""
    if not source.transform.is_identity or ".tfw" not in parts:
        return source.transform
    from rasterio import Affine

    width, turn, shear, height, x, y = map(float, parts[".tfw"].split()[:6])
    return Affine(width, shear, x - (width + shear) / 2, turn, height, y - (height + turn) / 2)


def _stated_crs(source: DatasetReader, parts: Mapping[str, bytes]) -> CRS | None:
    """Read the CRS; one without a place on Earth, as of a building site, is none."""
    beside = parts.get(".prj", b"").decode("ascii", errors="replace").strip()
    # PROJ would also take a pipeline, which can name files.
    wkt = source.crs.to_wkt() if source.crs else beside if re.match(r"[A-Z_]+\[", beside) else ""
    found = CRS.from_wkt(wkt) if wkt else None
    return found if found is not None and (found.is_geographic or found.is_projected) else None


def _check_grid(source: DatasetReader, transform: Affine, name: str) -> None:
    if source.width * source.height > _MAX_PIXELS:
        raise SitesError(
            N_("{file} has {found} cells; at most {limit} are accepted. Cut it to the region."),
            file=name,
            found=source.width * source.height,
            limit=_MAX_PIXELS,
        )
    if transform.is_identity:
        raise SitesError(N_("{file} is an image that does not say where on Earth it lies."), file=name)
    if transform.b or transform.d or transform.a <= 0 or not transform.e or not all(map(math.isfinite, transform)):
        raise SitesError(_TURNED, file=name)
    colours = [interpretation.name for interpretation in source.colorinterp[:3]]
    if colours == ["red", "green", "blue"] and not any(source.descriptions):
        raise SitesError(_A_PICTURE, file=name)
    if np.issubdtype(np.dtype(source.dtypes[0]), np.complexfloating):
        raise ValueError(f"its values are of the kind {source.dtypes[0]}, expected real numbers")


def _values(source: DatasetReader) -> tuple[Floats, list[RowNote]]:
    """Read the first band in its unit; cells without data are NaN."""
    raw = source.read(1, masked=True)
    cells = np.ma.filled(raw.astype(np.float64), np.nan)
    cells[~np.isfinite(cells)] = np.nan
    names = [source.descriptions[k] or f"#{k + 1}" for k in range(source.count)]
    notes = list(only(names[0], names[1:]))
    for _ in range(_MOST_SENTINELS):
        if not (dropped := _drop_sentinel(cells, limits=source.nodata is None)):
            break
        notes += dropped
    return cells * source.scales[0] + source.offsets[0], [*notes, *_doubtful(cells)]


def _drop_sentinel(cells: Floats, *, limits: bool) -> list[RowNote]:
    """Make NaN of a number that plainly means "no data": such as -9999, and far from all others, or alone below zero.

    Parameters
    ----------
    limits
        Whether the least and the largest number of a type may mean it too.
    """
    for found in _ends(cells):
        others = cells[np.isfinite(cells) & (cells != found)]
        if not len(others) or not (_is_sentinel(found) or (limits and _is_one_of(found, _LIMITS))):
            continue
        span = max(float(others.max() - others.min()), 1.0)
        near = min(abs(found - others.min()), abs(found - others.max())) <= span
        if near and not (found < 0 <= others.min()):
            continue
        n = int((cells == found).sum())
        cells[cells == found] = np.nan
        return [RowNote(0, Message(_LOOKS_EMPTY, {"n": n, "value": f"{found:g}"}))]
    return []


def _doubtful(cells: Floats) -> list[RowNote]:
    """Say which number may mean "no data" and may as well be one of the values."""
    found = [number for number in dict.fromkeys(_ends(cells)) if _is_sentinel(number)]
    return [
        RowNote(0, Message(_MAY_BE_EMPTY, {"n": int((cells == number).sum()), "value": f"{number:g}"}))
        for number in found
    ]


def _ends(cells: Floats) -> tuple[float, ...]:
    return (float(np.nanmin(cells)), float(np.nanmax(cells))) if np.isfinite(cells).any() else ()


def _is_sentinel(number: float) -> bool:
    nines = any(re.fullmatch(r"-?9{3,}(\.9+|\.0)?", text) for text in (repr(number), f"{number:.7g}"))
    return nines or _is_one_of(number, _SENTINELS)


def _is_one_of(number: float, known: Sequence[float]) -> bool:
    return any(math.isclose(abs(number), one, rel_tol=0.01 if one > 1e6 else 1e-9) for one in known)


def _cut(grid: _Grid, system: CRS, area: Bounds, name: str) -> _Grid:
    """Keep the rows and columns that an area touches."""
    try:
        to_grid = Transformer.from_crs(GEOGRAPHIC_CRS, system, always_xy=True)
        west, south, east, north = to_grid.transform_bounds(*area)
    except ProjError as error:
        raise SitesError(
            N_("{file}: no way leads from its coordinate reference system {found} to {expected}. Reproject it first."),
            file=name,
            found=system.name[:80],
            expected=GEOGRAPHIC_CRS,
        ) from error
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
