"""A server on this machine that plays a source on the internet, and plays it badly when asked to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Source:
    """What the server holds and does.

    `cut_at` closes the connection after so many bytes of the next answer; `statuses` are answered first, in order.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    etag: str = '"v1"'
    ranges: bool = True
    cut_at: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    silent_s: float = 0.0
    drip_s: float = 0.0
    redirect: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    address: str = ""
    seen: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def url(self, name: str) -> str:
        return f"{self.address}/{name}"


class _Handler(BaseHTTPRequestHandler):
    source: Source

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        source = self.source
        source.seen.append(dict(self.headers))
        source.paths.append(self.path)
        if source.silent_s:
            time.sleep(source.silent_s)
        if source.statuses:
            return self._say(source.statuses.pop(0))
        if source.redirect:
            return self._say(302, {"Location": source.redirect})
        body = source.files.get(self.path.partition("?")[0].lstrip("/"))
        if body is None:
            return self._say(404)
        if source.etag and self.headers.get("If-None-Match") == source.etag:
            return self._say(304)
        return self._give(body)

    def _give(self, body: bytes) -> None:
        source, start = self.source, 0
        asked = self.headers.get("Range", "")
        if source.ranges and asked and self.headers.get("If-Range") == source.etag:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        self.send_response(206 if start else 200)
        headers = {"ETag": source.etag, "Content-Length": str(len(body) - start)}
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        for name, value in (headers | source.headers).items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        rest = body[start:]
        if source.cut_at:
            self.wfile.write(rest[: source.cut_at.pop(0)])
            self.close_connection = True
            return
        if source.drip_s:
            for place in range(0, len(rest), 1000):
                self.wfile.write(rest[place : place + 1000])
                self.wfile.flush()
                time.sleep(source.drip_s)
            return
        self.wfile.write(rest)

    def _say(self, status: int, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": "0"} | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()


class _Server(ThreadingHTTPServer):
    # Waits for its threads when it is closed, so that none outlives a test.
    daemon_threads = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is part of the play."""


@contextmanager
def web() -> Iterator[Source]:
    """Serve on 127.0.0.1 until the block ends."""
    source = Source()
    handler: Callable[..., BaseHTTPRequestHandler] = type("Handler", (_Handler,), {"source": source})
    with _Server(("127.0.0.1", 0), handler) as server:  # type: ignore[arg-type]
        source.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield source
        finally:
            server.shutdown()
            thread.join()
