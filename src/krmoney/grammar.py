"""The grammar of one expression: a figure with its unit, sign, hedges and bounds → what it is worth.

Each rule is a function whose docstring holds its EBNF. Rules take normalised text (see `text`) and a position, and
return what they read or None; nothing here looks at the sentence around the expression (`traps`, `context`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from krmoney import numerals
from krmoney._data import load
from krmoney.currencies import Word, lexicon
from krmoney.numerals import Numeral
from krmoney.values import EXACT, Evidence, last_digit_unit

if TYPE_CHECKING:
    from krmoney.values import Kind

__all__ = ["Amount", "Expression", "after", "amount", "before", "expression", "has_object", "hedge_words"]

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
_DASH: Final = re.compile(r" ?[~∼～〜–—-] ?(?:최대 ?)?| to (?=[$€£¥A-Z])")
_FROM: Final = re.compile(r"(?:에서|부터|서(?= )) ?(?:(?:약|많게는|최대|최고) ?)?")
_AND_LESS: Final = re.compile(r" and (?:(less than|under)|at most|up to) ")
_AT_LEAST: Final = re.compile("(?:최소|최저|적게는|짧게는) ?$")
_UNTIL: Final = re.compile(r" ?(?:까지|사이|의(?![가-힣])|$)|(?= ?(?:정도|선|수준|안팎|내외|가량)(?!으?로)[가-힣 ]?)")
_PREFIX: Final = re.compile(r"[-+△]?[^\w\s가-힣]?(?:[A-Z]{1,3}\$?|[^\w\s가-힣])? ?")
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


@dataclass(slots=True)
class Expression:
    """One expression with everything that its own words say.

    Attributes:
        start: where its span begins (gold README, "What the span covers").
        end: where its span ends, exclusive.
        left: where the hedges and bounds before it begin.
        right: where those behind it end.
        unit: ``money``, ``%``, ``%p``, ``bp``, ``배``, or None for a number without unit.
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
        elided: why it is money although no currency word is in it; decided by the text around it.
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

    def give(self, text: str, word: Word | None, why: Evidence | None) -> None:
        """Give a bare number the currency that the text around it decides; 1억2천 says 1억2천만."""
        if self.kind != "vague":
            whole = self.first is self.last
            first, last = (self._spoken(text, each) for each in (self.first, self.last))
            self.low = first.value if self.low == self.first.value else self.low
            self.high = last.value if self.high == self.last.value else self.high
            self.first, self.last = (last, last) if whole else (first, last)
        self.first = self.first._replace(word=word, unit="money")
        self.last = self.first if self.first is self.last else self.last._replace(word=word, unit="money")
        self.unit, self.elided = "money", why

    @staticmethod
    def _spoken(text: str, bare: Amount) -> Amount:
        said = numerals.spoken(text, bare.numeral)
        return bare._replace(value=said) if bare.value == bare.numeral.value != said else bare

    @property
    def word(self) -> Word | None:
        """The currency word."""
        return self.last.word


def amount(text: str, start: int, *, lettered: bool = False) -> Amount | None:  # noqa: C901  # a symbol and a unit
    """Read the amount whose numeral begins at `start`; its sign, symbol or code stands before that.

    ::

        amount   = [ sign ] , [ symbol | code ] , [ sign ] , numeral , [ magnitude ] , [ unit ]
                 | amount , [ " " ] , numeral , part                 (64달러 45센트)
                 | digit , "할" , [ digit , "푼" ] , [ digit , "리" ]
                 | ( native | "몇" ) , "배" ;                        (두 배)
        unit     = [ " " ] , ( currency | percent | "배" ) ;

    Args:
        text: normalised text.
        start: where the numeral begins.
        lettered: a magnitude of one letter counts although no symbol stands here (``$300~400m``).
    """
    if (special := _share(text, start) or _native_times(text, start)) is not None:
        return special
    numeral = numerals.read(text, start)
    if numeral is None or numeral.fault:
        return None
    begin, negative, symbol = _front(text, start)
    numeral, end, factor, found = _number_and_unit(text, numeral, lettered=lettered or symbol is not None)
    if numeral.fault:  # ₩이삼영가봉: neither 이삼영 nor a piece of it is a number
        return None
    value = numerals.times(numeral.value, factor)
    unit, word, word_start = None, None, end
    if found:
        end, unit, word, word_start = found
    if symbol:
        if unit in {None, "money"} and (word is None or not set(word.codes).isdisjoint(symbol[1].codes)):
            unit = "money"
            if word is None or symbol[1].whole:
                word, word_start = symbol[1], symbol[0]
        elif unit == "money":
            return None  # $100원
        else:
            begin = start
    if word is not None and found:
        if word.per > 1:
            value = EXACT.divide(value, word.per)
        else:
            end, value = _parts(text, end, value, word)
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


