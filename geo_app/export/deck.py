"""A ranking as a PowerPoint deck: real text and native charts, so that a planner can edit every slide."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Emu, Pt

from geo_app.core.i18n import Translator
from geo_app.export.picture import map_png
from geo_app.ranking.model import RankedSite, Ranking
from geo_app.report.explanation import CriterionLine, certainty, explain
from geo_app.report.second_opinions import METHOD_NAMES
from geo_app.report.sources import attributions, localized, used_layers
from geo_app.report.text import RobustnessBySite, Wording, accuracy_text, method_summary, site_name

Box = tuple[float, float, float, float]
"""Left, top, width and height in inches."""

FINALISTS = 5
_TABLE_ROWS = 12
NOT_STUDIED: RobustnessBySite = {}
_ACCENT = RGBColor(0x0F, 0x76, 0x6E)
_INK = RGBColor(0x0F, 0x17, 0x2A)
_FONT = "Noto Sans"

# A slide of 16:9, in inches: margins, title, body.
_WIDTH, _HEIGHT, _MARGIN, _TITLE_HEIGHT = 13.333, 7.5, 0.55, 0.9
_BODY_TOP = _MARGIN + _TITLE_HEIGHT
_BODY_HEIGHT = _HEIGHT - _BODY_TOP - _MARGIN

# ZIP cannot tell an earlier day.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def to_deck(
    ranking: Ranking,
    wording: Wording,
    robustness_by_site: RobustnessBySite = NOT_STUDIED,
    *,
    template: Path | None = None,
) -> bytes:
    """Write the deck: title, map, layers, ranking, a slide a finalist, how sure the ranks are, method, sources.

    Parameters
    ----------
    template
        A ``.pptx`` whose look and size the deck takes; its first layouts must be a title slide and a title only, as
        in PowerPoint's own templates.
    """
    deck = _Deck(template)
    t, pack = wording.t, wording.pack
    ranked = [item for item in ranking.sites if item.rank is not None]
    profile = t.pick(pack.profiles[ranking.scenario.profile].titles)
    deck.title_slide(t.pick(pack.titles), f"{profile} · {t.date(ranking.scenario.on.isoformat())}")
    _map_slide(deck, ranking, wording)
    _layers_slide(deck, ranking, wording)
    _ranking_slide(deck, ranked, robustness_by_site, wording)
    for item in ranked[:FINALISTS]:
        _finalist_slide(deck, item, ranking, robustness_by_site, wording)
    if robustness_by_site:
        _robustness_slide(deck, ranked, robustness_by_site, wording)
    _method_slide(deck, ranking, wording)
    _sources_slide(deck, ranking, wording)
    return deck.content()


class _Deck:
    """Slides of one look; places are inches of a 16:9 slide, scaled to the template's size."""

    def __init__(self, template: Path | None) -> None:
        self._file = Presentation(str(template) if template else None)
        if template is None:
            self._file.slide_width, self._file.slide_height = Emu(12192000), Emu(6858000)
        self._scale_x = int(self._file.slide_width or 0) / _WIDTH
        self._scale_y = int(self._file.slide_height or 0) / _HEIGHT

    def title_slide(self, title: str, subtitle: str) -> None:
        slide = self._file.slides.add_slide(self._file.slide_layouts[6 if len(self._file.slide_layouts) > 6 else 0])
        self.text(slide, [title], (_MARGIN, 2.4, _WIDTH - 2 * _MARGIN, 1.4), size=40, bold=True)
        self.text(slide, [subtitle], (_MARGIN, 3.9, _WIDTH - 2 * _MARGIN, 0.8), size=20)

    def slide(self, title: str, notes: str = "") -> Any:
        layouts = self._file.slide_layouts
        slide = self._file.slides.add_slide(layouts[5 if len(layouts) > 5 else len(layouts) - 1])
        if slide.shapes.title is not None:
            shape = slide.shapes.title
            shape.left, shape.top, shape.width, shape.height = self._box(
                (_MARGIN, _MARGIN * 0.7, _WIDTH - 2 * _MARGIN, _TITLE_HEIGHT)
            )
            shape.text_frame.text = title
            _style(shape.text_frame.paragraphs[0], 26, bold=True, color=_ACCENT)
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
        return slide

    def text(
        self,
        slide: Any,
        lines: Sequence[str],
        box: Box,
        *,
        size: float,
        bold: bool = False,
    ) -> None:
        frame = slide.shapes.add_textbox(*self._box(box)).text_frame
        frame.word_wrap = True
        for number, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.text = line
            _style(paragraph, size, bold=bold, color=_INK)

    def table(self, slide: Any, rows: Sequence[Sequence[str]], widths: Sequence[float], *, size: float = 12) -> None:
        box = (_MARGIN, _BODY_TOP, _WIDTH - 2 * _MARGIN, min(_BODY_HEIGHT, 0.4 * len(rows)))
        table = slide.shapes.add_table(len(rows), len(rows[0]), *self._box(box)).table
        for column, width in enumerate(widths):
            table.columns[column].width = Emu(int(width * (_WIDTH - 2 * _MARGIN) / sum(widths) * self._scale_x))
        for i, row in enumerate(rows):
            for j, text in enumerate(row):
                cell = table.cell(i, j)
                cell.text = text
                _style(cell.text_frame.paragraphs[0], size, bold=i == 0, color=None)

    def picture(self, slide: Any, png: bytes, left: float, height: float, description: str) -> None:
        shape = slide.shapes.add_picture(
            io.BytesIO(png),
            int(left * self._scale_x),
            int(_BODY_TOP * self._scale_y),
            height=int(height * self._scale_y),
        )
        shape._element.nvPicPr.cNvPr.set("descr", description)

    def bars(self, slide: Any, data: CategoryChartData, box: Box, kind: Any) -> Any:
        return slide.shapes.add_chart(kind, *self._box(box), data).chart

    def content(self) -> bytes:
        written = io.BytesIO()
        self._file.save(written)
        return _without_dates(written.getvalue())

    def _box(self, box: Box) -> tuple[Emu, Emu, Emu, Emu]:
        left, top, width, height = box
        x, y = self._scale_x, self._scale_y
        return Emu(int(left * x)), Emu(int(top * y)), Emu(int(width * x)), Emu(int(height * y))


