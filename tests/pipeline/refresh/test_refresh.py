from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path

import pytest
import shapely

from geo_app.cli.main import main
from geo_app.core.errors import RefreshError
from geo_app.core.files import file_hash, write_atomically
from geo_app.pipeline.refresh import refresh as refresh_module
from geo_app.pipeline.refresh.download import DownloadLimits
from geo_app.pipeline.refresh.features import select
from geo_app.pipeline.refresh.feeds import Record
from geo_app.pipeline.refresh.refresh import prepare, replace_layer
from geo_app.pipeline.refresh.rules import Rule, load_rules
from geo_app.region.loader import find_errors, load_pack
from tests.packs import write_pack
from tests.web import web

FAST = DownloadLimits(connect_s=2, silence_s=2, total_s=20, tries=2, backoff_s=0.01)

RULES = """
schema = "geo-app/refresh/1"

[publishers.free_map]
name = "The free map"
licence = "ODbL 1.0"
attribution = "© its contributors"
page = "https://map.example/"

[layers.rail]
publisher = "free_map"
kind = "overpass"
url = "{address}/overpass"
query = 'way["railway"="rail"]({{box}}); out geom;'
box = [8.0, 49.0, 12.0, 52.0]
id = "osm_{{@type}}_{{@id}}"
accuracy_m = 20
least = 1
columns = {{ name_en = ["name:en", "name"], gauge = "gauge" }}
numbers = ["gauge"]
sides = {{ column = "country", inside = "FL", outside = "abroad", polygons = ["region"] }}
notes = {{ en = "From the free map.", kk = "k", ru = "r", zh = "z" }}

[layers.works]
publisher = "free_map"
kind = "csv"
url = "{address}/works.csv"
mode = "update"
match = "id"
lon = "x"
lat = "y"
delimiter = ";"
decimal = ","
numbers = ["area_ha"]
absent = ["-"]
codes = {{ status = {{ built = "operating", "*" = "planned" }} }}
columns = {{ id = "code", area_ha = "area", status = "state" }}
accuracy_m = 50

[layers.people]
publisher = "free_map"
kind = "csv"
url = ""
mode = "update"
match = "id"
columns = {{ id = "id", population = "population" }}
"""

WORKS = "code;x;y;area;state\nw1;9.2;50.2;40;built\nw2;9.9;50.6;1 234,5;planned\nw3;10.6;50.7;-;built\nw9;1;1;1;built\n"


def railway(*ways):
    elements = [
        {"type": "way", "id": number, "tags": tags, "geometry": [{"lon": lon, "lat": lat} for lon, lat in run]}
        for number, run, tags in ways
    ]
    return json.dumps({"osm3s": {"timestamp_osm_base": "2026-10-20T06:00:00Z"}, "elements": elements}).encode()


RAILWAY = railway(
    (1, [(9.1, 50.2), (9.9, 50.2)], {"name": "Line A", "gauge": "1520"}),
    (2, [(10.5, 50.5), (11.5, 50.5)], {"name": "Линия", "name:en": "Line B"}),
)


