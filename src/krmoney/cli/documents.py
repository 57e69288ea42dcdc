"""``krmoney extract`` on running text: every figure in text files.

To add an output format, write a class with ``write`` and ``close`` and add it to `WRITERS`.
"""

from __future__ import annotations

import csv
import sys
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TextIO

from krmoney.cli.figure_tables import FIGURES, figure_row
from krmoney.cli.inputs import expanded
from krmoney.cli.options import reading_options
from krmoney.cli.signals import exit_on_termination
from krmoney.cli.tables import Tables
from krmoney.errors import MissingExtraError
from krmoney.files.errors import FileError
from krmoney.files.inputs import Input
from krmoney.files.names import STDIN, FileName, as_text
from krmoney.files.outputs import Output
from krmoney.files.processes import ordered
from krmoney.files.rows import COLUMNS, flat_figure, json_line
from krmoney.files.text import decoded, lines
from krmoney.reading.reader import extract

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from krmoney.cli.problems import Problems
    from krmoney.values import Mentions

__all__ = ["WRITERS", "Document", "run"]


class Document(NamedTuple):
    """A text to be searched for figures.

    Attributes:
        name: its name in rows.
        source: the file that holds it, as named on the command line.
        line: the number of its first line there.
        text: the text.
    """

    name: str
    source: str
    line: int
    text: str


def run(args: argparse.Namespace, problems: Problems) -> None:
    """Find every figure in files."""
    name = FileName.of(args.output or "")
    kind = _output_format(args, name.format)
    if args.output is None:
        _write(WRITERS[kind](sys.stdout), args, problems)
        return
    with exit_on_termination(), Output(args.output, compression=name.compression) as output:
        file = output.text()
        _write(WRITERS[kind](file), args, problems)
        file.flush()
        output.finish()


def _output_format(args: argparse.Namespace, default: str | None) -> str:
    """Return the format of the output: as --format says, else by its suffix."""
    kind: str = args.format if args.format != "auto" else default or "auto"
    if kind in {"auto", "text"}:
        return "table" if args.output is None and sys.stdout.isatty() else "jsonl"
    if kind not in WRITERS:
        args.parser.error(f"{kind} needs --column")
    return kind


def _write(writer: _Writer, args: argparse.Namespace, problems: Problems) -> None:
    work = partial(_figures, options=reading_options(args))
    with closing(ordered(work, _batches(args, problems), args.jobs)) as batches:
        for batch in batches:
            for document, mentions in batch:
                writer.write(document, mentions)
    writer.close()


def _figures(batch: list[Document], options: dict[str, Any]) -> list[tuple[Document, Mentions]]:
    return [(document, extract(document.text, **options)) for document in batch]


def _batches(args: argparse.Namespace, problems: Problems) -> Iterator[list[Document]]:
    """Join documents into batches that are worth sending to another process; without one, each is alone."""
    enough = args.block_size if args.jobs > 1 else 0
    batch: list[Document] = []
    size = 0
    for document in _documents(args, problems):
        batch.append(document)
        size += len(document.text)
        if size >= enough:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _documents(args: argparse.Namespace, problems: Problems) -> Iterator[Document]:
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


class _Writer(Protocol):
    """An output format: it writes documents one by one, as soon as possible."""

    def write(self, document: Document, mentions: Mentions) -> None:
        """Write the figures of a document."""

    def close(self) -> None:
        """Write what is left."""


class _JsonLines:
    """One JSON object per line for each figure."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, document: Document, mentions: Mentions) -> None:
        """Write the figures of a document."""
        if mentions:
            for row in mentions.to_rows(document.name):
                print(json_line(row), file=self._file)
            self._file.flush()

    def close(self) -> None:
        """Do nothing: all has been written."""


class _Csv:
    """A header and one line for each figure: the rows of JSON Lines, flattened."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._writer = csv.DictWriter(file, ("doc", *COLUMNS), lineterminator="\n")
        self._writer.writeheader()

    def write(self, document: Document, mentions: Mentions) -> None:
        """Write the figures of a document."""
        if mentions:
            self._writer.writerows({"doc": document.name} | flat_figure(each.to_row()) for each in mentions)
            self._file.flush()

    def close(self) -> None:
        """Do nothing: all has been written."""


class _Html:
    """A page for a browser: each text with its figures highlighted, and a table of them."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._begun = False

    def write(self, document: Document, mentions: Mentions) -> None:
        """Write the figures of one document; a line without any is left out."""
        from krmoney import notebook  # most commands do not need it

        if mentions or document.name == document.source:
            name = document.name.replace(STDIN, "standard input", 1) if document.source == STDIN else document.name
            self._begin(name)
            print(notebook.page_section(name, mentions), end="", file=self._file, flush=True)

    def close(self) -> None:
        """Write the end of the page."""
        from krmoney import notebook

        self._begin("krmoney extract")
        print(notebook.page_end(), end="", file=self._file)

    def _begin(self, title: str) -> None:
        from krmoney import notebook

        if not self._begun:
            print(notebook.page_start(title), end="", file=self._file)
            self._begun = True


class _Tables:
    """One table for each file."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._tables = Tables(FIGURES, file)
        self._read = False

    def write(self, document: Document, mentions: Mentions) -> None:
        """Collect the figures of a document."""
        self._read = True
        rows = [figure_row(place, each) for place, each in zip(_places(document, mentions), mentions, strict=True)]
        self._tables.add("standard input" if document.source == STDIN else document.source, rows)

    def close(self) -> None:
        """Print the last table."""
        self._tables.close()
        if self._read and not self._tables.printed:
            print("no figures found", file=self._file)


def _places(document: Document, mentions: Mentions) -> Iterator[str]:
    """Yield the place of each figure as ``line:column``, both from 1."""
    line, begin, seen = document.line, 0, 0
    for each in mentions:
        line += document.text.count("\n", seen, each.start)
        begin = document.text.rfind("\n", seen, each.start) + 1 or begin
        seen = each.start
        yield f"{line}:{each.start - begin + 1}"


WRITERS: Final[dict[str, Callable[[TextIO], _Writer]]] = {
    "table": _Tables,
    "jsonl": _JsonLines,
    "csv": _Csv,
    "html": _Html,
}
