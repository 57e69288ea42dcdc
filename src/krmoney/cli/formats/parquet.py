"""Parquet: tables with types, read a batch of rows at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from krmoney._extras import library
from krmoney.cli.formats.base import BadRow, dumps, json_cell, without
from krmoney.cli.problems import INPUT, ProblemError
from krmoney.cli.texts import STDIN, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from krmoney.cli.files import Input

__all__ = [
    "Parquet",
    "ipc",
]

_ROWS: Final = 8192  # rows of Parquet, at most, that make a block


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
        """Write it as an object: decimals and dates as texts, bytes in base 64."""
        return dumps(_plain(self._values))

    def cells(self, columns: Sequence[str]) -> list[object]:
        """Return its values as they are written in JSON."""
        return [json_cell(_plain(self._values[name])) for name in columns]

    def value(self, column: str) -> Any:
        """Return the value of a column."""
        return self._values.get(column)

    def text(self, column: str) -> str | None:
        """Return the value of a column as it is written in JSON."""
        value = self._values.get(column)
        return None if value is None else dumps(_plain(value))

    def beyond(self, columns: frozenset[str]) -> list[str]:  # noqa: ARG002  # all records of a file have the same
        """Return nothing."""
        return []


def _plain(value: Any) -> Any:
    """Replace what JSON has no form for."""
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [*map(_plain, value)]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bytes):
        from base64 import b64encode  # hardly ever needed

        return b64encode(value).decode("ascii")
    if isinstance(value, float):
        return value if abs(value) < float("inf") else None  # not a number, or infinite
    if value is None or isinstance(value, str | int):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@dataclass(frozen=True)
class Parquet:
    """A Parquet file; a line is a row of it, from 1.

    Attributes:
        column: the column in which the text is.
    """

    column: str

    def blocks(self, source: Input, size: int) -> Iterator[tuple[Parquet, bytes, int]]:
        """Cut into batches of rows, as Arrow's own bytes."""
        pa, pq = library("pyarrow", "arrow"), library("pyarrow.parquet", "arrow")
        if source.live:
            message = "Parquet cannot be read from a pipe: its end is read first"
            raise ProblemError(message, INPUT)
        try:
            file = pq.ParquetFile(opened(STDIN) if source.path == STDIN else source.path, buffer_size=1 << 20)
            self._check(pa, file.schema_arrow)
            done, total, whole = 0, file.metadata.num_rows, source.size or 0
            groups = [file.metadata.row_group(at) for at in range(file.metadata.num_row_groups)]
            width = sum(group.total_byte_size for group in groups) / max(total, 1)
            batches = file.iter_batches(max(1, min(_ROWS, int(size / max(width, 1)))))
            empty = pa.RecordBatch.from_pylist([], schema=file.schema_arrow)
            for batch in batches if total else [empty]:
                source.taken = whole * (done + len(batch)) // max(total, 1)
                yield self, ipc(_without_views(pa, batch)), done + 1
                done += len(batch)
        except (pa.ArrowException, OSError, EOFError) as error:
            message = f"no Parquet that can be read: {str(error).partition(chr(10))[0].rstrip('.')}"
            raise ProblemError(message, INPUT) from error

    def rows(self, data: bytes, line: int) -> Iterator[ParquetRow | BadRow]:
        """Read each row."""
        batch = self.batch(data)
        columns = [_values(column) for column in batch.columns]
        names = batch.schema.names
        at = names.index(self.column)
        for number, values in zip(count(line), zip(*columns, strict=True), strict=False):
            odd = next((name for name, value in zip(names, values, strict=True) if isinstance(value, _Odd)), None)
            row = ParquetRow(number, dict(zip(names, map(_or_text, values), strict=True)), values[at])
            yield row if odd is None else BadRow(number, f"{odd!r} holds what cannot be written", row.raw)

    @staticmethod
    def batch(data: bytes) -> pa.RecordBatch:
        """Return the rows of a block."""
        return library("pyarrow", "arrow").ipc.open_stream(data).read_next_batch()

    def columns(self, data: bytes) -> tuple[str, ...]:
        """Return the names in the schema."""
        return tuple(self.schema(data).names)

    def schema(self, data: bytes) -> pa.Schema:
        """Return the schema."""
        return self.batch(data).schema

    def _check(self, pa: Any, schema: pa.Schema) -> None:
        if self.column not in schema.names:
            raise ProblemError(without(self.column, schema.names), INPUT)
        if len({*schema.names}) < len(schema.names):
            message = "two columns of the same name"
            raise ProblemError(message, INPUT)
        kind = schema.field(self.column).type
        kind = kind.value_type if pa.types.is_dictionary(kind) else kind
        if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_null(kind)
                or str(kind) == "string_view"):  # fmt: skip
            message = f"column {self.column!r} is {kind}, not text"
            raise ProblemError(message, INPUT)


