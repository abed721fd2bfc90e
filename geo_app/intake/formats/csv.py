"""Read a table of text: CSV in the encodings and dialects that spreadsheets write, columns told by their names.

A bad row costs itself only: even a quotation mark that is never closed does not swallow the rows after it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from geo_app.core.errors import SitesError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowError, RowNote
from geo_app.intake.columns import COLUMN_NAMES, UNITS, Table, header_key

UNITS |= {"м", "метр", "метры", "град", "град.", "градусы", "десятичные градусы", "градус", "米", "度"}

_DELIMITERS = (",", ";", "\t", "|")
_MAX_COLUMNS = 1_000
_MAX_LINES_A_ROW = 20
_MAX_OPEN_QUOTES = 20


def read_csv(content: bytes, name: str, max_rows: int) -> Table:
    """Read CSV bytes: comma, semicolon, tab or bar; UTF-8, UTF-16 or, failing these, Windows-1251.

    Raises
    ------
    SitesError
        If the text cannot be decoded, or has no header, too many columns or far too many lines.
    """
    text, warnings = _decode(content, name)
    if max(text.count("\n"), text.count("\r")) > _MAX_LINES_A_ROW * (max_rows + 50):
        raise SitesError(
            N_("{file} has {found} lines; at most {limit} rows are accepted. Split the file."),
            file=name,
            found=max(text.count("\n"), text.count("\r")),
            limit=max_rows,
        )
    lines, delimiter = _dialect(list(io.StringIO(text, newline="")))
    records = _records(lines, delimiter, name)
    header = next((cells for cells in records if cells is None or any(map(str.strip, cells))), [])
    if not header:
        raise SitesError(
            N_("{file} has no header, or one with an open quotation mark. Its first row must name the columns."),
            file=name,
        )
    if len(header) > _MAX_COLUMNS:
        raise SitesError(
            N_("{file} has {found} columns; at most {limit} are accepted."),
            file=name,
            found=len(header),
            limit=_MAX_COLUMNS,
        )
    columns = tuple(cell.strip() for cell in header)
    rows: list[tuple[int, tuple[str, ...]]] = []
    rejected: list[RowNote] = []
    count = 0
    for row, cells in enumerate(records, start=1):
        if cells is not None and not any(map(str.strip, cells)):
            continue
        count += 1
        if count > max_rows:
            continue
        try:
            rows.append((row, _cells(cells, len(columns))))
        except RowError as bad:
            rejected.append(bad.note(row))
    return Table(columns, tuple(rows), tuple(rejected), tuple(warnings), count)


# ---------------------------------------------------------------------------------------------------- inside


def _decode(content: bytes, name: str) -> tuple[str, list[RowNote]]:
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        guessed = N_("the text is not UTF-8 and was read as Windows-1251. If names look wrong, save it as UTF-8.")
        return text, [RowNote(0, Message(guessed))] if encoding == "cp1251" else []
    raise SitesError(N_("{file}: the text is neither UTF-8 nor Windows-1251. Save it as UTF-8."), file=name)


def _dialect(lines: list[str]) -> tuple[list[str], str]:
    """Find the delimiter; some spreadsheets name it in a first line of its own, which is no header."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    lines = lines[first:]
    stated = re.fullmatch(r'"?sep=(.)"?', lines[0].strip("\r\n"), re.IGNORECASE) if lines else None
    if stated and stated[1] in _DELIMITERS:
        return lines[1:], stated[1]

    def suits(delimiter: str) -> tuple[int, int]:
        cells = lines[0].strip("\r\n").split(delimiter)
        keys = {header_key(cell.strip().strip('"')) for cell in cells[:_MAX_COLUMNS]}
        return sum(bool(keys.intersection(names)) for names in COLUMN_NAMES.values()), len(cells)

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
                expected = expected or len(cells)
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


def _cells(cells: list[str] | None, expected: int) -> tuple[str, ...]:
    if cells is None:
        raise RowError(N_("a quotation mark is opened and never closed, or a cell is far too long."))
    if any(map(str.strip, cells[expected:])):
        raise RowError(
            N_("{found} cells, expected {expected}. Put text that holds the separator in quotes."),
            found=len(cells),
            expected=expected,
        )
    return tuple(cells[:expected])
