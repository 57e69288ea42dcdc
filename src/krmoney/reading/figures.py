"""Figures, and the figure of a single amount: a point, a band, a vague amount."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney.numerals import SCALES
from krmoney.reading.amounts import Amount, bare_amount
from krmoney.reading.numbers import Numeral, times
from krmoney.reading.patterns import lazy, template
from krmoney.values import EXACT, last_digit_unit

if TYPE_CHECKING:
    from krmoney.iso import Currency
    from krmoney.reading.lexicon import Word
    from krmoney.reading.numbers import Number
    from krmoney.reading.vocabulary import Vocabulary
    from krmoney.values import Evidence, Kind, Quote, Rate, Span

__all__ = ["PERCENT", "Figure", "bare", "decade", "point", "widen"]

PERCENT: Final = frozenset({"%", "%p", "bp"})  # the units of percentages

_AGAINST: Final = lazy(r" ?대 (?:[가-힣A-Z]{1,8} )?[0-9][0-9.]*+ ?%(?! ?대)")  # 47% 대 해리스 49%
_PART: Final = lazy(r" ?극?[초중후]{1,2}반(?:대(?!출))?(?![가-힣]*전)")  # 30% 초반대, 3억원 중후반
_JOINED: Final = template(r"대(?:(?=부터|까지|[이중]상|미만)|(?!{band_noun}))")
_APART: Final = lazy(r" ?대(?: [초중후]{1,2}반|(?!이며|여|란|가[로를의성]| ?[0-9]))")  # 3만원 대여, 대란, 3억 대가로
_LARGE: Final = lazy(r"[억조경](?= ?[가-힣A-Z]{0,6} ?대)")


class Figure(NamedTuple):
    """One figure: what its own words say, and what the stages decided about it.

    Attributes:
        start: where its span begins (gold README, "What the span covers").
        end: where its span ends, exclusive.
        left: where the hedges and bounds before it begin.
        right: where those after it end.
        unit: ``money``, ``%``, ``%p``, ``bp``, ``배``, ``rate``, or None for a number without unit.
        kind: as of a `Mention`.
        low: lower end, None where open.
        high: upper end, None where open.
        first: the (first) amount.
        last: the amount that carries the unit.
        low_inclusive: whether `low` itself is meant.
        high_inclusive: whether `high` itself is meant.
        approx: the words hedge.
        per: what one amount is for.
        period: how often.
        denomination: it names a banknote or coin (5만원권).
        elided: why it is money although no currency word is in it.
        pair: on the foreign amount of a restatement, the index of the other amount.
        repeats: on the second amount of a restatement, the index of the first.
        equals: the index of the figure that it states a rate with (``1달러=1,380원``).
        currency: its currency, where that is decided.
        candidates: the currencies still possible where it is not.
        sign: -1 where the words make a fall of it, else 1.
        why: what decided currency and sign.
        quote: its restatement, with the rate.
        restates: where the amount is that it restates.
        rate: the rate that it states, of unit ``rate``.
    """

    start: int
    end: int
    left: int
    right: int
    unit: str | None
    kind: Kind
    low: Number | None
    high: Number | None
    first: Amount
    last: Amount
    low_inclusive: bool = True
    high_inclusive: bool = True
    approx: bool = False
    per: str | None = None
    period: str | None = None
    denomination: bool = False
    elided: Evidence | None = None
    pair: int | None = None
    repeats: int | None = None
    equals: int | None = None
    currency: Currency | None = None
    candidates: tuple[Currency, ...] = ()
    sign: int = 1
    why: tuple[Evidence, ...] = ()
    quote: Quote | None = None
    restates: Span | None = None
    rate: Rate | None = None

    @property
    def word(self) -> Word | None:
        """The currency word."""
        return self.last.word

    def assign_currency(self, word: Word | None, why: Evidence | None) -> Figure:
        """Return a bare number as money in the currency that the text around it decides."""
        last = self.last._replace(word=word, unit="money")
        first = last if self.first is self.last else self.first._replace(word=word, unit="money")
        return self._replace(first=first, last=last, unit="money", elided=why)

    def decided(self, currency: Currency | None, candidates: tuple[Currency, ...], why: tuple[Evidence, ...]) -> Figure:
        """Return an amount with its currency, or with those still possible, and what decided it."""
        return Figure._make((*self[:_CURRENCY], currency, candidates, self.sign, why, *self[_CURRENCY + 4 :]))


_CURRENCY: Final = Figure._fields.index("currency")  # before `candidates`, `sign` and `why`


def bare(text: str, vocabulary: Vocabulary, start: int) -> Figure | None:
    """Read a number and nothing after it, as a figure without unit."""
    only = bare_amount(text, vocabulary, start)
    return None if only is None else point(text, vocabulary, only)


def point(text: str, vocabulary: Vocabulary, only: Amount) -> Figure:
    """Return the figure of one amount: a point, the band of N대, or a vague amount."""
    numeral = only.numeral
    band = _band(text, vocabulary, only) if only.unit != "배" else None
    left, right = only.start, band or only.end
    if numeral.vague:
        low, high = sorted(_in_units(only, end) for end in numeral.vague)
        return Figure(
            left, only.end, left, right, only.unit, "vague", low, high, only, only,
            high_inclusive=False, approx=numeral.approx,
        )  # fmt: skip
    if band is not None:
        step = last_digit_unit(Decimal(only.value))
        below = only.value < 0
        low = EXACT.subtract(only.value, step) if below else only.value
        return Figure(
            left, only.end, left, right, only.unit, "range", low, EXACT.add(low, step), only, only,
            low_inclusive=not below, high_inclusive=below,
        )  # fmt: skip
    if numeral.end < only.end and text[numeral.end] == "+":
        return Figure(left, only.end, left, right, only.unit, "lower_bound", only.value, None, only, only)  # 50만+원
    return Figure(
        left, only.end, left, right, only.unit, "point", only.value, only.value, only, only, approx=numeral.approx
    )


def _band(text: str, vocabulary: Vocabulary, only: Amount) -> int | None:
    """Return where the 대 of ``3조원대`` or ``30% 초반`` ends.

    Written onto a unit it is a band unless it begins another noun (3억원 대출); elsewhere it must end a word.
    """
    at = only.end
    if not text.startswith(("대", " 대", "초", " 초", "중", " 중", "후", " 후"), at) or _AGAINST.match(text, at):
        return None
    if part := _PART.match(text, at):
        return part.end()
    joined = _JOINED(vocabulary).match(text, at) if only.unit and not text[at - 1].isdecimal() else None
    if joined:
        return joined.end()
    apart = _APART.match(text, at)
    return apart.end() if apart and vocabulary.josa.particle(text, apart.end()) is not None else None


def _in_units(only: Amount, number: Number) -> Number:
    """Return a number beside an amount in whole units of it, with its sign."""
    worth = times(number, only.factor)
    if only.word is not None:
        worth = only.word.in_units(worth)
    return -worth if only.value < 0 else worth


def decade(text: str, vocabulary: Vocabulary, start: int) -> Figure | None:
    """Read a scale alone before 대: ``억대``, ``조 원대`` is from one of it to below ten."""
    match = _LARGE.match(text, start)
    if match is None:
        return None
    at = match.end() + (text[match.end() : match.end() + 1] == " ")
    found = vocabulary.currencies.match(text, at)
    end, word = found or (match.end(), None)
    band = _APART.match(text, end)
    if band is None or vocabulary.josa.particle(text, band.end()) is None:
        return None
    worth = SCALES[match[0]]
    numeral = Numeral(start, match.end(), worth, worth, ((1, worth),), (worth, worth * 10))
    only = Amount(start, end, worth, numeral, "money" if word else None, word, at if word else end)
    return Figure(
        start, end, start, band.end(), only.unit, "vague", worth, worth * 10, only, only, high_inclusive=False
    )


def widen(text: str, vocabulary: Vocabulary, whole: Figure) -> Figure:
    """Let 대 after a range reach to below one more unit: ``5~6억원대`` is from 5억 to below 7억."""
    band = _band(text, vocabulary, whole.last) if whole.right == whole.end else None
    if band is None or whole.high is None:
        return whole
    high = EXACT.add(whole.high, last_digit_unit(Decimal(whole.last.numeral.value) * whole.last.factor))
    return whole._replace(high=high, high_inclusive=False, right=band)
