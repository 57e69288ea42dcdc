"""Amounts: one number with its sign, its magnitude and its unit → its value.

Each rule is a function with its EBNF in the docstring. Rules take canonical text and a position, and return what they
read or None. The law of nearest binding is here: a symbol or code directly before a digit belongs to that digit.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney import numerals
from krmoney.iso import listed
from krmoney.reading.lexicon import WON, or_won
from krmoney.reading.numbers import Numeral, bare_tail, scan, times
from krmoney.reading.patterns import alternatives, lazy, template
from krmoney.reading.rows import words_in
from krmoney.values import EXACT

if TYPE_CHECKING:
    from krmoney.reading.lexicon import Word
    from krmoney.reading.numbers import Number
    from krmoney.reading.vocabulary import Vocabulary

__all__ = [
    "DOT_GROUPS",
    "Amount",
    "Said",
    "amount",
    "bare_amount",
    "bare_of",
    "before_unit",
    "dot_grouped",
    "has_code_after",
    "magnitude",
    "may_have_parts",
    "measure",
    "measures",
    "read_front",
    "without_unit",
]

_SIGN: Final = lazy(
    r"(?:\(-\) ?|(?<![\w)\]%.])(?<![0-9],)[-–—+]|(?<![가-힣])△|(?<!플러스)마이너스 ?(?:\(-\) ?)?|플러스 ?\(\+\) ?)$"
)
_DASHES: Final = frozenset("-–—")
_ITEM: Final = lazy(r"(?:^|\n)[-–—] ?[가-힣]")  # -반품 배송비 무료
_ITEMS: Final = 200  # characters on either side in which items of the same list stand
_FRACTIONS: Final = frozenset("½⅓⅔¼¾⅛")
_SIGNS: Final = frozenset("-–—+△스) ")  # the last characters of a sign
_PERCENT: Final = template(
    r" ?(?:(?P<percent>(?:{percent})(?!(?<=%)[pP][A-Za-z])|(?<! )(?P<short>{percent_glued}))"
    r"(?P<point> ?(?:{percent_point}|[pP](?![A-Za-z])))?"
    r"|(?P<bp>(?i:bps?)(?![A-Za-z])|{basis_point}(?![A-Za-z]))|(?P<points>percentage points(?![A-Za-z])))"
)
_GAPS: Final = frozenset(" +")  # before a unit; 50만+원 is a lower bound
_TIMES: Final = template(r" ?(?P<short>{times})| times(?![A-Za-z])")
_TENTH: Final = "[0-9]|[일이삼사오육칠팔구]"
_SHARES: Final = lazy(rf"(1?(?:{_TENTH})) ?할(?!인)(?: ?({_TENTH}) ?푼)?(?: ?({_TENTH}) ?리)?")  # 7 할인: a discount
_NATIVE_TIMES: Final = lazy(rf"({'|'.join(numerals.NATIVE)}|몇) ?(?=배)")
_IN_BRACKETS: Final = lazy(r" ?\(([가-힣A-Z一-龥]{1,6})\) ?(?=[가-힣])")  # 4억5000만 (미국) 달러
_TWO_DIGITS: Final = 100
_DECIMAL_COMMA: Final = lazy(
    r"(0|[1-9][0-9]{0,5}+),([0-9]{2})(?![0-9½⅓⅔¼¾⅛]|[.,:'^/_⁄][0-9]| ?[0-9천백십만억조여수몇])"
)
_TO_COMMA: Final = lazy(" ?[~–-] ?(?=[0-9]+,[0-9]{2})")
_PRICE_ENDS: Final = 90  # cents from which on a price often ends in them: 10,90
_ALONE: Final = lazy(r"[0-9][0-9,.]*+(?: ?[)\]\n]|$)")
_CODE_IN_BRACKETS: Final = lazy(r" ?\(([A-Z]{2,3}\$?|[가-힣 ]{2,9})\)")  # $100(CAD), 5억 달러(HKD), ¥300(위안)
# What goes on a number after a symbol, and is not read: $1,000 000, $5 k, $5 dozen, $40 Mio3.
_GOES_ON: Final = lazy(
    r" [0-9]{3},[0-9]{2}(?![0-9])| ?,?0[0-9]{2}(?![0-9-])| ,[0-9]{3}(?![0-9])| ,? ?[0-9] [0-9](?![0-9])"
    r"| (?:[kbmt]|(?i:hundred|dozen|quadrillion))(?![\w])| ?(?i:thousand|milli|billi|trilli)"
)
# What a price is for, counted: $3/1M 토큰, $20/2인.
_FOR_SO_MANY: Final = template(r"/(?:1 ?[kKmM](?![A-Za-z])|[0-9][0-9,]*+ ?(?:{counter_begins}))")
_COUNTER: Final = template("{counter_begins}")
# A word that begins with syllables of numerals: 30억이 천안에, 1억 백혈병 환자에게; 3억 천에 is 3억1천만.
_NEXT_WORD: Final = lazy(rf"[{''.join([*numerals.UNITS, *numerals.SCALES])}]++(?![을를은는에도이가로의씩])[가-힣]")
_ENDS_SAYING: Final = template(
    r"(?=[.,;:!?)\]}'\"·…/+]| [-–—/|·+](?: |$)|$|\n|{ends_said}(?![가-힣])"
    r"|{is_said}| ?{bounds_said}| ?\(| (?:{listing})(?=[가 :]))"
)
_LONE_SCALE: Final = lazy(
    " (?:[천백십]만|[천백십]?억|[천백])(?:(?=원)|(?![가-힣0-9]))"
)  # $7억 천: more of the number, unread
_GOES_ON_SAYING: Final = lazy(" [가-힣]{2}")


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
        factor: the factor of a magnitude after the digits (bn: 10^9).
    """

    start: int
    end: int
    value: Number
    numeral: Numeral
    unit: str | None
    word: Word | None
    word_start: int
    factor: int = 1

    @property
    def symbol_before(self) -> bool:
        """Whether the unit is only before the number: ``$5``."""
        only = self.factor > 1 or self.end == self.numeral.end
        return self.unit == "money" and self.word_start < self.numeral.start and only


