"""What the map shows of a pack, put in one language."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from geo_app.core.i18n import LANGUAGES, translator
from geo_app.map.pack_document import NO_DATA, pack_document
from geo_app.report.text import Wording

DENSITY = {"column": "density_per_km2", "breaks": [5, 15.5], "colors": ["#fffbeb", "#fbbf24", "#7c2d12"]}


@pytest.fixture(scope="module")
def t():
    return translator("en")


def entry(document, layer):
    return next(each for each in document["layers"] if each["id"] == layer)


def test_a_layer_names_whom_to_thank_for_it(pack, t):
    document = pack_document(Wording(pack, t))
    for layer in pack.layers.values():
        thanked = [document["attributions"][k][0] for k in entry(document, layer.id)["sources"]]
        assert sorted(thanked) == sorted({source.attribution for source in layer.sources})


def with_style(pack, layer, *, frame=None, **style):
    old = pack.layers[layer]
    new = replace(old, style=style, frame=old.frame if frame is None else frame)
    return replace(pack, layers={**pack.layers, layer: new})


def feature(document, layer, identity):
    return next(each for each in entry(document, layer)["features"] if each["id"] == identity)


def test_what_has_no_data_is_a_class_of_its_own(pack, t):
    frame = pack.layers["people"].frame.copy()
    frame.loc[frame.index[0], "density_per_km2"] = np.nan
    document = with_style(pack, "people", frame=frame, color="#000000", classes=DENSITY)
    document = pack_document(Wording(document, t))
    classes = entry(document, "people")["classes"]
    assert classes["words"][-1] == "No data"
    assert classes["colors"] == [*DENSITY["colors"], NO_DATA]
    assert classes["known"] == 3
    assert feature(document, "people", str(frame.index[0]))["class"] == 3
    assert all(each["class"] < 3 for each in entry(document, "people")["features"][1:])


def test_without_gaps_there_is_no_such_class(pack, t):
    classes = entry(pack_document(Wording(with_style(pack, "people", color="#000000", classes=DENSITY), t)), "people")[
        "classes"
    ]
    assert "No data" not in classes["words"]
    assert len(classes["colors"]) == len(classes["words"]) == 3


def test_symbols_grow_by_a_column_and_what_is_unknown_is_told_apart(pack, t):
    document = pack_document(Wording(with_style(pack, "works", sizes={"column": "area_ha", "breaks": [10, 20]}), t))
    assert entry(document, "works")["sizes"] == {
        "title": "Area, ha",
        "words": ["< 10", "10–20", "≥ 20", "No data"],
    }
    sizes = {each: feature(document, "works", each)["size"] for each in ("w1", "w2", "w3", "w4")}
    assert sizes == {"w1": 2, "w2": 3, "w3": 1, "w4": 0}


def test_a_route_knows_its_ends_and_its_gateways_in_the_order_of_travel(pack, t):
    frame = pack.layers["border"].frame.assign(seq=[2, 3, 1], role=["gate", "town", "gate"])
    document = with_style(pack, "border", frame=frame)
    route = {"layer": "border", "order": "seq", "gateways": {"role": ["gate"]}}
    found = entry(pack_document(Wording(with_style(document, "rail", route=route), t)), "rail")["route"]
    assert (found["from"], found["to"]) == ("b3 en", "b2 en")
    assert [gate["name"] for gate in found["gateways"]] == ["b3 en", "b1 en"]
    assert (found["gateways"][1]["lon"], found["gateways"][1]["lat"]) == (9.0, 50.2)


def test_a_line_without_a_route_leads_nowhere(pack, t):
    assert entry(pack_document(Wording(pack, t)), "rail")["route"] is None


@pytest.mark.parametrize(("language", "unit"), [("ru", "га"), ("en", "ha")])
def test_units_follow_the_language(pack, language, unit):
    document = pack_document(Wording(pack, translator(language)))
    assert f"40 {unit}" in entry(document, "works")["words"]


def test_layers_of_the_same_shapes_carry_them_once(pack, t):
    people = pack.layers["people"]
    document = replace(pack, layers={**pack.layers, "soil": replace(people, id="soil", attributes=())})
    document = pack_document(Wording(document, t))
    assert entry(document, "soil")["shapes_of"] == "people"
    assert entry(document, "people")["shapes_of"] == ""
    assert all("shape" in each for each in entry(document, "people")["features"])
    assert not any("shape" in each for each in entry(document, "soil")["features"])


def test_pack_document_is_json_in_each_language(pack):
    for language in LANGUAGES:
        document = pack_document(Wording(pack, translator(language)))
        json.dumps(document, allow_nan=False)
        assert document["layers"][0]["title"] == pack.layers["region"].titles[language]
        assert len(document["layers"]) == len(pack.layers)


def test_facts_of_a_feature_carry_units_source_date_and_accuracy(pack, t):
    works = next(layer for layer in pack_document(Wording(pack, t))["layers"] if layer["id"] == "works")
    words = [works["words"][k] for k in works["features"][0]["facts"]]
    facts = dict(zip(words[::2], words[1::2], strict=True))
    assert facts["Area"] == "40 ha"
    assert facts["Source"] == "invented for tests"
    assert facts["As of"] == "Jan 1, 2026"
    assert facts["Accuracy"] == "exact point"
    assert "Area" not in dict(zip(*facts_of(works, 1), strict=True))


def facts_of(layer, index):
    words = [layer["words"][k] for k in layer["features"][index]["facts"]]
    return words[::2], words[1::2]


def test_candidates_and_hollow_features_are_marked(pack, t):
    layers = {layer["id"]: layer for layer in pack_document(Wording(pack, t))["layers"]}
    assert [name for name, layer in layers.items() if layer["candidates"]] == ["works"]
    assert [feature["hollow"] for feature in layers["works"]["features"]] == [False, True, False, False]


def test_a_choropleth_has_classes_and_words_for_them(pack, t):
    people = pack_document(Wording(with_style(pack, "people", color="#000000", classes=DENSITY), t))["layers"]
    layer = next(each for each in people if each["classes"])
    assert layer["id"] == "people"
    assert layer["classes"]["words"] == ["< 5", "5–15.5", "≥ 15.5"]
    by_id = {feature["id"]: feature["class"] for feature in layer["features"]}
    assert (by_id["cell-0-4"], by_id["cell-0-5"], by_id["cell-10-5"], by_id["cell-10-6"]) == (0, 1, 1, 2)


def test_names_go_to_the_largest_in_the_region_first(pack, t):
    frame = pack.layers["works"].frame.assign(people=[1, 30, 20, 99])
    layer = replace(pack.layers["works"], frame=frame, style={"color": "#000000", "label": "people"})
    document = pack_document(Wording(replace(pack, layers={**pack.layers, "works": layer}), t))
    labels = next(each["labels"] for each in document["layers"] if each["id"] == "works")
    assert labels == [2, 0, 1, 3]  # w4 is the largest, and abroad


def test_points_that_a_catchment_counts_are_named_without_being_told(pack, t):
    frame = pack.layers["border"].frame.assign(population=[1, 2, 3])
    document = replace(pack, layers={**pack.layers, "border": replace(pack.layers["border"], frame=frame)})
    labels = {layer["id"]: layer["labels"] for layer in pack_document(Wording(document, t))["layers"]}
    assert labels["border"] is not None
    assert labels["works"] is None