@pytest.fixture(autouse=True)
def direct(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def source():
    with web() as playing:
        playing.files |= {"overpass": RAILWAY, "works.csv": WORKS.encode()}
        yield playing


@pytest.fixture
def pack(source, tmp_path):
    folder = write_pack(tmp_path / "pack")
    (folder / "refresh.toml").write_text(RULES.format(address=source.address), encoding="utf-8")
    return folder


@pytest.fixture
def propose(pack, tmp_path):
    def call(layer, limits=FAST):
        return prepare(pack, layer, load_rules(pack), tmp_path / "cache", limits=limits)

    return call


@pytest.fixture
def run(pack, tmp_path, capsys):
    def call(*arguments, timeout="2"):
        common = ["--layers", str(pack), "--cache", str(tmp_path / "cache"), "--tries", "1", "--timeout", timeout]
        code = main(["layers", "refresh", *arguments, *common])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def change_rules(pack, old, new):
    path = pack / "refresh.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def entry(pack, layer):
    raw = json.loads((pack / "catalog.json").read_text(encoding="utf-8"))
    return next(e for e in raw["layers"] if e["id"] == layer)


# ---------------------------------------------------------------------------------------------- a layer replaced


def test_a_layer_is_replaced_by_what_the_source_has(pack, propose):
    proposal = propose("rail")
    assert proposal.diff.removed == ("r1", "r2")
    assert proposal.diff.added == ("osm_way_1", "osm_way_2_FL", "osm_way_2_abroad")
    assert (proposal.before, proposal.after) == (2, 3)
    replace_layer(pack, proposal)
    assert not find_errors(pack)
    frame = load_pack(pack).layers["rail"].frame
    assert frame.loc["osm_way_1", "name_en"] == "Line A"
    assert frame.loc["osm_way_2_FL", "name_en"] == "Line B"
    assert frame.loc["osm_way_1", "gauge"] == 1520
    assert frame["country"].to_dict() == {"osm_way_1": "FL", "osm_way_2_FL": "FL", "osm_way_2_abroad": "abroad"}
    assert frame.loc["osm_way_2_FL"].geometry.bounds[2] == pytest.approx(11.0)
    assert set(frame["source"]) == {"The free map"}
    assert set(frame["as_of"]) == {"2026-10-20"}
    assert set(frame["accuracy_m"]) == {20}


def test_provenance_and_source_are_written(pack, propose, source):
    proposal = propose("rail")
    replace_layer(pack, proposal)
    found = entry(pack, "rail")
    assert found["file"] == f"rail-{found['sha256'][:8]}.geojson"
    assert found["as_of"] == "2026-10-20"
    assert found["notes"]["en"] == "From the free map."
    assert [s["name"] for s in found["sources"]] == ["The free map"]
    assert found["sources"][0]["licence"] == "ODbL 1.0"
    assert found["provenance"]["etag"] == '"v1"'
    assert found["provenance"]["sha256"] == file_hash(proposal.download.path)
    assert found["provenance"]["url"].startswith(source.url("overpass?data=way"))
    assert found["provenance"]["retrieved"].startswith(found["sources"][0]["version"])
    assert load_pack(pack).layers["rail"].provenance == found["provenance"]


def test_the_query_asks_for_the_box(propose, source):
    propose("rail")
    assert "49.0%2C8.0%2C52.0%2C12.0" in source.paths[0]


def test_only_the_layer_and_its_entry_change(pack, propose):
    before = contents(pack)
    others = [e for e in json.loads(before["catalog.json"])["layers"] if e["id"] != "rail"]
    replace_layer(pack, propose("rail"))
    after = contents(pack)
    assert set(before) - set(after) == {"rail.geojson"}
    assert [n for n in set(before) & set(after) if before[n] != after[n]] == ["catalog.json"]
    assert [e for e in json.loads(after["catalog.json"])["layers"] if e["id"] != "rail"] == others


def test_the_data_version_changes(pack, propose):
    before = load_pack(pack).data_version
    replace_layer(pack, propose("rail"))
    assert load_pack(pack).data_version != before


def test_the_same_again_is_nothing_new(pack, propose):
    replace_layer(pack, propose("rail"))
    before = contents(pack)
    again = propose("rail")
    assert again.diff.empty
    assert again.download.unchanged
    replace_layer(pack, again)
    assert set(contents(pack)) == set(before)


def test_a_second_version_moves_and_removes(pack, propose, source):
    replace_layer(pack, propose("rail"))
    source.files["overpass"] = railway((1, [(9.1, 50.2), (9.9, 50.21)], {"name": "Line A", "gauge": "1435"}))
    source.etag = '"v2"'
    diff = propose("rail").diff
    assert [move.id for move in diff.moved] == ["osm_way_1"]
    assert diff.moved[0].distance_m == pytest.approx(1112, abs=2)
    assert [(c.column, c.old, c.new) for c in diff.changed] == [("gauge", 1520, 1435)]
    assert diff.removed == ("osm_way_2_FL", "osm_way_2_abroad")


def test_a_line_that_only_touches_the_region_lies_outside(propose, source):
    source.files["overpass"] = railway(
        (1, [(8.5, 50.5), (9.0, 50.5)], {}),
        (2, [(8.5, 50.6), (9.000001, 50.6)], {}),
        (3, [(9.5, 50.4), (9.5, 50.6)], {}),
    )
    proposal = propose("rail")
    assert proposal.diff.added == ("osm_way_1", "osm_way_2", "osm_way_3")
    sides = [feature["properties"]["country"] for feature in json.loads(proposal.content)["features"]]
    assert sides == ["abroad", "abroad", "FL"]


# ----------------------------------------------------------------------------------------------- a layer updated


def test_a_layer_is_updated_where_the_source_knows_more(pack, propose):
    before = load_pack(pack).layers["works"].frame
    proposal = propose("works")
    assert [move.id for move in proposal.diff.moved] == ["w2"]
    assert proposal.diff.moved[0].distance_m == pytest.approx(11_125, abs=10)
    changes = {(c.id, c.column): (c.old, c.new) for c in proposal.diff.changed}
    assert changes == {("w2", "area_ha"): (None, 1234.5), ("w2", "accuracy_m"): (15000, 50)}
    assert proposal.unmatched == ("w4",)
    replace_layer(pack, proposal)
    assert not find_errors(pack)
    frame = load_pack(pack).layers["works"].frame
    # What the source says nothing new of keeps its words and its date.
    assert frame.loc["w3", "area_ha"] == before.loc["w3", "area_ha"]
    assert frame.loc["w4"].drop("geometry").equals(before.loc["w4"].drop("geometry"))
    assert frame.loc["w1", "as_of"] == "2026-01-01"
    assert frame.loc["w2", "as_of"] > "2026-01-01"
    assert frame.loc["w2", "source"] == "The free map"
    assert [s["name"] for s in entry(pack, "works")["sources"]] == ["invented", "The free map"]


def test_an_update_that_knows_nothing_new(pack, propose, source):
    source.files["works.csv"] = b"code;x;y;area;state\nw1;9.2;50.2;40;built\n"
    assert propose("works").diff.empty


def test_two_rows_for_one_feature(propose, source):
    source.files["works.csv"] += b"w1;9;50;3;built\n"
    with pytest.raises(RefreshError, match=r"records 1 and 5 both say id 'w1'"):
        propose("works")


def test_a_text_where_a_number_is_needed(propose, source):
    source.files["works.csv"] = b"code;x;y;area;state\nw1;9.2;50.2;1.5 ha;built\n"
    with pytest.raises(RefreshError, match=r"record 1: area_ha is '1\.5 ha'"):
        propose("works")


@pytest.mark.parametrize(
    ("text", "number"), [("1 234", 1234), ("1.234", 1234), ("1.234,5", 1234.5), ("-3", -3), ("0,25", 0.25)]
)
def test_numbers_of_official_tables(propose, source, text, number):
    source.files["works.csv"] = f"code;x;y;area;state\nw1;9.2;50.2;{text};built\n".encode()
    assert [c.new for c in propose("works").diff.changed] == [number]


def test_the_shipped_layers_would_be_written_as_they_are(region):
    folder = Path(__file__).parents[3] / "layers"
    rules = load_rules(folder)
    updated = [name for name, rule in rules.layers.items() if rule.mode == "update"]
    assert updated
    for name in updated:
        layer = region.layers[name]
        data = (folder / layer.file).read_bytes()
        own = [feature["properties"] for feature in json.loads(data)["features"]]
        features = [refresh_module._rewritten(p, layer.frame.geometry.loc[p["id"]]) for p in own]
        assert refresh_module.geojson(features) == data, name


# --------------------------------------------------------------------------------------------------- atomicity


@pytest.mark.parametrize("crash_at", [1, 2])
def test_a_crash_leaves_the_old_pack_whole(pack, propose, monkeypatch, crash_at):
    proposal = propose("rail")
    version = load_pack(pack).data_version
    calls = []

    def crash(path, content):
        calls.append(path)
        if len(calls) == crash_at:
            raise KeyboardInterrupt
        write_atomically(path, content)

    monkeypatch.setattr(refresh_module, "write_atomically", crash)
    with pytest.raises(KeyboardInterrupt):
        replace_layer(pack, proposal)
    assert not find_errors(pack)
    assert load_pack(pack).data_version == version
    monkeypatch.undo()
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    replace_layer(pack, proposal)
    assert not find_errors(pack)
    assert load_pack(pack).data_version != version


@pytest.mark.parametrize("fail_at", [1, 2])
def test_a_full_disk_leaves_no_trace(pack, propose, monkeypatch, fail_at):
    proposal = propose("rail")
    before = contents(pack)
    calls = []

    def full(_):
        calls.append(1)
        if len(calls) == fail_at:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RefreshError, match="No space left"):
        replace_layer(pack, proposal)
    assert contents(pack) == before


