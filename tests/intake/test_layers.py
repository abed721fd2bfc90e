"""A user's own file as a layer: every format, every repair, and how a hostile file is refused."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from openpyxl import Workbook
from PIL import Image, TiffImagePlugin
from shapely.geometry import LineString, Point, box

from geo_app.core.errors import GeoAppError, LayerError, PackError
from geo_app.core.i18n import translator
from geo_app.core.sites import Site, Sites
from geo_app.intake.layers import check_id, make_layer, preview
from geo_app.intake.read_options import Limits
from geo_app.intake.user_layers import add_layer, make_criterion, save_layer
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.region.feature_schema import FEATURE_COLUMNS
from geo_app.region.loader import load_pack
from geo_app.region.model import Source
from geo_app.report.explanation import site_facts
from geo_app.report.text import Wording
from tests.packs import write_pack

REGION = (9.0, 50.0, 11.0, 51.0)
SOURCE = Source("a survey", "CC0", "the surveyors")
DATA = Path(__file__).parents[3] / "shared" / "data"


def frame(crs="EPSG:4326"):
    shapes = [Point(9.2, 50.2), Point(10.4, 50.6)]
    columns = {"name": ["Подстанция", "Қосалқы станция"], "kv": [110.0, 220.0]}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326").to_crs(crs)


def geojson(*shapes, properties=None, **members):
    features = [
        {"type": "Feature", "properties": (properties or {}) | {"n": n}, "geometry": shapely.geometry.mapping(shape)}
        for n, shape in enumerate(shapes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features} | members).encode()


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def written(tmp_path, suffix, crs="EPSG:4326", **options):
    path = tmp_path / f"in{suffix}"
    if suffix == ".parquet":
        frame(crs).to_parquet(path)
    else:
        frame(crs).to_file(path, **options)
    return path.read_bytes()


def shapefile(tmp_path, crs="EPSG:4326", leave_out=(), encoding="utf-8"):
    frame(crs).to_file(tmp_path / "in.shp", encoding=encoding)
    return zipped({p.name: p.read_bytes() for p in tmp_path.glob("in.*") if p.suffix not in leave_out})


def layer(content, name="file.geojson", *, id="own", value_column="", **how):
    found = preview(content, name, **how)
    return make_layer(found, id=id, title="Own", source=SOURCE, as_of="2026", accuracy_m=50, value_column=value_column)


def messages_of(rows):
    return " | ".join(str(row) for row in rows)


def assert_the_two(found):
    assert found.geometry == "point"
    assert len(found.frame) == 2
    xy = shapely.get_coordinates(found.frame.geometry.to_numpy())
    np.testing.assert_allclose(xy, [[9.2, 50.2], [10.4, 50.6]], atol=2e-5)


# --------------------------------------------------------------------------------------------------- formats


@pytest.mark.parametrize(
    ("suffix", "options"), [(".geojson", {}), (".gpkg", {}), (".fgb", {"SPATIAL_INDEX": "NO"}), (".parquet", {})]
)
def test_binary_and_json_formats(tmp_path, suffix, options):
    found = preview(written(tmp_path, suffix, **options), f"in{suffix}", bounds=REGION)
    assert_the_two(found)
    assert "kv" in found.numeric
    assert not found.dropped


@pytest.mark.parametrize("zone", [28411, 28412, 28413, 32642, 3857])
def test_any_coordinate_reference_system(tmp_path, zone):
    lon = {28411: 63.5, 28412: 68.2, 28413: 75.3}.get(zone, 68.2)
    there = gpd.GeoDataFrame({"n": [1]}, geometry=[Point(lon, 43.1)], crs="EPSG:4326").to_crs(zone)
    there.to_file(tmp_path / "in.gpkg")
    found = preview((tmp_path / "in.gpkg").read_bytes(), "in.gpkg")
    np.testing.assert_allclose(found.bounds[:2], [lon, 43.1], atol=1e-6)
    assert f"EPSG:{zone}" in found.crs


def test_shapefile_without_prj_needs_a_crs_and_takes_one(tmp_path):
    content = shapefile(tmp_path, 32632, leave_out=(".prj",))
    with pytest.raises(LayerError, match="EPSG"):
        preview(content, "in.zip")
    assert_the_two(preview(content, "in.zip", crs="EPSG:32632"))


def test_cyrillic_shapefile_without_cpg(tmp_path):
    shapes = gpd.GeoDataFrame({"name": ["Подстанция"]}, geometry=[Point(9, 50)], crs=4326)
    shapes.to_file(tmp_path / "in.shp", encoding="cp1251")
    table = bytearray((tmp_path / "in.dbf").read_bytes())
    table[29] = 0
    parts = {p.name: p.read_bytes() for p in tmp_path.glob("in.*") if p.suffix != ".cpg"} | {"in.dbf": bytes(table)}
    found = preview(zipped(parts), "in.zip")
    assert found.frame["name"].iloc[0] == "Подстанция"
    assert "Windows-1251" in messages_of(found.notes)


KML = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Placemark><name>A</name><Point><coordinates>9.2,50.2,100</coordinates></Point></Placemark>
<Placemark><name>B</name><Point><coordinates>10.4,50.6</coordinates></Point></Placemark></Document></kml>"""
GPX = """<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="me">
<wpt lat="50.2" lon="9.2"><name>A</name><ele>3</ele></wpt><wpt lat="50.6" lon="10.4"><name>B</name></wpt>
<trk><name>T</name><trkseg><trkpt lat="50" lon="9"/><trkpt lat="51" lon="10"/></trkseg></trk></gpx>"""


