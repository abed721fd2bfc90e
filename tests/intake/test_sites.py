from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import sqlite3
import warnings
import zipfile

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_app.core.errors import SitesError
from geo_app.core.sites import Site, Sites
from geo_app.intake.sites import default_sites, read_sites, sites_from_frame, sites_from_layer, template_csv

BOUNDS = (66.0, 40.5, 71.0, 46.1)


def read(content, name="sites.csv", **options):
    if isinstance(content, str):
        content = content.encode()
    return read_sites(io.BytesIO(content), name=name, bounds=BOUNDS, **options)


def reasons(sites):
    return {row.row: str(row) for row in sites.rejected}


def problem(content, name="sites.csv", **options):
    with pytest.raises(SitesError) as caught:
        read(content, name, **options)
    assert name in str(caught.value)
    return str(caught.value)


def frame(crs="EPSG:4326", shapes=None, **columns):
    shapes = shapes or [shapely.Point(68.2, 43.3), shapely.Point(69.6, 42.3)]
    columns = columns or {"name": ["Альфа", "Әлем"]}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326").to_crs(crs)


def packed(frame, driver, suffix, tmp_path, drop=()):
    folder = tmp_path / "packed"
    folder.mkdir()
    frame.to_file(folder / f"in{suffix}", driver=driver, encoding="utf-8" if suffix == ".shp" else None)
    if suffix != ".shp":
        return (folder / f"in{suffix}").read_bytes()
    return zipped({path.name: path.read_bytes() for path in folder.iterdir() if path.suffix not in drop})


def zipped(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def kml(*placemarks, head='<?xml version="1.0"?>'):
    return f'{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{"".join(placemarks)}</Document></kml>'


PLACEMARK = "<Placemark><name>K</name><Point><coordinates>68.2,43.3</coordinates></Point></Placemark>"


# ------------------------------------------------------------------------------------------------ good tables


def test_csv_with_everything():
    sites = read("id,name,name_kk,lon,lat,accuracy_m\n7,Alpha,Альфа,68.2,43.3,150\n")
    (site,) = sites.sites
    assert (site.id, site.name, site.names, site.lon, site.lat, site.accuracy_m) == (
        "7",
        "Alpha",
        {"kk": "Альфа"},
        68.2,
        43.3,
        150,
    )


@pytest.mark.parametrize(
    "header", ["LON,LAT", "Longitude,Latitude", "Долгота (°),ШИРОТА", "бойлық,ендік", "经度,纬度", " lng , lat "]
)
def test_names_of_coordinate_columns(header):
    assert read(f"{header}\n68.2,43.3\n").sites[0].lat == 43.3


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter):
    assert (
        read(delimiter.join(["name", "lon", "lat"]) + "\n" + delimiter.join(["A", "68.2", "43.3"])).sites[0].name == "A"
    )


def test_decimal_comma_where_it_is_no_separator():
    assert read("name;lon;lat\nA;68,25;43,30\n").sites[0].lon == 68.25


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_encodings(encoding):
    assert (
        read("name,lon,lat\nТүркістан сайты\n".replace("Түркістан сайты", "Шымкент,68.2,43.3").encode(encoding))
        .sites[0]
        .name
        == "Шымкент"
    )


def test_missing_ids_are_made_from_the_row():
    # As in a spreadsheet, where an empty line is a row too.
    assert [s.id for s in read("name,lon,lat\nA,68,43\n\nB,69,43\n").sites] == ["row-1", "row-3"]


def test_table_in_another_crs():
    x, y = frame("EPSG:32642").geometry[0].coords[0]
    site = read(f"x,y\n{x},{y}\n", crs="EPSG:32642").sites[0]
    assert (site.lon, site.lat) == (pytest.approx(68.2), pytest.approx(43.3))


def test_template_is_itself_a_good_file():
    sites = read(template_csv(BOUNDS))
    assert len(sites.sites) == 1
    assert not sites.rejected


@pytest.mark.parametrize("first", ["sep=;\n", '"sep=;"\r\n', "\n\n"])
def test_a_line_before_the_header_is_no_header(first):
    assert read(f"{first}name;lon;lat\nA;68,5;43\n").sites[0].lon == 68.5


def test_header_tells_the_delimiter_by_its_names_not_by_its_signs():
    assert read("name, in full, as known;lon;lat\nA;68;43\n").sites[0].lat == 43


def test_windows_1251_is_told_because_it_is_a_guess():
    assert "Windows-1251" in str(read("name,lon,lat\nАйсұлу,68,43\n".replace("ұ", "у").encode("cp1251")).warnings[0])
    assert not read("name,lon,lat\nАйсұлу,68,43\n").warnings


