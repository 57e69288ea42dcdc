# ruff: noqa: INP001, T201  # a program that is run by its path, and prints
"""A service that only counts, as long as `krmoney serve` works: what a client waits for it is what the machine does.

Run by serve.py. As there, one process has the connections and hands each request to one of two others that is free.
"""

from __future__ import annotations

import os
import selectors
import socket
import sys
import time
from collections import deque

WORKERS = 2
SERVING, READING = 0.0004, 0.0006  # seconds of CPU time for a request: of the process with the connections, of a worker
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


def main() -> None:
    """Serve until the process is ended."""
    quick = min(timed(10_000) for _ in range(50)) / 10_000
    chosen = selectors.DefaultSelector()
    free = [forked(int(READING / quick)) for _ in range(WORKERS)]
    for worker in free:
        chosen.register(worker, selectors.EVENT_READ)
    listening = socket.create_server(("127.0.0.1", 0), backlog=100)
    chosen.register(listening, selectors.EVENT_READ)
    print("http://{}:{}".format(*listening.getsockname()), file=sys.stderr, flush=True)
    asked_by: dict[socket.socket, socket.socket] = {}
    waiting: deque[socket.socket] = deque()
    received: dict[socket.socket, bytes] = {}
    workers = set(free)
    while True:
        for key, _ in chosen.select():
            line = key.fileobj
            assert isinstance(line, socket.socket)  # noqa: S101  # nothing else is registered
            if line is listening:
                client, _ = listening.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                chosen.register(client, selectors.EVENT_READ)
                received[client] = b""
            elif line in workers:
                line.recv(1)
                asked_by.pop(line).sendall(ANSWER)
                free.append(line)
            elif not (data := line.recv(1 << 20)):
                chosen.unregister(line)
                line.close()
            else:
                received[line] += data
                head, _, body = received[line].partition(b"\r\n\r\n")
                if body and len(body) == int(head.rpartition(b"Content-Length: ")[2]):
                    received[line] = b""
                    counted(int(SERVING / quick))
                    waiting.append(line)
            while free and waiting:
                worker, client = free.pop(), waiting.popleft()
                asked_by[worker] = client
                worker.sendall(b"x")


def forked(number: int) -> socket.socket:
    """Return the line to a process that counts so far for each byte that it is sent."""
    ours, theirs = socket.socketpair()
    if os.fork() == 0:
        ours.close()
        while theirs.recv(1):
            counted(number)
            theirs.sendall(b"x")
        os._exit(0)
    theirs.close()
    return ours


def timed(number: int) -> float:
    """Return the seconds that counting takes."""
    begun = time.perf_counter()
    counted(number)
    return time.perf_counter() - begun


def counted(number: int) -> int:
    """Count."""
    total = 0
    for each in range(number):
        total += each
    return total


if __name__ == "__main__":
    main()
