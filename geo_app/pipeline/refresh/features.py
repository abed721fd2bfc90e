"""Records of a source become a layer's features, or what the features it has take over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo_app.core.errors import RefreshError
from geo_app.core.geodesy import to_lonlat, to_metric
from geo_app.core.i18n import LANGUAGES, N_
from geo_app.pipeline.networks import with_networks
from geo_app.pipeline.refresh.feeds import SHORTEST_DEG, Record
from geo_app.pipeline.refresh.rules import Rule
from geo_app.region.layer_writer import DATES, LayerFeature


@dataclass(frozen=True)
class CutContext:
    """What the pack lends to a rule: its projection, and the polygons that lines are cut at."""

    metric_crs: str
    polygons: BaseGeometry | None = None


@dataclass(frozen=True)
class Stamp:
    """What every feature of one retrieval says of itself."""

    source: str
    as_of: str


def select(records: Iterable[Record], rule: Rule) -> list[Record]:
    """Keep the records that the rule asks for: by their values, within its box, and no line too short to be written."""
    box = shapely.box(*rule.box) if rule.box else None
    return [
        record
        for record in records
        if all(record.values.get(name) in allowed for name, allowed in rule.where.items())
        and (box is None or record.shape is None or record.shape.intersects(box))
        and not (isinstance(record.shape, shapely.LineString) and record.shape.length < SHORTEST_DEG)
    ]


def replacement(records: Sequence[Record], rule: Rule, cut: CutContext, stamp: Stamp) -> list[LayerFeature]:
    """Make a layer's features of records alone.

    Raises
    ------
    RefreshError
        If a value is not the number that it should be, or a record has no position.
    """
    features = [feature for record in records for feature in _features(record, rule, cut, stamp)]
    sides = rule.sides
    if sides is None or not sides.network:
        return features
    at_home = [feature.attributes[sides.column] == sides.inside for feature in features]
    return with_networks(features, at_home, cut.metric_crs, sides.network, across_m=sides.across_m, gap_m=sides.gap_m)


def _features(record: Record, rule: Rule, cut: CutContext, stamp: Stamp) -> Iterator[LayerFeature]:
    if record.shape is None:
        raise RefreshError(N_("record {row} has no geometry, so it cannot become a feature."), row=record.row)
    identity = re.sub(r"\{([^{}]+)\}", lambda field: record.values.get(field[1], ""), rule.id)
    values = {**_values(record, rule), **rule.set}
    shape = _simplified(record.shape, rule.simplify_m, cut.metric_crs)
    if rule.sides is None or cut.polygons is None:
        yield _feature(identity, shape, values, rule, stamp)
        return
    inside = _lines(shapely.intersection(shape, cut.polygons))
    outside = _lines(shapely.difference(shape, cut.polygons))
    for side, part in ((rule.sides.inside, inside), (rule.sides.outside, outside)):
        if part is not None:
            name = f"{identity}_{side}" if inside and outside else identity
            yield _feature(name, part, values | {rule.sides.column: side}, rule, stamp)


def _lines(shape: BaseGeometry) -> BaseGeometry | None:
    """Keep the lines of what a cut leaves: not the points where one only touches an outline, nor slivers at it."""
    parts = [part for part in shapely.get_parts(shape) if part.length >= SHORTEST_DEG]
    return shapely.union_all(parts) if parts else None


def _simplified(shape: BaseGeometry, tolerance_m: float, metric_crs: str) -> BaseGeometry:
    if not tolerance_m:
        return shape
    metric = shapely.transform(shape, lambda lonlat: to_metric(lonlat, metric_crs))
    return shapely.transform(shapely.simplify(metric, tolerance_m), lambda xy: to_lonlat(xy, metric_crs))


def _feature(
    identity: str, shape: BaseGeometry, values: Mapping[str, object], rule: Rule, stamp: Stamp
) -> LayerFeature:
    said = {name: value for name, value in values.items() if value is not None}
    own = ("as_of", "status", *DATES, *(f"{kind}_{language}" for kind in ("name", "notes") for language in LANGUAGES))
    return LayerFeature(
        id=identity,
        geometry=shape,
        names=_localized("name", said),
        source=stamp.source,
        as_of=str(said.get("as_of", stamp.as_of)),
        accuracy_m=rule.accuracy_m,
        status=str(said.get("status", "operating")),
        dates={name: str(said[name]) for name in DATES if name in said},
        attributes={name: value for name, value in values.items() if name not in own},
        notes=_localized("notes", said),
    )


def _localized(kind: str, values: Mapping[str, object]) -> dict[str, str]:
    named = {language: values.get(f"{kind}_{language}") for language in LANGUAGES}
    return {language: str(text) for language, text in named.items() if text}


def update(properties: Sequence[Mapping[str, Any]], records: Sequence[Record], rule: Rule) -> dict[str, Record]:
    """Match features to records by the rule's column; what has no partner is left out.

    Returns
    -------
    dict
        Feature id to its record.

    Raises
    ------
    RefreshError
        If two records match one feature.
    """
    by_key: dict[str, Record] = {}
    wanted = {str(own[rule.match]) for own in properties if own.get(rule.match) is not None}
    for record in records:
        key = _text(record, rule, rule.match)
        if key in wanted and by_key.setdefault(key, record) is not record:
            raise RefreshError(
                N_("records {row} and {other} both say {column} {key!r}. Narrow them down by where in refresh.toml."),
                row=by_key[key].row,
                other=record.row,
                column=rule.match,
                key=key,
            )
    return {str(own["id"]): by_key[str(own[rule.match])] for own in properties if str(own.get(rule.match)) in by_key}


def updated(own: Mapping[str, Any], record: Record, rule: Rule) -> dict[str, Any]:
    """Take over what the record says; where it says nothing, the feature keeps what it has."""
    said = {name: value for name, value in _values(record, rule).items() if value is not None}
    result = {**own, **{name: value for name, value in said.items() if name in own}}
    for column, candidates in rule.first.items():
        result[column] = next((result[name] for name in candidates if result.get(name) is not None), own.get(column))
    return result


def _values(record: Record, rule: Rule) -> dict[str, object]:
    """Get the layer's columns from a record; None where it says nothing."""
    return {column: _value(record, rule, column) for column in rule.columns}


