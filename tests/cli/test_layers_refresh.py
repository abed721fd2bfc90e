from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--yes", "--tries", "0"], "--tries"),
        (["--yes", "--timeout", "0"], "--timeout"),
        (["--yes", "--timeout", "nan"], "--timeout"),
        ([], "--dry-run"),
        (["--yes"], "refresh.toml"),
    ],
)
def test_what_cannot_be_refreshed_is_told_before_anything_is_fetched(run, arguments, message):
    code, out, err = run("layers", "refresh", *arguments)
    assert (code, out) == (2, "")
    assert message in err
