"""The map's layers in a real browser: looks that the user may change, online tiles, crowded sites, comparison."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from tests.browser.conftest import KEEP_SESSION

playwright = pytest.importorskip("playwright.sync_api")

pytestmark = pytest.mark.browser

TILES = "https://tiles.example.org"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def server(serve, pack_folder):
    """The map's own little app, with online tiles that the operator has named."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEO_APP_TILES", f"{TILES}/{{z}}/{{x}}/{{y}}.png © Example contributors")
        return serve(Path(__file__).with_name("map_app.py"), pack_folder)


@pytest.fixture
def online(server, chromium):
    """Open the app where the tiles' host answers with `content`, or not at all; give the page and what was asked."""
    contexts = []

    def open_page(content: bytes | None):
        asked: list[str] = []
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        contexts.append(context)

        def answer(route):
            asked.append(route.request.url)
            if content is None:
                route.abort()
            else:
                route.fulfill(body=content, content_type="image/png")

        context.route(lambda url: not url.startswith((server, "data:", "blob:")), answer)
        context.add_init_script(KEEP_SESSION)
        page = context.new_page()
        page.goto(server)
        page.locator("[data-ready=yes]").wait_for(state="attached", timeout=120_000)
        return page, asked

    yield open_page
    for context in contexts:
        context.close()


def test_online_tiles_come_with_the_switch_and_name_whom_to_thank(online):
    page, asked = online(PIXEL)
    switch = page.get_by_role("checkbox", name="Online tiles")
    playwright.expect(switch).not_to_be_checked()
    assert asked == []
    switch.press("Space")
    page.locator(".leaflet-geo-online-pane .leaflet-tile-loaded").first.wait_for(state="attached")
    assert all(re.fullmatch(rf"{TILES}/\d+/\d+/\d+\.png", url) for url in asked)
    playwright.expect(page.locator(".geo-credits-line")).to_contain_text("Example contributors")
    switch.press("Space")
    playwright.expect(page.locator(".leaflet-geo-online-pane img")).to_have_count(0)
    playwright.expect(page.locator(".geo-credits-line")).not_to_contain_text("Example contributors")


def test_without_a_network_online_tiles_are_given_up_and_told_of_once(online):
    page, asked = online(None)
    page.locator(".geo-map").evaluate("map => map.dataset.mark = 'the same map'")
    switch = page.get_by_role("checkbox", name="Online tiles")
    switch.press("Space")
    status = page.locator(".geo-online [role=status]")
    playwright.expect(status).to_have_text("The online tiles cannot be reached: the map goes on without them.")
    playwright.expect(switch).not_to_be_checked()
    playwright.expect(page.locator(".leaflet-geo-online-pane img")).to_have_count(0)
    assert page.locator(".geo-map").get_attribute("data-mark") == "the same map"
    count = len(asked)
    assert count > 0
    page.evaluate("void session.map.setView([50.4, 9.6], 10, {animate: false})")
    page.wait_for_timeout(300)
    assert len(asked) == count


def test_a_layer_fades_and_comes_to_the_front_by_keyboard_and_stays_so(visit):
    page, chart = visit()
    more = chart.get_by_role("button", name="Opacity and order: Park")
    more.press("Enter")
    playwright.expect(more).to_have_attribute("aria-expanded", "true")
    share = chart.get_by_role("slider", name="Opacity: Park")
    share.press("Home")
    look = "[...session.layers.get('park').features.values()][0].options.fillOpacity"
    full = page.evaluate("session.layers.get('park').entry.style.fill ?? 0.2")
    assert page.evaluate(look) == pytest.approx(full * 0.1)
    chart.get_by_role("button", name="To the front: Park").press("Enter")
    above = """() => {
      const node = id => [...session.layers.get(id).features.values()][0]._path;
      return Boolean(node('moor').compareDocumentPosition(node('park')) & Node.DOCUMENT_POSITION_FOLLOWING);
    }"""
    assert page.evaluate(above)
    chart.get_by_role("button", name="To the back: Park").press("Enter")
    assert not page.evaluate(above)
    page.reload()
    chart.locator("[data-ready=yes]").wait_for(state="attached")
    assert page.evaluate(look) == pytest.approx(full * 0.1)
    assert not page.evaluate(above)


def test_crowded_sites_join_and_open_at_a_click(visit):
    page, chart = visit()
    page.evaluate("""() => {
      const first = session.payload.sites[0];
      const sites = Array.from({length: 60}, (_, k) => (
        {...first, id: `s${k}`, rank: k + 1, lon: 9.5 + 0.001 * k, lat: 50.4, dx: 0, dy: 0}));
      geoApp.update({...session.payload, sites, links: {}, selected: '', compare: []});
      session.map.setView([50.4, 9.5], 6, {animate: false});
    }""")
    crowd = chart.locator(".geo-crowd").first
    playwright.expect(crowd).to_have_text(re.compile(r"\+\d+"))
    box = crowd.bounding_box()
    assert min(box["width"], box["height"]) >= 24
    hidden = chart.locator(".geo-tucked").count()
    assert hidden > 0
    crowd.press("Enter")
    page.wait_for_function("before => document.querySelectorAll('.geo-tucked').length < before", arg=hidden)
    assert page.evaluate("session.map.getZoom()") > 6


def test_compared_sites_have_rings_and_lines_in_their_colours(visit):
    page, chart = visit()
    page.evaluate("""() => {
      const {sites, links} = session.payload;
      const [one, two] = sites.map(site => site.id);
      const line = [{lon: 10, lat: 50.5, name: 'there', text: '5 km', color: ''}];
      geoApp.update({...session.payload, compare: [one, two], links: {[one]: line, [two]: line}});
    }""")
    for letter in "AB":
        playwright.expect(chart.locator(f".geo-ring-{letter}")).to_have_count(1)
        playwright.expect(chart.locator(f".leaflet-pane path.geo-link.geo-link-{letter}")).to_have_count(1)
        playwright.expect(chart.locator(f".geo-letter-{letter}")).to_have_attribute("data-letter", letter)
    playwright.expect(chart.get_by_text("Compared site, with what it was measured to")).to_be_visible()


def test_a_hover_names_the_best_and_the_worst_criterion(visit):
    _, chart = visit()
    chart.locator(".geo-site[data-site=w1] svg").last.hover()
    playwright.expect(chart.locator(".geo-tip")).to_contain_text(re.compile("Strongest: .*Weakest: "))
