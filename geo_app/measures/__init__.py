"""Geometry becomes numbers: raw, low and high per site and criterion."""

from geo_app.measures.distances import (
    NearestFeatures,
    geodesic_distances,
    geodesic_features,
    nearest_distances,
    nearest_features,
)

__all__ = ["NearestFeatures", "geodesic_distances", "geodesic_features", "nearest_distances", "nearest_features"]
