"""The progress bar of a run, on standard error."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any

from krmoney.language import translate

__all__ = ["Progress"]


class Progress:
    """A bar with bytes, speed and rows, if standard error is a terminal and rich is installed.

    Args:
        total: how many bytes there are to read; None if that is unknown.
        wanted: whether to show a bar at all.
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
        """Remove the bar."""
        if self._bar is not None:
            self._bar.stop()

    def show(self, consumed: int, rows: int) -> None:
        """Show how many bytes and rows have been read."""
        if self._bar is not None:
            self._bar.update(self._task, completed=consumed, rows=rows)


def _bar() -> Any:
    """Return a bar that disappears when it stops."""
    from rich import progress  # rich is optional
    from rich.console import Console

    return progress.Progress(
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TransferSpeedColumn(),
        progress.TimeRemainingColumn(),
        progress.TextColumn("{task.fields[rows]:,} " + translate("rows")),
        console=Console(stderr=True),
        transient=True,
    )