class Front(NamedTuple):
    """The text before a numeral: its start, sign, and the symbol, code or word that belongs to the numeral."""

    begin: int
    negative: bool = False
    word: Word | None = None
    word_start: int = 0


class Said(NamedTuple):
    """The part of an amount before its unit.

    Attributes:
        front: sign, symbol, code.
        stops: every place where the numeral may end, the shortest first.
    """

    front: Front
    stops: list[Numeral]


class _Number(NamedTuple):
    """A number with the factor of its magnitude, and where the two end."""

    numeral: Numeral
    factor: int
    end: int


class Unit(NamedTuple):
    """A unit after a number."""

    end: int
    unit: str
    word: Word | None
    start: int


def amount(
    text: str, vocabulary: Vocabulary, start: int, said: Said | None = None, *, lettered: bool = False
) -> Amount | None:
    """Read the amount whose numeral begins at `start`; its sign, symbol or code comes before that.

    ::

        amount   = [ sign ] , [ symbol | code ] , [ sign ] , numeral , [ magnitude ] , [ unit ]
                 | amount , [ " " ] , numeral , part                 (64달러 45센트)
                 | digit , "할" , [ digit , "푼" ] , [ digit , "리" ]
                 | ( native | "몇" ) , "배" ;                        (두 배)
        unit     = [ " " ] , [ "(" , place , ")" ] , ( currency | percent | "배" ) ;

    Args:
        text: canonical text.
        vocabulary: the words.
        start: where the numeral begins.
        said: what `before_unit` says of the place, if that was asked.
        lettered: a magnitude of one letter counts although there is no symbol here (``$300~400m``).
    """
    if "할" in text[start : start + 4] and (shares := _share(text, vocabulary, start)):
        return shares
    if not text[start : start + 1].isdecimal() and (
        counted := _native_times(text, vocabulary, start) or _few(text, vocabulary, start)
    ):
        return counted
    front, stops = said or before_unit(text, vocabulary, start)
    lettered = lettered or front.word is not None
    for numeral in reversed(stops):
        end, factor = magnitude(text, vocabulary, numeral, lettered=lettered)
        unit = _unit(text, vocabulary, end)
        if unit is not None and unit.unit != "money" and _of_its_own(numeral):
            continue
        if unit is not None or factor > 1:
            return _bind(text, vocabulary, front, _Number(numeral, factor, end), unit)
    if front.word is not None:
        stops = [
            stop for stop in stops if not (stop.blank and _COUNTER(vocabulary).match(text, stop.end))
        ]  # $3만 5천명
    closed = _closed(text, vocabulary, stops)
    if closed is not None and front.word is not None:
        closed = _before_a_noun(text, vocabulary, closed)
    if closed is None or (front.word is not None and _piece_after(text, vocabulary, closed.end)):
        return None
    return _bind(text, vocabulary, front, _Number(closed, 1, closed.end), None)


