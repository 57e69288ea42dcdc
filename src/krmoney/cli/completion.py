"""``krmoney completion``: the script with which a shell completes commands, options and their values."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

from krmoney._extras import library
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from krmoney.cli.problems import Problems

__all__ = ["SHELLS", "run"]

SHELLS: Final = ("bash", "zsh", "tcsh")


def run(args: argparse.Namespace, problems: Problems) -> None:  # noqa: ARG001  # nothing is read
    """Print the script for a shell."""
    if args.shell is None:
        args.parser.error(translate("name a shell: {known}", known=", ".join(SHELLS)))
    shtab = library("shtab", "cli")
    files = {"FILE": shtab.FILE, "DIR": shtab.DIRECTORY}
    for action in _actions(args.root):
        if action.metavar in files:
            action.complete = files[action.metavar]
    print(shtab.complete(args.root, args.shell))


def _actions(parser: argparse.ArgumentParser) -> Iterator[Any]:  # shtab reads a field that argparse does not have
    """Yield all arguments of all commands."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from _actions(each)
