"""The user's own sites: each change makes another tuple, and a change that cannot be made says why."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.core.errors import OwnSiteError
from geo_app.core.geodesy import GEOD
from geo_app.core.sites import Site, Sites
from geo_app.intake import user_sites
from geo_app.intake.user_sites import MAX_NAME, MAX_OWN_SITES, MAX_VERTICES, OwnSite, area_ha
from geo_app.ranking.model import Requirement
from geo_app.ranking.requirements import judge_attribute

BOUNDS = (66.0, 40.5, 71.0, 46.1)
SQUARE = ((69.0, 42.0), (69.01, 42.0), (69.01, 42.01), (69.0, 42.01))
BOW_TIE = ((69.0, 42.0), (69.01, 42.01), (69.01, 42.0), (69.0, 42.01))

lons = st.floats(66.5, 70.5)
lats = st.floats(41.0, 45.5)


def point(name="A", lon=68.0, lat=43.0):
    return user_sites.add((), BOUNDS, name=name, lon=lon, lat=lat)


def area(ring=SQUARE):
    return user_sites.add((), BOUNDS, name="Field", ring=ring)


def refusal(call, *args, **kwargs) -> str:
    with pytest.raises(OwnSiteError) as error:
        call(*args, **kwargs)
    return str(error.value)


# ------------------------------------------------------------------------------------------------------- add


def test_a_point_keeps_its_place_and_name():
    assert point() == (OwnSite("own-1", "A", 68.0, 43.0),)


def test_a_point_without_a_name_is_called_by_its_id():
    assert point(name=" \n ")[0].name == "own-1"


def test_ids_are_unique_after_a_removal():
    own = user_sites.add(point(), BOUNDS, lon=68, lat=43)
    own = user_sites.add(user_sites.remove(own, "own-1"), BOUNDS, lon=68, lat=43)
    assert [site.id for site in own] == ["own-2", "own-3"]


def test_a_name_becomes_one_line():
    assert point(name="A\n\u202eB")[0].name == "A B"


def test_a_long_name_is_refused_with_its_length():
    message = refusal(point, name="x" * (MAX_NAME + 1))
    assert "81" in message and "80" in message


@pytest.mark.parametrize(("lon", "lat"), [(65.9, 43), (71.1, 43), (68, 40.4), (68, 46.2), (43, 68)])
def test_a_point_outside_is_refused_and_the_region_named(lon, lat):
    message = refusal(point, lon=lon, lat=lat)
    assert str(lon) in message and "66.0 to 71.0" in message


@pytest.mark.parametrize("bad", [math.nan, math.inf, None])
def test_a_point_that_is_no_number_is_refused(bad):
    assert "two numbers" in refusal(point, lon=bad)


def test_as_many_sites_as_allowed_and_no_more():
    own = tuple(OwnSite(f"own-{k}", "x", 68, 43) for k in range(MAX_OWN_SITES))
    assert str(MAX_OWN_SITES) in refusal(user_sites.add, own, BOUNDS, lon=68, lat=43)
    assert len(user_sites.add(own[1:], BOUNDS, lon=68, lat=43)) == MAX_OWN_SITES


# ----------------------------------------------------------------------------------------------------- areas


def test_an_area_is_ranked_by_a_point_inside_it():
    site = area()[0]
    assert 69.0 < site.lon < 69.01 and 42.0 < site.lat < 42.01


def test_the_point_of_a_horseshoe_lies_in_it_not_in_its_middle():
    ring = ((69, 42), (69.3, 42), (69.3, 42.3), (69.2, 42.3), (69.2, 42.1), (69.1, 42.1), (69.1, 42.3), (69, 42.3))
    site = area(ring)[0]
    assert not (69.1 < site.lon < 69.2 and site.lat > 42.1)


def test_area_is_that_of_the_ellipsoid():
    # A degree of latitude at 42° N is 111 061 m, of longitude 82 852 m (published tables of the WGS 84 ellipsoid).
    assert area_ha(SQUARE) == pytest.approx(1110.61 * 828.52 / 1e4, rel=3e-4)


def test_a_point_has_no_area():
    assert area_ha(()) == 0.0


def test_a_closed_ring_and_doubled_corners_are_the_same_area():
    assert area((*SQUARE, SQUARE[0])) == area((SQUARE[0], *SQUARE)) == area()


def test_a_clockwise_ring_is_turned():
    assert set(area(SQUARE[::-1])[0].ring) == set(SQUARE)
    assert GEOD.polygon_area_perimeter(*zip(*area(SQUARE[::-1])[0].ring, strict=True))[0] > 0


def test_crossing_lines_are_refused_with_their_place():
    assert "69.0050, 42.0050" in refusal(area, BOW_TIE)


def test_two_corners_make_no_area():
    assert "this one has 2" in refusal(area, (*SQUARE[:2], SQUARE[0]))


def test_corners_on_a_line_make_no_area():
    assert refusal(area, ((69, 42), (69.1, 42), (69.2, 42)))


def test_a_speck_is_refused_with_its_size():
    ring = ((69, 42), (69.00001, 42), (69.00001, 42.00001))
    assert "0.5 m²" in refusal(area, ring) and "100 m²" in refusal(area, ring)


def test_too_many_corners_are_refused():
    turn = np.linspace(0, 2 * np.pi, MAX_VERTICES + 2)[:-1]
    ring = list(zip(69 + np.cos(turn) / 10, 42 + np.sin(turn) / 10, strict=True))
    assert str(MAX_VERTICES) in refusal(area, ring)
    assert len(area(ring[:-1])[0].ring) == MAX_VERTICES


def test_an_area_that_reaches_outside_is_refused():
    assert "outside" in refusal(area, ((70, 42), (72, 42), (70, 43)))


@given(st.lists(st.tuples(lons, lats), min_size=3, max_size=12))
def test_any_ring_becomes_a_sound_area_or_a_refusal(ring):
    try:
        site = area(ring)[0]
    except OwnSiteError:
        return
    assert area_ha(site.ring) >= user_sites.MIN_AREA_HA
    assert user_sites.checked_ring(site.ring, BOUNDS) == site.ring


# -------------------------------------------------------------------------------------- rename, move, remove


def test_rename():
    assert user_sites.rename(point(), "own-1", "B")[0].name == "B"


def test_an_empty_name_is_refused():
    assert "empty" in refusal(user_sites.rename, point(), "own-1", " ")


@pytest.mark.parametrize("call", [user_sites.find, user_sites.remove])
def test_an_unknown_site_is_named(call):
    assert "'own-9'" in refusal(call, point(), "own-9")


def test_a_point_moves():
    assert user_sites.move(point(), "own-1", BOUNDS, lon=69, lat=44) == (OwnSite("own-1", "A", 69.0, 44.0),)


def test_a_point_does_not_move_outside():
    assert "outside" in refusal(user_sites.move, point(), "own-1", BOUNDS, lon=80, lat=44)


def test_an_area_takes_another_ring():
    ring = tuple((lon + 0.5, lat) for lon, lat in SQUARE)
    moved = user_sites.move(area(), "own-1", BOUNDS, ring=ring)[0]
    assert moved.ring == user_sites.checked_ring(ring, BOUNDS) and moved.name == "Field" and moved.lon > 69.5


@given(lons, lats)
def test_an_area_that_is_carried_keeps_its_size(lon, lat):
    before = area()
    after = user_sites.move(before, "own-1", BOUNDS, lon=lon, lat=lat)[0]
    assert area_ha(after.ring) == pytest.approx(area_ha(before[0].ring), rel=1e-4)
    assert (after.lon, after.lat) == pytest.approx((lon, lat), abs=2e-4)


def test_others_stay_when_one_is_removed():
    own = user_sites.add(point(), BOUNDS, name="B", lon=69, lat=43)
    assert [site.name for site in user_sites.remove(own, "own-1")] == ["B"]


def test_a_removed_site_comes_back_to_its_place():
    own = user_sites.add(point(), BOUNDS, name="B", lon=69, lat=43)
    assert user_sites.restore(user_sites.remove(own, "own-1"), own[0], 0) == own


def test_a_restored_site_gets_another_id_if_its_own_is_in_use_again():
    own = user_sites.restore(point("new"), point("old")[0], 0)
    assert [(site.id, site.name) for site in own] == [("own-2", "old"), ("own-1", "new")]


# ------------------------------------------------------------------------------------------------- to_sites

BASE = Sites((Site("zone", "Zone", 68.5, 43.5, layer="zones"),))


def test_own_sites_stand_before_the_others():
    assert [site.id for site in user_sites.to_sites(point(), BASE).sites] == ["own-1", "zone"]


def test_another_site_of_the_same_id_gets_another():
    base = Sites((Site("own-1", "Z", 68, 43), Site("file:own-1", "Y", 68, 43), Site("own-1", "X", 68, 43, layer="l")))
    ids = [site.id for site in user_sites.to_sites(point(), base).sites]
    assert ids[0] == "own-1" and ids[3] == "l:own-1" and len(set(ids)) == 4


def test_what_was_said_about_a_file_stays():
    base = Sites((), swapped=True)
    assert user_sites.to_sites(point(), base).swapped


@pytest.mark.parametrize(("bound", "answer"), [(50.0, "met"), (100.0, "failed")])
def test_a_requirement_reads_the_area(bound, answer):
    site = user_sites.to_sites(area(), BASE).sites[0]
    assert judge_attribute(Requirement("area_ha", ">=", bound), site.attributes) == answer


def test_the_area_of_a_point_is_unknown():
    site = user_sites.to_sites(point(), BASE).sites[0]
    assert judge_attribute(Requirement("area_ha", ">=", 1.0), site.attributes) == "open"


@pytest.mark.parametrize("accuracy_m", [-1.0, math.nan, 1e9])
def test_an_accuracy_that_cannot_be(accuracy_m):
    assert "accuracy" in refusal(user_sites.add, (), BOUNDS, lon=68, lat=43, accuracy_m=accuracy_m)


def test_the_same_place_is_known_by_its_corners_and_name():
    own = point("A")
    there = own[0]
    assert user_sites.is_there(own, there, "A")
    assert user_sites.is_there(own, there, "")
    assert not user_sites.is_there(own, there, "B")
    assert not user_sites.is_there(own, point(lon=68.00001)[0], "A")
    assert not user_sites.is_there(own, area()[0], "")
