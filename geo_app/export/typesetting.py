"""Typeset documents with Typst: offline, with the package's own fonts, the same bytes for the same content."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

_FOLDER = Path(__file__).parent
FONTS = _FOLDER / "fonts"
TEMPLATES = _FOLDER / "templates"

# A file's date is when the data holds, not when somebody pressed a button: the same ranking gives the same bytes.
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)

Files = Mapping[str, bytes]


# Stands for a character that no font of the package has: an accessible document must show every character.
_MISSING = "?"


@cache
def _covered() -> frozenset[int]:
    """Collect the characters that the package's fonts can show."""
    covered: set[int] = set()
    for path in FONTS.iterdir():
        if path.suffix in (".ttf", ".otf"):
            with TTFont(path, lazy=True) as font:
                covered |= font.getBestCmap().keys()
    return frozenset(covered)


def showable(text: str) -> str:
    """Replace characters that no font of the package has."""
    return "".join(c if ord(c) in _covered() or c == "\n" else _MISSING for c in text)


def _showable(value: Any) -> Any:
    """Replace them in all texts of a document's content."""
    if isinstance(value, str):
        return showable(value)
    if isinstance(value, Mapping):
        return {key: _showable(item) for key, item in value.items()}
    return [_showable(item) for item in value] if isinstance(value, list | tuple) else value


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def typeset_pdf(template: Path, content: Mapping[str, Any], files: Files | None = None) -> bytes:
    """Typeset a template with its content as a tagged, accessible PDF (PDF/UA-1).

    Parameters
    ----------
    template
        A ``.typ`` file; it reads ``content.json`` and the pictures beside it.
    content
        What the template shows; texts are passed as data, never as markup.
    files
        Pictures by file name.
    """
    return _compile(template, content, files or {}, "pdf", pdf_standards=["ua-1"])


def render_png(svg: bytes, width_mm: float, ppi: float = 300.0) -> bytes:
    """Render an SVG picture as PNG at a print size."""
    return _compile(TEMPLATES / "picture.typ", {"width_mm": width_mm}, {"picture.svg": svg}, "png", ppi=ppi)


def _compile(template: Path, content: Mapping[str, Any], files: Files, kind: Any, **options: Any) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Templates import each other by name, and nothing outside this folder can be read.
        for path in template.parent.glob("*.typ"):
            shutil.copy(path, folder)
        (folder / "content.json").write_text(
            json.dumps(_showable(content), ensure_ascii=False, allow_nan=False), encoding="utf-8"
        )
        for file, data in files.items():
            (folder / file).write_bytes(data)
        result = typst.compile(
            str(folder / template.name),
            root=str(folder),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format=kind,
            timestamp=_EPOCH,
            **options,
        )
    if isinstance(result, list):
        return bytes(result[0])
    assert result is not None  # without an output path the compiler gives the bytes
    return bytes(result)
