"""Whatever happens to a session, in any order, the page shows what the session says, and ranks by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from geo_app.core.errors import ScenarioError
from geo_app.core.i18n import LANGUAGES
from geo_app.intake import user_sites
from geo_app.intake.sites import default_sites
from geo_app.ranking.model import Requirement
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario, profile_weights
from geo_app.region.model import RegionPack, ValueFunction
from geo_app.session import events
from geo_app.session.codec import decode, encode
from geo_app.session.history import History, record, redo, travel, undo
from geo_app.session.model import LOOKS, Session
from geo_app.session.screen import Screen, screen, shown_selected, shown_weights

CURVES = [ValueFunction("linear", ((0, 1), (30, 0))), ValueFunction("exponential", ((0, 1), (12, 0.5)))]
REQUIREMENTS = [Requirement("rail", "<=", 40.0), Requirement("area_ha", ">=", 20.0), Requirement("people", ">=", 1.0)]
PERCENT = st.integers(0, 100)


class Page(RuleBasedStateMachine):
    """A visitor who does anything, beside a plain record of what the visitor asked for."""

    pack: RegionPack

    @initialize()
    def visit(self) -> None:
        self.history = History(Session(language="en"))
        self.profile = next(iter(self.pack.profiles))
        self.weights: dict[str, Mapping[str, float]] = {}
        self.curves: dict[str, dict[str, ValueFunction]] = {}
        self.asked: dict[str, object] = {}
        self.own = 0

    @property
    def session(self) -> Session:
        return self.history.present

    def happen(self, event, *values) -> None:
        self.history = record(self.history, event(self.session, *values))

    def screen(self) -> Screen:
        return screen(self.session, self.pack, default_sites(self.pack))

    # ------------------------------------------------------------------------------------ what a visitor does

    @rule(language=st.sampled_from(list(LANGUAGES)))
    def switch_language(self, language):
        before, shown = self.session, self.screen()
        self.happen(events.choose_language, language)
        assert self.session == replace(before, language=language)
        assert self.screen() == shown

    @rule(data=st.data())
    def choose_profile(self, data):
        self.profile = data.draw(st.sampled_from(list(self.pack.profiles)))
        self.happen(events.choose_profile, self.profile)

    @rule(data=st.data(), percent=PERCENT)
    def move_weight(self, data, percent):
        before = shown_weights(self.session, self.pack)
        name = data.draw(st.sampled_from(list(before)))
        locked = self.session.edits_of(self.profile).locked
        self.happen(events.set_weight, self.pack, name, float(percent))
        after = shown_weights(self.session, self.pack)
        for held in locked:
            assert after[held] == pytest.approx(before[held])
        free = [other for other in before if other not in locked and other != name]
        room = 100.0 - sum(before[other] for other in locked)
        if name not in locked and free:
            assert after[name] == pytest.approx(min(percent, room), abs=1e-9)
        self.weights[self.profile] = after

    @rule(data=st.data())
    def lock(self, data):
        name = data.draw(st.sampled_from(list(shown_weights(self.session, self.pack))))
        self.happen(events.toggle_lock, self.pack, name)

    @rule(data=st.data())
    def leave_out_or_add(self, data):
        name = data.draw(st.sampled_from(list(self.pack.criteria)))
        inside = name in shown_weights(self.session, self.pack)
        try:
            self.happen(events.remove_criterion if inside else events.add_criterion, self.pack, name)
        except ScenarioError:
            return
        self.weights[self.profile] = shown_weights(self.session, self.pack)
        assert (name in self.weights[self.profile]) is not inside
        if inside:
            self.curves.get(self.profile, {}).pop(name, None)

    @rule()
    def reset(self):
        self.happen(events.reset_weights, self.pack)
        self.weights.pop(self.profile, None)

    @rule(data=st.data(), curve=st.sampled_from([None, *CURVES]))
    def draw_curve(self, data, curve):
        name = data.draw(st.sampled_from(list(shown_weights(self.session, self.pack))))
        self.happen(events.set_function, self.pack, name, curve)
        self.curves.setdefault(self.profile, {})[name] = curve
        if curve is None:
            del self.curves[self.profile][name]

    @rule(method=st.sampled_from(["weighted_sum", "owa", "topsis"]), caution=st.sampled_from([0.0, 0.3, 1.0]))
    def choose_method(self, method, caution):
        self.happen(events.choose_method, method)
        self.happen(events.set_caution, caution)
        self.asked |= {"method": method, "caution": caution}

    @rule(on=st.sampled_from([None, date(2026, 8, 1), date(2027, 1, 1)]))
    def choose_date(self, on):
        self.happen(events.choose_date, on)
        self.asked["on"] = on

    @rule(requirement=st.sampled_from(REQUIREMENTS))
    def require_or_drop(self, requirement):
        there = requirement in self.session.requirements
        self.happen(events.drop_requirement if there else events.require, requirement)
        self.asked["requirements"] = self.session.requirements

    @rule(data=st.data())
    def choose_exclusions(self, data):
        chosen = data.draw(st.sets(st.sampled_from(list(self.pack.exclusions))))
        self.happen(events.choose_exclusions, sorted(chosen))
        self.asked["exclusions"] = sorted(chosen)

    @rule(data=st.data())
    def place_a_site(self, data):
        west, south, east, north = self.pack.bounds
        lon, lat = data.draw(st.tuples(st.floats(west, east), st.floats(south, north)))
        grown = user_sites.add(self.session.own_sites, self.pack.bounds, lon=lon, lat=lat)
        self.happen(events.change_own_sites, grown)
        self.own += 1
        assert self.session.selected == grown[-1].id

    @precondition(lambda self: self.session.own_sites)
    @rule(data=st.data(), back=st.booleans())
    def remove_a_site(self, data, back):
        before = self.session.own_sites
        self.happen(events.remove_own_site, data.draw(st.sampled_from([site.id for site in before])))
        self.own -= 1
        if back:
            self.happen(events.restore_own_site)
            self.own += 1
            assert self.session.own_sites == before

    @rule(data=st.data())
    def look_around(self, data):
        site = data.draw(st.sampled_from([item.id for item in self.screen().sites.sites] + ["gone"]))
        shown, steps = self.screen(), len(self.history.past)
        for event, value in (
            (events.select, site), (events.open_controls, "method"), (events.open_answers, "compare"),
            (events.choose_other, site), (events.choose_way, "swing"), (events.open_criterion, "rail"),
        ):  # fmt: skip
            self.happen(event, value)
        assert self.screen() == shown
        assert len(self.history.past) == steps

    @rule(data=st.data())
    def compare(self, data):
        self.happen(events.toggle_compared, data.draw(st.sampled_from([item.id for item in self.screen().sites.sites])))
        assert len(set(self.session.compared)) == len(self.session.compared) <= 4

    # -------------------------------------------------------------------- what a browser does, which changes nothing

    @rule()
    def undo_and_redo(self):
        before, shown = self.history, self.screen()
        gone = undo(before)
        if before.past:
            assert gone.present != before.present
            self.history = redo(gone)
        assert self.session == before.present
        assert self.screen() == shown

    @rule()
    def go_back_and_forward(self):
        code = encode(self.session)
        steps = min(3, len(self.history.past))
        for _ in range(steps):
            self.history = undo(self.history)
        if steps:
            self.history = travel(self.history, lambda other: encode(other) == code)
        assert encode(self.session) == code

    @rule()
    def reload(self):
        now = self.session
        self.history = History(decode(encode(now), self.pack))
        unkept = dict.fromkeys(LOOKS[-3:])
        for item in fields(Session):
            if item.name not in unkept:
                assert getattr(self.session, item.name) == getattr(now, item.name), item.name

    # ---------------------------------------------------------------------------------------------- what must hold

    @invariant()
    def shown_is_what_was_asked_for(self):
        shown = self.screen()
        expected = self.weights.get(self.profile) or _percent(profile_weights(self.pack, self.profile))
        assert (shown.profile, shown.scenario.profile) == (self.profile, self.profile)
        assert shown.weights == pytest.approx(dict(expected), abs=1e-9)
        assert sum(shown.weights.values()) == pytest.approx(100)
        assert len(self.session.own_sites) == self.own

    @invariant()
    def computed_is_what_is_shown(self):
        shown = self.screen()
        curves = {k: v for k, v in self.curves.get(self.profile, {}).items() if shown.weights.get(k, 0) > 0}
        asked = {"caution": Session().caution} | self.asked
        scenario = make_scenario(self.pack, self.profile, weights=shown.weights, value_functions=curves, **asked)
        sites = user_sites.to_sites(self.session.own_sites, default_sites(self.pack))
        ranking = rank(shown.sites, shown.scenario, self.pack)
        assert ranking == rank(sites, scenario, self.pack)
        assert shown_selected(self.session, ranking) in {item.site.id for item in ranking.sites}


def _percent(weights):
    total = sum(weights.values())
    return {name: 100 * weight / total for name, weight in weights.items()}


def test_what_is_shown_is_what_was_asked_for_and_what_is_computed(pack):
    machine = type("PageOfPack", (Page,), {"pack": pack})
    run_state_machine_as_test(machine, settings=settings(max_examples=15, stateful_step_count=20, deadline=None))
