"""How suitable every place is, in a real browser: painted where it is, switched, clicked, listed."""

from __future__ import annotations

import re

import pytest

from geo_app.map.publish import FRONTEND
from tests.browser.conftest import ROOT

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("real app, invented pack")]

# The colour of the pixel in the middle of the hexagon around a place, its byte, and the colour of its class.
LOOK = """([lat, lng]) => {
  const { map, pack } = session;
  const cell = cellAt({ lat, lng });
  const code = codeOf(cell);
  const canvas = document.querySelector(".leaflet-geo-surface-pane canvas");
  const at = map.latLngToContainerPoint([lat, lng]);
  const box = canvas.getBoundingClientRect();
  const frame = map.getContainer().getBoundingClientRect();
  const sharp = canvas.width / box.width;
  const [x, y] = [(frame.left + at.x - box.left) * sharp, (frame.top + at.y - box.top) * sharp];
  const found = [...canvas.getContext("2d").getImageData(x, y, 1, 1).data];
  const { limits, steps } = pack.grid;
  const ends = [0, ...limits, 100];
  const kind = limits.filter((limit) => code >= limit * steps).length;
  return { cell, code, found, wanted: [...scoreColor((ends[kind] + ends[kind + 1]) / 2), 255] };
}"""
# The pure modules of the map, for a page to work out what should be there.
PURE = "\n".join((FRONTEND / f"map/{name}.js").read_text(encoding="utf-8") for name in ("hexagons", "colors"))
PURE += """
window.cellAt = (place) => cellAt(session.surface.hexagons, place);
window.codeOf = (cell) => session.surface.painter.codes?.[cell];
window.scoreColor = (score) => scoreColor(score, session.look.theme);
"""
PLACES = [(50.2, 9.4), (50.45, 9.75), (50.3, 10.3), (50.8, 9.2), (50.55, 10.1)]


@pytest.fixture(scope="module")
def server(serve, pack_folder):
    """The real app on the invented pack."""
    return serve(ROOT / "streamlit_app.py", pack_folder)


@pytest.fixture
def surface(visit):
    """The page with the surface on its map."""
    page, chart = visit()
    chart.locator("[data-surface=yes]").wait_for(state="attached", timeout=60_000)
    page.add_script_tag(type="module", content=PURE)
    page.wait_for_function("window.scoreColor")
    return page, chart


def key(chart):
    if not chart.locator(".geo-panel[open]").count():
        chart.locator(".geo-panel summary").first.click()
    return chart.locator(".geo-surface-key")


def click(page, chart, lat, lng):
    at = page.evaluate("([lat, lng]) => (p => [p.x, p.y])(session.map.latLngToContainerPoint([lat, lng]))", [lat, lng])
    chart.locator(".geo-map").click(position={"x": at[0], "y": at[1]})


def test_each_place_has_the_colour_of_its_score(surface):
    page, _ = surface
    for place in PLACES:
        seen = page.evaluate(LOOK, list(place))
        assert seen["code"] < 201
        assert seen["found"] == seen["wanted"]


def test_after_pan_and_zoom_too(surface):
    page, _ = surface
    page.evaluate("void session.map.setView([50.4, 9.7], 10.5, {animate: false})")
    for place in [(50.4, 9.7), (50.42, 9.66), (50.37, 9.8)]:
        seen = page.evaluate(LOOK, list(place))
        assert seen["found"] == seen["wanted"]


def test_a_place_in_the_park_is_hatched_and_one_abroad_has_no_hexagon(surface):
    page, _ = surface
    assert page.evaluate("codeOf(cellAt({lat: 50.7, lng: 10.6}))") == 255
    assert page.evaluate("cellAt({lat: 49.5, lng: 10.6})") == -1


def test_a_weight_recolours_the_same_map(surface):
    page, chart = surface
    chart.locator(".geo-map").evaluate("map => map.dataset.mark = 'the same map'")
    before = page.evaluate(LOOK, list(PLACES[0]))
    page.get_by_role("slider", name=re.compile("Railway")).first.press("Home")
    page.wait_for_function(f"codeOf({before['cell']}) !== {before['code']}")
    seen = page.evaluate(LOOK, list(PLACES[0]))
    assert seen["found"] == seen["wanted"]
    assert chart.locator(".geo-map").get_attribute("data-mark") == "the same map"


def test_it_is_switched_off_and_on_with_the_keyboard(surface):
    page, chart = surface
    switch = key(chart).get_by_role("checkbox")
    switch.press("Space")
    expect(chart.locator(".leaflet-geo-surface-pane canvas")).to_have_count(0)
    page.get_by_role("tab", name="Best places").click()
    expect(page.get_by_text("Turn on “How suitable each place is”")).to_be_visible()
    switch.press("Space")
    expect(chart.locator(".leaflet-geo-surface-pane canvas")).to_have_count(1)
    expect(page.locator(".places tbody tr").first).to_be_visible()


def test_opacity_is_set_with_the_keyboard_and_kept(surface):
    page, chart = surface
    slider = key(chart).get_by_role("slider")
    slider.press("Home")
    canvas = chart.locator(".leaflet-geo-surface-pane canvas")
    expect(canvas).to_have_css("opacity", "0.2")
    page.reload()
    expect(canvas).to_have_css("opacity", "0.2", timeout=120_000)


def test_a_click_anywhere_explains_the_place_and_marks_it(surface):
    page, chart = surface
    click(page, chart, 50.45, 9.75)
    expect(page.get_by_text(re.compile("Chosen place: "))).to_be_visible()
    rank_text = page.get_by_text(re.compile(r"^Would be rank \d of \d$"))
    expect(rank_text).to_be_visible()
    expect(chart.locator(".geo-card")).to_contain_text(rank_text.inner_text())
    expect(chart.locator(".geo-pin")).to_have_count(1)
    page.get_by_role("button", name="Back to the chosen site").click()
    expect(chart.locator(".geo-pin")).to_have_count(0)
    expect(chart.locator(".geo-card")).to_be_hidden()


def test_the_keyboard_asks_for_the_place_in_the_middle(surface):
    page, chart = surface
    box = chart.locator(".geo-map")
    box.focus()
    expect(chart.locator(".geo-cross-hair")).to_be_hidden()
    box.press("ArrowUp")
    expect(chart.locator(".geo-cross-hair")).to_be_visible()
    box.press("Enter")
    expect(page.get_by_text(re.compile("Chosen place: "))).to_be_visible()
    expect(chart.locator(".geo-pin")).to_have_count(1)


def test_best_places_are_on_the_map_and_become_candidates(surface):
    page, chart = surface
    page.get_by_role("tab", name="Best places").click()
    rows = page.locator(".places tbody tr")
    expect(rows.first).to_be_visible()
    expect(chart.locator(".geo-top-pin")).to_have_count(rows.count())
    rows.nth(1).get_by_role("button", name=re.compile("^Show")).click()
    expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
    expect(chart.locator(".geo-pin")).to_have_count(1)
    rows.nth(1).get_by_role("button", name=re.compile("^Add as a candidate")).click()
    expect(rows.nth(1).get_by_text("Added")).to_be_visible()
