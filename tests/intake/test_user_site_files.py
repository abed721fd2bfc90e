"""Files of the user's own sites: what is saved is read again, and a file's sites come with all that it says of them."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.core.sites import Sites
from geo_app.intake import user_site_files, user_sites
from geo_app.intake.sites import read_sites
from geo_app.intake.user_site_files import add_from_file
from geo_app.intake.user_sites import MAX_OWN_SITES, WORLD
from tests.intake.test_user_sites import BOUNDS, SQUARE, area, lats, lons, point, refusal


@given(st.lists(st.tuples(lons, lats, st.text(max_size=20)), max_size=5))
def test_what_is_saved_is_read_again(places):
    own = area()
    for lon, lat, name in places:
        own = user_sites.add(own, BOUNDS, name=name, lon=lon, lat=lat)
    saved = json.loads(json.dumps(user_site_files.to_dict(own)))
    assert user_site_files.from_dict(saved, BOUNDS) == own


def test_ids_survive_a_gap():
    own = user_sites.remove(user_sites.add(point(), BOUNDS, lon=69, lat=43), "own-1")
    assert user_site_files.from_dict(user_site_files.to_dict(own), BOUNDS) == own


@pytest.mark.parametrize("identity", ["<b>", "own-x", "own-²", "own-99999999999", ""])
def test_a_saved_id_of_another_form_is_made_anew(identity):
    saved = user_site_files.to_dict(point())
    saved["features"][0]["properties"]["id"] = identity
    assert user_site_files.from_dict(saved, BOUNDS) == point()


def test_a_saved_id_that_comes_twice_is_made_anew():
    saved = user_site_files.to_dict((*point(), *point()))
    assert [site.id for site in user_site_files.from_dict(saved, BOUNDS)] == ["own-1", "own-2"]


@pytest.mark.parametrize("saved", [{}, {"features": [1]}, {"features": [{"properties": {}, "geometry": None}]}])
def test_anything_else_is_refused(saved):
    assert "no saved sites" in refusal(user_site_files.from_dict, saved, BOUNDS)


def test_how_exact_a_place_is_goes_with_it():
    own = user_sites.add((), BOUNDS, name="A", lon=68, lat=43, accuracy_m=1112.0)
    again = user_site_files.from_dict(user_site_files.to_dict(own), BOUNDS)
    assert again == own and user_sites.to_sites(own, Sites(())).sites[0].accuracy_m == 1112.0
    # A place that is chosen on the map is the place that is meant.
    assert user_sites.move(own, "own-1", BOUNDS, lon=68.1, lat=43)[0].accuracy_m == 0


# ------------------------------------------------------------------------------------------------ files of any format


def read(text: str, name: str = "plots.csv") -> Sites:
    return read_sites(BytesIO(text.encode()), name=name, bounds=BOUNDS)


PLOTS = "name,lon,lat,price,owner\nA,68.5,43.1,12.5,Akimat\nB,69.25,42.5,,\n"


def test_a_files_sites_join_with_what_it_says_of_them():
    own = add_from_file(point("Mine"), read(PLOTS))
    assert [site.name for site in own] == ["Mine", "A", "B"]
    assert own[1].attributes["price"] == 12.5 and own[1].attributes["owner"] == "Akimat"
    ranked = user_sites.to_sites(own, Sites(())).sites
    assert ranked[1].attributes["price"] == 12.5 and ranked[2].attributes.get("price") is None


def test_the_same_file_taken_twice_adds_nothing_twice():
    once = add_from_file((), read(PLOTS))
    assert add_from_file(once, read(PLOTS)) == once


def test_an_outline_stays_an_outline_and_its_area_follows_it():
    ring = [[*map(list, SQUARE), list(SQUARE[0])]]
    feature = {"type": "Feature", "properties": {"name": "Field"}, "geometry": {"type": "Polygon", "coordinates": ring}}
    own = add_from_file((), read(json.dumps({"type": "FeatureCollection", "features": [feature]}), "field.geojson"))
    assert own[0].ring == area()[0].ring and "area_ha" not in own[0].attributes
    moved = user_sites.move(own, own[0].id, BOUNDS, ring=[(69, 42), (69.02, 42), (69.02, 42.01), (69, 42.01)])
    hectares = [user_sites.to_sites(sites, Sites(())).sites[0].attributes["area_ha"] for sites in (own, moved)]
    assert hectares[1] == pytest.approx(2 * hectares[0], rel=1e-3)


def test_an_area_that_the_file_states_counts_before_the_outlines():
    ring = [[*map(list, SQUARE), list(SQUARE[0])]]
    feature = {"properties": {"name": "F", "area_ha": 5}, "geometry": {"type": "Polygon", "coordinates": ring}}
    saved = json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature"} | feature]})
    own = add_from_file((), read(saved, "field.geojson"))
    assert user_sites.to_sites(own, Sites(())).sites[0].attributes["area_ha"] == 5


def test_sites_of_a_file_survive_saving_wherever_they_are():
    own = add_from_file((), read("name,lon,lat,note\nFar,76.9,43.2,{{7*7}}\n"))
    again = user_site_files.from_dict(json.loads(json.dumps(user_site_files.to_dict(own))), WORLD)
    assert again == own and again[0].attributes["note"] == "{{7*7}}"


def test_a_file_that_there_is_no_room_for_adds_nothing():
    own = add_from_file((), read("name,lon,lat\n" + "".join(f"s{n},68.5,43.1\n" for n in range(MAX_OWN_SITES))))
    assert len(own) == MAX_OWN_SITES
    assert str(MAX_OWN_SITES) in refusal(add_from_file, own, read(PLOTS))


def test_saved_attributes_of_another_form_are_left_out():
    saved = user_site_files.to_dict(point())
    saved["features"][0]["properties"] |= {"list": [1], "fine": "yes", "long": "x" * 9000}
    assert user_site_files.from_dict(saved, BOUNDS)[0].attributes == {"fine": "yes", "long": "x" * 500}
