"""Formats of records, as they are read: blocks of bytes that end where a record ends, and the records of a block.

The blocks are cut in the process that reads, which has little time: it looks at bytes, and decodes and parses
nothing. The records of a block are read by whichever process works on it.

A format is a frozen value with ``blocks``, ``rows``, ``columns`` and ``schema``, and an entry in `krmoney.cli.records`.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from io import StringIO
from itertools import count
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, Self

from krmoney._extras import library
from krmoney.cli.problems import INPUT, ProblemError
from krmoney.cli.texts import STDIN, bad_bytes, decoded, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa

    from krmoney.cli.files import Input

__all__ = [
    "BadRow",
    "Csv",
    "Format",
    "JsonLines",
    "Lines",
    "Parquet",
    "Row",
    "dumps",
    "ipc",
    "is_json",
    "is_text",
    "without",
]

LIMIT: Final = 1 << 24  # bytes: no record is longer, and no quote stays open for longer
_GREAT: Final = 10**38  # what a decimal of Arrow does not hold
_LONG: Final = 2**63
_SHOWN: Final = 12  # names of columns that a message lists
_ROWS: Final = 8192  # rows of Parquet, at most, that make a block


class BadRow(NamedTuple):
    """A record that cannot be used.

    Attributes:
        line: the line on which it begins, from 1.
        message: what is wrong.
        raw: the record as it stands in the file; bytes that are no text are escaped.
    """

    line: int
    message: str
    raw: str


class Row(Protocol):
    """A record.

    Attributes:
        line: the line on which it begins, from 1.
        cell: the text to be read; None where there is none.
    """

    line: int
    cell: str | None

    @property
    def raw(self) -> str:
        """The record as it stands in the file."""

    def json(self) -> str:
        """Write it as an object of JSON."""

    def cells(self, columns: Sequence[str]) -> Sequence[object]:
        """Return the cells of these columns as CSV has them."""

    def value(self, column: str) -> Any:
        """Return the value of a column for Arrow, or None; ValueError if Arrow would have to change it."""

    def text(self, column: str) -> str | None:
        """Return the value of a column as JSON."""

    def beyond(self, columns: frozenset[str]) -> list[str]:
        """Return which columns it has beside these."""


class Format(Protocol):
    """A format of records, and which column of them is read."""

    def blocks(self, source: Input, size: int) -> Iterator[tuple[Self, bytes, int]]:
        """Cut a file into blocks of about `size` bytes: each with the format as the file has shown it, and its line.

        Raises:
            ProblemError: the file cannot be read, or not further.
        """

    def rows(self, data: bytes, line: int) -> Iterator[Row | BadRow]:
        """Read the records of a block."""

    def columns(self, data: bytes) -> tuple[str, ...]:
        """Return the columns that there are, for all that the first block tells."""

    def schema(self, data: bytes) -> pa.Schema:
        """Return their Arrow types, likewise."""


# --- blocks


def _cut(source: Input, encoding: str, size: int, end_of: Callable[[bytearray], int]) -> Iterator[tuple[bytes, int]]:
    """Yield blocks and their line; `end_of` says where the last whole record of some bytes ends, 0 if none does."""
    rest, line, error = bytearray(), 1, None
    pieces = _pieces(source, encoding, size)
    enough = 0 if source.live else size  # whoever writes to a pipe may wait for the answer
    while True:
        try:
            piece = next(pieces, b"")
        except (ProblemError, OSError) as broken:
            piece, error = b"", broken
        rest += piece
        if line == 1 and rest.startswith(codecs.BOM_UTF8) and encoding == "utf-8-sig":
            del rest[:3]
        if piece and len(rest) < enough:
            continue
        end = len(rest) if not (piece or error) else end_of(rest) or (len(rest) > LIMIT and rest.rfind(b"\n") + 1)
        if end:
            block = bytes(rest[:end])
            del rest[:end]
            yield block, line
            line += block.count(b"\n")
        elif len(rest) > LIMIT:
            message = f"line {line} has no end within {LIMIT >> 20} MB"
            raise ProblemError(message, INPUT)
        if error:
            raise error
        if not piece:
            return


def _pieces(source: Input, encoding: str, size: int) -> Iterator[bytes]:
    """Yield the bytes of a file; as UTF-8 if a byte of it may look like an ASCII character and be none."""
    if _has_ascii(encoding):
        yield from iter(lambda: source.read1(size), b"")
    else:
        yield from (text.encode() for text in decoded(source, encoding) if text)


@cache
def _has_ascii(encoding: str) -> bool:
    """Whether ASCII characters are their bytes, as in UTF-8 and CP949, and newlines and quotes nothing else."""
    ascii_bytes = bytes(range(128))
    stateful = encoding.startswith(("iso2022", "hz", "utf-7"))
    try:
        return not stateful and ascii_bytes.decode(encoding) == ascii_bytes.decode("ascii")
    except UnicodeError:
        return False


def _inner(encoding: str) -> str:
    """Name the encoding of blocks."""
    return encoding.removesuffix("-sig") if _has_ascii(encoding) else "utf-8"


# --- text


_ESCAPED: Final = re.compile("[\udc80-\udcff]")  # how `surrogateescape` writes bytes that are no text


def _lines(data: bytes, encoding: str) -> tuple[list[str], bool]:
    r"""Decode lines, each with its ``\n``; the flag says that some of them hold escaped bytes."""
    try:
        return [*StringIO(data.decode(encoding), newline="\n")], False
    except UnicodeDecodeError:
        pieces = data.split(b"\n")
        lines = [piece.decode(encoding, "surrogateescape") + "\n" for piece in pieces]
        lines[-1] = lines[-1][:-1]
        return lines[: None if lines[-1] else -1], True


def _bad_bytes(line: int, raw: str, encoding: str) -> BadRow:
    """Say which bytes of a record are no text."""
    data = raw.encode(encoding, "surrogateescape")
    shown = data.decode(encoding, "backslashreplace")
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return BadRow(line, f"{bad_bytes(error, error.start, encoding)}", shown)
    return BadRow(line, f"some byte is not {encoding}", shown)  # an escape that was read as a character


def without(column: str, columns: Sequence[str]) -> str:
    """Say that there is no such column, and which there are."""
    from difflib import get_close_matches  # hardly ever needed

    near = get_close_matches(column, columns, 1)
    if near:
        return f"no column {column!r}: is {near[0]!r} meant?"
    shown = ", ".join(columns[:_SHOWN]) + (" …" if len(columns) > _SHOWN else "")
    return f"no column {column!r}: there are {shown}" if columns else f"no column {column!r}, nor any other"


def _no_text(column: str, value: object) -> str:
    kinds = {bool: "a truth value", dict: "an object", list: "a list"}
    return f"{column!r} is {kinds.get(type(value), 'a number')}, not text"


# --- JSON Lines


class _Number(str):
    """A number of JSON, as it is spelled."""

    __slots__ = ()


_decode: Final = json.JSONDecoder(parse_float=_Number, parse_int=_Number, parse_constant=_Number).decode


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
        return [_json_cell(self._values.get(name)) for name in columns]

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
    if not isinstance(value, _Number):
        return value
    if value.lstrip("-").isdecimal():
        return int(value)
    number = float(value)
    if value != "NaN" and (abs(number) == float("inf") or Decimal(repr(number)) != Decimal(value)):
        message = f"no number of Parquet is {value}"
        raise ValueError(message)
    return number


def _json_cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else dumps(value)


def dumps(value: object) -> str:
    """Write JSON, Hangul as it is and numbers as they were spelled."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {dumps(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(dumps, value)) + "]"
    return str(value) if isinstance(value, _Number) else json.dumps(value, ensure_ascii=False)


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
        for data, line in _cut(source, self.encoding, size, _end_of_lines):
            yield self, data, line

    def rows(self, data: bytes, line: int) -> Iterator[JsonRow | BadRow]:
        """Read each line."""
        encoding = _inner(self.encoding)
        lines, escaped = _lines(data, encoding)
        for number, text in enumerate(lines, line):
            raw = text.strip(" \t\r\n")
            if not raw:
                continue
            yield _bad_bytes(number, raw, encoding) if escaped and _ESCAPED.search(raw) else self._row(number, raw)

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
            return BadRow(line, _no_text(self.column, cell), raw)
        if self.added in values:
            return BadRow(line, f"there is a column {self.added!r} already: name another with --as", raw)
        return JsonRow(line, raw, values, cell)


