"""Which features of a layer a criterion counts on a date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np

from geo_app.region.model import Criterion, Layer


def counted(criterion: Criterion, layer: Layer, on: date) -> gpd.GeoDataFrame:
    """Select the features of a layer that a criterion counts on a date."""
    frame = layer.frame
    keep = np.ones(len(frame), dtype=bool)
    for column, allowed in criterion.where.items():
        values = frame.index if column == frame.index.name else frame[column]
        keep &= np.asarray(values.isin(allowed))
    if criterion.open_on_date:
        keep &= np.array([is_open(row, on) for row in frame.to_dict("records")], dtype=bool)
    return frame[keep]


def is_open(feature: Mapping[str, Any], on: date) -> bool:
    """Tell whether a feature operates on a date.

    Closed from ``closed_from`` until the day before ``closed_to`` (for good where that is not given), and before
    ``opened_on``.
    """
    opened, closed_from, closed_to = (_as_date(feature.get(k)) for k in ("opened_on", "closed_from", "closed_to"))
    if feature["status"] != "operating" or (opened is not None and on < opened):
        return False
    return not (closed_from is not None and closed_from <= on and (closed_to is None or on < closed_to))


def _as_date(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None
