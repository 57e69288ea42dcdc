"""A table that was read, and its forms as rows, data frames, Arrow and HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from krmoney._extras import library
from krmoney._hooks import hook
from krmoney.errors import AmountError
from krmoney.language import translate
from krmoney.values import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    import pandas as pd
    import pyarrow as pa

    from krmoney.iso import Currency
    from krmoney.reading.labels import UnitLabel

__all__ = ["COLUMNS", "Cell", "CellKind", "Place", "Table", "UnitFrom"]

CellKind: TypeAlias = Literal["money", "percent", "count", "other", "none", "undecided"]
Place: TypeAlias = Literal["cell", "row_label", "column_header", "first_row", "caption", "given"]

COLUMNS: Final = ("table", "row", "column", "labels", "headers", "text", "kind", "value", "currency", "unit_from")
_SCALE: Final = 10  # decimal places of a value in Arrow, as in krmoney.frames


class UnitFrom(NamedTuple):
    """Where the unit or the kind of a cell was found.

    Attributes:
        place: the cell itself, the label of its row, the header of its column, a row of the table with only the unit
            (``first_row``), the text before the table (``caption``), or the caller (``given``).
        text: its text.
    """

    place: Place
    text: str

    def __str__(self) -> str:
        """Return both: ``caption: (단위: 백만원)``."""
        return f"{self.place}: {self.text}"


class Cell(NamedTuple):
    """A place in the grid of a table.

    Attributes:
        text: the text as written.
        row: the labels of its row, outermost first.
        column: the headers of its column, outermost first.
        kind: its kind; ``none`` means that there is no value, ``undecided`` is a number whose unit is unknown.
        value: money in whole units of the currency; a percentage, a count or another number as written; otherwise None.
        currency: the currency of money.
        unit_from: where the unit was found; None if it was not.
        number: the number as written, with its sign, even if it is undecided.
        is_label: whether it is a row label, a column header, or in a row with the unit.
        is_first: whether the cell begins here; a cell that spans several places is in all of them.
    """

    text: str
    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    kind: CellKind = "other"
    value: Decimal | None = None
    currency: Currency | None = None
    unit_from: UnitFrom | None = None
    number: Decimal | None = None
    is_label: bool = False
    is_first: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table, with every cell read in its unit or undecided.

    Attributes:
        cells: the grid, a tuple for each row; a cell that spans several places is in all of them.
        index: which table of the source it is, from 0.
        unit: the unit label of the table as a whole; None if it has none.
        unit_from: where that was found.
        title: the paragraph directly before the table, or its caption.
        headers: how many rows at the top are headers.
        labels: how many columns at the left are labels.
        warnings: what is wrong with it: ragged rows, a header that is missing.
    """

    cells: tuple[tuple[Cell, ...], ...]
    index: int = 0
    unit: UnitLabel | None = None
    unit_from: UnitFrom | None = None
    title: str = ""
    headers: int = 0
    labels: int = 0
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Show the size and the unit."""
        width = max(map(len, self.cells), default=0)
        unit = f", {self.unit_from!s}" if self.unit_from else ""
        return f"<Table {self.index}: {len(self.cells)} × {width}{unit}>"

    def data(self) -> Iterator[tuple[int, int, Cell]]:
        """Yield the cells that are not labels, each once, with their row and column, counted from 0."""
        for row, cells in enumerate(self.cells):
            for column, cell in enumerate(cells):
                if cell.is_first and not cell.is_label:
                    yield row, column, cell

    def counts(self) -> dict[CellKind, int]:
        """Count the cells that are not labels by kind; blank ones are left out."""
        counted: dict[CellKind, int] = dict.fromkeys(("money", "percent", "count", "other", "none", "undecided"), 0)
        for _, _, cell in self.data():
            if cell.text.strip():
                counted[cell.kind] += 1
        return counted

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return a row for each cell that is not a label, of plain values that JSON can hold."""
        return [_row(self.index, *each) for each in self.data()]

    def to_pandas(self, form: Literal["long", "wide"] = "long") -> pd.DataFrame:
        """Return a data frame; values are exact `Decimal`.

        Args:
            form: ``long`` has a row for each cell that is not a label; ``wide`` has the shape of the table: values,
                texts of cells that are text, and None for cells without a value or undecided ones.

        Raises:
            AmountError: `form` is neither.
            MissingExtraError: pandas is not installed.
        """
        pandas = library("pandas", "pandas")
        if form == "long":
            rows = [_row(self.index, *each) | {"value": each[2].value} for each in self.data()]
            frame: pd.DataFrame = pandas.DataFrame(rows, columns=list(COLUMNS), dtype=object)
            return frame
        if form != "wide":
            message = translate("form must be long or wide, not {form!r}", form=form)
            raise AmountError(message)
        body = self.cells[self.headers :]
        width = max(map(len, self.cells), default=0)
        shown = [[_shown(row[at]) if at < len(row) else None for at in range(self.labels, width)] for row in body]
        columns = [_path(self.cells, range(self.headers), at) for at in range(self.labels, width)]
        index = [tuple(cell.text for cell in row[: self.labels]) for row in body]
        wide: pd.DataFrame = pandas.DataFrame(shown, dtype=object)
        wide.columns = _index(pandas, columns, self.headers)
        wide.index = _index(pandas, index, self.labels)
        return wide

    def to_arrow(self) -> pa.Table:
        """Return the long rows as an Arrow table, values as decimals with ten places.

        Raises:
            AmountError: a value has more digits than an Arrow decimal holds.
            MissingExtraError: pyarrow is not installed.
        """
        return arrow_of([self])

    def _repr_html_(self) -> str:
        """Show the table, its values, and where the unit was found."""
        html: str = hook("table_html")(self)
        return html


