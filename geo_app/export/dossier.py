"""Reports in PDF: the dossier of one site, and the shortlist of the best, in the words and numbers of the screen."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import segno

from geo_app.core.errors import SitesError
from geo_app.core.i18n import N_
from geo_app.export.picture import map_svg
from geo_app.export.typesetting import TEMPLATES, typeset_pdf
from geo_app.ranking.model import RankedSite, Ranking
from geo_app.region.model import Layer
from geo_app.report.explanation import certainty, explain
from geo_app.report.region import indicator_groups
from geo_app.report.second_opinions import METHOD_NAMES
from geo_app.report.sources import attributions, localized, used_layers
from geo_app.report.text import RobustnessBySite, Wording, accuracy_text, method_summary, site_name

SHORTLIST_SITES = 10
"""How many sites a shortlist describes one by one; the table has all."""

NOT_STUDIED: RobustnessBySite = {}


def site_dossier(
    ranking: Ranking,
    wording: Wording,
    site: str,
    robustness_by_site: RobustnessBySite = NOT_STUDIED,
    *,
    link: str = "",
    folder: Path = TEMPLATES,
) -> bytes:
    """Typeset the dossier of one site as PDF/UA.

    Parameters
    ----------
    ranking, wording, robustness_by_site
        As on the screen.
    site
        Its id.
    link
        Address at which the same ranking can be opened; printed with a QR code.
    folder
        Where ``dossier.typ`` is: a planner may restyle a copy.

    Raises
    ------
    SitesError
        If no site of the ranking has this id.
    """
    item = find_site(ranking, site)
    content = _frame(ranking, wording, link) | {"site": _site(item, ranking, robustness_by_site, wording)}
    content |= _indicators(wording) | {"missing": _missing(ranking, wording)}
    files = {"map.svg": map_svg(ranking, wording, focus=site)} | _code(link)
    return typeset_pdf(folder / "dossier.typ", content, files)


def shortlist_report(
    ranking: Ranking,
    wording: Wording,
    robustness_by_site: RobustnessBySite = NOT_STUDIED,
    *,
    link: str = "",
    folder: Path = TEMPLATES,
) -> bytes:
    """Typeset the ranking as a report: map, table, and the best sites in short, as PDF/UA."""
    best = [item for item in ranking.sites if item.rank is not None][:SHORTLIST_SITES]
    content = _frame(ranking, wording, link) | {
        "table": _table(ranking, robustness_by_site, wording),
        "sites": [_site(item, ranking, robustness_by_site, wording) for item in best],
        "excluded": _excluded(ranking, wording),
        "missing": _missing(ranking, wording),
    }
    return typeset_pdf(folder / "shortlist.typ", content, {"map.svg": map_svg(ranking, wording)} | _code(link))


def find_site(ranking: Ranking, site: str) -> RankedSite:
    """Find a site of a ranking by its id.

    Raises
    ------
    SitesError
        If there is none; the message names some that there are.
    """
    for item in ranking.sites:
        if item.site.id == site:
            return item
    known = ", ".join(item.site.id for item in ranking.sites[:10])
    raise SitesError(N_("No site has the id {found!r}. Ids: {known}."), found=site, known=known)


def _frame(ranking: Ranking, wording: Wording, link: str) -> dict[str, Any]:
    """Put together what every report carries: its words, settings, sources and address."""
    pack, t = wording
    scenario = ranking.scenario
    profile = pack.profiles[scenario.profile]
    weights = sorted(scenario.weights.items(), key=lambda pair: -pair[1])
    return {
        "language": t.language,
        "region": t.pick(pack.titles),
        "profile": t.pick(profile.titles),
        "profile_text": t.pick(profile.descriptions),
        "method": t(METHOD_NAMES[scenario.method]),
        "date": t.date(scenario.on.isoformat()),
        "data_date": t.date(pack.as_of.isoformat()),
        "data_version": ranking.data_version,
        "weights": [{"title": t.pick(pack.criteria[name].titles), "text": t.percent(w, 1)} for name, w in weights],
        "exclusions": [t.pick(pack.exclusions[name].titles) for name in scenario.exclusions],
        "sources": [_source(layer, wording) for layer in used_layers(ranking, pack)],
        "attribution": attributions(ranking, wording),
        "link": link,
        "words": {key: t(text) for key, text in _WORDS.items()} | {"method_text": t(method_summary(ranking.scenario))},
    }


def _source(layer: Layer, wording: Wording) -> dict[str, str]:
    t = wording.t
    names = "; ".join(dict.fromkeys(localized(source, t).name for source in layer.sources))
    accuracy = accuracy_text(layer.accuracy_m, t)
    return {"title": t.pick(layer.titles), "names": names, "as_of": t.date(layer.as_of), "accuracy": accuracy}


def _site(item: RankedSite, ranking: Ranking, robustness_by_site: RobustnessBySite, wording: Wording) -> dict[str, Any]:
    known = certainty(item, ranking, robustness_by_site, wording)
    return asdict(explain(item, ranking, wording)) | {"certainty": asdict(known) if known else None}


def _table(ranking: Ranking, robustness_by_site: RobustnessBySite, wording: Wording) -> list[Mapping[str, str]]:
    t = wording.t
    rows: list[Mapping[str, str]] = []
    for item in ranking.sites:
        if item.rank is None:
            continue
        found = robustness_by_site.get(item.site.id)
        rows.append(
            {
                "rank": t.number(item.rank),
                "name": site_name(item.site, t),
                "score": t.number(item.score or 0.0, 1),
                "accuracy": accuracy_text(item.site.accuracy_m, t),
                "first": t.percent(found.shown_first) if found else "",
                "top_three": t.percent(found.shown_top_three) if found else "",
            }
        )
    return rows


def _excluded(ranking: Ranking, wording: Wording) -> list[dict[str, Any]]:
    out = [item for item in ranking.sites if item.rank is None]
    explanations = [explain(item, ranking, wording) for item in out]
    return [{"name": each.name, "reasons": list(each.excluded_by)} for each in explanations]


def _missing(ranking: Ranking, wording: Wording) -> list[str]:
    """List what the layers that were used are known to lack."""
    t = wording.t
    texts = [t.pick(text) for layer in used_layers(ranking, wording.pack) for text in layer.missing]
    return list(dict.fromkeys(texts))


def _indicators(wording: Wording) -> dict[str, Any]:
    """List the region's figures by group, each with the number of its source in a list of references."""
    numbers: dict[str, str] = {}
    groups = []
    for title, lines in indicator_groups(wording):
        entries = []
        for line in lines:
            figures = [
                {"value": f.value, "as_of": f.as_of, "number": numbers.setdefault(f.source, str(len(numbers) + 1))}
                for f in line.figures
            ]
            entries.append({"title": line.title, "figures": figures})
        groups.append({"title": title, "lines": entries})
    references = [{"number": number, "source": source} for source, number in numbers.items()]
    return {"indicators": groups, "references": references}


