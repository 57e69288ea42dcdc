"""Which currency an amount is in, by its word, the quoted rate, a place, a neighbour, or the caller's choice.

Every decision has its evidence. Without any, the currency stays undecided.
"""

from __future__ import annotations

from bisect import insort
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney.reading.patterns import lazy, template
from krmoney.reading.restatements import belong, is_restated
from krmoney.reading.stated_rates import priced_in
from krmoney.reading.surroundings import nearest, sentence
from krmoney.values import RATIO, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from krmoney.iso import Currency
    from krmoney.reading.figures import Figure
    from krmoney.reading.lexicon import Word
    from krmoney.reading.source import Source
    from krmoney.reading.vocabulary import Vocabulary

__all__ = ["choose", "supports"]

_WON: Final = "KRW"
_MANY: Final = 1000
_FIRM: Final = frozenset({"place", "rate"})  # evidence in the words of the text, which can be evidence for neighbours
_SHARED: Final = frozenset("$¥£")
_COUNTED_IN: Final = template("{by}[는도만]?(?: {reckoned})?,?$")
_MOST_COUNTED: Final = 12  # characters of 로 환산했을 때
_MOST_BACK: Final = 1500  # characters of the paragraphs before that may name a country


class _Choice(NamedTuple):
    """The currency if it is decided, otherwise None and the candidates."""

    currency: Currency | None
    candidates: tuple[Currency, ...]
    why: Evidence | None


class _Place(NamedTuple):
    """A place name in the text and the currencies used there.

    Attributes:
        start: where the name begins.
        end: where it ends.
        codes: the currencies used there.
        sure: no other place next to it could be the country of the money.
    """

    start: int
    end: int
    codes: tuple[str, ...]
    sure: bool = True


def choose(
    source: Source, vocabulary: Vocabulary, figures: Sequence[Figure], *, prefer: Sequence[Currency] = ()
) -> list[Figure]:
    """Decide the currency of every amount: unambiguous ones first, as neighbours for the others."""
    chosen = list(figures)
    open_: list[tuple[int, int]] = []
    for index, each in enumerate(figures):
        if each.unit == "money" and (word := each.last.word) is not None:
            if trust := _distrust(word):
                open_.append((trust, index))
            else:
                chosen[index] = each.decided(word.codes[0], (), each.why)
    if not open_:
        return chosen
    chooser = _Chooser(source.text, vocabulary, prefer)
    for each in chosen:
        if each.currency is not None:
            chooser.decided(each, each.currency)
    partners = _partners(figures)
    for _, index in sorted(open_):
        each, partner = figures[index], partners.get(index)
        won = None if partner is None else _won_for(vocabulary, each, chosen[partner])
        code, left, why = chooser.choose(each, won)
        chosen[index] = each.decided(code, left, (*each.why, why) if why else each.why)
        if code is not None and (why is None or why.reason in _FIRM):
            chooser.decided(each, code)
    return chosen


def _partners(figures: Sequence[Figure]) -> dict[int, int]:
    """Return, by index, the other amount of a restatement or of a stated rate."""
    pairs = {
        index: other
        for index, each in enumerate(figures)
        if (other := each.pair if each.equals is None else each.equals) is not None
    }
    return pairs | {two: one for one, two in pairs.items()}


def _distrust(word: Word) -> int:
    """Rank a currency word: 0 means one currency, 1 usually means one, 2 is shared."""
    return 0 if word.unambiguous or len(word.codes) == 1 else 1 if word.default is not None else 2


def _won_for(vocabulary: Vocabulary, found: Figure, partner: Figure) -> Decimal | None:
    """Return how many won the text implies for one unit, with other money converted at its usual value."""
    stated = found.equals is not None or partner.equals is not None  # 1유로는 8크로네: the day is unknown
    worth = None if stated and partner.currency != _WON else vocabulary.typical.won.get(partner.currency or "")
    own, other = found.last.value, partner.last.value
    return RATIO.divide(RATIO.multiply(other, worth), own) if worth and own and other else None


