"""Expressions, read and converted into other currencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from krmoney.cli.problems import UNREAD, USAGE, ProblemError
from krmoney.language import translate
from krmoney.values import Money, Rate

if TYPE_CHECKING:
    from decimal import Decimal

    from krmoney.reading.reader import Reader
    from krmoney.values import Mention

__all__ = ["Conversion", "Converted", "convert"]


class Conversion(NamedTuple):
    """An amount in another currency.

    Attributes:
        low: the lower end, or None if it is open.
        high: the upper end, or None if it is open.
        rate: the rate used.
        source: whether the text quotes the rate, or it was given.
    """

    low: Money | None
    high: Money | None
    rate: Rate
    source: Literal["quoted", "given"]


class Converted(NamedTuple):
    """An expression, read and converted.

    Attributes:
        text: the expression.
        mention: what it says.
        conversions: the same in other currencies.
    """

    text: str
    mention: Mention
    conversions: list[Conversion]


def convert(text: str, reader: Reader, context: str, to: str | None, rate: Decimal | None) -> Converted:
    """Read an expression and convert it.

    Args:
        text: the expression.
        reader: what reads it.
        context: other text, in which a country may decide the currency.
        to: the currency to convert to, besides that which the text quotes.
        rate: the rate for `to`; default: the one that the text quotes.

    Raises:
        KrmoneyError: it cannot be read.
        ProblemError: it cannot be converted as asked.
    """
    mention = reader.read(text, context=context)
    quoted = _quoted_rate(mention, text, reader, context)
    conversions = [] if quoted is None else [_conversion(mention, quoted, "quoted")]
    if to is not None and mention.type == "money" and mention.currency != to:
        conversions += _requested(mention, to, rate, quoted)
    return Converted(text.strip(), mention, conversions)


def _quoted_rate(mention: Mention, text: str, reader: Reader, context: str) -> Rate | None:
    """Return the rate that the text quotes, whichever side of the pair comes first."""
    if mention.quote is not None:
        return mention.quote.rate
    if mention.type == "money" and mention.kind == "point" and mention.currency is not None:
        return reader.parse(text, context=context).rate
    return None


def _requested(mention: Mention, to: str, rate: Decimal | None, quoted: Rate | None) -> list[Conversion]:
    """Convert with the given rate; without one, the text must quote its own."""
    if mention.currency is None:
        message = translate(
            "“{text}” may be {known}: choose with --prefer", text=mention.text, known=" or ".join(mention.candidates)
        )
        raise ProblemError(message, UNREAD)
    if rate is not None:
        return [_conversion(mention, _oriented(mention.currency, to, rate), "given")]
    if quoted is None or to not in {quoted.base, quoted.counter}:
        message = translate(
            "“{text}” quotes no rate of {currency!s} and {to}: set one with --rate",
            text=mention.text,
            currency=mention.currency,
            to=to,
        )
        raise ProblemError(message, USAGE)
    return []


def _oriented(source: str, to: str, rate: Decimal) -> Rate:
    """Return what a bare number means: won for a foreign unit, otherwise units of `to` for one of `source`."""
    return Rate(to, source, rate) if source == "KRW" else Rate(source, to, rate)


def _conversion(mention: Mention, rate: Rate, source: Literal["quoted", "given"]) -> Conversion:
    def converted(end: Decimal | None) -> Money | None:
        return None if end is None or mention.currency is None else rate.convert(Money(end, mention.currency))

    return Conversion(converted(mention.low), converted(mention.high), rate, source)
