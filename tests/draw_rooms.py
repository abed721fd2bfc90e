"""Draw the rooms of the product and who imports from whom, read from the source: ``python -m tests.draw_rooms``."""

from __future__ import annotations

import ast
from html import escape
from pathlib import Path

from tests.test_architecture import LEVEL, MODULES, PACKAGE, ROOT, imported_modules, room

PICTURE = ROOT / "docs" / "rooms.svg"

WIDTH, BOX_HEIGHT, GAP, MARGIN = 960, 58, 46, 16
LETTERS = 7.0  # a letter's width in the small type


def draw() -> str:
    """Draw the rooms as an SVG picture, with an arrow from who imports to what is imported."""
    boxes = _boxes()
    height = max(y for _, y, _ in boxes.values()) + BOX_HEIGHT + MARGIN
    arrows = [_arrow(boxes[one], boxes[other]) for one, other in sorted(_direct(_uses()))]
    rooms = [_box(name, *boxes[name]) for name in LEVEL]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif">',
            "<title>The rooms of geo_app: a room imports only from rooms below it</title>",
            '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" '
            'orient="auto"><path d="M0 0 8 4 0 8z" fill="#7a8aa0"/></marker></defs>',
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
            *arrows,
            *rooms,
            "</svg>",
            "",
        ]
    )


def _boxes() -> dict[str, tuple[float, float, float]]:
    """Place each room: left, top and width of its box; one row a level, the first level lowest."""
    levels = sorted(set(LEVEL.values()))
    boxes = {}
    for level in levels:
        names = [name for name, own in LEVEL.items() if own == level]
        width = min((WIDTH - MARGIN) / len(names) - MARGIN, 440)
        left = (WIDTH - len(names) * (width + MARGIN) + MARGIN) / 2
        top = MARGIN + (len(levels) - 1 - level) * (BOX_HEIGHT + GAP)
        boxes |= {name: (round(left + k * (width + MARGIN), 1), top, round(width, 1)) for k, name in enumerate(names)}
    return boxes


def _uses() -> set[tuple[str, str]]:
    """Find the pairs of rooms of which the first imports from the second."""
    pairs = {(room(one), room(other)) for one, path in MODULES.items() for other in imported_modules(path)}
    return {(one, other) for one, other in pairs if one in LEVEL and other in LEVEL and one != other}


def _direct(uses: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Leave out what follows from others: who uses ranking, which uses core, needs no arrow to core."""
    reach: dict[str, set[str]] = {}
    for name in sorted(LEVEL, key=LEVEL.__getitem__):
        below = {other for one, other in uses if one == name}
        reach[name] = below.union(*(reach[other] for other in below))
    return {(one, other) for one, other in uses if not any(other in reach[way] for user, way in uses if user == one)}


def _arrow(one: tuple[float, float, float], other: tuple[float, float, float]) -> str:
    x1, y1 = one[0] + one[2] / 2, one[1] + BOX_HEIGHT
    x2, y2 = other[0] + other[2] / 2, other[1]
    # A long way round the rooms between: the further down, the more it bends outwards.
    bend = (y2 - y1 - GAP) / 3 * (1 if x1 >= WIDTH / 2 else -1)
    curve = f"M{x1:.0f} {y1:.0f} C{x1 + bend:.0f} {y1 + GAP:.0f} {x2 + bend:.0f} {y2 - GAP:.0f} {x2:.0f} {y2:.0f}"
    return f'<path d="{curve}" fill="none" stroke="#7a8aa0" stroke-width="1.4" marker-end="url(#head)"/>'


def _box(name: str, left: float, top: float, width: float) -> str:
    source = (PACKAGE / name / "__init__.py").read_text(encoding="utf-8")
    summary = (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]
    most = int(width / LETTERS * 1.1)
    lines = _wrapped(summary, most)[:2]
    text = "".join(
        f'<text x="{left + 10}" y="{top + 36 + 14 * k}" font-size="11" fill="#445">{escape(line)}</text>'
        for k, line in enumerate(lines)
    )
    return (
        f'<rect x="{left}" y="{top}" width="{width}" height="{BOX_HEIGHT}" rx="6" fill="#eef3fa" stroke="#34557f"/>'
        f'<text x="{left + 10}" y="{top + 19}" font-size="15" font-weight="bold" fill="#123">{name}/</text>{text}'
    )


def _wrapped(text: str, most: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


if __name__ == "__main__":
    Path(PICTURE).write_text(draw(), encoding="utf-8")
