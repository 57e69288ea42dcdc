"""What krmoney hands out: exact money, quoted rates, and mentions of figures in a text."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
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
from functools import total_ordering
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, NoReturn, Self, Unpack, overload

from krmoney._flat import ends
from krmoney._pydantic import PydanticType, core_schema
from krmoney.errors import AmbiguousCurrencyError, AmountError, CurrencyMismatchError, NotOneAmountError
from krmoney.iso import Currency

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd
    import pint
    import polars as pl
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

    from krmoney.formats import Options, Style
    from krmoney.notebook import Chart

__all__ = ["Evidence", "Kind", "Mention", "Mentions", "Money", "MoneyRange", "Quote", "Rate", "Type", "plain"]

Kind = Literal["point", "range", "lower_bound", "upper_bound", "vague"]
Type = Literal["money", "percent", "rate", "multiple"]

# Sums and products are exact or an error: Inexact traps. A thousand digits hold any money there is. Decimal's own
# operators round to 28 digits in silence, so code that computes with amounts goes through this.
_MOST_DIGITS: Final = 900
EXACT: Final = Context(prec=1000, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])
# A rate is a measurement. It is kept to 34 significant digits (IEEE 754 decimal128) and what it converts to
# 28, so that the amounts it was read from come back exactly.
RATIO: Final = Context(prec=34, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])
_CONVERTED: Final = Context(prec=28, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])
_HALF: Final = Decimal("0.5")


def plain(number: Decimal, grouping: Literal["", ","] = "") -> str:
    """Write a decimal without exponent and without trailing zeros: the form of every row and dump.

    >>> plain(Decimal("4.5E+8")), plain(Decimal("15.70")), plain(Decimal("-0"))
    ('450000000', '15.7', '0')
    """
    text = format(number, f"{grouping}f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def exact(number: Decimal | int | str, what: str = "an amount") -> Decimal:
    """Take an exact finite number as `Decimal`; refuse everything that is not one.

    Raises:
        AmountError: for a float (it has been rounded already), a bool, NaN, an infinity, or text that is no
            plain decimal such as ``"1234.56"``.
    """
    value = number if type(number) is Decimal else _decimal(number, what)
    if not value.is_finite():
        message = f"{what} must be a finite number written in plain digits"
        raise AmountError(message)
    if abs(value.adjusted()) > _MOST_DIGITS:
        message = f"{what} has at most {_MOST_DIGITS} digits before and behind the point"
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
        message = f"{what} must be exact: {number!r} is a float; write Decimal({str(number)!r}) or an int"
        raise AmountError(message)
    if isinstance(number, Decimal):
        return Decimal(number)
    if not isinstance(number, bool):
        with suppress(TypeError):  # of what is no whole number; those of NumPy are
            return Decimal(operator.index(number))  # type: ignore[arg-type]
    message = f"{what} is a Decimal, an int or a plain decimal string, not {number!r}"
    raise AmountError(message)


def last_digit_unit(number: Decimal) -> Decimal:
    """Return one unit of the last non-zero digit: the step to which a round figure was rounded.

    >>> plain(last_digit_unit(Decimal("3990000000000")))
    '10000000000'
    """
    if not number:
        return Decimal(1)
    exponent = number.normalize(EXACT).as_tuple().exponent
    return Decimal((0, (1,), int(exponent)))


@total_ordering
@dataclass(frozen=True, slots=True, init=False, repr=False, order=False, eq=False)
class Money(PydanticType):
    """An exact amount of one currency.

    Args:
        amount: `Decimal`, `int` or a plain decimal string, in units of the currency (won, not 억원).
        currency: an ISO 4217 code, current or historic.
        rate: the conversion rate that the text quotes beside the amount, if any. Not part of equality or hash.

    Raises:
        AmountError: the amount is a float, NaN, infinite or no number.
        UnknownCurrencyError: there is no such code.

    Sums and products are exact. Amounts order and add within one currency only.

    >>> Money(450_000_000, "USD") + Money("0.5", "USD")
    Money('450000000.5', 'USD')
    >>> sum([Money(1, "KRW"), Money(2, "KRW")])
    Money(3, 'KRW')
    >>> Money(3, "KRW") / Money(2, "KRW")
    Decimal('1.5')
    """

    amount: Decimal
    currency: Currency
    rate: Rate | None

    def __init__(self, amount: Decimal | int | str, currency: str, rate: Rate | None = None) -> None:
        """Check and keep the three."""
        if rate is not None and not isinstance(rate, Rate):
            message = f"the rate of an amount is a Rate, not {rate!r}"
            raise AmountError(message)
        value = exact(amount)
        put = object.__setattr__
        put(self, "amount", value or value.copy_abs())  # there is no minus zero of money
        put(self, "currency", currency if type(currency) is Currency else Currency(currency))
        put(self, "rate", rate)

    def __repr__(self) -> str:
        """Evaluate to an equal amount (and rate)."""
        rate = f", rate={self.rate!r}" if self.rate is not None else ""
        return f"Money({_literal(self.amount)}, {str(self.currency)!r}{rate})"

    def __str__(self) -> str:
        """Write the amount with commas and the code: ``450,000,000 USD``."""
        return f"{plain(self.amount, ',')} {self.currency!s}"

    def __eq__(self, other: object) -> bool:
        """Compare amount and currency; the rate is not part of it."""
        if not isinstance(other, Money):
            return NotImplemented
        return self.currency == other.currency and self.amount == other.amount

    def __hash__(self) -> int:
        """Hash amount and currency."""
        return hash((self.amount, self.currency))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the call that makes it."""
        return (type(self), (self.amount, str(self.currency), self.rate))

    def __bool__(self) -> bool:
        """Tell whether the amount is other than zero."""
        return bool(self.amount)

    def __lt__(self, other: Money) -> bool:
        """Order within one currency."""
        if not isinstance(other, Money):
            return NotImplemented
        self._same(other, "compare")
        return self.amount < other.amount

    def __add__(self, other: Money) -> Money:
        """Add exactly."""
        if not isinstance(other, Money):
            return NotImplemented
        self._same(other, "add")
        return Money(_exactly(EXACT.add, self.amount, other.amount), self.currency)

    @overload
    def __radd__(self, other: Literal[0]) -> Money: ...  # type: ignore[overload-overlap]  # for sum()
    @overload
    def __radd__(self, other: int) -> NoReturn: ...
    def __radd__(self, other: int) -> Money:
        """Let `sum()` begin at 0."""
        if isinstance(other, int) and other == 0:
            return self
        return NotImplemented

    def __sub__(self, other: Money) -> Money:
        """Subtract exactly."""
        if not isinstance(other, Money):
            return NotImplemented
        self._same(other, "subtract")
        return Money(_exactly(EXACT.subtract, self.amount, other.amount), self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        """Multiply exactly by an int or a Decimal; `Rate.convert` is what multiplies by a rate."""
        if isinstance(factor, Money | Rate | str):
            return NotImplemented
        return Money(_exactly(EXACT.multiply, self.amount, exact(factor, "a factor")), self.currency)

    __rmul__ = __mul__

    def __truediv__(self, other: Money) -> Decimal:
        """Divide by money of the same currency: the ratio, to 28 significant digits.

        Money divided by a number is not there on purpose, because it rounds: `allocate` loses nothing.
        """
        if isinstance(other, int | Decimal):
            message = f"money divided by {other} would be rounded: allocate() shares it out, * Decimal('0.5') halves it"
            raise TypeError(message)
        if not isinstance(other, Money):
            return NotImplemented
        self._same(other, "divide")
        if not other.amount:
            message = "a ratio to an amount of zero"
            raise AmountError(message)
        return _CONVERTED.divide(self.amount, other.amount)

    def __neg__(self) -> Money:
        """Change the sign."""
        return Money(self.amount.copy_negate(), self.currency)

    def __pos__(self) -> Money:
        """Return the same amount."""
        return self

    def __abs__(self) -> Money:
        """Return the amount without its sign."""
        return Money(self.amount.copy_abs(), self.currency)

    def __format__(self, spec: str) -> str:
        """Write as `krmoney.format` does: ``f"{money:press}"``, ``f"{money:one.3}"`` to three significant digits.

        The specification is ``[약][style][.digits]``; empty, it is `str`. ``약`` marks the amount as rounded.
        """
        if not spec:
            return str(self)
        from krmoney.formats import format_spec

        return format_spec(self, spec)

    def format(self, style: str | Style = "press", **options: Unpack[Options]) -> str:
        """Write in Korean or English; `krmoney.format` says how, and takes the same options.

        >>> Money(450_000_000, "USD").format("commas"), Money(450_000_000, "USD").format("en")
        ('4억 5,000만 달러', '$450 million')
        """
        from krmoney.formats import format as write

        return write(self, style, **options)

    def quantize(self, places: int | None = None, rounding: str = ROUND_HALF_EVEN) -> Money:
        """Round, because asked to: by default to the minor unit of the currency (won to 1, dollars to 0.01).

        Args:
            places: digits behind the decimal point to keep; negative ones round to tens, hundreds …
            rounding: one of the modes of the module `decimal`.

        >>> Money("15.705", "USD").quantize(), Money(44_512, "KRW").quantize(-3)
        (Money('15.7', 'USD'), Money(45000, 'KRW'))
        """
        digits = self.currency.minor_unit if places is None else places
        return Money(_rounded(self.amount, -digits, rounding), self.currency, self.rate)

    def allocate(self, parts: int | Sequence[int]) -> list[Money]:
        """Split into shares that add up to exactly this amount, in whole minor units.

        What does not divide goes out one minor unit each to the first shares that are not zero.

        Args:
            parts: how many equal shares, or the ratios of the shares as whole numbers.

        Raises:
            AmountError: no share, a negative ratio, or an amount finer than the minor unit.

        >>> Money(1000, "KRW").allocate(3)
        [Money(334, 'KRW'), Money(333, 'KRW'), Money(333, 'KRW')]
        >>> Money("0.05", "USD").allocate([3, 7])
        [Money('0.02', 'USD'), Money('0.03', 'USD')]
        """
        ratios = [1] * parts if isinstance(parts, int) else list(parts) if isinstance(parts, Sequence) else []
        if any(type(ratio) is not int or ratio < 0 for ratio in ratios) or not any(ratios):
            message = f"shares need whole ratios that are not negative and not all zero, not {parts!r}"
            raise AmountError(message)
        whole = sum(ratios)
        places = self.currency.minor_unit
        units = EXACT.scaleb(self.amount, places)
        if units != units.to_integral_value():
            message = f"{self!s} is finer than the minor unit; quantize it first"
            raise AmountError(message)
        total = abs(int(units))
        shares = [total * ratio // whole for ratio in ratios]
        left = total - sum(shares)
        for index, ratio in enumerate(ratios):
            if left and ratio:
                shares[index] += 1
                left -= 1
        sign = -1 if units < 0 else 1
        return [Money(EXACT.scaleb(Decimal(sign * share), -places), self.currency) for share in shares]

    def to_pint(self, registry: pint.UnitRegistry[Any] | None = None) -> pint.Quantity[Decimal]:
        """Return the amount as a quantity of pint, in krmoney's registry or in one that `krmoney.units` joined.

        >>> print(Money(450_000_000, "USD").to_pint())
        450000000 USD
        """
        from krmoney.units import quantity  # pint waits until it is needed

        return quantity(self, registry)

    def _repr_html_(self) -> str:
        """Show the amount in a notebook."""
        from krmoney import notebook  # a face, of which nothing is needed elsewhere

        return notebook.money_html(self)

    def _same(self, other: Money, what: str) -> None:
        if self.currency != other.currency:
            message = f"cannot {what} {self.currency!s} and {other.currency!s}; convert one with a Rate first"
            raise CurrencyMismatchError(message)


def _exactly(operation: Callable[[Decimal, Decimal], Decimal], left: Decimal, right: Decimal) -> Decimal:
    try:
        return operation(left, right)
    except (Inexact, Overflow) as error:
        message = "the exact result has more than a thousand digits"
        raise AmountError(message) from error


def _rounded(number: Decimal, exponent: int, rounding: str) -> Decimal:
    """Round to a power of ten, whatever the number of digits."""
    try:
        context = Context(prec=1000, rounding=rounding, traps=[InvalidOperation])
        return number.quantize(Decimal((0, (1,), exponent)), context=context)
    except (DecimalException, TypeError, ValueError) as error:
        message = f"cannot round {number} to {exponent!r} with {rounding!r}"
        raise AmountError(message) from error


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Rate(PydanticType):
    """A conversion rate: `value` units of `counter` for one unit of `base`.

    Args:
        base: the currency that is converted.
        counter: the currency it is converted to (the *counter currency*).
        value: counter units for one base unit; positive.
        low, high: the error bars, where the rate comes from rounded figures; equal to `value` when omitted.

    Raises:
        AmountError: a value that is not exact, finite and positive, or error bars that do not hold it.
        CurrencyMismatchError: base and counter are the same.
        UnknownCurrencyError: there is no such code.

    >>> rate = Rate("SEK", "KRW", "130.5")
    >>> rate.convert(Money(100, "SEK")), rate.convert(Money(13050, "KRW"))
    (Money(13050, 'KRW', rate=Rate('SEK', 'KRW', '130.5')), Money(100, 'SEK', rate=Rate('SEK', 'KRW', '130.5')))
    """

    base: Currency
    counter: Currency
    value: Decimal
    low: Decimal
    high: Decimal

    def __init__(
        self,
        base: str,
        counter: str,
        value: Decimal | int | str,
        low: Decimal | int | str | None = None,
        high: Decimal | int | str | None = None,
    ) -> None:
        """Check and keep the five."""
        put = object.__setattr__
        put(self, "base", Currency(base))
        put(self, "counter", Currency(counter))
        if self.base == self.counter:
            message = f"a rate joins two currencies, not {self.base!s} and {self.counter!s}"
            raise CurrencyMismatchError(message)
        value = exact(value, "a rate")
        low = value if low is None else exact(low, "a rate")
        high = value if high is None else exact(high, "a rate")
        if not 0 < low <= value <= high:
            message = f"a rate is positive and lies between its error bars, not {low} ≤ {value} ≤ {high}"
            raise AmountError(message)
        put(self, "value", value)
        put(self, "low", low)
        put(self, "high", high)

    @classmethod
    def quoted(cls, base: Money, counter: Money, *, rounded: Literal["base", "counter"] = "counter") -> Self:
        """Return the rate that a text implies when it restates `base` as `counter`.

        The side that restates was rounded, by up to half a unit of its last non-zero digit; the error bars
        come from there and the other side is taken as written.

        >>> rate = Rate.quoted(Money(2_900_000_000, "USD"), Money(3_990_000_000_000, "KRW"))
        >>> [f"{x:.2f}" for x in (rate.low, rate.value, rate.high)]
        ['1374.14', '1375.86', '1377.59']
        """
        numerator, denominator = counter.amount, base.amount
        if numerator <= 0 or denominator <= 0:
            message = f"no rate between {base!s} and {counter!s}"
            raise AmountError(message)
        value = RATIO.divide(numerator, denominator)
        restated = counter.amount if rounded == "counter" else base.amount
        half = EXACT.multiply(last_digit_unit(restated), _HALF)
        least, most = EXACT.subtract(restated, half), EXACT.add(restated, half)
        if rounded == "counter":
            bars = RATIO.divide(least, denominator), RATIO.divide(most, denominator)
        else:
            bars = RATIO.divide(numerator, most), RATIO.divide(numerator, least)
        return cls(base.currency, counter.currency, value, *bars)

    def convert(self, money: Money) -> Money:
        """Convert money of either currency into the other; the result keeps this rate as its `rate`.

        The result carries at most 28 significant digits and is not rounded to the minor unit.

        Raises:
            CurrencyMismatchError: the money is of a third currency.
        """
        if not isinstance(money, Money):
            message = f"a rate converts Money, not {money!r}"
            raise AmountError(message)
        if money.currency == self.base:
            product = Decimal(RATIO.multiply(money.amount, self.value))
            return Money(_CONVERTED.plus(product).normalize(RATIO), self.counter, self)
        if money.currency == self.counter:
            quotient = RATIO.divide(money.amount, self.value)
            return Money(_CONVERTED.plus(quotient).normalize(RATIO), self.base, self)
        message = f"a rate {self.base!s}/{self.counter!s} cannot convert {money.currency!s}"
        raise CurrencyMismatchError(message)

    def invert(self) -> Rate:
        """Return the same rate the other way round, with its error bars.

        >>> Rate("USD", "KRW", 1250).invert()
        Rate('KRW', 'USD', '0.0008')
        """
        value, low, high = (RATIO.divide(1, each) for each in (self.value, self.high, self.low))
        return Rate(self.counter, self.base, value, low, high)

    def __mul__(self, other: Rate) -> Rate:
        """Compose: SEK/USD times USD/KRW is SEK/KRW. The error bars widen.

        Raises:
            CurrencyMismatchError: the counter currency of the first is not the base of the second.

        >>> Rate("SEK", "USD", "0.1") * Rate("USD", "KRW", 1300)
        Rate('SEK', 'KRW', '130')
        """
        if not isinstance(other, Rate):
            return NotImplemented
        if self.counter != other.base:
            message = f"{self.base!s}/{self.counter!s} and {other.base!s}/{other.counter!s} do not join"
            raise CurrencyMismatchError(message)
        pairs = ((self.value, other.value), (self.low, other.low), (self.high, other.high))
        return Rate(self.base, other.counter, *(RATIO.multiply(one, two) for one, two in pairs))

    def __repr__(self) -> str:
        """Evaluate to an equal rate."""
        bars = f", {plain(self.low)!r}, {plain(self.high)!r}" if self.low != self.high else ""
        return f"Rate({str(self.base)!r}, {str(self.counter)!r}, {plain(self.value)!r}{bars})"

    def __str__(self) -> str:
        """Write the rate as people do, to as many digits as a rate has: ``1 SEK = 130.56 KRW (129.08–132.05)``."""
        places = max(2, 3 - self.value.adjusted())
        low, value, high = (
            f"{_rounded(each, -places, ROUND_HALF_EVEN):,f}" for each in (self.low, self.value, self.high)
        )
        bars = f" ({low}–{high})" if low != high else ""
        return f"1 {self.base!s} = {value} {self.counter!s}{bars}"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the call that makes it."""
        return (type(self), (str(self.base), str(self.counter), self.value, self.low, self.high))

    def _repr_html_(self) -> str:
        """Show the rate and its error bars in a notebook."""
        from krmoney import notebook  # a face, of which nothing is needed elsewhere

        return notebook.rate_html(self)

    def to_row(self) -> dict[str, str]:
        """Return the rate as rows hold it: codes, and plain decimal strings."""
        return {
            "base": str(self.base),
            "counter": str(self.counter),
            "value": plain(self.value),
            "low": plain(self.low),
            "high": plain(self.high),
        }


@dataclass(frozen=True, slots=True, init=False, repr=False)
class MoneyRange(PydanticType):
    """Amounts from one end to another, or open on one side: ``1~2조원``, ``1조원 이상``.

    Args:
        low: the lower end, or None where it is open.
        high: the upper end, or None where it is open.
        currency: an ISO 4217 code.
        low_inclusive: whether the lower end itself is meant.
        high_inclusive: whether the upper end itself is meant.

    Raises:
        AmountError: an end is not exact, both ends are open, or they are the wrong way round.
        UnknownCurrencyError: there is no such code.

    >>> span = MoneyRange(10**12, 2 * 10**12, "KRW", high_inclusive=False)
    >>> Money(10**12, "KRW") in span, Money(2 * 10**12, "KRW") in span
    (True, False)
    """

    low: Decimal | None
    high: Decimal | None
    currency: Currency
    low_inclusive: bool
    high_inclusive: bool

    def __init__(
        self,
        low: Decimal | int | str | None,
        high: Decimal | int | str | None,
        currency: str,
        *,
        low_inclusive: bool = True,
        high_inclusive: bool = True,
    ) -> None:
        """Check and keep the five."""
        low = None if low is None else exact(low)
        high = None if high is None else exact(high)
        if low is None and high is None:
            message = "a range has at least one end"
            raise AmountError(message)
        low_inclusive, high_inclusive = low_inclusive or low is None, high_inclusive or high is None
        if (
            low is not None
            and high is not None
            and (low > high or (low == high and not (low_inclusive and high_inclusive)))
        ):
            message = f"a range runs from low to high, not from {low} to {high}"
            raise AmountError(message)
        put = object.__setattr__
        put(self, "low", low)
        put(self, "high", high)
        put(self, "currency", Currency(currency))
        put(self, "low_inclusive", low_inclusive)
        put(self, "high_inclusive", high_inclusive)

    def __contains__(self, money: object) -> bool:
        """Tell whether an amount lies in the range; one of another currency raises CurrencyMismatchError."""
        if not isinstance(money, Money):
            return False
        if money.currency != self.currency:
            message = f"{money.currency!s} is not comparable with {self.currency!s}; convert one with a Rate first"
            raise CurrencyMismatchError(message)
        above = self.low is None or money.amount > self.low or (self.low_inclusive and money.amount == self.low)
        below = self.high is None or money.amount < self.high or (self.high_inclusive and money.amount == self.high)
        return above and below

    def __repr__(self) -> str:
        """Evaluate to an equal range."""
        low, high = (None if end is None else _literal(end) for end in (self.low, self.high))
        ends = "" if self.low_inclusive else ", low_inclusive=False"
        ends += "" if self.high_inclusive else ", high_inclusive=False"
        return f"MoneyRange({low}, {high}, {str(self.currency)!r}{ends})"

    def __str__(self) -> str:
        """Write the ends with commas and the code: ``1,000 – 2,000 KRW``, ``1,000 – <2,000 KRW``, ``≥ 1,000 KRW``."""
        return f"{ends(self, lambda end: plain(end, ','))} {self.currency!s}"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the call that makes it."""
        return (_range, (self.low, self.high, str(self.currency), self.low_inclusive, self.high_inclusive))


def _range(low: Decimal | None, high: Decimal | None, currency: str, *inclusive: bool) -> MoneyRange:
    return MoneyRange(low, high, currency, low_inclusive=inclusive[0], high_inclusive=inclusive[1])


def _literal(number: Decimal) -> str:
    """Write a number as Python source that `exact` takes: an int, or a string with a fraction."""
    text = plain(number)
    return text if "." not in text else repr(text)


class Evidence(NamedTuple):
    """Why something was inferred that the words of the figure do not say themselves.

    Attributes:
        question: what was decided: ``"currency"``, ``"elided"`` or ``"sign"``.
        reason: the kind of evidence. Of a currency: ``"place"`` or ``"rate"`` in the text, the same name decided
            nearby (``"neighbour"``), what the caller prefers (``"prefer"``), or custom (``"default"``). Of an elided
            one: a word of money beside it (``"cue"``), how often or for what it is paid (``"period"``), whose money
            it is (``"own"``), the brackets it stands in (``"restatement"``), the same amount elsewhere
            (``"neighbour"``), or that 억 without a counter seldom counts anything else (``"scale"``). Of a sign: the
            word (``"cue"``).
        text: the words that decided, as the text has them; empty for a default.
        start: where they stand, in code points; equal to `end` where there are none.
        end: where they end, exclusive.
    """

    question: str
    reason: str
    text: str
    start: int
    end: int

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Tell pydantic about the type."""
        return core_schema(cls, handler)


class Quote(NamedTuple):
    """The restatement of a foreign amount in another currency.

    Attributes:
        start: where the restated amount begins, in code points.
        end: where it ends, exclusive.
        text: the restated amount as written.
        currency: its ISO 4217 code.
        rate: the rate that the pair implies, with error bars; None where a side is vague or open.
    """

    start: int
    end: int
    text: str
    currency: Currency
    rate: Rate | None

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Tell pydantic about the type."""
        return core_schema(cls, handler)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(PydanticType):
    """A figure found in a text, with everything that the text says about it.

    Attributes:
        start, end: the span in code points of the text exactly as given, end exclusive.
        text: the slice.
        type: ``money``, ``percent``, ``rate`` or ``multiple``.
        kind: ``point``, ``range``, ``lower_bound``, ``upper_bound`` or ``vague``.
        low, high: equal for a point, None on the open side of a bound; for ``vague`` the conventional interval.
        low_inclusive, high_inclusive: False where the end itself is excluded (초과, 미만, the upper end of N대).
        approx: the text hedges (약, 가량, 여 …).
        currency: the ISO 4217 code, or None where the text does not decide.
        candidates: the codes still possible, likeliest first, where a name is shared.
        elided: the currency word is left out: the won is understood, or a word before says it (우리 돈 3만).
        denomination: it names a banknote or a coin and is no amount that changes hands (5만원권).
        per: what one amount is for (배럴당, 1인당), as the text says it.
        period: how often (연, 매월), as the text says it.
        quote: on a foreign amount, its restatement.
        value: for percent and multiple, the signed number; None where it is not one number.
        unit: for percent ``%``, ``%p`` or ``bp``; for multiple ``배``.
        rate: for ``type="rate"``, the rate that the text states.
        evidence: why the currency, the elision or the sign was inferred.
    """

    start: int
    end: int
    text: str
    type: Type
    kind: Kind
    low: Decimal | None
    high: Decimal | None
    low_inclusive: bool = True
    high_inclusive: bool = True
    approx: bool = False
    currency: Currency | None = None
    candidates: tuple[Currency, ...] = ()
    elided: bool = False
    denomination: bool = False
    per: str | None = None
    period: str | None = None
    quote: Quote | None = None
    value: Decimal | None = None
    unit: str | None = None
    rate: Rate | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def money(self) -> Money:
        """The one exact amount, with the quoted rate.

        Raises:
            NotOneAmountError: the mention is a range, a bound, vague, or no money.
            AmbiguousCurrencyError: the text does not decide the currency; the error lists the candidates.
        """
        if self.type != "money" or self.kind != "point" or self.low is None:
            what = self.type if self.type != "money" else self.kind.replace("_", " ")
            message = f"a {what} is not one amount of money"
            raise NotOneAmountError(message, self.text, (0, len(self.text)))
        return Money(self.low, self._decided(), self.quote.rate if self.quote else None)

    @property
    def range(self) -> MoneyRange:
        """The amounts that are meant: of a range its ends, of a bound the one it has, of a point both the same.

        Raises:
            NotOneAmountError: the mention is no money.
            AmbiguousCurrencyError: the text does not decide the currency; the error lists the candidates.
        """
        if self.type != "money":
            message = f"a {self.type} is no range of money"
            raise NotOneAmountError(message, self.text, (0, len(self.text)))
        inclusive = {"low_inclusive": self.low_inclusive, "high_inclusive": self.high_inclusive}
        return MoneyRange(self.low, self.high, self._decided(), **inclusive)

    def _decided(self) -> Currency:
        """Return the currency, which must not be open."""
        if self.currency is None:
            codes = tuple(map(str, self.candidates))
            message = f"the currency is shared by {', '.join(codes)}"
            raise AmbiguousCurrencyError(message, self.text, (0, len(self.text)), "name the country", codes)
        return self.currency

    def to_pint(
        self, registry: pint.UnitRegistry[Any] | None = None, *, per: str | None = None
    ) -> pint.Quantity[Decimal]:
        """Return the price or flow that is meant as a quantity of pint: ``배럴당 80달러`` is 80 USD / oil_barrel.

        Args:
            registry: krmoney's own if it is left out; another after `krmoney.units.define_in`.
            per: what one amount is for, in pint's language, instead of the words of the mention.

        Raises:
            NotOneAmountError: the mention is a range, a bound, vague, or no money.
            AmbiguousCurrencyError: the text does not decide the currency.
            krmoney.units.UnitError: no unit is known for the words, or they do not decide between two.
        """
        from krmoney.units import quantity  # pint waits until it is needed

        return quantity(self, registry, per=per)

    def _repr_html_(self) -> str:
        """Show the figure and what is known of it in a notebook."""
        from krmoney import notebook  # a face, of which nothing is needed elsewhere

        return notebook.mention_html(self)

    def to_row(self, doc: str | None = None) -> dict[str, Any]:
        """Return the row that ``krmoney extract --format jsonl`` prints: plain strings, numbers and booleans.

        Args:
            doc: the name of the document, put first if given.
        """
        row: dict[str, Any] = {} if doc is None else {"doc": doc}
        row |= {"start": self.start, "end": self.end, "text": self.text, "type": self.type, "kind": self.kind}
        row["low"] = None if self.low is None else plain(self.low)
        row["high"] = None if self.high is None else plain(self.high)
        row |= {
            "low_inclusive": self.low_inclusive,
            "high_inclusive": self.high_inclusive,
            "approx": self.approx,
        }
        if self.type in {"percent", "multiple"}:
            row["value"] = None if self.value is None else plain(self.value)
            row["unit"] = self.unit
        elif self.type == "rate":
            row["rate"] = self.rate.to_row() if self.rate else None
        else:
            row["currency"] = None if self.currency is None else str(self.currency)
            if self.candidates:
                row["candidates"] = [str(code) for code in self.candidates]
            row["elided"] = self.elided
            if self.denomination:
                row["denomination"] = True
        if self.per is not None:
            row["per"] = self.per
        if self.period is not None:
            row["period"] = self.period
        if self.quote is not None:
            # A conversion is one amount for another; of ranges the row says which, under another name.
            row["quote" if self.kind == "point" else "restated"] = {
                "start": self.quote.start,
                "end": self.quote.end,
                "text": self.quote.text,
                "currency": str(self.quote.currency),
                "rate": None if self.quote.rate is None else self.quote.rate.to_row(),
            }
        if self.evidence:
            row["evidence"] = [each._asdict() for each in self.evidence]
        return row


class Mentions(Sequence[Mention]):
    """The figures of a text, in the order in which they stand: what `krmoney.extract` returns.

    Attributes:
        source: the text they were found in, exactly as given.
    """

    __slots__ = ("_mentions", "source")

    def __init__(self, source: str, mentions: Sequence[Mention] = ()) -> None:
        """Keep the text and its figures."""
        self.source = source
        self._mentions = tuple(mentions)

    @overload
    def __getitem__(self, index: int) -> Mention: ...
    @overload
    def __getitem__(self, index: slice) -> Mentions: ...
    def __getitem__(self, index: int | slice) -> Mention | Mentions:
        """Return one mention, or a slice of them over the same text."""
        if isinstance(index, slice):
            return Mentions(self.source, self._mentions[index])
        return self._mentions[index]

    def __len__(self) -> int:
        """Count the mentions."""
        return len(self._mentions)

    def __iter__(self) -> Iterator[Mention]:
        """Go through the mentions."""
        return iter(self._mentions)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the call that makes it."""
        return (type(self), (self.source, self._mentions))

    def __eq__(self, other: object) -> bool:
        """Compare text and mentions."""
        if not isinstance(other, Mentions):
            return NotImplemented
        return self.source == other.source and self._mentions == other._mentions

    def __hash__(self) -> int:
        """Hash text and mentions."""
        return hash((self.source, self._mentions))

    def __repr__(self) -> str:
        """Show the figures, not the text."""
        return f"<Mentions: {', '.join(each.text for each in self._mentions) or 'none'}>"

    def to_rows(self, doc: str | None = None) -> list[Mapping[str, Any]]:
        """Return the rows of all mentions."""
        return [each.to_row(doc) for each in self._mentions]

    def _repr_html_(self) -> str:
        """Show the text with its figures in a notebook."""
        from krmoney import notebook  # a face, of which nothing is needed elsewhere

        return notebook.mentions_html(self)

    def to_dicts(self, doc: str | None = None) -> list[dict[str, Any]]:
        """Return a flat dictionary for each mention, with `Decimal` amounts; see `krmoney.notebook.to_dicts`."""
        from krmoney import notebook

        return notebook.to_dicts(self, doc)

    def to_pandas(self, doc: str | None = None) -> pd.DataFrame:
        """Return a pandas data frame, its amounts `Decimal` objects; see `krmoney.notebook.to_pandas`."""
        from krmoney import notebook

        return notebook.to_pandas(self, doc)

    def to_polars(self, doc: str | None = None) -> pl.DataFrame:
        """Return a polars data frame, its amounts ``Decimal(38, 10)``; see `krmoney.notebook.to_polars`."""
        from krmoney import notebook

        return notebook.to_polars(self, doc)

    def plot_amounts(self) -> Chart:
        """Draw the amounts on a log scale, by currency; see `krmoney.notebook.plot_amounts`."""
        from krmoney import notebook

        return notebook.plot_amounts(self)

    def plot_rates(self) -> Chart:
        """Draw the rates that the text implies, with error bars; see `krmoney.notebook.plot_rates`."""
        from krmoney import notebook

        return notebook.plot_rates(self)
