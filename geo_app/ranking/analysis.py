"""Questions to a ranking: how sure is it, what would change it, why this site and not that one, what is alike.

Everything works on the ranking's own values (sites that are ranked × criteria that are weighted), so an answer
never contradicts the ranking it explains.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

import numpy as np

from geo_app.core.arrays import Floats
from geo_app.core.errors import ScenarioError
from geo_app.core.i18n import N_
from geo_app.core.sites import Sites
from geo_app.measures.measurer import Measurer
from geo_app.ranking.aggregation import owa, ranks, topsis, weighted_sum
from geo_app.ranking.model import Method, RankedSite, Ranking
from geo_app.ranking.rank import SCORE_DIGITS
from geo_app.ranking.similarity import most_similar
from geo_app.ranking.smaa import alike, judge, top_shares
from geo_app.ranking.stability import difference, smallest_change_to_win, weight_intervals
from geo_app.region.model import RegionPack
from geo_app.region.value_functions import evaluate

DRAWS = 5_000
"""A share is then known to 1.4 percentage points in 19 of 20 studies, and a hundred people can ask at once."""
SPREAD = 0.5
"""Plausible weights lie within this share of the chosen ones."""

SAMPLES = 32
"""Places drawn for each site and feature."""

SEPARATED = 0.9
"""Two sites are told apart where one beats the other in this share of the draws, or more."""

TOP = 5
"""How far down the list methods are compared."""


@dataclass(frozen=True)
class Table:
    """The ranked sites' values: `sites` best first, `criteria` in the ranking's order, (n, m) and (m,)."""

    sites: tuple[RankedSite, ...]
    criteria: tuple[str, ...]
    values: Floats
    weights: Floats

    def index(self, site: str) -> int:
        """Find a ranked site.

        Raises
        ------
        ScenarioError
            If the ranking has no such site, or it is excluded.
        """
        for k, item in enumerate(self.sites):
            if item.site.id == site:
                return k
        raise ScenarioError(
            N_("No ranked site {found!r}. Ranked sites: {known}."),
            found=site,
            known=", ".join(item.site.id for item in self.sites[:20]),
        )


@dataclass(frozen=True)
class Robustness:
    """How sure one site's rank is.

    Attributes
    ----------
    acceptability
        Share of plausible weightings and positions in which the site holds each rank, best first; sums to 1.
    top_three
        Share in which it is among the best three.
    central_weights
        Mean weights that make it first; None if none do.
    confidence
        Share of positions in which it is first under those weights; None if none do.
    alike
        Ids of the sites that these data cannot separate from it, best first: neither beats the other in 90 % or more.
    """

    acceptability: tuple[float, ...]
    top_three: float
    central_weights: Mapping[str, float] | None
    confidence: float | None
    alike: tuple[str, ...]


@dataclass(frozen=True)
class SecondOpinion:
    """What another way of adding up makes of the same values.

    Attributes
    ----------
    method
        As in `geo_app.ranking.model.Scenario`.
    ranks
        By site id.
    enter, leave
        Ids of the sites that it has in its top, and that it has not, other than the ranking; best first.
    first
        Ids of its first, more than one where they tie.
    """

    method: Method
    ranks: Mapping[str, int]
    enter: tuple[str, ...]
    leave: tuple[str, ...]
    first: tuple[str, ...]


def table(ranking: Ranking) -> Table:
    """Collect the values of the ranked sites."""
    ranked = tuple(item for item in ranking.sites if item.rank is not None)
    names = tuple(ranking.scenario.weights)
    values = np.array([[item.criteria[name].value for name in names] for item in ranked], dtype=np.float64)
    weights = np.array([ranking.scenario.weights[name] for name in names], dtype=np.float64)
    return Table(ranked, names, values.reshape(len(ranked), len(names)), weights)


def robustness(
    ranking: Ranking,
    pack: RegionPack,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    spread: float | None = SPREAD,
    samples: int = SAMPLES,
    measurer: Measurer | None = None,
) -> dict[str, Robustness]:
    """Judge how sure each rank is, over plausible weights and positions (SMAA).

    Parameters
    ----------
    ranking, pack
        A ranking, and the pack it was made with.
    draws, seed
        How many weightings are drawn, and from where; the same seed gives the same answer.
    spread
        Weights vary within this share of the chosen ones; None draws from all weightings there are.
    samples
        How often positions are drawn within their accuracies.
    measurer
        Remembers what was measured at drawn places; None measures anew.

    Returns
    -------
    By site id.
    """
    found = table(ranking)
    if not found.sites:
        return {}
    positions = _sampled_values(ranking, found, pack, samples, seed, measurer or Measurer())
    weights = None if spread is None else found.weights
    study = judge(found.values, draws, seed, weights, spread, positions)
    top_three = top_shares(study.acceptability, 3)
    close = alike(study.outranking, SEPARATED)
    return {
        item.site.id: Robustness(
            acceptability=tuple(study.acceptability[k].tolist()),
            top_three=float(top_three[k]),
            central_weights=_central(study.central_weights[k], found.criteria),
            confidence=None if np.isnan(study.confidence[k]) else float(study.confidence[k]),
            alike=tuple(found.sites[other].site.id for other in close[k]),
        )
        for k, item in enumerate(found.sites)
    }


def _sampled_values(
    ranking: Ranking, found: Table, pack: RegionPack, samples: int, seed: int, measurer: Measurer
) -> Floats:
    """Value (samples, n, m) measurements at drawn places."""
    # By id, so that a caller that keeps samples finds them again when weights have changed the order of ranks.
    order = sorted(range(len(found.sites)), key=lambda k: found.sites[k].site.id)
    sites = Sites(tuple(found.sites[k].site for k in order))
    scenario = ranking.scenario
    columns = [
        np.nan_to_num(
            evaluate(
                scenario.value_functions[name],
                measurer.sample(sites, pack.criteria[name], pack, scenario.on, samples, seed),
            )
        )
        for name in found.criteria
    ]
    return np.stack(columns, axis=-1)[:, np.argsort(order)]


def _central(weights: Floats, criteria: tuple[str, ...]) -> dict[str, float] | None:
    return None if np.isnan(weights).any() else dict(zip(criteria, weights.tolist(), strict=True))


def second_opinions(ranking: Ranking, caution: float = 0.5) -> tuple[SecondOpinion, ...]:
    """Rank the same values by each method that the scenario does not use, and say where the first `TOP` differ.

    Parameters
    ----------
    ranking
        Any.
    caution
        Of the cautious average.
    """
    found = table(ranking)
    if not found.sites:
        return ()
    names = [item.site.id for item in found.sites]
    own = {item.site.id for item in found.sites if item.rank is not None and item.rank <= TOP}
    opinions = []
    for method in get_args(Method):
        if method == ranking.scenario.method:
            continue
        places = ranks(_scores(method, found, caution)).tolist()
        order = sorted(range(len(names)), key=places.__getitem__)
        top = [names[k] for k in order if places[k] <= TOP]
        opinions.append(
            SecondOpinion(
                method=method,
                ranks=dict(zip(names, places, strict=True)),
                enter=tuple(name for name in top if name not in own),
                leave=tuple(name for name in names if name in own and name not in top),
                first=tuple(names[k] for k in order if places[k] == 1),
            )
        )
    return tuple(opinions)


def _scores(method: Method, found: Table, caution: float) -> Floats:
    match method:
        case "topsis":
            scores = topsis(found.values, found.weights, np.ones(len(found.criteria)))
        case "owa":
            scores = owa(found.values, found.weights, caution)
        case "weighted_sum":
            scores = weighted_sum(found.values, found.weights)
    # Rounded as the ranking's own scores are, so that what ties there ties here.
    return np.round(100.0 * scores, SCORE_DIGITS)


def stability(ranking: Ranking) -> dict[str, tuple[float, float]]:
    """Say for each criterion between which weights the winner stays first, the others keeping their proportions."""
    found = table(ranking)
    if not found.sites:
        return {}
    return dict(zip(found.criteria, weight_intervals(found.values, found.weights), strict=True))


def weights_to_win(ranking: Ranking, site: str) -> dict[str, float] | None:
    """Find the smallest change of weights that puts a site first, or None where no weights do."""
    found = table(ranking)
    weights = smallest_change_to_win(found.values, found.weights, found.index(site))
    return None if weights is None else dict(zip(found.criteria, weights.tolist(), strict=True))


def why_not(ranking: Ranking, better: str, other: str) -> dict[str, float]:
    """Say by criterion how many points of the lead of one site over another it makes, the largest first."""
    found = table(ranking)
    lead = 100.0 * difference(found.values, found.weights, found.index(better), found.index(other))
    pairs = zip(found.criteria, lead.tolist(), strict=True)
    return dict(sorted(pairs, key=lambda pair: -abs(pair[1])))


def similar(ranking: Ranking, site: str, k: int = 5) -> list[tuple[str, float, dict[str, float]]]:
    """Find the ranked sites most like one: id, distance in value space, and the difference by criterion."""
    found = table(ranking)
    alike = most_similar(found.values, found.weights, found.index(site), k)
    return [
        (found.sites[i].site.id, float(distance), dict(zip(found.criteria, row.tolist(), strict=True)))
        for i, distance, row in zip(alike[0].tolist(), alike[1].tolist(), alike[2], strict=True)
    ]
