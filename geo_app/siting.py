"""The one use case: rank candidate sites by a scenario.

Each criterion is measured for each site, valued by fixed anchors, weighted and summed. No step looks at the other
sites, so adding or removing one never reorders the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np

from geo_app.accessibility import gravity, two_step
from geo_app.aggregation import owa, ranks, topsis
from geo_app.catchment import catchment
from geo_app.core.arrays import Bools, Floats
from geo_app.core.i18n import LANGUAGES
from geo_app.core.messages import Texts
from geo_app.core.sites import Sites, coordinates
from geo_app.criteria import counted
from geo_app.exclusions import Sides, sides
from geo_app.model import Catalog, Criterion, Exclusion, Measured, RankedSite, Ranking, Scenario
from geo_app.overlay import Overlay, count_within, inside, value_at
from geo_app.proximity import nearest
from geo_app.requirements import judge_attribute, judge_interval
from geo_app.value_functions import evaluate

M_PER_KM = 1000.0

# A millimetre, a thousandth of a person: far below any accuracy here, and coarse enough that two machines whose
# arithmetic differs in the last bits print the same bytes.
_KM_DIGITS = 6
_SUM_DIGITS = 3
_QUOTIENT_DIGITS = 6
_DEGREE_DIGITS = 7
SCORE_DIGITS = 6


@dataclass(frozen=True)
class Measurement:
    """One criterion for n sites, in the criterion's unit; NaN where nothing could be measured.

    `feature` is the nearest feature's id, `foot` (n, 2) lon/lat of its nearest point; both empty for catchments.
    """

    raw: Floats
    low: Floats
    high: Floats
    feature: tuple[str, ...]
    feature_names: tuple[Texts, ...]
    foot: Floats


Measure = Callable[[Sites, Criterion, Catalog, date], Measurement]
Exclude = Callable[[Sites, Exclusion, Catalog], Sides]


def measure_criterion(sites: Sites, criterion: Criterion, catalog: Catalog, on: date) -> Measurement:
    """Measure one criterion for every site.

    The interval is what the value can be if site and features lie anywhere within their accuracies. For a
    catchment that is the sum within the radius less, and plus, the site's accuracy: each holds for every such place;
    with a decay every distance is taken that much longer, and shorter.
    """
    lonlat, accuracy_m = coordinates(sites.sites)
    features = counted(criterion, catalog.layers[criterion.layer], on)
    match criterion.measure:
        case "nearest":
            return _measure_nearest(lonlat, accuracy_m, features, catalog.metric_crs)
        case "catchment":
            return _measure_catchment(lonlat, accuracy_m, features, criterion, catalog.metric_crs)
        case "inside":
            return _overlaid(inside(lonlat, accuracy_m, features, catalog.metric_crs))
        case "count":
            return _overlaid(count_within(lonlat, accuracy_m, features, criterion.radius_m, catalog.metric_crs))
        case "value":
            return _overlaid(value_at(lonlat, accuracy_m, features, criterion.column, catalog.metric_crs))
        case "gravity" | "two_step":
            return _measure_reach(lonlat, accuracy_m, features, criterion, catalog)


def _overlaid(found: Overlay) -> Measurement:
    return Measurement(found.raw, found.low, found.high, feature=(), feature_names=(), foot=np.empty((0, 2)))


def _measure_nearest(lonlat: Floats, accuracy_m: Floats, features: gpd.GeoDataFrame, metric_crs: str) -> Measurement:
    found = nearest(lonlat, features, metric_crs)
    # Many sites share a few features, so each feature is named once.
    ids = {-1: "", **{int(k): str(features.index[k]) for k in np.unique(found.feature) if k >= 0}}
    names: dict[int, Texts] = {k: _names(features.iloc[k]) if k >= 0 else {} for k in ids}
    return Measurement(
        raw=np.round(found.distance_m / M_PER_KM, _KM_DIGITS),
        low=np.round(np.maximum(found.low_m - accuracy_m, 0.0) / M_PER_KM, _KM_DIGITS),
        high=np.round((found.high_m + accuracy_m) / M_PER_KM, _KM_DIGITS),
        feature=tuple(ids[k] for k in found.feature.tolist()),
        feature_names=tuple(names[k] for k in found.feature.tolist()),
        foot=np.round(found.foot, _DEGREE_DIGITS),
    )


def _measure_catchment(
    lonlat: Floats, accuracy_m: Floats, features: gpd.GeoDataFrame, criterion: Criterion, metric_crs: str
) -> Measurement:
    def within(radius_m: Floats) -> Floats:
        total = catchment(lonlat, features, criterion.column, radius_m, metric_crs)
        return np.round(total, _SUM_DIGITS)

    radius_m = np.full(len(lonlat), criterion.radius_m)
    raw = within(radius_m)
    exact = not accuracy_m.any()
    return Measurement(
        raw=raw,
        low=raw if exact else within(np.maximum(radius_m - accuracy_m, 0.0)),
        high=raw if exact else within(radius_m + accuracy_m),
        feature=(),
        feature_names=(),
        foot=np.empty((0, 2)),
    )


def _measure_reach(
    lonlat: Floats, accuracy_m: Floats, features: gpd.GeoDataFrame, criterion: Criterion, catalog: Catalog
) -> Measurement:
    """Measure by gravity or in two steps: as drawn, all farther and all nearer, at one go."""
    times = 3 if accuracy_m.any() else 1
    places = np.tile(lonlat, (times, 1))
    nearer_m = np.concatenate([0.0 * accuracy_m, -accuracy_m, accuracy_m])[: len(places)]
    by, crs = criterion, catalog.metric_crs
    if by.measure == "gravity" and by.decay is not None:
        found = gravity(places, features, by.column, by.decay, by.radius_m, crs, nearer_m=nearer_m)
        digits = _SUM_DIGITS
    else:
        demand = catalog.layers[by.demand_layer].frame
        found = by.per * two_step(
            places, features, by.column, demand, by.demand_column, by.radius_m, crs, decay=by.decay, nearer_m=nearer_m
        )
        digits = _QUOTIENT_DIGITS
    rows = np.round(found, digits).reshape(times, -1)
    return _overlaid(Overlay(rows[0], rows[times // 2], rows[-1]))


def exclude_sites(sites: Sites, rule: Exclusion, catalog: Catalog) -> Sides:
    """Judge every site against the areas of one exclusion."""
    lonlat, accuracy_m = coordinates(sites.sites)
    return sides(lonlat, accuracy_m, catalog.layers[rule.layer].frame, rule.relation, catalog.metric_crs)


def rank(
    sites: Sites,
    scenario: Scenario,
    catalog: Catalog,
    *,
    measure: Measure = measure_criterion,
    exclude: Exclude = exclude_sites,
) -> Ranking:
    """Rank candidate sites.

    Parameters
    ----------
    sites
        Candidates; rejected rows and warnings are carried into the ranking.
    scenario
        Weights, value functions, exclusions and date, as `geo_app.scenario.make_scenario` completes them.
    catalog
        The region pack.
    measure, exclude
        Replace `measure_criterion` and `exclude_sites`, for a caller that keeps what they find between two rankings.

    Returns
    -------
    Sites by rank, ties in the order of their ids, then the excluded ones.
    """
    demanded = [item.subject for item in scenario.requirements if item.subject in catalog.criteria]
    measurements = {
        name: measure(sites, catalog.criteria[name], catalog, scenario.on)
        for name in dict.fromkeys([*scenario.weights, *demanded])
    }
    values = {
        name: np.nan_to_num(evaluate(function, measurements[name].raw))
        for name, function in scenario.value_functions.items()
    }
    judged = {name: exclude(sites, catalog.exclusions[name], catalog) for name in scenario.exclusions}
    excluded, doubts = _exclude(judged, len(sites.sites))
    _require(sites, scenario, measurements, excluded, doubts)
    contributions = {name: 100.0 * scenario.weights[name] * values[name] for name in values}
    eligible = np.array([not names for names in excluded], dtype=bool)
    scores = method_scores(scenario, values, contributions, eligible)
    places = np.zeros(len(scores), dtype=np.int64)
    if eligible.any():
        places[eligible] = ranks(scores[eligible])
    columns = {
        name: _column(measurements[name], values[name], weight, contributions[name])
        for name, weight in scenario.weights.items()
    }
    ranked = [
        RankedSite(
            site=site,
            rank=int(places[i]) if eligible[i] else None,
            score=float(scores[i]) if eligible[i] else None,
            excluded_by=tuple(excluded[i]),
            doubts=tuple(doubts[i]),
            criteria={name: column[i] for name, column in columns.items()},
        )
        for i, site in enumerate(sites.sites)
    ]
    ranked.sort(key=lambda r: (r.rank is None, r.rank or 0, r.site.id))
    return Ranking(scenario, catalog.data_version, tuple(ranked), sites.rejected, sites.warnings)


def method_scores(
    scenario: Scenario, values: Mapping[str, Floats], contributions: Mapping[str, Floats], eligible: Bools
) -> Floats:
    """Score (n,) sites 0..100 by the scenario's method; what excluded sites get is not used."""
    if scenario.method == "weighted_sum":
        scores = sum(contributions.values(), np.zeros(len(eligible)))
    else:
        table = np.column_stack(list(values.values()))
        weights = np.array([scenario.weights[name] for name in values])
        scores = np.zeros(len(table))
        if scenario.method == "owa":
            scores = 100.0 * owa(table, weights, scenario.caution)
        elif eligible.any():
            scores[eligible] = 100.0 * topsis(table[eligible], weights, np.ones(len(weights)))
    return np.round(scores, SCORE_DIGITS)


