"""The source of rates as a check uses it: the rate of a day or of the last day before, and the rates of a period."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney.language import marked
from krmoney.values import RATIO, Rate, exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from krmoney.rates import Rates

__all__ = ["Pair", "Reference", "Source", "sourced"]

_DAY: Final = dt.timedelta(1)


class Pair(NamedTuple):
    """Two currencies."""

    base: str
    counter: str


class Reference(NamedTuple):
    """What a conversion is compared with.

    Attributes:
        rate: the rate; for a period, the mean and the range.
        on: its day; None for a period and for a rate that the text states.
        source: where it comes from.
        own: whether the text names it.
    """

    rate: Rate
    on: dt.date | None
    source: str
    own: bool = False


class Source:
    """A source of rates, with the days that it covers.

    Args:
        rates: the source that the caller gave.

    Attributes:
        name: the name of the source.
        first, last: the first and last days with rates, if the source says so.
        constant: whether the rates are the same on every day.
    """

    def __init__(self, rates: Rates) -> None:
        self._rates: Final = rates
        self.name: Final = str(getattr(rates, "name", None) or getattr(rates, "__name__", None) or "rates")
        self.first: Final[dt.date | None] = getattr(rates, "first", None)
        self.last: Final[dt.date | None] = getattr(rates, "last", None)
        self.constant: Final = bool(getattr(rates, "constant", False))
        self._histories: Final[dict[Pair, tuple[tuple[dt.date, Decimal], ...]]] = {}

    def of_day(self, pair: Pair, day: dt.date, back: int) -> Reference | None:
        """Return the rate of a day, or of the last day before it that has one, at most `back` days earlier."""
        for _ in range(back + 1):
            if (value := self._ask(pair, day)) is not None:
                name = self._called(pair, day)
                return Reference(Rate(*pair, value), None if self.constant else day, name)
            day -= _DAY
        return None

    def of_band(self, pair: Pair, first: dt.date, last: dt.date) -> Reference | None:
        """Return the lowest, the mean and the highest rate of a period."""
        values = [value for day, value in self._history(pair) if first <= day <= last]
        if not values:
            return None
        mean = RATIO.divide(sum(values, Decimal(0)), len(values))
        low, high = min(values), max(values)
        return Reference(Rate(*pair, min(max(mean, low), high), low, high), None, self.name)

    def stood(self, pair: Pair, bars: Rate, until: dt.date) -> dt.date | None:
        """Return the last day on which the rate was within the error bars of another."""
        history = reversed(self._history(pair))
        return next((day for day, value in history if day <= until and bars.low <= value <= bars.high), None)

    def lack(self, pair: Pair, day: dt.date | None) -> str:
        """Return a code that says why there is no rate."""
        if day and self.first and day < self.first:
            return "before"
        if day and self.last and day > self.last:
            return "after"
        history = self._history(pair)
        if not history:
            return "currency"
        if day and day > history[-1][0]:
            return "ended"
        return "not yet" if day and day < history[0][0] else "gap"

    def ended(self, pair: Pair) -> dt.date | None:
        """Return the last day of a pair."""
        history = self._history(pair)
        return history[-1][0] if history else None

    def _ask(self, pair: Pair, day: dt.date) -> Decimal | None:
        value = self._rates(*pair, day)
        return None if value is None else exact(value, marked("a rate"))

    def _called(self, pair: Pair, day: dt.date) -> str:
        name = getattr(self._rates, "source", None)
        return str((name(*pair, day) if name else None) or self.name)

    def _history(self, pair: Pair) -> tuple[tuple[dt.date, Decimal], ...]:
        """Return all rates of a pair; none if the source does not say which days it covers."""
        if pair not in self._histories:
            self._histories[pair] = tuple(self._asked(pair))
        return self._histories[pair]

    def _asked(self, pair: Pair) -> Iterator[tuple[dt.date, Decimal]]:
        if self.first is None or self.last is None:
            return
        for number in range(self.first.toordinal(), self.last.toordinal() + 1):
            day = dt.date.fromordinal(number)
            if (value := self._ask(pair, day)) is not None:
                yield day, value


_known: Final = lru_cache(8)(Source)  # what a source answered is kept for the next text


def sourced(rates: Rates | None) -> Source | None:
    """Return rates as a `Source`."""
    if rates is None:
        return None
    try:
        return _known(rates)  # type: ignore[arg-type]  # most callables can be hashed
    except TypeError:  # a callable that cannot be hashed
        return Source(rates)
