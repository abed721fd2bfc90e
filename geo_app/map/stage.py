"""The stage: what a presentation shows step by step, worked out beforehand, so that a step needs no server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from geo_app.core.i18n import N_
from geo_app.map.contract import Payload, StageCaption, StageDocument, StageStep, SurfaceCells
from geo_app.map.payload import payload
from geo_app.map.story import View, sight_to_dict
from geo_app.ranking.model import RankedSite, Ranking
from geo_app.report.explanation import extremes
from geo_app.report.text import RobustnessBySite, Wording, site_name

TOP = 5
"""Sites that are presented one by one."""

MOST_SITES = 60
"""Sites on the map at a step: more could not be told apart from the back of a hall."""

_WORDS: Mapping[str, str] = {
    "present": N_("Present (key P)"),
    "leave": N_("Leave the stage"),
    "keys": N_("Keys"),
    "key_site": N_("Next or previous site"),
    "key_view": N_("Next or previous view"),
    "key_layer": N_("Next layer"),
    "key_spot": N_("Spotlight on the best five"),
    "key_full": N_("Full screen"),
    "key_help": N_("Show or hide the keys"),
    "next": N_("Next site"),
    "previous": N_("Previous site"),
    "next_view": N_("Next view"),
    "spot_on": N_("Spotlight on"),
    "spot_off": N_("Spotlight off"),
    "all_layers": N_("Layers as in the view"),
    "best_sites": N_("The best sites"),
    "none": N_("No site meets the conditions of this view."),
}


@dataclass(frozen=True)
class StagedView:
    """One view of a story with what it comes to: ranking, how robust it is, and how suitable every place is."""

    view: View
    ranking: Ranking
    robustness_by_site: RobustnessBySite
    cells: SurfaceCells | None = None


def stage_payload(steps: Sequence[StagedView], wording: Wording, *, start: int = 0) -> StageDocument:
    """Collect all that the stage shows, in one language.

    Parameters
    ----------
    steps
        The story, at least one step.
    wording
        The pack, and the language.
    start
        The step that is shown first.

    Returns
    -------
    Plain values for JSON, for ``story`` of a map's payload.
    """
    t = wording.t
    return {
        "words": {name: t(text) for name, text in _WORDS.items()},
        "start": min(max(start, 0), len(steps) - 1),
        "steps": [_step(step, number, len(steps), wording) for number, step in enumerate(steps, start=1)],
    }


def _step(step: StagedView, number: int, total: int, wording: Wording) -> StageStep:
    pack, t = wording
    view = step.view
    profile = t.pick(pack.profiles[view.scenario.profile].titles)
    title = view.title or profile
    top = [item for item in step.ranking.sites if item.rank is not None][:TOP]
    first = next((k for k, item in enumerate(top) if item.site.id == view.selected), 0)
    place = t("View {n} of {total}", n=t.number(number), total=t.number(total))
    return {
        "title": title,
        "kicker": place if title == profile else f"{place} · {profile}",
        "note": view.note,
        "first": first,
        "sight": None if view.sight is None else sight_to_dict(view.sight),
        "top": [_caption(item, step, title, wording) for item in top],
        "payload": _payload(step, {item.site.id for item in top}, wording),
    }


def _payload(step: StagedView, top: set[str], wording: Wording) -> Payload:
    """Build a step's map: the best sites, and lines of those that are presented."""
    shown = replace(step.ranking, sites=step.ranking.sites[:MOST_SITES])
    known = {item.site.id for item in shown.sites}
    compare = [name for name in step.view.compare if name in known]
    content = payload(shown, wording, compare=compare, cells=step.cells, links_of_all=True)
    content["links"] = {name: lines for name, lines in content["links"].items() if name in top or name in compare}
    return content


def _caption(item: RankedSite, step: StagedView, title: str, wording: Wording) -> StageCaption:
    """Say of a site what the hall reads, and what a screen reader announces."""
    t = wording.t
    name, score = site_name(item.site, t), t.number(item.score or 0.0, 1)
    best, worst = extremes(item, wording)
    judged = step.robustness_by_site.get(item.site.id)
    sure, shares = "", None
    if judged is not None:
        shares = (judged.acceptability[0], judged.top_three)
        first, three = t.percent(judged.shown_first), t.percent(judged.shown_top_three)
        sure = t("1st in {share} of plausible weightings, top three in {three}", share=first, three=three)
    ranked = sum(other.rank is not None for other in step.ranking.sites)
    rank = t("Rank {rank} of {total}", rank=item.rank, total=ranked)
    said = [f"{title}: {name}", rank, f"{t('Score')}: {score}", f"{t('Strongest')}: {best}", f"{t('Weakest')}: {worst}"]
    return {
        "id": item.site.id,
        "name": name,
        "rank": item.rank or 0,
        "place": rank,
        "score": item.score or 0.0,
        "score_text": score,
        "best": best,
        "worst": worst,
        "sure": sure,
        "shares": shares,
        "said": ". ".join([*said, *([sure] if sure else [])]) + ".",
    }
