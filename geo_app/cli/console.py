"""What every command needs: exit codes, the pack, standard output."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geo_app.core.errors import GeoAppError
from geo_app.core.i18n import N_
from geo_app.core.settings import Settings
from geo_app.region.loader import load_pack
from geo_app.region.model import RegionPack

OK, BAD_INPUT = 0, 2


def open_pack(arguments: argparse.Namespace, settings: Settings) -> RegionPack:
    """Load the pack that the command names, else that of the settings."""
    return load_pack(arguments.layers or settings.layers)


def write_output(content: bytes, out: Path | None) -> None:
    """Write bytes to a file, or to standard output."""
    if out is None:
        sys.stdout.buffer.write(content)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise GeoAppError(N_("{file} cannot be written: {reason}"), file=out, reason=error.strerror) from error
