"""Text that looks like a figure and is not one: the rows of traps.toml, and the few traps that need code.

Every trap has a name, and returns the words that decided.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney.numerals import DIGITS, PIECES, SCALES, UNITS
from krmoney.reading.numbers import bare_tail
from krmoney.reading.patterns import alternatives, heads, lasts, lazy, template

if TYPE_CHECKING:
    from collections.abc import Callable

    from krmoney.reading.figures import Figure
    from krmoney.reading.vocabulary import Trap, Vocabulary

__all__ = ["CODED", "Coded", "Trapped", "trapped"]

_HANGUL: Final = lazy(r"[가-힣]")
_YEAR: Final = lazy("(?!.*00)(?:19[89]|20[0-3])[0-9]")  # 2000 can be an amount or a year
_OFTEN: Final = {"USD", "JPY"}  # years come before these in headlines: 2025 달러 전망
_PRICE: Final = template("에 (?!{amounts_to})")  # 20파운드에 스테이크를
_PRICE_BEFORE: Final = template("{full_before}$")  # 한 달에 만원
_CLOSE: Final = 6  # characters
_AMOUNT_BEFORE: Final = lazy(r"[0-9만천백십]원[)\]]? ?[:=/,·→+(~-] ?$")  # 10000원: 만원
_AMOUNT_AFTER: Final = lazy(r" ?[=/,·→+~-] ?[0-9일이삼사오육칠팔구십백천][0-9일이삼사오육칠팔구십백천만,]* ?원")
_SMALL: Final = 3  # digits
_RATE: Final = r"(?P<code>[A-Z]{3})(?:\([0-9]+\))?:? ?(?P<rate>[0-9][0-9,]*(?:[.][0-9]+)?)"
_RATE_AFTER: Final = lazy(rf"(?: ?[,/] ?| ){_RATE}(?![0-9,.])")
_RATE_BEFORE: Final = lazy(rf"{_RATE}(?: ?[,/] ?| )$")
_ROW: Final = 24  # characters
_NEAR_WORTH: Final = 0.3  # as a logarithm
_BEFORE: Final = 40  # characters in which what a row says of the text before a figure is looked for


class Trapped(NamedTuple):
    """The trap that a figure is in.

    Attributes:
        name: the name of the trap.
        start: where the words that decided begin.
        end: where they end.
        leaves_number: only the currency word is wrong, so the number stays, without a unit (24조 원전 수주).
    """

    name: str
    start: int
    end: int
    leaves_number: bool = False


def trapped(text: str, vocabulary: Vocabulary, found: Figure) -> Trapped | None:
    """Return the trap that a figure is in, or None.

    >>> from krmoney.reading.modifiers import read
    >>> from krmoney.reading.vocabulary import Vocabulary
    >>> words, text = Vocabulary.default(), "체중이 40파운드 늘었다"
    >>> trap = trapped(text, words, read(text, words, 4))
    >>> trap.name, text[trap.start : trap.end]
    ('weight', '체중')
    """
    start, end = found.start, found.end
    digit = text[start].isdecimal()
    before, after = text[max(0, start - 2) : start].rstrip(" ")[-1:], text[end : end + 2].lstrip(" ")[:1]
    if found.unit in {"money", None}:
        for coded in CODED:
            if coded.holds(text, vocabulary, found):
                leaves = (
                    coded.holds is _part_of_a_word
                    and found.first is found.last
                    and _stands_apart(text, vocabulary, found)
                )
                return Trapped(coded.name, found.start, found.right, leaves)
    by_ends = vocabulary.derive(_by_ends)
    rows = by_ends.get((digit, text[end - 1])) or by_ends[digit, ""]
    for row in rows.rows if rows.other or before in rows.lasts or after in rows.firsts else ():
        if (row.lasts and before not in row.lasts) or (row.firsts and after not in row.firsts):
            continue
        if span := row.holds(text, found):
            return Trapped(row.name, *span)
    return None


class _Row:
    """A row of data, ready for use."""

    def __init__(self, trap: Trap, vocabulary: Vocabulary) -> None:
        self.name = trap.name
        self.units = trap.words("unit")
        self.bare = trap.bare
        self.nouns = vocabulary.money_nouns if trap.price else None
        self.reach = trap.reach
        self.sold = _PRICE(vocabulary)
        self.looks_before, self.looks_after = trap.side != "after", trap.side != "before"
        self.pattern = vocabulary.pattern(trap.figure)
        self.figure = lazy(self.pattern) if trap.figure else None
        self.lasts = lasts(vocabulary.pattern(trap.before), " ")
        self.before = lazy(rf"(?:{vocabulary.pattern(trap.before)})\Z") if trap.before else None
        self.firsts = heads(vocabulary.pattern(trap.after), " ")
        self.after = lazy(vocabulary.pattern(trap.after)) if trap.after else None
        self.near = _one_of(trap.words("near"))
        self.unless = _one_of(trap.words("unless"))

    def holds(self, text: str, found: Figure) -> tuple[int, int] | None:
        """Return the span of the words that decide, or None if the trap does not apply."""
        start, end = found.start, found.end
        if self.units and not text.endswith(self.units, start, end):
            return None
        if self.figure and not self.figure.fullmatch(text, start, end):
            return None
        if self.bare and found.left < start:
            return None
        span = (start, end)
        if self.before:
            match = self.before.search(text, max(0, start - _BEFORE), start)
            if match is None:
                return None
            span = match.span()
        if self.after:
            match = self.after.match(text, end)
            if match is None:
                return None
            span = match.span()
        if self.near:
            return self._near(text, start, end, found.left)
        return None if self.unless and self._saved(text, start, end) else span

    def _near(self, text: str, start: int, end: int, left: int) -> tuple[int, int] | None:
        """Return the near word that decides: the last one before the figure, or the first one after it."""
        if self.near is None:
            return None
        found = [*self.near.finditer(text, max(0, start - self.reach), start)] if self.looks_before else []
        if self.nouns and found and text.startswith("에 ", found[-1].end()):
            return None  # 고기 1kg에 40파운드
        if found and not (self.unless and self.unless.search(text, found[-1].end(), start)):
            return found[-1].span()
        if self.nouns and (self.sold.match(text, end) or self.nouns.before(text, left)):
            return None
        match = self.near.search(text, end, end + self.reach) if self.looks_after else None
        if match is None or (self.unless and self.unless.search(text, end, match.start())):
            return None
        return match.span()

    def _saved(self, text: str, start: int, end: int) -> bool:
        """Tell whether a word next to the figure overrules the trap."""
        if self.unless is None:
            return False
        begin = max(0, start - self.reach)
        begin = max(begin, text.rfind(". ", begin, start) + 1)
        return bool(
            (self.looks_before and self.unless.search(text, begin, start))
            or (self.looks_after and self.unless.search(text, end, end + self.reach))
        )


def _one_of(words: tuple[str, ...]) -> re.Pattern[str] | None:
    return lazy(alternatives(words)) if words else None


def _last(row: _Row) -> frozenset[str]:
    """Return what the last character of a figure in a trap can be; empty where it can be any."""
    return frozenset(unit[-1] for unit in row.units) or lasts(row.pattern) or frozenset()


_ATOM: Final = lazy(r"(\[\^?(?:\\.|[^\]\\])+\]|[가-힣])(?:([?*])|(?!\{0))")


def _begins_with_digit(row: _Row) -> bool:
    """Tell whether a figure in a trap can begin with a digit."""
    at = 0
    while "|" not in row.pattern and (atom := _ATOM.match(row.pattern, at)):
        if re.search(atom[1], "0123456789"):
            return True
        if not atom[2]:
            return False
        at = atom.end()
    return True


class _Rows(NamedTuple):
    """Rows that are about the same figures, and what must be next to a figure for one of them to be asked.

    Attributes:
        rows: the rows.
        lasts: what the last character before a figure can be, blanks aside.
        firsts: what the first character after it can be.
        other: some rows ask for neither.
    """

    rows: tuple[_Row, ...]
    lasts: frozenset[str]
    firsts: frozenset[str]
    other: bool


def _together(rows: tuple[_Row, ...]) -> _Rows:
    before = [row.lasts for row in rows if row.lasts]
    after = [row.firsts for row in rows if row.firsts and not row.lasts]
    return _Rows(rows, frozenset().union(*before), frozenset().union(*after), len(before) + len(after) < len(rows))


def _by_ends(vocabulary: Vocabulary) -> dict[tuple[bool, str], _Rows]:
    """Return the rows by the figures that they are about: whether these begin with a digit, and their last character.

    Of figures with any other last character, by the empty text.
    """
    rows = [(_last(row), _begins_with_digit(row), row) for row in (_Row(trap, vocabulary) for trap in vocabulary.traps)]
    ends = {"", *(char for chars, _, _ in rows for char in chars)}
    return {
        (digit, end): _together(
            tuple(row for chars, digits, row in rows if (digits or not digit) and (not chars or end in chars))
        )
        for digit in (True, False)
        for end in ends
    }


class Coded(NamedTuple):
    """A trap that cannot be written as a row.

    Attributes:
        name: what the trap is called.
        holds: tells whether a figure is in it.
        example: text in which the trap applies.
        counterexample: similar text that does have a figure.
    """

    name: str
    holds: Callable[[str, Vocabulary, Figure], bool]
    example: str
    counterexample: str


def _year(text: str, _: Vocabulary, found: Figure) -> bool:
    """Find a year before a word that begins like a currency: ``2016 유로 결승``, ``2025 달러 전망``."""
    numeral, word = found.last.numeral, found.last.word
    if word is None or numeral.scale > 1 or not (word.everyday_word or word.codes[0] in _OFTEN):
        return False
    if not _YEAR.fullmatch(text, numeral.start, numeral.end):
        return False
    if text.startswith("엔", numeral.end):
        return True  # 2025엔 달라진다
    return text.startswith(" ", numeral.end) and found.right == found.end and text[found.end : found.end + 1] == " "


def _part_of_a_word(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find a currency word that goes on as another word: ``1000유로존``, ``24조 원전 수주``, ``3 엔진``."""
    word = found.last.word
    if word is None or found.last.word_start < found.last.numeral.start:
        return False
    end = found.last.end
    if found.right > end or not _HANGUL.match(text, end):
        return False
    blank = text[found.last.word_start - 1] == " "
    if word.everyday_word or blank or text[end - 1] != "원":
        return not vocabulary.josa.ends_word(text, end) or (
            blank and vocabulary.cues["won_apart"].match(text, found.last.word_start) is not None
        )
    if vocabulary.josa.particle(text, end) is not None:
        return False  # 500원조차
    # 제1원칙 is a word; what has a scale, commas or four digits is money whatever is glued to it: 25,000원내고
    start, at = found.last.numeral.start, found.last.word_start
    small = (at - start <= _SMALL and text[at - 1].isdecimal()) or _YEAR.fullmatch(text, start, at)  # 2024원룸
    return bool(small) and vocabulary.cues["won_nouns"].match(text, found.last.word_start) is not None


