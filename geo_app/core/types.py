"""Names of plain types that several rooms share; those of arrays are in `geo_app.core.arrays`."""

from __future__ import annotations

Bounds = tuple[float, float, float, float]
"""West, south, east, north: degrees unless the name of the value says metres."""

Ring = tuple[tuple[float, float], ...]
"""Corners of an area as lon/lat degrees, in order, the first not repeated at the end."""
