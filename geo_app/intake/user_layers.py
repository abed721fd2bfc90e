"""Put a user's layer beside a pack's: for one session in memory, or for good in the pack's folder."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Set
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from geo_app.core.errors import LayerError
from geo_app.core.files import sha256, write_atomically
from geo_app.core.i18n import LANGUAGES, N_, translator
from geo_app.core.messages import Texts
from geo_app.intake.feature_table import layer_geojson
from geo_app.intake.layers import OWN_GROUP, check_id
from geo_app.region.loader import load_pack
from geo_app.region.model import Criterion, Exclusion, Layer, RegionPack, ValueFunction
from geo_app.region.waiting import settle

MAX_AREAS = 2_000
"""Most polygons that sites are judged to be inside of: every site is held against each of them."""

CRITERIA = ("nearest", "inside", "within:KM", "value:COLUMN")

_GROUP_TITLE = N_("Your own layers")
_INSIDE = N_("inside: {title}")
_UNITS = {"nearest": "km", "inside": "", "count": "", "value": ""}


def make_criterion(layer: Layer, kind: str, *, less_is_better: bool = False) -> Criterion:
    """Make a criterion with anchors drawn once from the layer itself, and fixed from then on.

    Parameters
    ----------
    kind
        ``nearest``, ``inside``, ``within:KM`` or ``value:COLUMN``.
    less_is_better
        Turns the value function around: a site far from, outside, with few or with little is worth more.

    Raises
    ------
    LayerError
        If the kind is unknown, or the layer does not have what it needs.
    """
    measure, _, detail = kind.partition(":")
    radius_m, column = 0.0, ""
    if kind == "nearest":
        points = ((0.0, 1.0), (_reach_km(layer), 0.0))
        template = N_("Distance to the nearest feature: full value at {full} km, none from {none} km.")
    elif kind == "inside":
        _require_areas(layer, kind)
        points = ((0.0, 0.0), (1.0, 1.0))
        template = N_("Inside an area of the layer: full value at {full}, none at {none}.")
    elif measure == "within" and detail:
        measure, radius_m = "count", 1000.0 * _radius_km(detail)
        points = ((0.0, 0.0), (_usual_count(layer, radius_m), 1.0))
        template = N_("Features within {radius} km: full value from {full}, none at {none}.")
    elif measure == "value" and detail:
        _require_areas(layer, kind)
        column, points = detail, _value_points(layer, detail)
        template = N_("{column} of the area that the site lies in: full value at {full}, none at {none}.")
    else:
        raise LayerError(
            N_("Unknown kind of criterion {found!r}; expected one of {known}."), found=kind, known=", ".join(CRITERIA)
        )
    if less_is_better:
        points = tuple((x, 1.0 - value) for x, value in points)  # type: ignore[assignment]
    (x0, v0), (x1, _) = points
    full, none = (x0, x1) if v0 == 1.0 else (x1, x0)
    values = {"full": f"{full:g}", "none": f"{none:g}", "radius": f"{radius_m / 1000:g}", "column": column}
    return Criterion(
        id=layer.id,
        measure=measure,  # type: ignore[arg-type]
        layer=layer.id,
        titles=layer.titles,
        unit=_UNITS[measure],
        value_function=ValueFunction("linear", points),
        descriptions={code: translator(code)(template, **values) for code in LANGUAGES},
        column=column,
        radius_m=radius_m,
        digits=0 if measure in ("inside", "count") else 1,
    )


def add_layer(pack: RegionPack, layer: Layer, criterion: Criterion | None = None) -> RegionPack:
    """Return a catalogue with one layer more, its criterion, and for areas an exclusion that is off at first.

    A criterion of the pack that waits for a layer of this id counts from now on.
    The data version names the layer's content, so that nothing computed without it is taken for it.

    Raises
    ------
    LayerError
        If the id is taken, by a layer, a criterion or an exclusion.
    """
    check_id(layer.id)
    if layer.id in {*pack.layers, *pack.criteria, *pack.waiting, *pack.exclusions}:
        raise LayerError(N_("The id {found!r} is taken. Choose another one, or replace what has it."), found=layer.id)
    exclusion = _exclusion(layer)
    return settle(
        replace(
            pack,
            layers={**pack.layers, layer.id: layer},
            groups={**pack.groups, OWN_GROUP: pack.groups.get(OWN_GROUP) or _texts(_GROUP_TITLE)},
            criteria={**pack.criteria, **({criterion.id: criterion} if criterion else {})},
            exclusions={**pack.exclusions, **({exclusion.id: exclusion} if exclusion else {})},
            data_version=f"{pack.data_version}+{layer_version(layer, criterion)}",
        )
    )


def refuse_same(pack: RegionPack, layer: Layer, criterion: Criterion | None = None) -> None:
    """Refuse a user's layer that the pack has already under another id, judged in the same way: it would count twice.

    Raises
    ------
    LayerError
        With the title of the one that is there.
    """
    for other in pack.layers.values():
        theirs = pack.criteria.get(other.id)
        if other.group == OWN_GROUP and other.id != layer.id and _judged(theirs) == _judged(criterion):
            frames = other.frame.geometry, layer.frame.geometry
            if len(frames[0]) == len(frames[1]) and frames[0].to_wkb().tolist() == frames[1].to_wkb().tolist():
                raise LayerError(
                    N_("The layer {title!r} has the same features and the same criterion. Nothing was added."),
                    title=other.titles["en"],
                )


def _judged(criterion: Criterion | None) -> object:
    return criterion and (criterion.measure, criterion.column, criterion.radius_m, criterion.value_function)


def layer_version(layer: Layer, criterion: Criterion | None) -> str:
    """Name a layer and its criterion by all that they hold: 32 hexadecimal digits."""
    content = [_entry(layer), None if criterion is None else asdict(criterion)]
    return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode())[:32]


def save_layer(
    folder: Path, layer: Layer, criterion: Criterion | None = None, *, replacing: bool = False
) -> RegionPack:
    """Write a layer into a pack's folder, and return the pack with it.

    The features go to a file named by their content before the catalogue names it, so that whoever reads meanwhile
    finds the pack as it was or as it will be.

    Raises
    ------
    LayerError
        If the id is taken and nothing is to be replaced, the same layer is there under another id, or something else
        in the pack needs what it replaces.
    PackError
        If the pack is broken.
    """
    check_id(layer.id)
    before = load_pack(folder)
    refuse_same(before, layer, criterion)
    raw = json.loads((folder / "catalog.json").read_text(encoding="utf-8"))
    old = before.layers.get(layer.id)
    if old is not None and not replacing:
        raise LayerError(
            N_("The pack has a layer {found!r} already. Choose another id, or replace it (--replace)."), found=layer.id
        )
    if old is not None:
        _check_replacement(before, old, layer, {layer.id} if criterion else set())
    elif layer.id in before.criteria or layer.id in before.exclusions:
        raise LayerError(N_("The id {found!r} is taken. Choose another one, or replace what has it."), found=layer.id)
    content = layer_geojson(layer.frame)
    digest = sha256(content)
    written = replace(layer, file=f"{layer.id}-{digest[:8]}.geojson", sha256=digest)
    exclusion = _exclusion(layer)
    others = {key: [e for e in raw[key] if e["id"] != layer.id] for key in ("layers", "criteria", "exclusions")}
    own_criteria = [e for e in raw["criteria"] if e["id"] == layer.id and criterion is None]
    raw |= {
        "groups": {**raw["groups"], layer.group: raw["groups"].get(layer.group) or _texts(_GROUP_TITLE)},
        "layers": [*others["layers"], _entry(written)],
        "criteria": [*others["criteria"], *own_criteria, *([asdict(criterion)] if criterion else [])],
        "exclusions": [*others["exclusions"], *([asdict(exclusion)] if exclusion else [])],
    }
    _write(folder / written.file, content)
    _write(folder / "catalog.json", (json.dumps(raw, ensure_ascii=False, indent=1) + "\n").encode())
    if old is not None and old.file != written.file:
        (folder / old.file).unlink(missing_ok=True)
    return load_pack(folder)


# ---------------------------------------------------------------------------------------------------- inside


def _check_replacement(pack: RegionPack, old: Layer, new: Layer, replaced: Set[str]) -> None:
    """Refuse to take away what criteria that stay, exclusions or the region itself need."""
    others = [c for c in pack.criteria.values() if old.id in c.layers and c.id not in replaced]
    needed = {column for c in others for layer, column in c.columns if layer == old.id}
    missing = needed - {"id", *new.frame.columns}
    used = bool(others) or any(e.layer == old.id and e.id != old.id for e in pack.exclusions.values())
    used = used or old.id in (pack.region_layer, *pack.candidate_layers)
    if missing or (used and new.geometry != old.geometry):
        raise LayerError(
            N_("The layer {id!r} cannot be replaced: the pack needs {needed} of it."),
            id=old.id,
            needed=", ".join(sorted(missing)) or old.geometry,
        )


def _entry(layer: Layer) -> dict[str, Any]:
    """Write a layer as the catalogue does: all but its features."""
    entry = {name: value for name, value in vars(layer).items() if name != "frame"}
    entry |= {"sources": [asdict(s) for s in layer.sources], "attributes": [asdict(a) for a in layer.attributes]}
    return entry | {"missing": [dict(texts) for texts in layer.missing], "style": dict(layer.style)}


def _write(path: Path, content: bytes) -> None:
    try:
        write_atomically(path, content)
    except OSError as error:
        raise LayerError(N_("{file} cannot be written: {reason}"), file=path, reason=error.strerror) from error


def _texts(template: str, **values: object) -> Texts:
    return {code: translator(code)(template, **values) for code in LANGUAGES}


def _exclusion(layer: Layer) -> Exclusion | None:
    if layer.geometry != "polygon" or len(layer.frame) > MAX_AREAS:
        return None
    titles: Mapping[str, str] = {code: translator(code)(_INSIDE, title=layer.titles[code]) for code in LANGUAGES}
    return Exclusion(layer.id, "inside", layer.id, titles, default=False)


def _require_areas(layer: Layer, kind: str) -> None:
    if layer.geometry != "polygon":
        raise LayerError(
            N_("The criterion {kind!r} needs areas, and the layer {id!r} has the kind {found!r}. Use nearest."),
            kind=kind,
            id=layer.id,
            found=layer.geometry,
        )
    if kind == "inside" and len(layer.frame) > MAX_AREAS:
        raise LayerError(
            N_("The layer {id!r} has {found} areas; sites are held against {limit} at most. Merge them first."),
            id=layer.id,
            found=len(layer.frame),
            limit=MAX_AREAS,
        )


def _radius_km(text: str) -> float:
    number = float(text) if re.fullmatch(r"\d{1,4}(\.\d{1,3})?", text, re.ASCII) else 0.0
    if not 0 < number <= 1000:
        raise LayerError(N_("The radius is {found!r}; expected a number of km up to 1000."), found=text[:40])
    return number


def _extent_km(layer: Layer) -> tuple[float, float]:
    """Measure the width and height of a layer's extent, roughly."""
    west, south, east, north = layer.frame.total_bounds
    middle = math.cos(math.radians((south + north) / 2))
    return 111.0 * (east - west) * middle, 111.0 * (north - south)