def before_unit(text: str, vocabulary: Vocabulary, start: int) -> Said:
    """Return what comes before the numeral that begins at `start`, and its stops."""
    front = read_front(text, vocabulary, start)
    stops = scan(text, start, symbol=front.word is not None).stops
    if not stops and (decimal := _with_comma(text, vocabulary, start, front.word)):
        stops = [decimal]
    return Said(front, stops)


def _with_comma(text: str, vocabulary: Vocabulary, start: int, front: Word | None) -> Numeral | None:
    """Read a number with a decimal comma and two digits, where its currency is written so: ``29,90유로``, ``€29,90``.

    Not what may be a list: ``10,20유로``.
    """
    match = _DECIMAL_COMMA.match(text, start)
    if match is None:
        return None
    whole, cents = int(match[1]), int(match[2])
    if joint := _TO_COMMA.match(text, match.end()):
        decides = _with_comma(text, vocabulary, joint.end(), front) is not None
    else:
        unit = None if front else _unit(text, vocabulary, match.end())
        word = front or (unit and unit.word)
        listed = front is None and whole < cents < _PRICE_ENDS and not whole % 5 and not cents % 5
        decides = word is not None and not listed and vocabulary.currencies.decimal_commas.issuperset(word.codes)
    value = Decimal(f"{whole}.{cents:02}")
    return Numeral(start, match.end(), value, parts=((value, 1),)) if decides else None


def without_unit(front: Front, numeral: Numeral) -> Amount:
    """Return a number up to one of its stops, whatever unit may come after it."""
    value = Decimal(numeral.value).copy_negate() if front.negative else numeral.value
    if front.word is None:
        return Amount(front.begin, numeral.end, value, numeral, None, None, numeral.end)
    return Amount(front.begin, numeral.end, value, numeral, "money", front.word, front.word_start)


def bare_amount(text: str, vocabulary: Vocabulary, start: int) -> Amount | None:
    """Read a number alone, whatever unit may come after it."""
    return bare_of(text, vocabulary, scan(text, start).stops)


def bare_of(text: str, vocabulary: Vocabulary, stops: list[Numeral]) -> Amount | None:
    """Return a number alone, of which the stops are known."""
    numeral = _closed(text, vocabulary, stops)
    said = None if numeral is None else bare_tail(numeral)
    if numeral is None or said is None:
        return None
    return Amount(numeral.start, numeral.end, said, numeral, None, None, numeral.end)


def _bind(text: str, vocabulary: Vocabulary, front: Front, number: _Number, unit: Unit | None) -> Amount | None:
    """Put a number together with what comes before and after it; None where the two contradict each other."""
    numeral, factor, end = number
    begin, kind, word, word_start = front.begin, None, None, end
    if unit is not None:
        end, kind, word, word_start = unit
    if front.word is not None and kind in {None, "money"}:
        decided = front.word if word is None else _decided(text, vocabulary, front, unit)
        if decided is None:
            return None  # $100원, $3,000$
        if decided is front.word:
            word_start = front.word_start
        kind, word = "money", decided
    elif front.word is not None:
        if not text[numeral.start - 2].isalpha() or text[numeral.start - 1] != " ":
            return None  # $5%, HKD5%
        begin = numeral.start  # a code before a percentage is not part of it: AMD 5%
    end, word, word_start = _code_after(text, vocabulary, end, word, word_start)
    value = _value(text, numeral, word, factor, bare=unit is None)
    if value is None:
        return None
    if unit is not None and unit.word is not None:
        if unit.word.per != 1:
            value = unit.word.in_units(value)
        else:
            end, value = _parts(text, vocabulary, end, value, unit.word)
    value = Decimal(value).copy_negate() if front.negative else value
    return Amount(begin, end, value, numeral, kind, word, word_start, factor)


def _value(text: str, numeral: Numeral, word: Word | None, factor: int, *, bare: bool) -> Number | None:
    """Return the value of a number beside its unit; None for an ambiguous bare tail (8억35)."""
    if factor > 1:
        return times(numeral.value, factor)
    if word is not None and (grouped := dot_grouped(text, numeral, word)) is not None:
        return grouped
    return bare_tail(numeral) if bare else numeral.value


