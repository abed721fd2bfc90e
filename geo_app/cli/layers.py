"""`geo-app layers`: list, check, build and import the layers of a pack."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from geo_app.cli.console import BAD_INPUT, OK, open_pack
from geo_app.cli.layer_preview import preview_lines
from geo_app.core.i18n import Translator
from geo_app.core.settings import Settings
from geo_app.intake.formats.geotiff import RESAMPLINGS
from geo_app.intake.formats.osm import OSM_SOURCE, THEMES
from geo_app.intake.layers import check_id, make_layer, preview
from geo_app.intake.read import LAYER_FORMATS
from geo_app.intake.read_options import Limits
from geo_app.intake.repair import KINDS
from geo_app.intake.user_layers import CRITERIA, make_criterion, save_layer
from geo_app.pipeline.recipe.build import build
from geo_app.region.audit import audit, report
from geo_app.region.loader import load_pack
from geo_app.region.model import Source


def add_import(parser: argparse.ArgumentParser) -> None:
    """Add the options of `geo-app layers import`."""
    parser.add_argument("file", type=Path, metavar="FILE", help=LAYER_FORMATS)
    parser.add_argument("--id", required=True, help="small Latin letters, digits and underscores")
    parser.add_argument("--title", help="shown in every language; the file's name if left out")
    parser.add_argument("--source", help="whom the data is from; needed except for OpenStreetMap")
    parser.add_argument("--licence", default="", help="of the data")
    parser.add_argument("--as-of", metavar="DATE", default="", help="date of the data, such as 2026-05; needed")
    parser.add_argument("--accuracy", type=float, default=100.0, metavar="M", help="how far a feature can be off")
    parser.add_argument("--criterion", metavar="KIND", help=f"one of {', '.join(CRITERIA)}")
    parser.add_argument("--less-is-better", action="store_true", help="farther, fewer, outside or lower is worth more")
    parser.add_argument("--color-by", metavar="COLUMN", default="", help="colour areas by a column of numbers")
    parser.add_argument("--geometry", choices=KINDS, help="which kind to keep of several; the commonest if left out")
    parser.add_argument("--osm-theme", choices=tuple(THEMES), help="what to take from an OpenStreetMap extract")
    parser.add_argument("--resampling", choices=RESAMPLINGS, default="mean", help="what a coarser cell of a raster is")
    parser.add_argument("--crs", help="coordinate reference system of a file that states none, such as EPSG:28412")
    parser.add_argument("--replace", action="store_true", help="replace the pack's layer of this id")
    parser.add_argument("--preview", action="store_true", help="only say what is in the file")
    parser.set_defaults(run=run_import)


def run_list(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    """List the layers of a pack."""
    pack = open_pack(arguments, settings)
    layers = [
        {
            "id": layer.id,
            "title": t.pick(layer.titles),
            "geometry": layer.geometry,
            "features": len(layer.frame),
            "as_of": layer.as_of,
            "accuracy_m": layer.accuracy_m,
            "licences": sorted({source.licence for source in layer.sources}),
        }
        for layer in pack.layers.values()
    ]
    if arguments.format == "json":
        content = {"schema": "geo-app/layers/1", "data_version": pack.data_version, "layers": layers}
        print(json.dumps(content, ensure_ascii=False, indent=1))
        return OK
    for layer in layers:
        print(f"{layer['id']:24} {layer['geometry']:8} {layer['features']:6}  {layer['as_of']:12} {layer['title']}")
    return OK


def run_check(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    """Audit a pack; exit code 2 on any error."""
    folder = arguments.layers or settings.layers
    findings = audit(folder)
    counts = Counter(finding.severity for finding in findings)
    broken = counts["error"] > 0
    for text in report(findings, t):
        print(text, file=sys.stderr if broken else sys.stdout)
    values = {"errors": counts["error"], "warnings": counts["warning"]}
    print(t("{folder}: errors: {errors}, warnings: {warnings}", folder=folder, **values))
    return BAD_INPUT if broken else OK


def run_build(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    """Rebuild a pack from its pinned packages and figures."""
    folder = arguments.layers or settings.layers
    build(folder, arguments.cache, progress=lambda message: print(message, file=sys.stderr))
    print(t("{folder}: built", folder=folder))
    return OK


def run_import(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    """Preview a file, and add it to the pack as a layer."""
    folder = arguments.layers or settings.layers
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
