"""krmoney reads Korean financial figures: text in, exact money with its quoted rate out, and back to text."""

from __future__ import annotations

from krmoney._version import __version__
from krmoney.currencies import currencies_with_names
from krmoney.errors import (
    AmbiguousCurrencyError,
    AmountError,
    CurrencyMismatchError,
    KrmoneyError,
    MissingExtraError,
    NoCurrencyError,
    NotOneAmountError,
    ParseError,
    UnknownCurrencyError,
)
from krmoney.formats import Style, format, style_names
from krmoney.iso import Currency
from krmoney.reading.reader import extract, parse, read
from krmoney.values import Evidence, Mention, Mentions, Money, MoneyRange, Quote, Rate

__all__ = [
    "AmbiguousCurrencyError",
    "AmountError",
    "Currency",
    "CurrencyMismatchError",
    "Evidence",
    "KrmoneyError",
    "Mention",
    "Mentions",
    "MissingExtraError",
    "Money",
    "MoneyRange",
    "NoCurrencyError",
    "NotOneAmountError",
    "ParseError",
    "Quote",
    "Rate",
    "Style",
    "UnknownCurrencyError",
    "__version__",
    "currencies_with_names",
    "extract",
    "format",
    "parse",
    "read",
    "style_names",
]
