"""JSON values with their numbers as they are spelled."""

from __future__ import annotations

import json

__all__ = ["Number", "dumps", "json_cell"]


class Number(str):
    """A JSON number as it is spelled."""

    __slots__ = ()


def json_cell(value: object) -> str:
    """Return a JSON value as a CSV cell: texts and numbers as they are, lists and objects as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else dumps(value)


def dumps(value: object) -> str:
    """Write JSON with Hangul unescaped and numbers as they were spelled."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {dumps(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(dumps, value)) + "]"
    return str(value) if isinstance(value, Number) else json.dumps(value, ensure_ascii=False)
