"""Make a table of the rows of a sheet or of a file: where its header is, and which rows are no data.

People's tables have titles above the header, names merged over two rows, a row of units or of column numbers below it,
and totals at the end.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from geo_app.core.errors import SitesError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowError, RowNote
from geo_app.intake.columns import Table, find_columns, has_place

SEARCHED = 10
"""In how many of the first rows the header is looked for."""

MAX_COLUMNS = 1_000

Row = Sequence[str] | None
"""The cells of a row; None for one that cannot be read."""

_TOTALS = re.compile(
    r"\W*(?:(?:итого|всего|итог|total|totals|subtotal|grand total|sum|барлығы|жиыны|жиынтығы|жалпы)\b"
    r"|合计|总计|总和|小计|共计)",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\W*(?:°|'|\"|град\w*\.?|deg\w*|мин\w*\.?|min\w*|сек\w*\.?|sec\w*|г\.?м\.?с\.?|wgs ?-?84|度|分|秒"
    r"|га|ha|м|m|км|km|[кk]?[мm][2²]|кв\.? ?м|公顷|亩|米|平方米|%|шт\.?|чел\.?|[мк]вт|[mk]w"
    r"|тг|тенге|тыс\.?.*|млн\.?.*|kzt|usd|₸|\$|元|万元|текст|число|text|number|ед\.? ?изм\.?.*)\W*",
    re.IGNORECASE,
)
_HEADER_BELOW = N_("the header was found in row {row} of the file; what is above it is left out.")
_A_TOTAL = N_("a row of totals ({found!r}); it is left out.")
_UNITS_ROW = N_("a row of units below the header; it is left out.")
_NUMBERS_ROW = N_("a row of column numbers below the header; it is left out.")


def make_table(records: Iterable[Row], name: str, most: int, notes: Sequence[RowNote] = ()) -> Table:
    """Make a table of rows, the first ten of which hold its header.

    Parameters
    ----------
    most
        Rows beyond it are counted, but not kept.

    Raises
    ------
    SitesError
        If there is no header, or one of too many columns.
    """
    rows = iter(records)
    first = list(itertools.islice(rows, SEARCHED + 1))
    at = _header_row(first)
    header = first[at] if at < len(first) else None
    if not header:
        raise SitesError(
            N_("{file} has no header, or one with an open quotation mark. Its first row must name the columns."),
            file=name,
        )
    if len(header) > MAX_COLUMNS:
        raise SitesError(
            N_("{file} has {found} columns; at most {limit} are accepted."),
            file=name,
            found=len(header),
            limit=MAX_COLUMNS,
        )
    columns = _with_names_above(header, first[:at])
    above = any(_filled(row) for row in first[:at])
    told = (*notes, RowNote(0, Message(_HEADER_BELOW, {"row": at + 1}))) if above else tuple(notes)
    data = itertools.chain(first[at + 1 :], rows)
    return _table(columns, data, told, most, may_skip=has_place(columns))


def _table(
    columns: tuple[str, ...], data: Iterable[Row], notes: tuple[RowNote, ...], most: int, *, may_skip: bool
) -> Table:
    rows: list[tuple[int, tuple[str, ...]]] = []
    rejected: list[RowNote] = []
    places = _places(columns)
    count = 0
    for row, cells in enumerate(data, start=1):
        if cells is not None and not _filled(cells):
            continue
        count += 1
        if count > most:
            continue
        try:
            checked = _cells(cells, len(columns))
            if may_skip:
                _refuse_no_data(checked, places, first=count == 1)
            rows.append((row, checked))
        except RowError as bad:
            rejected.append(bad.note(row))
    return Table(columns, tuple(rows), tuple(rejected), notes, count)


def _header_row(first: Sequence[Row]) -> int:
    """Find the row that names coordinates, else the first that is not empty."""
    for at, cells in enumerate(first[:SEARCHED]):
        if cells and has_place([cell.strip() for cell in cells]):
            return at
    return next((at for at, cells in enumerate(first) if cells is None or _filled(cells)), len(first))


def _with_names_above(header: Sequence[str], above: Sequence[Row]) -> tuple[str, ...]:
    """Fill the gaps of a header with what merged cells left in the rows above; a title over them is no name."""
    names = [cell.strip() for cell in header]
    for cells in reversed(above):
        if cells is None or sum(bool(cell.strip()) for cell in cells) < 2:
            continue
        names = [name or (cells[k].strip() if k < len(cells) else "") for k, name in enumerate(names)]
    return tuple(names)


def _places(columns: Sequence[str]) -> tuple[int, ...]:
    found = find_columns(columns)
    return tuple(columns.index(found[axis]) for axis in ("lon", "lat", "x", "y") if axis in found)


def _filled(cells: Sequence[str] | None) -> bool:
    return cells is not None and any(map(str.strip, cells))


def _refuse_no_data(cells: Sequence[str], places: Sequence[int], *, first: bool) -> None:
    """Refuse a row of totals, and under the header one of units or of column numbers."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    placed = [cells[k].strip() for k in places if k < len(cells) and cells[k].strip()]
    # A total has a figure in some columns, and a place in none.
    if not placed and (found := next((cell for cell in filled if _TOTALS.match(cell)), "")):
        raise RowError(_A_TOTAL, found=found[:40])
    if not first:
        return
    if len(filled) > 2 and [cell.rstrip(".") for cell in filled] == [str(k) for k in range(1, len(filled) + 1)]:
        raise RowError(_NUMBERS_ROW)
    if filled and not any(re.search(r"\d", cell) for cell in placed) and all(map(_UNIT.fullmatch, filled)):
        raise RowError(_UNITS_ROW)


def _cells(cells: Row, expected: int) -> tuple[str, ...]:
    if cells is None:
        raise RowError(N_("a quotation mark is opened and never closed, or a cell is far too long."))
    if any(map(str.strip, cells[expected:])):
        raise RowError(
            N_("{found} cells, expected {expected}. Put text that holds the separator in quotes."),
            found=len(cells),
            expected=expected,
        )
    return tuple(cells[:expected])
