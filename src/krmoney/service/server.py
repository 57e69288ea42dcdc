"""The server: the application on a socket, with time limits for slow clients, until it is told to stop."""

from __future__ import annotations

import gc
import logging
import sys
from typing import TYPE_CHECKING, Any, ClassVar, Final

import h11
import uvicorn
from pydantic_core import to_json
from uvicorn.protocols.http.h11_impl import H11Protocol

from krmoney.language import in_language
from krmoney.service.app import application
from krmoney.service.problems import PROBLEM_JSON, problem

if TYPE_CHECKING:
    import asyncio
    import socket

    from krmoney.service.settings import Settings

__all__ = ["serve"]

_KEEP_ALIVE: Final = 75  # seconds that a connection may be idle between requests
_STOPPING: Final = 60  # seconds until unfinished requests are given up
_BACKLOG: Final = 2048


def serve(settings: Settings, listening: socket.socket) -> None:
    """Serve until SIGTERM or Ctrl-C, and finish the requests that have begun."""
    _allow_many_connections()
    config = uvicorn.Config(
        application(settings),
        http=_timed(settings.limits.read_seconds),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,  # a line of it could hold what a client put into a path
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_STOPPING,
        backlog=_BACKLOG,
    )
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # its warnings repeat what clients send
    with in_language("en"):  # that of the OpenAPI file, whatever the locale
        _Server(config).run(sockets=[listening])


class _Server(uvicorn.Server):
    """A server that prints where it listens, and does not raise the signal again that stopped it."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()  # as in the workers: objects that exist now are kept
        for each in sockets or []:
            host, port = each.getsockname()[:2]
            where = f"[{host}]" if ":" in host else host
            _say(f"serving on http://{where}:{port} (Ctrl-C ends it)")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish the requests that have begun, and stop."""
        _say("finishing what was begun")
        await super().shutdown(sockets)
        self._captured_signals.clear()  # it was told to stop, so this is not a failure
        _say("stopped")


def _say(what: str) -> None:
    print(f"krmoney: {what}", file=sys.stderr, flush=True)  # noqa: T201  # the log of the service


def _allow_many_connections() -> None:
    """Allow as many open files as the system permits."""
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _timed(seconds: float) -> type[H11Protocol]:
    """Return the HTTP protocol with a time limit for clients."""
    return type("Timed", (_Timed,), {"seconds": seconds})


class _Timed(H11Protocol):
    """HTTP with time limits: for the headers of a request, and for reading a part of a response.

    The application has a time limit for the body.
    """

    seconds: ClassVar[float]
    _reading: asyncio.TimerHandle | None = None
    _writing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as its base has it
        super().connection_made(_Joined(transport, self.loop))  # type: ignore[arg-type]  # it has all of a transport
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop("_reading")
        self._stop("_writing")
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:
            self._stop("_reading")
        elif self._reading is None and (before is None or before.response_complete):
            self._wait_for_head()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  # as its base has it
        """Answer what is not HTTP with a problem, as everything else."""
        body = to_json(problem("BadRequest", "this is not a request of HTTP/1.1", "/docs shows requests that work"))
        headers = [("Content-Type", PROBLEM_JSON), ("Content-Length", str(len(body))), ("Connection", "close")]
        for event in (
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event))
        self.transport.close()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._writing = self.loop.call_later(self.seconds, self.transport.abort)

    def resume_writing(self) -> None:
        self._stop("_writing")
        super().resume_writing()

    def _wait_for_head(self) -> None:
        self._reading = self.loop.call_later(self.seconds, self.transport.abort)

    def _stop(self, name: str) -> None:
        timer = getattr(self, name)
        if timer is not None:
            timer.cancel()
            setattr(self, name, None)


class _Joined:
    """A transport that sends at once what is written in one turn of the loop, as the head of an answer and its body."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._written: list[bytes] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever a transport has
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send it at the end of this turn."""
        if not self._written:
            self._loop.call_soon(self._send)
        self._written.append(data)

    def close(self) -> None:
        """Send what was written, and close."""
        self._send()
        self._transport.close()

    def _send(self) -> None:
        data = b"".join(self._written)
        self._written.clear()
        if data:
            self._transport.write(data)
