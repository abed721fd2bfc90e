"""The columns of a user's file as attributes: numbers where all of a column are numbers, with a unit or without."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from geo_app.core.text import clean_text
from geo_app.intake.tables.header_words import header_key

AREA_COLUMN = "area_ha"
"""The attribute of a site's area in hectares, whatever its column is called."""

MAX_ATTRIBUTES = 200
_MAX_TEXT = 1_000
_MAX_DIGITS = 15

# Behind a number with a blank or without. Letters that are no unit make a name of it, as in 12А.
_UNIT = (
    r"(?:(?:тыс|млн|млрд|mln|bn|thousand|million|万|亿)?\.? ?(?:"
    r"га|ha|гектар\w*|hectares?|公顷|亩|сот\w*|кв\.? ?к?м|[кk]?[мm][23²³]?|sq\.? ?k?m|平方米|平方公里|米|公里"
    r"|тг|тенге|теңге|kzt|₸|руб\w*|rub|₽|usd|долл?\w*|\$|€|eur|евро|¥|元|юан\w*|cny"
    r"|%|°[cfс]?|[мкmk]?(?:вт|w)(?:[·*]?[чh])?|mva|мва|кв|kv|чел\w*|people|人|шт|pcs|ед|т|t|тонн\w*|кг|kg|л|l|мест"
    r"|лет|год\w*|мес\w*|дн\w*)(?: ?/ ?\w{1,5})?\.?)?"
)
_CELL = re.compile(
    r"(?P<sign>[-+]?)(?P<number>\d{1,3}(?: \d{3})+(?:[.,]\d+)?|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:,\d{3})+\.\d+"
    r"|\d+(?:[.,]\d+)?|[.,]\d+)"
    rf"(?P<exponent>[eE][-+]?\d{{1,3}})? ?(?P<unit>{_UNIT})",
    re.IGNORECASE,
)
_GAPS = {"", "-", "–", "—", "n/a", "na", "null", "none", "н/д", "нет данных", "жоқ", "无", "…", "?", "#n/a", "nan"}
_AREA = re.compile(
    r"(?:(?:общая|всего|total|gross|land|plot|site|жалпы|жер|учаске|учаскенің)_|总|占地|用地|土地|地块)*"
    r"(?:area|площадь|ауданы|аудан_көлемі|көлемі|аумағы|面积)(?:_|$|,|\(|\W)"
)
# What stands on a plot is smaller than the plot.
_BUILT = re.compile(r"застро|здан|помещ|строен|цех|склад|built|build|floor|roof|ғимарат|құрылыс|建筑|厂房")
_HECTARES = {
    **dict.fromkeys(("га", "ha", "гектар", "hectare", "hectares", "公顷", "гектары", "гектаров"), 1.0),
    **dict.fromkeys(("м2", "м²", "кв_м", "кв м", "квм", "m2", "m²", "sqm", "sq m", "шаршы метр", "平方米", "㎡"), 1e-4),
    **dict.fromkeys(("км2", "км²", "кв км", "km2", "km²", "sq km", "平方公里"), 100.0),
    **dict.fromkeys(("сотка", "соток", "сот", "ар"), 0.01),
    **dict.fromkeys(("тыс м2", "тыс кв м"), 0.1),
    **dict.fromkeys(("тыс га", "thousand ha"), 1000.0),
    "亩": 1 / 15,
}


def attributes_of(
    rows: Sequence[Mapping[str, object]], leave_out: Collection[str]
) -> tuple[list[dict[str, object]], list[str]]:
    """Make plain attributes of the values of features: numbers, texts, and None where there is nothing.

    Parameters
    ----------
    leave_out
        Columns that are something else than attributes.

    Returns
    -------
    For each row the columns under their own names, and `AREA_COLUMN` where one of them is an area; and the columns for
    which there was no room.
    """
    titles = [title for title in dict.fromkeys(title for row in rows for title in row) if title not in leave_out]
    table: dict[str, list[object]] = {}
    no_room: list[str] = []
    for title in titles:
        cells = [plain(row.get(title)) for row in rows]
        shown = clean_text(title)[:60]
        if not shown or shown in table or all(cell is None for cell in cells):
            continue
        if len(table) >= MAX_ATTRIBUTES:
            no_room.append(shown)
            continue
        table[shown], unit = column_values(cells)
        areas = _hectares(shown, cells, unit) if AREA_COLUMN not in table and AREA_COLUMN not in titles else None
        if areas:
            table[AREA_COLUMN] = areas
    return [dict(zip(table, cells, strict=True)) for cells in zip(*table.values(), strict=True)] or [
        {} for _ in rows
    ], no_room


