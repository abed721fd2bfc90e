from __future__ import annotations

import json
import zipfile

import geopandas as gpd
import pytest
import shapely

from geo_app.core.errors import RefreshError
from geo_app.pipeline.refresh.feeds import FeedOptions, read_feed

URL = "https://source.example/data"


@pytest.fixture
def read(tmp_path):
    def call(content, kind, geometry="point", **options):
        path = tmp_path / "data"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return read_feed(path, URL, FeedOptions(kind=kind, geometry=geometry, **options))

    return call


def places(*lonlat):
    return [{"lon": lon, "lat": lat} for lon, lat in lonlat]


SQUARE = [(9, 50), (10, 50), (10, 51), (9, 51), (9, 50)]
HOLE = [(9.4, 50.4), (9.6, 50.4), (9.6, 50.6), (9.4, 50.6), (9.4, 50.4)]


def way(number, *lonlat, **tags):
    return {"type": "way", "id": number, "geometry": places(*lonlat), "tags": tags}


def relation(*members):
    parts = [{"type": "way", "ref": i, "role": role, "geometry": places(*run)} for i, (role, run) in enumerate(members)]
    return {"type": "relation", "id": 9, "members": parts, "tags": {"type": "multipolygon"}}


def overpass(*elements, **more):
    return {"version": 0.6, "osm3s": {"timestamp_osm_base": "2026-10-20T06:00:00Z"}, "elements": list(elements), **more}


# ------------------------------------------------------------------------------------------------ OpenStreetMap


def test_overpass_lines(read):
    feed = read(overpass(way(7, (9, 50), (10, 50), railway="rail")), "overpass", "line")
    assert feed.as_of == "2026-10-20"
    assert feed.records[0].values == {"@type": "way", "@id": "7", "railway": "rail"}
    assert feed.records[0].shape.equals(shapely.LineString([(9, 50), (10, 50)]))


def test_a_line_too_short_to_be_written_is_left_out(read):
    feed = read(overpass(way(1, (9, 50), (9.0000001, 50)), way(2, (9, 50), (9, 51))), "overpass", "line")
    assert [record.row for record in feed.records] == [2]
    assert [row.row for row in feed.rejected] == [1]


def test_overpass_points_of_nodes_and_centres(read):
    node = {"type": "node", "id": 1, "lon": 9, "lat": 50}
    area = {"type": "way", "id": 2, "center": {"lon": 10, "lat": 51}}
    feed = read(overpass(node, area), "overpass")
    assert [record.shape.coords[0] for record in feed.records] == [(9, 50), (10, 51)]


def test_overpass_areas(read):
    assert read(overpass(way(1, *SQUARE)), "overpass", "polygon").records[0].shape.area == pytest.approx(1)


def test_overpass_area_of_two_ways_with_a_hole(read):
    whole = relation(("outer", SQUARE[:3]), ("", SQUARE[2:]), ("inner", HOLE))
    feed = read(overpass(whole), "overpass", "polygon")
    assert feed.records[0].shape.area == pytest.approx(1 - 0.04)
    # A tag may have the name of what Overpass says itself.
    assert feed.records[0].values["@type"] == "relation"
    assert feed.records[0].values["type"] == "multipolygon"


def test_an_outline_with_a_gap_is_left_out_and_told(read):
    feed = read(overpass(relation(("outer", SQUARE[:3])), way(1, *SQUARE)), "overpass", "polygon")
    assert len(feed.records) == 1
    assert "do not make a polygon" in str(feed.rejected[0])
    assert feed.rejected[0].row == 1


@pytest.mark.parametrize("broken", [{}, {"type": "node"}, 7, {"type": "node", "id": 1, "lon": "x", "lat": 1}])
def test_a_broken_element_costs_itself_only(read, broken):
    feed = read(overpass(broken, {"type": "node", "id": 1, "lon": 9, "lat": 50}), "overpass")
    assert (len(feed.records), len(feed.rejected)) == (1, 1)


def test_a_query_that_ran_out_of_time_says_so_only_in_a_remark(read):
    with pytest.raises(RefreshError, match="runtime error"):
        read(overpass(remark="runtime error: Query timed out"), "overpass")


def test_a_page_instead_of_json(read):
    with pytest.raises(RefreshError) as caught:
        read(b"<!DOCTYPE html><html><title>Sign in</title>", "overpass")
    message = str(caught.value)
    assert URL in message
    assert "a web page" in message
    assert "sign in" in message


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"elements": 1}', b"\xff\xfe", b"[" * 100_000, b'{"elements": [NaN]}']
)
@pytest.mark.parametrize("kind", ["overpass", "geojson"])
def test_not_what_it_should_be(read, content, kind):
    with pytest.raises(RefreshError, match="expected"):
        read(content, kind)


# ------------------------------------------------------------------------------------------------------ tables


def geonames_row(number, name, lon, lat, population):
    cells = [number, name, name, "", lat, lon, "P", "PPL", "FR", "", "1", "", "", "", population, "", "1", "", ""]
    return "\t".join(map(str, cells))


