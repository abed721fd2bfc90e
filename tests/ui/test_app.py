"""The page as Streamlit runs it, without a browser."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import streamlit as st
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from geo_app.core.i18n import translator
from geo_app.intake.sites import default_sites
from geo_app.ranking.rank import rank
from geo_app.ranking.requirements import parse_requirement
from geo_app.session import events
from geo_app.session.codec import decode
from geo_app.session.model import ProfileEdits
from geo_app.session.screen import screen
from tests.packs import write_pack
from tests.ui.sessions import happen, sent_to, session_of

PAGE = str(Path(__file__).parents[2] / "streamlit_app.py")


@pytest.fixture
def app(pack_folder, monkeypatch):
    """The page on the invented pack, run once."""
    monkeypatch.setenv("GEO_APP_LAYERS", str(pack_folder))
    st.cache_resource.clear()
    app = AppTest.from_file(PAGE, default_timeout=30)
    return app.run()


def set_weights(app, weights):
    return happen(app, lambda now: replace(now, edits={**now.edits, "freight": ProfileEdits(weights)}))


def weights(app):
    return session_of(app).edits_of("freight").weights


def open_tab(app, name):
    return happen(app, events.open_controls, name)


def shown(app):
    return " ".join(str(element.value) for element in (*app.title, *app.html, *app.caption, *app.markdown))


def test_first_visit_shows_everything_without_a_complaint(app):
    assert not app.exception
    assert not app.error
    assert app.title[0].value == "Site selection: Freeland"
    assert "Contribution of each criterion" in shown(app)
    assert "Projects launched" in shown(app)


def test_a_weight_moves_the_points(app):
    before = shown(app)
    set_weights(app, {"rail": 20.0, "people": 80.0})
    assert not app.exception
    assert shown(app) != before


def test_weights_of_which_nothing_is_left_give_way_to_the_profiles(app):
    before = shown(app)
    set_weights(app, {"gone": 60.0, "rail": 0.0})
    assert not app.exception
    assert shown(app) == before


@pytest.mark.parametrize("language", ["kk", "ru", "zh"])
def test_language_switch_reaches_page_and_pack(pack_folder, monkeypatch, language):
    monkeypatch.setenv("GEO_APP_LAYERS", str(pack_folder))
    st.cache_resource.clear()
    app = AppTest.from_file(PAGE, default_timeout=30)
    app.query_params["lang"] = language
    app.run()
    assert not app.exception
    assert f"Freeland ({language})" in app.title[0].value
    assert "Contribution of each criterion" not in shown(app)


def ranks(app):
    """What the table shows."""
    return [(row["id"], row["rank"], row["score"]) for row in sent_to(app, "ranking_table")["rows"]]


def computed(app, pack):
    """What the session's scenario comes to."""
    shown = screen(session_of(app), pack, default_sites(pack))
    ranked = [item for item in rank(shown.sites, shown.scenario, pack).sites if item.rank is not None]
    t = translator(session_of(app).language)
    return [(item.site.id, str(item.rank), t.number(item.score, 1)) for item in ranked]


def test_a_language_switch_changes_nothing_but_words(app, pack):
    """The fault: title and sliders said one sector, table, map and downloads were another's."""
    app.selectbox(key="profile").set_value("retail").run()
    for language in ("zh", "kk", "ru", "en"):
        before = session_of(app)
        app.segmented_control(key="language").set_value(language).run()
        assert session_of(app) == replace(before, language=language)
        happen(app, events.set_weight, pack, "people", 70.0)
        happen(app, events.add_criterion, pack, "rail")
        happen(app, events.set_weight, pack, "rail", 30.0)
        assert not app.exception
        assert app.selectbox(key="profile").value == "retail"
        assert session_of(app).profile == "retail"
        assert ranks(app) == computed(app, pack)


def test_a_broken_pack_is_told_and_the_app_stays_up(tmp_path, monkeypatch):
    pack = write_pack(tmp_path / "pack")
    (pack / "rail.geojson").unlink()
    monkeypatch.setenv("GEO_APP_LAYERS", str(pack))
    st.cache_resource.clear()
    app = AppTest.from_file(PAGE, default_timeout=30).run()
    assert not app.exception
    assert "rail" in app.error[0].value


def test_the_date_opens_and_closes_a_border(app):
    open_tab(app, "conditions").date_input[0].set_value(date(2026, 1, 1)).run()
    assert "b2 en" in shown(app)
    app.date_input[0].set_value(date(2026, 8, 1)).run()
    assert not app.exception
    assert "b1 en" in shown(app)