def _reach_km(layer: Layer) -> float:
    """Choose the distance beyond which nearness is worth nothing: an eighth of the layer's extent."""
    return min(max(_round(math.hypot(*_extent_km(layer)) / 8), 5.0), 200.0)


def _usual_count(layer: Layer, radius_m: float) -> float:
    """Choose how many features within a radius are as good as it gets: twice as many as spread evenly."""
    width, height = _extent_km(layer)
    share = math.pi * (radius_m / 1000) ** 2 / max(width * height, 1.0)
    return max(_round(2 * len(layer.frame) * min(share, 1.0)), 1.0)


def _value_points(layer: Layer, column: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Choose the values worth nothing and everything: what a tenth of the areas are below, and above."""
    if column not in layer.frame.columns or not np.issubdtype(layer.frame[column].dtype, np.number):
        raise LayerError(N_("The layer {id!r} has no column of numbers {column!r}."), id=layer.id, column=column[:80])
    numbers = layer.frame[column].dropna().to_numpy(dtype=np.float64)
    if not len(numbers) or numbers.min() == numbers.max():
        raise LayerError(
            N_("All areas of the layer {id!r} have the same {column!r}, so it tells no site from another."),
            id=layer.id,
            column=column[:80],
        )
    low, high = (float(f"{number:.3g}") for number in np.quantile(numbers, (0.1, 0.9)))
    if low >= high:
        low, high = float(numbers.min()), float(numbers.max())
    return (low, 0.0), (high, 1.0)


def _round(number: float) -> float:
    """Round to 1, 2 or 5 times a power of ten, or to 1 where it is less."""
    if number <= 1:
        return 1.0
    power = 10.0 ** math.floor(math.log10(number))
    return float(min((1, 2, 5, 10), key=lambda step: abs(step * power - number)) * power)
