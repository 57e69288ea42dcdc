"""Korean numerals: text ⇄ number, both directions from one table of digits, units and scales.

A numeral is a falling sequence of *sections*, each times its *scale* (만, 억, 조 …), and a section is a falling
sequence of digits times their *unit* (천, 백, 십)::

    numeral  = ( section , { scale , section } , [ scale ] | "만" , [ section ] ) , with "여" after any part ;
    section  = number | [ [ number ] , "천" ] , [ [ number ] , "백" ] , [ [ number ] , "십" ] , [ number ] ;
    number   = arabic | digit ;
    arabic   = digits with or without grouping commas , [ "." , digits ] ;
    vague    = ( "수" | "몇" | "십수" ) , [ unit ] , [ scale ] ;

A blank may stand before every part. A scale that does not fall ends the numeral with a `fault`: what stands
there is a piece of numeral that was not read, and a caller must not accept what was.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

__all__ = ["DIGITS", "SCALES", "UNITS", "Numeral", "read"]

# One table for reading and writing. The first spelling of each line is the one that is written; then hanja, and
# the formal numerals (갖은자) of contracts and cheques. 구 (10^32) and what is above it are left out: 구 is nine.
_DIGITS: Final = ("영공零〇", "일一壹壱", "이二貳贰弐", "삼三參叁参", "사四肆", "오五伍", "육륙六陸", "칠七柒漆", "팔八捌", "구九玖")
_UNITS: Final = {1: "십十拾", 2: "백百佰", 3: "천千仟阡"}
_SCALES: Final = {4: "만萬万", 8: "억億亿", 12: "조兆", 16: "경京", 20: "해垓", 24: "자秭", 28: "양穰"}

DIGITS: Final = {char: value for value, chars in enumerate(_DIGITS) for char in chars}
UNITS: Final = {char: 10**power for power, chars in _UNITS.items() for char in chars}
SCALES: Final = {char: 10**power for power, chars in _SCALES.items() for char in chars}

# Longer than any money there is, and short enough to keep int() and Decimal() cheap.
_MOST_DIGITS: Final = 80

_D: Final = f"[{''.join(DIGITS)}]"
_ARABIC: Final = r"[0-9]++(?:,[0-9]++)*+(?:\.[0-9]++)?+"
_NUMBER: Final = rf"(?:{_ARABIC}|{_D})"
_SECTION: Final = re.compile(
    rf" ?(?:({_ARABIC})(?! ?[{''.join(UNITS)}])|(?=[0-9{''.join(DIGITS)}{''.join(UNITS)}])"
    + "".join(rf"(?: ?(?:({_NUMBER}) ?)?([{_UNITS[power]}]))?" for power in (3, 2, 1))
    + rf"(?: ?({_ARABIC}|{_D}++))?)"
)
_VAGUE: Final = re.compile(
    rf"(?:(십수)|수|몇) ?([{''.join(UNITS)}])? ?([{''.join(SCALES)}])?(?<=[{''.join(UNITS)}{''.join(SCALES)}])(여)?"
)
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
    """

    start: int
    end: int
    value: int | Decimal
    vague: tuple[int, int] | None = None
    approx: bool = False
    scale: int = 1
    fault: str = ""


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
    stop = len(text) if stop is None else stop
    if match := _VAGUE.match(text, start, stop):
        teens, unit, scale, approx = match.groups()
        factor = SCALES.get(scale, 1)
        value = UNITS.get(unit, 1) * factor
        return Numeral(start, match.end(), value, (11, 20) if teens else (2, 10), bool(approx), factor)

    total: int | Decimal = 0
    limit = 0  # the scale read last; what follows must be worth less
    highest = 1
    approx = False
    pos = end = start
    if text[start:stop][:1] in _SCALES[4]:  # 만원, 만오천원: 만 alone needs no 일 before it
        total = limit = highest = 10**4
        pos = end = start + 1
    while match := _SECTION.match(text, pos, stop):
        blank = text[pos] == " "
        if blank and pos == start:
            break
        section, pos = _section(match)
        if section is None:
            fault = "too many digits" if pos - match.start() > _MOST_DIGITS else "commas group digits by three, units fall"
            return None if blank else Numeral(start, end, total, None, approx, highest, fault)
        odd = text.startswith("여", pos, stop)
        at = pos + odd
        at += text.startswith(" ", at, stop)
        scale = SCALES.get(text[at:stop][:1], 0) if at < stop else 0
        worth = section * (scale or 1)
        if limit and worth >= limit:
            if blank:  # another numeral begins here
                break
            what = f"{text[at]} cannot follow {text[end - 1]}" if scale else f"{text[end:pos]} after {text[end - 1]}"
            return Numeral(start, end, total, None, approx, highest, f"scales must fall: {what}")
        if limit and isinstance(total, Decimal):  # 1.5조 ends the numeral: nothing may follow a fraction
            return Numeral(start, end, total, None, approx, highest, "" if blank else "nothing may follow a fraction")
        total += worth
        approx |= odd
        if not scale:
            end = pos + odd
            break
        limit, highest = scale, max(highest, scale)
        pos = at + 1
        if text.startswith("여", pos, stop):
            approx = True
            pos += 1
        end = pos
    if end == start:
        return None
    return Numeral(start, end, total, None, approx, highest)


def _section(match: re.Match[str]) -> tuple[int | Decimal | None, int]:
    """Return what a section is worth and where it ends; None for a malformed one."""
    plain = match[1]
    if plain is not None:
        return _number(plain), match.end()
    total: int | Decimal = 0
    least = 0
    for at in (2, 4, 6):
        unit = match[at + 1]
        if unit is None:
            continue
        number = 1 if match[at] is None else _number(match[at])
        if number is None or (least and number >= 10):  # 7,000천 and 12백만 stand alone: 1천25백 is no number
            return None, match.end()
        least = UNITS[unit]
        total += number * least
    ones = match[8]
    if ones is None:
        return total, match.end()
    if isinstance(total, Decimal) or total >= 10**4 and least:
        return total, match.start(8) - (match.string[match.start(8) - 1] == " ")
    number = _number(ones)
    if number is None or (least and number >= least):
        return (None, match.end())
    return total + number, match.end()


def _number(text: str) -> int | Decimal | None:
    """Return the value of Arabic digits or of a row of digit syllables; None for wrong grouping commas."""
    if len(text) > _MOST_DIGITS:
        return None
    if text[0] in DIGITS:
        return int("".join(str(DIGITS[char]) for char in text))
    whole, _, fraction = text.partition(".")
    if "," in whole:
        if not _GROUPED.fullmatch(whole):
            return None
        whole = whole.replace(",", "")
    return Decimal(f"{whole}.{fraction}") if fraction else int(whole)
