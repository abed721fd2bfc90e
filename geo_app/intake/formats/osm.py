"""Take one kind of thing out of an OpenStreetMap extract: roads, stations, substations …

The mapping from tags to things is stated here, theme by theme, so that everybody sees what an import took.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import shapely

from geo_app.core.errors import SitesError
from geo_app.core.i18n import N_
from geo_app.core.messages import Message, RowNote
from geo_app.intake.features import Features
from geo_app.intake.formats.gdal import in_folder, read_with_gdal
from geo_app.intake.formats.osm_elements import elements_of_xml, features_of_elements, remark_of
from geo_app.intake.formats.xml import parse_xml, tag
from geo_app.intake.read_options import Limits, ReadOptions, SourceFile
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

_EVERYTHING = Theme("", "point", (_POINTS, _AREAS), "")

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


def is_osm(file: SourceFile) -> bool:
    """Tell an extract: the header of PBF, or the root of XML."""
    return b"OSMHeader" in file.content[4:16] or (file.head.startswith("<") and "<osm" in file.head)


def read_osm(file: SourceFile, how: ReadOptions, limits: Limits) -> Features:
    """Read what a theme takes from an extract, in XML or PBF; of sites, and of an editor's file, all with tags.

    Raises
    ------
    SitesError
        If the theme is not known, nothing in the extract belongs to it, or the extract is damaged.
    """
    is_xml = file.head.startswith("<")
    if is_xml and (how.theme is None and (how.places or _is_chosen(file))):
        root = parse_xml(file.content, file.name)
        remarks = [e.text or "" for e in root if tag(e) == "remark"]
        elements = features_of_elements(elements_of_xml(root))
        return replace(elements, warnings=tuple(RowNote(0, remark_of(text)) for text in remarks[:3]))
    chosen = _EVERYTHING if how.places and how.theme is None else THEMES.get(how.theme or "")
    if chosen is None:
        raise SitesError(
            N_("{file} is an OpenStreetMap extract: say what to take from it. Found {found!r}; expected {known}."),
            file=file.name,
            found=how.theme or "",
            known=", ".join(THEMES),
        )
    # Entities can only be declared in a document type, and no extract has one.
    if is_xml and re.search(rb"<!(DOCTYPE|ENTITY)", file.content, re.IGNORECASE):
        text = N_("{file}: XML with a document type or entities is not accepted. Save it without them.")
        raise SitesError(text, file=file.name)
    found = _read_layers(file, chosen, "layer.osm" if is_xml else "layer.osm.pbf", how, limits.max_rows)
    features = [feature for part in found for feature in part.features]
    if not features:
        raise SitesError(
            N_("{file}: nothing in the extract is of the theme {theme!r} ({condition})."),
            file=file.name,
            theme=how.theme or "",
            condition=chosen.condition,
        )
    numbered = [feature._replace(row=row) for row, feature in enumerate(features, start=1)]
    notes = [note for part in found for note in part.warnings]
    if chosen.kind == "point" and chosen is not _EVERYTHING:
        numbered = [
            f._replace(shape=shapely.point_on_surface(f.shape) if f.shape is not None else None) for f in numbered
        ]
        notes.append(RowNote(0, Message(N_("an area of this theme is kept as a point inside it."))))
    return replace(found[0], features=numbered, warnings=tuple(notes), count=len(numbered))


def _is_chosen(file: SourceFile) -> bool:
    """Tell what somebody has drawn in an editor or asked Overpass for from an extract of everything."""
    return bool(
        re.search(r"<osm[^>]*(generator=['\"](JOSM|Overpass|Merkaartor)|upload=)|<node[^>]* action=", file.head)
    )


def _read_layers(file: SourceFile, theme: Theme, path_name: str, how: ReadOptions, most: int) -> list[Features]:
    # With a row more than is accepted, whoever counts sees that there are too many.
    options: dict[str, Any] = {"where": theme.condition or None, "bbox": how.area, "max_features": most + 1}
    with in_folder({path_name: file.content, "osmconf.ini": _CONFIGURATION.encode()}) as folder:
        options["CONFIG_FILE"] = str(folder / "osmconf.ini")
        path = folder / path_name
        return [
            read_with_gdal(path, file.name, most, allow_empty=True, layer=layer, **options) for layer in theme.layers
        ]
