"""Text of which every line is a record with one cell."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from krmoney._extras import library
from krmoney.cli.formats.base import ESCAPED, cut, end_of_lines, inner, not_text, text_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from krmoney.cli.files import Input
    from krmoney.cli.formats.base import BadRow


__all__ = [
    "Lines",
]


class LineRow:
    """A line of text."""

    __slots__ = ("_column", "cell", "line", "raw")

    def __init__(self, line: int, raw: str, column: str) -> None:
        self.line, self.raw, self._column = line, raw, column
        self.cell = raw if raw.strip() else None

    def json(self) -> str:
        """Write it as an object of one text."""
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

    def beyond(self, columns: frozenset[str]) -> list[str]:  # noqa: ARG002  # all records of a file have the same
        """Return nothing."""
        return []


@dataclass(frozen=True)
class Lines:
    """Text of which every line is a record with one cell.

    Attributes:
        column: what that cell is called.
        encoding: of the file.
    """

    column: str = "text"
    encoding: str = "utf-8-sig"

    def blocks(self, source: Input, size: int) -> Iterator[tuple[Lines, bytes, int]]:
        """Cut at line ends."""
        for data, line in cut(source, self.encoding, size, end_of_lines):
            yield self, data, line

    def rows(self, data: bytes, line: int) -> Iterator[LineRow | BadRow]:
        """Read each line."""
        encoding = inner(self.encoding)
        lines, escaped = text_lines(data, encoding)
        for number, text in enumerate(lines, line):
            raw = text.removesuffix("\n").removesuffix("\r")
            bad = escaped and ESCAPED.search(raw)
            yield not_text(number, raw, encoding) if bad else LineRow(number, raw, self.column)

    def columns(self, data: bytes) -> tuple[str, ...]:  # noqa: ARG002
        """Return the one column."""
        return (self.column,)

    def schema(self, data: bytes) -> pa.Schema:  # noqa: ARG002
        """Return a schema of one text."""
        pa = library("pyarrow", "arrow")
        return pa.schema([(self.column, pa.string())])
