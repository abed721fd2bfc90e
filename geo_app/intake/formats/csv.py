"""Read a table of text: CSV in the encodings and dialects that spreadsheets write.

A bad row costs itself only: even a quotation mark that is never closed does not swallow the rows after it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from geo_app.core.errors import SitesError
from geo_app.core.i18n import N_
from geo_app.intake.encoding import decode, guess_note
from geo_app.intake.tables.columns import Table, known_names
from geo_app.intake.tables.header import MAX_COLUMNS, SEARCHED, make_table

_DELIMITERS = (",", ";", "\t", "|")
_MAX_LINES_A_ROW = 20
_MAX_OPEN_QUOTES = 20


def read_csv(content: bytes, name: str, max_rows: int) -> Table:
    """Read CSV bytes: comma, semicolon, tab or bar; UTF-8, UTF-16 or, failing these, what its letters tell.

    Raises
    ------
    SitesError
        If the text cannot be decoded, or has no header, too many columns or far too many lines.
    """
    decoded = decode(content, _known_words)
    if decoded is None:
        raise SitesError(
            N_("{file}: the text is neither UTF-8 nor in an encoding that can be told. Save it as UTF-8."), file=name
        )
    text, guess = decoded
    if max(text.count("\n"), text.count("\r")) > _MAX_LINES_A_ROW * (max_rows + 50):
        raise SitesError(
            N_("{file} has {found} lines; at most {limit} rows are accepted. Split the file."),
            file=name,
            found=max(text.count("\n"), text.count("\r")),
            limit=max_rows,
        )
    lines, delimiter = _dialect(list(io.StringIO(text, newline="")))
    return make_table(_records(lines, delimiter, name), name, max_rows, guess_note(guess))


# ---------------------------------------------------------------------------------------------------- inside


def _known_words(text: str) -> int:
    """Count the names of columns in the first lines that are known."""
    lines = text[:10_000].splitlines()[:SEARCHED]
    return max((known_names(re.split(r"[,;\t|]", line)[:MAX_COLUMNS]) for line in lines), default=0)


def _dialect(lines: list[str]) -> tuple[list[str], str]:
    """Find the delimiter; some spreadsheets name it in a first line of its own, which is no header."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    lines = lines[first:]
    stated = re.fullmatch(r'"?sep=(.)"?', lines[0].strip("\r\n"), re.IGNORECASE) if lines else None
    if stated and stated[1] in _DELIMITERS:
        return lines[1:], stated[1]

    def suits(delimiter: str) -> tuple[int, int, int]:
        rows = [line.strip("\r\n").split(delimiter)[:MAX_COLUMNS] for line in lines[:SEARCHED]]
        # A name with another delimiter in it is several; only a comma belongs to names.
        others = set(_DELIMITERS) - {delimiter, ","}
        names = [[cell.strip().strip('"') for cell in row if not others & set(cell)] for row in rows]
        known = [known_names(row) for row in names]
        width = len(rows[known.index(max(known))])
        return max(known), sum(len(row) == width for row in rows) if width > 1 else 0, len(rows[0])

    return lines, max(_DELIMITERS, key=suits) if lines else ","


def _records(lines: list[str], delimiter: str, name: str) -> Iterator[list[str] | None]:
    """Yield each record's cells; None for a line whose quote is not closed where it should be."""
    start = 0
    expected = 0
    for _ in range(_MAX_OPEN_QUOTES):
        reader = csv.reader(lines[start:], delimiter=delimiter)
        begin = start
        try:
            for cells in reader:
                end = start + reader.line_num
                if end - begin > 1 and (len(cells) < expected or not _is_well_quoted(lines[begin:end], delimiter)):
                    break
                # A title above the header has one cell.
                expected = expected if expected > 1 else len(cells)
                yield cells
                begin = end
            else:
                return
        except csv.Error:
            # A cell beyond the reader's limit of size: in practice a quote that is never closed as well.
            pass
        yield None
        start = begin + 1
    raise SitesError(
        N_("{file}: more than {limit} quotation marks are opened and never closed. Save the table again as CSV."),
        file=name,
        limit=_MAX_OPEN_QUOTES - 1,
    )


def _is_well_quoted(lines: list[str], delimiter: str) -> bool:
    """Tell a text of several lines from rows that a lost quotation mark has run together."""
    try:
        return bool(list(csv.reader(lines, delimiter=delimiter, strict=True)))
    except csv.Error:
        return False
