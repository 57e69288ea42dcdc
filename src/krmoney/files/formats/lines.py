"""Text files in which every line is a record with one cell."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from krmoney._extras import library
from krmoney.files.formats.blocks import ESCAPED, block_encoding, cut, end_of_lines, text_lines, undecodable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from krmoney.files.formats.base import BadRow
    from krmoney.files.inputs import Input

__all__ = ["Lines"]


class LineRow:
    """A line of text."""

    __slots__ = ("_column", "cell", "line", "raw")

    def __init__(self, line: int, raw: str, column: str) -> None:
        self.line, self.raw, self._column = line, raw, column
        self.cell = raw if raw.strip() else None

    def json(self) -> str:
        """Return an object with the line."""
        return json.dumps({self._column: self.raw}, ensure_ascii=False)

    def cells(self, columns: Sequence[str]) -> list[str]:  # noqa: ARG002  # there is one
        """Return the line."""
        return [self.raw]

    def value(self, column: str) -> str | None:
        """Return the line."""
        return self.raw if column == self._column else None

    def text(self, column: str) -> str | None:
        """Return the line as JSON."""
        return json.dumps(self.raw, ensure_ascii=False) if column == self._column else None

    def beyond(self, columns: frozenset[str]) -> list[str]:  # noqa: ARG002  # all records have the same columns
        """Return nothing."""
        return []


@dataclass(frozen=True)
class Lines:
    """Text in which every line is a record with one cell.

    Attributes:
        column: the name of that cell.
        encoding: the encoding of the file.
    """

    column: str = "text"
    encoding: str = "utf-8-sig"

    def blocks(self, source: Input, size: int) -> Iterator[tuple[Lines, bytes, int]]:
        """Cut at line ends."""
        for data, line in cut(source, self.encoding, size, end_of_lines):
            yield self, data, line

    def rows(self, data: bytes, line: int) -> Iterator[LineRow | BadRow]:
        """Read each line."""
        encoding = block_encoding(self.encoding)
        lines, escaped = text_lines(data, encoding)
        for number, text in enumerate(lines, line):
            raw = text.removesuffix("\n").removesuffix("\r")
            bad = escaped and ESCAPED.search(raw)
            yield undecodable(number, raw, encoding) if bad else LineRow(number, raw, self.column)

    def columns(self, data: bytes) -> tuple[str, ...]:  # noqa: ARG002
        """Return the one column."""
        return (self.column,)

    def schema(self, data: bytes) -> pa.Schema:  # noqa: ARG002
        """Return a schema with one string."""
        pa = library("pyarrow", "arrow")
        return pa.schema([(self.column, pa.string())])
