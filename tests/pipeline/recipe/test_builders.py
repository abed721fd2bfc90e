from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely

from geo_app.core.errors import BuildError
from geo_app.pipeline.recipe import builders
from geo_app.pipeline.recipe import context as context_module
from geo_app.pipeline.recipe.build import build
from geo_app.pipeline.recipe.context import BuildContext
from geo_app.pipeline.recipe.figures import Figures

PACK = Path(__file__).parents[3] / "layers"
HEADER = "id,name_kk,name_ru,name_en,name_zh,lat,lon,accuracy_m,status,as_of,source,notes,closed_from,kind,area_ha"
ENTRY = {"id": "sites", "table": "sites.csv", "attributes": ["kind", "area_ha"]}
ATTRIBUTES = '[kind]\ntitle = "Kind"\n[kind.codes]\npark = "Park"\n[area_ha]\ntitle = "Area"\n'
NOTES = {"No point.": {"kk": "Нүкте жоқ.", "ru": "Точки нет.", "zh": "无点。"}}


@pytest.fixture
def context(tmp_path: Path) -> Callable[..., BuildContext]:
    """A build context over a pack folder with one table of the given rows."""

    def make(*rows: str, header: str = HEADER, recipe: str = "") -> BuildContext:
        (tmp_path / "figures").mkdir()
        (tmp_path / "recipe.toml").write_text(recipe + '\n[pack]\nmetric_crs = "EPSG:32642"\n')
        (tmp_path / "figures" / "texts.json").write_text(json.dumps(NOTES))
        (tmp_path / "figures" / "attributes.toml").write_text(ATTRIBUTES)
        (tmp_path / "figures" / "sites.csv").write_text("\n".join([header, *rows]) + "\n")
        return BuildContext(Figures(tmp_path), tmp_path / "cache", lambda _: None)

    return make


def test_a_row_becomes_a_feature(context: Callable[..., BuildContext]) -> None:
    row = "a,,Парк,Park,,43.5,68.25,15000,planned,2025,s,No point.,2025-02-05,park,40.0"
    (found,) = builders.points(ENTRY, context(row))
    assert found.geometry.equals(shapely.Point(68.25, 43.5))
    assert (found.status, found.accuracy_m, found.as_of) == ("planned", 15000, "2025")
    assert found.names == {"ru": "Парк", "en": "Park"}
    assert found.attributes == {"kind": "park", "area_ha": 40}
    assert found.dates == {"closed_from": "2025-02-05"}
    assert found.notes["zh"] == "无点。"


def test_a_row_without_a_point_is_missing_and_not_placed(context: Callable[..., BuildContext]) -> None:
    made = context("a,,Парк,Park,,,,,operating,2025,s,No point.,,park,")
    assert builders.points(ENTRY, made) == []
    assert made.missing["sites"][0]["ru"] == "Парк: Точки нет."
    assert made.missing["sites"][0]["kk"] == "Park: Нүкте жоқ."


def test_empty_cells_are_null(context: Callable[..., BuildContext]) -> None:
    (found,) = builders.points(ENTRY, context("a,,,A,,43,68,1,operating,2025,s,,,,"))
    assert found.attributes == {"kind": None, "area_ha": None}


def test_an_unknown_code_is_refused_with_table_row_and_column(context: Callable[..., BuildContext]) -> None:
    with pytest.raises(BuildError, match=r"sites\.csv, row 'a', column 'kind': unknown code 'garden'.*park"):
        builders.points(ENTRY, context("a,,,A,,43,68,1,operating,2025,s,,,garden,"))


def test_a_latitude_that_is_a_word_is_refused(context: Callable[..., BuildContext]) -> None:
    with pytest.raises(BuildError, match=r"sites\.csv, row 'a', column 'lat': 'north' is not a number"):
        builders.points(ENTRY, context("a,,,A,,north,68,1,operating,2025,s,,,,"))


def test_a_latitude_without_a_longitude_is_refused(context: Callable[..., BuildContext]) -> None:
    with pytest.raises(BuildError, match="'lon' is empty, a number is needed"):
        builders.points(ENTRY, context("a,,,A,,43,,1,operating,2025,s,,,,"))


