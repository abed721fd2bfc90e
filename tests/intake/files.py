"""Two invented places as a file of every format, for tests that go through all of them."""

from __future__ import annotations

import io
import json
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import shapely
import xlwt
from PIL import Image, TiffImagePlugin

PLACES = ((68.80361, 42.43121), (69.20112, 42.29443))
NAMES = ("Қойма", "Склад")
HEADER = ("id", "name", "lon", "lat", "area_ha", "date")
ROWS = tuple(
    (f"s{k}", name, *place, 12.5 * k, pd.Timestamp("2026-05-01").date())
    for k, (name, place) in enumerate(zip(NAMES, PLACES, strict=True), start=1)
)


def frame(crs: str = "EPSG:4326") -> gpd.GeoDataFrame:
    points = [shapely.Point(place) for place in PLACES]
    columns = {"id": ["s1", "s2"], "name": list(NAMES), "area_ha": [12.5, 25.0]}
    return gpd.GeoDataFrame(columns, geometry=points, crs="EPSG:4326").to_crs(crs)


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def written(suffix: str, crs: str = "EPSG:4326", **options: Any) -> dict[str, bytes]:
    """Write the two places with GDAL, and read all the files that this makes."""
    with tempfile.TemporaryDirectory() as folder:
        frame(crs).to_file(Path(folder) / f"places{suffix}", **options)
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def csv() -> bytes:
    return "\r\n".join(",".join(map(str, row)) for row in (HEADER, *ROWS)).encode()


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    for row in (HEADER, *ROWS):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("places")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for r, row in enumerate((HEADER, *ROWS)):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell, day if r and c == 5 else xlwt.Style.default_style)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: str | None = None) -> bytes:
    office, table, text = ("urn:oasis:names:tc:opendocument:xmlns:" + name for name in ("office", "table", "text"))

    kind = "office:value-type"

    def cell(value: Any) -> str:
        if isinstance(value, int | float):
            return f'<table:table-cell {kind}="float" office:value="{value}"/>'
        if isinstance(value, str):
            return f'<table:table-cell {kind}="string"><text:p>{value}</text:p></table:table-cell>'
        return (
            f'<table:table-cell {kind}="date" office:date-value="{value}"><text:p>{value}</text:p></table:table-cell>'
        )

    body = rows or "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in (HEADER, *ROWS))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{office}:1.0" '
        f'xmlns:table="{table}:1.0" xmlns:text="{text}:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return out.getvalue()


def geojson() -> bytes:
    return json.dumps(json.loads(frame().to_json()), ensure_ascii=False).encode()


def geojson_lines() -> bytes:
    return b"\n".join(json.dumps(feature).encode() for feature in json.loads(frame().to_json())["features"])


def topojson() -> bytes:
    points = [
        {"type": "Point", "coordinates": list(place), "properties": {"id": f"s{k}", "name": name, "area_ha": 12.5 * k}}
        for k, (place, name) in enumerate(zip(PLACES, NAMES, strict=True), start=1)
    ]
    objects = {"places": {"type": "GeometryCollection", "geometries": points}}
    return json.dumps({"type": "Topology", "objects": objects, "arcs": []}).encode()


def esri_json() -> bytes:
    at = frame("EPSG:3857")
    features = [
        {"attributes": {"id": row.id, "name": row.name_, "area_ha": row.area_ha}, "geometry": {"x": p.x, "y": p.y}}
        for row, p in zip(at.rename(columns={"name": "name_"}).itertuples(), at.geometry, strict=True)
    ]
    kinds = {"id": "String", "name": "String", "area_ha": "Double"}
    fields = [{"name": name, "type": f"esriFieldType{kind}"} for name, kind in kinds.items()]
    head = {"geometryType": "esriGeometryPoint", "spatialReference": {"wkid": 102100, "latestWkid": 3857}}
    return json.dumps({**head, "fields": fields, "features": features}).encode()


def overpass() -> bytes:
    elements = [
        {"type": "node", "id": k, "lat": lat, "lon": lon, "tags": {"name": name, "area_ha": str(12.5 * k)}}
        for k, ((lon, lat), name) in enumerate(zip(PLACES, NAMES, strict=True), start=1)
    ]
    return json.dumps({"version": 0.6, "elements": elements}, ensure_ascii=False).encode()


def osm(generator: str = "CGImap") -> bytes:
    sign = "-" if generator == "JOSM" else ""
    nodes = "".join(
        f'<node id="{sign}{k}" lat="{lat}" lon="{lon}" version="1" visible="true"><tag k="name" v="{name}"/>'
        f'<tag k="landuse" v="industrial"/><tag k="area_ha" v="{12.5 * k}"/></node>'
        for k, ((lon, lat), name) in enumerate(zip(PLACES, NAMES, strict=True), start=1)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><osm version="0.6" generator="{generator}">{nodes}</osm>'.encode()


def kml() -> bytes:
    marks = "".join(
        f'<Placemark id="s{k}"><name>{name}</name><ExtendedData><Data name="area_ha"><value>{12.5 * k}</value></Data>'
        f"</ExtendedData><Point><coordinates>{lon},{lat},0</coordinates></Point></Placemark>"
        for k, ((lon, lat), name) in enumerate(zip(PLACES, NAMES, strict=True), start=1)
    )
    head = '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    return f"{head}{marks}</Document></kml>".encode()


def gpx() -> bytes:
    points = "".join(
        f'<wpt lat="{lat}" lon="{lon}"><name>{name}</name></wpt>'
        for (lon, lat), name in zip(PLACES, NAMES, strict=True)
    )
    return f'<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="me">{points}</gpx>'.encode()


def parquet() -> bytes:
    out = io.BytesIO()
    frame().to_parquet(out)
    return out.getvalue()


def overture() -> bytes:
    """Write names and extents nested, as Overture's files have them."""
    import pyarrow
    import pyarrow.parquet

    names = [{"primary": name, "common": [("ru", f"{name} ru")], "rules": None} for name in NAMES]
    boxes = [{"xmin": lon, "xmax": lon, "ymin": lat, "ymax": lat} for lon, lat in PLACES]
    common = pyarrow.map_(pyarrow.string(), pyarrow.string())
    kind = pyarrow.struct([("primary", pyarrow.string()), ("common", common), ("rules", pyarrow.string())])
    table = pyarrow.table(
        {
            "id": ["s1", "s2"],
            "names": pyarrow.array(names, type=kind),
            "bbox": boxes,
            "area_ha": [12.5, 25.0],
            "geometry": [shapely.to_wkb(shapely.Point(place)) for place in PLACES],
        }
    )
    about = {"version": "1.1.0", "primary_column": "geometry"}
    about["columns"] = {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}}  # type: ignore[assignment]
    out = io.BytesIO()
    pyarrow.parquet.write_table(table.replace_schema_metadata({"geo": json.dumps(about)}), out)
    return out.getvalue()