def _values(column: pa.Array) -> list[Any]:
    """Return the values of a column; dates and times as ISO 8601 has them, which have room for all that Arrow has."""
    pa = library("pyarrow", "arrow")
    values: list[Any]
    if pa.types.is_timestamp(column.type):
        return [each and _stamp(each) for each in _stamps(pa, column)]
    if pa.types.is_duration(column.type):
        scale = _PARTS[column.type.unit]
        counts = column.cast(pa.int64()).to_pylist()
        return [None if each is None else f"PT{Decimal(each).scaleb(-scale):f}S" for each in counts]
    if pa.types.is_date(column.type) or pa.types.is_time(column.type):
        texts = column.cast(pa.string()).to_pylist()
        return [_Odd(each) if each and each.startswith("<") else each for each in texts]
    try:
        values = column.to_pylist()
    except (ArithmeticError, ValueError):
        values = [_value(each) for each in column]
    return values


class _Odd(str):
    """A value of Parquet that Python has no value for: a date of the year 10000 within a list."""

    __slots__ = ()


def _value(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except (ArithmeticError, ValueError):
        return _Odd(f"<{scalar.type}>")


def _or_text(value: Any) -> Any:
    return str(value) if isinstance(value, _Odd) else value


_PARTS: Final = {"s": 0, "ms": 3, "us": 6, "ns": 9}  # of a second, as a power of ten
_STAMP: Final = re.compile(r"([0-9]{4,6}-[0-9]{2}-[0-9]{2})[ T]([0-9:.]+)(?:(Z)|([+-][0-9]{2})([0-9]{2}))?")
_WHOLE_MINUTES: Final = "1920"  # before that, time zones were off by seconds, for which an offset has no room


def _stamp(text: str) -> str:
    """Write a point in time as ISO 8601 does; what Arrow has no date for is odd."""
    match = _STAMP.fullmatch(text)
    if match is None:
        return _Odd(text)
    day, time, utc, hours, minutes = match.groups()
    return f"{day}T{time}" + (utc or "") + (f"{hours}:{minutes}" if hours else "")


def _stamps(pa: Any, column: pa.Array) -> list[str | None]:
    """Return points in time as Arrow writes them; in UTC where the zone is not known here, or not to the minute."""
    if column.type.tz is None:
        plain: list[str | None] = column.cast(pa.string()).to_pylist()
        return plain
    utc = [each and f"{each}Z" for each in column.cast(pa.timestamp(column.type.unit)).cast(pa.string()).to_pylist()]
    try:
        local = column.cast(pa.string()).to_pylist()
    except pa.ArrowInvalid:
        return utc
    return [there if there and there > _WHOLE_MINUTES else here for there, here in zip(local, utc, strict=True)]


def _without_views(pa: Any, batch: pa.RecordBatch) -> pa.RecordBatch:
    """Replace the types of views, for which Arrow has few functions yet, by those of the same values."""
    for at, field in enumerate(batch.schema):
        kind = _without_view(pa, field.type)
        if kind != field.type:
            column = batch.column(at)
            try:
                column = column.cast(kind)
            except pa.ArrowNotImplementedError:
                column = pa.array(column.to_pylist(), kind)
            batch = batch.set_column(at, field.with_type(kind), column)
    return batch


def _without_view(pa: Any, kind: pa.DataType) -> pa.DataType:
    if large := {"string_view": pa.large_string(), "binary_view": pa.large_binary()}.get(str(kind)):
        return large
    inner = [kind.field(at) for at in range(kind.num_fields)]
    changed = [each.with_type(_without_view(pa, each.type)) for each in inner]
    if changed == inner:
        return kind
    if pa.types.is_struct(kind):
        return pa.struct(changed)
    if pa.types.is_map(kind):
        return pa.map_(
            kind.key_field.with_type(_without_view(pa, kind.key_type)),
            kind.item_field.with_type(_without_view(pa, kind.item_type)),
        )
    if pa.types.is_fixed_size_list(kind):
        return pa.list_(changed[0], kind.list_size)
    return pa.large_list(changed[0]) if pa.types.is_large_list(kind) else pa.list_(changed[0])


def ipc(batch: pa.RecordBatch) -> bytes:
    """Write rows as Arrow's own bytes, which other processes read without copying."""
    pa = library("pyarrow", "arrow")
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data
