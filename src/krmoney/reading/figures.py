"""Figures: one amount, a band or a range, without the words around it.

Each rule is a function whose docstring holds its EBNF. Here stands the law of one story of scales: scales fall from
left to right, a range shares one scale and one head, and its low end is not above its high end. What fits no story
is not read.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney import numerals
from krmoney.reading.amounts import Amount, amount, bare_amount, bare_amounts
from krmoney.reading.numbers import Numeral, bare_tail, times
from krmoney.reading.patterns import lazy
from krmoney.values import EXACT, last_digit_unit

if TYPE_CHECKING:
    from krmoney.iso import Currency
    from krmoney.reading.lexicon import Word
    from krmoney.reading.numbers import Number
    from krmoney.reading.vocabulary import Vocabulary
    from krmoney.values import Evidence, Kind, Quote, Rate, Span

__all__ = ["DASH", "PREFIX", "Figure", "bare", "point", "unmodified"]

DASH: Final = lazy(r" ?[~∼～〜–—-] ?(?:최대 ?|약 ?)?| 내지 | to (?=[$€£¥A-Z])")
_FROM: Final = lazy(r"(?:에서|부터|서(?= )) ?(?:(?:약|많게는|최대|최고) ?)?")
_AT_LEAST: Final = lazy("(?:최소|최저|적게는|짧게는) ?$")
_UNTIL: Final = lazy(r" ?(?:까지|사이|의(?![가-힣])|$)|(?= ?(?:정도|선|수준|안팎|내외|가량)(?!으?로)[가-힣 ]?)")
PREFIX: Final = lazy(r"[-+△]?[^\w\s가-힣]?(?:[A-Z]{1,3}\$?|[^\w\s가-힣])? ?")
_BETWEEN: Final = lazy(" ?(?:까지|사이)")
_SMALL: Final = 10**3
_COUNTED: Final = lazy(
    r" ?(?![은는이가을를에의로도와과부까씩선대정미](?![가-힣]*[월년일])|이상|이하|정도|사이|수준|안팎|내외|가량)[가-힣]"
)
# 3조원대: after a currency word 대 is a band unless it begins another noun; elsewhere it must end a word.
_BAND_NOUNS: Final = "출|비|신|회|상|금|가|형|규|량|폭|책|응|한|해|체|사|표|학|략|중|기|거|박|안|변|여|리|부|행|지"
_BAND: Final = lazy(
    r"(?= ?[대초중후])(?! ?대 (?:[가-힣A-Z]{1,8} )?[0-9][0-9.]*+ ?%(?! ?대))(?:"  # 47% 대 해리스 49%: against
    rf" ?[초중후]반(?:대(?!출))?(?![가-힣]*전)|(?<=[원러엔로안드프%배])대(?!{_BAND_NOUNS})|(?<=[원러엔로안드프%배])대(?=부터|까지|[이중]상|미만)"
    r"| ?대(?=[의로를는가에이도와인다면라]|였|까지|부터|[^가-힣]|$)(?!의원|로변|이동|가족|에너|면적|이며| ?[0-9]))"
)
# Two digits in one breath, with the scale and the unit that both share: 이삼백만 원, 2,3천원, 두세 만원, 두세 배.
_NEIGHBOURS: Final = lazy(
    rf"(?:(?:{'|'.join([*(one + two for one, two in pairwise('일이삼사오육칠팔구')), '오륙', '륙칠'])}"
    rf"|(?<![0-9,.])(?:{'|'.join(f'{one},{one + 1}' for one in range(1, 9))}))(?=[십백천만억조])"
    rf"|(?P<native>{'|'.join(sorted(numerals.PAIRS, key=len, reverse=True))}) ?(?=[십백천만억조배]))"
)
_SHARED: Final = 40  # characters of the scale and the unit that neighbours share
_TEN_THOUSAND: Final = 10**4


class Figure(NamedTuple):
    """One figure: what its own words say, and what the stages of the reader decided about it.

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
        restated_by: the index of the figure that restates it.
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
    restated_by: int | None = None
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


