"""Compare each conversion in a text with the rate of its day."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from krmoney.checking import slips
from krmoney.checking.findings import Finding, Findings, Slip
from krmoney.checking.named import Names
from krmoney.checking.reference import Pair, sourced
from krmoney.errors import RatesError
from krmoney.iso import Currency
from krmoney.language import marked, translate
from krmoney.rates import day as day_of
from krmoney.reading.reader import Options, extract
from krmoney.values import RATIO, Mentions, Money, Rate, exact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from krmoney.checking.findings import Severity, Verdict
    from krmoney.checking.reference import Reference, Source
    from krmoney.rates import Rates
    from krmoney.values import Mention

__all__ = ["CheckOptions", "check", "check_options"]


class CheckOptions(Options, total=False):
    """The arguments of `check`, and the options of a reader, as the functions for columns take them.

    Attributes:
        rates: a source of reference rates; see `krmoney.rates`.
        tolerance: how far outside its error bars a conversion may be, as a share.
        back: how many days older than `date` the rate may be.
    """

    rates: Rates | None
    tolerance: Decimal | int | str
    back: int


def check_options(options: CheckOptions) -> tuple[Options, dict[str, Any]]:
    """Separate the options of a reader from the arguments of `check`."""
    given: dict[str, Any] = {**options}
    how = {name: given.pop(name) for name in ("rates", "tolerance", "back") if name in given}
    return given, how  # type: ignore[return-value]  # what is left are options of a reader


# From this difference on, a conversion that is off is an error, and a wrong factor is looked for.
_GREAT: Final = Decimal("0.1")
_EXPLAINS: Final = Decimal("0.03")  # an explanation must come this near: a wide tolerance would explain anything
_DECADE: Final = 10  # years
_WON: Final = "KRW"
_ALONE: Final[dict[Verdict, Severity]] = {
    "fits": "ok",
    "coarse": "note",
    "own rate": "note",
    "no rate": "note",
    "currency": "warning",
    "factor": "error",
    "inconsistent": "error",
}


def check(
    text_or_mentions: str | Mentions,
    *,
    date: dt.date | int | str | None = None,
    rates: Rates | None = None,
    tolerance: Decimal | int | str = "0.03",
    back: int = 7,
) -> Findings:
    """Check whether each conversion in a text fits the day's rate; ``4억 달러(약 55조원)`` does not.

    A finding says that two amounts do not fit, but never which of the two is wrong.

    Args:
        text_or_mentions: a text, or what `extract` returned for it.
        date: the day of the text, as a date or as text; or a year, in which case conversions are compared with the
            range of that year's rates. Without a date, they are compared with the last ten years of the source.
        rates: a source of reference rates; see `krmoney.rates`. Without one, conversions are compared with the rates
            that the text states, and with each other.
        tolerance: how far outside its error bars a conversion may be, as a share: 0.03 is 3%. An explanation must
            bring a conversion within 3%, whatever the tolerance.
        back: how many days older than `date` the rate may be, because there is none on weekends and holidays.

    Raises:
        TypeError: neither a text nor mentions.
        RatesError: `date` is not a day or a year, or `back` is not a number of days.
        AmountError: `tolerance` is not an exact number of 0 or more, or the source returns a rate that is not exact.

    >>> from krmoney import rates
    >>> text = "4억 달러(약 55조원)를 투자한다. 2억 유로(약 2990억원)는 빌린다."
    >>> findings = check(text, date="2024-06-04", rates=rates.ecb())
    >>> [(each.base.text, each.counter.text, each.verdict, each.severity) for each in findings]
    [('4억 달러', '55조원', 'factor', 'error'), ('2억 유로', '2990억원', 'fits', 'ok')]
    >>> findings[0].slip.base, findings[0].slip.counter
    ('400억 달러', '5500억원')
    """
    found = extract(text_or_mentions) if isinstance(text_or_mentions, str) else text_or_mentions
    if not isinstance(found, Mentions):
        message = translate("expected str or Mentions, got {kind}", kind=type(found).__name__)
        raise TypeError(message)
    share = exact(tolerance, marked("a tolerance"))
    if share < 0 or type(back) is not int or back < 0:
        message = translate(
            "tolerance and back must be 0 or more, not {tolerance!r} and {back!r}", tolerance=tolerance, back=back
        )
        raise RatesError(message)
    return _Check(found, sourced(rates), _when(date), share, back).findings()


class _When(NamedTuple):
    """The day of a text, or its year, or neither."""

    day: dt.date | None = None
    year: int | None = None


def _when(date: dt.date | int | str | None) -> _When:
    if isinstance(date, str) and len(date) == 4 and date.isdecimal():  # noqa: PLR2004  # the digits of a year
        date = int(date)
    if type(date) is int and 1 <= date <= dt.MAXYEAR:
        return _When(year=date)
    return _When() if date is None else _When(day_of(date))  # type: ignore[arg-type]  # an int is refused there


class _Held(NamedTuple):
    """A conversion compared with a reference: the rate it implies, and how far that is outside its error bars."""

    rate: Rate
    reference: Reference
    off: Decimal


class _Check:
    """The check of one text."""

    def __init__(self, found: Mentions, source: Source | None, when: _When, tolerance: Decimal, back: int) -> None:
        self._found, self._source, self._when = found, source, when
        self._tolerance, self._back = tolerance, back
        self._conversions = [*_conversions(found)]
        starts = sorted(min(one.start, two.start) for one, two in self._conversions)
        self._names = Names(found, starts, when.day)
        self._others = {str(each.currency) for each in found if each.type == "money" and each.currency}

    def findings(self) -> Findings:
        """Return a finding for each conversion."""
        made = [self._finding(*each) for each in self._conversions]
        source = self._source
        return Findings(
            self._found,
            [*self._consistent(made)],
            rates=source.name if source else None,
            last=source.last if source else None,
            basis=self._basis(),
        )

    def _basis(self) -> str:
        if self._source is None:
            return "text"
        if self._source.constant:
            return "constant"
        if self._when.day:
            return "day"
        if self._source.first is None or self._source.last is None:
            return "blind"
        return "year" if self._when.year else "decade"

    # One conversion

    def _finding(self, base: Mention, counter: Mention) -> Finding:
        pairs = _pairs(base, counter)
        implied = [rate for pair in pairs if (rate := _implied(base, counter, pair)) is not None]
        if not implied:
            return self._made("no rate", base, counter, reason="vague")
        held = [self._held(rate, reference) for rate in implied if (reference := self._reference(rate))]
        own = [self._held(rate, reference) for rate in implied for reference in self._own(rate, base, counter)]
        if own and self._when.day is None:  # what the text says is more exact than the rates of several years
            held = [each for each in held if each.reference.rate.low == each.reference.rate.high]
        best = min(held, key=_distance, default=None)
        if best and self._fits(best.off):
            return self._fitting(base, counter, best)
        named_best = min(own, key=_distance, default=None)
        if named_best and self._fits(named_best.off):
            return self._made("own rate", base, counter, named_best)
        if best is None and named_best is None:
            return self._without(base, counter, implied[0])
        if named_best is None and (lacking := self._lacking(base, counter, implied, held)):
            return lacking
        main = named_best if named_best and (best is None or self._is_said_here(base, counter)) else best
        return self._misfit(base, counter, main or best, [*own, *held])  # type: ignore[arg-type]  # one is there

    def _lacking(
        self, base: Mention, counter: Mention, implied: Sequence[Rate], held: Sequence[_Held]
    ) -> Finding | None:
        """Return a finding if the source lacks a currency that the amount has or may have."""
        if implied[0].base not in {each.rate.base for each in held}:
            return self._without(base, counter, implied[0])
        is_open = base.currency is None or counter.currency is None
        if is_open and len(held) < len(implied):
            return self._made("no rate", base, counter, rate=implied[0], reason="undecided")
        return None

    def _fitting(self, base: Mention, counter: Mention, held: _Held) -> Finding:
        rate = held.rate
        wide = RATIO.divide(max(rate.high - rate.value, rate.value - rate.low), rate.value)
        return self._made("coarse" if wide > self._tolerance else "fits", base, counter, held)

    def _misfit(self, base: Mention, counter: Mention, held: _Held, every: Sequence[_Held]) -> Finding:
        if abs(held.off) > _GREAT:
            for each in (held, *every):
                if slip := self._slip(base, counter, each):
                    return self._made("factor", base, counter, each, slip=slip)
        if slip := self._other_currency(held.rate):
            return self._made("currency", base, counter, held, slip=slip)
        until = held.reference.on or self._when.day or (self._source and self._source.last)
        pair = Pair(held.rate.base, held.rate.counter)
        stood = self._source.stood(pair, held.rate, until) if self._source and until else None
        return self._made("off", base, counter, held, stood=stood)

    def _slip(self, base: Mention, counter: Mention, held: _Held) -> Slip | None:
        def fits(rate: Rate) -> bool:
            return abs(_off(rate, held.reference.rate)) <= _EXPLAINS

        return slips.power_of_ten(base, counter, held.rate, fits) or slips.of_scale(base, counter, held.rate, fits)

    def _other_currency(self, rate: Rate) -> Slip | None:
        """Return another currency in which the conversion would fit."""
        best: tuple[Decimal, Currency] | None = None
        for side in ("base", "counter"):
            own = getattr(rate, side)
            others = dict.fromkeys([*slips.family(own), *sorted(self._others)])
            for code in others if own != _WON else ():
                pair = Pair(code, rate.counter) if side == "base" else Pair(rate.base, code)
                if code in {rate.base, rate.counter}:
                    continue
                other = Rate(*pair, rate.value, rate.low, rate.high)
                reference = self._reference(other)
                off = _off(other, reference.rate) if reference else None
                if off is not None and abs(off) <= _EXPLAINS and (best is None or abs(off) < best[0]):
                    best = abs(off), Currency(code)
        return Slip("", "", currency=best[1]) if best else None

    def _without(self, base: Mention, counter: Mention, rate: Rate) -> Finding:
        """Return the finding for a conversion without a reference."""
        source, when = self._source, self._when
        if source is None:
            return self._made("no rate", base, counter, rate=rate, reason="no rates")
        pair = Pair(rate.base, rate.counter)
        if when.day is None and not source.constant and (source.first is None or source.last is None):
            return self._made("no rate", base, counter, rate=rate, reason="no date")
        if base.currency is None or counter.currency is None:
            return self._made("no rate", base, counter, rate=rate, reason="undecided")
        day = when.day or (dt.date(when.year, 12, 31) if when.year else None)
        reason = source.lack(pair, day)
        ended = source.ended(pair) if reason == "ended" else None
        return self._made("no rate", base, counter, rate=rate, reason=reason, stood=ended)

    # What it is compared with

    def _reference(self, rate: Rate) -> Reference | None:
        """Return the reference that the source has for a pair on the day or in the year."""
        source, when = self._source, self._when
        pair = Pair(rate.base, rate.counter)
        if source is None:
            return None
        if when.day or source.constant:
            day = when.day or dt.date.today()  # noqa: DTZ011  # any day will do: the rates are constant
            if source.first and day < source.first:
                return None
            return source.of_day(pair, day, self._back)
        if source.first is None or source.last is None:
            return None
        if when.year:
            return source.of_band(pair, dt.date(when.year, 1, 1), dt.date(when.year, 12, 31))
        return source.of_band(pair, source.last - dt.timedelta(365 * _DECADE + 2), source.last)

    def _own(self, rate: Rate, base: Mention, counter: Mention) -> Iterator[Reference]:
        """Yield the references that the text states for a pair."""
        pair, at = Pair(rate.base, rate.counter), min(base.start, counter.start)
        for each in self._names.all_for(at):
            if reference := each.of(pair, self._source, self._back):
                yield reference

    def _is_said_here(self, base: Mention, counter: Mention) -> bool:
        """Tell whether the text names a rate or a day in the sentence of this conversion."""
        return bool(self._names.near(min(base.start, counter.start)))

    # Judging

    def _held(self, rate: Rate, reference: Reference) -> _Held:
        return _Held(rate, reference, _off(rate, reference.rate))

    def _fits(self, off: Decimal) -> bool:
        return abs(off) <= self._tolerance

    def _consistent(self, findings: Sequence[Finding]) -> Iterator[Finding]:
        """Yield the findings; an undecided one is inconsistent if it contradicts others of its pair."""
        groups: dict[object, list[Finding]] = {}
        for each in findings:
            groups.setdefault(self._at_one_time(each), []).append(each)
        bars = {key: (sorted(like, key=_low), sorted(like, key=_high)) for key, like in groups.items() if key}
        for one in findings:
            undecided = one.verdict == "no rate" or (one.verdict in {"fits", "coarse"} and _is_band(one))
            by_low, by_high = bars.get(self._at_one_time(one), ([], []))
            above = bisect_right(by_low, _high(one) * (1 + self._tolerance), key=_low)
            below = bisect_left(by_high, _low(one) / (1 + self._tolerance), key=_high)
            against = len(by_low) - above + below
            if undecided and against and against * 2 > len(by_low) - 1:  # of three that two share, only the third
                other = by_low[-1] if above < len(by_low) else by_high[0]
                yield self._made("inconsistent", one.base, one.counter, rate=one.rate, other=other)
            else:
                yield one

    def _at_one_time(self, one: Finding) -> object:
        """Return what conversions must have in common to imply one rate: the pair, and the days that the text names."""
        if one.rate is None:
            return None
        return (
            one.rate.base,
            one.rate.counter,
            frozenset(each.text for each in self._names.near(one.start) if each.first),
        )

    def _made(
        self,
        verdict: Verdict,
        base: Mention,
        counter: Mention,
        held: _Held | None = None,
        **more: Any,  # noqa: ANN401  # other attributes of a finding
    ) -> Finding:
        """Return a finding, with the reference if there is one."""
        if held is not None:
            rate, reference, off = held
            more |= {"rate": rate, "reference": reference.rate, "off": off}
            more |= {"on": reference.on, "source": reference.source, "own": reference.own}
        severity = _ALONE.get(verdict)
        if severity is None:
            severity = "error" if held and abs(held.off) > _GREAT else "warning"
        return Finding(
            verdict=verdict,
            severity=severity,
            base=base,
            counter=counter,
            **more,
        )


def _conversions(found: Mentions) -> Iterator[tuple[Mention, Mention]]:
    """Yield the amounts that have a quote, each with the other of its pair."""
    money = {(each.start, each.end): each for each in found if each.type == "money"}
    for each in found:
        other = each.quote and money.get((each.quote.start, each.quote.end))
        if other is not None:
            yield each, other


def _pairs(base: Mention, counter: Mention) -> list[Pair]:
    """Return the pairs of currencies that a conversion can be between, the likeliest first."""
    return [Pair(*pair) for pair in product(_codes(base), _codes(counter)) if pair[0] != pair[1]]


def _codes(mention: Mention) -> tuple[str, ...]:
    """Return the currencies that an amount can be in: all that share the name, if only the rate decided."""
    if mention.currency is None:
        return tuple(map(str, mention.candidates))
    by_rate = any(each.question == "currency" and each.reason == "rate" for each in mention.evidence)
    return (str(mention.currency), *(slips.family(mention.currency) if by_rate else ()))


def _implied(base: Mention, counter: Mention, pair: Pair) -> Rate | None:
    """Return the rate that a conversion implies between two currencies, with its error bars."""
    if base.quote and (rate := base.quote.rate):
        return Rate(*pair, rate.value, rate.low, rate.high)
    if "vague" in {base.kind, counter.kind}:
        return None
    own, other = _ends(base), _ends(counter)
    if not all((*own, *other)) or len({end > 0 for end in (*own, *other)}) > 1:
        return None
    rounded: Literal["base", "counter"] = "counter" if counter.start > base.start else "base"
    most = max(len(own), len(other))
    each = [
        Rate.quoted(Money(abs(one), pair.base), Money(abs(two), pair.counter), rounded=rounded)
        for one, two in zip((own * most)[-most:], (other * most)[-most:], strict=True)
    ]
    return Rate(*pair, each[-1].value, min(rate.low for rate in each), max(rate.high for rate in each))


def _ends(mention: Mention) -> list[Decimal]:
    """Return the ends of a range, or the one value; for 3조원대, the number that is written."""
    ends = [mention.low, mention.high] if mention.high_inclusive else [mention.low]
    return [*dict.fromkeys(end for end in ends if end is not None)]


def _off(rate: Rate, reference: Rate) -> Decimal:
    """Return how far a rate is outside its error bars, as a signed share of the reference."""
    if rate.low > reference.high:
        return RATIO.divide(rate.low, reference.high) - 1
    return RATIO.divide(rate.high, reference.low) - 1 if rate.high < reference.low else Decimal(0)


def _distance(held: _Held) -> Decimal:
    return abs(held.off)


def _is_band(finding: Finding) -> bool:
    return finding.reference is not None and finding.reference.low != finding.reference.high


def _low(finding: Finding) -> Decimal:
    return finding.rate.low if finding.rate else Decimal(0)


def _high(finding: Finding) -> Decimal:
    return finding.rate.high if finding.rate else Decimal(0)
