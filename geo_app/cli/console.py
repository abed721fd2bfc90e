"""What every command needs: exit codes, the pack, standard output."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from geo_app.core.errors import GeoAppError
from geo_app.core.files import write_atomically
from geo_app.core.i18n import N_, Translator

if TYPE_CHECKING:
    from geo_app.core.settings import Settings
    from geo_app.region.model import RegionPack

OK, BAD_INPUT = 0, 2


def add_pack_option(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Add ``--layers``, which names another pack than the settings do."""
    parser.add_argument("--layers", type=Path, metavar="DIR", help=t("folder of the region pack"))


def pack_folder(arguments: argparse.Namespace, settings: Settings) -> Path:
    """Name the folder of the pack: that of the command, else that of the settings."""
    return Path(arguments.layers or settings.layers)


def open_pack(arguments: argparse.Namespace, settings: Settings) -> RegionPack:
    """Load the pack that the command names, else that of the settings."""
    # Here, so that a command which opens no pack (help, serve) starts without the libraries that read one.
    from geo_app.region.loader import load_pack

    return load_pack(pack_folder(arguments, settings))


def write_output(content: bytes, out: Path | None) -> None:
    """Write bytes to a file, or to standard output."""
    if out is None:
        sys.stdout.buffer.write(content)
        return
    try:
        if out.exists() and not out.is_file():
            out.write_bytes(content)  # a pipe or a device, which no new file may replace
        else:
            write_atomically(out, content)
    except OSError as error:
        raise GeoAppError(N_("{file} cannot be written: {reason}"), file=out, reason=error.strerror) from error
