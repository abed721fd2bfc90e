"""A user's file becomes a layer: look at it first, then make of it what any layer of a pack is.

::

    preview = preview(path, path.name, bounds=pack.bounds)      what is in it, what was repaired or dropped
    layer = make_layer(preview, id="substations", title="Substations", source=Source(…), as_of="2026-05-01", …)
    pack = add_layer(pack, layer, make_criterion(layer, "nearest"))       geo_app.intake.user_layers
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from geo_app.core.arrays import Floats
from geo_app.core.errors import LayerError, SitesError
from geo_app.core.files import sha256
from geo_app.core.geodesy import GEOGRAPHIC_CRS
from geo_app.core.i18n import LANGUAGES, N_, translator
from geo_app.core.messages import Message, RowNote
from geo_app.core.text import clean_text
from geo_app.core.types import Bounds
from geo_app.intake.feature_table import (
    Column,
    column_of,
    frame_of,
    layer_geojson,
    numbers,
    renamed,
    with_feature_columns,
)
from geo_app.intake.features import Features
from geo_app.intake.file_crs import crs_notes, datum_accuracy_m
from geo_app.intake.formats.archive import read_content
from geo_app.intake.read import read_features
from geo_app.intake.read_options import Limits, ReadOptions
from geo_app.intake.repair import Kind, repair
from geo_app.region.class_breaks import class_breaks
from geo_app.region.feature_schema import FEATURE_COLUMNS, NAME_COLUMNS
from geo_app.region.model import Attribute, Layer, Source

OWN_GROUP = "own"
"""Group of layers that users bring."""

PADDING_DEGREES = 0.5
"""Beyond the region by this much, a feature is reported as outside, and a raster or an extract is cut off."""

COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
"""Okabe and Ito's colours, which people with any kind of colour vision tell apart."""

# Dark to light would hide the names on the map; these five steps of cividis read the same in every kind of vision.
_CLASS_COLORS = ("#fee838", "#bcae6c", "#7c7b78", "#414d6b", "#00224e")

_NO_ROW = N_("{file}: none of {n} rows could be read. Row {row}: {reason}")

_ID = re.compile(r"[a-z0-9_]{1,40}", re.ASCII)


@dataclass(frozen=True)
class LayerPreview:
    """What is in a file, before anybody decides to use it.

    Attributes
    ----------
    crs
        Name of the CRS that the file was read in.
    bounds
        West, south, east, north in degrees.
    counts
        Rows by kind of geometry, of which only those of `geometry` are kept.
    frame
        The features in EPSG:4326 with the file's attributes, indexed by row number.
    repaired, dropped
        What was done to which row, and why.
    notes
        What concerns the file as a whole, said of row 0, and rows that are kept but look wrong.
    content_hash
        SHA-256 of the file.
    datum_m
        How far off all features are at least, by the way from the file's CRS to degrees.
    """

    name: str
    geometry: Kind
    crs: str
    bounds: Bounds
    counts: Mapping[Kind, int]
    columns: tuple[Column, ...]
    repaired: tuple[RowNote, ...]
    dropped: tuple[RowNote, ...]
    notes: tuple[RowNote, ...]
    content_hash: str
    datum_m: float
    frame: gpd.GeoDataFrame = field(repr=False, compare=False)

    @property
    def numeric(self) -> tuple[str, ...]:
        """Names of the columns that hold numbers."""
        return tuple(column.name for column in self.columns if column.kind == "number")


# --------------------------------------------------------------------------------------------------- preview


def preview(
    source: Path | BinaryIO | bytes,
    name: str,
    *,
    crs: str | None = None,
    theme: str | None = None,
    geometry: Kind | None = None,
    resampling: str = "mean",
    bounds: Bounds | None = None,
    limits: Limits | None = None,
) -> LayerPreview:
    """Read a file and say what a layer of it would hold.

    Parameters
    ----------
    source
        A path, an open file or its bytes.
    name
        Its name, for messages; the bytes tell its format.
    crs
        The CRS of a file that states none, by its code.
    theme
        What to take of an OpenStreetMap extract: a key of `geo_app.intake.formats.osm.THEMES`.
    geometry
        Which kind to keep of several; None keeps the one that most rows have.
    resampling
        Of a raster with too many cells: ``mean`` or ``sum``.
    bounds
        The region, degrees: features far from it are reported, rasters and extracts are cut to it.

    Raises
    ------
    LayerError
        If no layer can be made of the file.
    """
    limits = limits or Limits()
    name = clean_text(Path(name).name)[:120] or "file"
    area = _padded(bounds) if bounds is not None else None
    how = ReadOptions(crs or None, theme or None, resampling, area, area)
    content, found, read_in = _read(BytesIO(source) if isinstance(source, bytes) else source, name, how, limits)
    shapes, rows = [each.shape for each in found.features], [each.row for each in found.features]
    mended = repair(shapes, rows, read_in, name, max_vertices=limits.max_vertices, kind=geometry)
    frame = frame_of([found.features[place] for place in mended.kept], mended.shapes)
    frame, repeated = _without_copies(frame)
    west, south, east, north = map(float, frame.total_bounds)
    return LayerPreview(
        name=name,
        geometry=mended.kind,
        crs=_crs_name(read_in),
        bounds=(west, south, east, north),
        counts=mended.counts,
        columns=tuple(column_of(frame[title]) for title in frame.columns if title != "geometry"),
        repaired=mended.repaired,
        dropped=_by_row((*found.rejected, *mended.dropped, *repeated)),
        notes=(*found.warnings, *mended.notes, *crs_notes(read_in, _centres(frame)), *_outside(frame, area)),
        content_hash=sha256(content),
        datum_m=datum_accuracy_m(read_in),
        frame=frame,
    )


