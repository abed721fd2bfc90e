"""Typed coordinates in the search box: how exact they are, what to know of them, and why they are not read."""

from __future__ import annotations

import pytest

from geo_app.core.i18n import translator
from geo_app.core.messages import Message
from geo_app.intake.place_search import MAX_QUERY, index_places, locate_town, search_places, typed_place
from geo_app.ui.components.place_search import search_data

t = translator("en")


@pytest.fixture
def index(pack):
    return index_places(pack)


def kind(index, query):
    return search_data(query, search_places(index, query), t)["results"][0]["kind"]


def test_how_exact_typed_coordinates_are(index):
    assert kind(index, "50.15 9.65") == "Coordinates · ±1.1 km"


def test_what_to_know_of_a_link(index):
    assert "middle of the map" in kind(index, "https://www.google.com/maps/@50.15,9.65,15z")


def test_why_coordinates_are_not_read(index):
    query = "50.15 9.65 350"
    refused = typed_place(index, query)
    assert isinstance(refused, Message) and not search_places(index, query)
    assert "not understood" in search_data(query, (), t, t.fill(refused))["status"]


def test_a_name_is_no_bad_coordinate(index):
    assert typed_place(index, "nowhere 5") is None


def test_a_query_that_may_be_cut_off_is_not_read(index):
    long = "https://www.google.com/maps/@50.15,9.65,15z/data=" + "x" * MAX_QUERY
    assert typed_place(index, long) is None


def test_a_town_is_located_by_its_whole_name_only(index):
    place = index.places[0]
    name = place.names["en"]
    assert locate_town(index, name) == (place.lon, place.lat)
    assert locate_town(index, name[:2]) is None
    assert locate_town(index, "") is None
