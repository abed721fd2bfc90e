"""The command line: rank sites, list, check and build layers, serve the app."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from geo_app import __version__
from geo_app.core.errors import GeoAppError, ScenarioError, SitesError
from geo_app.core.i18n import N_, Translator, translator
from geo_app.core.settings import Settings, load_settings
from geo_app.core.sites import Sites
from geo_app.export.answers import explanation_text, similar_text
from geo_app.export.formats import FORMATS
from geo_app.export.layer_text import preview_lines
from geo_app.intake.formats.geotiff import RESAMPLINGS
from geo_app.intake.formats.osm import OSM_SOURCE, THEMES
from geo_app.intake.layers import check_id, make_layer, preview
from geo_app.intake.read import LAYER_FORMATS
from geo_app.intake.read_options import Limits
from geo_app.intake.repair import KINDS
from geo_app.intake.sites import default_sites, read_sites
from geo_app.intake.user_layers import CRITERIA, make_criterion, save_layer
from geo_app.pipeline.recipe.build import build
from geo_app.ranking.analysis import robustness
from geo_app.ranking.model import Method, Scenario
from geo_app.ranking.rank import rank
from geo_app.ranking.requirements import parse_requirement
from geo_app.ranking.scenario import known, make_scenario, parse_date, read_scenario, scenario_from_dict
from geo_app.refresh_command import add_refresh
from geo_app.region.audit import audit, report
from geo_app.region.loader import load_catalog
from geo_app.region.model import Catalog, Source

OK, BAD_INPUT = 0, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns
    -------
    0, or 2 for bad input, after a message for a person.
    """
    arguments = _parser().parse_args(argv)
    t = translator("en")
    try:
        settings = load_settings()
        t = translator(settings.language)
        code: int = arguments.run(arguments, settings, t)
    except GeoAppError as error:
        print(f"geo-app: {t.fill(error.template, error.values)}", file=sys.stderr)
        return BAD_INPUT
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="geo-app", description="Site selection: rank candidate sites, explained.")
    parser.add_argument("--version", action="version", version=f"geo-app {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_rank(commands.add_parser("rank", help="rank candidate sites"))
    layers = commands.add_parser("layers", help="the region pack").add_subparsers(required=True, metavar="COMMAND")
    listing = layers.add_parser("list", help="list the layers")
    listing.add_argument("--format", choices=("table", "json"), default="table")
    listing.set_defaults(run=_layers_list)
    check = layers.add_parser("check", help="audit the pack; exit code 2 on any error")
    check.set_defaults(run=_layers_check)
    make = layers.add_parser("build", help="rebuild the pack from its pinned packages and figures")
    make.add_argument("--cache", type=Path, default=Path(".cache/packages"), help="where downloads are kept")
    make.set_defaults(run=_layers_build)
    bring = layers.add_parser("import", help="add a layer of your own to the pack")
    _add_import(bring)
    newer = layers.add_parser("refresh", help="fetch newer data from the internet and compare; asks before it replaces")
    add_refresh(newer)
    for command in (listing, check, make, bring, newer):
        command.add_argument("--layers", type=Path, help="folder of the region pack")
    serve = commands.add_parser("serve", help="start the app")
    serve.add_argument("--port", type=int, default=8501)
    serve.add_argument("--address", default="localhost")
    serve.set_defaults(run=_serve)
    return parser


def _add_import(parser: argparse.ArgumentParser) -> None:
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
    parser.set_defaults(run=_layers_import)


def _add_rank(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sites",
        metavar="SITES",
        help="CSV, GeoJSON, GeoPackage, KML or zipped shapefile; or 'default' for the pack's own",
    )
    parser.add_argument("--profile", help="sector profile; the scenario file's or the pack's first if left out")
    parser.add_argument(
        "--weight",
        action="append",
        default=[],
        metavar="CRITERION=NUMBER",
        help="change one weight, in per cent; repeatable",
    )
    parser.add_argument("--scenario", type=Path, metavar="FILE", help="a scenario as JSON")
    parser.add_argument("--on", metavar="DATE", help="judge dated facts on this day")
    parser.add_argument(
        "--allow", action="append", default=[], metavar="EXCLUSION", help="lift an exclusion; repeatable"
    )
    parser.add_argument(
        "--exclude", action="append", default=[], metavar="EXCLUSION", help="add an exclusion; repeatable"
    )
    parser.add_argument(
        "--require", action="append", default=[], metavar="CONDITION", help="rail<=20, area_ha>=50, status=operating"
    )
    parser.add_argument("--method", choices=get_args(Method), help="how values become a score")
    parser.add_argument(
        "--caution", type=float, metavar="SHARE", help="of the method owa: 0 weighted sum, 1 weakest link"
    )
    parser.add_argument(
        "--robustness", type=int, metavar="DRAWS", help="how sure each rank is, over drawn weights and places"
    )
    parser.add_argument("--seed", type=int, default=0, help="of --robustness: the same seed gives the same answer")
    parser.add_argument("--explain", metavar="SITE", help="why this site has its rank, and what would change it")
    parser.add_argument("--similar", metavar="SITE", help="the sites most like this one")
    parser.add_argument("--swap", action="store_true", help="swap latitude and longitude where they look swapped")
    parser.add_argument("--crs", help="coordinate reference system of a file that states none, such as EPSG:28412")
    parser.add_argument("--layers", type=Path, metavar="DIR", help="folder of the region pack")
    parser.add_argument("--format", choices=tuple(FORMATS), default="table")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write here instead of to the terminal")
    parser.set_defaults(run=_rank)


def _rank(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    catalog = _catalog(arguments, settings)
    ranking = rank(_sites(arguments, catalog, settings), _scenario(arguments, catalog), catalog)
    if not ranking.sites:
        for row in ranking.rejected:
            print(
                t("Row {row} rejected: {reason}", row=row.row, reason=t.fill(row.reason, row.values)), file=sys.stderr
            )
        raise SitesError(N_("{file}: no row could be read as a site."), file=arguments.sites)
    sure = robustness(ranking, catalog, draws=arguments.robustness, seed=arguments.seed) if arguments.robustness else {}
    answers = [explanation_text(ranking, catalog, t, arguments.explain)] if arguments.explain else []
    answers += [similar_text(ranking, catalog, t, arguments.similar)] if arguments.similar else []
    _write(FORMATS[arguments.format](ranking, catalog, t, sure), arguments.out)
    # A file for a machine stays what it is; the answers are for a person.
    stream = sys.stdout if arguments.format == "table" else sys.stderr
    sys.stdout.flush()
    for answer in answers:
        print(f"\n{answer}", end="", file=stream)
    return OK


def _catalog(arguments: argparse.Namespace, settings: Settings) -> Catalog:
    return load_catalog(arguments.layers or settings.layers)


def _sites(arguments: argparse.Namespace, catalog: Catalog, settings: Settings) -> Sites:
    if arguments.sites == "default":
        return default_sites(catalog)
    return read_sites(
        Path(arguments.sites),
        bounds=catalog.bounds,
        max_bytes=settings.max_upload_mb * 1_000_000,
        max_sites=settings.max_sites,
        swap=arguments.swap,
        crs=arguments.crs,
    )


def _scenario(arguments: argparse.Namespace, catalog: Catalog) -> Scenario:
    """Complete the scenario: the file, over it the profile, over it single weights, exclusions and the date."""
    raw = read_scenario(arguments.scenario) if arguments.scenario else {}
    if arguments.profile and isinstance(raw, dict):
        raw = {key: value for key, value in raw.items() if key not in ("weights", "value_functions")}
        raw["profile"] = arguments.profile
    base = scenario_from_dict(raw, catalog)
    # A single weight is given in per cent of the weights as they were before.
    in_percent = {name: 100 * weight for name, weight in base.weights.items()}
    changes = dict(map(_weight, arguments.weight))
    known(N_("exclusion"), [*arguments.allow, *arguments.exclude], catalog.exclusions)
    return make_scenario(
        catalog,
        base.profile,
        weights={**in_percent, **changes} if changes else base.weights,
        value_functions=base.value_functions,
        exclusions=[name for name in (*base.exclusions, *arguments.exclude) if name not in arguments.allow],
        on=parse_date(arguments.on) if arguments.on else base.on,
        requirements=[*base.requirements, *map(parse_requirement, arguments.require)],
        method=arguments.method or base.method,
        caution=base.caution if arguments.caution is None else arguments.caution,
    )


def _weight(text: str) -> tuple[str, float]:
    name, separator, number = text.partition("=")
    try:
        if not separator:
            raise ValueError(text)
        return name.strip(), float(number)
    except ValueError:
        raise ScenarioError(
            N_("--weight {found!r}: expected CRITERION=NUMBER, for example rail=30."), found=text
        ) from None


def _write(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise GeoAppError(N_("{file} cannot be written: {reason}"), file=out, reason=error.strerror) from error


def _layers_list(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    catalog = _catalog(arguments, settings)
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
        for layer in catalog.layers.values()
    ]
    if arguments.format == "json":
        content = {"schema": "geo-app/layers/1", "data_version": catalog.data_version, "layers": layers}
        print(json.dumps(content, ensure_ascii=False, indent=1))
        return OK
    for layer in layers:
        print(f"{layer['id']:24} {layer['geometry']:8} {layer['features']:6}  {layer['as_of']:12} {layer['title']}")
    return OK


def _layers_check(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    folder = arguments.layers or settings.layers
    findings = audit(folder)
    counts = Counter(finding.severity for finding in findings)
    broken = counts["error"] > 0
    for text in report(findings, t):
        print(text, file=sys.stderr if broken else sys.stdout)
    values = {"errors": counts["error"], "warnings": counts["warning"]}
    print(t("{folder}: errors: {errors}, warnings: {warnings}", folder=folder, **values))
    return BAD_INPUT if broken else OK


def _layers_build(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    folder = arguments.layers or settings.layers
    build(folder, arguments.cache, progress=lambda message: print(message, file=sys.stderr))
    print(t("{folder}: built", folder=folder))
    return OK


def _layers_import(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    folder = arguments.layers or settings.layers
    check_id(arguments.id)
    found = preview(
        arguments.file,
        arguments.file.name,
        crs=arguments.crs,
        theme=arguments.osm_theme,
        geometry=arguments.geometry,
        resampling=arguments.resampling,
        bounds=load_catalog(folder).bounds,
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


def _serve(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    package = Path(__file__).parent
    # In a checkout the page and .streamlit/ stand at the top; an installed package carries them inside.
    home = package.parent if (package.parent / "streamlit_app.py").is_file() else package
    command = [sys.executable, "-m", "streamlit", "run", str(home / "streamlit_app.py")]
    command += [f"--server.port={arguments.port}", f"--server.address={arguments.address}"]
    environment = os.environ | {"GEO_APP_LAYERS": str(settings.layers.resolve())}
    print(
        t(
            "Open http://{address}:{port} in a browser; stop with Ctrl+C.",
            address=arguments.address,
            port=arguments.port,
        )
    )
    try:
        return subprocess.run(command, check=False, cwd=home, env=environment).returncode
    except KeyboardInterrupt:
        return OK


if __name__ == "__main__":
    sys.exit(main())
