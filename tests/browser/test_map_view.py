"""The map in a real browser: no request leaves the host, no run of the page remounts it, clicks come back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api")

pytestmark = pytest.mark.browser

MARK = "map => map.dataset.mark = 'the same map'"


@pytest.fixture(scope="module")
def server(serve, pack_folder):
    """The map's own little app, served on the invented pack."""
    return serve(Path(__file__).with_name("map_app.py"), pack_folder)


def badge(chart, site: str):
    return chart.locator(f".geo-site[data-site={site}]")


def rank_of(chart, site: str) -> str:
    return badge(chart, site).locator(".geo-rank").inner_text()


def test_runs_keep_the_map_and_its_view_and_bring_the_new_ranks(visit):
    page, chart = visit()
    badge(chart, "w1").wait_for(state="attached")
    before = badge(chart, "w1").get_attribute("aria-label")
    box = chart.locator(".geo-map")
    box.evaluate(MARK)
    page.evaluate("void session.map.setView([50.4, 9.6], 10, {animate: false})")
    slider = page.get_by_role("slider")
    for weight in (51, 52, 53):
        slider.press("ArrowRight")
        playwright.expect(page.get_by_text(f"weight={weight}")).to_be_visible()
    playwright.expect(badge(chart, "w1")).not_to_have_attribute("aria-label", before)
    assert box.get_attribute("data-mark") == "the same map"
    assert page.evaluate("session.map.getZoom()") == 10


def test_a_click_on_a_marker_selects_its_site(visit):
    page, chart = visit()
    badge(chart, "w1").locator("svg").last.click()
    playwright.expect(page.get_by_text("events=1 kind=site site=w1 feature=works/w1")).to_be_visible()
    playwright.expect(page.get_by_label("Selected")).to_have_value("w1")
    playwright.expect(badge(chart, "w1")).to_have_attribute("aria-pressed", "true")
    playwright.expect(chart.locator(".geo-card h2")).to_have_text("w1 en")
    playwright.expect(chart.locator(".geo-link-label").first).to_contain_text("km")


def test_a_selection_from_the_page_pans_the_map_without_a_new_one(visit):
    page, chart = visit()
    badge(chart, "w1").wait_for(state="attached")
    chart.locator(".geo-map").evaluate(MARK)
    page.evaluate("void session.map.setView([50.7, 10.6], 11, {animate: false})")
    page.get_by_label("Selected").fill("w1")
    page.get_by_label("Selected").press("Enter")
    playwright.expect(badge(chart, "w1")).to_have_attribute("aria-pressed", "true")
    # The map is as high as the screen allows: below this little app's fields a part of it lies beyond the fold.
    chart.locator(".geo-map").evaluate("map => map.scrollIntoView({block: 'end'})")
    playwright.expect(badge(chart, "w1").locator("svg").last).to_be_in_viewport()
    assert chart.locator(".geo-map").get_attribute("data-mark") == "the same map"


def test_a_dark_browser_gets_the_page_s_theme_and_keeps_its_map(visit):
    page, chart = visit(color_scheme="dark")
    chart.locator(".geo-map").evaluate(MARK)
    page.get_by_role("slider").press("ArrowRight")
    playwright.expect(page.get_by_text("weight=51")).to_be_visible()
    assert chart.locator(".geo-map").get_attribute("data-mark") == "the same map"
    assert chart.locator(".geo-map").get_attribute("data-theme") == "dark"


def test_a_click_beside_all_sites_names_the_place_and_its_hexagon(visit):
    page, chart = visit()
    at = page.evaluate("(p => [p.x, p.y])(session.map.latLngToContainerPoint([50.35, 9.75]))")
    chart.locator(".geo-map").click(position={"x": at[0], "y": at[1]})
    playwright.expect(page.get_by_text("kind=place site= feature=people/cell-7-3")).to_be_visible()
    playwright.expect(page.get_by_text(re.compile(r"place=9\.[78], 50\.[34]"))).to_be_visible()


def test_while_a_tool_is_used_clicks_choose_nothing(visit):
    page, chart = visit()
    page.get_by_text("Use a tool").click()
    chart.locator(".geo-map[data-mode=measure]").wait_for(state="attached")
    page.evaluate("void session.map.on('click', () => (window.tool = 'clicked'))")
    badge(chart, "w1").locator("svg").last.click()
    page.wait_for_function("window.tool === 'clicked'")
    playwright.expect(chart.locator(".geo-card")).to_be_hidden()
    playwright.expect(page.get_by_text("events=0")).to_be_visible()


def test_a_hostile_name_stays_text(visit):
    page, chart = visit()
    badge(chart, "own").locator("svg").last.hover()
    playwright.expect(chart.locator(".geo-tip")).to_contain_text("<img src=x onerror=")
    badge(chart, "own").locator("svg").last.click()
    playwright.expect(chart.locator(".geo-card h2")).to_contain_text("{{'x'}}</script>")
    assert chart.locator("img[src=x]").count() == 0
    assert page.evaluate("window.hacked") is None


def test_layers_are_switched_with_the_keyboard_and_the_switch_outlives_a_run(visit):
    page, chart = visit()
    box = chart.get_by_role("checkbox", name="Border")
    box.focus()
    box.press("Space")
    playwright.expect(chart.locator(".geo-symbol")).to_have_count(0)
    page.get_by_role("slider").press("ArrowRight")
    playwright.expect(page.get_by_text("weight=51")).to_be_visible()
    playwright.expect(chart.locator(".geo-symbol")).to_have_count(0)


