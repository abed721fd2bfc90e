"""What is known of the region: indicators, layers and features, in words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo_app.core.i18n import N_, Translator
from geo_app.region.model import Attribute, Indicator, Layer
from geo_app.report.sources import localized
from geo_app.report.text import STATUS_NAMES, Wording, accuracy_text, unit_text


def feature_facts(feature: Mapping[str, Any], layer: Layer, t: Translator) -> list[tuple[str, str]]:
    """List a feature's attributes, then its status, note, source and date; unknown ones are left out."""
    facts = []
    for attribute in layer.attributes:
        text = attribute_text(feature.get(attribute.id), attribute, t)
        if text:
            facts.append((t.pick(attribute.titles), text))
    note = t.pick({language: attribute_value_text(feature.get(f"notes_{language}")) for language in (t.language, "en")})
    known = [
        (t("Status"), t(STATUS_NAMES.get(str(feature.get("status")), "unknown"))),
        (t("Note"), note),
        (t("Source"), attribute_value_text(feature.get("source"))),
        (t("As of"), t.date(attribute_value_text(feature.get("as_of")))),
        (t("Checked"), t.date(layer.checked)),
    ]
    return facts + [(title, text) for title, text in known if text]


def attribute_value_text(value: Any) -> str:
    """Give a text; a gap in a frame's column is NaN, not a text."""
    return value if isinstance(value, str) else ""


def attribute_text(value: Any, attribute: Attribute, t: Translator) -> str:
    """Write one attribute; nothing where it is not known."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        digits = 0 if float(value).is_integer() else 2
        return f"{t.number(value, digits)} {unit_text(attribute.unit, t)}".strip()
    text = str(value)
    return t.pick(attribute.codes[text]) if text in attribute.codes else text


@dataclass(frozen=True)
class FigureLine:
    """One version of an indicator in words."""

    value: str
    as_of: str
    published: str
    source: str
    confidence: str
    note: str


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator as the page lists it; `disagree` where figures of one period differ."""

    title: str
    disagree: bool
    quotation: bool
    figures: tuple[FigureLine, ...]


CONFIDENCE_NAMES: Mapping[str, str] = {"high": N_("high"), "medium": N_("medium"), "low": N_("low")}


def indicator_groups(wording: Wording) -> list[tuple[str, list[IndicatorLine]]]:
    """List the region's figures by group."""
    pack, t = wording
    groups: dict[str, list[IndicatorLine]] = {}
    for indicator in pack.indicators:
        groups.setdefault(indicator.group, []).append(_indicator(indicator, t))
    return [(t.pick(pack.groups[name]), lines) for name, lines in groups.items()]


def _indicator(indicator: Indicator, t: Translator) -> IndicatorLine:
    unit = t.pick(indicator.unit)
    return IndicatorLine(
        title=t.pick(indicator.titles),
        disagree=_disagree(indicator),
        quotation=indicator.use == "quotation",
        figures=tuple(
            FigureLine(
                value=f"{t.number(figure.value, _digits(figure.value, indicator.digits))} {unit}".strip(),
                as_of=t.date(figure.as_of),
                published=t.date(figure.published),
                source=figure.source,
                confidence=t(CONFIDENCE_NAMES.get(figure.confidence, figure.confidence)),
                note=t.pick(figure.notes),
            )
            for figure in indicator.figures
        ),
    )


def _disagree(indicator: Indicator) -> bool:
    """Tell whether sources give different values for one and the same day or period."""
    values: dict[str, set[float]] = {}
    for figure in indicator.figures:
        values.setdefault(figure.as_of, set()).add(figure.value)
    return any(len(found) > 1 for found in values.values())


def _digits(value: float, digits: int) -> int:
    """Never round a figure of a source: show at least the decimals it has."""
    _, _, decimals = f"{value:.6f}".rstrip("0").partition(".")
    return max(digits, len(decimals))


@dataclass(frozen=True)
class LayerLine:
    """A layer as the page lists it: numbers and dates in the reader's language."""

    title: str
    group: str
    count: str
    as_of: str
    checked: str
    accuracy: str
    note: str
    sources: tuple[tuple[str, str, str], ...]
    missing: tuple[str, ...]


def layer_lines(wording: Wording) -> list[LayerLine]:
    """List the layers: count, date, accuracy, sources (name, licence, attribution) and what is missing."""
    pack, t = wording
    return [
        LayerLine(
            title=t.pick(layer.titles),
            group=t.pick(pack.groups[layer.group]),
            count=t.number(len(layer.frame)),
            as_of=t.date(layer.as_of),
            accuracy=accuracy_text(layer.accuracy_m, t),
            note=t.pick(layer.notes),
            checked=t.date(layer.checked),
            sources=tuple(
                (source.name, source.licence, source.attribution)
                for source in (localized(source, t) for source in layer.sources)
            ),
            missing=tuple(t.pick(texts) for texts in layer.missing),
        )
        for layer in pack.layers.values()
    ]


@dataclass(frozen=True)
class FeatureLine:
    """A feature as the page lists it; `facts` are title and value of each attribute."""

    name: str
    facts: tuple[tuple[str, str], ...]
    accuracy: str


def feature_lines(layer: Layer, t: Translator, limit: int) -> list[FeatureLine]:
    """List a layer's features with everything that is known about each."""
    lines = []
    for identity, row in zip(layer.frame.index[:limit], layer.frame.head(limit).to_dict("records"), strict=True):
        names = {language: row.get(f"name_{language}") for language in (t.language, "en")}
        lines.append(
            FeatureLine(
                name=t.pick({language: name for language, name in names.items() if isinstance(name, str)})
                or str(identity),
                facts=tuple(feature_facts(row, layer, t)),
                accuracy=accuracy_text(float(row["accuracy_m"]), t),
            )
        )
    return lines
