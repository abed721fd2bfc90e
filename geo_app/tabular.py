"""Read a table of text: CSV in the encodings and dialects that spreadsheets of the region write."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from geo_app.errors import SitesError
from geo_app.i18n import N_
from geo_app.model import Rejection

_DELIMITERS = (",", ";", "\t", "|")
_ENCODINGS = ("utf-8-sig", "cp1251")


@dataclass(frozen=True)
class Table:
    """A header and its rows: number from 1, and the cells by column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    rejected: tuple[Rejection, ...]


def read_csv(content: bytes, name: str) -> Table:
    """Read CSV bytes.

    Raises
    ------
    SitesError
        If there is no header, a column is named twice, or the text cannot be decoded.
    """
    text = _decode(content, name)
    lines = text.splitlines()
    header = next((line for line in lines if line.strip()), "")
    delimiter = max(_DELIMITERS, key=header.count)
    try:
        table = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise SitesError(N_("{file} is not a table: {reason}."), file=name, reason=error) from error
    if not table:
        raise SitesError(N_("{file} is empty."), file=name)
    columns = tuple(cell.strip() for cell in table[0])
    repeated = [column for column, count in Counter(c.lower() for c in columns if c).items() if count > 1]
    if repeated:
        raise SitesError(N_("{file}: the column {column!r} appears twice."), file=name, column=repeated[0])
    rows, rejected = [], []
    for number, row in enumerate(table[1:], start=1):
        if len(row) > len(columns) and any(cell.strip() for cell in row[len(columns) :]):
            rejected.append(
                Rejection(
                    number,
                    N_("{found} cells, expected {expected}. Put text that holds the separator in quotes."),
                    {"found": len(row), "expected": len(columns)},
                )
            )
        else:
            rows.append((number, dict(zip(columns, row + [""] * (len(columns) - len(row)), strict=False))))
    return Table(columns, tuple(rows), tuple(rejected))


def _decode(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise SitesError(N_("{file}: the text is neither UTF-8 nor Windows-1251. Save it as UTF-8."), file=name)