def unmodified(text: str, vocabulary: Vocabulary, start: int) -> Figure | None:
    """Read the figure whose first numeral begins at `start`, without what modifies it.

    ::

        figure = range | band | amount ;
        range  = amount , dash , amount
               | ( digit , [ "," ] | pair ) , amount              (이삼백만원, 2,3천원, 두세 만원)
               | amount , ( "에서" | "부터" ) , amount , ( "까지" | "사이" | "의" ) ;
        band   = amount , [ " " ] , "대" ;                         (3조원대: from 3조 to below 4조)
    """
    neighbours = _neighbours(text, vocabulary, start)
    if neighbours is not None:
        return _widen(text, neighbours)
    if (decade := _decade(text, vocabulary, start)) is not None:
        return decade
    first = amount(text, vocabulary, start)
    if first is None or first.unit is None or first.symbol_before:
        # The left end of a range may end in a bare tail that no unit follows: 3억1~3천만원, 1만 3,100~1만 3,300루피아.
        for end in _ends_before_joint(text, vocabulary, start, first):
            whole = _range(text, vocabulary, end)
            if whole is not None:
                return _widen(text, whole)
    if first is None:
        return None
    whole = _range(text, vocabulary, first)
    if whole is not None:
        return _widen(text, whole)
    return None if _broken_range(text, first) else point(text, first)


def _ends_before_joint(text: str, vocabulary: Vocabulary, start: int, first: Amount | None) -> list[Amount]:
    """Return the bare numbers at `start` that end right before what joins a range, the longest first."""
    ends = bare_amounts(text, vocabulary, start)
    return [end for end in ends if first is None or end.end != first.end]


def bare(text: str, start: int) -> Figure | None:
    """Read a number and nothing after it, as a figure without unit."""
    only = bare_amount(text, start)
    return None if only is None else point(text, only)


def point(text: str, only: Amount) -> Figure:
    """Return the figure of one amount: a point, the band of N대, or a vague amount."""
    numeral = only.numeral
    left, right = only.start, only.end
    band = _BAND.match(text, only.end) if only.unit != "배" else None
    right = band.end() if band else right
    if numeral.vague:
        low, high = numeral.vague
        per = only.word.per if only.word else 1
        low, high = (
            EXACT.divide(times(end, only.factor), per) if per > 1 else times(end, only.factor) for end in (low, high)
        )
        if only.value < 0:
            low, high = -high, -low
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


_LARGE: Final = lazy(r"[억조경](?= ?[가-힣A-Z]{0,6} ?대)")
_BAND_OF_ONE: Final = lazy(r" ?대(?=의|로|를|는|가|에|[^가-힣]|$)")


def _decade(text: str, vocabulary: Vocabulary, start: int) -> Figure | None:
    """Read a scale alone before 대: ``억대``, ``조 원대`` is from one of it to below ten."""
    match = _LARGE.match(text, start)
    if match is None:
        return None
    at = match.end() + (text[match.end() : match.end() + 1] == " ")
    found = vocabulary.currencies.match(text, at)
    end, word = found or (match.end(), None)
    band = _BAND_OF_ONE.match(text, end)
    if band is None:
        return None
    worth = numerals.SCALES[match[0]]
    numeral = Numeral(start, match.end(), worth, worth, ((1, worth),), (worth, worth * 10))
    only = Amount(start, end, worth, numeral, "money" if word else None, word, at if word else end)
    return Figure(
        start, end, start, band.end(), only.unit, "vague", worth, worth * 10, only, only, high_inclusive=False
    )


def _range(text: str, vocabulary: Vocabulary, first: Amount) -> Figure | None:
    joint, spoken = _joint(text, first)
    if joint is None:
        return None
    second = _right_end(text, vocabulary, first, joint.end())
    if second is None:
        return None
    if first.numeral.vague or second.numeral.vague:
        return _vague_range(first, second)
    small = first.unit is None and first.numeral.scale == 1 and first.numeral.value < _SMALL
    if spoken and small and not _BETWEEN.match(text, second.end):
        return None  # 월세 40에서 50만원 사이; but 시즌 3에서 1억원의
    if first.unit is not None and first.unit != second.unit:
        return None
    if first.word and second.word and set(first.word.codes).isdisjoint(second.word.codes):
        return None
    ends = _story(text, first, second)
    if ends is None:
        return None
    low, high = ends
    first = first._replace(value=low, unit=second.unit, word=first.word or second.word)
    second = second._replace(value=high)
    until = _UNTIL.match(text, second.end) if spoken else None
    if spoken and until is None and _reaches(text, first, joint[0], second):
        spoken = False
    if 0 > low > high and not spoken:
        first, second = second._replace(start=first.start), first._replace(end=second.end)  # -2~-3%
    if first.value >= second.value or (spoken and until is None):
        return None
    return Figure(
        first.start, second.end, first.start, until.end() if until and until[0].strip() != "의" else second.end,
        second.unit, "range", first.value, second.value, first, second,
        approx=first.numeral.approx or second.numeral.approx or "약" in joint[0],
    )  # fmt: skip