def dxf() -> bytes:
    entities = "".join(f"  0\nPOINT\n  8\nplots\n 10\n{lon}\n 20\n{lat}\n 30\n0.0\n" for lon, lat in PLACES)
    return f"  0\nSECTION\n  2\nENTITIES\n{entities}  0\nENDSEC\n  0\nEOF\n".encode()


def pbf() -> bytes:
    """Write an extract of one station by the format's own description."""

    def varint(value: int) -> bytes:
        out = b""
        while value > 127:
            out, value = out + bytes([value & 127 | 128]), value >> 7
        return out + bytes([value])

    def field(number: int, content: bytes | int) -> bytes:
        if isinstance(content, int):
            return varint(number << 3) + varint(content)
        return varint(number << 3 | 2) + varint(len(content)) + content

    def blob(kind: bytes, data: bytes) -> bytes:
        packed = field(2, len(data)) + field(3, zlib.compress(data))
        header = field(1, kind) + field(3, len(packed))
        return struct.pack(">I", len(header)) + header + packed

    words = b"".join(field(1, word) for word in (b"", b"railway", b"station"))
    lat, lon = 2 * round(PLACES[0][1] * 1e7), 2 * round(PLACES[0][0] * 1e7)
    node = field(1, 2 * 7) + field(2, b"\x01") + field(3, b"\x02") + field(8, lat) + field(9, lon)
    return blob(b"OSMHeader", field(4, b"OsmSchema-V0.6")) + blob(
        b"OSMData", field(1, words) + field(2, field(1, node))
    )


def tiff(
    cells: Any,
    *,
    west: float = 68.0,
    north: float = 43.0,
    size: float = 0.1,
    nodata: str | None = None,
    dtype: Any = np.float32,
    tags: Mapping[int, Any] | None = None,
) -> bytes:
    """Write a GeoTIFF in degrees."""
    directory = TiffImagePlugin.ImageFileDirectory_v2()
    directory[33550], directory.tagtype[33550] = (size, size, 0.0), 12
    directory[33922], directory.tagtype[33922] = (0.0, 0.0, 0.0, west, north, 0.0), 12
    directory[34735], directory.tagtype[34735] = (1, 1, 0, 2, 1024, 0, 1, 2, 2048, 0, 1, 4326), 3
    for tag, value in ({42113: nodata} if nodata else {}).items() | (tags or {}).items():
        directory[tag], directory.tagtype[tag] = value, 2
    out = io.BytesIO()
    Image.fromarray(np.asarray(cells, dtype=dtype)).save(out, "TIFF", tiffinfo=directory)
    return out.getvalue()


def _main(suffix: str, **options: Any) -> Callable[[], bytes]:
    return lambda: written(suffix, **options)[f"places{suffix}"]


FILES: Mapping[str, Callable[[], bytes]] = {
    "places.csv": csv,
    "places.tsv": lambda: csv().replace(b",", b"\t"),
    "places.xlsx": xlsx,
    "places.xls": xls,
    "places.ods": ods,
    "places.geojson": geojson,
    "places.geojsonl": geojson_lines,
    "topo.json": topojson,
    "esri.json": esri_json,
    "overpass.json": overpass,
    "places.osm": osm,
    "josm.osm": lambda: osm("JOSM"),
    "places.kml": kml,
    "places.kmz": lambda: zipped({"doc.kml": kml()}),
    "places.gpx": gpx,
    "places.gpkg": _main(".gpkg", crs="EPSG:32642"),
    "places.fgb": _main(".fgb", SPATIAL_INDEX="NO"),
    "places.parquet": parquet,
    "overture.parquet": overture,
    "shapefile.zip": lambda: zipped(written(".shp", encoding="utf-8")),
    "places.mif": _main(".mif", driver="MapInfo File"),
    "mif.zip": lambda: zipped(written(".mif", driver="MapInfo File")),
    "tab.zip": lambda: zipped(written(".tab", driver="MapInfo File")),
    "csv.zip": lambda: zipped({"folder/places.csv": csv()}),
    "places.dxf": dxf,
}
"""File name to what writes it: the two places, in every format that may hold sites."""

NAMELESS = {"places.dxf"}
NEEDS_CRS = {"places.dxf"}
WITHOUT_AREA = {"places.gpx", "places.dxf", "places.mif"}
