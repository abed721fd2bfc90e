"""Answers about one ranking in words, for a terminal: why this site, what would change it, what is alike."""

from __future__ import annotations

from geo_app.ranking import analysis
from geo_app.ranking.model import Ranking
from geo_app.report.explanation import change_lines, explain, lead_lines
from geo_app.report.text import Wording, site_name


def explanation_text(ranking: Ranking, wording: Wording, site: str) -> str:
    """Explain a ranked site: its sum, the lead over the next site, and what would change the winner."""
    t = wording.t
    found = analysis.table(ranking)
    item = found.sites[found.index(site)]
    explanation = explain(item, ranking, wording)
    lines = [f"{explanation.name}: {explanation.place}, {t('Score {score} of 100', score=explanation.score)}"]
    lines += [t("In doubt: {reason}", reason=reason) for reason in explanation.doubts]
    for line in explanation.lines:
        detail = f"{line.contribution_text:>6}  {line.title}: {line.raw}"
        detail += f" ({t('can be {interval}', interval=line.interval)})" if line.interval else ""
        lines.append(detail + (f", {line.feature}" if line.feature else ""))
    for title, rows in (lead_lines(item, ranking, wording), change_lines(item, ranking, wording)):
        lines += [title] if title else []
        lines += [f"{figure:>12}  {criterion}" for figure, criterion in rows]
    return "\n".join(lines) + "\n"


def similar_text(ranking: Ranking, wording: Wording, site: str) -> str:
    """List the sites most like one, each with the criterion in which it differs most."""
    pack, t = wording
    by_id = {item.site.id: item for item in ranking.sites}
    alike = analysis.similar(ranking, site)
    lines = [t("Most like {site}:", site=site_name(by_id[site].site, t))]
    for other, distance, differences in alike:
        most = max(differences, key=lambda name: abs(differences[name]))
        title = t.pick(pack.criteria[most].titles)
        text = t(
            "{site}, distance {distance}; differs most in {criterion} ({difference})",
            site=site_name(by_id[other].site, t),
            distance=t.number(distance, 2),
            criterion=title,
            difference=t.signed(differences[most], 2),
        )
        lines.append(f"  {text}")
    return "\n".join(lines) + "\n"
