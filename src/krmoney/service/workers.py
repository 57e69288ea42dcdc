"""The worker processes of the service: who works on what, and what happens where one dies."""

from __future__ import annotations

import asyncio
import multiprocessing
import socket
import sys
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import to_json

from krmoney.service.operations import Answer
from krmoney.service.problems import ProblemError, problem_of
from krmoney.service.worker import ANSWER, NAMES, REQUEST, work

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from multiprocessing.process import BaseProcess

    from krmoney.service.settings import Settings

__all__ = ["Workers"]

_TRIES: Final = 2  # a request that has taken two workers with it is not given to a third
_PAUSE: Final = 1  # seconds before another is started where one died while it started


@dataclass(eq=False, slots=True)
class _Job:
    """A request that waits for its answer."""

    number: int
    body: bytes
    answer: asyncio.Future[Answer]
    tries: int = 0


class _Worker(asyncio.Protocol):
    """The line to a process, which works on one request at a time."""

    def __init__(self, team: Workers, process: BaseProcess) -> None:
        self._team, self.process = team, process
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()
        self.is_ready = False
        self.job: _Job | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  # a socket has no other
        self._transport = transport

    def give(self, job: _Job) -> None:
        """Hand a request over."""
        assert self._transport is not None  # noqa: S101  # it is connected before it is given anything
        self.job = job
        job.tries += 1
        self._transport.writelines((REQUEST.pack(len(job.body), job.number), job.body))

    def data_received(self, data: bytes) -> None:
        """Receive a response, or part of one."""
        self._received += data
        if len(self._received) < ANSWER.size:
            return
        length, status = ANSWER.unpack_from(self._received)
        if len(self._received) < ANSWER.size + length:
            return
        body = bytes(self._received[ANSWER.size :])
        self._received.clear()  # one answer at a time
        job, self.job = self.job, None
        self.is_ready = True
        if job is not None and not job.answer.done():
            job.answer.set_result(Answer(status, body))
        self._team.is_free(self)

    def connection_lost(self, _: Exception | None) -> None:
        """Report that the process has ended."""
        self._team.has_died(self)

    def hang_up(self) -> None:
        """Disconnect, so that the process ends."""
        if self._transport is not None:
            self._transport.close()


class Workers:
    """The worker processes.

    A request goes to an idle worker, or waits for one. If a worker dies, its request goes to another one, once, and a
    new process takes its place.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._all: set[_Worker] = set()
        self._free: list[_Worker] = []
        self._waiting: deque[_Job] = deque()
        self._started: asyncio.Event = asyncio.Event()
        self._stopping = False
        # Not forked from this process, because that would copy the locks of its threads and the texts of its clients.
        # Workers are forked from a process that has only loaded krmoney, so a new one is ready within milliseconds.
        self._processes: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
        if sys.platform != "win32":
            self._processes.set_forkserver_preload(["krmoney.service.forerunner"])

    @property
    def ready(self) -> int:
        """How many processes can work."""
        return sum(each.is_ready for each in self._all)

    @property
    def waiting(self) -> int:
        """How many requests are waiting for a process."""
        return len(self._waiting)

    async def start(self) -> None:
        """Start the processes, and wait until all of them are warm."""
        for _ in range(self._settings.workers):
            await self._hire()
        await self._started.wait()

    async def stop(self) -> None:
        """End the processes, after they have finished their requests."""
        self._stopping = True
        for each in list(self._all):
            each.hang_up()
        await asyncio.get_running_loop().run_in_executor(None, self._join)

    def _join(self) -> None:
        for each in list(self._all):
            each.process.join()

    def kill(self) -> None:
        """End the processes at once."""
        for each in self._all:
            each.process.kill()

    async def answer(self, name: str, body: bytes, gone: Callable[[], Coroutine[Any, Any, None]]) -> Answer | None:
        """Return the answer to the body of a request.

        Args:
            name: of the operation.
            body: of the request.
            gone: returns when the client has gone; a request that still waits is then given up, and None returned.
        """
        job = _Job(NAMES.index(name), body, asyncio.get_running_loop().create_future())
        if self._free:
            self._free.pop().give(job)
            return await job.answer
        self._waiting.append(job)
        leaving = asyncio.create_task(gone())
        either: set[asyncio.Future[Any]] = {job.answer, leaving}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        leaving.cancel()
        if job.answer.done():
            return job.answer.result()
        job.answer.cancel()
        with suppress(ValueError):  # it is being worked on
            self._waiting.remove(job)
        return None

    # Hiring and losing --------------------------------------------------------------------------------------------

    async def _hire(self) -> None:
        ours, theirs = socket.socketpair()
        process = self._processes.Process(
            target=work, args=(theirs, self._settings), daemon=True, name="krmoney worker"
        )
        process.start()
        theirs.close()
        _, worker = await asyncio.get_running_loop().create_connection(lambda: _Worker(self, process), sock=ours)
        self._all.add(worker)

    def is_free(self, worker: _Worker) -> None:
        """Give an idle worker the next request."""
        if self.ready == self._settings.workers:
            self._started.set()
        if self._waiting:
            worker.give(self._waiting.popleft())
        else:
            self._free.append(worker)

    def has_died(self, worker: _Worker) -> None:
        """Give the request of a dead worker to another, and replace the worker."""
        self._all.discard(worker)
        if worker in self._free:
            self._free.remove(worker)
        if self._stopping:
            return
        job = worker.job
        if job is not None and not job.answer.done():
            self._again(job)
        pause = 0 if worker.is_ready else _PAUSE
        worker.process.join()
        code = worker.process.exitcode or 0
        how = f"signal {-code}" if code < 0 else f"status {code}"
        print(f"krmoney: a worker died ({how}); another takes its place", file=sys.stderr, flush=True)  # noqa: T201
        self._replacing = asyncio.get_running_loop().create_task(self._replace(pause))

    def _again(self, job: _Job) -> None:
        if job.tries >= _TRIES:
            error = ProblemError(
                name="Failed", detail="two workers died of this request", hint="send shorter texts, or fewer"
            )
            job.answer.set_result(Answer(error.status, to_json(problem_of(error))))
        elif self._free:
            self._free.pop().give(job)
        else:
            self._waiting.appendleft(job)

    async def _replace(self, pause: float) -> None:
        await asyncio.sleep(pause)
        if not self._stopping:
            await self._hire()
