"""Work spread over processes, its results in the order of the work."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from krmoney.cli.problems import INPUT, ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor

__all__ = ["Done", "ordered"]

_AHEAD: Final = 3  # pieces of work for each process that are read before their results are needed

_W = TypeVar("_W")
_R = TypeVar("_R")


@dataclass(frozen=True)
class Done(Generic[_R]):
    """Something in the row of work that needs no work."""

    value: _R


def ordered(work: Callable[[_W], _R], items: Iterable[Done[_R] | _W], jobs: int) -> Generator[_R, None, None]:
    """Yield the result of each item, in their order.

    Args:
        work: what is done with an item; a function that other processes can import.
        items: what there is to do. Few are taken before they are needed.
        jobs: how many processes work; one is this.

    Raises:
        ProblemError: a process died.
    """
    if jobs == 1:
        yield from (item.value if isinstance(item, Done) else work(item) for item in items)
        return
    from concurrent.futures.process import BrokenProcessPool

    try:
        with _pool(jobs) as pool:
            waiting: deque[Future[_R] | Done[_R]] = deque()
            for item in items:
                waiting.append(item if isinstance(item, Done) else pool.submit(work, item))
                while waiting and (len(waiting) > _AHEAD * jobs or _is_there(waiting[0])):
                    yield _result(waiting.popleft())
            while waiting:
                yield _result(waiting.popleft())
    except BrokenProcessPool as error:
        message = "a process of --jobs has died, perhaps for want of memory"
        raise ProblemError(message, INPUT) from error


def _is_there(item: Future[_R] | Done[_R]) -> bool:
    return isinstance(item, Done) or item.done()


def _result(item: Future[_R] | Done[_R]) -> _R:
    return item.value if isinstance(item, Done) else item.result()


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Not fork: it would copy whatever threads and locks there are.
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _begin)
    try:
        with _no_interrupt():
            for _ in range(jobs):
                pool.submit(os.getpid)  # each starts a process
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Let the processes that are started here not know Ctrl-C: it goes to all of them, and one answers."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _begin() -> None:
    """Begin a process that works: it ends when the one that began it does, however that may be."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