def _read(source: Path | BinaryIO, name: str, how: ReadOptions, limits: Limits) -> tuple[bytes, Features, CRS]:
    """Read a file's bytes, and features whose CRS is known; refuse a file of which no row can be read."""
    try:
        content = read_content(source, name, limits.max_bytes)
        found = read_features(content, name, how, limits)
    except SitesError as error:
        raise LayerError(error.message.template, **error.message.values) from error
    if found.crs is None or not (found.features or not found.rejected):
        # No row could be read: the first reason tells more than that nothing is left.
        raise LayerError(
            _NO_ROW, file=name, n=len(found.rejected), row=found.rejected[0].row, reason=found.rejected[0].message
        )
    return content, found, found.crs


def _padded(bounds: Bounds) -> Bounds:
    west, south, east, north = bounds
    return west - PADDING_DEGREES, south - PADDING_DEGREES, east + PADDING_DEGREES, north + PADDING_DEGREES


def _centres(frame: gpd.GeoDataFrame) -> Floats:
    west, south, east, north = shapely.bounds(frame.geometry.to_numpy()).T
    return np.column_stack([(west + east) / 2, (south + north) / 2])


def _crs_name(crs: Any) -> str:
    # MapInfo's files describe a system without its name.
    authority = crs.to_authority(min_confidence=50 if crs.name in ("unnamed", "unknown") else 70)
    if authority and crs.name in ("unnamed", "unknown"):
        crs = CRS.from_authority(*authority)
    return f"{crs.name[:80]} ({':'.join(authority)})" if authority else crs.name[:80]


def _without_copies(frame: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, list[RowNote]]:
    """Drop rows that are the same as one before in all they say."""
    keys = pd.Series(shapely.to_wkb(shapely.normalize(frame.geometry.to_numpy())), index=frame.index)
    # A number of its own in each row would make every copy look like another feature.
    own = {"id", "fid", "ogc_fid", "objectid", "feature_id"}
    columns = [frame[title].astype(str) for title in frame.columns if title != "geometry" and title.lower() not in own]
    table = pd.concat([keys, *columns], axis=1)
    again = table.duplicated().to_numpy()
    rejected = [RowNote(int(row), Message(N_("the same feature as one before it."))) for row in frame.index[again]]
    return frame[~again], rejected


def _outside(frame: gpd.GeoDataFrame, area: Bounds | None) -> list[RowNote]:
    if area is None:
        return []
    far = ~shapely.intersects(frame.geometry.to_numpy(), shapely.box(*area))
    if not far.any():
        return []
    text = N_("{n} of {total} features lie outside the region and its surroundings; they are kept.")
    notes = [RowNote(0, Message(text, {"n": int(far.sum()), "total": len(frame)}))]
    turned = shapely.transform(frame.geometry.to_numpy(), lambda c: c[:, ::-1])
    if far.all() and shapely.intersects(turned, shapely.box(*area)).mean() > 0.5:
        notes.append(
            RowNote(0, Message(N_("longitude and latitude look swapped in the whole file. Correct it before use.")))
        )
    return notes


def _by_row(rows: Sequence[RowNote]) -> tuple[RowNote, ...]:
    return tuple(sorted(rows, key=lambda rejection: rejection.row))


# ----------------------------------------------------------------------------------------------------- layer


def check_id(identity: str) -> str:
    """Return an id of small letters, digits and underscores.

    Raises
    ------
    LayerError
        If it is anything else.
    """
    if not _ID.fullmatch(identity):
        raise LayerError(
            N_("The id is {found!r}; expected 1 to 40 small Latin letters, digits and underscores."),
            found=identity[:80],
        )
    return identity


