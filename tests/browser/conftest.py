"""A real browser on the real server, cut off from every other host."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("GEO_APP_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)

# What the map holds, for tests to look at: `window.geoApp` itself has only `start`, `update` and `stop`.
KEEP_SESSION = """
let app;
Object.defineProperty(window, "geoApp", {
  configurable: true,
  get: () => app,
  set(given) {
    const start = (...all) => (window.session = (window.running = given.start(...all)).session, running);
    app = given && { ...given, start };
  },
});
"""


def free_port() -> int:
    """Find a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(script: Path, pack: Path) -> Iterator[str]:
    """Serve a Streamlit script on a free port of this machine, on a pack; give its address."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.fileWatcherType", "none"]
    env = os.environ | {"GEO_APP_LAYERS": str(pack), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_for(url: str, seconds: float = 60) -> None:
    """Wait until an address answers."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urlopen(url, timeout=2):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="session")
def serve():
    """Serve an app on a pack, once for all modules of this process that ask for the same."""
    found: dict[tuple[Path, Path, str], str] = {}
    with ExitStack() as running:

        def address(script: Path, pack: Path) -> str:
            asked = (script, pack, os.environ.get("GEO_APP_TILES", ""))
            if asked not in found:
                found[asked] = running.enter_context(serving(script, pack))
            return found[asked]

        yield address


@pytest.fixture(scope="session")
def chromium():
    """A Chromium for all browser tests; without one they skip, in continuous integration they fail."""
    missing = "no Chromium on this machine; install Debian's chromium or name one with GEO_APP_CHROMIUM"
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def visit(server, chromium):
    """Open the app with every outside request refused and written down; complain of script errors at the end."""
    contexts, outside, errors = [], [], []

    def refuse(route):
        outside.append(route.request.url)
        route.abort()

    def open_page(query: str = "", *, ready: bool = True, **options):
        context = chromium.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        context.route(lambda url: not url.startswith((server, "data:", "blob:")), refuse)
        context.add_init_script(KEEP_SESSION)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{server}/{query}")
        chart = page.locator(".geo-frame")
        if ready:
            chart.locator("[data-ready=yes]").wait_for(state="attached", timeout=120_000)
        return page, chart

    yield open_page
    for context in contexts:
        context.close()
    assert outside == []
    assert errors == []