def test_kml_kmz_and_gpx():
    assert_the_two(preview(KML.encode(), "a.kml"))
    assert_the_two(preview(zipped({"doc.kml": KML}), "a.kmz"))
    assert_the_two(preview(GPX.encode(), "a.gpx"))
    track = preview(GPX.encode(), "a.gpx", geometry="line")
    assert track.frame["name"].tolist() == ["T"]


@pytest.mark.parametrize(
    "text",
    [
        "name,lon,lat,kv\nA,9.2,50.2,110\nB,10.4,50.6,220\n",
        "name;долгота;широта;kv\nA;9,2;50,2;110\nB;10,4;50,6;220\n",
        'name,wkt\nA,"POINT (9.2 50.2)"\nB,SRID=4326;POINT (10.4 50.6)\n',
    ],
)
def test_tables_with_coordinates_or_wkt(text):
    assert_the_two(preview(text.encode(), "a.csv"))


def test_table_in_metres_needs_its_crs():
    at = frame(32632).geometry
    text = "name,x,y\n" + "".join(f"{n},{p.x:.2f},{p.y:.2f}\n" for n, p in enumerate(at))
    with pytest.raises(LayerError, match="coordinate"):
        preview(text.encode(), "a.csv")
    assert_the_two(preview(text.encode(), "a.csv", crs="32632"))


def workbook(rows, sheets=("one", "two")):
    book = Workbook()
    book.active.title = sheets[0]
    for row in rows:
        book.active.append(row)
    for title in sheets[1:]:
        book.create_sheet(title)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_workbook():
    found = preview(workbook([["name", "lon", "lat", "kv"], ["A", 9.2, 50.2, 110], ["B", 10.4, 50.6, 220]]), "a.xlsx")
    assert_the_two(found)
    assert found.numeric == ("lon", "lat", "kv")
    assert "'one'" in messages_of(found.notes)


@pytest.mark.parametrize("rows", [[], [[None, None]], [["a", "b"]], [["a", "b"], [1, 2]]])
def test_workbook_without_places(rows):
    with pytest.raises(LayerError):
        preview(workbook(rows), "a.xlsx")


