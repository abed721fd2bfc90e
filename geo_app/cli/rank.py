"""`geo-app rank`: sites and a scenario in, a ranking out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geo_app.cli.answers import explanation_text, similar_text
from geo_app.cli.console import OK, open_pack, write_output
from geo_app.cli.ranking_options import add_ranking_options, make_ranking
from geo_app.core.i18n import Translator
from geo_app.core.settings import Settings
from geo_app.export.formats import FORMATS, to_toml
from geo_app.ranking.analysis import robustness
from geo_app.report.text import Wording

WRITERS = {**FORMATS, "toml": to_toml}


def add_arguments(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Add the options of `geo-app rank`."""
    add_ranking_options(parser, t)
    add = parser.add_argument
    draws = t("how sure each rank is, over drawn weights and places")
    add("--robustness", type=int, metavar="DRAWS", help=draws)
    add("--explain", metavar="SITE", help=t("why this site has its rank, and what would change it"))
    add("--similar", metavar="SITE", help=t("the sites most like this one"))
    add("--format", choices=tuple(WRITERS), default="table", help=t("of what is written"))
    add("--out", type=Path, metavar="FILE", help=t("write here instead of to the terminal"))
    parser.set_defaults(run=run_rank)


def run_rank(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    """Rank, and write the ranking and what was asked about it."""
    pack = open_pack(arguments, settings)
    ranking = make_ranking(arguments, pack, settings, t)
    robustness_by_site = (
        robustness(ranking, pack, draws=arguments.robustness, seed=arguments.seed) if arguments.robustness else {}
    )
    wording = Wording(pack, t)
    answers = [explanation_text(ranking, wording, arguments.explain)] if arguments.explain else []
    answers += [similar_text(ranking, wording, arguments.similar)] if arguments.similar else []
    write_output(WRITERS[arguments.format](ranking, wording, robustness_by_site), arguments.out)
    # A file for a machine stays what it is; the answers are for a person.
    stream = sys.stdout if arguments.format == "table" else sys.stderr
    sys.stdout.flush()
    for answer in answers:
        print(f"\n{answer}", end="", file=stream)
    return OK
