"""`geo-app rank`: sites and a scenario in, a ranking out."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import get_args

from geo_app.cli.answers import explanation_text, similar_text
from geo_app.cli.console import OK, add_pack_option, open_pack, write_output
from geo_app.core.errors import ScenarioError, SitesError
from geo_app.core.i18n import N_, Translator
from geo_app.core.settings import Settings
from geo_app.core.sites import Sites, own_attributes
from geo_app.export.formats import FORMATS
from geo_app.intake.read import SITE_FORMATS
from geo_app.intake.sites import default_sites, read_sites
from geo_app.ranking.analysis import robustness
from geo_app.ranking.model import Method, Scenario
from geo_app.ranking.rank import rank
from geo_app.ranking.requirements import parse_requirement
from geo_app.ranking.scenario import known, make_scenario, parse_date, read_scenario, scenario_from_dict
from geo_app.ranking.weighting import set_shares
from geo_app.region.model import RegionPack
from geo_app.report.text import Wording


def add_arguments(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Add the options of `geo-app rank`."""
    add = parser.add_argument
    sites = t("a file of sites ({formats}), or 'default' for the pack's own", formats=SITE_FORMATS)
    add("sites", metavar="SITES", help=sites)
    add("--profile", help=t("sector profile; the scenario file's or the pack's first if left out"))
    changed = t("give a criterion so many per cent, the others share the rest; repeatable")
    add("--weight", action="append", default=[], metavar="CRITERION=NUMBER", help=changed)
    add("--scenario", type=Path, metavar="FILE", help=t("a scenario as JSON"))
    add("--on", metavar="DATE", help=t("judge dated facts on this day; the scenario's, else today, if left out"))
    add("--allow", action="append", default=[], metavar="EXCLUSION", help=t("lift an exclusion; repeatable"))
    add("--exclude", action="append", default=[], metavar="EXCLUSION", help=t("add an exclusion; repeatable"))
    conditions = t("minimum requirement, such as {examples}; repeatable", examples="rail<=20, status=operating")
    add("--require", action="append", default=[], metavar="CONDITION", help=conditions)
    add("--method", choices=get_args(Method), help=t("how values become a score"))
    caution = t("of the method owa: 0 weighted sum, 1 weakest link")
    add("--caution", type=float, metavar="SHARE", help=caution)
    draws = t("how sure each rank is, over drawn weights and places")
    add("--robustness", type=int, metavar="DRAWS", help=draws)
    add("--seed", type=int, default=0, help=t("of --robustness: the same seed gives the same answer"))
    add("--explain", metavar="SITE", help=t("why this site has its rank, and what would change it"))
    add("--similar", metavar="SITE", help=t("the sites most like this one"))
    add("--swap", action="store_true", help=t("swap latitude and longitude where they look swapped"))
    add("--crs", help=t("coordinate reference system of a file that states none, such as EPSG:28412"))
    add("--format", choices=tuple(FORMATS), default="table", help=t("of what is written"))
    add("--out", type=Path, metavar="FILE", help=t("write here instead of to the terminal"))
    add_pack_option(parser, t)
    parser.set_defaults(run=run_rank)


def run_rank(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    """Rank, and write the ranking and what was asked about it."""
    pack = open_pack(arguments, settings)
    sites = _sites(arguments, pack, settings)
    ranking = rank(sites, _scenario(arguments, pack, sites), pack)
    if not ranking.sites:
        for row in ranking.rejected:
            print(t("Row {row} rejected: {reason}", row=row.row, reason=t.fill(row.message)), file=sys.stderr)
        raise SitesError(N_("{file}: no row could be read as a site."), file=arguments.sites)
    robustness_by_site = (
        robustness(ranking, pack, draws=arguments.robustness, seed=arguments.seed) if arguments.robustness else {}
    )
    wording = Wording(pack, t)
    answers = [explanation_text(ranking, wording, arguments.explain)] if arguments.explain else []
    answers += [similar_text(ranking, wording, arguments.similar)] if arguments.similar else []
    write_output(FORMATS[arguments.format](ranking, wording, robustness_by_site), arguments.out)
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


def _scenario(arguments: argparse.Namespace, pack: RegionPack, sites: Sites) -> Scenario:
    """Complete the scenario: the file, over it the profile, over it single weights, exclusions and the date."""
    raw = read_scenario(arguments.scenario) if arguments.scenario else {}
    if arguments.profile and isinstance(raw, dict):
        raw = {key: value for key, value in raw.items() if key not in ("weights", "value_functions")}
        raw["profile"] = arguments.profile
    base = scenario_from_dict(raw, pack, own_attributes(sites.sites))
    changes = dict(map(_weight, arguments.weight))
    known(N_("criterion"), changes, pack.criteria)
    known(N_("exclusion"), [*arguments.allow, *arguments.exclude], pack.exclusions)
    return make_scenario(
        pack,
        base.profile,
        weights=set_shares(base.weights, changes) if changes else base.weights,
        value_functions=base.value_functions,
        exclusions=[name for name in (*base.exclusions, *arguments.exclude) if name not in arguments.allow],
        on=parse_date(arguments.on) if arguments.on else base.on if _pins_date(raw) else date.today(),
        requirements=[*base.requirements, *map(parse_requirement, arguments.require)],
        method=arguments.method or base.method,
        caution=base.caution if arguments.caution is None else arguments.caution,
        own_attributes=own_attributes(sites.sites),
    )


def _pins_date(raw: object) -> bool:
    return isinstance(raw, dict) and raw.get("on") is not None


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
