"""What a reader of files gets: a data set, how to read what leaves a choice, and what it may take at most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from geo_app.core.types import Bounds
from geo_app.intake.encoding import utf16

_HEAD = 4096


@dataclass(frozen=True)
class Limits:
    """What is read at most.

    Attributes
    ----------
    max_bytes
        Of the file; an archive may unpack to four times that.
    max_vertices
        Of all geometries together.
    max_cells
        Of a raster, after resampling.
    max_rows
        Of a table, features of a layer.
    """

    max_bytes: int = 50_000_000
    max_vertices: int = 1_000_000
    max_cells: int = 10_000
    max_rows: int = 1_000_000


@dataclass(frozen=True)
class ReadOptions:
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
    region
        West, south, east, north in degrees of the region, which tells the order of two numbers in one cell.
    places
        Whether the file is one of candidate sites: a raster is none, and an extract needs no theme.
    """

    crs: str | None = None
    theme: str | None = None
    resampling: str = "mean"
    area: Bounds | None = None
    region: Bounds | None = None
    places: bool = False


@dataclass(frozen=True)
class SourceFile:
    """One data set.

    Attributes
    ----------
    name
        What the user calls it; never a path on disk.
    content
        The bytes of the file, or of the main member of an archive.
    parts
        The other members that belong to it, by suffix (".dbf", ".prj" …).
    """

    name: str
    content: bytes
    parts: Mapping[str, bytes]

    @cached_property
    def head(self) -> str:
        """Its beginning as text, as far as it is text."""
        encoding = utf16(self.content) or "utf-8-sig"
        return self.content[:_HEAD].decode(encoding, errors="replace").lstrip()
