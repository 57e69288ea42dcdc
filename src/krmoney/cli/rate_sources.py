"""The sources of reference rates that arguments name."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from krmoney._extras import library
from krmoney.errors import KrmoneyError, MissingExtraError
from krmoney.files.errors import reason
from krmoney.language import translate
from krmoney.rates import chain, csv, ecb, fixed

if TYPE_CHECKING:
    import argparse

    from krmoney.rates import Rates

__all__ = ["rates_of"]


def rates_of(args: argparse.Namespace, *, needed: bool = True) -> Rates | None:
    """Return the source that the arguments name, already loaded.

    Args:
        args: the arguments.
        needed: whether there must be a source; if not, there is none without the extra.
    """
    if args.rates == ["none"] or (args.rates is None and not needed and find_spec("currency_converter") is None):
        return None
    try:
        sources = [_source(each) for each in args.rates or ["ecb"]]
        for each in sources:
            getattr(each, "last", None)
    except MissingExtraError as error:
        args.parser.error(translate("{error}; or name a source with --rates", error=error))
    except (KrmoneyError, OSError) as error:
        args.parser.error(f"--rates: {reason(error) if isinstance(error, OSError) else error}")
    return sources[0] if len(sources) == 1 else chain(*sources)


def _source(given: str) -> Rates:
    if given == "ecb":
        library("currency_converter", "rates")
        return ecb()
    if "=" in given:
        return fixed(dict(pair.split("=", 1) for pair in given.replace(" ", "").split(",")))
    try:
        bank = ecb(given)
        _ = bank.last
    except KrmoneyError:
        return csv(given)
    return bank
