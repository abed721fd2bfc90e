from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo_app.cli.main import main
from geo_app.core.errors import PackError
from geo_app.core.i18n import translator
from geo_app.region.audit import audit, report
from geo_app.region.checks import Checks, Sum, Total, read_checks
from tests.packs import write_pack

ROOT = Path(__file__).parents[2]

Json = dict[str, Any]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The invented pack, to be spoilt."""
    return write_pack(tmp_path / "pack")


def change(path: Path, edit: Callable[[Json], None]) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    edit(content)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def change_layer(pack: Path, name: str, edit: Callable[[Json], None]) -> None:
    """Change a layer's entry in the catalogue."""
    change(pack / "catalog.json", lambda c: edit(next(layer for layer in c["layers"] if layer["id"] == name)))


def change_features(pack: Path, name: str, edit: Callable[[list[Json]], None]) -> None:
    """Change a layer's features, and the hash with them, so that only what they say is wrong."""
    path = pack / f"{name}.geojson"
    change(path, lambda content: edit(content["features"]))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    change_layer(pack, name, lambda layer: layer.update(sha256=digest))


def set_each(pack: Path, name: str, *properties: Json) -> None:
    """Set properties of a layer's features, one after the other."""

    def edit(features: list[Json]) -> None:
        for feature, own in zip(features, properties, strict=True):
            feature["properties"] |= own

    change_features(pack, name, edit)


def demand(pack: Path, **checks: Any) -> None:
    (pack / "checks.json").write_text(json.dumps({"schema": "geo-app/checks/1", **checks}), encoding="utf-8")


def reported(pack: Path, severity: str = "error") -> list[tuple[str, str]]:
    return [(finding.layer, str(finding)) for finding in audit(pack) if finding.severity == severity]


def test_the_invented_pack_is_sound(pack: Path) -> None:
    assert audit(pack) == []


def test_the_shipped_pack_has_no_error() -> None:
    assert reported(ROOT / "layers") == []


def test_the_shipped_pack_says_what_must_hold() -> None:
    checks = read_checks(ROOT / "layers")
    assert len(checks.totals) >= 9
    assert {"industrial_zones", "small_industrial_parks", "sez_subzones", "population"} <= set(checks.within)


# ------------------------------------------------------------------------------------------------- what is broken


def test_a_changed_file_is_the_only_thing_told(pack: Path) -> None:
    change_layer(pack, "works", lambda layer: layer.update(sources=[]))
    (pack / "rail.geojson").write_text("{}")
    ((layer, text),) = reported(pack)
    assert layer == ""
    assert "rail.geojson: the file has changed" in text


@pytest.mark.parametrize(
    ("edit", "where"),
    [
        (lambda layer: layer.update(notes={"en": "Only English."}), "notes: no text in kk, ru, zh"),
        (lambda layer: layer.update(missing=[{"en": "a", "ru": "b", "kk": "c", "zh": ""}]), "missing.1: no text in zh"),
        (lambda layer: layer["attributes"][0]["titles"].pop("ru"), "attributes.1.titles: no text in ru"),
        (lambda layer: layer["attributes"][0].update(codes={"a": {"en": "A"}}), "attributes.1.codes.a: no text in kk"),
    ],
)
def test_a_layers_text_is_in_every_language_or_in_none(pack: Path, edit: Callable[[Json], None], where: str) -> None:
    change_layer(pack, "works", edit)
    ((layer, text),) = reported(pack)
    assert (layer, text[: len(where)]) == ("works", where)


