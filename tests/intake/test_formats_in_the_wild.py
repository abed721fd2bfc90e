"""Files as programs and people make them: encodings that lie, tracks, drawings, rasters without a word on gaps."""

from __future__ import annotations

import io
import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import rasterio
import shapely

from geo_app.core.errors import LayerError, SitesError
from geo_app.intake.layers import preview
from geo_app.intake.sites import read_sites
from tests.intake import files

BOUNDS = (66.0, 40.5, 71.0, 46.1)
FEATURE = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [68.8036, 42.4312]}}


def read(content, name="a", **options):
    content = content.encode() if isinstance(content, str) else content
    return read_sites(io.BytesIO(content), name=name, bounds=BOUNDS, **options)


def look(content, name="a", **options):
    content = content.encode() if isinstance(content, str) else content
    return preview(content, name, bounds=BOUNDS, **options)


def told(rows):
    return " | ".join(str(row) for row in rows)


# --------------------------------------------------------------------------------------------------- encodings


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "mac_cyrillic", "iso8859_5", "koi8_r"])
def test_russian_tables_in_rare_encodings(encoding):
    site = read("Название;Широта;Долгота\nАрысь-Север;42,4312;68,8036\n".encode(encoding)).sites[0]
    assert (site.name, site.lat) == ("Арысь-Север", 42.4312)


def test_a_taiwanese_table():
    site = read("名稱,緯度,經度\n測試地點,42.4312,68.8036\n".encode("big5")).sites[0]
    assert (site.name, site.lat) == ("測試地點", 42.4312)


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-8-sig", "gb18030"])
def test_geojson_in_other_encodings(encoding):
    name = "阿雷斯北仓库" if encoding == "gb18030" else "Арысь-Север"
    text = json.dumps({"type": "FeatureCollection", "features": [FEATURE | {"properties": {"name": name}}]})
    found = read(text.encode().decode("unicode_escape").encode(encoding))
    assert found.sites[0].name == name
    assert ("was read as" in told(found.warnings)) == (encoding in ("cp1251", "gb18030"))


@pytest.mark.parametrize("encoding", ["koi8_r", "kz1048", "cp866", "gb18030"])
def test_texts_of_a_shapefile_in_any_encoding(encoding):
    names = {"gb18030": ["阿雷斯北仓库", "巴达姆仓库"], "kz1048": ["Құдық", "Өңір"]}.get(encoding, ["Арысь", "Бадам"])
    parts = files.written(".shp", encoding="utf-8")
    table = parts["places.dbf"]
    for old, new in zip(files.NAMES, names, strict=True):
        table = table.replace(old.encode().ljust(20), new.encode(encoding).ljust(20))
    parts = {name: data for name, data in parts.items() if not name.endswith(".cpg")} | {"places.dbf": table}
    assert [site.name for site in read(files.zipped(parts), "a.zip").sites] == names


def test_a_drawing_says_how_its_texts_were_read():
    found = read(drawing("Участок 1").encode("cp1251"), crs="EPSG:28412")
    assert "Windows-1251" in told(found.warnings)
    assert (found.sites[0].name, round(found.sites[0].attributes["area_ha"])) == ("Участок 1", 100)


# -------------------------------------------------------------------------------------------------- missing parts


def test_missing_parts_are_told_with_what_was_in_them():
    parts = files.written(".shp", encoding="utf-8")
    without = {name: data for name, data in parts.items() if not name.endswith(".dbf")}
    assert "no .dbf" in told(read(files.zipped(without), "a.zip").warnings)
    mif = files.written(".mif", driver="MapInfo File", FORMAT="MIF")
    found = read(mif["places.mif"], "a.mif")
    assert "the columns id, name, area_ha are in a .mid file" in told(found.warnings)
    assert not read(files.zipped(mif), "a.zip").warnings


def test_a_part_of_an_answer_is_told():
    collection = {"type": "FeatureCollection", "features": [FEATURE], "properties": {"exceededTransferLimit": True}}
    assert "features are missing" in told(read(json.dumps(collection)).warnings)
    esri = json.loads(files.esri_json()) | {"exceededTransferLimit": True}
    assert "features are missing" in told(look(json.dumps(esri)).notes)
    overpass = json.loads(files.overpass()) | {"remark": "runtime error: Query timed out"}
    assert "runtime error: Query timed out" in told(read(json.dumps(overpass)).warnings)


def test_an_answer_of_overpass_in_xml_needs_no_theme():
    ring = [(68.79, 42.42), (68.81, 42.42), (68.81, 42.44), (68.79, 42.42)]
    corners = "".join(f'<nd ref="{k}" lat="{lat}" lon="{lon}"/>' for k, (lon, lat) in enumerate(ring))
    way = f'<way id="1">{corners}<tag k="name" v="A"/><tag k="landuse" v="industrial"/></way>'
    centre = '<way id="2"><center lat="42.3" lon="69.2"/><tag k="name" v="B"/></way>'
    text = f'<osm version="0.6" generator="Overpass API 0.7">{way}{centre}<remark>timed out</remark></osm>'
    found = look(text)
    assert found.counts == {"point": 1, "polygon": 1}
    assert "timed out" in told(found.notes)