def dot_grouped(text: str, numeral: Numeral, word: Word) -> int | None:
    """Return what a number is worth whose dot marks thousands in its currency: ``12.900원`` is 12,900 won."""
    if numeral.dotted and numeral.scale == 1 and DOT_GROUPS.intersection(word.codes):
        return int(text[numeral.start : numeral.end].replace(".", ""))
    return None


DOT_GROUPS: Final = {"KRW", "VND", "IDR"}  # where a dot before three digits marks thousands
_SHARED: Final = {"$": "달러", "£": "파운드", "¥": "엔"}


def _decided(text: str, vocabulary: Vocabulary, front: Front, unit: Unit | None) -> Word | None:
    """Return which of the words before and after a number decides: the one that leaves less open; None if neither."""
    before, after = front.word, unit and unit.word
    if before is None or after is None or unit is None or not text[unit.start].isalnum():
        return None
    if not set(before.codes).isdisjoint(after.codes):
        return before if before.unambiguous else after
    shared = vocabulary.currencies.after.get(_SHARED.get(text[front.word_start], ""))
    return after if shared and after.unambiguous and after.codes[0] in shared.codes else None  # £100 EGP, not €100원


def read_front(text: str, vocabulary: Vocabulary, start: int) -> Front:
    """Read leftward what comes before a numeral: ``$``, ``-``, ``-$``, ``$-``, ``CAD $``, ``달러``.

    A code, a place or a currency's name before a symbol decides which of those that share it is meant.
    """
    words = vocabulary.currencies
    last = text[start - 1] if start else ""
    named = last in words.last_syllables
    if last == " ":
        last = text[start - 2] if start > 1 else ""
    if not named and last not in words.last_of_symbols and last not in _SIGNS:
        return Front(start)
    symbol = _symbol(text, vocabulary, start)
    if symbol is None and text[start - 1] in "-+" and start > 1:  # $-450
        symbol = vocabulary.currencies.match_before(text, start - 1)
        if symbol:
            return Front(symbol[0], text[start - 1] == "-", symbol[1], symbol[0])
    begin, word = symbol or (start, None)
    at = begin
    negative = False
    if begin and text[begin - 1] in _SIGNS and (sign := _SIGN.search(text, max(0, begin - 9), begin)):
        if sign[0] in _DASHES and not _is_minus(text, sign.start()):
            return Front(begin, negative, word, at)
        begin, negative = sign.start(), "+" not in sign[0]
    return Front(begin, negative, word, at)


def _is_minus(text: str, at: int) -> bool:
    """Tell whether a dash before a number is a minus, and not the mark of an item in a list of such items."""
    if at and text[at - 1] != "\n":
        return True
    return not (_ITEM.search(text, max(0, at - _ITEMS), at) or _ITEM.search(text, at + 1, at + _ITEMS))


def _symbol(text: str, vocabulary: Vocabulary, start: int) -> tuple[int, Word] | None:
    """Return where the symbol, code or name that is bound to a digit begins, and what it means."""
    nearest = (
        _coded_symbol(text, vocabulary, start)
        or vocabulary.currencies.match_before(text, start)
        or _name_before(text, vocabulary, start)
    )
    if nearest is None:
        return None
    begin = nearest[0]
    if text[start - 1] == " " and begin and (text[begin - 1].isdecimal() or text[begin - 1] in numerals.SCALES):
        return None  # the € of 커피 2€ 2원 touches the number before
    if nearest[1].unambiguous:
        return nearest
    further = vocabulary.currencies.match_before(text, begin) or _place_before(text, vocabulary, begin)
    lettered = text[max(0, begin - 2) : begin].rstrip(" ")[-1:].isalnum()  # $$100: another symbol decides nothing
    if further and lettered and _decides(further[1]) and not _ends_a_number(text, further[0]):
        return further
    return nearest


def _decides(word: Word) -> bool:
    """Tell whether a code or name decides what the symbol after it means: ``COP $500``, but not ``TOP $500``."""
    return word.unambiguous and (not word.needs_evidence or listed()[word.codes[0]].name.endswith(("달러", "페소")))


_CODED: Final = lazy(r"(?<![A-Za-z])([A-Z]{1,3})(?:(?<=[A-Z]{2}) )?([$£¥]) ?$")  # HK $100; not 시리즈 A $100