@pytest.mark.parametrize(
    ("file", "edit", "where"),
    [
        ("catalog.json", lambda c: c["groups"]["base"].pop("zh"), "base: no text in zh"),
        ("catalog.json", lambda c: c["criteria"][0].update(descriptions={"en": "x"}), "rail.descriptions: no text"),
        ("catalog.json", lambda c: c["exclusions"][0]["titles"].pop("kk"), "park.titles: no text in kk"),
        ("profiles.json", lambda c: c["profiles"][0]["weights"][1]["reasons"].pop("kk"), "freight.weights.2.reasons"),
        ("indicators.json", lambda c: c["indicators"][0]["unit"].pop("ru"), "projects.unit: no text in ru"),
    ],
)
def test_the_packs_own_texts_are_in_every_language(
    pack: Path, file: str, edit: Callable[[Json], None], where: str
) -> None:
    change(pack / file, edit)
    ((layer, text),) = reported(pack)
    assert layer == ""
    assert text.startswith(where)


def test_a_features_note_is_in_every_language(pack: Path) -> None:
    change_features(pack, "works", lambda features: features[1]["properties"].update(notes_en="Closed in winter."))
    assert reported(pack) == [("works", "1 of 4 features have no notes in kk, ru, zh: w2.")]


def test_a_name_that_is_not_known_in_a_language_is_a_warning(pack: Path) -> None:
    change_features(pack, "works", lambda features: features[2]["properties"].update(name_zh=None))
    assert reported(pack) == []
    assert reported(pack, "warning") == [("works", "1 of 4 features have no name in zh: w3.")]


def test_a_feature_without_any_name_is_no_fault(pack: Path) -> None:
    nameless = {f"name_{language}": None for language in ("kk", "ru", "en", "zh")}
    set_each(pack, "people", *[nameless] * 200)
    assert audit(pack) == []


@pytest.mark.parametrize("name", ["licence", "attribution"])
def test_licence_and_attribution_are_needed(pack: Path, name: str) -> None:
    change_layer(pack, "rail", lambda layer: layer["sources"][0].update({name: " "}))
    assert reported(pack) == [("rail", f"Source 'invented' has no {name}.")]


def test_a_layer_without_a_source_is_an_error(pack: Path) -> None:
    change_layer(pack, "rail", lambda layer: layer.update(sources=[]))
    assert reported(pack) == [("rail", "No source is named.")]


# ------------------------------------------------------------------------------------------------------- geometry


def test_one_name_in_one_place_is_a_duplicate(pack: Path) -> None:
    def copy(features: list[Json]) -> None:
        again = json.loads(json.dumps(features[0]))
        again["properties"] |= {"id": "w9", "name_en": "W1 EN"}
        again["geometry"]["coordinates"][0] += 0.0004
        features.append(again)

    change_features(pack, "works", copy)
    assert reported(pack) == [("works", "'w1' and 'w9' have one name and one place.")]


@pytest.mark.parametrize("differs", ["name", "place"])
def test_another_name_or_another_place_is_another_feature(pack: Path, differs: str) -> None:
    def copy(features: list[Json]) -> None:
        again = json.loads(json.dumps(features[0]))
        again["properties"]["id"] = "w9"
        if differs == "name":
            again["properties"] |= {f"name_{language}": f"nine {language}" for language in ("kk", "ru", "en", "zh")}
            for copied in (features[0], again):
                copied["properties"]["position_group"] = "town"
        else:
            # A thousandth of a degree is 71 m here.
            again["geometry"]["coordinates"][0] += 0.001
        features.append(again)

    change_features(pack, "works", copy)
    assert audit(pack) == []


def test_candidates_on_one_point_without_a_group_are_told(pack: Path) -> None:
    def copy(features: list[Json]) -> None:
        again = json.loads(json.dumps(features[0]))
        again["properties"] |= {f"name_{language}": f"nine {language}" for language in ("kk", "ru", "en", "zh")}
        features.append({**again, "properties": again["properties"] | {"id": "w9", "position_group": "town"}})

    change_features(pack, "works", copy)
    (found,) = audit(pack)
    assert found.severity == "warning"
    assert (
        str(found) == "'w1' and 'w9' stand on one point: give both the same position_group, or each its own position."
    )


def test_a_group_stands_on_one_point(pack: Path) -> None:
    set_each(pack, "works", {"position_group": "a b"}, {"position_group": "b"}, {}, {"position_group": None})
    assert reported(pack) == [("works", "The features of position_group 'b' stand on different points: w1, w2.")]


