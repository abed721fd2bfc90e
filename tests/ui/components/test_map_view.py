from __future__ import annotations

import pytest

from geo_app.ui.components.map_view import MapEvent, map_event


def test_a_click_on_a_site_comes_whole():
    value = {"kind": "site", "site": "w1", "layer": "works", "feature": "w1", "lon": 9.5, "lat": 50}
    assert map_event(value) == MapEvent("site", "w1", "works", "w1", 9.5, 50.0)


def test_an_outline_is_a_ring_of_corners():
    ring = [[9.5, 50], [9.6, 50], [9.6, 50.1]]
    event = map_event({"kind": "drawn", "ring": ring, "lon": 9.57, "lat": 50.03})
    assert event.ring == ((9.5, 50.0), (9.6, 50.0), (9.6, 50.1))


def test_a_view_comes_as_it_is():
    assert map_event({"kind": "view", "view": {"zoom": 9}}).view == {"zoom": 9}


@pytest.mark.parametrize("value", [None, "site", [], {}, {"kind": 3}, {"site": "w1"}])
def test_what_is_no_event_is_none(value):
    assert map_event(value) is None


@pytest.mark.parametrize("wrong", [None, "9", True, float("nan"), float("inf"), [9]])
def test_a_wrong_coordinate_is_none(wrong):
    event = map_event({"kind": "place", "lon": wrong, "lat": 50.0})
    assert (event.lon, event.lat) == (None, 50.0)


@pytest.mark.parametrize("wrong", [None, "ring", [9, 50], [[9]], [[9, None]], {"0": [9, 50]}])
def test_a_wrong_ring_is_empty(wrong):
    assert map_event({"kind": "drawn", "ring": wrong}).ring == ()