OSM = """<?xml version="1.0"?><osm version="0.6">
<node id="1" lat="50.2" lon="9.2" version="1"><tag k="railway" v="station"/><tag k="name:ru" v="Вокзал"/></node>
<node id="2" lat="50.3" lon="9.3" version="1"><tag k="power" v="substation"/></node>
<node id="3" lat="50.4" lon="9.3" version="1"/><node id="4" lat="50.4" lon="9.4" version="1"/>
<node id="5" lat="50.3" lon="9.4" version="1"/>
<way id="10" version="1"><nd ref="2"/><nd ref="3"/><nd ref="4"/><tag k="highway" v="trunk"/></way>
<way id="11" version="1"><nd ref="2"/><nd ref="3"/><tag k="highway" v="track"/></way>
<way id="12" version="1"><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="5"/><nd ref="2"/>
<tag k="landuse" v="industrial"/></way>
<way id="13" version="1"><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="5"/><nd ref="2"/>
<tag k="power" v="substation"/></way></osm>"""


@pytest.mark.parametrize(
    ("theme", "kind", "count"),
    [("roads", "line", 1), ("stations", "point", 1), ("industrial", "polygon", 1), ("substations", "point", 2)],
)
def test_openstreetmap_extract_by_theme(theme, kind, count):
    found = preview(OSM.encode(), "a.osm", theme=theme, bounds=REGION)
    assert (found.geometry, len(found.frame)) == (kind, count)


def test_openstreetmap_extract_without_what_is_asked_for():
    with pytest.raises(LayerError, match="substations"):
        preview(OSM.encode(), "a.osm")
    with pytest.raises(LayerError, match="border_control"):
        preview(OSM.encode(), "a.osm", theme="border_control")


def field(number, content):
    """Write one field of a protocol buffer: bytes, or a whole number."""

    def varint(value):
        out = b""
        while value > 127:
            out, value = out + bytes([value & 127 | 128]), value >> 7
        return out + bytes([value])

    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def pbf():
    """Write an extract of one station by the format's own description."""

    def blob(kind, data):
        packed = field(2, len(data)) + field(3, zlib.compress(data))
        header = field(1, kind) + field(3, len(packed))
        return struct.pack(">I", len(header)) + header + packed

    head = field(4, b"OsmSchema-V0.6")
    words = b"".join(field(1, word) for word in (b"", b"railway", b"station"))
    node = field(1, 2 * 7) + field(2, b"\x01") + field(3, b"\x02") + field(8, 2 * 502000000) + field(9, 2 * 92000000)
    return blob(b"OSMHeader", head) + blob(b"OSMData", field(1, words) + field(2, field(1, node)))


def test_openstreetmap_extract_in_pbf():
    found = preview(pbf(), "a.osm.pbf", theme="stations", bounds=REGION)
    assert (found.geometry, len(found.frame)) == ("point", 1)
    np.testing.assert_allclose(found.bounds[:2], [9.2, 50.2], atol=1e-6)


def tiff(cells, west=9.0, north=51.0, size=0.1, epsg=4326, nodata="-9", **options):
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[33550], tags.tagtype[33550] = (size, size, 0.0), 12
    tags[33922], tags.tagtype[33922] = (0.0, 0.0, 0.0, west, north, 0.0), 12
    model, key = (2, 2048) if epsg == 4326 else (1, 3072)
    tags[34735], tags.tagtype[34735] = (1, 1, 0, 2, 1024, 0, 1, model, key, 0, 1, epsg), 3
    tags[42113], tags.tagtype[42113] = nodata, 2
    out = io.BytesIO()
    Image.fromarray(np.asarray(cells, dtype=np.float32)).save(out, "TIFF", tiffinfo=tags, **options)
    return out.getvalue()


@pytest.mark.parametrize("compression", [None, "tiff_lzw", "tiff_adobe_deflate"])
def test_raster_cells_become_areas(compression):
    found = preview(tiff([[1, 2], [3, -9]], compression=compression), "a.tif", bounds=REGION)
    assert (found.geometry, len(found.frame)) == ("polygon", 3)
    assert found.frame["value"].tolist() == [1, 2, 3]
    np.testing.assert_allclose(found.frame.geometry.iloc[2].bounds, [9.0, 50.8, 9.1, 50.9])


