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

from geo_app.pipeline.networks import networks
from geo_app.pipeline.recipe import package_formats, terrain_and_climate
from geo_app.pipeline.recipe.context import (
    BuildContext,
    Entry,
    as_feature,
    known,
    listed_rows,
    nameless,
    placed,
    point,
    required,
)
from geo_app.pipeline.recipe.figures import Row, number, selected
from geo_app.pipeline.recipe.population import Model, spread
from geo_app.region.layer_writer import LayerFeature

# --------------------------------------------------------------------------------------------- outlines, areas


def units(entry: Entry, context: BuildContext) -> list[LayerFeature]:
    """Administrative units, simplified together so that neighbours keep one border."""
    outlines = _outlines(context)
    rows = selected(context.figures.table(entry["table"]), entry["where"])
    box = shapely.box(*context.box(entry["box"])) if "box" in entry else None
    return [
        as_feature(row, shape if box is None else shapely.intersection(shape, box), entry, context)
        for row in rows
        if (shape := outlines[row["key"]]).intersects(box or shape)
    ]


def _outlines(context: BuildContext) -> dict[str, BaseGeometry]:
    """Simplify all units once, by their key in the source."""
    if not context.outlines:
        context.outlines.update(_simplified(context))
    return context.outlines


def _unit_rows(context: BuildContext, member: str) -> list[Row]:
    return selected(context.figures.table(context.recipe["outlines"]["table"]), {"member": [member]})


def _simplified(context: BuildContext) -> dict[str, BaseGeometry]:
    settings = context.recipe["outlines"]
    box = shapely.box(*context.box(settings["box"]))
    inner = package_formats.geojson_units(context.member(settings["units_member"]), settings["units_key"])
    inner_keys = [row["key"] for row in _unit_rows(context, "units")]
    shapes = [shapely.intersection(inner[key], box) for key in inner_keys]
    tolerance_m = settings["simplify_m"]
    coverage = shapely.coverage_simplify([context.metric(shape) for shape in shapes], tolerance_m)
    simplified = dict(zip(inner_keys, (context.lonlat(shape) for shape in coverage), strict=True))
    # Countries come from a coarser map: what the finer one already covers is cut off them.
    outer_keys = [row["key"] for row in _unit_rows(context, "countries")]
    outer = package_formats.topojson(context.member(settings["countries_member"]), "countries", set(outer_keys))
    covered = shapely.union_all(list(simplified.values()))
    for key in outer_keys:
        coarse = context.lonlat(shapely.simplify(context.metric(shapely.intersection(outer[key], box)), tolerance_m))
        simplified[key] = shapely.difference(coarse, covered)
    return simplified


def lakes(entry: Entry, context: BuildContext) -> list[LayerFeature]:
    """Water bodies, each named by its record in the shapefile."""
    shapes = package_formats.shp_polygons(context.member(entry["member"]), context.box(entry["box"]))
    return [
        as_feature(row, known(shapes, int(row["key"]), row), entry, context)
        for row in context.figures.table(entry["table"])
    ]


def scaled_boxes(entry: Entry, context: BuildContext) -> list[LayerFeature]:
    """Areas known by their published size and a rough box: the box about its centre, scaled to that size."""
    features = []
    for row in placed(entry, context):
        west, south, east, north = (required(row, f"bbox_{side}", entry) for side in "wsen")
        outer = context.metric(shapely.box(west, south, east, north))
        scale = min(1.0, math.sqrt(required(row, "area_ha", entry) * 10_000 / outer.area))
        centre = point(row, entry)
        inner = _scaled(shapely.box(west, south, east, north), scale, centre)
        # How far the area could reach beyond what is drawn: to the rough box's own edge.
        accuracy_m = math.ceil(shapely.hausdorff_distance(context.metric(inner), outer) / 100) * 100
        features.append(as_feature({**row, "accuracy_m": str(accuracy_m)}, inner, entry, context))
    return features


def _scaled(shape: BaseGeometry, scale: float, centre: shapely.Point) -> BaseGeometry:
    origin = np.array([centre.x, centre.y])
    return shapely.transform(shape, lambda lonlat: origin + (lonlat - origin) * scale)


# ------------------------------------------------------------------------------------------------------- lines


def network(entry: Entry, context: BuildContext) -> list[LayerFeature]:
    """Lines of a transport graph within a box, cut at the country's border; a stretch is a feature.

    A line beyond the border can be near and yet of no use, so each stretch says on which side it lies.
    """
    box = context.box(entry["box"])
    merged = package_formats.graph_lines(context.member(entry["member"]), box)
    clipped = shapely.intersection(merged, shapely.box(*box))
    home = shapely.union_all([_outlines(context)[row["key"]] for row in _unit_rows(context, "units")])
    sides = {entry["home"]: shapely.intersection(clipped, home), "abroad": shapely.difference(clipped, home)}
    stretches = sorted(
        ((side, line) for side, lines in sides.items() for line in _lines(lines)),
        key=lambda stretch: (stretch[1].wkt, stretch[0]),
    )
    metric = np.array([context.metric(line) for _, line in stretches], dtype=object)
    lengths_m = shapely.length(metric)
    at_home = np.array([side == entry["home"] for side, _ in stretches])
    # Short stretches are left out below, but join others all the same.
    joined = entry.get("joined")
    reached = networks(metric, at_home, **joined) if joined else [""] * len(stretches)
    parts = [
        (*stretch, how)
        for stretch, how, length_m in zip(stretches, reached, lengths_m.tolist(), strict=True)
        if length_m >= entry["shortest_m"]
    ]
    features = [
        as_feature(
            nameless(f"{entry['id']}_{place:03d}", entry, context),
            line,
            entry,
            context,
            attributes={"country": side} | ({"network": how} if how else {}),
        )
        for place, (side, line, how) in enumerate(parts, start=1)
    ]
    return features + (_branches(entry, context) if "branches" in entry else [])


