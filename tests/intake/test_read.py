"""Every format, once for sites and once for layers; what a file does not say is asked or reported."""

from __future__ import annotations

import io
import json
import zipfile

import numpy as np
import pytest

from geo_app.core.errors import LayerError, SitesError
from geo_app.intake.layers import preview
from geo_app.intake.read import FORMATS, LAYER_SUFFIXES, SITE_SUFFIXES
from geo_app.intake.sites import read_sites
from tests.intake import files

BOUNDS = (66.0, 40.5, 71.0, 46.1)


def read(content, name="sites", **options):
    content = content.encode() if isinstance(content, str) else content
    return read_sites(io.BytesIO(content), name=name, bounds=BOUNDS, **options)


def messages_of(rows):
    return " | ".join(str(row) for row in rows)


def problem(content, name="file", **options):
    with pytest.raises(SitesError) as caught:
        read(content, name, **options)
    return str(caught.value)


@pytest.mark.parametrize("name", files.FILES)
def test_sites_of_every_format(name):
    crs = "EPSG:4326" if name in files.NEEDS_CRS else None
    sites = read(files.FILES[name](), name, crs=crs).sites
    np.testing.assert_allclose([(s.lon, s.lat) for s in sites], files.PLACES, atol=1e-6)
    if name not in files.NAMELESS and name != "places.mif":
        assert [s.name for s in sites] == list(files.NAMES)
    if name not in files.WITHOUT_AREA:
        assert [float(s.attributes["area_ha"]) for s in sites] == [12.5, 25.0]
    assert all(s.accuracy_m < 60 for s in sites)


@pytest.mark.parametrize("name", [name for name in files.FILES if name != "places.osm"])
def test_a_layer_of_every_format(name):
    crs = "EPSG:4326" if name in files.NEEDS_CRS else None
    found = preview(files.FILES[name](), name, crs=crs, bounds=BOUNDS)
    np.testing.assert_allclose([(p.x, p.y) for p in found.frame.geometry], files.PLACES, atol=1e-6)
    assert not found.dropped


def test_the_table_of_formats_names_what_screens_offer():
    assert len(FORMATS) == len({item.title for item in FORMATS})
    assert {"xlsx", "gpx", "parquet", "zip"} <= set(SITE_SUFFIXES)
    assert set(LAYER_SUFFIXES) - set(SITE_SUFFIXES) == {"tif", "tiff"}


@pytest.mark.parametrize("name", ["places.xlsx", "places.xls", "places.ods"])
def test_dates_of_a_workbook_are_dates(name):
    assert {s.attributes["date"] for s in read(files.FILES[name](), name).sites} == {"2026-05-01"}


def test_names_of_overture_are_names():
    site = read(files.overture(), "x.parquet").sites[0]
    assert (site.name, site.names) == ("Қойма", {"ru": "Қойма ru"})
    assert "bbox" not in site.attributes


def test_a_raster_has_no_sites():
    assert "raster" in problem(files.tiff([[1, 2]]), "a.tif")


def test_a_mapinfo_table_alone_says_what_is_missing():
    tab = files.written(".tab", driver="MapInfo File")["places.tab"]
    assert "Zip its .tab, .dat, .map and .id together" in problem(tab, "a.tab")


def test_an_extract_needs_a_theme_as_a_layer_and_none_as_sites():
    with pytest.raises(LayerError, match="substations"):
        preview(files.osm(), "a.osm")
    assert len(read(files.pbf(), "a.osm.pbf").sites) == 1
    assert preview(files.osm("JOSM"), "a.osm").geometry == "point"


def test_areas_of_overpass_and_josm():
    corners = [(69.0, 43.0), (69.01, 43.0), (69.01, 43.01), (69.0, 43.01)]
    ring = [*corners, corners[0]]
    inline = {"type": "way", "id": 1, "tags": {"landuse": "industrial"}}
    inline["geometry"] = [{"lon": lon, "lat": lat} for lon, lat in ring]
    outer = {"type": "way", "ref": 2, "role": "outer", "geometry": inline["geometry"]}
    relation = {"type": "relation", "id": 3, "tags": {"type": "multipolygon", "name": "R"}, "members": [outer]}
    hollow = {"type": "way", "id": 4, "tags": {"name": "no nodes"}}
    centre = {"type": "relation", "id": 5, "tags": {"name": "C"}, "center": {"lon": 69.1, "lat": 43.1}}
    sites = read(json.dumps({"elements": [inline, relation, hollow, centre, 7]}), "x.json")
    assert [s.attributes.get("area_ha") is not None for s in sites.sites] == [True, True, False]
    assert "no geometry" in messages_of(sites.rejected)
    assert "not an element" in messages_of(sites.rejected)


# ------------------------------------------------------------------------------------------------- archives


def test_what_a_mac_adds_to_an_archive_is_no_data():
    parts = {f"Архив/Участки{name[6:]}": data for name, data in files.written(".shp", encoding="utf-8").items()}
    litter = {f"__MACOSX/Архив/._Участки{name[-4:]}": b"\x00\x05\x16\x07" for name in parts}
    litter |= {"Архив/.DS_Store": b"x", "Архив/~$x.xlsx": b"x", "Архив/._Участки.shp": b"\x00\x05"}
    sites = read(files.zipped({**litter, **parts}), "x.zip")
    assert len(sites.sites) == 2
    assert not sites.warnings


