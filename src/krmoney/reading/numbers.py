"""Numerals in text, with every place where one may end and its value up to there.

A numeral is a falling sequence of *sections*, each times its *scale* (만, 억, 조 …), and a section is a falling
sequence of numbers times their *unit* (천, 백, 십)::

    numeral = section , scale , { section , scale } , [ section ] , [ vague ]  |  section , [ vague ]  |  vague ;
    section = { [ number ] , unit } , [ number ] ;
    number  = digits | syllable | native ;
    vague   = ( "수" | "몇" | "십수" ) , [ unit ] , [ scale ] ;

One blank may precede each part, and 여 may follow it. Each prefix that is a numeral is a *stop*. The unit decides which
stop is meant (`figures`): `$400만 3~4월` stops after 400만, `5 조지아 라리` after 5.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney.language import marked, translate
from krmoney.numerals import DIGITS, NATIVE, SCALES, UNITS
from krmoney.reading.josa import Josa
from krmoney.reading.patterns import lazy
from krmoney.reading.rows import package_file
from krmoney.reading.source import WRAP
from krmoney.values import EXACT

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "BLURRED",
    "Number",
    "Numeral",
    "Scan",
    "bare_tail",
    "common",
    "longest",
    "next_below",
    "scale_of",
    "scan",
    "times",
    "total",
]

Number = int | Decimal

_MOST_DIGITS: Final = 80  # longer than any real amount, and short enough to keep int() and Decimal() cheap
_TEN: Final = 10
_TEN_THOUSAND: Final = 10**4
_MALFORMED: Final = marked("not a number: commas group by three, units get smaller, digit syllables stand alone")
_D: Final = "".join(DIGITS)
_U: Final = "".join(UNITS)
_S: Final = "".join(SCALES)

# Letters that text recognition confuses with digits; in place of a digit, they leave the number unread: 16조l천,
# ₩1,O00,000.
BLURRED: Final = "lIOoSB"
_BLURRED: Final = f"[{BLURRED}]"

_JOSA: Final = Josa(package_file("josa"))
_LIKE_SCALES: Final = _JOSA.words("like_a_scale")
_WORD_ENDS: Final = f"(?:{_JOSA.particles})?(?![가-힣])"

# Most numbers, such as 5000, 4억 5000여만 or 1만2천500, are read in one match; whatever may continue in another way is
# left to the scanner.
_MOST_PARTS: Final = 11  # keeps the time linear
_PART: Final = "([0-9]{1,3}(?:,[0-9]{3}){1,15}+|[0-9]{1,15}+)([천백십])?+(여)?+([만억조])?+(여)?+"
_PARTS: Final = lazy(f"( )?{_PART}")
_COMMON: Final = lazy(
    rf"""
    (?: ([0-9]{{1,4}}+) \.([0-9]{{1,2}}+ | [0-9]{{4,20}}+)([만억조])?+ (?!여)    # 4.5, 1.5조; not 1.234
      | {_PART} (?: (?<=[천백십만억조])[ ]?+{_PART} ){{0,{_MOST_PARTS}}}+
    )
    (?! (?:{"|".join(f"(?<={word[0]}){word[1:]}" for word in _LIKE_SCALES)}){_WORD_ENDS} )
    (?! [ ]?[0-9,.]*{_BLURRED}[0-9,.{_U}{_S}원달유엔%] )
    (?! (?:[,.:'^/⁄½⅓⅔¼¾]|_+)?[0-9½⅓⅔¼¾{WRAP}] | [ ]?[0-9{_U}{_S}여수몇] )
    (?: (?<=[0-9]) | (?<=[0-9]여) | (?! [ ]?[{_D}]) )
    """,
    re.VERBOSE,
)
# Digits with their grouping: 1,234.5 · 1'234'567 · 1_000 · 1.234.567 · 1.234,56 · 2 345 678
_DIGITS: Final = lazy(
    r"""
      [0-9]{1,3} (?P<mark>[,'_]) [0-9]{3} (?: (?P=mark) [0-9]{3} )*+ (?:\.[0-9]++)?+
    | [0-9]{1,3} (?:\.[0-9]{3}){2,}+ (?:,[0-9]{1,2})?+
    | [0-9]{1,3} (?:\.[0-9]{3}) ,[0-9]{1,2}
    | [0-9]{1,3} (?:[ ][0-9]{3}){2,}+
    | [0-9]++ (?:\.[0-9]++)?+
    """,
    re.VERBOSE,
)
_RUN: Final = lazy(r"[0-9][0-9,.'_]*(?<=[0-9])")  # everything that may be meant as one number
# $12 500; not $12 500개, €8 300g, $25 100%
_BY_BLANK: Final = lazy(
    r"[0-9]{1,3} [0-9]{3}(?:\.[0-9]{1,2})?+(?! ?[0-9만억조십백천%]|[.,][0-9]|[A-Za-z㎀-㏿])"
    r"(?![가-힣](?<![은는이가을를에의로도와과부까씩선대정짜상입]))"
)
_BLURRED_PART: Final = lazy(rf"{_BLURRED}(?=[0-9]|,[0-9]{{3}}|[{_U}{_S}])")
_BLURRED_APART: Final = lazy(rf" (?:{_BLURRED}[0-9]*|[0-9,]+{_BLURRED}[0-9]*)(?=,[0-9]{{3}}|[{_U}{_S}원])")
_GOES_ON_APART: Final = lazy(r"[0-9,]+ ?[천백십]?[만억] ?원|[0-9,]+ ?원")
_WRAPS: Final = lazy(f"[0-9.,]*{WRAP}")
_GOES_ON: Final = lazy(
    rf"[,.]?{_BLURRED}[0-9,.]|[lIOoS](?:[원엔%]|달러|유로)|[0-9½⅓⅔¼¾⅛{WRAP}]|(?:[.,:'^]|_+)[0-9]|[.,]{WRAP}|⁄"
)  # after digits: a piece was not read
_DOTTED: Final = lazy(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_SYLLABLES: Final = lazy(f"[{_D}]++")
_POINT: Final = lazy(rf" ?점 ?([{_D}]++)(?= ?(?:%|퍼센트|프로|배|[억조]))")  # 칠점칠 퍼센트
_PARTICLE: Final = lazy(f"(?:{'|'.join(_LIKE_SCALES)}){_WORD_ENDS}")  # its first syllable is not a scale
_ONLY: Final = lazy("만(?:[을이은도의 ]|[^가-힣0-9]|$)")  # the particle
_VAGUE: Final = lazy(rf"(?:(십수)|수|몇|數|幾) ?(?:([{_U}])(여)?)?(?: ?([{_S}])(?!지아|메이카))?(?<=[{_U}{_S}여])(여)?")
_OMAN: Final = lazy("오만 ?리[알얄]")
_OVER: Final = lazy("여 ?(?:[만천백]? ?원|달러|유로|엔|위안)")  # 2억 여원
_NATIVE: Final = lazy(rf"({'|'.join(NATIVE)}) ?(?=[천만억조])")  # 한 억, 두 천만; 열 and 스무 with them
_WORDS: Final = lazy(rf"[이사]자 (?!오만 ?리)(?:[{_D}{_U}{_S}]{{2}}|[{_D}{_U}{_S}] ?원)")  # 이자 십만원: interest


_SPELLED: Final = frozenset({*DIGITS, *UNITS})
# The result of reading a part of a numeral; any other result is a message about what is wrong.
_READ: Final = "read"
_OTHER: Final = "something else stands here"
_UNREAD: Final = "it belongs to a numeral, but not to this one"


class Numeral(NamedTuple):
    """A numeral up to one of its stops.

    Attributes:
        start: where it begins.
        end: where it ends, exclusive.
        value: its value.
        scale: its highest scale, 1 if it has none.
        parts: coefficients and their places, falling: 3억1천 is (3, 10^8), (1, 10^3).
        vague: the interval of a vague one (수조, 3만 몇천), or None.
        approx: it contains 여.
        closed: no unread piece of a numeral follows directly.
        blank: where the blank before a last bare number is (the 5000 of ``4억 5000``), else 0.
        dotted: a dot comes before exactly three digits: in some currencies a mark of thousands.
        syllable: it ends with a syllable of a digit, which may be a particle (5억이) or begin a word.
    """

    start: int
    end: int
    value: Number
    scale: int = 1
    parts: tuple[tuple[Number, int], ...] = ()
    vague: tuple[Number, Number] | None = None
    approx: bool = False
    closed: bool = True
    blank: int = 0
    dotted: bool = False
    syllable: bool = False


class Scan(NamedTuple):
    """Every stop of the numeral that begins at one place, and why it could not be read further.

    Attributes:
        stops: the stops, shortest first.
        fault: what is wrong, empty if nothing is.
        culprit: the span of the fault.
    """

    stops: list[Numeral]
    fault: str = ""
    culprit: tuple[int, int] = (0, 0)


def scan(text: str, start: int, *, symbol: bool = False) -> Scan:
    """Read the numeral that begins at `start`, with all its stops.

    Args:
        text: canonical text.
        start: where the numeral begins.
        symbol: a currency symbol or code comes directly before it, so a blank may separate groups of digits.

    >>> [str(each.value) for each in scan("4억 5000만 달러", 0).stops]
    ['400000000', '450000000']
    >>> scan("4억5000억", 0).fault
    'scales must get smaller: 억 cannot come after 억'
    """
    if stops := common(text, start):
        return Scan(stops)
    if vague := _vague(text, start):
        return Scan([vague])
    return _Scanner(text, start, symbol=symbol).run()


def longest(text: str, start: int = 0) -> Numeral | None:
    """Return the longest numeral that begins at `start`, if there is one without a fault.

    >>> longest("2조4000억원").value
    2400000000000
    >>> longest("4억5000억")
    """
    found = scan(text, start)
    return None if found.fault or not found.stops else found.stops[-1]


def common(text: str, start: int) -> list[Numeral] | None:
    """Return the stops of a number that can be read in one match; None if it is left to the scanner."""
    match = _COMMON.match(text, start)
    if match is None:
        return None
    fraction, digits, unit, some, scale, more, further = match.group(2, 4, 5, 6, 7, 8, 9)
    if fraction is not None:
        return _fraction(match)
    end = match.end()
    if further or (digits[0] == "0" and end - start > 1):
        return _falling(match[0], start)
    number, place, factor = int(digits.replace(",", "")), UNITS[unit] if unit else 1, SCALES[scale] if scale else 1
    if unit and not 0 < number < _TEN:
        return None
    parts = ((number, place * factor),)
    return [Numeral(start, end, number * place * factor, factor, parts, None, bool(some or more))]


def _falling(written: str, start: int) -> list[Numeral] | None:
    """Return the stops of digits with units and scales; None if these do not get smaller."""
    end = start + len(written)
    stops: list[Numeral] = []
    parts: list[tuple[Number, int]] = []
    section: list[tuple[Number, int]] = []
    total = worth = limit = 0  # of the sections before; of this one; the scale read last
    at = blank = 0  # the blank read last; the one before this section
    highest = 1
    approx = False
    for gap, digits, unit, some, scale, more in _PARTS.findall(written):
        if gap:
            at = written.index(" ", at + 1)
            held = (*parts, *section)
            stops.append(Numeral(start, start + at, total + worth, highest, held, None, approx, True, blank))  # noqa: FBT003
        number = int(digits.replace(",", ""))
        place = UNITS[unit] if unit else 1
        least = section[-1][1] if section else limit
        if (unit and not 0 < number < _TEN) or (least and number * place >= least):
            return None
        if digits[0] == "0" and len(written) > 1:
            return None
        if limit and not section:
            blank = start + at if gap else 0
        worth += number * place
        section.append((number, place))
        if some or more:
            approx = True
        if scale:
            factor = SCALES[scale]
            if limit and worth * factor >= limit:
                return None
            parts += [(number, place * factor) for number, place in section]
            total += worth * factor
            limit, highest = factor, max(highest, factor)
            section, worth, blank = [], 0, 0
    stops.append(
        Numeral(start, end, total + worth, highest, (*parts, *section), None, approx, True, blank)  # noqa: FBT003
    )
    return stops


def _fraction(match: re.Match[str]) -> list[Numeral] | None:
    """Return the only stop of a number with a fraction and one scale."""
    digits, fraction, scale = match.groups()[:3]
    if digits[0] == "0" and len(digits) > 1:
        return None
    factor = SCALES[scale] if scale else 1
    number = Decimal(f"{digits}.{fraction}")
    value = number if factor == 1 else times(number, factor)
    return [Numeral(match.start(), match.end(), value, factor, ((number, factor),))]


def _vague(text: str, start: int) -> Numeral | None:
    """Read a vague numeral: 수백조, 몇 천, 십수억."""
    match = _VAGUE.match(text, start)
    if match is None:
        return None
    teens, unit, inside, scale, after = match.groups()
    factor = SCALES.get(scale, 1)
    value = UNITS.get(unit, 1) * factor
    low, high = (11, 20) if teens else (2, 10)
    return Numeral(
        start, match.end(), value, factor, ((1, value),), (low * value, high * value), approx=bool(inside or after)
    )


class _Scanner:
    """Reads one numeral part by part and keeps every stop."""

    def __init__(self, text: str, start: int, *, symbol: bool) -> None:
        self.text = text
        self.start = self.pos = start
        self.symbol = symbol
        self.total: Number = 0  # of the sections before, with their scales
        self.limit = 0  # the scale read last; what follows must be worth less
        self.highest = 1
        self.section: list[tuple[Number, int]] = []  # numbers times units, in the section at hand
        self.pending: Number | None = None  # a number that may still get a unit or a scale
        self.parts: list[tuple[Number, int]] = []
        self.approx = self.fraction = self.dotted = self.syllable = False
        self.blank = 0  # where the blank before the section at hand stands
        self.stops: list[Numeral] = []

    def run(self) -> Scan:
        """Read part by part until something else follows."""
        while self.pos < len(self.text):
            gap = self.text[self.pos] == " " and self.pos > self.start
            at = self.pos + gap
            if self.stops and (vague := self._tail(at)):
                self.stops.append(vague)
                break
            outcome = self._part(at, gap=gap)
            if outcome == _READ:
                continue
            if outcome == _OTHER or gap:
                break
            return self._faulty(outcome, at)
        if self.stops and (_BLURRED_PART if self.text[self.pos : self.pos + 1] != " " else _BLURRED_APART).match(
            self.text, self.pos
        ):
            self.stops[-1] = self.stops[-1]._replace(closed=False)
        return Scan(self.stops)

    def _part(self, at: int, *, gap: bool) -> str:
        """Read one part; return `_READ`, or `_OTHER` if there is none, or what is wrong with it."""
        char = self.text[at : at + 1]
        if char.isdecimal() and char.isascii():
            return self._digits(at, gap=gap)
        if gap and char == "오" and _OMAN.match(self.text, at):
            return _OTHER
        if char in UNITS:
            return self._unit(at, gap=gap)
        if char in SCALES:
            return self._scale(at, gap=gap)
        if char in DIGITS:
            return self._syllables(at, gap=gap)
        if self.pos == self.start and (native := _NATIVE.match(self.text, at)):
            self.pending, self.pos = NATIVE[native[1]], native.end(1)
            return _READ
        if char == "여" and self.stops and not self.approx and (not gap or _OVER.match(self.text, at)):
            self.approx, self.pos = True, at + 1
            self._stop()
            return _READ
        if char == "점" and self.syllable and not self.limit and (point := _POINT.match(self.text, self.pos)):
            self.pending = Decimal(f"{self._worth()}.{_value(point[1])}")
            self.section, self.pos, self.fraction = [], point.end(), True
            self._stop()
            return _READ
        return _OTHER

    def _faulty(self, fault: str, at: int) -> Scan:
        """End at an unreadable part of the numeral: no stop that touches it is closed."""
        self.stops = [each._replace(closed=False) if each.end == at else each for each in self.stops]
        if fault == _UNREAD:
            return Scan(self.stops)
        run = _RUN.match(self.text, at) or _SYLLABLES.match(self.text, at)
        return Scan(self.stops, fault, run.span() if run else (at, at + 1))

    def _falls(self, what: str) -> str:
        """Return the message for a part that is not smaller than the one before it."""
        if self.section and self.pending is not None:
            last = self.text[self.pos - 1]
            return translate("units must get smaller: {what} cannot come after {last}", what=what, last=last)
        last = next(
            (char for char in reversed(self.text[self.start : self.pos]) if char in SCALES or char in UNITS), ""
        )
        return translate("scales must get smaller: {what} cannot come after {last}", what=what, last=last)

    def _digits(self, at: int, *, gap: bool) -> str:
        text = self.text
        if self.pending is not None:
            return _UNREAD if gap else marked("a number after a number")
        by_blank = _BY_BLANK.match(text, at) if self.symbol and not self.stops else None
        match = by_blank or _DIGITS.match(text, at)
        if match is None or match.end() - at > _MOST_DIGITS:
            return marked("too many digits")
        end = match.end()
        number = _value(match[0])
        if number is None or _GOES_ON.match(text, end):
            if gap and self.stops:
                return self._left(_WRAPS, end)  # 19억 4574⏎만원
            return _MALFORMED
        if self.fraction and self.limit:
            # 0.5억 5,000만 원
            return self._left(_GOES_ON_APART, at) if gap else marked("nothing can come after a fraction")
        if self.section and self.section[0][0] >= UNITS["십"]:
            return _UNREAD  # a number in thousands, 10천, has nothing after it
        least = self.section[-1][1] if self.section else 0
        if (least and number >= least) or (not self.section and self.limit and number >= self.limit):
            return self._falls(match[0])
        if self.limit and not self.section:
            self.blank = self.pos if gap else 0
        self.fraction = isinstance(number, Decimal)
        self.dotted = bool(_DOTTED.fullmatch(match[0])) and not self.limit and not self.section
        self.pending, self.pos, self.syllable = number, end, False
        self._stop()
        return _READ

    def _left(self, belongs: re.Pattern[str], at: int) -> str:
        """Leave digits unread; where they belong to the number before them, that is not closed."""
        if belongs.match(self.text, at):
            self.stops[-1] = self.stops[-1]._replace(closed=False)
        return _UNREAD

    def _syllables(self, at: int, *, gap: bool) -> str:
        if self.pending is not None:
            return _OTHER
        if self.fraction and self.limit:
            return _OTHER
        match = _SYLLABLES.match(self.text, at)
        run = match[0] if match else ""
        if len(run) > 1 and "가" <= run[0] <= "힣" and not set(run) & set("영공"):
            return _OTHER if self.stops else _MALFORMED  # 이삼억 is two to three 억, not 23
        number = _value(run)
        least = self.section[-1][1] if self.section else 0
        if number is None or (least and number >= least):
            return _OTHER
        if self.limit and not self.section:
            self.blank = self.pos if gap else 0
        self.pending, self.pos, self.syllable, self.fraction = number, at + len(run), True, False
        self._stop()
        return _READ

    def _unit(self, at: int, *, gap: bool) -> str:
        unit = UNITS[self.text[at]]
        number = 1 if self.pending is None else self.pending
        if self.fraction and self.limit and self.pending is None:
            return _UNREAD
        least = self.section[-1][1] if self.section else 0
        if least and (unit >= least or number >= UNITS["십"]):
            return self._falls(self.text[at])
        if self.limit and times(number, unit) >= self.limit:
            return self._falls(self.text[at])
        if number == 0 and self.syllable:
            return _UNREAD
        if self.limit and not self.section and self.pending is None:
            self.blank = self.pos if gap else 0
        self.section.append((number, unit))
        self.pending, self.pos, self.syllable, self.dotted = None, at + 1, False, False
        self._stop()
        return _READ

    def _scale(self, at: int, *, gap: bool) -> str:
        text = self.text
        if not gap and _PARTICLE.match(text, at):
            return _OTHER
        if gap and text[self.pos - 1].isdecimal() and text[at + 1 : at + 2] in _SPELLED:
            return _OTHER  # 커피 2 만오천원
        scale = SCALES[text[at]]
        empty = not self.section and self.pending is None
        if empty and not (scale == _TEN_THOUSAND and (gap or self.pos == self.start)):
            # 1억만 is no more than 1억; with a blank, 일억 만 원, it is a myriad more
            return _OTHER if _ONLY.match(text, at) else _UNREAD
        section: Number = 1 if empty else self._worth()
        worth = times(section, scale)
        if self.limit and (worth >= self.limit or scale >= self.limit):
            return self._falls(text[at])
        if not self.limit and _WORDS.match(text, self.start):
            return marked("this can be a noun or a numeral, because a blank follows it")
        parts = [*self.section, *([] if self.pending is None else [(self.pending, 1)])] or [(1, 1)]
        self.parts += [(number, unit * scale) for number, unit in parts]
        self.total = _plus(self.total, worth)
        self.limit, self.highest = scale, max(self.highest, scale)
        self.section, self.pending, self.pos, self.blank = [], None, at + 1, 0
        self.syllable = self.dotted = False
        self._stop()
        return _READ

    def _tail(self, at: int) -> Numeral | None:
        """Read a vague tail: the 몇천 of ``3만 몇천``, the 몇 of ``30몇만``; the head keeps what is below it."""
        match = _VAGUE.match(self.text, at) if self.text[at : at + 1] in {"수", "몇", "십"} else None
        if match is None or self.fraction:
            return None
        unit, scale = UNITS.get(match[2], 1), SCALES.get(match[4], 1)
        if self.section or self.pending is not None:  # 5천 몇백만, 30몇만: the head shares the scale
            section = self._worth()
            step = self.section[-1][1] if self.section and self.pending is None else 10 if section >= 10 else 0  # noqa: PLR2004
            if unit >= step or (self.limit and scale >= self.limit) or not step:
                return None
            head = _plus(self.total, times(section, scale))
            step *= scale
        else:
            head, step = self.total, self.limit
            if unit * scale >= self.limit:
                return None
        return Numeral(
            self.start, match.end(), head, max(self.highest, scale), (*self.parts, (1, unit * scale)),
            (head, _plus(head, step)), approx=self.approx,
        )  # fmt: skip

    def _worth(self) -> Number:
        """Return the value of the current section so far."""
        worth = total(self.section)
        return worth if self.pending is None else _plus(worth, self.pending)

    def _stop(self) -> None:
        """Record that the numeral may end here, and that the stop before is not closed if this part touches it."""
        if self.stops and not self.syllable and self.text[self.stops[-1].end : self.stops[-1].end + 1] != " ":
            self.stops[-1] = self.stops[-1]._replace(closed=False)
        pending = [] if self.pending is None else [(self.pending, 1)]
        self.stops.append(
            Numeral(
                self.start,
                self.pos,
                _plus(self.total, self._worth()),
                self.highest,
                (*self.parts, *self.section, *pending),
                None,
                self.approx,
                blank=self.blank,
                dotted=self.dotted,
                syllable=self.syllable,
            )
        )


def bare_tail(numeral: Numeral) -> Number | None:
    """Return the value of a numeral without a unit after it; None if that is ambiguous.

    A last number without a scale counts in the next scale down: three or four digits after 억 in 만, after 조 in
    억; one digit is the next decimal. Two digits can be either, and are not read. After a blank only a round
    hundred counts.

    >>> said = ("8억2,000", "2조3500", "4억1천2백", "6억3", "6억35", "3만5")
    >>> [each and int(each) for each in (bare_tail(scan(text, 0).stops[-1]) for text in said)]
    [820000000, 2350000000000, 412000000, 630000000, None, 35000]
    """
    head = [(number, place) for number, place in numeral.parts if place >= _TEN_THOUSAND]
    tail = [(number, place) for number, place in numeral.parts if place < _TEN_THOUSAND]
    if numeral.vague or numeral.syllable or not head or not tail:
        return numeral.value
    worth = total(tail)
    scale = scale_of(head[-1][1])
    if isinstance(worth, Decimal) or not worth:
        return None
    if numeral.blank and (worth % 100 or (len(tail) > 1 and tail[-1][1] == 1)):
        return None
    rest = numeral.value - worth
    if tail[0][1] > 1 or 100 <= worth < _TEN_THOUSAND:  # noqa: PLR2004  # 4억1천2백, 8억2,000
        return _plus(rest, times(worth, next_below(scale)))
    if worth < 10 and len(tail) == 1:  # noqa: PLR2004
        return _plus(rest, times(worth, scale // 10))
    return None


def times(number: Number, factor: int) -> Number:
    """Multiply exactly; a whole result is an int."""
    if isinstance(number, int):
        return number * factor
    product = EXACT.multiply(number, factor)
    return int(product) if product == product.to_integral_value() else product


def total(parts: Iterable[tuple[Number, int]]) -> Number:
    """Return the sum of numbers times their places."""
    worth: Number = 0
    for number, place in parts:
        worth = _plus(worth, times(number, place))
    return worth


def scale_of(place: int) -> int:
    """Return the scale that a place is in: 만 of 천만, 1 of 천."""
    return max((scale for scale in SCALES.values() if scale <= place), default=1)


def next_below(place: int) -> int:
    """Return the next of 조, 억, 만 and 1 below a place: 억 below 천억, 만 below 억."""
    return max((scale for scale in SCALES.values() if scale < place), default=1)


def _plus(one: Number, two: Number) -> Number:
    return one + two if isinstance(one, int) and isinstance(two, int) else EXACT.add(one, two)


def _value(text: str) -> Number | None:
    """Return the value of grouped digits or of a row of digit syllables; None for the 000 of a piece."""
    if text[0] in DIGITS:
        return int("".join(str(DIGITS[char]) for char in text))
    if text.count(".") > 1 or ("." in text and "," in text and text.index(".") < text.index(",")):
        text = text.replace(".", "").replace(",", ".")  # 1.234.567 and 1.234,56
    whole, _, fraction = re.sub("[,'_ ]", "", text).partition(".")
    if whole[0] == "0" and len(whole) > 1:
        return None
    return Decimal(f"{whole}.{fraction}") if fraction else int(whole)
