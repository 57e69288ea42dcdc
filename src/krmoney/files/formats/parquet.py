"""Parquet: typed tables, read a batch of rows at a time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from krmoney._extras import library
from krmoney.files.errors import FileError
from krmoney.files.formats.arrow_batches import (
    Unrepresentable,
    from_ipc,
    json_value,
    python_values,
    to_ipc,
    without_views,
)
from krmoney.files.formats.base import BadRow, missing_column
from krmoney.files.formats.json_text import dumps, json_cell
from krmoney.files.inputs import open_bytes
from krmoney.files.names import STDIN
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from krmoney.files.inputs import Input

__all__ = ["Parquet"]

_ROWS: Final = 8192  # the maximum number of rows in a block


class ParquetRow:
    """A row of Parquet."""

    __slots__ = ("_values", "cell", "line")

    def __init__(self, line: int, values: dict[str, Any], cell: str | None) -> None:
        self.line, self._values, self.cell = line, values, cell

    @property
    def raw(self) -> str:
        """The row, as JSON."""
        return self.json()

    def json(self) -> str:
        """Return an object: decimals and dates as strings, bytes in base 64."""
        return dumps(json_value(self._values))

    def cells(self, columns: Sequence[str]) -> list[object]:
        """Return the values as they are written in JSON."""
        return [json_cell(json_value(self._values[name])) for name in columns]

    def value(self, column: str) -> Any:
        """Return the value of a column."""
        return self._values.get(column)

    def text(self, column: str) -> str | None:
        """Return the value of a column as it is written in JSON."""
        value = self._values.get(column)
        return None if value is None else dumps(json_value(value))

    def beyond(self, columns: frozenset[str]) -> list[str]:  # noqa: ARG002  # all records have the same columns
        """Return nothing."""
        return []


@dataclass(frozen=True)
class Parquet:
    """A Parquet file; its rows count as lines, from 1.

    Attributes:
        column: the column that holds the text.
    """

    column: str

    def blocks(self, source: Input, size: int) -> Iterator[tuple[Parquet, bytes, int]]:
        """Cut into batches of rows, as Arrow IPC bytes."""
        pa, pq = library("pyarrow", "arrow"), library("pyarrow.parquet", "arrow")
        if source.live:
            message = translate("Parquet cannot be read from a pipe: its index is at the end")
            raise FileError(message)
        try:
            file = pq.ParquetFile(open_bytes(STDIN) if source.path == STDIN else source.path, buffer_size=1 << 20)
            self._check(pa, file.schema_arrow)
            done, total, whole = 0, file.metadata.num_rows, source.size or 0
            groups = [file.metadata.row_group(at) for at in range(file.metadata.num_row_groups)]
            width = sum(group.total_byte_size for group in groups) / max(total, 1)
            batches = file.iter_batches(max(1, min(_ROWS, int(size / max(width, 1)))))
            empty = pa.RecordBatch.from_pylist([], schema=file.schema_arrow)
            for batch in batches if total else [empty]:
                source.consumed = whole * (done + len(batch)) // max(total, 1)
                yield self, to_ipc(without_views(batch)), done + 1
                done += len(batch)
        except (pa.ArrowException, OSError, EOFError) as error:
            message = translate("unreadable Parquet: {given}", given=str(error).partition(chr(10))[0].rstrip("."))
            raise FileError(message) from error

    def rows(self, data: bytes, line: int) -> Iterator[ParquetRow | BadRow]:
        """Read each row."""
        batch = from_ipc(data)
        columns = [python_values(column) for column in batch.columns]
        names = batch.schema.names
        at = names.index(self.column)
        for number, values in zip(count(line), zip(*columns, strict=True), strict=False):
            odd = next(
                (name for name, value in zip(names, values, strict=True) if isinstance(value, Unrepresentable)), None
            )
            row = ParquetRow(number, dict(zip(names, map(_shown, values), strict=True)), values[at])
            yield (
                row
                if odd is None
                else BadRow(number, translate("{odd!r} holds a value that cannot be written", odd=odd), row.raw)
            )

    def columns(self, data: bytes) -> tuple[str, ...]:
        """Return the names in the schema."""
        return tuple(self.schema(data).names)

    def schema(self, data: bytes) -> pa.Schema:
        """Return the schema."""
        return from_ipc(data).schema

    def _check(self, pa: Any, schema: pa.Schema) -> None:
        if self.column not in schema.names:
            raise FileError(missing_column(self.column, schema.names))
        if len({*schema.names}) < len(schema.names):
            message = translate("two columns have the same name")
            raise FileError(message)
        kind = schema.field(self.column).type
        kind = kind.value_type if pa.types.is_dictionary(kind) else kind
        if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_null(kind)
                or str(kind) == "string_view"):  # fmt: skip
            message = translate("column {column!r} is {kind}, not text", column=self.column, kind=kind)
            raise FileError(message)


def _shown(value: Any) -> Any:
    return str(value) if isinstance(value, Unrepresentable) else value