@pytest.mark.parametrize(("how", "values"), [("sum", [10, 5]), ("mean", [2.5, 5])])
def test_raster_with_too_many_cells_is_made_coarser_as_stated(how, values):
    content = tiff([[1, 2, 5], [3, 4, -9]])
    found = preview(content, "a.tif", limits=Limits(max_cells=2), resampling=how)
    assert found.frame["value"].tolist() == values
    assert how in messages_of(found.notes)


def test_raster_is_cut_to_the_region_and_may_be_in_metres():
    assert len(preview(tiff(np.ones((100, 200)), west=0.0, north=55.0), "a.tif", bounds=REGION).frame) < 700
    with pytest.raises(LayerError, match="no cell"):
        preview(tiff([[1]], west=100.0), "a.tif", bounds=REGION)
    metres = preview(tiff([[7]], west=500000, north=5600000, size=1000, epsg=32632), "a.tif")
    np.testing.assert_allclose(metres.bounds[0], 9.0, atol=0.01)


def test_an_image_is_no_raster():
    out = io.BytesIO()
    Image.new("L", (3, 3)).save(out, "TIFF")
    with pytest.raises(LayerError, match="where on Earth"):
        preview(out.getvalue(), "a.tif")
    with pytest.raises(LayerError, match="one band"):
        preview(out.getvalue()[:40], "a.tif")


# --------------------------------------------------------------------------------------------------- repairs


def test_self_crossing_area_is_repaired_and_told():
    bow = shapely.Polygon([(9, 50), (10, 51), (10, 50), (9, 51), (9, 50)])
    found = preview(geojson(bow, box(9, 50, 10, 51)), "a.geojson")
    assert [row.row for row in found.repaired] == [1]
    assert "Self-intersection" in messages_of(found.repaired)
    assert found.frame.geometry.is_valid.all()


def test_heights_empty_shapes_and_copies_go():
    tall, empty = shapely.Point(9, 50, 300), None
    features = json.loads(geojson(tall, Point(10, 50), Point(10, 50)))
    features["features"][2]["properties"] = features["features"][1]["properties"]
    features["features"].append({"type": "Feature", "properties": {}, "geometry": empty})
    found = preview(json.dumps(features).encode(), "a.geojson")
    assert len(found.frame) == 2
    assert not found.frame.geometry.has_z.any()
    assert [row.row for row in found.dropped] == [3, 4]
    assert "heights" in messages_of(found.notes)


def test_mixed_kinds_keep_the_commonest_or_the_one_asked_for():
    content = geojson(Point(9, 50), Point(9.5, 50), LineString([(9, 50), (10, 51)]), box(9, 50, 10, 51))
    found = preview(content, "a.geojson")
    assert dict(found.counts) == {"point": 2, "line": 1, "polygon": 1}
    assert (found.geometry, [row.row for row in found.dropped]) == ("point", [3, 4])
    assert preview(content, "a.geojson", geometry="line").geometry == "line"
    with pytest.raises(LayerError, match="no geometry of the kind"):
        preview(geojson(Point(9, 50)), "a.geojson", geometry="line")


def test_a_collection_keeps_its_parts_of_the_kind():
    mixed = shapely.GeometryCollection([Point(9, 50), box(9, 50, 10, 51)])
    found = preview(geojson(mixed, box(9, 50, 9.5, 50.5)), "a.geojson")
    assert found.geometry == "polygon"
    assert [row.row for row in found.repaired] == [1]
    assert found.frame.geometry.iloc[0].equals(box(9, 50, 10, 51))


@pytest.mark.parametrize("shape", [LineString([(170, 50), (-170, 50)]), LineString([(170, 50), (190, 50)])])
def test_what_crosses_the_antimeridian_is_cut_there(shape):
    found = preview(geojson(shape), "a.geojson")
    parts = sorted(part.bounds[0::2] for part in found.frame.geometry.iloc[0].geoms)
    assert parts == [(-180.0, -170.0), (170.0, 180.0)]
    assert "180th" in messages_of(found.repaired)


