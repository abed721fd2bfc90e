"""Addresses of sources: which are accepted, and how a message shows them."""

from __future__ import annotations

from urllib.parse import urlsplit

from geo_app.core.errors import RefreshError
from geo_app.core.i18n import N_


def check_url(url: str) -> None:
    """Refuse an address that is not http(s), or that carries a password: addresses are written into the pack.

    Raises
    ------
    RefreshError
        With what is wrong.
    """
    try:
        parts = urlsplit(url)
        host, user = parts.hostname, parts.username
    except ValueError:
        parts, host, user = urlsplit(""), None, None
    if parts.scheme not in ("http", "https") or not host:
        raise RefreshError(N_("{url!r} is not an http or https address."), url=url[:200])
    if user is not None:
        raise RefreshError(
            N_("The address at {host} has a user name or password in it. Take it out: addresses are published."),
            host=host,
        )


def brief_url(url: str) -> str:
    """Show an address without its query, which can be a page long."""
    return url.partition("?")[0][:200]
