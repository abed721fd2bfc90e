"""`geo-app rank`: sites and a scenario in, a ranking out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import get_args

from geo_app.cli.answers import explanation_text, similar_text
from geo_app.cli.console import OK, open_pack, write_output
from geo_app.core.errors import ScenarioError, SitesError
from geo_app.core.i18n import N_, Translator
from geo_app.core.settings import Settings
from geo_app.core.sites import Sites
from geo_app.export.formats import FORMATS
from geo_app.intake.sites import default_sites, read_sites
from geo_app.ranking.analysis import robustness
from geo_app.ranking.model import Method, Scenario
from geo_app.ranking.rank import rank
from geo_app.ranking.requirements import parse_requirement
from geo_app.ranking.scenario import known, make_scenario, parse_date, read_scenario, scenario_from_dict
from geo_app.region.model import RegionPack
from geo_app.report.text import Wording


def add_rank(parser: argparse.ArgumentParser) -> None:
    """Add the options of `geo-app rank`."""
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
    pack = open_pack(arguments, settings)
    ranking = rank(_sites(arguments, pack, settings), _scenario(arguments, pack), pack)
    if not ranking.sites:
        for row in ranking.rejected:
            print(t("Row {row} rejected: {reason}", row=row.row, reason=t.fill(row.message)), file=sys.stderr)
        raise SitesError(N_("{file}: no row could be read as a site."), file=arguments.sites)
    sure = robustness(ranking, pack, draws=arguments.robustness, seed=arguments.seed) if arguments.robustness else {}
    wording = Wording(pack, t)
    answers = [explanation_text(ranking, wording, arguments.explain)] if arguments.explain else []
    answers += [similar_text(ranking, wording, arguments.similar)] if arguments.similar else []
    write_output(FORMATS[arguments.format](ranking, wording, sure), arguments.out)
    # A file for a machine stays what it is; the answers are for a person.
    stream = sys.stdout if arguments.format == "table" else sys.stderr
    sys.stdout.flush()
    for answer in answers:
        print(f"\n{answer}", end="", file=stream)
    return OK


def _sites(arguments: argparse.Namespace, pack: RegionPack, settings: Settings) -> Sites:
    if arguments.sites == "default":
        return default_sites(pack)
    return read_sites(
        Path(arguments.sites),
        bounds=pack.bounds,
        max_bytes=settings.max_upload_mb * 1_000_000,
        max_sites=settings.max_sites,
        swap=arguments.swap,
        crs=arguments.crs,
    )


def _scenario(arguments: argparse.Namespace, pack: RegionPack) -> Scenario:
    """Complete the scenario: the file, over it the profile, over it single weights, exclusions and the date."""
    raw = read_scenario(arguments.scenario) if arguments.scenario else {}
    if arguments.profile and isinstance(raw, dict):
        raw = {key: value for key, value in raw.items() if key not in ("weights", "value_functions")}
        raw["profile"] = arguments.profile
    base = scenario_from_dict(raw, pack)
    # A single weight is given in per cent of the weights as they were before.
    in_percent = {name: 100 * weight for name, weight in base.weights.items()}
    changes = dict(map(_weight, arguments.weight))
    known(N_("exclusion"), [*arguments.allow, *arguments.exclude], pack.exclusions)
    return make_scenario(
        pack,
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