class _Chooser:
    """Chooses currencies in one text, and keeps the decided ones as neighbours for the others.

    Args:
        text: canonical text.
        vocabulary: the words.
        prefer: the currencies to choose if the text leaves several open.
    """

    def __init__(self, text: str, vocabulary: Vocabulary, prefer: Sequence[Currency] = ()) -> None:
        self.text: Final = text
        self.vocabulary: Final = vocabulary
        self._prefer: Final = prefer
        self._decided: dict[Currency, list[int]] = {}

    def decided(self, found: Figure, currency: Currency) -> None:
        """Remember which currency an amount has, for shared names nearby."""
        insort(self._decided.setdefault(currency, []), found.start)

    def choose(self, found: Figure, won: Decimal | None) -> _Choice:
        """Choose the currency of a figure with a currency word.

        The order is: the word itself; a place in the sentence that the quoted rate agrees with; the size of that rate;
        a place in the sentence, then in the text before, nearest first; the same name decided nearby; the caller's
        choice; the usual meaning of the word.

        Args:
            found: the figure.
            won: how many won the text quotes for one unit, if it does.
        """
        word = found.last.word
        if word is None:
            return _Choice(None, (), None)
        codes = word.codes
        if word.unambiguous or len(codes) == 1:
            return _Choice(codes[0], (), None)
        if _WON in codes:
            return self._contradicted(found, codes, won)
        if beside := self._name_before(found, codes) or self._place_before(found, codes):
            return beside
        if won is not None and (agreed := self._agreeing(found, word, won)):
            return agreed
        if word.default is not None and not word.place_decides:
            return self._unsaid(found, codes, word.default)
        near_only = word.everyday_word or (
            word.default is not None and self._distance(found.start, word.default) is not None  # ¥ beside 엔
        )
        if place := _find_place(self.text, self.vocabulary, found, codes, only_here=near_only):
            return self._used(place, codes) if place.sure else _Choice(None, codes, None)
        if word.default is None:
            near = [(distance, code) for code in codes if (distance := self._distance(found.start, code)) is not None]
            if near:
                return _inferred(min(near)[1], "neighbour", found)
        return self._unsaid(found, codes, word.default)

    def _contradicted(self, found: Figure, codes: tuple[Currency, ...], won: Decimal | None) -> _Choice:
        """Choose by the quoted rate alone where a word before won names other money: ``일본 돈 5000원``."""
        near = None if won is None else self.vocabulary.typical.nearest(codes, won)
        return _inferred(near, "rate", found) if near else self._unsaid(found, codes, None)

    def _agreeing(self, found: Figure, word: Word, won: Decimal) -> _Choice | None:
        """Choose the currency of a place in the sentence that the quoted rate agrees with, or the one it points to."""
        typical = self.vocabulary.typical
        place = _find_place(self.text, self.vocabulary, found, word.codes, only_here=True)
        there = self._used(place, word.codes) if place and place.sure else None
        code = there.currency if there else None
        if code and code != word.default and typical.agrees(code, won, word.default):
            return there
        if code and typical.slipped(code, won) and word.default is None:
            return there
        if place and not place.sure and (one := self._of_rivals(found, word.codes, won)):
            return _inferred(one, "rate", found)
        if word.default is None:
            near = typical.nearest(word.codes, won, sure=place is not None)
            return _inferred(near, "rate", found) if near else None
        for neighbour in word.codes[1:]:  # 총상금은 900만 호주달러, 우승 상금은 300만 달러(약 27억원)
            if (
                self._distance(found.start, neighbour) is not None
                and typical.nearest((neighbour, word.default), won) == neighbour
            ):
                return _inferred(neighbour, "neighbour", found)
        if word.place_decides and (others := typical.instead(word.codes, won, word.default)):
            return _inferred(others[0], "rate", found) if len(others) == 1 else _Choice(None, tuple(others), None)
        return None

    def _of_rivals(self, found: Figure, codes: tuple[Currency, ...], won: Decimal) -> Currency | None:
        """Return the currency that a quoted rate points to among those of the places in the sentence.

        None if the value of one of them is unknown: 스위스는 콩고에 200만 프랑(약 33억원)을 보냈다.
        """
        places = _places(self.text, self.vocabulary, codes, *sentence(self.text, found.start))
        named = {next(code for code in codes if code in place.codes) for place in places}
        typical = self.vocabulary.typical
        return typical.nearest(sorted(named), won) if all(map(typical.knows, named)) else None

    def _name_before(self, found: Figure, codes: tuple[Currency, ...]) -> _Choice | None:
        """Choose the currency whose whole name is before the amount: ``홍콩달러 1만5000달러``, ``호주불로는 500불``."""
        end = found.left - 1
        if end < 1 or self.text[end] != " ":
            return None
        if counted := _COUNTED_IN(self.vocabulary).search(self.text, max(0, end - _MOST_COUNTED), end):
            end = counted.start()
        for start, word in self.vocabulary.currencies.names_before(self.text, end):
            if word.unambiguous and word.default in codes:
                return _Choice(word.default, (), Evidence("currency", "place", self.text[start:end], start, end))
        return None

    def _place_before(self, found: Figure, codes: tuple[Currency, ...]) -> _Choice | None:
        """Choose the currency of the place that comes directly before a symbol: ``홍콩 $500``."""
        end = found.left - 1
        if end < 1 or self.text[end] != " " or self.text[found.last.word_start] not in _SHARED:
            return None
        start = self.text.rfind(" ", 0, end) + 1
        match = self.vocabulary.places.using(codes).fullmatch(self.text, start, end)
        return self._used(_Place(*match.span(), self.vocabulary.places.codes[match[0]]), codes) if match else None

    def _unsaid(self, found: Figure, codes: tuple[Currency, ...], default: Currency | None) -> _Choice:
        """Choose without evidence: the caller's choice, or else the usual meaning of the name, or else nothing."""
        if wanted := next((code for code in self._prefer if code in codes), None):
            return _inferred(wanted, "prefer", found)
        return _Choice(None, codes, None) if default is None else _inferred(default, "default", found)

    def _used(self, place: _Place, codes: tuple[Currency, ...]) -> _Choice:
        """Return the currency that a place uses."""
        code = next(code for code in codes if code in place.codes)
        return _Choice(
            code, (), Evidence("currency", "place", self.text[place.start : place.end], place.start, place.end)
        )

    def _distance(self, here: int, code: Currency) -> int | None:
        return nearest(self._decided.get(code, ()), here)


