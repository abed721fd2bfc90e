"""A file's features as a frame of plain columns, and what every feature of a layer has besides."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo_app.core.arrays import Shapes
from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import LANGUAGES
from geo_app.core.text import clean_text
from geo_app.intake.features import Feature
from geo_app.intake.tables.attributes import column_values, plain
from geo_app.intake.tables.columns import find_columns
from geo_app.region.feature_schema import FEATURE_COLUMNS, NAME_COLUMNS, STATUSES

ColumnKind = Literal["number", "text"]

_MAX_COLUMNS = 200
_KAZAKH, _CYRILLIC, _CHINESE = (
    re.compile("[әіңғүұқөһӘІҢҒҮҰҚӨҺ]"),
    re.compile("[\u0400-\u04ff]"),
    re.compile("[\u3400-\u9fff]"),
)
_PACK_COLUMNS = frozenset({"source", "as_of", "accuracy_m", "status"})


@dataclass(frozen=True)
class Column:
    """An attribute of the file's features: whether all it holds are numbers, and how many rows have it."""

    name: str
    kind: ColumnKind
    filled: int
    example: str


def frame_of(features: Sequence[Feature], shapes: Shapes) -> gpd.GeoDataFrame:
    """Collect attributes as columns of plain numbers or of text; those that no feature has are left out."""
    titles = dict.fromkeys(title for feature in features for title in feature.values)
    columns: dict[str, list[object]] = {}
    for title in titles:
        cells = [plain(feature.values.get(title)) for feature in features]
        shown = clean_text(title)[:60]
        if shown and shown not in columns and shown != "geometry" and any(cell is not None for cell in cells):
            columns[shown] = cells if _are_numbers(cells) else [None if c is None else clean_text(c) for c in cells]
        if len(columns) == _MAX_COLUMNS:
            break
    rows = pd.Index([feature.row for feature in features], name="row")
    table = {title: pd.Series(cells, index=rows, dtype=_dtype(cells)) for title, cells in columns.items()}
    return gpd.GeoDataFrame(table, geometry=list(shapes), index=rows, crs=GEOGRAPHIC_CRS)


def _are_numbers(cells: Sequence[object]) -> bool:
    return all(cell is None or isinstance(cell, int | float) for cell in cells)


def _dtype(cells: Sequence[object]) -> type:
    if not _are_numbers(cells):
        return object
    whole = all(isinstance(cell, int) and abs(cell) < 2**53 for cell in cells)
    return np.int64 if whole else np.float64


def column_of(series: pd.Series) -> Column:
    """Describe a column: numbers also where they are written as text."""
    filled = series.dropna()
    kind: ColumnKind = "number" if pd.api.types.is_numeric_dtype(series) or numbers(series) is not None else "text"
    return Column(str(series.name), kind, len(filled), clean_text(filled.iloc[0])[:60])


def numbers(series: pd.Series) -> pd.Series | None:
    """Read a column as numbers, with a unit or without; None where a text in it is none, as codes such as 0042 are."""
    if pd.api.types.is_numeric_dtype(series):
        return series.astype(np.float64)
    cells = [None if pd.isna(cell) else cell for cell in series]
    values, _ = column_values(cells)
    found = [value for value in values if value is not None]
    if not found or any(isinstance(value, str) for value in found):
        return None
    return pd.Series(values, index=series.index, dtype=np.float64)


def renamed(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Keep a pack's own columns as they are; elsewhere the same words mean something else."""
    if frame.columns.isin(_PACK_COLUMNS).sum() == len(_PACK_COLUMNS):
        return frame.copy()
    return frame.rename(columns={column: f"file_{column}" for column in _PACK_COLUMNS})


def with_feature_columns(table: gpd.GeoDataFrame, source: str, as_of: str, accuracy_m: float) -> gpd.GeoDataFrame:
    """Add what every feature of a layer has: id, names, source, date, accuracy and status.

    What a pack's own file says of a feature comes first; `source`, `as_of` and `accuracy_m` are for the rest.
    """
    frame = table.copy()
    names = _names_of(table)
    for language, column in zip(LANGUAGES, NAME_COLUMNS, strict=True):
        frame[column] = pd.Series([found.get(language) for found in names], index=frame.index, dtype=object)
    is_pack = set(table.columns) >= _PACK_COLUMNS
    frame["source"] = table["source"].fillna(source) if is_pack else source
    frame["as_of"] = table["as_of"].fillna(as_of).astype(str) if is_pack else as_of
    stated = pd.to_numeric(table["accuracy_m"], errors="coerce") if is_pack else pd.Series(np.nan, index=frame.index)
    frame["accuracy_m"] = stated.where(stated >= 0).fillna(float(accuracy_m)).astype(np.float64)
    frame["status"] = table["status"].where(table["status"].isin(STATUSES), "unknown") if is_pack else "unknown"
    frame["id"] = _identities(table)
    order = [*FEATURE_COLUMNS[1:], *(c for c in table.columns if c not in FEATURE_COLUMNS and c != "geometry")]
    return frame.set_index("id")[[*order, "geometry"]]


def _identities(table: gpd.GeoDataFrame) -> list[str]:
    """Take the file's own ids where every row has another one, else the numbers of the rows."""
    for column in ("id", "fid", "feature_id", "osm_id"):
        if column in table.columns:
            given = table[column].map(lambda value: "" if pd.isna(value) else clean_text(value)[:80])
            if given.all() and not given.duplicated().any():
                return [str(value) for value in given]
    return [f"row-{row}" for row in table.index]


def _names_of(table: gpd.GeoDataFrame) -> list[dict[str, str]]:
    """Collect each feature's names; a name in no stated language goes by its script."""
    by_key = {str(column).casefold().replace(":", "_"): column for column in table.columns[::-1]}
    stated = {code: by_key[f"name_{code}"] for code in LANGUAGES if f"name_{code}" in by_key}
    unnamed = find_columns([str(column) for column in table.columns]).get("name")
    named = []
    for record in table.drop(columns="geometry").to_dict("records"):
        found = {code: clean_text(record[c])[:200] for code, c in stated.items() if isinstance(record[c], str)}
        name = record.get(unnamed) if unnamed is not None else None
        if isinstance(name, str) and name.strip():
            found.setdefault(_language_of(name), clean_text(name)[:200])
        named.append(found)
    return named


def _language_of(name: str) -> str:
    for language, script in (("kk", _KAZAKH), ("ru", _CYRILLIC), ("zh", _CHINESE)):
        if script.search(name):
            return language
    return "en"


def layer_geojson(frame: gpd.GeoDataFrame) -> bytes:
    """Write a layer's features as a pack keeps them: one a line, always the same bytes for the same features."""
    records = frame.drop(columns="geometry").reset_index().to_dict("records")
    shapes = shapely.to_geojson(frame.geometry.to_numpy())
    lines = [
        json.dumps({"type": "Feature", "properties": {k: plain(v) for k, v in record.items()}}, ensure_ascii=False)[:-1]
        + f', "geometry": {shape}}}'
        for record, shape in zip(records, shapes, strict=True)
    ]
    return ('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n").encode()
