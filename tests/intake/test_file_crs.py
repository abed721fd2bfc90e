"""In which CRS a file is: nothing is read in one that it cannot be in, and what is not sure is said."""

from __future__ import annotations

import io
import json

import geopandas as gpd
import pytest
import shapely

from geo_app.core.errors import SitesError
from geo_app.intake.layers import preview
from geo_app.intake.sites import read_sites
from tests.intake import files

BOUNDS = (66.0, 40.5, 71.0, 46.1)
NAMES = ("Арысь-Север", "Бадам", "Шаульдер")
PLACES = ((68.8036, 42.4312), (69.2011, 42.2944), (68.355, 42.7833))
DEGREES = gpd.GeoDataFrame({"name": NAMES}, geometry=[shapely.Point(place) for place in PLACES], crs="EPSG:4326")
METRES = [(point.x, point.y) for point in DEGREES.to_crs("EPSG:28412").geometry]
NO_ZONE = [(x - 12e6, y) for x, y in METRES]
UTM = [(point.x, point.y) for point in DEGREES.to_crs("EPSG:32642").geometry]
PRJ = (
    'PROJCS["SK zone 12",GEOGCS["own",DATUM["unknown",SPHEROID["Krassowsky",6378245,298.3]{shift}],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",12500000],PARAMETER["False_Northing",0],PARAMETER["Central_Meridian",69],'
    'PARAMETER["Scale_Factor",1],PARAMETER["Latitude_Of_Origin",0],UNIT["metre",1]]'
)


def read(content, crs=None, name="a", swap=False):
    return read_sites(io.BytesIO(content), name=name, bounds=BOUNDS, crs=crs, swap=swap)


def table(header, numbers):
    rows = "".join(f"{name};{x:.2f};{y:.2f}\n" for name, (x, y) in zip(NAMES, numbers, strict=True))
    return f"name;{header}\n{rows}".encode()


