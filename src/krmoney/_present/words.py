"""Numbers, units, names and errors as people read them, on a page, on a chart and in a terminal."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import TYPE_CHECKING, Final

from krmoney.errors import KrmoneyError, ParseError
from krmoney.language import get_language, marked, translate
from krmoney.values import Evidence, Quote, Span, ends, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from krmoney.values import Kind, Mention, Money, Rate, Type

__all__ = [
    "TYPES",
    "digits",
    "fact",
    "fault",
    "kind",
    "label",
    "place",
    "press",
    "rate_digits",
    "reason",
    "short",
    "typeset",
    "unit",
    "worth",
]

_WIDE: Final = Context(prec=1000)
# The names that krmoney.format uses, and the number of decimals.
_SCALES: Final = {
    "en": ((12, "tn", 3), (9, "bn", 3), (6, "m", 4)),
    "ko": ((12, "조", 4), (8, "억", 4), (4, "만", 4)),
}


# Numbers


def digits(number: Decimal) -> str:
    """Write a number in full: with commas, without trailing zeros.

    >>> digits(Decimal("-1234567.50"))
    '-1,234,567.5'
    """
    return plain(number, ",")


def typeset(number: Decimal) -> str:
    """Write a number in full, with a real minus sign, for pages and charts; in a terminal it can be two columns wide.

    >>> typeset(Decimal("-1234567.50"))
    '−1,234,567.5'
    """
    return digits(number).replace("-", "−")


def short(number: Decimal) -> str:
    """Write a number in short form if that is exact, otherwise in full; for pages and charts.

    >>> [short(Decimal(each)) for each in ("33700000000", "4400000000000", "-1234500", "1234567.8", "70.50")]
    ['33.7bn', '4.4tn', '−1.2345m', '1,234,567.8', '70.5']
    """
    for power, name, places in _SCALES[get_language()]:
        scaled = _WIDE.scaleb(number, -power)
        if abs(scaled) >= 1 and scaled == scaled.quantize(Decimal(1).scaleb(-places), context=_WIDE):
            return typeset(scaled) + name
    return typeset(number)


# Values


def worth(mention: Mention, write_number: Callable[[Decimal], str] = digits) -> str:
    """Write the value of a mention: ``≈ 5``, ``≥ 5``, ``5 – 7``, ``5 – <7``."""
    return ("≈ " if mention.approx else "") + ends(mention, write_number)


def unit(mention: Mention) -> str:
    """Return the currency or its candidates, or else the unit."""
    if mention.rate is not None:
        return f"{mention.rate.counter!s}/{mention.rate.base!s}"
    if mention.type != "money":
        return mention.unit or ""
    return str(mention.currency) if mention.currency else translate(" or ").join(mention.candidates) + "?"


def label(mention: Mention) -> str:
    """Write the value of a figure in a few characters.

    >>> from krmoney import extract
    >>> [label(each) for each in extract("매출 약 3.5조원, 12.5% 감소, 빚은 3배, 1달러당 1391.5원")]
    ['≈ 3.5tn KRW', '−12.5%', '× 3', '1,391.5 KRW/USD', '1 USD', '1,391.5 KRW']
    """
    said = worth(mention, short)
    if mention.type == "multiple":
        return f"× {said}"
    return said + ("" if mention.type == "percent" else " ") + unit(mention)


def rate_digits(rate: Rate) -> str:
    """Write the value of a rate, with the digits of `str(rate)`.

    >>> from krmoney import extract
    >>> rate_digits(extract("337억 크로나(약 4조 4000억원)")[0].quote.rate)
    '130.56'
    """
    return str(rate).split()[3]


def press(value: Money | Mention, style: str = "press") -> str:
    """Write a value in the style of the press; empty if it cannot be written, as for an undecided currency."""
    from krmoney.writing import format as write  # code that prints a message needs no styles

    try:
        return write(value, style)
    except KrmoneyError:
        return ""


# Names and reasons

_KINDS: Final[dict[Kind, str]] = {
    "point": marked("point"),
    "range": marked("range"),
    "lower_bound": marked("lower bound"),
    "upper_bound": marked("upper bound"),
    "vague": marked("vague"),
}
TYPES: Final[dict[Type, str]] = {
    "money": marked("money"),
    "multiple": marked("multiple"),
    "percent": marked("percent"),
    "rate": marked("rate"),
}
"""The names of the types of figures, to be translated."""
_PLACES: Final = {
    "caption": marked("caption"),
    "cell": marked("cell"),
    "column_header": marked("column header"),
    "first_row": marked("first row"),
    "given": marked("given"),
    "row_label": marked("row label"),
}
_QUESTIONS: Final = {"currency": marked("currency"), "elided": marked("elided"), "sign": marked("sign")}
_REASONS: Final = {
    "cue": marked("cue"),
    "default": marked("default"),
    "listing": marked("listing"),
    "neighbour": marked("neighbour"),
    "noun": marked("noun"),
    "own": marked("own"),
    "period": marked("period"),
    "place": marked("place"),
    "prefer": marked("prefer"),
    "rate": marked("rate"),
    "restatement": marked("restatement"),
    "scale": marked("scale"),
}


def kind(mention: Mention) -> str:
    """Name the kind: ``lower bound``."""
    return translate(_KINDS[mention.kind])


def place(name: str) -> str:
    """Name the place that the unit of a cell comes from: ``first row``."""
    return translate(_PLACES[name])


def reason(evidence: Evidence) -> str:
    """Name the reason of a decision."""
    said = f" “{evidence.text}”" if evidence.text else ""
    return translate(
        "{question} by {reason}{said}",
        question=translate(_QUESTIONS[evidence.question]),
        reason=translate(_REASONS[evidence.reason]),
        said=said,
    )


def fact(said: str | bool | Quote | Span | Rate | Evidence) -> str:  # noqa: FBT001  # the value of a flag
    """Write the value of a column."""
    match said:
        case Quote():
            currency = said.currency or translate("undecided")
            return f"{said.text} ({currency})"
        case Span():
            return f"{said.start}–{said.end}"
        case Evidence():
            return reason(said)
        case bool():
            return translate("yes")
    return str(said)


def fault(error: Exception) -> str:
    """Return what is wrong with a cell, without its text."""
    return error.message if isinstance(error, ParseError) else str(error)
