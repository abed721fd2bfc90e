"""Take one kind of thing out of an OpenStreetMap extract: roads, stations, substations …

The mapping from tags to things is stated here, theme by theme, so that everybody sees what an import took.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import shapely

from geo_app.core.errors import LayerError, SitesError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.core.types import Bounds
from geo_app.intake.features import Features
from geo_app.intake.formats.gdal import read_with_gdal
from geo_app.intake.repair import Kind
from geo_app.region.model import Source

OSM_SOURCE = Source(
    "OpenStreetMap", "ODbL 1.0", "© OpenStreetMap contributors", "https://www.openstreetmap.org/copyright"
)

_LINES, _POINTS, _AREAS = "lines", "points", "multipolygons"


@dataclass(frozen=True)
class Theme:
    """What to take: GDAL's layers of an extract, a condition on tags, and what it becomes."""

    title: str
    kind: Kind
    layers: tuple[str, ...]
    condition: str


THEMES: Mapping[str, Theme] = {
    "roads": Theme(
        N_("Main roads"),
        "line",
        (_LINES,),
        "highway IN ('motorway','trunk','primary','secondary','motorway_link','trunk_link','primary_link')",
    ),
    "railways": Theme(N_("Railways"), "line", (_LINES,), "railway IN ('rail','narrow_gauge')"),
    "stations": Theme(N_("Railway stations"), "point", (_POINTS, _AREAS), "railway IN ('station','halt','yard')"),
    "border_control": Theme(
        N_("Border control"), "point", (_POINTS, _AREAS), "barrier = 'border_control' OR amenity = 'customs'"
    ),
    "industrial": Theme(N_("Industrial land"), "polygon", (_AREAS,), "landuse = 'industrial'"),
    "substations": Theme(N_("Substations"), "point", (_POINTS, _AREAS), "power = 'substation'"),
    "power_lines": Theme(N_("Power lines"), "line", (_LINES,), "power IN ('line','cable')"),
    "protected_areas": Theme(
        N_("Protected areas"),
        "polygon",
        (_AREAS,),
        "boundary IN ('protected_area','national_park') OR leisure = 'nature_reserve'",
    ),
    "districts": Theme(N_("Districts"), "polygon", (_AREAS,), "boundary = 'administrative' AND admin_level = '6'"),
}

_TAGS = "name,name:en,name:kk,name:ru,name:zh,operator,ref,barrier,amenity,highway,railway,landuse,power,voltage"
_TAGS += ",boundary,leisure,admin_level,protect_class,surface,lanes,electrified"

# GDAL's own settings know only some of these tags as columns.
_CONFIGURATION = f"""attribute_name_laundering=no
closed_ways_are_polygons=amenity,landuse,leisure,boundary,power,barrier,railway
[points]
osm_id=yes
attributes={_TAGS}
[lines]
osm_id=yes
attributes={_TAGS}
[multipolygons]
osm_id=yes
osm_way_id=yes
attributes={_TAGS}
[multilinestrings]
osm_id=yes
[other_relations]
osm_id=yes
"""


def read_osm(content: bytes, name: str, theme: str | None, area: Bounds | None, max_rows: int) -> Features:
    """Read what a theme takes from an extract, in XML or PBF.

    Parameters
    ----------
    theme
        A key of `THEMES`.
    area
        West, south, east, north in degrees: features that do not touch it stay out.

    Raises
    ------
    LayerError
        If the theme is not known, or nothing in the extract belongs to it.
    SitesError
        If the extract is damaged.
    """
    chosen = THEMES.get(theme or "")
    if chosen is None:
        raise LayerError(
            N_("{file} is an OpenStreetMap extract: say what to take from it. Found {found!r}; expected {known}."),
            file=name,
            found=theme or "",
            known=", ".join(THEMES),
        )
    is_xml = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    # Entities can only be declared in a document type, and no extract has one.
    if is_xml and re.search(rb"<!(DOCTYPE|ENTITY)", content, re.IGNORECASE):
        text = N_("{file}: XML with a document type or entities is not accepted. Save it without them.")
        raise LayerError(text, file=name)
    found: list[Features] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("layer.osm" if is_xml else "layer.osm.pbf")
        path.write_bytes(content)
        settings = Path(folder) / "osmconf.ini"
        settings.write_text(_CONFIGURATION, encoding="utf-8")
        for layer in chosen.layers:
            options: dict[str, Any] = {
                "layer": layer,
                "where": chosen.condition,
                "bbox": area,
                "CONFIG_FILE": str(settings),
            }
            found.append(read_with_gdal(path, name, max_rows, allow_empty=True, **options))
    features = [feature for part in found for feature in part.features]
    if not features:
        raise LayerError(
            N_("{file}: nothing in the extract is of the theme {theme!r} ({condition})."),
            file=name,
            theme=theme,
            condition=chosen.condition,
        )
    if len(features) > max_rows:
        raise SitesError(
            N_("{file}: {found} rows, at most {limit} are accepted. Split the file."),
            file=name,
            found=len(features),
            limit=max_rows,
        )
    numbered = [feature._replace(row=row) for row, feature in enumerate(features, start=1)]
    notes = [note for part in found for note in part.warnings]
    if chosen.kind == "point":
        numbered = [
            f._replace(shape=shapely.point_on_surface(f.shape) if f.shape is not None else None) for f in numbered
        ]
        notes.append(RowNote(0, Message(N_("an area of this theme is kept as a point inside it."))))
    return replace(found[0], features=numbered, warnings=tuple(notes))