def test_arrow_keys_walk_the_markers_by_rank(visit):
    page, chart = visit()
    first = chart.locator(".geo-site[tabindex='0']")
    playwright.expect(first).to_have_count(1)
    first.focus()
    first.press("ArrowRight")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert re.search("Rank 2 of", label)
    page.keyboard.press("Enter")
    playwright.expect(page.get_by_text("events=1 kind=site site=")).to_be_visible()


def test_the_overview_shows_the_whole_region_and_no_card(visit):
    page, chart = visit()
    badge(chart, "w1").locator("svg").last.click()
    playwright.expect(chart.locator(".geo-card")).to_be_visible()
    playwright.expect(chart.locator(".geo-tip")).to_have_count(0)
    page.evaluate("void session.map.setView([50.7, 10.6], 11, {animate: false})")
    chart.get_by_role("button", name="Whole region").click()
    playwright.expect(chart.locator(".geo-card")).to_be_hidden()
    page.wait_for_function("session.map.getBounds().contains(L.latLngBounds(session.pack.bounds).pad(-0.2))")


def test_a_finger_gets_the_card_without_a_tooltip(visit):
    page, chart = visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    badge(chart, "w1").locator("svg").last.tap()
    playwright.expect(page.get_by_text("events=1 kind=site site=w1")).to_be_attached()
    playwright.expect(chart.locator(".geo-card h2")).to_have_text("w1 en")
    playwright.expect(chart.locator(".geo-tip")).to_have_count(0)


def test_on_a_phone_the_panel_is_folded_and_targets_are_large_enough(visit):
    _, chart = visit(viewport={"width": 390, "height": 844})
    playwright.expect(chart.locator(".geo-panel")).not_to_have_attribute("open", "")
    for target in chart.locator("button:visible, summary:visible, .leaflet-bar a").all():
        size = target.bounding_box()
        assert size["width"] >= 24
        assert size["height"] >= 24


def test_another_language_keeps_the_view(visit, server):
    page, chart = visit()
    page.evaluate("void session.map.setView([50.4, 9.6], 10, {animate: false})")
    page.goto(f"{server}/?lang=kk")
    chart.locator("[lang=kk][data-ready=yes]").wait_for(state="attached")
    assert page.evaluate("session.map.getZoom()") == 10
    playwright.expect(chart.get_by_role("checkbox", name="Border (kk)")).to_be_attached()


def test_a_run_without_a_change_draws_nothing(visit):
    page, chart = visit()
    badge(chart, "w1").wait_for(state="attached")
    page.evaluate(
        "void (update => (geoApp.update = next => (window.drawn = (window.drawn || 0) + 1, update(next))))"
        "(geoApp.update)"
    )
    page.get_by_role("slider").press("ArrowRight")
    playwright.expect(page.get_by_text("weight=51")).to_be_visible()
    page.wait_for_function("window.drawn === 1")
    page.get_by_label("Selected").fill("none of them")
    page.get_by_label("Selected").press("Enter")
    page.wait_for_function("window.drawn === 2")
    page.keyboard.press("r")  # Streamlit's own key: run again
    page.get_by_role("slider").press("ArrowRight")
    playwright.expect(page.get_by_text("weight=52")).to_be_visible()
    page.wait_for_function("window.drawn === 3")


def test_the_map_comes_back_after_another_page_where_it_was(visit):
    page, chart = visit()
    page.evaluate("void session.map.setView([50.4, 9.6], 10, {animate: false})")
    box = chart.get_by_role("checkbox", name="Border")
    box.press("Space")
    for _ in range(2):
        page.get_by_role("link", name="Other").click()
        playwright.expect(page.get_by_text("nothing here")).to_be_visible()
        page.wait_for_function("session.map === null")
        page.get_by_role("link", name="Map").click()
        badge(chart, "w1").wait_for(state="attached")
        assert page.evaluate("session.map.getZoom()") == 10
        playwright.expect(box).not_to_be_checked()
    assert page.locator(".leaflet-container").count() == 1
    badge(chart, "w1").locator("svg").last.click()
    playwright.expect(page.get_by_text("events=1 kind=site site=w1")).to_be_visible()


def test_a_map_leaves_nothing_behind(visit):
    page, chart = visit()
    badge(chart, "w1").wait_for(state="attached")
    page.evaluate("geoApp.stop()")
    assert page.evaluate("[session.sites.size, session.layers.size, session.signal.aborted]") == [0, 0, True]


def test_a_visit_that_begins_on_another_page_finds_the_files(visit):
    page, chart = visit("o", ready=False)
    page.get_by_role("link", name="Map").click()
    badge(chart, "w1").wait_for(state="attached")


def test_rapid_changes_end_with_the_last(visit):
    page, chart = visit()
    badge(chart, "w1").wait_for(state="attached")
    slider = page.get_by_role("slider")
    for _ in range(25):
        slider.press("ArrowRight", no_wait_after=True)
    playwright.expect(page.get_by_text("weight=75")).to_be_visible()
    label = badge(chart, "w1").get_attribute("aria-label")
    slider.press("ArrowLeft")
    playwright.expect(page.get_by_text("weight=74")).to_be_visible()
    slider.press("ArrowRight")
    playwright.expect(page.get_by_text("weight=75")).to_be_visible()
    playwright.expect(badge(chart, "w1")).to_have_attribute("aria-label", label)


def test_the_page_keeps_its_own_language_and_looks(visit):
    page, chart = visit("?lang=kk")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert chart.locator(".leaflet-tile-pane").evaluate("e => getComputedStyle(e).boxSizing") == "content-box"
    assert page.get_by_role("slider").evaluate("e => getComputedStyle(e).boxSizing") == "border-box"
