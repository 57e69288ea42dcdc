"""``krmoney convert``: single expressions, and what they are worth."""

from __future__ import annotations

import sys
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeVar

import krmoney
from krmoney import KrmoneyError, Money, NoCurrencyError, ParseError, Rate
from krmoney.cli.problems import INPUT, UNREAD, USAGE, ProblemError, printable
from krmoney.cli.rows import json_line
from krmoney.cli.tables import digits, left, right, sided, unit_of, width_of
from krmoney.cli.texts import STDIN, decoded, lines, opened

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from krmoney import Mention
    from krmoney.cli.problems import Problems

__all__ = ["complaint", "run"]


class _Conversion(NamedTuple):
    """An amount in another currency; an open end stays open."""

    low: Money | None
    high: Money | None
    rate: Rate
    source: Literal["quoted", "given"]


class _Reading(NamedTuple):
    """An expression, what it says, and what that is in other currencies."""

    text: str
    mention: Mention
    conversions: list[_Conversion]
    style: str


def run(args: argparse.Namespace, problems: Problems) -> None:
    """Read expressions and print what they are worth."""
    if args.rate is not None and args.to is None:
        args.parser.error("--rate needs --to")
    show = _converted_json if args.json else _block
    printed = False
    for where, text in _expressions(args.expressions, problems):
        try:
            shown = show(_reading(text, args))
        except KrmoneyError as error:
            problems.report(where + complaint(error), UNREAD)
            continue
        except ProblemError as error:
            problems.report(f"{where}{error}", error.status)
            continue
        print(f"\n{shown}" if printed and not args.json else shown)
        sys.stdout.flush()
        printed = True


def _expressions(given: Sequence[str], problems: Problems) -> Iterator[tuple[str, str]]:
    """Yield the expressions, each after what a complaint about it begins with."""
    if given:
        yield from (("", text) for text in given)
        return
    try:
        with opened(STDIN) as stream:
            for number, line in enumerate(lines(decoded(stream, "utf-8-sig")), 1):
                if text := line.strip():
                    yield f"{STDIN}:{number}: ", text
    except OSError as error:
        problems.report(f"{STDIN}: {error.strerror or error}", INPUT)
    except ProblemError as error:
        problems.report(f"{STDIN}: {error}", error.status)


def complaint(error: KrmoneyError) -> str:
    """Say what is wrong with an expression, and which option would help."""
    if isinstance(error, NoCurrencyError):
        return str(ParseError(error.message, error.text, error.span, "give one, such as --currency KRW"))
    return str(error)


def _reading(text: str, args: argparse.Namespace) -> _Reading:
    """Read an expression and convert it.

    Raises:
        KrmoneyError: it cannot be read.
        ProblemError: it cannot be converted as asked.
    """
    options = {"currency": args.currency, "prefer": args.prefer, "context": args.context}
    mention = krmoney.read(text, **options)
    quoted = _quoted_rate(mention, text, options)
    conversions = [] if quoted is None else [_conversion(mention, quoted, "quoted")]
    if args.to is not None and mention.type == "money" and mention.currency != args.to:
        conversions += _given(mention, args.to, args.rate, quoted)
    return _Reading(text.strip(), mention, conversions, args.style)


def _quoted_rate(mention: Mention, text: str, options: dict[str, Any]) -> Rate | None:
    """Return the rate that the text quotes, whichever side of the pair comes first."""
    if mention.quote is not None:
        return mention.quote.rate
    if mention.type == "money" and mention.kind == "point" and mention.currency is not None:
        return krmoney.parse(text, **options).rate
    return None


def _given(mention: Mention, to: str, rate: Decimal | None, quoted: Rate | None) -> list[_Conversion]:
    """Convert with the rate of the command line; without one, the text must have quoted its own."""
    if mention.currency is None:
        message = f"“{mention.text}” may be {unit_of(mention)}: choose with --prefer"
        raise ProblemError(message, UNREAD)
    if rate is not None:
        return [_conversion(mention, _oriented(mention.currency, to, rate), "given")]
    if quoted is None or to not in {quoted.base, quoted.counter}:
        message = f"“{mention.text}” quotes no rate of {mention.currency!s} and {to}: give one with --rate"
        raise ProblemError(message, USAGE)
    return []


def _oriented(source: str, to: str, rate: Decimal) -> Rate:
    """Say what a bare rate means: won for a foreign unit, else units of `to` for one of `source`."""
    return Rate(to, source, rate) if source == "KRW" else Rate(source, to, rate)


def _conversion(mention: Mention, rate: Rate, source: Literal["quoted", "given"]) -> _Conversion:
    def converted(end: Decimal | None) -> Money | None:
        return None if end is None or mention.currency is None else rate.convert(Money(end, mention.currency))

    return _Conversion(converted(mention.low), converted(mention.high), rate, source)


def _converted_json(reading: _Reading) -> str:
    """Write a reading as the row of its mention, with the conversions to 28 significant digits."""
    conversions = [_conversion_row(each) for each in reading.conversions]
    return json_line(reading.mention.to_row() | {"conversions": conversions})


