"""What would make a conversion fit: a power of ten, a word of scale, another currency."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

from krmoney.checking.findings import Slip
from krmoney.errors import KrmoneyError
from krmoney.reading.reader import Reader
from krmoney.reading.vocabulary import Vocabulary
from krmoney.values import EXACT, RATIO, Money, Rate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from krmoney.values import Mention

__all__ = ["family", "of_scale", "power_of_ten"]

_POWERS: Final = tuple(sign * power for power in range(1, 13) for sign in (1, -1))
_SCALES: Final = ("조", "억", "만", "천", "백", "")
_PIECE: Final = re.compile(
    r"[조억만천백십]|(?<=[0-9])(?=[^0-9.,조억만천백십])"
)  # a word of scale, or where one could be
_MOST_VARIANTS: Final = 60


def power_of_ten(base: Mention, counter: Mention, rate: Rate, fits: Callable[[Rate], bool]) -> Slip | None:
    """Return the power of ten that the two amounts are apart, and what either would then have to be."""
    for power in _POWERS:
        if fits(_times(rate, Decimal(1).scaleb(power))):
            return Slip(_scaled(base, rate.base, -power), _scaled(counter, rate.counter, power), power)
    return None


def of_scale(base: Mention, counter: Mention, rate: Rate, fits: Callable[[Rate], bool]) -> Slip | None:
    """Return what stands there with one word of scale exchanged, left out or added, if that makes it fit."""
    one = next((text for text, share in _variants(base) if fits(_times(rate, RATIO.divide(1, share)))), "")
    two = next((text for text, share in _variants(counter) if fits(_times(rate, share))), "")
    return Slip(one, two) if one or two else None


def _variants(mention: Mention) -> Iterator[tuple[str, Decimal]]:
    """Yield an amount with one word of scale changed, and how many times the amount that is."""
    if mention.kind != "point" or not mention.value:
        return
    text, reader, seen = mention.text, Reader(), {mention.value}
    changed = (
        text[: match.start()] + scale + text[match.end() :]
        for match in _PIECE.finditer(text)
        for scale in _SCALES
        if scale != match[0]
    )
    for variant, _ in zip(changed, range(_MOST_VARIANTS), strict=False):
        try:
            value = reader.read(variant).value
        except KrmoneyError:
            continue
        if value and value not in seen and (value > 0) == (mention.value > 0):
            seen.add(value)
            yield variant, RATIO.divide(value, mention.value)


def _times(rate: Rate, factor: Decimal) -> Rate:
    return Rate(rate.base, rate.counter, *(RATIO.multiply(each, factor) for each in (rate.value, rate.low, rate.high)))


def _scaled(mention: Mention, currency: str, power: int) -> str:
    """Write an amount so many powers of ten greater, as the press does."""
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
    """Return the currencies that share a name with one: the dollars, the kronor.

    >>> "CAD" in family("USD"), "NOK" in family("DKK"), family("KRW")
    (True, True, ())
    """
    if code == "KRW":
        return ()
    words = Vocabulary.default().currencies.after.values()
    shared = (word.codes for word in words if word.per == 1 and len(word.codes) > 1 and code in word.codes)
    return tuple(dict.fromkeys(str(other) for codes in shared for other in codes if other not in {code, "KRW"}))
