"""The rates and days that the text itself names: ``환율 1420원 기준``, ``2일 기준``, a stated rate of the pair."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from functools import cache
from math import log
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney.checking.reference import Pair, Reference
from krmoney.errors import KrmoneyError
from krmoney.reading.rows import package_file
from krmoney.reading.source import Source
from krmoney.reading.surroundings import sentence
from krmoney.reading.vocabulary import Vocabulary
from krmoney.values import RATIO, Rate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from krmoney.checking.reference import Source as RateSource
    from krmoney.values import Mention, Mentions

__all__ = ["Named", "NamedDay", "NamedRate", "Names", "rows"]

_WON: Final = "KRW"
_MOST: Final = 100  # rates and days that a conversion is compared with: a text made to be slow has more
_MOST_SENTENCE: Final = 801  # characters between the ends of a sentence, as `sentence` sees it
_SAID: Final = 24  # characters around an amount that make a rate of it
_WRONG_BY: Final = log(2)  # an amount further than this factor from a currency's usual value is not its rate


class NamedRate(NamedTuple):
    """A row: an amount of won with these words around it is a rate."""

    before: str
    after: str
    example: str
    counterexample: str = ""


class NamedDay(NamedTuple):
    """A row: these words name a day, or more of them."""

    means: str
    pattern: str
    example: str
    counterexample: str = ""


@cache
def rows() -> tuple[tuple[NamedRate, ...], tuple[NamedDay, ...]]:
    """Return the rows of checks.toml."""
    file = package_file("checks")
    return file.rows("rate", NamedRate), file.rows("day", NamedDay)


@cache
def _rate_patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(f"(?:{row.before})$"), re.compile(row.after)) for row in rows()[0])


@cache
def _day_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row.means, re.compile(rf"(?<![0-9.])(?:{row.pattern})")) for row in rows()[1])


class Named(NamedTuple):
    """A rate or days that a text names.

    Attributes:
        start: where its words begin.
        text: the words.
        first, last: the days that they mean; None for a rate.
        rate: a stated rate; None for days.
        won: a number of won for one unit or for 100 units of the currency; None for others.
        near: the part of the text whose conversions it applies to; None for all.
    """

    start: int
    text: str
    first: dt.date | None = None
    last: dt.date | None = None
    rate: Rate | None = None
    won: Mention | None = None
    near: tuple[int, int] | None = None

    def of(self, pair: Pair, source: RateSource | None, back: int) -> Reference | None:
        """Return the rate that it states for a pair."""
        if self.rate is not None:
            rate = self.rate if self.rate.base == pair.base else self.rate.invert()
            return Reference(rate, None, self.text, own=True) if Pair(rate.base, rate.counter) == pair else None
        if self.won is not None:
            own = _of_won(pair, self.won)
            return Reference(own, None, self.text, own=True) if own else None
        if source is None or self.first is None or self.last is None:
            return None
        if self.first == self.last:
            found = source.of_day(pair, self.last, back)
        else:
            found = source.of_band(pair, self.first, self.last)
        return found._replace(own=True) if found else None


def _of_won(pair: Pair, won: Mention) -> Rate | None:
    """Return the rate that a number of won states for a pair, if it can be one."""
    typical = Vocabulary.default().typical
    foreign = pair.base if pair.counter == _WON else pair.counter
    if _WON not in pair or not won.low or won.low < 0:
        return None
    for many in (1, 100):
        value = RATIO.divide(won.low, many)
        off = typical.off(foreign, _WON, float(value))
        if off is not None and off < _WRONG_BY:
            rate = Rate(foreign, _WON, value)
            return rate if pair.counter == _WON else rate.invert()
    return None


class Names:
    """The rates and days that a text names, for the conversions of one sentence or for all.

    Args:
        found: its figures.
        starts: where its conversions begin, in order.
        day: the day of the text, which gives the month and year that the text leaves out.
    """

    def __init__(self, found: Mentions, starts: Sequence[int], day: dt.date | None) -> None:
        named = [*_rates(found, starts), *_days(found, starts, day)] if starts else []
        distinct = {
            (each.first, each.last, each.rate, each.won and each.won.low): each for each in named if not each.near
        }
        self._everywhere: Final = [*distinct.values()][:_MOST]
        self._near: Final = sorted((each for each in named if each.near), key=_begins)

    def all_for(self, at: int) -> list[Named]:
        """Return what applies to a conversion that begins at `at`."""
        return [*self.near(at), *self._everywhere]

    def near(self, at: int) -> list[Named]:
        """Return what the sentence of a conversion names."""
        low, high = (bisect_right(self._near, place, key=_begins) for place in (at - _MOST_SENTENCE, at))
        return [each for each in self._near[low:high][:_MOST] if each.near and at < each.near[1]]


def _begins(named: Named) -> int:
    return named.near[0] if named.near else 0


def _rates(found: Mentions, starts: Sequence[int]) -> Iterator[Named]:
    """Yield the rates that a text names."""
    text = found.source
    pairs = {at for each in found if each.type == "rate" for at in range(each.start, each.end)}
    for each in found:
        if each.type == "rate" and each.rate is not None:
            yield Named(each.start, each.text, rate=each.rate)
        elif each.currency == _WON and each.kind == "point" and each.restates is None and each.start not in pairs:
            before = Source(text[max(0, each.start - _SAID) : each.start]).text
            after = Source(text[each.end : each.end + _SAID]).text
            for left, right in _rate_patterns():
                ahead, behind = left.search(before), right.match(after)
                if ahead and behind and ahead[0] + behind[0]:
                    said = f"{ahead[0]}{each.text}{behind[0]}".strip(" (")
                    yield Named(each.start, said, won=each, near=_near(text, each.start, starts))
                    break


def _days(found: Mentions, starts: Sequence[int], day: dt.date | None) -> Iterator[Named]:
    """Yield the days that a text names for its rates."""
    source = Source(found.source)
    taken: set[int] = set()
    for means, pattern in _day_patterns():
        for match in pattern.finditer(source.text):
            if taken.isdisjoint(range(*match.span())) and (meant := _meant(means, match, day)):
                taken.update(range(*match.span()))
                start, _ = source.span(*match.span())
                yield Named(start, match[0], *meant, near=_near(source.given, start, starts))


def _near(text: str, at: int, starts: Sequence[int]) -> tuple[int, int] | None:
    """Return the sentence of `at` if it has conversions; what other sentences name applies to all."""
    start, end = sentence(text, at)
    return (start, end) if bisect_left(starts, start) < bisect_left(starts, end) else None


def _meant(means: str, match: re.Match[str], day: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day that words mean, if they and the day of the article say it."""
    said = {name: int(number) for name, number in match.groupdict().items() if number}
    year, month = said.get("year"), said.get("month")
    if means == "some day":
        return (dt.date.min, day or dt.date.max)
    try:
        if means == "year" and year:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        if year and month and means == "day":
            one = dt.date(year, month, said["day"])
            return one, one
        if year and month:
            return dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1])
        if day is None:
            return None
        if means == "last year":
            return dt.date(day.year - 1, 1, 1), dt.date(day.year - 1, 12, 31)
        if means == "day before":
            one = day - dt.timedelta(1)
        elif means == "month":
            first = dt.date(day.year - ((month or 1) > day.month), month or 1, 1)
            return first, first.replace(day=monthrange(first.year, first.month)[1])
        else:
            one = _last_such(day, month, said["day"])
    except (KrmoneyError, ValueError):  # 31월, 2월 30일
        return None
    return one, one


def _last_such(day: dt.date, month: int | None, number: int) -> dt.date:
    """Return the last day of this number, and of this month if one is said, up to the day of the article."""
    year, which = day.year, month or day.month
    while dt.date(year, which, min(number, monthrange(year, which)[1])) > day + dt.timedelta(1):  # abroad it is earlier
        year, which = (year - 1, which) if month else (year - (which == 1), (which - 2) % 12 + 1)
    return dt.date(year, which, number)
