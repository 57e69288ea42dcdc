"""``krmoney check``: whether the conversions in texts fit the rate of the day."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from krmoney.checking import SEVERITIES
from krmoney.cli.check_writers import WRITERS
from krmoney.cli.document_writers import Document
from krmoney.cli.documents import documents
from krmoney.cli.inputs import expanded
from krmoney.cli.job_arguments import format_of
from krmoney.cli.options import csv_form, reader_of
from krmoney.cli.problems import UNREAD
from krmoney.cli.rate_sources import rates_of
from krmoney.cli.text_output import text_output
from krmoney.errors import KrmoneyError, MissingExtraError
from krmoney.files.errors import FileError
from krmoney.files.formats.base import BadRow, missing_column
from krmoney.files.inputs import Input
from krmoney.files.names import STDIN, FileName, as_text
from krmoney.files.processes import ordered
from krmoney.language import translate
from krmoney.rates import day

if TYPE_CHECKING:
    import argparse
    import datetime as dt
    from collections.abc import Iterator

    from krmoney.checking import Findings
    from krmoney.cli.problems import Problems
    from krmoney.rates import Rates
    from krmoney.reading.reader import Reader

__all__ = ["run"]

_FOUND: Final = 1  # exit status: some conversions do not fit
_BATCH: Final = 1 << 18  # characters in a batch for another process


class _Dated(NamedTuple):
    """A text with its day, if that is known."""

    document: Document
    date: dt.date | int | str | None


def run(args: argparse.Namespace, problems: Problems) -> None:
    """Check the conversions of files."""
    _check_arguments(args)
    work = partial(_checked, reader=reader_of(args), rates=rates_of(args), tolerance=args.tolerance, back=args.back)
    suffix = FileName.of(args.output or "").format or ""
    kind = args.format or {"jsonl": "jsonl", "csv": "csv", "html": "html"}.get(suffix, "text")
    form = csv_form(args, kind)
    with text_output(args.output) as file:
        writer = WRITERS[kind](file, args.only, form)
        counts: Counter[str] = Counter()
        for batch in ordered(work, _batches(args, problems), args.jobs):
            for document, findings in batch:
                counts.update(each.severity for each in findings)
                writer.write(document, findings)
        writer.close()
    least = len(SEVERITIES) if args.fail_on == "never" else SEVERITIES.index(args.fail_on)
    if any(counts[severity] for severity in SEVERITIES[least:]):
        problems.status = max(problems.status, _FOUND)


def _check_arguments(args: argparse.Namespace) -> None:
    if args.column is None and (args.date_column or args.read or args.delimiter):
        option = "date-column" if args.date_column else "from" if args.read else "delimiter"
        args.parser.error(translate("--{option} needs --column", option=option))
    if args.column is not None and args.lines:
        args.parser.error(translate("--lines is for text and cannot be used with --column"))


def _checked(
    batch: list[_Dated], reader: Reader, rates: Rates | None, **options: Any
) -> list[tuple[Document, Findings]]:
    from krmoney.checking import check

    return [
        (document, check(reader.extract(document.text), date=date, rates=rates, **options)) for document, date in batch
    ]


def _batches(args: argparse.Namespace, problems: Problems) -> Iterator[list[_Dated]]:
    """Join texts into batches; with one process, each batch is one text."""
    enough = _BATCH if args.jobs > 1 else 0
    batch: list[_Dated] = []
    size = 0
    for each in _texts(args, problems):
        batch.append(each)
        size += len(each.document.text)
        if size >= enough:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _texts(args: argparse.Namespace, problems: Problems) -> Iterator[_Dated]:
    if args.column is None:
        yield from (_Dated(document, args.date) for document in documents(args, problems))
        return
    for path in expanded(args.files or [STDIN], problems):
        source = as_text(path)
        try:
            yield from _records(path, source, args, problems)
        except (FileError, MissingExtraError, OSError) as error:
            problems.report_file(source, error)


def _records(path: str, source: str, args: argparse.Namespace, problems: Problems) -> Iterator[_Dated]:
    """Yield the texts of a file of records, with their days."""
    form, checked = format_of(path, args), False
    with Input(path) as file:
        for block_form, data, line in form.blocks(file, _BATCH):
            if args.date_column and not checked:
                columns, checked = block_form.columns(data), True
                if args.date_column not in columns:
                    raise FileError(missing_column(args.date_column, columns))
            for row in block_form.rows(data, line):
                where = f"{source}:{row.line}"
                if isinstance(row, BadRow):
                    problems.report(f"{where}: {row.message}", UNREAD)
                elif row.cell is not None:
                    date = args.date
                    if args.date_column and (said := row.value(args.date_column)) is not None:
                        try:
                            date = day(said)
                        except KrmoneyError as error:
                            problems.report(f"{where}: {error}", UNREAD)
                            continue
                    yield _Dated(Document(where, source, row.line, row.cell), date)
