"""What the page shows of a session and a pack: pure functions, so that no two parts of the page can disagree."""

from __future__ import annotations

from dataclasses import dataclass, replace

from geo_app.core.sites import Sites
from geo_app.intake.user_sites import apart, to_sites
from geo_app.ranking.model import Ranking, Scenario
from geo_app.ranking.scenario import default_profile, make_scenario, profile_weights
from geo_app.region.model import RegionPack, ValueFunction
from geo_app.session.model import Session


@dataclass(frozen=True)
class Screen:
    """What is ranked, and by what.

    Attributes
    ----------
    profile
        Id of the profile in force.
    weights
        By criterion, in percent, as the editor shows them: those of weight 0 too.
    functions
        By the same criteria, what their measurements are worth.
    scenario
        All that the ranking follows from, besides the sites.
    sites
        The candidates: the user's own before the others.
    """

    profile: str
    weights: dict[str, float]
    functions: dict[str, ValueFunction]
    scenario: Scenario
    sites: Sites


_NONE = Sites(())


def screen(session: Session, pack: RegionPack, base: Sites, uploaded: Sites = _NONE) -> Screen:
    """Make what the page shows.

    Parameters
    ----------
    base
        The pack's candidates.
    uploaded
        Those of the user's large file.
    """
    weights = shown_weights(session, pack)
    return Screen(
        profile=shown_profile(session, pack),
        weights=weights,
        functions={name: shown_function(session, pack, name) for name in weights},
        scenario=shown_scenario(session, pack),
        sites=shown_sites(session, base, uploaded),
    )


def shown_sites(session: Session, base: Sites, uploaded: Sites) -> Sites:
    """Put the user's own sites and file before the pack's, which are left out where the user wants it so."""
    alone = session.only_own and bool(session.own_sites or uploaded.sites)
    others = () if alone else base.sites
    beside = (
        replace(uploaded, sites=apart(uploaded.sites, others), rings={})
        if uploaded.sites
        else replace(base, sites=others)
    )
    return to_sites(session.own_sites, beside)


def shown_profile(session: Session, pack: RegionPack) -> str:
    """Name the profile in force."""
    return session.profile if session.profile in pack.profiles else default_profile(pack)


def shown_weights(session: Session, pack: RegionPack) -> dict[str, float]:
    """Look up the weights in force, in percent, without criteria that left the pack.

    Where nothing is left of the user's the profile's own are in force again.
    """
    profile = shown_profile(session, pack)
    chosen = {name: weight for name, weight in session.edits_of(profile).weights.items() if name in pack.criteria}
    given = chosen if any(chosen.values()) else profile_weights(pack, profile)
    total = sum(given.values())
    return {name: 100.0 * weight / total for name, weight in given.items()}


def shown_function(session: Session, pack: RegionPack, criterion: str) -> ValueFunction:
    """Look up what a criterion's measurements are worth: the user's, else the profile's, else the pack's function."""
    profile = shown_profile(session, pack)
    made = session.edits_of(profile).functions.get(criterion)
    own = {item.criterion: item.value_function for item in pack.profiles[profile].weights}.get(criterion)
    return made or own or pack.criteria[criterion].value_function


def shown_scenario(session: Session, pack: RegionPack) -> Scenario:
    """Complete the scenario.

    Raises
    ------
    geo_app.core.errors.ScenarioError
        If a requirement names what the pack has not.
    """
    weights = shown_weights(session, pack)
    made = session.edits_of(shown_profile(session, pack)).functions
    exclusions = session.exclusions
    return make_scenario(
        pack,
        shown_profile(session, pack),
        weights=weights,
        value_functions={name: function for name, function in made.items() if weights.get(name, 0) > 0},
        exclusions=None if exclusions is None else [name for name in exclusions if name in pack.exclusions],
        on=session.on,
        requirements=session.requirements,
        method=session.method,
        caution=session.caution,
    )


def shown_selected(session: Session, ranking: Ranking) -> str:
    """Name the site whose reasons are shown: the chosen one, else the first; empty where there is none."""
    ids = [item.site.id for item in ranking.sites]
    return session.selected if session.selected in ids else next(iter(ids), "")


def shown_compared(session: Session, ranking: Ranking) -> tuple[str, ...]:
    """List the compared sites that are still there."""
    ids = {item.site.id for item in ranking.sites}
    return tuple(site for site in session.compared if site in ids)
