"""Let many sessions move a weight of the real app at once: ``python tests/bench/bench_sessions.py --help``.

Speaks Streamlit's own protocol over websockets, so that a hundred visitors need no hundred browsers. Each session opens
the page, then moves one of its weights every few seconds, each session others than the rest. A change is timed from
the moment when it was due until the server says that the script has finished. Prints latencies, the server's processor
time and its memory as it goes: steady at the end of a long run is what to look for (``--pace 10 --seconds 600`` makes
a hundred sessions do in ten minutes what they do in more than half an hour). Asserts nothing.

The clients share the machine with the server, and their own processor time is printed too.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import websockets
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import free_port, wait_for  # noqa: E402

EDITOR = "geo_app_criteria_editor"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Session:
    """One visitor: what it has been sent, and how long its changes took in seconds."""

    address: str
    number: int
    editor: str = ""
    fragment: str = ""
    criteria: list[str] = field(default_factory=list)
    sent: int = 0
    page: str = ""
    kept: set[str] = field(default_factory=set)
    first: float = 0.0
    times: list[float] = field(default_factory=list)
    received: int = 0

    async def open(self) -> None:
        """Visit the page and wait until it is there."""
        self.socket = await websockets.connect(
            self.address.replace("http", "ws") + "/_stcore/stream",
            subprotocols=["streamlit"], origin=self.address, max_size=None, compression=None,
        )  # fmt: skip
        self.chance = random.Random(self.number)
        start = time.perf_counter()
        await self._send(BackMsg())
        await self._finished()
        self.first = time.perf_counter() - start

    async def move(self) -> None:
        """Move a weight to somewhere else, as the editor of criteria does: in the fragment that it belongs to."""
        self.sent += 1
        event = {
            "number": self.sent,
            "kind": "weight",
            "criterion": self.chance.choice(self.criteria),
            "value": self.chance.randint(0, 60),
        }
        message = BackMsg()
        widgets = message.rerun_script.widget_states.widgets
        widgets.add(id=self.editor, json_value="{}")
        events = json.dumps([{"event": "change", "value": event}])
        widgets.add(id=_make_trigger_id(self.editor, "events"), json_trigger_value=events)
        message.rerun_script.fragment_id = self.fragment
        await self._send(message)
        await self._finished()

    async def work(self, start: float, every: float, until: float) -> None:
        """Move a slider every few seconds until the time is up."""
        due = start
        while due < until:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await self.move()
            self.times.append(time.perf_counter() - due)
            due = max(due + every, time.perf_counter())

    async def _send(self, message: BackMsg) -> None:
        message.rerun_script.query_string = ""
        message.rerun_script.page_script_hash = self.page
        message.rerun_script.context_info.timezone = "Asia/Almaty"
        message.rerun_script.context_info.locale = "en"
        message.rerun_script.context_info.url = self.address
        message.rerun_script.cached_message_hashes.extend(self.kept)
        await self.socket.send(message.SerializeToString())

    async def _finished(self) -> None:
        while True:
            data = await self.socket.recv()
            self.received += len(data)
            message = ForwardMsg.FromString(data)
            if message.metadata.cacheable and message.hash:
                self.kept.add(message.hash)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.page = message.new_session.page_script_hash
            elif kind == "delta" and message.delta.new_element.bidi_component.component_name == EDITOR:
                component = message.delta.new_element.bidi_component
                self.editor, self.fragment = component.id, message.delta.fragment_id
                self.criteria = [row["id"] for row in json.loads(component.mixed.json or component.json)["rows"]]
            elif kind == "delta" and message.delta.new_element.HasField("exception"):
                raise RuntimeError("the app has an error")
            elif kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise RuntimeError("the app does not start")
                return


@dataclass
class Watch:
    """The server's processor time and memory."""

    pid: int
    seen: list[tuple[float, float, float]] = field(default_factory=list)

    def look(self) -> tuple[float, float]:
        """Read processor seconds and resident megabytes."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        resident = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        return (int(fields[11]) + int(fields[12])) / TICKS, resident / 1e6

    async def run(self, until: float, step: float, sessions: list[Session]) -> None:
        """Print a line every few seconds."""
        print(f"{'s':>6} {'changes':>8} {'p50 ms':>8} {'p95 ms':>8} {'server CPU':>11} {'RSS MB':>8}")
        start, reported, before = time.perf_counter(), 0, self.look()[0]
        while time.perf_counter() < until:
            await asyncio.sleep(min(step, max(0.1, until - time.perf_counter())))
            cpu, memory = self.look()
            times = [t for session in sessions for t in session.times[-max(1, round(step)) :]]
            count = sum(len(session.times) for session in sessions)
            self.seen.append((time.perf_counter() - start, count, memory))
            print(
                f"{time.perf_counter() - start:6.0f} {count - reported:8} {1e3 * share(times, 0.5):8.0f} "
                f"{1e3 * share(times, 0.95):8.0f} {100 * (cpu - before) / step:10.0f}% {memory:8.0f}", flush=True,
            )  # fmt: skip
            reported, before = count, cpu


def share(times: list[float], part: float) -> float:
    """Find the value below which a part of all values is."""
    return sorted(times)[min(len(times) - 1, int(part * len(times)))] if times else float("nan")


@contextmanager
def server(more: list[str]) -> Iterator[tuple[str, int]]:
    """Serve the real app on its default pack; give its address and process."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.fileWatcherType", "none", *more]
    env = os.environ | {"GEO_APP_LAYERS": str(ROOT / "layers")}
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log) as process,
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()


