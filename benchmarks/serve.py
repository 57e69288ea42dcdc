# ruff: noqa: INP001, T201  # a program that is run by its path, and prints
"""How fast `krmoney serve` answers, beside a plain loop in one process; how long a client waits; and its memory.

Run it by hand::

    python benchmarks/serve.py [--seconds S] [--rounds N] [--pieces N] [--many N]

Everything runs on this machine: the service with two workers, and a client with keep-alive connections that prepares
its requests before the clock starts. The loop and the service are measured in turn, and the best round of each counts.
How long clients wait is measured in short pieces, and told also for those alone in which the machine kept its pace.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import re
import selectors
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pace import Pace
from pydantic_core import to_json

import krmoney

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WORKERS = 2
CONNECTIONS = 8
LIST = 100
PIECE = 0.7  # seconds; a host that slows the machine down does it every one or two
BYTES = 1000
SENTENCES = (
    "새 공장에 {0}억 크로나(약 4조 4000억원)를 들인다. ",
    "지난해 매출은 {0}억원으로 전년보다 14.3% 줄었다. ",
    "회사는 내년까지 {0}만 달러를 더 쓰기로 했다. ",
)
FILLER = "시장에서는 이번 결정이 하반기 실적에 어떤 영향을 줄지 지켜보고 있다고 관계자는 전했다. "


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=4, help="of each round; default: 4")
    parser.add_argument("--rounds", type=int, default=5, help="default: 5")
    parser.add_argument("--pieces", type=int, default=60, help=f"of {PIECE} s, for the waiting; default: 60")
    parser.add_argument("--many", type=int, default=100_000, help="requests for the memory, or 0; default: 100000")
    args = parser.parse_args()
    texts = [*made(LIST)]
    figures = {len(krmoney.extract(text)) for text in texts}
    print(f"krmoney {krmoney.__version__}, CPython {platform.python_version()}, {os.cpu_count()} cores")
    print(f"{len(texts)} texts of {max(len(text.encode()) for text in texts)} bytes, figures in each: {figures}\n")
    serving = ["-m", "krmoney", "serve", "--port", "0", "--workers", str(WORKERS), "--rates", "none"]
    with running(serving) as service:
        measure(service, texts, args)


def made(number: int) -> Iterator[str]:
    """Yield texts of about a kilobyte with five figures each, no two alike."""
    for at in range(number):
        text = "".join(sentence.format(337 + at) for sentence in SENTENCES)
        while len((text + FILLER).encode()) <= BYTES:
            text += FILLER
        yield text.strip()


@contextmanager
def running(command: list[str]) -> Iterator[Service]:
    """Start a service, and stop it at the end."""
    with subprocess.Popen([sys.executable, *command], stderr=subprocess.PIPE, text=True) as process:  # noqa: S603  # our own command
        assert process.stderr is not None  # noqa: S101  # it is piped
        found = re.search(r"http://([0-9.]+):([0-9]+)", process.stderr.readline())
        if found is None:
            sys.exit("the service did not start")
        try:
            yield Service(process.pid, found[1], int(found[2]))
        finally:
            process.terminate()


class Service(NamedTuple):
    """A service that runs."""

    pid: int
    host: str
    port: int


class Round(NamedTuple):
    """What a client saw: requests in a second, and how long each took, in seconds."""

    rate: float
    times: list[float]


def measure(service: Service, texts: list[str], args: argparse.Namespace) -> None:
    """Measure the loop and the service in turn, then the waiting, then the memory."""
    gc.freeze()  # the client's own garbage collection is not what a client waits for
    single = [request({"text": text}) for text in texts]
    lists = [request({"texts": texts})]
    best: dict[str, float] = {}
    for _ in range(args.rounds):
        for name, rate in (
            ("extract", looped(krmoney.extract, texts, args.seconds)),
            ("extract, rows as JSON", looped(as_json, texts, args.seconds)),
            ("service, one text", load(service, single, args.seconds).rate),
            ("service, lists of 100", load(service, lists, args.seconds).rate * LIST),
        ):
            best[name] = max(rate, best.get(name, 0))
    print(f"{'texts a second':24}{'':>8}  of extract  of rows as JSON")
    for name, rate in best.items():
        one, two = rate / best["extract"], rate / best["extract, rows as JSON"]
        print(f"{name:24}{rate:>8,.0f}  {one:>10.2f}  {two:>15.2f}")
    waiting(service, single, args.pieces)
    if args.many:
        memory_of_many(service, args.many)


def waiting(service: Service, requests: list[bytes], pieces: int) -> None:
    """Print how long clients wait at 80 % of what the service can do, measured right before: machines change pace."""
    everything: list[list[float]] = []
    steady: list[list[float]] = []
    rates: list[float] = []
    with Pace() as pace:
        for _ in range(pieces):
            pace.was_kept()
            most = load(service, requests, PIECE).rate
            if pace.was_kept():
                rates.append(0.8 * most)
            if rates:
                everything.append(load(service, requests, PIECE, rates[-1]).times)
                if pace.was_kept():
                    steady.append(everything[-1])
    if not steady:
        sys.exit("the machine never kept its pace")
    print(f"\nms that clients wait at 80 % of the load, {min(rates):,.0f} to {max(rates):,.0f} requests a second")
    print(f"{'':35}pieces  requests median    p90    p99  p99.9")
    for name, kept in (("all", everything), ("those in which the machine kept pace", steady)):
        times = sorted(each for piece in kept for each in piece)
        shares = "".join(f"{times[int(share * (len(times) - 1))] * 1000:7.1f}" for share in (0.5, 0.9, 0.99, 0.999))
        print(f"{name:36}{len(kept):>5}  {len(times):>8,}{shares}")


def memory_of_many(service: Service, many: int) -> None:
    """Ask many times, never twice the same, and tell the memory meanwhile."""
    print(f"\nmemory in MB of the service, its forerunner and its workers, after so many requests (of {many:,})")
    done = 0
    while done <= many:
        print(f"{done:>9,}  {'  '.join(f'{each / 1e6:6.1f}' for each in memories(service.pid))}", flush=True)
        step = max(1, many // 10)
        requests = [
            request(
                {"text": f"{at}억 달러를 {at % 97}만원에", "prefer": ["CAD"]}, ("extract", "check", "rewrite")[at % 3]
            )
            for at in range(done, done + step)
        ]
        load(service, requests, None)
        done += step


def request(body: dict[str, object], path: str = "extract") -> bytes:
    """Return a request as it goes over the line."""
    data = json.dumps(body, ensure_ascii=False).encode()
    head = f"POST /{path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    return head.encode() + data


def as_json(text: str) -> bytes:
    """Do what the service does to a text, without the service."""
    return to_json({"figures": krmoney.extract(text).to_rows()})


def looped(work: Callable[[str], object], texts: list[str], seconds: float) -> float:
    """Return how many texts a plain loop does in a second."""
    begun, done = time.perf_counter(), 0
    while (passed := time.perf_counter() - begun) < seconds:
        for text in texts:
            work(text)
        done += len(texts)
    return done / passed


def load(service: Service, requests: list[bytes], seconds: float | None, rate: float | None = None) -> Round:
    """Ask over all connections at once, each again when it has its answer.

    Args:
        service: the service.
        requests: what is asked, over and over.
        seconds: for how long; None asks each request once.
        rate: how many requests begin in a second, whatever the answers do; None for as many as there can be. A time
            counts from when a request was due, so that one that had to wait for a connection is not taken for fast.
    """
    connections = CONNECTIONS * (4 if rate else 1)
    lines = [socket.create_connection((service.host, service.port)) for _ in range(connections)]
    chosen = selectors.DefaultSelector()
    for line in lines:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        chosen.register(line, selectors.EVENT_READ)
    free, waiting, times = list(lines), {}, []
    begun = time.perf_counter()
    asked = 0
    total = len(requests) if seconds is None else None
    while True:
        now = time.perf_counter()
        is_over = asked == total if seconds is None else now - begun >= seconds
        while free and not is_over:
            due = begun + asked / rate if rate else now
            if due > now or asked == total:
                break
            line = free.pop()
            line.sendall(requests[asked % len(requests)])
            waiting[line] = (due, bytearray())
            asked += 1
        if is_over and not waiting:
            break
        until_next = begun + asked / rate - time.perf_counter() if rate and free and not is_over else 1
        for key, _ in chosen.select(max(until_next, 0)):
            line = key.fileobj
            due, received = waiting[line]
            received += line.recv(1 << 20)
            if is_whole(received):
                times.append(time.perf_counter() - due)
                del waiting[line]
                free.append(line)
    passed = time.perf_counter() - begun
    for line in lines:
        line.close()
    return Round(len(times) / passed, times)


def is_whole(received: bytearray) -> bool:
    """Tell whether a response has arrived; only answers of status 200 count."""
    head, blank, body = received.partition(b"\r\n\r\n")
    if not blank:
        return False
    if not head.startswith(b"HTTP/1.1 200 "):
        sys.exit(f"not answered: {bytes(received[:300])!r}")
    return len(body) == int(re.findall(rb"content-length: ([0-9]+)", head)[0])


def memories(pid: int) -> list[int]:
    """Return the memory of a process and all below it, in bytes."""
    parents = {}
    for each in Path("/proc").iterdir():
        if each.name.isdecimal():
            try:
                parents[int(each.name)] = int((each / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
            except OSError:
                continue
    family = [pid]
    for one in family:
        family += sorted(child for child, parent in parents.items() if parent == one)
    page = os.sysconf("SC_PAGE_SIZE")
    return [int(Path(f"/proc/{each}/statm").read_text("utf-8").split()[1]) * page for each in family]


if __name__ == "__main__":
    main()
