"""The page as Streamlit runs it, without a browser."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.packs import write_pack

PAGE = str(Path(__file__).parents[1] / "streamlit_app.py")


@pytest.fixture
def app(pack_folder, monkeypatch):
    """The page on the invented pack, run once."""
    monkeypatch.setenv("GEO_APP_LAYERS", str(pack_folder))
    st.cache_resource.clear()
    app = AppTest.from_file(PAGE, default_timeout=30)
    app.session_state["own_sites"] = app.session_state["own_layer"] = True
    return app.run()


def slider(app, label):
    return next(s for s in app.slider if s.label == label)


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
    slider(app, "Railway").set_value(0).run()
    assert not app.exception
    assert shown(app) != before


def test_all_weights_at_zero_is_told_and_nothing_is_lost(app):
    for each in list(app.slider):
        each.set_value(0)
    app.run()
    assert not app.exception
    assert "All weights are zero" in app.error[0].value
    slider(app, "Railway").set_value(50).run()
    assert not app.error


def test_profile_brings_its_weights_and_reset_brings_them_back(app):
    app.selectbox[0].set_value("retail").run()
    assert slider(app, "People").value == 100
    assert slider(app, "Railway").value == 0
    slider(app, "Railway").set_value(70).run()
    next(b for b in app.button if b.label == "Back to the profile's weights").click().run()
    assert slider(app, "Railway").value == 0


@pytest.mark.parametrize("language", ["kk", "ru", "zh"])
def test_language_switch_reaches_page_and_pack(pack_folder, monkeypatch, language):
    monkeypatch.setenv("GEO_APP_LAYERS", str(pack_folder))
    st.cache_resource.clear()
    app = AppTest.from_file(PAGE, default_timeout=30)
    app.session_state["lang"] = language
    app.run()
    assert not app.exception
    assert f"Freeland ({language})" in app.title[0].value
    assert "Contribution of each criterion" not in shown(app)


def test_a_broken_pack_is_told_and_the_app_stays_up(tmp_path, monkeypatch):
    pack = write_pack(tmp_path / "pack")
    (pack / "rail.geojson").unlink()
    monkeypatch.setenv("GEO_APP_LAYERS", str(pack))
    st.cache_resource.clear()
    app = AppTest.from_file(PAGE, default_timeout=30).run()
    assert not app.exception
    assert "rail" in app.error[0].value


def test_the_date_opens_and_closes_a_border(app):
    assert "b2 en" in shown(app)
    app.date_input[0].set_value(date(2026, 8, 1)).run()
    assert not app.exception
    assert "b1 en" in shown(app)


AREA = {"type": "Polygon", "coordinates": [[[9, 50], [10, 50], [10, 51], [9, 51], [9, 50]]]}


def own_file(value):
    feature = {"type": "Feature", "properties": {"name": "West", "people": value}, "geometry": AREA}
    east = {**AREA, "coordinates": [[[lon + 1, lat] for lon, lat in AREA["coordinates"][0]]]}
    other = {"type": "Feature", "properties": {"name": "East", "people": 7}, "geometry": east}
    return json.dumps({"type": "FeatureCollection", "features": [feature, other]}).encode()


def add_own_layer(app, criterion, value=3):
    app.file_uploader[1].set_value(("districts.geojson", own_file(value), "application/geo+json")).run()
    assert not app.exception
    next(t for t in app.text_input if t.label == "Source").set_value("me")
    next(s for s in app.selectbox if s.label == "Criterion").set_value(criterion).run()
    next(b for b in app.button if b.label == "Add layer").click().run()
    assert not app.exception
    return app


def test_own_layer_gets_slider_exclusion_and_provenance_until_it_is_removed(app):
    add_own_layer(app, "value")
    assert not app.error
    slider(app, "districts").set_value(80).run()
    assert "people of the area" in slider(app, "districts").help
    assert "West" in shown(app)
    box = next(c for c in app.checkbox if "inside: districts" in c.label)
    assert not box.value
    box.set_value(True).run()
    assert not app.exception
    next(b for b in app.button if b.label == "Remove").click().run()
    assert not app.exception
    assert "districts" not in {s.label for s in app.slider}


def test_own_layer_without_a_source_is_not_added(app):
    app.file_uploader[1].set_value(("districts.geojson", own_file(3), "application/geo+json")).run()
    next(b for b in app.button if b.label == "Add layer").click().run()
    assert not app.exception
    assert "source" in app.error[0].value
    assert "districts" not in {s.label for s in app.slider}


def test_a_bad_file_of_a_layer_is_told_and_nothing_is_lost(app):
    app.file_uploader[1].set_value(("bad.geojson", b"{", "application/geo+json")).run()
    assert not app.exception
    assert "not valid JSON" in app.error[0].value
    assert "Contribution of each criterion" in shown(app)


def test_own_layers_belong_to_one_session(app):
    add_own_layer(app, "inside")
    other = AppTest.from_file(PAGE, default_timeout=30).run()
    assert "districts" not in {s.label for s in other.slider}
