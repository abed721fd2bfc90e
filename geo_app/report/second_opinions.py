"""What other ways of adding up make of the same values, in words."""

from __future__ import annotations

from collections.abc import Mapping

from geo_app.core.i18n import N_, Translator
from geo_app.ranking.analysis import TOP, SecondOpinion, second_opinions
from geo_app.ranking.model import DEFAULT_CAUTION, Method, Ranking
from geo_app.report.text import site_name

METHOD_NAMES: Mapping[Method, str] = {
    "weighted_sum": N_("Weighted sum"),
    "topsis": N_("TOPSIS"),
    "owa": N_("Cautious average"),
}


def opinion_sentences(ranking: Ranking, t: Translator, caution: float = DEFAULT_CAUTION) -> list[str]:
    """Say for each other method whether it puts the same sites on top, and which not."""
    names = {item.site.id: site_name(item.site, t) for item in ranking.sites}
    first = {item.site.id for item in ranking.sites if item.rank == 1}
    return [_sentence(opinion, first, names, t) for opinion in second_opinions(ranking, caution)]


def _sentence(opinion: SecondOpinion, first: set[str], names: Mapping[str, str], t: Translator) -> str:
    method = t(METHOD_NAMES[opinion.method])
    winner = (
        t("{method} has the same first.", method=method)
        if set(opinion.first) == first
        else t("{method} puts {sites} first.", method=method, sites=_listed(opinion.first, names))
    )
    if opinion.enter or opinion.leave:
        top = t(
            "In its best {n}: {enter}; not in them: {leave}.",
            n=TOP,
            enter=_listed(opinion.enter, names) or "–",
            leave=_listed(opinion.leave, names) or "–",
        )
    else:
        top = t("Its best {n} are the same.", n=TOP)
    return f"{winner} {top}"


def _listed(sites: tuple[str, ...], names: Mapping[str, str]) -> str:
    return ", ".join(names[site] for site in sites)
