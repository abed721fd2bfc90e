from __future__ import annotations

import io
import json
import zipfile

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_app.errors import SitesError
from geo_app.sites import default_sites, read_sites, sites_from_frame, template_csv

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
    "header", ["LON,LAT", "Longitude,Latitude", "x,y", "долгота,широта", "бойлық,ендік", "经度,纬度", " lng , lat "]
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
    assert [s.id for s in read("name,lon,lat\nA,68,43\n\nB,69,43\n").sites] == ["row-1", "row-2"]


def test_table_in_another_crs():
    x, y = frame("EPSG:32642").geometry[0].coords[0]
    site = read(f"x,y\n{x},{y}\n", crs="EPSG:32642").sites[0]
    assert (site.lon, site.lat) == (pytest.approx(68.2), pytest.approx(43.3))


def test_template_is_itself_a_good_file():
    sites = read(template_csv(BOUNDS))
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


def test_repeated_id_names_the_first_row():
    sites = read("id,lon,lat\na,68,43\nb,68,43\na,69,43\n")
    assert [s.id for s in sites.sites] == ["a", "b"]
    assert "'a' was already used in row 1" in reasons(sites)[3]


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
    assert "cut" in str(sites.warnings[0])


# --------------------------------------------------------------------------------------------- bad files


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "empty"),
        ("  \n ", "empty"),
        ("name,town\nA,B\n", "Found the columns name, town"),
        ("lon,lat,LON\n1,2,3\n", "appears twice"),
        (b"\x00\x01\x02\x03binary", "unknown format"),
        (b"%PDF-1.7\n\x00\x03", "unknown format"),
        ("<html><body>no</body></html>", "unknown format"),
        ("<VRTDataset><SourceFilename>/etc/passwd</SourceFilename></VRTDataset>", "unknown format"),
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ('{"type": "Topology"}', "Topology"),
        ('{"type": "FeatureCollection", "features": []}', "no features"),
        ('{"type": "FeatureCollection", "features": [3]}', "feature 1"),
        (b"SQLite format 3\x00" + b"\x00" * 200, "cannot be read as GPKG"),
        (kml(PLACEMARK, head='<!DOCTYPE kml [<!ENTITY a "b">]>'), "entities"),
        (kml(PLACEMARK)[:-20], "not valid XML"),
        (b"PK\x03\x04 but not really", "damaged"),
        (zipped({"readme.txt": "hello"}), "readme.txt"),
        (b"\xff\xfe\x00", "neither UTF-8"),
    ],
)
@pytest.mark.filterwarnings("ignore:GPKG:RuntimeWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_file_that_cannot_be_read_says_why(content, expected):
    assert expected in problem(content)


def test_missing_file_names_the_path(tmp_path):
    with pytest.raises(SitesError, match="nowhere"):
        read_sites(tmp_path / "nowhere.csv", bounds=BOUNDS)


def test_limits_are_told_with_both_numbers():
    assert "0.01 MB" in problem("lon,lat\n" + "68,43\n" * 5_000, max_bytes=10_000)
    assert "11 rows, at most 10" in problem("lon,lat\n" + "68,43\n" * 11, max_sites=10)


def test_zip_bomb_is_not_unpacked():
    assert "not accepted" in problem(zipped({"a.shp": b"\0" * 30_000_000}), "bomb.zip")
    assert "not accepted" in problem(zipped({f"{i}.txt": b"" for i in range(1500)}), "many.zip")


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


def geojson(*geometries):
    features = [{"type": "Feature", "properties": {"name": "x"}, "geometry": g} for g in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_rows_without_good_geometry_are_rejected():
    bowtie = {"type": "Polygon", "coordinates": [[[68, 43], [69, 44], [69, 43], [68, 44], [68, 43]]]}
    empty = {"type": "GeometryCollection", "geometries": []}
    sites = read(geojson({"type": "Point", "coordinates": [68, 43]}, None, bowtie, empty), "x.geojson")
    assert len(sites.sites) == 1
    assert "no geometry" in reasons(sites)[2]
    assert "invalid geometry: Self-intersection" in reasons(sites)[3]
    assert "no geometry" in reasons(sites)[4]


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
    assert (first.id, first.accuracy_m) == ("7", 0)
    assert (second.id, second.name, second.accuracy_m) == ("row-2", "row-2", 5)


# ----------------------------------------------------------------------------------------- frames and layers


def test_frame_in_any_stated_crs():
    assert sites_from_frame(frame("EPSG:32642")).sites[1].lon == pytest.approx(69.6)


def test_frame_without_crs_is_refused():
    with pytest.raises(SitesError, match="no coordinate reference system"):
        sites_from_frame(frame().set_crs(None, allow_override=True))


def test_default_sites_are_the_packs_candidates(catalog):
    sites = default_sites(catalog).sites
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


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_damage_to_a_good_file_crashes(data):
    good = data.draw(
        st.sampled_from(
            [
                b"id,name,lon,lat\na,A,68,43\nb,B,69,44\n",
                geojson({"type": "Point", "coordinates": [68, 43]}).encode(),
                kml(PLACEMARK).encode(),
                zipped({"doc.kml": kml(PLACEMARK)}),
            ]
        )
    )
    at = data.draw(st.integers(0, len(good) - 1))
    damaged = good[:at] + data.draw(st.binary(max_size=4)) + good[at + data.draw(st.integers(0, 4)) :]
    try:
        read(damaged, "fuzz")
    except SitesError as error:
        assert str(error)
