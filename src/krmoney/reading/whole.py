"""The law that a number is read completely or not at all: no unread piece of it may remain next to it.

A number that was read before is not a piece of this one, so each check looks only between the figure before
and this one. What follows a number was settled when it was read (`numbers`, `amounts`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from krmoney.numerals import DIGITS, PIECES, SCALES, UNITS
from krmoney.reading.figures import PERCENT
from krmoney.reading.numbers import BLURRED
from krmoney.reading.patterns import lazy, template
from krmoney.reading.source import WRAP

if TYPE_CHECKING:
    from krmoney.reading.figures import Figure
    from krmoney.reading.vocabulary import Vocabulary

__all__ = ["unread_piece"]

_GREAT: Final = frozenset(SCALES) - frozenset("해자양")  # 이자 만원: interest
_NATIVE: Final = lazy(
    "(?<![가-힣])(?:한두|두세|두어|두서너|서너|너덧|너댓|네댓|네다섯|대여섯|예닐곱|일고여덟|여남은) $"
)
_GROUPS: Final = lazy(r"(?<![\w.,])(?<!, )[1-9][0-9]{0,2}(?: [0-9]{3})*,? $")  # 12 500, 1, 234
_LISTED: Final = lazy(r"(?<![\w.,])([1-9][0-9]{0,2}), $")
_PIECE: Final = lazy("[0-9]{3}(?![0-9,])")
_BROKEN: Final = lazy("[0-9],[0-9]{1,2} $")
_TAIL: Final = lazy("[0-9][만억조경][0-9][0-9,]*+ $")  # 14조1 300억원
_ONE_DIGIT: Final = lazy("[0-9](?![0-9.,])")
_SPACED: Final = lazy(r"(?<![\w.,])[0-9](?: [0-9])*+ $")  # 5 0 0 만 원
_CUTS: Final = lazy(rf"(?:^|[ {WRAP}]|(?<![A-Za-z])[A-Za-z]),$")  # 1 ,500 만원, l,600억원
_CUT: Final = lazy("[0-9]{3}(?:,[0-9]{3})*+(?![0-9])")  # what comes after a comma of thousands
_FROM: Final = lazy(r"[^\s] 내지 $")  # the left end of a range, unread
_LARGER: Final = lazy(
    rf"(?:[0-9{WRAP}{''.join(DIGITS)}{''.join(UNITS)}][만억조경]|[0-9] [만억조경]"
    rf"|(?<![A-Za-z])[{BLURRED}][만억조경]|[0-9]해) $"
)
# A numeral of syllables that the number after it does not go on; 이천 and 사천 are places.
_UNREAD_UNIT: Final = lazy(
    rf"(?:(?<![가-힣A-Za-z0-9])(?![이사]천 |공백 )[수몇{''.join(DIGITS)}]*|(?<=[0-9만억조])[수몇{''.join(DIGITS)}]*"
    rf"|(?<=[가-힣])[수몇{''.join(DIGITS)}]+)[{''.join(UNITS)}]{{1,2}} $"
)
_LONG: Final = lazy(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{3,})$")
_JOINS: Final = ".,:'^_⁄/-–·ㆍ・"  # between digits they make one number, a date, a score
_LOSS: Final = lazy(r"\((?:[△▲-] ?[0-9]|[0-9][0-9,.])[0-9,.]*\) $")  # (1,234) 백만원: not an enumeration
_FRACTION: Final = lazy(rf"[0-9{''.join(DIGITS)}{''.join(UNITS)}만억] ?분의 ?$")
_SIGNED: Final = template("{may_be_negative}$")
_FRACTIONS: Final = "½⅓⅔¼¾⅛"
_SYMBOLS: Final = "$€£¥₩"
_MAY_TOUCH: Final = PIECES | frozenset(f"의 ?}}~—△)]%{_JOINS}{WRAP}{_FRACTIONS}{_SYMBOLS}")  # ASCII letters, too
_NUMBERS: Final = frozenset("0123456789")
_MAY_BE_APART: Final = PIECES | frozenset("~,수몇지")  # before the blank before digits; digits, too


def unread_piece(text: str, vocabulary: Vocabulary, found: Figure, previous: Figure | None) -> tuple[int, int] | None:
    """Return the span of an unread piece of a number before a figure, or None.

    Args:
        text: canonical text.
        vocabulary: the words.
        found: the figure.
        previous: the figure read before it, if any.
    """
    start = found.start
    if start == 0 or (previous is not None and previous.unit is not None and start <= previous.end):
        return None
    done = previous.end if previous is not None and previous.unit is not None else 0
    last, earlier = text[start - 1], text[start - 2 : start - 1]
    piece: int | None = None
    if last != " " or earlier == "의":
        if last in _MAY_TOUCH or last.isascii() or last.isdecimal():
            piece = _glued(text, vocabulary, found, done)
    elif (
        earlier
        and found.first.numeral.start == start
        and (text[start] not in _NUMBERS or earlier in _MAY_BE_APART or earlier.isdecimal())
    ):
        piece = _apart(text, found, done)
    if piece is None and found.word is not None and found.word.per > 1:
        piece = _whole_unit(text, vocabulary, found, done)
    return (piece, start) if piece is not None else None


def _whole_unit(text: str, vocabulary: Vocabulary, found: Figure, done: int) -> int | None:
    """Return where an unread main unit begins before a figure in its smaller unit: ``1/64 달러 45센트``."""
    end = found.start - (text[found.start - 1] == " ")
    for start, word in vocabulary.currencies.names_before(text, end):
        if (
            start >= done
            and word.per == 1
            and found.word is not None
            and not set(word.codes).isdisjoint(found.word.codes)
        ):
            return start
    return None


def _glued(text: str, vocabulary: Vocabulary, found: Figure, done: int) -> int | None:
    """Return where a piece that touches the figure begins: ``1억5천x만원``, ``1/2억원``, ``{cash}만 원``."""
    start = found.start
    last = text[start - 1]
    earlier = text[start - 2 : start - 1]
    cut = last == "," and _CUTS.search(text, max(0, start - 3), start) and _CUT.match(text, start)
    signed = (last == "△" and text[start] in _NUMBERS) or (
        last in "-–" and _may_be_signed(text, vocabulary, found)
    )  # 순손실△3억원, 수익률-12%
    if last == WRAP or last in _FRACTIONS or last in _SYMBOLS or last.isdecimal() or cut or signed:
        return start - 1
    if last in "의 " and _FRACTION.search(text, max(0, start - 8), start):
        return start - 3  # 2분의 1억원
    if last == "^" or (last in "_?" and text[found.first.numeral.start] in _GREAT | frozenset(UNITS)):
        return start - 1  # $E=mc^2$, ___만 원, ??만 원
    if last in UNITS or last in SCALES:
        particle = last == "만" and "가" <= earlier <= "힣" and earlier not in PIECES  # 오늘만 5만원
        return None if particle else start - 1
    if _is_letter(last) and (found.unit != "%" or (last in BLURRED and not _is_letter(earlier))):
        return start - 1  # 갤럭시 S24 원가: a model, not 24 won; l9.7%
    if last in _JOINS and (earlier.isdecimal() or (last in "-–" and earlier in PIECES)) and start - 1 > done:
        long = last == "/" and _LONG.search(text, max(0, start - 16), start - 1)
        listed = long and text[start] in _NUMBERS and found.first.numeral.value >= 100  # noqa: PLR2004  # 1,000/2,000원
        own = last in ",:" and text[start] in _SYMBOLS  # 라떼,2,₩9,000
        return None if listed or own else start - 2
    if last in "~-–—" and start - 1 > done and _other_end(text, found, start - 1):
        return start - 2  # 10~5억원, 5원~3원
    if last == "}" or (last in ")]%" and text[found.first.numeral.start] in _GREAT | frozenset(UNITS)):
        return start - 1 if found.first.numeral.start == start else None
    return None


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _may_be_signed(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Tell whether a dash that is glued to a word and a figure may be its sign."""
    dash = found.start - 1
    if not text[dash - 1 : dash].isalpha() or not text[found.start].isdecimal():
        return False
    return found.unit in PERCENT or _SIGNED(vocabulary).search(text, max(0, dash - 6), dash) is not None


