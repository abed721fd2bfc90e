"""`geo-app report`: what is carried into the meeting: dossier, shortlist, deck, workbook, map."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from geo_app.cli.console import OK, open_pack, write_output
from geo_app.cli.ranking_options import add_ranking_options, make_ranking
from geo_app.core.errors import ScenarioError
from geo_app.core.i18n import LANGUAGES, N_, Translator, translator
from geo_app.core.settings import Settings
from geo_app.export.deck import to_deck
from geo_app.export.dossier import find_site, shortlist_report, site_dossier
from geo_app.export.formats import NOT_STUDIED, Writer, to_gpkg
from geo_app.export.kml import to_kml
from geo_app.export.picture import map_png, map_svg
from geo_app.export.typesetting import TEMPLATES
from geo_app.export.workbook import to_workbook
from geo_app.map.standalone import standalone_html
from geo_app.ranking.analysis import robustness
from geo_app.ranking.model import Ranking
from geo_app.report.text import RobustnessBySite, Wording


def _to_html(ranking: Ranking, wording: Wording, robustness_by_site: RobustnessBySite = NOT_STUDIED) -> bytes:
    return standalone_html(ranking, wording).encode()


WHOLE: Mapping[str, Writer] = {"xlsx": to_workbook, "html": _to_html, "kml": to_kml, "gpkg": to_gpkg}
"""Formats that hold the ranking whole, whichever sites are named."""

OF_A_SITE = ("pdf", "png", "svg")


def add_arguments(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Add the options of `geo-app report`."""
    add_ranking_options(parser, t)
    add = parser.add_argument
    one = t("a site to report on; repeatable; without it the shortlist")
    add("--site", action="append", default=[], metavar="ID", help=one)
    add("--language", choices=LANGUAGES, help=t("language of the report"))
    add("--format", choices=(*OF_A_SITE, "pptx", *WHOLE), default="pdf", help=t("of what is written"))
    add("--link", default="", metavar="URL", help=t("address to print with a QR code"))
    add("--template", type=Path, metavar="PATH", help=t("a folder of .typ files, or a .pptx, whose look is taken"))
    add("--out", type=Path, required=True, metavar="FILE", help=t("write here; of several sites one file each"))
    parser.set_defaults(run=run_report)


def run_report(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    """Rank, and write the report that was asked for."""
    pack = open_pack(arguments, settings)
    ranking = make_ranking(arguments, pack, settings, t)
    if arguments.site and arguments.format not in OF_A_SITE:
        raise ScenarioError(
            N_("--site goes with the formats {formats}; a file of the format {found} holds the whole ranking."),
            formats=", ".join(OF_A_SITE),
            found=arguments.format,
        )
    for site in arguments.site:
        find_site(ranking, site)
    wording = Wording(pack, translator(arguments.language) if arguments.language else t)
    robustness_by_site = robustness(ranking, pack, seed=arguments.seed)
    for site in arguments.site or [None]:
        out = _out(arguments, site)
        write_output(_content(arguments, ranking, wording, robustness_by_site, site), out)
        print(t("Written: {file}", file=out))
    return OK


def _out(arguments: argparse.Namespace, site: str | None) -> Path:
    """Name the file: the given one, with the site's number where there are several."""
    out: Path = arguments.out
    if site is None or len(arguments.site) == 1:
        return out
    return out.with_name(f"{out.stem}-{arguments.site.index(site) + 1}{out.suffix}")


def _content(
    arguments: argparse.Namespace,
    ranking: Ranking,
    wording: Wording,
    robustness_by_site: RobustnessBySite,
    site: str | None,
) -> bytes:
    template, kind = arguments.template, arguments.format
    if kind in WHOLE:
        return WHOLE[kind](ranking, wording, robustness_by_site)
    if kind == "pptx":
        return to_deck(ranking, wording, robustness_by_site, template=template)
    if kind == "pdf":
        folder = template or TEMPLATES
        if site is None:
            return shortlist_report(ranking, wording, robustness_by_site, link=arguments.link, folder=folder)
        return site_dossier(ranking, wording, site, robustness_by_site, link=arguments.link, folder=folder)
    return (map_png if kind == "png" else map_svg)(ranking, wording, focus=site)
