from __future__ import annotations

import json
import shutil

import pytest

from geo_app.core.errors import PackError
from geo_app.core.files import file_hash
from geo_app.region.loader import find_errors, load_pack
from tests.packs import box, feature, point, texts, write_pack


@pytest.fixture
def pack(pack_folder, tmp_path):
    """A copy of the invented pack that a test may break."""
    return shutil.copytree(pack_folder, tmp_path / "pack")


def edit(pack, file, change):
    path = pack / file
    raw = json.loads(path.read_text(encoding="utf-8"))
    change(raw)
    path.write_text(json.dumps(raw), encoding="utf-8")


def edit_features(pack, layer, change):
    """Change a layer's features and put its hash right, so that only the content is wrong."""
    edit(pack, f"{layer}.geojson", lambda raw: change(raw["features"]))
    digest = file_hash(pack / f"{layer}.geojson")

    def rehash(raw):
        next(entry for entry in raw["layers"] if entry["id"] == layer)["sha256"] = digest

    edit(pack, "catalog.json", rehash)


def problem(pack):
    with pytest.raises(PackError) as caught:
        load_pack(pack)
    assert str(caught.value) in [str(found) for found in find_errors(pack)]
    return str(caught.value)


def test_a_sound_pack_loads(pack_folder):
    pack = load_pack(pack_folder)
    assert pack.titles["zh"] == "Freeland (zh)"
    assert list(pack.layers["works"].frame.index) == ["w1", "w2", "w3", "w4"]
    assert pack.indicators[0].figures[1].value == 41
    assert find_errors(pack_folder) == []


def test_data_version_is_the_contents(pack_folder, pack):
    assert load_pack(pack).data_version == load_pack(pack_folder).data_version
    edit(pack, "profiles.json", lambda raw: raw["profiles"][0]["weights"][0].update(weight=51))
    assert load_pack(pack).data_version != load_pack(pack_folder).data_version


def test_a_date_such_as_a_month_stays_the_text_it_is(pack):
    edit_features(pack, "works", lambda features: [f["properties"].update(as_of="2025-11") for f in features])
    assert set(load_pack(pack).layers["works"].frame["as_of"]) == {"2025-11"}


def test_missing_folder_says_where_to_point(tmp_path):
    with pytest.raises(PackError, match="GEO_APP_LAYERS"):
        load_pack(tmp_path / "nowhere")


def test_changed_layer_file_is_noticed(pack):
    path = pack / "rail.geojson"
    path.write_text(path.read_text() + "\n")
    assert "rail.geojson" in problem(pack)
    assert "sha256" in problem(pack)


def test_missing_layer_file(pack):
    (pack / "rail.geojson").unlink()
    assert "rail.geojson" in problem(pack)


def test_file_outside_the_pack_is_refused(pack):
    edit(pack, "catalog.json", lambda raw: raw["layers"][0].update(file="../secret.geojson"))
    assert "outside the pack" in problem(pack)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda raw: raw.update(schema="x"), "geo-app/catalog/1"),
        (lambda raw: raw.update(layers={}), "list of objects"),
        (lambda raw: raw["layers"].append(3), "entry 8"),
        (lambda raw: raw["layers"][1].pop("sha256"), "'sha256': is missing"),
        (lambda raw: raw["layers"][1].update(colour="red"), "unknown field 'colour'"),
        (lambda raw: raw["layers"][1].update(accuracy_m="good"), "accuracy_m"),
        (lambda raw: raw["layers"][1].update(geometry="blob"), "geometry"),
        (lambda raw: raw["layers"][1].update(geometry="line"), "feature 1 (id 'w1')"),
        (lambda raw: raw["layers"][1].update(crs="EPSG:0"), "EPSG:0"),
        (lambda raw: raw["layers"][1].update(crs="EPSG:32632"), "EPSG:32632"),
        (lambda raw: raw["layers"][1].update(titles={"en": "Works"}), "no text in kk, ru, zh"),
        (lambda raw: raw["layers"][1].update(group="nowhere"), "nowhere"),
        (lambda raw: raw["criteria"][0].update(layer="nowhere"), "nowhere"),
        (lambda raw: raw["criteria"][0].update(measure="smell"), "measure"),
        (lambda raw: raw["criteria"][0].update(where={"gauge": ["1520"]}), "gauge"),
        (lambda raw: raw["criteria"][2].update(column="cats"), "cats"),
        (lambda raw: raw["criteria"][0]["value_function"].update(points=[[1, 1], [0, 0]]), "must increase"),
        (lambda raw: raw["criteria"].append(raw["criteria"][0]), "two of kind"),
        (lambda raw: raw["exclusions"][0].update(layer="nowhere"), "nowhere"),
        (lambda raw: raw.update(region_layer="nowhere"), "nowhere"),
        (lambda raw: raw.update(as_of="soon"), "as_of"),
        (lambda raw: raw.update(bounds=[1, 2]), "bounds"),
    ],
)
def test_broken_catalogue_names_file_entry_and_field(pack, change, expected):
    edit(pack, "catalog.json", change)
    assert expected in problem(pack)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda f: f[0]["properties"].pop("source"), "no source"),
        (lambda f: [x["properties"].pop("status") for x in f], "no 'status'"),
        (lambda f: f[1]["properties"].update(id="w1"), "feature 2 (id 'w1'): missing or repeated id"),
        (lambda f: f[2]["properties"].update(status="great"), "unknown status"),
        (lambda f: f[2]["properties"].update(accuracy_m=-1), "accuracy_m"),
        (lambda f: f[2].update(geometry=None), "no geometry"),
        (lambda f: f[2].update(geometry=point(200, 50)), "180"),
        (lambda f: f[2].update(geometry=box(1, 1, 2, 2)), "geometry is not what"),
        (
            lambda f: f.append(
                feature("w9", {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]})
            ),
            "invalid geometry",
        ),
    ],
)
def test_broken_features_are_named_by_row_and_id(pack, change, expected):
    edit_features(pack, "works", change)
    assert expected in problem(pack)


def test_profile_with_an_unknown_criterion(pack):
    edit(pack, "profiles.json", lambda raw: raw["profiles"][0]["weights"][0].update(criterion="luck"))
    assert "luck" in problem(pack)


@pytest.mark.parametrize("text", ["{", "[]", '{"schema": NaN}', "[" * 100_000])
def test_files_that_are_not_what_they_should_be(pack, text):
    (pack / "indicators.json").write_text(text)
    assert "indicators.json" in problem(pack)


def test_audit_names_every_broken_layer(pack):
    (pack / "rail.geojson").unlink()
    (pack / "park.geojson").write_text("{}")
    assert len(find_errors(pack)) == 2


def test_a_new_criterion_needs_only_a_layer_and_an_entry(tmp_path):
    write_pack(tmp_path)
    edit(
        tmp_path,
        "catalog.json",
        lambda raw: raw["criteria"].append(
            {
                "id": "park",
                "measure": "nearest",
                "layer": "park",
                "titles": texts("Park"),
                "unit": "km",
                "value_function": {"kind": "exponential", "points": [[0, 1], [10, 0.5]]},
            }
        ),
    )
    assert "park" in load_pack(tmp_path).criteria
