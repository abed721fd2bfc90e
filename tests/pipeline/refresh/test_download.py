from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from geo_app.core.errors import RefreshError
from geo_app.pipeline.refresh import download as download_module
from geo_app.pipeline.refresh.download import Checksum, DownloadLimits, download, published_checksum
from tests.web import web

FAST = DownloadLimits(connect_s=2, silence_s=2, total_s=20, tries=3, backoff_s=0.01)
BODY = bytes(range(256)) * 1000


@pytest.fixture(autouse=True)
def direct(monkeypatch):
    """No proxy between a test and its own machine."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def source():
    with web() as playing:
        playing.files["data"] = BODY
        yield playing


@pytest.fixture
def get(source, tmp_path):
    def call(limits=FAST, **options):
        return download(source.url("data"), tmp_path, limits=limits, **options)

    return call


def test_a_good_answer(get, source):
    found = get()
    assert found.path.read_bytes() == BODY
    assert (found.size, found.sha256) == (len(BODY), hashlib.sha256(BODY).hexdigest())
    assert (found.etag, found.unchanged) == ('"v1"', False)
    assert found.retrieved.endswith("+00:00")
    assert source.seen[0]["User-Agent"].startswith("geo-app/")


def test_progress_ends_at_the_whole(get):
    steps = []
    get(progress=lambda done, total: steps.append((done, total)))
    assert steps[-1] == (len(BODY), len(BODY))
    assert steps == sorted(steps)


def test_the_day_of_the_last_change(get, source):
    source.headers["Last-Modified"] = "Tue, 20 Oct 2026 10:00:00 GMT"
    assert get().modified == "2026-10-20"


def test_a_cut_connection_is_resumed(get, source):
    source.cut_at = [100_000]
    assert get().path.read_bytes() == BODY
    assert source.seen[1]["Range"] == "bytes=98304-"
    assert source.seen[1]["If-Range"] == '"v1"'


def test_the_next_run_goes_on_from_what_has_arrived(get, source):
    source.cut_at = [9000, 9000, 9000]
    with pytest.raises(RefreshError) as caught:
        get()
    assert "3 tries" in str(caught.value)
    assert "goes on" in str(caught.value)
    assert get().path.read_bytes() == BODY
    assert source.seen[-1]["Range"] == "bytes=24576-"


def test_a_file_that_changed_meanwhile_is_fetched_from_its_start(get, source):
    source.cut_at = [9000, 9000, 9000]
    with pytest.raises(RefreshError):
        get()
    source.files["data"], source.etag = BODY[::-1], '"v2"'
    assert get().path.read_bytes() == BODY[::-1]


def test_a_server_without_ranges_sends_it_all_again(get, source):
    source.ranges = False
    source.cut_at = [9000]
    assert get().path.read_bytes() == BODY


def test_nothing_to_resume_by(get, source):
    source.etag = ""
    source.cut_at = [9000]
    assert get().path.read_bytes() == BODY
    assert "Range" not in source.seen[1]


def test_a_part_that_is_too_long_is_thrown_away(get, source):
    source.cut_at = [9000]
    with pytest.raises(RefreshError):
        get(replace(FAST, tries=1))
    source.statuses = [416]
    assert get().path.read_bytes() == BODY


def test_a_truncated_file_is_not_taken_for_a_whole_one(get, source):
    source.headers["Content-Length"] = str(len(BODY) + 10)
    source.ranges = False
    with pytest.raises(RefreshError, match="Given up after 3 tries"):
        get()
    assert len(source.seen) == 3


def test_the_length_is_counted_whatever_the_library_does(get, monkeypatch):
    monkeypatch.setattr("requests.Response.iter_content", lambda *_: iter([BODY[:100]]))
    with pytest.raises(RefreshError, match=r"incomplete \(100 / 256000 bytes\)"):
        get(replace(FAST, tries=1))


def test_trouble_passes(get, source):
    source.statuses = [500, 503]
    assert get().size == len(BODY)


def test_trouble_stays(get, source):
    source.statuses = [500] * 9
    with pytest.raises(RefreshError) as caught:
        get()
    assert "HTTP 500" in str(caught.value)
    assert "3 tries" in str(caught.value)
    assert len(source.seen) == 3


def test_waits_double_and_none_is_longer_than_the_time_that_is_left(get, source, monkeypatch):
    waits = []
    monkeypatch.setattr(download_module.time, "sleep", waits.append)
    source.statuses = [500] * 9
    with pytest.raises(RefreshError, match="5 tries"):
        get(replace(FAST, tries=5, backoff_s=1))
    assert waits == [0, 2, 4, 8]
    source.statuses = [500] * 9
    with pytest.raises(RefreshError, match="2 tries"):
        get(replace(FAST, tries=5, backoff_s=30))


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("7", 7, 7),
        ("100000", 120, 120),
        ("soon", 0, 0),
        ("", 0, 0),
    ],
)
def test_a_busy_server_says_how_long_to_wait(header, least, most):
    assert least <= download_module._seconds(header) <= most


def test_a_busy_server_may_name_the_moment():
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert 30 <= download_module._seconds(moment) <= 90


def test_a_refusal_is_not_repeated(get, source):
    source.statuses = [403] * 9
    with pytest.raises(RefreshError, match="403"):
        get()
    assert len(source.seen) == 1


def test_a_silent_server(get, source):
    source.silent_s = 0.5
    with pytest.raises(RefreshError, match="says nothing"):
        get(replace(FAST, silence_s=0.1, tries=2))


def test_a_slow_server(get, source):
    source.drip_s = 0.05
    with pytest.raises(RefreshError, match="too slow"):
        get(replace(FAST, total_s=0.2))
    source.drip_s = 0
    assert get().path.read_bytes() == BODY
    assert int(source.seen[1]["Range"][6:-1]) > 0


def test_no_server(tmp_path):
    with web() as gone:
        url = gone.url("data")
    with pytest.raises(RefreshError, match="the connection failed"):
        download(url, tmp_path, limits=FAST)


def test_too_large_by_its_own_word(get, source):
    with pytest.raises(RefreshError, match="at most 1000 are accepted"):
        get(replace(FAST, max_bytes=1000))


def test_too_large_without_a_word(get, source, tmp_path):
    source.headers["Content-Length"] = ""
    with pytest.raises(RefreshError, match="at most 70000 are accepted"):
        get(replace(FAST, max_bytes=70_000))
    assert not list(tmp_path.glob("*.part"))


def test_a_packed_answer_counts_unpacked(get, source):
    source.files["data"] = gzip.compress(b"0" * 1_000_000)
    source.headers["Content-Encoding"] = "gzip"
    assert get().size == 1_000_000
    with pytest.raises(RefreshError, match="at most 2000 are"):
        source.etag = '"v2"'
        get(replace(FAST, max_bytes=2000))


def test_unchanged(get, source):
    first = get()
    again = get()
    assert again.unchanged
    assert again.path.read_bytes() == BODY
    assert again.sha256 == first.sha256


def test_changed(get, source):
    get()
    source.files["data"], source.etag = b"new", '"v2"'
    again = get()
    assert (again.path.read_bytes(), again.unchanged, again.etag) == (b"new", False, '"v2"')


def test_a_damaged_cache_heals(get, source):
    get().path.write_bytes(b"rot")
    assert get().path.read_bytes() == BODY


def test_a_damaged_description_heals(get, source, tmp_path):
    get()
    next(tmp_path.glob("*.json")).write_text("{", encoding="utf-8")
    assert get().path.read_bytes() == BODY


def test_discard(get):
    found = get()
    found.discard()
    assert not list(found.path.parent.iterdir())


def test_the_right_checksum(get):
    assert get(checksum=Checksum("md5", hashlib.md5(BODY).hexdigest())).size == len(BODY)


def test_a_wrong_checksum(get, tmp_path):
    with pytest.raises(RefreshError) as caught:
        get(checksum=Checksum("sha256", "0" * 64))
    assert hashlib.sha256(BODY).hexdigest() in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_an_unchanged_file_is_held_against_the_checksum_too(get):
    get()
    with pytest.raises(RefreshError, match="publishes"):
        get(checksum=Checksum("sha256", "0" * 64))


def test_a_published_checksum(source, tmp_path):
    digest = hashlib.md5(BODY).hexdigest()
    source.files["data.md5"] = f"{digest.upper()}  data\n".encode()
    assert published_checksum(source.url("data.md5"), tmp_path, "md5", FAST) == Checksum("md5", digest)


def test_a_page_instead_of_a_checksum(source, tmp_path):
    source.files["data.md5"] = b"<html>sign in</html>"
    with pytest.raises(RefreshError, match="expected a md5 hash"):
        published_checksum(source.url("data.md5"), tmp_path, "md5", FAST)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a/b", "data", "http://", "http://[", ""])
def test_only_web_addresses(url, tmp_path):
    with pytest.raises(RefreshError, match="not an http or https address"):
        download(url, tmp_path)


def test_redirects_are_followed(source, tmp_path):
    with web() as other:
        other.redirect = source.url("data")
        assert download(other.url("x"), tmp_path, limits=FAST).size == len(BODY)


def test_redirects_are_limited(get, source):
    source.redirect = "/data"
    with pytest.raises(RefreshError, match="more than 5 times"):
        get()
    assert len(source.seen) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_no_redirect_leaves_the_web(get, source, target):
    source.redirect = target
    with pytest.raises(RefreshError, match="not an http or https"):
        get()


def test_a_cache_that_cannot_be_used(source, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(RefreshError, match="--cache"):
        download(source.url("data"), tmp_path / "file", limits=FAST)


def test_the_cache_says_what_it_holds(get, tmp_path):
    found = get()
    known = json.loads(found.path.with_suffix(".json").read_text(encoding="utf-8"))
    assert known["url"] == found.url
