"""Tell the rows of a table that are data from those that are none: totals, units, numbers of columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from geo_app.core.i18n import N_
from geo_app.core.messages import RowError, RowNote

Row = Sequence[str] | None
"""The cells of a row; None for one that cannot be read."""

_TOTALS = re.compile(
    r"\W*(?:(?:итого|всего|итог|total|totals|subtotal|grand total|sum|сумма|барлығы|жиыны|жиынтығы|жалпы)\b"
    r"|合计|总计|总和|小计|共计)",
    re.IGNORECASE,
)
_ONLY_TOTAL = re.compile(rf"(?:{_TOTALS.pattern})\W*", re.IGNORECASE)
_UNIT = re.compile(
    r"\W*(?:°|'|\"|град\w*\.?|deg\w*|мин\w*\.?|min\w*|сек\w*\.?|sec\w*|г\.?м\.?с\.?|wgs ?-?84|度|分|秒"
    r"|га|ha|м|m|км|km|[кk]?[мm][2²]|кв\.? ?м|公顷|亩|米|平方米|%|шт\.?|чел\.?|[мк]вт|[mk]w"
    r"|тг|тенге|тыс\.?.*|млн\.?.*|kzt|usd|₸|\$|元|万元|текст|число|text|number|ед\.? ?изм\.?.*)\W*",
    re.IGNORECASE,
)
_NO_MEASURE = re.compile(r"\W*(?:текст|число|text|number|ед\.? ?изм\.?.*)\W*", re.IGNORECASE)
_A_TOTAL = N_("a row of totals ({found!r}); it is left out.")
_UNITS_ROW = N_("a row of units below the header; it is left out.")
_NUMBERS_ROW = N_("a row of column numbers below the header; it is left out.")
_PLAIN_NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,12})?", re.ASCII)
_SUM_DIGITS = 3


class Columns(NamedTuple):
    """The names of a table's columns, which of them hold numbers of a place, and whether it names places at all."""

    names: tuple[str, ...]
    places: tuple[int, ...]
    has_place: bool


def data_rows(
    columns: Columns, rows: Iterable[Row], most: int
) -> tuple[list[tuple[int, tuple[str, ...]]], list[RowNote], int]:
    """Keep the rows of data, say why others are left out, and count them all but the empty ones.

    Parameters
    ----------
    most
        Rows beyond it are counted, but not kept.
    """
    kept: list[tuple[int, tuple[str, ...]]] = []
    rejected: list[RowNote] = []
    sums = [0.0] * len(columns.places)
    count = 0
    for row, cells in enumerate(rows, start=1):
        if cells is not None and not is_filled(cells):
            continue
        count += 1
        if count > most:
            continue
        try:
            checked = _cells(cells, len(columns.names))
            if columns.has_place:
                # What explains the columns stands above all data.
                _refuse_no_data(checked, columns.places, sums, first=not kept)
            kept.append((row, checked))
        except RowError as bad:
            rejected.append(bad.note(row))
    return kept, rejected, count


def is_filled(cells: Row) -> bool:
    """Tell a row with a cell that is not blank."""
    return cells is not None and any(map(str.strip, cells))


def unit_row(cells: Row, places: Sequence[int]) -> list[str]:
    """Get the units that a row names, one a column; none of a row that is data."""
    filled = [cell.strip() for cell in cells or () if cell.strip()]
    numbers = any(re.search(r"\d", cells[k]) for k in places if cells and k < len(cells))
    if not cells or not filled or numbers or not all(map(_UNIT.fullmatch, filled)):
        return []
    return ["" if _NO_MEASURE.fullmatch(cell) else cell.strip(" ()[],.") for cell in cells]


def _refuse_no_data(cells: Sequence[str], places: Sequence[int], sums: list[float], *, first: bool) -> None:
    """Refuse a row of totals, and under the header one of units or of column numbers; add up what is a place."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    placed = [cells[k].strip() if k < len(cells) else "" for k in places]
    numbers = [_number(cell) for cell in placed]
    total = next((cell for cell in filled if _TOTALS.match(cell)), "")
    # A total has a figure in some columns and a place in none, or the sum of all of them, as a spreadsheet adds up.
    if total and (
        not any(re.search(r"\d", cell) for cell in placed) or (_ONLY_TOTAL.fullmatch(total) and _alike(numbers, sums))
    ):
        raise RowError(_A_TOTAL, found=total[:40])
    if first and len(filled) > 2 and [cell.rstrip(".") for cell in filled] == _counted(len(filled)):
        raise RowError(_NUMBERS_ROW)
    if first and unit_row(cells, places):
        raise RowError(_UNITS_ROW)
    for k, number in enumerate(numbers):
        sums[k] += number or 0.0


def _alike(numbers: Sequence[float | None], sums: Sequence[float]) -> bool:
    known = [round(number, _SUM_DIGITS) for number in numbers if number is not None]
    return bool(sums) and known == [round(number, _SUM_DIGITS) for number in sums]


def _counted(count: int) -> list[str]:
    return [str(k) for k in range(1, count + 1)]


def _number(cell: str) -> float | None:
    return float(cell.replace(",", ".")) if _PLAIN_NUMBER.fullmatch(cell) else None


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