@pytest.mark.parametrize(
    ("written", "lon"), [("68,5", 68.5), ("68,125", 68.125), ("+68.5", 68.5), (" 6.85e1 ", 68.5), ("\u221268", -68)]
)
def test_ways_to_write_a_number(written, lon):
    assert read(f'lon;lat\n"{written}";43\n').sites[0].lon == lon


@pytest.mark.parametrize(
    ("written", "metres"), [("1 500", 1500), ("1\u00a0500,5", 1500.5), ("0,5", 0.5), ("150 м", 150), ("-0", 0)]
)
def test_ways_to_write_an_accuracy(written, metres):
    assert read(f"lon;lat;accuracy (m)\n68;43;{written}\n").sites[0].accuracy_m == metres


def test_accuracy_in_another_unit_is_not_taken_for_metres():
    assert read("lon,lat,accuracy (km)\n68.2517,43.3018,5\n").sites[0].accuracy_m == pytest.approx(11.1, abs=0.1)


def test_made_id_is_never_one_that_the_file_gives():
    sites = read("id,lon,lat\nrow-2,68,43\n,69,43\n")
    assert len({s.id for s in sites.sites}) == 2
    assert not sites.rejected


def test_further_columns_may_repeat():
    assert len(read("lon,lat,note,note,\n68,43,a,b,c\n").sites) == 1


def test_last_empty_cells_and_lines_are_no_rows():
    sites = read("name,lon,lat\nA,68,43,,\n,,\n\n")
    assert len(sites.sites) == 1
    assert not sites.rejected


# ---------------------------------------------------------------------------------------------- bad rows


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("A,abc,43", "lon is 'abc'; expected a number"),
        ("A,,43", "lon is empty"),
        ("A,68,nan", "lat is 'nan'"),
        ("A,inf,43", "lon is 'inf'"),
        ("A,268,43", "longitude is 268"),
        ("A,68,-93", "latitude is -93"),
        ("A,68,43,extra", "4 cells, expected 3"),
        ("A", "lon is empty"),
    ],
)
def test_bad_row_is_listed_and_good_ones_are_kept(row, expected):
    sites = read(f"name,lon,lat\nGood,68,43\n{row}\nAlso,69,43\n")
    assert [s.name for s in sites.sites] == ["Good", "Also"]
    assert expected in reasons(sites)[2]


@pytest.mark.parametrize(("accuracy", "expected"), [("-5", "-5"), ("wide", "'wide'"), ("inf", "'inf'")])
def test_bad_accuracy(accuracy, expected):
    sites = read(f"name,lon,lat,accuracy_m\nA,68,43,{accuracy}\n")
    assert expected in reasons(sites)[1]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("A;1_0;43", "'1_0'"),
        ("A;E68;43", "'E68'"),
        ("A;68.2.1;43", "'68.2.1'"),
        ("A;1e999;43", "finite"),
        ("A;68;-Infinity", "finite"),
        ("A;٦٨x;43", "number"),
    ],
)
def test_text_that_looks_like_a_number(row, expected):
    assert expected in reasons(read(f"name;lon;lat\n{row}\n"))[1]


def test_thousands_or_decimals_is_asked():
    sites = read("lon;lat;accuracy_m\n68;43;1,500\n")
    assert "accuracy_m is '1,500': thousands or decimals?" in reasons(sites)[1]


def test_beyond_the_earth_is_no_accuracy():
    assert "expected 0 to 20000000 metres" in reasons(read("lon,lat,accuracy_m\n68,43,1e9\n"))[1]


def test_open_quote_costs_its_own_row_only():
    sites = read('name,lon,lat\nA,68,43\n"B,68,43\nC,68,43\nD,68,43\n')
    assert [s.name for s in sites.sites] == ["A", "C", "D"]
    assert "never closed" in reasons(sites)[2]


def test_many_open_quotes_are_refused_as_a_whole():
    assert "never closed" in problem("name,lon,lat\n" + '"B,68,43\n' * 99)


def test_rows_that_two_lost_quotes_would_merge_are_told_apart():
    sites = read('name,lon,lat\n"A,68,43\n"B,68,43\n"C"\nD,68,43\n')
    assert [s.name for s in sites.sites] == ["D"]
    assert list(reasons(sites)) == [1, 2, 3]


def test_quoted_text_over_lines_is_one_row():
    sites = read('name,lon,lat\n"A\nB",68,43\n"C ""c""",68,43\n')
    assert [(s.id, s.name) for s in sites.sites] == [("row-1", "A B"), ("row-2", 'C "c"')]


def test_no_good_row_is_no_error():
    sites = read("lon,lat\nx,y\n")
    assert (sites.sites, len(sites.rejected)) == ((), 1)


