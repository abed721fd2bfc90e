"""Command line parsers that load a command's module when the command is chosen, and speak the user's language."""

from __future__ import annotations

import argparse
import importlib
from typing import Any

from geo_app.core.i18n import N_, Translator

ARGPARSE_MESSAGES = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("ignored explicit argument %r"),
)
"""What `argparse` says itself, for translation."""


def translate_argparse(t: Translator) -> None:
    """Have `argparse` say its own messages in a language, in this process."""
    # It looks each one up under this name, with gettext's global catalogue where nobody sets another.
    argparse._ = t  # type: ignore[attr-defined]


class CommandParser(argparse.ArgumentParser):
    """A parser whose options stand in a module that is imported once they are needed.

    Parameters
    ----------
    module
        Has ``add_arguments(parser, t)``, which states the options and sets ``run``; empty for a group of commands.
    """

    def __init__(self, *arguments: Any, module: str = "", t: Translator | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._module, self._t = module, t

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse, with the options of the module."""
        if self._module:
            importlib.import_module(self._module).add_arguments(self, self._t)
            self._module = ""
        return super().parse_known_args(args, namespace)
