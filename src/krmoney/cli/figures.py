"""What is done with the cell of a record: its figures found, or its one amount read.

A task is a frozen value that other processes can be given. It says what it makes of a cell and how that is written,
in JSON, in CSV, in a table and in Arrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

import krmoney
from krmoney import KrmoneyError, ParseError
from krmoney._extras import library
from krmoney.cli.rows import COLUMNS, MONEY_COLUMNS, flat, flat_money, money_row
from krmoney.cli.tables import AMOUNTS, FIGURES, amount_row, figure_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from krmoney import Mention, Mentions, Money
    from krmoney.cli.tables import Layout

__all__ = ["Extract", "ExtractNested", "Parse", "Read", "Task", "Values"]


class Read(NamedTuple):
    """What a cell was read as.

    Attributes:
        values: one for each row of the output.
        figures: how many figures there are.
        error: why the cell could not be read, and what is wrong with it.
    """

    values: Sequence[Any]
    figures: int
    error: KrmoneyError | None = None


class Values(NamedTuple):
    """What a column was read as.

    Attributes:
        column: the column that is added.
        rows: for each of its values the row of the input; None if they are the same.
        figures: how many figures there are.
        errors: the rows that could not be read, each with what is wrong.
    """

    column: pa.Array
    rows: pa.Array | None
    figures: int
    errors: list[tuple[int, str]]


class Task(Protocol):
    """Something that is done with each cell of a column."""

    @property
    def name(self) -> str:
        """What the added column is called."""

    @property
    def what(self) -> str:
        """What is counted, in the singular."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that CSV has for it."""

    @property
    def layout(self) -> Layout:
        """The table that people see."""

    def read(self, cell: str | None) -> Read:
        """Read a cell."""

    def json(self, value: Any) -> object:
        """Return what JSON has for a value."""

    def flat(self, value: Any) -> list[object]:
        """Return the cells of CSV for a value."""

    def shown(self, place: str, cell: str, value: Any) -> Iterator[list[str]]:
        """Yield the rows of a table for a value."""

    def type(self) -> pa.DataType:
        """Return the Arrow type of the added column."""

    def arrow(self, cells: pa.Array) -> Values:
        """Read a column."""


