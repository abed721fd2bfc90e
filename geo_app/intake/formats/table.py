"""Features of a table: points of coordinate columns, shapes of a column of WKT."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from pyproj import CRS

from geo_app.core.errors import LayerError
from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.intake.columns import Table, find_columns, points_of
from geo_app.intake.features import BAD_GEOMETRY, Feature, Features, check_count, check_crs

_WKT_COLUMNS = ("wkt", "geometry", "geom", "the_geom", "shape")


_GUESSED_DEGREES = N_("the column {column!r} states no coordinate reference system; degrees are taken for granted.")


def features_of_table(table: Table, name: str, crs: str | None) -> Features:
    """Make features of a table's rows: points of its coordinate columns, or shapes of its column of WKT."""
    check_count(table.count, max(table.count, 1), name)
    geometry = next((c for c in table.columns if c.strip().lower() in _WKT_COLUMNS), None)
    if geometry is not None:
        return _features_of_wkt(table, geometry, crs, name)
    fields = find_columns(table.columns, name)
    pair = next((pair for pair in (("lon", "lat"), ("x", "y")) if fields.keys() >= set(pair)), None)
    if pair is None or (pair == ("x", "y") and crs is None):
        raise LayerError(
            N_(
                "{file}: no coordinates. Found the columns {found}; expected lon and lat (degrees), x and y with their "
                "coordinate reference system, or wkt."
            ),
            file=name,
            found=", ".join(repr(column[:40]) for column in table.columns[:20]),
        )
    x, y = (fields[axis] for axis in pair)
    system = check_crs(crs or GEOGRAPHIC_CRS, name)
    points, rejected = points_of(table, x, y, keep=table.columns, degrees=system.is_geographic)
    features = [Feature(row, values, shapely.Point(east, north)) for row, east, north, values in points]
    return Features(features, system, tuple(rejected), table.warnings)


def _features_of_wkt(table: Table, column: str, crs: str | None, name: str) -> Features:
    features, rejected = [], list(table.rejected)
    for row, cells in table.rows:
        values: dict[str, object] = dict(zip(table.columns, cells, strict=False))
        text = str(values.pop(column, "")).strip()
        # PostGIS writes "SRID=4326;POINT (…)".
        text = text.rpartition(";")[2] if text.upper().startswith("SRID=") else text
        try:
            features.append(Feature(row, values, shapely.from_wkt(text) if text else None))
        except (shapely.GEOSException, RecursionError) as error:
            rejected.append(RowNote(row, Message(BAD_GEOMETRY, {"problem": " ".join(str(error).split())[:200]})))
    system, warnings = None, table.warnings
    if crs is not None:
        system = check_crs(crs, name)
    elif _look_like_degrees(features):
        system = CRS.from_user_input(GEOGRAPHIC_CRS)
        warnings = (*warnings, RowNote(0, Message(_GUESSED_DEGREES, {"column": column[:80]})))
    return Features(features, system, tuple(rejected), warnings)


def _look_like_degrees(features: Sequence[Feature]) -> bool:
    shapes = [feature.shape for feature in features if feature.shape is not None and not feature.shape.is_empty]
    if not shapes:
        return False
    west, south, east, north = shapely.total_bounds(shapes)
    return bool(west >= -180 and south >= -90 and east <= 360 and north <= 90)
