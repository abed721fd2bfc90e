"""Measure criteria and exclusions for candidate sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import geopandas as gpd
import numpy as np

from geo_app.core.arrays import Floats, Ints
from geo_app.core.i18n import LANGUAGES
from geo_app.core.messages import Texts
from geo_app.core.sites import Sites
from geo_app.measures.accessibility import gravity, two_step
from geo_app.measures.catchment import catchment
from geo_app.measures.exclusions import Sides, sides
from geo_app.measures.overlay import Overlay, count_within, inside, member, value_at
from geo_app.measures.proximity import nearest
from geo_app.region.feature_selection import counted
from geo_app.region.model import Criterion, Exclusion, RegionPack
from geo_app.region.position_groups import POSITION_GROUP, position_groups

M_PER_KM = 1000.0


# A millimetre, a thousandth of a person: far below any accuracy here, and coarse enough that two machines whose
# arithmetic differs in the last bits print the same bytes.
_KM_DIGITS = 6


_SUM_DIGITS = 3


_QUOTIENT_DIGITS = 6


_DEGREE_DIGITS = 7


@dataclass(frozen=True)
class NamedFeature:
    """A feature that something was measured to."""

    id: str
    names: Texts


@dataclass(frozen=True)
class Measurement:
    """One criterion for n sites, in the criterion's unit.

    Attributes
    ----------
    raw
        (n,) as measured at the sites' points; NaN where nothing could be measured, also where the point is a stand-in
        that the nearest feature shares.
    low, high
        (n,) what it can be while sites and features lie anywhere within their accuracies; NaN where that is unknown.
    feature
        (n,) position of the nearest feature in `features`, -1 where there is none; for ``nearest`` only, else empty.
    features
        The features that are nearest to some site.
    foot
        (n, 2) lon/lat of the nearest feature's nearest point; empty where `feature` is.
    none_counts
        The layer has features, but none that counts (no crossing is open on that date): nothing is near, which is
        known of every site, and no gap in what is known of one.
    """

    raw: Floats
    low: Floats
    high: Floats
    feature: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    features: tuple[NamedFeature, ...] = ()
    foot: Floats = field(default_factory=lambda: np.empty((0, 2)))
    none_counts: bool = False


def measure_criterion(sites: Sites, criterion: Criterion, pack: RegionPack, on: date) -> Measurement:
    """Measure one criterion for every site: see `measure_places`; and ask by its id which place a site is.

    A distance between a site and a feature that share a stand-in is unknown, and not the 0 between their points.
    """
    if criterion.measure == "member":
        return _measure_member(sites, criterion, pack, on)
    found = measure_places(*sites.coordinates, criterion, pack, on)
    return _unknown_at_shared_stand_ins(found, sites, pack.layers[criterion.layer].frame)


def _unknown_at_shared_stand_ins(found: Measurement, sites: Sites, features: gpd.GeoDataFrame) -> Measurement:
    """Take back measurements to a nearest feature whose stand-in is the site's own; what they can be stays."""
    if POSITION_GROUP not in features or not len(found.feature):
        return found
    groups = features[POSITION_GROUP]
    near = [position_groups(groups.get(feature.id)) for feature in found.features]
    shared = [
        code >= 0 and bool(near[code] & position_groups(site.attributes.get(POSITION_GROUP)))
        for code, site in zip(found.feature.tolist(), sites.sites, strict=True)
    ]
    return replace(found, raw=np.where(shared, np.nan, found.raw)) if any(shared) else found


def measure_places(lonlat: Floats, accuracy_m: Floats, criterion: Criterion, pack: RegionPack, on: date) -> Measurement:
    """Measure one criterion at (n, 2) lon/lat places that are known to (n,) metres.

    The interval is what the value can be if place and features lie anywhere within their accuracies. For a
    catchment that is the sum within the radius less, and plus, the place's accuracy: each holds for every such place;
    with a decay every distance is taken that much longer, and shorter. Where an amount in reach is not known, such a
    sum is not either.
    """
    layer = pack.layers[criterion.layer]
    features = counted(criterion, layer, on)
    match criterion.measure:
        case "nearest":
            found = _measure_nearest(lonlat, accuracy_m, features, pack.metric_crs)
            return replace(found, none_counts=features.empty and not layer.frame.empty)
        case "catchment":
            found = _measure_catchment(lonlat, accuracy_m, features, criterion)
            return _without_gaps(found, lonlat, accuracy_m, features, criterion, pack)
        case "inside":
            return _overlaid(inside(lonlat, accuracy_m, features, pack.metric_crs))
        case "count":
            return _overlaid(count_within(lonlat, accuracy_m, features, criterion.radius_m, pack.metric_crs))
        case "value":
            return _overlaid(value_at(lonlat, accuracy_m, features, criterion.column, pack.metric_crs))
        case "gravity":
            found = _measure_reach(lonlat, accuracy_m, features, criterion, pack)
            return _without_gaps(found, lonlat, accuracy_m, features, criterion, pack)
        case "two_step":
            return _measure_reach(lonlat, accuracy_m, features, criterion, pack)
        case "member":
            raise ValueError("which place a site is does not depend on where it lies")