def supports(text: str, vocabulary: Vocabulary, found: Figure, previous: Figure | None) -> bool:
    """Tell whether a currency word counts here: 동, 솔, 랜드 and the like need a country or a restatement.

    Args:
        text: canonical text.
        vocabulary: the words.
        found: the figure.
        previous: the figure read before it, if any.
    """
    word = found.last.word
    if word is None or not word.needs_evidence:
        return True
    if text[found.last.word_start].isascii():
        if "$" in text[found.start : found.end]:  # COP $500
            return True
        return (
            _beside_an_amount(text, vocabulary, found) or _find_place(text, vocabulary, found, word.codes) is not None
        )
    bracket = text[found.end : found.end + 1] == "("
    if found.last.end - found.last.word_start == 1 and found.last.value < _MANY:  # 101동, 2동: houses and quarters
        return bracket and is_restated(text, vocabulary, found)
    if bracket:
        return True
    if found.per and priced_in(text, vocabulary, found):  # 달러당 25,400동
        return True
    if is_restated(text, vocabulary, found) or (previous and belong(text, vocabulary, previous, found)):
        return True
    return _find_place(text, vocabulary, found, word.codes) is not None


_CODED: Final = "(?:[A-Z]{3}|[$€£¥₩]) ?[0-9]"
_NAMED: Final = "[0-9][0-9,.만억조천백 ]*(?:원|달러|유로|엔|위안|파운드)"
_CODE: Final = lazy("[A-Z]{3}(?= ?[0-9])")
_AMOUNT_AFTER: Final = lazy(
    rf" ?(?:\([^()\n]{{0,16}}?(?:{_CODED}|{_NAMED})|[=≈≒] ?(?:약 ?)?(?:{_CODED}|{_NAMED})"
    rf"|[,/·] ?{_CODED}|,? ?(?:약|우리 ?돈|한화) ?(?:약 ?)?{_NAMED})"
)
_AMOUNT_BEFORE: Final = lazy(rf"(?:{_CODED}[0-9,.]*(?: ?[(=≈/,·] ?| 또는 )|{_NAMED} ?[(=≈] ?)(?:약 ?)?$")


