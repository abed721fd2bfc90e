"""What a visitor set, through every switch that a browser has: language, page, tab, Back, Forward, reload, link.

After each, what the page shows is compared with what the core computes from the address alone.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import expect

from geo_app.core.i18n import translator
from geo_app.intake.sites import default_sites
from geo_app.ranking.rank import rank
from geo_app.session import events
from geo_app.session.codec import decode
from geo_app.session.screen import screen
from geo_app.ui.caches import dated
from geo_app.ui.components.ranking_table import ROWS_SHOWN
from tests.browser.conftest import ROOT

PATIENCE_MS = 20_000
MANY = 400

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("real app, shipped pack")]

expect.set_options(timeout=PATIENCE_MS)

LANGUAGES = {"kk": "Қазақша", "ru": "Русский", "en": "English", "zh": "中文"}


@pytest.fixture(scope="module")
def server(serve):
    """The real app on the real pack."""
    return serve(ROOT / "streamlit_app.py", ROOT / "layers")


def address(page):
    return {name: values[0] for name, values in parse_qs(urlparse(page.url).query).items()}


def computed(page, region):
    """Rank by what the address says: the ranked sites in their order, and what the page shows."""
    query = address(page)
    session = decode(query.get("s", ""), region)
    shown = screen(dated(events.choose_profile(session, query["profile"])), region, default_sites(region))
    ranked = [item for item in rank(shown.sites, shown.scenario, region).sites if item.rank is not None]
    return ranked, shown


def quiet(page):
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def order(page):
    return page.locator(".ranking tbody button[data-site]").evaluate_all("all => all.map(b => b.dataset.site)")


def agree(page, region):
    """Wait until the page is quiet; then table, sliders, title and map are those of the address."""
    for _ in range(PATIENCE_MS // 200):
        quiet(page)
        # On its way from one page to another the address is bare for a moment.
        page.wait_for_url(re.compile("profile="))
        ranked, shown = computed(page, region)
        ids = [item.site.id for item in ranked[:ROWS_SHOWN]]
        if order(page) == ids:
            break
        page.wait_for_timeout(200)
    assert order(page) == ids
    weights = page.locator(".criteria input[type=range]").evaluate_all("all => all.map(s => Number(s.value))")
    assert weights == pytest.approx(list(shown.weights.values()), abs=1)
    title = region.profiles[shown.profile].titles[address(page)["lang"]]
    expect(page.locator(".st-key-profile input")).to_have_value(title)
    t = translator(address(page)["lang"])
    for item in ranked[:3]:
        marker = page.locator(f'.geo-site[data-site="{item.site.id}"]')
        expect(marker).to_have_attribute("aria-label", re.compile(re.escape(t.number(item.score, 1)) + r"($| ·)"))
    return ids


def switch(page, language):
    page.get_by_role("radio", name=LANGUAGES[language]).click()
    expect(page).to_have_url(re.compile(f"lang={language}"))


def move_weight(page, number, key):
    before = page.url
    page.locator(".criteria").get_by_role("slider").nth(number).press(key)
    page.wait_for_url(lambda url: url != before)
    quiet(page)


def test_every_switch_shows_what_is_computed(visit, region):
    page, _ = visit("?lang=en&profile=textiles")
    agree(page, region)
    for language in ("zh", "kk", "ru", "en"):
        switch(page, language)
        assert address(page)["profile"] == "textiles"
        before = agree(page, region)
        move_weight(page, 0, "Home" if language in ("zh", "ru") else "End")
        assert agree(page, region) != before


def test_back_undoes_forward_redoes_and_a_reload_keeps(visit, region):
    page, _ = visit("?lang=en&profile=textiles")
    first = agree(page, region)
    move_weight(page, 0, "Home")
    second = agree(page, region)
    move_weight(page, 1, "End")
    third = agree(page, region)
    assert len({tuple(ids) for ids in (first, second, third)}) == 3
    page.reload()
    assert agree(page, region) == third
    page.go_back()
    assert agree(page, region) == second
    page.go_back()
    assert agree(page, region) == first
    page.go_forward()
    assert agree(page, region) == second
    page.reload()
    assert agree(page, region) == second
    move_weight(page, 2, "End")
    agree(page, region)
    page.go_back()
    assert agree(page, region) == second


def test_pages_and_tabs_change_nothing(visit, region):
    page, _ = visit("?lang=en&profile=textiles")
    move_weight(page, 0, "Home")
    before = agree(page, region)
    for name in ("Data", "Method"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=2).first).to_be_visible()
        expect(page).to_have_url(re.compile("s="))
        page.get_by_role("link", name="Map and ranking").click()
        assert agree(page, region) == before
    page.get_by_role("tab", name="Conditions").click()
    expect(page.get_by_role("tab", name="Conditions")).to_have_attribute("aria-selected", "true")
    switch(page, "zh")
    expect(page.locator(".st-key-controls [role=tab][aria-selected=true]")).to_have_text("条件")
    page.locator(".st-key-controls [role=tab]").first.click()
    assert agree(page, region) == before


def test_a_link_opens_the_same_ranking_elsewhere(visit, region):
    page, _ = visit("?lang=en&profile=textiles")
    move_weight(page, 0, "Home")
    before = agree(page, region)
    other, _ = visit("?" + urlparse(page.url).query)
    assert agree(other, region) == before


def test_own_sites_survive_a_reload_where_they_are_too_many_for_the_address(visit, region):
    page, _ = visit("?lang=en")
    page.get_by_role("tab", name="Your own sites").click()
    west, south, east, north = region.bounds
    places = [
        (south + (north - south) * (n % 17 + 1) / 19, west + (east - west) * (n + 1) / (MANY + 2)) for n in range(MANY)
    ]
    lines = [f"A site {n}, {lat:.5f}, {lon:.5f}" for n, (lat, lon) in enumerate(places)]
    page.get_by_label("Paste coordinates, one place a line").fill("\n".join(lines))
    page.locator(".own").get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".own li")).not_to_have_count(0)
    expect(page).to_have_url(re.compile("s=~|s=%7E"))
    quiet(page)
    before = order(page)
    page.reload()
    expect(page.locator(".own li").first).to_be_visible()
    quiet(page)
    assert order(page) == before


def test_settings_that_cannot_be_read_are_told_and_the_page_works(visit):
    page, _ = visit("?lang=en&s=nonsense")
    expect(page.get_by_text("These settings could not be opened")).to_be_visible()
    expect(page.locator(".ranking tbody tr").first).to_be_visible()
    elsewhere, _ = visit("?lang=en&s=~0123456789abcdef")
    expect(elsewhere.get_by_text("kept only in the browser tab")).to_be_visible()


@pytest.mark.parametrize(("asked", "language"), [("zh-CN", "zh"), ("ru", "ru"), ("kk-KZ", "kk"), ("de", "en")])
def test_the_page_starts_in_the_language_that_the_browser_asks_for(visit, asked, language):
    page, _ = visit(locale=asked)
    expect(page).to_have_url(re.compile(f"lang={language}"))
