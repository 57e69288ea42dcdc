"""Exact money, and the rates that convert it. Each refers to the other, so they share a module."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from functools import total_ordering
from typing import TYPE_CHECKING, Any, Final, Literal, NoReturn, Self, Unpack, overload

from krmoney._hooks import hook
from krmoney.errors import AmountError, CurrencyMismatchError
from krmoney.iso import Currency
from krmoney.language import marked, translate
from krmoney.values.exact import CONVERTED, EXACT, RATIO, exact, exactly, last_digit_unit, literal, plain, rounded
from krmoney.values.record import Frozen, Record

if TYPE_CHECKING:
    import pint

    from krmoney._hooks import AnyStyle, FormatOptions

__all__ = ["Money", "Rate"]

_HALF: Final = Decimal("0.5")


@total_ordering
class Money(Record):
    """An exact amount of one currency.

    Args:
        amount: `Decimal`, `int` or a plain decimal string, in units of the currency (won, not 억원).
        currency: an ISO 4217 code, current or historic, in capitals or not.
        rate: the conversion rate that the text quotes for the amount, if any. Not part of equality or hash.

    Raises:
        AmountError: the amount is a float, NaN, infinite or not a number.
        UnknownCurrencyError: ISO 4217 does not have the code.

    Sums and products are exact. Only amounts in the same currency can be added or compared.

    >>> Money(450_000_000, "USD") + Money("0.5", "USD")
    Money('450000000.5', 'USD')
    >>> sum([Money(1, "KRW"), Money(2, "KRW")])
    Money(3, 'KRW')
    >>> Money(3, "KRW") / Money(2, "KRW")
    Decimal('1.5')
    """

    # Not a dataclass: frameworks would take it for a record of three columns.
    __slots__ = ("_amount", "_currency", "_rate")
    __match_args__ = _fields = ("amount", "currency", "rate")

    def __init__(self, amount: Decimal | int | str, currency: str, rate: Rate | None = None) -> None:
        """Check the arguments and store them."""
        if rate is not None and not isinstance(rate, Rate):
            message = translate("the rate of an amount must be a Rate, not {rate!r}", rate=rate)
            raise AmountError(message)
        value = exact(amount)
        self._amount = value or value.copy_abs()  # money has no minus zero
        self._currency = currency if type(currency) is Currency else Currency(currency)
        self._rate = rate

    @property
    def amount(self) -> Decimal:
        """The amount in units of the currency."""
        return self._amount

    @property
    def currency(self) -> Currency:
        """The ISO 4217 code."""
        return self._currency

    @property
    def rate(self) -> Rate | None:
        """The conversion rate that the text quotes for the amount."""
        return self._rate

    def __repr__(self) -> str:
        """Evaluate to an equal amount (and rate)."""
        rate = f", rate={self.rate!r}" if self.rate is not None else ""
        return f"Money({literal(self.amount)}, {str(self.currency)!r}{rate})"

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
        self._same(other, marked("cannot compare {one!s} and {other!s}; convert one with a Rate first"))
        return self.amount < other.amount

    def __add__(self, other: Money) -> Money:
        """Add exactly."""
        if not isinstance(other, Money):
            return NotImplemented
        self._same(other, marked("cannot add {one!s} and {other!s}; convert one with a Rate first"))
        return Money(exactly(EXACT.add, self.amount, other.amount), self.currency)

    @overload
    def __radd__(self, other: Literal[0]) -> Money: ...  # type: ignore[overload-overlap]  # for sum()
    @overload
    def __radd__(self, other: int) -> NoReturn: ...
    def __radd__(self, other: int) -> Money:
        """Allow `sum()`, which begins at 0."""
        if isinstance(other, int) and other == 0:
            return self
        return NotImplemented

    def __sub__(self, other: Money) -> Money:
        """Subtract exactly."""
        if not isinstance(other, Money):
            return NotImplemented
        self._same(other, marked("cannot subtract {one!s} and {other!s}; convert one with a Rate first"))
        return Money(exactly(EXACT.subtract, self.amount, other.amount), self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        """Multiply exactly by an int or a Decimal; to apply a rate, use `Rate.convert`."""
        if isinstance(factor, Money | Rate | str):
            return NotImplemented
        return Money(exactly(EXACT.multiply, self.amount, exact(factor, marked("a factor"))), self.currency)

    __rmul__ = __mul__

    def __truediv__(self, other: Money) -> Decimal:
        """Divide by money of the same currency: the ratio, to 28 significant digits.

        Division by a number is not supported, because it would round; `allocate` splits an amount without loss.
        """
        if isinstance(other, int | Decimal):
            message = translate(
                "dividing money by {other} would round it: split it with allocate(), or halve it with * Decimal('0.5')",
                other=other,
            )
            raise TypeError(message)
        if not isinstance(other, Money):
            return NotImplemented
        self._same(other, marked("cannot divide {one!s} and {other!s}; convert one with a Rate first"))
        if not other.amount:
            message = translate("cannot divide by an amount of zero")
            raise AmountError(message)
        return CONVERTED.divide(self.amount, other.amount)

    def __neg__(self) -> Money:
        """Change the sign."""
        return Money(self.amount.copy_negate(), self.currency)

    def __pos__(self) -> Money:
        """Return the same amount."""
        return self

    def __abs__(self) -> Money:
        """Return the amount without its sign."""
        return Money(self.amount.copy_abs(), self.currency)

    def __composite_values__(self) -> tuple[Decimal, str]:
        """Return the two columns of a ``composite`` of SQLAlchemy."""
        return self.amount, str(self.currency)

    def __round__(self, places: int) -> Money:
        """Round to digits after the decimal point, as `quantize` does: ``round(money, 2)``."""
        return self.quantize(operator.index(places))

    def __format__(self, spec: str) -> str:
        """Write the amount as `krmoney.format` does: ``f"{money:press}"``, ``f"{money:one.3}"``.

        The specification is ``[약][style][.digits]``, with the number of significant digits; ``약`` marks the amount as
        rounded. ``[,][.digitsf]`` writes digits as for a `float`, and the code after them: ``f"{money:,}"`` is exact,
        ``f"{money:,.2f}"`` has two decimals. An empty specification gives `str`.

        Raises:
            AmountError: there is no such specification or style.
        """
        if not spec:
            return str(self)
        written: str = hook("format_spec")(self, spec)
        return written

    def format(self, style: str | AnyStyle = "press", **options: Unpack[FormatOptions]) -> str:
        """Write the amount in Korean or English, with the options of `krmoney.format`.

        >>> Money(450_000_000, "USD").format("commas"), Money(450_000_000, "USD").format("en")
        ('4억 5,000만 달러', '$450 million')
        """
        written: str = hook("format")(self, style, **options)
        return written

    def quantize(self, places: int | None = None, rounding: str = ROUND_HALF_EVEN) -> Money:
        """Round, by default to the minor unit of the currency (won to 1, dollars to 0.01).

        Args:
            places: digits after the decimal point to keep; negative ones round to tens, hundreds …
            rounding: one of the modes of the module `decimal`.

        >>> Money("15.705", "USD").quantize(), Money(44_512, "KRW").quantize(-3)
        (Money('15.7', 'USD'), Money(45000, 'KRW'))
        """
        digits = self.currency.minor_unit if places is None else places
        return Money(rounded(self.amount, -digits, rounding), self.currency, self.rate)

    def allocate(self, parts: int | Sequence[int]) -> list[Money]:
        """Split into shares that add up to exactly this amount, in whole minor units.

        The remainder goes to the first shares with a ratio above zero, one minor unit each.

        Args:
            parts: how many equal shares, or the ratios of the shares as whole numbers.

        Raises:
            AmountError: there are no shares, a ratio is negative, or the amount is finer than the minor unit.

        >>> Money(1000, "KRW").allocate(3)
        [Money(334, 'KRW'), Money(333, 'KRW'), Money(333, 'KRW')]
        >>> Money("0.05", "USD").allocate([3, 7])
        [Money('0.02', 'USD'), Money('0.03', 'USD')]
        """
        ratios = [1] * parts if isinstance(parts, int) else list(parts) if isinstance(parts, Sequence) else []
        if any(type(ratio) is not int or ratio < 0 for ratio in ratios) or not any(ratios):
            message = translate(
                "ratios must be whole numbers, not negative and not all zero, not {parts!r}", parts=parts
            )
            raise AmountError(message)
        whole = sum(ratios)
        places = self.currency.minor_unit
        units = EXACT.scaleb(self.amount, places)
        if units != units.to_integral_value():
            message = translate("{self!s} is finer than the minor unit; quantize it first", self=self)
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
        """Return the amount as a pint quantity, in krmoney's registry or in one that has krmoney's units.

        >>> print(Money(450_000_000, "USD").to_pint())
        450000000 USD
        """
        quantity: pint.Quantity[Decimal] = hook("quantity")(self, registry)
        return quantity

    def _repr_html_(self) -> str:
        """Show the amount in a notebook."""
        html: str = hook("money_html")(self)
        return html

    def _same(self, other: Money, refusal: str) -> None:
        if self.currency != other.currency:
            message = translate(refusal, one=self.currency, other=other.currency)
            raise CurrencyMismatchError(message)


class Rate(Frozen):
    """A conversion rate: `value` units of `counter` for one unit of `base`.

    Args:
        base: the currency that is converted.
        counter: the currency it is converted to (the *counter currency*).
        value: counter units for one base unit; positive.
        low, high: the error bars, if the rate comes from rounded figures; by default equal to `value`.

    Raises:
        AmountError: the value is not exact, finite and positive, or not between the error bars.
        CurrencyMismatchError: base and counter are the same.
        UnknownCurrencyError: ISO 4217 does not have the code.

    >>> rate = Rate("SEK", "KRW", "130.5")
    >>> rate.convert(Money(100, "SEK")), rate.convert(Money(13050, "KRW"))
    (Money(13050, 'KRW', rate=Rate('SEK', 'KRW', '130.5')), Money(100, 'SEK', rate=Rate('SEK', 'KRW', '130.5')))
    """

    __slots__ = __match_args__ = _fields = ("base", "counter", "value", "low", "high")

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
        """Check the arguments and store them."""
        base, counter = Currency(base), Currency(counter)
        if base == counter:
            message = translate(
                "a rate needs two different currencies, not {base!s} and {counter!s}", base=base, counter=counter
            )
            raise CurrencyMismatchError(message)
        value = exact(value, marked("a rate"))
        low = value if low is None else exact(low, marked("a rate"))
        high = value if high is None else exact(high, marked("a rate"))
        if not 0 < low <= value <= high:
            message = translate(
                "a rate must be positive and lie between its error bars, not {low} ≤ {value} ≤ {high}",
                low=low,
                value=value,
                high=high,
            )
            raise AmountError(message)
        self._store(base, counter, value, low, high)

    @classmethod
    def quoted(cls, base: Money, counter: Money, *, rounded: Literal["base", "counter"] = "counter") -> Self:
        """Return the rate that a text implies when it restates `base` as `counter`.

        The restated amount was rounded, by up to half a unit of its last non-zero digit. The error bars follow from
        that; the other amount is taken as exact.

        >>> rate = Rate.quoted(Money(2_900_000_000, "USD"), Money(3_990_000_000_000, "KRW"))
        >>> [f"{x:.2f}" for x in (rate.low, rate.value, rate.high)]
        ['1374.14', '1375.86', '1377.59']
        """
        numerator, denominator = counter.amount, base.amount
        if numerator <= 0 or denominator <= 0:
            message = translate("no rate between {base!s} and {counter!s}", base=base, counter=counter)
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
        """Convert money in either currency to the other; the result keeps this rate as its `rate`.

        The result has at most 28 significant digits and is not rounded to the minor unit.

        Raises:
            CurrencyMismatchError: the money is in a third currency.
        """
        if not isinstance(money, Money):
            message = translate("a rate converts Money, not {money!r}", money=money)
            raise AmountError(message)
        if money.currency == self.base:
            product = Decimal(RATIO.multiply(money.amount, self.value))
            return Money(CONVERTED.plus(product).normalize(RATIO), self.counter, self)
        if money.currency == self.counter:
            quotient = RATIO.divide(money.amount, self.value)
            return Money(CONVERTED.plus(quotient).normalize(RATIO), self.base, self)
        message = translate(
            "a rate {base!s}/{counter!s} cannot convert {currency!s}",
            base=self.base,
            counter=self.counter,
            currency=money.currency,
        )
        raise CurrencyMismatchError(message)

    def invert(self) -> Rate:
        """Return the inverse rate, with its error bars.

        >>> Rate("USD", "KRW", 1250).invert()
        Rate('KRW', 'USD', '0.0008')
        """
        value, low, high = (RATIO.divide(1, each) for each in (self.value, self.high, self.low))
        return Rate(self.counter, self.base, value, low, high)

    def __mul__(self, other: Rate) -> Rate:
        """Multiply: SEK/USD times USD/KRW is SEK/KRW. The error bars get wider.

        Raises:
            CurrencyMismatchError: the counter currency of the first is not the base of the second.

        >>> Rate("SEK", "USD", "0.1") * Rate("USD", "KRW", 1300)
        Rate('SEK', 'KRW', '130')
        """
        if not isinstance(other, Rate):
            return NotImplemented
        if self.counter != other.base:
            both = f"{self.base!s}/{self.counter!s} and {other.base!s}/{other.counter!s}"
            message = translate(
                "cannot multiply {both}: {counter!s} is not {base!s}", both=both, counter=self.counter, base=other.base
            )
            raise CurrencyMismatchError(message)
        pairs = ((self.value, other.value), (self.low, other.low), (self.high, other.high))
        return Rate(self.base, other.counter, *(RATIO.multiply(one, two) for one, two in pairs))

    def __repr__(self) -> str:
        """Evaluate to an equal rate."""
        bars = f", {plain(self.low)!r}, {plain(self.high)!r}" if self.low != self.high else ""
        return f"Rate({str(self.base)!r}, {str(self.counter)!r}, {plain(self.value)!r}{bars})"

    def __str__(self) -> str:
        """Write the rate with as many digits as rates usually have: ``1 SEK = 130.56 KRW (129.08–132.05)``."""
        places = max(2, 3 - self.value.adjusted())
        low, value, high = (
            f"{rounded(each, -places, ROUND_HALF_EVEN):,f}" for each in (self.low, self.value, self.high)
        )
        bars = f" ({low}–{high})" if low != high else ""
        return f"1 {self.base!s} = {value} {self.counter!s}{bars}"

    def _repr_html_(self) -> str:
        """Show the rate and its error bars in a notebook."""
        html: str = hook("rate_html")(self)
        return html
