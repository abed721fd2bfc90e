"""A ranking as an Excel workbook whose weights can be changed: scores and ranks are formulas over the values."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from geo_app.core.i18n import N_
from geo_app.ranking.model import RankedSite, Ranking
from geo_app.report.explanation import explain
from geo_app.report.second_opinions import METHOD_NAMES
from geo_app.report.sources import attributions, localized, used_layers
from geo_app.report.text import RobustnessBySite, Wording, accuracy_text, doubt_texts, reason_text, site_name

NOT_STUDIED: RobustnessBySite = {}
_FIRST_ROW = 1
_FIXED_COLUMNS = 5  # rank, score, site, id, accuracy


@dataclass(frozen=True)
class _Book:
    file: xlsxwriter.Workbook
    formats: Mapping[str, Any]


def to_workbook(ranking: Ranking, wording: Wording, robustness_by_site: RobustnessBySite = NOT_STUDIED) -> bytes:
    """Write the ranking as XLSX: ranking, measurements, weights, sources.

    With the weighted sum, score and rank are formulas: who changes a weight on the sheet of weights sees the ranking
    follow. Other methods look at more than one site or criterion at a time; their scores are written as numbers.
    """
    written = io.BytesIO()
    # Text is written as text: no name can become a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
    with xlsxwriter.Workbook(written, options) as file:
        # The same ranking gives the same bytes.
        file.set_properties({"title": wording.t("Ranking"), "created": _day(ranking)})
        book = _Book(file, _formats(file))
        ranked = [item for item in ranking.sites if item.rank is not None]
        names = list(ranking.scenario.weights)
        _ranking_sheet(book, ranking, ranked, names, wording, robustness_by_site)
        _weights_sheet(book, ranking, names, wording)
        _measured_sheet(book, ranking, ranked, wording)
        _excluded_sheet(book, ranking, wording)
        _sources_sheet(book, ranking, wording)
    return written.getvalue()


def _day(ranking: Ranking) -> datetime:
    return datetime.combine(ranking.scenario.on, datetime.min.time())


def _formats(file: xlsxwriter.Workbook) -> dict[str, Any]:
    return {
        "head": file.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "input": file.add_format({"bg_color": "#FEF9C3", "border": 1, "num_format": "0.0##"}),
        "points": file.add_format({"num_format": "0.0"}),
        "share": file.add_format({"num_format": "0%"}),
        "weight": file.add_format({"num_format": "0.0%"}),
        "value": file.add_format({"num_format": "0.000"}),
        "wrap": file.add_format({"text_wrap": True, "valign": "top"}),
    }


def _ranking_sheet(
    book: _Book,
    ranking: Ranking,
    ranked: Sequence[RankedSite],
    names: Sequence[str],
    wording: Wording,
    robustness_by_site: RobustnessBySite,
) -> None:
    """Write a row a site: rank and score, then the value of each criterion, which the formulas weigh."""
    pack, t = wording
    sheet = book.file.add_worksheet(t("Ranking")[:31])
    titles = [t.pick(pack.criteria[name].titles) for name in names]
    head = [t("Rank"), t("Score"), t("Site"), t("Id"), t("Accuracy"), *titles]
    if robustness_by_site:
        head += [t("First in"), t("Top three in")]
    sheet.write_row(0, 0, head, book.formats["head"])
    last = _FIRST_ROW + len(ranked) - 1
    for row, item in enumerate(ranked, start=_FIRST_ROW):
        _score_cells(book, sheet, row, last, item, ranking, len(names), t(N_("Weights"))[:31])
        sheet.write_string(row, 2, site_name(item.site, t))
        sheet.write_string(row, 3, item.site.id)
        sheet.write_string(row, 4, accuracy_text(item.site.accuracy_m, t))
        for column, name in enumerate(names, start=_FIXED_COLUMNS):
            sheet.write_number(row, column, item.criteria[name].value, book.formats["value"])
        found = robustness_by_site.get(item.site.id)
        if found:
            column = _FIXED_COLUMNS + len(names)
            sheet.write_number(row, column, found.acceptability[0], book.formats["share"])
            sheet.write_number(row, column + 1, found.top_three, book.formats["share"])
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(last, 1), len(head) - 1)
    sheet.set_column(2, 2, 42)
    sheet.set_column(3, len(head) - 1, 14)


def _score_cells(
    book: _Book, sheet: Worksheet, row: int, last: int, item: RankedSite, ranking: Ranking, count: int, weights: str
) -> None:
    """Write rank and score: as formulas where the score is a weighted sum, with today's result beside them."""
    score = item.score or 0.0
    if ranking.scenario.method != "weighted_sum":
        sheet.write_number(row, 0, item.rank or 0)
        sheet.write_number(row, 1, score, book.formats["points"])
        return
    values = f"{xl_rowcol_to_cell(row, _FIXED_COLUMNS)}:{xl_rowcol_to_cell(row, _FIXED_COLUMNS + count - 1)}"
    shares = f"'{weights}'!{xl_range_abs(1, 2, count, 2)}"
    scores = xl_range_abs(_FIRST_ROW, 1, last, 1)
    # A thousandth of a point is no difference: ties share a rank, as in the app.
    sheet.write_array_formula(
        row, 1, row, 1, f"{{=ROUND(100*SUM({values}*TRANSPOSE({shares})),6)}}", book.formats["points"], score
    )
    sheet.write_formula(row, 0, f"=RANK({xl_rowcol_to_cell(row, 1)},{scores},0)", None, item.rank or 0)


