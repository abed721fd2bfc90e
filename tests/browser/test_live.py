"""Weights that move in a real browser: nothing is sent while they do, and what is shown is what Python says."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from geo_app.core.i18n import translator
from geo_app.intake.sites import default_sites
from geo_app.map.live import file_document, inline, live_cells
from geo_app.map.standalone import standalone_html
from geo_app.measures.measurer import Measurer
from geo_app.ranking.rank import rank
from geo_app.ranking.scenario import default_profile, make_scenario
from geo_app.ranking.suitability import cell_codes, score_cells
from geo_app.ranking.weighting import rebalance
from geo_app.region.hexgrid import make_grid
from geo_app.report.text import Wording, site_name
from tests.browser.conftest import KEEP_SESSION, ROOT

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("real app, shipped pack")]

DEEP = """
window.deepAll = (query, root = document) => [...root.querySelectorAll("*")].reduce(
  (found, node) => node.shadowRoot ? [...found, ...node.shadowRoot.querySelectorAll(query)] : found,
  [...root.querySelectorAll(query)]);
window.sent = 0;
const { send } = WebSocket.prototype;
WebSocket.prototype.send = function (...all) { window.sent += 1; return send.apply(this, all); };
window.table = () => deepAll(".ranking tbody tr").map((row) => [
  row.querySelector(".name button").dataset.site,
  row.querySelector(".rank").textContent,
  row.querySelector(".score span").textContent,
]);
"""
# Move a slider to many places, one a frame, as a hand does.
DRAG = """([name, values]) => new Promise((done) => {
  const [slider] = deepAll(`[data-name="range ${name}"]`);
  const [seen, gaps, before] = [[], [], sent];
  let last = performance.now();
  const step = () => {
    if (!values.length) return done({ seen, gaps, sent: sent - before, codes: [...session.surface.painter.codes] });
    slider.value = values.shift();
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    requestAnimationFrame(() => {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      const ranked = running.live.ranking()?.sites.map((site) => [site.id, site.rank_text, site.score_text]);
      seen.push({ ranked, table: table(), live: document.querySelector(".geo-map").dataset.live,
                  busy: deepAll(".ranking")[0].getAttribute("aria-busy") });
      step();
    });
  };
  step();
})"""
WEIGH = """(move) => {
  const { sites } = running.live.weigh(move, () => true);
  const drawn = [...session.sites.values()].filter(({ data, hidden }) => data.rank && !hidden).map(({ data, badge }) =>
    [data.id, data.rank, data.score_text, Number(badge.querySelector(".geo-rank").textContent)]);
  return { sites: sites.map((site) => [site.id, site.rank, site.rank_text, site.score_text]), drawn,
           codes: [...session.surface.painter.codes] };
}"""
REST_MS = 250


@pytest.fixture(scope="module")
def server(serve):
    """The real app on the shipped pack."""
    return serve(ROOT / "streamlit_app.py", ROOT / "layers")


@pytest.fixture
def live(visit):
    """The page, once its values are there."""
    page, chart = visit(ready=False)
    chart.locator("[data-surface=yes]").wait_for(state="attached", timeout=120_000)
    page.evaluate(DEEP)
    page.wait_for_function("running.live.isReady()")
    return page


def choose_method(page, name, method):
    page.get_by_role("tab", name="Method").click()
    page.locator("label", has_text=name).first.click()
    page.wait_for_function(f"session.payload.live.method === '{method}' && running.live.isReady()")


def settled(page, percent):
    """Wait until the server has answered that the railway weighs so much."""
    page.wait_for_function(f"Math.abs(session.payload.live.weights.rail - {percent / 100}) < 1e-6", timeout=60_000)
    page.wait_for_function("!document.querySelector('.geo-map').dataset.live", timeout=120_000)
    page.wait_for_function("!deepAll('.ranking[data-live]').length", timeout=120_000)


@pytest.mark.parametrize("method", ["weighted_sum", "owa"])
def test_any_weights_have_the_ranks_digits_and_colours_of_python(live, region, method):
    if method == "owa":
        choose_method(live, "Cautious average", method)
    names = live.evaluate("session.payload.live.criteria")
    measurer, sites, grid, t = Measurer(), default_sites(region), make_grid(region), translator("en")
    profile = default_profile(region)
    some = st.tuples(*[st.sampled_from([0, 0, 1, 5, 10, 20, 25, 37, 50, 90]) for _ in names]).filter(any)
    cautions = st.integers(0, 10).map(lambda step: step / 10) if method == "owa" else st.just(0.0)

    @settings(max_examples=30, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(percents=some, caution=cautions)
    def compare(percents, caution):
        weights = dict(zip(names, percents, strict=True))
        shares = {name: percent / sum(percents) for name, percent in weights.items()}
        found = live.evaluate(WEIGH, {"weights": shares, "caution": caution if method == "owa" else None})
        scenario = make_scenario(region, profile, weights=weights, method=method, caution=caution)
        ranked = [item for item in rank(sites, scenario, region, measurer=measurer).sites if item.rank is not None]
        wanted = [[item.site.id, item.rank, t.number(item.rank), t.number(item.score, 1)] for item in ranked]
        assert found["sites"] == wanted
        drawn = {name: [name, place, text, place] for name, place, _, text in wanted}
        assert len(found["drawn"]) > 10
        assert found["drawn"] == [drawn[name] for name, *_ in found["drawn"]]
        assert found["codes"] == cell_codes(score_cells(grid, scenario, region, measurer=measurer)).tolist()

    compare()


def test_a_drag_sends_nothing_and_the_server_agrees_once_it_rests(live):
    found = live.evaluate(DRAG, ["rail", list(range(20, 80))])
    # A machine that is busy elsewhere may hold a frame back for as long as a hand rests.
    assert found["sent"] <= sum(gap > REST_MS - 20 for gap in found["gaps"])
    frames = [frame for frame in found["seen"] if frame["live"]]
    assert len(frames) > 50
    for frame in frames:
        assert frame["table"] == [row for row in frame["ranked"] if row in frame["table"]]
        assert frame["table"][:5] == frame["ranked"][:5]
    assert frames[0]["table"] != frames[-1]["table"]
    settled(live, 79)
    assert live.evaluate("table()") == frames[-1]["table"]
    marks = "session.payload.sites.filter((s) => s.rank).map((s) => [s.id, String(s.rank), s.score_text])"
    assert live.evaluate(marks) == frames[-1]["ranked"]
    assert live.evaluate("[...session.surface.painter.codes]") == found["codes"]


def test_by_keyboard_too_and_it_is_announced_once_the_hand_rests(live):
    said = live.evaluate("deepAll('.ranking [role=status]')[0].textContent")
    slider = live.locator("[data-name='range rail']")
    slider.focus()
    start = int(slider.input_value())
    for _ in range(12):
        live.keyboard.press("ArrowRight")
    assert live.evaluate("deepAll('.ranking [role=status]')[0].textContent") == said
    first = live.evaluate("table()[0]")
    expect(live.locator(".ranking [role=status]")).to_have_text(re.compile("^New ranking: 1. "), timeout=15_000)
    settled(live, start + 12)
    assert live.evaluate("table()[0]") == first
    assert live.evaluate("document.activeElement.shadowRoot.activeElement.dataset.name") == "range rail"


def test_what_only_the_server_knows_is_dimmed_until_it_answers(live):
    found = live.evaluate(DRAG, ["rail", [60, 70]])
    assert found["seen"][-1]["live"] == "yes"
    assert found["seen"][-1]["busy"] == "true"
    settled(live, 70)
    assert live.evaluate("deepAll('.ranking')[0].getAttribute('aria-busy')") == "false"


def test_topsis_waits_and_says_so(live):
    choose_method(live, "TOPSIS", "topsis")
    live.get_by_role("tab", name="Weights").click()
    live.locator("[data-name='range rail']").wait_for()
    before = live.evaluate("table()")
    codes = live.evaluate("[...session.surface.painter.codes]")
    found = live.evaluate(DRAG, ["rail", list(range(20, 60, 4))])
    frame = found["seen"][-1]
    assert frame["table"] == before
    assert found["codes"] != codes
    expect(live.locator(".ranking .note")).to_contain_text("TOPSIS compares the sites of a list")
    settled(live, 56)
    expect(live.locator(".ranking .note")).to_have_count(0)
    assert live.evaluate("table()") != before


def test_caution_moves_with_the_hand_too(live):
    choose_method(live, "Cautious average", "owa")
    slider = live.get_by_role("slider", name="Caution")
    slider.focus()
    start = int(slider.input_value())
    before = live.evaluate("table()")
    live.keyboard.press("End")
    live.wait_for_function("running.live.ranking()")
    live.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert start < 10 and slider.input_value() == "10"
    moved = live.evaluate("table()")
    assert moved != before
    live.wait_for_function("session.payload.live.caution === 1", timeout=60_000)
    live.wait_for_function("!deepAll('.ranking[data-live]').length")
    # Nobody chose a site: the first one is shown below the best ones then, whichever it is.
    assert live.evaluate("table()")[:10] == moved[:10]


@pytest.mark.parametrize("method", ["weighted_sum", "owa"])
def test_a_file_without_a_server_moves_its_weights_too(chromium, region, tmp_path, method):
    measurer, sites, wording = Measurer(), default_sites(region), Wording(region, translator("en"))
    profile, caution = default_profile(region), 0.5 if method == "owa" else 0.0
    scenario = make_scenario(region, profile, method=method, caution=caution)
    ranking = rank(sites, scenario, region, measurer=measurer)
    cells = live_cells(make_grid(region), scenario, scenario.value_functions, wording, measurer, inline)
    page_text = standalone_html(ranking, wording, cells=cells, live=file_document(ranking, wording, measurer))
    (tmp_path / "map.html").write_text(page_text, encoding="utf-8")
    page = chromium.new_page()
    page.add_init_script(KEEP_SESSION)
    page.goto((tmp_path / "map.html").as_uri())
    page.locator("[data-surface=yes]").wait_for(state="attached", timeout=60_000)
    page.locator(".geo-weights summary").click()
    slider = page.get_by_role("slider", name="Weight of Distance to a railway, percent")
    slider.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    before = dict(scenario.weights)
    moved = round(100 * before["rail"]) + 20
    expect(slider).to_have_value(str(moved))
    names = list(before)
    after = rebalance(list(before.values()), names.index("rail"), moved / 100)
    told = page.locator(".geo-weights [role=status]")
    expect(told).to_have_text(re.compile("^New ranking: 1. "))
    weights = dict(zip(names, after.tolist(), strict=True))
    wanted = rank(sites, make_scenario(region, profile, weights=weights, method=method, caution=caution), region)
    found = page.evaluate("[...session.sites.values()].map(({ data }) => [data.id, data.rank, data.score_text])")
    t = wording.t
    assert sorted(found) == sorted(
        [item.site.id, item.rank, "" if item.score is None else t.number(item.score, 1)] for item in wanted.sites
    )
    best = [f"{site_name(item.site, t)} {t.number(item.score, 1)}" for item in wanted.sites[:5]]
    assert page.locator(".geo-best li").all_inner_texts() == best
    page.get_by_role("button", name="Back to the weights of this file").click()
    expect(slider).to_have_value(str(round(100 * before["rail"])))
    page.close()
