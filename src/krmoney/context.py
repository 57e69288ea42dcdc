"""What the words around a figure decide: which currency a shared name means, whether bare 1조 is money, which sign.

Every decision comes with its evidence, and what nothing decides stays undecided.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney._data import load
from krmoney.currencies import agrees, lexicon, nearest, places
from krmoney.grammar import has_object
from krmoney.traps import ends_a_word
from krmoney.values import Evidence

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from decimal import Decimal

    from krmoney.grammar import Expression
    from krmoney.iso import Currency

__all__ = ["Choice", "Signed", "Surroundings"]

_SENTENCE_END: Final = re.compile(r"[.!?。][\s\"'”’)]|\n")
_NEAR: Final = 20  # characters on either side in which a noun shows that a bare number is money
_BESIDE: Final = 5
_MANY: Final = 1000
_WORTH: Final = re.compile("짜[리린]|어치|상당")  # 5억짜리 집
_TEN_THOUSAND: Final = 10**4
_HUNDRED_MILLION: Final = 10**8
_PEOPLE: Final = re.compile(r"[가-힣]{2,4}인(?:[은이의을과]|[^가-힣]|$)")  # 3억 미국인
_MACHINES: Final = re.compile(r" 대[를가는의씩도]|대[를씩] ?(?:팔|판매|출하|생산|보급|넘)")
_BEHIND: Final = re.compile(
    r"(?:을|를|이|가|에|로|으로|씩|이나|나|도|까지|원)? ?(?:더 |다 |또 |넘게 |이상 |정도 |가량 |가까이 )?"
)
# 조 is a group, too: 2인 1조로, 3조 두 번째로, A조 1조
_GROUP: Final = re.compile(
    r"[0-9]{1,2}조[로와과에는은가의]? ?"
    r"(?:[0-9]++(?![억천백조십]|,[0-9])|첫|두|세|네|다섯|여섯|일곱|번째|조장|경기|속|편성|번갈아)"
)
_CONTRACTS: Final = re.compile(" ?계약(?!금)")  # 선물을 1만2천계약 샀다
_GLOSSED: Final = re.compile(r"\([0-9][0-9.,]*[A-Za-z]\) ?")  # 70억(7B) 파라미터
_GROUP_BEFORE: Final = re.compile(
    r"(?:[0-9]|한|두|세|네|다섯|여섯) ?(?:인|명|사람|팀|개)(?:이|씩)? ?$|(?:(?<!\w)제|법|[0-9]항) ?$"
)
_MOST_BACK: Final = 1500  # characters of the paragraphs before that may name a country
_MOST_SENTENCE: Final = 400  # characters


_GLOSS: Final = re.compile(r" ?\([^()]{1,30}\)")
_ADVERB: Final = re.compile(r"[)은는이가을를도만]{0,2} (?:[가-힣]{1,4}게|[가-힣]{1,4}적으로) ")  # 가파르게
_WORD: Final = r"[^\s,%()]+"
_LIST: Final = re.compile(
    rf"(?:씩)?(?:와|과|,|·|/| 및|이고|, 그리고) ?(?:{_WORD}(?:\([^()]*\)[은는이가도]?)? ?){{0,4}}"
    rf"|\)(?:,|·| 및|와|과)? ?(?:{_WORD} ?){{1,4}}\("  # 갑(2.1%), 을(1.3%) 등이 하락했다
)
# 하락폭(0.05%)이 줄었다: a level, not a change. 감소율, 인상폭: nouns of their own.
_LEVEL_NOUN: Final = re.compile(r"(?:폭|률|율|금리|비중|점유율|이자|지분)\($|[0-9](?:bp|%|%p|%포인트)(?:=|[은는] )$")
_NOUN_GOES_ON: Final = re.compile("[율률폭]")
_CLAUSE: Final = 20  # characters
_REPORTED: Final = re.compile(
    r"[가-힣]{0,4}(?:[다라]고 ?(?:답|응답|생각|여기|믿|평가)|을 예상|을 전망)"
)  # 60%가 감소했다고 답했다: a share


class Choice(NamedTuple):
    """Which currency: the code if decided, else None with what is left."""

    currency: Currency | None
    candidates: tuple[Currency, ...]
    evidence: Evidence | None


class Place(NamedTuple):
    """A place name in the text and the currencies used there."""

    start: int
    end: int
    codes: tuple[str, ...]


Signed = tuple[int, Evidence | None]


class Surroundings:
    """One text around its figures; what is looked up in it is looked up once.

    Args:
        text: normalised text.
        prefer: the currencies to choose where the text leaves several.
    """

    def __init__(self, text: str, prefer: Sequence[Currency] = ()) -> None:
        self.text: Final = text
        self._prefer: Final = prefer
        self._decided: dict[Currency, list[int]] = {}

    def _sentence(self, at: int) -> tuple[int, int]:
        """Return start and end of the sentence that holds `at`, no further away than sentences are long."""
        stop = _SENTENCE_END.search(self.text, at, at + _MOST_SENTENCE)
        start = max(0, at - _MOST_SENTENCE)
        for match in _SENTENCE_END.finditer(self.text, start, at):
            start = match.end()
        return start, stop.start() if stop else min(len(self.text), at + _MOST_SENTENCE)

    def decided(self, found: Expression, currency: Currency) -> None:
        """Remember which currency an amount has, for shared names nearby."""
        insort(self._decided.setdefault(currency, []), found.start)

    def choose(self, found: Expression, won: Decimal | None) -> Choice:
        """Choose the currency of an expression with a currency word.

        Asked in this order: the word itself; a place in the sentence that the quoted rate agrees with; the plausible
        size of that rate; a place in the sentence, then in the text before, nearest first; the same name decided
        nearby; what the caller prefers; what the word means alone.

        Args:
            found: the expression.
            won: how many won the text quotes for one unit, if it does.
        """
        word = found.last.word
        if word is None:
            return Choice(None, (), None)
        codes = word.codes
        if word.whole or len(codes) == 1:
            return Choice(codes[0], (), None)
        if won is not None and (place := self._place(found, codes, only_here=True)):
            there = self._used(place, codes)
            if there.currency and there.currency != word.alone and agrees(there.currency, won, word.alone):
                return there
        if word.alone is not None and not word.place:
            return self._unsaid(found, codes, word.alone)
        if word.alone is None and won is not None and (code := nearest(codes, won)):
            return _inferred(code, "rate", found)
        near_only = word.word or (word.alone in self._decided)  # ¥ beside 엔
        if place := self._place(found, codes, only_here=near_only):
            return self._used(place, codes)
        if word.alone is None:
            near = [(distance, code) for code in codes if (distance := self._distance(found.start, code)) is not None]
            if near:
                return _inferred(min(near)[1], "neighbour", found)
        return self._unsaid(found, codes, word.alone)

    def _unsaid(self, found: Expression, codes: tuple[Currency, ...], alone: Currency | None) -> Choice:
        """Choose what no word of the text decides: what the caller prefers, what the name means alone, or nothing."""
        if wanted := next((code for code in self._prefer if code in codes), None):
            return _inferred(wanted, "prefer", found)
        return Choice(None, codes, None) if alone is None else _inferred(alone, "default", found)

    def _used(self, place: Place, codes: tuple[Currency, ...]) -> Choice:
        """Return the currency that a place uses."""
        code = next(code for code in codes if code in place.codes)
        return Choice(
            code, (), Evidence("currency", "place", self.text[place.start : place.end], place.start, place.end)
        )

    def supports(self, found: Expression) -> bool:
        """Tell whether a currency word counts here: a weak one (동, 솔, 랜드 …) needs its country or a restatement."""
        word = found.last.word
        if word is None or not word.weak or self.text[found.end : found.end + 1] == "(":
            return True
        if found.last.end - found.last.word_start == 1 and found.last.numeral.value < _MANY:
            return False  # 101동, 2동: houses and quarters
        return self._place(found, word.codes) is not None

    def _distance(self, here: int, code: Currency) -> int | None:
        starts = self._decided.get(code)
        if not starts:
            return None
        at = bisect_left(starts, here)
        return min(abs(here - start) for start in starts[max(0, at - 1) : at + 1])

    def _place(self, found: Expression, codes: tuple[Currency, ...], *, only_here: bool = False) -> Place | None:
        """Find the place that uses one of `codes`: nearest in the sentence, else the last one before it."""
        start, end = self._sentence(found.start)
        names = _place_names(codes)
        here = [match.span() for match in names.finditer(self.text, start, end)]
        if not here and only_here:
            return None
        if here:
            span = min(here, key=lambda each: abs(each[0] - found.start))
        else:
            before = [match.span() for match in names.finditer(self.text, max(0, start - _MOST_BACK), start)]
            if not before:
                return None
            span = before[-1]
        return Place(*span, places()[self.text[slice(*span)]])

    def elided(self, found: Expression, spelled: Container[int | Decimal | None] = ()) -> Evidence | None:
        """Tell why a bare number with a scale is money (``1조 투자``, ``2억 주고 산 땅``); None if it is not.

        Args:
            found: the bare number.
            spelled: the amounts of won that the same text writes out elsewhere.

        >>> from krmoney.grammar import expression
        >>> Surroundings("1조 더 베팅").elided(expression("1조 더 베팅", 0)).text
        '베팅'
        >>> Surroundings("13억 명의 가입자").elided(expression("13억 명의 가입자", 0))
        """
        if found.last.numeral.scale == 1 or found.unit is not None:
            return None
        text = self.text
        if self._is_word(found) or self._names_another(found):
            return None
        cue = self._income(found)
        if cue is None and self._counts_things(found):
            return None
        if cue := cue or _WORTH.search(text, found.end, found.right):
            return Evidence("elided", "cue", cue[0], cue.start(), cue.end())
        if found.period or found.per:  # 월 6억씩, 1인당 2억
            return Evidence("elided", "period", text[found.left : found.start], found.left, found.start)
        if cue := self._money_cue(found):
            return Evidence("elided", "cue", cue[0], cue.start(), cue.end())
        if self._large(found):
            return Evidence("elided", "scale", "", found.start, found.start)
        if found.kind == "point" and found.low in spelled:
            return Evidence("elided", "neighbour", "", found.start, found.start)
        return None

    def _is_word(self, found: Expression) -> bool:
        """Tell whether a number in syllables is a word: 구조대, 만조."""
        written = self.text[found.first.numeral.start : found.last.numeral.end]
        return not found.last.numeral.vague and written[-1:] != "억" and not any(map(str.isdecimal, written))

    def _names_another(self, found: Expression) -> bool:
        """Tell whether a currency stands behind 대, and it is not won that is left out: ``억대 달러``."""
        at = found.right + (self.text[found.right : found.right + 1] == " ")
        return found.right > found.end and lexicon().match(self.text, at) is not None

    def _money_cue(self, found: Expression) -> re.Match[str] | None:
        """Find the nearest word of money near a bare number: a verb right behind it, a noun behind it, before it."""
        text, end = self.text, found.right
        first, last = self._sentence(found.left)
        start, stop_at = max(first, found.left - _NEAR), min(last, end + _NEAR)
        behind = _BEHIND.match(text, end)
        cue = _cues("money", "verbs").match(text, behind.end() if behind else end)
        if found.last.numeral.scale == _TEN_THOUSAND:
            # 만 counts everything, so its noun must stand right beside it: not 600만 자영업자의 빚.
            start, stop_at = max(first, found.left - _BESIDE), min(last, end + _BESIDE)
        cue = cue or _cues("money").search(text, end, stop_at)
        for match in () if cue else _cues("money").finditer(text, start, found.left):
            cue = match
        return cue

    def _income(self, found: Expression) -> re.Match[str] | None:
        """Find what people earn or own right before a number, whoever stands behind it: ``연봉 1억 직장인``."""
        owned = _right_before("income").search(self.text, max(0, found.left - _BESIDE), found.left)
        counter = _cues("counter").match(self.text, found.end + (self.text[found.end : found.end + 1] == " "))
        return None if counter else owned

    def _large(self, found: Expression) -> bool:
        """Tell whether a bare number is money by its size: 억 that no counter follows counts little else."""
        numeral = found.last.numeral
        written = self.text[numeral.start : numeral.start + 1]
        return (
            (
                numeral.scale == _HUNDRED_MILLION
                or (numeral.scale > _HUNDRED_MILLION and self.text[numeral.end - 1] == "억")
            )
            and (found.kind in {"point", "vague"} or (found.kind == "lower_bound" and found.left < found.start))
            and (written.isdecimal() or written in "수몇")
        )

    def _counts_things(self, found: Expression) -> bool:
        """Tell whether a bare number counts people or things (13억 명, 3조 2교대) or is a piece of something longer."""
        text, end = self.text, found.right
        at = end + (text[end : end + 1] == " ")
        if text[at : at + 1].isdecimal():
            return True
        if gloss := _GLOSSED.match(text, end):
            at = gloss.end()
        if self._followed_by_counter(found, at) or self._grouped(found):
            return True
        if _PEOPLE.match(text, at):
            return True
        near = _cues("other")
        return bool(near.search(text, max(0, found.left - 8), found.left) or near.search(text, at, at + 8))

    def _followed_by_counter(self, found: Expression, at: int) -> bool:
        """Tell whether a counter stands right behind a number, at `at`, or it goes on as a word."""
        text, end = self.text, found.right
        ten_thousands = found.last.numeral.scale == _TEN_THOUSAND
        if end > found.end:  # behind 대 or 넘게 no counter follows: 50억 대 세금
            if _MACHINES.match(text, found.end):
                return True
            return ten_thousands and text[found.end : end].lstrip().startswith("대")  # 연 10만대를 수출한다
        if text.startswith(" 등", end) and not ten_thousands:
            return False  # 삼성 30억, 포스코 20억 등
        if ten_thousands and _CONTRACTS.match(text, end):
            return True
        counter = _cues("counter").match(text, at)
        if counter and (len(counter[0]) > 1 or ends_a_word(text, counter.end())):
            return True
        return text[end : end + 1].isalnum() and not ends_a_word(text, end) and not _cues("spent").match(text, end)

    def _grouped(self, found: Expression) -> bool:
        """Tell whether 조 is a group: ``3조 2교대``, ``2인 1조 편성``; but ``추경 13조 편성``."""
        text, start = self.text, found.start
        if _GROUP_BEFORE.search(text, max(0, start - 8), start):
            return True
        group = _GROUP.match(text, start)
        if group is None:
            return False
        return not (group[0].endswith("편성") and _cues("budget").search(text, max(0, start - _BESIDE * 2), start))

    def sign(self, found: Expression) -> Signed | None:
        """Return the sign that a verb or noun behind a percentage gives it, or None where no word does."""
        text = self.text
        if text.startswith(("로 ", "으로 ", "까지", "에서", "로서"), found.end):
            return None  # a level: 61%로 낮아졌다
        if _LEVEL_NOUN.search(text, max(0, found.left - 6), found.left):
            return None
        short = _cues("short").match(text, found.right + 1) if text.startswith(" ", found.right) else None
        if short and has_object(text, found):  # 전망치를 9.8% 밑돌았다: so far below it
            return -1, Evidence("sign", "cue", short[0], short.start(), short.end())
        bracketed = text[found.right : found.right + 1] == ")"
        gloss = _GLOSS.match(text, found.right)  # 1.1%(774가구) 줄었다
        gap = _governed().match(text, gloss.end() if gloss else found.right)
        at = gap.end() if gap else found.right
        adverb = _ADVERB.match(text, found.right)
        signed = self._change(found, at, bracketed=bracketed)
        return self._change(found, adverb.end(), bracketed=bracketed) if adverb and signed is None else signed

    def _change(self, found: Expression, at: int, *, bracketed: bool) -> Signed | None:
        """Return the sign that a word of change at `at` gives."""
        text = self.text
        for table, way in (("down", -1), ("up", 1)):
            cue = _cues(table).match(text, at)
            if cue is None or _NOUN_GOES_ON.match(text, cue.end()) or (bracketed and cue[0][0] in "낮높"):
                continue
            if text.startswith(("가", "이"), found.right) and _REPORTED.match(text, cue.end()):
                return None
            # 연체율이 0.3%p 악화됐다: it rose
            ill = _cues("judging").fullmatch(cue[0]) and _cues("ill").search(
                text, max(0, found.left - _CLAUSE), found.left
            )
            return -way if ill else way, Evidence("sign", "cue", cue[0], cue.start(), cue.end())
        return None

    def lists(self, start: int, end: int) -> bool:
        """Tell whether what stands between two percentages only lists them, so that one verb governs both."""
        return _LIST.fullmatch(self.text, start, end) is not None


def _inferred(code: Currency, reason: str, found: Expression) -> Choice:
    """Choose for a reason that no words of the text are."""
    return Choice(code, (), Evidence("currency", reason, "", found.start, found.start))


@cache
def _cues(table: str, key: str = "words") -> re.Pattern[str]:
    entry = load("cues")[table]
    words = [word.replace("_", " ") for word in entry[key].split()]  # 준_ is no 준비
    words = sorted([*words, *entry.get("phrases", ())], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def _right_before(table: str) -> re.Pattern[str]:
    """Return the pattern of a word and a blank, right before a figure."""
    return re.compile(f"(?:{_cues(table).pattern})(?= $)")


@cache
def _governed() -> re.Pattern[str]:
    """Return the pattern of what may stand between a percentage and the word that governs it."""
    return re.compile(
        r"(?:\)(?:는|만)?)? ?(?:등)?"
        r"(?:씩|이나|나(?!빠)|가량|정도|이상|가까이|안팎|넘게|포인트|의|,|을|를|이|가|은|도| )*"
        f"(?:(?:{_cues('adverb').pattern}) )*"
    )


@cache
def _place_names(codes: tuple[Currency, ...]) -> re.Pattern[str]:
    """Return the pattern of the places that use one of these currencies: few names, quickly searched."""
    wanted = frozenset(codes)
    names = sorted((name for name, used in places().items() if not wanted.isdisjoint(used)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)) or "(?!)")
