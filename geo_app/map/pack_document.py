"""What a map shows of a region pack, put in one language: geometry, styles, names and facts, ready for JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import pandas as pd
import shapely

from geo_app.core.i18n import LANGUAGES, N_, Translator
from geo_app.map.contract import (
    ClassLegend,
    FeatureDocument,
    LayerDocument,
    LayerStyle,
    PackDocument,
    RouteDocument,
    SizeLegend,
)
from geo_app.map.surface_document import grid_document
from geo_app.region.hexgrid import make_grid
from geo_app.region.model import Layer, RegionPack
from geo_app.report.region import feature_facts
from geo_app.report.sources import localized
from geo_app.report.text import Wording, accuracy_text, unit_text

NO_DATA = "#9ca3af"
"""Colour of a class of its own: what is not known is not little."""

Tile = tuple[int, int, int]

_DEGREE_DIGITS = 5  # about a metre

# Words of the map's own controls; the script names them by these keys.
_TEXTS: Mapping[str, str] = {
    "map": N_("Map of candidate sites"),
    "panel": N_("Layers and legend"),
    "zoom_in": N_("Zoom in"),
    "zoom_out": N_("Zoom out"),
    "home": N_("Whole region"),
    "fullscreen": N_("Full screen"),
    "close": N_("Close"),
    "sources": N_("Sources of what is shown"),
    "sites": N_("Candidate sites"),
    "own_sites": N_("Your own sites"),
    "score": N_("Score"),
    "excluded": N_("Excluded"),
    "doubt": N_("True place lies somewhere in this circle"),
    "operating": N_("Filled: operating, or nothing is known"),
    "not_operating": N_("Hollow: planned, being built or closed"),
    "opacity": N_("Opacity"),
    "to_front": N_("To the front"),
    "to_back": N_("To the back"),
    "options": N_("Opacity and order"),
    "north": N_("North is up"),
    "n": N_("N"),
    "compared": N_("Compared site, with what it was measured to"),
    "more_here": N_("{n} more sites here: open"),
    "best": N_("Strongest"),
    "worst": N_("Weakest"),
    "online": N_("Online tiles"),
    "offline": N_("The online tiles cannot be reached: the map goes on without them."),
    "selected": N_("Selected site, with what it was measured to"),
    "km": N_("km"),
    "m": N_("m"),
    "accuracy": N_("Accuracy"),
    "ha": N_("ha"),
    "tools": N_("Draw and measure"),
    "tool_point": N_("Place a point of your own"),
    "tool_polygon": N_("Draw an area of your own"),
    "tool_measure": N_("Measure a distance"),
    "tool_remove": N_("Remove this site of your own"),
    "tool_finish": N_("Finish"),
    "tool_undo": N_("Undo"),
    "tool_cancel": N_("Cancel"),
    "hint_point": N_("Click where the site is. Keys: arrows move the map, Space places it in the middle, Esc ends."),
    "hint_polygon": N_("Click the corners, then the first one again. Keys: Space, Enter, Backspace, Esc."),
    "hint_measure": N_("Click along the way. Keys: Space, Enter, Backspace, Esc."),
    "tool_outside": N_("Outside the region's map. Choose a place inside it."),
    "tool_few": N_("An area needs at least 3 corners."),
    "tool_crosses": N_("The lines cross. Take corners back until they do not."),
    "move_hint": N_("Drag it, or move it with Shift and the arrow keys. Delete removes it."),
    "rank_of": N_("Rank {rank} of {total}"),
    "corner": N_("Corner"),
    "corner_new": N_("New corner"),
}


def pack_document(wording: Wording) -> PackDocument:
    """Collect what the map shows of a pack in one language, as plain values for JSON.

    Geometry is GeoJSON in EPSG:4326 rounded to a metre. A feature's facts are pairs of indexes into its layer's
    ``words``, as thousands of hexagons share most of theirs.
    """
    pack, t = wording
    west, south, east, north = pack.bounds
    thanks = _attributions(wording)
    return {
        "id": pack.id,
        "bounds": ((south, west), (north, east)),
        "texts": {name: t(text) for name, text in _TEXTS.items()} | _separators(t),
        "tiles": {f"{z}/{x}/{y}": "" for z, x, y in backdrop_tiles(pack)},
        "relief": {f"{z}/{x}/{y}": "" for z, x, y in backdrop_tiles(pack, "relief")},
        "region": pack.region_layer,
        "grid": grid_document(make_grid(pack), t),
        "groups": [{"id": name, "title": t.pick(titles)} for name, titles in pack.groups.items()],
        "layers": _shared([_layer(layer, thanks, wording) for layer in pack.layers.values()]),
        "attributions": thanks,
    }


def _separators(t: Translator) -> dict[str, str]:
    """Say what stands in numbers before decimals and between thousands."""
    return {"decimal": t.number(0.5, 1)[1:-1], "thousands": t.number(1000)[1:-3]}


def _shared(layers: list[LayerDocument]) -> list[LayerDocument]:
    """Leave out the shapes of a layer that has those of an earlier one, and name that one in ``shapes_of``.

    Hexagons that carry people and relief are a fifth of a pack's document.
    """
    seen: dict[str, str] = {}
    for layer in layers:
        shapes = json.dumps([feature["shape"] for feature in layer["features"]])
        owner = seen.setdefault(shapes, layer["id"])
        if owner == layer["id"]:
            continue
        layer["shapes_of"] = owner
        for feature in layer["features"]:
            del feature["shape"]
    return layers


def _attributions(wording: Wording) -> list[tuple[str, str]]:
    """List whom to thank, with an address: first those who have one, and on whom most layers rest."""
    pack, t = wording
    counts = Counter((localized(s, t).attribution, s.url) for layer in pack.layers.values() for s in layer.sources)
    return sorted(counts, key=lambda source: (not source[1], -counts[source], source))


def _layer(layer: Layer, thanks: list[tuple[str, str]], wording: Wording) -> LayerDocument:
    pack, t = wording
    words: dict[str, int] = {}
    features = [
        _feature(str(identity), row, layer, t, words)
        for identity, row in zip(layer.frame.index, layer.frame.to_dict("records"), strict=True)
    ]
    return {
        "id": layer.id,
        "group": layer.group,
        "title": t.pick(layer.titles),
        "kind": layer.geometry,
        "visible": layer.visible,
        "candidates": layer.id in pack.candidate_layers,
        "facts": bool(layer.attributes),
        "sources": sorted({thanks.index((localized(source, t).attribution, source.url)) for source in layer.sources}),
        "style": cast(LayerStyle, dict(layer.style)),
        "labels": _label_ranks(layer, pack),
        "classes": _classes(layer, t),
        "sizes": _sizes(layer, t),
        "route": _route(layer, wording),
        "features": features,
        "words": list(words),
        "shapes_of": "",
    }


def _feature(
    identity: str, row: Mapping[str, Any], layer: Layer, t: Translator, words: dict[str, int]
) -> FeatureDocument:
    facts = [*feature_facts(row, layer, t), (t("Accuracy"), accuracy_text(float(row["accuracy_m"]), t))]
    feature: FeatureDocument = {
        "id": identity,
        "name": _name(row, t),
        "shape": _rounded(json.loads(shapely.to_geojson(row["geometry"]))),
        "accuracy_m": float(row["accuracy_m"]),
        "hollow": row["status"] in ("construction", "planned", "closed"),
        "facts": [words.setdefault(word, len(words)) for fact in facts for word in fact],
    }
    if classes := layer.style.get("classes"):
        feature["class"] = _class_of(row[classes["column"]], classes["breaks"])
    if sizes := layer.style.get("sizes"):
        feature["size"] = _class_of(row[sizes["column"]], sizes["breaks"])
    return feature


def _name(row: Mapping[str, Any], t: Translator) -> str:
    names = {name: row.get(f"name_{name}") for name in LANGUAGES}
    return t.pick({language: name for language, name in names.items() if isinstance(name, str)})


def _class_of(value: Any, breaks: Sequence[float]) -> int:
    """Find a number's class; what is not known is one beyond the last class."""
    if pd.isna(value):
        return len(breaks) + 1
    return int(np.searchsorted(breaks, float(value), side="right"))


