"""The values that krmoney returns: exact money, quoted rates, and figures found in a text."""

from krmoney.values.exact import CONVERTED, EXACT, RATIO, ends, exact, last_digit_unit, plain
from krmoney.values.mention import KINDS, TYPES, Evidence, Kind, Mention, Mentions, Quote, Rewritten, Span, Type
from krmoney.values.money import Money, Rate
from krmoney.values.range import MoneyRange

__all__ = [
    "CONVERTED",
    "EXACT",
    "KINDS",
    "RATIO",
    "TYPES",
    "Evidence",
    "Kind",
    "Mention",
    "Mentions",
    "Money",
    "MoneyRange",
    "Quote",
    "Rate",
    "Rewritten",
    "Span",
    "Type",
    "ends",
    "exact",
    "last_digit_unit",
    "plain",
]
