"""Which layers a ranking used, and whom to name for them."""

from __future__ import annotations

from geo_app.ranking.model import Ranking
from geo_app.region.model import Layer, RegionPack


def used_layers(ranking: Ranking, pack: RegionPack) -> list[Layer]:
    """List the layers that a ranking rests on: those of its sites, criteria, requirements and exclusions."""
    scenario = ranking.scenario
    criteria = [
        *scenario.weights,
        *(item.subject for item in scenario.requirements if item.subject in pack.criteria),
    ]
    names = [item.site.layer for item in ranking.sites if item.site.layer in pack.layers]
    names += [pack.criteria[name].layer for name in criteria]
    names += [pack.exclusions[name].layer for name in scenario.exclusions]
    return [pack.layers[name] for name in dict.fromkeys(names)]


def attributions(ranking: Ranking, pack: RegionPack) -> str:
    """Name in one line whose data a ranking rests on, with each licence."""
    sources = [source for layer in used_layers(ranking, pack) for source in layer.sources]
    return "; ".join(dict.fromkeys(f"{source.attribution} ({source.licence})" for source in sources))
