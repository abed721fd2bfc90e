"""Find the columns of a table by their names in four languages, and read their cells."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo_app.core.errors import SitesError
from geo_app.core.i18n import N_
from geo_app.core.messages import RowError, RowNote
from geo_app.intake.tables.header_words import (
    COLUMN_NAMES,
    GEOMETRY_NAMES,
    SHORT_PAIRS,
    angle_columns,
    header_key,
    loose_meanings,
)

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.ASCII | re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"[-+]?\d*,\d+", re.ASCII)
_THOUSANDS_OR_DECIMALS = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}", re.ASCII)
_GROUPED = re.compile(r"[-+]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?", re.ASCII)
_METRES_BEHIND = re.compile(r"(?<=[\d.]) ?(?:m|м|metres|meters|метров|метра|米)\.?")
_NOT_FINITE = {"nan", "inf", "infinity"}

# Half the way around the Earth: nothing can be farther off.
_MAX_ACCURACY_M = 20_000_000


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
    rejected: tuple[RowNote, ...]
    warnings: tuple[RowNote, ...]
    count: int


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
        by_key.setdefault(header_key(column), []).append(column)
    found = {}
    for meaning, keys in COLUMN_NAMES.items():
        key = next((key for key in keys if key in by_key), None)
        if key is None:
            continue
        # A code may stand there twice, of the site and of its district: then it is no id.
        if len(by_key[key]) > 1 and meaning == "id" and key != "id":
            continue
        if file and len(by_key[key]) > 1:
            raise SitesError(
                N_("{file}: the column {column!r} appears twice. Rename or remove one."),
                file=file,
                column=by_key[key][1][:80],
            )
        found[meaning] = by_key[key][0]
    rest = [key for key, named in by_key.items() if named[0] not in found.values()]
    for meaning, key in loose_meanings(rest).items():
        found.setdefault(meaning, by_key[key][0])
    pair = next((pair for pair in SHORT_PAIRS if by_key.keys() >= set(pair)), None)
    # Beside numbers, N and E are hemispheres.
    values = any(re.match(r"[-+.\d]", key) for key in by_key)
    if pair and not values and not {"lat", "lon", "x", "y"} & found.keys():
        found |= {"lat": by_key[pair[0]][0], "lon": by_key[pair[1]][0]}
    return found


def has_place(columns: Sequence[str]) -> bool:
    """Tell a header that names coordinates, or a column of shapes."""
    found = find_columns(columns)
    pairs = ({"lon", "lat"}, {"x", "y"})
    return (
        any(found.keys() >= pair for pair in pairs)
        or any(header_key(column) in GEOMETRY_NAMES for column in columns)
        or all(angle_columns(columns, axis) for axis in ("lat", "lon"))
    )


def known_names(cells: Sequence[str]) -> int:
    """Count the meanings that the cells of a header name."""
    return len(find_columns([cell.strip() for cell in cells]))


def parse_number(value: object, field: str, *, degrees: bool) -> float:
    """Read a cell as a finite number.

    A comma is a decimal comma unless it may as well group thousands (``1,500``); in degrees it cannot.

    Raises
    ------
    RowError
        If it is empty, text, ambiguous or not finite.
    """
    written = unicodedata.normalize("NFKC", str(value)).strip().replace("\u2212", "-").lower()
    # ="68.25" and '68.25 are how spreadsheets are kept from reading a number as something else.
    if written.startswith(("=", "'")) and re.match(r"[='][\"\d.+-]", written):
        written = re.sub(r"^(?:=\"?|')|(?<=\d)\"$", "", written)
    values = {"field": field[:80], "found": str(value)[:80]}
    if not written:
        raise RowError(N_("{field} is empty; expected a number."), **values)
    written = _METRES_BEHIND.sub("", written) if not degrees else written
    if not degrees and _THOUSANDS_OR_DECIMALS.fullmatch(written):
        raise RowError(N_("{field} is {found!r}: thousands or decimals? Write it with a decimal point."), **values)
    if _GROUPED.fullmatch(written):
        written = written.replace(" ", "")
    if _DECIMAL_COMMA.fullmatch(written):
        written = written.replace(",", ".")
    if written.lstrip("+-") in _NOT_FINITE:
        raise RowError(N_("{field} is {found!r}; expected a finite number."), **values)
    if not _NUMBER.fullmatch(written):
        raise RowError(N_("{field} is {found!r}; expected a number such as 68.25."), **values)
    if not math.isfinite(float(written)):
        raise RowError(N_("{field} is {found!r}; expected a finite number."), **values)
    return float(written)


def parse_accuracy(values: Mapping[str, object], field: str | None) -> float | None:
    """Read the accuracy in metres; None where there is none.

    Raises
    ------
    RowError
        If it is not a number from 0 to half the way around the Earth.
    """
    written = cell(values, field)
    if field is None or not str(written).strip():
        return None
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


def cell(values: Mapping[str, object], field: str | None) -> object:
    """Get a value, or an empty text where there is none: no column, no value, or a frame's gap."""
    value: Any = values.get(field) if field is not None else None
    missing = value is None or (pd.api.types.is_scalar(value) and pd.isna(value))
    return "" if missing else value
