"""What in a pack refers to something else of it, and whether that is there."""

from __future__ import annotations

from collections.abc import Iterator

from geo_app.core.errors import PackError
from geo_app.core.i18n import N_
from geo_app.region.model import Criterion, RegionPack


def find_dangling(pack: RegionPack) -> Iterator[PackError]:
    """Name what refers to something that is not there."""
    references = [
        *((f"criterion {c.id!r}", layer, pack.layers) for c in pack.criteria.values() for layer in c.layers),
        *((f"exclusion {e.id!r}", e.layer, pack.layers) for e in pack.exclusions.values()),
        *(("candidate_layers", layer, pack.layers) for layer in pack.candidate_layers),
        ("region_layer", pack.region_layer, pack.layers),
        *((f"layer {layer.id!r}", layer.group, pack.groups) for layer in pack.layers.values()),
        *(
            (f"profile {p.id!r}", weight.criterion, pack.criteria)
            for p in pack.profiles.values()
            for weight in p.weights
        ),
    ]
    for where, name, known in references:
        if name not in known:
            yield PackError(
                N_("{where} refers to {name!r}, which the pack does not have. It has {known}."),
                where=where,
                name=name,
                known=", ".join(known),
            )
    for criterion in pack.criteria.values():
        yield from _missing_columns(criterion, pack)


def _missing_columns(criterion: Criterion, pack: RegionPack) -> Iterator[PackError]:
    for layer, column in criterion.columns:
        frame = pack.layers[layer].frame
        if column != frame.index.name and column not in frame.columns:
            yield PackError(
                N_("criterion {criterion!r} uses {column!r}, which layer {layer!r} does not have."),
                criterion=criterion.id,
                column=column,
                layer=layer,
            )
