"""The input files of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from krmoney.cli.problems import INPUT
from krmoney.files.names import as_text, matches

if TYPE_CHECKING:
    from collections.abc import Iterable

    from krmoney.cli.problems import Problems

__all__ = ["expanded"]


def expanded(paths: Iterable[str], problems: Problems) -> list[str]:
    """Replace patterns by the files that they match, and report those that match none."""
    found: list[str] = []
    for path in paths:
        files = matches(path)
        if not files:
            problems.report(f"{as_text(path)}: no file matches", INPUT)
        found += files
    return found
