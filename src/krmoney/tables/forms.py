"""The text of a cell → its form before its labels are known: a number, a percentage, an amount, a period, text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney.errors import KrmoneyError
from krmoney.reading.cells import cell_number, has_no_value
from krmoney.reading.labels import MoneyUnit, OtherUnit, unit_of
from krmoney.tables.says import is_date, is_period
from krmoney.values import EXACT

if TYPE_CHECKING:
    from decimal import Decimal

    from krmoney.reading.reader import Reader

__all__ = ["BLANK", "Form", "Forms"]

_GARBLED: Final = re.compile(r"[0-9.,()\-–△▲▼ ]*[0-9][0-9.,()\-–△▲▼ ]*")
_MOST_TEXT: Final = 60  # characters of a cell that is read as an amount in words


class Form(NamedTuple):
    """The form of the text of a cell, before its labels are considered.

    Attributes:
        kind: blank, none, number, percent, counted, money, period, text or garbled.
        number: the number as written.
        value: the value, if the cell has its own unit.
        unit: its own unit.
        marked: whether a minus is written as a triangle, which can be an arrow.
    """

    kind: str
    number: Decimal | None = None
    value: Decimal | None = None
    unit: MoneyUnit | OtherUnit | None = None
    marked: bool = False

    @property
    def is_data(self) -> bool:
        """Whether it is a number of any kind."""
        return self.kind in {"number", "percent", "counted", "money", "garbled"}

    @property
    def is_year(self) -> bool:
        """Whether it is a number that can be a year, as headers are."""
        number = self.number
        return self.kind == "number" and number is not None and number == int(number) and 1950 <= number < 2100  # noqa: PLR2004


BLANK: Final = Form("blank")


class Forms:
    """The forms of texts, each found once."""

    def __init__(self, reader: Reader) -> None:
        """Store the reader for cells with units of their own."""
        self._reader = reader
        self._forms: dict[str, Form] = {}

    def of(self, text: str) -> Form:
        """Return the form of the text of a cell."""
        found = self._forms.get(text)
        if found is None:
            found = self._forms[text] = self._form(text)
        return found

    def _form(self, text: str) -> Form:
        if not text or text.isspace():
            return BLANK
        number = cell_number(text)
        if number is None:
            return self._wordy(text)
        if is_date(text):
            return Form("period")
        value, rest = number.value, number.rest
        marked = number.mark in {"▲", "▼", "▽", "△"}
        if not rest or (rest[0] == "(" and self._restates(rest)):
            return Form("number", value, marked=marked)
        unit = unit_of(rest.strip("() "), self._reader.vocabulary)
        if isinstance(unit, OtherUnit):
            if is_period(text):
                return Form("period")
            return Form("percent" if unit.kind == "percent" else "counted", value, value, unit, marked)
        if isinstance(unit, MoneyUnit):
            return Form("money", value, EXACT.multiply(value, unit.scale), unit, marked)
        return self._wordy(text)

    def _restates(self, rest: str) -> bool:
        """Tell whether brackets after a number contain another amount or a percentage."""
        inner = rest[1:-1].strip()
        if rest[-1] != ")" or not inner:
            return False
        try:
            return self._reader.read(inner).type in {"money", "percent"}
        except KrmoneyError:
            return False

    def _wordy(self, text: str) -> Form:
        if has_no_value(text):
            return Form("none")
        if is_period(text):
            return Form("period")
        if _GARBLED.fullmatch(text):
            return Form("garbled")
        if not any(map(str.isdecimal, text)) or len(text) > _MOST_TEXT:
            return Form("text")
        try:
            money = self._reader.parse(text)
        except KrmoneyError:
            return Form("text")
        unit = MoneyUnit(text, 1, money.currency, (money.currency,), str(money.currency))
        return Form("money", None, money.amount, unit)
