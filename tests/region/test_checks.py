from __future__ import annotations

import json

import pytest

from geo_app.core.errors import PackError
from geo_app.region.checks import Checks, Sum, Within, read_checks

FULL = {
    "schema": "geo-app/checks/1",
    "stale_after_years": 3,
    "within": {"rail": {"layers": ["region"], "padding_m": 500}},
    "totals": [
        {"of": {"layer": "people", "column": "population"}, "equals": 11000, "source": "census", "tolerance": 1}
    ],
}


@pytest.fixture
def read(tmp_path):
    def write_and_read(content):
        (tmp_path / "checks.json").write_text(content if isinstance(content, str) else json.dumps(content))
        return read_checks(tmp_path)

    return write_and_read


def test_a_pack_without_the_file_says_nothing(tmp_path):
    assert read_checks(tmp_path) == Checks()


def test_what_a_pack_says_must_hold(read):
    checks = read(FULL)
    assert checks.stale_after_years == 3
    assert checks.within["rail"] == Within(("region",), 500.0)
    (total,) = checks.totals
    assert total.of == Sum("people", "population")
    assert (total.equals, total.source, total.tolerance) == (11000.0, "census", 1.0)


def test_a_total_may_equal_the_sums_of_another_layer(read):
    other = {"layer": "districts", "column": "population", "by": "id"}
    (total,) = read(FULL | {"totals": [{"of": other, "equals": other, "source": "census"}]}).totals
    assert total.equals == total.of == Sum("districts", "population", "id")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"schema": "geo-app/checks/2"}, "schema"),
        ({"stale_after_years": "long"}, "stale_after_years"),
        ({"within": {"rail": {"layers": "region"}}}, "within.rail.layers"),
        ({"within": {"rail": {"layers": [], "padding": 3}}}, "within.rail.padding"),
        ({"totals": [{"of": {"layer": "people"}, "equals": 3, "source": "x"}]}, "totals.0.of.column"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_broken_file_is_refused_by_field(read, changes, field):
    with pytest.raises(PackError) as caught:
        read(FULL | changes)
    assert "checks.json" in str(caught.value)
    assert field in str(caught.value)


def test_what_is_not_json_is_refused(read):
    with pytest.raises(PackError, match=r"checks\.json"):
        read("{")