def make_layer(
    preview: LayerPreview,
    *,
    id: str,
    title: str,
    source: Source,
    as_of: str,
    accuracy_m: float,
    color: str = COLORS[0],
    value_column: str = "",
) -> Layer:
    """Make a layer whose features have all that features of a pack have.

    Parameters
    ----------
    title
        In the user's own words; shown in every language.
    as_of
        The date of the data, or a text such as ``2026``.
    accuracy_m
        How far features can be off, which is no less than its datum allows; a column ``accuracy_m`` of a file that is
        a pack's layer counts first.
    color
        Of the layer on the map.
    value_column
        A column of numbers by which polygons are coloured and valued.

    Raises
    ------
    LayerError
        If id, title, date, accuracy or column cannot be used.
    """
    title, as_of = clean_text(title)[:120], clean_text(as_of)[:40]
    _check_statements(id, title, source, as_of, accuracy_m)
    accuracy_m = max(float(accuracy_m), preview.datum_m)
    table = renamed(preview.frame)
    if value_column:
        table[value_column] = _value_numbers(preview, value_column)
    frame = with_feature_columns(table, source.name, as_of, accuracy_m)
    extra = [str(c) for c in table.columns if c not in FEATURE_COLUMNS and c != "geometry"]
    return Layer(
        id=id,
        group=OWN_GROUP,
        titles=dict.fromkeys(LANGUAGES, title),
        geometry=preview.geometry,
        file=f"{id}.geojson",
        sha256=sha256(layer_geojson(frame)),
        crs=GEOGRAPHIC_CRS,
        sources=(source,),
        as_of=as_of,
        accuracy_m=accuracy_m,
        style=_style(frame, color, value_column, areas=preview.geometry == "polygon"),
        frame=frame,
        notes=_notes(preview),
        attributes=tuple(Attribute(column, dict.fromkeys(LANGUAGES, column)) for column in extra),
    )


def _check_statements(identity: str, title: str, source: Source, as_of: str, accuracy_m: float) -> None:
    """Refuse a layer of which it is not said what it is, whose, of when and how exact."""
    check_id(identity)
    for what, text in ((N_("title"), title), (N_("source"), source.name.strip()), (N_("date"), as_of)):
        if not text:
            raise LayerError(
                N_("The layer {id!r} needs a {what}: everything here says where it comes from."),
                id=identity,
                what=Message(what),
            )
    if not 0 <= accuracy_m <= 1_000_000:
        raise LayerError(N_("The accuracy is {found}; expected 0 to 1000000 metres."), found=accuracy_m)


def _style(frame: gpd.GeoDataFrame, color: str, value_column: str, *, areas: bool) -> dict[str, Any]:
    style: dict[str, Any] = {"color": color, "shape": "diamond", "size": 7, "width": 2, "dash": "", "fill": 0.2}
    if areas and frame[list(NAME_COLUMNS)].notna().any(axis=None):
        style["names_sites"] = True
    classes = _classes(frame, value_column) if areas else None
    return style | ({"classes": classes, "fill": 0.5} if classes else {})


def _value_numbers(preview: LayerPreview, column: str) -> pd.Series:
    found = numbers(preview.frame[column]) if column in preview.frame.columns and column != "geometry" else None
    if found is None:
        raise LayerError(
            N_("{file}: {column!r} is not a column of numbers. Columns of numbers: {known}."),
            file=preview.name,
            column=column[:80],
            known=", ".join(preview.numeric) or "-",
        )
    return found


def _classes(frame: gpd.GeoDataFrame, column: str) -> dict[str, Any] | None:
    """Cut a column into five classes of about as many features each; gaps are a class of their own on the map."""
    if not column:
        return None
    breaks = class_breaks(frame[column], "quantiles", len(_CLASS_COLORS), digits=3)
    if not breaks:
        return None
    chosen = np.linspace(0, len(_CLASS_COLORS) - 1, len(breaks) + 1).round().astype(int)
    return {"column": column, "breaks": breaks, "colors": [_CLASS_COLORS[place] for place in chosen]}


def _notes(preview: LayerPreview) -> dict[str, str]:
    """Say in every language what was done to the file, for the page of sources."""
    template = N_("From {file}: {kept} features kept, {repaired} repaired, {dropped} left out. Read in {crs}.")
    values = {
        "file": preview.name,
        "kept": len(preview.frame),
        "repaired": len(preview.repaired),
        "dropped": len(preview.dropped),
        "crs": preview.crs,
    }
    return {language: translator(language)(template, **values) for language in LANGUAGES}
