"""The tables of filings and IR sheets: every cell in its unit, or undecided.

>>> from krmoney import tables
>>> (table,) = tables.read('''
... (단위: 백만원)
...
... | 구분         | 2023년  | 2022년    |
... |--------------|---------|-----------|
... | 매출액       | 1,234   | (56)      |
... | 직원 수      | 300     | -         |
... ''')
>>> cell = table.cells[1][1]
>>> cell.kind, cell.value, cell.currency, str(cell.unit_from)
('money', Decimal('1234000000'), Currency('KRW'), 'caption: (단위: 백만원)')
>>> [(cell.kind, cell.value) for _, _, cell in table.data()][2:]
[('count', Decimal('300')), ('none', None)]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from krmoney.reading.labels import UnitLabel, unit_label
from krmoney.reading.reader import Reader
from krmoney.tables.readings import TableReader
from krmoney.tables.sources import blocks
from krmoney.tables.table import Cell, CellKind, Place, Table, UnitFrom

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike
    from typing import Any

__all__ = ["Cell", "CellKind", "Place", "Table", "UnitFrom", "read"]


def read(
    source: str | bytes | PathLike[str] | Sequence[Any] | Any,  # noqa: ANN401  # a DataFrame
    *,
    unit: str | UnitLabel | None = None,
    reader: Reader | None = None,
) -> list[Table]:
    """Read the tables of a source, each cell in its unit or undecided.

    The unit of a cell is the nearest one: the cell's own, or that of its row label, its column header or its table. The
    unit of a table is in one of its rows, in its caption, or in a paragraph or a small table before it, and never
    applies to another table. People, shares, percentages, rates and dates are not money.

    Args:
        source: a path, bytes or text of HTML, of the XML of filings or of Markdown; a DataFrame, or a list of them in
            document order; or rows, sequences of cells. A path may also be CSV (``.csv``, ``.tsv``). A text of one line
            without markup is taken for a path; an `io.StringIO` is always read as text.
        unit: the unit of tables that do not state one.
        reader: the reader for cells that have units of their own; default: krmoney's own.

    Returns:
        The tables in the order of the source, including those that contain only a unit.

    Raises:
        AmountError: `unit` is not one unit of money, or a cell is a float that may have lost digits.
        MissingExtraError: the source is HTML or XML, and lxml is not installed (``krmoney[tables]``).
        OSError: the file cannot be read.
        TypeError: the source is none of these.
    """
    reader = reader or Reader()
    given: UnitLabel | None = None
    if unit:
        Reader(unit=unit, vocabulary=reader.vocabulary)  # it is one unit of money
        given = unit if isinstance(unit, UnitLabel) else unit_label(unit, vocabulary=reader.vocabulary)
    of_source = TableReader(reader, given)
    return [of_source.read(block, index) for index, block in enumerate(blocks(source))]
