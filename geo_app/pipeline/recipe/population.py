"""Official totals of districts spread over a grid of hexagons.

No district outlines and no census grid can be had, so both are estimated, and only the totals are facts:

1. the outlines are filled with fine cells;
2. every fine cell goes to a district: the nearest known place decides, with a handicap for each district that is
   solved for so that its territory has the official area;
3. a district's people go to its known places, as many as live there and as far around as such a place spreads,
   and the rest to its other cells by land cover and by nearness to places, roads, railways and rivers;
4. fine cells are added up to coarse ones, to smaller ones where many people live, and rounded so that every
   district keeps its total exactly.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import h3
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geo_app.core.arrays import Bools, Floats, Ints
from geo_app.core.geodesy import to_lonlat, to_metric
from geo_app.pipeline.recipe.figures import Row
from geo_app.pipeline.recipe.package_formats import Raster
from geo_app.region.layer_writer import LayerFeature


@dataclass(frozen=True)
class Model:
    """Everything the estimate is made from.

    Attributes
    ----------
    settings
        Resolutions and weights, from the layer's entry.
    outlines
        Unit id to its outline, in degrees; units do not overlap.
    districts
        Rows with ``id``, ``unit``, ``lon``, ``lat``, ``area_km2``, ``population``, ``employees`` (or empty) and
        ``labour_force`` (or empty).
    anchors
        Further places known to lie in a district: ``district``, ``lon``, ``lat``.
    settlements
        Points with attributes ``district`` and ``population``.
    lines
        Line layers near which people live, by layer id.
    """

    settings: Mapping[str, Any]
    metric_crs: str
    outlines: Mapping[str, BaseGeometry]
    districts: Sequence[Row]
    anchors: Sequence[Row]
    settlements: Sequence[LayerFeature]
    land_cover: Raster
    lines: Mapping[str, Sequence[BaseGeometry]]
    water: Sequence[BaseGeometry]


@dataclass(frozen=True)
class Cell:
    """A coarse cell within one unit, with its people."""

    id: str
    shape: BaseGeometry
    attributes: Mapping[str, object]


@dataclass(frozen=True)
class _Grid:
    """Fine cells: where, in which unit, and in which coarse cell."""

    lonlat: Floats
    xy: Floats
    unit: NDArray[np.str_]
    coarse: NDArray[np.str_]


def spread(model: Model) -> list[Cell]:
    """Estimate the people in every coarse cell; each district's total holds exactly."""
    grid = _grid(model)
    territory = territories(model, grid.xy, grid.unit)
    share = np.zeros(len(grid.xy))
    for place, row in enumerate(model.districts):
        inside = territory == place
        share[inside] = _shares(model, row, grid, inside)
    return _cells(model, grid, territory, share)


def apportion(total: int, shares: Floats) -> Ints:
    """Divide a total into whole numbers by shares, by largest remainder; ties go to the earlier share."""
    quotas = np.asarray(total * shares / shares.sum(), dtype=np.float64)
    parts = np.floor(quotas).astype(np.int64)
    rest = total - int(parts.sum())
    parts[np.argsort(parts - quotas, kind="stable")[:rest]] += 1
    return np.asarray(parts, dtype=np.int64)


# ------------------------------------------------------------------------------------------------- fine cells


def _grid(model: Model) -> _Grid:
    fine, coarse = model.settings["fine_resolution"], model.settings["resolution"]
    units, lonlat, parents = [], [], []
    for unit, outline in model.outlines.items():
        for cell in sorted(h3.geo_to_cells(outline, fine)):
            lat, lon = h3.cell_to_latlng(cell)
            units.append(unit)
            lonlat.append((lon, lat))
            # By position, not by parent: a child's centre may lie in its parent's neighbour.
            parents.append(h3.latlng_to_cell(lat, lon, coarse))
    points = np.array(lonlat)
    return _Grid(points, to_metric(points, model.metric_crs), np.array(units), np.array(parents))


def territories(model: Model, xy: Floats, unit: NDArray[np.str_]) -> Ints:
    """Give each fine cell to a district of its unit: (n,) indices into ``model.districts``."""
    result = np.full(len(xy), -1, dtype=np.int64)
    for name in model.outlines:
        members = [place for place, row in enumerate(model.districts) if row["unit"] == name]
        inside = unit == name
        areas = np.array([float(model.districts[place]["area_km2"]) for place in members])
        distance_km = np.column_stack(
            [_nearest_m(_places(model, model.districts[place]), xy[inside]) / 1000 for place in members]
        )
        chosen = _balanced(distance_km, areas / areas.sum(), model.settings["balance_rounds"])
        result[inside] = np.array(members)[chosen]
    return result


