"""Read a table of text: CSV in the encodings and dialects that spreadsheets write, columns told by their names.

A bad row costs itself only: even a quotation mark that is never closed does not swallow the rows after it.
"""

from __future__ import annotations

import csv
import io
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo_app.core.errors import SitesError
from geo_app.core.i18n import LANGUAGES, N_
from geo_app.core.messages import Rejection, RowError
from geo_app.core.text import MAX_TEXT

# The header of a table or the attribute of a feature, in the languages of the service; lower case, best first.
COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "site_id", "код", "编号", "fid", "feature_id"),
    "name": ("name", "title", "название", "наименование", "атауы", "аты", "名称", "名字"),
    "accuracy_m": ("accuracy_m", "accuracy", "точность_м", "точность", "дәлдік_м", "дәлдік", "精度_米", "精度"),
    "lon": ("lon", "longitude", "lng", "long", "долгота", "бойлық", "经度", "經度"),
    "lat": ("lat", "latitude", "широта", "ендік", "纬度", "緯度"),
    "x": ("x", "easting", "x_m"),
    "y": ("y", "northing", "y_m"),
    **{f"name_{language}": (f"name_{language}",) for language in LANGUAGES},
}


# What may stand behind a column's name, as "(°)" or ", m". Any other unit makes it another column.
_UNITS = {"", "°", "deg", "degrees", "decimal degrees", "dd", "wgs84", "wgs 84", "epsg:4326", "m", "metres", "meters"}
_UNITS |= {"м", "метр", "метры", "град", "град.", "градусы", "десятичные градусы", "градус", "米", "度"}

_DELIMITERS = (",", ";", "\t", "|")
_MAX_COLUMNS = 1_000
_MAX_LINES_A_ROW = 20
_MAX_OPEN_QUOTES = 20

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.ASCII | re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"[-+]?\d*,\d+", re.ASCII)
_THOUSANDS_OR_DECIMALS = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}", re.ASCII)
_GROUPED = re.compile(r"[-+]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?", re.ASCII)

# Half the way around the Earth: nothing can be farther off.
_MAX_ACCURACY_M = 20_000_000

_NOT_FINITE = {"nan", "inf", "infinity"}


