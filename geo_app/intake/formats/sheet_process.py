"""Read a workbook from standard input and write its sheets to standard output, as a process of its own.

The library reads XLSX, XLS and ODS fast and well, but a hostile workbook can make it panic or ask for all the memory
there is; so it runs where neither takes the product along.

::

    python -P sheet_process.py MOST_ROWS < book.xlsx        [[title, [[cell, …], …]], …] as JSON
"""

from __future__ import annotations

import io
import json
import sys
from datetime import date, datetime, timedelta
from itertools import islice

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

_MAX_MEMORY = 3_000_000_000
_MAX_SHEETS = 50


def main(most: int) -> int:
    """Read and write; the exit code is 1, after the reason, where the library refuses the workbook."""
    _limit_memory()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        sheets = []
        # What is hidden comes last: people keep old versions and lists of choices there.
        listed = sorted(book.sheets_metadata, key=lambda sheet: sheet.visible != SheetVisibleEnum.Visible)
        for title in [sheet.name for sheet in listed if sheet.typ == SheetTypeEnum.WorkSheet][:_MAX_SHEETS]:
            rows = islice(book.get_sheet_by_name(title).iter_rows(), most)
            sheets.append([title, [[_text(cell) for cell in row] for row in rows]])
    except (CalamineError, ValueError, OSError, MemoryError) as error:
        print(error, file=sys.stderr)
        return 1
    json.dump(sheets, sys.stdout)
    return 0


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        # Windows has no such limit; the time limit of the caller holds there too.
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))


def _text(cell: object) -> str:
    """Write a cell as people would: a date as a date, a whole number without a decimal point."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        midnight = not (cell.hour or cell.minute or cell.second)
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
