"""The listing form of rents: ``월세 5000/90`` and ``보증금 500에 월세 35`` are a deposit and a rent, both in 만.

No number of it has a scale or a unit, so no other rule sees it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from krmoney.reading.amounts import bare_amount
from krmoney.reading.figures import point
from krmoney.reading.lexicon import WON
from krmoney.reading.numbers import times
from krmoney.reading.patterns import lazy
from krmoney.values import Evidence

if TYPE_CHECKING:
    from krmoney.reading.figures import Figure

__all__ = ["rents"]

_UNIT: Final = 10**4
_ENDS: Final = r"(?![0-9]|[.,][0-9]|[/~–-] ?[0-9]| [0-9]| ?(?:[만천억원%/㎡m]|년|월|일|층|호|평|개월|주|시|분|명))"
_NUMBER: Final = "[1-9][0-9]{2,4}|[1-9][0-9]?,[0-9]{3}"
_DEPOSIT: Final = rf"(?:(?P<deposit>{_NUMBER})|[1-9][0-9,]*(?:만원?|억(?: ?[0-9][0-9,]*(?:만원?|천)?)?))"  # or with a scale
_RENT: Final = rf"(?:(?P<rent>[1-9][0-9]{{0,2}}){_ENDS}|(?=[1-9][0-9]{{0,2}} ?만))"
_IS: Final = "[은는]?[ :]*"
_FORMS: Final = (
    lazy(rf"(?:반전세|전월세|월세){_IS}{_DEPOSIT}(?: ?/ ?|에 ){_RENT}"),
    lazy(rf"보증금{_IS}{_DEPOSIT}(?:에|,| ?/)? ?(?:월세|월차임|차임|월){_IS}{_RENT}"),
    lazy(rf"월세{_IS}{_RENT}(?:에|,| ?/)? ?보증금{_IS}(?P<deposit>{_NUMBER}){_ENDS}"),
)


def rents(text: str) -> list[Figure]:
    """Return the deposits and rents of a text that are written without scale or unit, in order.

    >>> [(str(each.low), each.period) for each in rents("보증금 500에 월세 35")]
    [('5000000', None), ('350000', '월')]
    """
    if "월" not in text:
        return []
    found: list[Figure] = []
    for form in _FORMS:
        for match in form.finditer(text):
            why = Evidence("elided", "listing", match[0], match.start(), match.end())
            for part in ("deposit", "rent"):
                only = bare_amount(text, match.start(part)) if match[part] else None
                if only is not None and only.end == match.end(part):
                    numeral = only.numeral._replace(scale=_UNIT)
                    only = only._replace(value=times(only.value, _UNIT), numeral=numeral)
                    figure = point(text, only).assign_currency(WON, why)
                    found.append(figure._replace(period="월") if part == "rent" else figure)
    return sorted(found)
