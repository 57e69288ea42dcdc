"""JSON Lines: a JSON object on each line."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from krmoney._extras import library
from krmoney.files.errors import Remedy
from krmoney.files.formats.base import BadRow, column_exists, is_encodable, missing_column, not_text
from krmoney.files.formats.blocks import ESCAPED, block_encoding, cut, end_of_lines, text_lines, undecodable
from krmoney.files.formats.json_text import Number, dumps, json_cell
from krmoney.files.formats.json_types import inferred_field
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from krmoney.files.inputs import Input

__all__ = ["JsonLines"]

_decode: Final = json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=Number).decode


class JsonRow:
    """A record of JSON Lines."""

    __slots__ = ("_values", "cell", "line", "raw")

    def __init__(self, line: int, raw: str, values: dict[str, Any], cell: str | None) -> None:
        self.line, self.raw, self._values, self.cell = line, raw, values, cell

    def json(self) -> str:
        """Return the object as it is in the file."""
        return self.raw

    def cells(self, columns: Sequence[str]) -> list[object]:
        """Return strings and numbers as they are, lists and objects as JSON."""
        return [json_cell(self._values.get(name)) for name in columns]

    def value(self, column: str) -> Any:
        """Return the value of a key, with exact numbers."""
        return _exact(self._values.get(column))

    def text(self, column: str) -> str | None:
        """Return the value of a key as it is spelled."""
        value = self._values.get(column)
        return None if value is None else dumps(value)

    def beyond(self, columns: frozenset[str]) -> list[str]:
        """Return the keys that are not among these."""
        return [name for name in self._values if name not in columns]


def _exact(value: Any) -> Any:
    """Replace spelled numbers by numbers.

    Raises:
        ValueError: a number has more digits than a double holds, is too large for it, or too long for Python.
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
        message = translate("Parquet cannot hold the number {value}", value=value)
        raise ValueError(message)
    return number


@dataclass(frozen=True)
class JsonLines:
    """One JSON object per line. Blank lines are skipped.

    Attributes:
        column: the key of the text.
        encoding: the encoding of the file.
        added: the key that the output adds, which no record may have.
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
        encoding = block_encoding(self.encoding)
        lines, escaped = text_lines(data, encoding)
        for number, text in enumerate(lines, line):
            raw = text.strip(" \t\r\n")
            if not raw:
                continue
            yield undecodable(number, raw, encoding) if escaped and ESCAPED.search(raw) else self._row(number, raw)

    def columns(self, data: bytes) -> tuple[str, ...]:
        """Return every key of the valid records in the first block."""
        names: dict[str, None] = {}
        for row in replace(self, added=None).rows(data, 1):
            if isinstance(row, JsonRow) and all(map(is_encodable, row.beyond(frozenset()))):
                names |= dict.fromkeys(row.beyond(frozenset()))
        return tuple(names)

    def schema(self, data: bytes) -> pa.Schema:
        """Infer the types from the first block."""
        pa = library("pyarrow", "arrow")
        columns = self.columns(data)
        rows = [row for row in replace(self, added=None).rows(data, 1) if isinstance(row, JsonRow)]
        good = [row for row in rows if not row.beyond(frozenset(columns))]
        return pa.schema([inferred_field(name, good) for name in columns])

    def _row(self, line: int, raw: str) -> JsonRow | BadRow:
        try:
            values = _decode(raw)
        except json.JSONDecodeError as error:
            return BadRow(
                line,
                translate(
                    "invalid JSON: {error} at character {place}",
                    error=error.msg[:1].lower() + error.msg[1:],
                    place=error.pos + 1,
                ),
                raw,
            )
        except RecursionError:
            return BadRow(line, translate("invalid JSON: nested too deeply"), raw)
        if type(values) is not dict:
            return BadRow(line, translate("each line must be a JSON object"), raw)
        if self.column not in values:
            return BadRow(line, missing_column(self.column, [*values]), raw)
        cell = values[self.column]
        if cell is not None and type(cell) is not str:
            return BadRow(line, not_text(self.column, cell), raw)
        if self.added is not None and self.added in values:
            return BadRow(line, column_exists(self.added), raw, Remedy("name"))
        return JsonRow(line, raw, values, cell)
