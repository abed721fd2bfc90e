from __future__ import annotations

import pytest
import shapely

from geo_app.core.errors import RefreshError
from geo_app.pipeline.refresh.features import CutContext, Stamp, replacement, select, update, updated
from geo_app.pipeline.refresh.feeds import Record
from geo_app.pipeline.refresh.rules import LineCut, Rule

STAMP = Stamp("the publisher", "2026-01-01")
CUT = CutContext("EPSG:32632")
LINE = shapely.LineString([(9.0, 50.5), (9.2, 50.5)])


def rule(**changes):
    return Rule(
        **(
            {
                "publisher": "p",
                "kind": "csv",
                "url": "https://example.org",
                "columns": {"name_en": "title"},
                "id": "x_{n}",
            }
            | changes
        )
    )


def record(shape=LINE, row=1, **values):
    return Record(row, {"n": "7", "title": "Line"} | values, shape)


def made(rule, *records, cut=CUT):
    return replacement(list(records), rule, cut, STAMP)


def test_a_record_becomes_a_feature():
    (found,) = made(rule(accuracy_m=30.0, set={"kind": "main"}), record())
    assert (found.id, found.names, found.source, found.as_of) == ("x_7", {"en": "Line"}, "the publisher", "2026-01-01")
    assert (found.accuracy_m, found.status, found.attributes) == (30.0, "operating", {"kind": "main"})
    assert found.geometry.equals(LINE)


def test_what_a_record_says_of_date_and_status_goes_before_the_stamp():
    columns = {"as_of": "seen", "status": "state"}
    (found,) = made(
        rule(columns=columns, codes={"status": {"built": "operating", "*": "planned"}}), record(seen="2025", state="?")
    )
    assert (found.as_of, found.status) == ("2025", "planned")


def test_a_record_without_a_place_is_refused():
    with pytest.raises(RefreshError, match="record 4 has no geometry"):
        made(rule(), record(shape=None, row=4))


def test_a_line_is_cut_at_an_outline_and_each_side_named():
    inside = shapely.box(9.1, 50, 10, 51)
    cut = rule(columns={}, sides=LineCut("side", "in", "out", ("region",)))
    found = made(cut, record(), cut=CutContext("EPSG:32632", inside))
    assert {feature.id: feature.attributes["side"] for feature in found} == {"x_7_in": "in", "x_7_out": "out"}
    assert sum(feature.geometry.length for feature in found) == pytest.approx(LINE.length)
    (whole,) = made(cut, record(), cut=CutContext("EPSG:32632", shapely.box(8, 50, 10, 51)))
    assert (whole.id, whole.attributes["side"]) == ("x_7", "in")


def test_simplifying_keeps_within_its_tolerance():
    wavy = shapely.LineString([(9 + k / 1000, 50.5 + (k % 2) * 1e-4) for k in range(100)])
    (found,) = made(rule(simplify_m=50.0), record(shape=wavy))
    assert len(found.geometry.coords) < 10
    assert found.geometry.hausdorff_distance(wavy) < 50 / 70_000


def test_records_are_selected_by_value_box_and_length():
    records = [
        record(kind="rail"),
        record(kind="road"),
        record(shape=shapely.LineString([(9, 50), (9, 50)]), kind="rail"),
    ]
    assert select(records, rule(where={"kind": ("rail",)})) == records[:1]
    assert select(records[:2], rule(box=(20.0, 50.0, 21.0, 51.0))) == []
    assert select([record(shape=None)], rule(box=(20.0, 50.0, 21.0, 51.0))) != []


@pytest.mark.parametrize(
    ("decimal", "text", "number"),
    [(".", "1,234.5", 1234.5), (",", "1.234,5", 1234.5), (",", "12 345", 12345), (".", "-7", -7), (",", "0,5", 0.5)],
)
def test_numbers_are_read_as_official_tables_write_them(decimal, text, number):
    (found,) = made(rule(columns={"area": "a"}, numbers=("area",), decimal=decimal), record(a=text))
    assert found.attributes["area"] == number


@pytest.mark.parametrize(("decimal", "text"), [(".", "1,23"), (",", "1.23"), (".", "about 3"), (".", "1.2.3")])
def test_what_is_no_number_is_refused_by_record_and_column(decimal, text):
    with pytest.raises(RefreshError, match="record 1: area is"):
        made(rule(columns={"area": "a"}, numbers=("area",), decimal=decimal), record(a=text))


def test_what_the_source_does_not_know_is_unknown():
    (found,) = made(rule(columns={"area": "a"}, numbers=("area",), absent=("n/a",)), record(a="n/a"))
    assert found.attributes["area"] is None


def test_features_meet_their_records_by_one_column():
    matching = rule(mode="update", match="code", columns={"code": "c", "people": ("new", "old")}, numbers=("people",))
    properties = [
        {"id": "f1", "code": "A", "people": 5},
        {"id": "f2", "code": "B", "people": 6},
        {"id": "f3", "code": None},
    ]
    records = [record(c="A", new="", old="12"), record(c="C", new="1")]
    found = update(properties, records, matching)
    assert found == {"f1": records[0]}
    assert updated(properties[0], records[0], matching) == {"id": "f1", "code": "A", "people": 12}


def test_two_records_for_one_feature_are_refused():
    matching = rule(mode="update", match="code", columns={"code": "c"})
    with pytest.raises(RefreshError, match="records 1 and 2 both say code 'A'"):
        update([{"id": "f1", "code": "A"}], [record(c="A"), record(c="A", row=2)], matching)


def test_a_record_that_says_nothing_changes_nothing():
    matching = rule(mode="update", match="code", columns={"code": "c", "people": "n2"}, numbers=("people",))
    assert updated({"code": "A", "people": 5}, record(c="A"), matching) == {"code": "A", "people": 5}