def _other_end(text: str, found: Figure, dash: int) -> bool:
    """Tell whether a number, alone or of the same unit, comes before the dash before a figure."""
    unit = text[found.last.word_start : found.last.end]
    before = text[max(0, dash - 24) : dash].rstrip(" ")
    number = before.removesuffix(unit).rstrip(" ")[-1:]
    return (number.isdecimal() or number in PIECES) and (text[dash] == "~" or before.endswith(unit))


def _apart(text: str, found: Figure, done: int) -> int | None:
    """Return where a piece begins that one blank parts from the figure: ``12 500원``, ``1.5조 2000억원``."""
    start = found.start
    numeral = found.first.numeral
    last = text[start - 2]
    number = text[numeral.start : numeral.end]
    left = last == "~" and start > 2 and start - 2 > done and _other_end(text, found, start - 2)  # noqa: PLR2004
    if left or (last == "지" and _FROM.search(text, max(0, start - 5), start)):
        return start - 2
    digits = number[0].isdecimal() and (last == "," or last.isdecimal()) and start - 1 > done
    if digits and (piece := _digits(text, found, number)) is not None:
        return piece
    if number[0] in PIECES and number[0] not in DIGITS:
        own, reach = (_LOSS, 24) if last == ")" else (_NATIVE, 6)
        if apart := own.search(text, max(0, start - reach), start):
            return apart.start()  # 두서너 만원, (1,234) 백만원
    if number[0] in PIECES and (last == "몇" or (last == "수" and not "가" <= text[start - 3 : start - 2] <= "힣")):
        return start - 2  # 수 5천만원; not 국수 삼천원
    if last in UNITS and (
        (text[start - 3].isdecimal() and start - 1 > done) or _UNREAD_UNIT.search(text, max(0, start - 12), start)
    ):
        return start - 3  # 2~3천 몇백만원, 오백 3억원, 수천 5900억원
    if number[0] not in DIGITS and number[0] in PIECES and last.isdecimal() and start - 1 > done:
        return start - 2  # €617 백만원, 커피 2 만오천원
    if last in _GREAT and number[0] in {"만", "萬"} and len(number) == 1:
        return start - 2  # the 만원 of 3억 만원
    money = found.unit in {"money", None}  # the 12% of 매출 7조 12% is another number
    if (
        last in SCALES
        and money
        and start - 1 > done
        and (numeral.value < SCALES[last] or numeral.scale == SCALES[last])
    ):
        larger = _LARGER.search(text, max(0, start - 24), start)
        return larger.start() if larger else None  # 1.5조 2000억원, 1,3만 몇천원, 1억 5천억원
    return None


def _digits(text: str, found: Figure, number: str) -> int | None:
    """Return where digits begin that one blank parts from the digits of a figure: ``12 500원``, ``2, 3만원``."""
    start = found.start
    group = _GROUPS.search(text, max(0, start - 12), start) if _PIECE.match(number) else None
    if group is not None:
        return group.start()
    tail = _TAIL.search(text, max(0, start - 16), start)
    if tail and found.first.numeral.value < SCALES[tail[0][1]]:
        return tail.start()
    if (number[0] == "0" and number[1:2] != "." and text[start - 2].isdecimal()) or _BROKEN.search(
        text, max(0, start - 5), start
    ):
        return start - 2  # 5,00 0원, 1,2 50,000원
    if _ONE_DIGIT.match(number) and (run := _SPACED.search(text, max(0, start - 24), start)):
        return run.start() if " " in number or len(run[0]) > 2 else None  # noqa: PLR2004  # not 아이폰 5 9만원
    listed = _LISTED.search(text, max(0, start - 6), start)
    first, place = found.first.numeral.parts[0]
    if listed and place > 1 and int(listed[1]) < first < 10 ** len(listed[1]):
        return listed.start()  # is it 2만, or two of something?
    return None
