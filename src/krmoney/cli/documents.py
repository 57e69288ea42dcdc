"""``krmoney extract`` on running text: every figure in text files."""

from __future__ import annotations

import sys
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from krmoney.cli.document_writers import FORMATS, Document, writer_of
from krmoney.cli.inputs import expanded
from krmoney.cli.options import csv_form, reader_of
from krmoney.cli.text_output import text_output
from krmoney.errors import MissingExtraError
from krmoney.files.errors import FileError
from krmoney.files.inputs import Input
from krmoney.files.names import STDIN, FileName, as_text
from krmoney.files.processes import ordered
from krmoney.files.text import decoded, lines
from krmoney.language import translate

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from krmoney.cli.document_writers import Writer
    from krmoney.cli.problems import Problems
    from krmoney.reading.reader import Reader
    from krmoney.values import Mentions

__all__ = ["documents", "run"]


def run(args: argparse.Namespace, problems: Problems) -> None:
    """Find every figure in files."""
    kind = _output_format(args, FileName.of(args.output or "").format)
    form = csv_form(args, kind)
    with text_output(args.output) as file:
        _write(writer_of(kind, file, form, sentence=args.context), args, problems)


def _output_format(args: argparse.Namespace, default: str | None) -> str:
    """Return the format of the output: as --format says, else by its suffix."""
    kind: str = args.format if args.format != "auto" else default or "auto"
    if kind in {"auto", "text"}:
        return "table" if args.output is None and sys.stdout.isatty() else "jsonl"
    if kind not in FORMATS:
        args.parser.error(translate("{kind} needs --column", kind=kind))
    return kind


def _write(writer: Writer, args: argparse.Namespace, problems: Problems) -> None:
    work = partial(_figures, reader=reader_of(args))
    with closing(ordered(work, _batches(args, problems), args.jobs)) as batches:
        for batch in batches:
            for document, mentions in batch:
                writer.write(document, mentions)
    writer.close()


def _figures(batch: list[Document], reader: Reader) -> list[tuple[Document, Mentions]]:
    return [(document, reader.extract(document.text)) for document in batch]


def _batches(args: argparse.Namespace, problems: Problems) -> Iterator[list[Document]]:
    """Join documents into batches that are worth sending to another process; without one, each is alone."""
    enough = args.block_size if args.jobs > 1 else 0
    batch: list[Document] = []
    size = 0
    for document in documents(args, problems):
        batch.append(document)
        size += len(document.text)
        if size >= enough:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def documents(args: argparse.Namespace, problems: Problems) -> Iterator[Document]:
    """Yield the documents of all files; report those that cannot be read and go on with the next."""
    for path in expanded(args.files or [STDIN], problems):
        source = as_text(path)
        try:
            with Input(path) as file:
                pieces = decoded(file, args.encoding)
                if args.lines:
                    for number, line in enumerate(lines(pieces), 1):
                        yield Document(f"{source}:{number}", source, number, line)
                else:
                    yield Document(source, source, 1, "".join(pieces))
        except (FileError, MissingExtraError, OSError) as error:
            problems.report_file(source, error)