def _front(text: str, start: int) -> tuple[int, bool, tuple[int, Word] | None]:
    """Read leftward what stands before a numeral: where it begins, whether it is negative, and the symbol or code."""
    if not start or ("가" <= text[start - 1] <= "힣" and text[start - 1] != "스"):
        return start, False, None
    lex = lexicon()
    begin, negative = start, False
    symbol = lex.match_before(text, start)
    if symbol is None and text[start - 1] in "-+" and start > 1:  # $-450
        symbol = lex.match_before(text, start - 1)
        if symbol:
            return symbol[0], text[start - 1] == "-", symbol
    if symbol:
        begin = symbol[0]
    if begin and text[begin - 1] in _SIGNS and (sign := _SIGN.search(text, max(0, begin - 9), begin)):
        begin, negative = sign.start(), "+" not in sign[0]
    return begin, negative, symbol


_Unit = tuple[int, str, Word | None, int]  # end, unit, currency word, where it begins


def _number_and_unit(text: str, longest: Numeral, *, lettered: bool) -> tuple[Numeral, int, int, _Unit | None]:
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
        if found := _unit(text, end):
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
        (text[blank + 1 : end].isdecimal() and not _DASH.match(text, end))
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


def _unit(text: str, end: int) -> _Unit | None:
    """Return end, unit, currency word and its start of the unit behind a numeral, if there is one."""
    following = text[end : end + 1]
    at = end + 1 if following == " " else end
    if (found := lexicon().match(text, at)) and not found[1].after_unit:
        return found[0], "money", found[1], at
    if percent := _PERCENT.match(text, end):
        if percent["bp"]:
            return percent.end(), "bp", None, end
        return percent.end(), "%p" if percent["point"] or percent["points"] else "%", None, end
    if times := _TIMES.match(text, end):
        return times.end(), "배", None, end
    return None


def _parts(text: str, end: int, value: Number, word: Word) -> tuple[int, Number]:
    """Read a part of the unit behind the main unit: the 45센트 of ``64달러 45센트``."""
    at = end + 1 if text[end : end + 1] == " " else end
    if at >= len(text) or not (text[at].isdecimal() or text[at] in numerals.DIGITS or text[at] in numerals.UNITS):
        return end, value
    numeral = numerals.read(text, at)
    if numeral is None or numeral.fault or numeral.scale > 1:
        return end, value
    begin = numeral.end + 1 if text[numeral.end : numeral.end + 1] == " " else numeral.end
    found = lexicon().match(text, begin)
    if found is None or found[1].per == 1 or not set(found[1].codes) & set(word.codes) or numeral.value >= found[1].per:
        return end, value
    if text[at : numeral.end] in numerals.DIGITS and (found[1].after_unit or _GOES_ON.match(text, found[0])):
        return end, value  # 천만원이 전달됐다, 만원 오전 10시: no 2전, no 5전; 100달러 이 센트럴파크
    return found[0], EXACT.add(value, EXACT.divide(numeral.value, found[1].per))


