"""Amounts and ranges: a number with its sign and unit → what it is worth.

Each rule is a function whose docstring holds its EBNF. Rules take canonical text (see `source`) and a position, and
return what they read or None; nothing here looks at the words around the figure.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney import numerals
from krmoney.numerals import Numeral
from krmoney.reading.lexicon import Word
from krmoney.values import EXACT, last_digit_unit

if TYPE_CHECKING:
    from krmoney.iso import Currency
    from krmoney.reading.vocabulary import Vocabulary
    from krmoney.values import Evidence, Kind, Quote, Rate

__all__ = ["DASH", "PREFIX", "Amount", "Figure", "amount", "bare", "point", "unmodified"]

Number = int | Decimal

# Scale letters of the English-language press, read beside Korean units too: 2.4mln 유로, $3.5bn.
MAGNITUDES: Final = {
    "trillion": 10**12, "trln": 10**12, "trn": 10**12, "tn": 10**12,
    "billion": 10**9, "bln": 10**9, "bn": 10**9,
    "million": 10**6, "mln": 10**6, "mn": 10**6,
    "thousand": 10**3,
}  # fmt: skip
# One letter counts only right behind the digits of an amount with a symbol or code before it: $450m.
_LETTERS: Final = {"t": 10**12, "b": 10**9, "m": 10**6, "k": 10**3}
_MAGNITUDE: Final = re.compile(rf"(?i: ?({'|'.join(MAGNITUDES)})|([{''.join(_LETTERS)}]))(?![A-Za-z])")
_SIGN: Final = re.compile(r"(?:\(-\) ?|(?<![\w)\]%.,])[-–+]|△|마이너스 ?(?:\(-\) ?)?|플러스 ?\(\+\) ?)$")
_SIGNS: Final = "-–+△스) "  # the last characters of a sign
_PARTICLE: Final = "[을를이가은는의에도로만와과인씩대선이정가안내남초쯤다였]"
_GOES_ON: Final = re.compile(rf"(?!{_PARTICLE})[가-힣]")
_PERCENT: Final = re.compile(
    rf" ?(?:(?P<percent>%|퍼센트|(?<! )퍼(?={_PARTICLE}|[^가-힣]|$)|(?<! )프로(?={_PARTICLE}|[^가-힣]|$))"
    r"(?P<point> ?(?:포인트|[pP](?![A-Za-z])))?|(?P<bp>(?i:bps?)(?![A-Za-z])|베이시스 ?포인트|basis points(?![A-Za-z]))"
    r"|(?P<points>percentage points(?![A-Za-z])))"
)
_TIMES: Final = re.compile(
    r" ?배(?=[가를의로는도나에씩인였다라이쯤넘대늘뛰높많빠빨커크]|[^가-힣]|$"
    r"|이상|가량|정도|까지|안팎|남짓|미만|이하|초과|수준|만큼|급증|증가|비싸)"
    r"| times(?![A-Za-z])"
)
_TENTH: Final = "[0-9]|[일이삼사오육칠팔구]"
_SHARES: Final = re.compile(
    rf"(1?(?:{_TENTH})) ?할(?: ?({_TENTH}) ?푼)?(?: ?({_TENTH}) ?리)?"
    r"(?=[을를이가은는의에도로대 ]|[^가-힣]|$|이상|이하|정도|가량)"
)
_NATIVE_TIMES: Final = re.compile(rf"({'|'.join(numerals.NATIVE)}|몇) ?(?=배)")
DASH: Final = re.compile(r" ?[~∼～〜–—-] ?(?:최대 ?)?| to (?=[$€£¥A-Z])")
_FROM: Final = re.compile(r"(?:에서|부터|서(?= )) ?(?:(?:약|많게는|최대|최고) ?)?")
_AT_LEAST: Final = re.compile("(?:최소|최저|적게는|짧게는) ?$")
_UNTIL: Final = re.compile(r" ?(?:까지|사이|의(?![가-힣])|$)|(?= ?(?:정도|선|수준|안팎|내외|가량)(?!으?로)[가-힣 ]?)")
PREFIX: Final = re.compile(r"[-+△]?[^\w\s가-힣]?(?:[A-Z]{1,3}\$?|[^\w\s가-힣])? ?")
_BETWEEN: Final = re.compile(" ?(?:까지|사이)")
_SMALL: Final = 10**3
# 3조원대: behind a currency word 대 is a band unless it begins another noun; elsewhere it must end a word.
_BAND_NOUNS: Final = "출|비|신|회|상|금|가|형|규|량|폭|책|응|한|해|체|사|표|학|략|중|기|거|박|안|변|여|리|부|행|지"
_BAND: Final = re.compile(
    r"(?= ?[대초중후])(?! ?대 (?:[가-힣A-Z]{1,8} )?[0-9][0-9.]*+ ?%(?! ?대))(?:"  # 47% 대 해리스 49%: against
    rf" ?[초중후]반대(?!출)|(?<=[원러엔로안드프%배])대(?!{_BAND_NOUNS})"
    r"| ?대(?=[의로를는가에이도와인다면라]|였|까지|[^가-힣]|$)(?!의원|로변|이동|가족|에너|면적|이며| ?[0-9]))"
)
# Two digits in one breath, with the scale and the unit that both share: 이삼백만 원, 2,3천원, 두세 만원, 두세 배.
_NEIGHBOURS: Final = re.compile(
    rf"(?:(?:{'|'.join([*(one + two for one, two in pairwise('일이삼사오육칠팔구')), '오륙', '륙칠'])}"
    rf"|(?<![0-9,.])(?:{'|'.join(f'{one},{one + 1}' for one in range(1, 9))}))(?=[십백천만억조])"
    rf"|(?P<native>{'|'.join(sorted(numerals.PAIRS, key=len, reverse=True))}) ?(?=[십백천만억조배]))"
)
# A word that begins with syllables of numerals: 30억이 천안에, 1억 백혈병 환자에게; 3억 천에 is 3억1천만.
_NEXT_WORD: Final = re.compile(
    rf"[{''.join([*numerals.UNITS, *numerals.SCALES])}]++(?![을를은는에도이가로의씩])[가-힣]"
)
_SHARED: Final = 40  # characters of the scale and the unit that neighbours share
_FIRST_UNIT: Final = re.compile(rf"[0-9][0-9,.]*+ ?([{''.join(numerals.UNITS)}])?")


class Amount(NamedTuple):
    """One number with its unit.

    Attributes:
        start: where the sign, symbol or numeral begins.
        end: where the unit ends, exclusive.
        value: the signed number in whole units (cents are hundredths).
        numeral: the numeral as read.
        unit: ``money`` or a unit of percent or multiple; None for a number without unit.
        word: the currency word, None without one.
        word_start: where the currency word begins.
        factor: what a magnitude behind the digits multiplied them by (bn: 10^9).
    """

    start: int
    end: int
    value: Number
    numeral: Numeral
    unit: str | None
    word: Word | None
    word_start: int
    factor: int = 1


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
    rate: Rate | None = None

    @property
    def word(self) -> Word | None:
        """The currency word."""
        return self.last.word

    def assign_currency(self, text: str, word: Word | None, why: Evidence | None) -> Figure:
        """Return a bare number as money in the currency that the text around it decides; 1억2천 says 1억2천만."""
        first, last, low, high = self.first, self.last, self.low, self.high
        if self.kind != "vague":
            first, last = _spoken(text, first), _spoken(text, last)
            low = first.value if low == self.first.value else low
            high = last.value if high == self.last.value else high
        last = last._replace(word=word, unit="money")
        first = last if self.first is self.last else first._replace(word=word, unit="money")
        return self._replace(first=first, last=last, low=low, high=high, unit="money", elided=why)


def _spoken(text: str, bare: Amount) -> Amount:
    said = numerals.spoken(text, bare.numeral)
    return bare._replace(value=said) if bare.value == bare.numeral.value != said else bare


def amount(text: str, vocabulary: Vocabulary, start: int, *, lettered: bool = False) -> Amount | None:  # noqa: C901
    """Read the amount whose numeral begins at `start`; its sign, symbol or code stands before that.

    ::

        amount   = [ sign ] , [ symbol | code ] , [ sign ] , numeral , [ magnitude ] , [ unit ]
                 | amount , [ " " ] , numeral , part                 (64달러 45센트)
                 | digit , "할" , [ digit , "푼" ] , [ digit , "리" ]
                 | ( native | "몇" ) , "배" ;                        (두 배)
        unit     = [ " " ] , ( currency | percent | "배" ) ;

    Args:
        text: canonical text.
        vocabulary: the words.
        start: where the numeral begins.
        lettered: a magnitude of one letter counts although no symbol stands here (``$300~400m``).
    """
    if (special := _share(text, start) or _native_times(text, start)) is not None:
        return special
    numeral = numerals.read(text, start)
    if numeral is None or numeral.fault:
        return None
    begin, negative, symbol = _front(text, vocabulary, start)
    numeral, end, factor, found = _number_and_unit(text, vocabulary, numeral, lettered=lettered or symbol is not None)
    if numeral.fault:  # ₩이삼영가봉: neither 이삼영 nor a piece of it is a number
        return None
    value = numerals.times(numeral.value, factor)
    unit, word, word_start = None, None, end
    if found:
        end, unit, word, word_start = found
    if symbol:
        if unit in {None, "money"} and (word is None or not set(word.codes).isdisjoint(symbol[1].codes)):
            unit = "money"
            if word is None or symbol[1].unambiguous:
                word, word_start = symbol[1], symbol[0]
        elif unit == "money":
            return None  # $100원
        else:
            begin = start
    if word is not None and found:
        if word.per > 1:
            value = EXACT.divide(value, word.per)
        else:
            end, value = _parts(text, vocabulary, end, value, word)
    return Amount(
        begin,
        end,
        Decimal(value).copy_negate() if negative else value,
        numeral,
        unit,
        word,
        word_start,
        factor,
    )


def _front(text: str, vocabulary: Vocabulary, start: int) -> tuple[int, bool, tuple[int, Word] | None]:
    """Read leftward what stands before a numeral: where it begins, whether it is negative, and the symbol or code."""
    if not start or ("가" <= text[start - 1] <= "힣" and text[start - 1] != "스"):
        return start, False, None
    symbols = vocabulary.currencies
    begin, negative = start, False
    symbol = symbols.match_before(text, start)
    if symbol is None and text[start - 1] in "-+" and start > 1:  # $-450
        symbol = symbols.match_before(text, start - 1)
        if symbol:
            return symbol[0], text[start - 1] == "-", symbol
    if symbol:
        begin = symbol[0]
    if begin and text[begin - 1] in _SIGNS and (sign := _SIGN.search(text, max(0, begin - 9), begin)):
        begin, negative = sign.start(), "+" not in sign[0]
    return begin, negative, symbol


_Unit = tuple[int, str, Word | None, int]  # end, unit, currency word, where it begins


def _number_and_unit(
    text: str, vocabulary: Vocabulary, longest: Numeral, *, lettered: bool
) -> tuple[Numeral, int, int, _Unit | None]:
    """Find magnitude and unit behind a numeral: the numeral, where they end, the magnitude, the unit.

    What is no part of the number is taken back from it: a particle (5억이), the next word (5 조지아 라리).
    """
    numeral: Numeral | None = longest
    while numeral is not None and not numeral.fault:
        end, factor = numeral.end, 1
        match = _MAGNITUDE.match(text, end) if numeral.scale == 1 else None
        if match and (match[1] or lettered):
            factor = MAGNITUDES[match[1].lower()] if match[1] else _LETTERS[match[2].lower()]
            end = match.end()
        if found := _unit(text, vocabulary, end):
            return numeral, end, factor, found
        if factor > 1 and lettered:
            return numeral, end, factor, None
        stop = _shorter(text, longest, numeral)
        numeral = None if stop is None else numerals.read(text, longest.start, stop)
    bare = _bare(text, longest)
    return bare, bare.end, 1, None


def _share(text: str, start: int) -> Amount | None:
    """Read tenths, hundredths, thousandths: ``3할 5푼`` is 35 %."""
    match = _SHARES.match(text, start) if "할" in text[start : start + 4] else None
    if match is None:
        return None
    digits = [
        int(digit) if digit and digit.isdecimal() else numerals.DIGITS.get(digit or "", 0) for digit in match.groups()
    ]
    value = Decimal(digits[0] * 100 + digits[1] * 10 + digits[2]) / 10
    return Amount(start, match.end(), value, Numeral(start, match.end(), value), "%", None, start)


def _native_times(text: str, start: int) -> Amount | None:
    """Read multiples counted in native numerals: ``두 배``, ``몇 배``."""
    match = _NATIVE_TIMES.match(text, start)
    times = _TIMES.match(text, match.end()) if match else None
    if match is None or times is None:
        return None
    several = match[1] == "몇"
    value = 1 if several else numerals.NATIVE[match[1]]
    numeral = Numeral(start, match.end(), value, (2, 10) if several else None)
    return Amount(start, times.end(), value, numeral, "배", None, start)


def _bare(text: str, numeral: Numeral) -> Numeral:
    """Take off what is no part of a number without unit: the 이 of ``5억이``, the 2024 of ``1조 2024년``, a last 만."""
    end = numeral.end
    blank = text.rfind(" ", numeral.start, end)
    if blank > numeral.start and (
        (text[blank + 1 : end].isdecimal() and not DASH.match(text, end))
        or text[blank + 1 : end] == "만"
        or _NEXT_WORD.match(text, blank + 1)
    ):
        end = blank
    if text[end - 1] in numerals.DIGITS and numeral.start < end - 1 and end < len(text):
        end -= 1
    return numeral if end == numeral.end else numerals.read(text, numeral.start, end) or numeral


def _shorter(text: str, longest: Numeral, numeral: Numeral) -> int | None:
    """Return an earlier place where a numeral may end: before a last syllable that may be a particle, at a blank."""
    if numeral is longest and text[longest.end - 1] in numerals.DIGITS and longest.end - 1 > longest.start:
        return longest.end - 1
    blank = text.rfind(" ", longest.start, numeral.end)
    return blank if blank > longest.start else None


def _unit(text: str, vocabulary: Vocabulary, end: int) -> _Unit | None:
    """Return end, unit, currency word and its start of the unit behind a numeral, if there is one."""
    following = text[end : end + 1]
    at = end + 1 if following == " " else end
    if (found := vocabulary.currencies.match(text, at)) and not found[1].after_unit:
        return found[0], "money", found[1], at
    if percent := _PERCENT.match(text, end):
        if percent["bp"]:
            return percent.end(), "bp", None, end
        return percent.end(), "%p" if percent["point"] or percent["points"] else "%", None, end
    if times := _TIMES.match(text, end):
        return times.end(), "배", None, end
    return None


def _parts(text: str, vocabulary: Vocabulary, end: int, value: Number, word: Word) -> tuple[int, Number]:
    """Read a part of the unit behind the main unit: the 45센트 of ``64달러 45센트``."""
    at = end + 1 if text[end : end + 1] == " " else end
    if at >= len(text) or not (text[at].isdecimal() or text[at] in numerals.DIGITS or text[at] in numerals.UNITS):
        return end, value
    numeral = numerals.read(text, at)
    if numeral is None or numeral.fault or numeral.scale > 1:
        return end, value
    begin = numeral.end + 1 if text[numeral.end : numeral.end + 1] == " " else numeral.end
    found = vocabulary.currencies.match(text, begin)
    if found is None or found[1].per == 1 or not set(found[1].codes) & set(word.codes) or numeral.value >= found[1].per:
        return end, value
    if text[at : numeral.end] in numerals.DIGITS and (found[1].after_unit or _GOES_ON.match(text, found[0])):
        return end, value  # 천만원이 전달됐다, 만원 오전 10시: no 2전, no 5전; 100달러 이 센트럴파크
    return found[0], EXACT.add(value, EXACT.divide(numeral.value, found[1].per))


def unmodified(text: str, vocabulary: Vocabulary, start: int) -> Figure | None:
    """Read the figure whose first numeral begins at `start`, without what modifies it.

    ::

        figure = range | band | amount ;
        range  = amount , dash , amount
               | ( digit , [ "," ] | pair ) , amount              (이삼백만원, 2,3천원, 두세 만원)
               | amount , ( "에서" | "부터" ) , amount , ( "까지" | "사이" | "의" ) ;
        band   = amount , [ " " ] , "대" ;                         (3조원대: from 3조 to below 4조)
    """
    first = amount(text, vocabulary, start)
    whole = _neighbours(text, vocabulary, start) if first is None or first.unit is None else None
    if whole is None and first is not None:
        whole = _range(text, vocabulary, first)
    if whole is not None:
        return _widen(text, whole)
    return None if first is None else point(text, first)


def bare(text: str, start: int) -> Figure | None:
    """Read a number and nothing after it, as a figure without unit."""
    numeral = numerals.read(text, start)
    if numeral is None or numeral.fault:
        return None
    only = _bare(text, numeral)
    if only.fault:
        return None
    return point(text, Amount(start, only.end, only.value, only, None, None, only.end))


def point(text: str, only: Amount) -> Figure:
    """Return the figure of one amount: a point, the band of N대, or a vague amount."""
    numeral = only.numeral
    left, right = only.start, only.end
    if numeral.vague:
        low, high = sorted(only.value * factor for factor in numeral.vague)
        if band := _BAND.match(text, only.end):
            right = band.end()
        return Figure(
            left, only.end, left, right, only.unit, "vague", low, high, only, only,
            high_inclusive=False, approx=numeral.approx,
        )  # fmt: skip
    if only.unit != "배" and (band := _BAND.match(text, only.end)):
        step = last_digit_unit(Decimal(numeral.value))
        below = only.value < 0
        low = EXACT.subtract(only.value, step) if below else only.value
        return Figure(
            left, only.end, left, band.end(), only.unit, "range", low, EXACT.add(low, step), only, only,
            low_inclusive=not below, high_inclusive=below,
        )  # fmt: skip
    return Figure(
        left, only.end, left, right, only.unit, "point", only.value, only.value, only, only, approx=numeral.approx
    )


def _range(text: str, vocabulary: Vocabulary, first: Amount) -> Figure | None:
    joint, spoken = _joint(text, first)
    if joint is None or first.numeral.vague:
        return None
    second = _right_end(text, vocabulary, first, joint.end())
    if second is None:
        return None
    small = first.unit is None and first.numeral.scale == 1 and first.numeral.value < _SMALL
    if spoken and small and not _BETWEEN.match(text, second.end):
        return None  # 월세 40에서 50만원 사이; but 시즌 3에서 1억원의
    wears_own = second.word is not None and second.word_start < second.numeral.start and second.word_start >= first.end
    if first.unit is None or (first.word_start < first.numeral.start and not wears_own):  # no unit behind the number
        first = first._replace(value=_scaled(text, first, second))
    if first.unit is None:
        first = first._replace(unit=second.unit, word=second.word)
    if first.unit != second.unit or (
        first.word and second.word and set(first.word.codes).isdisjoint(second.word.codes)
    ):
        return None
    until = _UNTIL.match(text, second.end) if spoken else None
    if spoken and until is None and _reaches(text, first, joint[0], second):
        spoken = False
    if 0 > first.value > second.value and not spoken:
        first, second = second._replace(start=first.start), first._replace(end=second.end)  # -2~-3%
    if first.value >= second.value or (spoken and until is None):
        return None
    return Figure(
        first.start, second.end, first.start, until.end() if until and until[0].strip() != "의" else second.end,
        second.unit, "range", first.value, second.value, first, second,
        approx=first.numeral.approx or second.numeral.approx or "약" in joint[0],
    )  # fmt: skip


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
    first, second = (amount(f"{digit}{shared}", vocabulary, 0) for digit in (low, high))
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
    """Read what joins the ends of a range, and tell whether it is a word: 에서 and 부터 want 까지 or 사이 behind."""
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
    if second is None or second.start > begin or second.numeral.vague:
        return None
    second = _share_unit(first, second)
    return None if second.unit is None and second.numeral.scale == 1 else second


def _share_unit(first: Amount, second: Amount) -> Amount:
    """Give the right end of a range the symbol or code that only the left wears: ``$20만~30만``."""
    if second.unit is None and first.unit == "money" and first.word_start < first.numeral.start:
        return second._replace(unit="money", word=first.word, word_start=first.word_start)
    return second


def _scaled(text: str, first: Amount, second: Amount) -> Number:
    """Give the left end of a range the scale of the right: the 1 of ``1~2천만원`` is 1천만."""
    numeral = second.numeral
    if first.numeral.scale > 1:
        spoken = numerals.spoken(text, first.numeral)  # 2억3천~2억5천만원
        return spoken if first.unit is None and spoken < second.value else first.value
    if first.factor > 1:
        return first.value
    factor = numeral.scale * second.factor
    unit = _FIRST_UNIT.match(text, numeral.start)
    bare = _FIRST_UNIT.match(text, first.numeral.start)
    if unit and unit[1] and bare and not bare[1]:
        factor *= numerals.UNITS[unit[1]]
    scaled = EXACT.multiply(first.value, factor)
    return scaled if scaled < second.value else first.value
