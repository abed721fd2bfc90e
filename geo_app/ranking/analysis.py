"""Questions to a ranking: how sure is it, what would change it, why this site and not that one, what is alike.

Everything works on the ranking's own values (sites that are ranked × criteria that are weighted), so an answer
never contradicts the ranking it explains.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from geo_app.core.arrays import Floats, Ints
from geo_app.core.errors import ScenarioError
from geo_app.core.i18n import N_
from geo_app.core.sites import Sites
from geo_app.measures.measurer import Measurer
from geo_app.ranking.aggregation import owa, ranks, topsis, weighted_sum
from geo_app.ranking.columns import RankedSites
from geo_app.ranking.model import DEFAULT_CAUTION, Method, RankedSite, Ranking
from geo_app.ranking.rank import SCORE_DIGITS
from geo_app.ranking.rounding import shown_shares
from geo_app.ranking.similarity import most_similar
from geo_app.ranking.smaa import alike, judge_columns, standard_error, top_shares
from geo_app.ranking.stability import smallest_change_to_win, weight_intervals
from geo_app.region.model import RegionPack

DRAWS = 5_000
"""The standard error of a share is then at most 0.7 percentage points, and a hundred people can ask at once."""
SPREAD = 0.5
"""Plausible weights lie within this share of the chosen ones."""

ANCHORS = 1.5
"""Plausible anchors of value functions lie between two thirds and one and a half times of where they are."""

SAMPLES = DRAWS
"""How often every site and feature is drawn: anew for each draw of weights."""

SEPARATED = 0.9
"""Two sites are told apart where one beats the other in this share of the draws, or more."""

# All of so few candidates are drawn, also those that a condition excludes.
_FEW_SITES = 1_000

TOP = 5
"""How far down the list methods are compared."""


@dataclass(frozen=True)
class ValueTable:
    """The ranked sites' values: `sites` best first, `criteria` in the ranking's order, (n, m) and (m,)."""

    sites: Sequence[RankedSite]
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
        Share of plausible weightings, anchors and positions in which the site holds each rank, best first; sums to 1.
    top_three
        Share in which it is among the best three.
    central_weights
        Mean weights that make it first; None if none do.
    confidence
        Share of positions in which it is first under those weights; None if none do.
    alike
        Ids of the sites that it beats in more than 10 % and less than 90 % of the draws, best first.
    standard_error
        Of its share of first places.
    draws
        How many draws the shares were counted over.
    shown
        The acceptabilities in whole per cents: a site's add up to 100, and so do the first places of all sites.
    """

    acceptability: tuple[float, ...]
    top_three: float
    central_weights: Mapping[str, float] | None
    confidence: float | None
    alike: tuple[str, ...]
    standard_error: float = 0.0
    draws: int = 0
    shown: tuple[int, ...] = ()

    @property
    def shown_first(self) -> float:
        """Share of first places, 0..1, as it is shown."""
        return self.shown[0] / 100 if self.shown else self.acceptability[0]

    @property
    def shown_top_three(self) -> float:
        """Share of places among the best three, 0..1, as it is shown."""
        return sum(self.shown[:3]) / 100 if self.shown else self.top_three


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


