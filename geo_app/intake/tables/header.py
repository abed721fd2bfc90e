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
from geo_app.core.messages import Message, RowNote
from geo_app.intake.tables.columns import Table, find_columns, has_place
from geo_app.intake.tables.data_rows import Columns, Row, data_rows, is_filled, unit_row
from geo_app.intake.tables.header_words import holds_places

SEARCHED = 10
"""In how many of the first rows the header is looked for."""

MAX_COLUMNS = 1_000

_PARTS = ("град", "мин", "сек")
_HEADER_BELOW = N_("the header was found in row {row} of the file; what is above it is left out.")


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
    first = list(itertools.islice(rows, SEARCHED + 2))
    at = header_row(first)
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
    titles = first[:at]
    if at + 1 < len(first) and _goes_on(header, first[at + 1]):
        titles, at = first[:at], at + 1
        names = _joined(header, first[at] or ())
    else:
        names = _with_names_above(header, titles)
    above = any(is_filled(row) for row in titles)
    all_notes = (*notes, RowNote(0, Message(_HEADER_BELOW, {"row": at + 1}))) if above else tuple(notes)
    below = first[at + 1 :]
    names = _with_units(_with_parts(names, below), next(filter(is_filled, below), None))
    data = itertools.chain(below, rows)
    kept, rejected, count = data_rows(Columns(names, *_placed(names)), data, most)
    return Table(names, tuple(kept), tuple(rejected), all_notes, count)


def header_row(first: Sequence[Row]) -> int:
    """Find the row that names coordinates, else one that names a column of whole places, else the first with cells."""
    for tells in (has_place, lambda cells: len(cells) > 1 and any(map(holds_places, cells))):
        for at, cells in enumerate(first[:SEARCHED]):
            if cells and tells([cell.strip() for cell in cells]):
                return at
    return next((at for at, cells in enumerate(first) if cells is None or is_filled(cells)), len(first))


def names_places(rows: Sequence[Row]) -> bool:
    """Tell whether one of the first rows is a header of coordinates or of whole places."""
    cells = [[cell.strip() for cell in row] for row in rows[:SEARCHED] if row]
    return any(map(has_place, cells)) or any(len(row) > 1 and any(map(holds_places, row)) for row in cells)


# ---------------------------------------------------------------------------------------------- names of columns


def _with_names_above(header: Sequence[str], above: Sequence[Row]) -> tuple[str, ...]:
    """Fill the gaps of a header with what merged cells left in the rows above; a title over them is no name."""
    names = [cell.strip() for cell in header]
    gaps = [k for k, name in enumerate(names) if not name]
    for cells in reversed(above):
        if cells is None or sum(bool(cell.strip()) for cell in cells) < 2:
            continue
        if cells is above[-1] and any(k < len(cells) and cells[k].strip() for k in gaps):
            names = list(_joined(cells, names))
        names = [name or (cells[k].strip() if k < len(cells) else "") for k, name in enumerate(names)]
    return tuple(names)


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Join two rows of a header: a cell of the upper one that is merged goes before each of those below it."""
    names = []
    over = ""
    for k in range(max(len(upper), len(lower))):
        own = upper[k].strip() if k < len(upper) else ""
        below = lower[k].strip() if k < len(lower) else ""
        over = own or over
        known = find_columns([below]).keys() - {"accuracy_m"} if below else ()
        names.append(below if known or not over else f"{over}: {below}" if below else own)
    return tuple(names)


def _goes_on(header: Sequence[str], below: Row) -> bool:
    """Tell a second row of a header: words under cells that are merged, and under no other."""
    if below is None or not is_filled(below) or any(re.search(r"\d", cell) for cell in below):
        return False
    merged = _merged(header, len(below))
    filled = [k for k, cell in enumerate(below) if cell.strip()]
    gaps = [k for k in filled if k >= len(header) or not header[k].strip()]
    return bool(gaps) and all(any(k in group for group in merged) for k in filled)


def _merged(header: Sequence[str], width: int) -> list[range]:
    """List the cells of a header that have empty ones behind them, with those."""
    starts = [k for k, cell in enumerate(header) if cell.strip()]
    ends = [*starts[1:], max(len(header), width)]
    return [range(start, end) for start, end in zip(starts, ends, strict=True) if end - start > 1]


def _with_parts(names: tuple[str, ...], rows: Sequence[Row]) -> tuple[str, ...]:
    """Name the cells of minutes and seconds behind a merged "Latitude", which have no names of their own."""
    found = find_columns(names)
    named = list(names)
    numbers = [row for row in rows if row and is_filled(row)]
    for start in (names.index(found[axis]) for axis in ("lat", "lon") if axis in found):
        group = next((group for group in _merged(names, len(names)) if start in group), range(start, start + 1))
        parts = [k for k in group[:3] if any(len(row) > k and re.search(r"\d", row[k]) for row in numbers)]
        if len(parts) > 1 and parts == list(group[: len(parts)]):
            for k, part in zip(parts, _PARTS, strict=False):
                named[k] = f"{names[start]}: {part}"
    return tuple(named)


def _with_units(names: tuple[str, ...], row: Row) -> tuple[str, ...]:
    """Add the units of a row below the header to the names that state none."""
    places = _places(names)
    units = unit_row(row, places)
    return tuple(
        f"{name}, {unit}" if name and unit and k not in places and unit.casefold() not in name.casefold() else name
        for k, (name, unit) in enumerate(itertools.zip_longest(names, units[: len(names)], fillvalue=""))
    )


def _placed(names: Sequence[str]) -> tuple[tuple[int, ...], bool]:
    """Find the columns that make the places, and tell whether there are any; a column of whole ones is one too."""
    if has_place(names):
        return _places(names), True
    whole = tuple(k for k, name in enumerate(names) if holds_places(name))[:1]
    return whole, bool(whole)


def _places(names: Sequence[str]) -> tuple[int, ...]:
    found = find_columns(names)
    return tuple(names.index(found[axis]) for axis in ("lon", "lat", "x", "y") if axis in found)