def expression(text: str, start: int) -> Expression | None:
    """Read the expression whose first numeral begins at `start`.

    ::

        expression = { hedge | bound | per } , ( range | band | amount ) , { hedge | bound } ;
        range      = amount , dash , amount
                   | ( digit , [ "," ] | pair ) , amount              (이삼백만원, 2,3천원, 두세 만원)
                   | amount , ( "에서" | "부터" ) , amount , ( "까지" | "사이" | "의" )
                   | amount , "이상" , [ dash ] , amount , ( "미만" | "이하" ) ;
        band       = amount , [ " " ] , "대" ;                         (3조원대: from 3조 to below 4조)
    """
    first = amount(text, start)
    whole = _neighbours(text, start) if first is None or first.unit is None else None
    if whole is None and first is not None:
        whole = _range(text, first)
    if whole is not None:
        _widen(text, whole)
    elif first is not None:
        whole = _point(text, first)
    if whole is None:
        return None
    whole.right = after(text, whole, whole.right)
    _before(text, whole)
    if whole.kind == "lower_bound":
        whole = _between(text, whole) or whole
    _far_bound(text, whole)
    return whole


def number(text: str, start: int) -> Expression | None:
    """Read a number and nothing behind it, as an expression without unit."""
    numeral = numerals.read(text, start)
    if numeral is None or numeral.fault:
        return None
    bare = _bare(text, numeral)
    if bare.fault:
        return None
    only = Amount(start, bare.end, bare.value, bare, None, None, bare.end)
    whole = _point(text, only)
    if whole is not None:
        _before(text, whole)
    return whole


def _point(text: str, only: Amount) -> Expression | None:
    numeral = only.numeral
    left, right = only.start, only.end
    if numeral.vague:
        low, high = sorted(only.value * factor for factor in numeral.vague)
        if band := _BAND.match(text, only.end):
            right = band.end()
        return Expression(
            left, only.end, left, right, only.unit, "vague", low, high, only, only,
            high_inclusive=False, approx=numeral.approx,
        )  # fmt: skip
    if only.unit != "배" and (band := _BAND.match(text, only.end)):
        step = last_digit_unit(Decimal(numeral.value))
        below = only.value < 0
        low = EXACT.subtract(only.value, step) if below else only.value
        return Expression(
            left, only.end, left, band.end(), only.unit, "range", low, EXACT.add(low, step), only, only,
            low_inclusive=not below, high_inclusive=below,
        )  # fmt: skip
    return Expression(
        left, only.end, left, right, only.unit, "point", only.value, only.value, only, only, approx=numeral.approx
    )


