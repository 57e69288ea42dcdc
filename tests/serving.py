"""A service in a process of its own, for tests that ask it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Self

import httpx
import pytest

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120.0  # seconds that a test waits for what takes one, on a busy machine

# What the service that tests share is given.
MOST = 20  # items in a list
BODY = 16 << 20  # bytes of a request
RATES = {"USD": 1380, "JPY": "9.2"}


def shared(words: Path) -> Service:
    """Start the service that tests share, with a word of its own from this file."""
    words.write_text('[currencies]\n"뱅크토큰" = "USD"\n', "utf-8")
    given = ",".join(f"{code}={price}" for code, price in RATES.items())
    limits = ("--max-items", str(MOST), "--max-body", str(BODY))
    return Service(*limits, "--rates", given, "--vocabulary", str(words))


class Service:
    """``krmoney serve`` on a free port, with what it writes to standard error."""

    def __init__(self, *options: str, workers: int = 2, cwd: Path | None = None, **environment: str) -> None:
        """Start it, and wait until it says where it listens."""
        command = [sys.executable, "-m", "krmoney", "serve", "--port", "0", "--workers", str(workers), *options]
        paths = [environment.pop("PYTHONPATH", ""), str(ROOT / "src")]
        settings = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))} | environment
        self.process = subprocess.Popen(command, cwd=cwd, env=settings, stderr=subprocess.PIPE, text=True, bufsize=1)
        self.log: list[str] = []
        self._said = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self._said.wait(PATIENCE), self.log
        found = re.search(r"http://([0-9.]+):([0-9]+)", "".join(self.log))
        assert found, self.log
        self.host, self.port = found[1], int(found[2])
        self.address = found[0]
        self.client = httpx.Client(base_url=self.address, timeout=PATIENCE)

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log.append(line)
            if "serving on" in line:
                self._said.set()
        self._said.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def post(self, path: str, **body: Any) -> httpx.Response:
        """Send a request of JSON."""
        return self.client.post(path, json=body)

    def told(self) -> None:
        """Tell it to stop."""
        self.process.send_signal(signal.SIGTERM)

    def stop(self) -> int:
        """Tell it to stop, wait, and return its exit status."""
        self.client.close()
        if self.process.poll() is None:
            self.told()
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self.ended()
        return status

    def ended(self) -> None:
        """Wait for what it said last."""
        self._reader.join(PATIENCE)
        if self.process.stderr is not None:
            self.process.stderr.close()

    def workers(self) -> list[int]:
        """Return the process ids of its workers: what the process that it forks them from has begun."""
        if not Path("/proc/self/stat").exists():
            pytest.skip("the workers of a service are found in /proc, which this system lacks")
        parents = {pid: parent for pid, parent in map(_parent, _pids()) if parent}
        forking = {pid for pid, parent in parents.items() if parent == self.process.pid}
        return sorted(pid for pid, parent in parents.items() if parent in forking)

    def wait_for_workers(self, number: int) -> None:
        """Wait until so many workers are ready."""
        until = time.monotonic() + PATIENCE
        while self.client.get("/health").json()["workers"] != number:
            assert time.monotonic() < until, self.log
            time.sleep(0.02)


def _pids() -> list[int]:
    return [int(each.name) for each in Path("/proc").iterdir() if each.name.isdecimal()]


def _parent(pid: int) -> tuple[int, int]:
    try:
        return pid, int(Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return pid, 0