def plain(value: Any) -> object:
    """Turn an attribute into a number or a text; what is empty or no number becomes None."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return None
    if isinstance(value, dict | list | tuple | np.ndarray):
        value = json.dumps(value, ensure_ascii=False, default=plain_part)
    if isinstance(value, bytes):
        return None
    if isinstance(value, datetime):
        midnight = not (value.hour or value.minute or value.second)
        value = value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)[:_MAX_TEXT].strip() or None
    return value if abs(value) < 1e300 else None


def plain_part(value: object) -> object:
    """Turn a part of a nested attribute into what JSON knows."""
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else str(value)


def column_values(cells: Sequence[object]) -> tuple[list[object], str]:
    """Read a column as numbers if all of it are, and tell their unit; else as texts.

    Codes such as 0042 are no numbers, nor is a comma that may as well group thousands, where no other cell tells.
    """
    if all(cell is None or isinstance(cell, int | float) for cell in cells):
        return list(cells), ""
    texts = [None if cell is None else clean_text(cell) for cell in cells]
    found = [_match(text) for text in texts]
    units = {match["unit"].strip().rstrip(".").casefold() for match in found if match}
    known = [match for match in found if match]
    if not known or any(match is None and not _is_gap(text) for match, text in zip(found, texts, strict=True)):
        return list(texts), ""
    # A column may have its unit in some cells only.
    if len(units - {""}) > 1 or any(map(_is_code, known)):
        return list(texts), ""
    commas = _commas(known)
    if commas is None:
        return list(texts), ""
    return [None if match is None else _number(match, commas) for match in found], next(iter(units - {""}), "")


def _match(text: str | None) -> re.Match[str] | None:
    if text is None:
        return None
    plainly = unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()
    if "'" in plainly or "’" in plainly:
        plainly = re.sub(r"(?<=\d)['’](?=\d{3})", " ", plainly)
    # 1.200,50 can only be one number; 1.200 may be two.
    if "," in plainly and re.match(r"[-+]?\d{1,3}(?:\.\d{3})+,\d", plainly):
        plainly = plainly.replace(".", "")
    return _CELL.fullmatch(plainly)


def _is_gap(text: str | None) -> bool:
    return text is None or text.casefold() in _GAPS


def _is_code(match: re.Match[str]) -> bool:
    digits = re.sub(r"\D", "", match["number"])
    return len(digits) > _MAX_DIGITS or bool(re.match(r"0\d", match["number"])) or match["sign"] == "+"


def _commas(matches: Iterable[re.Match[str]]) -> str | None:
    """Tell what a comma is in a column: a decimal mark, a mark of thousands, or unknown (None)."""
    says = set()
    for match in matches:
        number = match["number"]
        if "," not in number:
            continue
        if number.count(",") > 1 or "." in number:
            says.add("thousands")
        elif re.fullmatch(r"[1-9]\d{0,2},\d{3}", number):
            says.add("either")
        else:
            says.add("decimal")
    if {"thousands", "decimal"} <= says or says == {"either"}:
        return None
    return "thousands" if "thousands" in says else "decimal"


def _number(match: re.Match[str], commas: str) -> int | float:
    number = match["number"].replace(" ", "").replace(",", "." if commas == "decimal" else "")
    written = match["sign"] + number + (match["exponent"] or "")
    return int(written) if re.fullmatch(r"-?\d+", written) else float(written)


def _hectares(title: str, cells: Sequence[object], unit: str) -> list[object] | None:
    """Turn a column of areas into hectares, by the unit of its cells or of its name; None if it is none."""
    if not _AREA.match(header_key(title)) or _BUILT.search(header_key(title)):
        return None
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", title).casefold())
    written = (unit, *(" ".join(pair) for pair in pairwise(words)), *words)
    factor = next((_HECTARES[word] for word in map(_unit, written) if word in _HECTARES), None)
    if factor is not None:
        return [_scaled(cell, factor) for cell in column_values(cells)[0]]
    # Cells may have a unit each.
    found = [(values[0], _HECTARES.get(_unit(own), 0.0)) for values, own in (column_values([cell]) for cell in cells)]
    if all(value is None or factor for value, factor in found):
        return [_scaled(value, factor) for value, factor in found]
    return None


def _unit(text: str) -> str:
    return re.sub(r"[.\s]+", " ", text.strip(" .)(]")).strip()


def _scaled(cell: object, factor: float) -> object:
    return round(cell * factor, 6) if isinstance(cell, int | float) and not isinstance(cell, bool) else None