def _range(text: str, first: Amount) -> Expression | None:
    joint, spoken = _joint(text, first)
    if joint is None or first.numeral.vague:
        return None
    second = _right_end(text, first, joint.end())
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
    return Expression(
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


def _neighbours(text: str, start: int) -> Expression | None:
    """Read neighbouring digits in a row as the ends of a range: ``이삼백만 원`` is two to three million, not 23."""
    pair = _NEIGHBOURS.match(text, start)
    if pair is None:
        return None
    low, high = numerals.PAIRS[pair["native"]] if pair["native"] else (_digit(pair[0][0]), _digit(pair[0][-1]))
    shared = text[pair.end() : pair.end() + _SHARED]
    first, second = amount(f"{low}{shared}", 0), amount(f"{high}{shared}", 0)
    if first is None or second is None or second.unit is None or second.numeral.vague or first.value >= second.value:
        return None
    shift = pair.end() - 1  # from the one digit there to the pair here
    end = second.end + shift
    numeral = second.numeral._replace(start=start, end=second.numeral.end + shift)
    second = second._replace(start=start, end=end, numeral=numeral, word_start=second.word_start + shift)
    first = second._replace(value=first.value)
    return Expression(start, end, start, end, second.unit, "range", first.value, second.value, first, second)


def _digit(char: str) -> int:
    return int(char) if char.isdecimal() else numerals.DIGITS[char]


def _widen(text: str, whole: Expression) -> None:
    """Let 대 behind a range reach to below one more unit: ``5~6억원대`` is from 5억 to below 7억."""
    if whole.right == whole.end and whole.high is not None and (band := _BAND.match(text, whole.end)):
        whole.high = EXACT.add(whole.high, last_digit_unit(Decimal(whole.last.numeral.value) * whole.last.factor))
        whole.high_inclusive, whole.right = False, band.end()


def _joint(text: str, first: Amount) -> tuple[re.Match[str] | None, bool]:
    """Read what joins the ends of a range, and tell whether it is a word: 에서 and 부터 want 까지 or 사이 behind."""
    dash = _DASH.match(text, first.end)
    if dash is None:
        return _FROM.match(text, first.end), True
    return dash, False


def _right_end(text: str, first: Amount, begin: int) -> Amount | None:
    """Read the right end of a range, with the unit that it may share with the left."""
    at = begin
    if not (text[at : at + 1].isdecimal() or text[at : at + 1] in numerals.UNITS):
        front = _PREFIX.match(text, at)  # ~$30만, ~-3%
        at = front.end() if front else at
    second = amount(text, at, lettered=first.word_start < first.numeral.start)
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


def _between(text: str, lower: Expression) -> Expression | None:
    """Join ``3천만원 이상 4천만원 미만``, and ``at least $3 and less than $4``, to one range."""
    spoken = _AND_LESS.match(text, lower.right)
    joint = spoken or _DASH.match(text, lower.right)
    at = joint.end() if joint else lower.right + (text[lower.right : lower.right + 1] == " ")
    if spoken and (front := _PREFIX.match(text, at)):
        at = front.end()
    if not (text[at : at + 1].isdecimal() or text[at : at + 1] in numerals.PIECES):
        return None
    second = amount(text, at)
    upper = _point(text, second) if second else None
    if upper is None:
        return None
    upper.right = after(text, upper, upper.right)
    if spoken:
        _apply(upper, _Effect("upper", inclusive=spoken[1] is None))
    if upper.kind != "upper_bound" or upper.unit != lower.unit or upper.high is None or lower.low is None:
        return None
    if upper.high <= lower.low:
        return None
    upper.start, upper.left, upper.first = lower.start, lower.left, lower.first
    upper.kind, upper.low, upper.low_inclusive = "range", lower.low, lower.low_inclusive
    upper.approx |= lower.approx
    return upper


class _Effect(NamedTuple):
    effect: Literal["approx", "lower", "upper", "denomination", "none"]
    inclusive: bool
    gap: bool = False


@cache
def _hedges(where: Literal["before", "after"]) -> tuple[re.Pattern[str], list[_Effect]]:
    entries: list[dict[str, Any]] = load("hedges")[where]
    pattern = "|".join(f"({entry['pattern']})" for entry in entries)
    pattern = rf"(?<![가-힣A-Za-z])(?:{pattern})[ ]?$" if where == "before" else pattern
    effects = [_Effect(entry["effect"], entry.get("inclusive", True), entry.get("gap", False)) for entry in entries]
    return re.compile(pattern), effects


def hedge_words(*effects: str) -> str:
    """Return the words before an amount that have one of these effects, as alternatives of a pattern."""
    return "|".join(entry["pattern"] for entry in load("hedges")["before"] if entry["effect"] in effects)


def after(text: str, whole: Expression, at: int) -> int:
    """Read the hedges and bounds at `at`, apply them to an expression, and return where they end."""
    pattern, effects = _hedges("after")
    while (match := pattern.match(text, at)) and match.end() > at:
        effect = effects[(match.lastindex or 1) - 1]
        gap = effect.gap and whole.unit in {"%", "%p", "bp"}
        if gap and match[0].startswith(" ") and has_object(text, whole):
            break  # the size of a gap, which is no bound: 전망치를 8% 웃돌았다
        at = match.end()
        _apply(whole, effect)
    return at


def has_object(text: str, whole: Expression) -> bool:
    """Tell whether the object of a verb stands right before an expression: ``전망치를 8% 웃돌았다``."""
    return text[whole.left - 2 : whole.left] in {"을 ", "를 "}


def _before(text: str, whole: Expression) -> None:
    """Read the hedges, bounds, 당 and periods before an expression."""
    for step in before(text, whole.start):
        if step.effect == "currency" and _contradicts(whole, lexicon().own[step.text]):
            break
        whole.left = step.start
        if step.effect == "per":
            whole.per = step.text
        elif step.effect == "period":
            whole.period = step.text
        elif step.effect == "currency":
            _own_currency(text, whole, step)
        else:
            _apply(whole, _Effect(step.effect, step.inclusive))
    if whole.per is None and whole.unit == "money" and text[whole.left - 1 : whole.left] == " ":
        begin = max(0, whole.left - _FAR_PER)
        named = _far_per().search(text, begin, whole.left) if text.find("당", begin, whole.left) >= 0 else None
        whole.per = named[1] if named else None


def _contradicts(whole: Expression, own: Word) -> bool:
    """Find ``한화 100달러``: a word for whose money it is, before money of another kind."""
    return whole.word is not None and own.codes[0] not in whole.word.codes


def _own_currency(text: str, whole: Expression, step: Before) -> None:
    """Apply a word that says whose money it is: 미화 300만 달러, 한화 5만원; 우리 돈 5만 leaves out the 원."""
    own, word = lexicon().own[step.text], whole.word
    if word is None:
        if whole.unit is None and whole.last.numeral.scale > 1:
            whole.give(text, own, Evidence("elided", "own", step.text, step.start, step.start + len(step.text)))
            whole.last = whole.last._replace(word_start=step.start)
    elif own.codes[0] in word.codes and not word.whole:
        whole.last = whole.last._replace(word=own._replace(per=word.per))


# 최소 … 수수료 3달러: the bound stands before the noun of the amount, with no particle between.
_FAR_BOUND: Final = re.compile(
    r"(?<![가-힣])(?<!역대 )(?<!사상 )(?<!세계 )(?<!국내 )(?<!업계 )(최소|최대)((?: [가-힣]{2,6}){1,4}) $"
)
_CARRIES_PARTICLE: Final = re.compile(r"[가-힣]+(?:[은는을를의에며고와과]|에서|으로|까지|부터|이다|하여)(?: |$)")
_LIMIT_NOUN: Final = re.compile(
    r"한도|금액|포상금|지원금|보상금?|상금|벌금|과태료|융자|대출|할인|보장|혜택|배상|한도액"
)


def _far_bound(text: str, whole: Expression) -> None:
    """Apply a 최소 or 최대 before the noun of the amount; 최대 only of what has a limit (최대 매출 is a record)."""
    if whole.kind != "point" or whole.left == 0 or text[whole.left - 1] != " ":
        return
    match = _FAR_BOUND.search(text, max(0, whole.left - 30), whole.left)
    if match is None or _CARRIES_PARTICLE.search(match[2]):
        return
    if match[1] == "최소":
        _apply(whole, _Effect("lower", inclusive=True))
    elif _LIMIT_NOUN.search(match[2]):
        _apply(whole, _Effect("upper", inclusive=True))


_MOST_BEFORE: Final = 4  # words; the limit keeps the time linear


class Before(NamedTuple):
    """One word before an expression: what it does, where it begins, what it says."""

    effect: Any
    start: int
    text: str
    inclusive: bool = True


@cache
def _own() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, lexicon().own), key=len, reverse=True))
    return re.compile(rf"(?<![가-힣])({names})(?:으?로)?(?: 환산하면| 환산 시| 치면| 따지면)?,? ?$")


