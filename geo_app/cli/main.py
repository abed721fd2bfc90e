"""The command line: rank sites, list, check and build layers, serve the app."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from geo_app import __version__
from geo_app.cli.console import BAD_INPUT, OK
from geo_app.cli.layers import add_import, run_build, run_check, run_list
from geo_app.cli.rank import add_rank
from geo_app.cli.refresh import add_refresh
from geo_app.core.errors import GeoAppError
from geo_app.core.i18n import Translator, translator
from geo_app.core.settings import Settings, load_settings


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
        print(f"geo-app: {t.fill(error.message)}", file=sys.stderr)
        return BAD_INPUT
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="geo-app", description="Site selection: rank candidate sites, explained.")
    parser.add_argument("--version", action="version", version=f"geo-app {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add_rank(commands.add_parser("rank", help="rank candidate sites"))
    layers = commands.add_parser("layers", help="the region pack").add_subparsers(required=True, metavar="COMMAND")
    listing = layers.add_parser("list", help="list the layers")
    listing.add_argument("--format", choices=("table", "json"), default="table")
    listing.set_defaults(run=run_list)
    check = layers.add_parser("check", help="audit the pack; exit code 2 on any error")
    check.set_defaults(run=run_check)
    make = layers.add_parser("build", help="rebuild the pack from its pinned packages and figures")
    make.add_argument("--cache", type=Path, default=Path(".cache/packages"), help="where downloads are kept")
    make.set_defaults(run=run_build)
    bring = layers.add_parser("import", help="add a layer of your own to the pack")
    add_import(bring)
    newer = layers.add_parser("refresh", help="fetch newer data from the internet and compare; asks before it replaces")
    add_refresh(newer)
    for command in (listing, check, make, bring, newer):
        command.add_argument("--layers", type=Path, help="folder of the region pack")
    serve = commands.add_parser("serve", help="start the app")
    serve.add_argument("--port", type=int, default=8501)
    serve.add_argument("--address", default="localhost")
    serve.set_defaults(run=_serve)
    return parser


def _serve(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    package = Path(__file__).parents[1]
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
