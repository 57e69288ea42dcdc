"""Problems: exit statuses, and one line each on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from krmoney._present.text import one_line
from krmoney.files.errors import FileError, reason
from krmoney.language import marked, translate

if TYPE_CHECKING:
    from krmoney.errors import MissingExtraError
    from krmoney.files.errors import Remedy

__all__ = [
    "CHECK_EXIT_CODES",
    "EXIT_CODES",
    "INPUT",
    "INTERRUPTED",
    "REWRITE_EXIT_CODES",
    "SERVE_EXIT_CODES",
    "UNREAD",
    "USAGE",
    "ProblemError",
    "Problems",
    "with_remedy",
]

UNREAD: Final = 1  # an expression or a record could not be read
USAGE: Final = 2  # the arguments are wrong
INPUT: Final = 3  # an input could not be read, or the output could not be written
INTERRUPTED: Final = 130  # what shells report after Ctrl-C

EXIT_CODES: Final = marked(
    """\
exit status:
  0  everything was read
  1  some expressions or records could not be read; the others are printed
  2  wrong usage; for convert, also --to without a rate
  3  some input could not be read (other files were), or output could not be written
If several apply, the highest counts.
"""
)

CHECK_EXIT_CODES: Final = marked(
    """\
exit status:
  0  every conversion fits or could not be checked
  1  some do not (see --fail-on), or some records could not be read
  2  wrong usage, or no rates
  3  some input could not be read (other files were), or output could not be written
If several apply, the highest counts.
"""
)

REWRITE_EXIT_CODES: Final = marked(
    """\
exit status:
  0  every figure was written in the style
  1  some figures stay as they are
  2  wrong usage
  3  some input could not be read (other files were), or output could not be written
If several apply, the highest counts.
"""
)

SERVE_EXIT_CODES: Final = marked(
    """\
exit status:
  0  the service was stopped
  2  wrong usage, or no such rates
  3  it could not start: the port is taken, or an extra is not installed
"""
)

_REMEDIES: Final = {
    "encoding": marked("try --encoding {value}"),
    "name": marked("choose another name with --as"),
    "separate": marked("use --output-dir to write a file for each"),
}


class Problems:
    """The problems so far: one line each on standard error, and the highest status as exit status."""

    def __init__(self) -> None:
        self.status = 0

    def report(self, message: str, status: int) -> None:
        """Report a problem."""
        self.note(message)
        self.status = max(self.status, status)

    def report_file(self, name: str, error: FileError | MissingExtraError | OSError, after: str = "") -> None:
        """Report a file that cannot be read or written.

        Args:
            name: the name of the file; empty if the message has it.
            error: what is wrong.
            after: what to add to the message.
        """
        message, status = str(error), INPUT
        if isinstance(error, FileError):
            message = with_remedy(message, error.remedy)
            if error.remedy is not None and error.remedy.option == "name":
                status = USAGE
        elif isinstance(error, OSError):
            message = reason(error)
        self.report(f"{name}: {message}{after}" if name else message + after, status)

    def note(self, message: str) -> None:
        """Print a line that does not change the exit status."""
        print(f"krmoney: {one_line(message)}", file=sys.stderr)


class ProblemError(Exception):
    """A problem to report, with its exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def with_remedy(message: str, remedy: Remedy | None) -> str:
    """Add the option that would help to a message."""
    return message if remedy is None else f"{message}: {translate(_REMEDIES[remedy.option], value=remedy.value)}"
