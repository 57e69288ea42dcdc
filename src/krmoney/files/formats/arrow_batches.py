"""Arrow batches: as bytes for other processes, without views, and their values as Python has them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from krmoney._extras import library

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Unrepresentable", "from_ipc", "json_value", "python_values", "to_ipc", "without_views"]


def to_ipc(batch: pa.RecordBatch) -> bytes:
    """Return a batch as Arrow IPC bytes, which other processes read without copying."""
    pa = library("pyarrow", "arrow")
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def from_ipc(data: bytes) -> pa.RecordBatch:
    """Return the batch in Arrow IPC bytes."""
    return library("pyarrow", "arrow").ipc.open_stream(data).read_next_batch()


# --- views


def without_views(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Replace columns of views, which few Arrow functions support yet, by plain ones of the same values."""
    pa = library("pyarrow", "arrow")
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


# --- values


def python_values(column: pa.Array) -> list[Any]:
    """Return the values of a column, with dates and times in ISO 8601, since Python's types hold fewer than Arrow's."""
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
        return [Unrepresentable(each) if each and each.startswith("<") else each for each in texts]
    try:
        values = column.to_pylist()
    except (ArithmeticError, ValueError):
        values = [_value(each) for each in column]
    return values


class Unrepresentable(str):
    """Stands for an Arrow value that Python cannot represent, such as a date of the year 10000 within a list."""

    __slots__ = ()


def _value(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except (ArithmeticError, ValueError):
        return Unrepresentable(f"<{scalar.type}>")


_PARTS: Final = {"s": 0, "ms": 3, "us": 6, "ns": 9}  # of a second, as powers of ten
_STAMP: Final = re.compile(r"([0-9]{4,6}-[0-9]{2}-[0-9]{2})[ T]([0-9:.]+)(?:(Z)|([+-][0-9]{2})([0-9]{2}))?")
_WHOLE_MINUTES: Final = "1920"  # earlier offsets of time zones have seconds, which ISO 8601 cannot write


def _stamp(text: str) -> str:
    """Return a point in time in ISO 8601; one that Arrow cannot write is unrepresentable."""
    match = _STAMP.fullmatch(text)
    if match is None:
        return Unrepresentable(text)
    day, time, utc, hours, minutes = match.groups()
    return f"{day}T{time}" + (utc or "") + (f"{hours}:{minutes}" if hours else "")


def _stamps(pa: Any, column: pa.Array) -> list[str | None]:
    """Return points in time as Arrow writes them; in UTC where the zone or its offset cannot be written."""
    if column.type.tz is None:
        plain: list[str | None] = column.cast(pa.string()).to_pylist()
        return plain
    utc = [each and f"{each}Z" for each in column.cast(pa.timestamp(column.type.unit)).cast(pa.string()).to_pylist()]
    try:
        local = column.cast(pa.string()).to_pylist()
    except pa.ArrowInvalid:
        return utc
    return [there if there and there > _WHOLE_MINUTES else here for there, here in zip(local, utc, strict=True)]


def json_value(value: Any) -> Any:
    """Return a value that JSON can hold: decimals and dates as strings, bytes in base 64."""
    if isinstance(value, dict):
        return {str(name): json_value(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [*map(json_value, value)]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bytes):
        from base64 import b64encode  # hardly ever needed

        return b64encode(value).decode("ascii")
    if isinstance(value, float):
        return value if abs(value) < float("inf") else None  # NaN or infinite
    if value is None or isinstance(value, str | int):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
