"""Read the first sheet of an Excel workbook as a table of text, without Excel's library and without formulas run."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from geo_app.core.errors import LayerError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.intake.columns import Table

_BOOK = "xl/workbook.xml"
_MAX_RATIO = 200
_MAX_COLUMNS = 1_000
_CELL = re.compile(r"([A-Z]{1,3})(\d+)")
_DAMAGED = (zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, RuntimeError, EOFError, OSError)


def is_workbook(content: bytes) -> bool:
    """Tell whether an archive is an Excel workbook."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _BOOK in archive.namelist()
    except (zipfile.BadZipFile, ValueError):
        return False


def read_workbook(content: bytes, name: str, max_rows: int, max_bytes: int) -> Table:
    """Read the first sheet; its first row names the columns.

    Raises
    ------
    LayerError
        If the workbook is damaged, encrypted, unpacks to too much, or its sheet has no header.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            room = min(4 * max_bytes, _MAX_RATIO * len(content))
            title, sheet, others = _first_sheet(archive, room)
            words = _shared_words(archive, room)
            records = _records(_xml(archive, sheet, room), words, max_rows)
    except DefusedXmlException as error:
        text = N_("{file}: XML with a document type or entities is not accepted. Save it without them.")
        raise LayerError(text, file=name) from error
    except _DAMAGED as error:
        text = N_("{file}: the workbook is damaged, encrypted or far too large ({reason}). Save it again.")
        raise LayerError(text, file=name, reason=str(error)[:200]) from error
    if not records or not any(records[0]):
        raise LayerError(N_("{file}: the sheet {sheet!r} has no header in its first row."), file=name, sheet=title[:80])
    columns = tuple(cell.strip() or f"column {place}" for place, cell in enumerate(records[0], start=1))
    filled = [(row, tuple(cells)) for row, cells in enumerate(records[1:], start=1) if any(cells)]
    note = N_("only the sheet {sheet!r} is read; the workbook also has {others}.")
    notes = (RowNote(0, Message(note, {"sheet": title[:80], "others": ", ".join(others)[:200]})),) if others else ()
    return Table(columns, tuple(filled), (), notes, len(filled))


def _xml(archive: zipfile.ZipFile, member: str, room: int) -> Element:
    info = archive.getinfo(member)
    if info.file_size > room:
        raise ValueError(f"{member} unpacks to {info.file_size / 1e6:.0f} MB")
    with archive.open(info) as file:
        # A member may lie about its size: read no more than it declares.
        root: Element = fromstring(file.read(info.file_size), forbid_dtd=True)
    return root


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _first_sheet(archive: zipfile.ZipFile, room: int) -> tuple[str, str, list[str]]:
    """Find the first sheet's title and member, and the titles of the others."""
    sheets = [element for element in _xml(archive, _BOOK, room).iter() if _tag(element) == "sheet"]
    if not sheets:
        raise ValueError("no sheet")
    link = next(value for key, value in sheets[0].attrib.items() if key.endswith("}id"))
    links = {e.get("Id"): e.get("Target", "") for e in _xml(archive, "xl/_rels/workbook.xml.rels", room)}
    target = links[link]
    member = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
    return sheets[0].get("name", ""), member, [sheet.get("name", "") for sheet in sheets[1:]]


def _shared_words(archive: zipfile.ZipFile, room: int) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    root = _xml(archive, "xl/sharedStrings.xml", room)
    return [_text(element) for element in root if _tag(element) == "si"]


def _text(element: Element) -> str:
    """Join the runs of a formatted text; a reading aid above the characters is none of it."""
    if _tag(element) == "rPh":
        return ""
    return (element.text or "" if _tag(element) == "t" else "") + "".join(map(_text, element))


def _records(root: Element, words: list[str], max_rows: int) -> list[list[str]]:
    records: list[list[str]] = []
    for row in (element for element in root.iter() if _tag(element) == "row"):
        number = int(row.get("r", len(records) + 1))
        if not len(records) < number <= max_rows + 1:
            raise ValueError(f"row {number}, at most {max_rows} are accepted")
        # Empty rows are not in the file, but count for whoever looks for a row by its number.
        records += [[] for _ in range(number - len(records) - 1)]
        cells: list[str] = []
        for cell in (element for element in row if _tag(element) == "c"):
            place = _column(cell.get("r", ""), len(cells))
            cells += [""] * (place - len(cells))
            cells.append(_value(cell, words))
        records.append(cells)
    return records


def _column(reference: str, default: int) -> int:
    match = _CELL.fullmatch(reference)
    if match is None:
        return default
    number = 0
    for letter in match[1]:
        number = 26 * number + ord(letter) - ord("A") + 1
    if number > _MAX_COLUMNS:
        raise ValueError(f"column {match[1]}, at most {_MAX_COLUMNS} are accepted")
    return number - 1


def _value(cell: Element, words: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    written = next((e.text or "" for e in cell if _tag(e) == "v"), "")
    if kind == "s":
        return words[int(written)]
    return "" if kind == "e" else written
