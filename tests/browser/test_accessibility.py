"""For everyone: axe-core finds nothing on any page, no text is tiny, nothing scrolls sideways, news are announced."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("real app, shipped pack")]

AXE = Path(__file__).parent / "axe" / "axe.min.js"
# target-size (WCAG 2.2 AA) is not among axe-core's defaults.
RUN = """async () => (await axe.run(document, {
  resultTypes: ['violations'], rules: {'target-size': {enabled: true}},
})).violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}`))"""
TINY = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set();
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !parent.checkVisibility()) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size > 0 && size < 12) found.add(`${size}px: ${walker.currentNode.data.trim().slice(0, 40)}`);
  }
  return [...found];
}"""
PHONE, DESKTOP = (390, 844), (1440, 900)
PAGES = ("", "data", "method", "stage")


@pytest.fixture(scope="module")
def server(serve):
    """The real app on the real pack."""
    return serve(ROOT / "streamlit_app.py", ROOT / "layers")


@pytest.fixture
def opened(server, chromium):
    """Open a page of the app and wait until it is all there."""
    contexts = []

    def open_page(path: str, language: str = "en", scheme: str = "light", size: tuple[int, int] = DESKTOP):
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{server}/{path}?lang={language}")
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=120_000)
        if path in ("", "stage"):
            page.locator("[data-ready=yes]").first.wait_for(timeout=120_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


def complaints(page) -> list[str]:
    page.add_script_tag(path=AXE)
    return page.evaluate(RUN)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("language", "scheme", "size"), [("en", "light", DESKTOP), ("kk", "dark", DESKTOP), ("zh", "light", PHONE)]
)
def test_axe_finds_nothing_and_no_text_is_tiny(opened, path, language, scheme, size):
    page = opened(path, language, scheme, size)
    assert complaints(page) == []
    assert page.evaluate(TINY) == []
    main = page.get_by_test_id("stMain")
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth")


TABS = ["Compare", "Why before another", "Similar sites", "Best places", "Conditions", "Method", "Your own sites",
        "Your own layer"]  # fmt: skip


@pytest.mark.parametrize("tab", TABS)
def test_axe_finds_nothing_behind_a_tab(opened, tab):
    page = opened("")
    page.get_by_role("tab", name=tab, exact=True).click()
    expect(page.get_by_role("tab", name=tab, exact=True)).to_have_attribute("aria-selected", "true")
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    assert complaints(page) == []


def test_a_new_ranking_is_announced_once_and_not_at_the_first_visit(opened):
    page = opened("")
    status = page.locator(".ranking [role=status]")
    expect(status).to_have_text("")
    page.locator(".criteria").get_by_role("slider").first.press("End")
    expect(status).to_contain_text("New ranking: 1.")