def test_a_rough_box_shrinks_to_the_published_area(context: Callable[..., BuildContext]) -> None:
    header = HEADER + ",bbox_w,bbox_s,bbox_e,bbox_n"
    made = context("a,,,A,,43,69,,operating,2025,s,,,park,10000,68.5,42.5,69.5,43.5", header=header)
    (found,) = builders.scaled_boxes(ENTRY, made)
    assert made.metric(found.geometry).area == pytest.approx(1e8, rel=1e-3)
    # From 10 km wide to a box of about 82 by 111 km: its corner is some 60 km away.
    assert 50_000 < found.accuracy_m < 65_000


def test_a_box_smaller_than_the_published_area_is_not_blown_up(context: Callable[..., BuildContext]) -> None:
    header = HEADER + ",bbox_w,bbox_s,bbox_e,bbox_n"
    row = "a,,,A,,43,69,,operating,2025,s,,,park,99999999,68.9,42.9,69.1,43.1"
    (found,) = builders.scaled_boxes(ENTRY, context(row, header=header))
    assert found.geometry.bounds == pytest.approx((68.9, 42.9, 69.1, 43.1))


def test_a_chain_of_two_runs_skips_what_lies_between(context: Callable[..., BuildContext], tmp_path: Path) -> None:
    made = context("1,40,60", "2,41,61", "3,42,62", "4,43,63", header="seq,lat,lon")
    (tmp_path / "figures" / "lines.csv").write_text("id,name_en,runs,accuracy_m,as_of,source\nl,L,1-2 3-4,5,2025,s\n")
    (line,) = builders.chains({"id": "l", "table": "sites.csv", "lines": "lines.csv"}, made)
    assert shapely.get_coordinates(line.geometry).tolist() == [[60, 40], [61, 41], [62, 42], [63, 43]]
    assert len(shapely.get_parts(line.geometry)) == 2


def test_a_member_that_is_not_the_pinned_one_is_refused(
    context: Callable[..., BuildContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    package = {"registry": "pypi", "name": "demo", "version": "1", "archive": "demo.whl", "sha256": "0"}
    recipe = "[packages.demo]\n" + "".join(f'{key} = "{value}"\n' for key, value in package.items())
    recipe += '[members.data]\npackage = "demo"\npath = "demo/data"\nsha256 = "1"\n'
    monkeypatch.setattr(context_module, "fetch", lambda package, cache: cache)
    monkeypatch.setattr(context_module, "read_member", lambda *_: b"other")
    with pytest.raises(BuildError, match=r"pypi: demo 1: 'demo/data' has sha256 .* expects 1"):
        context(recipe=recipe).member("data")


@pytest.fixture
def smallest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped pack cut down to one table of points, which needs no package."""
    shutil.copy(PACK / "recipe.toml", tmp_path)
    shutil.copytree(PACK / "figures", tmp_path / "figures")
    listing = Figures(PACK).listing("layers.toml")
    only: dict[str, Any] = {**listing, "layers": [e for e in listing["layers"] if e["id"] == "stations"]}
    read = Figures.listing
    monkeypatch.setattr(Figures, "listing", lambda self, name: only if name == "layers.toml" else read(self, name))
    monkeypatch.setattr("geo_app.pipeline.recipe.build._backdrop", lambda _: {})
    monkeypatch.setattr("geo_app.pipeline.recipe.build._relief", lambda _: {})
    return tmp_path


def test_a_text_without_translations_stops_the_build_before_anything_is_written(smallest: Path) -> None:
    memory = json.loads((smallest / "figures" / "texts.json").read_text(encoding="utf-8"))
    del memory["Railway stations"]
    (smallest / "figures" / "texts.json").write_text(json.dumps(memory), encoding="utf-8")
    with pytest.raises(BuildError, match=r"of 1 texts.*'Railway stations'"):
        build(smallest, smallest / "cache")
    assert not (smallest / "catalog.json").exists()


def test_a_build_takes_away_layers_that_are_gone(smallest: Path) -> None:
    (smallest / "former.geojson").write_text("{}")
    build(smallest, smallest / "cache")
    assert sorted(path.name for path in smallest.glob("*.geojson")) == ["stations.geojson"]
