"""The map in a real browser: no request leaves the host, no run of the page remounts it, clicks come back."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

playwright = pytest.importorskip("playwright.sync_api")

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("GEO_APP_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
FLAGS += " --disable-component-update --disable-sync"
MARK = "map => map.dataset.mark = 'the same map'"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(pack_folder):
    """The map's own little app, served on the invented pack."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(Path(__file__).with_name("map_app.py"))]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    command += ["--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]
    env = os.environ | {"GEO_APP_LAYERS": str(pack_folder), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_for(url: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urlopen(url, timeout=2):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="module")
def chromium():
    if not CHROMIUM:
        pytest.skip("no chromium on this machine; name one with GEO_APP_CHROMIUM")
    with playwright.sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def visit(server, chromium):
    """Open the app with every outside request refused and written down; complain of script errors at the end."""
    pages, outside, errors = [], [], []

    def refuse(route):
        outside.append(route.request.url)
        route.abort()

    def open_page(query: str = "", **options):
        context = chromium.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        context.route(lambda url: not url.startswith((server, "data:", "blob:")), refuse)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(context)
        page.goto(f"{server}/{query}")
        page.frame_locator("iframe").locator("[data-ready=yes]").wait_for(state="attached", timeout=30_000)
        return page, page.frame_locator("iframe")

    yield open_page
    for context in pages:
        context.close()
    assert outside == []
    assert errors == []


def badge(chart, site: str):
    return chart.locator(f".geo-site[data-site={site}]")


def rank_of(chart, site: str) -> str:
    return badge(chart, site).locator(".geo-rank").inner_text()


def test_runs_keep_the_map_and_its_view_and_bring_the_new_ranks(visit):
    page, chart = visit()
    badge(chart, "w1").wait_for(state="attached")
    before = badge(chart, "w1").get_attribute("aria-label")
    box = chart.locator("#map_div")
    box.evaluate(MARK)
    page.frames[-1].evaluate("void map.setView([50.4, 9.6], 10, {animate: false})")
    slider = page.get_by_role("slider")
    for _ in range(3):
        slider.press("ArrowRight")
        time.sleep(0.3)
    playwright.expect(badge(chart, "w1")).not_to_have_attribute("aria-label", before)
    assert box.get_attribute("data-mark") == "the same map"
    assert page.frames[-1].evaluate("map.getZoom()") == 10


def test_a_click_on_a_marker_selects_its_site(visit):
    page, chart = visit()
    badge(chart, "w1").locator("svg").last.click()
    playwright.expect(page.get_by_text("events=1 site=w1 feature=('works', 'w1')")).to_be_visible()
    playwright.expect(page.get_by_label("Selected")).to_have_value("w1")
    playwright.expect(badge(chart, "w1")).to_have_attribute("aria-pressed", "true")
    playwright.expect(chart.locator(".geo-card h2")).to_have_text("w1 en")
    playwright.expect(chart.locator(".geo-link-label").first).to_contain_text("km")


def test_a_selection_from_the_page_pans_the_map_without_a_new_one(visit):
    page, chart = visit()
    badge(chart, "w1").wait_for(state="attached")
    chart.locator("#map_div").evaluate(MARK)
    page.frames[-1].evaluate("void map.setView([50.7, 10.6], 11, {animate: false})")
    page.get_by_label("Selected").fill("w1")
    page.get_by_label("Selected").press("Enter")
    playwright.expect(badge(chart, "w1")).to_have_attribute("aria-pressed", "true")
    playwright.expect(badge(chart, "w1").locator("svg").last).to_be_in_viewport()
    assert chart.locator("#map_div").get_attribute("data-mark") == "the same map"


def test_a_hexagon_and_a_place_can_be_clicked(visit):
    page, chart = visit()
    at = page.frames[-1].evaluate("(p => [p.x, p.y])(map.latLngToContainerPoint([50.35, 9.75]))")
    chart.locator("#map_div").click(position={"x": at[0], "y": at[1]})
    playwright.expect(page.get_by_text("feature=('people', 'cell-7-3')")).to_be_visible()
    page.get_by_text("Pick a place").click()
    chart.locator(".geo-picking").wait_for(state="attached")
    chart.locator("#map_div").click(position={"x": at[0], "y": at[1]})
    playwright.expect(page.get_by_text(re.compile(r"place=\(9\.[78], 50\.[34]\)"))).to_be_visible()
    playwright.expect(page.get_by_text("site=None feature=None")).to_be_visible()


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
    time.sleep(0.5)
    playwright.expect(chart.locator(".geo-symbol")).to_have_count(0)


def test_arrow_keys_walk_the_markers_by_rank(visit):
    page, chart = visit()
    first = chart.locator(".geo-site[tabindex='0']")
    playwright.expect(first).to_have_count(1)
    first.focus()
    first.press("ArrowRight")
    label = page.frames[-1].evaluate("document.activeElement.getAttribute('aria-label')")
    assert re.search("Rank 2 of", label)
    page.keyboard.press("Enter")
    playwright.expect(page.get_by_text("events=1 site=")).to_be_visible()


def test_on_a_phone_the_panel_is_folded_and_targets_are_large_enough(visit):
    _, chart = visit(viewport={"width": 390, "height": 844})
    playwright.expect(chart.locator(".geo-panel")).not_to_have_attribute("open", "")
    for target in chart.locator("button:visible, summary:visible, .leaflet-bar a").all():
        size = target.bounding_box()
        assert size["width"] >= 24
        assert size["height"] >= 24


def test_another_language_keeps_the_view(visit, server):
    page, chart = visit()
    page.frames[-1].evaluate("void map.setView([50.4, 9.6], 10, {animate: false})")
    page.goto(f"{server}/?lang=kk")
    chart.locator("[lang=kk] [data-ready=yes], [data-ready=yes]").first.wait_for(state="attached")
    assert page.frames[-1].evaluate("map.getZoom()") == 10
    playwright.expect(chart.get_by_role("checkbox", name="Border (kk)")).to_be_attached()
