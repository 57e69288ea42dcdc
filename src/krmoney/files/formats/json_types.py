"""Arrow types of the columns of JSON Lines, inferred from records."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from krmoney._extras import library

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from krmoney.files.formats.base import Row

__all__ = ["holds_json", "inferred_field"]

_JSON: Final = {"content": "application/json"}  # metadata of a column of JSON texts
_DEPTH: Final = 32  # levels of nesting that Parquet readers accept
_DECIMAL_LIMIT: Final = 10**38  # larger than any Arrow decimal
_INTEGER_LIMIT: Final = 2**63


def holds_json(field: pa.Field) -> bool:
    """Return whether a column holds JSON as text because Parquet has no type for its values."""
    return bool(field.metadata) and field.metadata.get(b"content") == b"application/json"


def inferred_field(name: str, rows: Iterable[Row]) -> pa.Field:
    """Return the field of a key: with the common type of its values, or else the type of the first.

    Values without a Parquet type, such as an empty object or a number of fifty digits, are kept as JSON.
    """
    pa = library("pyarrow", "arrow")
    json = pa.field(name, pa.string(), metadata=_JSON)
    values: list[Any] = []
    odd = False
    for row in rows:
        try:
            value = row.value(name)
        except (RecursionError, ValueError):  # this row is bad if the others have a type
            odd = True
        else:
            values += [] if value is None else [value]
    if odd and not values:
        return json
    if values and all(type(value) in {int, float} for value in values):
        kind = _number_type(pa, values)
        return pa.field(name, kind) if kind else json
    for sample in (values, values[:1]):
        with suppress(pa.ArrowException, ValueError, TypeError, OverflowError, RecursionError):
            kind = pa.array(sample).type
            if not _fits_parquet(pa, kind):
                break
            return pa.field(name, pa.string() if pa.types.is_null(kind) else kind)
    return json


def _number_type(pa: Any, numbers: list[int | float]) -> pa.DataType | None:
    """Return a type that holds all these numbers exactly, or None."""
    if all(type(value) is int for value in numbers):
        most = max(map(abs, numbers))
        return (pa.int64() if most < _INTEGER_LIMIT else pa.decimal128(38, 0)) if most < _DECIMAL_LIMIT else None
    exact = all(type(value) is float or (abs(value) < _DECIMAL_LIMIT and float(value) == value) for value in numbers)
    return pa.float64() if exact else None


def _fits_parquet(pa: Any, kind: pa.DataType, depth: int = 0) -> bool:
    """Return whether Parquet can hold a type inferred from JSON."""
    if pa.types.is_struct(kind):
        fields = [kind.field(at).type for at in range(kind.num_fields)]
        return bool(fields) and depth < _DEPTH and all(_fits_parquet(pa, each, depth + 1) for each in fields)
    return not pa.types.is_list(kind) or (depth < _DEPTH and _fits_parquet(pa, kind.value_type, depth + 1))
