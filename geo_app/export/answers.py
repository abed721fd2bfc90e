"""Answers about one ranking in words, for a terminal: why this site, what would change it, what is alike."""

from __future__ import annotations

from geo_app import decision
from geo_app.export.explanation import explain
from geo_app.export.tables import site_name
from geo_app.i18n import Translator
from geo_app.model import Catalog, Ranking

# What would be printed as 0 is left out.
_LEAST_POINTS = 0.05
_LEAST_CHANGE = 0.005


def explanation_text(ranking: Ranking, catalog: Catalog, t: Translator, site: str) -> str:
    """Explain a ranked site: its sum, the lead over the next site, and what would change the winner."""
    found = decision.table(ranking)
    item = found.sites[found.index(site)]
    told = explain(item, ranking, catalog, t)
    lines = [f"{told.name}: {told.place}, {t('Score {score} of 100', score=told.score)}"]
    lines += [t("In doubt: {reason}", reason=reason) for reason in told.doubts]
    for line in told.lines:
        detail = f"{line.contribution_text:>6}  {line.title}: {line.raw}"
        detail += f" ({t('can be {interval}', interval=line.interval)})" if line.interval else ""
        lines.append(detail + (f", {line.feature}" if line.feature else ""))
    lines += _next(ranking, catalog, t, site)
    lines += _change(ranking, catalog, t, site)
    return "\n".join(lines) + "\n"


def _next(ranking: Ranking, catalog: Catalog, t: Translator, site: str) -> list[str]:
    """Say why the site stands before the next one below it, or behind the winner if none is below."""
    ranked = decision.table(ranking).sites
    mine = next(item for item in ranked if item.site.id == site)
    below = next((item for item in ranked if (item.rank or 0) > (mine.rank or 0)), None)
    better, other = (mine, below) if below else (ranked[0], mine)
    if better.rank == other.rank:
        return []
    lead = decision.why_not(ranking, better.site.id, other.site.id)
    lines = [
        t("{better} before {other}, by criterion:", better=site_name(better.site, t), other=site_name(other.site, t))
    ]
    return lines + [
        f"{t.signed(points, 1):>6}  {t.pick(catalog.criteria[name].titles)}"
        for name, points in lead.items()
        if abs(points) >= _LEAST_POINTS
    ]


def _change(ranking: Ranking, catalog: Catalog, t: Translator, site: str) -> list[str]:
    """Say how far each weight can move while the winner stays, or which weights would make the site win."""
    item = next(item for item in ranking.sites if item.site.id == site)
    if item.rank == 1:
        lines = [t("It stays first while a weight stays within:")]
        return lines + [
            f"{t.percent(low):>6} – {t.percent(high):<6} {t.pick(catalog.criteria[name].titles)}"
            for name, (low, high) in decision.stability(ranking).items()
        ]
    weights = decision.weights_to_win(ranking, site)
    if weights is None:
        return [t("No weights put it first: another site is at least as good in everything.")]
    lines = [t("The smallest change of weights that puts it first:")]
    present = ranking.scenario.weights
    return lines + [
        f"{t.percent(present[name]):>6} → {t.percent(weight):<6} {t.pick(catalog.criteria[name].titles)}"
        for name, weight in weights.items()
        if abs(weight - present[name]) >= _LEAST_CHANGE
    ]


def similar_text(ranking: Ranking, catalog: Catalog, t: Translator, site: str) -> str:
    """List the sites most like one, each with the criterion in which it differs most."""
    by_id = {item.site.id: item for item in ranking.sites}
    alike = decision.similar(ranking, site)
    lines = [t("Most like {site}:", site=site_name(by_id[site].site, t))]
    for other, distance, differences in alike:
        most = max(differences, key=lambda name: abs(differences[name]))
        title = t.pick(catalog.criteria[most].titles)
        text = t(
            "{site}, distance {distance}; differs most in {criterion} ({difference})",
            site=site_name(by_id[other].site, t),
            distance=t.number(distance, 2),
            criterion=title,
            difference=t.signed(differences[most], 2),
        )
        lines.append(f"  {text}")
    return "\n".join(lines) + "\n"
