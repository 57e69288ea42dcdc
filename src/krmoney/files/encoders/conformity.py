"""Whether a value fits a column of Parquet without being changed."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from krmoney.files.formats.base import is_encodable
from krmoney.language import translate

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["nonconformity"]

_SHOWN: Final = 40  # characters of a value that a message repeats


def nonconformity(pa: Any, value: Any, field: pa.Field) -> str:
    """Return why a value does not fit a column, as a message; an empty string if it does."""
    if _has_forbidden_null(pa, value, field):
        return translate("column {name!r} had no nulls in the first records, but is null here", name=field.name)
    if value is None or (isinstance(value, str) and pa.types.is_string(field.type) and is_encodable(value)):
        return ""
    with suppress(pa.ArrowException, ValueError, TypeError, OverflowError):
        if _is_unchanged(pa.scalar(value, field.type).as_py(), value):
            return ""
    kind, shown = _shortened(str(field.type)), _shortened(json.dumps(value))
    return translate(
        "column {name!r} was {kind} in the first records, but is {shown} here", name=field.name, kind=kind, shown=shown
    )


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _has_forbidden_null(pa: Any, value: Any, field: pa.Field) -> bool:
    """Return whether a value is null, or contains a null, where the schema of a Parquet file forbids it."""
    if value is None:
        return not field.nullable
    inner = [field.type.field(at) for at in range(field.type.num_fields)] if not field.type.equals(pa.null()) else []
    if isinstance(value, dict) and pa.types.is_struct(field.type):
        return any(_has_forbidden_null(pa, value.get(each.name), each) for each in inner)
    return (
        isinstance(value, list) and len(inner) == 1 and any(_has_forbidden_null(pa, each, inner[0]) for each in value)
    )


def _is_unchanged(kept: Any, value: Any) -> bool:
    """Return whether Arrow kept a value as it was: it cuts 2.5 to 2, and drops keys that a struct does not have."""
    if isinstance(value, dict):
        return isinstance(kept, dict) and all(
            name in kept and _is_unchanged(kept[name], each) for name, each in value.items()
        )
    if isinstance(value, list):
        return isinstance(kept, list) and len(kept) == len(value) and all(map(_is_unchanged, kept, value))
    if isinstance(value, bool) or isinstance(kept, bool):
        return kept is value
    return bool(kept == value) or (value != value and kept != kept)  # noqa: PLR0124  # NaN
