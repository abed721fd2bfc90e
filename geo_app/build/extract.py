"""A layer's recipe -> its features.

Every kind of layer is one function from the layer's entry in ``layers.toml`` to features; `BUILDERS` names them.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo_app.build import formats
from geo_app.build.fetch import Package, fetch, read_member, sha256
from geo_app.build.figures import Figures, Row, names, number, selected, whole
from geo_app.build.population import Model, spread
from geo_app.build.writer import DATES, Feature
from geo_app.crs import to_lonlat, to_metric
from geo_app.errors import BuildError
from geo_app.i18n import LANGUAGES, N_

Entry = Mapping[str, Any]
Progress = Callable[[str], None]


@dataclass
class Workshop:
    """What the builders work with: figures, packages, and the layers made so far."""

    figures: Figures
    cache_dir: Path
    progress: Progress
    layers: dict[str, list[Feature]] = field(default_factory=dict)
    missing: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    outlines: dict[str, BaseGeometry] = field(default_factory=dict)

    @property
    def recipe(self) -> Entry:
        """The recipe."""
        return self.figures.recipe

    def box(self, name: str) -> formats.Box:
        """Get a named box of the recipe: west, south, east, north."""
        west, south, east, north = self.recipe["boxes"][name]
        return west, south, east, north

    def metric(self, shape: BaseGeometry) -> BaseGeometry:
        """Project a geometry into metres of the pack's metric CRS."""
        return shapely.transform(shape, lambda lonlat: to_metric(lonlat, self.recipe["pack"]["metric_crs"]))

    def lonlat(self, shape: BaseGeometry) -> BaseGeometry:
        """Project a geometry of the pack's metric CRS back into degrees."""
        return shapely.transform(shape, lambda xy: to_lonlat(xy, self.recipe["pack"]["metric_crs"]))

    def member(self, name: str) -> bytes:
        """Get a member that the recipe names, verified."""
        entry = self.recipe["members"][name]
        package = self.package(entry["package"])
        self.progress(f"{package.label}: {entry['path']}")
        data = read_member(package, fetch(package, self.cache_dir), entry["path"])
        if sha256(data) != entry["sha256"]:
            raise BuildError(
                N_("{package}: {member!r} has sha256 {found}, the recipe expects {expected}."),
                package=package.label,
                member=entry["path"],
                found=sha256(data),
                expected=entry["sha256"],
            )
        return data

    def package(self, name: str) -> Package:
        """Get a package that the recipe pins."""
        entry = self.recipe["packages"][name]
        return Package(*(entry[key] for key in ("registry", "name", "version", "archive", "sha256")))


# --------------------------------------------------------------------------------------------- outlines, areas


def units(entry: Entry, shop: Workshop) -> list[Feature]:
    """Administrative units, simplified together so that neighbours keep one border."""
    outlines = _outlines(shop)
    rows = selected(shop.figures.table(entry["table"]), entry["where"])
    box = shapely.box(*shop.box(entry["box"])) if "box" in entry else None
    return [
        _feature(row, shape if box is None else shapely.intersection(shape, box), entry, shop)
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
        _feature(row, _known(shapes, int(row["key"]), row), entry, shop) for row in shop.figures.table(entry["table"])
    ]


def scaled_boxes(entry: Entry, shop: Workshop) -> list[Feature]:
    """Areas known by their published size and a rough box: the box about its centre, scaled to that size."""
    features = []
    for row in _placed(entry, shop):
        west, south, east, north = (_number(row, f"bbox_{side}", entry) for side in "wsen")
        outer = shop.metric(shapely.box(west, south, east, north))
        scale = min(1.0, math.sqrt(_number(row, "area_ha", entry) * 10_000 / outer.area))
        centre = _point(row, entry)
        inner = _scaled(shapely.box(west, south, east, north), scale, centre)
        # How far the area could reach beyond what is drawn: to the rough box's own edge.
        accuracy_m = math.ceil(shapely.hausdorff_distance(shop.metric(inner), outer) / 100) * 100
        features.append(_feature({**row, "accuracy_m": str(accuracy_m)}, inner, entry, shop))
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
        _feature(_nameless(f"{entry['id']}_{place:03d}", entry, shop), line, entry, shop, attributes={"country": side})
        for place, (side, line) in enumerate(kept, start=1)
    ]


def rivers(entry: Entry, shop: Workshop) -> list[Feature]:
    """Rivers: the pieces of each, named in a table, joined and clipped to a box."""
    box = shop.box(entry["box"])
    pieces = formats.gshhg_lines(shop.member(entry["meta_member"]), shop.member(entry["member"]), box)
    features = []
    for row in shop.figures.table(entry["table"]):
        parts = [_known(pieces, int(key), row) for key in row["pieces"].split()]
        joined = shapely.line_merge(shapely.union_all(parts))
        clipped = shapely.intersection(joined, shapely.box(*box))
        smooth = shapely.simplify(shop.metric(clipped), entry["simplify_m"])
        features.append(_feature(row, shop.lonlat(smooth), entry, shop))
    return features


