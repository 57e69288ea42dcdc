"""Numbers and words for people: how pages and charts write a figure."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Final

from krmoney.errors import KrmoneyError
from krmoney.values import ends
from krmoney.writing import format as write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from krmoney.iso import Currency
    from krmoney.values import Evidence, Mention, Money, Rate

_UNPRINTABLE: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # what HTML cannot hold
_WIDE: Final = Context(prec=1000)
_SCALES: Final = ((12, "tn", 3), (9, "bn", 3), (6, "m", 4))  # named as krmoney.format names them, and how many decimals
ROLES: Final = {
    "won": "won",
    "foreign": "foreign currency",
    "open": "currency undecided",
    "ratio": "percent and multiples",
    "rate": "rates",
}


def digits(number: Decimal) -> str:
    """Write a number in full, with a real minus sign.

    >>> digits(Decimal("-1234567.50"))
    '−1,234,567.5'
    """
    text = f"{number:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "−")


def short(number: Decimal) -> str:
    """Write a number short and yet exactly; in full where that cannot be.

    >>> [short(Decimal(each)) for each in ("33700000000", "4400000000000", "-1234500", "1234567.8", "70.50")]
    ['33.7bn', '4.4tn', '−1.2345m', '1,234,567.8', '70.5']
    """
    for power, name, places in _SCALES:
        scaled = _WIDE.scaleb(number, -power)
        if abs(scaled) >= 1 and scaled == scaled.quantize(Decimal(1).scaleb(-places), context=_WIDE):
            return digits(scaled) + name
    return digits(number)


def worth(mention: Mention, write: Callable[[Decimal], str]) -> str:
    """Write the value of a mention: ``≈ 5``, ``≥ 5``, ``5 – 7``, ``5 – <7``."""
    return ("≈ " if mention.approx else "") + ends(mention, write)


def unit(mention: Mention) -> str:
    """Name the currency, or those that it may be; else the unit."""
    if mention.rate is not None:
        return f"{mention.rate.counter!s}/{mention.rate.base!s}"
    if mention.type != "money":
        return mention.unit or ""
    if mention.currency is not None:
        return str(mention.currency)
    return f"{' or '.join(mention.candidates)}?"


def label(mention: Mention) -> str:
    """Say in a few characters what a figure is worth.

    >>> from krmoney import extract
    >>> [label(each) for each in extract("매출 약 3.5조원, 12.5% 감소, 빚은 3배, 1달러당 1391.5원")]
    ['≈ 3.5tn KRW', '−12.5%', '× 3', '1,391.5 KRW/USD', '1 USD', '1,391.5 KRW']
    """
    said = worth(mention, short)
    if mention.type == "multiple":
        return f"× {said}"
    return said + ("" if mention.type == "percent" else " ") + unit(mention)


def role(mention: Mention) -> str:
    """Return which of `ROLES` a figure has."""
    if mention.type == "rate":
        return "rate"
    if mention.type != "money":
        return "ratio"
    return "open" if mention.currency is None else role_of(mention.currency)


def role_of(currency: Currency) -> str:
    """Return which of `ROLES` money of a currency has."""
    return "won" if currency == "KRW" else "foreign"


def rate_digits(rate: Rate) -> str:
    """Write what a rate multiplies by, to the digits that `str(rate)` has.

    >>> from krmoney import extract
    >>> rate_digits(extract("337억 크로나(약 4조 4000억원)")[0].quote.rate)
    '130.56'
    """
    return str(rate).split()[3]


def press(value: Money | Mention) -> str:
    """Write a value as the press does; what cannot be written so, such as a currency that is open, not at all."""
    try:
        return write(value)
    except KrmoneyError:
        return ""


def reason(evidence: Evidence) -> str:
    """Say why something was inferred."""
    said = f" “{evidence.text}”" if evidence.text else ""
    return f"{evidence.question} by {evidence.reason}{said}"


def counted(number: int, singular: str) -> str:
    """Write a number of things: ``1 figure``, ``2 figures``."""
    return f"{number:,} {singular}" + ("" if number == 1 else "s")


def outermost(found: Iterable[Mention]) -> list[Mention]:
    """Leave out what lies in another figure: the two amounts of ``1달러당 1391원``, which is one rate."""
    outermost: list[Mention] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not outermost or each.start >= outermost[-1].end:
            outermost.append(each)
    return outermost


def printable(text: str) -> str:
    """Replace what neither a page nor a chart can hold."""
    return _UNPRINTABLE.sub("\ufffd", text)
