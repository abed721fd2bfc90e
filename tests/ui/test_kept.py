"""What is kept for all sessions."""

from __future__ import annotations

from geo_app.ui.kept import Kept


def test_a_value_is_found_once():
    kept, asked = Kept[int](2), []

    def find() -> int:
        asked.append(1)
        return len(asked)

    assert [kept.get("a", find), kept.get("a", find), kept.get("b", find)] == [1, 1, 2]


def test_what_was_used_last_stays():
    kept = Kept[str](2)
    kept.get("a", lambda: "first")
    kept.get("b", lambda: "first")
    kept.get("a", lambda: "again")
    kept.get("c", lambda: "first")
    assert kept.get("a", lambda: "again") == "first"
    assert kept.get("b", lambda: "again") == "again"
