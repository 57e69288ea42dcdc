"""``krmoney extract`` on running text: every figure in text files."""

from __future__ import annotations

import sys
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from krmoney.cli.document_writers import FORMATS, Document, writer_of
from krmoney.cli.inputs import expanded
from krmoney.cli.options import columns_of, csv_form, reader_of
from krmoney.cli.text_output import text_output
from krmoney.errors import MissingExtraError
from krmoney.files.errors import FileError
from krmoney.files.inputs import Input
from krmoney.files.names import STDIN, FileName, as_text
from krmoney.files.processes import ordered, worthwhile
from krmoney.files.stretches import CONTEXT, stretches
from krmoney.files.text import decoded, lines
from krmoney.language import translate

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from krmoney.cli.document_writers import Encode, Writer
    from krmoney.cli.problems import Problems
    from krmoney.files.stretches import Stretch
    from krmoney.reading.reader import Reader

__all__ = ["documents", "run"]

T = TypeVar("T")


def run(args: argparse.Namespace, problems: Problems) -> None:
    """Find every figure in files."""
    kind = _output_format(args, FileName.of(args.output or "").format)
    form = csv_form(args, kind)
    columns = columns_of(args, kind)
    with text_output(args.output) as file:
        _write(writer_of(kind, file, form, columns=columns, sentence=args.context), args, problems)


def _output_format(args: argparse.Namespace, default: str | None) -> str:
    """Return the format of the output: that of --format, or else by its suffix."""
    kind: str = args.format if args.format != "auto" else default or "auto"
    if kind in {"auto", "text"}:
        return "table" if args.output is None and sys.stdout.isatty() else "jsonl"
    if kind not in FORMATS:
        args.parser.error(translate("{kind} needs --column", kind=kind))
    return kind


def _write(writer: Writer[Any], args: argparse.Namespace, problems: Problems) -> None:
    work = partial(_encoded, reader=reader_of(args), encode=writer.encode, sentence=args.context)
    texts: Iterator[list[Document] | _Part]
    if args.lines or writer.whole:
        texts = _batches(args, problems)
    else:
        texts = _of_files(args, problems, partial(_parts, size=max(args.block_size, 4 * CONTEXT)))
    with closing(ordered(work, texts, worthwhile(args.files, args.block_size, args.jobs))) as batches:
        for batch in batches:
            for encoded in batch:
                writer.write(encoded)
    writer.close()


class _Part(NamedTuple):
    """A part of the text of a file."""

    source: str
    stretch: Stretch


def _encoded(
    batch: list[Document] | _Part,
    reader: Reader,
    encode: Encode[T],
    *,
    sentence: bool,
) -> list[T]:
    """Find the figures of some documents, or of a part of one, and return them in the form of the output."""
    if isinstance(batch, list):
        read = [(document, reader.extract(document.text)) for document in batch]
        return [encode(document, found, found.sentences() if sentence else None) for document, found in read]
    source, stretch = batch
    document = Document(source, source, stretch.line, stretch.text, stretch.column, stretch.offset)
    found = stretch.extract(reader)
    return [encode(document, stretch.placed(found), found.sentences() if sentence else None)]


def _batches(args: argparse.Namespace, problems: Problems) -> Iterator[list[Document]]:
    """Join documents into batches for other processes; with one process, each batch is one document."""
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
    return _of_files(args, problems, _lines if args.lines else _whole)


def _of_files(
    args: argparse.Namespace, problems: Problems, of: Callable[[str, Iterator[str]], Iterator[T]]
) -> Iterator[T]:
    """Yield the results of a function of the name and the text of each file."""
    for path in expanded(args.files or [STDIN], problems):
        source = as_text(path)
        try:
            with Input(path) as file:
                yield from of(source, decoded(file, args.encoding))
        except (FileError, MissingExtraError, OSError) as error:
            problems.report_file(source, error)


def _lines(source: str, pieces: Iterator[str]) -> Iterator[Document]:
    for number, line in enumerate(lines(pieces), 1):
        yield Document(f"{source}:{number}", source, number, line)


def _whole(source: str, pieces: Iterator[str]) -> Iterator[Document]:
    yield Document(source, source, 1, "".join(pieces))


def _parts(source: str, pieces: Iterator[str], size: int) -> Iterator[_Part]:
    return (_Part(source, stretch) for stretch in stretches(pieces, size))