def geojson(numbers):
    points = [{"type": "Point", "coordinates": list(number)} for number in numbers]
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": point}
        for name, point in zip(NAMES, points, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def drawing(numbers):
    points = "".join(f"0\nPOINT\n8\n0\n10\n{x}\n20\n{y}\n" for x, y in numbers)
    return f"0\nSECTION\n2\nENTITIES\n{points}0\nENDSEC\n0\nEOF\n".encode()


def turned(numbers):
    return [(y, x) for x, y in numbers]


def messages_of(rows):
    return " | ".join(str(row) for row in rows)


def assert_the_three(found, within=1e-5):
    assert [number for site in found.sites for number in (site.lon, site.lat)] == pytest.approx(
        [number for place in PLACES for number in place], abs=within
    )


FORMS = {
    "table": lambda numbers: table("x;y", numbers),
    "latitude and longitude by name": lambda numbers: table("Долгота;Широта", numbers),
    "north and east": lambda numbers: table("Восточная координата;Северная координата", numbers),
    "geojson": geojson,
    "drawing": drawing,
    "well-known text": lambda numbers: ("name;wkt\n" + "".join(f"A;POINT ({x} {y})\n" for x, y in numbers)).encode(),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("order", [list, turned])
def test_metres_with_a_zone_in_either_order(form, order):
    content = FORMS[form](order(METRES))
    found = read(content, "EPSG:28412")
    assert_the_three(found)
    assert ("they were swapped" in messages_of(found.warnings)) == (order is turned)
    with pytest.raises(SitesError, match=r"look like metres, of the Gauss–Krüger zone 12 .* EPSG:28412"):
        read(content)


@pytest.mark.parametrize("form", FORMS)
def test_metres_of_another_zone_or_without_one_are_not_read_in_a_zone(form):
    with pytest.raises(SitesError, match=r"begin with 13, .* zone 12 by their first digits: give the code EPSG:28412"):
        read(FORMS[form](METRES), "EPSG:28413")
    with pytest.raises(SitesError, match=r"begin with 12, .* no number of the zone, give EPSG:2502"):
        read(FORMS[form](NO_ZONE), "EPSG:28412")
    assert_the_three(read(FORMS[form](NO_ZONE), "EPSG:2502"))


def test_metres_that_are_nowhere_near_their_crs_are_refused():
    with pytest.raises(SitesError, match=r"none of 3 places lies near .*66° – 72°.*zone 12 by their first digits"):
        read(table("x;y", METRES), "EPSG:2502")
    mercator = [(point.x, point.y) for point in DEGREES.to_crs(3857).geometry]
    with pytest.raises(SitesError, match=r"none of 3 places .* Give the code that they are in"):
        read(table("x;y", mercator), "EPSG:2502")


@pytest.mark.parametrize(("numbers", "crs"), [(NO_ZONE, "EPSG:2502"), (UTM, "EPSG:32642")])
def test_metres_that_look_swapped_are_told_and_swapped_on_demand(numbers, crs):
    content = table("x;y", turned(numbers))
    found = read(content, crs)
    assert found.swapped
    assert "x and y look swapped" in messages_of(found.warnings)
    assert_the_three(read(content, crs, swap=True))
    assert "x and y look swapped" in messages_of(preview(content, "a.csv", crs=crs, bounds=BOUNDS).notes)


def test_degrees_are_never_metres():
    found = read(table("lon;lat", PLACES), "EPSG:28412")
    assert_the_three(found, 5e-3)
    assert "EPSG:28412 is not used" in messages_of(found.warnings)
    with pytest.raises(SitesError, match=r"look like degrees, not like metres"):
        read(table("x;y", PLACES), "EPSG:28412")
    with pytest.raises(SitesError, match=r"give EPSG:4326"):
        read(table("x;y", PLACES))


def test_a_row_without_a_place_among_metres():
    found = read(table("x;y", [*METRES[:2], (0, 0)]), "EPSG:28412")
    assert [site.name for site in found.sites] == list(NAMES[:2])
    assert "both coordinates are 0" in messages_of(found.rejected)


@pytest.mark.parametrize(
    ("shift", "crs", "accuracy_m", "off_degrees", "words"),
    [
        ("", None, 100.0, 1e-3, "how the datum of SK zone 12 lies to WGS 84 is not known"),
        ("", "EPSG:28412", 4.5, 1e-5, "read in Pulkovo 1942 / Gauss-Kruger zone 12, as you say"),
        (",TOWGS84[15,-130,-84,0,0,0,0]", None, 10.0, 1e-4, ""),
    ],
)
def test_a_datum_that_no_database_knows(shift, crs, accuracy_m, off_degrees, words):
    parts = files.written(".shp", "EPSG:28412", encoding="utf-8")
    parts["places.prj"] = PRJ.format(shift=shift).encode()
    found = read(files.zipped(parts), crs, "a.zip")
    assert [site.accuracy_m for site in found.sites] == [accuracy_m] * 2
    assert [site.lon for site in found.sites] == pytest.approx([lon for lon, _ in files.PLACES], abs=off_degrees)
    assert words in messages_of(found.warnings)


@pytest.mark.parametrize("name", ["СК-42", "SK-42", "Pulkovo 1942", "ск 42"])
def test_degrees_on_a_datum_that_the_columns_name(name):
    old = DEGREES.to_crs("EPSG:4284")
    rows = "".join(f"{n};{p.y:.7f};{p.x:.7f}\n" for n, p in zip(NAMES, old.geometry, strict=True))
    found = read(f"name;Широта ({name});Долгота ({name})\n{rows}".encode())
    assert_the_three(found)
    assert "Pulkovo 1942 (EPSG:4284)" in messages_of(found.warnings)
    assert {site.accuracy_m for site in found.sites} == {4.5}


@pytest.mark.parametrize(
    "header", ["X (СК-42);Y (СК-42)", "X, ск-42;Y, ск-42", "Координата X;Координата Y", "x utm;y utm"]
)
def test_metres_whose_columns_name_more_than_their_axis(header):
    assert_the_three(read(table(header, METRES), "EPSG:28412"))