def _without_gaps(
    found: Measurement,
    lonlat: Floats,
    accuracy_m: Floats,
    features: gpd.GeoDataFrame,
    criterion: Criterion,
    pack: RegionPack,
) -> Measurement:
    """Take back the sums in whose reach an amount is not known: they are no less unknown than it is."""
    unknown = features[features[criterion.column].isna()]
    if unknown.empty:
        return found
    near = count_within(lonlat, accuracy_m, unknown, criterion.radius_m, pack.metric_crs)
    return replace(
        found,
        raw=np.where(near.raw > 0, np.nan, found.raw),
        low=np.where(near.high > 0, np.nan, found.low),
        high=np.where(near.high > 0, np.nan, found.high),
    )


def _overlaid(found: Overlay) -> Measurement:
    return Measurement(found.raw, found.low, found.high)


def _measure_nearest(lonlat: Floats, accuracy_m: Floats, features: gpd.GeoDataFrame, metric_crs: str) -> Measurement:
    found = nearest(lonlat, features, metric_crs)
    # Many sites share a few features, so each feature is named once.
    used, feature = np.unique(found.feature, return_inverse=True)
    named = used >= 0
    return Measurement(
        raw=np.round(found.distance_m / M_PER_KM, _KM_DIGITS),
        low=np.round(np.maximum(found.low_m - accuracy_m, 0.0) / M_PER_KM, _KM_DIGITS),
        high=np.round((found.high_m + accuracy_m) / M_PER_KM, _KM_DIGITS),
        feature=np.where(named[feature], feature - (~named).sum(), -1) if len(feature) else found.feature,
        features=tuple(NamedFeature(str(features.index[k]), _names(features.iloc[k])) for k in used[named]),
        foot=np.round(found.foot, _DEGREE_DIGITS),
    )


def _measure_member(sites: Sites, criterion: Criterion, pack: RegionPack, on: date) -> Measurement:
    """Tell which sites are one of the layer's places: a candidate of the pack is known by its id."""
    layer = pack.layers[criterion.layer]
    known = counted(replace(criterion, open_on_date=False), layer, on)
    counts = known.index.isin(counted(criterion, layer, on).index)
    # Whether a place of unknown status counts is unknown too.
    unsure = (known["status"] == "unknown").to_numpy() & ~counts
    answers = {str(name): int(code) for name, code in zip(known.index, np.where(unsure, 2, counts), strict=True)}
    own = np.array([answers.get(site.id, 0) if site.layer else -1 for site in sites.sites], dtype=np.int64)
    lonlat, accuracy_m = sites.coordinates
    return _overlaid(member(lonlat, accuracy_m, own, known[counts | unsure], criterion.column, pack.metric_crs))


def _measure_catchment(
    lonlat: Floats, accuracy_m: Floats, features: gpd.GeoDataFrame, criterion: Criterion
) -> Measurement:
    def within(radius_m: Floats) -> Floats:
        total = catchment(lonlat, features, criterion.column, radius_m)
        return np.round(total, _SUM_DIGITS)

    radius_m = np.full(len(lonlat), criterion.radius_m)
    raw = within(radius_m)
    exact = not accuracy_m.any()
    return Measurement(
        raw=raw,
        low=raw if exact else within(np.maximum(radius_m - accuracy_m, 0.0)),
        high=raw if exact else within(radius_m + accuracy_m),
    )


def _measure_reach(
    lonlat: Floats, accuracy_m: Floats, features: gpd.GeoDataFrame, criterion: Criterion, pack: RegionPack
) -> Measurement:
    """Measure by gravity or in two steps: as drawn, all farther and all nearer, at one go."""
    times = 3 if accuracy_m.any() else 1
    places = np.tile(lonlat, (times, 1))
    nearer_m = np.concatenate([0.0 * accuracy_m, -accuracy_m, accuracy_m])[: len(places)]
    by = criterion
    if by.measure == "gravity" and by.decay is not None:
        found = gravity(places, features, by.column, by.decay, by.radius_m, nearer_m=nearer_m)
        digits = _SUM_DIGITS
    else:
        demand = pack.layers[by.demand_layer].frame
        found = by.per * two_step(
            places, features, by.column, demand, by.demand_column, by.radius_m, decay=by.decay, nearer_m=nearer_m
        )
        digits = _QUOTIENT_DIGITS
    rows = np.round(found, digits).reshape(times, -1)
    return _overlaid(Overlay(rows[0], rows[times // 2], rows[-1]))


def exclude_sites(sites: Sites, rule: Exclusion, pack: RegionPack) -> Sides:
    """Judge every site against the areas of one exclusion."""
    lonlat, accuracy_m = sites.coordinates
    return sides(lonlat, accuracy_m, pack.layers[rule.layer].frame, rule.relation, pack.metric_crs)


def _names(feature: Mapping[str, object]) -> Texts:
    found = {language: feature.get(f"name_{language}") for language in LANGUAGES}
    return {language: name for language, name in found.items() if isinstance(name, str) and name}
