"""`geo-app serve`: start the app."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from geo_app.cli.console import OK
from geo_app.core.i18n import Translator

if TYPE_CHECKING:
    from geo_app.core.settings import Settings


def add_arguments(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Add the options of `geo-app serve`."""
    parser.add_argument("--port", type=int, default=8501, help=t("port to listen on; {port} if left out", port=8501))
    parser.add_argument("--address", default="localhost", help=t("address to listen on; this machine only if left out"))
    parser.set_defaults(run=run_serve)


def run_serve(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    """Start the server, and wait until it ends."""
    home = _home()
    command = [sys.executable, "-m", "streamlit", "run", str(home / "streamlit_app.py")]
    command += [f"--server.port={arguments.port}", f"--server.address={arguments.address}"]
    environment = os.environ | {"GEO_APP_LAYERS": str(settings.layers.resolve())}
    print(
        t(
            "Open http://{address}:{port} in a browser; stop with Ctrl+C.",
            address=arguments.address,
            port=arguments.port,
        ),
        flush=True,
    )
    try:
        return subprocess.run(command, check=False, cwd=home, env=environment).returncode
    except KeyboardInterrupt:
        return OK


def _home() -> Path:
    """Find the page and ``.streamlit/``: at the top of a checkout, inside an installed package."""
    package = Path(__file__).parents[1]
    return package.parent if (package.parent / "streamlit_app.py").is_file() else package