_PER: Final = re.compile(
    r"((?<![\w㎀-㏿ℓ.,])(?:[0-9][0-9,.]*+(?:[십백천만억] ?)*+ ?|[한두세네] )?"
    r"[\w㎀-㏿ℓ%.]+(?:\([^()]{1,12}\))? ?당)(?: 평균)?,? ?$"
)
_PERIOD: Final = re.compile(
    r"(?<![\w])(매년|매해|매월|매달|매주|매일|연간|월간|(?:연|월|주|일|하루) ?평균|연|월|年|月) ?$"
)
# 1인당 평균 급여는 8,900만원, 1주당 배당금 500원: 당 stands before the noun of the amount, of which at most the last
# word has a particle.
_FAR_PER: Final = 40  # characters
_NOUN_BETWEEN: Final = r"[가-힣]{1,8}(?:\([^()]{1,12}\))?"


@cache
def _unit_words() -> frozenset[str]:
    units = load("units")
    entries = (*units["unit"], *units["word"], *units["ambiguous"])
    return frozenset(word for entry in entries for word in entry.get("words", "").split())


@cache
def _far_per() -> re.Pattern[str]:
    unit = "|".join(map(re.escape, sorted(_unit_words(), key=len, reverse=True)))
    return re.compile(
        rf"((?<![\w㎀-㏿ℓ.,])(?:[0-9][0-9,.]*+ ?)?(?:{unit}|[㎀-㏿ℓ]) ?당)"
        rf"(?: (?![가-힣]*[을를에고며서이가은는](?: |$)){_NOUN_BETWEEN}){{0,2}}"
        rf" (?:{_NOUN_BETWEEN}[은는이가]|(?![가-힣]*[을를에고며서이가은는의와과로도만] ){_NOUN_BETWEEN}) $"
    )


