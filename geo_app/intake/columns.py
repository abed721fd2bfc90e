"""Find the columns of a table by their names in four languages, and read their cells."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo_app.core.errors import SitesError
from geo_app.core.i18n import LANGUAGES, N_
from geo_app.core.messages import RowError, RowNote
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
UNITS = {"", "°", "deg", "degrees", "decimal degrees", "dd", "wgs84", "wgs 84", "epsg:4326", "m", "metres", "meters"}


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
) -> tuple[list[tuple[int, float, float, dict[str, object]]], list[RowNote]]:
    """Read the coordinates in two columns: row, x, y and the cells to keep; rows without numbers are rejected."""
    points, rejected = [], list(table.rejected)
    places = {column: table.columns.index(column) for column in (x, y, *keep)}
    for row, cells in table.rows:
        values: dict[str, object] = {column: cells[at] if at < len(cells) else "" for column, at in places.items()}
        try:
            east, north = (parse_number(values[column], column, degrees=degrees) for column in (x, y))
        except RowError as bad:
            rejected.append(bad.note(row))
            continue
        points.append((row, east, north, values))
    return points, rejected


def cell(values: Mapping[str, object], field: str | None) -> object:
    """Get a value, or an empty text where there is none: no column, no value, or a frame's gap."""
    value: Any = values.get(field) if field is not None else None
    missing = value is None or (pd.api.types.is_scalar(value) and pd.isna(value))
    return "" if missing else value


def header_key(header: str) -> str:
    """Reduce a header to what it is compared by: case, blanks and a harmless unit do not count."""
    key = unicodedata.normalize("NFKC", header[:MAX_TEXT]).casefold().strip(" \ufeff\"'")
    unit = re.fullmatch(r"(?P<name>[^(\[,]*)(?:[(\[](?P<in>[^)\]]*)[)\]]|,(?P<after>.*))", key)
    if unit and (unit["in"] or unit["after"] or "").strip() in UNITS:
        key = unit["name"]
    return re.sub(r"[\s.\-]+", "_", key.strip()).strip("_°")
