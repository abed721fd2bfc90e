from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo_app.core.geodesy import to_metric
from geo_app.pipeline.recipe.package_formats import Raster
from geo_app.pipeline.recipe.population import Model, apportion, spread
from geo_app.region.layer_writer import LayerFeature

CRS = "EPSG:32642"
EAST, WEST = (69.75, 43.0), (69.25, 43.0)
LAKE = shapely.box(69.0, 42.75, 69.1, 43.25)


def district(identity: str, lonlat: tuple[float, float], population: int, unit: str = "land") -> dict[str, str]:
    lon, lat = map(str, lonlat)
    return {
        "id": identity, "unit": unit, "lon": lon, "lat": lat, "area_km2": "1",
        "population": str(population), "employees": str(population // 10),
    }  # fmt: skip


def town(identity: str, lonlat: tuple[float, float], population: int) -> LayerFeature:
    attributes = {"district": identity, "population": population}
    return LayerFeature(identity, shapely.Point(lonlat), {}, "s", "2026", 0, attributes=attributes)


@pytest.fixture(scope="module")
def model() -> Model:
    """A land of one degree by a half with two districts, a town in the eastern one and a lake in the west."""
    return Model(
        settings={
            "resolution": 6, "fine_resolution": 8, "crowded": 10_000, "crowded_resolution": 7,
            "balance_rounds": 60, "least_rural_share": 0.1,
            "town_density_per_km2": 3000, "land_cover": {"0": 0.0}, "land_cover_other": 1.0,
            "place_scale_m": 10000, "place_floor": 0.1, "near": {"rail": {"scale_m": 8000, "floor": 0.5}},
        },
        metric_crs=CRS,
        outlines={"land": shapely.box(69.0, 42.75, 70.0, 43.25)},
        districts=[district("east", EAST, 100_003), district("west", WEST, 5_001)],
        anchors=[],
        settlements=[town("east", EAST, 60_000)],
        land_cover=Raster(np.full((10, 20), 10, np.uint8), 69.0, 43.25, 0.05),
        lines={"rail": [shapely.LineString([(69.0, 43.0), (70.0, 43.0)])]},
        water=[LAKE],
    )  # fmt: skip


@given(
    st.integers(0, 10_000_000),
    st.lists(st.floats(0, 1e6), min_size=1, max_size=40).filter(lambda shares: sum(shares) > 1e-3),
)
def test_apportioned_parts_sum_to_the_total_and_stay_within_one(total: int, shares: list[float]) -> None:
    weights = np.array(shares)
    parts = apportion(total, weights)
    assert parts.sum() == total
    assert (np.abs(parts - total * weights / weights.sum()) < 1 + 1e-6).all()


def test_the_largest_remainders_get_the_rest() -> None:
    assert apportion(10, np.array([1.0, 1.0, 1.0])).tolist() == [4, 3, 3]
    assert apportion(7, np.array([0.5, 2.5, 4.0])).tolist() == [1, 2, 4]


def by_district(model: Model) -> dict[str, int]:
    total: dict[str, int] = {}
    for cell in spread(model):
        split = cell.attributes["by_district"]
        parts = json.loads(str(split)) if split else {cell.attributes["district"]: cell.attributes["population"]}
        for name, people in parts.items():
            total[name] = total.get(name, 0) + int(people)
    return total


def test_every_district_keeps_its_total(model: Model) -> None:
    assert by_district(model) == {"east": 100_003, "west": 5_001}


def test_employees_keep_their_total(model: Model) -> None:
    assert sum(int(str(cell.attributes["employees"])) for cell in spread(model)) == 10_000 + 500


def test_a_district_without_a_figure_has_no_employees(model: Model) -> None:
    silent = replace(model, districts=[{**row, "employees": ""} for row in model.districts])
    assert {cell.attributes["employees"] for cell in spread(silent)} == {None}


def test_nobody_is_outside_the_outline(model: Model) -> None:
    outline = model.outlines["land"].buffer(1e-9)
    assert all(outline.covers(cell.shape) for cell in spread(model))


def test_cells_tile_the_land_without_overlap(model: Model) -> None:
    shapes = [cell.shape for cell in spread(model)]
    assert shapely.union_all(shapes).area == pytest.approx(sum(shape.area for shape in shapes))
    assert shapely.union_all(shapes).area == pytest.approx(model.outlines["land"].area, rel=0.01)


def test_the_town_stands_out(model: Model) -> None:
    fullest = max(spread(model), key=lambda cell: float(str(cell.attributes["density_per_km2"])))
    centre = to_metric(np.array([[fullest.shape.centroid.x, fullest.shape.centroid.y]]), CRS)
    assert np.hypot(*(centre - to_metric(np.array([EAST]), CRS)).T)[0] < 5000


def test_where_many_live_cells_are_smaller_and_the_rest_is_as_it_was(model: Model) -> None:
    fine, coarse = spread(model), spread(replace(model, settings={**model.settings, "crowded": 10**9}))
    parts = [cell for cell in fine if cell.id.count("_") == 2]
    whole = {cell.id: cell for cell in coarse}
    crowded = {cell.id for cell in coarse if int(str(cell.attributes["population"])) >= 10_000}
    assert 0 < len(crowded) < len(coarse)
    assert {f"{part.id.split('_')[0]}_{part.id.split('_')[2]}" for part in parts} == crowded
    assert {cell.id: cell.attributes for cell in fine if cell not in parts} == {
        name: cell.attributes for name, cell in whole.items() if name not in crowded
    }
    joined = shapely.union_all([part.shape for part in parts])
    assert joined.symmetric_difference(shapely.union_all([whole[name].shape for name in crowded])).area < 1e-9
    assert sum(int(str(part.attributes["population"])) for part in parts) == pytest.approx(
        sum(int(str(whole[name].attributes["population"])) for name in crowded), abs=len(parts)
    )


def test_most_people_of_a_town_live_within_the_radius_of_its_density(model: Model) -> None:
    alone = replace(model, settings={**model.settings, "resolution": 8, "crowded": 10**9, "least_rural_share": 0.0})
    alone = replace(alone, districts=[{**model.districts[0], "population": "60000"}, model.districts[1]])
    centre = to_metric(np.array([EAST]), CRS)
    radius_m = 1000 * np.sqrt(60_000 / model.settings["town_density_per_km2"] / np.pi)
    within = 0
    for cell in spread(alone):
        middle = to_metric(np.array([[cell.shape.centroid.x, cell.shape.centroid.y]]), CRS)
        if np.hypot(*(middle - centre).T)[0] < radius_m:
            within += int(str(cell.attributes["population"]))
    assert within / 60_000 == pytest.approx(1 - np.exp(-2), abs=0.08)


def test_nobody_lives_on_water(model: Model) -> None:
    on_water = [cell for cell in spread(model) if LAKE.covers(cell.shape)]
    assert len(on_water) > 0
    assert all(cell.attributes["population"] == 0 for cell in on_water)


def test_territories_have_the_areas_that_districts_have(model: Model) -> None:
    rows = [{**model.districts[0], "area_km2": "3"}, model.districts[1]]
    cells = spread(replace(model, districts=rows))
    east = sum(float(str(c.attributes["area_km2"])) for c in cells if c.attributes["district"] == "east")
    whole = sum(float(str(c.attributes["area_km2"])) for c in cells)
    assert east / whole == pytest.approx(0.75, abs=0.05)


def test_units_do_not_mix(model: Model) -> None:
    outlines = {"land": shapely.box(69.0, 42.75, 69.5, 43.25), "city": shapely.box(69.5, 42.75, 70.0, 43.25)}
    rows = [{**model.districts[0], "unit": "city"}, model.districts[1]]
    cells = spread(replace(model, outlines=outlines, districts=rows))
    people = {
        unit: sum(int(str(c.attributes["population"])) for c in cells if c.id.startswith(unit)) for unit in outlines
    }
    assert people == {"land": 5_001, "city": 100_003}


def test_the_same_model_gives_the_same_cells(model: Model) -> None:
    assert [(c.id, c.attributes, c.shape.wkb) for c in spread(model)] == [
        (c.id, c.attributes, c.shape.wkb) for c in spread(model)
    ]
