"""`geo-app layers import`: a file becomes a layer of the pack."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geo_app.cli.console import OK, add_pack_option, pack_folder
from geo_app.cli.layer_preview import preview_lines
from geo_app.core.i18n import Translator
from geo_app.core.settings import Settings
from geo_app.intake.formats.osm import OSM_SOURCE, THEMES
from geo_app.intake.formats.raster import RESAMPLINGS
from geo_app.intake.layers import check_id, make_layer, preview
from geo_app.intake.read import LAYER_FORMATS
from geo_app.intake.read_options import Limits
from geo_app.intake.repair import KINDS
from geo_app.intake.user_layers import CRITERIA, make_criterion, save_layer
from geo_app.region.loader import load_pack
from geo_app.region.model import Source


def add_arguments(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Add the options of `geo-app layers import`."""
    add = parser.add_argument
    add("file", type=Path, metavar="FILE", help=LAYER_FORMATS)
    add("--id", required=True, help=t("small Latin letters, digits and underscores"))
    add("--title", help=t("shown in every language; the file's name if left out"))
    add("--source", help=t("whom the data is from; needed except for OpenStreetMap"))
    add("--licence", default="", help=t("licence of the data"))
    add("--as-of", metavar="DATE", default="", help=t("date of the data, such as 2026-05; needed"))
    add("--accuracy", type=float, default=100.0, metavar="M", help=t("how far a feature can be off, in metres"))
    add("--criterion", metavar="KIND", help=t("one of {kinds}", kinds=", ".join(CRITERIA)))
    add("--less-is-better", action="store_true", help=t("farther, fewer, outside or lower is worth more"))
    add("--color-by", metavar="COLUMN", default="", help=t("colour areas by a column of numbers"))
    add("--geometry", choices=KINDS, help=t("which kind to keep of several; the commonest if left out"))
    add("--osm-theme", choices=tuple(THEMES), help=t("what to take from an OpenStreetMap extract"))
    add("--resampling", choices=RESAMPLINGS, default="mean", help=t("what a coarser cell of a raster is"))
    add("--crs", help=t("coordinate reference system of a file that states none, such as EPSG:28412"))
    add("--replace", action="store_true", help=t("replace the pack's layer of this id"))
    add("--preview", action="store_true", help=t("only say what is in the file"))
    add_pack_option(parser, t)
    parser.set_defaults(run=run_import)


def run_import(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    """Preview a file, and add it to the pack as a layer."""
    folder = pack_folder(arguments, settings)
    check_id(arguments.id)
    found = preview(
        arguments.file,
        arguments.file.name,
        crs=arguments.crs,
        theme=arguments.osm_theme,
        geometry=arguments.geometry,
        resampling=arguments.resampling,
        bounds=load_pack(folder).bounds,
        limits=Limits(settings.max_upload_mb * 1_000_000, settings.max_vertices, settings.max_cells),
    )
    for line in preview_lines(found, t):
        print(line, file=sys.stderr)
    if arguments.preview:
        return OK
    kind = arguments.criterion or ""
    column = kind.removeprefix("value:") if kind.startswith("value:") else arguments.color_by
    stated = Source(arguments.source or "", arguments.licence or t("as the user states"), arguments.source or "")
    layer = make_layer(
        found,
        id=arguments.id,
        title=arguments.title or arguments.file.stem,
        source=OSM_SOURCE if arguments.osm_theme and not arguments.source else stated,
        as_of=arguments.as_of,
        accuracy_m=arguments.accuracy,
        value_column=column,
    )
    criterion = make_criterion(layer, kind, less_is_better=arguments.less_is_better) if kind else None
    save_layer(folder, layer, criterion, replacing=arguments.replace)
    print(t("{folder}: layer {id} with {n} features", folder=folder, id=layer.id, n=len(layer.frame)))
    if criterion:
        print(t.pick(criterion.descriptions))
    return OK
