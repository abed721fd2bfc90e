"""Fetch a file from the internet into a cache: resumed where it was cut, verified, and never more than is wanted."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin

import requests
from urllib3.exceptions import InvalidHeader, MaxRetryError, ReadTimeoutError
from urllib3.util import Retry

from geo_app import __version__
from geo_app.core.errors import RefreshError
from geo_app.core.files import file_hash
from geo_app.core.i18n import N_
from geo_app.core.messages import Message
from geo_app.pipeline.refresh.addresses import brief_url, check_url
from geo_app.pipeline.refresh.download_cache import Slot, write_json

Progress = Callable[[int, int | None], None]
"""Told the bytes that are there and, where the source says so, the bytes that there will be."""

# What is lost of a file that is cut is less than this.
_CHUNK_BYTES = 1 << 13
_REDIRECTS = (301, 302, 303, 307, 308)
# A server that is busy or being restarted; every other refusal would be the same the next time.
_TRY_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_LONGEST_WAIT_S = 120.0
_MAX_CHECKSUM_BYTES = 1_000_000


@dataclass(frozen=True)
class DownloadLimits:
    """How much, how long and how often.

    Attributes
    ----------
    silence_s
        Longest time without a single byte.
    total_s
        Longest time in all, waits between tries included.
    backoff_s
        Unit of the waits between tries: the second try comes at once, the next ones after 2, 4, 8 of it.
    """

    max_bytes: int = 500_000_000
    connect_s: float = 15.0
    silence_s: float = 60.0
    total_s: float = 7200.0
    tries: int = 4
    backoff_s: float = 2.0
    redirects: int = 5


@dataclass(frozen=True)
class Checksum:
    """The hash that a source publishes for its file, in hexadecimal."""

    kind: Literal["sha256", "md5"]
    value: str


@dataclass(frozen=True)
class Download:
    """A whole file in the cache.

    Attributes
    ----------
    retrieved
        When the source last confirmed that this is the file: ISO time, UTC.
    modified
        Day on which the source says that it changed, ISO; empty where it does not say.
    unchanged
        Whether the source said that the cached file still holds.
    """

    url: str
    path: Path
    size: int
    sha256: str
    retrieved: str
    etag: str = ""
    modified: str = ""
    unchanged: bool = False

    def discard(self) -> None:
        """Take the file out of the cache, so that the next time it is fetched anew."""
        Slot(self.path.parent, self.url).drop_all()


class _TryAgainError(Exception):
    """A failure that another try may not meet; `wait_s` is what the server asks for."""

    def __init__(self, problem: str, detail: str, wait_s: float = 0.0) -> None:
        super().__init__(problem, detail)
        self.problem, self.detail, self.wait_s = problem, detail, wait_s


def download(
    url: str,
    cache_dir: Path,
    *,
    limits: DownloadLimits | None = None,
    checksum: Checksum | None = None,
    progress: Progress | None = None,
) -> Download:
    """Fetch a file, or learn that the cached one still holds.

    Raises
    ------
    RefreshError
        If it cannot be had whole and as published within the limits. What has arrived stays in the cache, and the
        next call goes on from there.
    """
    check_url(url)
    limits = limits or DownloadLimits()
    deadline = time.monotonic() + limits.total_s
    retry = Retry(limits.tries - 1, backoff_factor=limits.backoff_s, backoff_max=_LONGEST_WAIT_S)
    with requests.Session() as session:
        while True:
            try:
                slot = Slot(cache_dir, url)
                return _Transfer(session, slot, limits, deadline, progress or _silent).run(checksum)
            except _TryAgainError as error:
                # Not within urllib3: of a file that was cut, the next try asks only for the rest.
                retry = _next_try(retry, url, error, deadline)
            except OSError as error:
                raise RefreshError(
                    N_("{folder} cannot be used as a cache: {reason}. Name another folder by --cache."),
                    folder=cache_dir,
                    reason=error.strerror or str(error),
                ) from error


def _next_try(retry: Retry, url: str, error: _TryAgainError, deadline: float) -> Retry:
    """Wait before another try, or give up: after all tries, or where the wait would be too long."""
    try:
        retry = retry.increment("GET", url, error=error)
    except MaxRetryError as exhausted:
        raise _given_up(url, error, len(retry.history) + 1) from exhausted
    wait_s = max(error.wait_s, retry.get_backoff_time())
    if time.monotonic() + wait_s > deadline:
        raise _given_up(url, error, len(retry.history)) from error
    time.sleep(wait_s)
    return retry


def published_checksum(url: str, cache_dir: Path, kind: Literal["sha256", "md5"], limits: DownloadLimits) -> Checksum:
    """Fetch the small file in which a source publishes a hash: ``<hash>  <file name>``, or the hash alone.

    Raises
    ------
    RefreshError
        If it cannot be had, or there is no hash in it.
    """
    small = replace(limits, max_bytes=_MAX_CHECKSUM_BYTES)
    fetched = download(url, cache_dir, limits=small)
    words = fetched.path.read_text(encoding="utf-8", errors="replace").split()
    digits = {"sha256": 64, "md5": 32}[kind]
    value = words[0].lower() if words else ""
    if len(value) != digits or not set(value) <= set("0123456789abcdef"):
        fetched.discard()
        raise RefreshError(
            N_("{url}: found {found!r}, expected a {kind} hash of {digits} digits. Check the address in refresh.toml."),
            url=url,
            found=value[:80],
            kind=kind,
            digits=digits,
        )
    return Checksum(kind, value)


def _given_up(url: str, error: _TryAgainError, tries: int) -> RefreshError:
    return RefreshError(
        N_(
            "{url}: {problem} ({detail}). Given up after {tries} tries. Check the network or try later: the next run "
            "goes on from what has arrived."
        ),
        url=brief_url(url),
        problem=Message(error.problem),
        detail=error.detail,
        tries=tries,
    )


def _silent(_done: int, _total: int | None) -> None:
    pass


# ------------------------------------------------------------------------------------------------ one transfer


@dataclass(frozen=True)
class _Transfer:
    """One try to get a file."""

    session: requests.Session
    slot: Slot
    limits: DownloadLimits
    deadline: float
    progress: Progress

    def run(self, checksum: Checksum | None) -> Download:
        wanted = self.slot.conditions()
        response = self._answer(wanted)
        try:
            if response.status_code == 304 and "Range" not in wanted:
                return self._still_holds(checksum)
            start = self._start(response, wanted)
            self._receive(response, start)
        finally:
            response.close()
        return self._finish(response, checksum)

    def _answer(self, wanted: Mapping[str, str]) -> requests.Response:
        """Ask, and follow a few redirects, none of which may leave http(s) or fall back from https to http."""
        headers = {"User-Agent": f"geo-app/{__version__}", "Accept-Encoding": "identity", **wanted}
        timeout = (self.limits.connect_s, self.limits.silence_s)
        url = self.slot.url
        for _ in range(self.limits.redirects + 1):
            try:
                response = self.session.get(url, headers=headers, timeout=timeout, stream=True, allow_redirects=False)
            except requests.RequestException as error:
                raise self._failed(error) from error
            if response.status_code not in _REDIRECTS:
                return response
            response.close()
            target = urljoin(url, response.headers.get("Location", ""))
            check_url(target)
            if url.startswith("https:") and not target.startswith("https:"):
                raise RefreshError(
                    N_("{url} leads away from https, to {target}."), url=brief_url(url), target=target[:200]
                )
            url = target
        raise RefreshError(
            N_("{url} leads on more than {limit} times. Give the final address in refresh.toml."),
            url=brief_url(self.slot.url),
            limit=self.limits.redirects,
        )

    def _failed(self, error: requests.RequestException) -> RefreshError | _TryAgainError:
        if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
            return RefreshError(N_("{url!r} is not an http or https address."), url=self.slot.url[:200])
        silent = isinstance(error, requests.Timeout) or any(isinstance(a, ReadTimeoutError) for a in error.args)
        if silent:
            return _TryAgainError(N_("the server says nothing"), f"{self.limits.silence_s:g} s")
        return _TryAgainError(N_("the connection failed"), str(error)[:200])

    def _still_holds(self, checksum: Checksum | None) -> Download:
        known = self.slot.known()
        if known is None or file_hash(self.slot.data) != known["sha256"]:
            self.slot.drop_all()
            raise _TryAgainError(N_("the file in the cache is damaged"), self.slot.data.name)
        self._verify(self.slot.data, checksum)
        known["retrieved"] = _now()
        write_json(self.slot.meta, known)
        return Download(path=self.slot.data, unchanged=True, **known)

    def _start(self, response: requests.Response, wanted: Mapping[str, str]) -> int:
        """Tell from which byte on the answer is, or why it is of no use."""
        status = response.status_code
        if status == 200:
            self.slot.drop_part()
            return 0
        asked = self.slot.arrived() if "Range" in wanted else 0
        if status == 206 and asked and response.headers.get("Content-Range", "").startswith(f"bytes {asked}-"):
            return asked
        if asked and status in (206, 304, 412, 416):
            self.slot.drop_part()
            raise _TryAgainError(N_("the server refuses the rest of the file"), f"HTTP {status}")
        if status in _TRY_AGAIN:
            wait_s = _seconds(response.headers.get("Retry-After", ""))
            raise _TryAgainError(N_("the server is in trouble"), f"HTTP {status} {response.reason or ''}"[:80], wait_s)
        raise RefreshError(
            N_("{url}: the server answered {status} {reason}. Check address and query in refresh.toml."),
            url=brief_url(self.slot.url),
            status=status,
            reason=(response.reason or "")[:80],
        )

    def _receive(self, response: requests.Response, start: int) -> None:
        length = response.headers.get("Content-Length", "")
        coded = response.headers.get("Content-Encoding", "identity") != "identity"
        total = start + int(length) if length.isdecimal() and not coded else None
        if total is not None and total > self.limits.max_bytes:
            raise self._too_large(total)
        if not coded and not start:
            self.slot.remember(response.headers)
        done = start
        with self.slot.part.open("ab" if start else "wb") as file:
            try:
                for chunk in response.iter_content(_CHUNK_BYTES):
                    done += len(chunk)
                    if done > self.limits.max_bytes:
                        raise self._too_large(done)
                    file.write(chunk)
                    self.progress(done, total)
                    self._check_clock(done)
            except requests.RequestException as error:
                raise self._failed(error) from error
        if total is not None and done != total:
            raise _TryAgainError(N_("the file is incomplete"), f"{done} / {total} bytes")

    def _check_clock(self, done: int) -> None:
        if time.monotonic() > self.deadline:
            raise RefreshError(
                N_("{url}: too slow: {found} bytes in {seconds} s. The next run goes on from there."),
                url=brief_url(self.slot.url),
                found=done,
                seconds=self.limits.total_s,
            )

    def _too_large(self, found: int) -> RefreshError:
        self.slot.drop_part()
        return RefreshError(
            N_("{url}: {found} bytes or more, at most {limit} are accepted. Raise max_mb in refresh.toml if it is so."),
            url=brief_url(self.slot.url),
            found=found,
            limit=self.limits.max_bytes,
        )

    def _finish(self, response: requests.Response, checksum: Checksum | None) -> Download:
        self._verify(self.slot.part, checksum)
        known: dict[str, Any] = {
            "url": self.slot.url,
            "size": self.slot.part.stat().st_size,
            "sha256": file_hash(self.slot.part),
            "retrieved": _now(),
            "etag": response.headers.get("ETag", "")[:200],
            "modified": _day(response.headers.get("Last-Modified", "")),
        }
        # Without its description a file does not count, so the two need not change at one stroke.
        self.slot.meta.unlink(missing_ok=True)
        self.slot.part.replace(self.slot.data)
        self.slot.part_meta.unlink(missing_ok=True)
        write_json(self.slot.meta, known)
        return Download(path=self.slot.data, **known)

    def _verify(self, path: Path, checksum: Checksum | None) -> None:
        if checksum is None:
            return
        found = file_hash(path, checksum.kind)
        if found != checksum.value.lower():
            self.slot.drop_all()
            raise RefreshError(
                N_(
                    "{url}: the file has {kind} {found}, its source publishes {expected}. It was deleted; try again, "
                    "and if it comes back the same, do not trust it."
                ),
                url=brief_url(self.slot.url),
                kind=checksum.kind,
                found=found,
                expected=checksum.value,
            )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _day(http_date: str) -> str:
    try:
        return parsedate_to_datetime(http_date).date().isoformat()
    except ValueError:
        return ""


def _seconds(retry_after: str) -> float:
    """Read how long a busy server asks to wait, in seconds or until a date, within reason."""
    try:
        return min(Retry().parse_retry_after(retry_after), _LONGEST_WAIT_S) if retry_after else 0.0
    except InvalidHeader:
        return 0.0
