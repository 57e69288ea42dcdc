"""Columns of money: conversion at the rates of their days, and formatting."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias, Unpack

from krmoney._extras import library
from krmoney._present.columns import FLAT_CONVERTED, Converted
from krmoney.checking.reference import Pair, sourced
from krmoney.checking.wording import lack
from krmoney.errors import AmountError, RatesError
from krmoney.frames.columns import Layout, chosen, days_of
from krmoney.iso import Currency
from krmoney.language import translate
from krmoney.rates import day as day_of
from krmoney.values import Money, exact, plain
from krmoney.writing import format as write
from krmoney.writing.styles import style_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa

    from krmoney._hooks import Amounts, FormatOptions
    from krmoney.checking.reference import Reference, Source
    from krmoney.rates import Rates
    from krmoney.writing import Style
else:
    pa = library("pyarrow", "arrow")

__all__ = ["Missing", "convert", "converted_type", "format"]

Missing: TypeAlias = Literal["null", "raise"]
_MISSING: Final = ("null", "raise")
_ANY_DAY: Final = dt.date(2000, 1, 1)  # for rates that are the same on every day


def converted_type(*, amounts: Amounts = "decimal", scale: int = 10) -> pa.StructType:
    """Return the Arrow type of one converted amount; the arguments are those of `convert`.

    >>> converted_type().names
    ['amount', 'currency', 'rate', 'on', 'source', 'reason', 'unfit']
    """
    return Layout(FLAT_CONVERTED, amounts, scale).type()


def convert(  # noqa: PLR0913  # each option is one of its own
    money: Any,  # noqa: ANN401  # array, chunked array or sequence
    rates: Rates,
    *,
    to: str = "KRW",
    on: Any = None,  # noqa: ANN401  # likewise, or one day
    currency: Any = None,  # noqa: ANN401  # likewise, or one code
    errors: Missing = "null",
    back: int = 7,
    places: int | None = None,
    amounts: Amounts = "decimal",
    scale: int = 10,
) -> Any:  # noqa: ANN401
    """Convert a column of money into one currency, each amount at the rate of its day.

    Args:
        money: structs with the fields ``currency`` and ``amount`` or ``value``, as `parse` and `extract` return them;
            amounts, with `currency`; or a sequence of `Money` and None. Floats are read as the decimals that they
            display.
        rates: a source of reference rates, as for `krmoney.check`; see `krmoney.rates`.
        to: the currency to convert to.
        on: the days: an array of dates, timestamps or text, a sequence, or one day for all. Rates that are the same on
            every day need none.
        currency: the currencies of amounts: an array, a sequence, or one code for all.
        errors: what to do with an amount that has no rate: ``null`` gives the reason in its row, ``raise``
            raises an error.
        back: how many days older than the day the rate may be: there is none on weekends and holidays.
        places: how many digits after the decimal point to round to; negative numbers round to tens, hundreds … By
            default, a product is rounded to what fits the column, like every rate.
        amounts: how amounts are kept; see `extract`.
        scale: decimal places of the amounts as decimals, 0 to 38.

    Returns:
        For each amount a struct (`converted_type`): ``amount`` and ``currency``, the ``rate`` in units of `to`, its day
        (``on``) and its ``source``. Amounts that are already in the currency do not change. If there is no rate, the
        amount is null, and ``reason`` says why: ``no amount``, ``no currency``, ``no day``, or a code of
        `krmoney.Finding.reason`. A range has two ends and no amount: convert ``low`` and ``high``, with `currency`.

    Raises:
        RatesError: an amount cannot be converted and `errors` is ``raise``; there are not as many days as amounts; or
            there are no days, and the rates change from day to day.
        AmountError: `money` is not a column of money, or `amounts` is ``int`` and a result is not a whole number.
        UnknownCurrencyError: `to` or a currency is not a currency code.

    >>> from krmoney import rates
    >>> from krmoney.frames import parse
    >>> cells = parse(["4억 달러", "100만 동", "3000만원"])
    >>> for row in convert(cells, rates.ecb(), on="2024-06-02", places=0).to_pylist():  # a Sunday
    ...     print(row["amount"], row["on"], row["source"], row["reason"])
    553302617029.0000000000 2024-05-31 ECB None
    None None None currency
    30000000.0000000000 None None None
    """
    chosen("errors", errors, _MISSING)
    counter, layout = Currency(to), Layout(FLAT_CONVERTED, amounts, scale)
    cells = _cells(money, currency)
    source = sourced(rates)
    if source is None:
        message = translate("a source of rates is needed; see krmoney.rates")
        raise RatesError(message)
    if on is None and not source.constant:
        message = translate("{source}: these rates change from day to day, so pass the days as on=", source=source.name)
        raise RatesError(message)
    days = days_of(day_of(on) if isinstance(on, str) else on, len(cells))
    desk = _Desk(source, counter, back, partial(_kept, places=places, amounts=amounts, scale=scale))
    made = [None if cell is None else desk.convert(cell, when) for cell, when in zip(cells, days, strict=True)]
    if errors == "raise":
        for cell, each, when in zip(cells, made, days, strict=True):
            if cell is not None and each is not None and each.reason is not None:
                raise desk.error(cell, each.reason, when)
    return layout.structs(made)


def format(  # noqa: A001  # as krmoney.format
    money: Any,  # noqa: ANN401  # array, chunked array or sequence
    style: str | Style = "press",
    *,
    currency: Any = None,  # noqa: ANN401  # likewise, or one code
    **options: Unpack[FormatOptions],
) -> Any:  # noqa: ANN401
    """Write a column of money; see `krmoney.format`.

    Args:
        money: as for `convert`.
        style: a name from `krmoney.style_names`, or a `krmoney.Style` of your own.
        currency: as for `convert`.
        options: those of `krmoney.format`.

    Returns:
        A text for each amount; null if the amount or its currency is null, and for a range.

    Raises:
        AmountError: `money` is not a column of money, or the style cannot write an amount exactly.
        UnknownCurrencyError: a currency is not a currency code.

    >>> format(pa.array([450_000_000, 15_000, None]), "en", currency=["USD", "KRW", "KRW"]).to_pylist()
    ['$450 million', 'KRW 15,000', None]
    """
    style = style_of(style)  # a wrong name is an error even where there is nothing to write
    written = [
        None
        if cell is None or cell.amount is None or cell.currency is None
        else write(Money(cell.amount, cell.currency), style, **options)
        for cell in _cells(money, currency)
    ]
    return pa.array(written, pa.string())


# --- cells


class _Cell(NamedTuple):
    amount: Decimal | None
    currency: Currency | None


def _cells(money: Any, currency: Any) -> list[_Cell | None]:  # noqa: ANN401
    """Return the amounts and currencies of a column; a missing struct is None."""
    if isinstance(money, pa.ChunkedArray):
        money = money.combine_chunks()
    if isinstance(money, pa.StructArray):
        names = [field.name for field in money.type]
        amount = next((name for name in ("amount", "value") if name in names), None)
        if amount is None or "currency" not in names:
            message = translate(
                "a column of money needs the field currency, and amount or value; it has {names}", names=names
            )
            raise AmountError(message)
        valid = money.is_valid().to_pylist()
        made = _paired(money.field(amount).to_pylist(), money.field("currency").to_pylist())
        return [cell if is_valid else None for cell, is_valid in zip(made, valid, strict=True)]
    cells = money.to_pylist() if isinstance(money, pa.Array) else list(money)
    if currency is None:
        return [None if each is None else _of_money(each) for each in cells]
    if isinstance(currency, (pa.Array, pa.ChunkedArray)):
        currency = currency.to_pylist()
    codes = [currency] * len(cells) if isinstance(currency, str) else list(currency)
    if len(codes) != len(cells):
        message = translate("there are {codes:,} currencies for {cells:,} amounts", codes=len(codes), cells=len(cells))
        raise AmountError(message)
    return [*_paired(cells, codes)]


def _of_money(cell: Any) -> _Cell:  # noqa: ANN401
    if not isinstance(cell, Money):
        message = translate("the currency of an amount is needed: {given!r}", given=cell)
        raise AmountError(message)
    return _Cell(cell.amount, cell.currency)


def _paired(numbers: Iterable[Any], codes: Iterable[Any]) -> Iterator[_Cell]:
    known: dict[Any, Currency | None] = {None: None}
    for number, code in zip(numbers, codes, strict=True):
        if code not in known:
            known[code] = Currency(code)
        yield _Cell(_exact(number), known[code])


def _exact(number: Any) -> Decimal | None:  # noqa: ANN401  # a number of any kind
    """Return an exact number, for a float the decimal that it displays; None if there is none."""
    if number is None or number != number:  # noqa: PLR0124  # NaN
        return None
    return exact(repr(float(number)) if isinstance(number, float) else number)


# --- conversion


class _Desk:
    """Converts amounts, and keeps the rates that it has looked up."""

    def __init__(self, source: Source, to: Currency, back: int, kept: Callable[[Money], Decimal]) -> None:
        self._source = source
        self._to = to
        self._back = back
        self._kept = kept
        self._known: dict[tuple[Currency, dt.date], Reference | None] = {}

    def convert(self, cell: _Cell, when: Any) -> Converted:  # noqa: ANN401  # a day, or none
        """Convert one amount, or give the reason why it cannot be converted."""
        if cell.amount is None:
            return Converted(reason="no amount")
        if cell.currency is None:
            return Converted(reason="no currency")
        if cell.currency == self._to:
            return Converted(cell.amount, self._to)
        if self._source.constant:
            when = _ANY_DAY
        if not isinstance(when, dt.date):
            return Converted(reason="no day")
        key = cell.currency, when
        if key not in self._known:
            self._known[key] = self._source.of_day(Pair(*map(str, (cell.currency, self._to))), when, self._back)
        found = self._known[key]
        if found is None:
            return Converted(reason=self._source.lack(Pair(str(cell.currency), str(self._to)), when))
        rate = found.rate
        amount = self._kept(rate.convert(Money(cell.amount, cell.currency)))
        return Converted(amount, self._to, rate.value, found.on, found.source)

    def error(self, cell: _Cell, reason: str, when: object) -> RatesError:
        """Return the error that says which amount cannot be converted, and why."""
        parts = [plain(part, ",") if isinstance(part, Decimal) else part for part in cell]
        shown = " ".join(str(part) for part in (*parts, isinstance(when, dt.date) and f"({when})") if part)
        pair = Pair(str(cell.currency), str(self._to))
        why = lack(reason, "/".join(pair), self._source.ended(pair))
        message = translate("{amount} cannot be converted: {why}", amount=shown, why=why)
        return RatesError(message)


def _kept(money: Money, *, places: int | None, amounts: Amounts, scale: int) -> Decimal:
    """Round a product as the caller wishes, or else to what fits the column."""
    if places is not None:
        return money.quantize(places).amount
    if amounts == "float":
        nearest = float(money.amount)
        return Decimal(repr(nearest)) if isfinite(nearest) else money.amount
    return money.amount if amounts == "int" else money.quantize(scale).amount
