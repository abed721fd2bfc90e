"""Which layers a ranking used, and whom to name for them."""

from __future__ import annotations

from geo_app.ranking.model import Ranking
from geo_app.region.model import Catalog, Layer


def used_layers(ranking: Ranking, catalog: Catalog) -> list[Layer]:
    """List the layers that a ranking rests on: those of its sites, criteria, requirements and exclusions."""
    scenario = ranking.scenario
    criteria = [
        *scenario.weights,
        *(item.subject for item in scenario.requirements if item.subject in catalog.criteria),
    ]
    names = [item.site.layer for item in ranking.sites if item.site.layer in catalog.layers]
    names += [catalog.criteria[name].layer for name in criteria]
    names += [catalog.exclusions[name].layer for name in scenario.exclusions]
    return [catalog.layers[name] for name in dict.fromkeys(names)]


def attributions(ranking: Ranking, catalog: Catalog) -> str:
    """Name in one line whose data a ranking rests on, with each licence."""
    sources = [source for layer in used_layers(ranking, catalog) for source in layer.sources]
    return "; ".join(dict.fromkeys(f"{source.attribution} ({source.licence})" for source in sources))
