"""What a place is like, on grids small enough to work out by hand."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import h3
import numpy as np
import pytest
import shapely

from geo_app.pipeline.recipe import terrain_and_climate
from geo_app.pipeline.recipe.context import BuildContext
from geo_app.pipeline.recipe.figures import Figures
from geo_app.pipeline.recipe.package_formats import Raster
from geo_app.region.layer_writer import LayerFeature
from tests.pipeline.recipe.test_package_formats import tiff

HEADER = "id,name_kk,name_ru,name_en,name_zh,lat,lon,accuracy_m,as_of,source,notes,people,firms,assets"
FACTS = {"source": "s", "as_of": "2026", "accuracy_m": 9000}


class Stocked(BuildContext):
    """A build context whose members are given."""

    stock: Mapping[str, bytes]

    def member(self, name: str) -> bytes:
        return self.stock[name]


Make = Callable[..., Stocked]


@pytest.fixture
def context(tmp_path: Path) -> Make:
    def make(*rows: str, stock: Mapping[str, bytes] | None = None, **layers: list[LayerFeature]) -> Stocked:
        (tmp_path / "figures").mkdir()
        (tmp_path / "recipe.toml").write_text('[pack]\nmetric_crs = "EPSG:32642"\n')
        (tmp_path / "figures" / "texts.json").write_text(json.dumps({}))
        (tmp_path / "figures" / "attributes.toml").write_text('[firms]\ntitle = "Firms"\n')
        (tmp_path / "figures" / "table.csv").write_text("\n".join([HEADER, *rows]) + "\n")
        made = Stocked(Figures(tmp_path), tmp_path / "cache", lambda _: None, layers=layers)
        made.stock = stock or {}
        return made

    return make


def area(identity: str, shape: shapely.Polygon, **attributes: object) -> LayerFeature:
    return LayerFeature(identity, shape, {}, "s", "2026", 0, attributes=attributes)


def npz(**arrays: Any) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


# -------------------------------------------------------------------------------------------------- territories

RATIOS = {
    "firms_per_1000": {"of": "firms", "per": "people", "times": 1000, "digits": 1},
    "assets_k": {"of": "assets", "times": 1e6, "digits": -1},
    "assets_per_person": {"of": "assets", "per": "people", "times": 1e3, "digits": 2},
}
TERRITORIES = {"id": "t", "cells": "cells", "table": "table.csv", "attributes": ["firms"], "ratios": RATIOS, **FACTS}


def test_the_cells_of_a_district_become_one_area_with_its_figures(context: Make) -> None:
    cells = [
        area("1", shapely.box(68, 43, 69, 44), district="a"),
        area("2", shapely.box(69, 43, 70, 44), district="a"),
        area("3", shapely.box(70, 43, 71, 44), district="b"),
    ]
    made = context(
        "a,,,A,,43,68,2000,2025,stat,The centre.,3000,100,1.500123", "b,,,B,,43,70,2000,2025,stat,,10,1,", cells=cells
    )
    one, other = terrain_and_climate.territories(TERRITORIES, made)
    assert one.geometry.equals(shapely.box(68, 43, 70, 44))
    assert one.attributes == {"firms": 100, "firms_per_1000": 33.3, "assets_k": 1_500_120, "assets_per_person": 0.5}
    assert other.attributes["assets_per_person"] is None


def test_a_territory_is_as_inexact_as_the_layer_and_not_as_the_districts_centre(context: Make) -> None:
    row = "a,,,A,,43,68,2000,2025,stat,The centre.,3000,100,1.5"
    (found,) = terrain_and_climate.territories(
        TERRITORIES, context(row, cells=[area("1", shapely.box(68, 43, 69, 44), district="a")])
    )
    assert (found.accuracy_m, found.source, found.as_of, found.notes) == (9000, "s", "2025", {})


# ------------------------------------------------------------------------------------------------------ terrain

CELL = h3.latlng_to_cell(49.5, 10.5, 4)
HEXAGON = shapely.Polygon([(lon, lat) for lat, lon in h3.cell_to_boundary(CELL)])
TERRAIN = {
    "id": "terrain",
    "cells": "cells",
    "resolution": 4,
    "elevation_member": "elevation",
    "elevation_grid": [10, 50, 60],
    "land_cover_member": "cover",
    "margin_deg": 0.0,
    "relief_classes": {"plain": 0, "hills": 100, "mountains": 300},
    "cropland": [12],
    "land_cover_classes": {"10": "grassland", "12": "cropland"},
    **FACTS,
}
COVER = tiff([[10, 10], [10, 10]])


@pytest.mark.parametrize(("peak_m", "relief"), [(140, "plain"), (200, "hills"), (399, "hills"), (400, "mountains")])
def test_relief_is_the_highest_less_the_lowest_point(context: Make, peak_m: int, relief: str) -> None:
    height = np.full((60, 60), 100, dtype=np.int16)
    height[30, 30] = peak_m
    made = context(
        stock={"elevation": npz(arr_0=height), "cover": COVER}, cells=[area(f"r_{CELL}", HEXAGON, area_km2=50)]
    )
    (found,) = terrain_and_climate.terrain(TERRAIN, made)
    assert found.attributes["relief_m"] == peak_m - 100
    assert found.attributes["relief"] == relief
    assert found.attributes["elevation_m"] == pytest.approx(100, abs=2)


def test_cropland_is_the_share_of_points_times_the_cells_area(context: Make) -> None:
    flat = npz(arr_0=np.zeros((60, 60), dtype=np.int16))
    made = context(
        stock={"elevation": flat, "cover": tiff([[12, 12], [12, 12]])},
        cells=[area(f"r_{CELL}", HEXAGON, area_km2=12.5)],
    )
    (found,) = terrain_and_climate.terrain(TERRAIN, made)
    assert found.attributes["cropland_km2"] == 12.5
    assert found.attributes["land_cover"] == "cropland"
    assert terrain_and_climate.terrain(TERRAIN, shop_again(made, COVER))[0].attributes["cropland_km2"] == 0


def shop_again(made: Stocked, cover: bytes) -> Stocked:
    made.stock = {**made.stock, "cover": cover}
    return made


# ------------------------------------------------------------------------------------------------------ climate

LAT, LON = np.array([42.0, 43.0, 44.0]), np.array([68.0, 69.0, 70.0])
NODES = {"lat": npz(arr_0=np.repeat(LAT[:, None], 3, axis=1)), "lon": npz(arr_0=np.repeat(LON[None], 3, axis=0))}
UNIT = [area("unit", shapely.box(68.6, 42.6, 69.9, 43.4))]
CLIMATE = {
    "id": "climate",
    "units": ["unit"],
    "rain": {"members": ["january", "july"], "lat": "lat", "lon": "lon"},
    "temperatures": {"temperature_c": {"member": "kelvin", "lat": "lat", "lon": "lon"}},
    **FACTS,
}


def test_rain_is_summed_and_temperature_is_in_degrees_celsius(context: Make) -> None:
    rain = np.arange(9.0).reshape(3, 3)
    stock = {"january": npz(arr_0=rain), "july": npz(arr_0=10 * rain), "kelvin": npz(arr_0=rain + 273.15), **NODES}
    found = {f.id: f for f in terrain_and_climate.climate(CLIMATE, context(stock=stock, unit=UNIT))}
    # South first: the node 43 N 69 E holds 4, the one east of it 5.
    assert {k: f.attributes for k, f in found.items()} == {
        "climate_43.000_69.000": {"rain_mm": 44, "temperature_c": 4},
        "climate_43.000_70.000": {"rain_mm": 55, "temperature_c": 5},
    }


def test_climate_cells_are_cut_by_the_outline_and_cover_it(context: Make) -> None:
    flat = npz(arr_0=np.ones((3, 3)))
    found = terrain_and_climate.climate(
        CLIMATE, context(stock={"january": flat, "july": flat, "kelvin": flat, **NODES}, unit=UNIT)
    )
    assert sum(f.geometry.area for f in found) == pytest.approx(UNIT[0].geometry.area)
    assert shapely.union_all([f.geometry for f in found]).equals(UNIT[0].geometry)


def test_irradiation_is_the_mean_of_the_distribution_over_a_mean_year(context: Make) -> None:
    # Half of the days 50 W, half 150 W, all over the year: 100 W for 365.25 days.
    watts = np.tile(np.array([50.0, 150.0]), (3, 3, 12, 1))
    weights = np.full((3, 3, 12, 2), 7.0)
    weights[0, 0] = 0
    stock = {"data": npz(xk=watts, pk=weights, lat=LAT, lon=LON)}
    entry = {"id": "solar", "units": ["unit"], "member": "data", **FACTS}
    found = terrain_and_climate.solar(entry, context(stock=stock, unit=UNIT))
    assert {f.attributes["solar_kwh_m2"] for f in found} == {round(100 * 365.25 * 24 / 1000)}


# ------------------------------------------------------------------------------------------------------- raster

GRID = Raster(np.array([[0.0, 10.0], [20.0, 40.0]]), west=10.0, north=50.0, step=1.0)


@pytest.mark.parametrize(
    ("lon", "lat", "value"),
    [(10.5, 49.5, 0), (11.5, 48.5, 40), (11.0, 49.5, 5), (10.5, 49.0, 10), (11.0, 49.0, 17.5), (9.0, 51.0, 0)],
)
def test_values_between_the_centres_of_cells_are_bilinear(lon: float, lat: float, value: float) -> None:
    assert GRID.between(np.array([[lon, lat]])).tolist() == [value]


def test_the_cells_that_meet_a_box_are_listed_with_their_centres() -> None:
    row, column = GRID.window((10.2, 48.9, 10.8, 49.1))
    assert GRID.centre(row, column).tolist() == [[10.5, 49.5], [10.5, 48.5]]