def test_geonames(read):
    rows = [
        geonames_row(1, 'The "Old" Town', 9.5, 50.5, 1200),
        geonames_row(2, "B", "x", 50, 0),
        geonames_row(3, "C", "nan", 50, 0),
    ]
    feed = read("\n".join(rows).encode(), "geonames")
    assert feed.records[0].values["name"] == 'The "Old" Town'
    assert feed.records[0].values["population"] == "1200"
    assert feed.records[0].shape == shapely.Point(9.5, 50.5)
    assert [row.row for row in feed.rejected] == [2, 3]


def test_geonames_zip(read, tmp_path):
    path = tmp_path / "FR.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "read me")
        archive.writestr("FR.txt", geonames_row(1, "A", 9, 50, 5))
    assert len(read(path.read_bytes(), "geonames").records) == 1


def test_a_damaged_geonames_zip(read, tmp_path):
    path = tmp_path / "FR.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("FR.txt", geonames_row(1, "A", 9, 50, 5) * 100)
    data = bytearray(path.read_bytes())
    data[40:60] = b"\0" * 20
    with pytest.raises(RefreshError, match="GeoNames"):
        read(bytes(data), "geonames")


def test_a_table_that_is_not_of_geonames(read):
    with pytest.raises(RefreshError, match="19 columns"):
        read(b"a\tb\n1\t2\n", "geonames")


def test_csv_with_and_without_positions(read):
    content = "\ufeffcode; people ;x;y\nA; 1 200;9.5;50\nB;;;\n".encode()
    table = read(content, "csv", delimiter=";")
    assert table.records[0].values == {"code": "A", "people": "1 200", "x": "9.5", "y": "50"}
    placed = read(content, "csv", delimiter=";", lon="x", lat="y")
    assert placed.records[0].shape == shapely.Point(9.5, 50)
    assert [row.row for row in placed.rejected] == [2]


@pytest.mark.parametrize("content", [b"<html>a,b</html>", b"one\n1\n", b"\xff\xfe\xfd", b""])
def test_not_a_table(read, content):
    with pytest.raises(RefreshError, match="expected"):
        read(content, "csv")


def test_a_table_without_the_columns_of_the_position(read):
    with pytest.raises(RefreshError, match="code, people"):
        read(b"code,people\nA,1\n", "csv", lon="x", lat="y")


# ---------------------------------------------------------------------------------------------------- geometry


def test_geojson(read):
    point = {"type": "Point", "coordinates": [9, 50]}
    features = [
        {"type": "Feature", "id": 5, "properties": {"n": 1.5, "t": " a\n\tb\u202e ", "o": {}}, "geometry": point},
        {"type": "Feature", "properties": None, "geometry": None},
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point"}},
        7,
    ]
    feed = read({"type": "FeatureCollection", "features": features}, "geojson")
    assert feed.records[0].values == {"@id": "5", "n": "1.5", "t": "a b"}
    assert feed.records[1].shape is None
    assert [row.row for row in feed.rejected] == [3, 4]


@pytest.fixture
def extract(tmp_path):
    """A zip of shapefiles, as extracts of OpenStreetMap are."""

    def call(crs="EPSG:4326", parts=("shp", "shx", "dbf", "prj", "cpg")):
        lines = [shapely.LineString([(9, 50), (9.5, 50)]), shapely.LineString([(29, 50), (29.5, 50)])]
        frame = gpd.GeoDataFrame({"osm_id": ["1", "2"], "ref": ["B 1", None]}, geometry=lines, crs="EPSG:4326")
        frame.to_crs(crs).to_file(tmp_path / "roads.shp", engine="pyogrio", encoding="utf-8")
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            for part in parts:
                archive.write(tmp_path / f"roads.{part}", f"roads.{part}")
        return (tmp_path / "x.zip").read_bytes()

    return call


def test_a_shapefile_of_an_extract(read, extract):
    feed = read(extract(), "shapefile", "line", member="roads", box=(8, 49, 10, 51))
    assert [record.values for record in feed.records] == [{"osm_id": "1", "ref": "B 1"}]


def test_a_shapefile_in_metres(read, extract):
    feed = read(extract("EPSG:32632"), "shapefile", "line", member="roads")
    assert feed.records[0].shape.coords[0] == pytest.approx((9, 50))


def test_a_zip_without_the_shapefile(read, extract):
    with pytest.raises(RefreshError, match=r"found roads\.shp"):
        read(extract(), "shapefile", "line", member="railways")


def test_a_shapefile_without_its_crs(read, extract):
    with pytest.raises(RefreshError, match=r"no \.prj"):
        read(extract(parts=("shp", "shx", "dbf")), "shapefile", "line", member="roads")


def test_a_page_instead_of_a_zip(read):
    with pytest.raises(RefreshError, match="a web page"):
        read(b"<html>", "shapefile", "line", member="roads")
