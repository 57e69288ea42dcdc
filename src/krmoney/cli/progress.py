"""How far a run has come, for whoever looks on: a bar on standard error."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any

__all__ = ["Progress"]


class Progress:
    """A bar with bytes, rate and rows, where standard error is a terminal and rich is there; else nothing.

    Args:
        total: how many bytes there are to read; None if only the end will tell.
        wanted: whether there is to be a bar at all.
    """

    def __init__(self, total: int | None, *, wanted: bool = True) -> None:
        self._bar: Any = None
        if wanted and sys.stderr.isatty():
            with suppress(ImportError):
                self._bar = _bar()
                self._task = self._bar.add_task("", total=total, rows=0)

    def start(self) -> None:
        """Show the bar."""
        if self._bar is not None:
            self._bar.start()

    def stop(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def show(self, taken: int, rows: int) -> None:
        """Say how many bytes were read, and how many rows."""
        if self._bar is not None:
            self._bar.update(self._task, completed=taken, rows=rows)


def _bar() -> Any:
    """Lay out the bar; it is gone when it has ended."""
    from rich import progress  # rich is optional
    from rich.console import Console

    return progress.Progress(
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TransferSpeedColumn(),
        progress.TimeRemainingColumn(),
        progress.TextColumn("{task.fields[rows]:,} rows"),
        console=Console(stderr=True),
        transient=True,
    )
