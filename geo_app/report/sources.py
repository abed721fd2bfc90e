"""Which layers a ranking used, and whom to name for them."""

from __future__ import annotations

from dataclasses import replace

from geo_app.core.i18n import Translator
from geo_app.ranking.model import Ranking
from geo_app.region.model import Layer, RegionPack, Source
from geo_app.report.text import Wording


def localized(source: Source, t: Translator) -> Source:
    """Give a source with its name, licence and attribution in the reader's language, where the pack has them."""
    return replace(
        source,
        name=t.pick(source.names) or source.name,
        licence=t.pick(source.licences) or source.licence,
        attribution=t.pick(source.attributions) or source.attribution,
    )


def attribution_text(layer: Layer, t: Translator) -> str:
    """Name in one line whose data a layer is."""
    return "; ".join(dict.fromkeys(localized(source, t).attribution for source in layer.sources))


def used_layers(ranking: Ranking, pack: RegionPack) -> list[Layer]:
    """List the layers that a ranking rests on: those of its sites, criteria, requirements and exclusions."""
    scenario = ranking.scenario
    criteria = [
        *scenario.weights,
        *(item.subject for item in scenario.requirements if item.subject in pack.criteria),
    ]
    names = [item.site.layer for item in ranking.sites if item.site.layer in pack.layers]
    names += [layer for name in criteria for layer in pack.criteria[name].layers]
    names += [pack.exclusions[name].layer for name in scenario.exclusions]
    return [pack.layers[name] for name in dict.fromkeys(names)]


def attributions(ranking: Ranking, wording: Wording) -> str:
    """Name in one line whose data a ranking rests on, with each licence."""
    pack, t = wording
    sources = [localized(source, t) for layer in used_layers(ranking, pack) for source in layer.sources]
    return "; ".join(dict.fromkeys(f"{source.attribution} ({source.licence})" for source in sources))
