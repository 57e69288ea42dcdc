"""What would make a conversion fit: a power of ten, a scale word, another currency."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

from krmoney.checking.findings import Slip
from krmoney.errors import KrmoneyError
from krmoney.reading.source import Source
from krmoney.reading.vocabulary import Vocabulary
from krmoney.values import EXACT, RATIO, Money, Rate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from krmoney.values import Mention

__all__ = ["family", "of_scale", "power_of_ten"]

_POWERS: Final = tuple(sign * power for power in range(1, 13) for sign in (1, -1))
_HEADS: Final = ("조", "억", "만", "")
_STEPS: Final = ("천", "백", "십", "")
_WORTH: Final = {"조": 10**12, "억": 10**8, "만": 10**4, "천": 1000, "백": 100, "십": 10}
_LEAST_HEAD: Final = 10**4
_NUMBER: Final = re.compile("[0-9조억만천백십][0-9.,조억만천백십 ]*")
_TOKEN: Final = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?|[조억만천백십]")
_PIECE: Final = re.compile(r"[조억만천백십]|(?<=[0-9])(?=[조억만천백십 ]|$)")  # a scale word, or where one could be


def power_of_ten(base: Mention, counter: Mention, rate: Rate, fits: Callable[[Rate], bool]) -> Slip | None:
    """Return the power of ten by which the two amounts are apart, and what either would have to be."""
    for power in _POWERS:
        if fits(_times(rate, Decimal(1).scaleb(power))):
            return Slip(_scaled(base, rate.base, -power), _scaled(counter, rate.counter, power), power)
    return None


def of_scale(base: Mention, counter: Mention, rate: Rate, fits: Callable[[Rate], bool]) -> Slip | None:
    """Return the amounts with one scale word changed, left out or added, if that makes them fit."""
    one = next((text for text, share in _variants(base) if fits(_times(rate, RATIO.divide(1, share)))), "")
    two = next((text for text, share in _variants(counter) if fits(_times(rate, share))), "")
    return Slip(one, two) if one or two else None


def _variants(mention: Mention) -> Iterator[tuple[str, Decimal]]:
    """Yield an amount with one scale word changed, and its ratio to the original."""
    text = Source(mention.text).text
    match = _NUMBER.search(text)
    if match is None or mention.kind != "point" or not mention.value or _valued(match[0]) != mention.value:
        return
    written, seen = match[0].rstrip(), {mention.value}
    for piece in _PIECE.finditer(written):
        for scale in _STEPS if piece[0] in _STEPS and piece[0] else _HEADS:
            variant = written[: piece.start()] + scale + written[piece.end() :]
            value = _valued(variant)
            if value and value not in seen:
                seen.add(value)
                yield (
                    text[: match.start()] + variant + text[match.start() + len(written) :],
                    RATIO.divide(value, mention.value),
                )


def _valued(written: str) -> Decimal | None:
    """Return the number that digits with scale words mean, if people write them so. This is faster than a reader.

    Scales get smaller, and the number after a scale is less than the scale: 1조2000억, 5천300만, and not 2천1360억 or
    3억80000.
    """
    total = section = Decimal(0)
    number: Decimal | None = None
    head, step = 10**16, 10**16
    for token in _TOKEN.findall(written):
        worth = _WORTH.get(token)
        if worth is None:
            number = Decimal(token.replace(",", "")) if number is None else Decimal(step)
            if number >= step:
                return None
        elif worth < _LEAST_HEAD:
            if worth >= step:
                return None
            section, number, step = section + (1 if number is None else number) * worth, None, worth
        else:
            section += number or 0
            if worth >= head or not section:
                return None
            total, section, number, head, step = total + section * worth, Decimal(0), None, worth, _LEAST_HEAD
    return total + section + (number or 0)


def _times(rate: Rate, factor: Decimal) -> Rate:
    return Rate(rate.base, rate.counter, *(RATIO.multiply(each, factor) for each in (rate.value, rate.low, rate.high)))


def _scaled(mention: Mention, currency: str, power: int) -> str:
    """Write an amount multiplied by a power of ten, as the press does."""
    from krmoney.writing import format as write  # only what does not fit needs it

    def one(end: Decimal) -> str:
        money = Money(EXACT.scaleb(end, power), currency)
        try:
            return write(money, "press")
        except KrmoneyError:
            return str(money)

    if mention.value is not None:
        return one(mention.value)
    return "~".join(one(end) for end in (mention.low, mention.high) if end is not None)


@cache
def family(code: str) -> tuple[str, ...]:
    """Return the currencies that share a name with this one: the dollars, the kronor.

    >>> "CAD" in family("USD"), "NOK" in family("DKK"), family("KRW")
    (True, True, ())
    """
    if code == "KRW":
        return ()
    words = Vocabulary.default().currencies.after.values()
    shared = (word.codes for word in words if word.per == 1 and len(word.codes) > 1 and code in word.codes)
    return tuple(dict.fromkeys(str(other) for codes in shared for other in codes if other not in {code, "KRW"}))