def _require(
    sites: Sites,
    scenario: Scenario,
    measurements: Mapping[str, Measurement],
    excluded: list[list[str]],
    doubts: list[list[str]],
) -> None:
    """Add the requirements that each site fails, and those that are open, to its lists."""
    for requirement in scenario.requirements:
        found = measurements.get(requirement.subject)
        for i, site in enumerate(sites.sites):
            if found is None:
                answer = judge_attribute(requirement, site.attributes)
                doubtful = answer == "open"
            else:
                answer, doubtful = judge_interval(requirement, found.raw[i], found.low[i], found.high[i])
            if answer == "failed":
                excluded[i].append(str(requirement))
            if doubtful:
                doubts[i].append(str(requirement))


def _exclude(judged: Mapping[str, Sides], n: int) -> tuple[list[list[str]], list[list[str]]]:
    """Name, for each of n sites, the exclusions that apply and those that are in doubt."""
    return (
        [[name for name, side in judged.items() if side.excluded[i]] for i in range(n)],
        [[name for name, side in judged.items() if side.doubtful[i]] for i in range(n)],
    )


def _column(found: Measurement, values: Floats, weight: float, contributions: Floats) -> list[Measured]:
    """Put together what one criterion says of each site."""
    n = len(values)
    # Lists, as picking single numbers out of arrays takes longer than all the rest of a ranking.
    raw, low, high = (_or_none(numbers) for numbers in (found.raw, found.low, found.high))
    feature = found.feature or ("",) * n
    names = found.feature_names or ({},) * n
    foot: list[Any] = found.foot.tolist() or [(None, None)] * n
    return [
        Measured(
            raw=raw[i],
            low=low[i],
            high=high[i],
            value=value,
            weight=weight,
            contribution=contribution,
            feature=feature[i],
            feature_names=names[i] if feature[i] else {},
            lon=foot[i][0] if feature[i] else None,
            lat=foot[i][1] if feature[i] else None,
        )
        for i, (value, contribution) in enumerate(zip(values.tolist(), contributions.tolist(), strict=True))
    ]


def _or_none(numbers: Floats) -> list[float | None]:
    return [None if number != number else number for number in numbers.tolist()]


def _names(feature: Mapping[str, object]) -> Texts:
    found = {language: feature.get(f"name_{language}") for language in LANGUAGES}
    return {language: name for language, name in found.items() if isinstance(name, str) and name}