def test_swapped_beyond_the_range_of_latitude():
    text = "name,lon,lat\nA,30,120\n"
    sites = read_sites(io.BytesIO(text.encode()), bounds=(118.0, 28.0, 122.0, 32.0))
    assert sites.swapped
    assert "look swapped" in reasons(sites)[1]
    swapped = read_sites(io.BytesIO(text.encode()), bounds=(118.0, 28.0, 122.0, 32.0), swap=True)
    assert (swapped.sites[0].lon, swapped.sites[0].lat) == (120, 30)


def test_swapped_metres_are_noticed_too():
    x, y = frame("EPSG:32642").geometry[0].coords[0]
    text = f"x,y\n{y},{x}\n"
    assert read(text, crs="EPSG:32642").swapped
    assert read(text, crs="EPSG:32642", swap=True).sites[0].lat == pytest.approx(43.3)


def test_metres_far_outside_their_system():
    assert "WGS 84 / UTM zone 42N" in reasons(read("x,y\n1e30,1e30\n", crs="EPSG:32642"))[1]


def test_repeated_id_names_the_first_row():
    sites = read("id,lon,lat\na,68,43\nb,68,43\na,69,43\n")
    assert [s.id for s in sites.sites] == ["a", "b", "a-2"]
    assert "'a' was already used in row 1; here it is 'a-2'" in str(sites.warnings[0])
    assert not sites.rejected


def test_swapped_rows_are_noticed_and_can_be_swapped():
    text = "name,lon,lat\nA,43.3,68.2\nB,69.6,42.3\n"
    as_read = read(text)
    assert as_read.swapped
    assert [row.row for row in as_read.warnings] == [1]
    assert as_read.sites[0].lon == 43.3
    swapped = read(text, swap=True)
    assert [(s.lon, s.lat) for s in swapped.sites] == [(68.2, 43.3), (69.6, 42.3)]
    assert not swapped.swapped
    assert "were swapped" in str(swapped.warnings[0])


def test_outside_the_region_is_kept():
    sites = read("name,lon,lat\nParis,2.35,48.85\n")
    assert sites.sites[0].name == "Paris"
    assert not sites.swapped


def test_markup_and_formulas_stay_text():
    sites = read('name,lon,lat\n<b>x</b>,68,43\n"=1+1",68,43\n')
    assert [s.name for s in sites.sites] == ["<b>x</b>", "=1+1"]


def test_control_characters_and_long_names():
    sites = read(f'name,lon,lat\n"a\n\x07b",68,43\n{"y" * 300},68,43\n')
    assert sites.sites[0].name == "a b"
    assert len(sites.sites[1].name) == 200
    assert "name is cut to 200" in str(sites.warnings[0])


@pytest.mark.parametrize("sign", ["\r", "\u2028", "\u202e", "\x85", "\x00"])
def test_signs_that_break_lines_or_turn_text_become_blanks(sign):
    content = geojson({"type": "Point", "coordinates": [68, 43]}, name=f"a{sign}b", id=f"i{sign}d")
    (site,) = read(content, "x.geojson").sites
    assert (site.name, site.id) == ("a b", "i d")


def test_half_a_character_does_not_get_in():
    content = geojson({"type": "Point", "coordinates": [68, 43]}).replace('"x"', '"a\\ud800"')
    assert read(content, "x.geojson").sites[0].name.encode() == b"a"


def test_long_id_is_cut_with_a_warning():
    sites = read(f"id,lon,lat\n{'7' * 300},68,43\n")
    assert len(sites.sites[0].id) == 200
    assert "id is cut" in str(sites.warnings[0])


