"""CSV: a header, then records with as many cells."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Self

from krmoney.files.errors import FileError
from krmoney.files.formats.base import BadRow, missing_column
from krmoney.files.formats.blocks import ESCAPED, LIMIT, block_encoding, cut, end_of_lines, text_lines, undecodable
from krmoney.files.formats.text_rows import TextRow, text_schema
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from krmoney.files.errors import Remedy
    from krmoney.files.inputs import Input

__all__ = ["Csv"]


class CsvRow(TextRow):
    """A CSV record."""

    __slots__ = ("_end", "_lines", "_start")

    def at(self, lines: list[str], start: int, end: int) -> Self:
        """Note where it is in the file, and return it."""
        self._lines, self._start, self._end = lines, start, end
        return self

    @property
    def raw(self) -> str:
        """The record as it is in the file."""
        return "".join(self._lines[self._start : self._end]).rstrip("\r\n")


@dataclass(frozen=True)
class Csv:
    r"""A header, then one record per line; cells in double quotes may contain line ends. Blank lines are skipped.

    A malformed record counts as its first line only, so that an unclosed quote does not swallow the next records.

    Attributes:
        column: the column that holds the text.
        encoding: the encoding of the file.
        delimiter: the character between cells.
        header: the column names, once they are known.
    """

    column: str
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    header: tuple[str, ...] = ()

    def blocks(self, source: Input, size: int) -> Iterator[tuple[Csv, bytes, int]]:
        """Cut at line ends outside quotes, after the header."""
        pattern = _quoted(self.delimiter.encode())
        known = None
        for data, line in cut(source, self.encoding, size, lambda rest: _end_of_records(rest, pattern)):
            if known is not None:
                yield known, data, line
                continue
            known, lines = self._with_header(data)
            rest = data.split(b"\n", lines)
            yield known, rest[-1] if len(rest) > lines else b"", line + lines

    def rows(self, data: bytes, line: int) -> Iterator[CsvRow | BadRow]:
        """Read each record."""
        encoding, at, width = block_encoding(self.encoding), self.header.index(self.column), len(self.header)
        lines, escaped = text_lines(data, encoding)
        for begin, end, cells in self._records(lines, width):
            if isinstance(cells, str):
                raw = lines[begin].rstrip("\r\n")
                bad = escaped and ESCAPED.search(raw)
                yield undecodable(line + begin, raw, encoding) if bad else BadRow(line + begin, cells, raw)
                continue
            row = CsvRow(line + begin, self.header, cells, cells[at]).at(lines, begin, end)
            yield undecodable(row.line, row.raw, encoding) if escaped and ESCAPED.search(row.raw) else row

    def columns(self, data: bytes) -> tuple[str, ...]:  # noqa: ARG002  # the header has them
        """Return the header."""
        return self.header

    def schema(self, data: bytes) -> pa.Schema:  # noqa: ARG002
        """Return a schema of strings."""
        return text_schema(self.header)

    def _with_header(self, data: bytes) -> tuple[Csv, int]:
        """Read the header; return how many lines it takes, too."""
        encoding = block_encoding(self.encoding)
        lines, escaped = text_lines(data, encoding)
        for begin, end, cells in self._records(lines, None):
            raw = "".join(lines[begin:end])
            if escaped and ESCAPED.search(raw):
                bad = undecodable(begin, raw, encoding)
                raise _header_error(bad.message, bad.remedy)
            if isinstance(cells, str):
                raise _header_error(cells)
            if self.column not in cells:
                raise _header_error(missing_column(self.column, cells))
            if cells.count(self.column) > 1:
                twice = translate("two columns are called {column!r}", column=self.column)
                raise _header_error(twice)
            return replace(self, header=tuple(cells)), end
        raise FileError(missing_column(self.column, []))

    def _records(self, lines: list[str], width: int | None) -> Iterator[tuple[int, int, list[str] | str]]:
        """Yield the first line and the end of each record with its cells, or with an error message."""
        csv.field_size_limit(LIMIT)
        begin = 0
        while begin < len(lines):
            start = begin
            reader = csv.reader((lines[at] for at in range(start, len(lines))), delimiter=self.delimiter, strict=True)
            try:
                for cells in reader:
                    end = start + reader.line_num
                    if cells and width is not None and len(cells) != width:
                        yield (
                            begin,
                            begin + 1,
                            translate("{length} cells, but the header has {width}", length=len(cells), width=width),
                        )
                        begin += 1
                        break
                    if cells:
                        yield begin, end, cells
                    begin = end
            except csv.Error as error:
                message = (
                    translate("unclosed quote")
                    if "unexpected end" in str(error)
                    else translate("malformed CSV: {error}", error=error)
                )
                yield begin, begin + 1, message
                begin += 1


def _header_error(message: str, remedy: Remedy | None = None) -> FileError:
    return FileError(translate("header: {message}", message=message), remedy)


@cache
def _quoted(delimiter: bytes) -> re.Pattern[bytes]:
    """Return a pattern for quoted cells, including one that is still open at the end.

    A quote opens a cell only at its start and closes it only at its end. The pattern starts with the quote and then
    looks back, so that `re` jumps from quote to quote.
    """
    edge = rb"\n" + re.escape(delimiter)
    return re.compile(rb'"(?<![^' + edge + rb']")[^"]*+(?:""[^"]*+)*+(?:"(?=[\r' + edge + rb"]|\Z)|\Z)")


def _end_of_records(data: bytearray, quoted: re.Pattern[bytes]) -> int:
    """Return where the last complete record ends."""
    if b'"' not in data:
        return end_of_lines(data)
    until = len(data)
    for begin, end in reversed([found.span() for found in quoted.finditer(data)]):
        newline = data.rfind(b"\n", end, until)
        if newline >= 0:
            return newline + 1
        until = begin
    return data.rfind(b"\n", 0, until) + 1
