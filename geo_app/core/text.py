"""Text from outside as one line that any file can hold."""

from __future__ import annotations

import re

MAX_TEXT = 200
"""Longest id or name, in characters; longer ones are cut."""


# Control characters, line separators, marks that turn the direction of text, and halves of a character, which
# JSON can state and no file can hold.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


def clean_text(value: object) -> str:
    """Write a value as one line of text that any file can hold."""
    # A whole number that passed through a frame with gaps comes back as 7.0; the file said 7.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _CONTROL.sub(" ", str(value)).strip()
