"""krmoney reads financial figures in Korean text as exact, typed values, and writes values as text again."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from krmoney import _hooks
from krmoney._version import __version__

if TYPE_CHECKING:
    from krmoney import rates, tables
    from krmoney.checking import Finding, Findings, Severity, Slip, Verdict, check
    from krmoney.errors import (
        AmbiguousCurrencyError,
        AmountError,
        CurrencyMismatchError,
        KrmoneyError,
        LanguageError,
        MissingExtraError,
        NoCurrencyError,
        NotOneAmountError,
        NoValueError,
        ParseError,
        RatesError,
        UnknownCurrencyError,
        VocabularyError,
    )
    from krmoney.iso import Currency, currencies_with_names
    from krmoney.language import get_language, in_language, set_language
    from krmoney.reading.explain import Explanation, Step
    from krmoney.reading.labels import MoneyUnit, OtherUnit, UnitLabel, unit_label
    from krmoney.reading.reader import Options, Reader, explain, extract, parse, read
    from krmoney.reading.vocabulary import Trap, Vocabulary
    from krmoney.values import Evidence, Kind, Mention, Mentions, Money, MoneyRange, Quote, Rate, Rewritten, Span, Type
    from krmoney.writing import Style, format, style_names

__all__ = [
    "AmbiguousCurrencyError",
    "AmountError",
    "Currency",
    "CurrencyMismatchError",
    "Evidence",
    "Explanation",
    "Finding",
    "Findings",
    "Kind",
    "KrmoneyError",
    "LanguageError",
    "Mention",
    "Mentions",
    "MissingExtraError",
    "Money",
    "MoneyRange",
    "MoneyUnit",
    "NoCurrencyError",
    "NoValueError",
    "NotOneAmountError",
    "Options",
    "OtherUnit",
    "ParseError",
    "Quote",
    "Rate",
    "RatesError",
    "Reader",
    "Rewritten",
    "Severity",
    "Slip",
    "Span",
    "Step",
    "Style",
    "Trap",
    "Type",
    "UnitLabel",
    "UnknownCurrencyError",
    "Verdict",
    "Vocabulary",
    "VocabularyError",
    "__version__",
    "check",
    "currencies_with_names",
    "explain",
    "extract",
    "format",
    "get_language",
    "in_language",
    "parse",
    "rates",
    "read",
    "set_language",
    "style_names",
    "tables",
    "unit_label",
]

# Where the public names are, so that each is imported when it is first asked for.
_ROOMS: Final = {
    "krmoney.checking": ("Finding", "Findings", "Severity", "Slip", "Verdict", "check"),
    "krmoney.errors": (
        *("AmbiguousCurrencyError", "AmountError", "CurrencyMismatchError", "KrmoneyError", "LanguageError"),
        *("MissingExtraError", "NoCurrencyError", "NoValueError", "NotOneAmountError", "ParseError", "RatesError"),
        *("UnknownCurrencyError", "VocabularyError"),
    ),
    "krmoney.iso": ("Currency", "currencies_with_names"),
    "krmoney.language": ("get_language", "in_language", "set_language"),
    "krmoney.reading.explain": ("Explanation", "Step"),
    "krmoney.reading.labels": ("MoneyUnit", "OtherUnit", "UnitLabel", "unit_label"),
    "krmoney.reading.reader": ("Options", "Reader", "explain", "extract", "parse", "read"),
    "krmoney.reading.vocabulary": ("Trap", "Vocabulary"),
    "krmoney.values": (
        *("Evidence", "Kind", "Mention", "Mentions", "Money", "MoneyRange", "Quote", "Rate", "Rewritten", "Span"),
        "Type",
    ),
    "krmoney.writing": ("Style", "format", "style_names"),
}
_MODULES: Final = ("rates", "tables")
_room_of: Final = {name: room for room, names in _ROOMS.items() for name in names}

# What values call and do not import.
_hooks.install(
    {
        "krmoney._present.columns": ("row", "value_of_row"),
        "krmoney.language": ("translate",),
        "krmoney.models": ("core_schema_of", "serialiser_of"),
        "krmoney.notebook": (
            *("explanation_html", "findings_html", "mention_html", "mentions_html", "money_html", "rate_html"),
            "table_html",
            *("plot_amounts", "plot_rates", "to_dicts", "to_pandas", "to_polars"),
        ),
        "krmoney.units": ("quantity",),
        "krmoney.writing": ("format", "format_spec", "rewrite"),
    }
)


def __getattr__(name: str) -> Any:  # noqa: ANN401  # any public name
    """Import a public name on first use."""
    if name in _MODULES:
        return import_module(f"krmoney.{name}")
    if name not in _room_of:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = globals()[name] = getattr(import_module(_room_of[name]), name)
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return list(__all__)
