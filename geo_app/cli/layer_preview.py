"""What is in a file that may become a layer, in words for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from geo_app.core.i18n import Translator
from geo_app.intake.layers import LayerPreview
from geo_app.report.text import KIND_NAMES

ROWS_SHOWN = 20


def preview_lines(found: LayerPreview, t: Translator) -> Iterator[str]:
    """Yield what is in the file, then what was said about it and its rows, the first of each only."""
    counts = ", ".join(f"{t(KIND_NAMES[kind])}: {t.number(n)}" for kind, n in found.counts.items())
    west, south, east, north = (t.number(degrees, 2) for degrees in found.bounds)
    yield _clean(f"{found.name}: {counts}; {found.crs}; {west}° – {east}°, {south}° – {north}°")
    for column in found.columns:
        kind = t("number") if column.kind == "number" else t("text")
        yield _clean(f"  {column.name} ({kind}, {t.number(column.filled)}): {column.example}")
    for note in found.notes[:ROWS_SHOWN]:
        yield _clean(t.fill(note.message))
    for title, rows in ((t("Repaired"), found.repaired), (t("Left out"), found.dropped)):
        if rows:
            yield f"{title}: {t.number(len(rows))}"
        for row in rows[:ROWS_SHOWN]:
            yield _clean("  " + t("Row {row}: {reason}", row=row.row, reason=t.fill(row.message)))


def _clean(text: str) -> str:
    """Keep control characters of a file away from the terminal."""
    return "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)
