"""What can happen to a session: each event a pure function from one session to the next.

Only what an event is about changes; above all, no event but `choose_profile` changes the profile, and none but
`choose_language` the language. An event that cannot be followed raises and has changed nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast, get_args

from geo_app.core.errors import ScenarioError
from geo_app.core.i18n import LANGUAGES, N_
from geo_app.intake import user_sites
from geo_app.intake.user_sites import OwnSites
from geo_app.map.story import MAX_VIEWS, View
from geo_app.ranking.model import Method, Requirement
from geo_app.ranking.scenario import make_scenario
from geo_app.ranking.weighting import rebalance
from geo_app.region.model import RegionPack, ValueFunction
from geo_app.session.model import (
    ANSWERS,
    CONTROLS,
    MOST_COMPARED,
    UNCHANGED,
    WEIGHTING_WAYS,
    OwnLayer,
    ProfileEdits,
    Session,
    Upload,
    WeightMove,
)
from geo_app.session.screen import shown_profile, shown_weights

ADDED_PERCENT = 5.0
"""What a criterion weighs that is added: enough to see that it counts."""


def choose_language(session: Session, language: str) -> Session:
    """Choose another language; nothing but texts changes."""
    return replace(session, language=language) if language in LANGUAGES else session


def choose_profile(session: Session, profile: str) -> Session:
    """Rank for another sector; what was changed of each profile stays with it."""
    return replace(session, profile=profile, move=None)


# ------------------------------------------------------------------------------------- weights and value functions


def set_weight(session: Session, pack: RegionPack, criterion: str, percent: float) -> Session:
    """Move one weight; the others that are not locked make room."""
    profile = shown_profile(session, pack)
    edits, move = session.edits_of(profile), session.move
    moves_on = move and (move.profile, move.criterion) == (profile, criterion) and edits.weights == move.after
    before = dict(move.before) if move and moves_on else shown_weights(session, pack)
    before.setdefault(criterion, 0.0)
    names = list(before)
    held = [names.index(name) for name in edits.locked if name in before]
    moved = 100.0 * rebalance(list(before.values()), names.index(criterion), percent / 100.0, held)
    after = dict(zip(names, moved.tolist(), strict=True))
    changed = _edited(session, profile, replace(edits, weights=after))
    return replace(changed, move=WeightMove(profile, criterion, before, after))


def add_criterion(session: Session, pack: RegionPack, criterion: str) -> Session:
    """Have a criterion count that the profile has not, and open it."""
    return replace(set_weight(session, pack, criterion, ADDED_PERCENT), opened=criterion, move=None)


def remove_criterion(session: Session, pack: RegionPack, criterion: str) -> Session:
    """Leave a criterion out.

    Raises
    ------
    ScenarioError
        If nothing is left that could take its weight.
    """
    profile = shown_profile(session, pack)
    edits = session.edits_of(profile)
    session = _edited(session, profile, replace(edits, locked=edits.locked - {criterion}))
    moved = set_weight(session, pack, criterion, 0.0)
    edits = moved.edits_of(profile)
    if edits.weights[criterion] > 0:
        raise ScenarioError(
            N_("Its {percent} % have nowhere to go: every other weight is held. Release one first."),
            percent=round(edits.weights[criterion]),
        )
    return _edited(
        moved,
        profile,
        replace(edits, weights=_without(edits.weights, criterion), functions=_without(edits.functions, criterion)),
    )


def toggle_lock(session: Session, pack: RegionPack, criterion: str) -> Session:
    """Hold a weight where it is while others move, or release it."""
    profile = shown_profile(session, pack)
    edits = session.edits_of(profile)
    return _edited(session, profile, replace(edits, locked=edits.locked ^ {criterion}))


def reset_weights(session: Session, pack: RegionPack) -> Session:
    """Go back to the profile's own weights; value functions stay."""
    profile = shown_profile(session, pack)
    return _edited(session, profile, ProfileEdits(functions=session.edits_of(profile).functions))


def take_weights(session: Session, pack: RegionPack, weights: Mapping[str, float]) -> Session:
    """Take all weights of the profile, on any scale; none is locked then."""
    profile = shown_profile(session, pack)
    total = sum(weights.values())
    percent = {name: 100.0 * weight / total for name, weight in weights.items()}
    return _edited(session, profile, ProfileEdits(percent, frozenset(), session.edits_of(profile).functions))


