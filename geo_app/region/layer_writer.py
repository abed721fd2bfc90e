"""Features -> the same bytes every time: sorted by id, keys in one order, six decimals, one feature a line."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo_app.core.errors import BuildError
from geo_app.core.i18n import LANGUAGES, N_

DECIMALS = 6
"""Degrees to about 0.1 m, far below any accuracy here."""

DATES = ("opened_on", "closed_from", "closed_to")


@dataclass(frozen=True)
class LayerFeature:
    """One feature before it is written.

    Attributes
    ----------
    names
        Names by language; a language that is absent is written as null.
    notes
        Free text by language.
    """

    id: str
    geometry: BaseGeometry
    names: Mapping[str, str]
    source: str
    as_of: str
    accuracy_m: float
    status: str = "operating"
    dates: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, object] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


def geojson(features: Iterable[LayerFeature]) -> bytes:
    """Write a feature collection.

    Raises
    ------
    BuildError
        If two features share an id or a geometry is not valid at six decimals.
    """
    ordered = sorted(features, key=lambda feature: feature.id)
    for one, other in itertools.pairwise(ordered):
        if one.id == other.id:
            raise BuildError(N_("Two features of one layer have the id {id!r}."), id=one.id)
    dated = any(feature.dates for feature in ordered)
    noted = any(feature.notes for feature in ordered)
    lines = ",\n".join(_line(feature, dated, noted) for feature in ordered)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'.encode()


def document(content: Mapping[str, Any]) -> bytes:
    """Write a JSON document for people: indented, in the order in which it was made."""
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _line(feature: LayerFeature, dated: bool, noted: bool) -> str:
    properties: dict[str, object] = {"id": feature.id}
    properties |= {f"name_{language}": feature.names.get(language) or None for language in LANGUAGES}
    properties |= {
        "source": feature.source,
        "as_of": feature.as_of,
        "accuracy_m": feature.accuracy_m,
        "status": feature.status,
    }
    if dated:
        properties |= {name: feature.dates.get(name) or None for name in DATES}
    properties |= feature.attributes
    if noted:
        properties |= {f"notes_{language}": feature.notes.get(language) or None for language in LANGUAGES}
    written = json.dumps(properties, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f'{{"type":"Feature","properties":{written},"geometry":{_geometry(feature)}}}'


def _geometry(feature: LayerFeature) -> str:
    shape = shapely.normalize(shapely.set_precision(feature.geometry, 10.0**-DECIMALS))
    if shape.is_empty or not shape.is_valid:
        raise BuildError(N_("Feature {id!r} has no valid geometry at six decimals."), id=feature.id)
    # GeoJSON wants shells counter-clockwise; GEOS normalizes them clockwise.
    shape = shapely.orient_polygons(shape)
    mapping = shape.__geo_interface__
    return f'{{"type":"{mapping["type"]}","coordinates":{_coordinates(mapping["coordinates"])}}}'


def _coordinates(value: Sequence[Any]) -> str:
    if isinstance(value[0], float):
        # Adding zero turns -0.0 into 0.0.
        return "[" + ",".join(f"{round(number, DECIMALS) + 0.0:.{DECIMALS}f}" for number in value) + "]"
    return "[" + ",".join(_coordinates(part) for part in value) + "]"
