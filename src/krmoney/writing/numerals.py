"""Numbers → Korean numerals."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from krmoney.language import translate
from krmoney.numerals import column
from krmoney.values.exact import plain

if TYPE_CHECKING:
    from krmoney.numerals import Script

__all__ = ["write"]

_WRITTEN: Final[dict[Script, tuple[str, str, str]]] = {
    "arabic": ("0123456789", *column("hangul")[1:]),
    "hangul": column("hangul"),
    "hanja": column("hanja"),
    "formal": column("formal"),
}
_SECTION_SIZE: Final = 10**4


def write(  # noqa: PLR0913  # the options of a style
    number: Decimal | int,
    *,
    script: Script = "arabic",
    gap: str = "",
    comma: str = "",
    thousands: bool = False,
    ones: bool = False,
) -> str:
    """Write a number in Korean, exactly: reading it returns the same number.

    Args:
        number: zero or more; scripts other than arabic take only whole numbers.
        script: arabic digits with scale words, or all in syllables or hanja.
        gap: the text between sections.
        comma: the thousands separator within a section.
        thousands: write 천 within sections of arabic digits (5천, 2천400).
        ones: write out 일 before a unit (일천일백), as contracts do.

    Raises:
        ValueError: a negative number, a fraction in a script without fractions, or more digits than the scales allow.

    >>> write(450_000_000), write(1_005_800_000_000, gap=" "), write(25_6100_0000, thousands=True)
    ('4억5000만', '1조 58억', '25억6천100만')
    >>> write(450_000_000, script="hangul"), write(450_000_000, script="formal")
    ('사억오천만', '四億五千萬')
    """
    integer, _, fraction = format(Decimal(number), "f").partition(".")
    whole, fraction = int(integer), fraction.rstrip("0")
    if number < 0:
        message = translate("{number} is negative: write the sign before the numeral", number=plain(Decimal(number)))
        raise ValueError(message)
    digits, units, scales = _WRITTEN[script]
    if whole >= _SECTION_SIZE ** (len(scales) + 1):
        message = translate(
            "{number} has too many digits: there is no scale word for them", number=plain(Decimal(number))
        )
        raise ValueError(message)
    if fraction and script != "arabic":
        message = translate(
            "{number} has a fraction, which {script} numerals cannot express",
            number=plain(Decimal(number)),
            script=script,
        )
        raise ValueError(message)
    parts: list[str] = []
    rest, power = whole, 0
    while rest or fraction:
        rest, section = divmod(rest, _SECTION_SIZE)
        tail = f".{fraction}" if fraction else ""
        fraction = ""
        if section or tail:
            text = (
                _arabic_section(section, comma, units[2] if thousands and not tail else "")
                if script == "arabic"
                else _spelled(section, digits, units, keep_one=ones)
            )
            parts.append(text + tail + (scales[power - 1] if power else ""))
        power += 1
    return gap.join(reversed(parts)) or digits[0]


def _arabic_section(section: int, comma: str, thousand: str) -> str:
    if thousand and section >= 10**3:
        high, low = divmod(section, 10**3)
        return f"{high}{thousand}{low or ''}"
    return f"{section:,}".replace(",", comma)


def _spelled(section: int, digits: str, units: str, *, keep_one: bool) -> str:
    """Spell 1 to 9999. Plain spelling leaves 일 out before a unit (천오백), that of contracts keeps it."""
    text = ""
    for power in (3, 2, 1, 0):
        digit = section // 10**power % 10
        if digit:
            one = digit == 1 and power and not keep_one
            text += ("" if one else digits[digit]) + (units[power - 1] if power else "")
    return text
