"""Work spread over processes, with the results in the order of the work."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from krmoney.files.errors import FileError
from krmoney.files.names import FileName
from krmoney.language import get_language, set_language, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor

__all__ = ["Done", "ordered", "worthwhile"]

_WORTH: Final = 16  # blocks of input that justify another process
_SAMPLE: Final = "원·달러 환율은 1,380원, 20억 크로나(약 2조 7000억원)를 5% 이상 줄였다. 관리비 4만, 3조원대 예산"
_AHEAD: Final = 3  # items per process that are submitted before their results are needed

_W = TypeVar("_W")
_R = TypeVar("_R")


@dataclass(frozen=True)
class Done(Generic[_R]):
    """An item that needs no work: it is its own result."""

    value: _R


def worthwhile(paths: Iterable[str], block: int, processes: int) -> int:
    """Return how many processes to use: one for little input, which is done before others have started.

    Args:
        paths: the files. Standard input (none), pipes and compressed files may hold more than their size tells.
        block: bytes of a block, about.
        processes: how many there may be.
    """
    files = [Path(path) for path in paths]
    small = sum(file.stat().st_size for file in files if file.is_file()) < _WORTH * block
    return 1 if small and files and all(map(_is_plain, files)) else processes


def _is_plain(file: Path) -> bool:
    """Tell whether the size of a file is that of its text."""
    name = FileName.of(str(file))
    return file.is_file() and name.compression is None and name.format != "parquet"


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
                pool.submit(_warm)  # each starts a process
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupt_ignored() -> Iterator[None]:
    """Start processes that ignore Ctrl-C, because all of them receive it and only the parent should react."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _start(language: str) -> None:
    """Prepare a worker process: it uses the language of its parent, and ends when its parent ends."""
    set_language(language)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_exit_with_parent, daemon=True).start()


def _warm() -> None:
    """Load the words and patterns before there is work."""
    from krmoney.reading.reader import extract

    extract(_SAMPLE)


def _exit_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
