"""The criteria editor in a real browser: by mouse and by keyboard, and what comes of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def server(serve, pack_folder):
    """The smallest app with the editor, on the invented pack."""
    return serve(HERE / "editor_app.py", pack_folder)


@pytest.fixture
def page(visit):
    """The editor, drawn."""
    page, _ = visit(ready=False)
    page.locator(".criteria li").first.wait_for(timeout=120_000)
    return page


def slider(page, name):
    return page.locator(f"[data-name='range {name}']")


def number(page, name):
    return page.locator(f"[data-name='number {name}']")


def percentages(page):
    return [
        int(value) for value in page.eval_on_selector_all(".criteria .percent input", "all => all.map(x => x.value)")
    ]


def open_row(page, name):
    page.locator(f"[data-name='open {name}']").click()
    page.locator(".criteria .detail").wait_for()


def scores(page):
    return page.get_by_text(re.compile("^scores ")).inner_text()


def test_while_a_slider_is_dragged_all_add_up_to_100(page):
    box = slider(page, "rail").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    seen = set()
    for share in (0.55, 0.65, 0.8, 0.9, 0.97):
        page.mouse.move(box["x"] + share * box["width"], middle)
        shown = percentages(page)
        assert sum(shown) == 100
        seen.add(shown[0])
    at_the_finger = slider(page, "rail").input_value()
    expect(page.get_by_text("sum=100.000000")).to_be_visible()
    assert slider(page, "rail").input_value() == at_the_finger
    page.mouse.up()
    assert len(seen) == 5
    expect(page.get_by_text(re.compile(rf"weights rail={at_the_finger}\.00"))).to_be_visible()
    assert percentages(page)[0] == int(at_the_finger)


def test_a_locked_weight_holds(page):
    lock = page.get_by_role("button", name="Hold the weight of Border")
    lock.click()
    expect(lock).to_have_attribute("aria-pressed", "true")
    expect(slider(page, "border")).to_be_disabled()
    number(page, "rail").fill("60")
    number(page, "rail").press("Enter")
    expect(number(page, "people")).to_have_value("10")
    expect(number(page, "border")).to_have_value("30")
    expect(page.get_by_text("weights rail=60.00 border=30.00 people=10.00")).to_be_visible()


def test_the_keyboard_moves_a_weight_and_reset_brings_it_back(page):
    slider(page, "rail").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(number(page, "rail")).to_have_value("55")
    expect(page.get_by_text(re.compile("weights rail=55.00"))).to_be_visible()
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.dataset.name") == "range rail"
    page.get_by_role("button", name="Back to the profile's weights").click()
    expect(number(page, "rail")).to_have_value("50")
    assert percentages(page) == [50, 30, 20]


def test_an_anchor_changes_scores_and_goes_back(page):
    before = scores(page)
    open_row(page, "rail")
    expect(page.get_by_text("Why this weight: Goods go by rail")).to_be_visible()
    anchor = page.get_by_label("Anchor 2, km")
    anchor.fill("20")
    anchor.press("Tab")
    expect(page.get_by_text(before)).to_have_count(0)
    expect(page.locator(".changed").first).to_have_text("changed")
    page.get_by_role("button", name="Back to the profile's curve").click()
    expect(page.get_by_text(before)).to_be_visible()
    expect(anchor).to_have_value("60")


def test_a_bad_anchor_is_told_and_stays_to_be_corrected(page):
    before = scores(page)
    open_row(page, "rail")
    first, second = page.get_by_label("Anchor 1, km"), page.get_by_label("Anchor 2, km")
    first.fill("80")
    first.press("Tab")
    alert = page.locator(".problem")
    expect(alert).to_have_text("Anchor 2 is at 60, anchor 1 at 80. Each must be greater than the one before.")
    expect(first).to_have_value("80")
    assert scores(page) == before
    second.fill("90")
    second.press("Tab")
    expect(alert).to_be_empty()
    expect(page.get_by_text(before)).to_have_count(0)


def test_an_anchor_is_dragged(page):
    open_row(page, "rail")
    handle = page.locator(".handle").nth(1)
    box = handle.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for step in (40, 80, 120):
        page.mouse.move(box["x"] - step, box["y"] - step / 4)
    value = page.get_by_label("Anchor 2, km").input_value()
    page.mouse.up()
    assert float(value) < 60
    expect(page.locator(".changed").first).to_have_text("changed")
    expect(page.get_by_label("Anchor 2, km")).to_have_value(value)
    assert abs(handle.bounding_box()["x"] - (box["x"] - 120)) < 20


def test_another_shape_has_its_own_numbers(page):
    open_row(page, "people")
    page.get_by_label("Shape").select_option("gaussian")
    expect(page.get_by_label("Half the value at, people")).to_have_value("10000")
    expect(page.get_by_label("Full value up to, people")).to_have_value("20000")


def test_a_criterion_is_left_out_and_added(page):
    open_row(page, "people")
    page.get_by_role("button", name="Leave this criterion out").click()
    expect(page.locator(".criteria li")).to_have_count(2)
    page.get_by_label("Add a criterion").select_option("people")
    expect(number(page, "people")).to_have_value("5")
    assert sum(percentages(page)) == 100


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_for_everyone(visit, scheme, width):
    page, _ = visit(ready=False, viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.locator(".criteria li").first.wait_for(timeout=120_000)
    open_row(page, "rail")
    page.add_script_tag(path=HERE / "axe" / "axe.min.js")
    found = page.evaluate("""async () => (await axe.run(document, {rules: {'target-size': {enabled: true}}}))
        .violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}`))""")
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sizes = page.eval_on_selector_all(".criteria :is(p, span, small, label, button, input, select, a)",
        "all => all.filter(x => x.checkVisibility()).map(x => parseFloat(getComputedStyle(x).fontSize))")  # fmt: skip
    assert min(sizes) >= 12
