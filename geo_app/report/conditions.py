"""What may be required of a site, requirements in words, and the funnel from all sites to the ranked ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from geo_app.ranking.funnel import funnel
from geo_app.ranking.model import Ranking
from geo_app.region.model import Attribute
from geo_app.report.text import STATUS_NAMES, Wording, reason_text, site_name

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Subject:
    """What a requirement may be about: a criterion, or an attribute of the candidates.

    Attributes
    ----------
    id, title, unit
        As the pack has them, in the reader's language.
    codes
        By code its words, for an attribute that is no number.
    """

    id: str
    title: str
    unit: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FunnelLine:
    """One step of the funnel in words; `share` of all sites is left."""

    condition: str
    removed: int
    doubtful: int
    left: int
    share: float
    removed_names: str
    doubtful_names: str


def subjects(wording: Wording) -> list[Subject]:
    """List what can be required: what is known of the candidates themselves, then every criterion."""
    pack, t = wording
    found = {subject.id: subject for subject in _attributes(wording)}
    for criterion in pack.criteria.values():
        found[criterion.id] = Subject(criterion.id, t.pick(criterion.titles), criterion.unit)
    return list(found.values())


def _attributes(wording: Wording) -> Iterator[Subject]:
    pack, t = wording
    statuses = {str(status) for name in pack.candidate_layers for status in pack.layers[name].frame["status"]}
    codes = {code: t(words) for code, words in STATUS_NAMES.items() if code in statuses and code != UNKNOWN}
    if codes:
        yield Subject("status", t("Status"), codes=codes)
    for name in pack.candidate_layers:
        layer = pack.layers[name]
        for attribute in layer.attributes:
            values = layer.frame[attribute.id] if attribute.id in layer.frame else pd.Series(dtype=float)
            if attribute.codes:
                used = {code: t.pick(attribute.codes[code]) for code in attribute.codes if code in set(values)}
                if len(used) > 1:
                    yield Subject(attribute.id, t.pick(attribute.titles), codes=used)
            elif _is_amount(attribute, values):
                yield Subject(attribute.id, t.pick(attribute.titles), attribute.unit)


def _is_amount(attribute: Attribute, values: pd.Series) -> bool:
    return bool(attribute.unit) and bool(pd.to_numeric(values, errors="coerce").notna().any())


def funnel_lines(ranking: Ranking, wording: Wording) -> list[FunnelLine]:
    """Describe what each condition removes."""
    t = wording.t
    names = {item.site.id: site_name(item.site, t) for item in ranking.sites}
    total = max(len(names), 1)
    return [
        FunnelLine(
            condition=reason_text(step.condition, wording),
            removed=len(step.removed),
            doubtful=len(step.doubtful),
            left=step.left,
            share=step.left / total,
            removed_names=", ".join(names[site] for site in step.removed),
            doubtful_names=", ".join(names[site] for site in step.doubtful),
        )
        for step in funnel(ranking)
    ]