def _balanced(distance_km: Floats, wanted: Floats, rounds: int) -> Ints:
    """Choose a column per row, nearest first, with handicaps so that each column gets its wanted share.

    Roots of distances are compared: differences count most near a place, so that a vast neighbour's handicap
    cannot swallow a small district's own surroundings.
    """
    cost = np.sqrt(distance_km)
    handicap = np.zeros(cost.shape[1])
    chosen = np.argmin(cost, axis=1)
    for turn in range(rounds):
        held = np.bincount(chosen, minlength=len(wanted)) / len(chosen)
        # A step in proportion to the error on a log scale: small districts count as much as vast ones.
        error = np.log(np.maximum(held, 1e-5) / wanted)
        handicap += error * np.sqrt(wanted) * 4 / (1 + turn / 20)
        chosen = np.argmin(cost + handicap, axis=1)
    return np.asarray(chosen, dtype=np.int64)


def _places(model: Model, row: Row) -> Floats:
    """Collect the (n, 2) metres of the places known to lie in a district."""
    lonlat = [(float(row["lon"]), float(row["lat"]))]
    lonlat += [(float(a["lon"]), float(a["lat"])) for a in model.anchors if a["district"] == row["id"]]
    lonlat += [_lonlat(place) for place in _settled(model, row)]
    return to_metric(np.array(lonlat), model.metric_crs)


def _settled(model: Model, row: Row) -> list[LayerFeature]:
    return [place for place in model.settlements if place.attributes["district"] == row["id"]]


def _lonlat(place: LayerFeature) -> tuple[float, float]:
    lon, lat = shapely.get_coordinates(place.geometry)[0]
    return float(lon), float(lat)


def _nearest_m(places: Floats, xy: Floats) -> Floats:
    distance_m, _ = cKDTree(places).query(xy)
    return np.asarray(distance_m, dtype=np.float64)


# ---------------------------------------------------------------------------------------------- where they live


def _shares(model: Model, row: Row, grid: _Grid, inside: Bools) -> Floats:
    """Estimate the shares of a district's people in its fine cells; they sum to 1."""
    settings = model.settings
    xy = grid.xy[inside]
    total = float(row["population"])
    land = _land(model, grid.lonlat[inside])
    counted = [(s, float(str(s.attributes["population"]))) for s in _settled(model, row) if s.attributes["population"]]
    # What the gazetteer counts in places is never all of a district: its villages are mostly not in it.
    most = total * (1 - settings["least_rural_share"])
    fit = min(1.0, most / max(sum(people for _, people in counted), 1.0))
    people = np.zeros(len(xy))
    for settlement, living in counted:
        people += living * fit * _around(model, settlement, living, xy, land)
    rural = _rural(model, row, xy, land)
    people += (total - people.sum()) * rural / rural.sum()
    return np.asarray(people / people.sum(), dtype=np.float64)


def _around(model: Model, settlement: LayerFeature, living: float, xy: Floats, land: Floats) -> Floats:
    """Spread a settlement's people around its point: shares of the cells that sum to 1."""
    point = to_metric(np.array([_lonlat(settlement)]), model.metric_crs)
    distance_m = np.hypot(*(xy - point).T)
    # A settlement's area grows with its people, so its radius with their root. A bell of half that radius holds 86 % of
    # them within it.
    radius_m = np.sqrt(living / model.settings["town_density_per_km2"] / np.pi) * 1000
    near = np.exp(-0.5 * (2 * distance_m / radius_m) ** 2) * (land > 0)
    # A village is smaller than a fine cell: the cell it stands in takes it all.
    near[np.argmin(distance_m)] += 1e-9
    return np.asarray(near / near.sum(), dtype=np.float64)


def _rural(model: Model, row: Row, xy: Floats, land: Floats) -> Floats:
    weight = land.copy()
    for name, scale in model.settings["near"].items():
        lines = shapely.union_all(
            [shapely.transform(line, lambda lonlat: to_metric(lonlat, model.metric_crs)) for line in model.lines[name]]
        )
        distance_m = shapely.distance(shapely.points(xy), lines)
        weight *= scale["floor"] + np.exp(-distance_m / scale["scale_m"])
    settled = np.exp(-_nearest_m(_places(model, row), xy) / model.settings["place_scale_m"])
    return np.asarray(weight * (model.settings["place_floor"] + settled) + 1e-12)


def _land(model: Model, lonlat: Floats) -> Floats:
    """Weigh (n, 2) points by land cover; nobody lives on water."""
    table = np.full(256, float(model.settings["land_cover_other"]))
    for code, weight in model.settings["land_cover"].items():
        table[int(code)] = weight
    weights = table[model.land_cover.at(lonlat)]
    return np.where(shapely.contains_xy(shapely.union_all(list(model.water)), lonlat), 0.0, weights)


# ------------------------------------------------------------------------------------------------ coarse cells


