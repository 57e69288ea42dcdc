"""What can go wrong: exit statuses, and how a problem is told of."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "EXIT_CODES",
    "INPUT",
    "INTERRUPTED",
    "UNREAD",
    "USAGE",
    "ProblemError",
    "Problems",
    "printable",
    "reason",
    "terminated",
]

UNREAD: Final = 1  # some expression could not be read
USAGE: Final = 2  # the command was called in a way that has no meaning
INPUT: Final = 3  # some input could not be read, or the output not be written
INTERRUPTED: Final = 130  # what shells report after Ctrl-C

EXIT_CODES: Final = """\
exit status:
  0  everything was read
  1  some expression or record could not be read; the others are printed
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
        self.say(message)
        self.status = max(self.status, status)

    def say(self, message: str) -> None:
        """Tell of something that is no problem in itself."""
        print(f"krmoney: {printable(message)}", file=sys.stderr)


class ProblemError(Exception):
    """A problem on its way to where it is reported, with its exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def printable(text: str) -> str:
    """Replace what would disturb a line or a terminal: line ends, tabs, escapes."""
    return text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)


def reason(error: OSError) -> str:
    """Say what is wrong with a file, without its name."""
    return error.strerror or str(error).partition("\n")[0]


class _Terminated(SystemExit):
    """The system wants the run to end."""


@contextmanager
def terminated() -> Iterator[None]:
    """Clean up on SIGTERM and SIGHUP as on Ctrl-C, and end with the status that shells report for them."""

    def end(number: int, frame: Any) -> NoReturn:  # noqa: ARG001  # as `signal` calls it
        raise _Terminated(128 + number)

    if threading.current_thread() is not threading.main_thread():  # only that one may decide on signals
        yield
        return
    numbers = [signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)]
    before = {number: signal.getsignal(number) for number in numbers}
    # Who ignores a signal, as nohup does, wants it ignored.
    ours = [number for number, handler in before.items() if handler == signal.SIG_DFL]
    for number in ours:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, before[number])
