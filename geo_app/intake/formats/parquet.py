"""Read GeoParquet."""

from __future__ import annotations

from io import BytesIO

import geopandas as gpd
import shapely

from geo_app.core.errors import LayerError
from geo_app.core.i18n import N_
from geo_app.intake.features import Features, check_count, features_of_frame
from geo_app.intake.read_options import Limits


def read_parquet(content: bytes, name: str, limits: Limits) -> Features:
    """Read a GeoParquet file."""
    # Only here: the library is large, and few files need it.
    import pyarrow.parquet as parquet

    try:
        about = parquet.ParquetFile(BytesIO(content)).metadata
        unpacked = sum(about.row_group(i).total_byte_size for i in range(about.num_row_groups))
        check_count(about.num_rows, limits.max_vertices, name)
        if unpacked > 4 * limits.max_bytes:
            raise LayerError(
                N_("{file} would unpack to {found} MB; at most {limit} MB are accepted."),
                file=name,
                found=round(unpacked / 1e6, 1),
                limit=round(4 * limits.max_bytes / 1e6, 1),
            )
        frame = gpd.read_parquet(BytesIO(content))
    except (OSError, ValueError, TypeError, KeyError, NotImplementedError, shapely.GEOSException) as error:
        reason = " ".join(str(error).split())[:200].rstrip(".")
        raise LayerError(N_("{file} cannot be read: {reason}. Export it again."), file=name, reason=reason) from error
    return features_of_frame(frame)
