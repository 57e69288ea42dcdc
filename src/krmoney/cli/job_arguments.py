"""From the arguments of a command for records to a job."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from krmoney.cli.figure_tables import TableEncoder
from krmoney.cli.inputs import expanded
from krmoney.cli.options import columns_of, csv_form, reader_of
from krmoney.files.encoders import encoder
from krmoney.files.errors import FileError, reason
from krmoney.files.formats import Csv, JsonLines, Lines, Parquet
from krmoney.files.jobs import Job, Source
from krmoney.files.names import INPUT_FORMATS, OUTPUT_FORMATS, STDIN, FileName, as_text, suffixes
from krmoney.files.tasks import Extract, ExtractNested, Parse
from krmoney.language import translate

if TYPE_CHECKING:
    import argparse

    from krmoney.cli.problems import Problems
    from krmoney.files.csv_form import CsvForm
    from krmoney.files.formats import Format
    from krmoney.files.names import Compression
    from krmoney.files.tasks import Task

__all__ = ["format_of", "job_of"]


def job_of(args: argparse.Namespace, problems: Problems) -> Job:
    """Return the job that the arguments describe; arguments that contradict each other end the command."""
    inputs = expanded(args.files or [STDIN], problems)
    formats = [format_of(path, args) for path in inputs]
    separate = args.output_dir is not None
    if separate and args.output is not None:
        args.parser.error(translate("use either --output or --output-dir"))
    if args.skip_existing and not separate:
        args.parser.error(translate("--skip-existing needs --output-dir"))
    if separate and STDIN in inputs:
        args.parser.error(translate("--output-dir needs files: standard input has no name"))
    shared = _target(args.output, args)
    targets = [_target_for(path, args) if separate else shared for path in inputs]
    _check_paths(args, inputs, [target.path for target in targets])
    kinds = [target.kind for target in targets]
    form, task = csv_form(args, *kinds), _task(args, kinds)
    sources = [_source(*each, task, form) for each in zip(inputs, formats, targets, strict=True)]
    if separate:
        _make_folder(args.output_dir)
        if args.skip_existing:
            sources = [source for source in sources if not os.path.lexists(source.target or "")]
    return Job(task, sources, separate, args.rejects, args.strict, args.jobs, args.block_size)


def _task(args: argparse.Namespace, kinds: list[str]) -> Task:
    name, reader = args.added, reader_of(args)
    if args.command == "parse":
        return Parse(name or "money", reader)
    if args.nested:
        return ExtractNested(name or "figures", reader, args.context, columns_of(args, *kinds))
    return Extract(name or "figure", reader, args.context, columns_of(args, *kinds))


def format_of(path: str, args: argparse.Namespace) -> Format:
    """Return how a file is read: as --from says, or else by its suffix."""
    kind = args.read or FileName.of(path).format
    known = kind in INPUT_FORMATS
    if args.column is None:
        if known and kind != "text":
            args.parser.error(
                translate("{path} has records: name the column to read with --column", path=as_text(path))
            )
        return Lines(encoding=args.encoding)
    if not known and path != STDIN and not Path(path).is_dir():  # a directory has an error of its own
        args.parser.error(translate("{path}: unknown format; name it with --from", path=as_text(path)))
    if kind == "text":
        return Lines(args.column, args.encoding)
    if kind == "parquet":
        return Parquet(args.column)
    if kind in {"csv", "tsv"}:
        return Csv(args.column, args.encoding, args.delimiter or ("\t" if kind == "tsv" else ","))
    return JsonLines(args.column, args.encoding)


class _Target(NamedTuple):
    """An output: its path and its form."""

    path: str | None
    kind: str
    compression: Compression | None


def _target(path: str | None, args: argparse.Namespace) -> _Target:
    """Return the output that all files share."""
    name = FileName.of(path or "")
    kind = _output_format(args, name.format, terminal=path is None and sys.stdout.isatty())
    if kind == "parquet" and path is None and sys.stdout.isatty():
        args.parser.error(translate("refusing to write Parquet to a terminal; use --output"))
    if kind == "parquet" and name.compression:
        args.parser.error(translate("Parquet is compressed already: leave out .gz and .zst"))
    return _Target(path, kind, name.compression)


def _target_for(path: str, args: argparse.Namespace) -> _Target:
    """Return the output of one file: its name, in another folder."""
    name = FileName.of(path)
    own = args.read or name.format
    kind = _output_format(args, own if own in OUTPUT_FORMATS else "jsonl", terminal=False)
    compression = None if kind in {"parquet", "table"} else name.compression
    return _Target(str(Path(args.output_dir) / f"{name.stem}{suffixes(kind, compression)}"), kind, compression)


def _output_format(args: argparse.Namespace, default: str | None, *, terminal: bool) -> str:
    """Return the format of an output: that of --format, or else a default."""
    kind: str | None = args.format if args.format != "auto" else default
    if kind is None or kind == "text":
        kind = "table" if terminal else "jsonl"
    if kind not in OUTPUT_FORMATS:
        args.parser.error(translate("--column cannot write {kind}", kind=kind))
    if args.nested and kind in {"csv", "tsv"}:
        args.parser.error(translate("--nested needs jsonl or parquet: CSV has no lists"))
    return kind


def _source(path: str, form: Format, target: _Target, task: Task, csv: CsvForm) -> Source:
    if target.kind == "table":
        return Source(path, form, TableEncoder.of(task), target.path, target.compression)
    gzip = target.compression == "gzip"  # compressed block by block, where the work is done
    return Source(
        path, form, encoder(target.kind, task, gzip=gzip, form=csv), target.path, None if gzip else target.compression
    )


def _check_paths(args: argparse.Namespace, inputs: list[str], targets: list[str | None]) -> None:
    """Make sure that no output replaces an input or another output."""
    read = {os.path.realpath(path) for path in inputs if path != STDIN}
    outputs = targets if args.output_dir is not None else targets[:1]
    if args.rejects == STDIN and any(path is None for path in outputs):
        args.parser.error(translate("the output and the rejects cannot both be standard output"))
    written: set[str] = set()
    for path in [*outputs, None if args.rejects == STDIN else args.rejects]:
        if path is None:
            continue
        real = os.path.realpath(path)
        if real in read:
            args.parser.error(translate("{path} is also an input: name another file", path=as_text(path)))
        if real in written and not Path(path).is_char_device():
            twice = translate("two outputs would be called {path}", path=as_text(path))
            args.parser.error(
                translate("{twice}: run each folder separately", twice=twice) if args.output_dir else twice
            )
        written.add(real)


def _make_folder(path: str) -> None:
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{as_text(path)}: {reason(error)}"
        raise FileError(message) from error
