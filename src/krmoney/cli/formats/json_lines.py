"""JSON Lines: an object of JSON on each line."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from krmoney._extras import library
from krmoney.cli.formats.base import (
    ESCAPED,
    BadRow,
    Number,
    cut,
    dumps,
    end_of_lines,
    inner,
    is_text,
    json_cell,
    no_text,
    not_text,
    text_lines,
    without,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from krmoney.cli.files import Input

__all__ = [
    "JsonLines",
    "is_json",
]

_GREAT: Final = 10**38  # what a decimal of Arrow does not hold
_LONG: Final = 2**63


_decode: Final = json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=Number).decode


class JsonRow:
    """An object of JSON Lines."""

    __slots__ = ("_values", "cell", "line", "raw")

    def __init__(self, line: int, raw: str, values: dict[str, Any], cell: str | None) -> None:
        self.line, self.raw, self._values, self.cell = line, raw, values, cell

    def json(self) -> str:
        """Return it as it is."""
        return self.raw

    def cells(self, columns: Sequence[str]) -> list[object]:
        """Return texts and numbers as they are, lists and objects as JSON."""
        return [json_cell(self._values.get(name)) for name in columns]

    def value(self, column: str) -> Any:
        """Return the value of a key, its numbers exact."""
        return _exact(self._values.get(column))

    def text(self, column: str) -> str | None:
        """Return the value of a key as it is spelled."""
        value = self._values.get(column)
        return None if value is None else dumps(value)

    def beyond(self, columns: frozenset[str]) -> list[str]:
        """Return the keys that are none of these."""
        return [name for name in self._values if name not in columns]


def _exact(value: Any) -> Any:
    """Replace numbers as they are spelled by numbers.

    Raises:
        ValueError: a number has more digits than a double, or is larger; or more than Python reads.
    """
    if isinstance(value, dict):
        return {name: _exact(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_exact(each) for each in value]
    if not isinstance(value, Number):
        return value
    if value.lstrip("-").isdecimal():
        return int(value)
    number = float(value)
    if value != "NaN" and (abs(number) == float("inf") or Decimal(repr(number)) != Decimal(value)):
        message = f"no number of Parquet is {value}"
        raise ValueError(message)
    return number


@dataclass(frozen=True)
class JsonLines:
    """One object of JSON a line. Blank lines are skipped.

    Attributes:
        column: the key under which the text is.
        encoding: of the file.
        added: the key that the output has beside those of the input.
    """

    column: str
    encoding: str = "utf-8-sig"
    added: str | None = None

    def blocks(self, source: Input, size: int) -> Iterator[tuple[JsonLines, bytes, int]]:
        """Cut at line ends."""
        for data, line in cut(source, self.encoding, size, end_of_lines):
            yield self, data, line

    def rows(self, data: bytes, line: int) -> Iterator[JsonRow | BadRow]:
        """Read each line."""
        encoding = inner(self.encoding)
        lines, escaped = text_lines(data, encoding)
        for number, text in enumerate(lines, line):
            raw = text.strip(" \t\r\n")
            if not raw:
                continue
            yield not_text(number, raw, encoding) if escaped and ESCAPED.search(raw) else self._row(number, raw)

    def columns(self, data: bytes) -> tuple[str, ...]:
        """Return every key of the good records of the first block."""
        names: dict[str, None] = {}
        for row in replace(self, added=None).rows(data, 1):
            if isinstance(row, JsonRow) and all(map(is_text, row.beyond(frozenset()))):
                names |= dict.fromkeys(row.beyond(frozenset()))
        return tuple(names)

    def schema(self, data: bytes) -> pa.Schema:
        """Return the types that the first block shows."""
        pa = library("pyarrow", "arrow")
        columns = self.columns(data)
        rows = [row for row in replace(self, added=None).rows(data, 1) if isinstance(row, JsonRow)]
        good = [row for row in rows if not row.beyond(frozenset(columns))]
        return pa.schema([_inferred(pa, name, good) for name in columns])

    def _row(self, line: int, raw: str) -> JsonRow | BadRow:
        try:
            values = _decode(raw)
        except json.JSONDecodeError as error:
            return BadRow(line, f"no JSON: {error.msg[:1].lower()}{error.msg[1:]}, at character {error.pos + 1}", raw)
        except RecursionError:
            return BadRow(line, "no JSON that can be read: nested too deeply", raw)
        if type(values) is not dict:
            return BadRow(line, "an object of JSON is needed on each line", raw)
        if self.column not in values:
            return BadRow(line, without(self.column, [*values]), raw)
        cell = values[self.column]
        if cell is not None and type(cell) is not str:
            return BadRow(line, no_text(self.column, cell), raw)
        if self.added in values:
            return BadRow(line, f"there is a column {self.added!r} already: name another with --as", raw)
        return JsonRow(line, raw, values, cell)


_JSON: Final = {"content": "application/json"}  # of a column that Parquet has no type for
_DEEP: Final = 32  # levels of lists and objects that Parquet readers follow


def is_json(field: pa.Field) -> bool:
    """Tell whether a column holds JSON as text, because its values have no type of Parquet."""
    return bool(field.metadata) and field.metadata.get(b"content") == b"application/json"


def _inferred(pa: Any, name: str, rows: list[JsonRow]) -> pa.Field:
    """Return the field of a key: with the type that its values have in common, or that of the first if they have none.

    What has no type of Parquet, such as an object without keys or a number of fifty digits, is kept as JSON.
    """
    some: list[Any] = []
    odd = False
    for row in rows:
        try:
            value = row.value(name)
        except (RecursionError, ValueError):  # a bad row, if others show a type
            odd = True
        else:
            some += [] if value is None else [value]
    if odd and not some:
        return pa.field(name, pa.string(), metadata=_JSON)
    if some and all(type(value) in {int, float} for value in some):
        kind = _number_type(pa, some)
        return pa.field(name, kind) if kind else pa.field(name, pa.string(), metadata=_JSON)
    for sample in (some, some[:1]):
        with suppress(pa.ArrowException, ValueError, TypeError, OverflowError, RecursionError):
            kind = pa.array(sample).type
            if not _holds(pa, kind):
                break
            return pa.field(name, pa.string() if pa.types.is_null(kind) else kind)
    return pa.field(name, pa.string(), metadata=_JSON)


def _number_type(pa: Any, some: list[int | float]) -> pa.DataType | None:
    """Return the type that holds all of some numbers exactly, if one does."""
    if all(type(value) is int for value in some):
        most = max(map(abs, some))
        return (pa.int64() if most < _LONG else pa.decimal128(38, 0)) if most < _GREAT else None
    exact = all(type(value) is float or (abs(value) < _GREAT and float(value) == value) for value in some)
    return pa.float64() if exact else None


def _holds(pa: Any, kind: pa.DataType, depth: int = 0) -> bool:
    """Tell whether Parquet has room for a type that JSON showed."""
    if pa.types.is_struct(kind):
        fields = [kind.field(at).type for at in range(kind.num_fields)]
        return bool(fields) and depth < _DEEP and all(_holds(pa, each, depth + 1) for each in fields)
    return not pa.types.is_list(kind) or (depth < _DEEP and _holds(pa, kind.value_type, depth + 1))