_COUNT: Final = "".join([*numerals.PIECES, *"한두세네수몇0123456789,. "])


@cache
def _not_each() -> re.Pattern[str]:
    words: dict[str, str] = load("units")["not_each"]
    ends = "|".join(sorted(words["ends"].split(), key=len, reverse=True))
    return re.compile(rf"(?:{'|'.join(words['words'].split())})|[가-힣]*(?:{ends})")


def _is_for_each(word: str) -> bool:
    """Tell whether 당 behind a word means for each of it: 배럴당, 회사당; but not 해당, 구내식당, 국민의당.

    >>> [_is_for_each(each) for each in ("배럴당", "회사당", "수만명당", "해당", "구내식당", "국민의당")]
    [True, True, True, False, False, False]
    """
    counted = word.removesuffix("당").rstrip().lstrip(_COUNT)  # 수만명당, 두마리당
    return counted in _unit_words() or _not_each().fullmatch(word) is None


@cache
def _last_characters() -> frozenset[str]:
    """Return what the last character of a word before an expression can be: a cheap look before the patterns."""
    words = "".join(entry["pattern"] for entry in load("hedges")["before"])
    return frozenset(words) | {name[-1] for name in lexicon().own} | set("당연월일매년해달주간균年月로면시,")


def before(text: str, start: int) -> list[Before]:
    """Return the words before `start` that belong to the expression there, nearest first."""
    found: list[Before] = []
    pattern, effects = _hedges("before")
    own = _own()
    lasts = _last_characters()
    while start and len(found) < _MOST_BEFORE:
        last = text[start - 1]
        if (text[start - 2] if last == " " and start > 1 else last) not in lasts:
            break
        left = max(0, start - 24)
        if match := pattern.search(text, left, start):
            index = (match.lastindex or 1) - 1
            found.append(Before(effects[index].effect, match.start(), match[0].strip(), effects[index].inclusive))
        elif match := own.search(text, left, start):
            found.append(Before("currency", match.start(), match[1]))
        elif match := _PERIOD.search(text, left, start):
            found.append(Before("period", match.start(), match[1]))
        elif (match := _PER.search(text, left, start)) and _is_for_each(match[1]):
            found.append(Before("per", match.start(), match[1]))
        else:
            break
        start = match.start()
    return found


def _apply(whole: Expression, effect: _Effect) -> None:
    """Apply one hedge or bound to an expression."""
    if effect.effect == "approx":
        whole.approx = True
    elif effect.effect == "denomination":
        whole.denomination = True
    if whole.kind != "point":
        return  # a range or a vague amount keeps its kind: 최소 50만원에서 500만원
    if effect.effect == "lower":
        whole.kind, whole.high, whole.low_inclusive = "lower_bound", None, effect.inclusive
    elif effect.effect == "upper":
        whole.kind, whole.low, whole.high_inclusive = "upper_bound", None, effect.inclusive
