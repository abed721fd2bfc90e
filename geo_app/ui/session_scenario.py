"""From what the user chose to the scenario that a ranking needs."""

from __future__ import annotations

import streamlit as st

from geo_app.ranking.model import Scenario
from geo_app.ranking.scenario import default_profile, make_scenario, profile_weights
from geo_app.region.model import RegionPack, ValueFunction
from geo_app.ui.state import PROFILE_KEY, remembered, state


def current_profile(pack: RegionPack) -> str:
    """Name the profile in force: the one just chosen, else the address's, else the pack's first."""
    wanted = st.session_state.get(PROFILE_KEY) or remembered(PROFILE_KEY, pack.profiles, default_profile(pack))
    return wanted if wanted in pack.profiles else default_profile(pack)


def current_weights(pack: RegionPack, profile: str) -> dict[str, float]:
    """Look up a profile's weights as the user set them, in percent, without criteria that left the pack.

    Where nothing is left of them the profile's own are in force again.
    """
    chosen = {name: weight for name, weight in state().weights.get(profile, {}).items() if name in pack.criteria}
    given = chosen if any(chosen.values()) else profile_weights(pack, profile)
    total = sum(given.values())
    return {name: 100.0 * weight / total for name, weight in given.items()}


def current_function(pack: RegionPack, profile: str, criterion: str) -> ValueFunction:
    """Look up what a criterion's measurements are worth: the user's, else the profile's, else the pack's function."""
    made = state().functions.get(profile, {}).get(criterion)
    own = {item.criterion: item.value_function for item in pack.profiles[profile].weights}.get(criterion)
    return made or own or pack.criteria[criterion].value_function


def current_scenario(pack: RegionPack) -> Scenario:
    """Complete the session's scenario."""
    mine, profile = state(), current_profile(pack)
    weights = current_weights(pack, profile)
    made = mine.functions.get(profile, {})
    return make_scenario(
        pack,
        profile,
        weights=weights,
        value_functions={name: function for name, function in made.items() if weights.get(name, 0) > 0},
        exclusions=None if mine.exclusions is None else [name for name in mine.exclusions if name in pack.exclusions],
        on=mine.on,
        requirements=mine.requirements,
        method=mine.method,
        caution=mine.caution,
    )
