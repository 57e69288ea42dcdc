"""What the formats of records have in common: the protocols of a format and its records, and their error messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, Self

from krmoney._present.text import meant, nearest
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from krmoney.files.errors import Remedy
    from krmoney.files.inputs import Input

__all__ = ["BadRow", "Format", "Row", "column_exists", "is_encodable", "missing_column", "not_text"]

_SHOWN: Final = 12  # column names that a message lists


class BadRow(NamedTuple):
    """A record that cannot be used.

    Attributes:
        line: the line on which it starts, from 1.
        message: what is wrong.
        raw: the record as it is in the file, with invalid bytes escaped.
        remedy: what the caller could change.
    """

    line: int
    message: str
    raw: str
    remedy: Remedy | None = None


class Row(Protocol):
    """A record.

    Attributes:
        line: the line on which it starts, from 1.
        cell: the text to be read; None if there is none.
    """

    line: int
    cell: str | None

    @property
    def raw(self) -> str:
        """The record as it is in the file."""

    def json(self) -> str:
        """Return the record as a JSON object."""

    def cells(self, columns: Sequence[str]) -> Sequence[object]:
        """Return the cells of these columns for CSV."""

    def value(self, column: str) -> Any:
        """Return the value of a column for Arrow, or None; ValueError if Arrow could not hold it exactly."""

    def text(self, column: str) -> str | None:
        """Return the value of a column as JSON."""

    def beyond(self, columns: frozenset[str]) -> list[str]:
        """Return the columns of this record that are not among these."""


class Format(Protocol):
    """A format of records, and the column to be read."""

    def blocks(self, source: Input, size: int) -> Iterator[tuple[Self, bytes, int]]:
        """Cut a file into blocks of about `size` bytes.

        Yields:
            The format with what the file has shown of it, such as a header; the bytes of a block; and its first line.

        Raises:
            FileError: the file cannot be read, or not any further.
        """

    def rows(self, data: bytes, line: int) -> Iterator[Row | BadRow]:
        """Read the records of a block that starts on this line."""

    def columns(self, data: bytes) -> tuple[str, ...]:
        """Return the columns of the file, as far as its first block shows them."""

    def schema(self, data: bytes) -> pa.Schema:
        """Return the Arrow types of these columns."""


def missing_column(column: str, columns: Sequence[str]) -> str:
    """Return the message for a missing column, with the nearest name."""
    if near := nearest(column, columns):
        return translate("no column {column!r}", column=column) + meant(repr(near))
    shown = ", ".join(columns[:_SHOWN]) + (" …" if len(columns) > _SHOWN else "")
    return (
        translate("no column {column!r}; the columns are {shown}", column=column, shown=shown)
        if columns
        else translate("no column {column!r}: the file has no columns", column=column)
    )


def column_exists(name: str) -> str:
    """Return a message: the input has a column with the name of the added one."""
    return translate("column {name!r} already exists", name=name)


def not_text(column: str, value: object) -> str:
    """Return a message: the column holds something other than text."""
    a_number = translate("a number")
    kinds = {bool: translate("a boolean"), dict: translate("an object"), list: translate("a list")}
    return translate("{column!r} is {what}, not text", column=column, what=kinds.get(type(value), a_number))


def is_encodable(value: str) -> bool:
    """Return whether a text can be written as UTF-8; JSON can contain half of a surrogate pair."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