def _story(text: str, first: Amount, second: Amount) -> tuple[Number, Number] | None:
    """Return what the ends of a range are worth, with the scale and the head that they share; None if none fits.

    The left end takes the scale of the right, if it is then the smaller; else, of bare digits of three or four
    places, the next of 조, 억, 만 or 1 below it. A right end that is shorter takes the head of the left.
    """
    if first.unit is not None and not first.symbol_before:
        return first.value, second.value  # it has its own unit
    if first.symbol_before and second.word_start >= first.end and second.word_start < second.numeral.start:
        return first.value, second.value  # $400~$500
    if first.factor > 1 or not first.numeral.parts or not second.numeral.parts:
        return first.value, second.value
    if first.value < 0 and second.value < 0:
        return times(
            first.value, second.numeral.scale * second.factor if first.numeral.scale == 1 else 1
        ), second.value  # -3~-2%
    sign = -1 if first.value < 0 else 1
    left, right = first.numeral, second.numeral
    high: Number = abs(second.value)
    per = second.word.per if second.word and not second.symbol_before else 1
    if per > 1:
        return (first.value / per if isinstance(first.value, Decimal) else EXACT.divide(first.value, per)), second.value
    head = [(number, place) for number, place in left.parts if place >= _TEN_THOUSAND]
    tail = [(number, place) for number, place in left.parts if place < _TEN_THOUSAND]
    top = sum((times(number, place) for number, place in head), start=Decimal(0))
    top = int(top) if top == int(top) else top
    if not head and len(left.parts) > 1 and left.parts[-1][1] == 1:  # 2천3~4백만원
        shared = [(number, place * right.scale) for number, place in left.parts[:-1]]
        low = _scaled_tail([left.parts[-1]], right, second.factor, most=shared[-1][1])
        if low is not None and high < shared[-1][1]:
            top = sum(times(number, place) for number, place in shared)
            return None if low >= high else (sign * (top + low), sign * (top + high))
    if head and high <= top:  # the right end is shorter: 3억1~3천만원, 1억5000만~6000만원
        parts = head if tail else head[:-1]
        top = sum(times(number, place) for number, place in parts)
        if not parts or high >= parts[-1][1]:
            return None
        high = top + high
        low = top + (_scaled_tail(tail, right, second.factor, most=parts[-1][1]) or 0) if tail else left.value
        return None if low >= high or low == top else (sign * low, sign * high)
    if head and tail:
        low = _scaled_tail(tail, right, second.factor, most=head[-1][1])
        if low is None or top + low >= high or right.scale >= _scale_of(head[-1][1]):
            said = bare_tail(text, left)
            return None if said is None or said >= high else (sign * said, second.value)
        return sign * (top + low), second.value
    if head:
        return first.value, second.value
    low = _scaled_tail(tail, right, second.factor, most=high)
    return None if low is None else (sign * low, second.value)


def _scale_of(place: int) -> int:
    return max(scale for scale in numerals.SCALES.values() if scale <= place)


