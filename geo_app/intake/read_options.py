"""What a reader of files may take, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass

from geo_app.core.types import Bounds


@dataclass(frozen=True)
class Limits:
    """What is read at most.

    Attributes
    ----------
    max_bytes
        Of the file; an archive may unpack to four times that.
    max_vertices
        Of all geometries together, and most rows.
    max_cells
        Of a raster, after resampling.
    """

    max_bytes: int = 50_000_000
    max_vertices: int = 1_000_000
    max_cells: int = 10_000


@dataclass(frozen=True)
class Reading:
    """How to read a file that leaves a choice.

    Attributes
    ----------
    crs
        The CRS of a file that states none.
    theme
        Which things to take of an OpenStreetMap extract: a key of `geo_app.intake.formats.osm.THEMES`.
    resampling
        What a coarser cell of a raster is: the ``mean`` of its cells, or their ``sum``.
    area
        West, south, east, north in degrees: what is cut out of a raster or an extract.
    """

    crs: str | None = None
    theme: str | None = None
    resampling: str = "mean"
    area: Bounds | None = None
