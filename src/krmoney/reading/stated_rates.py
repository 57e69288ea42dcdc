"""Exchange rates that a text states: ``1달러=1,380원``, ``달러당 1,380원``, ``원·달러 환율은 1,380.5원``."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from math import log
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney.currencies import lexicon, typical
from krmoney.iso import Currency
from krmoney.reading.figures import Figure
from krmoney.reading.surroundings import sold_by_the_pound
from krmoney.values import RATIO, Rate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from krmoney.reading.source import Source

__all__ = ["pair", "state"]

_EQUALS: Final = re.compile(r" ?(?:=|≒|≈|당|에|은|는) ?(?:약 ?)?")
_GAP: Final = 8  # characters between the two amounts: " = 약 "
_NAME: Final = 24  # characters of the name of a pair
_MOST_BETWEEN: Final = 70  # characters between 환율 and the rate: 환율은 전날보다 5.5원 오른 1,380.5원에
_RATE_WORD: Final = re.compile(r"환율")
_GROUPS: Final = ("one", "two", "base", "counter", "only")  # of the pattern of pairs
_WRONG_BY: Final = log(3)  # an amount further from a currency's usual worth than this factor is no rate of it


class _Names(NamedTuple):
    base: re.Pattern[str]  # 달러당, right before the amount
    pair: re.Pattern[str]  # 원·달러 환율, 100엔당 원화 환율, 엔화 환율


@cache
def _named() -> _Names:
    names = [name for name, word in lexicon().after.items() if word.alone and not name.isascii() and word.per == 1]
    name = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return _Names(
        re.compile(rf"(?<![가-힣0-9])(?:(1|10|100|1,?000) ?)?({name}) ?당 ?(?:약 ?)?$"),
        re.compile(
            rf"(?<![가-힣])(?:(?P<one>{name}) ?[·/대∙ㆍ-] ?(?P<two>{name}) ?(?:[가-힣]{{1,4}} ?)?환율"
            rf"|(?<![0-9.,])(?:(?:1|100) ?)?(?P<base>{name}) ?(?:당|대비) (?P<counter>{name}) ?환율"
            rf"|(?P<only>{name}) ?환율)"
        ),
    )


def pair(source: Source, figures: Sequence[Figure]) -> list[Figure]:
    """Pair the neighbouring amounts that state a rate: ``1달러=1,380원``, ``100엔당 912원``."""
    paired = list(figures)
    for one, two in _unit_pairs(source.text, figures):
        paired[one] = paired[one]._replace(equals=two)
    return paired


def state(source: Source, figures: Sequence[Figure]) -> list[Figure]:
    """Add the rates that the text states, each before the figures that begin with it or after it."""
    text = source.text
    taken: set[int] = set()
    rates: list[Figure] = []
    for each in figures:
        if each.equals is not None and (rate := _rate(each, figures[each.equals])):
            taken.add(each.equals)
            rates.append(_stated(each.start, figures[each.equals], rate))
    for index, each in enumerate(figures):
        if index in taken or each.unit != "money" or each.kind != "point" or each.per is None:
            continue
        named = _named().base.search(text, max(0, each.start - 24), each.start)
        if named and each.currency:
            base = lexicon().after[named[2]].alone
            weighed = base == "GBP" and sold_by_the_pound(text, named.start())
            if base and base != each.currency and each.low and each.low > 0 and not weighed:  # 달러당 -1300원: no
                taken.add(index)
                value = RATIO.divide(each.low, int((named[1] or "1").replace(",", "")))
                rates.append(_stated(named.start(), each, Rate(base, each.currency, value)))
    rates += _headlined(text, figures, taken)
    return sorted([*rates, *figures], key=_order) if rates else list(figures)


def _order(figure: Figure) -> tuple[int, bool, int]:
    return figure.start, figure.rate is None, figure.end


def _stated(start: int, counter: Figure, rate: Rate) -> Figure:
    """Return a rate as a figure, from where it begins to the end of the amount that it is worth."""
    return Figure(
        start, counter.end, start, counter.end, "rate", "point", rate.value, rate.value, counter.first, counter.last,
        approx=counter.approx, rate=rate,
    )  # fmt: skip


def _unit_pairs(text: str, found: Sequence[Figure]) -> Iterator[tuple[int, int]]:
    """Yield the indices of neighbouring amounts that state a rate: ``1달러=1,380원``, ``100엔당 912원``."""
    for index in range(len(found) - 1):
        base, counter = found[index], found[index + 1]
        if base.unit != "money" or counter.unit != "money" or base.kind != "point" or counter.kind != "point":
            continue
        gap = counter.start - base.end
        if not 0 < gap <= _GAP or base.low not in {1, 10, 100, 1000}:  # a few characters: " = 약 "
            continue
        joint = _EQUALS.fullmatch(text, base.end, counter.start)
        if joint and (joint[0].strip()[:1] in "=≒≈당" or base.low in {1, 100}):
            yield index, index + 1


def _headlined(text: str, found: Sequence[Figure], taken: set[int]) -> Iterator[Figure]:
    """Yield the rates that stand behind the name of a pair: ``원·달러 환율은 전날보다 5.5원 오른 1,380.5원``."""
    starts = [each.start for each in found]
    for match in _RATE_WORD.finditer(text):
        named = _pair(text, match)
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
                off = abs(log(float(value) / _usual(base, code))) if value > 0 else _WRONG_BY
                if off < _WRONG_BY and (best is None or off < best[0]):
                    best = (off, index, Rate(base, code, value))
        if best:
            taken.add(best[1])
            yield _stated(start, found[best[1]], best[2])


def _pair(text: str, match: re.Match[str]) -> tuple[int, list[Currency]] | None:
    """Return where the name of the pair before 환율 begins, and its currencies: 원·달러, or 엔화 and won."""
    every = [*_named().pair.finditer(text, max(0, match.start() - _NAME), match.end())]
    if not every or every[-1].end() != match.end():
        return None
    named = every[-1]
    codes = [lexicon().after[named[group]].alone for group in _GROUPS if named[group]]
    known = [code for code in codes if code is not None]
    if len(known) < len(codes):
        return None
    return named.start(), known if len(known) > 1 else [*known, Currency("KRW")]


def _usual(base: Currency, counter: Currency) -> float:
    worth = typical()
    return float(worth.get(base, 1)) / float(worth.get(counter, 1))


def _rate(base: Figure, counter: Figure) -> Rate | None:
    if not base.currency or not counter.currency or base.currency == counter.currency or not base.low:
        return None
    if not counter.low or counter.low <= 0:
        return None
    return Rate(base.currency, counter.currency, RATIO.divide(counter.low, base.low))
