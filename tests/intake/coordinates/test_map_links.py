"""A link's named place is taken before the middle of its map, and what was taken is said."""

from __future__ import annotations

import pytest

from geo_app.intake.coordinates.map_links import links, read_link
from geo_app.intake.coordinates.parser import parse_place, read_coordinates

BOUNDS = (66.0, 40.5, 71.0, 46.1)
PLACE = (42.4312, 68.8036)

PLACES = [
    "https://www.google.com/maps/place/X/@42.43,68.81,18z/data=!4m7!8m2!3d42.44!4d68.81!3m5!8m2!3d42.4312!4d68.8036",
    "https://www.google.com/maps/place/42%C2%B025'52.3%22N+68%C2%B048'13.0%22E/@42.4,68.9,17z",
    "https://maps.google.com/maps?ll=42.2,68.1&q=42.4312,68.8036&z=12",
    "https://maps.google.com/?q=loc:42.4312+68.8036",
    "https://www.google.com/maps/search/42.4312,+68.8036?entry=tts",
    "https://2gis.kz/x/firm/70000001/68.8036%2C42.4312?m=68.9%2C42.5%2F14",
    "https://2gis.kz/x/search/cafe/firm/70000001/68.8036%2C42.4312?m=68.9%2C42.5%2F14",
    "https://yandex.kz/maps/?ll=68.1,42.1&pt=68.8036,42.4312,pm2rdm&z=12",
    "https://yandex.kz/maps/?ll=68.1,42.1&text=42.4312%2C68.8036",
    "https://www.openstreetmap.org/?mlon=68.8036&mlat=42.4312#map=9/42/68",
    "https://www.openstreetmap.org/search?lat=42.4312&lon=68.8036#map=9/42/68",
    "https://www.bing.com/maps?cp=42.1~68.1&sp=point.42.4312_68.8036_A",
    "https://osmand.net/map?pin=42.4312,68.8036#14/42.1/68.1",
    "https://maps.apple.com/place?coordinate=42.4312,68.8036&name=A",
    "https://maps.apple.com/?ll=42.4312,68.8036&q=A",
    "https://waze.com/ul?ll=42.4312,68.8036&navigate=yes",
    "om://map?v=1&ll=42.4312,68.8036&n=A",
    "https://share.here.com/l/42.4312,68.8036",
    "https://mapy.cz/x?source=coor&id=68.8036%2C42.4312&x=68.1&y=42.1&z=10",
    "geo:42.4312,68.8036;crs=wgs84;u=5",
    "geo:42,68?q=42.4312,68.8036(A)",
    "geo:42.4312,68.8036?q=A",
]
ROUTES = [
    "https://www.google.com/maps/dir/42.1,68.1/42.4312,68.8036/@42.2,68.4,9z",
    "https://www.google.com/maps/dir/A/B/@42,68,9z/data=!4m14!4m13!1m5!1m1!1sx!2m2!1d68.1!2d42.1!1m5!1m1!1sy!2m2!1d68.8036!2d42.4312!3e0",
    "https://maps.google.com/maps?saddr=42.1,68.1&daddr=42.2,68.2+to:42.4312,68.8036",
    "https://www.google.com/maps/dir/?api=1&destination=42.4312,68.8036",
    "https://2gis.kz/x/directions/points/68.1%2C42.1%3B1%7C68.8036%2C42.4312%3B2?m=68.4%2C42.2%2F9",
    "https://yandex.kz/maps/?rtext=42.1,68.1~42.2,68.2~42.4312,68.8036&ll=68.4,42.2",
    "https://www.openstreetmap.org/directions?route=42.1%2C68.1%3B42.4312%2C68.8036#map=8/42/68",
    "https://www.bing.com/maps?rtp=pos.42.1_68.1_A~pos.42.4312_68.8036_B",
    "https://maps.apple.com/?saddr=42.1,68.1&daddr=42.4312,68.8036",
    "https://www.waze.com/live-map/directions?to=ll.42.4312%2C68.8036&from=ll.42.1%2C68.1",
]
MIDDLES = [
    ("https://www.google.com/maps/@42.4312,68.8036,15z", 1763),
    ("https://www.google.com/maps/@42.4312,68.8036,1500m/data=!3m1!1e3", 750),
    ("https://yandex.kz/maps/org/a/1/?ll=68.8036%2C42.4312&z=15", 1763),
    ("https://2gis.kz/x/firm/7000?m=68.8036%2C42.4312%2F15", 1763),
    ("https://www.openstreetmap.org/node/1#map=15/42.4312/68.8036", 1763),
    ("https://www.bing.com/maps?cp=42.4312~68.8036&lvl=15", 1763),
    ("https://www.google.com/maps/place/A/@42.4312,68.8036,15z", 1763),
    ("https://yandex.kz/maps/?ll=68.8036%2C42.4312", 14100),
]
CHINA = [
    ("https://uri.amap.com/marker?position=68.8036,42.4312", "GCJ-02"),
    ("https://uri.amap.com/navigation?from=68.1,42.1,A&to=68.8036,42.4312,B", "GCJ-02"),
    ("https://www.amap.com/regeo?lng=68.8036&lat=42.4312", "GCJ-02"),
    ("https://map.baidu.com/?latlng=42.4312,68.8036", "BD-09"),
    ("https://api.map.baidu.com/marker?location=42.4312,68.8036&coord_type=gcj02", "GCJ-02"),
    ("https://apis.map.qq.com/uri/v1/marker?marker=coord:42.4312,68.8036;title:A", "GCJ-02"),
    ("https://map.qq.com/?pointx=68.8036&pointy=42.4312", "GCJ-02"),
]