def test_of_several_data_sets_in_an_archive_one_is_read_and_all_are_named():
    members = {"b/two.csv": files.csv(), "a/one.geojson": files.geojson(), "readme.txt": b"hello"}
    sites = read(files.zipped(members), "x.zip")
    assert "only a/one.geojson is read; the file also has b/two.csv" in str(sites.warnings[0])


def test_an_archive_in_an_archive_is_named():
    assert "inner.zip" in problem(files.zipped({"inner.zip": files.zipped({"a.csv": files.csv()})}), "x.zip")


def test_russian_names_of_old_archives_are_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("один.csv", "два.csv"):
            info = zipfile.ZipInfo(name.encode("cp866").decode("cp437"))
            archive.writestr(info, files.csv())
    # The flag of UTF-8 is what such archives lack.
    content = out.getvalue().replace("два.csv".encode("cp866").decode("cp437").encode(), "два.csv".encode("cp866"))
    assert read(files.zipped({"a.csv": files.csv()}), "x.zip").sites
    assert content


# ------------------------------------------------------------------------------------------------ encodings


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("名称,纬度,经度\n阿雷斯北,42.4312,68.8036\n", "gb18030", "阿雷斯北"),
        ("Название;Широта;Долгота\nАРЫСЬ;42,4312;68,8036\n", "cp1251", "АРЫСЬ"),
        ("Атауы;Ендік;Бойлық\nҚұдық;42,4312;68,8036\n", "kz1048", "Құдық"),
        ("Название;Широта;Долгота\nАрысь;42,4312;68,8036\n", "cp866", "Арысь"),
        ("Название;Широта;Долгота\nАрысь;42,4312;68,8036\n", "koi8_r", "Арысь"),
        ("name,lat,lon\nАрысь-Север,42.4312,68.8036\n", "cp1251", "Арысь-Север"),
        ("name,lat,lon\n阿雷斯北仓库,42.4312,68.8036\n", "gb18030", "阿雷斯北仓库"),
        ("name\tlat\tlon\nАрысь\t42.4312\t68.8036\n", "utf-16", "Арысь"),
    ],
)
def test_encodings_are_told_by_their_words_and_letters(text, encoding, name):
    sites = read(text.encode(encoding), "x.csv")
    assert sites.sites[0].name == name
    assert ("not UTF-8" in messages_of(sites.warnings)) == (encoding != "utf-16")


@pytest.mark.parametrize("stated", ["UTF-8", "1252", None])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_texts_of_a_shapefile_are_read_whatever_its_cpg_says(tmp_path, stated, encoding):
    frame = files.frame()
    frame["name"] = ["Арысь-Север", "Бадам"]
    frame.to_file(tmp_path / "a.shp", encoding=encoding)
    parts = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.suffix != ".cpg"}
    parts |= {"a.cpg": stated.encode()} if stated else {}
    sites = read(files.zipped(parts), "x.zip")
    assert [s.name for s in sites.sites] == ["Арысь-Север", "Бадам"]
    assert (encoding in ("utf-8",) and stated != "1252") or "read" in messages_of(sites.warnings)


# ------------------------------------------------------------------------------------------------ what is named


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"AC1032\x00\x00", "save it as DXF"),
        (b"ncols 4\nnrows 2\n", "save it as GeoTIFF"),
        (b'<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"/>', "save it as GeoJSON"),
        (b"7z\xbc\xaf", "use ZIP"),
        (b"<html><table/></html>", "a web page"),
    ],
)
def test_other_formats_are_named_with_what_to_do(content, words):
    assert words in problem(content)


def test_a_text_in_an_archive_is_a_table_if_nothing_else_is():
    assert len(read(files.zipped({"a.txt": files.csv()}), "x.zip").sites) == 2


def test_a_list_of_features_is_read():
    features = json.loads(files.geojson())["features"]
    assert len(read(json.dumps(features)).sites) == 2


def test_a_layer_of_nothing_but_bad_rows_says_what_is_wrong_with_the_first():
    with pytest.raises(LayerError, match=r"none of 2 rows could be read. Row 1: .*'x'"):
        preview(b"name,lat,lon\nA,42.4,x\nB,42.4,\n", "a.csv")


# ---------------------------------------------------------------------------------------------------- damaged files


@pytest.mark.parametrize("name", files.FILES)
def test_a_damaged_file_is_read_or_refused_in_words(name):
    good = files.FILES[name]()
    random = np.random.default_rng(len(good))
    damaged = [good[: int(len(good) * share)] for share in (0.05, 0.5, 0.95)]
    for flips in (1, 30):
        content = bytearray(good)
        for at in random.integers(0, len(good), flips):
            content[at] ^= 1 << int(random.integers(0, 8))
        damaged.append(bytes(content))
    for content in damaged:
        for attempt in (lambda c: read(c, name), lambda c: preview(c, name, bounds=BOUNDS)):
            try:
                attempt(content)
            except (SitesError, LayerError) as refused:
                assert "object at 0x" not in str(refused)
                assert "<class" not in str(refused)


def test_a_member_of_an_archive_without_a_name_is_passed_over():
    nameless = files.zipped({"a.csv": files.csv(), "x": b"1"}).replace(b"x", b"\x00")
    assert len(read(nameless, "x.zip").sites) == 2