# ------------------------------------------------------------------------------------------------ lists of records


@pytest.mark.parametrize("kind", [float, str])
def test_json_and_parquet_of_plain_columns(kind):
    records = [{"display_name": "A", "lat": kind(42.4312), "lon": kind(68.8036), "area": 5, "tags": {"x": [1]}}]
    expected = {"area": 5, "tags": '{"x": [1]}'}
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(records), out)
    for content in (json.dumps(records).encode(), out.getvalue()):
        site = read(content).sites[0]
        assert (site.name, site.lon, site.attributes) == ("A", 68.8036, expected)


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({"error": {"code": 400, "message": "Invalid URL"}}, "error: Invalid URL"),
        ({"rows": [], "total": 0}, "rows, total"),
        ([1, 2], "[…]"),
        ({"type": None, "name": "x"}, "type, name"),
    ],
)
def test_other_json_is_named_by_what_is_in_it(document, found):
    with pytest.raises(SitesError) as caught:
        read(json.dumps(document))
    assert found in str(caught.value)
    assert "None" not in str(caught.value)


def test_coordinates_that_are_texts_are_told_in_plain_words():
    feature = FEATURE | {"geometry": {"type": "Point", "coordinates": ["68.8", "42.4"]}}
    reason = told(read(json.dumps({"type": "FeatureCollection", "features": [FEATURE, feature]})).rejected)
    assert "must be number, but is string" in reason
    assert "exception" not in reason


def test_columns_that_are_called_like_coordinates_stay():
    properties = {"name": "A", "x": 1, "lat": 9, "when": "2026-05-01"}
    site = read(json.dumps(FEATURE | {"properties": properties})).sites[0]
    assert site.attributes == {"x": 1, "lat": 9, "when": "2026-05-01"}


# --------------------------------------------------------------------------------------------------- KML and GPX


def kml(body):
    return f'<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="x"><Document>{body}</Document></kml>'


RING = "68.79,42.42,0 68.81,42.42,0 68.81,42.44,0 68.79,42.44,0 68.79,42.42,0"
TRACK = "<gx:Track><when>2026</when><gx:coord>68.8036 42.4312 0</gx:coord><gx:coord>68.9 42.5 0</gx:coord></gx:Track>"


@pytest.mark.parametrize(
    ("geometry", "kind"),
    [
        (f"<LinearRing><coordinates>{RING}</coordinates></LinearRing>", "polygon"),
        (
            f"<MultiGeometry><LinearRing><coordinates>{RING}</coordinates></LinearRing></MultiGeometry>",
            "polygon",
        ),
        (TRACK, "line"),
        (f"<gx:MultiTrack>{TRACK}{TRACK}</gx:MultiTrack>", "line"),
        ("<gx:Track><gx:coord>68.8036 42.4312 0</gx:coord></gx:Track>", "point"),
    ],
)
def test_geometries_of_kml(geometry, kind):
    content = kml(f"<Placemark><name>A</name>{geometry}</Placemark>")
    assert look(content).geometry == kind
    assert read(content).sites[0].name == "A"


def test_what_else_kml_and_gpx_say_of_a_place():
    place = "<Point><coordinates>68.8036,42.4312</coordinates></Point>"
    mark = f"<Placemark><name>A</name><description>газ есть</description>{place}</Placemark>"
    found = read(kml(f"<NetworkLink><href>x</href></NetworkLink>{mark}"))
    assert found.sites[0].attributes["description"] == "газ есть"
    assert "links to other documents" in told(found.warnings)
    point = '<wpt lat="42.4312" lon="68.8036"><name>W</name><extensions><a><area>12</area></a></extensions></wpt>'
    assert read(f'<gpx version="1.1">{point}</gpx>').sites[0].attributes == {"area": 12}


def test_ids_of_features_that_repeat_stay_as_an_attribute():
    features = [FEATURE | {"id": 7, "properties": {"name": name}} for name in "AB"]
    found = read(json.dumps({"type": "FeatureCollection", "features": features}))
    assert [(site.id, site.attributes) for site in found.sites] == [
        ("row-1", {"feature_id": 7}),
        ("row-2", {"feature_id": 7}),
    ]


# ------------------------------------------------------------------------------------------------------ drawings


def drawing(*texts):
    corners = [(12483000, 4699000), (12484000, 4699000), (12484000, 4700000), (12483000, 4700000)]
    outline = "0\nLWPOLYLINE\n8\n0\n90\n4\n70\n1\n" + "".join(f"10\n{x}\n20\n{y}\n" for x, y in corners)
    labels = "".join(f"0\nTEXT\n8\n0\n10\n12483500\n20\n4699{k}00\n40\n9\n1\n{t}\n" for k, t in enumerate(texts, 3))
    return f"0\nSECTION\n2\nENTITIES\n{outline}{labels}0\nENDSEC\n0\nEOF\n"


