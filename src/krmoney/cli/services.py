"""``krmoney serve`` and ``krmoney mcp``: krmoney for other programs."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from krmoney._extras import library
from krmoney.cli.options import reader_of
from krmoney.cli.problems import INPUT
from krmoney.cli.rate_sources import rates_of
from krmoney.files.errors import reason
from krmoney.files.names import as_text
from krmoney.language import translate
from krmoney.service.settings import Limits, Settings

if TYPE_CHECKING:
    import argparse

    from krmoney.cli.problems import Problems

__all__ = ["mcp", "serve"]


def serve(args: argparse.Namespace, problems: Problems) -> None:
    """Serve over HTTP."""
    for name in ("fastapi", "uvicorn"):
        library(name, "serve")
    page = None if args.page is None else Path(args.page)
    if page is not None and not page.is_file():
        args.parser.error(translate("--page: there is no file {name}", name=as_text(args.page)))
    limits = Limits(args.max_body, args.max_items, args.max_seconds, args.read_timeout)
    workers = args.workers or _cores()
    settings = Settings(reader_of(args), rates_of(args, needed=False), limits, workers, page)
    try:
        listening = _listening(args.host, args.port)
    except OSError as error:
        problems.report(f"{args.host}:{args.port}: {reason(error)}", INPUT)
        return
    from krmoney.service.server import serve as run

    run(settings, listening)


def mcp(args: argparse.Namespace, problems: Problems) -> None:  # noqa: ARG001  # as all commands are called
    """Answer an agent on standard input and output."""
    library("mcp", "mcp")
    from krmoney.service.tools import run

    run(Settings(reader_of(args), rates_of(args, needed=False)))


def _cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _listening(host: str, port: int) -> socket.socket:
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    # It says that it is TCP, which `socket.create_server` leaves to the system: only then does asyncio send the body of
    # an answer at once after its head, and not when the client has acknowledged that, 40 ms later.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    return listening