def _coded_symbol(text: str, vocabulary: Vocabulary, start: int) -> tuple[int, Word] | None:
    """Return the code or the letters of a place before a shared symbol, which decide it: ``MXN$500``, ``HK $100``."""
    if text[start - 1 if text[start - 1] != " " else start - 2] not in "$£¥":
        return None
    match = _CODED.search(text, max(0, start - 6), start)
    if match is None:
        return None
    before = vocabulary.currencies.before
    word = before.get(match[1] + match[2])
    if word is None and (code := before.get(match[1])) and (code.needs_evidence is False or _decides(code)):
        word = code
    return None if word is None or _ends_a_number(text, match.start()) else (match.start(), word)


_NAME: Final = 8  # characters of a currency's name


def _name_before(text: str, vocabulary: Vocabulary, start: int) -> tuple[int, Word] | None:
    """Return the currency's name that touches a digit, where no number comes before the name: ``달러2억``."""
    for begin, word in vocabulary.currencies.names_before(text, start):
        begins_word = not begin or not text[begin - 1].isalnum()
        if begins_word and not word.needs_evidence and word.per == 1 and not _ends_a_number(text, begin):
            return begin, word
    return None


def _place_before(text: str, vocabulary: Vocabulary, end: int) -> tuple[int, Word] | None:
    """Return the currency that is named in words before its symbol: ``캐나다달러 $100``, ``홍콩달러 HK$5``."""
    at = end - (text[end - 1 : end] == " ")
    for begin, word in vocabulary.currencies.names_before(text, at):
        if word.unambiguous and not (begin and "가" <= text[begin - 1] <= "힣"):
            return begin, word
    return None


def _ends_a_number(text: str, end: int) -> bool:
    """Tell whether a number ends at `end` or one blank before it, so that its unit may begin at `end`."""
    before = text[max(0, end - 2) : end].rstrip(" ")[-1:]
    return before.isdecimal() or before in numerals.SCALES or before in numerals.UNITS


def magnitude(text: str, vocabulary: Vocabulary, numeral: Numeral, *, lettered: bool = False) -> tuple[int, int]:
    """Return where a magnitude after a numeral ends, and what it multiplies by; the numeral's end and 1 without one."""
    end = numeral.end
    if numeral.scale > 1 or not (char := text[end : end + 2].lstrip(" ")[:1]).isascii() or not char.isalpha():
        return end, 1
    known = vocabulary.derive(_magnitudes)
    match = known.pattern.match(text, end)
    if match is None:
        return end, 1
    word = (match["word"] or match["letter"] or match["apart"]).lower()
    if match["word"]:
        if word in known.short and not lettered and not _unit(text, vocabulary, match.end()):
            return numeral.end, 1  # 5 mm is a length
    elif not lettered and not (match["letter"] and _names_money(text, vocabulary, match.end())):
        return numeral.end, 1  # 4K; but 25M USD, 30k원
    return match.end(), known.factors[word]


class _Magnitudes(NamedTuple):
    """The rows of magnitudes.toml: what each word multiplies by, and the pattern that finds them."""

    factors: dict[str, int]
    short: frozenset[str]
    pattern: re.Pattern[str]
    unread: re.Pattern[str]  # a magnitude onto which something is written


def _magnitudes(vocabulary: Vocabulary) -> _Magnitudes:
    rows = vocabulary.magnitudes
    factors = {word: 10**row.power for row in rows for word in words_in(row.words)}
    letters = "".join(word for row in rows if row.letter for word in words_in(row.words))
    words = alternatives(word for word in factors if word not in letters)
    return _Magnitudes(
        factors,
        frozenset(word for row in rows if row.short for word in words_in(row.words)),
        re.compile(
            rf"(?: ?(?P<word>(?i:{words}))|(?P<letter>[{letters}{letters.upper()}])"
            rf"| (?P<apart>[{letters.upper()}])(?![가-힣]))(?![A-Za-z0-9])"
        ),
        re.compile(rf" ?(?i:{words})(?=[0-9A-Z]|k\b|bn|million)"),
    )


def _names_money(text: str, vocabulary: Vocabulary, at: int) -> bool:
    """Tell whether a symbol or code, or a currency's name that touches, is at `at`."""
    unit = None if text.startswith(" ", at) and "가" <= text[at + 1 : at + 2] <= "힣" else _unit(text, vocabulary, at)
    return unit is not None and unit.word is not None and not unit.word.needs_evidence


def _of_its_own(numeral: Numeral) -> bool:
    """Tell whether a last number after a blank is another number: the 12% of ``매출 7조 12% 증가``; not 1만 2500%."""
    if not numeral.blank:
        return False
    return numeral.parts[-1][0] < _TWO_DIGITS or numeral.parts[-2][1] > numerals.SCALES["만"]


