"""``geo-app layers refresh``: fetch newer data where there is internet, show what changes, ask, and replace."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from geo_app.cli.console import BAD_INPUT, OK, add_pack_option, pack_folder
from geo_app.core.errors import GeoAppError, RefreshError
from geo_app.core.i18n import N_, Translator
from geo_app.core.settings import Settings
from geo_app.pipeline.refresh.download import DownloadLimits
from geo_app.pipeline.refresh.refresh import Proposal, prepare, replace_layer
from geo_app.pipeline.refresh.rules import Rules, load_rules

DEFAULT_CACHE = Path(".cache/downloads")

_SHOWN = 10
_BAR = 30
_PLAIN_STEP = 10_000_000


def add_arguments(parser: argparse.ArgumentParser, t: Translator) -> None:
    """Add the options of `geo-app layers refresh`."""
    add = parser.add_argument
    add("names", nargs="*", metavar="LAYER", help=t("layers to refresh; all that have a source if none"))
    add("--yes", action="store_true", help=t("replace without asking"))
    add("--dry-run", action="store_true", help=t("fetch and compare only"))
    add("--cache", type=Path, default=DEFAULT_CACHE, metavar="DIR", help=t("where downloads are kept"))
    add("--tries", type=int, default=DownloadLimits.tries, help=t("how often a failing download is tried"))
    add("--timeout", type=float, default=DownloadLimits.silence_s, help=t("seconds a server may say nothing"))
    add_pack_option(parser, t)
    parser.set_defaults(run=run_refresh)


def run_refresh(arguments: argparse.Namespace, settings: Settings, t: Translator) -> int:
    """Refresh layers one by one; what fails leaves its layer as it is, and the others go on.

    Returns
    -------
    0, or 2 if any layer failed.
    """
    folder = pack_folder(arguments, settings)
    if arguments.tries < 1 or not arguments.timeout > 0:
        raise RefreshError(N_("--tries and --timeout must be above 0."))
    if not (arguments.yes or arguments.dry_run or sys.stdin.isatty()):
        raise RefreshError(N_("Nobody is there to ask. Add --yes to replace layers, or --dry-run to compare only."))
    rules = load_rules(folder)
    limits = DownloadLimits(tries=arguments.tries, silence_s=arguments.timeout)
    try:
        return _all(folder, rules, limits, arguments, t)
    except KeyboardInterrupt:
        print(t("Stopped. What has arrived is kept, and the next run goes on from there."), file=sys.stderr)
        return BAD_INPUT


def _all(folder: Path, rules: Rules, limits: DownloadLimits, arguments: argparse.Namespace, t: Translator) -> int:
    failed = 0
    for name in arguments.names or [name for name, rule in rules.layers.items() if rule.url]:
        try:
            _one(folder, name, rules, limits, arguments, t)
        except GeoAppError as error:
            failed += 1
            problem = _printable(t.fill(error.message))
            print(
                t("{layer}: not refreshed, it stays as it is: {problem}", layer=name, problem=problem), file=sys.stderr
            )
    return BAD_INPUT if failed else OK


def _one(
    folder: Path, name: str, rules: Rules, limits: DownloadLimits, arguments: argparse.Namespace, t: Translator
) -> None:
    meter = _Meter(name)
    try:
        proposal = prepare(folder, name, rules, arguments.cache, limits=limits, progress=meter)
    finally:
        meter.close()
    for line in _told(proposal, t):
        print(line)
    if proposal.diff.empty:
        print(t("{layer}: nothing new; it stays as it is", layer=name))
    elif arguments.dry_run:
        print(t("{layer}: compared only; it stays as it is", layer=name))
    elif arguments.yes or _agreed(name, t):
        replace_layer(folder, proposal)
        print(t("{layer}: replaced", layer=name))
    else:
        print(t("{layer}: it stays as it is", layer=name))


def _agreed(name: str, t: Translator) -> bool:
    print(t("Replace {layer}? [y/N]", layer=name), end=" ", flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", t("yes"))


# --------------------------------------------------------------------------------------------------- messages


def _told(proposal: Proposal, t: Translator) -> Iterable[str]:
    found, diff = proposal.download, proposal.diff
    yield t(
        "{layer}: {size} MB from {url}, retrieved {when}, sha256 {hash}",
        layer=proposal.layer,
        size=t.number(found.size / 1e6, 1),
        url=found.url.partition("?")[0],
        when=found.retrieved,
        hash=found.sha256[:12],
    )
    if found.unchanged:
        yield "  " + t("the source says that the file in the cache still holds")
    yield "  " + t("{before} features before, {after} after, {same} of them alike", **_counts(proposal))
    yield from _listed(t("added"), diff.added)
    yield from _listed(t("removed"), diff.removed)
    yield from _listed(t("moved"), [f"{move.id} {_distance(move.distance_m, t)}" for move in diff.moved])
    changes = [f"{change.id}.{change.column}: {_value(change.old)} → {_value(change.new)}" for change in diff.changed]
    yield from _listed(t("changed"), changes)
    yield from _listed(t("new attributes"), diff.new_columns)
    yield from _listed(t("lost attributes"), diff.lost_columns)
    yield from _listed(t("not in the source, kept as they are"), proposal.unmatched)
    rows = [f"{row.row}: {t.fill(row.message)}" for row in proposal.rejected]
    yield from _listed(t("left out of what the source has"), rows)


def _counts(proposal: Proposal) -> dict[str, int]:
    return {"before": proposal.before, "after": proposal.after, "same": proposal.diff.unchanged}


def _listed(title: str, items: Iterable[str]) -> Iterable[str]:
    """Count all and show the first few."""
    lines = list(items)
    if lines:
        yield f"  {title}: {len(lines)}"
        yield from (f"    {_printable(line)[:160]}" for line in lines[:_SHOWN])
    if len(lines) > _SHOWN:
        yield "    …"


def _printable(text: str) -> str:
    """Drop control characters: what a source says must not drive the terminal."""
    return "".join(character for character in text if character.isprintable())


def _value(value: object) -> str:
    # A column with gaps holds its whole numbers as 12.0.
    if isinstance(value, float):
        return f"{value:.15g}"
    return "–" if value is None else repr(value)


def _distance(distance_m: float, t: Translator) -> str:
    if distance_m < 1000:
        return t("{distance} m", distance=t.number(distance_m, 1))
    return t("{distance} km", distance=t.number(distance_m / 1000, 1))


class _Meter:
    """Shows how much has arrived: a bar on a terminal, now and then a line anywhere else."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.live = sys.stderr.isatty()
        self.shown = -1

    def __call__(self, done: int, total: int | None) -> None:
        # A bar's own steps on a terminal; elsewhere tenths, or every ten megabytes of who knows how many.
        steps = (_BAR if self.live else 10) * done // total if total else done // _PLAIN_STEP
        if steps == self.shown:
            return
        self.shown = steps
        size = f"{done / 1e6:.1f} / {total / 1e6:.1f} MB" if total else f"{done / 1e6:.1f} MB"
        if self.live:
            bar = f" [{'#' * steps}{'-' * (_BAR - steps)}]" if total else ""
            print(f"\r{self.name}{bar} {size}", end="", file=sys.stderr, flush=True)
        else:
            print(f"{self.name} {size}", file=sys.stderr)

    def close(self) -> None:
        """End the line of the bar."""
        if self.live and self.shown >= 0:
            print(file=sys.stderr)