async def load(address: str, pid: int, options: argparse.Namespace) -> None:
    """Open the sessions one after another, let them work, and print what was seen."""
    watch, sessions = Watch(pid), [Session(address, number) for number in range(options.sessions)]
    print(f"server at start: {watch.look()[1]:.0f} MB")
    for session in sessions:
        await session.open()
        if not session.criteria:
            raise SystemExit("no editor of criteria in the page")
    opened = [session.first for session in sessions]
    print(f"first visit {opened[0]:.2f} s, then p50 {share(opened[1:], 0.5):.2f} s; all open: {watch.look()[1]:.0f} MB")
    every = options.every / options.pace
    start, cpu, own = time.perf_counter() + 1, watch.look()[0], time.process_time()
    until = start + options.seconds
    for session in sessions:
        session.received = 0
    works = [s.work(start + every * k / len(sessions), every, until) for k, s in enumerate(sessions)]
    await asyncio.gather(watch.run(until, options.step, sessions), *works)
    times = [t for session in sessions for t in session.times]
    took = time.perf_counter() - start
    print(
        f"{len(sessions)} sessions, a change every {every:g} s, {took:.0f} s: {len(times)} changes, "
        f"p50 {1e3 * share(times, 0.5):.0f} ms, p95 {1e3 * share(times, 0.95):.0f} ms, worst {1e3 * max(times):.0f} ms"
    )
    spent = watch.look()[0] - cpu
    print(
        f"server CPU {100 * spent / took:.0f} % of a core, {1e3 * spent / len(times):.0f} ms a change; clients "
        f"{100 * (time.process_time() - own) / took:.0f} %; "
        f"{statistics.mean(s.received / len(s.times) for s in sessions) / 1e3:.1f} kB a change; "
        f"{watch.look()[1]:.0f} MB at the end"
    )


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--every", type=float, default=3.0, help="seconds between a session's changes")
    parser.add_argument("--pace", type=float, default=1.0, help="do it so many times faster")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--step", type=float, default=10.0, help="seconds between two lines")
    parser.add_argument(
        "server", nargs="*", help="options for the server, after --, such as --runner.postScriptGC=true"
    )
    options = parser.parse_args()
    with server(options.server) as (address, pid):
        asyncio.run(load(address, pid, options))


if __name__ == "__main__":
    main()