def test_a_line_drawn_twice_is_a_duplicate_whichever_way_it_runs(pack: Path) -> None:
    def copy(features: list[Json]) -> None:
        again = json.loads(json.dumps(features[0]))
        again["properties"]["id"] = "r9"
        again["geometry"]["coordinates"].reverse()
        features.append(again)

    change_features(pack, "rail", copy)
    assert reported(pack) == [("rail", "'r1' and 'r9' have one name and one place.")]


@pytest.mark.parametrize(("padding_m", "outside"), [(0, True), (60_000, True), (80_000, False)])
def test_features_lie_in_their_parent_or_as_far_off_as_is_allowed(pack: Path, padding_m: int, outside: bool) -> None:
    demand(pack, within={"works": {"layers": ["region"], "padding_m": padding_m}})
    expected = [("works", f"1 of 4 features lie over {padding_m} m outside region: w4.")]
    assert reported(pack) == (expected if outside else [])


# ------------------------------------------------------------------------------------------------ totals and dates

PEOPLE = sum(10 * i * j for i in range(1, 21) for j in range(1, 11))


@pytest.mark.parametrize(("equals", "tolerance", "holds"), [(0, 0, True), (1, 0, False), (1, 1, True), (-2, 1, False)])
def test_a_total_holds_within_its_tolerance(pack: Path, equals: int, tolerance: int, holds: bool) -> None:
    of = {"layer": "people", "column": "population"}
    demand(pack, totals=[{"of": of, "equals": PEOPLE + equals, "tolerance": tolerance, "source": "the census"}])
    text = f"The sum of 'population' (all) is {PEOPLE}, and {PEOPLE + equals} by the census."
    assert reported(pack) == ([] if holds else [("people", text)])


def test_totals_by_group_are_compared_with_another_layers(pack: Path) -> None:
    set_each(pack, "works", *({"town": town} for town in "abab"))
    set_each(pack, "border", *({"town": t, "area_ha": a} for t, a in [("a", 52), ("b", 6), ("c", 1)]))
    by_town = {"column": "area_ha", "by": "town"}
    demand(
        pack, totals=[{"of": {"layer": "works", **by_town}, "equals": {"layer": "border", **by_town}, "source": "s"}]
    )
    assert [text for _, text in reported(pack)] == [
        "The sum of 'area_ha' (b) is 7, and 6 by s.",
        "The sum of 'area_ha' (c) is 0, and 1 by s.",
    ]


def test_a_feature_that_counts_for_several_groups_is_split(pack: Path) -> None:
    split = {"town": "w1", "split": '{"w1":30,"w3":10}'}
    set_each(pack, "works", {"town": "w1"}, split, {"town": "w3"}, {"town": "w4"})
    of = {"layer": "works", "column": "area_ha", "by": "town", "split": "split"}
    same = {"layer": "works", "column": "area_ha", "by": "id"}
    demand(pack, totals=[{"of": of, "equals": same, "source": "s"}])
    assert [text for _, text in reported(pack)] == [
        "The sum of 'area_ha' (w1) is 70, and 40 by s.",
        "The sum of 'area_ha' (w3) is 22, and 12 by s.",
    ]


def test_only_chosen_features_are_summed(pack: Path) -> None:
    of = {"layer": "works", "column": "area_ha", "where": {"status": ["operating"], "id": ["w1", "w2", "w3"]}}
    demand(pack, totals=[{"of": of, "equals": 52, "source": "s"}])
    assert audit(pack) == []


def test_an_old_date_is_a_warning_counted_to_the_length_of_the_date(pack: Path) -> None:
    dates = ["2020-12-31", "2021-01-01", "2021", "2020-12"]
    set_each(pack, "works", *({"as_of": day} for day in dates))
    assert reported(pack) == []
    text = "2 of 4 features are over 5 years older than the pack, the oldest of 2020-12: w1, w4."
    assert reported(pack, "warning") == [("works", text)]
    demand(pack, stale_after_years=6)
    assert audit(pack) == []


