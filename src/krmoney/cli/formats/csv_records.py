"""CSV: a header, then a record with as many cells."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Self

from krmoney._extras import library
from krmoney.cli.formats.base import (
    ESCAPED,
    LIMIT,
    BadRow,
    cut,
    end_of_lines,
    inner,
    not_text,
    text_lines,
    without,
)
from krmoney.cli.problems import INPUT, ProblemError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from krmoney.cli.files import Input


__all__ = [
    "Csv",
]


class CsvRow:
    """A record of CSV."""

    __slots__ = ("_begin", "_end", "_header", "_lines", "_values", "cell", "line")

    def __init__(self, line: int, header: Sequence[str], values: list[str], cell: str | None) -> None:
        self.line, self._header, self._values, self.cell = line, header, values, cell

    def standing(self, lines: list[str], begin: int, end: int) -> Self:
        """Say where it stands."""
        self._lines, self._begin, self._end = lines, begin, end
        return self

    @property
    def raw(self) -> str:
        """The record as it stands in the file."""
        return "".join(self._lines[self._begin : self._end]).rstrip("\r\n")

    def json(self) -> str:
        """Write it as an object of texts."""
        return json.dumps(dict(zip(self._header, self._values, strict=True)), ensure_ascii=False)

    def cells(self, columns: Sequence[str]) -> list[str]:  # noqa: ARG002  # every record has the columns of the header
        """Return its cells."""
        return self._values

    def value(self, column: str) -> str | None:
        """Return the text of a column."""
        return self._values[self._header.index(column)] if column in self._header else None

    def text(self, column: str) -> str | None:
        """Return that as JSON."""
        value = self.value(column)
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def beyond(self, columns: frozenset[str]) -> list[str]:  # noqa: ARG002  # all records of a file have the same
        """Return nothing."""
        return []


@dataclass(frozen=True)
class Csv:
    r"""A header, then one record a line; cells in double quotes may hold line ends. Blank lines are skipped.

    A record that is broken is its first line and no more, so that a quote left open costs nobody else's record.

    Attributes:
        column: the column in which the text is.
        encoding: of the file.
        delimiter: what stands between cells.
        header: the names of the columns, once they are known.
    """

    column: str
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    header: tuple[str, ...] = ()

    def blocks(self, source: Input, size: int) -> Iterator[tuple[Csv, bytes, int]]:
        """Cut at line ends outside of quotes, the header apart."""
        pattern = _quoted(self.delimiter.encode())
        known = None
        for data, line in cut(source, self.encoding, size, lambda rest: _end_of_records(rest, pattern)):
            if known is not None:
                yield known, data, line
                continue
            known, lines = self._begun(data)
            rest = data.split(b"\n", lines)
            yield known, rest[-1] if len(rest) > lines else b"", line + lines

    def rows(self, data: bytes, line: int) -> Iterator[CsvRow | BadRow]:
        """Read each record."""
        encoding, at, width = inner(self.encoding), self.header.index(self.column), len(self.header)
        lines, escaped = text_lines(data, encoding)
        for begin, end, cells in self._records(lines, width):
            if isinstance(cells, str):
                raw = lines[begin].rstrip("\r\n")
                bad = escaped and ESCAPED.search(raw)
                yield not_text(line + begin, raw, encoding) if bad else BadRow(line + begin, cells, raw)
                continue
            cell = cells[at]
            row = CsvRow(line + begin, self.header, cells, cell if cell.strip() else None)
            row.standing(lines, begin, end)
            yield not_text(row.line, row.raw, encoding) if escaped and ESCAPED.search(row.raw) else row

    def columns(self, data: bytes) -> tuple[str, ...]:  # noqa: ARG002  # the header says it
        """Return the header."""
        return self.header

    def schema(self, data: bytes) -> pa.Schema:  # noqa: ARG002
        """Return a schema of texts."""
        pa = library("pyarrow", "arrow")
        return pa.schema([(name, pa.string()) for name in self.header])

    def _begun(self, data: bytes) -> tuple[Csv, int]:
        """Read the header, and say on how many lines it stands."""
        lines, escaped = text_lines(data, inner(self.encoding))
        for begin, end, cells in self._records(lines, None):
            problem = cells if isinstance(cells, str) else None
            if escaped and ESCAPED.search("".join(lines[begin:end])):
                problem = not_text(begin, "".join(lines[begin:end]), inner(self.encoding)).message
            if problem is None and cells.count(self.column) != 1:
                twice = f"two columns are called {self.column!r}: which one is meant?"
                problem = twice if self.column in cells else without(self.column, cells)
            if problem is not None:
                message = f"header: {problem}"
                raise ProblemError(message, INPUT)
            return replace(self, header=tuple(cells)), end
        message = without(self.column, [])
        raise ProblemError(message, INPUT)

    def _records(self, lines: list[str], width: int | None) -> Iterator[tuple[int, int, list[str] | str]]:
        """Yield the first line and the end of each record with its cells, or with what is wrong."""
        csv.field_size_limit(LIMIT)
        begin = 0
        while begin < len(lines):
            start = begin
            reader = csv.reader((lines[at] for at in range(start, len(lines))), delimiter=self.delimiter, strict=True)
            try:
                for cells in reader:
                    end = start + reader.line_num
                    if cells and width is not None and len(cells) != width:
                        yield begin, begin + 1, f"{len(cells)} cells, where the header has {width}"
                        begin += 1
                        break
                    if cells:
                        yield begin, end, cells
                    begin = end
            except csv.Error as error:
                message = "a quote is left open" if "unexpected end" in str(error) else f"broken CSV: {error}"
                yield begin, begin + 1, message
                begin += 1


@cache
def _quoted(delimiter: bytes) -> re.Pattern[bytes]:
    """Return what finds cells in quotes, those whose quote is still open at the end among them.

    A quote opens a cell only at its beginning, and closes it only at its end. The pattern begins with the quote, and
    then looks back: so `re` leaps from quote to quote.
    """
    edge = rb"\n" + re.escape(delimiter)
    return re.compile(rb'"(?<![^' + edge + rb']")[^"]*+(?:""[^"]*+)*+(?:"(?=[\r' + edge + rb"]|\Z)|\Z)")


def _end_of_records(data: bytearray, quoted: re.Pattern[bytes]) -> int:
    """Find the last line end outside of quotes."""
    if b'"' not in data:
        return end_of_lines(data)
    until = len(data)
    for begin, end in reversed([found.span() for found in quoted.finditer(data)]):
        newline = data.rfind(b"\n", end, until)
        if newline >= 0:
            return newline + 1
        until = begin
    return data.rfind(b"\n", 0, until) + 1
