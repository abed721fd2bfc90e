"""What a ranking is asked for with on the command line: sites, scenario, and changes to it."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import get_args

from geo_app.cli.console import add_pack_option
from geo_app.core.errors import ScenarioError, SitesError
from geo_app.core.i18n import N_, Translator
from geo_app.core.settings import Settings
from geo_app.core.sites import Sites, own_attributes
from geo_app.intake.read import SITE_FORMATS
from geo_app.intake.sites import default_sites, read_sites
from geo_app.ranking.model import Method, Ranking, Scenario
from geo_app.ranking.rank import rank
from geo_app.ranking.requirements import parse_requirement
from geo_app.ranking.scenario import known, make_scenario, parse_date, read_scenario, scenario_from_dict
from geo_app.ranking.weighting import set_shares
from geo_app.region.model import RegionPack


def add_ranking_options(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Add the options that say what is ranked and how."""
    add = parser.add_argument
    sites = t("a file of sites ({formats}), or 'default' for the pack's own", formats=SITE_FORMATS)
    add("sites", metavar="SITES", help=sites)
    add("--profile", help=t("sector profile; the scenario file's or the pack's first if left out"))
    changed = t("give a criterion so many per cent, the others share the rest; repeatable")
    add("--weight", action="append", default=[], metavar="CRITERION=NUMBER", help=changed)
    add(
        "--scenario",
        type=Path,
        metavar="FILE",
        help=t("a scenario as TOML or JSON, or a ranking that was written as JSON"),
    )
    add("--on", metavar="DATE", help=t("judge dated facts on this day; the scenario's, else today, if left out"))
    add("--allow", action="append", default=[], metavar="EXCLUSION", help=t("lift an exclusion; repeatable"))
    add("--exclude", action="append", default=[], metavar="EXCLUSION", help=t("add an exclusion; repeatable"))
    conditions = t("minimum requirement, such as {examples}; repeatable", examples="rail<=20, status=operating")
    add("--require", action="append", default=[], metavar="CONDITION", help=conditions)
    add("--method", choices=get_args(Method), help=t("how values become a score"))
    caution = t("of the method owa: 0 weighted sum, 1 weakest link")
    add("--caution", type=float, metavar="SHARE", help=caution)
    add("--seed", type=int, default=0, help=t("of --robustness: the same seed gives the same answer"))
    add("--swap", action="store_true", help=t("swap latitude and longitude where they look swapped"))
    add("--crs", help=t("coordinate reference system of a file that states none, such as EPSG:28412"))
    add_pack_option(parser, t)


def make_ranking(arguments: argparse.Namespace, pack: RegionPack, settings: Settings, t: Translator) -> Ranking:
    """Rank what the options ask for.

    Raises
    ------
    SitesError, ScenarioError
        If the sites, or what is asked of them, cannot be understood.
    """
    sites = _sites(arguments, pack, settings)
    ranking = rank(sites, _scenario(arguments, pack, sites), pack)
    if not ranking.sites:
        for row in ranking.rejected:
            print(t("Row {row} rejected: {reason}", row=row.row, reason=t.fill(row.message)), file=sys.stderr)
        raise SitesError(N_("{file}: no row could be read as a site."), file=arguments.sites)
    return ranking


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
