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
from geo_app.core.i18n import LANGUAGES, N_
from geo_app.core.messages import RowError, RowNote
from geo_app.core.text import MAX_TEXT

# The header of a table or the attribute of a feature, in the languages of the service; lower case, best first.
COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "site_id", "код", "编号", "fid", "feature_id"),
    "name": (
        *("name", "title", "название", "наименование", "атауы", "аты", "名称", "名字", "участок", "объект", "учаске"),
        *("нысан", "地块", "地点", "site", "site_name", "sitename"),
    ),
    "accuracy_m": ("accuracy_m", "accuracy", "точность_м", "точность", "дәлдік_м", "дәлдік", "精度_米", "精度"),
    "lon": ("lon", "longitude", "lng", "long", "долгота", "бойлық", "经度", "經度", "в_д", "вд"),
    "lat": ("lat", "latitude", "широта", "ендік", "纬度", "緯度", "с_ш", "сш"),
    "x": ("x", "easting", "x_m", "х", "восток"),
    "y": ("y", "northing", "y_m", "у", "север"),
    **{f"name_{language}": (f"name_{language}",) for language in LANGUAGES},
}

GEOMETRY_NAMES = ("wkt", "geometry", "geom", "the_geom", "shape")
"""Columns of well-known text."""

# Where no column has just such a name, one that begins with one of these words has, as in "Наименование участка".
_BEGINNINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "title", "название", "наимен", "назв", "атауы", "аты", "名称", "名字"),
    "lon": ("lon", "longitude", "долгота", "бойлық", "经度", "經度"),
    "lat": ("lat", "latitude", "широта", "ендік", "纬度", "緯度"),
    "x": ("x_coord", "coord_x", "координата_x", "координата_х", "x_координата", "х_координата"),
    "y": ("y_coord", "coord_y", "координата_y", "координата_у", "y_координата", "у_координата"),
}

# What may stand behind a column's name, as "(°)" or ", m". Any other unit makes it another column.
UNITS = {
    *("", "°", "deg", "degrees", "decimal degrees", "dd", "wgs84", "wgs 84", "wgs-84", "epsg:4326"),
    *("m", "metres", "meters", "м", "метр", "метры", "град", "град.", "градусы", "десятичные градусы", "градус"),
    *("米", "度", "dms", "гмс", "г.м.с", "град мин сек", "град. мин. сек.", "° ' \"", "с.ш.", "в.д.", "n", "e"),
    *("deg min sec", "十进制度", "градус мин сек", "decimal", "dd.dddd"),
}

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
        if file and len(by_key[key]) > 1:
            raise SitesError(
                N_("{file}: the column {column!r} appears twice. Rename or remove one."),
                file=file,
                column=by_key[key][1][:80],
            )
        found[meaning] = by_key[key][0]
    taken = set(found.values())
    for meaning, words in _BEGINNINGS.items():
        begun = [named[0] for key, named in by_key.items() if _begins(key, words) and named[0] not in taken]
        if meaning not in found and begun and (meaning == "name" or len(begun) == 1):
            found[meaning] = begun[0]
            taken.add(begun[0])
    return found


def _begins(key: str, words: Sequence[str]) -> bool:
    """Tell a name that goes on after a known word; one with a unit of its own in brackets is another quantity."""
    # A word and a number are a value, as in "longitude: 68.25".
    if re.search(r"[(\[,]", key) or re.search(r"\d", re.sub(r"wgs_?84|4326|sk_?42|ск_?42", "", key)):
        return False
    # A short word may begin another one, as "аты" does "Атырау"; a Chinese one ends where it ends.
    return any(
        key == word or (key.startswith(word) and (key[len(word)] == "_" or len(word) > 4 or word > "\u2e80"))
        for word in words
    )


def has_place(columns: Sequence[str]) -> bool:
    """Tell a header that names coordinates, or a column of shapes."""
    found = find_columns(columns)
    pairs = ({"lon", "lat"}, {"x", "y"})
    return any(found.keys() >= pair for pair in pairs) or any(header_key(c) in GEOMETRY_NAMES for c in columns)


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
    told = {"field": field[:80], "found": str(value)[:80]}
    if not written:
        raise RowError(N_("{field} is empty; expected a number."), **told)
    written = _METRES_BEHIND.sub("", written) if not degrees else written
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


def header_key(header: str) -> str:
    """Reduce a header to what it is compared by: case, blanks and a harmless unit do not count."""
    key = unicodedata.normalize("NFKC", header[:MAX_TEXT]).casefold().strip(" \ufeff\"'")
    unit = re.fullmatch(r"(?P<name>[^(\[,]*)(?:[(\[](?P<in>[^)\]]*)[)\]]|,(?P<after>.*))", key)
    if unit and (unit["in"] or unit["after"] or "").strip() in UNITS:
        key = unit["name"]
    return re.sub(r"[\s.\-:/]+", "_", key.strip()).strip("_°")
