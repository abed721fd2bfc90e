"""What a region pack is made of, as frozen dataclasses.

Coordinates are lon/lat degrees in EPSG:4326 unless a name says otherwise; lengths are metres in code, and the
unit is in the name. A mapping of texts is ``{language: text}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Literal

import geopandas as gpd

from geo_app.core.messages import Texts
from geo_app.core.types import Bounds

# --------------------------------------------------------------------------------------------- value functions

ValueKind = Literal["linear", "piecewise", "ideal", "threshold", "exponential", "gaussian"]


@dataclass(frozen=True)
class ValueFunction:
    """What a measured value is worth, 0..1, by fixed anchors in the criterion's own unit.

    `points` are (x, value) pairs. ``linear`` (2 points), ``piecewise`` and ``ideal`` (4 points) interpolate
    between them and are constant beyond the ends; ``threshold`` is (x, value up to x), (x, value above x);
    ``exponential`` and ``gaussian`` are (x, 1), (x, 0.5): where the value is full and where it has halved.
    """

    kind: ValueKind
    points: tuple[tuple[float, float], ...]


# ------------------------------------------------------------------------------------------ the region pack


@dataclass(frozen=True)
class Source:
    """Where a layer or a figure comes from.

    `names`, `licences` and `attributions` are the same texts by language, where the pack has them.
    """

    name: str
    licence: str
    attribution: str
    url: str = ""
    version: str = ""
    names: Texts = field(default_factory=dict)
    licences: Texts = field(default_factory=dict)
    attributions: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Attribute:
    """A feature attribute that people see: its column, title, unit and, for codes, the words of each code."""

    id: str
    titles: Texts
    unit: str = ""
    codes: Mapping[str, Texts] = field(default_factory=dict)


@dataclass(frozen=True)
class Layer:
    """One layer of the pack with its features.

    Attributes
    ----------
    frame
        Features in EPSG:4326, indexed by feature id, with at least ``name_en/kk/ru/zh``, ``source``,
        ``as_of``, ``accuracy_m`` and ``status``.
    missing
        What is known not to be in the layer.
    visible
        Whether the map shows the layer at first.
    provenance
        Of a layer that was refreshed from the internet: ``url``, ``retrieved`` (ISO time), ``etag`` and ``sha256`` of
        what was downloaded.
    checked
        When its figures were last held against their sources; `as_of` is what they hold for.
    """

    id: str
    group: str
    titles: Texts
    geometry: Literal["point", "line", "polygon"]
    file: str
    sha256: str
    crs: str
    sources: tuple[Source, ...]
    as_of: str
    accuracy_m: float
    style: Mapping[str, Any]
    frame: gpd.GeoDataFrame = field(repr=False, compare=False)
    notes: Texts = field(default_factory=dict)
    missing: tuple[Texts, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    visible: bool = True
    provenance: Mapping[str, str] = field(default_factory=dict)
    checked: str = ""

    # Lets the catalogue's validator pass the frame through unread.
    __pydantic_config__: ClassVar[dict[str, bool]] = {"arbitrary_types_allowed": True}


@dataclass(frozen=True)
class Decay:
    """How the weight of what lies at a distance falls: 1 at the site itself, one half at `half_m` metres.

    With r the distance by `half_m`: ``exponential`` is 2^-r, ``gaussian`` is 2^-(r^2), and ``power`` is
    (1 + r (2^(1/`exponent`) - 1))^-`exponent`, which is 1 at the site where a bare power would be infinite.
    """

    kind: Literal["exponential", "gaussian", "power"]
    half_m: float
    exponent: float = 2.0


@dataclass(frozen=True)
class Criterion:
    """How one thing that a site is chosen by is measured, and what it is worth.

    Attributes
    ----------
    measure
        ``nearest``: distance from the site to the nearest feature of the layer, in km.
        ``catchment``: sum of `column` within `radius_m` of the site, areas counted by the share inside.
        ``inside``: 1 inside a polygon of the layer, else 0.
        ``count``: number of features within `radius_m`.
        ``value``: `column` of the polygon that the site lies in.
        ``gravity``: sum of `column` within `radius_m`, each amount weighted by `decay`.
        ``two_step``: sum, over the features within `radius_m`, of `column` divided by what of `demand_column` of
        `demand_layer` lies within `radius_m` of the feature; weighted by `decay` in both steps if there is one, and
        for each `per` of the demand (1000: per thousand people, say).
        ``member``: whether the site is one of the layer's places: 1 for a feature of it, 0 for another candidate of
        the pack; for any other site 0 where it is surely outside the place's `column` (its area in hectares), and
        unknown near it, as the place's boundary is.
    where
        Features that count: column to allowed values; empty means all.
    open_on_date
        Count only features that are operating and open on the scenario's date.
    needs_layer
        Whether the pack comes without `layer`: until somebody adds one of that id, the criterion waits and no weight
        of it counts.
    """

    id: str
    measure: Literal["nearest", "catchment", "inside", "count", "value", "gravity", "two_step", "member"]
    layer: str
    titles: Texts
    unit: str
    value_function: ValueFunction
    descriptions: Texts = field(default_factory=dict)
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open_on_date: bool = False
    column: str = ""
    radius_m: float = 0.0
    digits: int = 1
    decay: Decay | None = None
    demand_layer: str = ""
    demand_column: str = ""
    per: float = 1.0
    needs_layer: bool = False

    @property
    def layers(self) -> tuple[str, ...]:
        """Ids of the layers that it reads."""
        return (self.layer, self.demand_layer) if self.measure == "two_step" else (self.layer,)

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Layer and column of everything that it reads of a feature but its shape."""
        columns = [(self.layer, column) for column in self.where]
        if self.measure in ("catchment", "value", "gravity", "two_step", "member"):
            columns.append((self.layer, self.column))
        if self.measure == "two_step":
            columns.append((self.demand_layer, self.demand_column))
        return tuple(columns)

    @cached_property
    def key(self) -> str:
        """All that it says, as one text for caches."""
        return repr(self)


