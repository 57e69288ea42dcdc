"""Output formats for the figures of running text.

To add a format, write a class with ``write`` and ``close`` and add it to `FORMATS` and `writer_of`.
"""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TextIO

from krmoney.cli.figure_tables import FIGURES, FIGURES_IN_CONTEXT, figure_row
from krmoney.cli.inputs import called
from krmoney.cli.tables import Tables
from krmoney.files.csv_form import CsvTable
from krmoney.files.names import STDIN
from krmoney.files.rows import COLUMNS, flat_figure, json_line
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from krmoney.files.csv_form import CsvForm
    from krmoney.values import Mentions

__all__ = ["FORMATS", "Document", "Writer", "places", "titled", "writer_of"]


class _Placed(Protocol):
    """What begins somewhere."""

    @property
    def start(self) -> int: ...


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


class Writer(Protocol):
    """An output format: it writes documents one by one, as soon as possible."""

    def write(self, document: Document, mentions: Mentions) -> None:
        """Write the figures of a document."""

    def close(self) -> None:
        """Write what is left."""


class _JsonLines:
    """One JSON object per line for each figure."""

    def __init__(self, file: TextIO, *, sentence: bool) -> None:
        self._file = file
        self._sentence = sentence

    def write(self, document: Document, mentions: Mentions) -> None:
        """Write the figures of a document."""
        if mentions:
            for row in mentions.to_rows(document.name, sentence=self._sentence):
                print(json_line(row), file=self._file)
            self._file.flush()

    def close(self) -> None:
        """Do nothing: all has been written."""


class _Csv:
    """A header and one line for each figure: the rows of JSON Lines, flattened."""

    def __init__(self, file: TextIO, form: CsvForm, *, sentence: bool) -> None:
        self._file = file
        self._sentence = sentence
        self._table = CsvTable(file, ("doc", *COLUMNS, *(["sentence"] if sentence else [])), form)

    def write(self, document: Document, mentions: Mentions) -> None:
        """Write the figures of a document."""
        if mentions:
            rows = mentions.to_rows(document.name, sentence=self._sentence)
            self._table.write({**row, **flat_figure({**row})} for row in rows)
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
            name = titled(document)
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


def titled(document: Document) -> str:
    """Return what a page calls a document."""
    return document.name.replace(STDIN, called(STDIN), 1) if document.source == STDIN else document.name


class _Tables:
    """One table for each file."""

    def __init__(self, file: TextIO, *, sentence: bool) -> None:
        self._file = file
        self._sentence = sentence
        self._tables = Tables(FIGURES_IN_CONTEXT if sentence else FIGURES, file)
        self._read = False

    def write(self, document: Document, mentions: Mentions) -> None:
        """Collect the figures of a document."""
        self._read = True
        said = mentions.sentences() if self._sentence else repeat(None)
        rows = [figure_row(*each) for each in zip(places(document, mentions), mentions, said, strict=False)]
        self._tables.add(called(document.source), rows)

    def close(self) -> None:
        """Print the last table."""
        self._tables.close()
        if self._read and not self._tables.printed:
            print(translate("no figures found"), file=self._file)


def places(document: Document, figures: Iterable[_Placed]) -> Iterator[str]:
    """Yield the place of each figure, in their order, as ``line:column``, both from 1."""
    line, begin, seen = document.line, 0, 0
    for each in figures:
        line += document.text.count("\n", seen, each.start)
        begin = document.text.rfind("\n", seen, each.start) + 1 or begin
        seen = each.start
        yield f"{line}:{each.start - begin + 1}"


FORMATS: Final = ("table", "jsonl", "csv", "html")


def writer_of(kind: str, file: TextIO, form: CsvForm, *, sentence: bool) -> Writer:
    """Return the writer of a format.

    Args:
        kind: the format.
        file: where to write.
        form: how CSV is written.
        sentence: whether to add the sentence of each figure.
    """
    match kind:
        case "table":
            return _Tables(file, sentence=sentence)
        case "csv":
            return _Csv(file, form, sentence=sentence)
        case "html":
            return _Html(file)
    return _JsonLines(file, sentence=sentence)
