"""What can go wrong: exit statuses, and how a problem is told of."""

from __future__ import annotations

import sys
from typing import Final

__all__ = ["EXIT_CODES", "INPUT", "INTERRUPTED", "UNREAD", "USAGE", "ProblemError", "Problems", "printable"]

UNREAD: Final = 1  # some expression could not be read
USAGE: Final = 2  # the command was called in a way that has no meaning
INPUT: Final = 3  # some input could not be read, or the output not be written
INTERRUPTED: Final = 130  # what shells report after Ctrl-C

EXIT_CODES: Final = """\
exit status:
  0  everything was read
  1  some expression could not be read; the others are printed
  2  wrong usage, or --to without a rate
  3  some input could not be read (other files are), or no output be written
If several apply, the highest.
"""


class Problems:
    """What went wrong so far: one line each on standard error, and the worst of it as exit status."""

    def __init__(self) -> None:
        self.status = 0

    def report(self, message: str, status: int) -> None:
        """Tell of one problem."""
        print(f"krmoney: {printable(message)}", file=sys.stderr)
        self.status = max(self.status, status)


class ProblemError(Exception):
    """A problem on its way to where it is reported, with its exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def printable(text: str) -> str:
    """Replace what would disturb a line or a terminal: line ends, tabs, escapes."""
    return text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)