def _piece_after(text: str, vocabulary: Vocabulary, end: int) -> bool:
    """Tell whether an unread piece of a number without a unit follows right after it: ``$5e6``."""
    following = text[end : end + 1]
    if following.isascii() and following.isalpha():
        return True
    if following in {" ", ","} and (
        _GOES_ON.match(text, end) or vocabulary.derive(_magnitudes).unread.match(text, end)
    ):
        return True
    listed = following == "/" and text[end - 1] in numerals.SCALES  # $20만/30만
    return (
        not listed
        and not _FOR_SO_MANY(vocabulary).match(text, end)
        and following in "/^'_×*"
        and text[end + 1 : end + 2].isdecimal()
    )


def _closed(text: str, vocabulary: Vocabulary, stops: list[Numeral]) -> Numeral | None:
    """Return the longest stop of a number that has no unit after it, if one is closed.

    What does not belong to the number stays outside: the 이 of ``5억이``, the 2024 of ``1조 2024년``.
    """
    if stops and stops[-1].syllable and stops[-1].blank and not stops[-1].closed:
        stops = stops[:-1]  # 600만 이자: interest
    if not stops or not stops[-1].closed or text[stops[-1].end : stops[-1].end + 1] in _FRACTIONS:
        return None  # more of the number stands there, unread
    if _LONE_SCALE.match(text, stops[-1].end):
        return None
    for numeral in reversed(stops):
        if not numeral.closed or (numeral.syllable and len(stops) > 1 and numeral.end < len(text)):
            continue
        if numeral.blank and not _belongs(text, vocabulary, numeral):
            if _GOES_ON_SAYING.match(text, numeral.end) and (_is_round(numeral) or numeral.parts[-1][1] > 1):
                return None  # 매출 3억 5000 달성, 5억 이천 공장: nobody can tell
            continue
        last = text.rfind(" ", numeral.start, numeral.end)
        lone = last > numeral.start and text[last + 1 : numeral.end] == "만"
        if lone and text[last - 1] in numerals.UNITS:
            return None  # $1백 만: a million, or no more than 100?
        if lone or (last > numeral.start and _NEXT_WORD.match(text, last + 1)):
            continue
        return numeral
    return None


def _before_a_noun(text: str, vocabulary: Vocabulary, closed: Numeral) -> Numeral | None:
    """Return the number before a noun that begins like a scale: ``$3조각`` is 3 dollars; None if nobody can tell."""
    at, cues = closed.end, vocabulary.cues
    if not "가" <= text[at : at + 1] <= "힣" or text[at - 1].isdecimal() or vocabulary.josa.ends_said(text, at):
        return closed
    if noun := cues["scale_noun"].match(text, at - 1):
        shorter = scan(text[closed.start : at - 1], 0).stops if vocabulary.josa.ends_word(text, noun.end()) else []
        return shorter[-1]._replace(start=closed.start, end=at - 1) if shorter and not shorter[-1].blank else None
    return closed if cues["money"].match(text, at) or cues["money_verbs"].match(text, at) else None


def _belongs(text: str, vocabulary: Vocabulary, numeral: Numeral) -> bool:
    """Tell whether a bare number after a blank belongs to the numeral: a round hundred that ends what is said."""
    if numeral.parts[-1][1] > 1:
        city = text[numeral.blank + 1 : numeral.end] in {"이천", "사천"}
        return not (city and _GOES_ON_SAYING.match(text, numeral.end))
    return _is_round(numeral) and _ENDS_SAYING(vocabulary).match(text, numeral.end) is not None


def _is_round(numeral: Numeral) -> bool:
    """Tell whether a numeral ends with bare round hundreds."""
    number, place = numeral.parts[-1]
    return place == 1 and number >= 100 and number % 100 == 0  # noqa: PLR2004


