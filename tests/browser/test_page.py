"""The whole page on the real pack, as an investor meets it, with no network."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("real app, shipped pack")]


@pytest.fixture(scope="module")
def server(serve):
    """The real app on the real pack."""
    return serve(ROOT / "streamlit_app.py", ROOT / "layers")


def rows(page):
    return page.locator(".ranking tbody tr")


def order(page):
    return page.locator(".ranking tbody button[data-site]").all_inner_texts()


def weights(page):
    return page.locator(".criteria").get_by_role("slider")


def test_a_first_visit_sees_map_legend_ranking_and_reasons_without_a_network(visit):
    page, chart = visit()
    expect(rows(page).first).to_be_visible()
    assert rows(page).count() >= 8
    expect(chart.locator(".geo-site svg").first).to_be_visible()
    expect(chart.locator(".geo-panel")).to_be_visible()
    expect(chart.get_by_text("OpenStreetMap contributors").first).to_be_visible()
    loaded = "() => [...document.querySelectorAll('.leaflet-tile')].some(tile => tile.complete && tile.naturalWidth)"
    page.wait_for_function(loaded)
    expect(page.get_by_text("Contribution of each criterion").first).to_be_visible()
    expect(page.get_by_text("Figures of the region").first).to_be_visible()


def test_a_weight_changes_table_and_map_together_without_a_new_map(visit):
    page, chart = visit()
    expect(rows(page).first).to_be_visible()
    chart.locator(".geo-map").evaluate("map => map.dataset.mark = 'the same map'")
    before = order(page)
    score = page.locator(".ranking tbody td.score span").first
    text = score.inner_text()
    best = chart.locator(".geo-site[aria-pressed=true]")
    expect(best).to_have_count(1)
    label = best.get_attribute("aria-label")
    slider = weights(page).first
    slider.press("Home")
    expect(score).not_to_have_text(text)
    assert order(page) != before
    expect(best).not_to_have_attribute("aria-label", label)
    assert chart.locator(".geo-map").get_attribute("data-mark") == "the same map"


def test_a_row_and_a_marker_choose_the_same_site(visit):
    page, chart = visit()
    row = rows(page).nth(1)
    button = row.locator("button[data-site]")
    name = button.inner_text()
    button.press("Enter")
    expect(row).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(chart.locator(".geo-site[aria-pressed=true]")).to_have_attribute("aria-label", re.compile(re.escape(name)))
    marker = chart.locator(".geo-site:not([aria-pressed=true])").first
    marker.locator("svg").last.click(force=True)
    expect(page.get_by_role("heading", name=name)).to_have_count(0)


@pytest.mark.parametrize(("language", "word"), [("kk", "Салмақтар"), ("ru", "Веса"), ("en", "Weights"), ("zh", "权重")])
def test_a_link_opens_in_its_language(visit, language, word):
    page, _ = visit(f"?lang={language}&profile=textiles")
    expect(page.get_by_role("tab", name=word, exact=True)).to_be_visible()


def test_own_sites_are_ranked_bad_rows_listed_and_markup_stays_text(visit):
    page, chart = visit()
    page.get_by_role("tab", name="Your own sites").click()
    table = "id,name,lon,lat\n1,<b>Alpha</b>,68.9,43.1\n2,Beta,69.2,42.9\n3,Bad,east,42\n4,Swapped,42.4,69.3\n"
    page.locator("[data-testid=stFileUploader] input").first.set_input_files(
        {"name": "mine.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    # Coordinates that look swapped are asked about first, beside what is wrong with the other rows.
    expect(page.get_by_text("lon is 'east'; expected a number")).to_be_visible()
    page.get_by_role("button", name="Swap latitude and longitude there").click()
    expect(page.get_by_text("3 sites from mine.csv")).to_be_visible()
    names = page.locator(".own li input.name")
    expect(names).to_have_count(3)
    assert [name.input_value() for name in names.all()] == ["<b>Alpha</b>", "Beta", "Swapped"]
    page.get_by_text("Rank only my own sites").click()
    expect(rows(page)).to_have_count(3)
    assert sorted(order(page)) == ["<b>Alpha</b>", "Beta", "Swapped"]
    assert chart.locator(".geo-site b").count() == 0


def test_a_file_that_cannot_be_read_leaves_the_sites_as_they_were(visit):
    page, _ = visit()
    expect(rows(page).first).to_be_visible()
    before = order(page)
    page.get_by_role("tab", name="Your own sites").click()
    page.locator("[data-testid=stFileUploader] input").first.set_input_files(
        {"name": "mine.csv", "mimeType": "text/csv", "buffer": b"town,people\nX,3\n"}
    )
    expect(page.get_by_text("no coordinates. Found the columns")).to_be_visible()
    assert order(page) == before


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900), (1920, 1080)])
def test_nothing_scrolls_sideways(visit, width, height):
    page, _ = visit(viewport={"width": width, "height": height})
    main = page.get_by_test_id("stMain")
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth")
