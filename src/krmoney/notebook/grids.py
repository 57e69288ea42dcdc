"""HTML for a table: its cells as written, and below each the value that was read, or that it is undecided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from krmoney._present import words
from krmoney.language import counted, marked, translate
from krmoney.notebook import roles
from krmoney.notebook.html import boxed, escaped
from krmoney.values import Money

if TYPE_CHECKING:
    from krmoney.tables.table import Cell, CellKind, Table

__all__ = ["table_html"]

_MOST_ROWS: Final = 200  # that a notebook is given
_ROLES: Final = {"percent": "ratio", "count": "rate", "undecided": "open"}
_KEYS: Final[tuple[tuple[CellKind, str, str], ...]] = (
    ("money", "won", marked("money")),
    ("percent", "ratio", marked("percent")),
    ("count", "rate", marked("counts")),
    ("undecided", "open", marked("undecided")),
)


def table_html(table: Table) -> str:
    """Write a table with the values of its cells, its unit, and where the unit was found."""
    counts = table.counts()
    keys = [
        f'<span class="krm-key krm-{role}">{translate(name)} {counts[kind]:,}</span>'
        for kind, role, name in _KEYS
        if counts[kind]
    ]
    source = (
        f"{words.place(table.unit_from.place)}: “{table.unit_from.text}”" if table.unit_from else translate("no unit")
    )
    name = table.title or translate("table")
    title = f"<b>{escaped(name)}</b><span>{escaped(source)}</span>"
    head = f'<div class="krm-head">{title}{"".join(keys)}</div>'
    rows = table.cells[:_MOST_ROWS]
    top = "".join(_row(row) for row in rows[: table.headers])
    body = "".join(_row(row) for row in rows[table.headers :])
    grid = (
        '<div class="krm-scroll"><table class="krm-table krm-grid" lang="ko">'
        f"<thead>{top}</thead><tbody>{body}</tbody></table></div>"
    )
    notes = [*table.warnings]
    if len(rows) < len(table.cells):
        notes.append(
            counted(
                "not shown: {n:,} row; to_pandas() and to_dicts() have it",
                "not shown: {n:,} rows; to_pandas() and to_dicts() have them",
                len(table.cells) - len(rows),
            )
        )
    said = "".join(f'<p class="krm-note">{escaped(note)}</p>' for note in notes)
    return boxed(f"{head}{grid}{said}")


def _row(row: tuple[Cell, ...]) -> str:
    """Write a row; a cell that spans several places is written once."""
    runs: list[list[Cell]] = []
    for cell in row:
        if runs and not cell.is_first and runs[-1][0].text == cell.text:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return f"<tr>{''.join(_cell(run[0], len(run)) for run in runs)}</tr>"


def _cell(cell: Cell, across: int) -> str:
    span = f' colspan="{across}"' if across > 1 else ""
    text = escaped(cell.text)
    if not cell.is_first:  # the cell above also spans this place
        return f"<{'th' if cell.is_label else 'td'}{span}></{'th' if cell.is_label else 'td'}>"
    if cell.is_label:
        return f"<th{span}>{text}</th>"
    source = (
        f' title="{escaped(words.place(cell.unit_from.place))}: {escaped(cell.unit_from.text)}"'
        if cell.unit_from
        else ""
    )
    number = ' class="krm-number"' if cell.kind not in {"other", "none"} or cell.value is not None else ""
    return f"<td{span}{number}{source}>{text}{_read_as(cell)}</td>"


def _read_as(cell: Cell) -> str:
    """Write the value of a cell."""
    role = _ROLES.get(cell.kind, "")
    if cell.kind == "undecided":
        said = translate("undecided")
    elif cell.value is None:
        return ""
    elif cell.currency is not None:
        role = roles.role_of(cell.currency)
        money = Money(cell.value, cell.currency)
        said = words.press(money) or f"{words.typeset(cell.value)} {cell.currency!s}"
    elif cell.kind == "percent":
        said = f"{words.typeset(cell.value)}%"
    elif cell.kind == "count":
        said = words.typeset(cell.value)
    else:
        return ""
    return f'<div class="krm-as krm-{role}">{escaped(said)}</div>'
