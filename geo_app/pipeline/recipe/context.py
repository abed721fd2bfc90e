"""What every builder works with: figures, packages and progress, and how a row of a table becomes a feature."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo_app.core.errors import BuildError
from geo_app.core.files import sha256
from geo_app.core.geodesy import to_lonlat, to_metric
from geo_app.core.i18n import LANGUAGES, N_
from geo_app.core.types import Bounds
from geo_app.pipeline.recipe.figures import Figures, Row, names, number, selected, whole
from geo_app.pipeline.recipe.packages import Package, fetch, read_member
from geo_app.region.layer_writer import DATES, LayerFeature

Entry = Mapping[str, Any]
Progress = Callable[[str], None]


@dataclass
class BuildContext:
    """What the builders work with: figures, packages, and the layers made so far."""

    figures: Figures
    cache_dir: Path
    progress: Progress
    layers: dict[str, list[LayerFeature]] = field(default_factory=dict)
    missing: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    outlines: dict[str, BaseGeometry] = field(default_factory=dict)
    archives: dict[str, Path] = field(default_factory=dict)

    @property
    def recipe(self) -> Entry:
        """What `recipe.toml` says: layers with their builders, boxes, packages."""
        return self.figures.recipe

    def box(self, name: str) -> Bounds:
        """Get a named box of the recipe: west, south, east, north."""
        west, south, east, north = self.recipe["boxes"][name]
        return west, south, east, north

    def metric(self, shape: BaseGeometry) -> BaseGeometry:
        """Project a geometry into metres of the pack's metric CRS."""
        return shapely.transform(shape, lambda lonlat: to_metric(lonlat, self.recipe["pack"]["metric_crs"]))

    def lonlat(self, shape: BaseGeometry) -> BaseGeometry:
        """Project a geometry of the pack's metric CRS back into degrees."""
        return shapely.transform(shape, lambda xy: to_lonlat(xy, self.recipe["pack"]["metric_crs"]))

    def member(self, name: str) -> bytes:
        """Get a member that the recipe names, verified."""
        entry = self.recipe["members"][name]
        package = self.package(entry["package"])
        self.progress(f"{package.label}: {entry['path']}")
        # An archive of many members is verified once.
        if entry["package"] not in self.archives:
            self.archives[entry["package"]] = fetch(package, self.cache_dir)
        data = read_member(package, self.archives[entry["package"]], entry["path"])
        if sha256(data) != entry["sha256"]:
            raise BuildError(
                N_("{package}: {member!r} has sha256 {found}, the recipe expects {expected}."),
                package=package.label,
                member=entry["path"],
                found=sha256(data),
                expected=entry["sha256"],
            )
        return data

    def package(self, name: str) -> Package:
        """Get a package that the recipe pins."""
        entry = self.recipe["packages"][name]
        return Package(*(entry[key] for key in ("registry", "name", "version", "archive", "sha256")))


# ----------------------------------------------------------------------------------------------- small pieces


def listed_rows(entry: Entry, context: BuildContext) -> list[Row]:
    """Select the rows of an entry's table that are of this layer."""
    return selected(context.figures.table(entry["table"]), entry.get("where", {}))


def placed(entry: Entry, context: BuildContext) -> list[Row]:
    """Select the rows with a point; one without it is named among what is missing."""
    rows = listed_rows(entry, context)
    for row in rows:
        if not row["lat"]:
            sentences = context.figures.texts.sentences(row["notes"])
            named = names(row)
            context.missing.setdefault(entry["id"], []).append(
                {lang: f"{named.get(lang, row['name_en'])}: {sentences[lang]}" for lang in LANGUAGES}
            )
    return [row for row in rows if row["lat"]]


def point(row: Row, entry: Entry) -> shapely.Point:
    """Make a row's point."""
    return shapely.Point(required(row, "lon", entry), required(row, "lat", entry))


def required(row: Row, column: str, entry: Entry) -> float:
    """Read a number that a row must have."""
    value = number(row, column, entry["table"])
    if value is None:
        raise BuildError(
            N_("{table}, row {id!r}: {column!r} is empty, a number is needed."),
            table=entry["table"],
            id=row["id"],
            column=column,
        )
    return value


def known(found: Mapping[Any, Any], key: Any, row: Row) -> Any:
    """Look up what a row refers to in a package."""
    if key not in found:
        raise BuildError(N_("Row {id!r} refers to {key!r}, which the package does not have."), id=row["id"], key=key)
    return found[key]


def nameless(identity: str, entry: Entry, context: BuildContext) -> Row:
    """A row for a feature that has no row of its own: the layer's common name and facts."""
    called = context.figures.texts.localize(entry["name"]) if "name" in entry else {}
    return {"id": identity, **{f"name_{language}": text for language, text in called.items()}}


def as_feature(
    row: Row,
    shape: BaseGeometry,
    entry: Entry,
    context: BuildContext,
    *,
    table: str = "",
    attributes: Mapping[str, object] | None = None,
) -> LayerFeature:
    """Make a feature of a row; what the row does not say, the layer's entry says for all."""
    table = table or entry.get("table", "")
    accuracy_m: float = required(row, "accuracy_m", {"table": table}) if row.get("accuracy_m") else entry["accuracy_m"]
    kinds = context.figures.listing("attributes.toml")
    own = {
        name: _attribute(row, name, kinds[name], table, context)
        for name in entry.get("attributes", ())
        if name in row and name not in (attributes or {})
    }
    return LayerFeature(
        id=row["id"],
        geometry=shape,
        names=names(row),
        source=row.get("source") or entry["source"],
        as_of=row.get("as_of") or entry["as_of"],
        accuracy_m=whole(accuracy_m),
        status=row.get("status") or entry.get("status", "operating"),
        dates={name: row[name] for name in DATES if row.get(name)},
        attributes={**own, **(attributes or {})},
        notes=context.figures.texts.sentences(row.get("notes", "")),
    )


def _attribute(row: Row, name: str, kind: Mapping[str, Any], table: str, context: BuildContext) -> object:
    if "codes" not in kind and "codes_from" not in kind and not kind.get("text"):
        value = number(row, name, table)
        return None if value is None else whole(value)
    code = row[name] or None
    known = _codes(kind, context)
    if code is not None and known and code not in known:
        raise BuildError(
            N_("{table}, row {id!r}, column {column!r}: unknown code {found!r}. Expected one of {expected}."),
            table=table,
            id=row["id"],
            column=name,
            found=code,
            expected=", ".join(known),
        )
    return code


def _codes(kind: Mapping[str, Any], context: BuildContext) -> Collection[str]:
    if "codes_from" in kind:
        return [row["id"] for row in context.figures.table(kind["codes_from"])]
    return list(kind.get("codes", ()))
