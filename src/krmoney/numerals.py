"""Korean numerals: the one table of digits, units and scales, and the reading of numerals.

A numeral is a falling sequence of *sections*, each times its *scale* (만, 억, 조 …), and a section is a falling
sequence of digits times their *unit* (천, 백, 십)::

    numeral  = ( section , { scale , section } , [ scale ] ) , with "여" after any part ;
    section  = number | [ [ number ] , "천" ] , [ [ number ] , "백" ] , [ [ number ] , "십" ] , [ number ] ;
    number   = arabic | digit ;
    arabic   = digits with or without grouping commas , [ "." , digits ] ;
    vague    = ( "수" | "몇" | "십수" ) , [ unit ] , [ "여" ] , [ scale ] , [ "여" ] ;

A blank may stand before every part. 만 needs no section before it where the numeral begins or behind a blank. A scale
that does not fall ends the numeral with a `fault`: what stands there is a piece of numeral that was not read, and a
caller must not accept what was.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from krmoney.values.exact import EXACT

__all__ = [
    "DIGITS",
    "NATIVE",
    "PAIRS",
    "PIECES",
    "SCALES",
    "UNITS",
    "Numeral",
    "Script",
    "column",
    "read",
    "spoken",
    "times",
]

Script = Literal["arabic", "hangul", "hanja", "formal"]


class _Row(NamedTuple):
    """How one digit, unit or scale is written in each script; `variants` are only read."""

    hangul: str
    hanja: str
    formal: str  # 갖은자, of contracts and cheques
    variants: str = ""

    @property
    def spellings(self) -> str:
        """Every character that is read for it."""
        return "".join(dict.fromkeys("".join(self)))


# One table for reading and writing. 구 (10^32) and what is above it are left out: 구 is nine.
_DIGITS: Final = (
    _Row("영", "零", "零", "공〇"),
    _Row("일", "一", "壹", "壱"),
    _Row("이", "二", "貳", "贰弐"),
    _Row("삼", "三", "參", "叁参"),
    _Row("사", "四", "四", "肆"),
    _Row("오", "五", "五", "伍"),
    _Row("육", "六", "六", "륙陸"),
    _Row("칠", "七", "七", "柒漆"),
    _Row("팔", "八", "八", "捌"),
    _Row("구", "九", "九", "玖"),
)
_UNITS: Final = {1: _Row("십", "十", "拾"), 2: _Row("백", "百", "百", "佰"), 3: _Row("천", "千", "千", "仟阡")}
_SCALES: Final = {
    4: _Row("만", "萬", "萬", "万"),
    8: _Row("억", "億", "億", "亿"),
    12: _Row("조", "兆", "兆"),
    16: _Row("경", "京", "京"),
    20: _Row("해", "垓", "垓"),
    24: _Row("자", "秭", "秭"),
    28: _Row("양", "穰", "穰"),
}

DIGITS: Final = {char: value for value, row in enumerate(_DIGITS) for char in row.spellings}
UNITS: Final = {char: 10**power for power, row in _UNITS.items() for char in row.spellings}
SCALES: Final = {char: 10**power for power, row in _SCALES.items() for char in row.spellings}

PIECES: Final = frozenset(DIGITS) | frozenset(UNITS) | frozenset(SCALES)  # every syllable that a numeral can hold


def column(script: Literal["hangul", "hanja", "formal"]) -> tuple[str, str, str]:
    """Return the digits, units and scales of a script, lowest first."""
    one, two, three = (
        "".join(getattr(row, script) for row in rows) for rows in (_DIGITS, _UNITS.values(), _SCALES.values())
    )
    return one, two, three


# Native numerals count times: 두 배.
NATIVE: Final = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "스무": 20,
}  # fmt: skip
# Native pairs of neighbours: 두세 배, 서너 천만 원.
PAIRS: Final = {
    "한두": (1, 2), "두세": (2, 3), "두서너": (2, 4), "서너": (3, 4), "너댓": (4, 5), "네댓": (4, 5), "네다섯": (4, 5),
    "대여섯": (5, 6), "예닐곱": (6, 7), "일고여덟": (7, 8), "여덟아홉": (8, 9),
}  # fmt: skip

# Longer than any money there is, and short enough to keep int() and Decimal() cheap.
_MOST_DIGITS: Final = 80

_D: Final = f"[{''.join(DIGITS)}]"
_ARABIC: Final = r"[0-9]++(?:,[0-9]++)*+(?:\.[0-9]++)?+"
_NUMBER: Final = rf"(?:{_ARABIC}|{_D})"
_SECTION: Final = re.compile(
    rf" ?(?:({_ARABIC})(?! ?[{''.join(UNITS)}])|(?=[0-9{''.join([*DIGITS, *UNITS])}{_SCALES[4].spellings}])"
    + "".join(rf"(?: ?(?:({_NUMBER}) ?)?([{_UNITS[power].spellings}]))?" for power in (3, 2, 1))
    + rf"(?: ?({_ARABIC}|{_D}++))?)"
)
_VAGUE: Final = re.compile(
    rf"(?:(십수)|수|몇|數|幾) ?(?:([{''.join(UNITS)}])(여)?)? ?([{''.join(SCALES)}])?"
    rf"(?<=[{''.join(UNITS)}{''.join(SCALES)}여])(여)?"
)
_FEW: Final = re.compile(r"몇(?= ?(?:달러|유로|엔|위안|파운드|%|퍼센트|프로|배))")  # 몇 원 is a question, not an amount
# 억대, 조원대: from one of it to below ten
_DECADE: Final = re.compile(
    rf"([{''.join(set(SCALES) - {'만', '萬', '万'})}])(?= ?(?:원|달러|유로|엔|위안)? ?대(?:의|로|를|는|가|[^가-힣]|$))"
)
_POINT: Final = re.compile(rf" ?점 ?([{''.join(DIGITS)}]++)(?= ?(?:%|퍼센트|프로|배|[억조]))")  # 칠점칠 퍼센트
# What most figures are, 5000 or 4억5000만, is read in one match; whatever may go on is left to the full reading.
_COMMON: Final = re.compile(
    r"([0-9]{1,4}+)(?:([만억조])(?:([0-9]{1,4}+)([만억]))?)?"
    rf"(?![,.]?[0-9]| ?[0-9{''.join([*DIGITS, *UNITS, *SCALES])}여점])"
)
# 이자 십만원 is interest, 사자 오만원 a lion's price; nobody says 2×10²⁴ so. But 이자 칠레 페소 can be nothing else.
_PIECE: Final = f"[{''.join([*DIGITS, *UNITS, *SCALES])}]"
_WORDS: Final = re.compile(rf"[이사]자 (?!오만 ?리)(?:{_PIECE}{{2}}|{_PIECE} ?원)")
_MALFORMED: Final = "no number: commas group by three, units fall, digit syllables stand alone"
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})++")


class Numeral(NamedTuple):
    """A numeral that was read.

    Attributes:
        start: where it begins.
        end: where it ends, exclusive.
        value: what it is worth; for a vague one, what the bare unit is worth (수조: one 조).
        vague: the factors of the conventional interval (수조: 2 up to 10 times 조), or None.
        approx: it holds 여.
        scale: the highest scale it holds, 1 if none.
        fault: why it ends where it does although more numeral follows; empty if nothing is wrong.
        culprit: the span at fault.
    """

    start: int
    end: int
    value: int | Decimal
    vague: tuple[int, int] | None = None
    approx: bool = False
    scale: int = 1
    fault: str = ""
    culprit: tuple[int, int] = (0, 0)


def read(text: str, start: int = 0, stop: int | None = None) -> Numeral | None:
    """Read the longest numeral that begins at `start`; None if none does.

    Args:
        text: text with ASCII digits and blanks.
        start: where the numeral begins.
        stop: read as if the text ended here.

    >>> [int(read(each).value) for each in ("4억5000만 달러", "2천400억", "사억오천만", "1조58억", "74.8백만")]
    [450000000, 240000000000, 450000000, 1005800000000, 74800000]
    >>> read("1억5천여만원").approx, read("수백조원").vague, read("4억5000억").fault
    (True, (2, 10), 'scales must fall: 억 cannot follow 억')
    """
    if stop is None:
        if (match := _COMMON.match(text, start)) and (common := _common(match)):
            return common
        stop = len(text)
    return _several(text, start, stop) or _exact_numeral(text, start, stop)


def _several(text: str, start: int, stop: int) -> Numeral | None:
    """Read a vague numeral: 수백조, 몇 천, 십수억; 몇 before 달러; 억 before 대."""
    if match := _VAGUE.match(text, start, stop):
        teens, unit, inside, scale, behind = match.groups()
        factor = SCALES.get(scale, 1)
        value = UNITS.get(unit, 1) * factor
        return Numeral(start, match.end(), value, (11, 20) if teens else (2, 10), bool(inside or behind), factor)
    if match := _FEW.match(text, start, stop):
        return Numeral(start, match.end(), 1, (2, 10))
    if match := _DECADE.match(text, start):
        value = SCALES[match[1]]
        return Numeral(start, match.end(), value, (1, 10), scale=value)
    return None


def _exact_numeral(text: str, start: int, stop: int) -> Numeral | None:  # noqa: C901, PLR0912  # one loop, section by section
    total: int | Decimal = 0
    limit = 0  # the scale read last; what follows must be worth less
    highest = 1
    approx = fraction = False
    pos = end = start
    while match := _SECTION.match(text, pos, stop):
        blank = match[0].startswith(" ")
        if blank and pos == start:
            break
        if not match[0] and pos > start:  # 1억만 is no more than 1억; with a blank, 일억 만 원, it is a myriad more
            break
        section, pos = _section(match)
        if section is None:
            fault = "too many digits" if pos - match.start() > _MOST_DIGITS else _MALFORMED
            if blank:
                break
            return Numeral(start, end, total, None, approx, highest, fault, match.span())
        if not limit and "점" in text[pos : pos + 2] and (point := _POINT.match(text, pos, len(text))):
            section = Decimal(f"{section}.{_number(point[1])}")
            pos = point.end()
        odd = text.startswith("여", pos, stop)
        at = pos + odd
        at += text.startswith(" ", at, stop)
        scale = SCALES.get(text[at], 0) if at < stop else 0
        worth = times(section, scale or 1)
        if scale and limit and worth >= limit and text[pos:at].endswith(" "):
            scale, worth = 0, section  # the first syllable of another word: 2345 조지아 라리
        if limit and worth >= limit:
            if blank:  # another numeral begins here
                break
            what = f"{text[at]} cannot follow {text[end - 1]}" if scale else f"{text[end:pos]} after {text[end - 1]}"
            culprit = (at, at + 1) if scale else (end, pos)
            return Numeral(start, end, total, None, approx, highest, f"scales must fall: {what}", culprit)
        if limit and fraction:  # 1.5조 ends the numeral: nothing may follow a fraction
            if blank:
                break
            return Numeral(start, end, total, None, approx, highest, "nothing may follow a fraction", (end, pos))
        total = _plus(total, worth)
        approx |= odd
        fraction = isinstance(section, Decimal) or "." in match[0]
        if not scale:
            end = pos + odd
            break
        if not limit and _WORDS.match(text, start, stop):
            fault = "a noun, or a numeral: with a blank behind it nobody can tell"
            return Numeral(start, at + 1, times(section, scale), None, approx, scale, fault, (start, at + 1))
        limit, highest = scale, max(highest, scale)
        pos = at + 1
        if text.startswith("여", pos, stop):
            approx = True
            pos += 1
        end = pos
    if end == start:
        return None
    return Numeral(start, end, total, None, approx, highest)


def _common(match: re.Match[str]) -> Numeral | None:
    """Return the numeral of one number with one scale, or of two with falling scales."""
    number, scale, following, lower = match.groups()
    if number.startswith("00"):
        return None
    value = int(number)
    if scale is None:
        return Numeral(match.start(), match.end(), value)
    highest = SCALES[scale]
    value *= highest
    if following is not None:
        if SCALES[lower] >= highest:
            return None
        value += int(following) * SCALES[lower]
    return Numeral(match.start(), match.end(), value, scale=highest)


def _section(match: re.Match[str]) -> tuple[int | Decimal | None, int]:
    """Return what a section is worth and where it ends; None for a malformed one."""
    plain = match[1]
    if plain is not None:
        return _number(plain), match.end()
    total: int | Decimal = 0
    least = 0
    if not match[0].strip():  # 만원, 만오천원: 만 alone needs no 일 before it
        return 1, match.end()
    for at in (2, 4, 6):
        unit = match[at + 1]
        if unit is None:
            continue
        number = 1 if match[at] is None else _number(match[at])
        if (
            number is None or (number == 0 and match[at] in "영공") or (least and number >= UNITS["십"])
        ):  # 7,000천 and 12백만 stand alone: 1천25백 is no number
            return None, match.end()
        least = UNITS[unit]
        total = _plus(total, times(number, least))
    ones = match[8]
    if ones is None:
        return total, match.end()
    if isinstance(total, Decimal) or (total >= 10**4 and least):
        return total, match.start(8) - (match.string[match.start(8) - 1] == " ")
    number = _number(ones)
    if len(ones) > 1 and "가" <= ones[0] <= "힣" and not set(ones) & set("영공"):
        return (None, match.end())  # 이삼억 is two to three 억, not 23
    if number is None or (least and number >= least):
        return (None, match.end())
    return _plus(total, number), match.end()


def times(number: int | Decimal, factor: int) -> int | Decimal:
    """Multiply exactly; what comes out whole is an int."""
    if isinstance(number, int):
        return number * factor
    product = EXACT.multiply(number, factor)
    return int(product) if product == product.to_integral_value() else product


def _plus(one: int | Decimal, two: int | Decimal) -> int | Decimal:
    return one + two if isinstance(one, int) and isinstance(two, int) else EXACT.add(one, two)


def _number(text: str) -> int | Decimal | None:
    """Return the value of Arabic digits or of a row of digit syllables; None for wrong grouping commas."""
    if len(text) > _MOST_DIGITS:
        return None
    if text[0] in DIGITS:
        return int("".join(str(DIGITS[char]) for char in text))
    whole, _, fraction = text.partition(".")
    if whole.startswith("00"):  # the 000 of "1 000" is a piece
        return None
    if "," in whole:
        if not _GROUPED.fullmatch(whole):
            return None
        whole = whole.replace(",", "")
    return Decimal(f"{whole}.{fraction}") if fraction else int(whole)


_SPOKEN: Final = re.compile(rf"(?<=([{''.join(SCALES)}])) ?({_ARABIC}|{_D})?([천백])$")


def spoken(text: str, numeral: Numeral) -> int | Decimal:
    """Return what a number without unit is worth in speech, where 1억2천 leaves out its last scale: 1억2천만.

    >>> spoken("1억2천", read("1억2천")), spoken("1억2천만", read("1억2천만"))
    (120000000, 120000000)
    """
    match = _SPOKEN.search(text, numeral.start, numeral.end)
    if match is None or match[1] not in "억조":
        return numeral.value
    tail = (_number(match[2]) if match[2] else 1) or 0
    rest = tail * UNITS[match[3]]
    return _plus(numeral.value, times(rest, SCALES["만" if match[1] == "억" else "억"] - 1))