def table(ranking: Ranking) -> ValueTable:
    """Collect the values of the ranked sites."""
    names = tuple(ranking.scenario.weights)
    weights = np.array([ranking.scenario.weights[name] for name in names], dtype=np.float64)
    sites = ranking.sites
    if isinstance(sites, RankedSites):
        ranked: Sequence[RankedSite] = sites[: int((sites.columns.rank[sites.order] > 0).sum())]
        columns = [sites.columns.criteria[name].valued.value[sites.order[: len(ranked)]] for name in names]
        return ValueTable(ranked, names, np.stack(columns, axis=1), weights)
    ranked = tuple(item for item in sites if item.rank is not None)
    values = np.array([[item.criteria[name].value for name in names] for item in ranked], dtype=np.float64)
    return ValueTable(ranked, names, values.reshape(len(ranked), len(names)), weights)


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
    """Judge how sure each rank is, over plausible weights, anchors and positions (SMAA).

    Parameters
    ----------
    ranking, pack
        A ranking, and the pack it was made with.
    draws, seed
        How many weightings are drawn, and from where; the same seed gives the same answer.
    spread
        Weights vary within this share of the chosen ones; None draws from all weightings there are. At 0 judgements are
        taken as certain: anchors do not vary either.
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
    scenario = ranking.scenario
    anchors = 1.0 if spread == 0 else ANCHORS
    order, columns = _sampled_values(ranking, found, pack, samples, seed, anchors, measurer or Measurer())
    weights = None if spread is None else found.weights
    study = judge_columns(columns, draws, seed, weights, spread, scenario.method, scenario.caution)
    shares = _even_among_twins(study.acceptability[order], found)
    top_three, shown = top_shares(shares, 3), shown_shares(shares)
    close = alike(study.outranking[np.ix_(order, order)], SEPARATED)
    confidence = study.confidence[order].tolist()
    return {
        item.site.id: Robustness(
            acceptability=tuple(shares[k].tolist()),
            top_three=float(top_three[k]),
            central_weights=_central(study.central_weights[order[k]], found.criteria),
            confidence=None if math.isnan(confidence[k]) else confidence[k],
            alike=tuple(found.sites[other].site.id for other in close[k]),
            standard_error=standard_error(float(shares[k, 0]), draws),
            draws=draws,
            shown=tuple(shown[k].tolist()),
        )
        for k, item in enumerate(found.sites)
    }


def _sampled_values(
    ranking: Ranking,
    found: ValueTable,
    pack: RegionPack,
    samples: int,
    seed: int,
    anchors: float,
    measurer: Measurer,
) -> tuple[Ints, list[NDArray[np.float32]]]:
    """Value measurements at drawn places: by criterion (samples, n), and where each site of `found` is in them."""
    scenario, sites = ranking.scenario, _sites_to_sample(ranking, found)
    place = {site.id: k for k, site in enumerate(sites.sites)}
    at = np.array([place[item.site.id] for item in found.sites], dtype=np.int64)
    columns = [
        measurer.sample_values(
            sites, pack.criteria[name], scenario.value_functions[name], pack, scenario.on, samples, seed, anchors
        )
        for name in found.criteria
    ]
    if len(at) == len(sites.sites):
        return at, columns
    # Without the excluded ones; the order of the rest stays.
    ranked = np.sort(at)
    return np.searchsorted(ranked, at), [column[:, ranked] for column in columns]


def _sites_to_sample(ranking: Ranking, found: ValueTable) -> Sites:
    """Choose the sites whose places are drawn: all candidates if they are few.

    In an order that no weight changes, so that a measurer finds the draws again.
    """
    sites = ranking.sites
    if isinstance(sites, RankedSites) and len(sites.columns.sites) <= _FEW_SITES:
        return Sites(tuple(sites.columns.sites))
    return Sites(tuple(sorted((item.site for item in found.sites), key=lambda site: site.id)))


def _even_among_twins(shares: Floats, found: ValueTable) -> Floats:
    """Give sites that are known by the same point and as vaguely the same (n, n) shares: nothing tells them apart."""
    places = [(item.site.lon, item.site.lat, item.site.accuracy_m) for item in found.sites]
    _, group = np.unique(np.array(places), axis=0, return_inverse=True)
    if group.max() + 1 == len(places):
        return shares
    sums = np.zeros((int(group.max()) + 1, shares.shape[1]))
    np.add.at(sums, group, shares)
    return np.asarray((sums / np.bincount(group)[:, None])[group])


def _central(weights: Floats, criteria: tuple[str, ...]) -> dict[str, float] | None:
    return None if np.isnan(weights).any() else dict(zip(criteria, weights.tolist(), strict=True))


def second_opinions(ranking: Ranking, caution: float = DEFAULT_CAUTION) -> tuple[SecondOpinion, ...]:
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


def _scores(method: Method, found: ValueTable, caution: float) -> Floats:
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
    """Say for each criterion between which weights the winner stays first, the others keeping their proportions.

    By the weighted sum only: the scores of other methods are not linear in the weights, and nothing is said of them.
    """
    found = table(ranking)
    if not found.sites or not is_weighted_sum(ranking):
        return {}
    return dict(zip(found.criteria, weight_intervals(found.values, found.weights), strict=True))


def weights_to_win(ranking: Ranking, site: str) -> dict[str, float] | None:
    """Find the smallest change of weights that puts a site first by the weighted sum, or None where no weights do."""
    found = table(ranking)
    weights = smallest_change_to_win(found.values, found.weights, found.index(site))
    return None if weights is None else dict(zip(found.criteria, weights.tolist(), strict=True))


def why_not(ranking: Ranking, better: str, other: str) -> dict[str, float]:
    """Say by criterion how many points of the lead of one site over another it makes, the largest first.

    They add up to the difference of the scores; nothing by TOPSIS, whose score is no sum.
    """
    found = table(ranking)
    one, two = (found.sites[found.index(site)].criteria for site in (better, other))
    lead = {
        name: gain - loss
        for name in found.criteria
        if (gain := one[name].contribution) is not None and (loss := two[name].contribution) is not None
    }
    return dict(sorted(lead.items(), key=lambda pair: -abs(pair[1])))


def is_weighted_sum(ranking: Ranking) -> bool:
    """Tell whether a ranking's scores are weighted sums."""
    scenario = ranking.scenario
    return scenario.method == "weighted_sum" or (scenario.method == "owa" and scenario.caution == 0)


def similar(ranking: Ranking, site: str, k: int = 5) -> list[tuple[str, float, dict[str, float]]]:
    """Find the ranked sites most like one: id, distance in value space, and the difference by criterion."""
    found = table(ranking)
    alike = most_similar(found.values, found.weights, found.index(site), k)
    return [
        (found.sites[i].site.id, float(distance), dict(zip(found.criteria, row.tolist(), strict=True)))
        for i, distance, row in zip(alike[0].tolist(), alike[1].tolist(), alike[2], strict=True)
    ]
