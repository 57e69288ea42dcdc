"""Figures as rows: objects for JSON Lines, flat rows for CSV."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from krmoney._present.columns import FLAT_CELL, FLAT_MENTIONS, Cell, CellError, flat, row

if TYPE_CHECKING:
    from krmoney._hooks import Columns
    from krmoney.errors import KrmoneyError
    from krmoney.values import Money

__all__ = ["MONEY_COLUMNS", "figure_columns", "flat_figure", "flat_money", "json_line", "money_row"]

_FIGURE: Final = {
    name: tuple(each for each in columns if each.name != "evidence") for name, columns in FLAT_MENTIONS.items()
}
_CELL: Final = tuple(each for each in FLAT_CELL if not each.name.startswith("error_"))
MONEY_COLUMNS: Final = (*(each.name for each in _CELL), "error")

_encode: Final = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` would create one for every row


def json_line(row: object) -> str:
    """Return a row as one line of JSON, with Hangul unescaped."""
    return _encode(row)


def figure_columns(columns: Columns, *, sentence: bool) -> tuple[str, ...]:
    """Return the names of the columns that CSV has of a figure."""
    return (*(each.name for each in _FIGURE[columns]), *(["sentence"] if sentence else []))


def flat_figure(figure: dict[str, Any], columns: Columns) -> dict[str, Any]:
    """Return the row of a figure flat, for CSV; null and missing values are empty."""
    return {name: _cell(value) for name, value in flat(figure, _FIGURE[columns]).items()}


def money_row(money: Money | None, error: KrmoneyError | None) -> dict[str, Any]:
    """Return the row of a parsed cell: an amount, or the error."""
    return row(Cell(money, None if error is None else CellError.of(error)))


def flat_money(cell: dict[str, Any]) -> dict[str, Any]:
    """Return the row of a parsed cell flat, for CSV; of an error, only the message."""
    return flat(cell, _CELL) | {"error": (cell["error"] or {}).get("message")}


def _cell(value: object) -> object:
    if isinstance(value, list):
        return " ".join(value)
    return str(value).lower() if isinstance(value, bool) else value
