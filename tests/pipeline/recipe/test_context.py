from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
import shapely

from geo_app.core.errors import BuildError
from geo_app.pipeline.recipe.context import BuildContext, known, nameless, required
from geo_app.pipeline.recipe.figures import Figures

RECIPE = """
[pack]
metric_crs = "EPSG:32632"
[boxes]
around = [8.0, 49.0, 12.0, 52.0]
[packages.demo]
registry = "pypi"
name = "demo"
version = "1"
archive = "demo-1.whl"
sha256 = "{archive}"
[members.table]
package = "demo"
path = "demo/table.csv"
sha256 = "{member}"
"""


def archive(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("demo/table.csv", content)
    return buffer.getvalue()


@pytest.fixture
def context(tmp_path):
    """A context whose only package lies in the cache."""

    def make(content=b"id\na\n", member=None):
        data = archive(content)
        hashes = {"archive": hashlib.sha256(data).hexdigest(), "member": member or hashlib.sha256(content).hexdigest()}
        (tmp_path / "demo-1.whl").write_bytes(data)
        (tmp_path / "figures").mkdir(exist_ok=True)
        (tmp_path / "figures" / "texts.json").write_text("{}")
        (tmp_path / "recipe.toml").write_text(RECIPE.format(**hashes))
        return BuildContext(Figures(tmp_path), tmp_path, lines.append)

    lines: list[str] = []
    make.lines = lines
    return make


def test_a_member_of_a_package_is_read_and_told(context):
    assert context().member("table") == b"id\na\n"
    assert context.lines == ["pypi: demo 1: demo/table.csv"]


def test_a_member_that_is_not_the_one_of_the_recipe_is_refused(context):
    with pytest.raises(BuildError, match="the recipe expects 0000"):
        context(member="0" * 64).member("table")


def test_a_box_and_a_projection_there_and_back(context):
    made = context()
    assert made.box("around") == (8.0, 49.0, 12.0, 52.0)
    point = shapely.Point(9.5, 50.5)
    assert made.lonlat(made.metric(point)).distance(point) < 1e-8


def test_a_number_that_a_row_must_have():
    row = {"id": "a", "lon": "9.5", "lat": ""}
    assert required(row, "lon", {"table": "t.csv"}) == 9.5
    with pytest.raises(BuildError, match=r"t\.csv, row 'a': 'lat' is empty"):
        required(row, "lat", {"table": "t.csv"})


def test_what_a_row_refers_to_must_be_in_the_package():
    assert known({"x": 1}, "x", {"id": "a"}) == 1
    with pytest.raises(BuildError, match="'a' refers to 'y'"):
        known({"x": 1}, "y", {"id": "a"})


def test_a_feature_without_a_row_has_the_layers_common_name(context):
    assert nameless("a", {}, context()) == {"id": "a"}
    named = nameless("a", {"name": "Line"}, context())
    assert (named["id"], named["name_en"]) == ("a", "Line")
