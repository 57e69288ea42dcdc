"""The application: its paths, and what happens to a request before it reaches a worker."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import Request

from krmoney._version import __version__
from krmoney.service.openapi import documented, page, responses, schema
from krmoney.service.paths import PATHS
from krmoney.service.problems import PROBLEM_JSON, ProblemError, problem, problem_of
from krmoney.service.shapes import Health, LimitsTold
from krmoney.service.start_page import START_PAGE
from krmoney.service.workers import Workers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Receive, Scope, Send

    from krmoney.service.settings import Settings

__all__ = ["application"]

_JSON: Final = "application/json"
_HELD_BODIES: Final = 64  # of the largest size; what is more than that in all waits for nobody
_LINGER: Final = 1.0  # seconds in which a refused client may go on sending, so that it can read the reason


class _Intake:
    """Receives the bodies of requests, within the limits."""

    def __init__(self, settings: Settings) -> None:
        self._limits = settings.limits
        self._held = 0

    async def body(self, request: Request) -> bytearray:
        """Return the body of a request.

        Raises:
            ProblemError: it is too large or too slow, is not declared to be JSON, or there are too many.
        """
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != _JSON:
            raise ProblemError(name="NotJsonType", detail=f"this is {kind or 'nothing'}", hint=f"send it as {_JSON}")
        coding = request.headers.get("content-encoding", "identity").strip().lower()
        if coding != "identity":
            raise ProblemError(name="NotJsonType", detail=f"the body is encoded as {coding}", hint="send it as it is")
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) > self._limits.body_bytes:
            raise self._too_large()
        body = bytearray()
        try:
            async with asyncio.timeout(self._limits.read_seconds):
                await self._read(request, body)
        except TimeoutError:
            self.release(body)
            detail = f"the body had not arrived after {self._limits.read_seconds:g} s"
            raise ProblemError(name="TooSlowToSend", detail=detail, hint="send it faster") from None
        except BaseException:
            self.release(body)
            raise
        return body

    async def _read(self, request: Request, body: bytearray) -> None:
        more = True
        while more:
            message = await request.receive()
            if message["type"] == "http.disconnect":
                raise _GoneError
            chunk = message.get("body", b"")
            self._held += len(chunk)
            body += chunk
            more = message.get("more_body", False)
            if len(body) > self._limits.body_bytes:
                raise self._too_large()
            if self._held > _HELD_BODIES * self._limits.body_bytes:
                raise ProblemError(name="Busy", detail="too many requests wait", hint="try again in a while")

    def release(self, body: bytearray) -> None:
        """Record that a body is no longer in memory."""
        self._held -= len(body)

    def _too_large(self) -> ProblemError:
        detail = f"a body has at most {self._limits.body_bytes:,} bytes"
        return ProblemError(name="TooLarge", detail=detail, hint="send less at a time")


class _GoneError(Exception):
    """The client has disconnected."""


class _Refusal(JSONResponse):
    """A problem as a response to a client that may still be sending; it ends the connection."""

    media_type = PROBLEM_JSON

    def __init__(self, error: ProblemError) -> None:
        again = {"Retry-After": "1"} if error.name == "Busy" else {}
        super().__init__(problem_of(error), error.status, {"Connection": "close"} | again)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the problem, and receive for a while: a client that is cut off at once would not see it."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        if not any(name == b"expect" for name, _ in scope["headers"]):
            with suppress(TimeoutError):
                async with asyncio.timeout(_LINGER):
                    while (await receive()).get("more_body", False):
                        pass
        await send({"type": "http.response.body", "body": b""})


def application(settings: Settings) -> ASGIApp:
    """Return the application; its workers start and stop with it."""
    workers, intake = Workers(settings), _Intake(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            await workers.start()
            yield
            await workers.stop()
        finally:
            workers.kill()

    app = FastAPI(
        lifespan=lifespan,
        # FastAPI can send requests to an OpenTelemetry collector, if the environment names one.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        docs_url=None,  # they load scripts from a network
        redoc_url=None,
        openapi_url=None,  # FastAPI would make the file on the loop that serves the connections
        redirect_slashes=False,
        exception_handlers={HTTPException: _refused, Exception: _failed},
    )
    _add_operations(app)
    _add_health(app, settings, workers)
    _add_pages(app, settings)
    operations = {f"/{name}": _Operation(name, intake, workers) for name in PATHS}

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request to its operation, past FastAPI, whose part of the time all connections would share."""
        method = scope.get("method")  # there is none at the start and the end
        if method == "POST" and scope["path"] in operations:
            await operations[scope["path"]](scope, receive, send)
        else:  # the server leaves out the body of an answer to HEAD
            await app({**scope, "method": "GET"} if method == "HEAD" else scope, receive, send)

    return serve