def _beside_an_amount(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Tell whether another amount shows that a code is a currency's: ``TRY 700(약 3만원)``, ``USD 20, TRY 700``."""
    beside = (
        _AMOUNT_AFTER.match(text, found.end),
        _AMOUNT_BEFORE.search(text, max(0, found.start - 24), found.start),
    )
    for match in filter(None, beside):
        codes = _CODE.search(match[0])
        if codes is None:
            return True
        word = vocabulary.currencies.before.get(codes[0])
        if word and not word.needs_evidence:
            return True
    return False


def _find_place(
    text: str, vocabulary: Vocabulary, found: Figure, codes: tuple[Currency, ...], *, only_here: bool = False
) -> _Place | None:
    """Find the place that uses one of `codes`: nearest in the sentence, else the last one before it.

    One in a later clause counts last: 덴마크는 1억 크로네, 노르웨이는 3억 크로네다.
    Somebody's origin counts only if no other place is named, and never against the usual meaning of a name.
    """
    start, end = sentence(text, found.start)

    def distance(place: _Place) -> tuple[bool, int]:
        return _CLAUSE_END.search(text, found.end, place.start) is not None, abs(place.start - found.start)

    here = sorted(_places(text, vocabulary, codes, start, end), key=distance)
    before = [] if here or only_here else list(_places(text, vocabulary, codes, max(0, start - _MOST_BACK), start))
    near = [*here, *reversed(before)]
    natives = [place for place in near if not _is_visitor(text, vocabulary, place)]
    if not natives:
        return near[0] if near and (found.word is None or found.word.default is None) else None
    first = natives[0]
    if len(here) > 1 and not _PAID_THERE.match(text, first.end):
        rivals = (other for other in natives[1:] if other in here)
        return first._replace(sure=not any(_rival(text, found, first, other, codes) for other in rivals))
    return first


_CLAUSE_END: Final = lazy("[,;] |[고며],? ")
_PAID_THERE: Final = lazy("(?:[^ ]{0,4} )?[^ ]{0,4}에서")


def _rival(text: str, found: Figure, one: _Place, two: _Place, codes: tuple[Currency, ...]) -> bool:
    """Tell whether the money can belong to either of two places: ``스웨덴은 아이슬란드에 10억 크로나를``.

    They use different currencies of the name, and stand on the same side of the amount with no figure between them.
    """
    if next(code for code in codes if code in one.codes) == next(code for code in codes if code in two.codes):
        return False
    first, last = sorted((one, two))
    return (first.start < found.start) == (last.start < found.start) and not any(
        map(str.isdecimal, text[first.end : last.start])
    )


def _places(text: str, vocabulary: Vocabulary, codes: tuple[Currency, ...], start: int, end: int) -> Iterator[_Place]:
    """Yield the places in a stretch of text that are words of their own: 교통수단 does not name Sudan."""
    for match in vocabulary.places.using(codes).finditer(text, start, end):
        at = match.end()
        if vocabulary.josa.ends_word(text, at) or vocabulary.cues["place_suffix"].match(text, at):
            yield _Place(*match.span(), vocabulary.places.codes[match[0]])


def _is_visitor(text: str, vocabulary: Vocabulary, place: _Place) -> bool:
    """Tell whether a place only says where a person comes from: ``이집트 공격수``."""
    at = place.end + (text[place.end : place.end + 1] == " ")
    if vocabulary.cues["visitor"].match(text, at):
        return True
    named = _OF_A_PLACE.match(text, place.end)  # 이집트의 살라는
    if named is None or vocabulary.cues["of_a_place"].match(text, named.start(1)):
        return False
    ends = vocabulary.derive(_of_a_person)
    return any(
        ends.match(text, at) and vocabulary.josa.particle(text, at) == named.end()
        for at in range(named.start(1) + 2, named.end())
    )


_OF_A_PLACE: Final = lazy("의 ([가-힣]{3,10})")
_of_a_person: Final = template("{topic}|{person}")


def _inferred(code: Currency, reason: str, found: Figure) -> _Choice:
    """Choose without words of the text as evidence."""
    return _Choice(code, (), Evidence("currency", reason, "", found.start, found.start))
