"""Read GeoParquet, also as Overture and others write it: with names and extents as nested columns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any, cast

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS

from geo_app.core.errors import SitesError
from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import LANGUAGES, N_
from geo_app.intake.features import Features, brief, features_of_frame
from geo_app.intake.formats.table import features_of_records
from geo_app.intake.read_options import Limits, ReadOptions, SourceFile
from geo_app.intake.tables.attributes import plain_part

_EXTENTS = ("bbox", "covering")


def is_parquet(file: SourceFile) -> bool:
    """Tell Parquet by its first bytes."""
    return file.content.startswith(b"PAR1")


def read_parquet(file: SourceFile, how: ReadOptions, limits: Limits) -> Features:
    """Read a GeoParquet file; one without its metadata is taken if it has a column of geometries.

    Raises
    ------
    SitesError
        If it is damaged, unpacks to too much, or has no geometries.
    """
    # Only here: the library is large, and few files need it.
    import pyarrow.parquet as parquet

    try:
        about = parquet.ParquetFile(BytesIO(file.content)).metadata
        unpacked = sum(about.row_group(i).total_byte_size for i in range(about.num_row_groups))
        if unpacked > 4 * limits.max_bytes:
            raise SitesError(
                N_("{file} would unpack to {found} MB; at most {limit} MB are accepted."),
                file=file.name,
                found=round(unpacked / 1e6, 1),
                limit=round(4 * limits.max_bytes / 1e6, 1),
            )
        if about.num_rows > limits.max_rows:
            return Features([], None, count=about.num_rows)
        frame = _frame(file.content, b"geo" in (about.metadata or {}))
    except (OSError, ValueError, TypeError, KeyError, NotImplementedError, shapely.GEOSException) as error:
        raise SitesError(
            N_("{file} cannot be read: {reason}. Export it again."), file=file.name, reason=brief(error)
        ) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        return features_of_records(cast("list[dict[str, object]]", frame.to_dict("records")), file.name, how)
    found = features_of_frame(frame)
    features = [feature._replace(values=_flat(feature.values)) for feature in found.features]
    return replace(found, features=features, default_crs=CRS.from_user_input(GEOGRAPHIC_CRS))


def _frame(content: bytes, has_metadata: bool) -> gpd.GeoDataFrame | pd.DataFrame:
    """Read a frame of geometries; one of plain columns where no column has them."""
    if has_metadata:
        return gpd.read_parquet(BytesIO(content))
    import pyarrow.parquet as parquet

    table: pd.DataFrame = parquet.read_table(BytesIO(content)).to_pandas()
    column = next((name for name in ("geometry", "geom", "wkb_geometry") if name in table.columns), None)
    if column is None:
        return table
    return gpd.GeoDataFrame(table.drop(columns=column), geometry=shapely.from_wkb(table[column].to_numpy()))


def _flat(values: Mapping[str, object]) -> dict[str, object]:
    """Take a feature's names out of their nested column, and leave its extent out."""
    flat: dict[str, object] = {}
    for key, value in values.items():
        if key in _EXTENTS:
            continue
        if key == "names" and isinstance(value, Mapping):
            flat |= _names(value)
        else:
            flat[key] = value
    return flat


def _names(names: Mapping[str, Any]) -> dict[str, object]:
    common = names.get("common")
    by_language = dict(common) if isinstance(common, list | tuple | Mapping) else {}
    translated = {f"name_{code}": by_language[code] for code in LANGUAGES if by_language.get(code)}
    rest = {k: v for k, v in names.items() if k not in ("primary", "common") and v is not None}
    more = {"names": json.dumps(rest, ensure_ascii=False, default=plain_part)} if rest else {}
    return {"name": names.get("primary"), **translated, **more}