class _Operation:
    """A path whose requests are passed to the workers without being parsed."""

    def __init__(self, name: str, intake: _Intake, workers: Workers) -> None:
        self._name, self._intake, self._workers = name, intake, workers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request = Request(scope, receive)
        try:
            body = await self._intake.body(request)
            try:
                answer = await self._workers.answer(self._name, bytes(body), lambda: _gone(receive))
            finally:
                self._intake.release(body)
        except ProblemError as error:
            response: Response = _Refusal(error)
        except _GoneError:
            return
        else:
            if answer is None:
                return
            media_type = _JSON if answer.status < 400 else PROBLEM_JSON  # noqa: PLR2004
            response = Response(answer.body, answer.status, media_type=media_type)
        await response(scope, receive, send)


async def _gone(receive: Receive) -> None:
    """Wait until the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _add_operations(app: FastAPI) -> None:
    """Add what the OpenAPI file says of the operations, and the answer to other methods than theirs."""
    for name, text in PATHS.items():
        app.post(
            f"/{name}",
            name=name,
            operation_id=name,
            summary=text.summary,
            description=text.about,
            responses=responses(),
        )(documented(name))


def _add_health(app: FastAPI, settings: Settings, workers: Workers) -> None:
    rates = settings.rates
    source = None if rates is None else getattr(rates, "name", type(rates).__name__)

    @app.get(
        "/health",
        operation_id="health",
        summary="Show the state of the service",
        responses={200: {"description": "The answer."}, 503: {"model": Health, "description": "No worker is ready."}},
    )
    async def health(response: Response) -> Health:
        """Returns 200, or 503 if no worker is ready."""
        ready = workers.ready
        response.status_code = 200 if ready else 503
        return Health(
            status="ok" if ready else "starting",
            version=__version__,
            workers=ready,
            waiting=workers.waiting,
            rates=source,
            limits=LimitsTold(**settings.limits.to_dict()),
        )


def _add_pages(app: FastAPI, settings: Settings) -> None:
    @app.get("/", include_in_schema=False)
    async def start() -> Response:
        if settings.page is not None:
            return FileResponse(settings.page, media_type="text/html")
        return HTMLResponse(START_PAGE)

    # These are not async: they run in a thread, since the first of them takes half a second to make the file.
    @app.get("/openapi.json", include_in_schema=False)
    def file() -> Response:
        return JSONResponse(app.openapi())

    @app.get("/docs", include_in_schema=False)
    def docs(request: Request) -> Response:
        return HTMLResponse(page(app.openapi(), str(request.base_url).rstrip("/")))

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = schema(app, settings)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI says it is done


async def _refused(_: Request, error: Exception) -> Response:
    """Answer a request for a path or method that does not exist."""
    assert isinstance(error, HTTPException)  # noqa: S101  # it is registered for these
    name = {404: "NotFound", 405: "MethodNotAllowed"}.get(error.status_code, "BadRequest")
    made = problem(name, str(error.detail), "/docs tells what there is")
    return JSONResponse(made, error.status_code, error.headers, PROBLEM_JSON)


async def _failed(_: Request, error: Exception) -> Response:
    made = problem("Failed", f"a fault of krmoney's own ({type(error).__name__})", "report it")
    return JSONResponse(made, 500, media_type=PROBLEM_JSON)
