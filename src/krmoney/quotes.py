"""A foreign amount and its restatement: ``337억 크로나(약 4조 4000억원)``, ``4억5000만 달러, 우리돈으로 약 5900억원``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Final, Literal

from krmoney.currencies import lexicon
from krmoney.grammar import Expression
from krmoney.iso import Currency
from krmoney.values import Money, Rate

__all__ = ["OPEN", "pairs", "rate"]

OPEN: Final = "([{〔〈《「『【（［"
_FAR: Final = 40  # characters that may stand between an amount and its restatement


@cache
def _joint() -> re.Pattern[str]:
    """What may stand between an amount and its restatement, up to the restatement's own hedges."""
    own = "|".join(sorted((re.escape(word) for word in lexicon().own), key=len, reverse=True))
    own = rf"(?:(?:{own})(?:으?로)?(?: ?(?:환산하면|환산|치면|따지면|계산하면))?)"
    return re.compile(
        # in brackets, behind any few words without a figure: (3일 기준 약
        rf" ?[{re.escape(OPEN)}](?:[^()\[\]0-9]|[0-9]++(?:일|월|년|시|분|차))*+"
        rf"|,? {own}[^()\[\],.0-9]*+"
    )


def pairs(text: str, found: Sequence[Expression]) -> dict[int, int]:
    """Return, by index of the amount, the index of the amount that restates it right behind.

    The restatement stands in brackets, or after a comma behind 우리 돈, 한화 and the like.
    """
    linked: dict[int, int] = {}
    for index in range(len(found) - 1):
        one, two = found[index], found[index + 1]
        if one.unit != "money" or two.unit != "money" or two.start - one.right > _FAR or index in linked.values():
            continue
        if one.word is None or two.word is None or set(one.word.codes[:1]) & set(two.word.codes):
            continue
        between = text[one.right : two.start]
        if _joint().fullmatch(between):
            linked[index] = index + 1
    return linked


def rate(
    base: Expression, base_code: Currency, counter: Expression, counter_code: Currency, restated: Literal["base", "counter"]
) -> Rate | None:
    """Return the rate that a pair of points implies, or None if a side is no single positive amount."""
    if base.low is None or base.low != base.high or counter.low is None or counter.low != counter.high:
        return None
    if base.low <= 0 or counter.low <= 0:
        return None
    return Rate.quoted(
        Money(Decimal(base.low), base_code), Money(Decimal(counter.low), counter_code), rounded=restated
    )
