"""Relief shading of the backdrop: an elevation grid lit from the north-west, as Web Mercator tiles.

A tile is a PNG of 16 colours: shadow and light of eight strengths each, transparent where the land is flat. So it lies
on any ground, light or dark.
"""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from geo_app.core.arrays import Floats
from geo_app.core.types import Bounds
from geo_app.pipeline.recipe.package_formats import Raster

Tile = tuple[int, int, int]

SIZE = 256
EQUATOR_M = 40_075_016.686
AZIMUTH_DEG, ALTITUDE_DEG = 315.0, 45.0
EXAGGERATION = 5.0
"""Times the true heights: a grid of a kilometre has lost its steep slopes."""

_LEVELS = 8
_RUN_OUT = 96  # pixels
_STRONGEST = 0.55  # opacity of the deepest shadow and of the brightest light
_SHADOW, _LIGHT = (30, 41, 59), (255, 255, 255)


def relief_tiles(elevation: Raster, box: Bounds, zoom: int) -> dict[Tile, bytes]:
    """Shade the relief within a box.

    Parameters
    ----------
    elevation
        Heights in metres; the box and a margin of a pixel lie within it.
    box
        West, south, east, north in degrees.
    zoom
        Web Mercator zoom whose pixels are about as large as the grid's.

    Returns
    -------
    PNG files by (zoom, x, y), y from the north.
    """
    west, south, east, north = box
    left, top = (int(position) for position in _position(west, north, zoom))
    right, bottom = (int(position) for position in _position(east, south, zoom))
    # One pixel more on each side: tiles fit together without a seam.
    lon = _lon((np.arange(-1, (right - left + 1) * SIZE + 1) + 0.5) / SIZE + left, zoom)
    lat = _lat((np.arange(-1, (bottom - top + 1) * SIZE + 1) + 0.5) / SIZE + top, zoom)
    pixel_m = EQUATOR_M * np.cos(np.radians(lat)) / (SIZE * 2**zoom)
    shading = shade(_heights(elevation, lon, lat), pixel_m)[1:-1, 1:-1]
    levels = _levels(shading * _towards_edges(shading.shape))
    return {
        (zoom, left + x, top + y): _png(levels[y * SIZE : (y + 1) * SIZE, x * SIZE : (x + 1) * SIZE])
        for y in range(bottom - top + 1)
        for x in range(right - left + 1)
    }


def shade(height_m: Floats, pixel_m: Floats) -> Floats:
    """Find how much brighter (up to 1) or darker (down to -1) than flat land each pixel is.

    Parameters
    ----------
    height_m
        (rows, columns), rows from the north.
    pixel_m
        (rows,) side of a pixel.
    """
    southward, eastward = np.gradient(height_m * EXAGGERATION)
    south, east = southward / pixel_m[:, None], eastward / pixel_m[:, None]
    azimuth, altitude = np.radians(AZIMUTH_DEG), np.radians(ALTITUDE_DEG)
    # The sun's direction and the ground's normal, both as (east, south, up).
    towards = np.cos(altitude) * np.sin(azimuth), -np.cos(altitude) * np.cos(azimuth), np.sin(altitude)
    lit = (-east * towards[0] - south * towards[1] + towards[2]) / np.sqrt(east**2 + south**2 + 1)
    flat = np.sin(altitude)
    shading: Floats = np.where(lit > flat, (lit - flat) / (1 - flat), (np.maximum(lit, 0) - flat) / flat)
    return shading


def _heights(elevation: Raster, lon: Floats, lat: Floats) -> Floats:
    x, y = np.meshgrid(lon, lat)
    return elevation.between(np.column_stack([x.ravel(), y.ravel()])).reshape(x.shape)


def _towards_edges(shape: tuple[int, ...]) -> Floats:
    """Let the shading run out before the last tiles end, so that no edge is seen."""
    rows, columns = (np.arange(count) for count in shape)
    ramps = [np.minimum(1, np.minimum(place, place[::-1]) / _RUN_OUT) for place in (rows, columns)]
    result: Floats = np.outer(*ramps)
    return result


def _levels(shading: Floats) -> NDArray[np.uint8]:
    """Number the strengths: 0 to 7 shadow, 8 to 15 light; the first of each cannot be seen."""
    strength = np.minimum(np.floor(np.abs(shading) * _LEVELS + 0.5), _LEVELS - 1)
    return np.where(shading < 0, strength, strength + _LEVELS).astype(np.uint8)


def _png(levels: NDArray[np.uint8]) -> bytes:
    opacity = [round(255 * _STRONGEST * k / (_LEVELS - 1)) for k in range(_LEVELS)]
    packed = (levels[:, ::2] << 4) | levels[:, 1::2]
    rows = np.hstack([np.zeros((SIZE, 1), dtype=np.uint8), packed])  # each row begins with its filter: none
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, data)
        for name, data in (
            (b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 4, 3, 0, 0, 0)),
            (b"PLTE", bytes(_SHADOW) * _LEVELS + bytes(_LIGHT) * _LEVELS),
            (b"tRNS", bytes(opacity * 2)),
            (b"IDAT", zlib.compress(rows.tobytes(), 9)),
            (b"IEND", b""),
        )
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _position(lon: float, lat: float, zoom: int) -> tuple[float, float]:
    """Place a point on the world's tiles: x from the west, y from the north, in tiles."""
    y = (1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2
    return (lon + 180) / 360 * 2**zoom, float(y) * 2**zoom


def _lon(x: Floats, zoom: int) -> Floats:
    result: Floats = x / 2**zoom * 360 - 180
    return result


def _lat(y: Floats, zoom: int) -> Floats:
    result: Floats = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y / 2**zoom))))
    return result