def _code(link: str) -> dict[str, bytes]:
    """Draw the link as a QR code."""
    if not link:
        return {}
    drawn = io.BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="svg", border=2)
    return {"code.svg": drawn.getvalue()}


_WORDS: Mapping[str, str] = {
    "dossier": N_("Site dossier"),
    "shortlist": N_("Shortlist of candidate sites"),
    "score": N_("Score"),
    "rank": N_("Rank"),
    "site": N_("Site"),
    "accuracy": N_("Accuracy"),
    "first": N_("First in"),
    "top_three": N_("Top three in"),
    "criterion": N_("Criterion"),
    "measured": N_("Measured"),
    "can_be": N_("Can be"),
    "nearest": N_("Measured to"),
    "value": N_("Value"),
    "weight": N_("Weight"),
    "points": N_("Points"),
    "facts": N_("What is known of the site"),
    "why": N_("Why it has this rank"),
    "robust": N_("How sure the rank is"),
    "unknown": N_("What is not known"),
    "doubts": N_("In doubt"),
    "excluded": N_("Not ranked"),
    "region": N_("The region in figures"),
    "method": N_("Method"),
    "settings": N_("Settings of this ranking"),
    "sources": N_("Sources"),
    "as_of": N_("As of"),
    "source": N_("Source"),
    "figure": N_("Figure"),
    "data_version": N_("Data version"),
    "open": N_("Open this ranking"),
    "map": N_("Map of candidate sites"),
    "profile": N_("Sector profile"),
    "date": N_("Judged on"),
    "strength": N_("Strongest"),
    "weakness": N_("Weakest"),
}
