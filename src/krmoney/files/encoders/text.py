"""JSON Lines and CSV, as they are written."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from io import StringIO
from typing import TYPE_CHECKING, Any, ClassVar

from krmoney.files.compression import gzip_part
from krmoney.files.csv_form import PLAIN
from krmoney.files.encoders.base import RowEncoder, misfit
from krmoney.files.formats.base import is_encodable
from krmoney.files.rows import json_line
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from krmoney.files.csv_form import CsvForm
    from krmoney.files.encoders.base import Result, Sink
    from krmoney.files.formats.base import Format, Row
    from krmoney.files.outputs import Output
    from krmoney.files.tasks import Task

__all__ = ["CsvEncoder", "JsonEncoder"]


class _ByteSink:
    """A file of bytes that starts with a header."""

    def __init__(self, output: Output, header: str, *, gzip: bool) -> None:
        self._output = output
        # A gzip file is never empty, even if it holds nothing.
        if header or gzip:
            self._output.write(_encoded(header, gzip=gzip))

    def write(self, result: Result) -> None:
        """Write the result of a block."""
        if result.output:
            self._output.write(result.output)
            self._output.flush()

    def close(self) -> None:
        """Do nothing: all has been written."""


def _encoded(text: str, *, gzip: bool) -> bytes:
    # Half of a surrogate pair, which JSON can contain, is written as an escape.
    data = text.encode("utf-8", "backslashreplace")
    return gzip_part(data) if gzip else data


@dataclass(frozen=True)
class JsonEncoder(RowEncoder):
    """JSON Lines: each record as it was, with one more key.

    Attributes:
        name: the added key.
        gzip: whether to compress each block with gzip.
    """

    name: str
    gzip: bool = False
    by_name: ClassVar[bool] = True

    @property
    def added(self) -> tuple[str, ...]:
        """The added key."""
        return (self.name,)

    def sink(self, output: Output) -> Sink:
        """Start a file."""
        return _ByteSink(output, "", gzip=self.gzip)

    def written(self, task: Task, row: Row, values: Iterable[Any]) -> Iterator[str]:
        """Yield a line for each value."""
        start = f"{row.json()[:-1]}, {json_line(self.name)}: "
        for value in values:
            yield f"{start}{json_line(task.json(value))}}}\n"

    def joined(self, written: list[str]) -> bytes:
        """Join the lines of a block."""
        return _encoded("".join(written), gzip=self.gzip) if written else b""


@dataclass(frozen=True)
class CsvEncoder(RowEncoder):
    """CSV: the cells of each record, then the added ones.

    Attributes:
        added: the added columns.
        delimiter: the character between cells.
        gzip: whether to compress each block with gzip.
        form: how the cells are written.
        columns: the columns of the input, once they are known.
    """

    added: tuple[str, ...]
    delimiter: str = ","
    gzip: bool = False
    form: CsvForm = PLAIN
    columns: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether the header is known."""
        return bool(self.columns)

    def fitted(self, form: Format, data: bytes) -> CsvEncoder:
        """Return an encoder with the columns of a file."""
        return replace(self, columns=form.columns(data))

    def sink(self, output: Output) -> Sink:
        """Start a file with its header."""
        header = self.form.start + self._text([[*self.columns, *self.added]])
        return _ByteSink(output, header, gzip=self.gzip)

    def problem(self, row: Row) -> str:
        """Return which key of a record has no column, if there is one."""
        return misfit(row, frozenset(self.columns))

    def written(self, task: Task, row: Row, values: Iterable[Any]) -> Iterator[list[object]]:
        """Yield the cells of a row for each value."""
        cells = row.cells(self.columns)
        if not all(is_encodable(cell) for cell in cells if isinstance(cell, str)):
            message = translate("half of a surrogate pair is not a character")
            raise ValueError(message)
        for value in values:
            yield [*cells, *task.flat(value)]

    def joined(self, written: list[list[object]]) -> bytes:
        """Write the rows of a block."""
        return _encoded(self._text(written), gzip=self.gzip) if written else b""

    def _text(self, rows: list[list[object]] | list[list[str]]) -> str:
        made = [[*self.form.cells(row)] for row in rows]
        text = StringIO(newline="")
        csv.writer(text, delimiter=self.delimiter, lineterminator="\n").writerows(made)
        if "\r" not in text.getvalue():
            return text.getvalue()
        # With \n as line end, the writer does not quote a cell for its \r, and readers reject that.
        text = StringIO(newline="")
        csv.writer(text, delimiter=self.delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(made)
        return text.getvalue()
