"""The map as a picture for print: SVG drawn from the pack, and PNG of it, without a browser.

Drawn in the pack's metric CRS, so that one scale bar holds all over the picture to that CRS's own distortion.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

from geo_app.core.arrays import Floats
from geo_app.core.geodesy import to_metric
from geo_app.core.i18n import N_, Translator
from geo_app.export.typesetting import render_png, showable
from geo_app.ranking.model import RankedSite, Ranking
from geo_app.region.model import Layer, RegionPack
from geo_app.report.region import attribute_value_text
from geo_app.report.text import Wording, site_name

Box = tuple[float, float, float, float]
"""left, bottom, right, top."""

WIDTH = 1000.0
"""Width of the drawing in its own units; print size is the viewer's choice."""

_MARGIN_SHARE = 0.03
_TEXT_SIZE = 15.0
_BADGE = 13.0
_MOST_NAMED = 10
_SCALE_STEPS_KM = (1, 2, 5, 10, 20, 50, 100, 200)
_FONT = "Noto Sans, Noto Sans CJK SC, Noto Sans Math, sans-serif"
# What a layer's style does not say.
_STYLE: Mapping[str, Any] = {"color": "#475569", "width": 1, "fill": 0.3, "size": 6, "dash": ""}
SCORE_COLORS = ("#e9f0c2", "#a9dbb4", "#5fbdbe", "#2f90b8", "#2b5fa0", "#35296b")
"""From score 0 to 100, as on the map of the page."""

_DARK_TEXT_BELOW = 3  # of the colours, these are light


@dataclass
class _Canvas:
    """Shapes of a picture, and the places that its labels have taken."""

    metric_crs: str
    box: Box
    shapes: list[str] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    @property
    def scale(self) -> float:
        """Drawing units a metre."""
        return WIDTH / (self.box[2] - self.box[0])

    @property
    def height(self) -> float:
        return (self.box[3] - self.box[1]) * self.scale

    def place(self, lonlat: Floats) -> Floats:
        """Turn (n, 2) lon/lat into (n, 2) places on the drawing, y downwards."""
        xy = to_metric(lonlat, self.metric_crs)
        return np.column_stack([(xy[:, 0] - self.box[0]) * self.scale, (self.box[3] - xy[:, 1]) * self.scale])

    def add(self, shape: str) -> None:
        self.shapes.append(shape)

    def free(self, box: Box) -> bool:
        """Claim a place for a label if nothing stands there and it is inside the picture."""
        left, top, right, bottom = box
        inside = left >= 0 and top >= 0 and right <= WIDTH and bottom <= self.height
        if not inside or any(left < x2 and right > x1 and top < y2 and bottom > y1 for x1, y1, x2, y2 in self.taken):
            return False
        self.taken.append(box)
        return True


def map_svg(ranking: Ranking, wording: Wording, *, focus: str | None = None, radius_m: float = 40_000.0) -> bytes:
    """Draw the layers that a first visit shows, with the ranked sites.

    Parameters
    ----------
    ranking, wording
        What to draw, in whose words.
    focus
        A site's id: the picture shows its surroundings, and lines to the features that its criteria measured.
    radius_m
        How much of the surroundings.

    Returns
    -------
    SVG in UTF-8; every text is text, and escaped.
    """
    pack = wording.pack
    chosen = next((item for item in ranking.sites if item.site.id == focus), None)
    canvas = _Canvas(pack.metric_crs, _around(chosen, radius_m, pack) if chosen else _region_box(pack))
    shapes = [layer for layer in pack.layers.values() if layer.visible and layer.geometry != "point"]
    # What colours an area lies below what runs through it.
    for layer in sorted(shapes, key=lambda layer: "classes" not in layer.style):
        _draw_shapes(canvas, layer)
    if chosen:
        _draw_links(canvas, chosen)
    for layer in pack.layers.values():
        if layer.visible and layer.geometry == "point":
            _draw_points(canvas, layer)
    _draw_sites(canvas, ranking, wording.t, focus)
    _name_features(canvas, wording)
    _draw_scale(canvas, wording.t)
    return _document(canvas, wording.t("Map of candidate sites")).encode()


def map_png(ranking: Ranking, wording: Wording, *, focus: str | None = None, width_mm: float = 180.0) -> bytes:
    """Draw the map as PNG at 300 dots an inch of a print width."""
    return render_png(map_svg(ranking, wording, focus=focus), width_mm)


