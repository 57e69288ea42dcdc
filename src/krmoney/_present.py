"""Figures laid flat: which columns there are, what they hold, and where each comes from.

One list for the CSV of the command, for the frames of a notebook and for `krmoney.frames.flatten`. What they lay flat
has the same fields in all three, as keys of a row, attributes of a `Mention` or fields of an Arrow struct.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CELL", "FIGURE", "Column", "Holds", "lay"]

Holds: TypeAlias = Literal[
    "integer",
    "offset",
    "boolean",
    "flag",
    "text",
    "type",
    "kind",
    "amount",
    "rate",
    "currency",
    "currencies",
    "evidence",
]


class Column(NamedTuple):
    """A column of a flat table.

    Attributes:
        name: what it is called.
        holds: what is in it.
        paths: fields within fields; the first path that leads to something counts.
    """

    name: str
    holds: Holds
    paths: tuple[tuple[str, ...], ...]


def _columns(holds: Holds, *names: str) -> tuple[Column, ...]:
    """Name columns that are fields."""
    return tuple(Column(name, holds, ((name,),)) for name in names)


def _nested(prefix: str, parents: tuple[str, ...], parts: dict[str, Holds]) -> tuple[Column, ...]:
    """Name columns that are fields within one of these fields."""
    return tuple(
        Column(f"{prefix}_{part}", holds, tuple((*parent.split("."), part) for parent in parents))
        for part, holds in parts.items()
    )


_RATE: Final[dict[str, Holds]] = {
    "base": "currency",
    "counter": "currency",
    "value": "rate",
    "low": "rate",
    "high": "rate",
}
_ERROR: Final[dict[str, Holds]] = {
    "type": "text",
    "message": "text",
    "hint": "text",
    "start": "integer",
    "end": "integer",
}

FIGURE: Final = (
    *_columns("integer", "start", "end"),
    *_columns("text", "text"),
    *_columns("type", "type"),
    *_columns("kind", "kind"),
    *_columns("amount", "low", "high"),
    *_columns("boolean", "low_inclusive", "high_inclusive", "approx"),
    *_columns("amount", "value"),
    *_columns("text", "unit"),
    *_columns("currency", "currency"),
    *_columns("currencies", "candidates"),
    *_columns("boolean", "elided", "denomination"),
    *_columns("text", "per", "period"),
    *_nested("quote", ("quote",), {"text": "text", "currency": "currency", "plausible": "flag"}),
    *_nested("restates", ("restates",), {"start": "offset", "end": "offset"}),
    *_nested("rate", ("rate", "quote.rate"), _RATE),
    *_columns("evidence", "evidence"),
)
"""The columns of a figure."""

CELL: Final = (
    *_columns("amount", "amount"),
    *_columns("currency", "currency"),
    *_nested("rate", ("rate",), _RATE),
    *_nested("error", ("error",), _ERROR),
)
"""The columns of a cell that was read as one amount, or could not be."""


def lay(of: object, columns: tuple[Column, ...], field: Callable[[Any, str], Any]) -> dict[str, Any]:
    """Lay something flat.

    Args:
        of: what has the fields.
        columns: those that are wanted.
        field: takes a field by its name, or returns None.
    """
    return {column.name: _first(of, column.paths, field) for column in columns}


def _first(of: object, paths: tuple[tuple[str, ...], ...], field: Callable[[Any, str], Any]) -> Any:  # noqa: ANN401
    for path in paths:
        found: Any = of
        for name in path:
            found = field(found, name)
            if found is None:
                break
        else:
            return found
    return None
