"""Read expressions and convert them into other currencies."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from krmoney.errors import RatesError
from krmoney.language import translate
from krmoney.values import Money, Rate
from krmoney.values.mention import undecided

if TYPE_CHECKING:
    from collections.abc import Callable

    from krmoney.reading.reader import Reader
    from krmoney.values import Mention

Source: TypeAlias = Literal["quoted", "given", "reference"]

_WIDE: Final = Context(prec=2000, rounding=ROUND_HALF_EVEN)
_NARROW: Final = Context(prec=2, rounding=ROUND_HALF_EVEN)

__all__ = ["Conversion", "Converted", "convert", "rounded"]


class Conversion(NamedTuple):
    """An amount in another currency.

    Attributes:
        low: the lower end, or None if it is open.
        high: the upper end, or None if it is open.
        rate: the rate used.
        source: where the rate comes from: the text (``quoted``), the caller (``given``), or a reference.
    """

    low: Money | None
    high: Money | None
    rate: Rate
    source: Source


class Converted(NamedTuple):
    """An expression with its value and conversions.

    Attributes:
        text: the expression.
        mention: its value.
        conversions: the amount in other currencies.
    """

    text: str
    mention: Mention
    conversions: list[Conversion]


def convert(  # noqa: PLR0913  # each is one of its own
    text: str,
    reader: Reader,
    *,
    context: str = "",
    to: str | None = None,
    rate: Decimal | None = None,
    reference: Callable[[str, str], Rate | None] = lambda *_: None,
) -> Converted:
    """Read an expression and convert it.

    Args:
        text: the expression.
        reader: the reader.
        context: other text, in which a country may decide the currency.
        to: the currency to convert to, besides the one that the text quotes.
        rate: the rate for `to`; default: the one that the text quotes.
        reference: returns a rate between two currencies, if neither the text nor the caller gives one.

    Raises:
        AmbiguousCurrencyError: the text does not decide between currencies, so it cannot be converted.
        RatesError: the text quotes no rate between the two, and none is given.
        KrmoneyError: it cannot be read.
    """
    mention = reader.read(text, context=context)
    quoted = _quoted_rate(mention, text, reader, context)
    conversions = [] if quoted is None else [_conversion(mention, quoted, "quoted")]
    if to is not None and mention.type == "money" and mention.currency != to:
        conversions += _requested(mention, to, rate, quoted, reference)
    return Converted(text.strip(), mention, conversions)


def _quoted_rate(mention: Mention, text: str, reader: Reader, context: str) -> Rate | None:
    """Return the rate that the text quotes, whichever side of the pair comes first."""
    if mention.quote is not None:
        return mention.quote.rate
    if mention.type == "money" and mention.kind == "point" and mention.currency is not None:
        return reader.parse(text, context=context).rate
    return None


def _requested(
    mention: Mention,
    to: str,
    rate: Decimal | None,
    quoted: Rate | None,
    reference: Callable[[str, str], Rate | None],
) -> list[Conversion]:
    """Convert with the given rate, or else with the one that the text quotes, or else with a reference rate."""
    if mention.currency is None:
        raise undecided(mention.candidates, mention.text, (0, len(mention.text)))
    if rate is not None:
        return [_conversion(mention, _oriented(mention.currency, to, rate), "given")]
    if quoted is None or to not in {quoted.base, quoted.counter}:
        if (found := reference(mention.currency, to)) is not None:
            return [_conversion(mention, found, "reference")]
        message = translate(
            "“{text}” quotes no rate of {currency!s} and {to}", text=mention.text, currency=mention.currency, to=to
        )
        raise RatesError(message)
    return []


def _oriented(source: str, to: str, rate: Decimal) -> Rate:
    """Return the rate that a bare number means: won for a foreign unit, otherwise units of `to` for one of `source`."""
    return Rate(to, source, rate) if source == "KRW" else Rate(source, to, rate)


def _conversion(mention: Mention, rate: Rate, source: Source) -> Conversion:
    def converted(end: Decimal | None) -> Money | None:
        return None if end is None or mention.currency is None else rate.convert(Money(end, mention.currency))

    return Conversion(converted(mention.low), converted(mention.high), rate, source)


def rounded(money: Money) -> Money:
    """Round to the minor unit; round smaller amounts to two significant digits."""
    step = Decimal(1).scaleb(-money.currency.minor_unit)
    made = money.amount.quantize(step, context=_WIDE)
    return money if made == money.amount else Money(made or _NARROW.plus(money.amount), money.currency)
