"""Read a sheet of a workbook (XLSX, XLS, ODS) as a table of text."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from geo_app.core.errors import SitesError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.intake.formats.archive import ZIP_START, list_members, unpack
from geo_app.intake.read_options import SourceFile
from geo_app.intake.tables.columns import Table
from geo_app.intake.tables.header import make_table, names_places

XLS_START = b"\xd0\xcf\x11\xe0"

_PROCESS = Path(__file__).with_name("sheet_process.py")
_MAX_SECONDS = 30
_SPARE_ROWS = 50

_BAD_BOOK = N_("{file}: the Excel workbook is damaged, encrypted or far too large ({reason}). Save it again.")
_BAD_OLD_BOOK = N_("{file} is an old Excel or Word document that cannot be read ({reason}). Save the table as XLSX.")

Sheets = list[tuple[str, list[list[str]]]]


def is_workbook(file: SourceFile) -> bool:
    """Tell a workbook by its beginning, and in an archive by its members."""
    if file.content.startswith(XLS_START):
        return True
    # OpenDocument stores its kind first and unpacked.
    if b"opendocument.spreadsheet" in file.content[:200]:
        return True
    return file.content.startswith(ZIP_START) and any(
        member.path in ("xl/workbook.xml", "xl/workbook.bin") for member in list_members(file.content, file.name)
    )


def read_workbook(file: SourceFile, most: int, max_bytes: int) -> Table:
    """Read the first sheet with columns of coordinates, else the first that is not empty.

    Parameters
    ----------
    most
        Rows beyond it are counted, but not kept.
    max_bytes
        The workbook may unpack to four times that.

    Raises
    ------
    SitesError
        If the workbook is damaged, encrypted, unpacks to too much, or has no header.
    """
    old = file.content.startswith(XLS_START)
    if not old:
        _check_xml(file, max_bytes)
    sheets = _sheets(file, most, _BAD_OLD_BOOK if old else _BAD_BOOK)
    filled = [(title, rows) for title, rows in sheets if any(any(row) for row in rows)]
    if not filled:
        titles = ", ".join(title for title, _ in sheets)
        raise SitesError(N_("{file}: no sheet of the workbook has a header ({sheets})."), file=file.name, sheets=titles)
    chosen = next((sheet for sheet in filled if names_places(sheet[1])), filled[0])
    others = [title for title, _ in sheets if title != chosen[0]]
    note = N_("only the sheet {sheet!r} is read; the workbook also has {others}.")
    message = Message(note, {"sheet": chosen[0][:80], "others": ", ".join(others)[:200]})
    return make_table(chosen[1], file.name, most, [RowNote(0, message)] if others else [])


def _check_xml(file: SourceFile, max_bytes: int) -> None:
    """Refuse what unpacks to too much, and documents that declare entities: no program writes such ones."""
    members = [member.path for member in list_members(file.content, file.name)]
    for path, content in unpack(file.content, members, file.name, max_bytes).items():
        if path.lower().endswith((".xml", ".rels")) and re.search(rb"<!(DOCTYPE|ENTITY)", content[:4096], re.I):
            text = N_("{file}: XML with a document type or entities is not accepted. Save it without them.")
            raise SitesError(text, file=file.name)


def _sheets(file: SourceFile, most: int, failed: str) -> Sheets:
    command = [sys.executable, "-P", str(_PROCESS), str(most + _SPARE_ROWS)]
    try:
        done = subprocess.run(command, input=file.content, capture_output=True, timeout=_MAX_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise SitesError(failed, file=file.name, reason=f"> {_MAX_SECONDS} s") from error
    if done.returncode:
        # A panic of the library writes many lines for programmers.
        lines = done.stderr.decode("utf-8", errors="replace").split("\n")
        reason = lines[0][:200] if done.returncode == 1 and len(lines) == 2 else "-"
        raise SitesError(failed, file=file.name, reason=reason)
    return [(title, rows) for title, rows in json.loads(done.stdout)]
