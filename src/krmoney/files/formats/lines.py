"""Text files in which every line is a record with one cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from krmoney.files.formats.blocks import ESCAPED, block_encoding, cut, end_of_lines, text_lines, undecodable
from krmoney.files.formats.text_rows import TextRow, text_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from krmoney.files.formats.base import BadRow
    from krmoney.files.inputs import Input

__all__ = ["Lines"]


class LineRow(TextRow):
    """A line of text."""

    __slots__ = ()

    @property
    def raw(self) -> str:
        """The line."""
        return self._values[0]


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
            yield undecodable(number, raw, encoding) if bad else LineRow(number, (self.column,), [raw], raw)

    def columns(self, data: bytes) -> tuple[str, ...]:  # noqa: ARG002
        """Return the one column."""
        return (self.column,)

    def schema(self, data: bytes) -> pa.Schema:  # noqa: ARG002
        """Return a schema with one string."""
        return text_schema((self.column,))