def _only_syllables(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find a numeral of syllables alone that is a word: ``이유로``, ``구원``, ``조원 대표``, ``사원``, ``만원 버스``.

    Of such numerals before a currency word 78% are traps, so they need evidence: a scale or a unit that is not
    the only syllable, and the end of a word after the currency word.
    """
    number = text[found.first.numeral.start : found.first.numeral.end]
    if number[0].isdecimal() or any(map(str.isdecimal, number)):
        return False
    if found.right == found.end and not vocabulary.josa.ends_word(text, found.last.end):
        glued = text[found.last.word_start - 1] != " " and not vocabulary.cues["won_nouns"].match(
            text, found.last.word_start
        )
        if not glued or found.last.numeral.scale == 1 or len(number) == 1 or number[0] not in "천백십":
            return True  # 천만원줘도 is money, 조원우 is not
    if found.first.numeral.vague:
        return False
    if (
        text.startswith("엔", found.last.word_start)
        and found.first.numeral.scale == found.last.numeral.scale == 1
        and not _HANGUL.match(text, found.end)
        and any("가" <= char <= "힣" for char in number)
    ):
        return True  # 이천엔 쌀밥집이 많다: 엔 is a particle
    syllables = [char for char in number if char in SCALES or char in UNITS]
    if not syllables:
        return True
    if len(number) == 1 and number in UNITS and found.last.word_start + 1 < found.last.end:
        return False  # 천 달러
    if len(number) == 1:
        return number not in UNITS and not _lone_ten_thousand(text, vocabulary, found)
    return number[0] not in DIGITS and number[0] in SCALES and number[0] not in "만萬"


def _lone_ten_thousand(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Accept ``만원`` before a particle, ``만 원`` and ``만원 주고``, not the full bus: ``만원 버스``."""
    if text[found.first.numeral.start] not in "만萬":
        return False
    foreign = found.last.end - found.last.word_start > 1 or text[found.last.word_start : found.last.word_start + 1] in {
        *"엔불"
    }  # 만달러, 만엔
    if foreign or text[found.last.word_start - 1] == " " or _HANGUL.match(text, found.last.end):
        return True
    if vocabulary.cues["full_after"].match(text, found.last.end):
        return True
    before = text[found.left : found.start]
    if before and not vocabulary.cues["full_often"].match(before):  # 매달 만원, 단돈 만원; not 매일 만원
        return True
    price = _PRICE_BEFORE(vocabulary).search(text, max(0, found.start - _CLOSE), found.start)
    listed = _AMOUNT_BEFORE.search(text, max(0, found.start - _CLOSE), found.start) or _AMOUNT_AFTER.match(
        text, found.end
    )
    return bool(price or listed or vocabulary.money_nouns.before(text, found.left))


def _stands_apart(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Tell whether a blank and one syllable are all that make money of a number: ``24조 원전 수주``.

    The 달러 of ``억 달러화`` is more, and so are 엔 and 불, but for the nouns that begin so.
    """
    last = found.last
    nouns = vocabulary.cues["won_nouns"].match(text, last.word_start)
    if ((text[last.end] in PIECES or text[last.end] in "수몇") and not nouns) or bare_tail(
        last.numeral
    ) != last.numeral.value:
        return False  # 3조 원백만, 3조 7천 원사과
    foreign = last.word is not None and last.word.per == 1 and not last.word.needs_evidence
    if foreign and text[last.word_start] != "원" and not vocabulary.cues["currency_nouns"].match(text, last.word_start):
        return False
    return last.end - last.word_start == 1 and last.numeral.scale > 1 and text[last.word_start - 1] == " "


def _row_of_rates(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find a code and its rate beside another code and rate: ``USD 1,380.50 JPY 905.20``.

    Prices in several currencies look the same; rates are near what the currencies are worth in won.
    """
    word = found.last.word
    if word is None or not found.last.symbol_before or not text[found.start : found.start + 3].isupper():
        return False
    beside = _RATE_AFTER.match(text, found.end) or _RATE_BEFORE.search(text, max(0, found.start - _ROW), found.start)
    return (
        beside is not None
        and _near_worth(vocabulary, word.codes[0], float(found.last.value))
        and _near_worth(vocabulary, beside["code"], float(beside["rate"].replace(",", "")))
    )


def _near_worth(vocabulary: Vocabulary, code: str, value: float) -> bool:
    """Tell whether a number is near what one unit of a currency, or a hundred, is worth in won."""
    if value <= 0 or code == "KRW":
        return False
    offs = (vocabulary.typical.off(code, "KRW", value / many) for many in (1, 100))
    return any(off is not None and off < _NEAR_WORTH for off in offs)


CODED: Final = (
    Coded("row_of_rates", _row_of_rates, "USD 1,380.50 JPY 905.20", "USD 29.90 EUR 25.90"),
    Coded("part_of_a_word", _part_of_a_word, "1000 유로존 기업", "1000 유로를 낸 기업"),
    Coded("year", _year, "2016 유로 결승전", "2000 유로 상금"),
    Coded("only_syllables", _only_syllables, "만원 버스를 탔다.", "만 원 버스를 탔다."),
)