def _scaled_tail(tail: list[tuple[Number, int]], right: Numeral, factor: int, *, most: Number) -> Number | None:
    """Return what the bare left end of a range is worth in the scale of the right; None if it is not below `most`."""
    worth: Number = 0
    for number, place in tail:
        worth += times(number, place)
    scale = right.scale * factor
    place = right.parts[0][1] * factor
    digits = len(tail) == 1 and tail[0][1] == 1
    places = [place, scale] if digits else [scale]
    if digits and isinstance(worth, int) and 100 <= worth < _TEN_THOUSAND:  # noqa: PLR2004
        places += [scale // 1000 if factor > 1 else scale // _TEN_THOUSAND] if scale > 1 else []
    for each in places:
        scaled = times(worth, each)
        if each and 0 <= scaled < most:
            return scaled
    near = not digits and scale == _TEN_THOUSAND == right.parts[-1][1] and worth < most < 100 * worth
    return worth if near else None  # 5천~1만원


def _vague_range(first: Amount, second: Amount) -> Figure | None:
    """Join two vague ends to one vague amount: ``수백에서 수천만원`` is from 200만 to below 1억."""
    if not first.numeral.vague or not second.numeral.vague or second.unit is None:
        return None
    left, right = first.numeral, second.numeral
    scale = right.scale * second.factor if first.unit is None and left.scale == 1 else 1
    low = times(left.vague[0], scale) if left.vague else 0
    high = times(right.vague[1], second.factor) if right.vague else 0
    if low >= high:
        return None
    return Figure(
        first.start, second.end, first.start, second.end, second.unit, "vague", low, high,
        first._replace(unit=second.unit, word=second.word), second, high_inclusive=False,
    )  # fmt: skip


def _broken_range(text: str, first: Amount) -> bool:
    """Tell whether a bare number is the left end of what is not a range: the 10 of ``10~5억원``."""
    if first.unit is not None and not first.symbol_before:
        return False
    joint = re.compile(r" ?[~∼～〜] ?").match(text, first.end)
    return joint is not None and text[joint.end() : joint.end() + 1].isdecimal() and not first.numeral.blank


def _reaches(text: str, first: Amount, joint: str, second: Amount) -> bool:
    """Tell whether 에서 needs no 까지: ``최소 1조원에서 최대 2조원을`` is one range, ``1%에서 최대 3%로`` a change."""
    if not joint.rstrip().endswith(("최대", "최고", "많게는")):
        return False
    return bool(_AT_LEAST.search(text, max(0, first.start - 6), first.start)) or text[
        second.end : second.end + 1
    ] not in {"로", "으"}


def _neighbours(text: str, vocabulary: Vocabulary, start: int) -> Figure | None:
    """Read neighbouring digits in a row as the ends of a range: ``이삼백만 원`` is two to three million, not 23."""
    pair = _NEIGHBOURS.match(text, start)
    if pair is None:
        return None
    low, high = numerals.PAIRS[pair["native"]] if pair["native"] else (_digit(pair[0][0]), _digit(pair[0][-1]))
    shared = text[pair.end() : pair.end() + _SHARED]
    first, second = amount(f"{low}{shared}", vocabulary, 0), amount(f"{high}{shared}", vocabulary, 0)
    if first is None or second is None or second.unit is None or second.numeral.vague or first.value >= second.value:
        return None
    shift = pair.end() - 1  # from the one digit there to the pair here
    end = second.end + shift
    numeral = second.numeral._replace(start=start, end=second.numeral.end + shift)
    second = second._replace(start=start, end=end, numeral=numeral, word_start=second.word_start + shift)
    first = second._replace(value=first.value)
    return Figure(start, end, start, end, second.unit, "range", first.value, second.value, first, second)


def _digit(char: str) -> int:
    return int(char) if char.isdecimal() else numerals.DIGITS[char]


def _widen(text: str, whole: Figure) -> Figure:
    """Let 대 after a range reach to below one more unit: ``5~6억원대`` is from 5억 to below 7억."""
    band = _BAND.match(text, whole.end) if whole.right == whole.end else None
    if band is None or whole.high is None:
        return whole
    high = EXACT.add(whole.high, last_digit_unit(Decimal(whole.last.numeral.value) * whole.last.factor))
    return whole._replace(high=high, high_inclusive=False, right=band.end())


def _joint(text: str, first: Amount) -> tuple[re.Match[str] | None, bool]:
    """Read what joins the ends of a range, and tell whether it is a word: 에서 and 부터 want 까지 or 사이 after."""
    dash = DASH.match(text, first.end)
    if dash is None:
        return _FROM.match(text, first.end), True
    return dash, False


def _right_end(text: str, vocabulary: Vocabulary, first: Amount, begin: int) -> Amount | None:
    """Read the right end of a range, with the unit that it may share with the left."""
    at = begin
    if not (text[at : at + 1].isdecimal() or text[at : at + 1] in numerals.UNITS):
        front = PREFIX.match(text, at)  # ~$30만, ~-3%
        at = front.end() if front else at
    second = amount(text, vocabulary, at, lettered=first.word_start < first.numeral.start)
    if second is None or second.start > begin:
        return None
    second = _share_unit(text, first, second)
    return None if second is None or (second.unit is None and second.numeral.scale == 1) else second


def _share_unit(text: str, first: Amount, second: Amount) -> Amount | None:
    """Give the right end of a range the symbol or code that only the left has: ``$20만~30만``.

    Not where the right end counts something else: ``$400만 3~4월``.
    """
    if second.unit is None and first.symbol_before:
        if second.numeral.scale == 1 and _COUNTED.match(text, second.end):
            return None
        said = bare_tail(text, second.numeral)
        if said is None:
            return None
        value = said if second.factor == 1 else second.value
        return second._replace(unit="money", word=first.word, word_start=first.word_start, value=value)
    return second
