"""Criteria measured again and again while sites and features lie elsewhere within their accuracies.

In every draw a site is at one of its possible places (`geo_app.measures.positions`), chosen by its id, so that no
other site has a say. A feature moves as a whole, evenly over the circle of its accuracy and chosen by its id: an error
of the corridor is one error, not one for each site; and which feature is nearest is asked after all have moved. Areas
whose figures are looked up move all together, so that no gap opens between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import shapely

from geo_app.core.arrays import Bools, Floats, Ints, Shapes
from geo_app.core.files import sha256
from geo_app.core.geodesy import GEOD, projected_radius, to_lonlat, to_metric
from geo_app.core.sites import Sites
from geo_app.measures.measure import M_PER_KM, Measurement, measure_criterion, measure_places
from geo_app.measures.overlay import containing
from geo_app.measures.positions import PLACES, Places, exact_places, possible_places
from geo_app.measures.proximity import nearest
from geo_app.region.feature_selection import counted
from geo_app.region.model import Criterion, Layer, RegionPack

# As fine as the measurements themselves.
_DIGITS = 6
_SITE, _FEATURE, _LAYER = 0, 1, 2
CRITERION = 3
"""Kind of what `identity_bits` draws for, as of the other three."""


def measure_at_places(places: Places, criterion: Criterion, pack: RegionPack, on: date) -> Floats:
    """Measure a criterion at every place where a site may lie: (circles, places), NaN where it cannot be measured."""
    lonlat = places.lonlat.reshape(-1, 2)
    found = measure_places(lonlat, np.zeros(len(lonlat)), criterion, pack, on)
    return found.raw.reshape(places.lonlat.shape[:2])


def sample_criterion(sites: Sites, criterion: Criterion, pack: RegionPack, on: date, samples: int, seed: int) -> Floats:
    """Measure a criterion at drawn places.

    Parameters
    ----------
    sites, criterion, pack, on
        As for `geo_app.measures.measure.measure_criterion`.
    samples
        How many times every site and feature is drawn.
    seed
        The same seed draws the same places, for every criterion alike.

    Returns
    -------
    (samples, n) in the criterion's unit; NaN where nothing could be measured.
    """
    places = exact_places(len(sites.sites)) if criterion.measure == "member" else possible_places(sites)
    found = measure_criterion(sites, criterion, pack, on)
    return sample_measured(sites, criterion, pack, on, samples, seed, places, found, None)


def sample_measured(
    sites: Sites,
    criterion: Criterion,
    pack: RegionPack,
    on: date,
    samples: int,
    seed: int,
    places: Places,
    found: Measurement,
    at_places: Floats | None,
) -> Floats:
    """Do what `sample_criterion` does for a caller who has measured the sites and, perhaps, their places before."""
    layer = pack.layers[criterion.layer]
    number = drawn_numbers(sites, places, samples, seed)
    if criterion.measure == "nearest":
        return _sample_nearest(sites, places, number, layer, counted(criterion, layer, on), pack.metric_crs, seed)
    if at_places is None and len(places.lonlat):
        at_places = measure_at_places(places, criterion, pack, on)
    raw = np.where(number >= 0, _at(at_places, places, number), found.raw)
    if criterion.measure in ("value", "inside"):
        areas = counted(criterion, layer, on)
        # What cannot change within the accuracies is not looked up again.
        vague = ~(found.low == found.high)
        raw[:, vague] = _sample_areas(
            _drawn(sites, places, number)[:, vague], raw[:, vague], areas, criterion, pack, seed
        )
    return raw


# ------------------------------------------------------------------------------------------------ what is drawn


def drawn_places(sites: Sites, samples: int, seed: int) -> Floats:
    """Draw (samples, n, 2) lon/lat places, even over the circle of each site's accuracy."""
    places = possible_places(sites)
    return _drawn(sites, places, drawn_numbers(sites, places, samples, seed))


