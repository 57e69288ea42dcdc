"""Conversions as text for people."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from krmoney._present import words
from krmoney._present.text import one_line
from krmoney._present.words import digits
from krmoney.cli.alignment import left, right, sided, width_of
from krmoney.language import translate
from krmoney.service.conversions import rounded
from krmoney.values import Money

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from krmoney.service.conversions import Conversion, Converted
    from krmoney.values import Mention

__all__ = ["conversion_text"]

_End = TypeVar("_End", Decimal, Money)


class _Line(NamedTuple):
    """A line with an amount: ``at least  5,000,000 KRW  500만 원  (quoted)``."""

    relation: str
    number: str
    press: str
    note: str = ""


def conversion_text(converted: Converted, style: str) -> str:
    """Return the text of an expression, with its amounts in columns below it.

    Args:
        converted: the expression.
        style: the style of amounts; see `krmoney.style_names`.
    """
    mention = converted.mention
    lines: list[_Line | str] = [*_read_lines(mention, style)]
    if mention.quote is not None and mention.quote.rate is None:
        lines.append(_Line("", "", mention.quote.text, translate("(quoted)")))
    for conversion in converted.conversions:
        lines += _conversion_lines(mention, conversion, style)
        lines.append(_rate_text(conversion))
    return "\n".join([one_line(converted.text), *_aligned(lines)])


def _read_lines(mention: Mention, style: str) -> list[_Line | str]:
    if mention.rate is not None:
        return [str(mention.rate)]
    unit, notes = words.unit(mention), _notes(mention)
    lines: list[_Line | str] = []
    for relation, end in _ends(mention, mention.low, mention.high):
        press = "" if mention.currency is None else words.press(Money(end, mention.currency), style)
        lines.append(_Line(relation, f"{digits(end)} {unit}", press, "" if lines else notes))
    return lines


def _notes(mention: Mention) -> str:
    """Return notes about what the amount does not show."""
    notes = [mention.per, mention.period, translate("vague") if mention.kind == "vague" else None]
    if mention.type == "money" and mention.currency is None and mention.candidates:
        notes.append(translate("--prefer {code} would choose", code=mention.candidates[0]))
    said = ", ".join(filter(None, notes))
    return f"({said})" if said else ""


def _conversion_lines(mention: Mention, conversion: Conversion, style: str) -> Iterator[_Line]:
    note = translate("(quoted)") if conversion.source == "quoted" else translate("(at the given rate)")
    for relation, money in _ends(mention, conversion.low, conversion.high):
        shown = rounded(money)
        mark = "" if shown == money else "≈ "
        number = f"{mark}{digits(shown.amount)} {money.currency!s}"
        yield _Line(relation, number, words.press(shown, style), note)
        note = ""


def _rate_text(conversion: Conversion) -> str:
    rate = conversion.rate
    if conversion.source == "quoted":
        return str(rate)
    return f"1 {rate.base!s} = {digits(rate.value)} {rate.counter!s}"


def _ends(mention: Mention, low: _End | None, high: _End | None) -> Iterator[tuple[str, _End]]:
    """Yield the ends of an amount, each with its label."""
    if mention.kind == "point" and low is not None:
        yield _hedged("", mention), low
        return
    closed = low is not None and high is not None
    if low is not None:
        inclusive, exclusive = (
            (translate("from"), translate("from above")) if closed else (translate("at least"), translate("more than"))
        )
        yield _hedged(inclusive if mention.low_inclusive else exclusive, mention), low
    if high is not None:
        inclusive, exclusive = (
            (translate("to"), translate("to below")) if closed else (translate("at most"), translate("less than"))
        )
        yield _hedged(inclusive if mention.high_inclusive else exclusive, mention), high


def _hedged(relation: str, mention: Mention) -> str:
    return translate("{relation} about", relation=relation).strip() if mention.approx else relation


def _aligned(lines: Sequence[_Line | str]) -> Iterator[str]:
    """Indent lines; those with amounts are aligned in columns, with their numbers to the right."""
    amounts = [line for line in lines if isinstance(line, _Line)]
    widths = [max(map(width_of, column)) for column in zip(*amounts, strict=True)]
    sides = (left, right, left, left)
    for line in lines:
        cells = [line] if isinstance(line, str) else map(sided, sides, line, widths)
        yield "  " + "   ".join(filter(None, cells)).rstrip()