def _region_box(pack: RegionPack) -> Box:
    outline = pack.layers[pack.region_layer].frame.geometry
    lonlat = shapely.get_coordinates(outline.to_numpy())
    return _with_margin(to_metric(lonlat, pack.metric_crs))


def _around(item: RankedSite, radius_m: float, pack: RegionPack) -> Box:
    (x, y), *_ = to_metric(np.array([[item.site.lon, item.site.lat]]), pack.metric_crs).tolist()
    return x - radius_m, y - radius_m * 0.62, x + radius_m, y + radius_m * 0.62


def _with_margin(xy: Floats) -> Box:
    (left, bottom), (right, top) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
    margin = _MARGIN_SHARE * max(right - left, top - bottom)
    return left - margin, bottom - margin, right + margin, top + margin


def _draw_shapes(canvas: _Canvas, layer: Layer) -> None:
    style, kind = {**_STYLE, **layer.style}, layer.geometry
    paint = f'stroke="{style["color"]}" stroke-width="{style["width"]}" stroke-linejoin="round"'
    if style.get("dash"):
        paint += f' stroke-dasharray="{escape(str(style["dash"]))}"'
    for geometry, color in zip(layer.frame.geometry, _fills(layer), strict=True):
        path = " ".join(_path(canvas, part, closed=kind == "polygon") for part in _lines(geometry))
        fill = (
            f'fill="{color}" fill-opacity="{style["fill"]}" fill-rule="evenodd"' if kind == "polygon" else 'fill="none"'
        )
        canvas.add(f'<path d="{path}" {paint} {fill}/>')


def _fills(layer: Layer) -> Iterator[str]:
    classes = layer.style.get("classes")
    if not classes:
        yield from (layer.style.get("color", _STYLE["color"]) for _ in range(len(layer.frame)))
        return
    values = layer.frame[classes["column"]].to_numpy(dtype=float, na_value=np.nan)
    for value, k in zip(values, np.searchsorted(classes["breaks"], values, side="right"), strict=True):
        yield "#9ca3af" if np.isnan(value) else classes["colors"][int(k)]


def _lines(geometry: Any) -> Iterator[Floats]:
    for part in shapely.get_parts(geometry):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        yield from (np.asarray(ring.coords)[:, :2] for ring in rings)


def _path(canvas: _Canvas, lonlat: Floats, *, closed: bool) -> str:
    points = canvas.place(lonlat).round(1)
    # Neighbours that fall on the same tenth of a unit draw nothing.
    distinct = [points[0], *(b for a, b in pairwise(points) if (a != b).any())]
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in distinct) + ("Z" if closed else "")


def _draw_points(canvas: _Canvas, layer: Layer) -> None:
    lonlat = shapely.get_coordinates(layer.frame.geometry.to_numpy())
    style = {**_STYLE, **layer.style}
    size = float(style["size"]) / 2
    for x, y in canvas.place(lonlat).tolist():
        if 0 <= x <= WIDTH and 0 <= y <= canvas.height:
            canvas.add(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="{style["color"]}" '
                'stroke="#ffffff" stroke-width="0.8"/>'
            )


def _draw_links(canvas: _Canvas, item: RankedSite) -> None:
    """Draw a line from the site to the nearest point of each feature that a criterion measured."""
    for found in item.criteria.values():
        if found.lon is None or found.lat is None:
            continue
        ends = canvas.place(np.array([[item.site.lon, item.site.lat], [found.lon, found.lat]])).round(1)
        (x1, y1), (x2, y2) = ends.tolist()
        canvas.add(f'<path d="M{x1},{y1}L{x2},{y2}" stroke="#1d4ed8" stroke-width="1.4" stroke-dasharray="2 3"/>')