def _end_of_lines(data: bytearray) -> int:
    return data.rfind(b"\n") + 1


_JSON: Final = {"content": "application/json"}  # of a column that Parquet has no type for
_DEEP: Final = 32  # levels of lists and objects that Parquet readers follow


def is_json(field: pa.Field) -> bool:
    """Tell whether a column holds JSON as text, because its values have no type of Parquet."""
    return bool(field.metadata) and field.metadata.get(b"content") == b"application/json"


def is_text(value: str) -> bool:
    """Tell whether a text can be written: JSON may name one half of a surrogate pair."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


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


# --- CSV


class CsvRow:
    """A record of CSV."""

    __slots__ = ("_begin", "_end", "_header", "_lines", "_values", "cell", "line")

    def __init__(self, line: int, header: Sequence[str], values: list[str], cell: str | None) -> None:
        self.line, self._header, self._values, self.cell = line, header, values, cell

    def standing(self, lines: list[str], begin: int, end: int) -> Self:
        """Say where it stands."""
        self._lines, self._begin, self._end = lines, begin, end
        return self

    @property
    def raw(self) -> str:
        """The record as it stands in the file."""
        return "".join(self._lines[self._begin : self._end]).rstrip("\r\n")

    def json(self) -> str:
        """Write it as an object of texts."""
        return json.dumps(dict(zip(self._header, self._values, strict=True)), ensure_ascii=False)

    def cells(self, columns: Sequence[str]) -> list[str]:  # noqa: ARG002  # every record has the columns of the header
        """Return its cells."""
        return self._values

    def value(self, column: str) -> str | None:
        """Return the text of a column."""
        return self._values[self._header.index(column)] if column in self._header else None

    def text(self, column: str) -> str | None:
        """Return that as JSON."""
        value = self.value(column)
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def beyond(self, columns: frozenset[str]) -> list[str]:  # noqa: ARG002  # all records of a file have the same
        """Return nothing."""
        return []


@dataclass(frozen=True)
class Csv:
    r"""A header, then one record a line; cells in double quotes may hold line ends. Blank lines are skipped.

    A record that is broken is its first line and no more, so that a quote left open costs nobody else's record.

    Attributes:
        column: the column in which the text is.
        encoding: of the file.
        delimiter: what stands between cells.
        header: the names of the columns, once they are known.
    """

    column: str
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    header: tuple[str, ...] = ()

    def blocks(self, source: Input, size: int) -> Iterator[tuple[Csv, bytes, int]]:
        """Cut at line ends outside of quotes, the header apart."""
        pattern = _quoted(self.delimiter.encode())
        known = None
        for data, line in _cut(source, self.encoding, size, lambda rest: _end_of_records(rest, pattern)):
            if known is not None:
                yield known, data, line
                continue
            known, lines = self._begun(data)
            rest = data.split(b"\n", lines)
            yield known, rest[-1] if len(rest) > lines else b"", line + lines

    def rows(self, data: bytes, line: int) -> Iterator[CsvRow | BadRow]:
        """Read each record."""
        encoding, at, width = _inner(self.encoding), self.header.index(self.column), len(self.header)
        lines, escaped = _lines(data, encoding)
        for begin, end, cells in self._records(lines, width):
            if isinstance(cells, str):
                raw = lines[begin].rstrip("\r\n")
                bad = escaped and _ESCAPED.search(raw)
                yield _bad_bytes(line + begin, raw, encoding) if bad else BadRow(line + begin, cells, raw)
                continue
            cell = cells[at]
            row = CsvRow(line + begin, self.header, cells, cell if cell.strip() else None)
            row.standing(lines, begin, end)
            yield _bad_bytes(row.line, row.raw, encoding) if escaped and _ESCAPED.search(row.raw) else row

    def columns(self, data: bytes) -> tuple[str, ...]:  # noqa: ARG002  # the header says it
        """Return the header."""
        return self.header

    def schema(self, data: bytes) -> pa.Schema:  # noqa: ARG002
        """Return a schema of texts."""
        pa = library("pyarrow", "arrow")
        return pa.schema([(name, pa.string()) for name in self.header])

    def _begun(self, data: bytes) -> tuple[Csv, int]:
        """Read the header, and say on how many lines it stands."""
        lines, escaped = _lines(data, _inner(self.encoding))
        for begin, end, cells in self._records(lines, None):
            problem = cells if isinstance(cells, str) else None
            if escaped and _ESCAPED.search("".join(lines[begin:end])):
                problem = _bad_bytes(begin, "".join(lines[begin:end]), _inner(self.encoding)).message
            if problem is None and cells.count(self.column) != 1:
                twice = f"two columns are called {self.column!r}: which one is meant?"
                problem = twice if self.column in cells else without(self.column, cells)
            if problem is not None:
                message = f"header: {problem}"
                raise ProblemError(message, INPUT)
            return replace(self, header=tuple(cells)), end
        message = without(self.column, [])
        raise ProblemError(message, INPUT)

    def _records(self, lines: list[str], width: int | None) -> Iterator[tuple[int, int, list[str] | str]]:
        """Yield the first line and the end of each record with its cells, or with what is wrong."""
        csv.field_size_limit(LIMIT)
        begin = 0
        while begin < len(lines):
            start = begin
            reader = csv.reader((lines[at] for at in range(start, len(lines))), delimiter=self.delimiter, strict=True)
            try:
                for cells in reader:
                    end = start + reader.line_num
                    if cells and width is not None and len(cells) != width:
                        yield begin, begin + 1, f"{len(cells)} cells, where the header has {width}"
                        begin += 1
                        break
                    if cells:
                        yield begin, end, cells
                    begin = end
            except csv.Error as error:
                message = "a quote is left open" if "unexpected end" in str(error) else f"broken CSV: {error}"
                yield begin, begin + 1, message
                begin += 1


@cache
def _quoted(delimiter: bytes) -> re.Pattern[bytes]:
    """Return what finds cells in quotes, those whose quote is still open at the end among them.

    A quote opens a cell only at its beginning, and closes it only at its end. The pattern begins with the quote, and
    then looks back: so `re` leaps from quote to quote.
    """
    edge = rb"\n" + re.escape(delimiter)
    return re.compile(rb'"(?<![^' + edge + rb']")[^"]*+(?:""[^"]*+)*+(?:"(?=[\r' + edge + rb"]|\Z)|\Z)")


def _end_of_records(data: bytearray, quoted: re.Pattern[bytes]) -> int:
    """Find the last line end outside of quotes."""
    if b'"' not in data:
        return _end_of_lines(data)
    until = len(data)
    for begin, end in reversed([found.span() for found in quoted.finditer(data)]):
        newline = data.rfind(b"\n", end, until)
        if newline >= 0:
            return newline + 1
        until = begin
    return data.rfind(b"\n", 0, until) + 1


# --- text, every line a cell


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
        for data, line in _cut(source, self.encoding, size, _end_of_lines):
            yield self, data, line

    def rows(self, data: bytes, line: int) -> Iterator[LineRow | BadRow]:
        """Read each line."""
        encoding = _inner(self.encoding)
        lines, escaped = _lines(data, encoding)
        for number, text in enumerate(lines, line):
            raw = text.removesuffix("\n").removesuffix("\r")
            bad = escaped and _ESCAPED.search(raw)
            yield _bad_bytes(number, raw, encoding) if bad else LineRow(number, raw, self.column)

    def columns(self, data: bytes) -> tuple[str, ...]:  # noqa: ARG002
        """Return the one column."""
        return (self.column,)

    def schema(self, data: bytes) -> pa.Schema:  # noqa: ARG002
        """Return a schema of one text."""
        pa = library("pyarrow", "arrow")
        return pa.schema([(self.column, pa.string())])


# --- Parquet


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
        return [_json_cell(_plain(self._values[name])) for name in columns]

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