def test_a_date_in_words_is_an_error(pack: Path) -> None:
    change_features(pack, "park", lambda features: features[0]["properties"].update(as_of="last year"))
    ((layer, text),) = reported(pack)
    assert layer == "park"
    assert text.startswith("1 of 1 features have an as_of that is no date")


# ---------------------------------------------------------------------------------------------------- checks.json


def test_a_pack_without_checks_demands_nothing(pack: Path) -> None:
    assert read_checks(pack) == Checks()


def test_checks_are_read_as_they_are_written(pack: Path) -> None:
    demand(pack, totals=[{"of": {"layer": "a", "column": "b"}, "equals": {"layer": "c", "column": "d"}, "source": "s"}])
    assert read_checks(pack).totals == (Total(Sum("a", "b"), Sum("c", "d"), "s"),)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('{"schema": "geo-app/checks/2"}', "schema"),
        ('{"schema": "geo-app/checks/1", "totls": []}', "totls"),
        ('{"schema": "geo-app/checks/1", "within": {"works": {"layers": "region"}}}', "within.works.layers"),
        ("not JSON", ""),
    ],
)
def test_checks_of_another_shape_are_refused_with_the_field(pack: Path, text: str, field: str) -> None:
    (pack / "checks.json").write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match=f"checks.json, field '{field}'"):
        read_checks(pack)
    assert len(reported(pack)) == 1


@pytest.mark.parametrize(
    ("checks", "text"),
    [
        ({"within": {"roads": {"layers": ["region"]}}}, "'roads', which the pack does not have"),
        ({"within": {"works": {"layers": ["county"]}}}, "'county', which the pack does not have"),
        (
            {"totals": [{"of": {"layer": "towns", "column": "x"}, "equals": 1, "source": "s"}]},
            "'towns', which the pack does not have",
        ),
        (
            {"totals": [{"of": {"layer": "works", "column": "x"}, "equals": 1, "source": "s"}]},
            "sums 'x', which the layer does not have",
        ),
    ],
)
def test_checks_of_what_is_not_there_are_errors(pack: Path, checks: Json, text: str) -> None:
    demand(pack, **checks)
    ((_, found),) = reported(pack)
    assert text in found


# --------------------------------------------------------------------------------------------------- the command


def test_findings_are_told_by_layer_errors_first(pack: Path) -> None:
    change_layer(pack, "rail", lambda layer: layer.update(notes={"en": "x"}))
    change_features(pack, "rail", lambda features: features[0]["properties"].update(name_kk=None, as_of="1999"))
    lines = report(audit(pack), translator("en"))
    assert [line.split(":")[0] for line in lines] == ["rail", "  error", "  warning", "  warning"]


@pytest.mark.parametrize(
    ("old", "ids"),
    [(3, "cell-0-0, cell-0-1, cell-0-2"), (6, "cell-0-0, cell-0-1, cell-0-2, cell-0-3, cell-0-4, …"), (200, "all")],
)
def test_a_long_list_is_cut_and_a_whole_layer_is_not_listed(pack: Path, old: int, ids: str) -> None:
    set_each(pack, "people", *[{"as_of": "2001"}] * old, *[{}] * (200 - old))
    ((_, text),) = reported(pack, "warning")
    assert text.endswith(f"oldest of 2001: {ids}.")


def test_the_command_fails_on_an_error_and_not_on_a_warning(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change_features(pack, "works", lambda features: features[2]["properties"].update(name_zh=None))
    assert main(["layers", "check", "--layers", str(pack)]) == 0
    assert "errors: 0, warnings: 1" in capsys.readouterr().out
    change_layer(pack, "rail", lambda layer: layer.update(sources=[]))
    assert main(["layers", "check", "--layers", str(pack)]) == 2
    assert "error: No source is named." in capsys.readouterr().err