# --------------------------------------------------------------------------------------------- bad files


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "empty"),
        ("  \n ", "empty"),
        ("name,town\nA,B\n", "Found the columns 'name', 'town'"),
        ("lon,lat,LON\n1,2,3\n", "appears twice"),
        (b"\x00\x01\x02\x03binary", "binary data"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\x89PNG\r\n", "an image"),
        (b"\xd0\xcf\x11\xe0\xa1", "old Excel"),
        (b"\x00\x00\x27\x0a\x00\x00", "zip the .shp"),
        (zipped({"xl/workbook.xml": "<x/>"}), "Excel workbook"),
        ("<html><body>no</body></html>", "a web page"),
        ("<gpx></gpx>", "no rows"),
        ("x;y\n1;2\n", "unstated coordinate reference system"),
        ("lat\n1\n", "Found the columns 'lat'"),
        ("lon,lat," + "c," * 2000 + "\n1,2\n", "2003 columns"),
        ("lon,lat\n" + "\n" * 500_000, "500001 lines"),
        (kml(), "no placemarks"),
        (kml("<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink>"), "not followed"),
        ('{"type": "FeatureCollection", "features": 3}', "not a GeoJSON"),
        ("[1, 2]", "not a GeoJSON"),
        ("{" + '"a":' + "9" * 5000 + "}", "not valid JSON"),
        ("<VRTDataset><SourceFilename>/etc/passwd</SourceFilename></VRTDataset>", "unknown format"),
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ('{"type": "Topology"}', "Topology"),
        ('{"type": "FeatureCollection", "features": []}', "no rows"),
        ("name,lon,lat\n", "no rows"),
        (b"SQLite format 3\x00" + b"\x00" * 200, "cannot be read as a GeoPackage"),
        (kml(PLACEMARK, head='<!DOCTYPE kml [<!ENTITY a "b">]>'), "entities"),
        (kml(PLACEMARK)[:-20], "not valid XML"),
        (b"PK\x03\x04 but not really", "damaged"),
        (zipped({"readme.txt": "hello"}), "readme.txt"),
        (b"\xff\xfe\x00", "neither UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, expected):
    assert expected in problem(content)


def test_missing_file_names_the_path(tmp_path):
    with pytest.raises(SitesError, match="nowhere"):
        read_sites(tmp_path / "nowhere.csv", bounds=BOUNDS)


def test_limits_are_told_with_both_numbers():
    assert "0.03 MB; at most 0.01 MB" in problem("lon,lat\n" + "68,43\n" * 5_000, max_bytes=10_000)
    assert "11 rows, at most 10" in problem("lon,lat\n" + "68,43\n" * 11, max_sites=10)


def test_zip_bomb_is_not_unpacked():
    assert "30.0 MB; at most 5.9 MB" in problem(zipped({"a.shp": b"\0" * 30_000_000}), "bomb.zip")
    assert "1500 files; at most 1000" in problem(zipped({f"{i}.txt": b"" for i in range(1500)}), "many.zip")


def test_paths_in_an_archive_lead_nowhere(tmp_path):
    content = zipped({"../../../../evil.kml": kml(PLACEMARK)})
    assert read(content, "evil.kmz").sites[0].name == "K"
    assert not list(tmp_path.parent.rglob("evil.kml"))


def test_unknown_crs_of_a_table():
    assert "EPSG:999999" in problem("x,y\n1,2\n", crs="EPSG:999999")


# ------------------------------------------------------------------------------------------ geographic files


@pytest.mark.parametrize(
    ("driver", "suffix", "crs"),
    [
        ("GeoJSON", ".geojson", "EPSG:4326"),
        ("GPKG", ".gpkg", "EPSG:32642"),
        ("GPKG", ".gpkg", "EPSG:28412"),
        ("ESRI Shapefile", ".shp", "EPSG:28412"),
    ],
)
def test_formats_in_the_crs_they_state(driver, suffix, crs, tmp_path):
    sites = read(packed(frame(crs), driver, suffix, tmp_path), f"x{suffix}").sites
    assert [s.name for s in sites] == ["Альфа", "Әлем"]
    assert sites[0].lon == pytest.approx(68.2, abs=2e-5)
    assert sites[0].lat == pytest.approx(43.3, abs=2e-5)


def test_kml_and_kmz():
    assert read(kml(PLACEMARK), "x.kml").sites[0].name == "K"
    assert read(zipped({"doc.kml": kml(PLACEMARK)}), "x.kmz").sites[0].lon == 68.2


def test_shapefile_without_prj_asks_for_the_crs(tmp_path):
    content = packed(frame("EPSG:28412"), "ESRI Shapefile", ".shp", tmp_path, drop=(".prj",))
    assert "no coordinate reference system" in problem(content, "x.zip")
    assert read(content, "x.zip", crs="EPSG:28412").sites[0].lat == pytest.approx(43.3, abs=1e-4)


def test_areas_and_lines_stand_for_a_point_inside(tmp_path):
    shapes = [shapely.box(68, 43, 68.2, 43.2), shapely.LineString([(69, 42), (69.5, 42)])]
    sites = read(packed(frame(shapes=shapes, name=["A", "B"]), "GeoJSON", ".geojson", tmp_path), "x.geojson")
    assert shapes[0].contains(shapely.Point(sites.sites[0].lon, sites.sites[0].lat))
    assert "Polygon" in str(sites.warnings[0])
    assert "LineString" in str(sites.warnings[1])


def geojson(*geometries, **properties):
    features = [{"type": "Feature", "properties": {"name": "x"} | properties, "geometry": g} for g in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_rows_without_good_geometry_are_rejected():
    bowtie = {"type": "Polygon", "coordinates": [[[68, 43], [69, 44], [69, 43], [68, 44], [68, 43]]]}
    empty = {"type": "GeometryCollection", "geometries": []}
    sites = read(geojson({"type": "Point", "coordinates": [68, 43]}, None, bowtie, empty), "x.geojson")
    assert len(sites.sites) == 1
    assert "no geometry" in reasons(sites)[2]
    assert "invalid geometry: Self-intersection" in reasons(sites)[3]
    assert "no geometry" in reasons(sites)[4]


def test_geojson_rows_fail_one_by_one():
    good = {"type": "Point", "coordinates": [68, 43]}
    bad = [
        {"type": "Point", "coordinates": ["a", 43]},
        {"type": "Point", "coordinates": [None, 43]},
        {"type": "Point", "coordinates": [float("nan"), 43]},
        {"type": "Point", "coordinates": [68]},
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": [10**400, 43]},
        {"type": "Circle", "coordinates": [68, 43]},
        {"type": "Polygon", "coordinates": [[[68, 43], [69, 43]]]},
        {},
        3,
    ]
    sites = read(geojson(good, *bad, good), "x.geojson")
    assert [s.id for s in sites.sites] == ["row-1", "row-12"]
    assert list(reasons(sites)) == list(range(2, 12))


def test_geojson_entry_that_is_no_feature_is_a_bad_row():
    sites = read('{"type": "FeatureCollection", "features": [3, {"type": "Feature", "geometry": null}]}', "x.json")
    assert "not a GeoJSON feature" in reasons(sites)[1]
    assert "no geometry" in reasons(sites)[2]


def test_geojson_of_one_feature_or_geometry():
    point = '{"type": "Point", "coordinates": [68, 43]}'
    assert read(point, "x.json").sites[0].lon == 68
    feature = f'{{"type": "Feature", "id": 7, "properties": null, "geometry": {point}}}'
    assert read(feature, "x.json").sites[0].id == "7"
    assert read("\ufeff" + point, "x.json").sites[0].lat == 43


def test_geojson_property_id_comes_before_the_feature_id():
    content = json.loads(geojson({"type": "Point", "coordinates": [68, 43]}, ID="a", Name="B"))
    content["features"][0]["id"] = 7
    site = read(json.dumps(content), "x.json").sites[0]
    assert (site.id, site.name) == ("a", "x")


def test_nested_collections_do_not_exhaust_the_stack():
    shape = {"type": "Point", "coordinates": [68, 43]}
    for _ in range(60):
        shape = {"type": "GeometryCollection", "geometries": [shape]}
    assert "too many geometry collections" in reasons(read(geojson(shape), "x.json"))[1]


def with_crs(crs):
    x, y = frame("EPSG:28412").geometry[0].coords[0]
    return json.dumps(json.loads(geojson({"type": "Point", "coordinates": [x, y]})) | {"crs": crs})


def test_geojson_in_the_crs_of_its_first_edition():
    stated = with_crs({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28412"}})
    assert read(stated, "x.json").sites[0].lon == pytest.approx(68.2, abs=2e-5)
    assert "no coordinate reference system" in problem(with_crs(None), "x.json")
    assert read(with_crs(None), "x.json", crs="28412").sites[0].lat == pytest.approx(43.3, abs=2e-5)


@pytest.mark.parametrize(
    "crs",
    [
        {"type": "link", "properties": {"href": "http://127.0.0.1:9/crs"}},
        {"type": "name", "properties": {"name": "+proj=longlat +nadgrids=/etc/passwd"}},
        {"type": "name", "properties": {"name": "EPSG:999999"}},
        "EPSG:4326",
        [],
    ],
)
def test_geojson_in_a_crs_that_is_not_known(crs):
    assert "unknown coordinate reference system" in problem(with_crs(crs), "x.json")


def test_kml_of_all_folders_with_its_data():
    data = (
        '<Placemark id="p1"><name>A</name><ExtendedData><Data name="accuracy_m"><value>50</value></Data>'
        '<SchemaData><SimpleData name="name_kk">Ә</SimpleData></SchemaData></ExtendedData>'
        "<Point><coordinates> 68.2, 43.3,0 </coordinates></Point></Placemark>"
    )
    sites = read(kml(f"<Folder>{data}</Folder>", f"<Folder><Folder>{PLACEMARK}</Folder></Folder>"), "x.kml").sites
    assert [(s.id, s.name) for s in sites] == [("p1", "A"), ("row-2", "K")]
    assert (sites[0].accuracy_m, sites[0].names) == (50, {"kk": "Ә"})


def placemark(geometry):
    return f"<Placemark>{geometry}</Placemark>"


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        ("", "no geometry"),
        ("<Point/>", "0 coordinates"),
        ("<Point><coordinates>1,2 3,4</coordinates></Point>", "2 coordinates"),
        ("<Point><coordinates>68;43</coordinates></Point>", "'68;43'"),
        ("<Point><coordinates>a,43</coordinates></Point>", "'a'"),
        ("<Point><coordinates>nan,43</coordinates></Point>", "invalid geometry"),
        ("<LineString><coordinates>68,43</coordinates></LineString>", "invalid geometry"),
        ("<Polygon/>", "outer boundary"),
    ],
)
def test_kml_rows_fail_one_by_one(geometry, expected):
    sites = read(kml(placemark(geometry), PLACEMARK), "x.kml")
    assert expected in reasons(sites)[1]
    assert sites.sites[0].name == "K"


def test_kml_shapes_stand_for_a_point_inside():
    ring = "<LinearRing><coordinates>{}</coordinates></LinearRing>"
    outer = ring.format("68,43 69,43 69,44 68,44 68,43")
    inner = ring.format("68.4,43.4 68.6,43.4 68.6,43.6 68.4,43.6 68.4,43.4")
    polygon = f"<Polygon><outerBoundaryIs>{outer}</outerBoundaryIs><innerBoundaryIs>{inner}</innerBoundaryIs></Polygon>"
    site = read(kml(placemark(polygon)), "x.kml").sites[0]
    assert shapely.box(68, 43, 69, 44).contains(shapely.Point(site.lon, site.lat))
    assert not shapely.box(68.4, 43.4, 68.6, 43.6).contains(shapely.Point(site.lon, site.lat))
    several = f"<MultiGeometry>{polygon}<Point><coordinates>68,43</coordinates></Point></MultiGeometry>"
    assert "GeometryCollection" in str(read(kml(placemark(several)), "x.kml").warnings[0])


def test_kml_in_other_encodings_and_namespaces():
    assert read(kml(PLACEMARK, head='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"), "x.kml").sites
    prefixed = (
        kml(PLACEMARK).replace("<", "<k:").replace("<k:/", "</k:").replace("<k:?", "<?").replace("xmlns=", "xmlns:k=")
    )
    assert read(prefixed, "x.kml").sites[0].name == "K"


def test_kmz_is_read_from_its_root_document():
    other = PLACEMARK.replace(">K<", ">other<")
    sites = read(zipped({"a.kml": kml(other), "files/doc.kml": kml(other), "doc.kml": kml(PLACEMARK)}), "x.kmz")
    assert sites.sites[0].name == "K"
    assert "only doc.kml is read" in str(sites.warnings[0])


def database(path, *statements):
    with contextlib.closing(sqlite3.connect(path)) as opened:
        for statement in statements:
            opened.execute(statement)
        opened.commit()
    return path.read_bytes()


@pytest.fixture
def gpkg(tmp_path):
    path = tmp_path / "in.gpkg"
    frame().to_file(path, layer="one", driver="GPKG")
    return path


def test_geopackage_left_in_write_ahead_mode(gpkg):
    assert len(read(database(gpkg, "PRAGMA journal_mode = WAL"), "x.gpkg").sites) == 2


def test_geopackage_row_with_damaged_geometry(gpkg):
    bad = ["x'00'", "x'47500001'", "x'475000FF00000000'", "x'475000010000000001'", "'text'", "7", "NULL"]
    content = database(
        gpkg, "DROP TRIGGER rtree_one_geom_insert", *map("INSERT INTO one (geom) VALUES ({})".format, bad)
    )
    sites = read(content, "x.gpkg")
    assert len(sites.sites) == 2
    assert list(reasons(sites)) == list(range(3, 10))


def test_geopackage_view_is_not_run(gpkg):
    content = database(
        gpkg, "ALTER TABLE one RENAME TO two", "CREATE VIEW one AS SELECT *, load_extension('/tmp/x') FROM two",
        "UPDATE gpkg_geometry_columns SET table_name = 'one'",
    )  # fmt: skip
    assert "no layer with geometry" in problem(content, "x.gpkg")


@pytest.mark.parametrize("srs", ["0", "-1"])
def test_geopackage_of_undefined_crs_asks_for_it(gpkg, srs):
    content = database(gpkg, "UPDATE gpkg_geometry_columns SET srs_id = " + srs)  # noqa: S608 - ours
    assert "no coordinate reference system" in problem(content, "x.gpkg")
    assert len(read(content, "x.gpkg", crs="EPSG:4326").sites) == 2


def test_geopackage_of_a_crs_by_its_definition(gpkg):
    content = database(gpkg, "UPDATE gpkg_spatial_ref_sys SET organization = 'mine' WHERE srs_id = 4326")
    assert read(content, "x.gpkg").sites[0].lon == pytest.approx(68.2)


def test_other_databases_are_no_geopackage(tmp_path):
    assert "gpkg_geometry_columns" in problem(database(tmp_path / "x.db", "CREATE TABLE a (b)"), "x.gpkg")


def test_points_are_read_before_areas(tmp_path):
    path = tmp_path / "two.gpkg"
    frame(shapes=[shapely.box(68, 43, 69, 44)], name=["area"]).to_file(path, layer="areas", driver="GPKG")
    frame().to_file(path, layer="points", driver="GPKG")
    assert "only points is read; the file also has areas" in str(read(path.read_bytes(), "x.gpkg").warnings[0])


def test_shapefile_without_cpg_in_windows_1251(tmp_path):
    frame(name=["Шымкент", "Арыс"]).to_file(tmp_path / "in.shp", encoding="cp1251")
    parts = {path.name: path.read_bytes() for path in tmp_path.glob("in.*") if path.suffix != ".cpg"}
    sites = read(zipped(parts), "x.zip")
    assert [s.name for s in sites.sites] == ["Шымкент", "Арыс"]
    assert "Windows-1251" in str(sites.warnings[0])


def test_shapefile_of_mixed_case_in_a_folder(tmp_path):
    frame().to_file(tmp_path / "in.shp")
    parts = {f"data/IN{p.suffix.upper()}": p.read_bytes() for p in tmp_path.glob("in.*")}
    assert len(read(zipped(parts), "x.zip").sites) == 2


def test_shapefile_lacking_a_part_or_damaged(tmp_path):
    assert "lacks its .shx" in problem(packed(frame(), "ESRI Shapefile", ".shp", tmp_path, drop=(".shx",)), "x.zip")
    assert "damaged" in problem(zipped({"a.shp": b"VRT", "a.shx": b""}), "x.zip")
    torn = b"\x00\x00\x27\x0a" + b"\xff" * 60
    assert "cannot be read as a shapefile" in problem(zipped({"a.shp": torn, "a.shx": torn}), "x.zip")


def test_shapefile_whose_crs_has_a_name_in_windows_1251(tmp_path):
    frame("EPSG:28412").to_file(tmp_path / "in.shp")
    parts = {path.name: path.read_bytes() for path in tmp_path.glob("in.*")}
    parts["in.prj"] = parts["in.prj"].replace(b"Pulkovo_1942_GK_Zone_12", "СК-42 зона 12".encode("cp1251"))
    assert read(zipped(parts), "x.zip").sites[0].lon == pytest.approx(68.2, abs=2e-5)


def test_one_of_two_shapefiles_is_read(tmp_path):
    frame().to_file(tmp_path / "a.shp")
    parts = {path.name: path.read_bytes() for path in tmp_path.glob("a.*")}
    sites = read(zipped(parts | {f"b{name[1:]}": data for name, data in parts.items()}), "x.zip")
    assert "only a.shp is read; the file also has b.shp" in str(sites.warnings[0])


def test_nothing_else_in_an_archive_is_opened():
    vrt = '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/vsicurl/http://127.0.0.1:9/x</SrcDataSource>'
    assert "sites.vrt" in problem(zipped({"sites.vrt": vrt}), "x.zip")


def test_damaged_archive_says_so():
    content = bytearray(zipped({"doc.kml": kml(PLACEMARK * 50)}))
    content[60] ^= 0xFF
    assert "damaged" in problem(bytes(content), "x.kmz")


def test_further_layers_are_named(tmp_path):
    path = tmp_path / "two.gpkg"
    frame().to_file(path, layer="one", driver="GPKG")
    frame().to_file(path, layer="two", driver="GPKG")
    sites = read(path.read_bytes(), "two.gpkg")
    assert len(sites.sites) == 2
    assert "two" in str(sites.warnings[0])


def test_gaps_in_attributes_are_no_values(tmp_path):
    content = packed(frame(id=[7, None], name=["A", None], accuracy_m=[None, 5.0]), "GeoJSON", ".geojson", tmp_path)
    first, second = read(content, "x.geojson").sites
    assert (first.id, first.accuracy_m) == ("7", pytest.approx(11_120))
    assert (second.id, second.name, second.accuracy_m) == ("row-2", "row-2", 5)


# ----------------------------------------------------------------------------------------- frames and layers


def test_frame_in_any_stated_crs():
    assert sites_from_frame(frame("EPSG:32642")).sites[1].lon == pytest.approx(69.6)


def test_frame_without_crs_is_refused():
    with pytest.raises(SitesError, match="no coordinate reference system"):
        sites_from_frame(frame().set_crs(None, allow_override=True))


def test_frame_with_other_names_of_columns():
    named = frame().rename_geometry("place").assign(geometry="text", row=[1, 2]).rename(columns={"name": "Атауы"})
    assert [s.name for s in sites_from_frame(named).sites] == ["Альфа", "Әлем"]


def test_frame_without_geometry_is_refused():
    with pytest.raises(SitesError, match="no geometry"):
        sites_from_frame(gpd.GeoDataFrame({"name": ["A"]}))


def test_frame_in_a_crs_of_its_own_names_both():
    local = 'LOCAL_CS["Works grid",UNIT["metre",1]]'
    with pytest.raises(SitesError, match=r"Works grid.*EPSG:4326"):
        sites_from_frame(frame().set_crs(local, allow_override=True))


def test_empty_frame_has_no_sites():
    assert sites_from_frame(frame().iloc[:0]).sites == ()


def test_id_of_two_layers_stays_unique(pack):
    twice = dataclasses.replace(
        pack,
        candidate_layers=("works", "again"),
        layers={**pack.layers, "again": dataclasses.replace(pack.layers["works"], id="again")},
    )
    assert [s.id for s in default_sites(twice).sites][3:6] == ["w4", "again:w1", "again:w2"]


def test_attributes_of_a_layer_are_plain_values(pack):
    json.dumps([dict(s.attributes) for s in default_sites(pack).sites], allow_nan=False)


def test_layer_feature_without_geometry_is_rejected(pack):
    works = pack.layers["works"]
    torn = works.frame.copy()
    torn.geometry = [None, *works.frame.geometry[1:]]
    sites = sites_from_layer(dataclasses.replace(works, frame=torn))
    assert [s.id for s in sites.sites] == ["w2", "w3", "w4"]
    assert "no geometry" in reasons(sites)[1]


def test_default_sites_are_the_packs_candidates(pack):
    sites = default_sites(pack).sites
    assert [s.id for s in sites] == ["w1", "w2", "w3", "w4"]
    assert sites[1].accuracy_m == 15000
    assert sites[1].names["kk"] == "w2 kk"
    assert sites[1].attributes["area_ha"] is None
    assert sites[0].attributes["status"] == "operating"


# --------------------------------------------------------------------------------------------------- fuzzing


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_bring_anything_but_sites_or_a_sites_error(content):
    try:
        read(content, "fuzz")
    except SitesError as error:
        assert "fuzz" in str(error)


@pytest.fixture(scope="module")
def good_files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("good")
    frame().to_file(folder / "in.gpkg", driver="GPKG")
    frame().to_file(folder / "in.shp", encoding="utf-8")
    shapefile = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".gpkg"}
    return [
        b"id,name,lon,lat\na,A,68,43\nb,B,69,44\n",
        'id;name;lon;lat\na;"Ә";68,5;43\n'.encode("utf-16"),
        geojson({"type": "Point", "coordinates": [68, 43]}).encode(),
        kml(PLACEMARK).encode(),
        zipped({"doc.kml": kml(PLACEMARK)}),
        (folder / "in.gpkg").read_bytes(),
        shapefile,
    ]


def damage(data, good):
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(good)))
        good = good[:at] + data.draw(st.binary(max_size=4)) + good[at + data.draw(st.integers(0, 4)) :]
    return good


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_damage_to_a_good_file_crashes(good_files, data):
    good = data.draw(st.sampled_from(good_files))
    if isinstance(good, dict):
        part = data.draw(st.sampled_from(sorted(good)))
        damaged = zipped(good | {part: damage(data, good[part])})
    else:
        damaged = damage(data, good)
    with warnings.catch_warnings(record=True) as leaked:
        warnings.simplefilter("always")
        with contextlib.suppress(SitesError):
            read(damaged, "fuzz", crs="EPSG:4326")
    assert not leaked


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text(alphabet="aln;, 0123.-eé", max_size=20), min_size=1, max_size=8), st.sampled_from(["\n", "\r\n"])
)
def test_no_row_of_a_table_is_lost_in_silence(lines, end):
    filled = sum(any(cell.strip() for cell in line.split(";")) for line in lines)
    try:
        sites = read(end.join(["id;lat;lon", *lines]), "fuzz")
    except SitesError as error:
        assert filled == 0, error
        return
    assert len(sites.sites) + len(sites.rejected) == filled


def test_sites_at_the_same_places_share_a_key():
    here, there = Site("a", "A", 9.0, 50.0), Site("a", "A", 9.0, 50.1)
    assert Sites((here,)).places_key == Sites((dataclasses.replace(here, name="B"),)).places_key
    keys = {Sites((here,)).places_key, Sites((there,)).places_key, Sites((here, here)).places_key, Sites(()).places_key}
    assert len(keys) == 4
