"""The short path: what plain digits are without asking the whole grammar.

Two looks decide most numbers: the character before the digits, and what stands after the number. One table, made of
the words, tells which characters matter there. A number that nothing else can belong to is an amount (``3억5000만원``,
``4.5%``) or no figure (``300km``, ``4-1로``, ``175만명``). Every other number goes the long path through
`ranges.figure`, which would read these alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney import numerals
from krmoney.reading.amounts import (
    Amount,
    bare_of,
    has_code_after,
    magnitude,
    may_have_parts,
    measure,
    measures,
    read_front,
)
from krmoney.reading.figures import Figure, point
from krmoney.reading.modifiers import before
from krmoney.reading.numbers import common
from krmoney.reading.patterns import lazy
from krmoney.reading.surroundings import counter_at

if TYPE_CHECKING:
    from krmoney.reading.lexicon import Word
    from krmoney.reading.numbers import Numeral
    from krmoney.reading.vocabulary import Vocabulary

__all__ = ["read_plain"]

# The last of a numeral, or of what joins a range to its right end; 해, 자 and 양 are everyday words first.
_GREAT: Final = (frozenset(numerals.UNITS) | frozenset(numerals.SCALES)) - frozenset("해자양")
_LEFT: Final = _GREAT | frozenset("0123456789~–—-")
_FROM: Final = {"서": "에", "지": "내"}  # 에서, 내지, after a numeral in syllables
_ENDS: Final = numerals.PIECES | frozenset(" 0123456789여점수몇數幾")
_SIGNS: Final = frozenset("+△스)")  # the last characters of signs
# What joins a range; after a word for it the right end begins.
_JOINS: Final = frozenset("~–—-내t에부서")
_CAN_BEGIN: Final = "".join([*numerals.PIECES, *(name[0] for name in numerals.NATIVE), *"수몇약많최"])
_JOINED: Final = lazy(rf" ?(?:[~–—-]|내지|to |times)|(?:에서|부터|서(?= ))(?! ?[가-힣](?<![{_CAN_BEGIN}]))")
_DASH: Final = lazy(" ?[~–—-] ?(?=[0-9])")
_PARTS: Final = numerals.PIECES | frozenset("0123456789")
_BANDS: Final = frozenset("대초중후")
_AFTER_MONEY: Final = _PARTS | _JOINS | _BANDS | {"("}  # what can change an amount after its unit
_AFTER_MEASURE: Final = _JOINS | _BANDS
_POINTS: Final = frozenset("pP포")
_LISTED: Final = frozenset(",·/→+=와과및또")  # the first characters of what joins the numbers of a list


class _Table(NamedTuple):
    """Which characters beside a number matter.

    Attributes:
        touching: right before it: the last of a sign, a symbol or a name that can be bound to it.
        apart: the same before a blank.
        words: after it, a blank aside: the first of a currency word.
        measures: after it, a blank aside: the first of another unit.
        open: after it: the first of what only the grammar can read.
    """

    touching: frozenset[str]
    apart: frozenset[str]
    words: frozenset[str]
    measures: frozenset[str]
    open: frozenset[str]


def _table(vocabulary: Vocabulary) -> _Table:
    currencies = vocabulary.currencies
    apart = _LEFT | _SIGNS | frozenset(_FROM) | currencies.last_of_symbols
    return _Table(
        touching=apart | currencies.last_syllables,
        apart=apart,
        words=frozenset(name[0] for name in currencies.after),
        measures=measures(vocabulary),
        open=measures(vocabulary) | frozenset("할+(") | _LISTED,
    )


def read_plain(text: str, vocabulary: Vocabulary, start: int) -> Figure | int | None:
    """Read a number of plain digits.

    Args:
        text: canonical text.
        vocabulary: the words.
        start: where the digits begin.

    Returns:
        The figure without its modifiers; or, if the number is no figure, where the next one may begin; None if only
        the grammar can tell.

    >>> from krmoney.reading.vocabulary import Vocabulary
    >>> words = Vocabulary.default()
    >>> [read_plain(text, words, 3) for text in ("거리 300km", "연장 4-1로", "값은 7만~8만원")]
    [6, 4, None]
    >>> str(read_plain("값은 7만원이다", words, 3).low)
    '70000'
    """
    table = vocabulary.derive(_table)
    if start and _is_bound(text, vocabulary, table, start):
        return None
    stops = common(text, start)
    if not stops:
        return None
    numeral = stops[-1]
    end = numeral.end
    at = end + 1 if text.startswith(" ", end) else end
    char = text[at : at + 1]
    found = vocabulary.currencies.match(text, at) if char in table.words else None
    if found and not found[1].after_unit:
        return _money(text, vocabulary, numeral, at, found)
    if len(stops) > 1:
        return None
    if char in table.measures and (read := _measured(text, vocabulary, numeral, at)):
        return read
    if char in table.open or text.startswith("이나", end) or magnitude(text, vocabulary, numeral)[1] > 1:
        return None
    joined = char in _JOINS and _JOINED.match(text, end) is not None
    if numeral.scale > 1:
        if char not in _BANDS and _is_counted(text, vocabulary, numeral, at):
            return end
        return None if joined else _bare(text, vocabulary, stops)
    return None if joined and not _is_score(text, vocabulary, table, end) else end


def _bare(text: str, vocabulary: Vocabulary, stops: list[Numeral]) -> Figure | int:
    """Return a number with a scale and no unit; where it begins, if it is not to be read."""
    only = bare_of(text, vocabulary, stops)
    return stops[-1].start if only is None else point(text, vocabulary, only)


def _is_bound(text: str, vocabulary: Vocabulary, table: _Table, start: int) -> bool:
    """Tell whether what stands before digits belongs to them: a numeral, a sign, a symbol, a joint."""
    at = start - 1
    if text[at] == " ":
        at -= 1
        if at < 0 or text[at] not in table.apart:
            return False
    elif text[at] not in table.touching:
        return False
    last, earlier = text[at], text[at - 1 : at]
    if last in _FROM:
        return earlier == _FROM[last] and text[at - 2 : at - 1] in _ENDS
    return last in _LEFT or read_front(text, vocabulary, start).begin < start


def _is_score(text: str, vocabulary: Vocabulary, table: _Table, end: int) -> bool:
    """Tell whether a number after a dash has no unit either: 4-1로, 2013~14 시즌."""
    dash = _DASH.match(text, end)
    stops = common(text, dash.end()) if dash else None
    if not stops or stops[-1].scale > 1:
        return False
    end = stops[-1].end
    at = end + 1 if text.startswith(" ", end) else end
    char = text[at : at + 1]
    if (
        char in table.open
        or (char in _JOINS and _JOINED.match(text, end))
        or magnitude(text, vocabulary, stops[-1])[1] > 1
    ):
        return False
    return char not in table.words or vocabulary.currencies.match(text, at) is None


def _is_counted(text: str, vocabulary: Vocabulary, numeral: Numeral, at: int) -> bool:
    """Tell whether a counter stands after a number, and no word that bounds it or says whose money it is: 175만명."""
    counter = counter_at(text, vocabulary, at)
    if counter is None or text.startswith(" 등", numeral.end) or vocabulary.hedges.after(text, numeral.end):
        return False
    if len(counter[0]) == 1 and not vocabulary.josa.ends_word(text, counter.end()):
        return False
    return all(each.effect != "currency" for each in before(text, vocabulary, numeral.start))


def _money(text: str, vocabulary: Vocabulary, numeral: Numeral, at: int, found: tuple[int, Word]) -> Figure | None:
    """Return a number with the currency word at `at`; None where more may belong to the amount."""
    end, word = found
    if word.per != 1 or not "가" <= text[end - 1] <= "힣":
        return None  # a symbol or code may be that of the next number
    char = text[end : end + 2].lstrip(" ")[:1]
    if char in _AFTER_MONEY and _may_change(text, vocabulary, end, char, word):
        return None
    return _point(Amount(numeral.start, end, numeral.value, numeral, "money", word, at))


def _may_change(text: str, vocabulary: Vocabulary, end: int, char: str, word: Word) -> bool:
    """Tell whether an amount may go on after its unit: by a part of the unit, a code in brackets, a range, a band."""
    if char in _JOINS or char in _BANDS:
        return _widens(text, end, char)
    if char == "(":
        return not word.unambiguous and has_code_after(text, end)
    return may_have_parts(text, vocabulary, end)


def _widens(text: str, end: int, char: str) -> bool:
    """Tell whether what joins a range, or makes a band, can stand after an amount: ~, 에서, 대, 초반."""
    if char in _JOINS:
        return _JOINED.match(text, end) is not None
    return char == "대" or "반" in text[end : end + 4]


def _measured(text: str, vocabulary: Vocabulary, numeral: Numeral, at: int) -> Figure | None:
    """Return a number with the unit at `at`, which is not money; None without one, or where a range or band may be."""
    end = at + 1
    kind, begin = "%", numeral.end
    if text[at] != "%" or text[end : end + 2].lstrip(" ")[:1] in _POINTS:
        unit = measure(text, vocabulary, numeral.end, text[at])
        if unit is None:
            return None
        end, kind, begin = unit.end, unit.unit, unit.start
    char = text[end : end + 2].lstrip(" ")[:1]
    if char in _AFTER_MEASURE and _widens(text, end, char):
        return None
    return _point(Amount(numeral.start, end, numeral.value, numeral, kind, None, begin))


def _point(only: Amount) -> Figure:
    start, end, value = only.start, only.end, only.value
    return Figure(start, end, start, end, only.unit, "point", value, value, only, only, approx=only.numeral.approx)
