"""What the pack that the project ships promises."""

from __future__ import annotations

import ast
import csv
import json
import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from geo_app.core.i18n import LANGUAGES
from geo_app.core.sites import Site, Sites
from geo_app.measures.measure import measure_criterion
from geo_app.region.feature_selection import counted
from geo_app.region.loader import find_errors
from geo_app.region.model import RegionPack
from geo_app.region.position_groups import POSITION_GROUP, position_groups, scattered, ungrouped

ROOT = Path(__file__).parents[3]
PACK = ROOT / "layers"
AREA_CRS = "EPSG:32642"
MAX_PACK_BYTES = 8_000_000


def table(name: str) -> list[dict[str, str]]:
    with (PACK / "figures" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((PACK / name).read_text(encoding="utf-8"))
    return content


def texts_in(value: object, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Find every localized text: an object that has at least one language for a key."""
    if isinstance(value, dict):
        if value and set(value) <= set(LANGUAGES):
            yield path, value
        else:
            for key, part in value.items():
                yield from texts_in(part, f"{path}.{key}")
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from texts_in(part, f"{path}[{place}]")


def test_the_pack_is_sound() -> None:
    assert find_errors(PACK) == []


def test_the_pack_is_small() -> None:
    assert sum(path.stat().st_size for path in PACK.rglob("*") if path.is_file()) < MAX_PACK_BYTES


@pytest.mark.parametrize("name", ["catalog.json", "indicators.json", "profiles.json"])
def test_every_text_of_a_document_is_in_every_language(name: str) -> None:
    found = dict(texts_in(load(name)))
    assert len(found) > 40
    incomplete = [path for path, texts in found.items() if any(not texts.get(lang) for lang in LANGUAGES)]
    assert incomplete == []


def test_every_note_of_a_feature_is_in_every_language(region: RegionPack) -> None:
    columns = [f"notes_{language}" for language in LANGUAGES]
    noted = [layer.frame for layer in region.layers.values() if "notes_en" in layer.frame]
    assert len(noted) > 8
    for frame in noted:
        present = frame[columns].notna()
        assert (present.all(axis=1) | ~present.any(axis=1)).all()


def test_no_translation_is_left_in_english() -> None:
    memory = load("figures/texts.json")
    same = {english for english, texts in memory.items() for lang in ("kk", "ru") if texts[lang] == english}
    assert same == {"%", "TEU"}


def test_chinese_texts_are_chinese() -> None:
    memory = load("figures/texts.json")
    latin = [en for en, texts in memory.items() if not any("\u4e00" <= letter <= "\u9fff" for letter in texts["zh"])]
    assert latin == ["%"]


def test_no_translation_is_left_over(region: RegionPack) -> None:
    """A text that nothing uses any more is noise for whoever translates."""
    used = {
        texts["en"]
        for name in ("catalog.json", "indicators.json", "profiles.json")
        for _, texts in texts_in(load(name))
    }
    notes = {
        str(note) for layer in region.layers.values() if "notes_en" in layer.frame for note in layer.frame["notes_en"]
    }
    names = {str(name) for layer in region.layers.values() for name in layer.frame["name_en"]}
    everything = "\n".join([*used, *notes, *names])
    assert [text for text in load("figures/texts.json") if text not in everything] == []


# -------------------------------------------------------------------------------------------------- population


def people_by_district() -> dict[str, int]:
    total: dict[str, int] = {}
    for feature in load("population.geojson")["features"]:
        cell = feature["properties"]
        split = cell["by_district"]
        for name, people in (json.loads(split) if split else {cell["district"]: cell["population"]}).items():
            total[name] = total.get(name, 0) + people
    return total


def test_every_district_has_its_official_population_exactly() -> None:
    assert people_by_district() == {row["id"]: int(row["population"]) for row in table("districts.csv")}


def test_region_and_city_have_their_official_population_exactly(region: RegionPack) -> None:
    frame = region.layers["population"].frame
    in_city = frame.index.str.startswith("shymkent_")
    assert frame.loc[~in_city, "population"].sum() == 2_145_680
    assert frame.loc[in_city, "population"].sum() == 1_291_011


def test_employees_are_those_of_the_region(region: RegionPack) -> None:
    assert region.layers["population"].frame["employees"].sum() == 313_404


def test_nobody_is_outside_region_and_city(region: RegionPack) -> None:
    outline = shapely.union_all([region.layers[name].frame.geometry.iloc[0] for name in ("region", "shymkent")])
    cells = region.layers["population"].frame.geometry
    assert cells.within(outline.buffer(2e-6)).all()


def test_cells_do_not_overlap(region: RegionPack) -> None:
    cells = region.layers["population"].frame.to_crs(AREA_CRS).geometry
    assert shapely.union_all(cells.to_numpy()).area == pytest.approx(cells.area.sum(), rel=1e-6)


def test_density_is_people_by_area(region: RegionPack) -> None:
    frame = region.layers["population"].frame
    measured = frame.to_crs(AREA_CRS).area / 1e6
    assert (frame["area_km2"] - measured).abs().max() < 0.006
    expected = frame["population"] / measured
    assert ((frame["density_per_km2"] - expected).abs() < 0.05 + 0.005 * expected).all()


def test_the_ten_largest_towns_stand_out(region: RegionPack) -> None:
    towns = region.layers["settlements"].frame
    towns = towns[towns["district"].notna()].nlargest(10, "population").to_crs(AREA_CRS)
    cells = region.layers["population"].frame.to_crs(AREA_CRS)
    for town in towns.itertuples():
        radius_m = max(8000, 1000 * (town.population / 2000 / math.pi) ** 0.5)
        around = cells[cells.intersects(town.geometry.buffer(radius_m))]
        assert around["population"].sum() > 0.9 * town.population, town.name_en
        here = cells[cells.contains(town.geometry)]["density_per_km2"].iloc[0]
        assert here > 2 * cells["density_per_km2"].median(), town.name_en


# ---------------------------------------------------------------------------------------------------- geometry


def test_no_layer_has_the_same_line_or_area_twice(region: RegionPack) -> None:
    for layer in region.layers.values():
        if layer.geometry != "point":
            assert not layer.frame.geometry.normalize().to_wkb().duplicated().any(), layer.id


def test_the_region_is_drawn_as_the_package_has_it(region: RegionPack) -> None:
    shape = region.layers["region"].frame.to_crs(AREA_CRS).geometry.iloc[0]
    assert shapely.get_num_coordinates(shape) <= 2500
    assert shape.area / 1e6 == pytest.approx(116_214, rel=0.001)


def test_region_city_and_neighbours_do_not_overlap(region: RegionPack) -> None:
    names = ("region", "shymkent", "neighbours")
    shapes = [s for name in names for s in region.layers[name].frame.to_crs(AREA_CRS).geometry]
    assert shapely.union_all(shapes).area == pytest.approx(sum(s.area for s in shapes), rel=1e-5)


def test_candidates_lie_in_the_region_or_say_that_they_do_not(region: RegionPack) -> None:
    outline = region.layers["region"].frame.geometry.iloc[0]
    for name in region.candidate_layers:
        frame = region.layers[name].frame
        outside = frame[~frame.within(outline)]
        assert (outside["district"] == "shymkent").all()
        assert outside["notes_en"].str.contains("outside the region").all()


def test_the_corridor_runs_from_end_to_end_without_repeating(region: RegionPack) -> None:
    lines = region.layers["corridor"].frame.geometry.drop("corridor_branch")
    whole = shapely.line_merge(shapely.union_all(lines.to_numpy()))
    assert whole.geom_type == "LineString"
    assert set(map(tuple, shapely.get_coordinates(whole.boundary))) == {(30.31413, 59.93863), (119.21556, 34.59845)}


def test_the_tashkent_branch_is_drawn_from_the_corridor_to_the_crossing_and_not_measured(region: RegionPack) -> None:
    corridor = region.layers["corridor"].frame
    branch = corridor.loc["corridor_branch"]
    ends = branch.geometry.boundary
    assert ends.intersects(corridor.loc["corridor_region"].geometry)
    assert ends.intersects(region.layers["border_crossings"].frame.geometry["bc_zhibek_zholy"])
    assert math.isnan(branch["official_length_km"])
    assert "not measured" in branch["notes_en"]
    # As drawn it is far shorter than the 128 to 130 km that the other stretches leave of 448.
    assert corridor.to_crs(AREA_CRS).geometry["corridor_branch"].length < 110_000


def test_the_route_of_the_corridor_ends_where_the_road_does(region: RegionPack) -> None:
    route = region.layers["corridor"].style["route"]
    places = region.layers[route["layer"]].frame.sort_values(route["order"])
    (column, wanted), *_ = route["where"].items()
    assert places[places[column].isin(wanted)]["name_en"].iloc[-1] == "Lianyungang"


def test_protected_areas_have_their_published_size_and_say_how_far_they_can_be_off(region: RegionPack) -> None:
    frame = region.layers["protected_areas"].frame
    assert ((frame.to_crs(AREA_CRS).area / 1e4) / frame["area_ha"] - 1).abs().max() < 0.01
    assert (frame["accuracy_m"] >= 5000).all()
    assert "6,258,000" in " ".join(text["en"] for text in region.layers["protected_areas"].missing)


def test_stand_ins_are_shown_as_uncertain(region: RegionPack) -> None:
    for name in region.candidate_layers:
        frame = region.layers[name].frame
        stand_in = frame["position"].isin(["district_centre", "city", "neighbour"])
        assert (frame.loc[stand_in, "accuracy_m"] >= 5000).all()


def test_candidates_on_one_point_share_a_group_and_nothing_else_does(region: RegionPack) -> None:
    """Fourteen zones and parks on six points, as no source says where they lie, and the SEZ site of Shymkent."""
    assert list(ungrouped(region)) == []
    assert list(scattered(region)) == []
    shared: dict[str, list[str]] = {}
    for name in region.candidate_layers:
        for identity, group in region.layers[name].frame[POSITION_GROUP].items():
            for one in position_groups(group):
                shared.setdefault(one, []).append(str(identity))
    together = sorted(len(ids) for ids in shared.values() if len(ids) > 1)
    assert together == [2, 2, 2, 2, 2, 5]
    assert sorted(shared["turkistan"]) == ["iz_turkistan", "mpp_sauran"]


def test_what_shares_a_stand_in_with_a_candidate_says_so(region: RegionPack) -> None:
    zones = region.layers["industrial_zones"].frame
    for zone, layer, feature in (
        ("iz_arys", "stations", "rs_arys1"),
        ("iz_saryagash", "rail_crossings", "rw_saryagash"),
        ("iz_kazygurt", "corridor", "corridor_branch"),
        ("iz_kentau", "railways", "rl_kentau"),
        ("iz_karamurt", "power_plants", "pp_ccgt"),
    ):
        other = region.layers[layer].frame.loc[feature]
        assert zones.geometry[zone].distance(other.geometry) == 0
        assert position_groups(zones.loc[zone, POSITION_GROUP]) & position_groups(other[POSITION_GROUP])


@pytest.mark.parametrize(
    ("zone", "lat", "lon", "accuracy_m"),
    [
        ("mpp_tulkibas_mashat", 42.49, 69.91, 10000),
        ("mpp_tulkibas_balykty", 42.5533, 69.99835, 9000),
        ("mpp_tulkibas_tastumsyk", 42.54, 70.22, 8000),
        ("iz_karamurt", 42.31, 69.90, 7000),
        ("sez_turan_orangai", 43.41, 68.38, 10000),
    ],
)
def test_zones_stand_where_a_source_says(
    region: RegionPack, zone: str, lat: float, lon: float, accuracy_m: float
) -> None:
    (row,) = [f.loc[zone] for name in region.candidate_layers if zone in (f := region.layers[name].frame).index]
    assert (row.geometry.y, row.geometry.x, row["accuracy_m"]) == (lat, lon, accuracy_m)


def test_the_line_that_only_a_foreign_network_reaches_is_no_railway_of_the_country(region: RegionPack) -> None:
    frame = region.layers["railways"].frame
    isolated = frame[frame["network"] == "isolated"]
    # From the border to the town of Zhetysay and a little on.
    assert len(isolated) > 0 and (isolated.bounds["maxy"] < 41).all()
    kept = counted(region.criteria["rail"], region.layers["railways"], region.as_of)
    assert not set(isolated.index) & set(kept.index)
    assert "rl_kentau" in kept.index
    site = Sites((Site("z", "z", 68.32774, 40.77631),))
    assert measure_criterion(site, region.criteria["rail"], region, region.as_of).raw[0] > 90


def test_plants_are_no_criterion_of_any_profile_and_the_grid_waits(region: RegionPack) -> None:
    assert set(region.waiting) == {"grid", "gas"}
    weighed = {weight.criterion for profile in region.profiles.values() for weight in profile.weights}
    assert not {"power_plant", "grid", "gas"} & weighed
    assert {weight.criterion for weight in region.profiles["solar"].waiting} == {"grid"}
    assert region.profiles["solar"].waiting[0].weight >= 25


def test_zones_with_reliefs_are_inside_or_outside_and_only_open_ones_count(region: RegionPack) -> None:
    frames = [region.layers[name].frame.assign(layer=name) for name in region.candidate_layers]
    sites = Sites(
        tuple(
            Site(str(i), str(i), row.geometry.x, row.geometry.y, row["accuracy_m"], row["layer"])
            for frame in frames
            for i, row in frame.iterrows()
        )
    )
    raw = measure_criterion(sites, region.criteria["sez"], region, region.as_of).raw
    by_id = dict(zip((site.id for site in sites.sites), raw.tolist(), strict=True))
    assert by_id["sez_turan_kentau"] == 1
    assert by_id["icic_central_asia"] == 0
    assert math.isnan(by_id["sez_turan_orangai"])
    assert {by_id[name] for name in by_id if name.startswith(("iz_", "mpp_", "shy_"))} == {0.0}


def test_the_labour_force_is_the_regions_and_the_same_share_of_shymkent(region: RegionPack) -> None:
    frame = region.layers["population"].frame
    in_city = frame.index.str.startswith("shymkent_")
    assert frame.loc[~in_city, "labour_force"].sum() == 861_913
    assert frame.loc[in_city, "labour_force"].sum() == round(1_291_011 * 861_913 / 2_148_658)


# ------------------------------------------------------------------------------------------- what a place is like


def test_figures_by_inhabitant_are_the_official_ones_divided(region: RegionPack) -> None:
    frame = region.layers["district_figures"].frame
    rows = {row["id"]: row for row in table("districts.csv") if row["unit"] == "region"}
    assert sorted(frame.index) == sorted(rows)
    for name, row in rows.items():
        people = float(row["population"])
        assert frame.loc[name, "sme_per_1000"] == pytest.approx(1000 * float(row["sme"]) / people, abs=0.06)
        assert frame.loc[name, "wage_kzt"] == round(1000 * float(row["wage_kzt_thousand"]))
        output = 1e9 * float(row["sme_output_kzt_bn"]) / people
        assert frame.loc[name, "sme_output_per_person"] == pytest.approx(output, abs=501)
        assets = 1e9 * float(row["fixed_assets_kzt_bn"]) / people
        assert frame.loc[name, "fixed_assets_per_person"] == pytest.approx(assets, abs=501)


def test_district_territories_hold_their_centres_and_no_one_elses(region: RegionPack) -> None:
    areas = region.layers["district_figures"].frame.geometry
    for name, point in region.layers["districts"].frame.geometry.items():
        holding = set(areas.index[areas.contains(point)])
        assert holding == (set() if name == "shymkent" else {name})


@pytest.mark.parametrize(
    ("criterion", "lon", "lat", "expected"),
    [
        # Zhetisay: 260.9 thousand tenge; 20,141 enterprises for 180,930 people; 61.4 bn tenge; 56.9 bn tenge.
        ("labour_cost", 68.32774, 40.77631, 260_900),
        ("enterprises", 68.32774, 40.77631, 111.3),
        ("business_output", 68.32774, 40.77631, 339_000),
        ("industrial_base", 68.32774, 40.77631, 314_000),
        # Shymkent is not in the statistics by district.
        ("labour_cost", 69.6, 42.31, None),
        # The source's cells of 3 degrees: 40.5 to 43.5 N, and 43.5 to 46.5 N.
        ("solar_resource", 69.0, 43.0, 1822),
        ("solar_resource", 69.0, 44.0, 1742),
    ],
)
def test_a_criterion_reads_the_area_that_a_site_lies_in(
    region: RegionPack, criterion: str, lon: float, lat: float, expected: float | None
) -> None:
    site = Site("s", "s", lon, lat)
    (raw,) = measure_criterion(Sites((site,)), region.criteria[criterion], region, region.as_of).raw
    assert (None if math.isnan(raw) else raw) == expected


def test_plains_and_mountains_are_told_apart(region: RegionPack) -> None:
    # The cotton fields of the south, and the ridge above Zhabagly.
    places = Sites((Site("plain", "plain", 68.4, 40.7), Site("ridge", "ridge", 70.6, 42.2)))
    plain, ridge = measure_criterion(places, region.criteria["relief"], region, region.as_of).raw
    assert plain < 30 < 600 < ridge
    fields, none = measure_criterion(places, region.criteria["farmland_25km"], region, region.as_of).raw
    assert fields > 800 > 100 > none


def test_territories_say_that_they_are_no_boundaries(region: RegionPack) -> None:
    layer = region.layers["district_figures"]
    assert "not boundaries" in layer.notes["en"]
    assert layer.accuracy_m >= 10_000


def test_terrain_stands_on_the_hexagons_of_the_population(region: RegionPack) -> None:
    terrain, people = region.layers["terrain"].frame, region.layers["population"].frame
    assert terrain.geometry.geom_equals(people.geometry.loc[terrain.index]).all()
    assert len(terrain) == len(people)
    assert (terrain["cropland_km2"] <= people["area_km2"].loc[terrain.index] + 0.01).all()


# Means of weather stations as any climate table gives them: rain (mm) and temperature (°C).
@pytest.mark.parametrize(
    ("place", "rain_mm", "temperature_c"), [("turkistan_city", 200, 12.8), ("shymkent", 575, 12.6), ("arys", 250, 13.0)]
)
def test_climate_is_near_what_stations_measure(
    region: RegionPack, place: str, rain_mm: float, temperature_c: float
) -> None:
    cells = region.layers["climate"].frame
    (here,) = cells[cells.contains(region.layers["districts"].frame.geometry[place])].itertuples()
    assert here.rain_mm == pytest.approx(rain_mm, rel=0.3)
    assert here.temperature_c == pytest.approx(temperature_c, abs=3)
    assert here.temperature_january_c < here.temperature_c < here.temperature_july_c


def test_a_climate_cell_is_no_finer_than_its_source(region: RegionPack) -> None:
    for name, step in (("climate", 0.25), ("solar", 3.0)):
        frame = region.layers[name].frame
        bounds = frame.bounds
        widest = (bounds["maxx"] - bounds["minx"]).max(), (bounds["maxy"] - bounds["miny"]).max()
        assert max(widest) == pytest.approx(step, abs=1e-5)


def test_every_candidate_of_the_region_has_a_value_of_every_area(region: RegionPack) -> None:
    for name in ("terrain", "climate", "solar", "district_figures"):
        areas = shapely.union_all(region.layers[name].frame.geometry.to_numpy())
        for layer in region.candidate_layers:
            frame = region.layers[layer].frame
            own = frame[frame["district"] != "shymkent"]
            assert own.within(areas).all(), (name, layer)


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        ("region", ["outlines of the districts"]),
        ("power_plants", ["Gas trunk lines", "Connection capacity"]),
        ("substations", ["Power lines and most substations"]),
        ("terrain", ["Slopes", "Seismic", "Floods", "Soils"]),
        ("rivers", ["Water mains", "flood zones", "canals"]),
        ("trunk_roads", ["Secondary and local roads"]),
        ("settlements", ["Services"]),
        ("climate", ["wind and snow load"]),
        ("solar", ["Wind"]),
        ("industrial_zones", ["One of the 21 industrial zones", "boundaries of the zones"]),
        ("small_industrial_parks", ["six are named", "boundaries of the parks"]),
    ],
)
def test_what_cannot_be_had_is_named_where_one_would_look(region: RegionPack, layer: str, words: list[str]) -> None:
    missing = " ".join(text["en"] for text in region.layers[layer].missing)
    assert [word for word in words if word not in missing] == []


# ------------------------------------------------------------------------------------------------------- facts


def test_places_without_a_point_are_named_as_missing(region: RegionPack) -> None:
    for name, layer in (("gateways.csv", "border_crossings"), ("utilities.csv", "power_plants")):
        missing = " ".join(text["en"] for text in region.layers[layer].missing)
        rows = [row for row in table(name) if not row["lat"] and row.get("layer", layer) == layer]
        assert len(rows) >= 2
        assert all(row["name_en"] in missing and row["id"] not in region.layers[layer].frame.index for row in rows)


@pytest.mark.parametrize(
    ("on", "is_open"),
    [(date(2025, 2, 4), True), (date(2025, 2, 5), False), (date(2026, 7, 30), False), (date(2026, 7, 31), True)],
)
def test_the_closed_crossing_opens_on_its_day(region: RegionPack, on: date, is_open: bool) -> None:
    criterion = region.criteria["border_crossing"]
    assert ("bc_zhibek_zholy" in counted(criterion, region.layers[criterion.layer], on).index) is is_open


def test_every_criterion_finds_something_on_the_packs_own_date(region: RegionPack) -> None:
    for criterion in region.criteria.values():
        assert len(counted(criterion, region.layers[criterion.layer], region.as_of)) > 0, criterion.id


def test_a_zone_is_in_one_layer_only(region: RegionPack) -> None:
    ids = [identity for name in region.candidate_layers for identity in region.layers[name].frame.index]
    assert len(ids) == len(set(ids)) == 38


def test_disagreeing_areas_are_all_kept_and_one_is_used(region: RegionPack) -> None:
    zone = region.layers["sez"].frame.loc["sez_turan"]
    versions = json.loads(zone["area_versions"])
    assert [version["value"] for version in versions] == [3014, 3987, 4622.39, 4414]
    assert [version["value"] for version in versions if version["used"]] == [zone["area_ha"]]


def test_profile_weights_sum_to_a_hundred(region: RegionPack) -> None:
    assert len(region.profiles) == 9
    for profile in region.profiles.values():
        assert sum(weight.weight for weight in profile.weights) == pytest.approx(100), profile.id
        assert len({weight.criterion for weight in profile.weights}) == len(profile.weights)


def test_quotations_are_marked_and_disagreements_kept(region: RegionPack) -> None:
    by_id = {indicator.id: indicator for indicator in region.indicators}
    quoted = {name for name, indicator in by_id.items() if indicator.use == "quotation"}
    assert {"china_europe_cargo_share", "working_age_share"} <= quoted
    assert {34, 41} <= {figure.value for figure in by_id["projects_launched_2025"].figures}
    assert {4889, 5322} <= {figure.value for figure in by_id["jobs_launched_2025"].figures}


def test_the_backdrop_covers_the_region_at_every_zoom() -> None:
    tiles = list((PACK / "backdrop").glob("*/*/*.png"))
    assert {int(tile.parts[-3]) for tile in tiles} == {3, 4, 5, 6}
    assert all(tile.read_bytes().startswith(b"\x89PNG") for tile in tiles)
    # 68.26 E 43.29 N: column 44, row 23 of zoom 6, counted from the north.
    assert (PACK / "backdrop" / "6" / "44" / "23.png").is_file()


def test_the_relief_covers_the_region() -> None:
    # The region's corners in tiles of zoom 7: 66 to 71 E are columns 87 to 89, 46.1 to 40.5 N rows 45 to 48.
    shaded = {(int(tile.parts[-2]), int(tile.stem)) for tile in (PACK / "relief" / "7").glob("*/*.png")}
    assert {(x, y) for x in range(87, 90) for y in range(45, 49)} <= shaded


# ------------------------------------------------------------------------------------------------ the builder


def test_the_builder_names_no_place() -> None:
    tables = ("units.csv", "districts.csv", "settlements.csv", "zones.csv", "gateways.csv", "rivers.csv")
    places = {
        word.lower() for name in tables for row in table(name) for word in row["name_en"].split() if len(word) > 4
    }
    places -= {"region", "district", "industrial", "station", "small", "private", "subzone", "central", "south"}
    places -= {"junction", "international", "historical", "cooperation", "administrative", "business", "centre"}
    places -= {"airport", "production", "gateway", "terminal", "special", "logistics", "(city)", "terminal,"}
    for path in sorted((ROOT / "geo_app" / "pipeline" / "recipe").glob("*.py")):
        source = path.read_text(encoding="utf-8")
        words = {
            word.lower()
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            for word in node.value.split()
        }
        assert words & places <= {"lower", "state"}, path.name


def test_the_frame_of_each_layer_is_in_degrees(region: RegionPack) -> None:
    assert {layer.frame.crs for layer in region.layers.values()} == {gpd.GeoSeries([], crs="EPSG:4326").crs}
