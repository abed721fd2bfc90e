"""What lies within reach of sites, weighted by distance: exact for areas, on planes that keep distances."""

from geo_app.measures.reach.decays import weight_of
from geo_app.measures.reach.layout import amounts_of, point_amounts, sum_in_reach

__all__ = ["amounts_of", "point_amounts", "sum_in_reach", "weight_of"]
