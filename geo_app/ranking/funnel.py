"""How many sites each condition removes, one after the other: a funnel from all sites to those that are ranked."""

from __future__ import annotations

from dataclasses import dataclass

from geo_app.ranking.model import Ranking


@dataclass(frozen=True)
class FunnelStep:
    """What one condition does to the sites that those before it left.

    Attributes
    ----------
    condition
        Id of an exclusion, or a requirement as it is written.
    removed
        Ids of the sites that it removes, in the ranking's order.
    doubtful
        Ids of those that stay although it is not known whether they meet it: unknown is not "no".
    left
        How many stay.
    """

    condition: str
    removed: tuple[str, ...]
    doubtful: tuple[str, ...]
    left: int


def funnel(ranking: Ranking) -> tuple[FunnelStep, ...]:
    """Apply the conditions of a ranking's scenario one after the other: exclusions, then requirements.

    Returns
    -------
    A step for each condition; what the last one leaves is what is ranked.
    """
    scenario, left, steps = ranking.scenario, list(ranking.sites), []
    for condition in (*scenario.exclusions, *map(str, scenario.requirements)):
        removed = tuple(item.site.id for item in left if condition in item.excluded_by)
        left = [item for item in left if condition not in item.excluded_by]
        doubtful = tuple(item.site.id for item in left if condition in item.open_conditions)
        steps.append(FunnelStep(condition, removed, doubtful, len(left)))
    return tuple(steps)
