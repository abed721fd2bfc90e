"""`geo-app layers build`: make a pack from its recipe, its figures and pinned packages."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geo_app.cli.console import OK, add_pack_option, pack_folder
from geo_app.core.i18n import Translator
from geo_app.core.settings import Settings
from geo_app.pipeline.recipe.build import build

DEFAULT_CACHE = Path(".cache/packages")


def add_arguments(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Add the options of `geo-app layers build`."""
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE, metavar="DIR", help=t("where downloads are kept"))
    add_pack_option(parser, t)
    parser.set_defaults(run=run_build)


def run_build(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    """Rebuild a pack from its pinned packages and figures."""
    folder = pack_folder(arguments, settings)
    build(folder, arguments.cache, progress=lambda message: print(message, file=sys.stderr))
    print(t("{folder}: built", folder=folder))
    return OK
