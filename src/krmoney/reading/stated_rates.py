"""Exchange rates that a text states: ``1달러=1,380원``, ``달러당 1,380원``, ``원·달러 환율은 1,380.5원``."""

from __future__ import annotations

import re
from bisect import bisect_left
from math import log
from typing import TYPE_CHECKING, Final

from krmoney.iso import Currency
from krmoney.reading.figures import Figure
from krmoney.reading.patterns import lazy
from krmoney.reading.surroundings import sold_by_the_pound
from krmoney.values import RATIO, Rate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from krmoney.reading.source import Source
    from krmoney.reading.vocabulary import Vocabulary

__all__ = ["pair", "state"]

_GAP: Final = 20  # characters between the two amounts: 는 우리 돈으로 약
_UNITS: Final = {1, 10, 100, 1000}
_NAME: Final = 24  # characters of the name of a pair
_MOST_BETWEEN: Final = 70  # characters between 환율 and the rate: 환율은 전날보다 5.5원 오른 1,380.5원에
_RATE_WORD: Final = lazy(r"환율")
_BEFORE: Final = 24  # characters before an amount in which 달러당 stands
_EACH: Final = lazy(" ?당 ?(?:약 ?)?$")
_COUNT: Final = lazy(r"(?<![가-힣0-9])(1|10|100|1,?000) ?$")
# Pieces of the name of a pair: 원·달러 환율, 100엔당 원화 환율, 엔화 환율
_BETWEEN: Final = lazy(" ?[·/대∙ㆍ-] ?")
_FOR_EACH: Final = lazy(" ?(?:당|대비) ")
_HUNDRED: Final = lazy("(?:1|100) ?")
_RATE_OF: Final = lazy(" ?(?:[가-힣]{1,4} ?)?환율")
_RATE: Final = lazy(" ?환율")
_WRONG_BY: Final = log(3)  # an amount further from a currency's usual worth than this factor is no rate of it


def pair(source: Source, vocabulary: Vocabulary, figures: Sequence[Figure]) -> list[Figure]:
    """Pair the neighbouring amounts that state a rate: ``1달러=1,380원``, ``100엔당 912원``."""
    paired = list(figures)
    for one, two in pairs(source.text, vocabulary, figures):
        paired[one] = paired[one]._replace(equals=two)
    return paired


def state(source: Source, vocabulary: Vocabulary, figures: Sequence[Figure]) -> list[Figure]:
    """Add the rates that the text states, each before the figures that begin with it or after it."""
    text = source.text
    taken: set[int] = set()
    rates: list[Figure] = []
    for each in figures:
        if each.equals is not None and (rate := _rate(each, figures[each.equals])):
            taken.add(each.equals)
            first, last = sorted((each, figures[each.equals]))
            rates.append(_stated(first.start, last, rate))
    for index, each in enumerate(figures):
        if index in taken or each.unit != "money" or each.kind != "point" or each.per is None:
            continue
        named = _base(text, vocabulary, each.start)
        if named and each.currency:
            start, count, base = named
            weighed = base == "GBP" and sold_by_the_pound(text, vocabulary, start)
            if base != each.currency and each.low and each.low > 0 and not weighed:  # 달러당 -1300원: no
                taken.add(index)
                rates.append(_stated(start, each, Rate(base, each.currency, RATIO.divide(each.low, count))))
    rates += _headlined(text, vocabulary, figures, taken)
    return sorted([*rates, *figures], key=_order) if rates else list(figures)


def _order(figure: Figure) -> tuple[int, bool, int]:
    return figure.start, figure.rate is None, figure.end


def _stated(start: int, counter: Figure, rate: Rate) -> Figure:
    """Return a rate as a figure, from where it begins to the end of the amount that it is worth."""
    return Figure(
        start, counter.end, start, counter.end, "rate", "point", rate.value, rate.value, counter.first, counter.last,
        approx=counter.approx, rate=rate,
    )  # fmt: skip


def _equals(vocabulary: Vocabulary) -> re.Pattern[str]:
    own = "|".join(map(re.escape, vocabulary.currencies.own))
    return re.compile(
        vocabulary.pattern(
            rf" ?(?:(?P<sign>[=≒≈]|당) ?|(?:{{topic}}|에) ?(?:(?:{own}){{by}}? ?)?)"
            rf"(?P<hedge>(?:(?:{vocabulary.hedges.words('approx')}) ?)*+)"
        )
    )


def pairs(text: str, vocabulary: Vocabulary, found: Sequence[Figure]) -> Iterator[tuple[int, int]]:
    """Yield the indices of neighbouring amounts that state a rate: ``1달러=1,380원``, ``100엔당 912원``.

    The first is the amount of which 1, 10, 100 or 1000 are worth the other; ``1,380원=1달러`` says the same.
    """
    for index in range(len(found) - 1):
        base, counter = found[index], found[index + 1]
        if base.unit != "money" or counter.unit != "money" or base.kind != "point" or counter.kind != "point":
            continue
        if not 0 < counter.start - base.end <= _GAP or _UNITS.isdisjoint((base.low, counter.low)):
            continue
        joint = vocabulary.derive(_equals).fullmatch(text, base.end, counter.start)
        if joint is None:
            continue
        if base.low in _UNITS:
            if joint["sign"] or joint["hedge"] or base.low in {1, 100}:
                yield index, index + 1
        elif joint["sign"] == "=":
            yield index + 1, index