@dataclass(frozen=True)
class Table:
    """A header and its rows.

    Attributes
    ----------
    rows
        Row number from 1 and the cells; a row may have fewer cells than there are columns.
    count
        How many rows the file has; beyond the limit they are counted, but not kept.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    rejected: tuple[Rejection, ...]
    warnings: tuple[Rejection, ...]
    count: int


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
    rejected: list[Rejection] = []
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
            rejected.append(bad.rejection(row))
    return Table(columns, tuple(rows), tuple(rejected), tuple(warnings), count)


def find_columns(columns: Sequence[str], file: str = "") -> dict[str, str]:
    """Tell which columns hold what: a key of `COLUMN_NAMES` to the column, for those that are there.

    Raises
    ------
    SitesError
        If `file` is named, and two of its columns have the same name, one that counts. Without a name, as for
        the attributes of features, the first is taken.
    """
    by_key: dict[str, list[str]] = {}
    for column in columns:
        by_key.setdefault(_key(column), []).append(column)
    found = {}
    for meaning, keys in COLUMN_NAMES.items():
        key = next((key for key in keys if key in by_key), None)
        if key is None:
            continue
        if file and len(by_key[key]) > 1:
            raise SitesError(
                N_("{file}: the column {column!r} appears twice. Rename or remove one."),
                file=file,
                column=by_key[key][1][:80],
            )
        found[meaning] = by_key[key][0]
    return found


def parse_number(value: object, field: str, *, degrees: bool) -> float:
    """Read a cell as a finite number.

    A comma is a decimal comma unless it may as well group thousands (``1,500``); in degrees it cannot.

    Raises
    ------
    RowError
        If it is empty, text, ambiguous or not finite.
    """
    written = unicodedata.normalize("NFKC", str(value)).strip().replace("\u2212", "-").lower()
    told = {"field": field[:80], "found": str(value)[:80]}
    if not written:
        raise RowError(N_("{field} is empty; expected a number."), **told)
    if not degrees and _THOUSANDS_OR_DECIMALS.fullmatch(written):
        raise RowError(N_("{field} is {found!r}: thousands or decimals? Write it with a decimal point."), **told)
    if _GROUPED.fullmatch(written):
        written = written.replace(" ", "")
    if _DECIMAL_COMMA.fullmatch(written):
        written = written.replace(",", ".")
    if written.lstrip("+-") in _NOT_FINITE:
        raise RowError(N_("{field} is {found!r}; expected a finite number."), **told)
    if not _NUMBER.fullmatch(written):
        raise RowError(N_("{field} is {found!r}; expected a number such as 68.25."), **told)
    if not math.isfinite(float(written)):
        raise RowError(N_("{field} is {found!r}; expected a finite number."), **told)
    return float(written)


def parse_accuracy(values: Mapping[str, object], field: str | None) -> float:
    """Read the accuracy in metres; 0 where there is none.

    Raises
    ------
    RowError
        If it is not a number from 0 to half the way around the Earth.
    """
    written = cell(values, field)
    if field is None or not str(written).strip():
        return 0.0
    accuracy_m = parse_number(written, field, degrees=False)
    if not 0 <= accuracy_m <= _MAX_ACCURACY_M:
        raise RowError(
            N_("{field} is {found}; expected 0 to {limit} metres."),
            field=field[:80],
            found=accuracy_m,
            limit=_MAX_ACCURACY_M,
        )
    # Not -0.0: the sign would be shown.
    return abs(accuracy_m)


def points_of(
    table: Table, x: str, y: str, *, keep: Iterable[str], degrees: bool
) -> tuple[list[tuple[int, float, float, dict[str, object]]], list[Rejection]]:
    """Read the coordinates in two columns: row, x, y and the cells to keep; rows without numbers are rejected."""
    points, rejected = [], list(table.rejected)
    places = {column: table.columns.index(column) for column in (x, y, *keep)}
    for row, cells in table.rows:
        values: dict[str, object] = {column: cells[at] if at < len(cells) else "" for column, at in places.items()}
        try:
            east, north = (parse_number(values[column], column, degrees=degrees) for column in (x, y))
        except RowError as bad:
            rejected.append(bad.rejection(row))
            continue
        points.append((row, east, north, values))
    return points, rejected


def cell(values: Mapping[str, object], field: str | None) -> object:
    """Get a value, or an empty text where there is none: no column, no value, or a frame's gap."""
    value: Any = values.get(field) if field is not None else None
    missing = value is None or (pd.api.types.is_scalar(value) and pd.isna(value))
    return "" if missing else value


# ---------------------------------------------------------------------------------------------------- inside


def _decode(content: bytes, name: str) -> tuple[str, list[Rejection]]:
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        guessed = N_("the text is not UTF-8 and was read as Windows-1251. If names look wrong, save it as UTF-8.")
        return text, [Rejection(0, guessed)] if encoding == "cp1251" else []
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
        keys = {_key(cell.strip().strip('"')) for cell in cells[:_MAX_COLUMNS]}
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


def _key(header: str) -> str:
    """Reduce a header to what it is compared by: case, blanks and a harmless unit do not count."""
    key = unicodedata.normalize("NFKC", header[:MAX_TEXT]).casefold().strip(" \ufeff\"'")
    unit = re.fullmatch(r"(?P<name>[^(\[,]*)(?:[(\[](?P<in>[^)\]]*)[)\]]|,(?P<after>.*))", key)
    if unit and (unit["in"] or unit["after"] or "").strip() in _UNITS:
        key = unit["name"]
    return re.sub(r"[\s.\-]+", "_", key.strip()).strip("_°")
