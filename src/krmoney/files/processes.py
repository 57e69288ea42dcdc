"""Work spread over processes, with the results in the order of the work."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from krmoney.files.errors import FileError
from krmoney.language import get_language, set_language, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor

__all__ = ["Done", "ordered"]

_AHEAD: Final = 3  # items per process that are submitted before their results are needed

_W = TypeVar("_W")
_R = TypeVar("_R")


@dataclass(frozen=True)
class Done(Generic[_R]):
    """An item that needs no work: it is its own result."""

    value: _R


def ordered(work: Callable[[_W], _R], items: Iterable[Done[_R] | _W], processes: int) -> Generator[_R, None, None]:
    """Yield the result of each item, in order.

    Args:
        work: what to do with an item; a function that other processes can import.
        items: the work. Only a few items are taken ahead of their turn.
        processes: how many processes work; 1 means this one.

    Raises:
        FileError: a process died.
    """
    if processes == 1:
        yield from (item.value if isinstance(item, Done) else work(item) for item in items)
        return
    from concurrent.futures.process import BrokenProcessPool

    try:
        with _pool(processes) as pool:
            waiting: deque[Future[_R] | Done[_R]] = deque()
            for item in items:
                waiting.append(item if isinstance(item, Done) else pool.submit(work, item))
                while waiting and (len(waiting) > _AHEAD * processes or _is_done(waiting[0])):
                    yield _result(waiting.popleft())
            while waiting:
                yield _result(waiting.popleft())
    except BrokenProcessPool as error:
        message = translate("a worker process died (out of memory?)")
        raise FileError(message) from error


def _is_done(item: Future[_R] | Done[_R]) -> bool:
    return isinstance(item, Done) or item.done()


def _result(item: Future[_R] | Done[_R]) -> _R:
    return item.value if isinstance(item, Done) else item.result()


@contextmanager
def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Not fork: it would copy threads and the locks that they hold.
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _start, (get_language(),))
    try:
        with _interrupt_ignored():
            for _ in range(processes):
                pool.submit(os.getpid)  # each starts a process
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupt_ignored() -> Iterator[None]:
    """Start processes that ignore Ctrl-C: all of them receive it, and only the parent should answer."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _start(language: str) -> None:
    """Prepare a worker process: it speaks as its parent does, and ends when that does, for any reason."""
    set_language(language)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_exit_with_parent, daemon=True).start()


def _exit_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