def _cells(model: Model, grid: _Grid, territory: Ints, share: Floats) -> list[Cell]:
    total = np.array([float(row["population"]) for row in model.districts])
    pieces, piece_of, shapes = _pieces(model, grid, share * total[territory])
    people = np.zeros((len(pieces), len(model.districts)), dtype=np.int64)
    employees, workers = np.zeros_like(people), np.zeros_like(people)
    for place, row in enumerate(model.districts):
        inside = territory == place
        expected = np.bincount(piece_of[inside], weights=share[inside], minlength=len(pieces)).astype(np.float64)
        people[:, place] = apportion(int(float(row["population"])), expected)
        for column, table in (("employees", employees), ("labour_force", workers)):
            if row.get(column):
                table[:, place] = apportion(int(float(row[column])), expected)
    ids = [row["id"] for row in model.districts]
    areas = shapely.area([shapely.transform(s, lambda lonlat: to_metric(lonlat, model.metric_crs)) for s in shapes])
    held = np.stack([np.bincount(piece_of[territory == k], minlength=len(pieces)) for k in range(len(ids))], axis=1)
    counted = np.array([bool(row["employees"]) for row in model.districts])
    return [
        Cell(
            id=piece,
            shape=shapes[number],
            attributes={
                "population": int(people[number].sum()),
                "density_per_km2": round(float(people[number].sum() / (areas[number] / 1e6)), 2),
                # The district of most people, or of most ground where nobody lives.
                "district": ids[int(np.lexsort((held[number], people[number]))[-1])],
                "by_district": _by_district(ids, people[number]),
                "area_km2": round(float(areas[number] / 1e6), 2),
                "employees": int(employees[number].sum()) if counted[held[number] > 0].any() else None,
                "labour_force": int(workers[number].sum()),
            },
        )
        for number, piece in enumerate(pieces)
    ]


def _pieces(model: Model, grid: _Grid, people: Floats) -> tuple[list[str], Ints, list[BaseGeometry]]:
    """Join fine cells to coarse ones, and to smaller ones where a coarse one would smear too many people.

    Returns
    -------
    Names (the unit, the smaller cell if any, the coarse cell), which of them each fine cell is in, and their shapes.
    """
    keys = np.char.add(np.char.add(grid.unit, " "), grid.coarse)
    coarse, coarse_of = np.unique(keys, return_inverse=True)
    crowded = np.bincount(coarse_of, weights=people) >= model.settings["crowded"]
    resolution = model.settings["crowded_resolution"]
    smaller = [
        h3.latlng_to_cell(lat, lon, resolution) if many else ""
        for (lon, lat), many in zip(grid.lonlat.tolist(), crowded[coarse_of].tolist(), strict=True)
    ]
    names = [f"{unit} {cell} {of}" for unit, cell, of in zip(grid.unit, smaller, grid.coarse, strict=True)]
    pieces, piece_of = np.unique(names, return_inverse=True)
    whole = _piece_shapes(model, coarse)
    one_of = np.unique(piece_of, return_index=True)[1]
    shapes = [whole[number] for number in coarse_of[one_of].tolist()]
    for number in np.flatnonzero(crowded).tolist():
        parts = np.unique(piece_of[coarse_of == number])
        for part, shape in zip(parts, _parts(model, whole[number], [smaller[one_of[p]] for p in parts]), strict=True):
            shapes[part] = shape
    return ["_".join(piece.split()) for piece in pieces.tolist()], piece_of, shapes


def _parts(model: Model, shape: BaseGeometry, cells: Sequence[str]) -> list[BaseGeometry]:
    """Part a shape among cells, each place to the cell with the nearest centre, so that no corner is left over."""
    centres = to_metric(np.array([h3.cell_to_latlng(cell)[::-1] for cell in cells]), model.metric_crs)
    hull = shapely.transform(shape, lambda lonlat: to_metric(lonlat, model.metric_crs))
    around = shapely.voronoi_polygons(shapely.multipoints(centres), extend_to=hull, ordered=True)
    return [
        shapely.intersection(shapely.transform(part, lambda xy: to_lonlat(xy, model.metric_crs)), shape)
        for part in shapely.get_parts(around)
    ]


def _by_district(ids: Sequence[str], people: Ints) -> str | None:
    split = {name: int(count) for name, count in zip(ids, people, strict=True) if count}
    return json.dumps(split, separators=(",", ":")) if len(split) > 1 else None


def _piece_shapes(model: Model, pieces: Iterable[str]) -> list[BaseGeometry]:
    for outline in model.outlines.values():
        shapely.prepare(outline)
    shapes = []
    for piece in pieces:
        unit, cell = str(piece).split(" ")
        hexagon = shapely.Polygon([(lon, lat) for lat, lon in h3.cell_to_boundary(cell)])
        outline = model.outlines[unit]
        whole = outline.contains_properly(hexagon)
        shapes.append(hexagon if whole else shapely.intersection(outline, hexagon))
    return shapes
