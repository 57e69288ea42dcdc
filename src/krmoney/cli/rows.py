"""Figures as rows: objects of JSON Lines, and laid flat for CSV."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from krmoney import ParseError
from krmoney._present import CELL, FIGURE, lay

if TYPE_CHECKING:
    from decimal import Decimal

    from krmoney import KrmoneyError, Money

__all__ = ["COLUMNS", "MONEY_COLUMNS", "error_row", "flat", "flat_money", "json_line", "money_row"]

_FIGURE: Final = tuple(column for column in FIGURE if column.name != "evidence")
COLUMNS: Final = tuple(column.name for column in _FIGURE)
_CELL: Final = tuple(column for column in CELL if not column.name.startswith("error_"))
MONEY_COLUMNS: Final = (*(column.name for column in _CELL), "error")

_encode: Final = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` would make one for every row


def json_line(row: object) -> str:
    """Write a row as one line of JSON, Hangul as it is."""
    return _encode(row)


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """Lay the row of a figure flat for CSV: what is null or missing is empty."""
    laid = lay(row, _FIGURE, dict.get)
    laid["candidates"] = " ".join(laid["candidates"] or ())
    return {name: _cell(value) for name, value in laid.items()}


def money_row(money: Money | None, error: KrmoneyError | None) -> dict[str, Any]:
    """Write what a cell was read as: an amount, or why it is none."""
    return {
        "amount": None if money is None else _plain(money.amount),
        "currency": None if money is None else str(money.currency),
        "rate": None if money is None or money.rate is None else money.rate.to_row(),
        "error": None if error is None else error_row(error),
    }


def error_row(error: KrmoneyError) -> dict[str, Any]:
    """Take an error apart."""
    row: dict[str, Any] = {"type": type(error).__name__, "message": str(error)}
    row |= {"hint": None, "start": None, "end": None}
    if isinstance(error, ParseError):
        start, end = error.span
        row |= {"message": error.message, "hint": error.hint or None, "start": start, "end": end}
    return row


def flat_money(row: dict[str, Any]) -> dict[str, Any]:
    """Lay a parsed cell flat for CSV: of an error there is the message."""
    return lay(row, _CELL, dict.get) | {"error": (row["error"] or {}).get("message")}


def _plain(number: Decimal) -> str:
    """Write a decimal as rows do: no exponent, no zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _cell(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value
