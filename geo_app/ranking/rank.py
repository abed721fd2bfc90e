"""The one use case: rank candidate sites by a scenario.

Each criterion is measured for each site, valued by fixed anchors, weighted and summed. No step looks at the other
sites, so adding or removing one never reorders the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from geo_app.core.arrays import Bools, Floats
from geo_app.core.sites import Sites
from geo_app.measures.exclusions import Sides
from geo_app.measures.measure import Measurement
from geo_app.measures.measurer import Measurer
from geo_app.ranking.aggregation import owa, ranks, topsis
from geo_app.ranking.model import Measured, RankedSite, Ranking, Scenario
from geo_app.ranking.requirements import judge_attribute, judge_interval
from geo_app.region.model import RegionPack
from geo_app.region.value_functions import evaluate

SCORE_DIGITS = 6


def rank(
    sites: Sites,
    scenario: Scenario,
    pack: RegionPack,
    *,
    measurer: Measurer | None = None,
) -> Ranking:
    """Rank candidate sites.

    Parameters
    ----------
    sites
        Candidates; rejected rows and warnings are carried into the ranking.
    scenario
        Weights, value functions, exclusions and date, as `geo_app.ranking.scenario.make_scenario` completes them.
    pack
        The region pack.
    measurer
        Remembers what was measured between two rankings; None measures anew.

    Returns
    -------
    Sites by rank, ties in the order of their ids, then the excluded ones.
    """
    measurer = measurer or Measurer()
    demanded = [item.subject for item in scenario.requirements if item.subject in pack.criteria]
    measurements = {
        name: measurer.measure(sites, pack.criteria[name], pack, scenario.on)
        for name in dict.fromkeys([*scenario.weights, *demanded])
    }
    values = {
        name: np.nan_to_num(evaluate(function, measurements[name].raw))
        for name, function in scenario.value_functions.items()
    }
    judged = {name: measurer.exclude(sites, pack.exclusions[name], pack) for name in scenario.exclusions}
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
    return Ranking(scenario, pack.data_version, tuple(ranked), sites.rejected, sites.warnings)


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
