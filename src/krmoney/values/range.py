"""Amounts between two ends, one of which may be open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from krmoney.errors import AmountError, CurrencyMismatchError
from krmoney.iso import Currency
from krmoney.language import translate
from krmoney.values.exact import ends, exact, literal, plain
from krmoney.values.money import Money
from krmoney.values.record import Frozen

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["MoneyRange"]


class MoneyRange(Frozen):
    """The amounts from one end to the other, or open on one side: ``1~2조원``, ``1조원 이상``.

    Args:
        low: the lower end, or None if it is open.
        high: the upper end, or None if it is open.
        currency: an ISO 4217 code.
        low_inclusive: whether the lower end is part of the range.
        high_inclusive: whether the upper end is part of the range.

    Raises:
        AmountError: an end is not exact, both ends are open, or they are the wrong way round.
        UnknownCurrencyError: ISO 4217 does not have the code.

    >>> span = MoneyRange(10**12, 2 * 10**12, "KRW", high_inclusive=False)
    >>> Money(10**12, "KRW") in span, Money(2 * 10**12, "KRW") in span
    (True, False)
    """

    __slots__ = __match_args__ = _fields = ("low", "high", "currency", "low_inclusive", "high_inclusive")

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
        """Check the arguments and store them."""
        low = None if low is None else exact(low)
        high = None if high is None else exact(high)
        if low is None and high is None:
            message = translate("a range needs at least one end")
            raise AmountError(message)
        low_inclusive, high_inclusive = low_inclusive or low is None, high_inclusive or high is None
        if (
            low is not None
            and high is not None
            and (low > high or (low == high and not (low_inclusive and high_inclusive)))
        ):
            message = translate("a range must go from low to high, not from {low} to {high}", low=low, high=high)
            raise AmountError(message)
        self._store(low, high, Currency(currency), low_inclusive, high_inclusive)

    def __contains__(self, money: object) -> bool:
        """Tell whether an amount lies in the range; one of another currency raises CurrencyMismatchError."""
        if not isinstance(money, Money):
            return False
        if money.currency != self.currency:
            message = translate(
                "{one!s} is not comparable with {other!s}; convert one with a Rate first",
                one=money.currency,
                other=self.currency,
            )
            raise CurrencyMismatchError(message)
        above = self.low is None or money.amount > self.low or (self.low_inclusive and money.amount == self.low)
        below = self.high is None or money.amount < self.high or (self.high_inclusive and money.amount == self.high)
        return above and below

    def __repr__(self) -> str:
        """Evaluate to an equal range."""
        low, high = (None if end is None else literal(end) for end in (self.low, self.high))
        ends = "" if self.low_inclusive else ", low_inclusive=False"
        ends += "" if self.high_inclusive else ", high_inclusive=False"
        return f"MoneyRange({low}, {high}, {str(self.currency)!r}{ends})"

    def __str__(self) -> str:
        """Write the ends with commas and the code: ``1,000 – 2,000 KRW``, ``1,000 – <2,000 KRW``, ``≥ 1,000 KRW``."""
        return f"{ends(self, lambda end: plain(end, ','))} {self.currency!s}"