def test_dated_facts_are_judged_today_and_what_leaves_the_page_pins_that_day(app, pack):
    """The crossing that reopened on 31 July 2026 is open to whoever comes later, whatever the pack's date."""
    assert pack.as_of < date(2026, 7, 31) < date.today()
    assert session_of(app).on is None
    assert "b1 en" in shown(app)
    assert sent_to(app, "address")["code"] == ""
    assert open_tab(app, "conditions").date_input[0].value == date.today()
    set_weights(app, {"rail": 70.0, "border": 30.0}).run()
    opened = decode(sent_to(app, "address")["code"], pack)
    assert opened.on == date.today()
    happen(app, events.choose_date, date(2026, 1, 1)).run()
    assert decode(sent_to(app, "address")["code"], pack).on == date(2026, 1, 1)
    assert "b2 en" in shown(app)


def test_a_requirement_removes_sites_and_says_how_many(app):
    open_tab(app, "conditions")
    next(s for s in app.selectbox if s.label == "Require of a site").set_value("rail").run()
    app.number_input[0].set_value(10.0).run()
    next(b for b in app.button if b.label == "Require it").click().run()
    assert not app.exception
    assert [str(item) for item in session_of(app).requirements] == ["rail<=10"]
    assert "Railway: at most 10 km" in shown(app)
    next(b for b in app.button if b.label == "Remove").click().run()
    assert session_of(app).requirements == ()
    assert not app.exception


def test_an_exclusion_that_is_lifted_brings_its_sites_back(app):
    box = next(c for c in open_tab(app, "conditions").checkbox if "inside the park" in c.label)
    assert box.value
    box.set_value(False).run()
    assert not app.exception
    assert "park" not in session_of(app).exclusions


def test_a_method_is_chosen_with_its_warning_and_the_others_say_what_they_think(app):
    open_tab(app, "method")
    assert "What other methods say" in shown(app)
    app.radio[0].set_value("topsis").run()
    assert session_of(app).method == "topsis"
    assert "second opinion" in app.warning[0].value
    app.radio[0].set_value("owa").run()
    happen(app, events.set_caution, 1.0)
    assert sent_to(app, "caution")["step"] == 10
    assert not app.exception


AREA = {"type": "Polygon", "coordinates": [[[9, 50], [10, 50], [10, 51], [9, 51], [9, 50]]]}


def own_file(value):
    feature = {"type": "Feature", "properties": {"name": "West", "people": value}, "geometry": AREA}
    east = {**AREA, "coordinates": [[[lon + 1, lat] for lon, lat in AREA["coordinates"][0]]]}
    other = {"type": "Feature", "properties": {"name": "East", "people": 7}, "geometry": east}
    return json.dumps({"type": "FeatureCollection", "features": [feature, other]}).encode()


def add_own_layer(app, criterion, value=3):
    open_tab(app, "own_layer").file_uploader[0].set_value(
        ("districts.geojson", own_file(value), "application/geo+json")
    ).run()
    assert not app.exception
    next(t for t in app.text_input if t.label == "Source").set_value("me")
    next(s for s in app.selectbox if s.label == "Criterion").set_value(criterion).run()
    next(b for b in app.button if b.label == "Add layer").click().run()
    assert not app.exception
    return app


def test_own_layer_gets_slider_exclusion_and_provenance_until_it_is_removed(app):
    add_own_layer(app, "value")
    assert not app.error
    criterion = session_of(app).layers[0].criterion.id
    set_weights(app, {criterion: 80.0, "rail": 20.0})
    assert "West" in shown(app)
    box = next(c for c in open_tab(app, "conditions").checkbox if "inside: districts" in c.label)
    assert not box.value
    box.set_value(True).run()
    assert not app.exception
    assert set(session_of(app).exclusions) > {"park", "moor", "abroad"}
    open_tab(app, "own_layer")
    next(b for b in app.button if b.label == "Remove").click().run()
    assert not app.exception
    assert not session_of(app).layers
    assert "West" not in shown(app)


def test_own_layer_without_a_source_is_not_added(app):
    open_tab(app, "own_layer").file_uploader[0].set_value(
        ("districts.geojson", own_file(3), "application/geo+json")
    ).run()
    next(b for b in app.button if b.label == "Add layer").click().run()
    assert not app.exception
    assert "source" in app.error[0].value
    assert not session_of(app).layers


def test_a_bad_file_of_a_layer_is_told_and_nothing_is_lost(app):
    open_tab(app, "own_layer").file_uploader[0].set_value(("bad.geojson", b"{", "application/geo+json")).run()
    assert not app.exception
    assert "not valid JSON" in app.error[0].value
    assert "Contribution of each criterion" in shown(app)


def test_layers_belong_to_one_session(app):
    add_own_layer(app, "inside")
    other = AppTest.from_file(PAGE, default_timeout=30).run()
    assert not session_of(other).layers


