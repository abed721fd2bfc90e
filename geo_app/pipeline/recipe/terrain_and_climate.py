"""What a place is like: its district's figures, relief, land cover, climate and sunshine.

Each source keeps its own grain: a figure by district stays one figure for a district, a climate cell stays a cell.
Nothing is drawn finer than its source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import h3
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo_app.core.arrays import Floats
from geo_app.core.types import Bounds
from geo_app.pipeline.recipe import package_formats
from geo_app.pipeline.recipe.context import BuildContext, Entry, as_feature, listed_rows, nameless
from geo_app.pipeline.recipe.figures import Row, number, whole
from geo_app.pipeline.recipe.package_formats import Raster
from geo_app.region.layer_writer import DECIMALS, LayerFeature

KELVIN = 273.15
DAYS = np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
"""Of the months, in a mean year."""


# ---------------------------------------------------------------------------------------------------- districts


def territories(entry: Entry, context: BuildContext) -> list[LayerFeature]:
    """Join a grid's cells by district, with the district's figures: a modelled territory, not a boundary."""
    cells = context.layers[entry["cells"]]
    return [
        as_feature(
            # The row's own point, with its source, accuracy and note, is not what is drawn here.
            {**row, "source": "", "accuracy_m": "", "notes": ""},
            _joined([cell.geometry for cell in cells if cell.attributes["district"] == row["id"]]),
            entry,
            context,
            attributes=_ratios(row, entry),
        )
        for row in listed_rows(entry, context)
    ]


def _joined(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    # On the grid on which cells are written: neighbours then share their corners exactly.
    return shapely.union_all(list(shapes), grid_size=10.0**-DECIMALS)


def _ratios(row: Row, entry: Entry) -> dict[str, object]:
    """Scale figures of a row, or divide them by another one; what follows from an unknown figure is unknown."""
    result: dict[str, object] = {}
    for name, ratio in entry["ratios"].items():
        part = number(row, ratio["of"], entry["table"])
        total = number(row, ratio["per"], entry["table"]) if "per" in ratio else 1.0
        known = part is not None and total
        result[name] = _rounded(ratio["times"] * part / total, ratio["digits"]) if known else None
    return result


# ------------------------------------------------------------------------------------------------------ terrain


def terrain(entry: Entry, context: BuildContext) -> list[LayerFeature]:
    """Describe each cell by the points of an elevation grid within it: height, relief, land cover."""
    cells = context.layers[entry["cells"]]
    elevation = _elevation(entry, context)
    row, column = elevation.window(_bounds([cell.geometry for cell in cells], entry["margin_deg"]))
    lonlat = elevation.centre(row, column)
    height_m = elevation.values[row, column].astype(float)
    covers = package_formats.geotiff(context.member(entry["land_cover_member"])).at(lonlat)
    names = np.array([h3.latlng_to_cell(lat, lon, entry["resolution"]) for lon, lat in lonlat.tolist()])
    hexagons, member = np.unique(names, return_inverse=True)
    points = np.bincount(member)
    mean_m = np.bincount(member, weights=height_m) / points
    lowest_m, highest_m = np.full(len(hexagons), np.inf), np.full(len(hexagons), -np.inf)
    np.minimum.at(lowest_m, member, height_m)
    np.maximum.at(highest_m, member, height_m)
    shares = np.zeros((len(hexagons), 256))
    np.add.at(shares, (member, covers), 1 / points[member])
    place = {name: number for number, name in enumerate(hexagons.tolist())}
    features = []
    for cell in cells:
        # A cell at an edge is described by its whole hexagon, so that no sliver rests on one or two points.
        here = place[cell.id.rsplit("_", 1)[1]]
        relief_m = float(highest_m[here] - lowest_m[here])
        crops = float(shares[here][list(entry["cropland"])].sum())
        attributes = {
            "elevation_m": round(float(mean_m[here])),
            "relief_m": round(relief_m),
            "relief": _class(relief_m, entry["relief_classes"]),
            "land_cover": entry["land_cover_classes"][str(int(np.argmax(shares[here])))],
            "cropland_km2": _rounded(crops * float(str(cell.attributes["area_km2"])), 2),
        }
        features.append(
            as_feature(nameless(cell.id, entry, context), cell.geometry, entry, context, attributes=attributes)
        )
    return features


def _elevation(entry: Entry, context: BuildContext) -> Raster:
    west, north, step = entry["elevation_grid"]
    return Raster(package_formats.npz(context.member(entry["elevation_member"])), west, north, 1 / step)


def _class(value: float, classes: Mapping[str, float]) -> str:
    """Find the class with the highest threshold that a value reaches."""
    return max((least, name) for name, least in classes.items() if value >= least)[1]


# ------------------------------------------------------------------------------------------------------ climate


def climate(entry: Entry, context: BuildContext) -> list[LayerFeature]:
    """Cells of the rain grid within the outlines, with the year's rain, and temperatures between their own nodes."""
    rain = _summed(entry["rain"], context)
    degrees = {name: _nodes(grid, context) for name, grid in entry["temperatures"].items()}
    features = []
    for identity, shape, centre, row, column in _grid_cells(rain, entry, context):
        attributes = {"rain_mm": round(float(rain.values[row, column]))} | {
            name: _rounded(float(grid.between(centre)[0]) - KELVIN, 1) for name, grid in degrees.items()
        }
        features.append(as_feature(nameless(identity, entry, context), shape, entry, context, attributes=attributes))
    return features