def _draw_sites(canvas: _Canvas, ranking: Ranking, t: Translator, focus: str | None) -> None:
    """Draw ranked sites worst first, so that the best stand on top, then name the best that have room."""
    ranked = [item for item in ranking.sites if item.rank is not None]
    places = canvas.place(np.array([[item.site.lon, item.site.lat] for item in ranked]).reshape(-1, 2)).tolist()
    for item, (x, y) in reversed(list(zip(ranked, places, strict=True))):
        _draw_circle_of_doubt(canvas, item, x, y, always=item.site.id == focus)
        number = color_class(item.score or 0.0)
        color, ink = SCORE_COLORS[number], "#111827" if number < _DARK_TEXT_BELOW else "#ffffff"
        outline = "#111827" if item.site.id == focus else "#ffffff"
        canvas.add(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_BADGE}" fill="{color}" stroke="{outline}" stroke-width="2"/>'
        )
        canvas.add(
            f'<text x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle" font-size="14" font-weight="bold" '
            f'fill="{ink}">{item.rank}</text>'
        )
    canvas.taken += [(x - _BADGE, y - _BADGE, x + _BADGE, y + _BADGE) for x, y in places]
    for item, (x, y) in list(zip(ranked, places, strict=True))[:_MOST_NAMED]:
        _label(canvas, site_name(item.site, t), x, y, gap=_BADGE + 3, weight="bold")


def color_class(score: float) -> int:
    """Number the colour of a score from 0 to 100 among `SCORE_COLORS`."""
    return min(int(score / 100 * len(SCORE_COLORS)), len(SCORE_COLORS) - 1)


def _draw_circle_of_doubt(canvas: _Canvas, item: RankedSite, x: float, y: float, *, always: bool) -> None:
    radius = item.site.accuracy_m * canvas.scale
    if always and radius > _BADGE:
        canvas.add(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#334155" fill-opacity="0.06" '
            'stroke="#334155" stroke-dasharray="4 4"/>'
        )


def _name_features(canvas: _Canvas, wording: Wording) -> None:
    """Name the features of point layers that count something, the largest first, where there is room."""
    pack, t = wording
    for layer in pack.layers.values():
        if layer.geometry != "point" or "population" not in layer.frame.columns:
            continue
        rows = layer.frame.sort_values("population", ascending=False).to_dict("records")
        places = canvas.place(np.array([[row["geometry"].x, row["geometry"].y] for row in rows]).reshape(-1, 2))
        for row, (x, y) in zip(rows, places.tolist(), strict=True):
            name = t.pick({code: attribute_value_text(row.get(f"name_{code}")) for code in (t.language, "en")})
            _label(canvas, name, x, y, gap=5, weight="normal")


def _label(canvas: _Canvas, text: str, x: float, y: float, *, gap: float, weight: str) -> None:
    """Write a label beside a place: on the right, the left, above or below, where nothing stands yet."""
    text = showable(text)
    if text in canvas.names:
        return
    width = sum(_TEXT_SIZE if ord(c) > 0x2E80 else _TEXT_SIZE * 0.58 for c in text)
    half = _TEXT_SIZE * 0.6
    for left, top in (
        (x + gap, y - half),
        (x - gap - width, y - half),
        (x - width / 2, y - gap - 2 * half),
        (x - width / 2, y + gap),
    ):
        if canvas.free((left, top, left + width, top + 2 * half)):
            canvas.names.add(text)
            canvas.add(
                f'<text x="{left:.1f}" y="{top + 1.6 * half:.1f}" font-size="{_TEXT_SIZE}" font-weight="{weight}" '
                f'fill="#111827" stroke="#ffffff" stroke-width="3" paint-order="stroke">{escape(text)}</text>'
            )
            return


def _draw_scale(canvas: _Canvas, t: Translator) -> None:
    km = max((k for k in _SCALE_STEPS_KM if k * 1000 * canvas.scale <= WIDTH / 5), default=_SCALE_STEPS_KM[0])
    length, y = km * 1000 * canvas.scale, canvas.height - 16
    bar = f"M16,{y - 6:.1f}V{y:.1f}H{16 + length:.1f}V{y - 6:.1f}"
    canvas.add(f'<path d="{bar}" fill="none" stroke="#111827" stroke-width="2"/>')
    label = f"{t.number(km)} {t(N_('km'))}"
    canvas.add(
        f'<text x="{22 + length:.1f}" y="{y:.1f}" font-size="{_TEXT_SIZE}" fill="#111827">{escape(label)}</text>'
    )


def _document(canvas: _Canvas, title: str) -> str:
    shapes = "\n".join(canvas.shapes)
    height = f"{canvas.height:.0f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height}" width="{WIDTH:.0f}" '
        f'height="{height}" font-family="{_FONT}" role="img"><title>{escape(title)}</title>\n'
        f'<rect width="{WIDTH:.0f}" height="{height}" fill="#f8fafc"/>\n{shapes}\n</svg>\n'
    )