def chains(entry: Entry, shop: Workshop) -> list[Feature]:
    """Lines through listed places, in the order of a table; a line of several runs skips what lies between."""
    by_place = {int(row["seq"]): (float(row["lon"]), float(row["lat"])) for row in _rows(entry, shop)}
    features = []
    for row in shop.figures.table(entry["lines"]):
        runs = [tuple(int(end) for end in run.split("-")) for run in row["runs"].split()]
        lines = [shapely.LineString([by_place[seq] for seq in range(a, b + 1)]) for a, b in runs]
        shape = lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)
        features.append(_feature(row, shape, entry, shop, table=entry["lines"]))
    return features


def _lines(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(shape):
        if shapely.get_dimensions(part) == 1:
            yield part


# ------------------------------------------------------------------------------------------------------ points


def points(entry: Entry, shop: Workshop) -> list[Feature]:
    """Rows of a table with a point; a row without one is named among what is missing, never placed."""
    return [_feature(row, _point(row, entry), entry, shop) for row in _placed(entry, shop)]


def settlements(entry: Entry, shop: Workshop) -> list[Feature]:
    """Places of a table, from the gazetteer where it has them; every population that is known is kept.

    The official population counts first, then a reported one, then the gazetteer's.
    """
    gazetteer = json.loads(shop.member(entry["member"]))
    features = []
    for row in shop.figures.table(entry["table"]):
        place = _known(gazetteer, row["geonameid"], row) if row["geonameid"] else {}
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
        shape = shapely.Point(place["longitude"], place["latitude"]) if place else _point(row, entry)
        features.append(_feature(row, shape, entry, shop, attributes=attributes))
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
        record = _known(by_code, row["icao"], row)
        shape = shapely.Point(float(record["lon"]), float(record["lat"]))
        features.append(_feature(row, shape, entry, shop))
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
        _feature(_nameless(cell.id, entry, shop), cell.shape, entry, shop, attributes=cell.attributes)
        for cell in spread(model)
    ]


# ----------------------------------------------------------------------------------------------- small pieces


def _rows(entry: Entry, shop: Workshop) -> list[Row]:
    return selected(shop.figures.table(entry["table"]), entry.get("where", {}))


def _placed(entry: Entry, shop: Workshop) -> list[Row]:
    rows = _rows(entry, shop)
    for row in rows:
        if not row["lat"]:
            told = shop.figures.texts.sentences(row["notes"])
            named = names(row)
            shop.missing.setdefault(entry["id"], []).append(
                {lang: f"{named.get(lang, row['name_en'])}: {told[lang]}" for lang in LANGUAGES}
            )
    return [row for row in rows if row["lat"]]


def _point(row: Row, entry: Entry) -> shapely.Point:
    return shapely.Point(_number(row, "lon", entry), _number(row, "lat", entry))


def _number(row: Row, column: str, entry: Entry) -> float:
    value = number(row, column, entry["table"])
    if value is None:
        raise BuildError(
            N_("{table}, row {id!r}: {column!r} is empty, a number is needed."),
            table=entry["table"],
            id=row["id"],
            column=column,
        )
    return value


def _known(found: Mapping[Any, Any], key: Any, row: Row) -> Any:
    if key not in found:
        raise BuildError(N_("Row {id!r} refers to {key!r}, which the package does not have."), id=row["id"], key=key)
    return found[key]


def _nameless(identity: str, entry: Entry, shop: Workshop) -> Row:
    """A row for a feature that has no row of its own: the layer's common name and facts."""
    called = shop.figures.texts.localize(entry["name"]) if "name" in entry else {}
    return {"id": identity, **{f"name_{language}": text for language, text in called.items()}}


def _feature(
    row: Row,
    shape: BaseGeometry,
    entry: Entry,
    shop: Workshop,
    *,
    table: str = "",
    attributes: Mapping[str, object] | None = None,
) -> Feature:
    """Make a feature of a row; what the row does not say, the layer's entry says for all."""
    table = table or entry.get("table", "")
    accuracy_m: float = _number(row, "accuracy_m", {"table": table}) if row.get("accuracy_m") else entry["accuracy_m"]
    kinds = shop.figures.listing("attributes.toml")
    own = {
        name: _attribute(row, name, kinds[name], table, shop)
        for name in entry.get("attributes", ())
        if name in row and name not in (attributes or {})
    }
    return Feature(
        id=row["id"],
        geometry=shape,
        names=names(row),
        source=row.get("source") or entry["source"],
        as_of=row.get("as_of") or entry["as_of"],
        accuracy_m=whole(accuracy_m),
        status=row.get("status") or entry.get("status", "operating"),
        dates={name: row[name] for name in DATES if row.get(name)},
        attributes={**own, **(attributes or {})},
        notes=shop.figures.texts.sentences(row.get("notes", "")),
    )


def _attribute(row: Row, name: str, kind: Mapping[str, Any], table: str, shop: Workshop) -> object:
    if "codes" not in kind and "codes_from" not in kind and not kind.get("text"):
        value = number(row, name, table)
        return None if value is None else whole(value)
    code = row[name] or None
    known = _codes(kind, shop)
    if code is not None and known and code not in known:
        raise BuildError(
            N_("{table}, row {id!r}, column {column!r}: unknown code {found!r}. Expected one of {expected}."),
            table=table,
            id=row["id"],
            column=name,
            found=code,
            expected=", ".join(known),
        )
    return code


def _codes(kind: Mapping[str, Any], shop: Workshop) -> Collection[str]:
    if "codes_from" in kind:
        return [row["id"] for row in shop.figures.table(kind["codes_from"])]
    return list(kind.get("codes", ()))


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
}