def drawn_numbers(sites: Sites, places: Places, samples: int, seed: int) -> Ints:
    """Draw (samples, n) numbers of possible places, each as often as every other; -1 for exact sites."""
    number = np.full((samples, len(sites.sites)), -1, dtype=np.int64)
    rounds = -(-samples // PLACES)
    for k in np.flatnonzero(places.circle >= 0):
        bits = identity_bits(seed, _SITE, sites.sites[k].id).random_raw((rounds, PLACES))
        number[:, k] = np.argsort(bits, axis=1, kind="stable").ravel()[:samples]
    return number


def _drawn(sites: Sites, places: Places, number: Ints) -> Floats:
    lonlat = np.broadcast_to(sites.coordinates[0], (*number.shape, 2)).copy()
    vague = places.circle >= 0
    lonlat[:, vague] = places.lonlat[places.circle[vague], number[:, vague]]
    return lonlat


def _at(at_places: Floats | None, places: Places, number: Ints) -> Floats:
    """Pick (samples, n) from (circles, places); anything where a site is exact."""
    return np.zeros(number.shape) if at_places is None or not len(at_places) else at_places[places.circle, number]


def identity_bits(seed: int, kind: int, identity: str) -> np.random.PCG64:
    """Make the generator of a site, a feature or a layer: its bits stay the same from version to version of numpy."""
    return np.random.PCG64([seed, kind, int(sha256(identity.encode())[:16], 16)])


def even_shares(bits: np.random.PCG64, shape: tuple[int, ...]) -> Floats:
    """Draw numbers even from 0 to 1."""
    return np.asarray((bits.random_raw(shape) >> np.uint64(11)) * 0.5**53)


def _displacement(bits: np.random.PCG64, samples: int, accuracy_m: float) -> Floats:
    """Draw (2, samples) metres and azimuths in degrees, even over a circle."""
    return np.stack([accuracy_m * np.sqrt(even_shares(bits, (samples,))), 360.0 * even_shares(bits, (samples,))])


# ------------------------------------------------------------------------------------------------ areas that move


def _sample_areas(
    lonlat: Floats, raw: Floats, areas: gpd.GeoDataFrame, criterion: Criterion, pack: RegionPack, seed: int
) -> Floats:
    """Look (samples, n, 2) places up in areas that are off as a whole, another way in each sample."""
    samples, n = raw.shape
    if not raw.size or areas.empty:
        return raw
    # A layer that is off to the east is what sites that are off to the west would find.
    accuracy_m = float(areas["accuracy_m"].max())
    off_m, azimuth = _displacement(identity_bits(seed, _LAYER, criterion.layer), samples, accuracy_m)
    flat = lonlat.reshape(-1, 2)
    lon, lat, _ = GEOD.fwd(flat[:, 0], flat[:, 1], np.repeat(azimuth, n), np.repeat(off_m, n))
    at = containing(np.column_stack([lon, lat]), areas, pack.metric_crs).reshape(samples, n)
    if criterion.measure == "inside":
        return (at >= 0).astype(np.float64)
    # A site that an area's error would put off the map is still in the area it was measured in.
    return np.where(at >= 0, areas[criterion.column].to_numpy(dtype=np.float64)[at], raw)


# --------------------------------------------------------------------------------------------- features that move


@dataclass(frozen=True)
class _Near:
    """For k places, up to c features that may be nearest once features have moved.

    Attributes
    ----------
    distance_m, azimuth
        (k, c) to the feature's nearest point; infinite where there are fewer.
    feature
        (k, c) positions in the frame.
    """

    distance_m: Floats
    azimuth: Floats
    feature: Ints


def _sample_nearest(
    sites: Sites, places: Places, number: Ints, layer: Layer, features: gpd.GeoDataFrame, metric_crs: str, seed: int
) -> Floats:
    exact = np.flatnonzero(places.circle < 0)
    lonlat = np.concatenate([sites.coordinates[0][exact], places.lonlat.reshape(-1, 2)])
    near = _near_features(lonlat, features, metric_crs)
    row = np.empty(number.shape, dtype=np.int64)
    row[:, exact] = np.arange(len(exact))
    vague = places.circle >= 0
    row[:, vague] = len(exact) + places.circle[vague] * PLACES + number[:, vague]
    moved = _moved_m(near, row, features, layer, seed)
    return np.round(moved / M_PER_KM, _DIGITS)


def _near_features(lonlat: Floats, features: gpd.GeoDataFrame, metric_crs: str) -> _Near:
    """Find the features whose least distance is not above the greatest distance of the nearest one."""
    found = nearest(lonlat, features, metric_crs)
    there = np.flatnonzero(found.feature >= 0)
    place, feature, foot = [there], [found.feature[there]], [found.foot[there]]
    accuracy_m = features["accuracy_m"].to_numpy(dtype=np.float64)
    if accuracy_m.any() and len(there):
        others = _others_in_reach(lonlat[there], found.high_m[there], found.feature[there], features, metric_crs)
        place, feature, foot = [there, there[others[0]]], [feature[0], others[1]], [foot[0], others[2]]
    places, owners, feet = np.concatenate(place), np.concatenate(feature), np.concatenate(foot)
    azimuth, _, distance_m = GEOD.inv(*lonlat[places].T, *feet.T)
    return _by_place(len(lonlat), places, owners, np.asarray(distance_m), np.asarray(azimuth))


def _others_in_reach(
    lonlat: Floats, high_m: Floats, nearest_feature: Ints, features: gpd.GeoDataFrame, metric_crs: str
) -> tuple[Ints, Ints, Floats]:
    """Pair places with other features in reach: positions of both, and (pairs, 2) lon/lat foot points."""
    accuracy_m = features["accuracy_m"].to_numpy(dtype=np.float64)
    shapes: Shapes = shapely.transform(features.geometry.to_numpy(), lambda c: to_metric(c, metric_crs))
    points = np.asarray(shapely.points(to_metric(lonlat, metric_crs)))
    place, feature = [], []
    for off_m in np.unique(accuracy_m):
        alike = np.flatnonzero(accuracy_m == off_m)
        reach = projected_radius(lonlat, high_m + off_m, metric_crs)
        pairs = shapely.STRtree(shapes[alike]).query(points, predicate="dwithin", distance=reach)
        other = alike[pairs[1]] != nearest_feature[pairs[0]]
        place.append(pairs[0][other])
        feature.append(alike[pairs[1][other]])
    places, owners = np.concatenate(place), np.concatenate(feature)
    line = shapely.shortest_line(points[places], shapes[owners])
    feet = shapely.get_coordinates(shapely.get_point(line, -1)).reshape(-1, 2)
    return places, owners, to_lonlat(feet, metric_crs)


def _by_place(count: int, place: Ints, feature: Ints, distance_m: Floats, azimuth: Floats) -> _Near:
    """Put pairs into a table of places, the nearest feature first."""
    order = np.lexsort((distance_m, place))
    place = place[order]
    column = np.arange(len(place)) - np.searchsorted(place, place)
    shape = (count, int(column.max(initial=0)) + 1)
    table = _Near(np.full(shape, np.inf), np.zeros(shape), np.zeros(shape, dtype=np.int64))
    table.distance_m[place, column] = distance_m[order]
    table.azimuth[place, column] = azimuth[order]
    table.feature[place, column] = feature[order]
    return table


def _moved_m(near: _Near, row: Ints, features: gpd.GeoDataFrame, layer: Layer, seed: int) -> Floats:
    """Measure (samples, n) distances to whichever feature is nearest once all have moved; NaN where there is none."""
    least = np.full(row.shape, np.inf)
    accuracy_m = features["accuracy_m"].to_numpy(dtype=np.float64)
    point = shapely.get_dimensions(features.geometry.to_numpy()) == 0
    used = np.unique(near.feature[np.isfinite(near.distance_m)])
    moves = np.zeros((2, len(row), int(used.max(initial=0)) + 1))
    for k in used[accuracy_m[used] > 0] if len(used) else ():
        bits = identity_bits(seed, _FEATURE, f"{layer.id}\n{features.index[k]}")
        moves[:, :, k] = _displacement(bits, len(row), float(accuracy_m[k]))
    sample = np.arange(len(row))[:, None]
    for column in range(near.distance_m.shape[1]):
        # Sites that have no further feature in reach are done.
        some = np.flatnonzero(np.isfinite(near.distance_m[:, column])[row].any(axis=0))
        places = row[:, some]
        feature = near.feature[places, column]
        off_m, heading = moves[:, sample, feature]
        away_m, azimuth = near.distance_m[places, column], near.azimuth[places, column]
        moved = _after_move(away_m, azimuth, off_m, heading, point[feature])
        least[:, some] = np.fmin(least[:, some], moved)
    return np.where(np.isinf(least), np.nan, least)


def _after_move(away_m: Floats, azimuth: Floats, off_m: Floats, heading: Floats, point: Bools) -> Floats:
    """Tell how far a feature is after its move: a point anywhere, a line or an area along the way to it.

    What holds the place has no direction, and stays.
    """
    along_m = off_m * np.cos(np.radians(heading - azimuth))
    with np.errstate(invalid="ignore"):
        to_point = np.sqrt(np.maximum(away_m**2 + off_m**2 + 2.0 * away_m * along_m, 0.0))
    moved = np.where(point, to_point, np.where(away_m > 0, np.abs(away_m + along_m), 0.0))
    return np.where(np.isinf(away_m), np.inf, moved)
