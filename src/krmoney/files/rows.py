"""Figures as rows: objects for JSON Lines, flat rows for CSV."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from krmoney._present import CELL, FIGURE, lay
from krmoney.errors import ParseError

if TYPE_CHECKING:
    from decimal import Decimal

    from krmoney.errors import KrmoneyError
    from krmoney.values import Money

__all__ = ["COLUMNS", "MONEY_COLUMNS", "error_row", "flat_figure", "flat_money", "json_line", "money_row"]

_FIGURE: Final = tuple(column for column in FIGURE if column.name != "evidence")
COLUMNS: Final = tuple(column.name for column in _FIGURE)
_CELL: Final = tuple(column for column in CELL if not column.name.startswith("error_"))
MONEY_COLUMNS: Final = (*(column.name for column in _CELL), "error")

_encode: Final = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` would create one for every row


def json_line(row: object) -> str:
    """Return a row as one line of JSON, with Hangul unescaped."""
    return _encode(row)


def flat_figure(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row of a figure flat, for CSV; null and missing values are empty."""
    flat = lay(row, _FIGURE, dict.get)
    flat["candidates"] = " ".join(flat["candidates"] or ())
    return {name: _cell(value) for name, value in flat.items()}


def money_row(money: Money | None, error: KrmoneyError | None) -> dict[str, Any]:
    """Return the row of a parsed cell: an amount, or the error."""
    return {
        "amount": None if money is None else _plain(money.amount),
        "currency": None if money is None else str(money.currency),
        "rate": None if money is None or money.rate is None else money.rate.to_row(),
        "error": None if error is None else error_row(error),
    }


def error_row(error: KrmoneyError) -> dict[str, Any]:
    """Return the row of an error."""
    row: dict[str, Any] = {"type": type(error).__name__, "message": str(error)}
    row |= {"hint": None, "start": None, "end": None}
    if isinstance(error, ParseError):
        start, end = error.span
        row |= {"message": error.message, "hint": error.hint or None, "start": start, "end": end}
    return row


def flat_money(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row of a parsed cell flat, for CSV; of an error, only the message."""
    return lay(row, _CELL, dict.get) | {"error": (row["error"] or {}).get("message")}


def _plain(number: Decimal) -> str:
    """Write a decimal without exponent and trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _cell(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value
