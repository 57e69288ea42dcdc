"""``krmoney extract --column`` and ``krmoney parse``: files of records, of any size."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from krmoney.cli.job_arguments import job_of
from krmoney.cli.problems import UNREAD, ProblemError, with_remedy
from krmoney.cli.progress import Progress
from krmoney.cli.signals import exit_on_termination
from krmoney.files.errors import StoppedError
from krmoney.files.names import STDIN, as_text
from krmoney.files.runs import run as run_job
from krmoney.language import counted, marked, translate

if TYPE_CHECKING:
    import argparse

    from krmoney.cli.problems import Problems
    from krmoney.files.formats import BadRow
    from krmoney.files.jobs import Job, Source
    from krmoney.files.runs import Totals
    from krmoney.files.steps import Failed

__all__ = ["run"]

_REPORTED: Final = 20  # bad records that get a line each on standard error
_STOPPED: Final = {
    "nothing": marked("stopped because of --strict; no output was written"),
    "part": marked("stopped because of --strict; what was written before stays"),
    "files": marked("stopped because of --strict; the files before this one were written"),
}


def run(args: argparse.Namespace, problems: Problems) -> None:
    """Read the column of all records of all files."""
    job = job_of(args, problems)
    if not job.sources:
        return
    progress = Progress(_size(job.sources), wanted=args.progress and not _writes_to_terminal(job))
    with exit_on_termination(), _Reporter(problems, progress) as reporter:
        try:
            totals = run_job(job, reporter)
        except StoppedError as stopped:
            raise ProblemError(translate(_STOPPED[stopped.kept]), problems.status) from stopped
    what = "amount" if args.command == "parse" else "figure"
    _sum_up(totals, what, args.rejects, problems)


class _Reporter:
    """Reports bad records and unreadable files, and shows the progress."""

    def __init__(self, problems: Problems, progress: Progress) -> None:
        self._problems = problems
        self._progress = progress
        self._bad = 0

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._progress.stop()

    def advanced(self, consumed: int, rows: int) -> None:
        """Show the progress."""
        self._progress.show(consumed, rows)

    def refused(self, name: str, row: BadRow) -> None:
        """Report a bad record."""
        self._bad += 1
        if self._bad <= _REPORTED:
            self._problems.report(f"{name}:{row.line}: {with_remedy(row.message, row.remedy)}", UNREAD)

    def failed(self, failed: Failed, rows: int) -> None:
        """Report a file that cannot be read, or not any further."""
        after = translate("; the {rows:,} rows before that were read", rows=rows) if rows else ""
        self._problems.report_file(failed.name, failed.error, after)


def _sum_up(totals: Totals, what: str, rejects: str | None, problems: Problems) -> None:
    """Print the totals of a run if a record was bad or standard error is a terminal."""
    if totals.bad > _REPORTED:
        problems.note(counted("… and {n:,} more bad row", "… and {n:,} more bad rows", totals.bad - _REPORTED))
    if totals.bad or (totals.files and sys.stderr.isatty()):
        said = [
            counted("{n:,} row", "{n:,} rows", totals.rows),
            counted("{n:,} amount", "{n:,} amounts", totals.figures)
            if what == "amount"
            else counted("{n:,} figure", "{n:,} figures", totals.figures),
            counted("{n:,} bad row", "{n:,} bad rows", totals.bad),
        ]
        if totals.bad and rejects is not None and rejects != STDIN:
            said.append(translate("written to {file}", file=as_text(rejects)))
        problems.note(", ".join(said))


def _size(sources: list[Source]) -> int | None:
    """Return the size of all files in bytes; None if the size of one is unknown."""
    try:
        return sum(_stdin_size() if source.path == STDIN else Path(source.path).stat().st_size for source in sources)
    except OSError:
        return None


def _stdin_size() -> int:
    size = os.fstat(0).st_size
    if not size:  # a pipe or a terminal
        raise OSError
    return size


def _writes_to_terminal(job: Job) -> bool:
    """Return whether the output goes where the progress bar would be."""
    return sys.stdout.isatty() and any(source.target is None for source in job.sources)
