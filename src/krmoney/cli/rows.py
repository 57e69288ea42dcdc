"""Figures as rows: objects of JSON Lines, and laid flat for CSV."""

from __future__ import annotations

import json
from typing import Any, Final

__all__ = ["COLUMNS", "flat", "json_line"]

COLUMNS: Final = (
    *("doc", "start", "end", "text", "type", "kind"),
    *("low", "high", "low_inclusive", "high_inclusive", "approx"),
    *("value", "unit", "currency", "candidates", "elided", "per", "period"),
    *("quote_text", "quote_currency", "rate_base", "rate_counter", "rate_value", "rate_low", "rate_high"),
)


def json_line(row: object) -> str:
    """Write a row as one line of JSON, Hangul as it is."""
    return json.dumps(row, ensure_ascii=False)


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """Lay a row flat for CSV: what is null or missing is empty."""
    quote = row.get("quote") or {}
    rate = row.get("rate") or quote.get("rate") or {}
    nested = {f"quote_{name}": quote.get(name) for name in ("text", "currency")}
    nested |= {f"rate_{name}": value for name, value in rate.items()}
    nested["candidates"] = " ".join(row.get("candidates", ()))
    flat = row | nested
    return {name: _cell(flat.get(name)) for name in COLUMNS}


def _cell(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value