def _rounded(geometry: Any) -> Any:
    if isinstance(geometry, float):
        return round(geometry, _DEGREE_DIGITS)
    if isinstance(geometry, list):
        return [_rounded(part) for part in geometry]
    if isinstance(geometry, dict):
        return {key: _rounded(part) for key, part in geometry.items()}
    return geometry


def _label_ranks(layer: Layer, pack: RegionPack) -> list[int] | None:
    """Order features by who gets a name on the map first where there is no room for all; None: no names.

    The style's ``label`` names the column to go by, or is true. Without it, points that carry what catchments
    count (people, say) are labelled by that. Places in the region come before those around it.
    """
    counted = [c.column for c in pack.criteria.values() if c.measure == "catchment" and layer.geometry == "point"]
    label = layer.style.get("label", next((c for c in counted if c in layer.frame.columns), None))
    if not label:
        return None
    size = layer.frame[label].fillna(0).to_numpy() if label in layer.frame.columns else np.zeros(len(layer.frame))
    outlines = shapely.get_parts(pack.layers[pack.region_layer].frame.geometry.to_numpy())
    # A city of its own within the region is a hole in it, and belongs to the picture all the same.
    whole = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(outlines)))
    outside = ~shapely.intersects(whole, layer.frame.geometry.to_numpy())
    order = np.lexsort((-size, outside))
    return [int(rank) for rank in np.argsort(order)]


