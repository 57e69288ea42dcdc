"""What is done with the cell of a record: its figures are found, or its one amount is read.

A task is a frozen value that can be sent to other processes. It reads a cell, and returns the result for JSON, for CSV
and for Arrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from krmoney._extras import library
from krmoney.errors import KrmoneyError, NoValueError, ParseError
from krmoney.files.rows import MONEY_COLUMNS, figure_columns, flat_figure, flat_money, money_row
from krmoney.reading.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

    from krmoney._hooks import Columns
    from krmoney.values import Mention, Mentions, Money

__all__ = ["Cell", "Extract", "ExtractNested", "Parse", "Reading", "Task", "Values"]

_DEFAULT: Final = Reader()


class Reading(NamedTuple):
    """What a cell was read as.

    Attributes:
        values: one for each row of the output.
        figures: the number of figures.
        error: why the cell could not be read.
    """

    values: Sequence[Any]
    figures: int
    error: KrmoneyError | None = None


class Values(NamedTuple):
    """What a column was read as.

    Attributes:
        column: the added column.
        rows: for each of its values, the row of the input; None if they are the same.
        figures: the number of figures.
        errors: the rows that could not be read, each with a message.
    """

    column: pa.Array
    rows: pa.Array | None
    figures: int
    errors: list[tuple[int, str]]


class Task(Protocol):
    """Something that is done with each cell of a column."""

    @property
    def name(self) -> str:
        """The name of the added column."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns added to CSV."""

    def read(self, cell: str | None) -> Reading:
        """Read a cell."""

    def json(self, value: Any) -> object:
        """Return a value for JSON."""

    def flat(self, value: Any) -> list[object]:
        """Return the cells of a value for CSV."""

    def type(self) -> pa.DataType:
        """Return the Arrow type of the added column."""

    def arrow(self, cells: pa.Array) -> Values:
        """Read a column."""


@dataclass(frozen=True)
class Extract:
    """Find every figure; each is a row of the output.

    Attributes:
        name: the name of the added column.
        reader: what finds them.
        sentence: whether each comes with its sentence.
        chosen: the columns that CSV and Parquet have of it, ``core`` or ``all``.
    """

    name: str = "figure"
    reader: Reader = _DEFAULT
    sentence: bool = False
    chosen: Columns = "core"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns added to CSV."""
        return tuple(f"{self.name}_{column}" for column in figure_columns(self.chosen, sentence=self.sentence))

    def read(self, cell: str | None) -> Reading:
        """Find the figures of a cell."""
        if cell is None:
            return Reading((), 0)
        found = self.reader.extract(cell)
        said: Iterable[str | None] = found.sentences() if self.sentence else repeat(None)
        return Reading([*zip(found, said, strict=False)], len(found))

    def json(self, value: tuple[Mention, str | None]) -> object:
        """Return the row of a figure."""
        figure, sentence = value
        return figure.to_row() if sentence is None else figure.to_row() | {"sentence": sentence}

    def flat(self, value: tuple[Mention, str | None]) -> list[object]:
        """Return the flat row of a figure."""
        figure, sentence = value
        return [*flat_figure(figure.to_row(), self.chosen).values(), *([] if sentence is None else [sentence])]

    def type(self) -> pa.DataType:
        """Return the Arrow type of a figure."""
        from krmoney import frames

        return frames.mention_type(self.chosen, sentence=self.sentence)

    def arrow(self, cells: pa.Array) -> Values:
        """Find the figures of a column."""
        from krmoney import frames

        pc = library("pyarrow.compute", "arrow")
        found = frames.extract(cells, reader=self.reader, columns=self.chosen, sentence=self.sentence)
        return Values(found.flatten(), pc.list_parent_indices(found), len(found.flatten()), [])


@dataclass(frozen=True)
class ExtractNested(Extract):
    """Find every figure; those of a cell are a list, in one row of the output."""

    name: str = "figures"

    def read(self, cell: str | None) -> Reading:
        """Find the figures of a cell."""
        found = None if cell is None else self.reader.extract(cell)
        return Reading((found,), len(found or ()))

    def json(self, value: Mentions | None) -> object:  # type: ignore[override]  # its values are lists
        """Return the rows of the figures."""
        return None if value is None else value.to_rows(sentence=self.sentence)

    def type(self) -> pa.DataType:
        """Return the Arrow type of a list of figures."""
        from krmoney import frames

        return frames.mentions_type(self.chosen, sentence=self.sentence)

    def arrow(self, cells: pa.Array) -> Values:
        """Find the figures of a column."""
        from krmoney import frames

        found = frames.extract(cells, reader=self.reader, columns=self.chosen, sentence=self.sentence)
        return Values(found, None, len(found.flatten()), [])


class Cell(NamedTuple):
    """A cell read as one amount, or the error."""

    money: Money | None
    error: KrmoneyError | None


@dataclass(frozen=True)
class Parse:
    """Read the cell as one amount.

    Attributes:
        name: the name of the added column.
        reader: what reads it.
    """

    name: str = "money"
    reader: Reader = _DEFAULT

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns added to CSV."""
        return tuple(f"{self.name}_{column}" for column in MONEY_COLUMNS)

    def read(self, cell: str | None) -> Reading:
        """Read a cell as one amount."""
        if cell is None:
            return Reading((None,), 0)
        try:
            money = self.reader.parse(cell)
        except NoValueError:
            return Reading((None,), 0)
        except KrmoneyError as error:
            return Reading((Cell(None, error),), 0, error)
        return Reading((Cell(money, None),), 1)

    def json(self, value: Cell | None) -> object:
        """Return the row of a parsed cell."""
        return None if value is None else money_row(*value)

    def flat(self, value: Cell | None) -> list[object]:
        """Return the flat row of a parsed cell."""
        row: dict[str, Any] = {} if value is None else flat_money(money_row(*value))
        return [row.get(column) for column in MONEY_COLUMNS]

    def type(self) -> pa.DataType:
        """Return the Arrow type of a parsed cell."""
        from krmoney import frames

        return frames.money_type()

    def arrow(self, cells: pa.Array) -> Values:
        """Read the cells of a column."""
        from krmoney import frames

        pc = library("pyarrow.compute", "arrow")
        read = frames.parse(cells, reader=self.reader)
        bad = pc.and_(pc.is_valid(read), pc.is_valid(pc.struct_field(read, "error_type")))
        errors = [(at, _message(cells[at].as_py(), read[at].as_py())) for at in pc.indices_nonzero(bad).to_pylist()]
        return Values(read, None, len(read) - read.null_count - len(errors), errors)


def _message(text: str, row: dict[str, Any]) -> str:
    """Return the message of the error in a row."""
    if row["error_start"] is None:
        return str(row["error_message"])
    span = row["error_start"], row["error_end"]
    return str(ParseError(row["error_message"], text, span, row["error_hint"] or ""))
