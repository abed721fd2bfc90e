from __future__ import annotations

import pytest

from geo_app.core.errors import RefreshError
from geo_app.pipeline.refresh.addresses import brief_url, check_url


@pytest.mark.parametrize("url", ["http://example.org/a", "https://example.org:8443/a?b=c", "HTTPS://Example.org"])
def test_web_addresses_are_accepted(url):
    check_url(url)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a/b", "data", "http://", "http://[", ""])
def test_only_web_addresses(url):
    with pytest.raises(RefreshError, match="not an http or https address"):
        check_url(url)


def test_no_password_in_an_address():
    with pytest.raises(RefreshError) as caught:
        check_url("https://me:secret@example.org/a")
    assert "secret" not in str(caught.value)


def test_a_message_shows_an_address_without_its_query():
    assert brief_url("https://example.org/a?data=" + "x" * 5000) == "https://example.org/a"
    assert len(brief_url("https://example.org/" + "x" * 5000)) == 200
