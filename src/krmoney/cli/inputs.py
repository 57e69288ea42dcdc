"""The input files of a command."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from krmoney.cli.problems import INPUT
from krmoney.files.names import STDIN, as_text, matches
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from krmoney.cli.problems import Problems

__all__ = ["announce", "called", "expanded"]


def expanded(paths: Iterable[str], problems: Problems) -> list[str]:
    """Replace patterns by the files that they match, and report those that match none."""
    found: list[str] = []
    paths = list(paths)
    if STDIN in paths:
        announce(problems)
    for path in paths:
        files = matches(path)
        if not files:
            problems.report(translate("{path}: no file matches", path=as_text(path)), INPUT)
        found += files
    return found


def announce(problems: Problems) -> None:
    """Print at a terminal what the command is waiting for."""
    with suppress(OSError, ValueError):
        if os.isatty(0):
            keys = "Ctrl-Z, Enter" if os.name == "nt" else "Ctrl-D"
            problems.note(translate("waiting for text from the keyboard; {keys} ends it", keys=keys))


def called(source: str) -> str:
    """Return the name of an input for people."""
    return translate("standard input") if source == STDIN else source