def test_a_map_of_the_world_is_left_whole():
    found = preview(geojson(box(-180, -80, 180, 80)), "a.geojson")
    assert found.frame.geometry.iloc[0].equals(box(-180, -80, 180, 80))
    assert not found.repaired


def test_far_and_swapped_features_are_told():
    far = preview(geojson(Point(9.5, 50.5), Point(100, 10)), "a.geojson", bounds=REGION)
    assert "1 of 2" in messages_of(far.notes)
    assert len(far.frame) == 2
    swapped = preview(geojson(Point(50.5, 9.5), Point(50.2, 10)), "a.geojson", bounds=REGION)
    assert "swapped" in messages_of(swapped.notes)


# ------------------------------------------------------------------------------------------------- bad files


def bomb():
    return zipped({"a.shp": b"\x00" * 40_000_000, "a.shx": b"", "a.dbf": b""})


ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
BAD = {
    "nothing": (b"", "empty"),
    "words": (b"hello", "no rows"),
    "no-places": (b"a,b\n1,2\n", "no coordinates"),
    "no-features": (b'{"type":"FeatureCollection","features":[]}', "no rows"),
    "only-gaps": (
        b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":null}]}',
        "no row",
    ),
    "json": (b'{"a": 1}', "GeoJSON"),
    "pdf": (b"%PDF-1.7 ...", "GeoParquet"),
    "bomb": (bomb(), "unpack"),
    "escape": (zipped({"../../etc/passwd": b"x"}), "neither"),
    "kml-entity": ((ENTITY + KML).encode(), "entities"),
    "gpx-entity": ((ENTITY + GPX).encode(), "entities"),
    "osm-entity": ((ENTITY + OSM.removeprefix('<?xml version="1.0"?>')).encode(), "entities"),
    "xlsx-entity": (zipped({"xl/workbook.xml": ENTITY + "<x/>"}), "entities"),
    "xlsx-hollow": (zipped({"xl/workbook.xml": "<x/>"}), "damaged"),
    "fgb": (b"fgb\x03fgb\x00" + b"\x00" * 40, "cannot be read"),
    "parquet": (b"PAR1" + b"\x00" * 40, "cannot be read"),
    "pbf": (b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x05 torn", ""),
    "infinite": (b'{"type":"Point","coordinates":[1e999,50]}', ""),
    "beyond": (b'{"type":"Point","coordinates":[5000,600000]}', "not degrees"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_told_what_is_wrong(name):
    content, message = BAD[name]
    with pytest.raises(LayerError) as caught:
        preview(content, "in.bin", theme="stations")
    assert message in str(caught.value)
    assert "{" not in str(caught.value).replace("{'", "")


def test_limits_name_both_numbers():
    with pytest.raises(LayerError, match=r"0\.001|at most"):
        preview(b"x" * 2000, "a.csv", limits=Limits(max_bytes=1000))
    circle = geojson(Point(9, 50).buffer(1, quad_segs=100))
    with pytest.raises(LayerError, match=r"401 vertices; at most 100"):
        preview(circle, "a.geojson", limits=Limits(max_vertices=100))


@pytest.mark.parametrize("cut", [30, 200, 800, 2000])
def test_torn_files_are_refused_or_read_but_never_crash(tmp_path, cut):
    for suffix in (".gpkg", ".fgb", ".parquet"):
        content = written(tmp_path, suffix, **({"SPATIAL_INDEX": "NO"} if suffix == ".fgb" else {}))
        with pytest.raises(GeoAppError):
            preview(content[:cut] if cut < len(content) else b"PAR1", f"a{suffix}")


# --------------------------------------------------------------------------------------------------- a layer


def test_layer_has_what_every_feature_needs():
    made = layer(geojson(Point(9, 50), properties={"name": "Қала", "source": "x", "status": "shut"}))
    assert set(FEATURE_COLUMNS) - {"id"} <= set(made.frame.columns)
    row = made.frame.iloc[0]
    assert (row["name_kk"], row["name_en"]) == ("Қала", None)
    assert (row["source"], row["status"], row["accuracy_m"]) == ("a survey", "unknown", 50.0)
    assert row["file_source"] == "x"


def test_names_by_language_and_ids_of_the_file():
    features = geojson(Point(9, 50), properties={"name:ru": "Город", "name:kk": "Қала", "name": "City", "id": "c-1"})
    row = layer(features).frame.iloc[0]
    assert (row.name, row["name_ru"], row["name_kk"], row["name_en"]) == ("c-1", "Город", "Қала", "City")


@pytest.mark.parametrize("bad", ["", "Roads", "a-b", "../x", "дорога", "a" * 41, "a b", "a\n"])
def test_ids_are_strict(bad):
    with pytest.raises(LayerError):
        check_id(bad)


def test_source_and_date_are_asked_for():
    found = preview(geojson(Point(9, 50)), "a.geojson")
    with pytest.raises(LayerError, match="source"):
        make_layer(found, id="a", title="A", source=Source("", "", ""), as_of="2026", accuracy_m=1)
    with pytest.raises(LayerError, match="date"):
        make_layer(found, id="a", title="A", source=SOURCE, as_of=" ", accuracy_m=1)
    with pytest.raises(LayerError, match="-1"):
        make_layer(found, id="a", title="A", source=SOURCE, as_of="2026", accuracy_m=-1)


# -------------------------------------------------------------------------------------- beside a pack's layers

AREAS = geojson(*(box(9 + i / 2, 50, 9.5 + i / 2, 51) for i in range(4)), properties={"name": "District"})
SITE = Sites((Site("s", "S", 9.7, 50.5),))


@pytest.mark.parametrize(("kind", "raw"), [("nearest", 0.0), ("inside", 1.0), ("within:30", 3.0), ("value:n", 1.0)])
def test_criteria_measure(pack, kind, raw):
    made = layer(AREAS, value_column="n")
    extended = add_layer(pack, made, make_criterion(made, kind))
    ranking = rank(SITE, make_scenario(extended, "freight", weights={"own": 100}), extended)
    assert ranking.sites[0].criteria["own"].raw == pytest.approx(raw)


def test_anchors_come_from_the_layer_and_are_said(pack):
    made = layer(AREAS, value_column="n")
    criterion = make_criterion(made, "value:n")
    assert criterion.value_function.points == ((0.3, 0.0), (2.7, 1.0))
    assert "2.7" in criterion.descriptions["en"]
    turned = make_criterion(made, "value:n", less_is_better=True)
    assert turned.value_function.points == ((0.3, 1.0), (2.7, 0.0))


@pytest.mark.parametrize("kind", ["far", "within:", "within:x", "within:0", "value:", "value:cats", "inside"])
def test_criteria_that_cannot_be(kind):
    made = layer(geojson(Point(9, 50)))
    with pytest.raises(LayerError):
        make_criterion(made, kind)


def test_exclusion_colours_and_names_of_areas(pack):
    made = layer(AREAS, value_column="n")
    extended = add_layer(pack, made)
    assert not extended.exclusions["own"].default
    scenario = make_scenario(extended, "freight", exclusions=["own"])
    assert rank(SITE, scenario, extended).sites[0].excluded_by == ("own",)
    assert made.style["classes"]["breaks"] == sorted(made.style["classes"]["breaks"])
    assert len(made.style["classes"]["colors"]) == len(made.style["classes"]["breaks"]) + 1
    item = rank(SITE, make_scenario(extended, "freight"), extended).sites[0]
    assert ("Own", "District") in site_facts(item, Wording(extended, translator("en")))


def test_data_version_names_the_content(pack):
    one, two = layer(AREAS), layer(geojson(Point(9, 50)))
    versions = {add_layer(pack, made).data_version for made in (one, two)}
    assert len(versions) == 2
    assert all(v.startswith(pack.data_version + "+") and len(v.split("+")[1]) == 32 for v in versions)
    assert add_layer(pack, layer(AREAS)).data_version == add_layer(pack, one).data_version
    assert "own" not in pack.layers


@pytest.mark.parametrize("taken", ["rail", "people", "abroad"])
def test_a_taken_id_is_refused(pack, taken):
    with pytest.raises(LayerError, match=taken):
        add_layer(pack, layer(AREAS, id=taken))


def test_saved_layer_is_part_of_the_pack(tmp_path):
    pack = write_pack(tmp_path / "pack")
    made = layer(AREAS, value_column="n")
    saved = save_layer(pack, made, make_criterion(made, "value:n"))
    assert saved.layers["own"].frame["n"].tolist() == [0, 1, 2, 3]
    assert saved.criteria["own"].column == "n"
    with pytest.raises(LayerError, match="--replace"):
        save_layer(pack, made)


def test_replacing_keeps_the_pack_sound(tmp_path):
    pack = write_pack(tmp_path / "pack")
    save_layer(pack, layer(AREAS))
    saved = save_layer(pack, layer(geojson(box(9, 50, 10, 51))), replacing=True)
    assert len(saved.layers["own"].frame) == 1
    assert len(list(pack.glob("own-*.geojson"))) == 1
    with pytest.raises(LayerError, match="population"):
        save_layer(pack, layer(AREAS, id="people"), replacing=True)
    with pytest.raises(LayerError, match="polygon"):
        save_layer(pack, layer(geojson(Point(9, 50)), id="region"), replacing=True)
    load_pack(pack)


def test_nothing_is_written_into_a_broken_pack(tmp_path):
    pack = write_pack(tmp_path / "pack")
    (pack / "rail.geojson").unlink()
    before = sorted(pack.iterdir())
    with pytest.raises(PackError):
        save_layer(pack, layer(AREAS))
    assert sorted(pack.iterdir()) == before


# --------------------------------------------------------------------------------------- files in the wild


@pytest.mark.parametrize(
    ("file", "kind", "count", "criterion"),
    [
        ("adm2_osm_2026", "polygon", 18, "value:area_km2"),
        ("airport_runways_ourairports", "line", 9, "nearest"),
        ("places_osm_hotosm", "point", 940, "within:20"),
        ("power_osm_2026", "line", 815, "nearest"),
        ("power_plants_pypsa_kz", "point", 24, "nearest"),
        ("railroads_ne", "line", 20, "nearest"),
        ("roads_ne", "line", 52, "nearest"),
    ],
)
def test_third_party_files(region, file, kind, count, criterion):
    path = DATA / f"{file}.geojson"
    if not path.is_file():
        pytest.skip(f"{path.name} is not beside this checkout")
    found = preview(path, path.name, bounds=region.bounds)
    assert (found.geometry, len(found.frame)) == (kind, count)
    column = criterion.partition(":")[2] if criterion.startswith("value") else ""
    made = make_layer(found, id="own", title="O", source=SOURCE, as_of="2026", accuracy_m=0, value_column=column)
    extended = add_layer(region, made, make_criterion(made, criterion))
    ranking = rank(SITE, make_scenario(extended, next(iter(extended.profiles)), weights={"own": 1}), extended)
    assert len(ranking.sites) == 1


def test_frames_with_odd_cells_become_plain_columns(tmp_path):
    odd = gpd.GeoDataFrame(
        {"a": [1, None], "b": [True, False], "c": [{"x": 1}, None], "d": pd.to_datetime(["2026-01-01", None])},
        geometry=[Point(9, 50), Point(10, 50)],
        crs=4326,
    )
    odd.to_parquet(tmp_path / "in.parquet")
    made = layer((tmp_path / "in.parquet").read_bytes())
    assert made.frame["a"].iloc[0] == 1.0
    assert made.frame["b"].tolist() == ["True", "False"]
    assert json.loads(made.frame["c"].iloc[0]) == {"x": 1}
    assert made.frame["d"].iloc[0].startswith("2026-01-01")
