"""Exact numbers: checked, calculated with and written without losing a digit."""

from __future__ import annotations

import operator
from contextlib import suppress
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)
from typing import TYPE_CHECKING, Final, Literal, Protocol

from krmoney.errors import AmountError
from krmoney.language import marked, translate

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CONVERTED", "EXACT", "RATIO", "ends", "exact", "exactly", "last_digit_unit", "literal", "plain", "rounded"]

# Sums and products are exact, or an error, because this context traps Inexact. A thousand digits are enough for any
# amount. Decimal's own operators silently round to 28 digits, so all code that calculates with amounts uses this
# context.
_MOST_DIGITS: Final = 900
EXACT: Final = Context(prec=1000, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])
# A rate is rounded to 34 significant digits (IEEE 754 decimal128), and a converted amount to 28, so that converting
# gives back exactly the amounts from which the rate was read.
RATIO: Final = Context(prec=34, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])
CONVERTED: Final = Context(prec=28, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])


def exact(number: Decimal | int | str, what: str = marked("an amount")) -> Decimal:
    """Return an exact, finite number as a `Decimal`, and refuse everything else.

    Raises:
        AmountError: for a float (which may have been rounded), a bool, NaN, an infinity, or text that is not a
            plain decimal such as ``"1234.56"``.
    """
    value = number if type(number) is Decimal else _decimal(number, what)
    if not value.is_finite():
        message = translate("{what} must be a finite number written in plain digits", what=translate(what))
        raise AmountError(message)
    if abs(value.adjusted()) > _MOST_DIGITS:
        message = translate(
            "{what} can have at most {most} digits before and after the decimal point",
            what=translate(what),
            most=_MOST_DIGITS,
        )
        raise AmountError(message)
    return value


def _decimal(number: object, what: str) -> Decimal:
    if type(number) is int:
        return Decimal(number)
    if isinstance(number, str):
        try:
            return Decimal(number if number.isascii() and "_" not in number else "NaN")
        except DecimalException:
            return Decimal("NaN")
    if isinstance(number, float):
        message = translate(
            "{what} must be exact: {number!r} is a float; write Decimal({digits!r}) or an int",
            what=translate(what),
            number=number,
            digits=str(number),
        )
        raise AmountError(message)
    if isinstance(number, Decimal):
        return Decimal(number)
    if not isinstance(number, bool):
        with suppress(TypeError):  # not a whole number; NumPy's are
            return Decimal(operator.index(number))  # type: ignore[arg-type]
    message = translate(
        "{what} must be a Decimal, an int or a plain decimal string, not {number!r}",
        what=translate(what),
        number=number,
    )
    raise AmountError(message)


def exactly(operation: Callable[[Decimal, Decimal], Decimal], left: Decimal, right: Decimal) -> Decimal:
    """Calculate with an operation of `EXACT`.

    Raises:
        AmountError: the result has too many digits.
    """
    try:
        return operation(left, right)
    except (Inexact, Overflow) as error:
        message = translate("the exact result has more than a thousand digits")
        raise AmountError(message) from error


def rounded(number: Decimal, exponent: int, rounding: str) -> Decimal:
    """Round to a power of ten, with any number of digits.

    Raises:
        AmountError: `exponent` or `rounding` is not what `decimal` takes.
    """
    try:
        context = Context(prec=1000, rounding=rounding, traps=[InvalidOperation])
        return number.quantize(Decimal((0, (1,), exponent)), context=context)
    except (DecimalException, TypeError, ValueError) as error:
        message = translate(
            "cannot round {number} to {exponent!r} with {rounding!r}",
            number=number,
            exponent=exponent,
            rounding=rounding,
        )
        raise AmountError(message) from error


def last_digit_unit(number: Decimal) -> Decimal:
    """Return one unit of the last non-zero digit: the step to which a figure was rounded.

    >>> plain(last_digit_unit(Decimal("3990000000000")))
    '10000000000'
    """
    if not number:
        return Decimal(1)
    exponent = number.normalize(EXACT).as_tuple().exponent
    return Decimal((0, (1,), int(exponent)))


def plain(number: Decimal, grouping: Literal["", ","] = "") -> str:
    """Write a decimal without an exponent or trailing zeros, as in all rows and dictionaries.

    >>> plain(Decimal("4.5E+8")), plain(Decimal("15.70")), plain(Decimal("-0"))
    ('450000000', '15.7', '0')
    """
    text = format(number, f"{grouping}f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def literal(number: Decimal) -> str:
    """Write a number as Python source that `exact` takes: an int, or a string with a fraction."""
    text = plain(number)
    return text if "." not in text else repr(text)


class _Ends(Protocol):
    """A range, a bound or a point: a `MoneyRange` or a `Mention`."""

    @property
    def low(self) -> Decimal | None: ...
    @property
    def high(self) -> Decimal | None: ...
    @property
    def low_inclusive(self) -> bool: ...
    @property
    def high_inclusive(self) -> bool: ...


def ends(of: _Ends, write: Callable[[Decimal], str]) -> str:
    """Write the ends of a range, a bound or a point for people: ``5``, ``≥ 5``, ``5 – 7``, ``5 – <7``."""
    low, high = (None if end is None else write(end) for end in (of.low, of.high))
    above, below = "" if of.low_inclusive else ">", "" if of.high_inclusive else "<"
    if high is None:
        return f"{above or '≥'} {low}"
    if low is None:
        return f"{below or '≤'} {high}"
    return low if low == high else f"{above}{low} – {below}{high}"
