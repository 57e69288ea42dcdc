"""Output formats for the figures of running text.

To add a format, write a class with ``encode``, ``write`` and ``close`` and add it to `FORMATS` and `writer_of`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from functools import partial
from io import StringIO
from itertools import repeat
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, Protocol, TextIO, TypeVar

from krmoney.cli.figure_tables import FIGURES, FIGURES_IN_CONTEXT, figure_row
from krmoney.cli.inputs import called
from krmoney.cli.tables import Tables
from krmoney.files.csv_form import CsvTable
from krmoney.files.names import STDIN
from krmoney.files.rows import figure_columns, flat_figure, json_line
from krmoney.language import translate
from krmoney.values import Mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from krmoney._hooks import Columns
    from krmoney.files.csv_form import CsvForm
    from krmoney.values import Mention

__all__ = ["FORMATS", "Document", "Encode", "Writer", "places", "titled", "writer_of"]

T = TypeVar("T")  # the form of a document in a format


class _Placed(Protocol):
    """Something that begins at a place."""

    @property
    def start(self) -> int: ...


class Document(NamedTuple):
    """A text to be searched for figures, or a part of one.

    Attributes:
        name: its name in rows.
        source: its file, as named on the command line.
        line: the number of its first line there.
        text: the text.
        column: where in that line it begins, from 1.
        offset: how many characters of the whole text come before it.
    """

    name: str
    source: str
    line: int
    text: str
    column: int = 1
    offset: int = 0


Encode = Callable[[Document, Sequence["Mention"], Sequence[str] | None], T]


class Writer(Protocol[T]):
    """An output format: it writes documents, or parts of them, one by one, as soon as possible."""

    whole: ClassVar[bool]  # whether it needs a document as one text

    @property
    def encode(self) -> Encode[T]:
        """A function that returns the figures of a document, with their sentences if given, in the form of the output.

        Another process may do this.
        """

    def write(self, encoded: T) -> None:
        """Write them."""

    def close(self) -> None:
        """Write what is left."""


class _Lines:
    """Lines of text for each figure, JSON or CSV."""

    whole: ClassVar[bool] = False

    def __init__(self, file: TextIO, encode: Encode[str]) -> None:
        self._file = file
        self.encode: Final = encode

    def write(self, encoded: str) -> None:
        """Write them."""
        if encoded:
            self._file.write(encoded)
            self._file.flush()

    def close(self) -> None:
        """Do nothing: all has been written."""


def _json_lines(document: Document, mentions: Sequence[Mention], said: Sequence[str] | None) -> str:
    """Return a JSON object for each figure of a document."""
    rows = [each.to_row(document.name) for each in mentions]
    if said is not None:
        rows = [row | {"sentence": sentence} for row, sentence in zip(rows, said, strict=True)]
    return "".join(f"{json_line(row)}\n" for row in rows)


def _csv_lines(
    document: Document, mentions: Sequence[Mention], said: Sequence[str] | None, *, form: CsvForm, columns: Columns
) -> str:
    """Return the rows of JSON Lines, flattened."""
    lines = StringIO()
    sentences = repeat([]) if said is None else [[each] for each in said]
    csv.writer(lines, lineterminator="\n").writerows(
        form.cells([document.name, *flat_figure(each.to_row(), columns).values(), *sentence])
        for each, sentence in zip(mentions, sentences, strict=False)
    )
    return lines.getvalue()


class _Html:
    """A page for a browser: each text with its figures highlighted, and a table of them."""

    whole: ClassVar[bool] = True

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._begun = False

    @staticmethod
    def encode(document: Document, mentions: Sequence[Mention], said: Sequence[str] | None) -> tuple[str, str]:  # noqa: ARG004
        """Return the title of a document and its section of the page; a line without a figure has none."""
        from krmoney import notebook  # most commands do not need it

        shown = mentions or document.name == document.source
        name = titled(document)
        return name, notebook.page_section(name, Mentions(document.text, mentions)) if shown else ""

    def write(self, encoded: tuple[str, str]) -> None:
        """Write them."""
        title, section = encoded
        if section:
            self._begin(title)
            print(section, end="", file=self._file, flush=True)

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
    """Return the title of a document on a page."""
    return document.name.replace(STDIN, called(STDIN), 1) if document.source == STDIN else document.name


class _Tables:
    """One table for each file."""

    whole: ClassVar[bool] = False

    def __init__(self, file: TextIO, *, sentence: bool) -> None:
        self._file = file
        self._tables = Tables(FIGURES_IN_CONTEXT if sentence else FIGURES, file)
        self._read = False

    @staticmethod
    def encode(
        document: Document, mentions: Sequence[Mention], said: Sequence[str] | None
    ) -> tuple[str, list[list[str]]]:
        """Return the title of a document and its rows."""
        sentences = repeat(None) if said is None else said
        rows = [figure_row(*each) for each in zip(places(document, mentions), mentions, sentences, strict=False)]
        return called(document.source), rows

    def write(self, encoded: tuple[str, list[list[str]]]) -> None:
        """Collect them."""
        self._read = True
        self._tables.add(*encoded)

    def close(self) -> None:
        """Print the last table."""
        self._tables.close()
        if self._read and not self._tables.printed:
            print(translate("no figures found"), file=self._file)


def places(document: Document, figures: Iterable[_Placed]) -> Iterator[str]:
    """Yield the place of each figure, in their order, as ``line:column``, both from 1."""
    line, begin, seen = document.line, 1 - document.column, 0
    for each in figures:
        at = each.start - document.offset
        line += document.text.count("\n", seen, at)
        begin = document.text.rfind("\n", seen, at) + 1 or begin
        seen = at
        yield f"{line}:{at - begin + 1}"


FORMATS: Final = ("table", "jsonl", "csv", "html")


def writer_of(
    kind: str, file: TextIO, form: CsvForm, *, columns: Columns = "core", sentence: bool = False
) -> Writer[Any]:
    """Return the writer of a format.

    Args:
        kind: the format.
        file: where to write.
        form: how CSV is written.
        columns: which columns CSV has.
        sentence: whether to add the sentence of each figure.
    """
    match kind:
        case "table":
            return _Tables(file, sentence=sentence)
        case "csv":
            CsvTable(file, ("doc", *figure_columns(columns, sentence=sentence)), form)  # writes the header
            return _Lines(file, partial(_csv_lines, form=form, columns=columns))
        case "html":
            return _Html(file)
    return _Lines(file, _json_lines)
