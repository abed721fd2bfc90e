from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.core.i18n import translator
from geo_app.core.messages import Message
from geo_app.core.sites import Site
from geo_app.intake.place_search import (
    NamedPlace,
    index_places,
    key,
    locate_town,
    near_names,
    search_places,
    typed_place,
)
from geo_app.region.model import RegionPack
from tests.packs import texts


@pytest.fixture(scope="module")
def index(pack: RegionPack):
    named = [
        ("Сарыағаш", "Saryaghash", "萨雷阿加什"),
        ("Кентау", "Kentau", "肯套"),
        ("Жаңақорған", "Zhanakorgan", ""),
        ("Щучинск", "Shchuchinsk", ""),
        ("Ордабасы", "Ordabasy", "奥尔达巴斯"),
        ("Орда", "Orda", ""),
    ]
    sites = [
        Site(str(n), latin, 9.9 + n / 100, 50.2, names={**texts(latin), "kk": kazakh, "zh": chinese})
        for n, (kazakh, latin, chinese) in enumerate(named)
    ]
    return index_places(pack, sites)


def names(found):
    return [place.names["en"] for place in found]


@pytest.mark.parametrize(
    "query",
    [
        "Сарыағаш",
        "сарыагаш",  # a Russian keyboard has no ғ
        "SARYAGASH",
        "saryaghash",
        "萨雷阿加什",
        "阿加什",
        "сарыағ",  # its beginning
        "ryagash",  # a part
        "sariagash",  # another spelling
        "сарыагащ",  # a slip
        "saryagsah",  # two neighbours swapped
        "sarygash",  # a letter left out
        "saryyaqgash",  # a letter put in
    ],
)
def test_a_place_is_found_in_every_script_and_with_slips(index, query):
    assert names(search_places(index, query))[:1] == ["Saryaghash"]


def test_a_whole_name_comes_before_its_beginning(index):
    assert names(search_places(index, "орда"))[:2] == ["Orda", "Ordabasy"]


@pytest.mark.parametrize("query", ["", "  ", "!?", "kxntxu", "or da basy kentau"])
def test_nothing_like_it_finds_nothing(index, query):
    assert search_places(index, query) == ()


def test_short_words_are_forgiven_nothing(index):
    assert "Orda" not in names(search_places(index, "oda"))
    assert "Orda" in names(search_places(index, "ordo"))


def test_of_many_the_best_few(index):
    assert names(search_places(index, "or", limit=1)) == ["Orda"]
    assert names(search_places(index, "or")) == ["Orda", "Ordabasy"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Жаңақорған", "Zhanakorgan"), ("Шымкент", "SHYMKENT"), ("Щучинск", "Shchuchinsk"), ("Өзен-2", "Ozen 2")],
)
def test_two_spellings_have_one_key(one, other):
    assert key(one) == key(other)


@given(query=st.text(max_size=40))
def test_any_text_is_searched_for_without_an_error(index, query):
    assert len(search_places(index, query)) <= 8


def test_typed_coordinates_are_a_place(index):
    found = typed_place(index, "50.5, 9.5")
    assert isinstance(found, NamedPlace)
    assert (found.lat, found.lon) == (50.5, 9.5)
    assert search_places(index, "50.5, 9.5") == (found,)
    assert typed_place(index, "Kentau") is None
    assert isinstance(typed_place(index, "50.5, 400.5"), Message)


def test_a_town_is_located_unless_two_far_apart_have_its_name(index, pack):
    assert locate_town(index, "Кентау") == (9.91, 50.2)
    assert locate_town(index, "nowhere") is None
    twice = index_places(pack, [Site("1", "Twin", 9.0, 50.0), Site("2", "Twin", 10.0, 50.0)])
    assert locate_town(twice, "twin") is None


def test_places_are_named_by_the_nearest_town(region):
    index = index_places(region)
    town = max(index.places, key=lambda place: place.size)
    t = translator("en")
    (named,) = near_names([(town.lon, town.lat)], index, t)
    assert named == f"{t.pick(town.names)}, 0 km"
