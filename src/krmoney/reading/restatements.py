"""A foreign amount and its restatement: ``337억 크로나(약 4조 4000억원)``, ``20억 달러, 우리 돈 2조원``.

A restatement is linked whatever its rate: an impossible rate is exactly the mistake that a fact checker looks for.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cached_property
from itertools import product
from math import log
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from krmoney.reading import stated_rates
from krmoney.reading.lexicon import WON
from krmoney.reading.modifiers import after, number, read
from krmoney.reading.patterns import alternatives, lasts, lazy, template
from krmoney.values import RATIO, Evidence, Money, Quote, Rate, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from krmoney.iso import Currency
    from krmoney.reading.figures import Figure
    from krmoney.reading.source import Source
    from krmoney.reading.vocabulary import Vocabulary

__all__ = ["bare_won", "belong", "is_restated", "link", "named", "quote", "restates_to_the_end"]

_WON: Final = "KRW"
_OPEN: Final = lazy(r" ?[(\[{〔〈《【] ?")
_CLOSE: Final = lazy(r" ?[)\]}〕〉》】]")
_UNTIL: Final = lazy(" ?(?:까지|사이)")
# A bracket after the noun of the amount: 100만 달러의 벌금(약 14억원).
_OPEN_LATER: Final = lazy(r"[가-힣]{0,4}(?: [가-힣]{1,6}){0,2}[.,]? ?[(] ?")
_MORE: Final = template(r"[을를이가]? ?{besides}")  # 유로로는 12억 유로를 더 낸다: another amount
_NEXT: Final = lazy(r" ?(?:[,·/;]| 또는| 혹은) ?")  # the next one in the same bracket
# What joins the amounts of a list, before brackets and in them: 3억 달러와 2억 달러(각각 약 4140억원, 2760억원).
_LISTED: Final = lazy(r"(?: ?[,·/] ?|[와과] | 및 )(?:[가-힣A-Za-z]{1,8} ){0,2}")
_EACH: Final = lazy("각각 ?")
_FROM: Final = lazy("에서 ?|부터 ?")
_RATE_AFTER: Final = template(r" ?(?:/[^\s,)]{1,6} ?)?(?:을 |를 )?(?:{rate_applied}|으?로 {rate_applied})")
_SUM: Final = template("(?<![가-힣])(?:{summed})(?![가-힣])")  # 30만 유로 + 옵션 5만 유로(총 5억원)
_RATE_BEFORE: Final = lazy(r"환율[은이]? ?$")
_SENTENCE_END: Final = lazy("[.!?。] ")
_OTHER_TOPIC: Final = lazy("(?<![가-힣])(?![가-힣]*는데)[가-힣A-Za-z]*[은는이가],? ?$")
_FACTOR: Final = log(4)  # a rate further than this factor from the value of the currency is not plausible
_LOOSE: Final = log(1.8)  # … and where two sums may only be listed, than this: 5억달러, 원화 3천억원
_CLOSE_TO: Final = log(1.35)  # … and where not even a hedge says so: 100만 달러 기부(14억원)
_MOST_IN_BRACKET: Final = 80  # characters
_MOST_BETWEEN: Final = 60  # characters between an amount and what restates it later in the sentence or in the next
_MOST_SAID: Final = 40  # characters of the condition that a bracket first says
_SAID: Final = 40  # characters before an amount in which 한화로 and its hedges stand


class _Link(NamedTuple):
    """One amount that restates another, by their indices.

    Attributes:
        first: the amount that comes first.
        second: the one that restates it.
        foreign: the amount of a pair that gets the quote, or None.
        other: the other one of that pair.
    """

    first: int
    second: int
    foreign: int | None
    other: int


def link(source: Source, vocabulary: Vocabulary, figures: Sequence[Figure]) -> list[Figure]:
    """Link each amount to the one that restates it, and apply the bounds and hedges that follow its bracket."""
    linked = [_close(source.text, vocabulary, each) for each in figures]
    if len(figures) == 1:
        return linked
    for each in _Linker(source.text, vocabulary, figures).links():
        linked[each.second] = linked[each.second]._replace(repeats=each.first)
        if each.foreign is not None:
            linked[each.foreign] = linked[each.foreign]._replace(pair=each.other)
    return linked


def quote(source: Source, vocabulary: Vocabulary, figures: Sequence[Figure]) -> list[Figure]:
    """Add the quote to the foreign amount of each pair; the same currency twice is not a pair."""
    quoted = list(figures)
    for index, each in enumerate(figures):
        other = None if each.pair is None else figures[each.pair]
        if other is not None and (each.currency is None or each.currency != other.currency):
            start, end = source.span(other.start, other.end)
            rate = _rate(each, other, "counter" if other.start > each.start else "base")
            off = _off(vocabulary, each, other)
            restated = Quote(
                start, end, source.given[start:end], other.currency, plausible=off is None or off < _FACTOR, rate=rate
            )
            quoted[index] = quoted[index]._replace(quote=restated)
        first = None if each.repeats is None else figures[each.repeats]
        if first is not None and (each.currency is None or each.currency != first.currency):
            quoted[index] = quoted[index]._replace(restates=Span(*source.span(first.start, first.end)))
    return quoted


def restates_to_the_end(text: str, vocabulary: Vocabulary, figures: Sequence[Figure], end: int) -> bool:
    """Tell whether figures restate the first, and nothing else comes before `end`: ``337억 크로나(약 4조원)``."""
    one, last = figures[0], figures[-1]
    opened, closed = _OPEN.match(text, one.right) is not None, _CLOSE.match(text, last.right) is not None
    if opened != closed or any(stated_rates.pairs(text, vocabulary, figures)):
        return False
    if {each.second for each in _Linker(text, vocabulary, figures).links()} != {*range(1, len(figures))}:
        return False
    return (_close(text, vocabulary, one).right if opened else last.right) >= end


def belong(text: str, vocabulary: Vocabulary, one: Figure, two: Figure) -> bool:
    """Tell whether neighbours can be the same money: ``2만원(약 40만 동)``, ``1달러=25,400동``."""
    if one.unit != "money" or not (
        any(_Linker(text, vocabulary, (one, two)).links()) or any(stated_rates.pairs(text, vocabulary, (one, two)))
    ):
        return False
    off = _off(vocabulary, one, two)
    return off is not None and off < _FACTOR


def is_restated(text: str, vocabulary: Vocabulary, one: Figure) -> bool:
    """Tell whether won follows that can be what an amount is worth: ``50만 동이 약 2만6천 원``."""
    joints = vocabulary.derive(_joints)
    opened = _OPEN.match(text, one.end) or _OPEN_LATER.match(text, one.end)
    joined = joints.inside.match(text, opened.end()) if opened else joints.joint.match(text, one.end)
    if joined is None or not text[joined.end() : joined.end() + 1].isdecimal():
        return False
    two = read(text, vocabulary, joined.end())
    off = _off(vocabulary, one, two) if two and _is_won(two) else None
    return off is not None and off < _FACTOR


def _names_of_won(vocabulary: Vocabulary) -> list[str]:
    """Return the words for won before a number: 우리 돈, 한화."""
    return [name for name, word in vocabulary.currencies.own.items() if word.codes[0] == _WON]


def _bare_bracket(vocabulary: Vocabulary) -> re.Pattern[str]:
    own = alternatives(_names_of_won(vocabulary))
    hedge = vocabulary.hedges.words("approx")
    return re.compile(rf" ?\(((?:(?:{own}) ?)?(?P<hedge>(?:{hedge}) ?)?)(?=[0-9][^()]{{0,24}}\))")


def bare_won(text: str, vocabulary: Vocabulary, one: Figure) -> Figure | None:
    """Read a number without 원 in the brackets after a foreign amount: ``5달러(약 6500)``."""
    if not text.startswith(("(", " ("), one.end) or one.unit != "money" or one.word is None or _WON in one.word.codes:
        return None
    opened = vocabulary.derive(_bare_bracket).match(text, one.end)
    bare = number(text, vocabulary, opened.end()) if opened else None
    if opened is None or bare is None or text[bare.end : bare.end + 1] != ")":
        return None
    if not opened[1] and bare.last.numeral.scale == 1:
        return None
    why = Evidence("elided", "restatement", opened[1].strip(), opened.start(1), opened.end(1))
    bare = bare._replace(approx=bare.approx or opened["hedge"] is not None, left=opened.start(1))
    bare = bare.assign_currency(WON, why)
    off = _off(vocabulary, one, bare)
    return bare if off is None or off < _FACTOR else None


_NAMED: Final = lazy(r"(?<![\w.,])[0-9][0-9,.천백십만억조]*+ ?$")
_MOST_NAMED: Final = 24  # characters of the number


def named(text: str, vocabulary: Vocabulary, two: Figure) -> Figure | None:
    """Read the number after a currency's name that an amount in brackets restates: ``덴마크 크로네 500(약 9만8천원)``.

    Without a realistic rate the number may be anything: ``유로 2024(입장료 3만원)``.
    """
    bracket = two.left - 1
    if text[bracket : bracket + 1] != "(" or two.unit != "money":
        return None
    match = _NAMED.search(text, max(0, bracket - _MOST_NAMED), bracket)
    only = number(text, vocabulary, match.start()) if match else None
    if match is None or only is None or only.end != match.end() - match[0].endswith(" "):
        return None
    stop = only.start - (text[only.start - 1 : only.start] == " ")
    start, word = next(vocabulary.currencies.names_before(text, stop), (stop, WON))
    glued = start and (text[start - 1].isalnum() or text[max(0, start - 2) : start - 1].isdecimal())
    if glued or word.per != 1 or word.needs_evidence or word.codes == WON.codes:
        return None
    last = only.assign_currency(word, None).last._replace(start=start, word_start=start)
    one = only._replace(start=start, left=start, unit="money", first=last, last=last)
    off = _off(vocabulary, one, two)
    return one if off is not None and off < _LOOSE and belong(text, vocabulary, one, two) else None


class _Joints(NamedTuple):
    """Patterns of the text between an amount and its restatement, restatements.toml."""

    inside: re.Pattern[str]
    joint: re.Pattern[str]
    loose: re.Pattern[str]
    head: re.Pattern[str]
    said: re.Pattern[str]
    said_lasts: frozenset[str] | None  # a cheap check before `said`


def _joints(vocabulary: Vocabulary) -> _Joints:
    won = _names_of_won(vocabulary)
    lists = {
        "own": alternatives(vocabulary.currencies.own),
        "won": alternatives(won),
        "ours": alternatives(name for name in won if name.endswith("돈")),
        "hedge": vocabulary.hedges.words("approx", "lower", "upper", "none"),
        "approx": vocabulary.hedges.words("approx"),
        "reckoned": vocabulary.cues.alternatives("reckoned"),
    }

    def of_rows(table: str, *, loose: bool = False) -> str:
        found = "|".join(row.pattern for row in vocabulary.joints[table] if row.loose == loose)
        for name, words in lists.items():
            found = found.replace(f"{{{name}}}", f"(?:{words})")
        return found

    condition, words = of_rows("condition"), of_rows("word")
    said = rf"(?:{of_rows('said')})(?: ?(?:{lists['reckoned']}))?,? ?(?:(?:{lists['hedge']}) ?)*"
    return _Joints(
        lazy(rf"(?:[^()\[\]\n]{{0,{_MOST_SAID}}}(?:{condition})[ ,:;·/]*)?+(?:(?:{words})[ ,:;·]*)*+"),
        lazy(of_rows("joint")),
        lazy(of_rows("joint", loose=True)),
        lazy(rf"(?:(?:{of_rows('head')}),? ?)*+"),
        lazy(f"{said}+$"),
        lasts(said, " "),
    )


class _Linker:
    """Finds the restatements of one text.

    Args:
        text: canonical text.
        vocabulary: the words.
        figures: its figures.
    """

    def __init__(self, text: str, vocabulary: Vocabulary, figures: Sequence[Figure]) -> None:
        self.text: Final = text
        self.vocabulary: Final = vocabulary
        self.figures: Final = figures
        self.amounts: Final = [
            index for index, each in enumerate(figures) if each.unit == "money" and each.word and each.equals is None
        ]
        self._second: Final[set[int]] = set()
        self._paired: Final[set[int]] = set()

    @cached_property
    def joints(self) -> _Joints:
        """What may come between an amount and its restatement."""
        return self.vocabulary.derive(_joints)

    def links(self) -> Iterator[_Link]:
        """Yield the links of all amounts: in brackets, right after the amount, later in the sentence or in the next."""
        for at, index in enumerate(self.amounts) if len(self.amounts) > 1 else ():
            following = self.amounts[at + 1 : at + 2]
            found = self._back(at)
            found += (
                self._respectively(at)
                or self._in_bracket(index)
                or [
                    link for second in following if second not in self._second for link in self._adjacent(index, second)
                ]
            )
            for each in found:
                self._second.add(each.second)
                if each.foreign is not None:
                    self._paired.add(each.foreign)
                yield each

    def _pair(self, first: int, second: int) -> _Link:
        """Return the link of two amounts, of which one is foreign."""
        foreign, other = (second, first) if _is_won(self.figures[first]) else (first, second)
        return _Link(first, second, foreign, other)

    def _respectively(self, at: int) -> list[_Link]:
        """Return the links of a list with the list in the brackets after it: ``3억·2억 달러(4140억·2760억원)``.

        Both are as long, and every pair in order has a realistic rate.
        """
        last = self.figures[self.amounts[at]]
        opened = _OPEN.match(self.text, last.right)
        if at == 0 or opened is None or not self._is_listed(at - 1):
            return []
        begin = opened.end()
        closed = _CLOSE.search(self.text, begin, begin + _MOST_IN_BRACKET)
        stop = at + 1
        while closed and stop < len(self.amounts) and self.figures[self.amounts[stop]].start < closed.start():
            one, two = (self.figures[self.amounts[each]] for each in (stop, at + 1))
            if one.word != two.word or (stop > at + 1 and not self._is_listed(stop - 1)):
                return []
            stop += 1
        count = stop - at - 1
        begins = at - count + 1
        if count < 2 or begins < 0 or not all(map(self._is_listed, range(begins, at))):  # noqa: PLR2004
            return []
        each = _EACH.match(self.text, begin)
        if not self._says(each.end() if each else begin, self.figures[self.amounts[at + 1]]):
            return []
        pairs = [(self.amounts[begins + one], self.amounts[at + 1 + one]) for one in range(count)]
        likely = all(
            _differ(self.figures[one], self.figures[two])
            and self._is_likely(self.figures[one], self.figures[two], _LOOSE)
            for one, two in pairs
        )
        return [self._pair(one, two) for one, two in pairs] if likely else []

    def _is_listed(self, at: int) -> bool:
        """Tell whether an amount and the next are neighbours in a list."""
        one, two = (self.figures[index] for index in self.amounts[at : at + 2])
        return _LISTED.fullmatch(self.text, one.right, two.left) is not None

    def _in_bracket(self, first: int) -> list[_Link]:
        """Return the links of an amount with those in the brackets after it.

        A foreign amount is linked with the won in the brackets, or else with the first amount in them; those in the
        brackets restate the amount before.
        """
        inside = self._inside(first)
        if inside and self._changes(inside[-1]):  # 200달러에서 500달러(28만원에서 70만원)로
            both = self._changes(first - 1)
            return [self._pair(first - 1, inside[-1]), self._pair(first, inside[-1] + 1)] if both else []
        won = next((index for index in inside if _is_won(self.figures[index])), None)
        return [
            self._pair(first, index)
            if index == won or _is_won(self.figures[first]) or (won is None and index == inside[0])
            else _Link(first, index, None if won is None else index, first if won is None else won)
            for index in inside
        ]

    def _inside(self, first: int) -> list[int]:
        """Return the amounts in the brackets after an amount that restate it."""
        text, one = self.text, self.figures[first]
        near = _OPEN.match(text, one.right)
        opened = near or _OPEN_LATER.match(text, one.right)
        if opened is None:
            return []
        begin = opened.end()
        closed = _CLOSE.search(text, begin, begin + _MOST_IN_BRACKET)
        stop = closed.start() if closed else begin + _MOST_IN_BRACKET
        inside: list[int] = []
        passed = False  # another amount stands in the brackets before
        for index in range(first + 1, len(self.figures)):
            two = self.figures[index]
            if two.start >= stop:
                break
            money = two.unit == "money" and two.equals is None
            other = self._is_rate(one, two) or self._is_change(one, two)
            said = money and not other and self._says(begin, two) and _for_the_same(one, two)
            if not said and not (money and not other and not passed and self._is_close(begin, one, two)):
                if inside:
                    break
                passed = passed or two.unit == "money"
                continue
            if not self._is_meant(one, two, begin, late=near is None):
                break
            if _differ(one, two):
                inside.append(index)
            comma = _NEXT.match(text, two.right)
            if comma is None:
                break
            begin = comma.end()
        return inside

    def _says(self, begin: int, two: Figure) -> bool:
        """Tell whether only a condition, a day, a hedge and the like come before an amount in brackets."""
        return any(self.joints.inside.fullmatch(self.text, begin, end) for end in (two.left, two.start))

    def _is_close(self, begin: int, one: Figure, two: Figure) -> bool:
        """Tell whether an amount in brackets is hedged, after a comma or a period, and near what the other is worth.

        ``50유로(1박, 약 7만4천원)``, ``1,500유로(월 약 222만원)``
        """
        apart = begin == two.left or self.text[begin : two.left].rstrip(" ")[-1:] in {",", "·"}
        off = _off(self.vocabulary, one, two) if apart and two.approx and _differ(one, two) else None
        return off is not None and off < _CLOSE_TO

    def _is_meant(self, one: Figure, two: Figure, begin: int, *, late: bool) -> bool:
        """Tell whether an amount in brackets is worth what the one before them is, and not another or a sum.

        Args:
            one: the amount before the brackets.
            two: the amount in them.
            begin: where the words before it begin.
            late: other words stand between the amount and the brackets.
        """
        if not _differ(one, two):  # 300달러(세금 포함 330달러, 45만원)
            return (one.low, one.high) == (two.low, two.high)
        if late and not self._is_likely(one, two, _LOOSE if begin < two.start else _CLOSE_TO):
            return False
        summed = _SUM(self.vocabulary).search(self.text, begin, two.start)
        return summed is None or self._is_likely(one, two, _CLOSE_TO)

    def _is_change(self, one: Figure, two: Figure) -> bool:
        """Tell whether an amount in brackets says how much more or less it is: ``5억 달러(13억원 할인)``."""
        return self._tells_change(two) and not self._is_likely(one, two, _LOOSE)

    def _tells_change(self, two: Figure) -> bool:
        """Tell whether a word after an amount says that it is more or less: ``12만원 인하``."""
        at = two.right + self.text.startswith("의 ", two.right)
        at += self.text.startswith(" ", at)
        return self.vocabulary.cues["changed"].match(self.text, at) is not None

    def _is_rate(self, one: Figure, two: Figure) -> bool:
        """Tell whether an amount in brackets is the rate: ``3억 달러(환율 1,380원 기준 4140억원)``."""
        if _RATE_AFTER(self.vocabulary).match(self.text, two.end) or (
            self.text[two.start - 1] in "=당" and self.text[two.start - 2 : two.start] != "(="
        ):
            return True
        if two.first.value == 1 and not _differ(one, two):  # 300달러(1달러 1380원 기준 41만4천원)
            return True
        rate = _RATE_BEFORE.search(self.text, max(0, two.start - _SAID), two.start)
        return rate is not None and not self._is_likely(one, two, _FACTOR)

    def _changes(self, index: int) -> bool:
        """Tell whether two neighbouring amounts are the values before and after a change."""
        if not 0 <= index < len(self.figures) - 1:
            return False
        one, two = self.figures[index], self.figures[index + 1]
        return two.unit == "money" and _FROM.fullmatch(self.text, one.right, two.left) is not None

    def _adjacent(self, first: int, second: int) -> list[_Link]:
        """Return the link of neighbours that the words between them join: ``3억 달러, 즉 4140억원``."""
        one, two = self.figures[first], self.figures[second]
        if two.start - one.right > _MOST_BETWEEN or not _differ(one, two) or not _for_the_same(one, two):
            return []
        joined = self.joints.joint.fullmatch(self.text, one.right, two.start)
        loose = None if joined else self.joints.loose.fullmatch(self.text, one.right, two.start)
        if joined or (loose and self._is_likely(one, two, _LOOSE) and not self._tells_change(two)):
            return [self._pair(first, second)]
        return [self._pair(first, second)] if self._fill_brackets(one, two) else []

    def _fill_brackets(self, one: Figure, two: Figure) -> bool:
        """Tell whether brackets hold an amount and what it is worth, and nothing else: ``애플(5억 유로, 7500억원)``."""
        comma = _NEXT.match(self.text, one.end)
        return (
            comma is not None
            and comma.end() == (two.left if two.approx else two.start)
            and self.text[one.left - 1 : one.left] == "("
            and self.text[two.right : two.right + 1] == ")"
            and (two.approx or self._is_likely(one, two, _CLOSE_TO))
        )

    def _back(self, at: int) -> list[_Link]:
        """Return the link of an amount after 한화로 with the nearest amount before it that has none."""
        second = self.amounts[at]
        two = self.figures[second]
        if at == 0 or second in self._second:
            return []
        at_last = self.joints.said_lasts
        if at_last and self.text[max(0, two.start - 2) : two.start].rstrip(" ")[-1:] not in at_last:
            return []
        said = self.joints.said.search(self.text, max(0, two.start - _SAID), two.start)
        if said is None or _MORE(self.vocabulary).match(self.text, two.right):
            return []
        for back in range(at - 1, -1, -1):
            first = self.amounts[back]
            one = self.figures[first]
            between = self.text[one.right : said.start()]
            if len(between) > _MOST_BETWEEN or "\n" in between:
                break
            if first not in self._paired and _differ(one, two) and _for_the_same(one, two):
                return [self._pair(first, second)] if self._leads(between, one, two) else []
        return []

    def _leads(self, between: str, one: Figure, two: Figure) -> bool:
        """Tell whether words lead from an amount to one after 한화로: the end of a sentence, or any of its own."""
        ended = list(_SENTENCE_END.finditer(between))
        if ended:
            return len(ended) == 1 and self.joints.head.fullmatch(between, ended[0].end()) is not None
        other = _OTHER_TOPIC.search(between)  # A사는 3억 달러를, B사는 한화로 4000억원을
        if other and other.start() and not self.joints.head.fullmatch(between, other.start()):
            return False
        return self._is_likely(one, two, _FACTOR)

    def _is_likely(self, one: Figure, two: Figure, most: float) -> bool:
        off = _off(self.vocabulary, one, two)
        return off is None or off < most


def _is_won(found: Figure) -> bool:
    return found.word is not None and found.word.codes == (_WON,)


def _differ(one: Figure, two: Figure) -> bool:
    """Tell whether two amounts can be of two currencies; ``100억원(1백억원)`` says the same twice."""
    if one.word is None or two.word is None:
        return False
    if set(one.word.codes).isdisjoint(two.word.codes):
        return True
    default = one.word.default
    if one.word.codes == two.word.codes or (default is not None and default == two.word.default):
        return False
    return (one.low, one.high) != (two.low, two.high)


def _for_the_same(one: Figure, two: Figure) -> bool:
    """Tell whether both amounts are for the same thing: 10만 달러(1인당 200만원)."""
    return (two.per is None or two.per.strip("1 당") == (one.per or "").strip("1 당")) and two.period in {
        None,
        one.period,
    }


def _off(vocabulary: Vocabulary, one: Figure, two: Figure) -> float | None:
    """Return how far the rate of two amounts is from the value of their currencies, as a logarithm, if known."""
    value, other = (_ends(each)[-1] for each in (one, two))
    if one.kind == "vague" or two.kind == "vague" or (value > 0) != (other > 0) or not value or not other:
        return None
    rate = float(RATIO.divide(other, value))
    offs = (vocabulary.typical.off(mine, its, rate) for mine, its in product(_codes(one), _codes(two)))
    return min((off for off in offs if off is not None), default=None)


def _codes(found: Figure) -> tuple[Currency, ...]:
    """Return the currencies that an amount can be in."""
    if found.currency or found.candidates:
        return (found.currency,) if found.currency else found.candidates
    return () if found.word is None else (found.word.default,) if found.word.default else found.word.codes


def _close(text: str, vocabulary: Vocabulary, one: Figure) -> Figure:
    """Read what bounds or hedges an amount after its brackets: ``500만 유로(약 62억원) 정도``."""
    opened = _OPEN.match(text, one.right)
    closed = _CLOSE.search(text, opened.end(), opened.end() + _MOST_IN_BRACKET) if opened else None
    if closed is None:
        return one
    until = _UNTIL.match(text, closed.end()) if one.kind == "range" else None
    return after(text, vocabulary, one, until.end() if until else closed.end())


def _rate(base: Figure, counter: Figure, rounded: Literal["base", "counter"]) -> Rate | None:
    """Return the rate that a pair implies, or None if a side is vague or undecided, or the signs differ.

    For a range it is the rate of the upper ends; the error bars include what either end implies.
    """
    if base.currency is None or counter.currency is None or base.kind == "vague" or counter.kind == "vague":
        return None
    own, other = _ends(base), _ends(counter)
    if len({*(one > 0 for one in own), *(two > 0 for two in other)}) > 1 or not all((*own, *other)):
        return None
    most = max(len(own), len(other))
    rates = [
        Rate.quoted(Money(one.copy_abs(), base.currency), Money(two.copy_abs(), counter.currency), rounded=rounded)
        for one, two in zip((own * most)[-most:], (other * most)[-most:], strict=True)
    ]
    if most == 1:
        return rates[0]
    low, high = min(rate.low for rate in rates), max(rate.high for rate in rates)
    return Rate(base.currency, counter.currency, rates[-1].value, low, high)


def _ends(found: Figure) -> list[Decimal]:
    if found.kind == "range" and found.low is not None and found.high is not None and found.first is not found.last:
        return [Decimal(found.low), Decimal(found.high)]
    return [Decimal(found.first.value)]