def _classes(layer: Layer, t: Translator) -> ClassLegend | None:
    """Describe a choropleth: what it shows, and each class in words with its colour."""
    classes = layer.style.get("classes")
    if not classes:
        return None
    words, colors = _class_words(classes["breaks"], t), list(classes["colors"])
    if layer.frame[classes["column"]].isna().any():
        words.append(t("No data"))
        colors.append(NO_DATA)
    known = len(classes["colors"])
    return {"title": _column_title(layer, classes["column"], t), "words": words, "colors": colors, "known": known}


def _sizes(layer: Layer, t: Translator) -> SizeLegend | None:
    """Describe by what number symbols grow, and each size in words."""
    sizes = layer.style.get("sizes")
    if not sizes:
        return None
    return {
        "title": _column_title(layer, sizes["column"], t),
        "words": [*_class_words(sizes["breaks"], t), t("No data")],
    }


def _class_words(breaks: Sequence[float], t: Translator) -> list[str]:
    written = [t.number(number, 0 if float(number).is_integer() else 1) for number in breaks]
    inner = [f"{low}–{high}" for low, high in pairwise(written)]
    return [f"< {written[0]}", *inner, f"≥ {written[-1]}"]


def _column_title(layer: Layer, column: str, t: Translator) -> str:
    """Name a column and its unit."""
    for attribute in layer.attributes:
        if attribute.id == column:
            unit = unit_text(attribute.unit, t)
            return f"{t.pick(attribute.titles)}, {unit}" if unit else t.pick(attribute.titles)
    return ""


def _route(layer: Layer, wording: Wording) -> RouteDocument | None:
    """Describe where a line leads: the names of its two ends, and the gateways on its way.

    The style's ``route`` names the point layer of its places, the column of their order, which of them lie on the way
    (all, if it does not say), and what makes a place a gateway.
    """
    pack, t = wording
    route = layer.style.get("route")
    if not route:
        return None
    places = pack.layers[route["layer"]].frame.sort_values(route["order"])
    for column, wanted in route.get("where", {}).items():
        places = places[places[column].isin(wanted)]
    names = [_name(row, t) for row in places.to_dict("records")]
    known = [name for name in names if name]
    gate = np.logical_and.reduce([places[column].isin(wanted) for column, wanted in route["gateways"].items()])
    return {
        "from": known[0] if known else "",
        "to": known[-1] if known else "",
        "gateways": [
            {"lon": round(point.x, _DEGREE_DIGITS), "lat": round(point.y, _DEGREE_DIGITS), "name": name}
            for point, name, wanted in zip(places.geometry, names, gate, strict=True)
            if wanted and name
        ],
    }


def backdrop_tiles(pack: RegionPack, kind: Literal["backdrop", "relief"] = "backdrop") -> dict[Tile, Path]:
    """Find the tiles of the backdrop, or of the relief's shading, by (zoom, x, y), the coarse ones first."""
    found = (Path(pack.folder) / kind).glob("*/*/*.png") if pack.folder else ()
    named = {(int(p.parts[-3]), int(p.parts[-2]), int(p.stem)): p for p in found}
    return dict(sorted(named.items()))
