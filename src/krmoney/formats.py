"""Values → Korean text: the numerals of `numerals`, read the other way, with currency names that read back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from krmoney import numerals
from krmoney._data import load
from krmoney.currencies import lexicon
from krmoney.errors import AmountError
from krmoney.numerals import SCALES
from krmoney.values import EXACT, plain

if TYPE_CHECKING:
    from decimal import Decimal

    from krmoney.iso import Currency
    from krmoney.numerals import Script
    from krmoney.values import Money

__all__ = ["Style", "format_money", "style_names"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How an amount is written: a handful of options, combined freely.

    Attributes:
        script: arabic digits, Hangul syllables, hanja, or the formal hanja of contracts.
        scales: ``all`` (4억5000만), ``one`` (4.5억) or ``none`` (450,000,000).
        gap: what stands between sections.
        comma: what groups the digits of a section by three.
        thousands: write 천 within sections (4억5천만).
        before: a mark before the whole.
        after: a mark behind the whole.
    """

    script: Script = "arabic"
    scales: Literal["all", "one", "none"] = "all"
    gap: str = ""
    comma: str = ""
    thousands: bool = False
    before: str = ""
    after: str = ""


@cache
def _styles() -> dict[str, Style]:
    return {
        name: Style(**{key: value for key, value in options.items() if key != "example"})
        for name, options in load("styles").items()
    }


def style_names() -> tuple[str, ...]:
    """Return the names of the styles there are.

    >>> style_names()
    ('press', 'spaced', 'commas', 'thousands', 'one', 'digits', 'hangul')
    """
    return tuple(_styles())


def format_money(money: Money, style: str | Style = "press") -> str:
    """Write an amount in Korean, exactly: `krmoney.parse` reads the same amount back.

    Args:
        money: the amount.
        style: a name from `style_names`, or a `Style` of your own.

    Raises:
        AmountError: the style cannot write the amount exactly (a fraction in Hangul), or there is no such style.

    >>> money = Money(450_000_000, "USD")
    >>> [format_money(money, style) for style in ("press", "commas", "one", "hangul")]
    ['4억5000만 달러', '4억 5,000만 달러', '4.5억 달러', '사억오천만 달러']
    >>> format_money(Money(33_700_000_000, "SEK"))
    '337억 스웨덴 크로나'
    """
    chosen = _styles().get(style) if isinstance(style, str) else style
    if chosen is None:
        message = f"no style {style!r}; there are {', '.join(style_names())}"
        raise AmountError(message)
    number = _number(money.amount.copy_abs(), chosen)
    name = currency_name(money.currency)
    tight = len(name) == 1 and not chosen.gap
    sign = "-" if money.amount < 0 else ""
    blank = (
        "" if tight or (chosen.scales == "none" and name.isalpha() and not name.isascii() and " " not in name) else " "
    )
    return f"{chosen.before}{sign}{number}{blank}{name}{chosen.after}"


def _number(amount: Decimal, style: Style) -> str:
    if style.scales == "none":
        return plain(amount, ",") if style.comma else plain(amount)
    if style.scales == "one":
        name, power = next(((name, power) for name, power in _SCALES if amount >= 10**power), ("", 0))
        return plain(EXACT.scaleb(amount, -power), ",") + name
    try:
        return numerals.write(amount, script=style.script, gap=style.gap, comma=style.comma, thousands=style.thousands)
    except ValueError as error:
        raise AmountError(str(error)) from error


_SCALES: Final = [(name, len(str(SCALES[name])) - 1) for name in "양자해경조억만"]


@cache
def currency_name(currency: Currency) -> str:
    """Return the shortest name that means this currency and no other when it stands alone.

    >>> [currency_name(Currency(code)) for code in ("KRW", "USD", "SEK", "HKD", "TWD")]
    ['원', '달러', '스웨덴 크로나', '홍콩 달러', '대만달러']
    """
    words = lexicon().after
    own = [
        name
        for name, word in words.items()
        if word.alone == currency
        and word.per == 1
        and not name.isascii()
        and not word.weak
        # 오만 리얄 would read on as a numeral: 1억 오만
        and not all(char in numerals.DIGITS or char in SCALES for char in name[:2])
    ]
    short = [name for name in own if not words[name].whole]
    dictionary = [currency.name()] if currency.name() in own else []
    return [*short, *_pressed(currency), *dictionary, *own, str(currency)][0]


def _pressed(currency: Currency) -> list[str]:
    return [name for entry in load("currencies")["whole"] if entry["code"] == currency for name in entry["names"]]