@dataclass(frozen=True)
class Extract:
    """Find every figure, each a row of the output.

    Attributes:
        name: what the added column is called.
        elided: whether amounts that leave out 원 count.
        prefer: the currencies to choose where a text leaves several.
    """

    name: str = "figure"
    elided: bool = True
    prefer: tuple[str, ...] = ()
    what: ClassVar[str] = "figure"
    layout: ClassVar[Layout] = FIGURES

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of CSV: those of figures in documents, without the document."""
        return tuple(f"{self.name}_{column}" for column in COLUMNS)

    def read(self, cell: str | None) -> Read:
        """Find the figures of a cell."""
        found = () if cell is None else krmoney.extract(cell, elided=self.elided, prefer=self.prefer)
        return Read(found, len(found))

    def json(self, value: Mention) -> object:
        """Return the row of a figure."""
        return value.to_row()

    def flat(self, value: Mention) -> list[object]:
        """Lay the row of a figure flat."""
        return [*flat(value.to_row()).values()]

    def shown(self, place: str, cell: str, value: Mention) -> Iterator[list[str]]:  # noqa: ARG002
        """Yield the row that documents have, too."""
        yield figure_row(place, value)

    def type(self) -> pa.DataType:
        """Return the Arrow type of a figure."""
        from krmoney import frames

        return frames.mention_type()

    def arrow(self, cells: pa.Array) -> Values:
        """Find the figures of a column."""
        from krmoney import frames

        pc = library("pyarrow.compute", "arrow")
        found = frames.extract(cells, elided=self.elided, prefer=self.prefer)
        return Values(found.flatten(), pc.list_parent_indices(found), len(found.flatten()), [])


@dataclass(frozen=True)
class ExtractNested(Extract):
    """Find every figure; all those of a cell are a list, in one row of the output."""

    name: str = "figures"

    def read(self, cell: str | None) -> Read:
        """Find the figures of a cell."""
        found = None if cell is None else krmoney.extract(cell, elided=self.elided, prefer=self.prefer)
        return Read((found,), len(found or ()))

    def json(self, value: Mentions | None) -> object:  # type: ignore[override]  # values are its own
        """Return the rows of the figures."""
        return None if value is None else value.to_rows()

    def shown(self, place: str, cell: str, value: Mentions | None) -> Iterator[list[str]]:  # type: ignore[override]
        """Yield a row for each figure: a table is not nested."""
        for each in value or ():
            yield from super().shown(place, cell, each)

    def type(self) -> pa.DataType:
        """Return the Arrow type of a list of figures."""
        from krmoney import frames

        return frames.mentions_type()

    def arrow(self, cells: pa.Array) -> Values:
        """Find the figures of a column."""
        from krmoney import frames

        found = frames.extract(cells, elided=self.elided, prefer=self.prefer)
        return Values(found, None, len(found.flatten()), [])


class _Cell(NamedTuple):
    """A cell that is one amount, or an error."""

    money: Money | None
    error: KrmoneyError | None


@dataclass(frozen=True)
class Parse:
    """Read the cell as one amount.

    Attributes:
        name: what the added column is called.
        currency: the currency of numbers without one.
        prefer: the currencies to choose where a name is shared.
        unit: what cells of digits alone are in.
    """

    name: str = "money"
    currency: str | None = None
    prefer: tuple[str, ...] = ()
    unit: str = ""
    what: ClassVar[str] = "amount"
    layout: ClassVar[Layout] = AMOUNTS

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of CSV."""
        return tuple(f"{self.name}_{column}" for column in MONEY_COLUMNS)

    def read(self, cell: str | None) -> Read:
        """Read a cell as one amount."""
        if cell is None:
            return Read((None,), 0)
        try:
            money = krmoney.parse(cell, currency=self.currency, prefer=self.prefer, unit=self.unit)
        except KrmoneyError as error:
            return Read((_Cell(None, error),), 0, error)
        return Read((_Cell(money, None),), 1)

    def json(self, value: _Cell | None) -> object:
        """Return the amount and its currency, or the error."""
        return None if value is None else money_row(*value)

    def flat(self, value: _Cell | None) -> list[object]:
        """Lay that flat."""
        row: dict[str, Any] = {} if value is None else flat_money(money_row(*value))
        return [row.get(column) for column in MONEY_COLUMNS]

    def shown(self, place: str, cell: str, value: _Cell | None) -> Iterator[list[str]]:
        """Yield a row for a cell that is not empty."""
        if value is not None:
            error = value.error.message if isinstance(value.error, ParseError) else str(value.error)
            yield amount_row(place, cell, value.money, error)

    def type(self) -> pa.DataType:
        """Return the Arrow type of a parsed cell."""
        from krmoney import frames

        return frames.money_type()

    def arrow(self, cells: pa.Array) -> Values:
        """Read the cells of a column."""
        from krmoney import frames

        pc = library("pyarrow.compute", "arrow")
        read = frames.parse(cells, currency=self.currency, prefer=self.prefer, unit=self.unit)
        bad = pc.and_(pc.is_valid(read), pc.is_valid(pc.struct_field(read, "error")))
        errors = [
            (at, _message(cells[at].as_py(), read[at]["error"].as_py())) for at in pc.indices_nonzero(bad).to_pylist()
        ]
        return Values(read, None, len(read) - read.null_count - len(errors), errors)


def _message(text: str, error: dict[str, Any]) -> str:
    """Put an error together that was taken apart."""
    if error["start"] is None:
        return str(error["message"])
    return str(ParseError(error["message"], text, (error["start"], error["end"]), error["hint"] or ""))
