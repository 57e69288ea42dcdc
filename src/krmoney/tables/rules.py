"""What the numbers in a place are: the row decides, then the column, then the table; otherwise it stays undecided."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney.reading.labels import MoneyUnit, OtherUnit
from krmoney.tables.table import UnitFrom
from krmoney.values import EXACT

if TYPE_CHECKING:
    from collections.abc import Callable

    from krmoney.reading.labels import UnitLabel
    from krmoney.tables.forms import Form
    from krmoney.tables.says import Says
    from krmoney.tables.table import Cell, CellKind, Place

__all__ = ["NON_MONEY", "Looks", "Said", "TableUnit", "read_cell"]

_FRACTION: Final = re.compile(r"[(△▲\-]?0\.[0-9]{3,}\)?%?")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
NON_MONEY: Final = frozenset({"percent", "count", "other"})
_MOST_PERCENT: Final = 100_000  # a percentage that is larger than this is undecided
_WHOLE_WON: Final = 1_000  # units of won up to this have amounts without decimals


class TableUnit(NamedTuple):
    """A unit of a whole table: its label, its unknown words and its place."""

    label: UnitLabel
    unknown: tuple[str, ...]
    source: UnitFrom


class Looks(NamedTuple):
    """What the numbers of a table look like as a whole.

    Attributes:
        commas: whether some have commas, so that 2017 without one is a year.
        few_decimals: whether most have no decimals, so that those that do are something else.
        arrows: whether triangles point both ways, so that they are arrows.
    """

    commas: bool
    few_decimals: bool
    arrows: bool


class Said(NamedTuple):
    """Everything that helps to decide about a cell.

    Attributes:
        row, column, section: what the row, the column and the section above the row say.
        unit: the unit of the table.
        accounted: tells whether the other units of its label have rows or columns of their own.
        trusted: whether the columns of the row's cells are known.
        headed: whether the table has headers.
        looks: what its numbers look like.
    """

    row: Says
    column: Says
    section: Says
    unit: TableUnit | None
    accounted: Callable[[TableUnit], bool]
    trusted: bool
    headed: bool
    looks: Looks


class _Rule(NamedTuple):
    """What the numbers in a place are: kind, scale and currency, and where this was found."""

    kind: CellKind
    unit: MoneyUnit | None = None
    scale: int = 1
    source: UnitFrom | None = None
    near: bool = False  # whether a label of the row or column says it, and not the table as a whole


_OPEN: Final = _Rule("undecided")


def read_cell(cell: Cell, form: Form, said: Said) -> Cell:
    """Read an undecided cell with a number: its own unit decides, then the labels."""
    if form.unit is not None:
        return _own(cell, form)
    if form.number is None:  # 5,6,30 among notes
        return cell._replace(kind="other") if NON_MONEY & {said.row.kind, said.column.kind} else cell
    if not said.trusted or (form.marked and said.looks.arrows):
        return cell
    rule = _rule(said)
    if rule.kind == "undecided":
        return cell
    if rule.kind == "money":
        return _money(cell, form.number, rule, said.looks)
    if rule.kind == "percent":
        return _percent(cell, form.number, rule)
    return cell._replace(kind=rule.kind, value=EXACT.multiply(form.number, Decimal(rule.scale)), unit_from=rule.source)


def _own(cell: Cell, form: Form) -> Cell:
    """Return a cell with its own unit."""
    unit, value, own = form.unit, form.value, UnitFrom("cell", cell.text)
    if isinstance(unit, MoneyUnit):
        if unit.currency is None:
            return cell
        return cell._replace(kind="money", value=value, currency=unit.currency, unit_from=own)
    if isinstance(unit, OtherUnit) and value is not None:
        return cell._replace(kind=unit.kind, value=EXACT.multiply(value, Decimal(unit.scale)), unit_from=own)
    return cell


def _percent(cell: Cell, number: Decimal, rule: _Rule) -> Cell:
    if _FRACTION.fullmatch(cell.text) and not rule.near:  # 0.0550 is 5.5%, and not written as one
        return cell._replace(kind="other", value=number, unit_from=rule.source)
    marked = rule.source is not None and "%" in rule.source.text
    if abs(number) > _MOST_PERCENT or ("," in cell.text and not marked):
        return cell
    return cell._replace(kind="percent", value=number, unit_from=rule.source)


def _money(cell: Cell, number: Decimal, rule: _Rule, looks: Looks) -> Cell:
    unit = rule.unit
    if unit is None or unit.currency is None:
        return cell
    value = EXACT.multiply(number, Decimal(unit.scale))
    if value == (whole := value.to_integral_value()):
        value = whole  # 71.92 billion has no hundredths of won
    if not rule.near:
        if _FRACTION.fullmatch(cell.text):
            return cell._replace(kind="other", value=number)
        if looks.commas and _YEAR.fullmatch(cell.text):
            return cell
        if "." in cell.text and ((unit.currency == "KRW" and unit.scale <= _WHOLE_WON) or looks.few_decimals):
            return cell
    return cell._replace(kind="money", value=value, currency=unit.currency, unit_from=rule.source)


def _rule(said: Said) -> _Rule:
    """Decide what the numbers in a place are: by the row, then the column, then the table."""
    row, column, section, _unit = said.row, said.column, said.section, said.unit
    if row.kind in NON_MONEY:
        if column.kind == "money" and column.explicit and not row.explicit:
            return _OPEN
        return _other(row, "row_label")
    if column.kind in NON_MONEY:
        return _other(column, "column_header")
    if section.kind in NON_MONEY and not row.kind and not column.explicit:
        return _OPEN
    if not said.headed and row.kind != "money":
        return _OPEN
    return _of_labels(said) or _of_table(said)


def _of_labels(said: Said) -> _Rule | None:
    """Return the rule of the unit in the label of the row, the header of the column, or the section; None without."""
    row, column, section, unit = said.row, said.column, said.section, said.unit
    won = unit is not None and any(each.currency == "KRW" for each in unit.label.money)
    nearest: tuple[tuple[Says, Place], ...] = ((row, "row_label"), (column, "column_header"))
    for label, place in nearest:
        if label.open:
            return _OPEN
        if label.unit is not None:
            return _of_label(label, place, won=won)
    if section.unit is None or not section.unit.money or (unit and unit.label.money == section.unit.money):
        return None
    if (row.per_unit or column.per_unit) and len(section.unit.money) == 1:
        return _Rule("money", section.unit.money[0], 1, UnitFrom("row_label", section.text), near=True)
    return _OPEN  # the end of the section is unknown


def _of_label(said: Says, place: Place, *, won: bool) -> _Rule:
    label = said.unit
    if label is None or len(label.money) != 1 or (said.foreign and won):
        return _OPEN
    if label.others and said.kind != "money":
        return _OPEN
    return _Rule("money", label.money[0], 1, UnitFrom(place, said.text), near=True)


def _of_table(said: Said) -> _Rule:
    """Return the rule of the unit of the table."""
    row, column, unit = said.row, said.column, said.unit
    if unit is None:
        return _OPEN
    per_unit, cued = row.per_unit or column.per_unit, "money" in {row.kind, column.kind}
    label, money = unit.label, unit.label.money
    if not money:
        kinds = {each.kind for each in label.others}
        if len(kinds) == 1 and not unit.unknown and not cued:
            return _Rule(label.others[0].kind, None, label.others[0].scale, unit.source)
        return _OPEN
    if len(money) > 1:
        return _of_several(money, unit.source, row, column)
    (one,) = money
    if per_unit and one.scale > 1:
        return _OPEN
    if (row.foreign or column.foreign) and one.currency != "KRW":
        return _OPEN
    if (label.others or unit.unknown) and not cued and not said.accounted(unit):
        return _OPEN
    return _Rule("money", one, 1, unit.source)


def _of_several(money: tuple[MoneyUnit, ...], source: UnitFrom, row: Says, column: Says) -> _Rule:
    """Choose between the units of a table: won if a label says 원화, whole won for amounts per share."""
    won = [each for each in money if each.currency == "KRW"]
    if len(won) == 1 and ("원화" in row.text or "원화" in column.text):
        return _Rule("money", won[0], 1, source)
    whole = [each for each in won if each.scale == 1]
    if (row.per_unit or column.per_unit) and len(whole) == 1 and len(won) == len(money) == 2:  # noqa: PLR2004
        return _Rule("money", whole[0], 1, source)
    return _OPEN


def _other(said: Says, place: Place) -> _Rule:
    kind: CellKind = said.kind or "undecided"
    scale = said.unit.others[0].scale if said.unit and said.unit.others else 1
    return _Rule(kind, None, scale, UnitFrom(place, said.text), near=said.explicit)
