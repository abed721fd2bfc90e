"""The user's own sites and the search, in a real browser on the real pack: by mouse, by keyboard and by paste."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def server(serve):
    """The smallest app with the list, the search and the map."""
    return serve(HERE / "own_app.py", ROOT / "layers")


@pytest.fixture
def page(visit):
    """The app, its map drawn."""
    page, _ = visit()
    page.get_by_label("Paste coordinates, one place a line").wait_for(timeout=120_000)
    return page


def names(page):
    return page.locator(".own li input.name")


def paste(page, text):
    page.get_by_label("Paste coordinates, one place a line").fill(text)
    page.locator(".own").get_by_role("button", name="Add").click()


def box(page):
    """Give the map's middle on the screen."""
    page.locator(".geo-map").scroll_into_view_if_needed()
    found = page.locator(".geo-map").bounding_box()
    return found["x"] + found["width"] / 2, found["y"] + found["height"] / 2


def test_a_point_is_placed_by_keyboard_renamed_removed_and_brought_back(page):
    page.get_by_role("button", name="Place a point of your own").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    expect(names(page)).to_have_count(1)
    names(page).first.fill("Тест алаңы <b>")
    names(page).first.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Remove: Тест алаңы <b>"))).to_be_visible()
    page.get_by_role("button", name=re.compile("^Remove: Тест")).click()
    expect(names(page)).to_have_count(0)
    page.get_by_role("button", name="Undo", exact=True).last.click()
    expect(names(page).first).to_have_value("Тест алаңы <b>")


def test_a_point_is_placed_by_mouse_and_moved_by_keyboard(page):
    page.get_by_role("button", name="Place a point of your own").click()
    page.mouse.click(*box(page))
    expect(names(page)).to_have_count(1)
    place = page.locator(".own li input.place")
    before = place.input_value()
    marker = page.locator(".geo-site[aria-pressed=true]")
    marker.focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(place).not_to_have_value(before)


def test_an_area_is_drawn_with_its_size(page):
    page.get_by_role("button", name="Draw an area of your own").click()
    x, y = box(page)
    for dx, dy in ((-40, -40), (40, -40), (40, 40), (-40, 40), (-40, -40)):
        page.mouse.click(x + dx, y + dy)
    expect(names(page)).to_have_count(1)
    expect(page.locator(".own li .where")).to_contain_text("ha")


def test_pasted_lines_are_taken_and_the_bad_one_is_told_and_kept(page):
    paste(page, "Арыс, 42.43, 68.80\nnowhere at all\n43°18'00\"N 68°15'00\"E")
    expect(names(page)).to_have_count(2)
    expect(page.locator(".own .bad")).to_contain_text("Line 2")
    expect(page.get_by_label("Paste coordinates, one place a line")).to_have_value("nowhere at all")


@pytest.mark.parametrize("query", ["Түркістан", "Туркестан", "Turkestan", "突厥斯坦"])
def test_a_place_is_found_in_four_scripts_and_chosen_by_keyboard(page, query):
    search = page.get_by_role("combobox", name="Search a place or coordinates")
    search.fill(query)
    expect(page.get_by_role("option").first).to_be_visible()
    search.press("ArrowDown")
    search.press("Enter")
    expect(page.locator(".geo-found").first).to_be_attached()


def test_a_distance_is_measured(page):
    page.get_by_role("button", name="Measure a distance").click()
    x, y = box(page)
    page.mouse.click(x - 60, y)
    page.mouse.click(x + 60, y)
    expect(page.locator(".geo-map").get_by_text(re.compile(r"\d km")).last).to_be_visible()
