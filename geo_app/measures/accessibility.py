"""How much can be reached from each site, the less the farther: gravity and two-step floating catchments.

Gravity sums amounts times a weight that falls with distance (Hansen 1959). Two steps share each supply among the
demand around it first, so that what many compete for counts less (Luo & Wang 2003; with a decay, Luo & Qi 2009).

Areas weigh by the integral over them, so that a site inside an area is nothing special: within 0.1 % of fine quadrature
on the ellipsoid, by test (see `reach`).

References
----------
Hansen, W. G. (1959) How accessibility shapes land use. Journal of the American Institute of Planners 25, 73-76.
Luo, W. and Wang, F. (2003) Measures of spatial accessibility to health care in a GIS environment: synthesis and a
case study in the Chicago region. Environment and Planning B 30, 865-884.
Luo, W. and Qi, Y. (2009) An enhanced two-step floating catchment area (E2SFCA) method for measuring spatial
accessibility to primary care physicians. Health & Place 15, 1100-1107.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geo_app.core.arrays import Floats
from geo_app.core.geodesy import require_geographic
from geo_app.measures.reach import amounts_of, point_amounts, sum_in_reach, weight_of
from geo_app.region.model import Decay


def gravity(
    lonlat: Floats,
    features: gpd.GeoDataFrame,
    column: str,
    decay: Decay,
    radius_m: float,
    *,
    nearer_m: float | Floats = 0.0,
) -> Floats:
    """Sum a column within a distance of each site, the less the farther.

    Parameters
    ----------
    lonlat
        (n, 2) sites, lon/lat degrees.
    features
        Points or polygons in EPSG:4326.
    column
        A number per feature, spread evenly over a polygon; what is not above 0 holds nothing.
    decay
        How the weight falls with distance; 1 at the site itself.
    radius_m
        Geodesic metres beyond which nothing counts.
    nearer_m
        Metres, one or (n,), by which every distance is taken shorter; below 0 longer.

    Returns
    -------
    (n,) weighted sums, at most the column's total.

    Raises
    ------
    ValueError
        If `features` is in another CRS; the message names both.
    """
    amounts = amounts_of(_holding(features, column), column)
    return sum_in_reach(lonlat, amounts, weight_of(decay), radius_m, nearer_m)


def two_step(
    lonlat: Floats,
    supply: gpd.GeoDataFrame,
    supply_column: str,
    demand: gpd.GeoDataFrame,
    demand_column: str,
    radius_m: float,
    *,
    decay: Decay | None = None,
    nearer_m: float | Floats = 0.0,
) -> Floats:
    """Sum, at each site, the supply in reach for each unit of the demand that it serves.

    First every supply is divided by the demand within the distance of it, then the quotients within the distance of
    a site are added. What has no demand in reach serves nobody and counts nothing: there is no division by nearly 0,
    unless next to nobody lives there. The quotients times the demand at every place of demand sum to the supply.

    Parameters
    ----------
    lonlat, radius_m
        As for `gravity`.
    supply, demand
        Points or polygons in EPSG:4326; a supply counts where its centroid is, a demand is spread evenly.
    supply_column, demand_column
        A number per feature.
    decay
        How the weight falls with distance, in both steps; None counts all within the distance alike.
    nearer_m
        Metres, one or (n,), by which the distances of the second step are taken shorter.

    Returns
    -------
    (n,) supply per unit of demand.

    Raises
    ------
    ValueError
        If a layer is in another CRS; the message names both.
    """
    holding = _holding(supply, supply_column)
    centres = shapely.get_coordinates(shapely.centroid(holding.geometry.to_numpy())).reshape(-1, 2)
    demands = amounts_of(_holding(demand, demand_column), demand_column)
    reached = sum_in_reach(centres, demands, weight_of(decay), radius_m)
    served = quotients(holding[supply_column].to_numpy(dtype=np.float64), reached)
    return sum_in_reach(lonlat, point_amounts(centres, served), weight_of(decay), radius_m, nearer_m)


def quotients(supply: Floats, reached: Floats) -> Floats:
    """Divide (s,) supplies by the demand that each reaches; 0 where it reaches none."""
    return np.divide(supply, reached, out=np.zeros(len(supply)), where=reached > 0)


def _holding(features: gpd.GeoDataFrame, column: str) -> gpd.GeoDataFrame:
    require_geographic(features)
    return features[features[column].to_numpy(dtype=np.float64) > 0]
