"""A story survives its file, whatever is in it; a file that is none says what is wrong with which field."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo_app.core.errors import ScenarioError, StoryError
from geo_app.core.i18n import translator
from geo_app.intake.sites import default_sites
from geo_app.map.story import (
    MAX_BYTES,
    MAX_NOTE,
    MAX_TITLE,
    MAX_VIEWS,
    Sight,
    fits,
    make_view,
    profile_story,
    read_sight,
    read_story,
    renamed,
    sight_to_dict,
    write_story,
)
from geo_app.ranking.model import Requirement
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario

HOSTILE = "<img src=x onerror=alert(1)>{{'x'}}</script>"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SHARE = st.floats(0, 1)
SIGHTS = st.builds(
    Sight,
    center=st.tuples(st.floats(-180, 180).map(lambda x: round(x, 6)), st.floats(-90, 90).map(lambda x: round(x, 6))),
    zoom=st.floats(0, 22).map(lambda z: round(z, 3)),
    layers=st.dictionaries(TEXT, st.booleans(), max_size=3),
    opacity=st.dictionaries(TEXT, SHARE, max_size=3),
)


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_story_comes_back_from_its_file_as_it_was(pack, data):
    def view():
        weights = {name: data.draw(st.floats(0.01, 100)) for name in pack.criteria}
        scenario = make_scenario(
            pack,
            weights=weights,
            exclusions=data.draw(st.lists(st.sampled_from(sorted(pack.exclusions)), max_size=2)),
            on=data.draw(st.dates(date(2015, 1, 1), date(2050, 1, 1))),
            requirements=data.draw(st.sampled_from([(), (Requirement("rail", "<=", 20.0),)])),
            method=data.draw(st.sampled_from(["weighted_sum", "topsis", "owa"])),
            caution=data.draw(SHARE),
        )
        return make_view(
            data.draw(TEXT),
            scenario,
            note=data.draw(TEXT),
            selected=data.draw(TEXT),
            compare=tuple(data.draw(st.lists(TEXT, max_size=4))),
            surface=data.draw(st.booleans()),
            sight=data.draw(st.none() | SIGHTS),
        )

    story = tuple(view() for _ in range(data.draw(st.integers(0, 3))))
    assert read_story(write_story(story), pack) == story


def test_a_view_that_comes_back_ranks_as_before(pack):
    view = make_view("now", make_scenario(pack, weights={"rail": 70, "people": 30}, method="owa", caution=0.3))
    (again,) = read_story(write_story([view]), pack)
    sites = default_sites(pack)
    assert rank(sites, again.scenario, pack) == rank(sites, view.scenario, pack)


def test_texts_are_kept_as_texts_within_their_limits(pack):
    view = make_view(HOSTILE + "x" * 200, make_scenario(pack), note="one\ntwo\x00\n" + "y" * 2000)
    assert view.title.startswith(HOSTILE)
    assert len(view.title) == MAX_TITLE
    assert len(view.note) == MAX_NOTE
    assert view.note.startswith("one\ntwo\n")
    assert renamed(view, title="other").note == view.note


def damaged(pack, change) -> str:
    content = json.loads(write_story([make_view("a", make_scenario(pack), sight=Sight((9.5, 50.5), 8.0))]))
    change(content["views"][0])
    return json.dumps(content)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda view: view.update(title=5), "title"),
        (lambda view: view.update(title="x" * 81), "title"),
        (lambda view: view.update(note=["x"]), "note"),
        (lambda view: view.update(unknown=1), "unknown"),
        (lambda view: view.update(compare=["a"] * 5), "compare"),
        (lambda view: view.update(compare="abc"), "compare"),
        (lambda view: view.update(surface=1), "surface"),
        (lambda view: view.update(sight=[1, 2]), "sight"),
        (lambda view: view["sight"].update(center=[1]), "sight.center"),
        (lambda view: view["sight"].update(center=[200, 1]), "sight.center"),
        (lambda view: view["sight"].update(center=[True, 1]), "sight.center"),
        (lambda view: view["sight"].update(zoom=99), "sight.zoom"),
        (lambda view: view["sight"].update(zoom=10**400), "sight.zoom"),
        (lambda view: view["sight"].update(layers={"a": 1}), "sight.layers"),
        (lambda view: view["sight"].update(opacity={"a": 2}), "sight.opacity"),
        (lambda view: view["sight"].update(pitch=2), "sight.pitch"),
    ],
)
def test_a_wrong_field_is_named_with_file_view_and_what_is_expected(pack, change, field):
    content = damaged(pack, change)
    if "0" * 400 in content:
        with pytest.raises(StoryError, match="no JSON"):
            read_story(content, pack)
        return
    with pytest.raises(StoryError) as caught:
        read_story(content, pack, "mine.json")
    message = str(caught.value)
    assert "mine.json" in message
    assert "view 1" in message
    assert repr(field) in message
    assert "expected" in message


@pytest.mark.parametrize(
    "change",
    [
        lambda view: view.pop("scenario"),
        lambda view: view["scenario"].update(profile="nobody"),
        lambda view: view["scenario"].update(weights={"nothing": 1}),
        lambda view: view["scenario"].update(weights={"rail": -1}),
        lambda view: view["scenario"].update(method="dice"),
    ],
)
def test_a_scenario_that_the_pack_cannot_use_is_the_cause(pack, change):
    with pytest.raises(StoryError, match="view 1, field 'scenario'") as caught:
        read_story(damaged(pack, change), pack)
    assert isinstance(caught.value.__cause__, ScenarioError)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b'{"schema": "geo-app/story/2", "views": []}',
        b'{"schema": "geo-app/story/1"}',
        b'{"schema": "geo-app/story/1", "views": NaN}',
        b'{"schema": "geo-app/story/1", "views": [1e999]}',
        b'{"schema": "geo-app/story/1", "views": ["\\ud800"]}',
        b'{"schema": "geo-app/story/1", "views": [1]}',
        b"[" * 100_000,
        b"9" * 10_000,
    ],
)
def test_what_is_no_story_is_refused_with_words(pack, content):
    with pytest.raises(StoryError) as caught:
        read_story(content, pack, "mine.json")
    assert "mine.json" in str(caught.value)
    assert "{" not in translator("ru").fill(caught.value.message).replace('{"title"', "")


@given(
    st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(TEXT, x))
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_view_at_all_is_read_or_refused(pack, view):
    content = json.dumps({"schema": "geo-app/story/1", "views": [view]})
    with pytest.raises(StoryError):
        read_story(content, pack)


def test_too_large_a_story_is_refused_before_it_is_read(pack):
    with pytest.raises(StoryError, match="too many bytes"):
        read_story(b" " * (MAX_BYTES + 1), pack)
    many = [make_view("a", make_scenario(pack))] * (MAX_VIEWS + 1)
    with pytest.raises(StoryError, match="too long"):
        read_story(write_story(many), pack)


def test_a_browser_s_view_becomes_a_sight_or_nothing():
    value = {"center": {"lat": 50.5, "lng": 9.5}, "zoom": 8.25, "layers": {"rail": True}, "opacity": {}, "order": []}
    sight = read_sight(value)
    assert sight == Sight((9.5, 50.5), 8.25, {"rail": True}, {})
    assert read_sight(sight_to_dict(sight)) == sight
    for nothing in (None, "x", {}, {"center": {"lat": "a", "lng": 1}, "zoom": 3}, {"center": [1, 2], "zoom": None}):
        assert read_sight(nothing) is None


def test_without_a_story_the_profiles_are_it(pack):
    story = profile_story(pack)
    assert [view.scenario.profile for view in story] == list(pack.profiles)
    assert all(fits(view, pack) for view in story)
