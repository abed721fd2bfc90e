"""The stage in a real browser: by keys alone, without a server's help, in the page and in a file."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from geo_app.core.i18n import translator
from geo_app.intake.sites import default_sites
from geo_app.map.stage import StagedView, stage_payload
from geo_app.map.standalone import standalone_html
from geo_app.map.story import Sight, make_view
from geo_app.ranking.analysis import robustness
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import make_scenario
from geo_app.report.text import Wording
from tests.browser.conftest import KEEP_SESSION, ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("real app, invented pack")]

HALL = {"viewport": {"width": 1920, "height": 1080}, "reduced_motion": "reduce"}
# A pixel is 0.001 degrees here, and a map is moved by whole pixels.
VIEW = """() => JSON.stringify([running.view(), session.map.getCenter()], (name, value) =>
  name === 'center' ? undefined : typeof value === 'number' ? Number(value.toFixed(2)) : value)"""
HOSTILE = "<img src=x onerror=\"window.hacked='yes'\">"


@pytest.fixture(scope="module")
def server(serve, pack_folder):
    """The real app on the invented pack."""
    return serve(ROOT / "streamlit_app.py", pack_folder)


def on_stage(visit):
    page, _ = visit("stage?lang=en", **HALL)
    page.locator("[data-stage=open]").wait_for()
    return page


def current(page):
    return page.locator(".geo-stage-top [aria-current]")


def test_the_stage_fills_the_screen_with_large_type(visit):
    page = on_stage(visit)
    box = page.locator(".geo-map").bounding_box()
    assert (box["x"], box["y"]) == (0, 0)
    assert round(box["width"]) == 1920
    assert round(box["height"]) == 1080
    assert page.locator(".geo-stage h3").bounding_box()["height"] >= 45
    assert page.get_by_role("heading", level=1).count() == 1
    expect(page.get_by_text("Map and ranking")).to_have_count(0)


def test_arrows_step_through_sites_and_views_and_say_so(visit):
    page = on_stage(visit)
    titles = page.locator(".geo-stage h2").first
    site, title = current(page).inner_text(), titles.inner_text()
    said = page.locator(".geo-stage [role=status]")
    page.keyboard.press("ArrowRight")
    expect(current(page)).not_to_have_text(site)
    expect(said).to_contain_text("Rank 2 of")
    page.keyboard.press("ArrowLeft")
    expect(said).to_contain_text("Rank 1 of")
    page.keyboard.press("PageDown")
    expect(titles).not_to_have_text(title)
    page.keyboard.press("PageUp")
    expect(titles).to_have_text(title)


def test_a_step_asks_no_server(visit):
    page = on_stage(visit)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    for key in ("ArrowRight", "ArrowDown", "l", "s", "ArrowRight", "PageUp"):
        page.keyboard.press(key)
    expect(page.locator(".geo-map.geo-spot")).to_have_count(1)
    assert asked == []


def test_the_spotlight_dims_what_is_not_among_the_best(visit):
    page = on_stage(visit)
    page.keyboard.press("s")
    expect(page.locator("path.geo-veil")).to_have_count(1)
    expect(page.locator(".geo-stage [role=status]")).to_have_text("Spotlight on")
    page.keyboard.press("s")
    expect(page.locator("path.geo-veil")).to_have_count(0)


def test_layers_are_shown_one_after_another_and_come_back(visit):
    page = on_stage(visit)
    shown = (
        "() => [...session.layers.values()].filter(r => r.on && !r.fixed && !r.entry.candidates).map(r => r.entry.id)"
    )
    before = page.evaluate(shown)
    page.keyboard.press("l")
    expect(page.locator(".geo-stage-layer")).to_be_visible()
    assert len(page.evaluate(shown)) == 1
    page.keyboard.press("Shift+L")
    expect(page.locator(".geo-stage-layer")).to_be_hidden()
    assert page.evaluate(shown) == before


def test_a_question_mark_tells_the_keys_and_escape_leaves(visit):
    page = on_stage(visit)
    page.keyboard.press("?")
    expect(page.locator(".geo-stage-keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".geo-stage-keys")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_role("tab", name="Weights")).to_be_visible(timeout=20_000)
    expect(page.locator(".geo-staged")).to_have_count(0)


def test_a_view_that_is_saved_is_what_the_stage_shows(visit):
    page, _ = visit("?lang=en", **HALL)
    page.get_by_role("tab", name="Story").click()
    page.get_by_role("button", name="Save this view").click()
    name = page.get_by_role("textbox", name="Name: 1.")
    name.fill(HOSTILE)
    name.press("Enter")
    expect(page.get_by_role("button", name="Remove: 1. <img")).to_be_visible()
    page.get_by_role("link", name="Stage mode").click()
    page.locator("[data-stage=open]").wait_for()
    expect(page.locator(".geo-stage h2").first).to_have_text(HOSTILE)
    expect(page.locator(".geo-stage-kicker")).to_contain_text("View 1 of 1")
    assert page.evaluate("window.hacked") is None


def test_a_file_presents_its_story_without_a_network(pack, chromium, tmp_path):
    t = translator("en")
    sites, scenario = default_sites(pack), make_scenario(pack)
    ranking = rank(sites, scenario, pack)
    views = [make_view(HOSTILE, scenario, sight=Sight((9.5, 50.5), 8.0)), make_view("Second", scenario, note="Why")]
    steps = [StagedView(view, ranking, robustness(ranking, pack, draws=200)) for view in views]
    file = tmp_path / "story.html"
    wording = Wording(pack, t)
    file.write_text(standalone_html(ranking, wording, story=stage_payload(steps, wording)), encoding="utf-8")
    context = chromium.new_context(**HALL, offline=True)
    outside, errors = [], []
    context.on("request", lambda r: r.url.startswith(("file:", "data:", "blob:")) or outside.append(r.url))
    context.add_init_script(KEEP_SESSION)
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(file.as_uri())
    page.locator("[data-ready=yes]").wait_for()
    page.evaluate("void session.map.stop().setView([50.5, 9.6], 10, {animate: false})")
    view = page.evaluate(VIEW)
    page.keyboard.press("p")
    expect(page.locator(".geo-stage h2").first).to_have_text(HOSTILE)
    expect(page.locator(".geo-stage-sure")).to_contain_text("of plausible weightings")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".geo-stage h2").first).to_have_text("Second")
    expect(page.locator(".geo-stage-note")).to_have_text("Why")
    page.keyboard.press("s")
    page.keyboard.press("Escape")
    expect(page.locator(".geo-staged")).to_have_count(0)
    assert page.evaluate(VIEW) == view
    page.get_by_role("button", name="Present (key P)").click()
    expect(page.locator(".geo-stage h2").first).to_have_text(HOSTILE)
    assert page.evaluate("window.hacked") is None
    assert (outside, errors) == ([], [])
    context.close()
