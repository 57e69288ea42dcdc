"""``krmoney convert``: reads single expressions and converts them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from krmoney.cli.conversion_text import conversion_text
from krmoney.cli.inputs import announce
from krmoney.cli.options import reader_of
from krmoney.cli.problems import UNREAD, USAGE
from krmoney.errors import AmbiguousCurrencyError, KrmoneyError, NoCurrencyError, ParseError, RatesError
from krmoney.files.errors import FileError
from krmoney.files.inputs import open_bytes
from krmoney.files.names import STDIN
from krmoney.files.rows import json_line
from krmoney.files.text import decoded, lines
from krmoney.language import translate
from krmoney.service.conversions import convert

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from krmoney.cli.problems import Problems
    from krmoney.service.conversions import Conversion, Converted

__all__ = ["run"]


def run(args: argparse.Namespace, problems: Problems) -> None:
    """Read expressions, and print them with their conversions."""
    if args.rate is not None and args.to is None:
        args.parser.error(translate("--rate needs --to"))
    reader = reader_of(args)
    printed = False
    for place, text in _expressions(args.expressions, problems):
        try:
            converted = convert(text, reader, context=args.context, to=args.to, rate=args.rate)
            shown = _json(converted) if args.json else conversion_text(converted, args.style)
        except RatesError as error:
            problems.report(place + translate("{error}: set one with --rate", error=error), USAGE)
            continue
        except KrmoneyError as error:
            problems.report(place + _message(error), UNREAD)
            continue
        print(f"\n{shown}" if printed and not args.json else shown)
        sys.stdout.flush()
        printed = True


def _expressions(given: Sequence[str], problems: Problems) -> Iterator[tuple[str, str]]:
    """Yield the expressions, each with the place that begins a message about it."""
    if given:
        yield from (("", text) for text in given)
        return
    announce(problems)
    try:
        with open_bytes(STDIN) as stream:
            for number, line in enumerate(lines(decoded(stream, "utf-8-sig")), 1):
                if text := line.strip():
                    yield f"{STDIN}:{number}: ", text
    except (FileError, OSError) as error:
        problems.report_file(STDIN, error)


def _message(error: KrmoneyError) -> str:
    """Return the message of an error, with the option that would help."""
    if isinstance(error, NoCurrencyError):
        return str(ParseError(error.message, error.text, error.span, translate("give one, such as --currency KRW")))
    if isinstance(error, AmbiguousCurrencyError):
        return str(ParseError(error.message, error.text, error.span, translate("choose with --prefer")))
    return str(error)


def _json(converted: Converted) -> str:
    """Return the row of a mention, with the conversions to 28 significant digits."""
    conversions = [_conversion_row(each) for each in converted.conversions]
    return json_line(converted.mention.to_row() | {"conversions": conversions})


def _conversion_row(conversion: Conversion) -> dict[str, Any]:
    low, high = conversion.low, conversion.high
    some = high if low is None else low
    return {
        "currency": str(some.currency) if some is not None else None,
        "low": None if low is None else f"{low.amount:f}",
        "high": None if high is None else f"{high.amount:f}",
        "rate": conversion.rate.to_dict(),
        "source": conversion.source,
    }
