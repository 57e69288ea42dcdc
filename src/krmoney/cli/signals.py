"""How signals end a run."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["exit_on_termination"]


class _Terminated(SystemExit):
    """The process was asked to terminate."""


@contextmanager
def exit_on_termination() -> Iterator[None]:
    """Clean up on SIGTERM and SIGHUP as on Ctrl-C, and exit with the status that shells report for them."""

    def end(number: int, frame: Any) -> NoReturn:  # noqa: ARG001  # as `signal` calls it
        raise _Terminated(128 + number)

    if threading.current_thread() is not threading.main_thread():  # only the main thread may set handlers
        yield
        return
    numbers = [signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)]
    before = {number: signal.getsignal(number) for number in numbers}
    # Under nohup a signal is ignored, and stays so.
    ours = [number for number, handler in before.items() if handler == signal.SIG_DFL]
    for number in ours:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, before[number])