def solar(entry: Entry, context: BuildContext) -> list[LayerFeature]:
    """Cells of monthly distributions of irradiance within the outlines: the mean year's sum of each."""
    data = context.member(entry["member"])
    watts, weights = (package_formats.npz(data, name).astype(float) for name in ("xk", "pk"))
    total = weights.sum(axis=3)
    # Sea cells have no distribution: they stay 0 and are outside any outline.
    mean_w = np.divide((watts * weights).sum(axis=3), total, out=np.zeros_like(total), where=total > 0)
    year_kwh = (mean_w * DAYS).sum(axis=2) * 24 / 1000
    grid = _north_up(year_kwh, package_formats.npz(data, "lat"), package_formats.npz(data, "lon"))
    return [
        as_feature(
            nameless(identity, entry, context),
            shape,
            entry,
            context,
            attributes={"solar_kwh_m2": round(float(grid.values[row, column]))},
        )
        for identity, shape, _, row, column in _grid_cells(grid, entry, context)
    ]


def _summed(grid: Mapping[str, Any], context: BuildContext) -> Raster:
    months = [package_formats.npz(context.member(name)) for name in grid["members"]]
    return _placed_nodes(np.sum(months, axis=0), grid, context)


def _nodes(grid: Mapping[str, Any], context: BuildContext) -> Raster:
    return _placed_nodes(package_formats.npz(context.member(grid["member"])), grid, context)


def _placed_nodes(values: NDArray[Any], grid: Mapping[str, Any], context: BuildContext) -> Raster:
    """Place values by two arrays that repeat the latitude of every row and the longitude of every column."""
    lat, lon = (package_formats.npz(context.member(grid[key])) for key in ("lat", "lon"))
    return _north_up(values, lat[:, 0], lon[0])


def _north_up(values: NDArray[Any], lat: Floats, lon: Floats) -> Raster:
    """Make a raster of values at nodes, south first: each node is the centre of a cell."""
    step = float(lat[1] - lat[0])
    return Raster(values[::-1], west=float(lon[0]) - step / 2, north=float(lat[-1]) + step / 2, step=step)


def _grid_cells(grid: Raster, entry: Entry, context: BuildContext) -> list[tuple[str, BaseGeometry, Floats, int, int]]:
    """Cut a grid's cells by the outlines: id, shape, (1, 2) centre, row and column of each that has ground in them."""
    outline = shapely.union_all([context.layers[unit][0].geometry for unit in entry["units"]])
    found = []
    for row, column in zip(*(part.tolist() for part in grid.window(_bounds([outline], 0))), strict=True):
        centre = grid.centre(np.array([row]), np.array([column]))
        lon, lat = centre[0].tolist()
        half = grid.step / 2
        shape = shapely.intersection(outline, shapely.box(lon - half, lat - half, lon + half, lat + half))
        if shapely.area(shape) > 0:
            found.append((f"{entry['id']}_{lat:.3f}_{lon:.3f}", _areas(shape), centre, row, column))
    return found


# ------------------------------------------------------------------------------------------------- small pieces


def _areas(shape: BaseGeometry) -> BaseGeometry:
    """Keep the areas of a cut; points and lines where it only touches are none."""
    return shapely.union_all([part for part in shapely.get_parts(shape) if shapely.get_dimensions(part) == 2])


def _bounds(shapes: Sequence[BaseGeometry], margin_deg: float) -> Bounds:
    west, south, east, north = shapely.total_bounds(list(shapes)).tolist()
    return west - margin_deg, south - margin_deg, east + margin_deg, north + margin_deg


def _rounded(value: float, digits: int) -> float | int:
    return whole(round(value, digits))