def set_function(session: Session, pack: RegionPack, criterion: str, function: ValueFunction | None) -> Session:
    """Say what a criterion's measurements are worth; None goes back to the profile's."""
    profile = shown_profile(session, pack)
    edits = session.edits_of(profile)
    functions = _without(edits.functions, criterion) if function is None else {**edits.functions, criterion: function}
    return _edited(session, profile, replace(edits, functions=functions))


def _edited(session: Session, profile: str, edits: ProfileEdits) -> Session:
    others = _without(session.edits, profile)
    return replace(session, edits=others if edits == UNCHANGED else {**others, profile: edits}, move=None)


def _without(items: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {other: value for other, value in items.items() if other != name}


# ------------------------------------------------------------------------------------------ method and conditions


def choose_method(session: Session, method: str) -> Session:
    """Have values become a score in another way."""
    return replace(session, method=cast(Method, method)) if method in get_args(Method) else session


def set_caution(session: Session, caution: float) -> Session:
    """Say how much more the weaker values count, from 0 to 1."""
    return replace(session, caution=min(max(caution, 0.0), 1.0))


def choose_date(session: Session, on: date | None) -> Session:
    """Judge dated facts on another day."""
    return replace(session, on=on)


def choose_exclusions(session: Session, exclusions: Iterable[str]) -> Session:
    """Say which exclusions are in force."""
    return replace(session, exclusions=tuple(exclusions))


def require(session: Session, requirement: Requirement) -> Session:
    """Ask one thing more of a site; the same thing is not asked twice."""
    others = tuple(item for item in session.requirements if str(item) != str(requirement))
    return replace(session, requirements=(*others, requirement))


def drop_requirement(session: Session, requirement: Requirement) -> Session:
    """Ask a thing no more."""
    return replace(session, requirements=tuple(item for item in session.requirements if item != requirement))


# ------------------------------------------------------------------------------------------------ where one looks


def select(session: Session, site: str) -> Session:
    """Choose a site, in place of a place."""
    return replace(session, selected=site, place=None)


def show_place(session: Session, lon: float, lat: float) -> Session:
    """Explain a place in place of the chosen site."""
    return replace(session, place=(round(lon, 6), round(lat, 6)))


def close_place(session: Session) -> Session:
    """Go back to the chosen site."""
    return replace(session, place=None)


def toggle_compared(session: Session, site: str) -> Session:
    """Add a site to the comparison or take it out; a fifth takes the place of the one added first."""
    others = tuple(name for name in session.compared if name != site)
    joined = len(others) == len(session.compared)
    return replace(session, compared=(*others, site)[-MOST_COMPARED:] if joined else others)


def choose_compared(session: Session, sites: Iterable[str]) -> Session:
    """Say which sites are compared."""
    return replace(session, compared=tuple(dict.fromkeys(sites))[:MOST_COMPARED])


def choose_other(session: Session, site: str) -> Session:
    """Hold the chosen site against another."""
    return replace(session, other=site)


def list_layer(session: Session, layer: str) -> Session:
    """List the features of another layer."""
    return replace(session, listed_layer=layer)


def open_criterion(session: Session, criterion: str) -> Session:
    """Open a criterion's curve, or close it with an empty name."""
    return replace(session, opened=criterion)


def show_all_rows(session: Session) -> Session:
    """Show a long ranking whole."""
    return replace(session, all_rows=True)


def show_known_only(session: Session, only: bool) -> Session:
    """List only sites that are known to meet every requirement, or those too that may."""
    return replace(session, known_only=only)


def show_surface(session: Session, shown: bool) -> Session:
    """Have the map show how suitable every place is, or not."""
    return replace(session, surface=shown)


def open_controls(session: Session, name: str) -> Session:
    """Open a tab of the controls, or close them with an empty name."""
    return next((replace(session, controls=tab) for tab in CONTROLS if tab == name), session)


def close_introduction(session: Session) -> Session:
    """Show no more where to begin."""
    return replace(session, introduced=False)


def open_answers(session: Session, name: str) -> Session:
    """Open a tab of the answers."""
    return next((replace(session, answers=tab) for tab in ANSWERS if tab == name), session)


def choose_way(session: Session, name: str) -> Session:
    """Find weights in another way."""
    return next((replace(session, way=way) for way in WEIGHTING_WAYS if way == name), session)


# ------------------------------------------------------------------------------------------- own sites and layers


def change_own_sites(session: Session, own: OwnSites) -> Session:
    """Take a changed list of own sites; the last one is chosen where it is new."""
    known = {site.id for site in session.own_sites}
    changed = replace(session, own_sites=own)
    return select(changed, own[-1].id) if own and own[-1].id not in known else changed


def remove_own_site(session: Session, identity: str) -> Session:
    """Take an own site away, which can be brought back.

    Raises
    ------
    OwnSiteError
        If there is no such site.
    """
    left = user_sites.remove(session.own_sites, identity)
    at = next(k for k, site in enumerate(session.own_sites) if site.id == identity)
    return replace(
        session,
        own_sites=left,
        removed_sites=(*session.removed_sites, (at, session.own_sites[at])),
        compared=tuple(site for site in session.compared if site != identity),
    )


def restore_own_site(session: Session) -> Session:
    """Bring the own site back that was removed last."""
    if not session.removed_sites:
        return session
    *rest, (at, site) = session.removed_sites
    own = user_sites.restore(session.own_sites, site, at)
    return replace(session, own_sites=own, removed_sites=tuple(rest))


def take_upload(session: Session, upload: Upload | None) -> Session:
    """Rank the sites of a file beside the pack's; None takes it away."""
    return replace(session, upload=upload)


def show_only_own(session: Session, only: bool) -> Session:
    """Rank the user's own sites alone, or beside the pack's."""
    return replace(session, only_own=only)


def add_layer(session: Session, layer: OwnLayer) -> Session:
    """Put a layer of the user's beside the pack's."""
    return replace(session, layers=(*session.layers, layer))


def remove_layer(session: Session, identity: str) -> Session:
    """Take a layer of the user's away, with what was required of its criterion."""
    gone = [item for item in session.layers if item.layer.id == identity]
    criteria = {item.criterion.id for item in gone if item.criterion}
    return replace(
        session,
        layers=tuple(item for item in session.layers if item.layer.id != identity),
        requirements=tuple(item for item in session.requirements if item.subject not in criteria),
        move=None,
    )


# ------------------------------------------------------------------------------------------------------- the story


def add_view(session: Session, view: View) -> Session:
    """Add a view to the story, if it can hold one more."""
    return replace(session, views=(*session.views, view)) if len(session.views) < MAX_VIEWS else session


def put_view(session: Session, number: int, view: View) -> Session:
    """Put a view in the place of another."""
    return replace(session, views=(*session.views[:number], view, *session.views[number + 1 :]))


def move_view(session: Session, number: int, by: int) -> Session:
    """Show a view earlier or later."""
    views = list(session.views)
    to = min(max(number + by, 0), len(views) - 1)
    views.insert(to, views.pop(number))
    return replace(session, views=tuple(views))


def remove_view(session: Session, number: int) -> Session:
    """Take a view away, which can be brought back."""
    removed = (*session.removed_views, (number, session.views[number]))[-MAX_VIEWS:]
    return replace(session, views=(*session.views[:number], *session.views[number + 1 :]), removed_views=removed)


def restore_view(session: Session) -> Session:
    """Bring the view back that was removed last."""
    if not session.removed_views or len(session.views) >= MAX_VIEWS:
        return session
    *rest, (at, view) = session.removed_views
    return replace(session, views=(*session.views[:at], view, *session.views[at:]), removed_views=tuple(rest))


def open_story(session: Session, views: tuple[View, ...]) -> Session:
    """Take the views of a file in place of those there were."""
    return replace(session, views=views, removed_views=())


def go_to_view(session: Session, view: View, pack: RegionPack) -> Session:
    """Show what was shown when a view was saved."""
    scenario = view.scenario
    usual = make_scenario(pack, scenario.profile, weights=scenario.weights).value_functions
    changed = {name: made for name, made in scenario.value_functions.items() if made != usual[name]}
    weights = {name: 100 * share for name, share in scenario.weights.items()}
    edits = replace(session.edits_of(scenario.profile), weights=weights, functions=changed)
    return replace(
        _edited(session, scenario.profile, edits),
        profile=scenario.profile,
        method=scenario.method,
        caution=scenario.caution,
        requirements=scenario.requirements,
        exclusions=scenario.exclusions,
        on=scenario.on,
        selected=view.selected,
        compared=view.compare,
        place=None,
        surface=view.surface,
    )
