"""A layer's recipe -> its features.

Every kind of layer is one function from the layer's entry in ``layers.toml`` to features; `BUILDERS` names them.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterator, Mapping

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo_app.build import formats, ground
from geo_app.build.figures import Row, number, selected
from geo_app.build.population import Model, spread
from geo_app.build.workshop import (
    Entry,
    Workshop,
    as_feature,
    known,
    listed_rows,
    nameless,
    placed,
    point,
    required,
)
from geo_app.build.writer import Feature

# --------------------------------------------------------------------------------------------- outlines, areas


def units(entry: Entry, shop: Workshop) -> list[Feature]:
    """Administrative units, simplified together so that neighbours keep one border."""
    outlines = _outlines(shop)
    rows = selected(shop.figures.table(entry["table"]), entry["where"])
    box = shapely.box(*shop.box(entry["box"])) if "box" in entry else None
    return [
        as_feature(row, shape if box is None else shapely.intersection(shape, box), entry, shop)
        for row in rows
        if (shape := outlines[row["key"]]).intersects(box or shape)
    ]


def _outlines(shop: Workshop) -> dict[str, BaseGeometry]:
    """Simplify all units once, by their key in the source."""
    if not shop.outlines:
        shop.outlines.update(_simplified(shop))
    return shop.outlines


def _unit_rows(shop: Workshop, member: str) -> list[Row]:
    return selected(shop.figures.table(shop.recipe["outlines"]["table"]), {"member": [member]})


def _simplified(shop: Workshop) -> dict[str, BaseGeometry]:
    settings = shop.recipe["outlines"]
    box = shapely.box(*shop.box(settings["box"]))
    inner = formats.geojson_units(shop.member(settings["units_member"]), settings["units_key"])
    inner_keys = [row["key"] for row in _unit_rows(shop, "units")]
    shapes = [shapely.intersection(inner[key], box) for key in inner_keys]
    tolerance_m = settings["simplify_m"]
    coverage = shapely.coverage_simplify([shop.metric(shape) for shape in shapes], tolerance_m)
    simplified = dict(zip(inner_keys, (shop.lonlat(shape) for shape in coverage), strict=True))
    # Countries come from a coarser map: what the finer one already covers is cut off them.
    outer_keys = [row["key"] for row in _unit_rows(shop, "countries")]
    outer = formats.topojson(shop.member(settings["countries_member"]), "countries", set(outer_keys))
    covered = shapely.union_all(list(simplified.values()))
    for key in outer_keys:
        coarse = shop.lonlat(shapely.simplify(shop.metric(shapely.intersection(outer[key], box)), tolerance_m))
        simplified[key] = shapely.difference(coarse, covered)
    return simplified


def lakes(entry: Entry, shop: Workshop) -> list[Feature]:
    """Water bodies, each named by its record in the shapefile."""
    shapes = formats.shp_polygons(shop.member(entry["member"]), shop.box(entry["box"]))
    return [
        as_feature(row, known(shapes, int(row["key"]), row), entry, shop) for row in shop.figures.table(entry["table"])
    ]


def scaled_boxes(entry: Entry, shop: Workshop) -> list[Feature]:
    """Areas known by their published size and a rough box: the box about its centre, scaled to that size."""
    features = []
    for row in placed(entry, shop):
        west, south, east, north = (required(row, f"bbox_{side}", entry) for side in "wsen")
        outer = shop.metric(shapely.box(west, south, east, north))
        scale = min(1.0, math.sqrt(required(row, "area_ha", entry) * 10_000 / outer.area))
        centre = point(row, entry)
        inner = _scaled(shapely.box(west, south, east, north), scale, centre)
        # How far the area could reach beyond what is drawn: to the rough box's own edge.
        accuracy_m = math.ceil(shapely.hausdorff_distance(shop.metric(inner), outer) / 100) * 100
        features.append(as_feature({**row, "accuracy_m": str(accuracy_m)}, inner, entry, shop))
    return features


def _scaled(shape: BaseGeometry, scale: float, centre: shapely.Point) -> BaseGeometry:
    origin = np.array([centre.x, centre.y])
    return shapely.transform(shape, lambda lonlat: origin + (lonlat - origin) * scale)


# ------------------------------------------------------------------------------------------------------- lines


def network(entry: Entry, shop: Workshop) -> list[Feature]:
    """Lines of a transport graph within a box, cut at the country's border; a stretch is a feature.

    A line beyond the border can be near and yet of no use, so each stretch says on which side it lies.
    """
    box = shop.box(entry["box"])
    merged = formats.graph_lines(shop.member(entry["member"]), box)
    clipped = shapely.intersection(merged, shapely.box(*box))
    home = shapely.union_all([_outlines(shop)[row["key"]] for row in _unit_rows(shop, "units")])
    sides = {entry["home"]: shapely.intersection(clipped, home), "abroad": shapely.difference(clipped, home)}
    stretches = sorted(
        ((side, line) for side, lines in sides.items() for line in _lines(lines)),
        key=lambda stretch: (stretch[1].wkt, stretch[0]),
    )
    kept = [stretch for stretch in stretches if shop.metric(stretch[1]).length >= entry["shortest_m"]]
    return [
        as_feature(nameless(f"{entry['id']}_{place:03d}", entry, shop), line, entry, shop, attributes={"country": side})
        for place, (side, line) in enumerate(kept, start=1)
    ]


def rivers(entry: Entry, shop: Workshop) -> list[Feature]:
    """Rivers: the pieces of each, named in a table, joined and clipped to a box."""
    box = shop.box(entry["box"])
    pieces = formats.gshhg_lines(shop.member(entry["meta_member"]), shop.member(entry["member"]), box)
    features = []
    for row in shop.figures.table(entry["table"]):
        parts = [known(pieces, int(key), row) for key in row["pieces"].split()]
        joined = shapely.line_merge(shapely.union_all(parts))
        clipped = shapely.intersection(joined, shapely.box(*box))
        smooth = shapely.simplify(shop.metric(clipped), entry["simplify_m"])
        features.append(as_feature(row, shop.lonlat(smooth), entry, shop))
    return features


def chains(entry: Entry, shop: Workshop) -> list[Feature]:
    """Lines through listed places, in the order of a table; a line of several runs skips what lies between."""
    by_place = {int(row["seq"]): (float(row["lon"]), float(row["lat"])) for row in listed_rows(entry, shop)}
    features = []
    for row in shop.figures.table(entry["lines"]):
        runs = [tuple(int(end) for end in run.split("-")) for run in row["runs"].split()]
        lines = [shapely.LineString([by_place[seq] for seq in range(a, b + 1)]) for a, b in runs]
        shape = lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)
        features.append(as_feature(row, shape, entry, shop, table=entry["lines"]))
    return features


def _lines(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(shape):
        if shapely.get_dimensions(part) == 1:
            yield part


# ------------------------------------------------------------------------------------------------------ points


def points(entry: Entry, shop: Workshop) -> list[Feature]:
    """Rows of a table with a point; a row without one is named among what is missing, never placed."""
    return [as_feature(row, point(row, entry), entry, shop) for row in placed(entry, shop)]


def settlements(entry: Entry, shop: Workshop) -> list[Feature]:
    """Places of a table, from the gazetteer where it has them; every population that is known is kept.

    The official population counts first, then a reported one, then the gazetteer's.
    """
    gazetteer = json.loads(shop.member(entry["member"]))
    features = []
    for row in shop.figures.table(entry["table"]):
        place = known(gazetteer, row["geonameid"], row) if row["geonameid"] else {}
        official, reported = (_people(row, f"population_{kind}", entry) for kind in ("official", "reported"))
        counted = place.get("population") or None
        population = official or reported or counted
        attributes = {
            "class": row["class"] or _size_class(population, entry["classes"]),
            "country": place.get("countrycode", entry["country"]),
            "district": row["district"] or None,
            "population": population,
            "population_official": official,
            "population_reported": reported,
            "population_geonames": counted,
        }
        shape = shapely.Point(place["longitude"], place["latitude"]) if place else point(row, entry)
        features.append(as_feature(row, shape, entry, shop, attributes=attributes))
    return features


def _people(row: Row, column: str, entry: Entry) -> int | None:
    value = number(row, column, entry["table"])
    return None if value is None else int(value)


def airports(entry: Entry, shop: Workshop) -> list[Feature]:
    """Airports of a table, at the position that the airport list gives for their code."""
    listed = csv.DictReader(io.StringIO(shop.member(entry["member"]).decode("utf-8")))
    by_code = {record["icao"]: record for record in listed}
    features = []
    for row in shop.figures.table(entry["table"]):
        record = known(by_code, row["icao"], row)
        shape = shapely.Point(float(record["lon"]), float(record["lat"]))
        features.append(as_feature(row, shape, entry, shop))
    return features


def _size_class(population: float | None, classes: Mapping[str, int]) -> str:
    """Find the largest class whose threshold a population reaches; the smallest where it is not known."""
    by_size = sorted(classes.items(), key=lambda item: -item[1])
    return next((name for name, least in by_size if (population or 0) >= least), by_size[-1][0])


# -------------------------------------------------------------------------------------------------- population


def population(entry: Entry, shop: Workshop) -> list[Feature]:
    """Official totals spread over hexagons; every total holds to the last person."""
    outlines = {unit: shop.layers[unit][0].geometry for unit in entry["units"]}
    model = Model(
        settings=entry["model"],
        metric_crs=shop.recipe["pack"]["metric_crs"],
        outlines=outlines,
        districts=shop.figures.table(entry["table"]),
        anchors=shop.figures.table(entry["anchors"]),
        settlements=shop.layers[entry["settlements"]],
        land_cover=formats.geotiff(shop.member(entry["member"])),
        lines={name: [f.geometry for f in shop.layers[name]] for name in entry["model"]["near"]},
        water=[feature.geometry for feature in shop.layers[entry["water"]]],
    )
    return [
        as_feature(nameless(cell.id, entry, shop), cell.shape, entry, shop, attributes=cell.attributes)
        for cell in spread(model)
    ]


BUILDERS: Mapping[str, Callable[[Entry, Workshop], list[Feature]]] = {
    "units": units,
    "lakes": lakes,
    "scaled_boxes": scaled_boxes,
    "network": network,
    "rivers": rivers,
    "chains": chains,
    "points": points,
    "settlements": settlements,
    "airports": airports,
    "population": population,
    "territories": ground.territories,
    "terrain": ground.terrain,
    "climate": ground.climate,
    "solar": ground.solar,
}
