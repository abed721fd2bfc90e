"""Audit a region pack: what is broken (errors), and what a person should look at (warnings).

What a pack says of itself in ``checks.json`` is held against it, and so is what every pack promises: texts in every
language, sources with licence and attribution, dates, and no feature twice.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo_app.core.arrays import Bools, Shapes
from geo_app.core.errors import GeoAppError, PackError
from geo_app.core.geodesy import to_metric
from geo_app.core.i18n import LANGUAGES, N_, Translator
from geo_app.core.messages import Message
from geo_app.region.checks import CHECKS_FILE, Checks, Sum, Total, read_checks
from geo_app.region.feature_schema import NAME_COLUMNS
from geo_app.region.loader import find_errors, load_pack
from geo_app.region.model import Layer, RegionPack
from geo_app.region.position_groups import POSITION_GROUP, scattered, ungrouped

SAME_PLACE_M = 50.0
"""Two points of one name that are nearer than this are one place twice."""

NAMED_AT_MOST = 5
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

Severity = Literal["error", "warning"]
_WORDS: Mapping[Severity, str] = {"error": N_("error"), "warning": N_("warning")}


@dataclass(frozen=True)
class Finding:
    """One thing that an audit found; `layer` is empty for the pack."""

    severity: Severity
    layer: str
    message: Message

    def __str__(self) -> str:
        return str(self.message)


def audit(folder: Path) -> list[Finding]:
    """Audit a pack.

    Returns
    -------
    Findings: the pack's own first, then by layer in the catalogue's order, errors before warnings. While the pack
    cannot be loaded (a hash, a field, a geometry), only what keeps it from loading is reported.
    """
    broken = find_errors(folder)
    if broken:
        return [_of_error(error) for error in broken]
    pack = load_pack(folder)
    try:
        checks = read_checks(folder)
    except PackError as error:
        return [_of_error(error)]
    found = [*_pack_texts(pack), *_totals(pack, checks), *_stand_ins(pack)]
    for layer in pack.layers.values():
        found += _layer(layer, pack, checks)
    order = {name: place for place, name in enumerate(["", *pack.layers])}
    return sorted(found, key=lambda finding: (order[finding.layer], finding.severity))


def report(findings: Iterable[Finding], t: Translator) -> list[str]:
    """Write findings for a terminal: a line for each layer, and under it one for each finding."""
    lines = []
    heading = None
    for finding in findings:
        if finding.layer != heading:
            heading = finding.layer
            lines.append(heading or t(N_("the pack")))
        lines.append(f"  {t(_WORDS[finding.severity])}: {t.fill(finding.message)}")
    return lines


def _of_error(error: GeoAppError) -> Finding:
    return Finding("error", "", error.message)


def _layer(layer: Layer, pack: RegionPack, checks: Checks) -> Iterator[Finding]:
    shapes = _projected(layer, pack)
    yield from _texts(layer.id, _localized(layer))
    yield from _feature_texts(layer)
    yield from _names(layer)
    yield from _sources(layer)
    yield from _extents(layer, shapes)
    yield from _duplicates(layer, shapes)
    yield from _parents(layer, shapes, pack, checks)
    yield from _dates(layer, pack, checks)


# -------------------------------------------------------------------------------------------------------- texts


def _pack_texts(pack: RegionPack) -> Iterator[Finding]:
    """Look at every text of the pack that is not a layer's."""
    parts = (
        pack.titles,
        pack.groups,
        pack.criteria,
        pack.exclusions,
        pack.profiles,
        {indicator.id: indicator for indicator in pack.indicators},
    )
    yield from _texts("", (found for part in parts for found in _localized(part)))


