"""``krmoney extract --column`` and ``krmoney parse``: files of records, of whatever size.

The process that reads cuts the files into blocks, others or itself work on them, and it writes what became of them, in
order. A row of work has events between its blocks: a file begins, ends, or cannot be read.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn, Self

from krmoney import MissingExtraError
from krmoney.cli.encoders import Block, encoder, work
from krmoney.cli.figures import Extract, ExtractNested, Parse
from krmoney.cli.files import Input, Output, expanded
from krmoney.cli.formats import Csv, JsonLines, Lines, Parquet
from krmoney.cli.jobs import Done, ordered
from krmoney.cli.names import READ, WRITTEN, named
from krmoney.cli.problems import INPUT, UNREAD, USAGE, ProblemError, reason, terminated
from krmoney.cli.progress import Progress
from krmoney.cli.rows import json_line
from krmoney.cli.texts import STDIN, as_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from krmoney.cli.encoders import Encoder, Result, Sink
    from krmoney.cli.figures import Task
    from krmoney.cli.formats import BadRow, Format
    from krmoney.cli.problems import Problems

__all__ = ["run"]

_SUFFIXES: Final = {"jsonl": ".jsonl", "csv": ".csv", "tsv": ".tsv", "parquet": ".parquet", "table": ".txt"}
_PACKED: Final = {"gzip": ".gz", "zstd": ".zst", None: ""}
_TOLD: Final = 20  # bad rows of which each has a line on standard error


def run(args: argparse.Namespace, problems: Problems) -> None:
    """Read the column of all records of all files."""
    plan = _plan(args, problems)
    if not plan.sources:
        return
    with terminated(), _Run(plan, problems) as going:
        with closing(ordered(work, _row_of_work(plan), plan.jobs)) as results:
            for each in results:
                each.happen(going) if isinstance(each, _Event) else going.take(each)
        going.finish()


# --- what there is to do


class _Source(NamedTuple):
    """A file to read.

    Attributes:
        path: where it is.
        format: how it is read.
        target: the file for what becomes of it, if each has its own; None is standard output, or what all share.
        kind: the format of that.
        packing: how that is packed.
    """

    path: str
    format: Format
    target: str | None
    kind: str
    packing: str | None

    @property
    def name(self) -> str:
        """What problems call it."""
        return as_text(self.path)


@dataclass(frozen=True)
class _Plan:
    """A run: its files, and how they are worked on."""

    task: Task
    sources: list[_Source]
    each: bool  # whether each file has an output of its own
    rejects: str | None
    strict: bool
    jobs: int
    size: int  # of blocks, in bytes
    progress: bool


def _plan(args: argparse.Namespace, problems: Problems) -> _Plan:
    """Make sense of the arguments."""
    task = _task(args)
    inputs = expanded(args.files or [STDIN], problems)
    formats = [_format(path, args) for path in inputs]
    each = args.output_dir is not None
    if each and args.output is not None:
        args.parser.error("either --output or --output-dir")
    if args.skip_existing and not each:
        args.parser.error("--skip-existing needs --output-dir")
    if each and STDIN in inputs:
        args.parser.error("--output-dir needs files: standard input has no name")
    kind, packing = _written(args.output, args)
    targets: list[tuple[str | None, str, str | None]] = [(args.output, kind, packing)] * len(inputs)
    if each:
        targets = [_target(path, args) for path in inputs]
    _check(args, inputs, [target for target, *_ in targets])
    sources = [_Source(path, form, *target) for path, form, target in zip(inputs, formats, targets, strict=True)]
    if each:
        with _told(args.output_dir):
            Path(args.output_dir).mkdir(parents=True, exist_ok=True)
        if args.skip_existing:
            sources = [source for source in sources if not os.path.lexists(source.target or "")]
    return _Plan(task, sources, each, args.rejects, args.strict, args.jobs, args.block_size, args.progress)


def _task(args: argparse.Namespace) -> Task:
    if args.what == "parse":
        return Parse(args.added or "money", args.currency, tuple(args.prefer), args.unit)
    if args.nested:
        return ExtractNested(args.added or "figures", args.elided, tuple(args.prefer))
    return Extract(args.added or "figure", args.elided, tuple(args.prefer))


def _format(path: str, args: argparse.Namespace) -> Format:
    """Say how a file is read: as told, or as its name says."""
    kind = args.read or named(path).format
    known = kind in READ
    if args.column is None:
        if known and kind != "text":
            args.parser.error(f"{as_text(path)} holds records: --column says which column is read")
        return Lines(encoding=args.encoding)
    if not known and path != STDIN and not Path(path).is_dir():  # of which there is more to say
        args.parser.error(f"{as_text(path)}: the name does not say which format it has: --from does")
    if kind == "text":
        return Lines(args.column, args.encoding)
    if kind == "parquet":
        return Parquet(args.column)
    if kind in {"csv", "tsv"}:
        return Csv(args.column, args.encoding, args.delimiter or ("\t" if kind == "tsv" else ","))
    return JsonLines(args.column, args.encoding)


def _written(path: str | None, args: argparse.Namespace, default: str | None = None) -> tuple[str, str | None]:
    """Say in which format a file is written, and how it is packed."""
    name = named(path or "")
    kind = args.format if args.format != "auto" else default or name.format
    if kind is None or kind == "text":
        kind = "table" if path is None and sys.stdout.isatty() else "jsonl"
    if kind not in WRITTEN:
        args.parser.error(f"--column has no output of format {kind}")
    if kind == "parquet" and path is None and sys.stdout.isatty():
        args.parser.error("Parquet is nothing for a terminal: name a file with --output")
    if kind == "parquet" and name.packing and path == args.output:
        args.parser.error("Parquet packs itself: leave out .gz and .zst")
    if args.what == "extract" and args.nested and kind in {"csv", "tsv"}:
        args.parser.error("--nested needs jsonl or parquet: CSV has no lists")
    return kind, name.packing


def _target(path: str, args: argparse.Namespace) -> tuple[str, str, str | None]:
    """Name the file for what becomes of one of the inputs: its name, in another folder."""
    name = named(path)
    same = args.read or name.format
    kind, packing = _written(path, args, same if same in WRITTEN else "jsonl")
    packing = None if kind in {"parquet", "table"} else packing
    return str(Path(args.output_dir) / f"{name.stem}{_SUFFIXES[kind]}{_PACKED[packing]}"), kind, packing


def _check(args: argparse.Namespace, inputs: list[str], targets: list[str | None]) -> None:
    """See to it that no file is written that is read or written otherwise."""
    read = {os.path.realpath(path) for path in inputs if path != STDIN}
    outputs = targets if args.output_dir is not None else targets[:1]
    if args.rejects == STDIN and any(path is None for path in outputs):
        args.parser.error("the output and the rejects cannot both be standard output")
    written: dict[str, str] = {}
    for path in [*outputs, None if args.rejects == STDIN else args.rejects]:
        if path is None:
            continue
        real = os.path.realpath(path)
        if real in read:
            args.parser.error(f"{as_text(path)} would be read and written: name another file")
        if real in written and not Path(path).is_char_device():
            twice = f"two outputs would be called {as_text(path)}"
            args.parser.error(f"{twice}: run each folder of its own" if args.output_dir else twice)
        written[real] = path


# --- the row of work


class _Event:
    """Something that happens between blocks."""

    def happen(self, going: _Run) -> None:
        """Let it."""
        raise NotImplementedError


@dataclass(frozen=True)
class _Begun(_Event):
    """A file was opened, and its columns are known."""

    source: _Source
    encoder: Encoder

    def happen(self, going: _Run) -> None:
        """Open the output."""
        going.begin(self.source, self.encoder)


@dataclass(frozen=True)
class _Ended(_Event):
    """A file was read to its end."""

    def happen(self, going: _Run) -> None:
        """Let the output appear, if it is that of this file alone."""
        going.end()


@dataclass(frozen=True)
class _Failed(_Event):
    """A file could not be read, or not further."""

    name: str
    message: str
    status: int

    def happen(self, going: _Run) -> None:
        """Report it."""
        going.fail(self)


def _row_of_work(plan: _Plan) -> Iterator[Block | Done[_Event]]:
    """Yield the blocks of all files, and what happens between them."""
    before, shared, empty = 0, None, None
    for source in plan.sources:
        encoding = None
        try:
            with Input(source.path) as file:
                form = _adding(source, plan.task)
                for known, data, line in form.blocks(file, plan.size):
                    found = encoding or _encoder(plan.task, source, known, data, shared)
                    # Of records that are all bad nobody learns the columns: the next block says them.
                    if encoding is None and found.settled:
                        encoding, shared = found, None if plan.each else found
                        yield Done(_Begun(source, encoding))
                    taken = before + file.taken
                    yield Block(source.name, known, plan.task, found, data, line, taken, plan.strict)
                before += file.taken
                if encoding is None and plan.each:
                    yield Done(_nothing(plan.task, source))
                empty = source
            yield Done(_Ended())
        except OSError as error:
            yield Done(_Failed(source.name, reason(error), INPUT))
        except ProblemError as error:
            yield Done(_Failed(source.name, str(error), error.status))
        except MissingExtraError as error:
            yield Done(_Failed(source.name, str(error), INPUT))
    if empty is not None and shared is None and not plan.each:
        yield Done(_nothing(plan.task, empty))


def _nothing(task: Task, source: _Source) -> _Begun:
    """Begin an output for a file in which there is nothing, not even the names of columns."""
    return _Begun(source, encoder(source.kind, task, (), None, _parts(source)))


def _adding(source: _Source, task: Task) -> Format:
    """Return the format of a file, where every record may have keys of its own with the one that none may have."""
    if isinstance(source.format, JsonLines) and source.kind in {"jsonl", "parquet"}:
        return replace(source.format, added=task.name)
    return source.format


def _parts(source: _Source) -> str | None:
    return "gzip" if source.packing == "gzip" else None


def _encoder(task: Task, source: _Source, form: Format, data: bytes, shared: Encoder | None) -> Encoder:
    """Return what encodes a file: the encoder of the files before it, if they share an output and it does."""
    if shared is not None and isinstance(form, JsonLines):
        return shared  # each of its records is looked at
    columns = form.columns(data)
    found = encoder(
        source.kind,
        task,
        columns,
        form.schema(data) if source.kind == "parquet" else None,
        _parts(source),
    )
    taken = [name for name in found.added if name in columns]
    if taken:
        message = f"there is a column {taken[0]!r} already: name another with --as"
        raise ProblemError(message, USAGE)
    twice = [name for at, name in enumerate(columns) if name in columns[:at]]
    if twice and source.kind in {"jsonl", "parquet"}:
        message = f"two columns are called {twice[0]!r}: only CSV and tables have room for both"
        raise ProblemError(message, INPUT)
    if shared is None or found == shared:
        return shared or found  # what the schemas say beside their types may differ
    message = "its columns are not those of the files before it: --output-dir writes a file for each"
    raise ProblemError(message, INPUT)


# --- the run


class _Run:
    """What is written and counted while results come in."""

    def __init__(self, plan: _Plan, problems: Problems) -> None:
        self._plan = plan
        self._problems = problems
        self._rejects: Output | None = None
        self._output: Output | None = None
        self._sink: Sink | None = None
        self._rows = self._figures = self._bad = 0
        self._rows_before = 0  # this file
        self._begun = False
        self._progress = Progress(_total(plan.sources), wanted=plan.progress and not _shown(plan))

    def __enter__(self) -> Self:
        if self._plan.rejects is not None:
            path = None if self._plan.rejects == STDIN else self._plan.rejects
            self._rejects = Output(path, packing=named(self._plan.rejects).packing)
        self._progress.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._progress.stop()
        for output in (self._output, self._rejects):
            if output is not None:
                output.discard()

    def begin(self, source: _Source, encoder: Encoder) -> None:
        """Open the output of a file, unless it is open."""
        self._rows_before, self._begun = self._rows, True
        if self._sink is None:
            self._output = Output(source.target, packing=None if source.packing == "gzip" else source.packing)
            self._sink = encoder.sink(self._output)

    def take(self, result: Result) -> None:
        """Write what became of a block."""
        self._rows += result.rows
        self._figures += result.figures
        for row in result.bad:
            self._refuse(result.name, row)
        if self._sink is not None:  # without one there was no good record yet
            self._sink.write(result)
        self._progress.show(result.taken, self._rows)

    def end(self) -> None:
        """Let the output of a file appear, if each has its own."""
        self._rows_before = self._rows
        if self._plan.each:
            self._close()

    def fail(self, failed: _Failed) -> None:
        """Report a file that cannot be read; what was read of it is kept, where others are."""
        rows = self._rows - self._rows_before
        after = f"; the {rows:,} rows before that were read" if rows else ""
        self._problems.report(f"{failed.name}: {failed.message}{after}", failed.status)
        if self._plan.strict:
            self._stop(failed.status)
        if self._plan.each and self._output is not None:
            self._output.discard()
            self._output = self._sink = None
        self._rows_before = self._rows

    def finish(self) -> None:
        """Let the output and the rejects appear, and say what there was."""
        self._close()
        if self._rejects is not None:
            self._rejects.finish()
        self._progress.stop()
        self._sum_up()

    def _close(self) -> None:
        if self._sink is not None and self._output is not None:
            self._sink.close()
            self._output.finish()
        self._output = self._sink = None

    def _refuse(self, name: str, row: BadRow) -> None:
        """Report a bad row, and put it aside."""
        self._bad += 1
        if self._bad <= _TOLD:
            self._problems.report(f"{name}:{row.line}: {row.message}", UNREAD)
        self._problems.status = max(self._problems.status, UNREAD)
        if self._rejects is not None:
            rejected = {"file": name, "line": row.line, "error": row.message, "record": row.raw}
            self._rejects.write(f"{json_line(rejected)}\n".encode("utf-8", "backslashreplace"))
        if self._plan.strict:
            self._stop(UNREAD)

    def _stop(self, status: int) -> NoReturn:
        """End the run; what was refused can be seen."""
        if self._rejects is not None:
            self._rejects.finish()
        message = "stopped, as --strict says; no output was written"
        if self._output is not None and self._output.shown:
            message = "stopped, as --strict says; what was written before stays"
        if self._plan.each:
            message = "stopped, as --strict says; the files before this one are written"
        raise ProblemError(message, status)

    def _sum_up(self) -> None:
        what = self._plan.task.what
        if self._bad > _TOLD:
            self._problems.say(f"… and {_counted(self._bad - _TOLD, 'bad row')} more")
        if self._bad or (self._begun and sys.stderr.isatty()):
            said = ", ".join(
                [_counted(self._rows, "row"), _counted(self._figures, what), _counted(self._bad, "bad row")]
            )
            named_file = self._plan.rejects not in {None, STDIN}
            where = f", written to {as_text(self._plan.rejects or '')}" if self._bad and named_file else ""
            self._problems.say(said + where)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _total(sources: list[_Source]) -> int | None:
    """Add up the sizes of files; None if some have none."""
    try:
        files = [0 if source.path == STDIN else source.path for source in sources]
        return sum(Path(f).stat().st_size if isinstance(f, str) else _stdin_size() for f in files)
    except OSError:
        return None


def _stdin_size() -> int:
    size = os.fstat(0).st_size
    if not size:
        raise OSError
    return size


def _shown(plan: _Plan) -> bool:
    """Whether the output goes where the bar would be."""
    return sys.stdout.isatty() and any(source.target is None for source in plan.sources)


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"{as_text(name)}: {reason(error)}"
        raise ProblemError(message, INPUT) from error