def notes(place):
    return " ".join(map(str, place.notes))


@pytest.mark.parametrize("link", PLACES)
def test_the_named_place(link):
    place = parse_place(link, BOUNDS)
    assert (place.lat, place.lon) == pytest.approx(PLACE, abs=2e-5)
    assert not place.notes and place.accuracy_m < 35


@pytest.mark.parametrize("link", ROUTES)
def test_the_destination_of_a_route(link):
    place = parse_place(link, BOUNDS)
    assert (place.lat, place.lon) == PLACE
    assert "destination" in notes(place)


@pytest.mark.parametrize(("link", "accuracy_m"), MIDDLES)
def test_the_middle_of_a_map_is_as_exact_as_the_view(link, accuracy_m):
    place = parse_place(link, BOUNDS)
    assert (place.lat, place.lon) == PLACE
    assert "middle of the map" in notes(place)
    assert place.accuracy_m == pytest.approx(accuracy_m, rel=0.01)


@pytest.mark.parametrize(("link", "datum"), CHINA)
def test_datums_of_china_do_not_shift_places_outside(link, datum):
    place = parse_place(link, BOUNDS)
    assert (place.lat, place.lon) == PLACE
    assert datum in notes(place) and place.accuracy_m < 12


def test_inside_china_the_shift_is_told():
    (found,) = (read_link(link) for link in links("https://uri.amap.com/marker?position=87.6000,43.8000"))
    assert found.accuracy_m == 700 and "In China" in str(found.notes[0])


@pytest.mark.parametrize(
    "link",
    [
        "https://www.google.com/maps/dir/A/B/@42.2,68.4,9z",
        "https://www.google.com/maps/dir/42.4312,68.8036//@42.2,68.4,9z",
        "https://yandex.kz/maps/?rtext=42.4312,68.8036~",
        "https://2gis.kz/x/directions/points/68.1%2C42.1%3B1%7C",
    ],
)
def test_a_route_without_a_written_destination(link):
    (bad,) = read_coordinates(link, BOUNDS).rejected
    assert "route" in str(bad)


@pytest.mark.parametrize(
    "text",
    [
        "https://yandex.kz/maps/?pt=68.1,42.1~68.8036,42.4312",
        "https://www.bing.com/maps?sp=point.42.1_68.1_A~point.42.4312_68.8036_B",
        "42.4312, 68.8036 https://maps.google.com/?q=42.1,68.1",
        "https://maps.google.com/?q=42.4312,68.8036 https://maps.google.com/?q=42.1,68.1",
        "geo:0,0?q=Depot",
        "geo:42.4312,68.8036;crs=epsg:28412",
        "https://example.org/site?id=42&area=68",
        "https://yandex.kz/maps/?ll=42.4312,68.8036&z=14",
    ],
)
def test_links_that_name_no_single_place(text):
    found = read_coordinates(text, BOUNDS)
    assert not found.places and len(found.rejected) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("42.4312, 68.8036 https://maps.app.goo.gl/AbC", ""),
        ("Depot 42.4312, 68.8036 https://maps.app.goo.gl/AbC", "Depot"),
        ("https://www.google.com/maps/@42.5,68.9,9z 42.4312, 68.8036", ""),
        ("Depot 5 (https://yandex.kz/maps/?pt=68.8036,42.4312).", "Depot 5"),
    ],
)
def test_what_stands_beside_a_link(text, name):
    place = parse_place(text, BOUNDS)
    assert (place.lat, place.lon, place.name) == (*PLACE, name)


def test_a_code_of_organic_maps():
    # From the application's own documentation of its links.
    (found,) = (read_link(link) for link in links("ge0://B4srhdHVVt/Some_Name"))
    assert (found.lat, found.lon) == pytest.approx((64.5234, 12.1234), abs=1e-5)
    assert found.name == "Some Name"


def test_a_short_plus_code_needs_its_town():
    towns = {"Arys": (68.80, 42.43)}
    place = parse_place("CRJ3+FC Arys, Somewhere", BOUNDS, towns.get)
    assert (place.lat, place.lon) == pytest.approx((42.4312, 68.8036), abs=1e-4)
    assert "short Plus Code" in str(read_coordinates("CRJ3+FC Nowhere", BOUNDS, towns.get).rejected[0])
