"""Language, profile, weights, date and exclusions: what the user chooses."""

from __future__ import annotations

from datetime import date

import streamlit as st

from geo_app.i18n import LANGUAGES, Translator, translator
from geo_app.model import Catalog, Scenario
from geo_app.scenario import default_profile, make_scenario, profile_weights
from geo_app.ui.state import DATE_KEY, LANGUAGE_KEY, PROFILE_KEY, remember, remembered, weight_key


def language_switch(default: str) -> Translator:
    """Show the language switch; the choice is part of the page's address."""
    chosen = st.segmented_control(
        "Тіл / Язык / Language / 语言",
        list(LANGUAGES),
        default=remembered(LANGUAGE_KEY, LANGUAGES, default),
        format_func=lambda code: LANGUAGES[code],
        key=LANGUAGE_KEY,
        persist_state="session",
        required=True,
        label_visibility="collapsed",
    )
    language = chosen or default
    remember(LANGUAGE_KEY, language)
    return translator(language)


def profile_select(catalog: Catalog, t: Translator) -> str:
    """Show the sector profiles with the reasoning of the chosen one."""
    names = list(catalog.profiles)
    chosen = st.selectbox(
        t("Sector profile"),
        names,
        index=names.index(remembered(PROFILE_KEY, names, default_profile(catalog))),
        format_func=lambda name: t.pick(catalog.profiles[name].titles),
        key=PROFILE_KEY,
        persist_state="session",
    )
    profile = catalog.profiles[chosen or default_profile(catalog)]
    remember(PROFILE_KEY, profile.id)
    st.caption(t.pick(profile.descriptions))
    return profile.id


def weight_sliders(catalog: Catalog, profile: str, t: Translator) -> dict[str, float]:
    """Show a slider a criterion, the profile's own first, and return the weights as set."""
    defaults = profile_weights(catalog, profile)
    reasons = {item.criterion: t.pick(item.reasons) for item in catalog.profiles[profile].weights}
    weights: dict[str, float] = {}
    columns = st.columns(2, gap="medium")
    for number, name in enumerate([*defaults, *(name for name in catalog.criteria if name not in defaults)]):
        criterion = catalog.criteria[name]
        help_text = " ".join(text for text in (t.pick(criterion.descriptions), reasons.get(name, "")) if text)
        st.session_state.setdefault(weight_key(profile, name), round(defaults.get(name, 0)))
        weights[name] = columns[number % 2].slider(
            t.pick(criterion.titles),
            0,
            100,
            key=weight_key(profile, name),
            persist_state="session",
            help=help_text or None,
        )
    st.button(t("Back to the profile's weights"), on_click=_reset, args=(profile, defaults, tuple(catalog.criteria)))
    return weights


def _reset(profile: str, defaults: dict[str, float], criteria: tuple[str, ...]) -> None:
    for name in criteria:
        st.session_state[weight_key(profile, name)] = round(defaults.get(name, 0))


def conditions(catalog: Catalog, t: Translator) -> tuple[date, list[str]]:
    """Show the date on which dated facts are judged, and the exclusions in force."""
    on = st.date_input(
        t("Judge dated facts on"),
        value=catalog.as_of,
        min_value=date(2015, 1, 1),
        max_value=date(2050, 12, 31),
        format="YYYY-MM-DD",
        key=DATE_KEY,
        persist_state="session",
        help=t(
            "A border crossing that is closed on this day does not count. The data is as of {date}.",
            date=t.date(catalog.as_of),
        ),
    )
    exclusions = [
        rule.id
        for rule in catalog.exclusions.values()
        if st.checkbox(
            t("Leave out sites: {condition}", condition=t.pick(rule.titles)),
            value=rule.default,
            key=f"exclusion:{rule.id}",
            persist_state="session",
        )
    ]
    return (on if isinstance(on, date) else catalog.as_of), exclusions


def scenario_controls(catalog: Catalog, t: Translator) -> Scenario:
    """Show all controls of the scenario and complete it.

    Raises
    ------
    ScenarioError
        If the weights make no ranking: all are zero.
    """
    profile = profile_select(catalog, t)
    with st.expander(t("Weights"), expanded=True), st.container(height=300, border=False):
        weights = weight_sliders(catalog, profile, t)
    with st.expander(t("Date and exclusions")):
        on, exclusions = conditions(catalog, t)
    return make_scenario(catalog, profile, weights=weights, exclusions=exclusions, on=on)