def arrow_of(tables: list[Table], **extra: list[str]) -> pa.Table:
    """Return the long rows of tables as an Arrow table, after columns of the caller."""
    arrow = library("pyarrow", "arrow")
    rows = [_row(table.index, *each) | {"value": each[2].value} for table in tables for each in table.data()]
    number, text = arrow.int32(), arrow.string()
    kinds = {"table": number, "row": number, "column": number, "value": arrow.decimal128(38, _SCALE)}
    kinds |= dict.fromkeys(("labels", "headers"), arrow.list_(text))
    arrays = {name: arrow.array(values, text) for name, values in extra.items()}
    for name in COLUMNS:
        try:
            arrays[name] = arrow.array([row[name] for row in rows], kinds.get(name, text))
        except arrow.ArrowInvalid as error:
            message = translate(
                "a value does not fit a decimal of 38 digits, {places} after the point: {error}",
                places=_SCALE,
                error=error,
            )
            raise AmountError(message) from error
    return arrow.table(arrays)


def _row(table: int, row: int, column: int, cell: Cell) -> dict[str, Any]:
    return {
        "table": table,
        "row": row,
        "column": column,
        "labels": list(cell.row),
        "headers": list(cell.column),
        "text": cell.text,
        "kind": cell.kind,
        "value": None if cell.value is None else plain(cell.value),
        "currency": None if cell.currency is None else str(cell.currency),
        "unit_from": None if cell.unit_from is None else str(cell.unit_from),
    }


def _shown(cell: Cell) -> object:
    if cell.value is not None:
        return cell.value
    return cell.text if cell.kind == "other" and cell.text else None


def _path(cells: tuple[tuple[Cell, ...], ...], rows: range, at: int) -> tuple[str, ...]:
    return tuple(cells[row][at].text if at < len(cells[row]) else "" for row in rows)


def _index(pandas: Any, paths: list[tuple[str, ...]], depth: int) -> Any:  # noqa: ANN401
    if not depth:
        return pandas.RangeIndex(len(paths))
    if depth == 1:
        return pandas.Index([path[0] for path in paths], dtype=object)
    return pandas.MultiIndex.from_tuples(paths)