def _unit(text: str, vocabulary: Vocabulary, end: int) -> Unit | None:
    """Return the unit after a number, if there is one.

    Args:
        text: canonical text.
        vocabulary: the words.
        end: where the number ends.
    """
    lex = vocabulary.currencies
    char = text[end : end + 1]
    at = end
    if char in _GAPS:
        at = end + 1
        char = text[at : at + 1]
    if (found := lex.match(text, at)) and not found[1].after_unit and not _is_next(text, end, at, found[0]):
        return Unit(found[0], "money", found[1], at)
    if char == "(" and (bracket := _IN_BRACKETS.match(text, end)):
        named = f"{bracket[1]} {text[bracket.end() : bracket.end() + _NAME]}"
        found = lex.match(named, 0)
        if found and found[0] > len(bracket[1]) + 1:
            return Unit(bracket.end() + found[0] - len(bracket[1]) - 1, "money", found[1], bracket.end())
        if (found := lex.match(text, bracket.end())) and not found[1].after_unit and not found[1].needs_evidence:
            return Unit(found[0], "money", found[1], bracket.end())
    return measure(text, vocabulary, end, char)


def measure(text: str, vocabulary: Vocabulary, end: int, char: str) -> Unit | None:
    """Return the unit after a number that is not money: percent, points, 배.

    Args:
        text: canonical text.
        vocabulary: the words.
        end: where the number ends.
        char: the first character after it, a blank aside.
    """
    begins = vocabulary.derive(_begins)
    percent = _PERCENT(vocabulary).match(text, end) if char in begins.percent else None
    if percent and (
        percent["point"] or not percent["short"] or _ends(text, vocabulary, percent.end(), "after_percent")
    ):
        if percent["bp"]:
            return Unit(percent.end(), "bp", None, end)
        return Unit(percent.end(), "%p" if percent["point"] or percent["points"] else "%", None, end)
    if char in begins.times and (times := _times(text, vocabulary, end)):
        return Unit(times, "배", None, end)
    return None


class _Begins(NamedTuple):
    """The characters with which units that are not money begin: a cheap check before their patterns."""

    percent: frozenset[str]
    times: frozenset[str]


def _begins(vocabulary: Vocabulary) -> _Begins:
    cues = vocabulary.cues
    percent = {word[0] for name in ("percent", "percent_glued", "basis_point") for word in cues.list(name)}
    return _Begins(frozenset({*percent, *"bBp"}), frozenset({*(word[0] for word in cues.list("times")), "t"}))


def measures(vocabulary: Vocabulary) -> frozenset[str]:
    """Return the first characters of the units that `measure` reads."""
    begins = vocabulary.derive(_begins)
    return begins.percent | begins.times


def _times(text: str, vocabulary: Vocabulary, at: int) -> int | None:
    """Return where 배 or times after a number ends."""
    match = _TIMES(vocabulary).match(text, at)
    if match is None or (match["short"] and not _ends(text, vocabulary, match.end(), "after_times")):
        return None
    return match.end()


def _ends(text: str, vocabulary: Vocabulary, at: int, glued: str) -> bool:
    """Tell whether a unit ends at `at`: before particles, or before what is written onto it (3배이상, not 3배당)."""
    return vocabulary.josa.particle(text, at) is not None or bool(vocabulary.cues[glued].match(text, at))


def _is_next(text: str, end: int, at: int, stop: int) -> bool:
    """Tell whether a symbol or code after a number is that of the next one: ``커피 2 ₩9,000``, ``표 2 EUR 30``.

    It is right before a digit; only where it touches this number and a blank parts it from the next is it this one's,
    and not where the next has nothing else to be of: ``3Rs 750``.
    """
    if "가" <= text[stop - 1] <= "힣":
        return False
    gap = text[stop : stop + 1] == " "
    digit = text[stop + gap : stop + gap + 1]
    if not (digit.isascii() and digit.isdecimal()):
        return False
    return not gap or at > end or _ALONE.match(text, stop + 1) is not None


def _code_after(
    text: str, vocabulary: Vocabulary, end: int, word: Word | None, word_start: int
) -> tuple[int, Word | None, int]:
    """Return where a code or name in brackets after an amount ends, what it says and where it begins, if it decides.

    ``$100(CAD)``, ``5억 달러(HKD)``, ``¥300(위안)``.
    """
    match = None if word is None or word.unambiguous else _CODE_IN_BRACKETS.match(text, end)
    if match is None or word is None:
        return end, word, word_start
    name = vocabulary.currencies.after.get(match[1])
    decides = name is not None and len(name.codes) == 1 and name.codes[0] in word.codes
    code = (
        vocabulary.currencies.before.get(match[1])
        or (name if decides else None)
        or _money_of(vocabulary, word, match[1])
    )
    return (match.end(), code, end) if code else (end, word, word_start)


