"""Time a slider until the map is repainted, in real Chromium: ``python tests/bench/bench_map.py [rounds]``.

10,000 hexagons and 500 sites, drawn by the product (12 criteria, with its sliders and its table) and, beside it in the
same run, by plain streamlit-folium (``pip install -e '.[bench]'``): one GeoJson in the map, and one through
``feature_group_to_add``. The ways take turns, so that other load on the machine falls on all. A change is timed in the
browser, from the key press until the new map is in the page plus one frame; of the product also until the server has
answered. Prints medians, 95th percentiles, bytes received, remounts, whether the view was kept, and the ratios.

Then a slider is dragged, one place a frame, at full speed and with a processor four times slower: script, style and
layout a frame, frames a second, tasks longer than 50 ms, and what was sent meanwhile. Asserts nothing.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import CHROMIUM, FLAGS, KEEP_SESSION, serving  # noqa: E402

PRESSES, WARM = 5, 3
ZOOM = 9

# The product draws within `weigh`, and `update` draws the server's answer; in st_folium's frame a sign is drawn last.
# Then one frame.
COMPONENT = """() => {
  const { weigh } = running.live;
  running.live.weigh = (...all) => {
    const found = weigh(...all);
    window.drawn = (window.drawn || 0) + 1;
    return found;
  };
  window.signs = () => window.drawn || 0;
}"""
ANSWER = """() => {
  const update = geoApp.update;
  geoApp.update = (next) => { update(next); window.drawn = (window.drawn || 0) + 1; };
  window.signs = () => window.drawn || 0;
}"""
# One place a frame, over and over the whole slider.
DRAG = """(frames) => new Promise((done) => {
  const all = [...document.querySelectorAll("*")].filter((node) => node.shadowRoot);
  const sliders = all.flatMap(({ shadowRoot }) => [...shadowRoot.querySelectorAll("[data-name^='range ']")]);
  const slider = sliders[1];
  const [long, gaps] = [[], []];
  const observer = new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration)));
  observer.observe({ entryTypes: ["longtask"] });
  let last = performance.now();
  const step = (k) => {
    const now = performance.now();
    gaps.push(now - last);
    last = now;
    if (k === frames) return setTimeout(() => (observer.disconnect(), done({ long, gaps: gaps.slice(1) })), 0);
    slider.value = Math.abs((k % 160) - 80) + 5;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    requestAnimationFrame(() => step(k + 1));
  };
  requestAnimationFrame(() => step(0));
})"""
FRAMES = 300
COUNT_SENT = """() => {
  window.sent = 0;
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (...all) { window.sent += 1; return send.apply(this, all); };
}"""
FOLIUM = """() => {
  window.signs = () => {
    for (const frame of document.querySelectorAll("iframe")) {
      const sign = frame.contentDocument?.querySelector(".drawn");
      if (sign) return sign.textContent;
    }
    return window.lastSigns; // between two maps
  };
}"""
TIMED = """() => new Promise((done) => {
  const before = (window.lastSigns = window.signs());
  let pressed;
  window.addEventListener("keydown", () => (pressed = performance.now()), { capture: true, once: true });
  const look = () => {
    if (pressed && window.signs() !== before)
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - pressed)));
    else setTimeout(look, 1);
  };
  window.timed = null;
  look();
})"""


@dataclass
class Way:
    """One way to draw, in its own page, and what was measured of it."""

    name: str
    query: str
    answer: bool = False
    page: Page | None = None
    received: int = 0
    times: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    remounts: int = 0
    moved: int = 0

    def open(self, browser, address: str) -> None:
        self.page = browser.new_page(viewport={"width": 1280, "height": 900})
        self.page.add_init_script(KEEP_SESSION)
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        self.page.goto(f"{address}/?way={self.query}")
        if self.query == "component":
            self.page.locator("[data-surface=yes]").wait_for(state="attached", timeout=300_000)
            self.page.wait_for_function("running.live.isReady()")
            self.page.evaluate(ANSWER if self.answer else COMPONENT)
        else:
            self.page.frame_locator("iframe").locator(".drawn").wait_for(state="attached", timeout=120_000)
            self.page.evaluate(FOLIUM)
        self.page.wait_for_timeout(2_000)

    def _count(self, frame: bytes | str) -> None:
        self.received += len(frame)

    def _inside(self, script: str):
        """Run a script where the map is."""
        frame = self.page.main_frame if self.query == "component" else self.page.frames[-1]
        chart = "window.session?.map" if self.query == "component" else "window.map"
        return frame.evaluate(f"() => {{ const chart = {chart}; {script} }}")

    def press(self, key: str) -> None:
        """Change the slider once and note what it took."""
        self.page.bring_to_front()
        self._inside(f"chart.setView([42.5, 68.5], {ZOOM}, {{animate: false}}); chart.mark = true")
        self.page.wait_for_timeout(300)
        name = "Weight of" if self.query == "component" else "Weight"
        self.page.get_by_role("slider", name=name).nth(int(self.query == "component")).focus()
        before = self.received
        self.page.evaluate(f"() => {{ window.result = ({TIMED})() }}")
        self.page.keyboard.press(key)
        self.times.append(self.page.evaluate("() => window.result"))
        self.page.wait_for_timeout(700)
        self.sizes.append(self.received - before)
        self.remounts += not self._inside("return chart?.mark === true")
        self.moved += self._inside("return chart?.getZoom()") != ZOOM


def main(rounds: int) -> None:
    ways = [
        Way("product", "component"),
        Way("product, server", "component", answer=True),
        Way("st_folium, GeoJson", "geojson"),
        Way("st_folium, group", "group"),
    ]
    with serving(Path(__file__).with_name("map_bench_app.py"), ROOT / "layers") as address, sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        for way in ways:
            way.open(browser, address)
            for _ in range(WARM):
                way.press("ArrowRight")
            way.times, way.sizes, way.remounts, way.moved = [], [], 0, 0
        for _ in range(rounds):
            for way in ways:
                for _ in range(PRESSES if way.query == "component" else 1):
                    way.press("ArrowRight")  # never back: Streamlit keeps what it has sent before
        drags = [dragged(ways[0].page, throttle) for throttle in (1, 4)]
        browser.close()
    print("10,000 hexagons, 500 sites; slider until repaint, ms")
    print(
        f"{'':20} {'changes':>8} {'median':>8} {'p95':>8} {'kB each':>8} {'remounts':>9} {'view lost':>10} {'ratio':>7}"
    )
    ours = statistics.median(ways[0].times)
    for way in ways:
        p95 = sorted(way.times)[min(len(way.times) - 1, round(0.95 * len(way.times)))]
        median, size = statistics.median(way.times), statistics.median(way.sizes) / 1000
        print(
            f"{way.name:20} {len(way.times):8} {median:8.0f} {p95:8.0f} {size:8.1f} {way.remounts:9} {way.moved:10} "
            f"{median / ours:6.1f}×"
        )
    print(f"\n{FRAMES} changes, one a frame, 12 criteria, with sliders and table; ms of a frame")
    print("throttle   script    style+layout   all   p95 gap   frames/s   tasks > 50 ms   frames sent")
    for line in drags:
        print(line)


def dragged(page: Page, throttle: int) -> str:
    """Drag a slider with a slower processor, and tell what a frame took."""
    client = page.context.new_cdp_session(page)
    client.send("Performance.enable")
    client.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    page.bring_to_front()
    page.wait_for_timeout(3_000)
    page.evaluate(COUNT_SENT)
    page.evaluate(DRAG, 30)  # warm
    before, sent = metrics(client), page.evaluate("window.sent")
    found = page.evaluate(DRAG, FRAMES)
    after, sent = metrics(client), page.evaluate("window.sent") - sent
    client.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    script, style, layout, task = (
        1000 * (after[name] - before[name]) / FRAMES
        for name in ("ScriptDuration", "RecalcStyleDuration", "LayoutDuration", "TaskDuration")
    )
    gaps = sorted(found["gaps"])
    late = gaps[round(0.95 * (len(gaps) - 1))]
    return (
        f"{throttle:8} {script:8.1f} {style + layout:12.1f} {task:9.1f} {late:8.1f} {1000 / statistics.mean(gaps):9.1f}"
        f" {sum(each > 50 for each in found['long']):14} {sent:13}"
    )


def metrics(client: CDPSession) -> dict[str, float]:
    """Read what the page has used so far, in seconds."""
    return {each["name"]: each["value"] for each in client.send("Performance.getMetrics")["metrics"]}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
