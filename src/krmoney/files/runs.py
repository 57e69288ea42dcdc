"""A run of a job: its results are written in order, and an observer receives its events."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn, Protocol, Self

from krmoney.files.encoders import Result, work
from krmoney.files.errors import StoppedError
from krmoney.files.names import STDIN, FileName
from krmoney.files.outputs import Output
from krmoney.files.processes import ordered, worthwhile
from krmoney.files.rows import json_line
from krmoney.files.steps import Finished, Opened, steps

if TYPE_CHECKING:
    from krmoney.files.encoders import Sink
    from krmoney.files.formats import BadRow
    from krmoney.files.jobs import Job
    from krmoney.files.steps import Failed, Step

__all__ = ["Observer", "Totals", "run"]


class Observer(Protocol):
    """Receives the events of a run."""

    def advanced(self, consumed: int, rows: int) -> None:
        """Receive the input bytes consumed and the records read so far."""

    def refused(self, name: str, row: BadRow) -> None:
        """Receive a bad record."""

    def failed(self, failed: Failed, rows: int) -> None:
        """Receive a file that cannot be read, or not after this many records."""


@dataclass
class Totals:
    """What a run read.

    Attributes:
        files: the number of files opened.
        rows: the number of records, including bad ones.
        figures: the number of figures found.
        bad: the number of bad records.
    """

    files: int = 0
    rows: int = 0
    figures: int = 0
    bad: int = 0


def run(job: Job, observer: Observer) -> Totals:
    """Read the files of a job, write the results, and return what was read.

    Raises:
        FileError: the output cannot be written, or a process died.
        StoppedError: the job is strict, and a record or a file is bad.
    """
    with _Run(job, observer) as running:
        processes = worthwhile([source.path for source in job.sources], job.block_size, job.processes)
        with closing(ordered(work, steps(job), processes)) as results:
            for each in results:
                running.take(each) if isinstance(each, Result) else running.step(each)
        running.finish()
    return running.totals


class _Run:
    """The outputs of a run, while results come in."""

    def __init__(self, job: Job, observer: Observer) -> None:
        self.totals = Totals()
        self._job = job
        self._observer = observer
        self._rejects: Output | None = None
        self._output: Output | None = None
        self._sink: Sink | None = None
        self._rows_before = 0  # this file

    def __enter__(self) -> Self:
        rejects = self._job.rejects
        if rejects is not None:
            self._rejects = Output(None if rejects == STDIN else rejects, compression=FileName.of(rejects).compression)
        return self

    def __exit__(self, *raised: object) -> None:
        for output in (self._output, self._rejects):
            if output is not None:
                output.discard()

    def step(self, step: Step) -> None:
        """Open or finish an output, or report a file that cannot be read."""
        if isinstance(step, Opened):
            self._open(step)
        elif isinstance(step, Finished):
            self._rows_before = self.totals.rows
            if self._job.separate:
                self._close()
        else:
            self._fail(step)

    def take(self, result: Result) -> None:
        """Write the result of a block."""
        self.totals.rows += result.rows
        self.totals.figures += result.figures
        for row in result.bad:
            self._refuse(result.name, row)
        if self._sink is not None:  # otherwise there has been no valid record yet
            self._sink.write(result)
        self._observer.advanced(result.consumed, self.totals.rows)

    def finish(self) -> None:
        """Complete the outputs."""
        self._close()
        if self._rejects is not None:
            self._rejects.finish()

    def _open(self, opened: Opened) -> None:
        """Open the output of a file, unless it is open already."""
        self._rows_before = self.totals.rows
        self.totals.files += 1
        if self._sink is None:
            self._output = Output(opened.source.target, compression=opened.source.compression)
            self._sink = opened.encoder.sink(self._output)

    def _close(self) -> None:
        if self._sink is not None and self._output is not None:
            self._sink.close()
            self._output.finish()
        self._output = self._sink = None

    def _fail(self, failed: Failed) -> None:
        """Report a file that cannot be read. What was read of it stays in an output that files share."""
        self._observer.failed(failed, self.totals.rows - self._rows_before)
        if self._job.strict:
            self._stop()
        if self._job.separate and self._output is not None:
            self._output.discard()
            self._output = self._sink = None
        self._rows_before = self.totals.rows

    def _refuse(self, name: str, row: BadRow) -> None:
        """Report a bad record and write it to the rejects."""
        self.totals.bad += 1
        self._observer.refused(name, row)
        if self._rejects is not None:
            rejected = {"file": name, "line": row.line, "error": row.message, "record": row.raw}
            self._rejects.write(f"{json_line(rejected)}\n".encode("utf-8", "backslashreplace"))
        if self._job.strict:
            self._stop()

    def _stop(self) -> NoReturn:
        """End the run; the rejects are kept."""
        if self._rejects is not None:
            self._rejects.finish()
        shown = self._output is not None and self._output.immediate
        raise StoppedError("files" if self._job.separate else "part" if shown else "nothing")
