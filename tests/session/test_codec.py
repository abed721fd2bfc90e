"""A session as text: it comes back whole, small enough for an address, and a text from anywhere is checked."""

from __future__ import annotations

import base64
import json
import zlib
from contextlib import suppress
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.core.errors import SessionError
from geo_app.intake import user_sites
from geo_app.intake.sites import default_sites
from geo_app.map.story import make_view
from geo_app.ranking.model import Requirement
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.region.value_functions import reshaped
from geo_app.session import Session, events
from geo_app.session.codec import _READERS, MAX_TEXT_BYTES, decode, encode, from_dict, missing_layers, to_dict
from geo_app.session.model import OwnLayer
from geo_app.session.screen import screen, shown_scenario

LONGEST_LINK = 2_000


def packed(content) -> str:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(zlib.compress(raw)).decode().rstrip("=")


def everything_changed(pack) -> Session:
    """A session with all weights and anchors of a profile changed, and what else there is."""
    profile = max(pack.profiles.values(), key=lambda item: len(item.weights))
    session = events.choose_profile(Session(language="kk"), profile.id)
    for number, item in enumerate(profile.weights):
        session = events.set_weight(session, pack, item.criterion, 3.0 + 7 * number % 23)
        function = item.value_function or pack.criteria[item.criterion].value_function
        kind = "linear" if function.kind != "linear" else "piecewise"
        session = events.set_function(session, pack, item.criterion, reshaped(function, kind))
    session = events.choose_method(session, "owa")
    session = events.choose_date(session, date(2026, 9, 1))
    session = events.require(session, Requirement("area_ha", ">=", 20.0))
    session = events.choose_exclusions(session, list(pack.exclusions)[:1])
    return events.toggle_compared(session, default_sites(pack).sites[0].id)


def test_no_field_is_forgotten():
    """What is not carried is left behind on purpose: files, what was removed, a weight on its way."""
    left_behind = {"upload", "removed_sites", "removed_views", "move"}
    carried = {name for name, _ in _READERS.values()}
    assert carried | left_behind == {field.name for field in fields(Session)}
    assert carried & left_behind == set()


@pytest.mark.parametrize("which", ["pack", "region"])
def test_all_weights_and_anchors_come_back_to_the_last_digit_in_a_link(request, which):
    pack = request.getfixturevalue(which)
    session = everything_changed(pack)
    text = encode(session)
    back = decode(text, pack)
    assert shown_scenario(back, pack) == shown_scenario(session, pack)
    assert to_dict(back) == to_dict(session)
    assert len(text) <= LONGEST_LINK
    base = default_sites(pack)
    one, other = screen(session, pack, base), screen(back, pack, base)
    assert rank(one.sites, one.scenario, pack) == rank(other.sites, other.scenario, pack)


def test_a_first_visit_is_no_text(pack):
    assert encode(Session()) == ""
    assert decode("", pack) == Session()


def test_sites_and_story_travel_along(pack):
    own = user_sites.add((), pack.bounds, name="Тест <b>", lon=9.5, lat=50.2, accuracy_m=500)
    own = user_sites.add(own, pack.bounds, ring=[(9.5, 50.2), (9.6, 50.2), (9.6, 50.3)])
    view = make_view("One", make_scenario(pack), selected="w1", compare=("w1",))
    session = replace(Session(), own_sites=own, views=(view,), selected="own-2", place=(9.5, 50.1))
    assert decode(encode(session), pack) == session


def test_a_layer_comes_back_only_where_it_is_at_hand(pack):
    layer = next(iter(pack.layers.values()))
    mine = OwnLayer("v1", replace(layer, id="own_1"), None)
    text = encode(replace(Session(), layers=(mine,)))
    back = decode(text, pack, {"v1": mine})
    assert back.layers == (mine,)
    assert missing_layers(text, back) == ()
    lost = decode(text, pack)
    assert lost.layers == ()
    assert missing_layers(text, lost) == ("own_1",)


def test_what_needs_a_lost_layer_is_left_out_with_it(pack):
    raw = {"layers": [["own_1", "v1"]], "requirements": ["own_1<=5", "rail<=20"]}
    assert [str(item) for item in from_dict(raw, pack).requirements] == ["rail<=20"]
    with pytest.raises(SessionError, match="own_1"):
        from_dict({"requirements": ["own_1<=5"]}, pack)


@pytest.mark.parametrize(
    "raw",
    [
        [],
        {"surprise": 1},
        {"schema": "geo-app/session/99"},
        {"language": "xx"},
        {"profile": 5},
        {"profiles": {"freight": {"weights": {"rail": -1}}}},
        {"profiles": {"freight": {"weights": {"rail": True}}}},
        {"profiles": {"freight": {"value_functions": {"rail": {"kind": "cubic", "points": []}}}}},
        {"profiles": {"freight": []}},
        {"caution": 2},
        {"method": ["owa"]},
        {"requirements": ["nonsense"]},
        {"requirements": ["nothing>=5"]},
        {"on": "yesterday"},
        {"compared": ["a", "b", "c", "d", "e"]},
        {"place": [0, 0]},
        {"own_sites": [{"type": "Feature"}]},
        {"own_sites": 5},
        {"views": [{"title": "no scenario", "scenario": {"profile": "none"}}]},
        {"surface": "yes"},
        {"controls": "none"},
        {"layers": "none"},
        {"exclusions": "park"},
    ],
)
def test_what_is_not_understood_is_refused(pack, raw):
    with pytest.raises(SessionError):
        from_dict(raw, pack)
    with pytest.raises(SessionError):
        decode(packed(raw), pack)


@pytest.mark.parametrize(
    "text",
    ["x", "%%%", "AAAA", packed(b"{"), packed(b'{"caution": NaN}'), packed(b"[" * 100_000), packed(b" " * 9_000_000)],
)
def test_a_text_that_is_cut_or_too_much_is_refused(pack, text):
    with pytest.raises(SessionError):
        decode(text, pack)


def test_a_cut_link_is_refused(pack):
    text = encode(everything_changed(pack))
    with pytest.raises(SessionError):
        decode(text[: len(text) // 2], pack)


@given(text=st.text(max_size=60))
def test_any_text_is_read_or_refused(pack, text):
    with suppress(SessionError):
        decode(text, pack)


def test_a_bomb_is_not_unpacked(pack):
    assert len(packed(b'"' + b"a" * (2 * MAX_TEXT_BYTES) + b'"')) < 20_000
    with pytest.raises(SessionError):
        decode(packed(b'"' + b"a" * (2 * MAX_TEXT_BYTES) + b'"'), pack)
