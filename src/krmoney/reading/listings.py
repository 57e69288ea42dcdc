"""The forms of listings: ``월세 5000/90`` is a deposit and a rent, ``연봉 5천`` a salary, all in 만.

None of its numbers has a scale or a unit, so no other rule finds them.
"""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from krmoney.reading.amounts import bare_amount
from krmoney.reading.figures import point
from krmoney.reading.lexicon import WON
from krmoney.reading.modifiers import after
from krmoney.reading.numbers import times
from krmoney.reading.patterns import lazy
from krmoney.reading.surroundings import coins
from krmoney.values import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from krmoney.reading.figures import Figure
    from krmoney.reading.source import Source
    from krmoney.reading.vocabulary import Vocabulary

__all__ = ["add_rents", "may_have_rents"]

_START: Final = attrgetter("start")

_UNIT: Final = 10**4
_ENDS: Final = (
    r"(?![0-9]|[.,][0-9]|[.,]? [0-9]+(?![0-9가-힣A-Za-z㎡])| [0-9][0-9,.]*[만천백억원]|[/~–-] ?[0-9]"
    r"| ?(?:[만천억원%/㎡m]|년|월|일|층|호|평|개월|주|시|분|명))"
)
_NUMBER: Final = "[1-9][0-9]{2,4}|[1-9][0-9]?,[0-9]{3}|[1-9]천(?:[1-9]백)?"
_DEPOSIT: Final = (
    rf"(?:(?P<deposit>{_NUMBER})|[1-9][0-9,]*(?:만원?|억(?: ?[0-9][0-9,]*(?:만원?|천)?)?))"  # or with a scale
)
_RENT: Final = rf"(?:(?P<rent>[1-9][0-9]{{0,2}}){_ENDS}|(?=[1-9][0-9]{{0,2}} ?만))"
_PARTS: Final = 2  # amounts in a form
_IS: Final = "[은는]?[ :]*"
_ONE: Final = ("연봉", "권리금")  # with which an amount alone may stand; a deposit can be 3천원
_WORDS: Final = ("월세", "반전세", "전월세", "보증금", *_ONE)  # with which a form begins
# A number that is in 만 by itself; four digits may be a year.
_ALONE: Final = r"[1-9]천(?:[1-9]백)?|(?!19[0-9]{2}|20[0-3][0-9])[1-9],?[0-9]{3}"
_FORMS: Final = (
    lazy(rf"(?:반전세|전월세|월세){_IS}{_DEPOSIT}(?: ?/ ?|에 ){_RENT}"),
    lazy(rf"보증금{_IS}{_DEPOSIT}(?:에|,| ?/)? ?(?:월세|월차임|차임|월){_IS}{_RENT}"),
    lazy(rf"(?:{'|'.join(_ONE)}){_IS}(?P<deposit>{_ALONE}){_ENDS}(?! ?여)"),
    lazy(rf"월세{_IS}{_RENT}(?:에|,| ?/)? ?보증금{_IS}(?P<deposit>{_NUMBER}){_ENDS}"),
)


def add_rents(source: Source, vocabulary: Vocabulary, figures: list[Figure]) -> list[Figure]:
    """Add the deposits and rents that are written without scale or unit to the figures of a text.

    >>> from krmoney.reading.source import Source
    >>> from krmoney.reading.vocabulary import Vocabulary
    >>> found = add_rents(Source("보증금 500에 월세 35"), Vocabulary.default(), [])
    >>> [(str(each.low), each.period) for each in found]
    [('5000000', None), ('350000', '월')]
    """
    text = source.text
    if not may_have_rents(text):
        return figures
    words = sorted(at for word in _WORDS for at in _places(text, word))
    found = figures
    for form in _FORMS:
        added: list[Figure] = []
        replaced: set[int] = set()  # where the bare numbers begin that are amounts now
        for match in filter(None, (form.match(text, at) for at in words)):
            why = Evidence("elided", "listing", match[0], match.start(), match.end())
            if _is_another(text, vocabulary, match.end()):
                continue
            for part in match.re.groupindex:
                start, end = match.span(part)
                only = bare_amount(text, vocabulary, start) if start >= 0 else None
                if only is None or only.end != end:
                    continue
                there = [*_between(found, start, end), *_between(added[-_PARTS:], start, end)]
                if any(each.unit is not None for each in there):
                    continue
                replaced.update(each.start for each in there)
                numeral = only.numeral._replace(scale=_UNIT)
                figure = point(text, vocabulary, only._replace(value=times(only.value, _UNIT), numeral=numeral))
                figure = after(text, vocabulary, figure, figure.right)
                period = "월" if part == "rent" else None
                added.append(figure.assign_currency(WON, why)._replace(period=period))
        if added:
            kept = [each for each in found if each.start not in replaced]
            found = sorted([*kept, *added], key=_START)
    return found


def _between(figures: list[Figure], start: int, end: int) -> Iterator[Figure]:
    """Yield the figures that share characters with a span; they are in order, and none shares any with another."""
    for index in range(max(0, bisect_left(figures, start, key=_START) - 1), len(figures)):
        if figures[index].start >= end:
            break
        if figures[index].end > start:
            yield figures[index]


def may_have_rents(text: str) -> bool:
    """Tell whether a text has a word with which a form begins; one character is looked for faster than two."""
    return (
        ("세" in text and ("월세" in text or "반전세" in text))
        or ("금" in text and ("보증금" in text or "권리금" in text))
        or ("봉" in text and "연봉" in text)
    )


def _places(text: str, word: str) -> Iterator[int]:
    """Yield where a word stands."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _is_another(text: str, vocabulary: Vocabulary, end: int) -> bool:
    """Tell whether a currency, a coin or a magnitude comes after the last number: ``월세 5000/90달러``."""
    at = end + text.startswith(" ", end)
    following = text[at : at + 1]
    return (
        (following.isascii() and following.isalpha())
        or vocabulary.currencies.match(text, at) is not None
        or vocabulary.derive(coins).match(text, at) is not None
    )
