# ruff: noqa: INP001  # imported by programs that are run by their paths
"""Tell whether the machine keeps its pace.

A host may slow a virtual machine down to a tenth of its speed, for a tenth of a second every other second, and the
machine calls it CPU time. What a program waits for then is not its own doing. A process that does the same small work
over and over notices: the work takes several times the CPU time. Waiting for a core is not CPU time.
"""

from __future__ import annotations

import multiprocessing
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

WORK = 3000  # additions, about 0.1 ms
PAUSE = 0.002  # seconds
SLOW = 4  # times the least CPU time


class Pace:
    """A context in which a process of its own watches the machine."""

    def __enter__(self) -> Self:
        """Start the process."""
        self._asked, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.Process(target=_watch, args=(theirs,), daemon=True)
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._process.terminate()
        self._process.join()

    def was_kept(self) -> bool:
        """Tell whether the machine kept its pace since this was asked last."""
        self._asked.send(None)
        kept: bool = self._asked.recv()
        return kept


def _watch(asked: Connection) -> None:
    """Do the same work over and over, and answer whether it was slow."""
    least = min(_worked() for _ in range(200))
    kept = True
    while True:
        kept = kept and _worked() <= SLOW * least
        if asked.poll(PAUSE):
            asked.recv()
            asked.send(kept)
            kept = True


def _worked() -> float:
    """Return the seconds of CPU time that the work takes."""
    begun, total = time.thread_time(), 0
    for each in range(WORK):
        total += each
    return time.thread_time() - begun
