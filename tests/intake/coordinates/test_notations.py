"""A place in any notation is read where it is, or refused; never read elsewhere."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from pyproj import Transformer

from geo_app.core.geodesy import transformation_accuracy_m
from geo_app.intake.coordinates.parser import read_coordinates
from tests.intake.coordinates.notations import BOUNDS, GEOD, render, verdict


def test_no_notation_is_read_as_another_place():
    rng = random.Random(20)
    counts: Counter[str] = Counter()
    for _ in range(2_000):
        case = render(rng)
        what, off_m = verdict(case)
        assert what != "ELSEWHERE", f"{case.text!r} is {case.lat}, {case.lon}; read {off_m:.0f} m off"
        counts[what] += 1
    # What may mean two things is refused: 42.12,31 is minutes with decimals, or minutes and seconds.
    assert counts["read"] > 0.97 * counts.total()


def read(text):
    return read_coordinates(text, BOUNDS)


def off_m(text, lat, lon):
    found = read(text)
    assert len(found.places) == 1, [str(bad) for bad in found.rejected]
    return GEOD.inv(lon, lat, found.places[0].lon, found.places[0].lat)[2]


# 42°26'16.8" 69°12'36.0"
LAT, LON = 42.438, 69.21


@pytest.mark.parametrize(
    "text",
    [
        "42.26.16,8 69.12.36,0",
        "42-26-16.8 N 69-12-36.0 E",
        "42/26/16.8 69/12/36.0",
        "42,26,16.8; 69,12,36.0",
        "9\t42\t26\t16.8\t69\t12\t36.0",
        "42;26;16,8;69;12;36,0",
        "42|26|16.8|69|12|36.0",
        '42°26 16.8" 69°12 36.0"',
        "42 26' 16.8\" 69 12' 36.0\"",
        "42°26\"16.8'N 69°12\"36.0'E",
        "42°26'16.8\"C 69°12'36.0\"B",
        "42°26'16.8\" sh.k., 69°12'36.0\" sh.u.",
        "с.ш. 42-26-16,8 в.д. 69-12-36,0",
        "42г26м16,8с с.ш. 69г12м36,0с в.д.",
        "422616.8N0691236.0E",
        "N422616.8 E0691236.0",
        "4226.280,N,06912.600,E",
        "+422616.8+0691236.0/",
        "42Â°26'16.8\"N 69Â°12'36.0\"E",
        "42&deg;26'16.8\"N 69&deg;12'36.0\"E",
        "42.438\u200b,\u200b 69.21",
        "42.438 - 69.21",
        "42.438–69.21",
        "42.438° с.ш. и 69.21° в.д.",
        "北纬４２度２６分１６．８秒，东经６９度１２分３６秒",
        "{'lat': 42.438, 'lon': 69.21}",
        '{"lat": 42.438, "lng": 69.21}',
        "69.21,42.438,0",
        "42.438 69.21 ±5 м",
        "Широта: 42.438\nДолгота: 69.21",
        "42°26'16.8\"N\n69°12'36.0\"E",
        "42.438\n69.21",
        "N 42 26.28\tE 69 12.6",
        "42 26.28\n69 12.6",
        "69, 12.6\n42, 26.28",
    ],
)
def test_notations_that_people_use(text):
    assert off_m(text, LAT, LON) < 1


@pytest.mark.parametrize(
    "text",
    [
        "42.43-42.45 69.20-69.22",
        "42.438 69.21 350",
        "42.438, 69.21, 12.5",
        "42.438,-69.21",
        "(-42.438, 69.21)",
        "minus 42.438, 69.21",
        "S 42.438 69.21",
        "42.438 N 69.21 Ouest",
        "42.43 x 69.21",
        "42.43 га, 69.21 га",
        "42.43 % 69.21 %",
        "01.05.2026 42.438 69.21",
        "12:30 42.438 69.21",
        "42,26,69,12",
        "42.26.69.12",
        "42.26,16 69.12,36",
        "44 42 26 69 12",
        "42 26 16 69 12",
        "42°26'16\"N",
        "69°12'36\"E",
        "42' 69'",
        "Site 42 69.21",
        "5 42 69",
        "42/69",
        "42-69",
        "422616 691236",
        "42½ 69¼",
        "4.2438e1 6.921e1",
        "+7 701 42 26 69",
        "69 42.438",
        "69°42.438",
        "69:42.438",
        "69 42.438 N",
        "+42.438-069.210/",
        "Site 742,26,16 69,12,36",
        "42,26,16 N 69,1236 E",
        "42.43 69.21 кг",
        "42.438 12Б 69.21",
    ],
)
def test_what_is_not_understood_is_not_taken_apart(text):
    found = read(text)
    assert not found.places
    assert all(str(bad) for bad in found.rejected)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Участок 12/3 42.438 69.21", "Участок 12/3"),
        ("Участок 7 42.26.16 69.12.36", "Участок 7"),
        ("19-298-045-123; 42.438; 69.21", "19-298-045-123"),
        ('"Depot 5",42.438,69.21', "Depot 5"),
        ("А-12Б 42.438 69.21", "А-12Б"),
        ("Восток-2 42.438 69.21", "Восток-2"),
        ("| 4 | 42.438 | 69.21 |", "4"),
        ("42.438, 69.21 5-й участок", "5-й участок"),
        ("地块3 42.438 69.21", "地块3"),
    ],
)
def test_numbers_of_a_name(text, name):
    assert read(text).places[0].name == name


def test_latitudes_and_longitudes_in_blocks_are_not_joined_across():
    found = read("42.1\n42.2\n69.1\n69.2")
    assert not found.places and [bad.row for bad in found.rejected] == [1, 2, 3, 4]


def test_couples_of_lines_are_joined():
    found = read("42.1\n69.1\n42.2\n69.2\nnowhere")
    assert [(place.line, place.lat, place.lon) for place in found.places] == [(1, 42.1, 69.1), (3, 42.2, 69.2)]
    assert [bad.row for bad in found.rejected] == [5]
    assert found.rest([3]) == "42.2\n69.2"


def test_a_line_that_is_a_pair_or_a_half_is_joined_to_the_other_half():
    assert [place.lat for place in read("42, 43.5\n69, 42.5").places] == pytest.approx([42.725])
    assert [place.lat for place in read("69, 42.5\n69.1, 42.6").places] == [42.5, 42.6]


# -------------------------------------------------------------------------------------------------- accuracy


@pytest.mark.parametrize(
    ("text", "accuracy_m"),
    [
        ("42.43 69.21", 1112),
        ("42.4 69.2", 11120),
        ("42 69", 111200),
        ("42.4300 69.2100", 11),
        ("42.43000 69.21", 821),
        ("42 26 69 12", 1853),
        ("42°26'N 69°12'E", 1853),
        ("42°26'16\" 69°12'36\"", 31),
        ("42°26.280' 69°12.600'", 1.85),
        ("42.43800 69.21000 ±250 m", 250),
        ("42.43800001 69.21000001", 1),
        ("42N 517272.50 4701143.10", 1),
        ("POINT(69.21 42.43)", 1112),
        ("name;lat;lon\nA;42.43;69.21", 1112),
        (
            '{"type": "Feature", "properties": {"accuracy_m": 0}, '
            '"geometry": {"type": "Point", "coordinates": [69.2, 42]}}',
            0,
        ),
    ],
)
def test_accuracy_is_what_the_figures_have(text, accuracy_m):
    assert read(text).places[0].accuracy_m == pytest.approx(accuracy_m, rel=0.02)


# ---------------------------------------------------------------------------------------------------- metres


@pytest.mark.parametrize(
    "text",
    [
        "X=4701143.10 Y=12517272.50",
        "Х = 4 701 143,10 У = 12 517 272,50",
        "12517272.50 4701143.10",
        "СК-42 зона 12 X=4701143.10 Y=517272.50",
        "EPSG:28412 12517272.50 4701143.10",
        "Y=23517272.50 X=4701143.10",
    ],
)
def test_gauss_krueger_by_the_zone(text):
    found = read(text)
    assert off_m(text, 42.4450, 69.2089) < 60
    assert any("EPSG:" in str(note) for note in found.notes)


def test_metres_without_a_zone_get_true_advice():
    (bad,) = read("X=4701143.10 Y=517272.50").rejected
    assert "12500000" in str(bad) and "42N" not in str(bad) and "SK-42" in str(bad)


def test_utm_says_how_far_off_sk42_would_be():
    (note,) = read("42N 517272.50 4701143.10").notes
    assert "1.9 km" in str(note) and "12517272.50" in str(note)


def test_an_unknown_datum_is_told_and_makes_the_position_less_exact():
    # The sphere of this grid has no known shift to WGS 84.
    x, y = Transformer.from_crs(4326, 3410, always_xy=True).transform(LON, LAT)
    found = read(f"EPSG:3410 {x:.1f} {y:.1f}")
    assert found.places[0].accuracy_m >= 100
    assert any("not known" in str(note) for note in found.notes)


@pytest.mark.parametrize("code", ["99999", "32600"])
def test_an_unknown_code(code):
    (bad,) = read(f"EPSG:{code} 12517272.50 4701143.10").rejected
    assert f"EPSG:{code}" in str(bad)


def test_how_exact_transformations_are():
    assert transformation_accuracy_m("EPSG:28412") == pytest.approx(4.5)
    assert transformation_accuracy_m("EPSG:32642") == 0
    assert transformation_accuracy_m("+proj=tmerc +lon_0=69 +x_0=12500000 +ellps=krass +units=m") is None