@dataclass(frozen=True)
class Exclusion:
    """A hard constraint: a site ``inside`` (or ``outside``) the layer's polygons is not scored."""

    id: str
    relation: Literal["inside", "outside"]
    layer: str
    titles: Texts
    default: bool = True


@dataclass(frozen=True)
class ProfileWeight:
    """A profile's weight of one criterion, the reason for it and, where the profile differs, its anchors."""

    criterion: str
    weight: float
    reasons: Texts
    source: str = ""
    value_function: ValueFunction | None = None


@dataclass(frozen=True)
class Profile:
    """A sector's documented weights.

    `waiting` are its weights of criteria that wait for a layer: they count for nothing until somebody adds it.
    """

    id: str
    titles: Texts
    descriptions: Texts
    weights: tuple[ProfileWeight, ...]
    waiting: tuple[ProfileWeight, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One version of an indicator.

    `as_of` is the day or period that it holds for, ``2025-01/2025-10`` from January to October; `published` is when
    its source said so. Two figures disagree only where they hold for the same period.
    """

    value: float
    as_of: str
    source: str
    confidence: str
    notes: Texts = field(default_factory=dict)
    published: str = ""


@dataclass(frozen=True)
class Indicator:
    """A figure about the region with every version of it that the sources give.

    `use` says what it may serve for: ``figure``, or ``quotation`` (shown, never scored).
    """

    id: str
    group: str
    titles: Texts
    unit: Texts
    figures: tuple[Figure, ...]
    use: Literal["figure", "quotation"] = "figure"
    digits: int = 0


@dataclass(frozen=True)
class RegionPack:
    """A region pack, loaded and validated.

    `waiting` are the criteria that need a layer which the pack does not have.
    """

    id: str
    titles: Texts
    as_of: date
    metric_crs: str
    bounds: Bounds
    region_layer: str
    candidate_layers: tuple[str, ...]
    layers: Mapping[str, Layer] = field(repr=False)
    groups: Mapping[str, Texts] = field(repr=False)
    criteria: Mapping[str, Criterion] = field(repr=False)
    exclusions: Mapping[str, Exclusion] = field(repr=False)
    profiles: Mapping[str, Profile] = field(repr=False)
    indicators: tuple[Indicator, ...] = field(repr=False)
    data_version: str
    folder: str = ""
    waiting: Mapping[str, Criterion] = field(default_factory=dict, repr=False)