def test_a_closed_line_of_a_drawing_is_an_area_with_the_text_in_it_for_its_name():
    found = read(drawing("Plot 7"), crs="EPSG:28412")
    assert [site.name for site in found.sites] == ["Plot 7"]
    # Which of two texts would be its name, nobody knows.
    assert len(read(drawing("Plot 7", "12 ha"), crs="EPSG:28412").sites) == 3


# ------------------------------------------------------------------------------------------------------- rasters

VALUES = np.arange(1.0, 31.0).reshape(5, 6)


def raster(values, dtype="float32", *, transform=(0.1, 0, 68, 0, -0.1, 43), bands=1, **options):
    descriptions = options.pop("descriptions", None)
    crs = options.pop("crs", "EPSG:4326")
    shape = {"height": values.shape[0], "width": values.shape[1], "count": bands}
    where = {"transform": rasterio.Affine(*transform)} if transform else {}
    with rasterio.MemoryFile() as memory:
        with memory.open(driver="GTiff", dtype=dtype, crs=crs, **shape, **where, **options) as target:
            for band in range(1, bands + 1):
                target.write((values * band).astype(dtype), band)
            if descriptions:
                target.descriptions = descriptions
        return memory.read()


@pytest.mark.parametrize(
    ("gaps", "dtype", "options"),
    [
        ([-9999, -99999], "float32", {}),
        ([-9999, -99999], "float32", {"nodata": -9999}),
        ([-9999.9], "float32", {}),
        ([-999], "int16", {}),
        ([-128], "int8", {}),
        ([65535], "uint16", {}),
        ([-3.4028234e38], "float32", {}),
        ([1e20], "float64", {}),
    ],
)
def test_numbers_that_mean_no_data(gaps, dtype, options):
    values = VALUES.copy()
    values.ravel()[: len(gaps)] = gaps
    found = look(raster(values, dtype, **options), "a.tif")
    assert sorted(found.frame["value"]) == list(range(len(gaps) + 1, 31))
    assert "looks like “no data”" in told(found.notes)


def test_a_negative_gap_among_large_numbers_and_a_doubtful_one():
    large = VALUES * 1000
    large[0, 0] = -9999
    assert look(raster(large), "a.tif").frame["value"].min() == 2000
    doubtful = VALUES * 1000 - 15000
    doubtful[0, 0] = -9999
    doubtful[0, 1:] = -9000
    doubtful[doubtful < -9999] = -9000
    found = look(raster(doubtful), "a.tif")
    assert found.frame["value"].min() == -9999
    assert "may mean “no data”; they are kept" in told(found.notes)


def test_a_raster_from_south_to_north_is_the_same():
    upright = look(raster(VALUES), "a.tif").frame
    turned = look(raster(VALUES[::-1], transform=(0.1, 0, 68, 0, 0.1, 42.5)), "a.tif").frame
    for frame in (upright, turned):
        frame["west"], frame["south"] = frame.geometry.bounds.minx.round(6), frame.geometry.bounds.miny.round(6)
    columns = ["west", "south", "value"]
    assert sorted(map(tuple, upright[columns].to_numpy())) == sorted(map(tuple, turned[columns].to_numpy()))


def test_a_world_file_says_where_a_raster_lies():
    prj = 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    with pytest.warns(rasterio.errors.NotGeoreferencedWarning):
        bare = raster(VALUES, transform=None, crs=None)
    parts = {
        "a.tif": bare,
        "a.tfw": "0.1\n0\n0\n-0.1\n68.05\n42.95\n",
        "a.prj": prj + 'UNIT["degree",0.0174532925199433]]',
    }
    found = look(files.zipped(parts), "a.zip")
    assert found.bounds == pytest.approx((68.0, 42.5, 68.6, 43.0))


def test_a_picture_has_no_values_and_bands_are_named():
    with pytest.raises(LayerError, match="picture"):
        look(raster(VALUES, "uint8", bands=3, photometric="RGB"), "a.tif")
    two = raster(VALUES, bands=2, descriptions=("people", "density"))
    assert "only people is read; the file also has density" in told(look(two, "a.tif").notes)


def test_nested_columns_hold_no_objects_of_the_language():
    table = {
        "names": [{"primary": "A", "rules": [{"value": "B"}]}],
        "categories": [{"primary": "x", "alternate": ["y", "z"]}],
        "geometry": [shapely.to_wkb(shapely.Point(68.8036, 42.4312))],
    }
    out = io.BytesIO()
    pq.write_table(pa.table(table), out)
    site = read(out.getvalue(), "a.parquet").sites[0]
    assert json.loads(site.attributes["categories"]) == {"primary": "x", "alternate": ["y", "z"]}
    assert json.loads(site.attributes["names"]) == {"rules": [{"value": "B"}]}


def test_a_system_without_a_name_goes_by_its_code():
    parts = files.written(".tab", "EPSG:28412", driver="MapInfo File")
    assert look(files.zipped(parts), "a.zip").crs == "Pulkovo 1942 / Gauss-Kruger zone 12 (EPSG:28412)"
