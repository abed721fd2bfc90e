"""The attributes that every feature of a pack has, and their check."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import ArrayLike

from geo_app.core.errors import PackError
from geo_app.core.i18n import LANGUAGES, N_
from geo_app.core.messages import Message
from geo_app.region.model import Layer

NAME_COLUMNS = tuple(f"name_{language}" for language in LANGUAGES)


FEATURE_COLUMNS = ("id", *NAME_COLUMNS, "source", "as_of", "accuracy_m", "status")


STATUSES = ("operating", "construction", "planned", "closed", "unknown")


_DIMENSION = {"point": 0, "line": 1, "polygon": 2}


def check_features(frame: gpd.GeoDataFrame, layer: Layer) -> gpd.GeoDataFrame:
    """Check that every feature of a layer has the attributes of the schema, of the right kind."""
    for column in FEATURE_COLUMNS:
        if column not in frame.columns:
            raise PackError(
                N_("{file}: features have no {column!r}. Every feature needs {columns}."),
                file=layer.file,
                column=column,
                columns=", ".join(FEATURE_COLUMNS),
            )
    shapes = frame.geometry.to_numpy()
    _refuse(layer, frame, frame["id"].isna() | frame["id"].duplicated(), N_("missing or repeated id"))
    _refuse(layer, frame, shapely.is_missing(shapes) | shapely.is_empty(shapes), N_("no geometry"))
    _refuse(layer, frame, ~shapely.is_valid(shapes), N_("invalid geometry"))
    wrong_kind = shapely.get_dimensions(shapes) != _DIMENSION[layer.geometry]
    _refuse(layer, frame, wrong_kind, N_("geometry is not what the catalogue says"))
    bounds = shapely.bounds(shapes)
    off_earth = (np.abs(bounds[:, [0, 2]]) > 180).any(axis=1) | (np.abs(bounds[:, [1, 3]]) > 90).any(axis=1)
    _refuse(layer, frame, off_earth, N_("coordinates beyond 180° or 90°"))
    accuracy = frame["accuracy_m"]
    number = np.issubdtype(accuracy.dtype, np.number)
    _refuse(layer, frame, ~(accuracy >= 0) if number else ~accuracy.isna(), N_("accuracy_m is not 0 or more"))
    _refuse(layer, frame, frame["source"].isna() | frame["as_of"].isna(), N_("no source or date"))
    _refuse(layer, frame, ~frame["status"].isin(STATUSES), N_("unknown status"))
    return frame.set_index("id")


def _refuse(layer: Layer, frame: gpd.GeoDataFrame, bad: ArrayLike, problem: str) -> None:
    rows = np.flatnonzero(np.asarray(bad, dtype=bool))
    if len(rows):
        raise PackError(
            N_("{file}: feature {row} (id {id!r}): {problem}."),
            file=layer.file,
            row=int(rows[0]) + 1,
            id=frame["id"].iloc[rows[0]],
            problem=Message(problem),
        )