def _weights_sheet(book: _Book, ranking: Ranking, names: Sequence[str], wording: Wording) -> None:
    """Write the weights as cells to change, and the shares that they come to."""
    pack, t = wording
    sheet = book.file.add_worksheet(t("Weights")[:31])
    head = [t("Criterion"), t("Weight (change me)"), t("Share"), t("What it measures")]
    sheet.write_row(0, 0, head, book.formats["head"])
    total = xl_range_abs(1, 1, len(names), 1)
    for row, name in enumerate(names, start=1):
        criterion, weight = pack.criteria[name], ranking.scenario.weights[name]
        sheet.write_string(row, 0, t.pick(criterion.titles))
        sheet.write_number(row, 1, weight * 100, book.formats["input"])
        sheet.write_formula(row, 2, f"=B{row + 1}/SUM({total})", book.formats["weight"], weight)
        sheet.write_string(row, 3, t.pick(criterion.descriptions), book.formats["wrap"])
    rows = [
        (t("Sector profile"), t.pick(pack.profiles[ranking.scenario.profile].titles)),
        (t("Method"), t(METHOD_NAMES[ranking.scenario.method])),
        (t("Judged on"), t.date(ranking.scenario.on.isoformat())),
        (t("Data version"), ranking.data_version),
    ]
    for row, pair in enumerate(rows, start=len(names) + 3):
        for column, text in enumerate(pair):
            sheet.write_string(row, column, text)
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, 2, 18)
    sheet.set_column(3, 3, 80)


def _measured_sheet(book: _Book, ranking: Ranking, ranked: Sequence[RankedSite], wording: Wording) -> None:
    """Write each criterion of each site as the screen explains it."""
    t = wording.t
    sheet = book.file.add_worksheet(t("Measurements")[:31])
    head = [t("Rank"), t("Site"), t("Criterion"), t("Measured"), t("Can be"), t("Measured to"), t("Value")]
    head += [t("Weight"), t("Points"), t("As of"), t("Source")]
    sheet.write_row(0, 0, head, book.formats["head"])
    row = 1
    for item in ranked:
        explanation = explain(item, ranking, wording)
        for line in explanation.lines:
            weight = item.criteria[line.id].weight
            sheet.write_number(row, 0, item.rank or 0)
            for column, text in enumerate(
                (explanation.name, line.title, line.raw, line.interval, line.feature), start=1
            ):
                sheet.write_string(row, column, text)
            sheet.write_number(row, 6, line.value, book.formats["value"])
            sheet.write_number(row, 7, weight, book.formats["weight"])
            if line.points is not None:
                sheet.write_number(row, 8, line.points, book.formats["points"])
            sheet.write_string(row, 9, line.as_of)
            sheet.write_string(row, 10, line.sources)
            row += 1
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(row - 1, 1), len(head) - 1)
    sheet.set_column(1, 5, 26)


def _excluded_sheet(book: _Book, ranking: Ranking, wording: Wording) -> None:
    """Write which sites are not ranked and why, and what is in doubt of the others."""
    t = wording.t
    sheet = book.file.add_worksheet(t("Not ranked, in doubt")[:31])
    sheet.write_row(0, 0, [t("Site"), t("Not ranked"), t("In doubt")], book.formats["head"])
    listed = [item for item in ranking.sites if item.excluded_by or item.doubts]
    for row, item in enumerate(listed, start=1):
        sheet.write_string(row, 0, site_name(item.site, t))
        sheet.write_string(row, 1, "; ".join(reason_text(name, wording) for name in item.excluded_by))
        sheet.write_string(row, 2, "; ".join(doubt_texts(item, wording)))
    sheet.set_column(0, 2, 50)


def _sources_sheet(book: _Book, ranking: Ranking, wording: Wording) -> None:
    pack, t = wording
    sheet = book.file.add_worksheet(t("Sources")[:31])
    sheet.write_row(0, 0, [t("Layer"), t("As of"), t("Accuracy"), t("Source"), t("Licence")], book.formats["head"])
    row = 1
    for layer in used_layers(ranking, pack):
        for source in (localized(source, t) for source in layer.sources):
            texts = (t.pick(layer.titles), t.date(layer.as_of), accuracy_text(layer.accuracy_m, t), source.name)
            for column, text in enumerate((*texts, source.licence)):
                sheet.write_string(row, column, text)
            row += 1
    sheet.write_string(row + 1, 0, attributions(ranking, wording))
    sheet.set_column(0, 4, 34)
