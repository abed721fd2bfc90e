"""The command line: rank sites, list, check, build, import and refresh layers, serve the app."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from geo_app import __version__
from geo_app.cli.console import BAD_INPUT
from geo_app.cli.parser import CommandParser, translate_argparse
from geo_app.core.errors import GeoAppError
from geo_app.core.i18n import LANGUAGES, SOURCE_LANGUAGE, Translator, translator


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns
    -------
    0, or 2 for bad input, after a message for a person.
    """
    language = os.environ.get("GEO_APP_LANGUAGE", "")
    t = translator(language if language in LANGUAGES else SOURCE_LANGUAGE)
    arguments = make_parser(t).parse_args(argv)
    # After the options: help and a mistyped option need neither settings nor the library that reads them.
    from geo_app.core.settings import load_settings

    try:
        code: int = arguments.run(arguments, load_settings(), t)
    except GeoAppError as error:
        print(f"geo-app: {t.fill(error.message)}", file=sys.stderr)
        return BAD_INPUT
    return code


def make_parser(t: Translator) -> argparse.ArgumentParser:
    """Make the parser of all commands; the module of a command is imported once it is chosen."""
    translate_argparse(t)
    parser = argparse.ArgumentParser(prog="geo-app", description=t("Site selection: rank candidate sites, explained."))
    version = t("show program's version number and exit")
    parser.add_argument("--version", action="version", version=f"geo-app {__version__}", help=version)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=CommandParser)
    commands.add_parser("rank", help=t("rank candidate sites"), module="geo_app.cli.rank", t=t)
    report = t("write a dossier, a shortlist, a deck, a workbook or a map of a ranking")
    commands.add_parser("report", help=report, module="geo_app.cli.report", t=t)
    group = commands.add_parser("layers", help=t("the region pack"))
    commands.add_parser("serve", help=t("start the app"), module="geo_app.cli.serve", t=t)
    layers = group.add_subparsers(required=True, metavar="COMMAND", parser_class=CommandParser)
    for name, text in (
        ("list", t("list the layers")),
        ("check", t("audit the pack; exit code 2 on any error")),
        ("build", t("rebuild the pack from its pinned packages and figures")),
        ("import", t("add a layer of your own to the pack")),
        ("refresh", t("fetch newer data from the internet and compare; asks before it replaces")),
    ):
        layers.add_parser(name, help=text, module=f"geo_app.cli.layers_{name}", t=t)
    return parser
