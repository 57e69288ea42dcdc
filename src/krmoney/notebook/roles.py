"""The roles of figures on pages and charts, with a colour for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from krmoney.language import marked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from krmoney.iso import Currency
    from krmoney.values import Mention

__all__ = ["ROLES", "outermost", "role", "role_of"]

ROLES: Final = {
    "won": marked("won"),
    "foreign": marked("foreign currency"),
    "open": marked("currency undecided"),
    "ratio": marked("percent and multiples"),
    "rate": marked("rates"),
}


def role(mention: Mention) -> str:
    """Return which of `ROLES` a figure has."""
    if mention.type == "rate":
        return "rate"
    if mention.type != "money":
        return "ratio"
    return "open" if mention.currency is None else role_of(mention.currency)


def role_of(currency: Currency) -> str:
    """Return which of `ROLES` money of a currency has."""
    return "won" if currency == "KRW" else "foreign"


def outermost(found: Iterable[Mention]) -> list[Mention]:
    """Leave out figures inside another: the two amounts of ``1달러당 1391원``, which is one rate."""
    outermost: list[Mention] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not outermost or each.start >= outermost[-1].end:
            outermost.append(each)
    return outermost