def _headlined(text: str, vocabulary: Vocabulary, found: Sequence[Figure], taken: set[int]) -> Iterator[Figure]:
    """Yield the rates that stand behind the name of a pair: ``원·달러 환율은 전날보다 5.5원 오른 1,380.5원``."""
    starts = [each.start for each in found]
    for match in _RATE_WORD.finditer(text):
        named = _pair(text, vocabulary, match)
        if named is None:
            continue
        start, codes = named
        limit = match.end() + _MOST_BETWEEN
        ends = (text.find(". ", match.end(), limit), text.find("\n", match.end(), limit))
        stop = min((at for at in ends if at >= 0), default=limit)
        best: tuple[float, int, Rate] | None = None
        for index in range(bisect_left(starts, match.end()), bisect_left(starts, stop)):
            each, code = found[index], found[index].currency
            base = next((other for other in codes if other != code), None)
            if code not in codes or code is None or base is None or index in taken or each.kind != "point":
                continue
            for per in (1, 100):  # 원·엔 환율은 912원: of 100 yen
                value = RATIO.divide(each.low or 0, per)
                off = abs(log(float(value) / _usual(vocabulary, base, code))) if value > 0 else _WRONG_BY
                if off < _WRONG_BY and (best is None or off < best[0]):
                    best = (off, index, Rate(base, code, value))
        if best:
            taken.add(best[1])
            yield _stated(start, found[best[1]], best[2])


def _base(text: str, vocabulary: Vocabulary, end: int) -> tuple[int, int, Currency] | None:
    """Read the unit that an amount is the price of, right before it: start, count and currency of ``100엔당``."""
    each = _EACH.search(text, max(0, end - _BEFORE), end)
    if each is None:
        return None
    for start, word in vocabulary.currencies.names_before(text, each.start()):
        if word.default is None or word.per > 1:
            continue
        if count := _COUNT.search(text, max(0, start - _BEFORE), start):
            return count.start(), int(count[1].replace(",", "")), word.default
        if not start or not (text[start - 1].isdecimal() or "가" <= text[start - 1] <= "힣"):
            return start, 1, word.default
    return None


def _pair(text: str, vocabulary: Vocabulary, match: re.Match[str]) -> tuple[int, list[Currency]] | None:
    """Return where the name of the pair before 환율 begins, and its currencies: 원·달러, or 엔화 and won."""
    for at in range(max(0, match.start() - _NAME), match.start()):
        if (not at or not "가" <= text[at - 1] <= "힣") and (codes := _named(text, vocabulary, at, match.end())):
            return at, codes
    return None


def _named(text: str, vocabulary: Vocabulary, at: int, end: int) -> list[Currency]:  # noqa: C901  # three forms
    """Return the currencies of a name that goes from `at` to `end`; empty if it is none.

    ::

        name = currency , ( "·" | "/" | "대" | "-" ) , currency , [ word ] , "환율"
             | [ "1" | "100" ] , currency , ( "당" | "대비" ) , currency , "환율"
             | currency , "환율" ;
    """
    for after, one in _names(text, vocabulary, at):
        if joint := _BETWEEN.match(text, after):
            for stop, two in _names(text, vocabulary, joint.end()):
                if _RATE_OF.fullmatch(text, stop, end):
                    return [one, two]
    counted = _HUNDRED.match(text, at) if not at or text[at - 1] not in "0123456789.," else None
    for after, one in _names(text, vocabulary, counted.end() if counted else at):
        if each := _FOR_EACH.match(text, after):
            for stop, two in _names(text, vocabulary, each.end()):
                if _RATE.fullmatch(text, stop, end):
                    return [one, two]
    for after, one in _names(text, vocabulary, at):
        if _RATE.fullmatch(text, after, end):
            return [one, Currency("KRW")]
    return []


def _names(text: str, vocabulary: Vocabulary, at: int) -> Iterator[tuple[int, Currency]]:
    """Yield the end and the currency of the names at `at` that mean one without more."""
    for end, word in vocabulary.currencies.matches(text, at):
        if word.default and word.per == 1 and not text[at].isascii():
            yield end, word.default


def _usual(vocabulary: Vocabulary, base: Currency, counter: Currency) -> float:
    worth = vocabulary.typical.won
    return float(worth.get(base, 1)) / float(worth.get(counter, 1))


def _rate(base: Figure, counter: Figure) -> Rate | None:
    if not base.currency or not counter.currency or base.currency == counter.currency or not base.low:
        return None
    if not counter.low or counter.low <= 0:
        return None
    return Rate(base.currency, counter.currency, RATIO.divide(counter.low, base.low))
