"""A worker process: it reads requests from a socket, one after another, and answers them.

A message to it is a length, the number of an operation and a body; its answer a length, a status and a body.
"""

from __future__ import annotations

import gc
import os
import signal
import struct
import sys
import threading
import time
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from krmoney.service.operations import OPERATIONS, Operations
from krmoney.service.problems import ProblemError

if TYPE_CHECKING:
    import socket

    from krmoney.service.settings import Settings

__all__ = ["ANSWER", "NAMES", "REQUEST", "warm", "work"]

REQUEST: Final = struct.Struct(">IB")
ANSWER: Final = struct.Struct(">IH")
NAMES: Final = tuple(OPERATIONS)

_TEXT: Final = '{"text": "새 공장에 337억 크로나(약 4조 4000억원)를 들인다. 1~2조원, 수백억원, 1조 투자, 14.3% 감소"}'
_EXPRESSION: Final = '{"text": "4억5000만 달러"}'
_GRACE: Final = 5  # seconds after which an item that its own clock did not end ends the process


def work(line: socket.socket, settings: Settings) -> None:
    """Answer requests until the other side disconnects."""
    # The service tells workers when to stop, after they have finished their requests. If it is killed, the connection
    # is closed.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    clock = _Clock(settings.limits.item_seconds)
    operations = Operations(settings, clock=lambda: clock, report=_report)
    warm(operations)
    gc.freeze()  # objects that exist now are kept: collecting garbage among them would make a client wait
    with line, line.makefile("rb") as requests:
        line.sendall(ANSWER.pack(0, 0))  # ready
        while head := _exactly(requests, REQUEST.size):
            length, number = REQUEST.unpack(head)
            body = _exactly(requests, length) if length else b""
            if body is None:
                break
            status, made = operations.answer(NAMES[number], body)
            line.sendall(ANSWER.pack(len(made), status) + made)


def warm(operations: Operations) -> None:
    """Make every operation load and build what it needs."""
    for name in NAMES:
        operations.answer(name, (_EXPRESSION if name in {"parse", "format"} else _TEXT).encode())


def _exactly(stream: BinaryIO, size: int) -> bytes | None:
    """Read a number of bytes; None if the other side has disconnected."""
    try:
        data = stream.read(size)
    except OSError:
        return None
    return data if len(data) == size else None


def _report(what: str) -> None:
    print(f"krmoney: a worker failed: {what}", file=sys.stderr, flush=True)  # noqa: T201  # the log of the service


class _Clock:
    """Ends an item that takes too long, with a signal or, if that has no effect, by ending the process."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._begun: float | None = None
        self._rings = hasattr(signal, "setitimer")  # not on Windows
        if self._rings:
            signal.signal(signal.SIGALRM, self._ring)
        threading.Thread(target=self._watch, daemon=True).start()

    def __enter__(self) -> Self:
        self._begun = time.monotonic()
        if self._rings:
            signal.setitimer(signal.ITIMER_REAL, self._seconds)
        return self

    def __exit__(self, *_: object) -> None:
        self._begun = None
        if self._rings:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _ring(self, *_: object) -> None:
        if self._begun is not None:
            detail = f"reading took longer than {self._seconds:g} s"
            raise ProblemError(name="TooSlowToRead", detail=detail, hint="send shorter texts")

    def _watch(self) -> None:
        while True:
            time.sleep(1)
            begun = self._begun
            if begun is not None and time.monotonic() - begun > self._seconds + _GRACE:
                os._exit(1)
