"""The input files of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from krmoney.cli.problems import INPUT
from krmoney.files.names import STDIN, as_text, matches
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from krmoney.cli.problems import Problems

__all__ = ["called", "expanded"]


def expanded(paths: Iterable[str], problems: Problems) -> list[str]:
    """Replace patterns by the files that they match, and report those that match none."""
    found: list[str] = []
    for path in paths:
        files = matches(path)
        if not files:
            problems.report(translate("{path}: no file matches", path=as_text(path)), INPUT)
        found += files
    return found


def called(source: str) -> str:
    """Return what people call an input."""
    return translate("standard input") if source == STDIN else source
