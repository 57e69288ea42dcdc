"""Exchange rates that a text states: ``1달러=1,380원``, ``달러당 1,380원``, ``원·달러 환율은 1,380.5원``."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney.iso import Currency
from krmoney.reading.figures import Figure
from krmoney.reading.lexicon import OFF_A_RATE
from krmoney.reading.patterns import alternatives, lazy
from krmoney.reading.surroundings import sold_by_the_pound
from krmoney.values import RATIO, Rate

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from krmoney.reading.source import Source
    from krmoney.reading.vocabulary import Vocabulary

__all__ = ["pair", "pairs", "priced_in", "state"]

_WON: Final = "KRW"
_GAP: Final = 20  # characters between the two amounts: 는 우리 돈으로 약
_UNITS: Final = {1, 10, 100, 1000}
_NAME: Final = 24  # characters of the name of a pair
_MOST_BETWEEN: Final = 70  # characters between 환율 and the rate: 환율은 전날보다 5.5원 오른 1,380.5원에
_RATE_WORD: Final = lazy(r"환율")
_BEFORE: Final = 24  # characters before an amount in which 달러당 stands
_EACH: Final = lazy(" ?당 ?(?:약 ?)?$")
_COUNT: Final = lazy(r"(?<![가-힣0-9])(1,?000|100|10|1) ?$")
# Pieces of the name of a pair: 원·달러 환율, 100엔당 원화 환율, 엔화 환율
_BETWEEN: Final = lazy(" ?[·/대∙ㆍ-]? ?")  # 원달러 환율, too
_BETWEEN_BEFORE: Final = lazy(" ?[·/∙ㆍ-] ?$")
_MARK: Final = lazy("[·/∙ㆍ)-]")  # in a name that can come before an amount
_AFTER_PAIR: Final = lazy("(?:은|는|이|가)?(?: ?: ?| |$)$")
_COUNT_BEFORE: Final = lazy(r" ?\((1,?000|100|10|1)[가-힣]?\) ?:? ?$")
_SLASH: Final = lazy("/ ?(?:(1,?000|100|10|1) ?)?")
_FOR_EACH: Final = lazy(" ?(?:당|대비) ")
_HUNDRED: Final = lazy("(?:1|100) ?")
_RATE_OF: Final = lazy(" ?(?:[가-힣]{1,4} ?)?환율")
_RATE: Final = lazy(" ?환율")


def pair(source: Source, vocabulary: Vocabulary, figures: Sequence[Figure]) -> list[Figure]:
    """Pair the neighbouring amounts that state a rate: ``1달러=1,380원``, ``100엔당 912원``."""
    paired = list(figures)
    for one, two in pairs(source.text, vocabulary, figures):
        paired[one] = paired[one]._replace(equals=two)
    return paired


def state(source: Source, vocabulary: Vocabulary, figures: Sequence[Figure]) -> list[Figure]:
    """Add the rates that the text states, each before the figures that begin with it or after it."""
    text = source.text
    stated = list(figures)
    doubtful: set[int] = set()  # neither as thousands nor as decimals by the rule: 1달러=1.380원
    rates: dict[int, Figure] = {}  # by the index of the amount that is the price of a unit
    for each in figures:
        if each.equals is not None:
            counter = _with_decimals(vocabulary, each, figures[each.equals])
            if counter is None:
                doubtful.add(each.equals)
            elif rate := _rate(each, counter):
                first, last = sorted((each, counter))
                rates[each.equals] = _stated(first.start, last.end, counter, rate)
                stated[each.equals] = counter
    for index, each in enumerate(figures):
        if index not in rates and each.kind == "point" and each.currency and (found := _beside(text, vocabulary, each)):
            rates[index], stated[index] = found
    if "환율" in text:
        rates |= dict(_headlined(text, vocabulary, stated, rates))
    for index in rates:
        if (decimal := _as_decimal(stated[index])) is not None and decimal.low != stated[index].low:
            doubtful.add(index)
    kept = [each for index, each in enumerate(stated) if index not in doubtful] if doubtful else stated
    said = [rate for index, rate in rates.items() if index not in doubtful]
    return sorted([*said, *kept], key=_order) if rates else kept


class _Base(NamedTuple):
    """The unit that an amount is the price of.

    Attributes:
        start: where its words begin.
        end: where they end.
        many: the number of units; None if the text does not say whether it is 1 or 100.
        currency: the currency.
    """

    start: int
    end: int
    many: int | None
    currency: Currency


def _beside(text: str, vocabulary: Vocabulary, each: Figure) -> tuple[Figure, Figure] | None:
    """Read the text next to an amount that makes it a rate, and return the rate and the amount as a rate."""
    if each.per is not None and (base := priced_in(text, vocabulary, each)):
        weighed = base.currency == "GBP" and sold_by_the_pound(text, vocabulary, base.start)
        if not weighed and base.many and each.low and each.low > 0 and each.currency:  # 달러당 -1300원: no
            rate = Rate(base.currency, each.currency, RATIO.divide(each.low, base.many))
            return _stated(base.start, each.end, each, rate), each
    named = _MARK.search(text, max(0, each.left - 2 * _BEFORE - 3), each.left)
    if not named and not each.first.symbol_before and not text.startswith("/", each.end):
        return None
    for base in (*_slash(text, vocabulary, each), *_counted(text, vocabulary, each), *_paired(text, vocabulary, each)):
        if base.currency == "GBP" and sold_by_the_pound(text, vocabulary, each.start):
            continue
        for amount in (_as_decimal(each), each):
            if amount and (likely := _likely(vocabulary, amount, base)):
                return _stated(base.start, max(base.end, each.end), amount, likely[1]), amount
    return None


def priced_in(text: str, vocabulary: Vocabulary, each: Figure) -> _Base | None:
    """Read the currency before 당, right before an amount: ``100엔당``."""
    per = _EACH.search(text, max(0, each.start - _BEFORE), each.start)
    for start, word in vocabulary.currencies.names_before(text, per.start()) if per else ():
        if word.default is None or word.default == each.currency or word.per != 1:
            continue
        if count := _COUNT.search(text, max(0, start - _BEFORE), start):
            return _Base(count.start(), each.start, _number(count[1]), word.default)
        if not start or not (text[start - 1].isdecimal() or "가" <= text[start - 1] <= "힣"):
            return _Base(start, each.start, 1, word.default)
    return None


def _slash(text: str, vocabulary: Vocabulary, each: Figure) -> Iterator[_Base]:
    """Yield the currency after a slash: ``1,380원/달러``, ``912원/100엔``."""
    slash = _SLASH.match(text, each.end) if text.startswith("/", each.end) else None
    for end, word in vocabulary.currencies.matches(text, slash.end()) if slash else ():
        apart = vocabulary.josa.ends_word(text, end) and not text[end : end + 1].isdecimal()
        if slash and apart and word.default and word.default != each.currency and word.per == 1:
            yield _Base(each.start, end, _number(slash[1]), word.default)


def _counted(text: str, vocabulary: Vocabulary, each: Figure) -> Iterator[_Base]:
    """Yield the currency with its count in brackets before an amount: ``JPY(100) 912.34원``."""
    if ")" not in text[max(0, each.left - 4) : each.left]:
        return
    count = _COUNT_BEFORE.search(text, max(0, each.left - _BEFORE), each.left)
    for start, currency in _ending(text, vocabulary, count.start()) if count else ():
        if count and currency != each.currency:
            yield _Base(start, each.start, _number(count[1]), currency)


def _paired(text: str, vocabulary: Vocabulary, each: Figure) -> Iterator[_Base]:
    """Yield the other currency of the name of a pair right before an amount: ``원·달러 1,380원``, ``USD/KRW 1,380``."""
    if each.first.symbol_before and (joint := _BETWEEN_BEFORE.search(text, max(0, each.start - 3), each.start)):
        for start, one in _ending(text, vocabulary, joint.start()):
            if one != each.currency:
                yield _Base(start, each.start, None, one)
    gap = _AFTER_PAIR.search(text, max(0, each.left - _BEFORE), each.left)
    for middle, two in _ending(text, vocabulary, gap.start()) if gap else ():
        joint = _BETWEEN_BEFORE.search(text, max(0, middle - 3), middle)
        for start, one in _ending(text, vocabulary, joint.start()) if joint else ():
            if each.currency in {one, two} and one != two:
                yield _Base(start, each.start, None, two if each.currency == one else one)


def _ending(text: str, vocabulary: Vocabulary, end: int) -> Iterator[tuple[int, Currency]]:
    """Yield start and currency of the names and codes that end at `end` and begin a word."""
    found = [*vocabulary.currencies.names_before(text, end)]
    if end and text[end - 1].isascii() and (code := vocabulary.currencies.match_before(text, end)):
        found.append(code)
    for start, word in found:
        if word.default and word.per == 1 and not (start and text[start - 1].isalnum()):
            yield start, word.default


def _number(count: str | None) -> int:
    return int(count.replace(",", "")) if count else 1


def _as_decimal(each: Figure) -> Figure | None:
    """Return an amount of three decimals that was read as thousands: 912.345원."""
    only = each.last
    if not only.numeral.dotted or only.value == only.numeral.value:
        return None
    only = only._replace(value=only.numeral.value)
    return each._replace(first=only, last=only, low=only.value, high=only.value)


def _with_decimals(vocabulary: Vocabulary, base: Figure, counter: Figure) -> Figure | None:
    """Return the amount of a rate, in which a dot is a decimal point; None if that cannot be (1달러=25.400동)."""
    decimal = _as_decimal(counter)
    if decimal is None or base.currency is None or base.low not in _UNITS:
        return counter
    each = _Base(base.start, base.end, int(base.low), base.currency)
    return None if _likely(vocabulary, counter, each) and not _likely(vocabulary, decimal, each) else decimal


def _likely(vocabulary: Vocabulary, each: Figure, base: _Base) -> tuple[float, Rate] | None:
    """Return the rate that an amount would state, if it can be one, with how far it is from the usual."""
    if each.currency is None or not each.low or each.low <= 0:
        return None
    best: tuple[float, Rate] | None = None
    for count in (base.many,) if base.many else (1, 100):  # 원·엔 환율은 912원: of 100 yen
        value = RATIO.divide(each.low, count)
        off = vocabulary.typical.off(base.currency, each.currency, float(value)) or 0.0
        if off < OFF_A_RATE and (best is None or off < best[0]):
            best = (off, Rate(base.currency, each.currency, value))
    return best


def _order(figure: Figure) -> tuple[int, bool, int]:
    return figure.start, figure.rate is None, figure.end


def _stated(start: int, end: int, counter: Figure, rate: Rate) -> Figure:
    """Return a rate as a figure."""
    return Figure(
        start, end, start, end, "rate", "point", rate.value, rate.value, counter.first, counter.last,
        approx=counter.approx, rate=rate,
    )  # fmt: skip


def _equals(vocabulary: Vocabulary) -> re.Pattern[str]:
    own = alternatives(vocabulary.currencies.own)
    return re.compile(
        vocabulary.pattern(
            rf" ?(?:(?P<sign>[=≒≈]|당) ?|(?:{{topic}}|에) ?(?:(?:{own}){{by}}? ?)?)"
            rf"(?P<hedge>(?:(?:{vocabulary.hedges.words('approx')}) ?)*+)"
        )
    )


def pairs(text: str, vocabulary: Vocabulary, found: Sequence[Figure]) -> Iterator[tuple[int, int]]:
    """Yield the indices of neighbouring amounts that state a rate: ``1달러=1,380원``, ``100엔당 912원``.

    The first is the 1, 10, 100 or 1000 units whose price is the other amount; ``1,380원=1달러`` says the same.
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


