"""The one use case: rank candidate sites by a scenario.

Each criterion is measured for each site, valued by fixed anchors over where the site may lie, weighted and summed. By
the weighted sum and the ordered weighted average no step looks at the other sites, so adding or removing one never
reorders the rest; TOPSIS looks at them by its nature.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from geo_app.core.arrays import Bools, Floats
from geo_app.core.sites import Sites
from geo_app.measures.exclusions import Sides
from geo_app.measures.measure import Measurement
from geo_app.measures.measurer import Measurer
from geo_app.measures.valuing import Valued
from geo_app.ranking.aggregation import owa, owa_shares, ranks, topsis
from geo_app.ranking.columns import Columns, CriterionColumn, RankedSites, best_first
from geo_app.ranking.model import Ranking, Scenario
from geo_app.ranking.requirements import judge_attribute, judge_intervals
from geo_app.region.model import RegionPack

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
    measured = {
        name: measurer.measure(sites, pack.criteria[name], pack, scenario.on)
        for name in dict.fromkeys([*scenario.weights, *demanded])
    }
    valued = {
        name: measurer.value(sites, pack.criteria[name], scenario.value_functions[name], pack, scenario.on)
        for name in scenario.weights
    }
    judged = {name: measurer.exclude(sites, pack.exclusions[name], pack) for name in scenario.exclusions}
    columns = rank_columns(sites, scenario, measured, valued, judged)
    ranked = RankedSites(columns, best_first(columns))
    return Ranking(scenario, pack.data_version, ranked, sites.rejected, sites.warnings)


def rank_columns(
    sites: Sites,
    scenario: Scenario,
    measured: Mapping[str, Measurement],
    valued: Mapping[str, Valued],
    judged: Mapping[str, Sides],
) -> Columns:
    """Rank sites from what was measured, valued and judged of them."""
    conditions, excluded, doubtful = _conditions(sites, scenario, measured, judged)
    eligible = np.asarray(~excluded.any(axis=1), dtype=np.bool_)
    score, low, high = (
        method_scores(scenario, {name: vars(each)[part] for name, each in valued.items()}, eligible)
        for part in ("value", "low", "high")
    )
    if scenario.method == "topsis":
        low, high = np.full((2, len(score)), np.nan)
    for column in (score, low, high):
        column[~eligible] = np.nan
    place = np.zeros(len(score), dtype=np.int64)
    if eligible.any():
        place[eligible] = ranks(score[eligible])
    points = _contributions(scenario, valued)
    criteria = {
        name: CriterionColumn(measured[name], valued[name], weight, points.get(name))
        for name, weight in scenario.weights.items()
    }
    return Columns(sites.sites, criteria, score, low, high, place, conditions, excluded, doubtful)


def method_scores(scenario: Scenario, values: Mapping[str, Floats], eligible: Bools) -> Floats:
    """Score (n,) sites 0..100 by the scenario's method; what excluded sites get is not used."""
    if scenario.method == "weighted_sum":
        scores = np.zeros(len(eligible))
        for name, column in values.items():
            scores = scores + 100.0 * scenario.weights[name] * column
    else:
        table = np.column_stack(list(values.values()))
        weights = np.array([scenario.weights[name] for name in values])
        scores = np.zeros(len(table))
        if scenario.method == "owa":
            scores = 100.0 * owa(table, weights, scenario.caution)
        elif eligible.any():
            scores[eligible] = 100.0 * topsis(table[eligible], weights, np.ones(len(weights)))
    return np.round(scores, SCORE_DIGITS)


def _contributions(scenario: Scenario, valued: Mapping[str, Valued]) -> dict[str, Floats]:
    """Say by criterion how many points (n,) it makes of each score; nothing for TOPSIS, whose score is no sum."""
    if scenario.method == "weighted_sum" or (scenario.method == "owa" and scenario.caution == 0):
        return {name: 100.0 * scenario.weights[name] * each.value for name, each in valued.items()}
    if scenario.method == "topsis":
        return {}
    table = np.column_stack([each.value for each in valued.values()])
    points = 100.0 * table * owa_shares(table, [scenario.weights[name] for name in valued], scenario.caution)
    return dict(zip(valued, points.T, strict=True))


def _conditions(
    sites: Sites,
    scenario: Scenario,
    measured: Mapping[str, Measurement],
    judged: Mapping[str, Sides],
) -> tuple[tuple[str, ...], Bools, Bools]:
    """Name what excludes sites or leaves them in doubt, and tell (n, conditions) which does."""
    n = len(sites.sites)
    found = {name: (side.excluded, side.doubtful) for name, side in judged.items()}
    for requirement in scenario.requirements:
        measurement = measured.get(requirement.subject)
        if measurement is not None:
            found[str(requirement)] = judge_intervals(requirement, measurement.raw, measurement.low, measurement.high)
        else:
            answers = np.array([judge_attribute(requirement, site.attributes) for site in sites.sites], dtype=object)
            found[str(requirement)] = answers == "failed", answers == "open"
    excluded = np.array([each[0] for each in found.values()], dtype=bool).reshape(len(found), n).T
    doubtful = np.array([each[1] for each in found.values()], dtype=bool).reshape(len(found), n).T
    return tuple(found), excluded, doubtful