def _conversion_row(conversion: _Conversion) -> dict[str, Any]:
    low, high = conversion.low, conversion.high
    some = high if low is None else low
    return {
        "currency": str(some.currency) if some is not None else None,
        "low": None if low is None else f"{low.amount:f}",
        "high": None if high is None else f"{high.amount:f}",
        "rate": conversion.rate.to_row(),
        "source": conversion.source,
    }


# --- how convert looks


_End = TypeVar("_End", Decimal, Money)
_WIDE: Final = Context(prec=2000, rounding=ROUND_HALF_EVEN)
_NARROW: Final = Context(prec=2, rounding=ROUND_HALF_EVEN)


class _Line(NamedTuple):
    """One amount of a block: ``at least  5,000,000 KRW  500만 원  (quoted)``."""

    relation: str
    number: str
    press: str
    note: str = ""


def _block(reading: _Reading) -> str:
    """Lay out a reading: the text, and below it what it says, in columns."""
    mention = reading.mention
    lines: list[_Line | str] = [*_read_lines(mention, reading.style)]
    if mention.quote is not None and mention.quote.rate is None:
        lines.append(_Line("", "", mention.quote.text, "(quoted)"))
    for conversion in reading.conversions:
        lines += _conversion_lines(mention, conversion, reading.style)
        lines.append(_rate_text(conversion))
    return "\n".join([printable(reading.text), *_aligned(lines)])


def _read_lines(mention: Mention, style: str) -> list[_Line | str]:
    if mention.rate is not None:
        return [str(mention.rate)]
    unit, notes = unit_of(mention), _notes(mention)
    lines: list[_Line | str] = []
    for relation, end in _ends(mention, mention.low, mention.high):
        press = "" if mention.currency is None else _written(Money(end, mention.currency), style)
        lines.append(_Line(relation, f"{digits(end)} {unit}", press, "" if lines else notes))
    return lines


def _notes(mention: Mention) -> str:
    """Collect what the amount alone does not show."""
    notes = [mention.per, mention.period, "vague" if mention.kind == "vague" else None]
    if mention.type == "money" and mention.currency is None and mention.candidates:
        notes.append(f"--prefer {mention.candidates[0]!s} would choose")
    said = ", ".join(filter(None, notes))
    return f"({said})" if said else ""


def _conversion_lines(mention: Mention, conversion: _Conversion, style: str) -> Iterator[_Line]:
    note = "(quoted)" if conversion.source == "quoted" else "(at the given rate)"
    for relation, money in _ends(mention, conversion.low, conversion.high):
        rounded = _rounded(money)
        mark = "" if rounded == money else "≈ "
        number = f"{mark}{digits(rounded.amount)} {money.currency!s}"
        yield _Line(relation, number, _written(rounded, style), note)
        note = ""


def _written(money: Money, style: str) -> str:
    """Write an amount in a style; what the style cannot write exactly is left out."""
    try:
        return krmoney.format(money, style)
    except KrmoneyError:
        return ""


def _rate_text(conversion: _Conversion) -> str:
    rate = conversion.rate
    if conversion.source == "quoted":
        return str(rate)
    return f"1 {rate.base!s} = {digits(rate.value)} {rate.counter!s}"


def _ends(mention: Mention, low: _End | None, high: _End | None) -> Iterator[tuple[str, _End]]:
    """Yield the ends that an amount has, each with the words that say which it is."""
    if mention.kind == "point" and low is not None:
        yield _hedged("", mention), low
        return
    closed = low is not None and high is not None
    if low is not None:
        inclusive, exclusive = ("from", "from above") if closed else ("at least", "more than")
        yield _hedged(inclusive if mention.low_inclusive else exclusive, mention), low
    if high is not None:
        inclusive, exclusive = ("to", "to below") if closed else ("at most", "less than")
        yield _hedged(inclusive if mention.high_inclusive else exclusive, mention), high


def _hedged(relation: str, mention: Mention) -> str:
    return f"{relation} about".lstrip() if mention.approx else relation


def _rounded(money: Money) -> Money:
    """Round to the minor unit, and what is less than that to two significant digits."""
    step = Decimal(1).scaleb(-money.currency.minor_unit)
    rounded = money.amount.quantize(step, context=_WIDE)
    if rounded == money.amount:
        return money
    return Money(rounded or _NARROW.plus(money.amount), money.currency)


def _aligned(lines: Sequence[_Line | str]) -> Iterator[str]:
    """Indent lines; those of amounts stand in columns, their numbers to the right."""
    amounts = [line for line in lines if isinstance(line, _Line)]
    widths = [max(map(width_of, column)) for column in zip(*amounts, strict=True)]
    sides = (left, right, left, left)
    for line in lines:
        cells = [line] if isinstance(line, str) else map(sided, sides, line, widths)
        yield "  " + "   ".join(filter(None, cells)).rstrip()
