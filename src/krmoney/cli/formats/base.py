"""What all formats of records have in common: records, blocks that end where a record ends, and lines of text."""

from __future__ import annotations

import codecs
import json
import re
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, Self

from krmoney.cli.problems import INPUT, ProblemError
from krmoney.cli.texts import bad_bytes, decoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa

    from krmoney.cli.files import Input

__all__ = [
    "ESCAPED",
    "LIMIT",
    "BadRow",
    "Format",
    "Number",
    "Row",
    "cut",
    "dumps",
    "end_of_lines",
    "inner",
    "is_text",
    "json_cell",
    "no_text",
    "not_text",
    "text_lines",
    "without",
]

LIMIT: Final = 1 << 24  # bytes: no record is longer, and no quote stays open for longer
_SHOWN: Final = 12  # names of columns that a message lists


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


def cut(source: Input, encoding: str, size: int, end_of: Callable[[bytearray], int]) -> Iterator[tuple[bytes, int]]:
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


def inner(encoding: str) -> str:
    """Name the encoding of blocks."""
    return encoding.removesuffix("-sig") if _has_ascii(encoding) else "utf-8"


def end_of_lines(data: bytearray) -> int:
    """Find the last line end."""
    return data.rfind(b"\n") + 1


# --- text


ESCAPED: Final = re.compile("[\udc80-\udcff]")  # how `surrogateescape` writes bytes that are no text


def text_lines(data: bytes, encoding: str) -> tuple[list[str], bool]:
    r"""Decode lines, each with its ``\n``; the flag says that some of them hold escaped bytes."""
    try:
        return [*StringIO(data.decode(encoding), newline="\n")], False
    except UnicodeDecodeError:
        pieces = data.split(b"\n")
        lines = [piece.decode(encoding, "surrogateescape") + "\n" for piece in pieces]
        lines[-1] = lines[-1][:-1]
        return lines[: None if lines[-1] else -1], True


def not_text(line: int, raw: str, encoding: str) -> BadRow:
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


def no_text(column: str, value: object) -> str:
    """Say what the cell of a column is instead of text."""
    kinds = {bool: "a truth value", dict: "an object", list: "a list"}
    return f"{column!r} is {kinds.get(type(value), 'a number')}, not text"


def is_text(value: str) -> bool:
    """Tell whether a text can be written: JSON may name one half of a surrogate pair."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


# --- JSON, as it is spelled


class Number(str):
    """A number of JSON, as it is spelled."""

    __slots__ = ()


def json_cell(value: object) -> str:
    """Write a value of JSON into a cell: texts and numbers as they are, lists and objects as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else dumps(value)


def dumps(value: object) -> str:
    """Write JSON, Hangul as it is and numbers as they were spelled."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {dumps(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(dumps, value)) + "]"
    return str(value) if isinstance(value, Number) else json.dumps(value, ensure_ascii=False)