def _headlined(
    text: str, vocabulary: Vocabulary, found: Sequence[Figure], taken: Container[int]
) -> Iterator[tuple[int, Figure]]:
    """Yield the rates that stand after the name of a pair: ``원·달러 환율은 전날보다 5.5원 오른 1,380.5원``."""
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
            each = found[index]
            other = next((code for code in codes if code != each.currency), None)
            if each.currency not in codes or other is None or index in taken or each.kind != "point":
                continue
            if text.startswith("당", each.end):
                continue  # 위안화 환율은 1위안당 193원
            if other == _WON and not vocabulary.typical.knows(each.currency):
                continue  # 리라 환율이 올라 월세 2만5천 리라가 부담이다
            likely = _likely(vocabulary, each, _Base(start, each.start, None, other))
            if likely and (best is None or likely[0] < best[0]):
                best = (likely[0], index, likely[1])
        if best:
            yield best[1], _stated(start, found[best[1]].end, found[best[1]], best[2])


def _pair(text: str, vocabulary: Vocabulary, match: re.Match[str]) -> tuple[int, list[Currency]] | None:
    """Return where the name of the pair before 환율 begins, and its currencies: 원·달러, or 엔화 and won."""
    for at in range(max(0, match.start() - _NAME), match.start()):
        if (not at or not "가" <= text[at - 1] <= "힣") and (codes := _named_rate(text, vocabulary, at, match.end())):
            return at, codes
    return None


def _named_rate(text: str, vocabulary: Vocabulary, at: int, end: int) -> list[Currency]:  # noqa: C901  # three forms
    """Return the currencies of a name that goes from `at` to `end`; empty if it is not a currency.

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


def _rate(base: Figure, counter: Figure) -> Rate | None:
    if not base.currency or not counter.currency or base.currency == counter.currency or not base.low:
        return None
    if not counter.low or counter.low <= 0:
        return None
    return Rate(base.currency, counter.currency, RATIO.divide(counter.low, base.low))