def _money_of(vocabulary: Vocabulary, word: Word, said: str) -> Word | None:
    """Return what a word in brackets says of the money of an amount: ``5천원(북한 돈)``, ``300달러(호주 돈)``."""
    own = vocabulary.currencies.named_before(said)
    if own is None or own.codes == word.codes:
        return None
    if word.codes == WON.codes:
        return own if own.codes[0] in vocabulary.currencies.called_won else or_won(own)
    return own if own.codes[0] in word.codes else None


def has_code_after(text: str, end: int) -> bool:
    """Tell whether what can be a code or a name is in brackets after an amount."""
    return _CODE_IN_BRACKETS.match(text, end) is not None


def _share(text: str, vocabulary: Vocabulary, start: int) -> Amount | None:
    """Read tenths, hundredths, thousandths: ``3할 5푼`` is 35%."""
    match = _SHARES.match(text, start)
    if match is None or not _ends(text, vocabulary, match.end(), "after_percent"):
        return None
    digits = [
        int(digit) if digit and digit.isdecimal() else numerals.DIGITS.get(digit or "", 0) for digit in match.groups()
    ]
    value = Decimal(digits[0] * 100 + digits[1] * 10 + digits[2]) / 10
    numeral = Numeral(start, match.end(), value, parts=((digits[0], 10),))  # 2~3할: both are tenths
    return Amount(start, match.end(), value, numeral, "%", None, start)


def _native_times(text: str, vocabulary: Vocabulary, start: int) -> Amount | None:
    """Read multiples counted in native numerals: ``두 배``, ``몇 배``."""
    match = _NATIVE_TIMES.match(text, start)
    end = _times(text, vocabulary, match.end()) if match else None
    if match is None or end is None:
        return None
    several = match[1] == "몇"
    value = 1 if several else numerals.NATIVE[match[1]]
    numeral = Numeral(start, match.end(), value, parts=((value, 1),), vague=(2, 10) if several else None)
    return Amount(start, end, value, numeral, "배", None, start)


def _few(text: str, vocabulary: Vocabulary, start: int) -> Amount | None:
    """Read 몇 before a unit: ``몇 달러``, ``몇 크로나``, ``몇 %``; 몇 원 is a question, not an amount."""
    if not text.startswith("몇", start):
        return None
    unit = _unit(text, vocabulary, start + 1)
    if unit is None or unit.unit == "배":
        return None
    if unit.word and (unit.word.codes[0] == "KRW" or (unit.word.everyday_word and unit.end - unit.start == 1)):
        return None  # 몇 동, 몇 전
    numeral = Numeral(start, start + 1, 1, vague=(2, 10))
    return Amount(start, unit.end, 1, numeral, unit.unit, unit.word, unit.start)


def _few_parts(vocabulary: Vocabulary) -> re.Pattern[str]:
    firsts = "".join({name[0] for name, word in vocabulary.currencies.after.items() if word.per > 1})
    digits, units = "".join(numerals.DIGITS), "".join(numerals.UNITS)
    return re.compile(rf" ?[0-9{digits}{units}][0-9{digits}{units}여,. ]{{0,12}}[{re.escape(firsts)}]")


def may_have_parts(text: str, vocabulary: Vocabulary, end: int) -> bool:
    """Tell whether a part of the unit can come after an amount: a cheap check."""
    return vocabulary.derive(_few_parts).match(text, end) is not None


def _parts(text: str, vocabulary: Vocabulary, end: int, value: Number, word: Word) -> tuple[int, Number]:
    """Read a part of the unit after the main unit: the 45센트 of ``64달러 45센트``."""
    if not may_have_parts(text, vocabulary, end):
        return end, value
    at = end + 1 if text[end : end + 1] == " " else end
    for numeral in reversed(scan(text, at).stops):
        begin = numeral.end + 1 if text[numeral.end : numeral.end + 1] == " " else numeral.end
        found = vocabulary.currencies.match(text, begin)
        if found is None:
            continue
        if numeral.scale > 1 or numeral.vague or found[1].per == 1 or not set(found[1].codes) & set(word.codes):
            return end, value
        if numeral.value >= found[1].per:
            return end, value
        if text[at : numeral.end] in numerals.DIGITS and (
            found[1].after_unit or not vocabulary.josa.ends_word(text, found[0])
        ):
            return end, value  # 천만원이 전달됐다, 만원 오전 10시: no 2전, no 5전; 100달러 이 센트럴파크
        return found[0], EXACT.add(value, EXACT.divide(numeral.value, found[1].per))
    return end, value
