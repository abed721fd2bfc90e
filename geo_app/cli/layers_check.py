"""`geo-app layers check`: audit a pack."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from geo_app.cli.console import BAD_INPUT, OK, add_pack_option, pack_folder
from geo_app.core.i18n import Translator
from geo_app.core.settings import Settings
from geo_app.region.audit import audit, report


def add_arguments(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Add the options of `geo-app layers check`."""
    add_pack_option(parser, t)
    parser.set_defaults(run=run_check)


def run_check(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    """Audit a pack; exit code 2 on any error."""
    folder = pack_folder(arguments, settings)
    findings = audit(folder)
    counts = Counter(finding.severity for finding in findings)
    broken = counts["error"] > 0
    for text in report(findings, t):
        print(text, file=sys.stderr if broken else sys.stdout)
    values = {"errors": counts["error"], "warnings": counts["warning"]}
    print(t("{folder}: errors: {errors}, warnings: {warnings}", folder=folder, **values))
    return BAD_INPUT if broken else OK
