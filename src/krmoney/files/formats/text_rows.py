"""Records whose cells are all text, under the same columns throughout a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from krmoney._extras import library

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

__all__ = ["TextRow", "text_schema"]


class TextRow:
    """A record of texts."""

    __slots__ = ("_columns", "_values", "cell", "line")

    def __init__(self, line: int, columns: Sequence[str], values: list[str], cell: str) -> None:
        self.line, self._columns, self._values = line, columns, values
        self.cell = cell if cell.strip() else None

    def json(self) -> str:
        """Return an object of strings."""
        return json.dumps(dict(zip(self._columns, self._values, strict=True)), ensure_ascii=False)

    def cells(self, columns: Sequence[str]) -> list[str]:  # noqa: ARG002  # all records have the same columns
        """Return the cells."""
        return self._values

    def value(self, column: str) -> str | None:
        """Return the text of a column."""
        return self._values[self._columns.index(column)] if column in self._columns else None

    def text(self, column: str) -> str | None:
        """Return the text of a column as JSON."""
        value = self.value(column)
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def beyond(self, columns: frozenset[str]) -> list[str]:  # noqa: ARG002
        """Return nothing: all records have the same columns."""
        return []


def text_schema(columns: Sequence[str]) -> pa.Schema:
    """Return the Arrow schema of these columns, all of them strings."""
    pa = library("pyarrow", "arrow")
    return pa.schema([(name, pa.string()) for name in columns])
