"""A table as it is in its source, before anything is read."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from krmoney.errors import AmountError
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["MOST_BEFORE", "Block", "text_of"]

MOST_BEFORE: Final = 4  # paragraphs before a table in which its unit is looked for
_EXACT: Final = 2**53  # a float beyond it may have lost digits


@dataclass(slots=True)
class Block:
    """A table as it is in its source, before anything is read.

    Attributes:
        grid: its texts, with spans expanded; None if a row has no cell there.
        first: for each place, whether a cell begins there; it does not if a span covers the place.
        heads: for each row, whether the source marks all its cells as headers.
        headers: how many rows at the top the source marks as headers; None if it does not say.
        labels: how many columns at the left the source marks as labels; None if it does not say.
        caption: its own caption.
        before: the last paragraphs between the previous table and this one.
        spans: whether the source says which cells span others.
    """

    grid: list[list[str | None]]
    first: list[list[bool]]
    heads: list[bool] = field(default_factory=list)
    headers: int | None = None
    labels: int | None = None
    caption: str = ""
    before: tuple[str, ...] = ()
    spans: bool = False

    @classmethod
    def of_rows(cls, rows: Iterable[Sequence[Any]], **rest: Any) -> Block:  # noqa: ANN401  # the other fields
        """Make a block from rows of values."""
        grid: list[list[str | None]] = [[text_of(cell) for cell in row] for row in rows]
        return cls(grid, [[True] * len(row) for row in grid], [False] * len(grid), **rest)


def text_of(cell: Any) -> str | None:  # noqa: ANN401  # a cell may hold anything
    """Return a cell as text; None and missing values are blank."""
    if isinstance(cell, str):
        return cell
    if cell is None or cell != cell or str(cell) in {"<NA>", "NaT"}:  # noqa: PLR0124  # NaN
        return ""
    if hasattr(cell, "item"):  # a scalar of NumPy
        cell = cell.item()
    if isinstance(cell, float):
        if math.isinf(cell) or abs(cell) > _EXACT:
            message = translate("a cell is a float that may have lost digits, {cell!r}: read it as text", cell=cell)
            raise AmountError(message)
        return str(int(cell)) if cell.is_integer() else f"{Decimal(repr(cell)):f}"
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
