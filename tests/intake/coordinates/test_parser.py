"""Coordinates as people paste them: every form is read, and every mistake is named with what to do."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyproj import Transformer

from geo_app.core.errors import OwnSiteError
from geo_app.intake.coordinates.grid_references import find_reference
from geo_app.intake.coordinates.parser import MAX_CHARACTERS, MAX_PLACES, read_coordinates, read_place

BOUNDS = (66.0, 40.5, 71.0, 46.1)
LAT, LON = 43.30167, 68.25167  # 43°18'06" 68°15'06"
WORLD = (-180.0, -90.0, 180.0, 90.0)


def only(text, bounds=BOUNDS):
    found = read_coordinates(text, bounds)
    assert not found.rejected, [str(bad) for bad in found.rejected]
    assert len(found.places) == 1
    return found.places[0]


def problem(text, bounds=BOUNDS):
    found = read_coordinates(text, bounds)
    assert not found.places and len(found.rejected) == 1
    return str(found.rejected[0])


# ---------------------------------------------------------------------------------------------------- degrees

SECONDS = [
    "43°18'06\"N 68°15'06\"E",
    "43°18′06″ с.ш. 68°15′06″ в.д.",
    "43º18’06” с. ш., 68º15’06” в. д.",
    "43° 18' 6\" С, 68° 15' 6\" В",
    "с.е. 43°18'06\", ш.б. 68°15'06\"",
    "43°18'06'' с.е. 68°15'06'' ш.б.",
    "43 градуса 18 минут 6 секунд с.ш. 68 градусов 15 минут 6 секунд в.д.",
    "北纬43°18′06″ 东经68°15′06″",
    "北緯４３度１８分０６秒，東經６８度１５分０６秒",
    "43d18m06s N 68d15m06s E",
    "43 deg 18 min 6 sec N, 68 deg 15 min 6 sec E",
    "43 18 06 68 15 06",
    "43:18:06 68:15:06",
    "N43:18:06 E68:15:06",
    "68°15'06\"E 43°18'06\"N",
    "43°18.1'N, 68°15.1'E",
    "43 18.1 68 15.1",
    "43 18,1; 68 15,1",
    "43°18'06\"N 68.251667E",
]
DECIMAL = [
    "43.30167, 68.25167",
    "43,30167 68,25167",
    "43,30167, 68,25167",
    "43,30167;68,25167",
    "43,30167,68,25167",
    "68.25167 43.30167",
    "(43.30167; 68.25167)",
    "+43.30167+68.25167/",
    "43.30167° 68.25167°",
    "43.30167N 68.25167E",
    "43.30167N,68.25167E",
    "N 43.30167, E 68.25167",
    "E 68.25167 N 43.30167",
    "lat=43.30167 lon=68.25167",
    "longitude: 68.25167, latitude: 43.30167",
    "широта 43,30167 долгота 68,25167",
    "ендік 43,30167 бойлық 68,25167",
    "纬度43.30167 经度68.25167",
    "солтүстік ендік 43.30167, шығыс бойлық 68.25167",
    "43.30167 северной широты, 68.25167 восточной долготы",
    "43.30167\t68.25167",
    "43.30167/68.25167",
]


@pytest.mark.parametrize("text", SECONDS + DECIMAL)
def test_degrees_in_every_form(text):
    place = only(text)
    assert (place.lat, place.lon) == pytest.approx((LAT, LON), abs=4e-6)
    assert place.name == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Depot; 43,3; 68,25", "Depot"),
        ("43.3, 68.25, North field", "North field"),
        ("Site 5, 43.3, 68.25", "Site 5"),
        ("Zone 3: 43.3 68.25", "Zone 3"),
        ("A-1 43.3, 68.25", "A-1"),
        ("Участок в 43.3 68.25", "Участок в"),
        ("东部仓库 43.3 68.25", "东部仓库"),
        ("42 43.3 68.25", "42"),
        ("№ 7 — 43.3 68.25", "№ 7"),
        ("43.3, 68.25 (Depot)", "Depot"),
        ("Қойма №2 с.е. 43.3 ш.б. 68.25", "Қойма №2"),
    ],
)
def test_a_name_before_or_after(text, name):
    place = only(text)
    assert (place.name, place.lat, place.lon) == (name, 43.3, 68.25)


def test_the_order_is_told_by_the_region_and_told_to_the_user():
    found = read_coordinates("43.3, 68.25\n68.5, 43.5\n69, 44", BOUNDS)
    assert [place.order for place in found.places] == [("lat", "lon"), ("lon", "lat"), ("lon", "lat")]
    assert [str(note)[0] for note in found.notes] == ["1", "2"]
    assert "only so they lie in the region" in str(found.notes[1])


def test_where_both_orders_fit_latitude_comes_first():
    place = only("10.5 10.7", (10, 10, 11, 11))
    assert (place.lat, place.lon) == (10.5, 10.7)


def test_a_hemisphere_needs_no_note():
    assert read_coordinates("43.3N 68.25E", BOUNDS).notes == ()


def test_southern_and_western_places():
    place = only("33°27′ ю.ш. 70°40′ з.д.", (-71, -34, -70, -33))
    assert (place.lat, place.lon) == pytest.approx((-33.45, -70.66667), abs=1e-5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("43°75'N 68°15'E", "minutes are 75"),
        ("43°15'60\"N 68°15'0\"E", "seconds are 60"),
        ("43.3 N 44.3 N", "both coordinates are a latitude"),
        ("68.25 N 43.3 E", "inside it when swapped"),
        ("-43.3, 68.25", "latitude -43.3"),
        ("10.5, 20.5", "longitude 66.0 to 71.0"),
        ("43.3", "only one number"),
        ("hello", "holds no coordinates"),
        ("43.3 68.25 44.1 69.0", "more than one place"),
        ("512345 4790123", "Write the UTM zone"),
        ("x" * 501, "501 characters"),
        ("1 " * 200, "holds no coordinates"),
    ],
)
def test_a_bad_line_says_what_is_wrong(text, message):
    assert message in problem(text)


def test_a_bad_line_costs_only_itself_and_is_named():
    found = read_coordinates("43.3 68.25\n\nnowhere\n43.4 68.5", BOUNDS)
    assert [place.line for place in found.places] == [1, 4]
    assert [bad.row for bad in found.rejected] == [3]


lons = st.floats(66.01, 70.99)
lats = st.floats(40.51, 46.09)


@given(lats, lons, st.integers(3, 7), st.sampled_from([", ", " ", ";", "\t"]), st.booleans())
def test_decimal_degrees_there_and_back(lat, lon, digits, gap, comma):
    text = f"{lat:.{digits}f}{gap}{lon:.{digits}f}"
    place = only(text.replace(".", ",") if comma else text)
    assert (place.lat, place.lon) == pytest.approx((lat, lon), abs=10**-digits)


def sexagesimal(value, marks, pieces):
    degrees = int(value)
    minutes = (value - degrees) * 60
    if pieces == 2:
        return f"{degrees}{marks[0]}{min(minutes, 59.9999):.4f}{marks[1]}".rstrip(":")
    seconds = (minutes - int(minutes)) * 60
    return f"{degrees}{marks[0]}{int(minutes)}{marks[1]}{min(seconds, 59.99):.2f}{marks[2]}"


@given(
    lats,
    lons,
    st.sampled_from([("°", "'", '"'), ("° ", "′ ", "″ "), ("度", "分", "秒"), (" ", " ", " "), (":", ":", "")]),
    st.sampled_from([("N", "E"), (" с.ш.", " в.д."), (" с.е.", " ш.б."), ("", "")]),
    st.sampled_from([2, 3]),
)
def test_sexagesimal_degrees_there_and_back(lat, lon, marks, letters, pieces):
    text = f"{sexagesimal(lat, marks, pieces)}{letters[0]}, {sexagesimal(lon, marks, pieces)}{letters[1]}"
    place = only(text)
    assert (place.lat, place.lon) == pytest.approx((lat, lon), abs=6e-6)


@given(st.text(max_size=200))
@example("\ud800 43 68")
@example("((((((((")
@example("POINT(")
@example("{}")
@example("[[[[")
@example("0" * 400 + " 1")
def test_any_text_is_read_or_told(text):
    try:
        found = read_coordinates(text, BOUNDS)
    except OwnSiteError as error:
        assert str(error)
        return
    for place in found.places:
        assert 66 <= place.lon <= 71 and 40.5 <= place.lat <= 46.1
    assert all(str(bad) for bad in found.rejected)


# ------------------------------------------------------------------------------------------------------ grids


@pytest.mark.parametrize(
    "text",
    [
        "42N 512345 4790123",
        "42T 512345 4790123",
        "42Т 512345 4790123",
        "UTM zone 42N, 512345, 4790123",
        "42T 512345mE 4790123mN",
        "42T E 512345 N 4790123",
        "42 T 512345,0; 4790123,0",
    ],
)
def test_utm(text):
    place = only(text)
    assert (place.lon, place.lat) == pytest.approx((69.15211, 43.26382), abs=5e-6)


@given(lats, lons)
def test_utm_there_and_back(lat, lon):
    zone = int(lon // 6) + 31
    east, north = Transformer.from_crs(4326, 32600 + zone, always_xy=True).transform(lon, lat)
    place = only(f"{zone}T {east:.2f} {north:.2f}")
    assert (place.lat, place.lon) == pytest.approx((lat, lon), abs=2e-7)
    assert place.form == "UTM"


def test_s_is_the_southern_hemisphere_where_the_region_is():
    place = only("19S 346000 6298000", (-71, -34, -70, -33))
    assert (place.lat, place.lon) == pytest.approx((-33.4464, -70.6568), abs=1e-3)


def test_s_is_a_band_where_the_region_is_in_it():
    place = only("33S 500000 4100000", (14, 35, 16, 38))
    assert place.lat == pytest.approx(37.05, abs=0.01)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("61T 512345 4790123", "zone is 61"),
        ("42T 4790123 512345", "easting first"),
        ("42X 512345 4790123", "band X"),
    ],
)
def test_bad_utm(text, message):
    assert message in problem(text)


# References and the middles of their squares, as the reference implementation (GEOTRANS) has them.
@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("42TWN1234590123", 43.26382029, 69.15211542),
        ("42T WN 12345 90123", 43.26382029, 69.15211542),
        ("42TWN123901", 43.26405883718246, 69.15217146313896),
        ("42TWN1290", 43.26720798709004, 69.15402763890702),
        ("42t wn 1 1", 42.58727285076562, 69.1828113833148),
    ],
)
def test_mgrs(text, lat, lon):
    place = only(text)
    assert (place.lat, place.lon) == pytest.approx((lat, lon), abs=1e-7)


@pytest.mark.parametrize(
    ("text", "message"),
    [("42TWN123", "even number"), ("42TAN1234590123", "no MGRS"), ("42TWA1234590123", "no square WA")],
)
def test_bad_mgrs(text, message):
    assert message in problem(text)


# From the specification's own list of encodings.
@pytest.mark.parametrize(
    ("code", "lat", "lon"),
    [
        ("7FG49QCJ+2V", 20.3700625, 2.7821875),
        ("7FG49QCJ+2VX", 20.3701125, 2.782234375),
        ("7FG49QCJ+2VXGJ", 20.3701135, 2.78223535156),
        ("8FVC2222+22", 47.0000625, 8.0000625),
        ("4VCPPQGP+Q9", -41.2730625, 174.7859375),
    ],
)
def test_plus_codes(code, lat, lon):
    found = find_reference(code, WORLD)
    assert (found.lat, found.lon) == pytest.approx((lat, lon), abs=1e-9)


ALPHABET = "23456789CFGHJMPQRVWX"


def plus_code(lat, lon):
    """Encode by the specification, by another way than the product decodes: whole steps of 1/8000 degree."""
    north, east = math.floor((lat + 90) * 8000), math.floor((lon + 180) * 8000)
    code = ""
    for _ in range(5):
        code = ALPHABET[north % 20] + ALPHABET[east % 20] + code
        north, east = north // 20, east // 20
    return code[:8] + "+" + code[8:]


@given(lats, lons)
def test_plus_codes_there_and_back(lat, lon):
    place = only(f"{plus_code(lat, lon)} Depot")
    assert (place.lat, place.lon) == pytest.approx((lat, lon), abs=0.5 / 8000 + 1e-9)
    assert place.name == "Depot" and place.form == "Plus Code"


@pytest.mark.parametrize(
    ("code", "message"), [("8722+MM", "short Plus Code"), ("8JH80000+", "whole area"), ("XXXXXXXX+XX", "beyond a pole")]
)
def test_bad_plus_codes(code, message):
    assert message in problem(code)


# ------------------------------------------------------------------------------------------------------ links


@pytest.mark.parametrize(
    "text",
    [
        "geo:43.3017,68.2517",
        "geo:43.3017,68.2517,250;u=35",
        "geo:0,0?q=43.3017,68.2517",
        "https://www.google.com/maps/@43.3017,68.2517,15z",
        "https://www.google.com/maps/place/X/@43.1,68.1,12z/data=!3m1!4b1!8m2!3d43.3017!4d68.2517",
        "https://www.google.com/maps/search/?api=1&query=43.3017%2C68.2517",
        "https://maps.google.com/?q=43.3017,68.2517",
        "https://www.google.com/maps/place/43.3017,68.2517",
        "google.kz/maps/@43.3017,68.2517,15z",
        "https://yandex.kz/maps/?ll=68.2517%2C43.3017&z=15",
        "https://yandex.ru/maps/10295/x/?ll=68.1,43.1&whatshere%5Bpoint%5D=68.2517%2C43.3017&whatshere%5Bzoom%5D=15",
        "https://yandex.ru/maps/?pt=68.2517,43.3017&ll=68.1,43.1",
        "https://yandex.ru/maps/?rtext=44,69~43.3017,68.2517",
        "https://www.openstreetmap.org/#map=15/43.3017/68.2517",
        "https://www.openstreetmap.org/?mlat=43.3017&mlon=68.2517#map=12/43/68",
        "https://2gis.kz/town/geo/70000001018055333/68.2517%2C43.3017?m=68.2%2C43.3%2F13",
        "https://2gis.kz/town?m=68.2517%2C43.3017%2F15",
        "https://www.bing.com/maps?cp=43.3017~68.2517&lvl=15",
        "https://maps.apple.com/?ll=43.3017,68.2517",
    ],
)
def test_links(text):
    place = only(text)
    assert (place.lat, place.lon, place.form) == (43.3017, 68.2517, "link")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Depot https://maps.google.com/?q=43.3,68.25", "Depot"),
        ("https://www.google.com/maps/place/North+field/@43.3,68.25,12z", "North field"),
        ("geo:43,68?q=43.3,68.25(%D0%94%D0%B5%D0%BF%D0%BE)", "Депо"),
        ("https://www.google.com/maps/place/43%C2%B018'N+68%C2%B015'E/@43.3,68.25,12z", "X"),
    ],
)
def test_names_of_links(text, name):
    assert only(text).name == name.replace("X", "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("https://maps.app.goo.gl/abcdef", "short link"),
        ("https://yandex.kz/maps/-/CCUq", "short link"),
        ("https://example.org/page", "no coordinates are in the link"),
    ],
)
def test_links_without_coordinates(text, message):
    assert message in problem(text)


# ----------------------------------------------------------------------------------------------------- shapes

TRIANGLE = [[68.0, 43.0], [68.1, 43.0], [68.1, 43.1], [68.0, 43.0]]


def test_wkt_point_with_a_name():
    place = only("POINT (68.25 43.3) Depot")
    assert (place.lon, place.lat, place.name, place.ring) == (68.25, 43.3, "Depot", ())


@pytest.mark.parametrize("start", ["", "SRID=4326;", "Field: "])
def test_wkt_polygon(start):
    place = only(start + "POLYGON((68 43, 68.1 43, 68.1 43.1, 68 43))")
    assert place.ring == tuple(map(tuple, TRIANGLE))
    assert place.name == ("Field" if start == "Field: " else "")


def test_wkt_goes_on_over_lines():
    found = read_coordinates("43.3 68.25\nPOLYGON((68 43,\n 68.1 43, 68.1 43.1,\n 68 43))\n44 69", BOUNDS)
    assert [place.line for place in found.places] == [1, 2, 5]


def test_wkt_the_other_way_round_is_turned():
    assert (only("POINT(43.3 68.25)").lon, only("POINT(43.3 68.25)").order) == (68.25, ("lat", "lon"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("LINESTRING(68 43, 69 44)", "LineString cannot be a site"),
        ("POINT EMPTY POINT(", "WKT is broken"),
        ("POLYGON((68 43, 68.1 43))", "WKT is broken"),
        ("SRID=3857;POINT(1 2)", "SRID 3857"),
        ("POLYGON((68 43,69 43,69 44,68 43),(68.6 43.2,68.7 43.2,68.7 43.3,68.6 43.2))", "holes"),
        ("POINT(10 10)", "outside"),
    ],
)
def test_bad_wkt(text, message):
    assert message in problem(text)


def test_several_parts_are_several_places():
    assert len(read_coordinates("MULTIPOINT((68 43), (69 44))", BOUNDS).places) == 2


def feature(kind, coordinates, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def test_geojson_features_with_names():
    document = {
        "type": "FeatureCollection",
        "features": [feature("Point", [68.25, 43.3], name="A"), feature("Polygon", [TRIANGLE], название="Б")],
    }
    found = read_coordinates(json.dumps(document, indent=1), BOUNDS)
    assert [(place.name, len(place.ring), place.line) for place in found.places] == [("A", 0, 1), ("Б", 4, 2)]


def test_geojson_a_line():
    lines = [json.dumps(feature("Point", [68.25, 43.3])), json.dumps({"type": "Point", "coordinates": [69, 44]})]
    assert [place.line for place in read_coordinates("\n".join(lines), BOUNDS).places] == [1, 2]


def test_a_bad_feature_costs_only_itself():
    document = {"type": "FeatureCollection", "features": [feature("Point", [1, 2]), feature("Point", [68, 43]), 7]}
    found = read_coordinates(json.dumps(document), BOUNDS)
    assert [bad.row for bad in found.rejected] == [1, 3] and len(found.places) == 1


@pytest.mark.parametrize(
    "text", ['{"type": "Point", "coordinates": [68', '{"type": "FeatureCollection", "features": []}']
)
def test_broken_geojson(text):
    with pytest.raises(OwnSiteError, match="GeoJSON"):
        read_coordinates(text, BOUNDS)


# ----------------------------------------------------------------------------------------------------- tables


def test_a_table_with_a_header():
    found = read_coordinates("name;lon;lat\nA;68,25;43,3\nB;x;43\nC;10;10", BOUNDS)
    assert [(place.name, place.lon, place.lat) for place in found.places] == [("A", 68.25, 43.3)]
    assert [bad.row for bad in found.rejected] == [3, 4]


def test_a_table_pasted_from_a_spreadsheet():
    assert only("Название\tШирота\tДолгота\nСклад\t43,3\t68,25").name == "Склад"


# ------------------------------------------------------------------------------------------------ whole texts


@pytest.mark.parametrize("text", ["", " \n "])
def test_no_text(text):
    with pytest.raises(OwnSiteError, match="no text"):
        read_coordinates(text, BOUNDS)


def test_too_much_text():
    with pytest.raises(OwnSiteError, match=str(MAX_CHARACTERS)):
        read_coordinates("x" * (MAX_CHARACTERS + 1), BOUNDS)


def test_too_many_places():
    with pytest.raises(OwnSiteError, match=str(MAX_PLACES)):
        read_coordinates("43 68\n" * (MAX_PLACES + 1), BOUNDS)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("43 68\nnowhere\n43 69\n 1 2 ", "nowhere\n1 2"),
        ("name;lat;lon\nA;43;68\nB;x;68\n", "name;lat;lon\nB;x;68"),
        ("43 68\n", ""),
    ],
)
def test_what_could_not_be_read_can_be_corrected(text, rest):
    found = read_coordinates(text, BOUNDS)
    assert found.rest(bad.row for bad in found.rejected) == rest


def test_features_that_could_not_be_read_can_be_corrected():
    document = {"type": "FeatureCollection", "features": [feature("Point", [1, 2]), feature("Point", [68, 43])]}
    found = read_coordinates(json.dumps(document), BOUNDS)
    assert json.loads(found.rest([1])) == document["features"][0]


def test_brackets_around_coordinates():
    assert only("[43.3, 68.25]").lon == 68.25


def test_one_place_or_none():
    assert read_place("43.3, 68.25", BOUNDS).lat == 43.3
    assert [read_place(text, BOUNDS) for text in ("", "town", "1, 2", "MULTIPOINT((68 43),(69 44))")] == [None] * 4
