"""Criteria that need a layer which the pack does not have: they wait, weigh nothing, and count once it is there."""

from __future__ import annotations

from dataclasses import replace

from geo_app.region.model import Profile, RegionPack


def settle(pack: RegionPack) -> RegionPack:
    """Put every criterion, and every profile's weight of it, where it belongs by the layers that there are.

    A criterion that `needs_layer` waits while the layer is not in the catalogue. The order of criteria and weights is
    kept; what has waited comes last.
    """
    known = {**pack.criteria, **pack.waiting}
    waiting = {name: item for name, item in known.items() if item.needs_layer and item.layer not in pack.layers}
    return replace(
        pack,
        criteria={name: item for name, item in known.items() if name not in waiting},
        waiting=waiting,
        profiles={name: _settled(profile, set(waiting)) for name, profile in pack.profiles.items()},
    )


def _settled(profile: Profile, waiting: set[str]) -> Profile:
    weights = (*profile.weights, *profile.waiting)
    return replace(
        profile,
        weights=tuple(item for item in weights if item.criterion not in waiting),
        waiting=tuple(item for item in weights if item.criterion in waiting),
    )
