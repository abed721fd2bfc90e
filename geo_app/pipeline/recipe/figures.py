"""What people researched and wrote: the recipe, tables, and a translation memory of every text in them."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from geo_app.core.errors import BuildError
from geo_app.core.i18n import LANGUAGES, N_, SOURCE_LANGUAGE

Row = Mapping[str, str]

SENTENCE_MARK = " | "
"""Separates the sentences of a note, each of which is translated on its own and so only once."""


class TranslationMemory:
    """English text -> text in every language, from ``texts.json``.

    A text that is not there is remembered in `missing` and not invented, so that one build names them all.
    """

    def __init__(self, translations: Mapping[str, Mapping[str, str]]) -> None:
        self._translations = translations
        self.missing: set[str] = set()

    def localize(self, english: str) -> dict[str, str]:
        """Give a text in every language, in the order of `LANGUAGES`."""
        known = {SOURCE_LANGUAGE: english, **self._translations.get(english, {})}
        if any(not known.get(language) for language in LANGUAGES):
            self.missing.add(english)
        return {language: known.get(language) or english for language in LANGUAGES}

    def sentences(self, note: str) -> dict[str, str]:
        """Give a note of several sentences in every language; an empty note has none."""
        if not note:
            return {}
        parts = [self.localize(part) for part in note.split(SENTENCE_MARK)]
        return {
            language: ("" if language == "zh" else " ").join(part[language] for part in parts) for language in LANGUAGES
        }


class Figures:
    """The folder of researched figures and the recipe beside it."""

    def __init__(self, pack_dir: Path) -> None:
        self._pack_dir = pack_dir
        self._folder = pack_dir / "figures"
        self.recipe = self.toml(pack_dir / "recipe.toml")
        self.texts = TranslationMemory(self.json("texts.json"))
        self._tables: dict[str, list[Row]] = {}
        self._listings: dict[str, dict[str, Any]] = {}

    def toml(self, path: Path) -> dict[str, Any]:
        """Read a file by its path, with an error that names it."""
        content: dict[str, Any] = _read(path, tomllib.loads)
        return content

    def listing(self, name: str) -> dict[str, Any]:
        """Read a TOML file of the figures folder."""
        if name not in self._listings:
            self._listings[name] = self.toml(self._folder / name)
        return self._listings[name]

    def json(self, name: str) -> dict[str, Any]:
        """Read a JSON object of the figures folder."""
        content: dict[str, Any] = _read(self._folder / name, json.loads)
        return content

    def table(self, name: str) -> list[Row]:
        """Read a CSV table; every row has every column."""
        if name not in self._tables:
            self._tables[name] = _read(self._folder / name, lambda text: _rows(name, text))
        return self._tables[name]


def selected(rows: Iterable[Row], where: Mapping[str, Any]) -> list[Row]:
    """Keep the rows whose columns hold one of the values that `where` gives."""
    return [row for row in rows if all(row[column] in values for column, values in where.items())]


def number(row: Row, column: str, table: str) -> float | None:
    """Read a number of a table, None where the cell is empty.

    Raises
    ------
    BuildError
        If the cell holds something else.
    """
    text = row[column]
    if not text:
        return None
    try:
        return float(text)
    except ValueError as error:
        raise BuildError(
            N_("{table}, row {id!r}, column {column!r}: {found!r} is not a number."),
            table=table,
            id=row.get("id"),
            column=column,
            found=text,
        ) from error


def whole(value: float) -> float | int:
    """Write a number without a fraction as a whole number."""
    return int(value) if value == int(value) else value


def names(row: Row) -> dict[str, str]:
    """Collect a row's names by language."""
    return {language: row[f"name_{language}"] for language in LANGUAGES if row.get(f"name_{language}")}


def _read(path: Path, parse: Callable[[str], Any]) -> Any:
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BuildError(N_("{file} cannot be read: {reason}"), file=path.name, reason=error) from error


def _rows(name: str, text: str) -> list[Row]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    try:
        for record in reader:
            if None in record or None in record.values():
                raise BuildError(
                    N_("{table}, line {line}: the row does not have the {expected} cells of the header."),
                    table=name,
                    line=reader.line_num,
                    expected=len(reader.fieldnames or ()),
                )
            rows.append(record)
    except csv.Error as error:
        raise BuildError(
            N_("{table}, line {line}: {reason}"), table=name, line=reader.line_num, reason=error
        ) from error
    return rows