def _localized(value: object, path: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Find every text by language within dataclasses, mappings and tuples, and where it stands."""
    if isinstance(value, Mapping):
        if value and set(value) <= set(LANGUAGES):
            yield path, value
        else:
            for key, part in value.items():
                yield from _localized(part, f"{path}.{key}".lstrip("."))
    elif isinstance(value, tuple):
        for number, part in enumerate(value, start=1):
            yield from _localized(part, f"{path}.{number}")
    elif is_dataclass(value):
        for own in fields(value):
            if own.name != "frame":
                yield from _localized(getattr(value, own.name), f"{path}.{own.name}".lstrip("."))


def _texts(layer: str, texts: Iterable[tuple[str, Mapping[str, str]]]) -> Iterator[Finding]:
    for path, text in texts:
        without = [language for language in LANGUAGES if not text.get(language)]
        if without:
            template = N_("{path}: no text in {languages}.")
            yield Finding("error", layer, Message(template, {"path": path, "languages": ", ".join(without)}))


def _feature_texts(layer: Layer) -> Iterator[Finding]:
    """Free text of features, ``notes_en`` and its like: where one language has it, all must."""
    stems = sorted({column.removesuffix("_en") for column in layer.frame.columns if column.endswith("_en")} - {"name"})
    for stem in stems:
        yield from _partly(layer, [f"{stem}_{language}" for language in LANGUAGES], "error", stem)


def _names(layer: Layer) -> Iterator[Finding]:
    yield from _partly(layer, list(NAME_COLUMNS), "warning", "name")


def _partly(layer: Layer, columns: list[str], severity: Severity, stem: str) -> Iterator[Finding]:
    """Find the features that have a text in some languages only; having none at all is no fault."""
    given = pd.DataFrame(
        {column: layer.frame[column].fillna("") != "" if column in layer.frame else False for column in columns},
        index=layer.frame.index,
    )
    partly = given.any(axis=1) & ~given.all(axis=1)
    if partly.any():
        lacking = [c.removeprefix(f"{stem}_") for c in columns if not given.loc[partly, c].all()]
        template = N_("{count} of {total} features have no {what} in {languages}: {ids}.")
        values = {"what": stem, "languages": ", ".join(lacking), **_counted(layer, partly.to_numpy())}
        yield Finding(severity, layer.id, Message(template, values))


# ------------------------------------------------------------------------------------------ sources and dates


def _sources(layer: Layer) -> Iterator[Finding]:
    if not layer.sources:
        yield Finding("error", layer.id, Message(N_("No source is named.")))
    for source in layer.sources:
        without = [name for name in ("licence", "attribution") if not getattr(source, name).strip()]
        if without:
            template = N_("Source {source!r} has no {fields}.")
            yield Finding("error", layer.id, Message(template, {"source": source.name, "fields": ", ".join(without)}))


def _dates(layer: Layer, pack: RegionPack, checks: Checks) -> Iterator[Finding]:
    dates = layer.frame["as_of"].astype(str)
    undated = ~dates.str.fullmatch(_DATE.pattern).to_numpy(dtype=bool)
    if undated.any():
        template = N_(
            "{count} of {total} features have an as_of that is no date such as 2026, 2026-07 or 2026-07-21: {ids}."
        )
        yield Finding("error", layer.id, Message(template, _counted(layer, undated)))
    last = f"{pack.as_of.year - checks.stale_after_years}{pack.as_of.isoformat()[4:]}"
    # A year alone is as long as the cut of the day to its length: 2021 is not before 2021-07-21.
    stale = np.array([date < last[: len(date)] for date in dates], dtype=bool) & ~undated
    if stale.any():
        template = N_(
            "{count} of {total} features are over {years} years older than the pack, the oldest of {oldest}: {ids}."
        )
        values = {"years": checks.stale_after_years, "oldest": min(dates[stale]), **_counted(layer, stale)}
        yield Finding("warning", layer.id, Message(template, values))


# ----------------------------------------------------------------------------------------------------- geometry


def _projected(layer: Layer, pack: RegionPack) -> Shapes:
    shapes = layer.frame.geometry.to_numpy()
    return np.asarray(shapely.transform(shapes, lambda lonlat: to_metric(lonlat, pack.metric_crs)), dtype=object)


def _extents(layer: Layer, shapes: Shapes) -> Iterator[Finding]:
    """Lines without length, polygons without area; whether a geometry is valid at all is checked on loading."""
    extent = {"line": shapely.length, "polygon": shapely.area}.get(layer.geometry)
    empty = extent(shapes) <= 0 if extent else np.zeros(len(shapes), dtype=bool)
    if empty.any():
        yield Finding(
            "error", layer.id, Message(N_("{count} of {total} features have no extent: {ids}."), _counted(layer, empty))
        )


def _duplicates(layer: Layer, shapes: Shapes) -> Iterator[Finding]:
    """Find features of one name in one place: points near each other, lines and areas of one shape."""
    columns = [layer.frame[column].fillna("").str.casefold().to_numpy() for column in NAME_COLUMNS]
    for one, other in _same_places(layer, shapes):
        named = [(column[one], column[other]) for column in columns if column[one] or column[other]]
        if not named or any(a == b for a, b in named):
            values = {"one": layer.frame.index[one], "other": layer.frame.index[other]}
            yield Finding("error", layer.id, Message(N_("{one!r} and {other!r} have one name and one place."), values))


def _same_places(layer: Layer, shapes: Shapes) -> list[tuple[int, int]]:
    if layer.geometry == "point":
        pairs = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=SAME_PLACE_M)
        return [(one, other) for one, other in sorted(pairs.T.tolist()) if one < other]
    first: dict[bytes, int] = {}
    keys = [shapely.to_wkb(shapely.normalize(shape)) for shape in layer.frame.geometry]
    return [(before, place) for place, key in enumerate(keys) if (before := first.setdefault(key, place)) != place]


def _parents(layer: Layer, shapes: Shapes, pack: RegionPack, checks: Checks) -> Iterator[Finding]:
    rule = checks.within.get(layer.id)
    if rule is None:
        return
    unknown = [name for name in rule.layers if name not in pack.layers]
    if unknown:
        yield _unknown_layer(unknown[0], layer.id)
        return
    parents = [_projected(pack.layers[name], pack) for name in rule.layers]
    area = shapely.buffer(shapely.union_all(np.concatenate(parents)), rule.padding_m)
    shapely.prepare(area)
    outside = ~shapely.covers(area, shapes)
    if outside.any():
        template = N_("{count} of {total} features lie over {padding_m} m outside {parents}: {ids}.")
        values = {"padding_m": f"{rule.padding_m:g}", "parents": ", ".join(rule.layers), **_counted(layer, outside)}
        yield Finding("error", layer.id, Message(template, values))


def _stand_ins(pack: RegionPack) -> Iterator[Finding]:
    for layer, one, other in ungrouped(pack):
        template = N_(
            "{one!r} and {other!r} stand on one point: give both the same {column}, or each its own position."
        )
        values = {"one": one, "other": other, "column": POSITION_GROUP}
        yield Finding("warning", layer, Message(template, values))
    for layer, group, ids in scattered(pack):
        template = N_("The features of {column} {group!r} stand on different points: {ids}.")
        values = {"column": POSITION_GROUP, "group": group, "ids": ", ".join(ids)}
        yield Finding("error", layer, Message(template, values))


# ------------------------------------------------------------------------------------------------------- totals


def _totals(pack: RegionPack, checks: Checks) -> Iterator[Finding]:
    for name in checks.within:
        if name not in pack.layers:
            yield _unknown_layer(name)
    for total in checks.totals:
        sums = [total.of, *([total.equals] if isinstance(total.equals, Sum) else [])]
        problems = [problem for part in sums for problem in _unusable(part, pack)]
        yield from problems or _compared(total, pack)


def _compared(total: Total, pack: RegionPack) -> Iterator[Finding]:
    found = _summed(total.of, pack)
    expected = _summed(total.equals, pack) if isinstance(total.equals, Sum) else {"": float(total.equals)}
    for group in sorted({*found, *expected}):
        here, there = found.get(group, 0.0), expected.get(group, 0.0)
        if abs(here - there) > total.tolerance:
            template = N_("The sum of {column!r} ({group}) is {found}, and {expected} by {source}.")
            values = {
                "column": total.of.column,
                "group": group or Message(N_("all")),
                "found": f"{here:g}" if here != int(here) else int(here),
                "expected": f"{there:g}" if there != int(there) else int(there),
                "source": total.source,
            }
            yield Finding("error", total.of.layer, Message(template, values))


def _summed(part: Sum, pack: RegionPack) -> dict[str, float]:
    frame = pack.layers[part.layer].frame
    for column, allowed in part.where.items():
        frame = frame[_column(frame, column).isin(allowed)]
    sums: Counter[str] = Counter()
    groups = _column(frame, part.by) if part.by else [""] * len(frame)
    splits = frame[part.split] if part.split else [None] * len(frame)
    for group, number, split in zip(groups, frame[part.column].fillna(0), splits, strict=True):
        sums.update(json.loads(split) if isinstance(split, str) else {str(group): float(number)})
    return dict(sums)


def _column(frame: gpd.GeoDataFrame, name: str) -> Any:
    return frame.index.to_series() if name == "id" else frame[name]


def _unusable(part: Sum, pack: RegionPack) -> Iterator[Finding]:
    if part.layer not in pack.layers:
        yield _unknown_layer(part.layer)
        return
    known = {"id", *pack.layers[part.layer].frame.columns}
    for column in (part.column, part.by, part.split, *part.where):
        if column and column not in known:
            template = N_("{file} sums {column!r}, which the layer does not have.")
            yield Finding("error", part.layer, Message(template, {"file": CHECKS_FILE, "column": column}))


# ------------------------------------------------------------------------------------------------- small pieces


def _unknown_layer(name: str, layer: str = "") -> Finding:
    template = N_("{file} refers to layer {name!r}, which the pack does not have.")
    return Finding("error", layer, Message(template, {"file": CHECKS_FILE, "name": name}))


def _counted(layer: Layer, chosen: Bools) -> dict[str, object]:
    """Count the chosen features and name the first few, unless they are all."""
    ids = [str(name) for name in layer.frame.index[chosen]]
    more = ["…"] if len(ids) > NAMED_AT_MOST else []
    names = Message(N_("all")) if chosen.all() else ", ".join([*ids[:NAMED_AT_MOST], *more])
    return {"count": len(ids), "total": len(layer.frame), "ids": names}
