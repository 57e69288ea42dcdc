"""Where in a text a figure can begin: patterns for positions where a numeral or a vague word can start."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney.iso import all_codes
from krmoney.numerals import DIGITS, NATIVE, PAIRS, PIECES, SCALES, UNITS
from krmoney.reading.numbers import scan
from krmoney.reading.patterns import alternatives, lazy
from krmoney.reading.rows import words_in
from krmoney.reading.source import IS_ODD, ODD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from krmoney.reading.vocabulary import Vocabulary

__all__ = ["left_end", "numeral_start", "quiet", "starts"]

_LONGEST: Final = 80  # characters of a numeral written in syllables


_WORD: Final = 1  # the groups of the pattern
_VAGUE: Final = 2


class _Anchors(NamedTuple):
    """The pattern for positions where a figure can start; linear, because its matches never overlap.

    It matches digits before a unit or after a symbol, where the numeral starts, the last syllable of a numeral before
    a currency word, and the first of a vague one. The group ``word``, or a later one after syllables, holds the first
    characters of what may be a currency word, and the heads decide; ``vague`` stands where a vague one ends.
    The look finds the same in a text as it was given, and everything that has to be rewritten first.
    """

    pattern: re.Pattern[str]
    look: re.Pattern[str]
    heads: frozenset[str]  # of words after digits
    spoken: frozenset[str]  # of words after syllables


_TIMES: Final = lazy(  # 배 after a native numeral: 두 배, 서너배
    r"배(?: (?<=[두세네너댓섯곱덟홉열무몇십백천]배) | (?<=[두세네너댓섯곱덟홉열무몇십백천][ ]배) )", re.VERBOSE
)


def _heads(names: Iterable[str]) -> frozenset[str]:
    """Return the first two characters of names, or three where the second is a blank (美 달러): enough of a look."""
    return frozenset(name[: 3 if name[1:2] == " " else 2] for name in names if not name.isascii())


def _begins(heads: frozenset[str], text: str, at: int) -> bool:
    """Tell whether a word with one of these heads can begin at `at`."""
    return text[at : at + 2] in heads or text[at] in heads or text[at : at + 3] in heads


def _class(heads: frozenset[str]) -> str:
    """Return the pattern of the one or two characters that may be a head: a look that lets through a few others."""
    alone = _chars(head for head in heads if len(head) == 1)
    firsts, seconds = (_chars(head[at] for head in heads if len(head) == 2) for at in (0, 1))  # noqa: PLR2004
    apart = _chars(head[0] for head in heads if head[1:2] == " ")
    return f"(?:[{alone}]|[{firsts}][{seconds}]|[{apart}][ ])"


def _chars(chars: Iterable[str]) -> str:
    """Return characters for a class of a pattern."""
    return "".join(sorted(map(re.escape, {*chars})))


_UNITS_LISTS: Final = ("percent", "percent_glued", "basis_point", "times")


def _anchors(vocabulary: Vocabulary) -> _Anchors:
    words = vocabulary.currencies
    scales = "".join([*SCALES, *UNITS])
    digits = "".join(DIGITS)
    heads = _heads(words.after)
    # After syllables fewer words can stand: none that needs its country, and no part of a unit.
    spoken = _heads(name for name, word in words.after.items() if not word.needs_evidence and not word.after_unit)
    word, spoken_word = _class(heads), _class(spoken)
    common = "".join(char for char in scales if char not in "해자양")  # the others are everyday words first
    spellings = [name for key in _UNITS_LISTS for name in vocabulary.cues.list(key)]
    units = "|".join(sorted({name[:2] for name in spellings if "가" <= name[0] <= "힣"}))
    codes = all_codes()  # these are told by their three capitals
    symbols = "".join(sorted({re.escape(name[-1]) for name in words.before if name not in codes and name[-1] != "."}))
    magnitudes = (name for row in vocabulary.magnitudes for name in words_in(row.words))
    english = (*magnitudes, *spellings, "bp", "basis", "times", "to")
    letters = alternatives({name[:2] for name in english if name[1:] and name[0] in "bmtk"})
    said = _said(spoken_word)
    first = f"0-9{digits}{scales}수몇"
    begins = rf"""
            (?: (?<=[0-9]) (?<![0-9].)(?<![0-9][,'_].)      # where a number begins
            (?: (?<![.].) | (?<=[다요음임함됨.][.].) )       # .5 has lost its zero, but not after … or 싸다.
            (?: (?<=[{symbols}].) | (?<=[{symbols}][ ].)    # after a symbol: $450, € 3
              | (?<=[$€£¥₩]-.)                              # $-450
              | (?<=[A-Za-z][.].) | (?<=[A-Za-z][.][ ].)    # Cg. 20
              | (?<=[A-Z]{{3}}.) | (?<=[A-Z]{{3}}[ ].)      # after a code: EUR450, SEK 3
              | [0-9,.'_]*+ (?=[ ]? (?:                       # or before, after one blank at most,
                    [{scales}여수몇원]                      # a scale: 450만, 30여, 30몇만; 원
                  | [%~–—] | -[ ]?[0-9] | 에서 | 부터 | 내지    # percent, what joins a range
                  | {units}                               # 퍼센트, 프로, 베이시스 포인트, 배
                  | 할
                  | [A-Z$€£¥₩]                              # a code, a symbol
                  | [bmtk](?![a-z]) | {letters}             # a magnitude: 450m, 3bn; 10bp, to
                  | (?P<word>{word})                        # a currency
                ))
            )
            | (?<=[수몇]) (?= (?:(?<=몇)[ ])?+              # 수천억, 몇 조, with or without a currency; 수십%
              (?: (?:[십백천]여?[ ]?)?[억조] | [십백천](?=[ ]?%) ) (?P<vague>) )
            | (?<![0-9])
            (?: (?<=[{common}]) (?:
                    (?<=억) (?: (?<=[{digits}십백천].) | (?<=[{digits}십백천][ ].) ) (?![0-9])   # 천이백억 들여서
                  | (?= [0-9] | [ ]?대 | [ ]?{said} ) )                                 # 사억 달러, 억대
              | (?: (?<=[{digits}{common}점].) | (?<=[{common}][ ].) )
                (?= [ ]?{said} )                                                        # 삼십오 달러, 오십 육 원
            ))"""
    return _Anchors(
        re.compile(f"[{first}]{begins}", re.VERBOSE),  # a cheap class first
        re.compile(f"[{first}{ODD}]{begins[:-1]}|{IS_ODD})", re.VERBOSE),
        heads,
        spoken,
    )


def _said(word: str) -> str:
    """Return the pattern of what may stand after a numeral in syllables, for re.VERBOSE."""
    pro = "프로(?: (?![가-힣]) | (?: (?<=[십백]..) | (?<=[십백]...) ) (?=[만도은는가이의라짜]) )"  # 십프로만
    return f"(?: 퍼센트 | {pro} | 퍼(?![가-힣]) | [A-Z]{{3}}(?![A-Za-z]) | ({word}) )"


def quiet(text: str, vocabulary: Vocabulary) -> int:
    """Return how many characters at the head of a text, as it was given, need no rewriting and hold no anchor.

    Most texts are quiet to their end, and one search shows it.
    """
    look = vocabulary.derive(_anchors).look.search(text)
    if look is not None:
        return look.start()
    return 0 if "  " in text or ("배" in text and _TIMES.search(text)) else len(text)


def starts(text: str, vocabulary: Vocabulary, begin: int = 0) -> list[tuple[int, int]]:
    """Return where figures may begin, in order: start, and the end of the anchor if it is one of syllables, else 0.

    Args:
        text: canonical text.
        vocabulary: the words.
        begin: no anchor is before it.
    """
    pattern, _, heads, spoken = vocabulary.derive(_anchors)
    found: list[tuple[int, int]] = []
    first = pattern.search(text, begin)  # in most texts there is none, and this shows it in less time than `finditer`
    for match in pattern.finditer(text, first.start()) if first else ():
        start, end = match.span()
        group = match.lastindex
        if group is None:
            found.append((start, 0 if text[start] <= "9" else end))
        elif group == _VAGUE:
            found.append((start, match.end(_VAGUE)))
        elif _begins(heads if group == _WORD else spoken, text, match.start(group)):
            found.append((start, 0 if group == _WORD else end))
    if "배" not in text:
        return found
    times = [match.start() - (text[match.start() - 1] == " ") for match in _TIMES.finditer(text)]
    return sorted([*found, *((at, at) for at in times)]) if times else found


_NOUNS: Final = f"(?:[{''.join(DIGITS)}여수]?[해자양]|구조|이 해)"  # made of syllables of numerals
_NOUN: Final = lazy(_NOUNS)
_PART: Final = f"[{''.join(DIGITS)}{''.join(UNITS)}{''.join(SCALES)}수몇여점數幾]"
_MOST_WORDS: Final = 8  # a numeral has no more parts than that


def _syllables() -> str:
    """The pattern of a numeral that begins with syllables, up to its last: ``사억오천만``, ``수십억``, ``몇 천``."""
    native = "|".join([*NATIVE, *PAIRS])
    pair = "|".join(PAIRS)
    # A lone 해 is a year, 한 해 오만원, and 이자, 사양, 오해 are nouns, 이자 십만원; before 수 and 몇 stand no digits:
    # 이 수십억원, two words, but 만 몇천원.
    word = rf"(?!{_NOUNS} ){_PART}++ (?!(?<![만억천백십] )[수몇數幾])"
    return (
        rf"(?<![가-힣0-9{''.join(PIECES)}])"
        rf"(?:(?:한 (?=[억조]))?(?:{word}){{0,{_MOST_WORDS}}}{_PART}++|(?:{pair}) ?{_PART}++|{native})$"
    )


_SYLLABLES: Final = lazy(_syllables())
# What may stand before digits and belong to their number: 천 4백만, 삼억 4000만, 한 억 5000만; the left end of a range.
_BEFORE_DIGITS: Final = lazy(
    rf"(?<![가-힣0-9])(?:(?:{'|'.join(NATIVE)}) )?(?:{_PART}++ ){{0,{_MOST_WORDS}}}"
    rf"{_PART}*[{''.join(sorted({*UNITS, *SCALES} - {*'해자양'}))}] ?$"
)
_OMAN: Final = lazy("오만 [0-9][0-9,.천만억조 ]*리[알얄]")  # a country, and no 50,000
_GROUPS: Final = lazy(r"(?<![\w.,])[0-9]{1,3}(?: [0-9]{3}){2,}(?![0-9,])")  # 2 345 678원
_JOINS: Final = "~–—-서지"  # the last characters of what joins a range
_LEFT_END: Final = lazy(rf"(?<![가-힣0-9])(?:{_PART}++ ){{0,3}}{_PART}++(?: ?[~–—-] ?|에서 | 내지 )$")


def numeral_start(text: str, vocabulary: Vocabulary, start: int, anchored: int) -> int | None:
    """Return where the numeral of an anchor begins, or None if it is not one.

    Args:
        text: canonical text.
        vocabulary: the words.
        start: where the anchor begins.
        anchored: where it ends if it is one of syllables, else 0.
    """
    if anchored:
        run = _SYLLABLES.search(text, max(0, anchored - _LONGEST), anchored)
        if run is None:
            return None
        noun = _NOUN.fullmatch(run[0]) and text[anchored + 1 : anchored + 2] in PIECES  # 이자 십만원; not 일자 구르드
        if noun and vocabulary.currencies.match(text, anchored + 1) is None:
            return None
        start = run.start()
    elif start and (text[start - 1] in PIECES or (text[start - 1] == " " and text[start - 2 : start - 1] in PIECES)):
        run = _BEFORE_DIGITS.search(text, max(0, start - _LONGEST), start)
        if (
            run
            and not _NOUN.fullmatch(run[0].rstrip())
            and not _OMAN.match(text, run.start())
            and (joined := _joined(text, run.start(), start)) is not None
        ):
            return joined
        return start
    elif start > 1 and text[start - 1] == " " and text[start - 2].isdecimal():
        groups = _GROUPS.search(text, max(0, start - _LONGEST), start + 4)
        start = groups.start() if groups and groups.end() == start + 3 else start
    return start


def left_end(text: str, start: int) -> int:
    """Return where the left end in syllables begins of a range whose right end may begin at `start`; else `start`."""
    if start < 2 or text[start - 1 if text[start - 1] != " " else start - 2] not in _JOINS:  # noqa: PLR2004
        return start
    left = _LEFT_END.search(text, max(0, start - _LONGEST), start)
    return left.start() if left and not _NOUN.match(left[0]) else start


def _joined(text: str, begin: int, start: int) -> int | None:
    """Return the first word from `begin` on at which a numeral begins that goes on through the digits at `start`."""
    while begin < start:
        if any(stop.end > start for stop in scan(text, begin).stops):
            return begin
        blank = text.find(" ", begin, start)
        if blank < 0:
            return None
        begin = blank + 1
    return None
