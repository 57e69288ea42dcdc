"""A foreign amount and its restatement: ``337억 크로나(약 4조 4000억원)``, ``20억 달러, 우리 돈 2조원``."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from krmoney.reading.lexicon import WON
from krmoney.reading.modifiers import after, number
from krmoney.reading.patterns import lazy
from krmoney.values import RATIO, Evidence, Money, Quote, Rate, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from krmoney.reading.figures import Figure
    from krmoney.reading.source import Source
    from krmoney.reading.vocabulary import Vocabulary

__all__ = ["bare_won", "link", "quote", "restates_to_the_end"]

_WON: Final = "KRW"
_OPEN: Final = "([{〔〈《「『【（［"
_CLOSE: Final = lazy(r" ?[)\]}〕〉》」』】）］]")
_UNITS: Final = {1, 10, 100, 1000}
_ABSURD: Final = 6  # a rate this many times off what the currency is usually worth is no rate
_UNLIKE: Final = 1.8  # … and of a loose pair, which a comma joins, this many times: 5억달러, 원화 3천억원 are two sums
_MOST_BETWEEN: Final = 40  # characters that may stand between an amount and its restatement


def _joint(vocabulary: Vocabulary) -> re.Pattern[str]:
    """What may stand between an amount and its restatement: hedges, whose money it is, of which day the rate is.

    Any other word means that the bracket holds something else: 10억 달러(내수는 3000억원).
    """
    names = sorted(vocabulary.currencies.own.items(), key=lambda item: len(item[0]), reverse=True)
    own = "|".join(re.escape(name) for name, _ in names)
    won = "|".join(re.escape(name) for name, word in names if "KRW" in word.codes)
    reckoned = "(?:환산하면|환산 ?시|환산|치면|따지면|계산하면|하면)"
    said = rf"(?:{own})(?:으?로)?(?: ?{reckoned})?"
    hedge = vocabulary.hedges.words("approx", "lower", "upper", "none") + "|≒|≈|="
    rate = "현재|당시|지난|전일|이날|오늘|종가|매매기준율|기준|환율|적용|로|으로|시|환산하면|환산|하면|[A-Z]{3}"
    date = "[0-9]++(?:일|월|년|시|분)"
    return re.compile(
        rf" ?[{re.escape(_OPEN)}] ?(?:(?:{said}|{hedge}|{rate}|{date})[ ,:]*)*+"
        # behind a comma only of won, or with a word for it: 달러화 5억달러, 유로화 3억유로 is a list
        rf"|(?:[은는이가]|으?로)?[,.]? ?(?:(?:{won})(?:으?로)?|(?:{own})으?로)(?: ?{reckoned})? ?(?:(?:{hedge}) ?)*+"
        r"| ?[=≒≈] ?(?:약 ?)?| ?· ?약 ?|, 약 ?"
    )


_LOOSE: Final = lazy(r"(?:[은는이가]|으?로)?[,.]? ?(?:원화|한화|약)(?:(?: ?약)? ?)")
_LISTED: Final = lazy(", ?원화 ?")  # US$3억, 원화 2천억원: two sums
_NEXT: Final = lazy(r" ?[,·/;] ?(?:(?:약|한화|우리 ?돈|미화|대략)(?:으?로)? ?)*+")  # the next one in the same bracket


def link(source: Source, vocabulary: Vocabulary, figures: Sequence[Figure]) -> list[Figure]:
    """Link each amount to the one that restates it, and bound or hedge it by what follows the bracket."""
    linked = list(figures)
    for one, two in _pairs(source.text, vocabulary, figures).items():
        linked[one] = _close(source.text, vocabulary, linked[one], linked[two])._replace(restated_by=two)
    return linked


def quote(source: Source, vocabulary: Vocabulary, figures: Sequence[Figure]) -> list[Figure]:  # noqa: ARG001  # a stage
    """Tell the two of a pair of each other: the foreign amount of its restatement, the second of the first.

    A pair of which a currency is undecided stays unlinked.
    """
    quoted = list(figures)
    for one, each in enumerate(figures):
        two = each.restated_by
        if two is None:
            continue
        base, counter = (two, one) if each.currency == _WON else (one, two)
        code = figures[counter].currency
        if code is None or figures[base].currency in {None, code}:
            continue
        rate = _rate(figures[base], figures[counter], "counter" if counter == two else "base")
        start, end = source.span(figures[counter].start, figures[counter].end)
        quoted[base] = quoted[base]._replace(
            quote=Quote(start, end, source.given[start:end], code, plausible=True, rate=rate)
        )
        if earlier := quoted[two].restates:  # 100달러(약 90유로, 13만원): the euros restate the dollars, too
            quoted[one] = quoted[one]._replace(restates=quoted[one].restates or earlier)
        else:
            quoted[two] = quoted[two]._replace(restates=Span(*source.span(each.start, each.end)))
    return quoted


def restates_to_the_end(text: str, vocabulary: Vocabulary, one: Figure, two: Figure, end: int) -> bool:
    """Tell whether `two` restates `one`, and nothing else stands before `end`: ``337억 크로나(약 4조원)``."""
    opened, closed = _is_open(text, one, two), _CLOSE.match(text, two.right) is not None
    if opened != closed or _pairs(text, vocabulary, [one, two]) != {0: 1}:
        return False
    return (_close(text, vocabulary, one, two).right if opened else two.right) >= end


def _bare_bracket(vocabulary: Vocabulary) -> re.Pattern[str]:
    own = "|".join(re.escape(name) for name, word in vocabulary.currencies.own.items() if word.codes[0] == _WON)
    return re.compile(rf" ?\(((?:(?:{own}) ?)?(?P<hedge>(?:{vocabulary.hedges.words('approx')}) ?)?)(?=[0-9])")


def bare_won(text: str, vocabulary: Vocabulary, read: Figure) -> Figure | None:
    """Read the won without a word for it in the brackets after a foreign amount: ``5달러(약 6500)``."""
    if read.unit != "money" or read.word is None or _WON in read.word.codes:
        return None
    opened = vocabulary.derive(_bare_bracket).match(text, read.end)
    bare = number(text, vocabulary, opened.end()) if opened else None
    if opened is None or bare is None or text[bare.end : bare.end + 1] != ")":
        return None
    if not opened[1] and bare.last.numeral.scale == 1:
        return None
    why = Evidence("elided", "restatement", opened[1].strip(), opened.start(1), opened.end(1))
    bare = bare._replace(approx=bare.approx or opened["hedge"] is not None, left=opened.start(1))
    return bare.assign_currency(WON, why)


def _pairs(text: str, vocabulary: Vocabulary, found: Sequence[Figure]) -> dict[int, int]:
    """Return, by index of the amount, the index of the amount that restates it.

    The restatement stands in brackets right behind, or after a comma behind 우리 돈, 한화 and the like. Of several in
    the same brackets the won restates the amount before them, and each is restated by the next.
    """
    linked: dict[int, int] = {}
    index = 0
    while index < len(found) - 1:
        one, two = found[index], found[index + 1]
        index += 1
        if text.startswith(("=", " ="), one.right) and one.low in _UNITS:  # 1달러=1,380원 states a rate
            continue
        if two.start - one.right > _MOST_BETWEEN or not vocabulary.derive(_joint).fullmatch(text, one.right, two.start):
            continue
        if _LISTED.fullmatch(text, one.right, two.start):
            continue
        most = _UNLIKE if _LOOSE.fullmatch(text, one.right, two.start) else _ABSURD
        group = [index]
        if text[one.right : two.start].lstrip()[:1] in _OPEN:
            while group[-1] + 1 < len(found) and _NEXT.fullmatch(
                text, found[group[-1]].right, found[group[-1] + 1].start
            ):
                group.append(group[-1] + 1)
        restating = [at for at in group if _restates(vocabulary, one, found[at], most)]
        if restating:
            linked[index - 1] = next((at for at in restating if _is_won(found[at])), restating[0])
            linked |= {at: at + 1 for at in group[:-1] if _restates(vocabulary, found[at], found[at + 1])}
        index = group[-1] if len(group) > 1 else index
    return linked


def _is_won(found: Figure) -> bool:
    return found.word is not None and found.word.codes == ("KRW",)


def _restates(vocabulary: Vocabulary, one: Figure, two: Figure, most: float = _ABSURD) -> bool:
    """Tell whether two amounts can be the same money: two currencies, and no rate that there never was."""
    if one.unit != "money" or two.unit != "money" or one.word is None or two.word is None:
        return False
    if not set(one.word.codes[:1]).isdisjoint(two.word.codes):
        return False
    foreign, won = (two, one) if _is_won(one) else (one, two)
    if not _is_won(won) or foreign.word is None or not foreign.low or not won.low:
        return True
    worth = vocabulary.typical.won
    rate = RATIO.divide(won.low, foreign.low)
    known = [usual for code in foreign.word.codes if (usual := worth.get(code))]
    return not known or any(1 / most < float(rate) / float(usual) < most for usual in known)


def _is_open(text: str, one: Figure, two: Figure) -> bool:
    """Tell whether a restatement stands in brackets."""
    return text[one.right : two.start].lstrip()[:1] in _OPEN


def _close(text: str, vocabulary: Vocabulary, one: Figure, two: Figure) -> Figure:
    """Read what bounds or hedges the whole after the closing bracket: ``500만 유로(약 62억원) 정도``."""
    closed = _CLOSE.match(text, two.right) if _is_open(text, one, two) else None
    return after(text, vocabulary, one, closed.end()) if closed else one


def _rate(base: Figure, counter: Figure, rounded: Literal["base", "counter"]) -> Rate | None:
    """Return the rate that a pair implies, or None if a side is vague, not positive or of no decided currency.

    Of a range restated as a range both ends count: the error bars hold what either implies.
    """
    if base.currency is None or counter.currency is None or base.currency == counter.currency:
        return None
    if base.kind == "vague" or counter.kind == "vague" or base.first.value <= 0 or counter.first.value <= 0:
        return None
    rates = [
        Rate.quoted(Money(Decimal(one), base.currency), Money(Decimal(two), counter.currency), rounded=rounded)
        for one, two in zip(_ends(base), _ends(counter), strict=False)
    ]
    low, high = min(rate.low for rate in rates), max(rate.high for rate in rates)
    return rates[0] if len(rates) == 1 else Rate(base.currency, counter.currency, rates[-1].value, low, high)


def _ends(found: Figure) -> list[int | Decimal]:
    if found.kind == "range" and found.low is not None and found.high is not None and found.first is not found.last:
        return [found.low, found.high]
    return [found.first.value]