def _text(record: Record, rule: Rule, column: str) -> str:
    candidates = rule.columns[column]
    names = (candidates,) if isinstance(candidates, str) else candidates
    # A template, gn_{geonameid} for example, or a field's bare name.
    texts = (
        re.sub(r"\{([^{}]+)\}", lambda f: record.values.get(f[1], ""), name) if "{" in name else record.values.get(name)
        for name in names
    )
    return next((text for text in texts if text), "")


def _value(record: Record, rule: Rule, column: str) -> object:
    text = _text(record, rule, column)
    if column in rule.codes:
        words = rule.codes[column]
        return words.get(text, words.get("*"))
    if not text or text in rule.absent:
        return None
    return _number(record, text, column, rule.decimal) if column in rule.numbers else text


_NUMBER = {
    ".": re.compile(r"[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?"),
    ",": re.compile(r"[-+]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?"),
}


def _number(record: Record, text: str, column: str, decimal: str) -> float | int:
    """Read a number as official tables write it: blanks or the other sign may group its thousands."""
    bare = re.sub(r"(?<=\d)\s(?=\d{3})", "", text)
    if not _NUMBER[decimal].fullmatch(bare):
        raise RefreshError(
            N_("record {row}: {column} is {found!r}, a number is needed. Correct numbers, decimal or columns."),
            row=record.row,
            column=column,
            found=text[:80],
        )
    plain = bare.replace("," if decimal == "." else ".", "").replace(",", ".")
    return float(plain) if "." in plain else int(plain)