def test_a_catalogue_that_somebody_else_changed(pack, propose):
    proposal = propose("rail")
    path = pack / "catalog.json"
    path.write_bytes(path.read_bytes() + b"\n")
    before = contents(pack)
    with pytest.raises(RefreshError, match="meanwhile"):
        replace_layer(pack, proposal)
    assert contents(pack) == before


# ---------------------------------------------------------------------------- failures: the pack stays as it is

FAILURES = {
    "trouble": ({"statuses": [500] * 9}, "HTTP 500"),
    "gone": ({"files": {}}, "404"),
    "a page": ({"files": {"overpass": b"<!doctype html><p>Sign in"}}, "a web page"),
    "no JSON": ({"files": {"overpass": RAILWAY[:-9]}}, "expected JSON"),
    "unfinished": ({"files": {"overpass": RAILWAY[:-1] + b', "remark": "runtime error: timed out"}'}}, "timed out"),
    "truncated": ({"headers": {"Content-Length": "99999"}}, "incomplete|connection failed"),
    "cut": ({"cut_at": [50]}, "connection failed"),
    "silent": ({"silent_s": 1.2}, "says nothing"),
    "too large": ({"headers": {"Content-Length": "300000000"}}, "at most 200000000"),
    "nothing in it": ({"files": {"overpass": railway()}}, "at least 1"),
    "two of one id": (
        {"files": {"overpass": railway((1, [(9.1, 50.2), (9.9, 50.2)], {}), (1, [(9.1, 50.3), (9.9, 50.3)], {}))}},
        "osm_way_1",
    ),
    "off the earth": ({"files": {"overpass": railway((1, [(9.1, 50.2), (999, 50.2)], {}))}}, "180"),
    "redirect": ({"redirect": "file:///etc/passwd"}, "http or https"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_leaves_every_byte(pack, run, source, name):
    play, message = FAILURES[name]
    for attribute, value in play.items():
        setattr(source, attribute, value)
    before = contents(pack)
    code, out, err = run("rail", "--yes", timeout="0.4" if name == "silent" else "2")
    assert code == 2
    assert "rail: not refreshed, it stays as it is" in err
    assert re.search(message, err), err
    assert "replaced" not in out
    assert contents(pack) == before


def test_a_wrong_checksum_leaves_every_byte(pack, run):
    change_rules(pack, 'id = "osm_', f'sha256 = "{"0" * 64}"\nid = "osm_')
    before = contents(pack)
    code, _, err = run("rail", "--yes")
    assert code == 2
    assert "publishes" in err
    assert contents(pack) == before


def test_a_published_checksum_that_does_not_fit(pack, run, source):
    source.files["md5"] = b"0" * 32 + b"  overpass"
    change_rules(pack, 'id = "osm_', f'md5_url = "{source.url("md5")}"\nid = "osm_')
    code, _, err = run("rail", "--yes")
    assert code == 2
    assert "has md5" in err


def test_a_layer_that_criteria_would_miss_a_column_of(pack, run, source):
    raw = json.loads((pack / "catalog.json").read_text(encoding="utf-8"))
    raw["criteria"][0]["where"] = {"electrified": ["yes"]}
    (pack / "rail.geojson").write_text(
        (pack / "rail.geojson").read_text(encoding="utf-8").replace('"id"', '"electrified": "yes", "id"'),
        encoding="utf-8",
    )
    next(e for e in raw["layers"] if e["id"] == "rail")["sha256"] = file_hash(pack / "rail.geojson")
    (pack / "catalog.json").write_text(json.dumps(raw), encoding="utf-8")
    assert not find_errors(pack)
    before = contents(pack)
    code, _, err = run("rail", "--yes")
    assert code == 2
    assert "'electrified'" in err
    assert contents(pack) == before


def test_one_failure_does_not_stop_the_others(pack, run, source):
    del source.files["overpass"]
    code, out, err = run("--yes")
    assert code == 2
    assert "rail: not refreshed" in err
    assert "works: replaced" in out
    assert not find_errors(pack)


# ------------------------------------------------------------------------------------------------- the command


def test_all_layers_that_have_a_source(pack, run):
    code, out, err = run("--yes")
    assert code == 0
    assert "rail: replaced" in out
    assert "works: replaced" in out
    assert "moved: 1" in out
    assert "w2 11.1 km" in out
    assert "w2.area_ha: – → 1234.5" in out
    assert "not in the source, kept as they are: 1" in out
    assert re.search(r"^rail 0\.0 / 0\.0 MB$", err, re.MULTILINE)
    assert not find_errors(pack)


def test_the_second_time_there_is_nothing_new(run, pack):
    run("--yes")
    before = contents(pack)
    code, out, _ = run("--yes")
    assert code == 0
    assert "rail: nothing new" in out
    assert "works: nothing new" in out
    assert "still holds" in out
    assert contents(pack) == before


def test_a_dry_run_changes_nothing(pack, run):
    before = contents(pack)
    code, out, _ = run("rail", "--dry-run")
    assert code == 0
    assert "added: 3" in out
    assert contents(pack) == before


@pytest.mark.parametrize(("answer", "replaced"), [("y\n", True), ("n\n", False), ("\n", False), ("", False)])
def test_it_asks(pack, run, monkeypatch, answer, replaced):
    monkeypatch.setattr("sys.stdin", _Person(answer))
    before = contents(pack)
    code, out, _ = run("rail")
    assert code == 0
    assert "Replace rail?" in out
    assert (contents(pack) != before) is replaced


class _Person:
    def __init__(self, answer):
        self.answer = answer

    def isatty(self):
        return True

    def readline(self):
        return self.answer


def test_nobody_to_ask(run, monkeypatch, source):
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    code, _, err = run("rail")
    assert code == 2
    assert "--yes" in err
    assert not source.seen


def test_a_bar_on_a_terminal(run, monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    _, _, err = run("rail", "--dry-run")
    assert "\rrail [##############################]" in err


def test_what_a_source_says_cannot_drive_the_terminal(run, source):
    source.files["works.csv"] = b"code;x;y;area;state\nw1;9.2;50.2;41;built\n"
    source.files["overpass"] = railway((1, [(9.1, 50.2), (9.9, 50.2)], {"name": "\x1b[2J\x07Line"}))
    run("rail", "--yes")
    source.files["overpass"] = railway((1, [(9.1, 50.2), (9.9, 50.2)], {"name": "\x1b]0;x\x07Other"}))
    source.etag = '"v2"'
    _, out, _ = run("rail", "--dry-run")
    assert "Other" in out
    assert "\x1b" not in out
    assert "\x07" not in out


@pytest.mark.parametrize(
    ("layer", "message"), [("moor", "has no source for a layer 'moor'"), ("people", "no lasting address")]
)
def test_a_layer_that_cannot_be_refreshed(run, layer, message):
    code, _, err = run(layer, "--yes")
    assert code == 2
    assert message in err


@pytest.mark.parametrize("arguments", [("--tries", "0"), ("--timeout", "0"), ("--timeout", "nan")])
def test_limits_that_make_no_sense(pack, capsys, arguments):
    assert main(["layers", "refresh", "--yes", "--layers", str(pack), *arguments]) == 2
    assert "above 0" in capsys.readouterr().err


def test_stopped_by_hand(pack, run, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("geo_app.pipeline.refresh.refresh.download", stop)
    before = contents(pack)
    code, _, err = run("--yes")
    assert code == 2
    assert "goes on from there" in err
    assert contents(pack) == before


# --------------------------------------------------------------------------------------------------- the rules


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("geo-app/refresh/1", "geo-app/refresh/9", "schema"),
        ('kind = "overpass"', 'kind = "oracle"', "layers.rail, field 'kind'"),
        ('publisher = "free_map"\nkind = "overpass"', 'publisher = "nobody"\nkind = "overpass"', "a publisher"),
        ('id = "osm_{@type}_{@id}"', "", "needs an id"),
        ('match = "id"', 'match = "name_en"', "needs a match"),
        ("query = ", "quarry = ", "unknown field 'quarry'"),
        ("least = 1", "least = [", "cannot be read"),
        ('delimiter = ";"', 'delimiter = ""', "one character"),
        ('polygons = ["region"]', 'polygons = ["region/nowhere"]', "region/nowhere"),
        ('area_ha = "area"', 'area_sqm = "area"', "no column 'area_sqm'"),
    ],
)
def test_broken_rules(pack, run, old, new, message):
    change_rules(pack, old, new)
    before = contents(pack)
    code, _, err = run("rail", "works", "--dry-run")
    assert code == 2
    assert message in err
    assert contents(pack) == before


def test_no_rules(pack, run):
    (pack / "refresh.toml").unlink()
    code, _, err = run("--yes")
    assert code == 2
    assert "refresh.toml is missing" in err


def test_the_shipped_rules_name_layers_and_columns_of_the_pack(region):
    rules = load_rules(Path(__file__).parents[3] / "layers")
    for name, rule in rules.layers.items():
        layer = region.layers[name]
        if rule.mode == "update":
            assert {*rule.columns, *rule.first, *rule.numbers} <= {"id", *layer.frame.columns}
        else:
            # What criteria ask of the layer must be in its replacement too.
            made = {*rule.columns, *rule.set, *([rule.sides.column, rule.sides.network] if rule.sides else [])}
            asked = {c for k in region.criteria.values() if k.layer == name for c in (*k.where, k.column) if c}
            assert asked <= made | {"id"}
        for polygons in rule.sides.polygons if rule.sides else ():
            of, _, feature = polygons.partition("/")
            assert not feature or feature in region.layers[of].frame.index
        for said in (rule.titles, rule.notes):
            assert set(said) in (set(), {"kk", "ru", "en", "zh"})


def test_select_by_value_box_and_length():
    rule = Rule(publisher="", kind="shapefile", url="", columns={}, box=(9, 50, 10, 51), where={"class": ("a", "b")})
    lines = {
        "in": shapely.LineString([(9.1, 50.1), (9.2, 50.1)]),
        "out": shapely.LineString([(19.1, 50.1), (19.2, 50.1)]),
        "short": shapely.LineString([(9.1, 50.1), (9.1000001, 50.1)]),
    }
    records = [Record(n, {"class": c}, line) for c in "ac" for n, line in enumerate(lines.values(), start=1)]
    assert select(records, rule) == [records[0]]
    assert select([Record(1, {"class": "b"}, None)], rule)