def _style(paragraph: Any, size: float, *, bold: bool, color: RGBColor | None) -> None:
    paragraph.font.size, paragraph.font.bold, paragraph.font.name = Pt(size), bold, _FONT
    if color is not None:
        paragraph.font.color.rgb = color


def _without_dates(content: bytes) -> bytes:
    """Write the archive, and the workbooks of its charts, again with one fixed date."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith(".xlsx"):
                data = _without_dates(data)
            elif name == "docProps/core.xml":
                data = _TIME.sub(rb"1980-01-01T00:00:00Z", data)
            new.writestr(zipfile.ZipInfo(name, _ZIP_DATE), data, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _map_slide(deck: _Deck, ranking: Ranking, wording: Wording) -> None:
    t = wording.t
    slide = deck.slide(t("Map of candidate sites"), _settings_text(ranking, wording))
    deck.picture(slide, map_png(ranking, wording, width_mm=120), _MARGIN, _BODY_HEIGHT, t("Map of candidate sites"))
    best = [item for item in ranking.sites if item.rank is not None][:FINALISTS]
    lines = [f"{item.rank}. {site_name(item.site, t)} – {t.number(item.score or 0.0, 1)}" for item in best]
    deck.text(slide, lines, (_WIDTH / 2, _BODY_TOP, _WIDTH / 2 - _MARGIN, _BODY_HEIGHT), size=18)


def _layers_slide(deck: _Deck, ranking: Ranking, wording: Wording) -> None:
    pack, t = wording
    slide = deck.slide(t("Layers"), attributions(ranking, wording))
    rows = [[t("Layer"), t("As of"), t("Accuracy")]]
    for layer in used_layers(ranking, pack)[:_TABLE_ROWS]:
        rows.append([t.pick(layer.titles), t.date(layer.as_of), accuracy_text(layer.accuracy_m, t)])
    deck.table(slide, rows, (3, 1.2, 1))


def _ranking_slide(
    deck: _Deck, ranked: Sequence[RankedSite], robustness_by_site: RobustnessBySite, wording: Wording
) -> None:
    t = wording.t
    slide = deck.slide(t("Ranking"))
    head = [
        t("Rank"),
        t("Site"),
        t("Score"),
        t("Accuracy"),
        *([t("First in"), t("Top three in")] if robustness_by_site else []),
    ]
    rows = [head]
    for item in ranked[:_TABLE_ROWS]:
        row = [t.number(item.rank or 0), site_name(item.site, t), t.number(item.score or 0.0, 1)]
        row.append(accuracy_text(item.site.accuracy_m, t))
        if robustness_by_site:
            row += [
                t.percent(robustness_by_site[item.site.id].shown_first),
                t.percent(robustness_by_site[item.site.id].shown_top_three),
            ]
        rows.append(row)
    deck.table(slide, rows, (0.7, 4, 1, 1, 1, 1.2)[: len(head)])


def _points_chart(lines: Sequence[CriterionLine], t: Translator) -> CategoryChartData:
    """Chart points as they are shown, or what the criteria are worth where the score is no sum of points."""
    upwards = lines[::-1]
    points = [line.points for line in upwards if line.points is not None]
    data = CategoryChartData(number_format="0.0" if points else "0.00")
    data.categories = [line.title for line in upwards]
    data.add_series(t("Points") if points else t("Value"), points or [round(line.value, 2) for line in upwards])
    return data


def _finalist_slide(
    deck: _Deck, item: RankedSite, ranking: Ranking, robustness_by_site: RobustnessBySite, wording: Wording
) -> None:
    """Show one finalist: its points by criterion as a chart, and what is known and in doubt."""
    t = wording.t
    explanation = explain(item, ranking, wording)
    measured = "\n".join(
        f"{line.title}: {line.raw} {line.interval} {line.feature}".strip() for line in explanation.lines
    )
    slide = deck.slide(f"{item.rank}. {explanation.name}", measured)
    data = _points_chart(explanation.lines, t)
    chart = deck.bars(slide, data, (_MARGIN, _BODY_TOP, 7.6, _BODY_HEIGHT), XL_CHART_TYPE.BAR_CLUSTERED)
    _finish_chart(chart)
    known = certainty(item, ranking, robustness_by_site, wording)
    lines = [f"{t('Score')} {explanation.score}", f"{t('Accuracy')} {explanation.accuracy}"]
    lines += [f"{t('Strongest')}: {explanation.strength}", f"{t('Weakest')}: {explanation.weakness}"]
    if known:
        lines += [f"{t('First in')} {known.first} · {t('Top three in')} {known.top_three}", known.alike]
    if explanation.doubts:
        lines.append(f"{t('In doubt')}: {'; '.join(explanation.doubts)}")
    deck.text(slide, [line for line in lines if line], (8.4, _BODY_TOP, 4.4, _BODY_HEIGHT), size=16)


def _finish_chart(chart: Any) -> None:
    chart.has_legend, chart.has_title = False, False
    chart.font.size, chart.font.name = Pt(12), _FONT
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 40, True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "0.0", False
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = _ACCENT
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.visible = False


def _robustness_slide(
    deck: _Deck, ranked: Sequence[RankedSite], robustness_by_site: RobustnessBySite, wording: Wording
) -> None:
    """Show in how many draws each of the best sites is first, as a chart."""
    t = wording.t
    best = list(reversed(ranked[:10]))
    slide = deck.slide(t("How sure the rank is"))
    data = CategoryChartData(number_format="0%")
    data.categories = [site_name(item.site, t) for item in best]
    data.add_series(t("First in"), [robustness_by_site[item.site.id].acceptability[0] for item in best])
    chart = deck.bars(
        slide, data, (_MARGIN, _BODY_TOP, _WIDTH - 2 * _MARGIN, _BODY_HEIGHT), XL_CHART_TYPE.BAR_CLUSTERED
    )
    _finish_chart(chart)
    chart.plots[0].data_labels.number_format = "0%"


def _method_slide(deck: _Deck, ranking: Ranking, wording: Wording) -> None:
    t = wording.t
    slide = deck.slide(t("Method"))
    weights = sorted(ranking.scenario.weights.items(), key=lambda pair: -pair[1])
    lines = [f"{t.percent(weight, 1)}  {t.pick(wording.pack.criteria[name].titles)}" for name, weight in weights]
    deck.text(slide, [t(method_summary(ranking.scenario))], (_MARGIN, _BODY_TOP, 6.2, _BODY_HEIGHT), size=15)
    deck.text(slide, [*lines, "", _settings_text(ranking, wording)], (7.2, _BODY_TOP, 5.6, _BODY_HEIGHT), size=14)


def _sources_slide(deck: _Deck, ranking: Ranking, wording: Wording) -> None:
    slide = deck.slide(wording.t("Sources"))
    sources = [source for layer in used_layers(ranking, wording.pack) for source in layer.sources]
    names = list(dict.fromkeys(localized(source, wording.t).name for source in sources))
    box = (_MARGIN, _BODY_TOP, _WIDTH - 2 * _MARGIN, _BODY_HEIGHT)
    deck.text(slide, [*names, "", attributions(ranking, wording)], box, size=12)


def _settings_text(ranking: Ranking, wording: Wording) -> str:
    pack, t = wording
    scenario = ranking.scenario
    parts: Mapping[str, str] = {
        t("Sector profile"): t.pick(pack.profiles[scenario.profile].titles),
        t("Method"): t(METHOD_NAMES[scenario.method]),
        t("Judged on"): t.date(scenario.on.isoformat()),
        t("Data version"): ranking.data_version,
    }
    return "; ".join(f"{name}: {text}" for name, text in parts.items())