def way(app, name):
    return happen(app, events.choose_way, name)


def press(app, label):
    next(b for b in app.button if b.label == label).click().run()
    assert not app.exception


def test_swing_points_become_weights(app):
    sliders = way(app, "swing").slider
    assert sliders[0].label.startswith("Railway: from")
    for each, points in zip(sliders, (100, 50, 50), strict=True):
        each.set_value(points)
    press(app, "Use these weights")
    assert list(weights(app).values()) == [50, 25, 25]


def test_swing_without_points_is_told(app):
    for each in way(app, "swing").slider:
        each.set_value(0)
    press(app, "Use these weights")
    assert app.error
    assert not weights(app)


def test_pairs_share_out_their_weight_and_contradictions_are_named(app):
    sliders = way(app, "pairs").select_slider
    assert len(sliders) == 3
    sliders[0].set_value(-2).run()
    sliders[1].set_value(-2).run()
    assert not app.warning
    press(app, "Use these weights")
    assert list(weights(app).values()) == pytest.approx([60, 20, 20])
    sliders = way(app, "pairs").select_slider
    sliders[0].set_value(-8).run()
    app.select_slider[2].set_value(-8).run()
    app.select_slider[1].set_value(8).run()
    assert "Consistency ratio" in app.warning[0].value
    assert not app.exception


def test_pasted_weights_are_used_or_told(app):
    way(app, "text").text_area[0].set_value("Railway: 3\npeople: 1").run()
    press(app, "Use these weights")
    assert weights(app) == {"rail": 75, "people": 25}
    way(app, "text").text_area[0].set_value("roads: 3").run()
    press(app, "Use these weights")
    assert "'roads'" in app.error[0].value
    assert weights(app) == {"rail": 75, "people": 25}


def upload_sites(app, name, content):
    open_tab(app, "own_sites").file_uploader[0].set_value((name, content, "application/octet-stream")).run()
    assert not app.exception
    return app


def ranked(app):
    return {row["name"] for row in sent_to(app, "ranking_table")["rows"]}


def own_sheet():
    book = Workbook()
    sheet = book.active
    rows = [["Plots of 2026"], ["name", "lat", "lon", "area_ha", "price"], ["Mine", 50.5, 9.5, 12, 3]]
    for row in [*rows, ["Nowhere", "?", "?", 1, 1]]:
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_sheet_of_sites_joins_the_regions_once_and_the_row_left_out_is_told(app):
    before = ranked(app)
    upload_sites(app, "plots.xlsx", own_sheet())
    assert ranked(app) == {*before, "Mine"}
    assert "1 site from plots.xlsx" in app.warning[0].value and "1 row left out" in app.warning[0].value
    assert session_of(app).own_sites[0].attributes["price"] == 3
    upload_sites(app, "plots.xlsx", own_sheet())
    assert "1 was there already" in app.warning[0].value
    assert len(session_of(app).own_sites) == 1


def test_ones_own_sites_can_be_ranked_alone(app):
    upload_sites(app, "plots.xlsx", own_sheet())
    next(box for box in app.toggle if box.label == "Rank only my own sites").set_value(True).run()
    assert ranked(app) == {"Mine"}
    assert session_of(app).only_own


def test_swapped_coordinates_are_asked_about_before_they_are_taken(app):
    upload_sites(app, "swapped.csv", b"name,lat,lon\nMine,9.5,50.5\n")
    assert "look swapped" in app.warning[0].value and not session_of(app).own_sites
    next(b for b in app.button if b.label == "Swap latitude and longitude there").click().run()
    assert (session_of(app).own_sites[0].lon, session_of(app).own_sites[0].lat) == (9.5, 50.5)


def test_the_page_shows_the_command_that_ranks_the_same(app):
    happen(app, events.choose_method, "owa")
    app.session_state["downloads"] = True
    assert not app.run().exception
    assert app.code[0].value == "geo-app rank default --scenario scenario-freight.toml"


def test_the_table_lists_on_demand_only_what_is_known_to_qualify(app, pack):
    before = ranked(app)
    happen(app, events.require, parse_requirement("rail<=12"))
    ranking = rank(default_sites(pack), screen(session_of(app), pack, default_sites(pack)).scenario, pack)
    known = {item.site.id for item in ranking.sites if item.rank is not None and "rail<=12" not in item.open_conditions}
    switch = next(control for control in app.get("button_group") if "Known to qualify" in str(control.proto))
    assert f"Known to qualify: {len(known)}" in str(switch.proto)
    happen(app, events.show_known_only, True)
    assert {row["id"] for row in sent_to(app, "ranking_table")["rows"]} == known
    happen(app, events.show_known_only, False)
    assert ranked(app) <= before
