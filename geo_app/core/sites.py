"""Candidate sites: what every room above knows of a place that could be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from geo_app.core.arrays import Floats
from geo_app.core.files import sha256
from geo_app.core.messages import RowNote, Texts
from geo_app.core.types import Ring


@dataclass(frozen=True)
class Site:
    """A candidate site.

    Attributes
    ----------
    accuracy_m
        How far the point can be off, in metres; 0 where the user gives an exact point.
    layer
        The pack's layer it comes from, empty for a user's own site.
    names
        Names by language; falls back to `name`.
    """

    id: str
    name: str
    lon: float
    lat: float
    accuracy_m: float = 0.0
    layer: str = ""
    names: Texts = field(default_factory=dict)
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sites:
    """Candidate sites and what was said about the rows they came from.

    Attributes
    ----------
    rejected
        Rows that are not in `sites`.
    warnings
        Rows that are in `sites`, but look wrong.
    swapped
        Whether latitude and longitude look swapped in the file, so that reading it swapped would help.
    rings
        By id, the outlines of sites that are plain areas: (lon, lat) degrees, without the first vertex again.
    """

    sites: tuple[Site, ...]
    rejected: tuple[RowNote, ...] = ()
    warnings: tuple[RowNote, ...] = ()
    swapped: bool = False
    rings: Mapping[str, Ring] = field(default_factory=dict)

    @cached_property
    def places_key(self) -> str:
        """Name what is measured of the sites: the same ids, layers, coordinates and accuracies give the same key."""
        places = repr([(site.id, site.layer, site.lon, site.lat, site.accuracy_m) for site in self.sites])
        return sha256(places.encode())

    @cached_property
    def coordinates(self) -> tuple[Floats, Floats]:
        """(n, 2) lon/lat degrees and (n,) accuracies in metres."""
        rows = [(site.lon, site.lat, site.accuracy_m) for site in self.sites]
        table = np.array(rows, dtype=np.float64).reshape(-1, 3)
        table.setflags(write=False)
        return table[:, :2], table[:, 2]


def own_attributes(sites: Iterable[Site]) -> tuple[str, ...]:
    """Name the attributes of those sites that are the user's own, in the order of the file."""
    return tuple(dict.fromkeys(name for site in sites if not site.layer for name in site.attributes))