def _branches(entry: Entry, context: BuildContext) -> list[LayerFeature]:
    """Lines that the source lacks, each drawn straight through the listed places that it joins."""
    listed = {"table": entry["places"]}
    places = {row["id"]: row for row in context.figures.table(listed["table"])}
    return [
        as_feature(
            row,
            shapely.LineString([point(known(places, name, row), listed) for name in row["stations"].split()]),
            entry,
            context,
            table=entry["branches"],
        )
        for row in context.figures.table(entry["branches"])
    ]


def rivers(entry: Entry, context: BuildContext) -> list[LayerFeature]:
    """Rivers: the pieces of each, named in a table, joined and clipped to a box."""
    box = context.box(entry["box"])
    pieces = package_formats.gshhg_lines(context.member(entry["meta_member"]), context.member(entry["member"]), box)
    features = []
    for row in context.figures.table(entry["table"]):
        parts = [known(pieces, int(key), row) for key in row["pieces"].split()]
        joined = shapely.line_merge(shapely.union_all(parts))
        clipped = shapely.intersection(joined, shapely.box(*box))
        smooth = shapely.simplify(context.metric(clipped), entry["simplify_m"])
        features.append(as_feature(row, context.lonlat(smooth), entry, context))
    return features


def chains(entry: Entry, context: BuildContext) -> list[LayerFeature]:
    """Lines through listed places, in the order of a table; a line of several runs skips what lies between."""
    by_place = {int(row["seq"]): (float(row["lon"]), float(row["lat"])) for row in listed_rows(entry, context)}
    features = []
    for row in context.figures.table(entry["lines"]):
        runs = [tuple(int(end) for end in run.split("-")) for run in row["runs"].split()]
        lines = [shapely.LineString([by_place[seq] for seq in range(a, b + 1)]) for a, b in runs]
        shape = lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)
        features.append(as_feature(row, shape, entry, context, table=entry["lines"]))
    return features


def _lines(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(shape):
        if shapely.get_dimensions(part) == 1:
            yield part


# ------------------------------------------------------------------------------------------------------ points


def points(entry: Entry, context: BuildContext) -> list[LayerFeature]:
    """Rows of a table with a point; a row without one is named among what is missing, never placed."""
    return [as_feature(row, point(row, entry), entry, context) for row in placed(entry, context)]


def settlements(entry: Entry, context: BuildContext) -> list[LayerFeature]:
    """Places of a table, from the gazetteer where it has them; every population that is known is kept.

    The official population counts first, then a reported one, then the gazetteer's.
    """
    gazetteer = json.loads(context.member(entry["member"]))
    features = []
    for row in context.figures.table(entry["table"]):
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
        features.append(as_feature(row, shape, entry, context, attributes=attributes))
    return features


def _people(row: Row, column: str, entry: Entry) -> int | None:
    value = number(row, column, entry["table"])
    return None if value is None else int(value)


def airports(entry: Entry, context: BuildContext) -> list[LayerFeature]:
    """Airports of a table, at the position that the airport list gives for their code."""
    listed = csv.DictReader(io.StringIO(context.member(entry["member"]).decode("utf-8")))
    by_code = {record["icao"]: record for record in listed}
    features = []
    for row in context.figures.table(entry["table"]):
        record = known(by_code, row["icao"], row)
        shape = shapely.Point(float(record["lon"]), float(record["lat"]))
        features.append(as_feature(row, shape, entry, context))
    return features


def _size_class(population: float | None, classes: Mapping[str, int]) -> str:
    """Find the largest class whose threshold a population reaches; the smallest where it is not known."""
    by_size = sorted(classes.items(), key=lambda item: -item[1])
    return next((name for name, least in by_size if (population or 0) >= least), by_size[-1][0])


# -------------------------------------------------------------------------------------------------- population


def population(entry: Entry, context: BuildContext) -> list[LayerFeature]:
    """Official totals spread over hexagons; every total holds to the last person."""
    outlines = {unit: context.layers[unit][0].geometry for unit in entry["units"]}
    model = Model(
        settings=entry["model"],
        metric_crs=context.recipe["pack"]["metric_crs"],
        outlines=outlines,
        districts=context.figures.table(entry["table"]),
        anchors=context.figures.table(entry["anchors"]),
        settlements=context.layers[entry["settlements"]],
        land_cover=package_formats.geotiff(context.member(entry["member"])),
        lines={name: [f.geometry for f in context.layers[name]] for name in entry["model"]["near"]},
        water=[feature.geometry for feature in context.layers[entry["water"]]],
    )
    return [
        as_feature(nameless(cell.id, entry, context), cell.shape, entry, context, attributes=cell.attributes)
        for cell in spread(model)
    ]


BUILDERS: Mapping[str, Callable[[Entry, BuildContext], list[LayerFeature]]] = {
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
    "territories": terrain_and_climate.territories,
    "terrain": terrain_and_climate.terrain,
    "climate": terrain_and_climate.climate,
    "solar": terrain_and_climate.solar,
}
