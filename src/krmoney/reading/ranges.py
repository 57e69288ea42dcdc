"""Ranges, and the figure at a place: one amount, or two that are joined.

The law of scales is here: the two ends of a range share one scale and one head, and the low end is below the high end.
If two ends do not fit together, they are not read.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney import numerals
from krmoney.reading.amounts import amount, before_unit, without_unit
from krmoney.reading.figures import Figure, decade, point, widen
from krmoney.reading.numbers import bare_tail, next_below, scale_of, times, total
from krmoney.reading.patterns import alternatives, lazy, template

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from krmoney.reading.amounts import Amount, Said
    from krmoney.reading.numbers import Number, Numeral
    from krmoney.reading.vocabulary import Vocabulary

__all__ = ["DASH", "MOST_TIMES", "PREFIX", "figure"]

DASH: Final = lazy(r" ?[~–—-] ?(?:최대 ?|약 ?)?| 내지 | ?내지 ?(?=[0-9])| to (?=[$€£¥A-Z])")
PREFIX: Final = lazy(r"[-+△]?[^\w\s가-힣]?(?:[A-Z]{1,3}\$?|[^\w\s가-힣])? ?")  # ~$30만, ~-3%
MOST_TIMES: Final = 10**5  # a right end with a magnitude of its own is at most so many times a left end without one
_FROM: Final = template(r"(?:에서|부터|서(?= )) ?(?:(?:약|{at_most}) ?)?")
_JOINS: Final = frozenset("~–—-내t에부서")  # the first characters of what DASH and _FROM read
_AT_LEAST: Final = template("{at_least} ?$")
_UNTIL: Final = template(r" ?(?:까지|사이|의(?![가-힣])|$)|(?= ?{about_said}(?!으?로)[가-힣 ]?)")
# A range that is restated in brackets, and one that restates it there; 로 after the bracket would make a change of it:
# 400달러에서 800달러(약 56만 원에서 112만 원) 사이.
_RESTATED: Final = lazy(
    r" ?\((?:[^()\n]{0,40}?[0-9][^()\n]{0,20}?(?:에서|부터|[~–-])[^()\n]{0,30}\)(?! ?으?로(?![가-힣]))"
    r"|[^()\n]{1,60}\) ?(?:까지|사이))"
)
_RESTATES: Final = lazy(r"[0-9][^()\n]{0,20}?(?:에서|부터|[~–-]) ?[0-9$€£¥A-Z][^()\n]{0,30}\([^()\n0-9]{0,20}$")
_CLOSED: Final = lazy(r" ?\)(?! ?으?로(?![가-힣]))")
_MOST_RESTATED: Final = 90  # characters
_BETWEEN: Final = lazy(" ?(?:까지|사이)")
_TILDE: Final = lazy(f" ?[~–—] ?(?=[0-9{''.join(numerals.PIECES)}])|-(?=[0-9])")
_DANGLES: Final = lazy(r" ?~ ?[0-9]|[-–][0-9]")  # a joint after which no right end fits
# Words that count something other than money: the 4월 of $400만 3~4월.
_COUNTED: Final = template(
    r" (?:{counted_apart})(?![가-힣])|(?!{goes_on_said}(?![가-힣]*[월년일])|{bounds_said}|{between_said})[가-힣]"
)
# Two digits in one breath, with the scale and the unit that both share: 이삼백만 원, 2,3천원, 두세 만원, 두세 배.
_NEIGHBOURS: Final = lazy(
    rf"(?:(?:{'|'.join([*(one + two for one, two in pairwise('일이삼사오육칠팔구')), '오륙', '륙칠'])}"
    rf"|(?<![0-9,.])(?:{'|'.join(f'{one},{one + 1}' for one in range(1, 9))}))(?=[십백천만억조])"
    rf"|(?P<native>{alternatives(numerals.PAIRS)}) ?(?=[십백천만억조배]))"
)
_SHARED: Final = 40  # characters of the scale and the unit that neighbours share
_HYPHENS: Final = {"-", "–"}
_SMALL: Final = 10**3
_TEN_THOUSAND: Final = 10**4


class _Ends(NamedTuple):
    """The values of both ends of a range."""

    low: Number
    high: Number


def figure(text: str, vocabulary: Vocabulary, start: int) -> Figure | None:
    """Read the figure whose first numeral begins at `start`, without what modifies it.

    ::

        figure = range | band | amount ;
        range  = amount , dash , amount
               | ( digit , [ "," ] | pair ) , amount              (이삼백만원, 2,3천원, 두세 만원)
               | amount , ( "에서" | "부터" ) , amount , ( "까지" | "사이" | "의" ) ;
        band   = amount , [ " " ] , "대" ;                         (3조원대: from 3조 to below 4조)
    """
    digits = text[start].isdecimal()
    if not digits or text[start + 1 : start + 2] == ",":
        if (pair := _neighbours(text, vocabulary, start)) is not None:
            return widen(text, vocabulary, pair)
        if (band := decade(text, vocabulary, start)) is not None:
            return band
    said = before_unit(text, vocabulary, start)
    first = amount(text, vocabulary, start, said)
    for left in _left_ends(text, said, first):
        if (whole := _range(text, vocabulary, left)) is not None:
            return widen(text, vocabulary, whole)
    if first is None or _dangles(text, vocabulary, first):
        return None
    return point(text, vocabulary, first)


def _dangles(text: str, vocabulary: Vocabulary, first: Amount) -> bool:
    """Tell whether a number is the left end of no valid range: the 10 of ``10~5억원``, the 5원 of ``5원~3원``."""
    if text.startswith(" 내지 ", first.end):
        return True
    if _lacks_unit(first):
        return _DANGLES.match(text, first.end) is not None and not first.numeral.blank
    joint = _TILDE.match(text, first.end)
    second = _right_end(text, vocabulary, first, joint.end()) if joint else None
    return second is not None and second.unit == first.unit and _alike(first, second)


def _left_ends(text: str, said: Said, first: Amount | None) -> Iterable[Amount]:
    """Yield what may be the left end of a range, the longest first.

    It may end in a bare tail that no unit follows: ``3억1~3천만원``, ``1만 3,100~1만 3,300루피아``.
    """
    if first is None or _lacks_unit(first):
        for stop in reversed(said.stops):
            if (first is None or stop.end != first.end) and _joins(text, stop.end):
                yield without_unit(said.front, stop)
    if first is not None and _joins(text, first.end):
        yield first


def _joins(text: str, at: int) -> bool:
    """Tell whether the ends of a range can be joined at `at`: a cheap check before the patterns."""
    at += text[at : at + 1] == " "
    return text[at : at + 1] in _JOINS


def _lacks_unit(only: Amount) -> bool:
    """Tell whether no unit comes after a number."""
    return only.unit is None or only.symbol_before


def _range(text: str, vocabulary: Vocabulary, first: Amount) -> Figure | None:
    """Read the range whose left end is given."""
    joint, spoken = _joint(text, vocabulary, first)
    second = _right_end(text, vocabulary, first, joint.end()) if joint else None
    if joint is None or second is None or not _alike(first, second) or _is_apart(text, first, joint[0]):
        return None
    if first.numeral.vague or second.numeral.vague:
        return _vague(first, second)
    small = first.unit is None and first.numeral.scale == 1 and first.numeral.value < _SMALL
    if spoken and small and not _BETWEEN.match(text, second.end):
        return None  # 월세 40에서 50만원 사이; but 시즌 3에서 1억원의
    ends = _story(first, second)
    if ends is None:
        return None
    right = second.end
    if spoken and not _reaches(text, vocabulary, first, joint[0], second) and not _in_brackets(text, first, second):
        until = _UNTIL(vocabulary).match(text, second.end)
        if until is None:
            return None
        right = second.end if until[0].strip() == "의" else until.end()
    first = first._replace(value=ends.low, unit=second.unit, word=first.word or second.word)
    second = second._replace(value=ends.high)
    if 0 > ends.low > ends.high and not spoken:
        first, second = second._replace(start=first.start), first._replace(end=second.end)  # -2~-3%
    if first.value >= second.value:
        return None
    return Figure(
        first.start, second.end, first.start, right,
        second.unit, "range", first.value, second.value, first, second,
        approx=first.numeral.approx or second.numeral.approx or "약" in joint[0],
    )  # fmt: skip


def _is_apart(text: str, first: Amount, joint: str) -> bool:
    """Tell whether a year before a hyphen or a country before 에서 only looks like the left end of a range.

    ``2024 - 3억원``, ``오만에서 3리알``.
    """
    value = first.numeral.value if first.unit is None and first.numeral.scale == 1 else 0
    year = 1900 < value < 2100  # noqa: PLR2004
    since = year and joint == "~ "  # 2009~ 9억원
    return (
        since
        or (year and bool(value % 10) and joint.strip() in _HYPHENS)
        or (joint.startswith("에서") and text.startswith("오만", first.start))
    )


def _alike(first: Amount, second: Amount) -> bool:
    """Tell whether two numbers can have the same unit."""
    if first.unit not in {None, second.unit}:
        return False
    return not first.word or not second.word or not set(first.word.codes).isdisjoint(second.word.codes)


def _joint(text: str, vocabulary: Vocabulary, first: Amount) -> tuple[re.Match[str] | None, bool]:
    """Read what joins the ends of a range, and tell whether it is a word: 에서 and 부터 want 까지 or 사이 after."""
    dash = DASH.match(text, first.end)
    if dash is None:
        return _FROM(vocabulary).match(text, first.end), True
    return dash, False


def _right_end(text: str, vocabulary: Vocabulary, first: Amount, begin: int) -> Amount | None:
    """Read the right end of a range, with the unit that it may share with the left."""
    at = begin
    if not (text[at : at + 1].isdecimal() or text[at : at + 1] in numerals.UNITS):
        front = PREFIX.match(text, at)  # ~$30만, ~-3%
        at = front.end() if front else at
    second = amount(text, vocabulary, at, lettered=first.symbol_before)
    if second is None or second.start > begin:
        return None
    second = _share_unit(text, vocabulary, first, second)
    return None if second is None or (second.unit is None and second.numeral.scale == 1) else second


def _share_unit(text: str, vocabulary: Vocabulary, first: Amount, second: Amount) -> Amount | None:
    """Add to the right end of a range the symbol or code that only the left has: ``$20만~30만``.

    Not where the right end counts something else: ``$400만 3~4월``.
    """
    if second.unit is None and first.symbol_before:
        if second.numeral.scale == 1 and _COUNTED(vocabulary).match(text, second.end):
            return None
        said = bare_tail(second.numeral)
        if said is None:
            return None
        value = said if second.factor == 1 else second.value
        return second._replace(unit="money", word=first.word, word_start=first.word_start, value=value)
    return second


def _story(first: Amount, second: Amount) -> _Ends | None:
    """Return the values of the ends of a range, with the scale and the head that they share; None if they do not fit.

    The left end takes the scale of the right end, if that makes it smaller. Otherwise, three or four bare digits take
    the next of 조, 억, 만 or 1 below that scale. A shorter right end takes the head of the left.
    """
    own_symbol = second.word_start >= first.end and second.word_start < second.numeral.start  # $400~$500
    if first.symbol_before and own_symbol and first.numeral.scale == first.factor == 1:
        number, place = second.numeral.parts[0]
        if 0 < first.value < number:  # $3.4 to $3.6 billion
            return _Ends(times(first.value, place * second.factor), second.value)
        # $500 to $1 million are what they say; $900-$1.2bn may leave out the million
        apart = place * second.factor > 1 and second.value > MOST_TIMES * first.value > 0
        return None if apart else _Ends(first.value, second.value)
    if not _lacks_unit(first) or (first.symbol_before and own_symbol) or first.factor > 1:
        return _Ends(first.value, second.value)
    if second.word is not None and second.word.per != 1:  # 30~40센트
        return _Ends(second.word.in_units(first.value), second.value)
    if first.value < 0 and second.value < 0:  # -3~-2%
        scale = second.numeral.scale * second.factor if first.numeral.scale == 1 else 1
        return _Ends(times(first.value, scale), second.value)
    ends = _with_one_head(first.numeral, second) or _with_one_scale(first.numeral, second)
    return ends and ends._replace(low=-ends.low if first.value < 0 else ends.low)


def _with_one_head(left: Numeral, second: Amount) -> _Ends | None:
    """Add the head of the left end to a shorter right one: ``3억1~3천만``, ``1억5000만~6000만``, ``2천3~4백만``."""
    head, tail = list(left.parts[:-1]), left.parts[-1]
    if not head:
        return None
    if left.scale == 1 and tail[1] == 1:
        head = [(number, place * _last_scale(second)) for number, place in head]
    if second.value >= head[-1][1]:
        return None
    top = total(head)
    low = times(*tail) if tail[1] >= _TEN_THOUSAND else _in_scale([tail], second, most=head[-1][1])
    ends = None if low is None else _Ends(top + low, top + second.value)
    return ends if ends and ends.low < ends.high else None


def _with_one_scale(left: Numeral, second: Amount) -> _Ends | None:
    """Apply the scale of the right end to the left: ``1~2천만``, ``2억3천~2억5천만``, ``7000~1억``."""
    head = [part for part in left.parts if part[1] >= _TEN_THOUSAND]
    tail = [part for part in left.parts if part[1] < _TEN_THOUSAND]
    if not tail:
        return _Ends(left.value, second.value)
    if _may_be_thousands(left, second):
        return None
    top = total(head)
    low = _in_scale(tail, second, most=head[-1][1] if head else second.value)
    low = None if low is None else top + low
    if head and (low is None or low >= second.value):
        low = bare_tail(left)  # 1억5~2억
    return None if low is None or low >= second.value else _Ends(low, second.value)


def _may_be_thousands(left: Numeral, second: Amount) -> bool:
    """Tell whether a left end may leave out the thousands of the right one, or be written whole: ``3~4,000원``."""
    right = second.numeral
    plain = right.scale == second.factor == 1 and len(right.parts) == 1 == right.parts[0][1] and left.scale == 1
    return second.unit == "money" and plain and 0 < 1000 * left.value <= right.value


def _in_scale(parts: list[tuple[Number, int]], second: Amount, *, most: Number) -> Number | None:
    """Return what a bare left end is worth in the scale of the right one; None if that is not below `most`."""
    worth, right = total(parts), second.numeral
    scale = _last_scale(second) * second.factor
    places = [scale]
    if parts[-1][1] == 1 and len(parts) == 1:  # digits alone
        places = [right.parts[0][1] * second.factor]
        if 100 <= worth < _TEN_THOUSAND and worth >= 10 * right.parts[0][0]:  # noqa: PLR2004  # not 500~400만
            places.append(next_below(places[0]) if second.factor == 1 else places[0] // 1000)
    elif scale == _TEN_THOUSAND == right.parts[-1][1] and most < 100 * worth:
        places = [scale, 1]  # 5천~1만
    return next((scaled for place in places if place and (scaled := times(worth, place)) < most), None)


def _last_scale(second: Amount) -> int:
    """Return the scale in which a number ends: 만 of 2억5천만, and of a bare 2억5천, which says as much."""
    right = second.numeral
    said = next((place for _, place in reversed(right.parts) if place >= _TEN_THOUSAND), None)
    if said and second.factor == 1 and abs(second.value) != right.value:  # 912.345원 is worth more than it says, too
        return next_below(scale_of(said))
    return scale_of(right.parts[-1][1]) if right.parts else 1  # 두 배, 3할


def _vague(first: Amount, second: Amount) -> Figure | None:
    """Join two vague ends to one vague amount: ``수백에서 수천만원`` is from 200만 to below 1억."""
    left, right = first.numeral, second.numeral
    if left.vague is None or right.vague is None or second.unit is None:
        return None
    scale = right.scale * second.factor if first.unit is None and left.scale == 1 else 1
    low, high = times(left.vague[0], scale), times(right.vague[1], second.factor)
    if low >= high:
        return None
    first = first._replace(unit=second.unit, word=second.word)
    return Figure(
        first.start, second.end, first.start, second.end, second.unit, "vague", low, high, first, second,
        high_inclusive=False,
    )  # fmt: skip


def _reaches(text: str, vocabulary: Vocabulary, first: Amount, joint: str, second: Amount) -> bool:
    """Tell whether 에서 needs no 까지: ``최소 1조원에서 최대 2조원을`` is one range, ``1%에서 최대 3%로`` a change."""
    if not joint.rstrip().endswith(("최대", "최고", "많게는")):
        return False
    return bool(_AT_LEAST(vocabulary).search(text, max(0, first.start - 6), first.start)) or text[
        second.end : second.end + 1
    ] not in {"로", "으"}


def _in_brackets(text: str, first: Amount, second: Amount) -> bool:
    """Tell whether a range with 에서 is restated in brackets, or restates one there."""
    if _RESTATED.match(text, second.end):
        return True
    begin = max(0, first.start - _MOST_RESTATED)
    return _CLOSED.match(text, second.end) is not None and _RESTATES.search(text, begin, first.start) is not None


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
